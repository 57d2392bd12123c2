"""One row a report: its parts, and how they are put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from govnlp.annotate.checks import Blanks
from govnlp.features.concreteness import claim_counts, concreteness
from govnlp.features.statutory import statutory_features
from govnlp.features.topics import LABEL, NONE, ROLL_UP, topic_shares
from govnlp.frames import table_info
from govnlp.model import Claim, Label, NonClaim, Report
from govnlp.records import Row
from govnlp.text.legibility import readability

TABLE = "features"
_TEXT_KINDS = ("narrative_",)


@cache
def column_names() -> tuple[str, ...]:
    """Names of all features, keys included, in order."""
    return tuple(column.name for column in table_info(TABLE).columns)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is known of a report, beyond the report itself.

    Parameters
    ----------
    labels : sequence of Label
        Of its paragraphs.
    claims : sequence of Claim
        Its numeric claims.
    non_claims : sequence of NonClaim
        Numerals that are none.
    """

    labels: Sequence[Label]
    claims: Sequence[Claim]
    non_claims: Sequence[NonClaim]


def own_features(report: Report, parts: Parts, blanks: Blanks = "strict") -> Row:
    """Measure what takes nothing but the report: topics, claims, tables, readability.

    Parameters
    ----------
    report : Report
        The report.
    parts : Parts
        Its labels and claims.
    blanks : str
        What a blank cell means: see `govnlp.features.statutory.statutory_features`.

    Returns
    -------
    dict
        Some columns of the features table, in no particular order.
    """
    names = column_names()
    topics = [name for name in names if name.startswith((LABEL, ROLL_UP, NONE))]
    read = readability(paragraph.text for paragraph in report.paragraphs)
    return {
        **topic_shares(report, parts.labels, topics),
        **claim_counts(parts.claims, [name for name in names if name.startswith("claims")]),
        **concreteness(report, parts.claims, parts.non_claims),
        **statutory_features(report.cells, blanks),
        "readability1": read.clause_length,
        "readability2": read.function_share,
        "readability3": read.average,
    }


def check_features(checks: Iterable[tuple[str, str]]) -> Row:
    """Count checks by status.

    Parameters
    ----------
    checks : iterable of (str, str)
        Kind and status of each check of a report.

    Returns
    -------
    dict
        Counts, at least 0.
    """
    counted: Counter[str] = Counter()
    for kind, status in checks:
        counted[f"checks_{status}"] += 1
        if status == "fails":
            counted["checks_text_fails" if kind.startswith(_TEXT_KINDS) else "checks_table_fails"] += 1
    return {name: counted[name] for name in column_names() if name.startswith("checks_")}


def feature_row(
    report: Mapping[str, Any], own: Row, checks: Row, reuse: Mapping[str, Any], **more: Any
) -> Row:
    """Put the row of the features table together.

    Parameters
    ----------
    report : mapping
        Row of the reports table.
    own : dict
        As `own_features` gives it.
    checks : dict
        As `check_features` gives it.
    reuse : mapping
        Row of the reuse_reports table; empty for a report that is looked at alone.
    **more
        ``older_reports`` and ``stale_findings``.

    Returns
    -------
    dict
        Exactly the columns of the table; None where nothing is known.
    """
    told = {"reuse_reason": reuse.get("reason"), "words": reuse.get("words")}
    known = {**reuse, **report, **own, **checks, **told, **more}
    return {name: known.get(name) for name in column_names()}

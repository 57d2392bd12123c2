"""Readability of reports and groups of reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from govnlp.analysis.stats.counts import by_report, in_order, mean
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text
from govnlp.text.legibility import Readability, Tagger, readability


def readability_rows(
    texts: Iterable[Text], by: Sequence[str] = (), *, tagger: Tagger | None = None
) -> list[Row]:
    """Measure readability report by report, and average by group.

    Parameters
    ----------
    texts : iterable of Text
        With the keys ``by``.
    by, tagger
        As for `of_reports.readability`.

    Returns
    -------
    list of dict
        Rows of the table ``readability``.
    """
    found: dict[tuple[Any, ...], list[Readability]] = {}
    for _, groups in by_report(texts):
        for keys, own in groups.items():
            found.setdefault(keys, []).append(readability(own, tagger))
    rows: list[Row] = []
    for keys in in_order(found):
        values = found[keys]
        rows.append(
            dict(zip(by, keys, strict=True))
            | {
                "reports": len(values),
                "sentences": sum(value.sentences for value in values),
                "clauses": sum(value.clauses for value in values),
                "readability1": mean(value.clause_length for value in values),
                "readability2": mean(value.function_share for value in values),
                "readability3": mean(value.average for value in values),
            }
        )
    return rows

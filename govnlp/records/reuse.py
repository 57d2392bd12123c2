"""What is said of reuse, as rows; the JSON objects of ``govnlp reuse`` have the same fields."""

from __future__ import annotations

from collections.abc import Iterable

from govnlp.model import Match
from govnlp.records.values import Row

_MATCH = (
    "report_id",
    "sentence_id",
    "start",
    "end",
    "text",
    "origin",
    "source_report_id",
    "source_start",
    "source_end",
    "similarity",
    "numbers_changed",
    "rule",
    "reason",
)


def match_rows(matches: Iterable[Match]) -> list[Row]:
    """Make the rows of the reuse table."""
    return [{name: getattr(match, name) for name in _MATCH} for match in matches]

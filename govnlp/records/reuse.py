"""What is said of reuse, as rows; the JSON objects of ``govnlp reuse`` have the same fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govnlp.model import Match
from govnlp.records.values import Row

if TYPE_CHECKING:
    from govnlp.reuse.findings import Finding
    from govnlp.reuse.passages import Passage
    from govnlp.reuse.result import Reuse

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


def passage_rows(report_id: str, passages: Iterable[Passage]) -> list[Row]:
    """Make the rows of the reuse_passages table, in text order."""
    ordered = sorted(passages, key=lambda p: (p.start, p.end))
    return [
        {
            "report_id": report_id,
            "passage_id": f"{report_id}:r{number:04d}",
            "kind": p.kind,
            "start": p.start,
            "end": p.end,
            "origin": p.origin,
            "source_report_id": p.source_report_id,
            "source_start": p.source_start,
            "source_end": p.source_end,
            "sentences": p.sentences,
            "gaps": p.gaps,
            "source_gaps": p.source_gaps,
            "similarity": p.similarity,
        }
        for number, p in enumerate(ordered, 1)
    ]


def stale_rows(report_id: str, findings: Iterable[Finding], reuse: Reuse) -> list[Row]:
    """Make the rows of the stale table."""
    return [
        {
            "report_id": report_id,
            "stale_id": f"{report_id}:o{number:04d}",
            "kind": f.kind,
            "sentence_id": f"{report_id}:s{f.sentence + 1:04d}",
            "start": f.start,
            "end": f.end,
            "text": f.text,
            "source_report_id": None if f.source_row is None else reuse.report_of(f.source_row),
            "source_start": f.source_start,
            "source_end": f.source_end,
            "years": f.years,
            "detail": f.detail,
        }
        for number, f in enumerate(findings, 1)
    ]

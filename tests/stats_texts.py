"""Texts small enough to count by hand."""

from __future__ import annotations

from govnlp.analysis.stats.texts import Text


def text(surface: str, *keys: object, report: str = "r1", number: int = 1) -> Text:
    """A paragraph with its keys."""
    return Text(report, f"{report}:p{number:04d}", 0, surface, keys)

"""Corpus statistics: from reports or an analysis to tidy tables.

>>> from govnlp.analysis import stats
>>> stats.freq("out", by=["report_year"], top=20)  # doctest: +SKIP
"""

from __future__ import annotations

from govnlp.analysis.stats.of_reports import attention, diversity, readability, summary
from govnlp.analysis.stats.of_words import colloc, dispersion, freq, keyness, kwic

__all__ = [
    "attention",
    "colloc",
    "dispersion",
    "diversity",
    "freq",
    "keyness",
    "kwic",
    "readability",
    "summary",
]

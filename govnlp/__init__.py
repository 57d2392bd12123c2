"""Read, check and measure Chinese government information-disclosure annual reports.

中国政府信息公开工作年度报告的读取、核对与测量。

>>> import govnlp as gn
>>> report = gn.read_report("report.html")  # doctest: +SKIP
>>> result = gn.analyze(gn.load_corpus("folder"))  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govnlp.annotate.checks import check
    from govnlp.annotate.checks.show import show_claims
    from govnlp.annotate.claims import extract_claims
    from govnlp.annotate.labels import classify
    from govnlp.annotate.labels.show import show_labels
    from govnlp.annotate.lexicon import Lexicon, load_lexicon
    from govnlp.errors import GovnlpError
    from govnlp.model import Report
    from govnlp.page import write_page
    from govnlp.pipeline import Result, analyze
    from govnlp.read.corpus import Corpus, load_corpus
    from govnlp.read.report import read_report, read_text

__version__ = "0.1.0"

# Resolved on first use, so that importing the package reads no file and loads no heavy library.
_HOMES = {
    "Corpus": "govnlp.read.corpus",
    "GovnlpError": "govnlp.errors",
    "Lexicon": "govnlp.annotate.lexicon",
    "Report": "govnlp.model",
    "Result": "govnlp.pipeline",
    "analyze": "govnlp.pipeline",
    "check": "govnlp.annotate.checks",
    "classify": "govnlp.annotate.labels",
    "extract_claims": "govnlp.annotate.claims",
    "load_corpus": "govnlp.read.corpus",
    "load_lexicon": "govnlp.annotate.lexicon",
    "read_report": "govnlp.read.report",
    "read_text": "govnlp.read.report",
    "show_claims": "govnlp.annotate.checks.show",
    "show_labels": "govnlp.annotate.labels.show",
    "write_page": "govnlp.page",
}

__all__ = [
    "Corpus",
    "GovnlpError",
    "Lexicon",
    "Report",
    "Result",
    "__version__",
    "analyze",
    "check",
    "classify",
    "extract_claims",
    "load_corpus",
    "load_lexicon",
    "read_report",
    "read_text",
    "show_claims",
    "show_labels",
    "write_page",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'govnlp' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

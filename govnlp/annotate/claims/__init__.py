"""Numeric claims of Chinese official text, and the numerals that are none."""

from govnlp.annotate.claims.extract import Extraction, extract, extract_claims

__all__ = ["Extraction", "extract", "extract_claims"]

"""Word files: paragraphs with their automatic numbers, and tables with merged cells."""

from __future__ import annotations

from govnlp.read.office.reader import read_docx

__all__ = ["read_docx"]

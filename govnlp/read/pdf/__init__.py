"""PDF files: glyphs and ruled lines from pdfium, put together to paragraphs and grids by where they stand."""

from __future__ import annotations

from govnlp.read.pdf.reader import read_pdf

__all__ = ["read_pdf"]

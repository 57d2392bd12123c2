"""Web pages: the visible text in reading order, tables as grids, and what stands outside of the article."""

from __future__ import annotations

from govnlp.read.html.reader import read_html

__all__ = ["read_html"]

"""The printer of the sample corpus: manuscripts of ``corpora/gold`` in the layouts of the real world.

>>> render(manuscript, "txt_pipes")  # doctest: +SKIP
b'...'
"""

from __future__ import annotations

from corpora.render.gold import gold_cells, gold_furniture, gold_headings, gold_paragraphs, gold_sections
from corpora.render.layouts import LAYOUTS, render
from corpora.render.manuscript import Manuscript, ManuscriptError, load
from corpora.render.validate import require_valid, slips

__all__ = [
    "LAYOUTS",
    "Manuscript",
    "ManuscriptError",
    "gold_cells",
    "gold_furniture",
    "gold_headings",
    "gold_paragraphs",
    "gold_sections",
    "load",
    "render",
    "require_valid",
    "slips",
]

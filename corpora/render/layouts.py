"""The layouts by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from corpora.render import pdf, plain, web, web_old, word
from corpora.render.document import Page
from corpora.render.manuscript import Manuscript, ManuscriptError, to_page
from corpora.render.validate import require_valid

LAYOUTS: Mapping[str, tuple[str, Callable[[Page], bytes]]] = MappingProxyType(
    {
        "html_table": (".html", web.html_table),
        "html_spans": (".html", web_old.html_spans),
        "html_br": (".htm", web_old.html_br),
        "txt_cells": (".txt", plain.txt_cells),
        "txt_cells_spaced": (".txt", plain.txt_cells_spaced),
        "txt_pipes": (".txt", plain.txt_pipes),
        "txt_pipe_lines": (".txt", plain.txt_pipe_lines),
        "txt_wrapped": (".txt", plain.txt_wrapped),
        "md": (".md", plain.markdown),
        "docx": (".docx", word.docx),
        "docx_plain": (".docx", word.docx_plain),
        "pdf": (".pdf", pdf.pdf),
    }
)
"""Layout to file suffix and printer."""


def render(manuscript: Manuscript, layout: str | None = None) -> bytes:
    """Print a manuscript.

    Parameters
    ----------
    manuscript : mapping
        As ``corpora/gold/README.md`` says; it is checked first.
    layout : str, optional
        One of `LAYOUTS`; the manuscript's own where nothing is given.

    Returns
    -------
    bytes
        The file; the same bytes on every run.

    Raises
    ------
    ManuscriptError
        Where the manuscript is not valid or the layout unknown.
    """
    require_valid(manuscript)
    name = layout or str(manuscript["layout"])
    if name not in LAYOUTS:
        raise ManuscriptError(f"{manuscript['id']}: unknown layout {name!r}, one of {', '.join(LAYOUTS)}")
    return LAYOUTS[name][1](to_page(manuscript))

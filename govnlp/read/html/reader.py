"""Web pages: the visible text in reading order, tables as grids, and what stands outside of the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govnlp.errors import ReadError
from govnlp.read.encoding import decode
from govnlp.read.extraction import Extraction
from govnlp.read.html.guard import bounded
from govnlp.read.html.main import hinted
from govnlp.read.html.walk import Page, Walker

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_STOP = "。"
_FEW_SENTENCES = 5
_MOST_HIDDEN = 50


def read_html(data: bytes, source: str) -> Extraction:
    """Read a web page.

    Parameters
    ----------
    data : bytes
        The page.
    source : str
        Its name, for messages.

    Returns
    -------
    Extraction
        Every visible line and table; those outside of the article are hinted ``outside``.

    Raises
    ------
    ReadError
        If the file is empty, no text, shows no text, or has too many elements or cells.
    """
    from selectolax.lexbor import LexborHTMLParser

    declared = _CHARSET.search(data[:_HEAD_BYTES])
    text = decode(data, source, declared[1].decode("ascii") if declared else None)
    root = LexborHTMLParser(bounded(text, source)).root
    if root is None:
        raise _shows_nothing(source)
    try:
        page = _read(root, as_typed="<" not in text)
    except ReadError as error:
        error.source = error.source or source
        raise
    if not page.items:
        raise _shows_nothing(source)
    meta = {**page.meta, **page.named}
    if "url" in page.meta:
        meta["url"] = page.meta["url"]
    return Extraction(hinted(page, meta.get("title", "")), "html", meta)


def _read(root: LexborNode, *, as_typed: bool) -> Page:
    """Read what a page shows; an article that waits hidden for a script to show it is read as well."""
    page = Walker(as_typed=as_typed).walk(root)
    if not page.hidden:
        return page
    seen = sum(item.block.text.count(_STOP) for item in page.items if not hasattr(item.block, "cells"))
    waiting = frozenset(
        node.mem_id
        for node in page.hidden[:_MOST_HIDDEN]
        if (node.text() or "").count(_STOP) >= max(_FEW_SENTENCES, seen + 1)
    )
    return Walker(waiting, as_typed=as_typed).walk(root) if waiting else page


def _shows_nothing(source: str) -> ReadError:
    return ReadError(
        "empty",
        "the page shows no text",
        source=source,
        hint="its text may come from a frame or a script; save the page from a browser",
    )

"""Tables of web pages: which hold data, and their cells with rowspan and colspan taken apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govnlp.errors import ReadError
from govnlp.read.extraction import Grid, GridCell

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_CELLS = 200_000
_MAX_SPAN = 1_000
_LONG_CELL = 160
_PARAGRAPH = re.compile(r"[。；]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SKIPPED = frozenset(("script", "style", "template", "noscript", "rt", "rp"))
_STATUTORY = re.compile(r"本年新收|结果维持|信息内容")


def is_data_table(table: LexborNode) -> bool:
    """Tell a table of data from one that only lays out the page.

    Parameters
    ----------
    table : LexborNode
        A ``table`` element.

    Returns
    -------
    bool
        False for a table that holds other tables, headings, full paragraphs, or a single cell.
    """
    # A selector may find the element itself.
    if any(node.mem_id != table.mem_id for node in table.css("table, h1, h2, iframe, form, ul li a")):
        return False
    cells = table.css("td, th")
    if len(cells) < 2:
        return False
    if _STATUTORY.search("".join(table.text(deep=True).split())):
        return True
    return not any(len(text) > _LONG_CELL and _PARAGRAPH.search(text) for text in (c.text() for c in cells))


def make_grid(table: LexborNode, source: str) -> tuple[list[str], Grid, float]:
    """Read a data table.

    Parameters
    ----------
    table : LexborNode
        A ``table`` element without tables inside.
    source : str
        Name of the file, for messages.

    Returns
    -------
    captions : list of str
        Text of its captions.
    grid : Grid
        Its cells; merged ones once.
    linked : float
        Share of its text that is links.

    Raises
    ------
    ReadError
        If it has too many cells.
    """
    rows = _rows(table)
    taken: dict[tuple[int, int], bool] = {}
    cells: list[GridCell] = []
    width = 0
    for row, tr in enumerate(rows):
        col = 0
        for td in _children(tr, ("td", "th")):
            while (row, col) in taken:
                col += 1
            colspan = _span(td, "colspan")
            down = _span(td, "rowspan", zero=len(rows) - row)
            rowspan = min(down, len(rows) - row)
            if len(taken) + rowspan * colspan > MAX_CELLS:
                raise ReadError("too_large", f"a table of more than {MAX_CELLS:,} cells", source=source)
            colspan = _free(taken, row, col, colspan)
            for r in range(row, row + rowspan):
                for c in range(col, col + colspan):
                    taken[r, c] = True
            cells.append(GridCell(row, col, _cell_text(td), rowspan, colspan))
            col += colspan
            width = max(width, col)
    captions = [text for node in _children(table, ("caption",)) if (text := _cell_text(node).strip())]
    linked = sum(len(a.text()) for a in table.css("a"))
    length = sum(len(cell.text) for cell in cells)
    return captions, Grid(tuple(cells), len(rows), width), linked / max(1, length)


def _rows(table: LexborNode) -> list[LexborNode]:
    """Rows as they are shown: head first, foot last."""
    head: list[LexborNode] = []
    body: list[LexborNode] = []
    foot: list[LexborNode] = []
    groups = {"thead": head, "tfoot": foot}
    child = table.child
    while child is not None:
        if child.tag == "tr":
            body.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            groups.get(child.tag or "", body).extend(_children(child, ("tr",)))
        child = child.next
    return [tr for tr in (*head, *body, *foot) if not _HIDDEN.search(tr.attributes.get("style") or "")]


def _children(node: LexborNode, tags: tuple[str, ...]) -> list[LexborNode]:
    found: list[LexborNode] = []
    child = node.child
    while child is not None:
        if child.tag in tags:
            found.append(child)
        child = child.next
    return found


def _span(cell: LexborNode, name: str, zero: int = 1) -> int:
    text = (cell.attributes.get(name) or "1").strip()
    digits = re.match(r"\d{1,6}", text)
    value = int(digits[0]) if digits else 1
    return max(1, min(value if value else zero, _MAX_SPAN))


def _free(taken: dict[tuple[int, int], bool], row: int, col: int, wanted: int) -> int:
    """Columns that are free for a cell; one that hangs down from above ends it."""
    for size in range(1, wanted):
        if (row, col + size) in taken:
            return size
    return wanted


def _cell_text(cell: LexborNode) -> str:
    """Text of a cell, its lines joined: nothing between Chinese characters, a space between words."""
    parts: list[str] = []
    node = cell.child
    depth = 0
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            parts.append(node.text_content or "")
        elif tag in ("br", "p", "div"):
            parts.append("\n")
        if node.child is not None and tag not in _SKIPPED and not tag.startswith("-t"):
            node = node.child
            depth += 1
            continue
        while node is not None and node.next is None and depth:
            node = node.parent
            depth -= 1
        node = node.next if node is not None else None
    raw = "".join(parts)
    text = raw.strip(" \t\r\n\f\xa0\u3000")
    if not text:
        return "\xa0" if "\xa0" in raw else ""
    return _SPACES.sub(lambda gap: _gap(text, gap), text)


def _gap(text: str, gap: re.Match[str]) -> str:
    if "\n" not in gap[0] and "\r" not in gap[0]:
        return " "
    before, after = text[gap.start() - 1], text[gap.end()]
    return " " if _LATIN.match(before) and _LATIN.match(after) else ""

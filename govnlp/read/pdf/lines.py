"""Printed lines out of glyphs: which stand on one line, and which gaps between them are spaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from govnlp.read.pdf.page import Glyph

COLUMN_GAP: Final = "  "
"""What stands between two columns of a line: two spaces, as no sentence has."""

_SAME_BASE = 0.4
_DOUBLED = 0.4
_WORD_GAP = 0.18
_MIXED_GAP = 0.13
_WIDE_GAP = 0.9
_COLUMNS_APART = 1.6
_WIDE_MARKS = frozenset("“”‘’…—·")
_NO_START = frozenset("，。、；：！？）》」』】〕”’％…—·,.;:!?)]}%”’")
_NO_END = frozenset("（《「『【〔“‘([{")
_QUOTES = frozenset("“”‘’\"'")
_INSIDE_WORDS = frozenset("/_@=&#~")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as printed.

    Parameters
    ----------
    text : str
        Its characters with the spaces that are printed.
    page : int
        Page number, from 0.
    x0, x1, top, bottom, base : float
        Where it stands.
    size : float
        Type size of most of its characters.
    head : float
        Width of what may not be parted from its first character at a line end.
    columns : bool
        Whether it is parted into columns.
    """

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    head: float
    columns: bool

    @property
    def middle(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2


def is_wide(char: str) -> bool:
    """Whether a character is set like a Chinese one: as wide as high, without spaces around it."""
    return char >= "\u2e80" or char in _WIDE_MARKS


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs that stand on one line.

    Parameters
    ----------
    glyphs : sequence of Glyph
        All of one page outside of its tables.

    Returns
    -------
    list of list of Glyph
        Lines from top to bottom, glyphs from left to right; white space at both ends of a line is left out.
    """
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.x0)):
        if rows and glyph.base - base <= _SAME_BASE * min(size, glyph.size):
            rows[-1].append(glyph)
            continue
        rows.append([glyph])
        base, size = glyph.base, glyph.size
    ordered = [_trimmed(sorted(row, key=lambda g: (g.x0, g.order))) for row in rows]
    return [row for row in ordered if row]


def cell_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group the glyphs of one table cell into lines; text set from top to bottom is one line."""
    if len(glyphs) > 1 and _runs_down(glyphs):
        return [_trimmed(list(glyphs))]
    return rows_of(glyphs)


def print_line(row: Sequence[Glyph], page: int) -> PrintedLine:
    """Make a line of its glyphs.

    Parameters
    ----------
    row : sequence of Glyph
        From left to right, at least one that is not white space.
    page : int
        Page number, from 0.

    Returns
    -------
    PrintedLine
        The line with its measures.
    """
    text, columns = row_text(row)
    sizes = [glyph.size for glyph in row]
    return PrintedLine(
        text=text,
        page=page,
        x0=row[0].x0,
        x1=max(glyph.x1 for glyph in row),
        top=min(glyph.top for glyph in row),
        bottom=max(glyph.bottom for glyph in row),
        base=median(glyph.base for glyph in row),
        size=median(sizes),
        head=head_width(row),
        columns=columns,
    )


def row_text(row: Sequence[Glyph], *, in_cell: bool = False) -> tuple[str, bool]:
    """Text of a line, gaps turned into the spaces they stand for.

    Parameters
    ----------
    row : sequence of Glyph
        From left to right.
    in_cell : bool
        Whether the line stands in a table cell, where gaps between Chinese characters mean nothing.

    Returns
    -------
    text : str
        The characters; a doubled print of one character counts once.
    columns : bool
        Whether a gap parts it into columns.
    """
    spread = _spread(row)
    parts: list[str] = []
    columns = False
    before: Glyph | None = None
    spaces = 0
    for glyph in row:
        if glyph.text.isspace():
            spaces += 1
            continue
        if before is not None:
            size = max(before.size, glyph.size)
            if glyph.text == before.text and glyph.x0 - before.x0 < _DOUBLED * (before.x1 - before.x0):
                continue
            gap = (glyph.x0 - before.x1) / size if glyph.upright else 0.0
            parted = not in_cell and gap - spread > _COLUMNS_APART
            columns = columns or parted
            parts.append(_space(before.text, glyph.text, gap, spread, spaces, in_cell, parted))
        parts.append(glyph.text)
        before, spaces = glyph, 0
    return "".join(parts), columns


def joint(before: str, after: str) -> str:
    """What stands between two lines that are one: a space between Latin words, else nothing.

    Parameters
    ----------
    before, after : str
        Text of the two lines.

    Returns
    -------
    str
        A space or nothing.
    """
    if not (before and after) or not (before[-1].isascii() and after[0].isascii()):
        return ""
    if before[-1] in ",;" and after[0].isalpha():
        return " "
    if not (before[-1].isalpha() and after[0].isalpha()):
        return ""
    tail = _last_word(before) + after[:1]
    return "" if _INSIDE_WORDS & set(tail) or tail.lower().startswith("www.") else " "


def _last_word(text: str) -> str:
    start = len(text)
    while start and text[start - 1].isascii() and not text[start - 1].isspace():
        start -= 1
    return text[start:]


def _space(
    before: str, after: str, gap: float, spread: float, spaces: int, in_cell: bool, parted: bool
) -> str:
    """The space between two characters that stand side by side."""
    wide = is_wide(before) + is_wide(after)
    if parted:
        return COLUMN_GAP
    if in_cell and wide == 2:
        return ""
    if spaces:
        return " " * spaces if not in_cell else " "
    gap -= spread
    if wide == 2:
        return " " if gap > _WIDE_GAP else ""
    if wide == 0:
        return " " if gap > _WORD_GAP else ""
    if in_cell:
        return " " if gap > _WIDE_GAP else ""
    mark = before in _NO_START or before in _NO_END or after in _NO_START or after in _NO_END
    return " " if gap > (_WIDE_GAP if mark else _MIXED_GAP) else ""


def _spread(row: Sequence[Glyph]) -> float:
    """Gap by which the Chinese characters of a line are set apart to fill it, in type sizes."""
    gaps = [
        (b.x0 - a.x1) / max(a.size, b.size)
        for a, b in pairwise(row)
        if is_wide(a.text) and is_wide(b.text) and not a.text.isspace() and not b.text.isspace()
    ]
    return max(0.0, median(gaps)) if len(gaps) > 1 else 0.0


def head_width(row: Sequence[Glyph]) -> float:
    """Width of the first word, or of the first Chinese character with the marks that cling to it."""
    end = 0
    while end + 1 < len(row):
        a, b = row[end].text, row[end + 1].text
        if b.isspace() or a.isspace():
            break
        marks = b in _NO_START or a in _NO_END or a in _QUOTES or b in _QUOTES
        # Some break lines not even between a comma and the number behind it.
        word = b.isascii() and (a.isascii() or a in _NO_START)
        if not (marks or word):
            break
        end += 1
    return row[end].x1 - row[0].x0


def _trimmed(row: list[Glyph]) -> list[Glyph]:
    start, stop = 0, len(row)
    while start < stop and row[start].text.isspace():
        start += 1
    while stop > start and row[stop - 1].text.isspace():
        stop -= 1
    return row[start:stop]


def _runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether the text of a cell is set in columns from top to bottom, or on its side."""
    if sum(not glyph.upright for glyph in glyphs) * 2 > len(glyphs):
        return True
    right = down = 0
    for a, b in pairwise(glyphs):
        drop = (b.base - a.base) / a.size
        if abs((b.x0 + b.x1) - (a.x0 + a.x1)) < 0.6 * a.size:
            # pdfium may leave glyphs of vertical writing in one place.
            down += -1.5 < drop < 2.5 and a.text != b.text
        elif abs(drop) < 0.3:
            right += b.x0 > a.x0
    return down > 2 * right and down * 2 >= len(glyphs) - 1

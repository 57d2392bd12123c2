"""Tables of web pages: which hold data, and their cells with rowspan and colspan taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from govnlp.errors import ReadError
from govnlp.read.extraction import Grid, GridCell, Line
from govnlp.read.html.names import names
from govnlp.read.html.text import joined

MAX_CELLS = 200_000
MAX_SPAN = 1_000
_DIGITS = re.compile(r"\s*\+?(\d{1,9})")
_SENTENCE = re.compile(r"[。；;]")
_VALUE = re.compile(r"[-+\d.,/%—\s\xa0]*$")
_LONG_LINE = 40
_LONG_CELL = 160
_MANY_CELLS = 12
_MOSTLY_LINKS = 0.6
_LONGEST_TITLE = 60
_FEW_ROWS = 4
_LONGEST_LABEL = 20
_FORM_CELLS = 30
_FORM_LABELS = 3


@dataclass(slots=True)
class Item:
    """A line or grid, and the share of it that is links."""

    block: Line | Grid
    linked: float = 0.0


@dataclass(slots=True)
class Cell:
    """A cell, or caption, while the table is read: its items and spans."""

    start: int
    stop: int = -1
    rowspan: int = 1
    colspan: int = 1
    blank: str = ""


@dataclass(slots=True)
class _Row:
    """A row: which group of rows it is of, and that group's place: head, body or foot."""

    group: int
    place: int
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """A table that is being read.

    Parameters
    ----------
    start : int
        First item in it.
    elements : int
        First element in it.
    height : int
        How deep tables are nested in it.
    """

    start: int
    elements: int
    rows: list[_Row] = field(default_factory=list)
    captions: list[Cell] = field(default_factory=list)
    height: int = 0
    _group: int = 0
    _place: int = 1
    _count: int = 0
    _open: Cell | None = None

    def open_group(self, tag: str) -> None:
        """Begin a head, body or foot."""
        self._group += 1
        self._place = {"thead": 0, "tfoot": 2}.get(tag, 1)

    def open_row(self) -> None:
        """Begin a row."""
        self.rows.append(_Row(self._group, self._place))

    def open_cell(self, at: int, rowspan: str | None, colspan: str | None) -> None:
        """Begin a cell whose first item will be ``at``."""
        if not self.rows:
            self.open_row()
        self._count += 1
        if self._count > MAX_CELLS:
            raise _too_large()
        self._open = Cell(at, -1, _span(rowspan), max(1, _span(colspan)))
        self.rows[-1].cells.append(self._open)

    def blank(self, raw: str) -> None:
        """Note white space that shows: a no-break space in an empty cell."""
        if self._open is not None and "\xa0" in raw:
            self._open.blank = "\xa0"

    def close(self, is_cell: bool, stop: int) -> None:
        """End a cell or caption."""
        part = self._open if is_cell else self.captions[-1]
        if part is not None:
            part.stop = stop
        self._open = None


def make_grid(frame: Frame, items: Sequence[Item]) -> tuple[list[Line], Grid, float] | None:
    """Make a grid of a table that was read.

    Parameters
    ----------
    frame : Frame
        The table.
    items : sequence of Item
        What was read of the page; the table's own from ``frame.start`` on.

    Returns
    -------
    captions : list of Line
        What stands above the grid.
    grid : Grid
        Its cells; merged ones once.
    linked : float
        Share of its text that is links.
    None instead, where the table only lays out the page.

    Raises
    ------
    ReadError
        If it has too many cells.
    """
    # Looking at everything on every level would cost the square of the depth.
    if frame.height > 1:
        return None
    look = _Look(frame, items[frame.start :])
    if not look.holds_data():
        return None
    above = [item.block for part in frame.captions for item in look.items_of(part)]
    captions = [block for block in above if isinstance(block, Line)]
    ordered = sorted(frame.rows, key=lambda row: row.place)
    cells, width = _placed(ordered, look.texts)
    return captions, Grid(tuple(cells), len(ordered), width), look.linked


class _Look:
    """What a table has in it, for telling data from layout."""

    def __init__(self, frame: Frame, items: Sequence[Item]) -> None:
        self._frame = frame
        self._items = items
        self._cells = [cell for row in frame.rows for cell in row.cells]
        self.texts = {id(cell): self._text_of(cell) for cell in self._cells}
        length = sum(map(len, self.texts.values()))
        links = sum(len(i.block.text) * i.linked for i in items if i.linked and isinstance(i.block, Line))
        self.linked = links / length if length else 0.0

    def items_of(self, cell: Cell) -> Sequence[Item]:
        """Items in a cell."""
        base = self._frame.start
        return self._items[cell.start - base : max(cell.start, cell.stop) - base]

    def _text_of(self, cell: Cell) -> str:
        """Text of a cell on one line."""
        lines: list[str] = []
        for item in self.items_of(cell):
            if isinstance(item.block, Line):
                lines.append(item.block.text)
            else:
                lines += [inner.text for inner in item.block.cells if inner.text.strip()]
        return joined(lines) if lines else cell.blank

    def holds_data(self) -> bool:
        """Tell a table of data from one that lays out the page."""
        rows, words = self._frame.rows, names().tables
        filled = ["".join(text.split()) for text in self.texts.values() if text.strip()]
        if len(filled) < 2 and sum(map(len, filled)) > _LONGEST_LABEL:
            return False
        if max((sum(cell.colspan for cell in row.cells) for row in rows), default=0) < 2:
            return False
        short = [text for text in filled if len(text) <= _LONGEST_TITLE]
        labels = len(set(words["statutory"].findall(" ".join(short))))
        if self._frame.height:
            # Somebody put a table into a cell of the statutory one.
            return len(short) >= _FORM_CELLS and labels >= _FORM_LABELS
        if self._is_article(filled, labels):
            return False
        if labels > 1 or sum(bool(words["facts"].match(text)) for text in short) > 1:
            return True
        return not (self._is_menu(filled) or self._is_head())

    def _is_article(self, filled: Sequence[str], labels: int) -> bool:
        """Cells of full text outweigh the short ones."""
        long = [cell for cell in self._cells if len(self.texts[id(cell)]) >= _LONG_CELL]
        full = (sum(map(len, self._sentences(cell))) for cell in long)
        articles = [length for length in full if length >= _LONG_CELL]
        if not articles:
            return False
        if len(filled) - len(articles) < _MANY_CELLS:
            return True
        return labels < 2 and sum(articles) * 2 > sum(map(len, filled))

    def _sentences(self, cell: Cell) -> list[str]:
        lines = [item.block.text for item in self.items_of(cell) if isinstance(item.block, Line)]
        return [line for line in lines if len(line) >= _LONG_LINE and _SENTENCE.search(line)]

    def _is_menu(self, filled: Sequence[str]) -> bool:
        values = sum(bool(_VALUE.match(text)) for text in filled)
        return self.linked >= _MOSTLY_LINKS and values * 3 < len(filled)

    def _is_head(self) -> bool:
        """A title, or facts and tools, in a few rows at the top of a page."""
        if len([row for row in self._frame.rows if row.cells]) > _FEW_ROWS:
            return False
        words = names().lines
        for row in self._frame.rows:
            plain = [text for cell in row.cells if (text := "".join(self.texts[id(cell)].split()))]
            if len(plain) == 1 and len(plain[0]) <= _LONGEST_TITLE and words["title"].search(plain[0]):
                return True
            if any(words["tools"].search(text) or words["fact"].match(text) for text in plain):
                return True
        return False


def _placed(rows: Sequence[_Row], texts: Mapping[int, str]) -> tuple[list[GridCell], int]:
    """Give each cell its place; what hangs down from above pushes it to the right."""
    ends = {row.group: i + 1 for i, row in enumerate(rows)}
    taken: list[int] = []
    spots: list[tuple[int, int, int, int, Cell]] = []
    area = width = 0
    for at, row in enumerate(rows):
        col = 0
        for cell in row.cells:
            while col < len(taken) and taken[col] > at:
                col += 1
            left = ends[row.group] - at
            down = min(cell.rowspan or left, left)
            stop = col + min(cell.colspan, MAX_SPAN)
            area += down * (stop - col)
            if area > MAX_CELLS:
                raise _too_large()
            taken += [0] * (stop - len(taken))
            # A cell that hangs down from above ends a wide one.
            stop = next((c for c in range(col + 1, stop) if taken[c] > at), stop)
            taken[col:stop] = [at + down] * (stop - col)
            # A span beyond all measure says "the whole row", however wide the others make it.
            width = max(width, col + 1 if cell.colspan > MAX_SPAN else stop)
            spots.append((at, col, stop, down, cell))
            col = stop
    cells = [
        GridCell(at, col, texts[id(cell)], down, min(stop, width) - col)
        for at, col, stop, down, cell in spots
    ]
    return cells, width


def _span(stated: str | None) -> int:
    """A stated span, 1 where it makes no sense."""
    digits = _DIGITS.match(stated) if stated else None
    return int(digits[1]) if digits else 1


def _too_large() -> ReadError:
    return ReadError("too_large", f"a table of more than {MAX_CELLS:,} cells", hint="one file, one report")

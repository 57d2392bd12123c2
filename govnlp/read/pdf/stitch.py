"""Tables that run over page breaks, put together again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from govnlp.read.extraction import Grid, GridCell
from govnlp.read.pdf.lines import joint
from govnlp.read.pdf.tables import PageTable, TableCell
from govnlp.text.headings import NO_NUMBER, numbering

_NEAR: Final = 4.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one or more pages.

    Parameters
    ----------
    page : int
        Its last page.
    xs : tuple of float
        Borders of its columns.
    n_rows : int
        Number of rows.
    cells : tuple of TableCell
        They tile the grid.
    """

    page: int
    xs: tuple[float, ...]
    n_rows: int
    cells: tuple[TableCell, ...]


def as_table(part: PageTable) -> Table:
    """Take what is on one page as a table."""
    return Table(part.page, part.xs, len(part.ys) - 1, part.cells)


def to_grid(table: Table) -> Grid:
    """Give a table the form that all readers share."""
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    return Grid(
        tuple(GridCell(c.row, c.col, c.text, c.rowspan, c.colspan) for c in cells),
        table.n_rows,
        len(table.xs) - 1,
    )


def stitch(above: Table, below: Table) -> Table | None:
    """Put the part of a table on the next page under what came before.

    Parameters
    ----------
    above, below : Table
        Parts with nothing but page furniture between them.

    Returns
    -------
    Table or None
        One table without the repeated header; None if the parts are two tables.
    """
    shift = above.xs[0] - below.xs[0]
    below_xs = tuple(x + shift for x in below.xs)
    if abs(above.xs[-1] - below_xs[-1]) > _NEAR:
        return None
    if not (_within(above.xs, below_xs) or _within(below_xs, above.xs)):
        return None
    xs = above.xs if len(above.xs) >= len(below_xs) else below_xs
    upper = _on(xs, above.xs, above.cells)
    lower = _on(xs, below_xs, below.cells)
    repeated = _repeated(upper, lower, below.n_rows)
    lower = [replace(cell, row=cell.row - repeated) for cell in lower if cell.row >= repeated]
    if not lower:
        return replace(above, page=below.page)
    cells, n_rows = _join(upper, above.n_rows, lower, below.n_rows - repeated)
    return Table(below.page, xs, n_rows, tuple(cells))


def _within(few: Sequence[float], many: Sequence[float]) -> bool:
    return all(min(abs(x - other) for other in many) <= _NEAR for x in few)


def _on(xs: Sequence[float], own: Sequence[float], cells: Iterable[TableCell]) -> list[TableCell]:
    """Count columns by the borders ``xs``."""
    at = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in own]
    return [replace(c, col=at[c.col], colspan=at[c.col + c.colspan] - at[c.col]) for c in cells]


def _repeated(upper: Sequence[TableCell], lower: Sequence[TableCell], n_rows: int) -> int:
    """Number of rows at the top of a page that repeat the table's header."""
    best = 0
    for count in range(1, n_rows + 1):
        ours, theirs = _top(upper, count), _top(lower, count)
        if [_shape(cell) for cell in ours] != [_shape(cell) for cell in theirs]:
            break
        ends = all(c.row + c.rowspan <= count for c in theirs)
        if ends and any(c.text and not _is_value(c.text) for c in theirs if c.row == count - 1):
            best = count
    return best


def _top(cells: Sequence[TableCell], count: int) -> list[TableCell]:
    return [cell for cell in cells if cell.row < count]


def _shape(cell: TableCell) -> tuple[int, int, int, int, str]:
    return cell.row, cell.col, cell.rowspan, cell.colspan, cell.text


def _join(
    upper: Sequence[TableCell], n_upper: int, lower: Sequence[TableCell], n_lower: int
) -> tuple[list[TableCell], int]:
    last = {(c.col, c.colspan): c for c in upper if c.row + c.rowspan == n_upper}
    first = {(c.col, c.colspan): c for c in lower if c.row == 0}
    pairs = [(last[key], first[key]) for key in last if key in first]
    split = len(pairs) == len(last) == len(first) and _is_one_row(pairs)
    if split:
        joined = pairs
    else:
        closed = not all(cell.open_below for cell in last.values())
        joined = [
            (a, b)
            for a, b in pairs
            if (max(a.rowspan, b.rowspan) > 1 or (closed and a.open_below)) and _goes_on(a, b)
        ]
    offset = n_upper - split
    gone = {id(cell) for pair in joined for cell in pair}
    cells = [cell for cell in upper if id(cell) not in gone]
    cells += [replace(cell, row=cell.row + offset) for cell in lower if id(cell) not in gone]
    for a, b in joined:
        text = a.text + joint(a.text, b.text) + b.text
        rows = a.rowspan + b.rowspan - split
        cells.append(replace(a, text=text, rowspan=rows, room=b.room if b.text else a.room))
    return sorted(cells, key=lambda cell: (cell.row, cell.col)), offset + n_lower


def _is_one_row(pairs: Sequence[tuple[TableCell, TableCell]]) -> bool:
    """Whether the page break cut one row in two: no column has a full entry on both sides of it."""
    single = [(a, b) for a, b in pairs if a.rowspan == b.rowspan == 1]
    if not single or any(a.text and b.text and not _text_goes_on(a, b) for a, b in pairs):
        return False
    # What is left is split text, or a label and its values on one side each.
    return any(a.text for a, _ in single) and any(b.text for _, b in single)


def _goes_on(a: TableCell, b: TableCell) -> bool:
    """Whether a merged cell runs over the page break."""
    return not a.text or not b.text or _text_goes_on(a, b)


def _text_goes_on(a: TableCell, b: TableCell) -> bool:
    full = a.room < b.head
    if _is_value(a.text) or _is_value(b.text):
        return full and a.text.isdecimal() and b.text.isdecimal()
    return full and numbering(b.text) is NO_NUMBER


def _is_value(text: str) -> bool:
    """Whether a cell holds a number, a dash or nothing: no text that could be wrapped."""
    return not any(char.isalpha() for char in text)

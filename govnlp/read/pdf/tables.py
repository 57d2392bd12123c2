"""Tables of one PDF page: ruled lines make a grid, glyphs fall into its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from govnlp.read.pdf.grid import NEAR, Area, RuledGrid, find_grids
from govnlp.read.pdf.lines import cell_rows, head_width, joint, row_text, rows_of
from govnlp.read.pdf.page import Glyph, Page

_CELL_PADDING: Final = 1.0
_LINE: Final = 2.5
_NARROW: Final = 5.0
# Between two glyphs that follow each other pdfium may count a line end of its own.
_NEXT: Final = 3


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table as printed on one page.

    Parameters
    ----------
    row, col, rowspan, colspan : int
        Where it stands in the page's own grid.
    text : str
        Wrapped lines joined; ``""`` where nothing is printed.
    room, head : float
        Room behind its last line, and width of what its first line opens with and that may not be parted:
        by them a wrapped text is known that a page break has cut.
    open_above, open_below : bool
        Whether no line closes it at the upper or lower end of the table.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    room: float = 0.0
    head: float = 0.0
    open_above: bool = False
    open_below: bool = False


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table as printed on one page.

    Parameters
    ----------
    page : int
        Page number, from 0.
    xs, ys : tuple of float
        Borders of its columns and rows.
    cells : tuple of TableCell
        In row-major order; they tile the grid.
    """

    page: int
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[TableCell, ...]

    @property
    def is_table(self) -> bool:
        """Whether it has at least two printed cells side by side; else it is a frame around text."""
        rows: dict[int, int] = {}
        for cell in self.cells:
            if cell.colspan < len(self.xs) - 1:
                rows[cell.row] = rows.get(cell.row, 0) + bool(cell.text)
        printed = sum(bool(cell.text) for cell in self.cells)
        return printed > 1 and any(rows.values())


def find_tables(page: Page) -> tuple[list[PageTable], list[list[Glyph]], list[Glyph]]:
    """Find the ruled tables of a page.

    Parameters
    ----------
    page : Page
        Glyphs and ruled lines.

    Returns
    -------
    tables : list of PageTable
        From top to bottom, frames around text included: whether they are one is decided later.
    inside : list of list of Glyph
        The glyphs of each.
    outside : list of Glyph
        All other glyphs.
    """
    grids = sorted(find_grids(page), key=lambda g: (g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))
    taken: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        # The smallest grid around a glyph has it: a table inside of a frame, or of another table's cell.
        home = next((i for i, grid in enumerate(grids) if grid.holds(x, y)), None)
        if home is not None:
            taken[home].append(glyph)
        elif 0 <= x <= page.width:
            outside.append(glyph)
    for grid, glyphs in zip(grids, taken, strict=True):
        if glyphs and grid.ys[-1] > page.height / 2:
            glyphs += _take(outside, _spilled(grid, glyphs, outside))
    tables: list[tuple[PageTable, list[Glyph]]] = []
    for grid, glyphs in zip(grids, taken, strict=True):
        if any(not glyph.text.isspace() for glyph in glyphs):
            tables.append((_fill(grid, glyphs, page.number), glyphs))
        else:
            outside += glyphs
    tables.sort(key=lambda entry: (entry[0].ys[0], entry[0].xs[0]))
    return [table for table, _ in tables], [glyphs for _, glyphs in tables], outside


def same_width(a: PageTable, b: PageTable) -> bool:
    """Whether two parts on successive pages are as wide as each other."""
    return abs((a.xs[-1] - a.xs[0]) - (b.xs[-1] - b.xs[0])) <= NEAR


def _spilled(grid: RuledGrid, inside: Sequence[Glyph], outside: Sequence[Glyph]) -> set[Glyph]:
    """Lines of a cell that are printed below the last ruled line of a page."""
    spilled: set[Glyph] = set()
    below = [glyph for glyph in outside if glyph.bottom > grid.ys[-1]]
    rows = rows_of(below) if below else []
    for index, area in enumerate(grid.areas if rows else ()):
        if area.row + area.rowspan < len(grid.ys) - 1:
            continue
        left, right = grid.xs[area.col], grid.xs[area.col + area.colspan]
        top = grid.ys[area.row]
        last = max(
            (g.order for g in inside if left <= g.x0 and g.x1 <= right and g.top >= top), default=-_NEXT
        )
        reach = grid.ys[-1]
        for row in rows:
            if row[0].x0 < left or row[-1].x1 > right or row[0].top - reach > _LINE * row[0].size:
                break
            goes_on = last < row[0].order <= last + _NEXT and right - left < _NARROW * row[0].size
            if index not in grid.open_below and not goes_on:
                break
            spilled.update(row)
            last, reach = row[-1].order, row[0].bottom
    return spilled


def _take(glyphs: list[Glyph], wanted: set[Glyph]) -> list[Glyph]:
    """Move glyphs out of a list."""
    taken = [glyph for glyph in glyphs if glyph in wanted]
    if taken:
        glyphs[:] = [glyph for glyph in glyphs if glyph not in wanted]
    return taken


def _fill(grid: RuledGrid, glyphs: Sequence[Glyph], page: int) -> PageTable:
    """Give each glyph to the area it stands in, and print the areas."""
    home = {
        (r, c): i
        for i, area in enumerate(grid.areas)
        for r in range(area.row, area.row + area.rowspan)
        for c in range(area.col, area.col + area.colspan)
    }
    taken: list[list[Glyph]] = [[] for _ in grid.areas]
    for word in _words(glyphs):
        x = (word[0].x0 + word[-1].x1) / 2
        y = sum(glyph.top + glyph.bottom for glyph in word) / (2 * len(word))
        row = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
        col = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
        taken[home[row, col]] += word
    cells = [
        _print(area, grid, sorted(printed, key=lambda g: g.order))
        for area, printed in zip(grid.areas, taken, strict=True)
    ]
    for i in grid.open_above:
        cells[i] = replace(cells[i], open_above=True)
    for i in grid.open_below:
        cells[i] = replace(cells[i], open_below=True)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return _without_stubs(_without_seams(PageTable(page, grid.xs, grid.ys, tuple(cells))))


def _without_seams(table: PageTable) -> PageTable:
    """Leave out rows where nothing is: between the borders of spaced cells, at the edge of a page."""
    n_cols = len(table.xs) - 1
    own: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        if cell.rowspan == 1:
            own.setdefault(cell.row, []).append(cell)
    seams = {
        row
        for row, cells in own.items()
        if not any(c.text for c in cells)
        and (
            cells[0].colspan == n_cols or all(c.open_above for c in cells) or all(c.open_below for c in cells)
        )
    }
    return _without_rows(table, table.cells, seams)


def _without_stubs(table: PageTable) -> PageTable:
    """Leave out borders inside of merged cells: browsers close such cells too early behind a page break."""
    n_cols = len(table.xs) - 1
    ends = {(c.row + c.rowspan, c.col, c.colspan): c for c in table.cells}
    cells = {id(cell): cell for cell in table.cells}
    false: set[int] = set()
    for row in range(1, len(table.ys) - 1):
        begun = [c for c in table.cells if c.row == row]
        above = [ends.get((c.row, c.col, c.colspan)) for c in begun]
        narrow = sum(c.colspan for c in begun) * 2 < n_cols
        if not narrow or any(c.text for c in begun) or any(a is None for a in above):
            continue
        false.add(row)
        for cell, over in zip(begun, above, strict=True):
            if over is not None:
                del cells[id(cell)]
                grown = replace(cells.pop(id(over)), rowspan=over.rowspan + cell.rowspan)
                cells[id(grown)] = grown
                ends[grown.row + grown.rowspan, grown.col, grown.colspan] = grown
    return _without_rows(table, tuple(cells.values()), false)


def _without_rows(table: PageTable, cells: Sequence[TableCell], rows: set[int]) -> PageTable:
    """Take rows out of a table; what spans them gets shorter, what is only in them goes."""
    if not rows:
        return table
    kept = [row for row in range(len(table.ys) - 1) if row not in rows]
    at = [sum(k < row for k in kept) for row in range(len(table.ys))]
    moved = [replace(c, row=at[c.row], rowspan=at[c.row + c.rowspan] - at[c.row]) for c in cells]
    ys = (*(table.ys[row] for row in kept), table.ys[-1])
    left = sorted((c for c in moved if c.rowspan), key=lambda cell: (cell.row, cell.col))
    return PageTable(table.page, table.xs, ys, tuple(left))


def _words(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Runs of digits and letters that touch: one that is wider than its cell stays one."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word:
            last = word[-1]
            touches = abs(glyph.x0 - last.x1) < 0.1 * glyph.size and abs(glyph.base - last.base) < 1
            both = glyph.text.isascii() and last.text.isascii()
            if not (touches and both) or glyph.text.isspace() or last.text.isspace():
                yield word
                word = []
        word.append(glyph)
    if word:
        yield word


def _print(area: Area, grid: RuledGrid, glyphs: Sequence[Glyph]) -> TableCell:
    """Text of one cell."""
    cell = TableCell(area.row, area.col, area.rowspan, area.colspan, "")
    rows = cell_rows(glyphs)
    text = ""
    for row in rows:
        printed, _ = row_text(row, in_cell=True)
        text += joint(text, printed) + printed
    if not text:
        return cell
    last = rows[-1]
    room = grid.xs[area.col + area.colspan] - grid.xs[area.col] - (last[-1].x1 - last[0].x0)
    margins = 2 * _CELL_PADDING + max(glyph.size for glyph in last)
    return replace(cell, text=text, room=room - margins, head=head_width(rows[0]))

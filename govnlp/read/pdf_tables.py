"""Tables of one PDF page: ruled lines make a grid, glyphs fall into its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from govnlp.read.pdf_lines import cell_rows, joint, row_text
from govnlp.read.pdf_page import Glyph, Page, Rule

_NEAR: Final = 3.0
_OVERHANG: Final = 6.0
_COVERED: Final = 0.5
_SHORTEST: Final = 3.0
_MOST_RULES: Final = 1_500
_MOST_CELLS: Final = 200_000
_CELL_PADDING: Final = 1.0


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table as printed on one page.

    Parameters
    ----------
    row, col, rowspan, colspan : int
        Where it stands in the page's own grid.
    text : str
        Wrapped lines joined; ``""`` where nothing is printed.
    full : bool
        Whether its last line leaves no room for one character more, as where a page break cuts it.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    full: bool = False


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


@dataclass(frozen=True, slots=True)
class _Frame:
    """Ruled lines that hang together."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        xs = [r.at for r in self.down] + [x for r in self.across for x in (r.start, r.stop)]
        ys = [r.at for r in self.across] + [y for r in self.down for y in (r.start, r.stop)]
        return min(xs), min(ys), max(xs), max(ys)


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
    grids = [grid for frame in _frames(page) if (grid := _grid(frame)) is not None]
    grids.sort(key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))
    taken: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        # The smallest grid around a glyph has it: a table inside of a frame, or of another table's cell.
        home = next((i for i, grid in enumerate(grids) if grid.holds(x, y)), None)
        (outside if home is None else taken[home]).append(glyph)
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
    return abs((a.xs[-1] - a.xs[0]) - (b.xs[-1] - b.xs[0])) <= _NEAR


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle of grid fields that no ruled line parts."""

    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class _Grid:
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[_Area, ...]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def _frames(page: Page) -> list[_Frame]:
    """Group ruled lines that touch; only groups that can enclose something are kept."""
    across, down = _merged(page.across), _merged(page.down)
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, v in enumerate(down):
        low, high = v.start - _NEAR, v.stop + _NEAR
        for i, h in enumerate(across):
            if low <= h.at <= high and h.start - _NEAR <= v.at <= h.stop + _NEAR:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(v)
    return [_Frame(tuple(h), tuple(v)) for h, v in groups.values() if h and v and len(h) + len(v) > 2]


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Join ruled lines that continue each other; the longest of them, where there are too many."""
    merged: list[Rule] = []
    for group in _clusters(sorted(rules), 0.75):
        start, stop, at = 0.0, -1.0, 0.0
        for rule in sorted(group, key=lambda r: r.start):
            if stop < start or rule.start > stop + _NEAR:
                if stop > start:
                    merged.append(Rule(at, start, stop))
                at, start, stop = rule
            else:
                stop = max(stop, rule.stop)
        merged.append(Rule(at, start, stop))
    kept = [rule for rule in merged if rule.stop - rule.start >= _SHORTEST]
    if len(kept) > _MOST_RULES:
        kept = sorted(kept, key=lambda r: (r.start - r.stop, r))[:_MOST_RULES]
    return kept


def _clusters(rules: Sequence[Rule], apart: float) -> Iterator[list[Rule]]:
    """Cut ascending ruled lines into groups at gaps of more than ``apart``."""
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[-1].at > apart:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _grid(frame: _Frame) -> _Grid | None:
    """Fields between the ruled lines, those without a line between them joined."""
    left, top, right, bottom = frame.box
    xs, down = _axis(frame.down, left, right)
    ys, across = _axis(frame.across, top, bottom)
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 1 or n_rows * n_cols > _MOST_CELLS:
        return None
    walls = [[_is_covered(rules, *span) for span in pairwise(ys)] for rules in down]
    floors = [[_is_covered(rules, *span) for span in pairwise(xs)] for rules in across]
    areas = _areas(walls, floors, n_rows, n_cols)
    return _squeezed(_Grid(tuple(xs), tuple(ys), tuple(areas)))


def _axis(rules: Sequence[Rule], low: float, high: float) -> tuple[list[float], list[list[Rule]]]:
    """Positions of the parallel ruled lines, and the lines at each; open sides count as ruled."""
    at: list[float] = []
    lines: list[list[Rule]] = []
    for group in _clusters(sorted(rules), _NEAR):
        at.append(sum(rule.at for rule in group) / len(group))
        lines.append(group)
    if at[0] - low > _OVERHANG:
        at.insert(0, low)
        lines.insert(0, [])
    if high - at[-1] > _OVERHANG:
        at.append(high)
        lines.append([])
    return at, lines


def _is_covered(rules: Sequence[Rule], start: float, stop: float) -> bool:
    length = sum(max(0.0, min(rule.stop, stop) - max(rule.start, start)) for rule in rules)
    return length >= _COVERED * (stop - start)


def _areas(
    walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]], n_rows: int, n_cols: int
) -> list[_Area]:
    """Rectangles of fields; a shape that is none is cut into its rows."""
    label = [[-1] * n_cols for _ in range(n_rows)]
    areas: list[_Area] = []
    for row in range(n_rows):
        for col in range(n_cols):
            if label[row][col] >= 0:
                continue
            width = 1
            while col + width < n_cols and not walls[col + width][row] and label[row][col + width] < 0:
                width += 1
            height = 1
            while row + height < n_rows and _goes_on(walls, floors, row + height, col, width):
                height += 1
            for r in range(row, row + height):
                label[r][col : col + width] = [len(areas)] * width
            areas.append(_Area(row, col, height, width))
    return areas


def _goes_on(
    walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]], row: int, col: int, width: int
) -> bool:
    """Whether the fields from ``col`` on belong to the same area as those above them."""
    if any(floors[row][c] for c in range(col, col + width)):
        return False
    return not any(walls[c][row] for c in range(col + 1, col + width))


def _squeezed(grid: _Grid) -> _Grid:
    """Leave out borders at which no area begins."""
    rows = sorted({area.row for area in grid.areas})
    cols = sorted({area.col for area in grid.areas})
    areas = []
    for area in grid.areas:
        row, col = rows.index(area.row), cols.index(area.col)
        end_row = bisect_right(rows, area.row + area.rowspan - 1)
        end_col = bisect_right(cols, area.col + area.colspan - 1)
        areas.append(_Area(row, col, end_row - row, end_col - col))
    xs = (*(grid.xs[col] for col in cols), grid.xs[-1])
    ys = (*(grid.ys[row] for row in rows), grid.ys[-1])
    return _Grid(xs, ys, tuple(areas))


def _fill(grid: _Grid, glyphs: Sequence[Glyph], page: int) -> PageTable:
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
    return PageTable(page, grid.xs, grid.ys, tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))))


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


def _print(area: _Area, grid: _Grid, glyphs: Sequence[Glyph]) -> TableCell:
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
    wide = max(glyph.size for glyph in last)
    return replace(cell, text=text, full=room < 2 * _CELL_PADDING + 2 * wide)

"""Ruled lines of a PDF page make grids: rows, columns, and the areas that no line parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from govnlp.read.pdf.page import Page
from govnlp.read.pdf.shapes import Rule

NEAR: Final = 3.0
"""Ruled lines this close to each other, in points, are one border."""

_SAME: Final = 0.4
_OVERHANG: Final = 6.0
_WIDEST_SIDE: Final = 120.0
_COVERED: Final = 0.5
_SHORTEST: Final = 3.0
_MOST_RULES: Final = 1_500
_MOST_CELLS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of grid fields that no ruled line parts."""

    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """Ruled fields of a table, and those that no line closes at its upper or lower end."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    open_above: tuple[int, ...]
    open_below: tuple[int, ...]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


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


def find_grids(page: Page) -> list[RuledGrid]:
    """Find the grids that the ruled lines of a page make.

    Parameters
    ----------
    page : Page
        With its ruled lines.

    Returns
    -------
    list of RuledGrid
        Also those that are frames around something else.
    """
    framed, lone = _frames(page)
    return [grid for frame in framed if (grid := _grid(_with_sides(frame, lone))) is not None]


def _frames(page: Page) -> tuple[list[_Frame], list[Rule]]:
    """Groups of ruled lines that touch and can enclose something, and vertical lines that touch nothing."""
    across, down = _merged(page.across), _merged(page.down)
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, v in enumerate(down):
        low, high = v.start - NEAR, v.stop + NEAR
        for i, h in enumerate(across):
            if low <= h.at <= high and h.start - NEAR <= v.at <= h.stop + NEAR:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(v)
    framed = [_Frame(tuple(h), tuple(v)) for h, v in groups.values() if h and v and len(h) + len(v) > 2]
    return framed, [rule for h, v in groups.values() if not h for rule in v]


def _with_sides(frame: _Frame, lone: Sequence[Rule]) -> _Frame:
    """Add the outer side of a merged cell that is as high as the table's part on this page."""
    left, top, right, bottom = frame.box
    sides = [
        rule
        for rule in lone
        if abs(rule.start - top) <= _OVERHANG
        and abs(rule.stop - bottom) <= _OVERHANG
        and (0 < left - rule.at < _WIDEST_SIDE or 0 < rule.at - right < _WIDEST_SIDE)
    ]
    return _Frame(frame.across, (*frame.down, *sides)) if sides else frame


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Join ruled lines that continue each other; the longest of them, where there are too many."""
    merged: list[Rule] = []
    for group in _clusters(sorted(rules), _SAME):
        start, stop, at = 0.0, -1.0, 0.0
        for rule in sorted(group, key=lambda r: r.start):
            if stop < start or rule.start > stop + NEAR:
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


def _grid(frame: _Frame) -> RuledGrid | None:
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
    open_above = [i for i, a in enumerate(areas) if a.row == 0 and not any(_along(floors[0], a))]
    last = [i for i, a in enumerate(areas) if a.row + a.rowspan == n_rows]
    open_below = [i for i in last if not any(_along(floors[-1], areas[i]))]
    return _squeezed(RuledGrid(tuple(xs), tuple(ys), tuple(areas), tuple(open_above), tuple(open_below)))


def _along(floor: Sequence[bool], area: Area) -> Sequence[bool]:
    return floor[area.col : area.col + area.colspan]


def _axis(rules: Sequence[Rule], low: float, high: float) -> tuple[list[float], list[list[Rule]]]:
    """Positions of the parallel ruled lines, and the lines at each; open sides count as ruled."""
    at: list[float] = []
    lines: list[list[Rule]] = []
    for group in _clusters(sorted(rules), NEAR):
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
) -> list[Area]:
    """Rectangles of fields; a shape that is none is cut into its rows."""
    label = [[-1] * n_cols for _ in range(n_rows)]
    areas: list[Area] = []
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
            areas.append(Area(row, col, height, width))
    return areas


def _goes_on(
    walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]], row: int, col: int, width: int
) -> bool:
    """Whether the fields from ``col`` on belong to the same area as those above them."""
    if any(floors[row][c] for c in range(col, col + width)):
        return False
    return not any(walls[c][row] for c in range(col + 1, col + width))


def _squeezed(grid: RuledGrid) -> RuledGrid:
    """Leave out borders at which no area begins."""
    rows = sorted({area.row for area in grid.areas})
    cols = sorted({area.col for area in grid.areas})
    areas = []
    for area in grid.areas:
        row, col = rows.index(area.row), cols.index(area.col)
        end_row = bisect_right(rows, area.row + area.rowspan - 1)
        end_col = bisect_right(cols, area.col + area.colspan - 1)
        areas.append(Area(row, col, end_row - row, end_col - col))
    xs = (*(grid.xs[col] for col in cols), grid.xs[-1])
    ys = (*(grid.ys[row] for row in rows), grid.ys[-1])
    return RuledGrid(xs, ys, tuple(areas), grid.open_above, grid.open_below)

"""Statutory tables out of grids: HTML, DOCX, PDF and Markdown tables with their merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govnlp.read.extraction import Grid, GridCell
from govnlp.read.tables.findings import Findings, FoundRow, Printed, fit
from govnlp.read.tables.statutory import FORMATS, Match, load_format, looks_like_value, match_label

CELL_SEPARATOR = "\t"
_T4_COLUMNS = 15


@dataclass(frozen=True, slots=True)
class GridText:
    """A grid as text: one row a line, cells parted by tabs, merged cells once.

    Parameters
    ----------
    text : str
        Without a line end behind the last row.
    spans : tuple of (int, int)
        Half-open span of each cell of the grid, in the order of ``grid.cells``.
    """

    text: str
    spans: tuple[tuple[int, int], ...]


def grid_text(grid: Grid) -> GridText:
    """Print a grid as text.

    Parameters
    ----------
    grid : Grid
        Any table.

    Returns
    -------
    GridText
        Text and the span of each cell.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    row = grid.cells[0].row if grid.cells else 0
    for index, cell in enumerate(grid.cells):
        if index:
            separator = CELL_SEPARATOR if cell.row == row else "\n"
            parts.append(separator)
            at += 1
        row = cell.row
        text = cell.text.replace("\n", " ").replace("\t", " ")
        parts.append(text)
        spans.append((at, at + len(text)))
        at += len(text)
    return GridText("".join(parts), tuple(spans))


def read_grid(grid: Grid, text: GridText) -> Findings:
    """Find the rows of statutory tables in a grid.

    Parameters
    ----------
    grid : Grid
        Any table.
    text : GridText
        The same as text, for the cells' spans.

    Returns
    -------
    Findings
        Empty where the grid is no statutory table.
    """
    return _GridReader(grid, text).read()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A cell as a row sees it: its first column in the grid, and what is printed."""

    cell: GridCell
    printed: Printed

    def matches(self, family: str) -> tuple[Match, ...]:
        return match_label(self.cell.text, family)

    def covers(self, column: int) -> bool:
        return self.cell.col <= column < self.cell.col + self.cell.colspan


class _GridReader:
    """Walks the rows of one grid, remembering the headers it passed."""

    def __init__(self, grid: Grid, text: GridText) -> None:
        self.rows = _rows(grid, text)
        self.findings = Findings()
        self.t2_header: dict[int, Match] = {}
        self.t2_unit = ""
        self.t3_header: dict[str, int] = {}
        self.t4_header: dict[int, str] = {}
        self.t4_ragged = False
        self.t4_done = False

    def read(self) -> Findings:
        for row in self.rows:
            if not (self._t3(row) or self._t2(row)):
                self._t4(row)
        return self.findings

    def _t2(self, row: Sequence[_Seen]) -> bool:
        header: dict[int, Match] = {}
        for index, seen in enumerate(row):
            for match in seen.matches("t2"):
                if match.kind == "row":
                    self._t2_row(match, row[index + 1 :])
                    return True
                if match.kind == "column":
                    header.setdefault(seen.cell.col, match)
                    self.t2_unit = seen.cell.text if "元" in seen.cell.text else self.t2_unit
        if header:
            self.t2_header = header
        return bool(header)

    def _t2_row(self, match: Match, behind: Sequence[_Seen]) -> None:
        values = [seen.printed for seen in behind]
        columns, formats = t2_columns(match, [m for _, m in sorted(self.t2_header.items())], values)
        positions = sorted(self.t2_header) if len(self.t2_header) == len(columns) else []
        fitted, reason, surplus = _place(behind, positions, len(columns), total_last=False)
        self.findings.rows.append(
            FoundRow(match.table, match.key, columns, fitted, formats, reason, self.t2_unit)
        )
        self.findings.surplus += surplus

    def _t3(self, row: Sequence[_Seen]) -> bool:
        matched = [seen.matches("t3") for seen in row]
        columns = [
            (seen.cell.col, m.key)
            for seen, found in zip(row, matched, strict=True)
            for m in found
            if m.kind == "column"
        ]
        if any(key not in ("total", "other_org") for _, key in columns):
            for col, key in columns:
                self.t3_header.setdefault(key, col)
            return True
        for index in range(len(row) - 1, -1, -1):
            rows = [m for m in matched[index] if m.kind == "row" and self._is_t3_row(m)]
            if rows and (index + 1 < len(row) or len(row) == 1):
                self._t3_row(rows[0], row[index + 1 :])
                return True
        return False

    def _t3_row(self, match: Match, behind: Sequence[_Seen]) -> None:
        columns = load_format("2019")["t3"].column_keys()
        known = len(self.t3_header) == len(columns)
        positions = [self.t3_header[key] for key in columns] if known else []
        fitted, reason, surplus = _place(behind, positions, len(columns), total_last=True)
        self.findings.rows.append(FoundRow("t3", match.key, columns, fitted, match.formats, reason))
        self.findings.surplus += surplus

    def _is_t3_row(self, match: Match) -> bool:
        """``总计`` and ``其他`` head columns of other tables too; inside table three they are rows."""
        inside = bool(self.t3_header) or any(row.table == "t3" for row in self.findings.rows)
        return inside or match.key not in ("total_processed", "other_misc")

    def _t4(self, row: Sequence[_Seen]) -> None:
        columns = [(s.cell.col, m.key) for s in row for m in s.matches("t4") if m.kind == "column"]
        if columns:
            # Two labels in one column: the header's rows are ragged and stand above nothing.
            self.t4_ragged = self.t4_ragged or any(col in self.t4_header for col, _ in columns)
            self.t4_header.update(columns)
            return
        if len(self.t4_header) < 5 or self.t4_done or any(s.matches("t4") for s in row):
            return
        behind = list(row)
        if len(behind) > _T4_COLUMNS and not looks_like_value(behind[0].cell.text):
            behind = behind[1:]
        positions = sorted(self.t4_header) if len(self.t4_header) == _T4_COLUMNS else []
        fitted, reason, surplus = _place(behind, positions, _T4_COLUMNS, total_last=False)
        if reason:
            fitted, reason, surplus = self._t4_by_header(behind) or (fitted, reason, surplus)
        self.t4_done = True
        self.findings.rows += t4_rows(fitted, reason)
        self.findings.surplus += surplus

    def _t4_by_header(
        self, behind: Sequence[_Seen]
    ) -> tuple[tuple[Printed | None, ...], str, list[Printed]] | None:
        """Place the values of a table that lost columns by the labels above them; the rest stays lost."""
        keys = load_format("2019")["t4"].column_keys()
        places: list[int | None] = [None] * _T4_COLUMNS
        block, last = 0, -1
        for col, key in sorted(self.t4_header.items()):
            at = keys.index(key)
            block, last = (block + 1 if at <= last else block), at
            if block * len(keys) + at >= _T4_COLUMNS:
                return None
            places[block * len(keys) + at] = col
        if self.t4_ragged or places[0] is None or places[0] != behind[0].cell.col:
            return None
        below = [None if col is None else next((s for s in behind if s.covers(col)), None) for col in places]
        found = {id(seen) for seen in below if seen is not None}
        lost = [s.printed for s in behind if id(s) not in found and not s.printed.is_blank]
        return tuple(seen.printed if seen else None for seen in below), "", lost


def t4_rows(values: Sequence[Printed | None], reason: str) -> list[FoundRow]:
    """Cut the fifteen values of table four into its three blocks."""
    table = load_format("2019")["t4"]
    columns = table.column_keys()
    size = len(columns)
    return [
        FoundRow("t4", row.key, columns, tuple(values[i * size : (i + 1) * size]), FORMATS, reason)
        for i, row in enumerate(table.rows)
    ]


def t2_columns(
    match: Match, header: Sequence[Match], values: Sequence[Printed]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Decide the columns of a section-two row, and the format that has them.

    Parameters
    ----------
    match : Match
        The row's label.
    header : sequence of Match
        Column labels seen above it, in printed order; may be of another table or empty.
    values : sequence of Printed
        What stands behind the label; its number decides where the header says nothing.

    Returns
    -------
    columns : tuple of str
        Column keys in printed order.
    formats : tuple of str
        Formats that fit; one where the labels are decisive.
    """
    best: list[tuple[int, str, tuple[str, ...]]] = []
    for name in match.formats:
        keys = load_format(name)[match.table].column_keys()
        known = [m.key for m in header if m.key in keys and name in m.formats]
        best.append((len(set(known)), name, tuple(known) if set(known) == set(keys) else keys))
    most = max(score for score, _, _ in best)
    chosen = [entry for entry in best if entry[0] == most]
    if len(chosen) > 1:
        filled = max((i + 1 for i, value in enumerate(values) if not value.is_blank), default=len(values))
        counts = (filled, len(values))
        chosen = next((fitting for n in counts if (fitting := [e for e in chosen if len(e[2]) == n])), chosen)
    # Both formats have three columns of rules: without a header they cannot be told apart.
    return chosen[0][2], tuple(name for _, name, _ in chosen)


def _rows(grid: Grid, text: GridText) -> list[list[_Seen]]:
    """Cells by row, those that hang down from above included, in column order."""
    rows: list[list[_Seen]] = [[] for _ in range(grid.n_rows)]
    for cell, (start, end) in zip(grid.cells, text.spans, strict=True):
        seen = _Seen(cell, Printed(text.text[start:end], start, end))
        for row in range(cell.row, min(cell.row + cell.rowspan, grid.n_rows)):
            rows[row].append(seen)
    for row_cells in rows:
        row_cells.sort(key=lambda seen: seen.cell.col)
    return rows


def _place(
    behind: Sequence[_Seen], positions: Sequence[int], count: int, *, total_last: bool
) -> tuple[tuple[Printed | None, ...], str, list[Printed]]:
    """Give a row's cells to its columns: in order where the number is right, else by the header above."""
    values = [seen.printed for seen in behind]
    # Headers of ragged rows do not stand above their columns.
    above = (
        all(a < b for a, b in pairwise(positions))
        and bool(behind)
        and behind[0].cell.col <= min(positions, default=0)
    )
    if len(values) != count and positions and above:
        placed = _by_position(behind, positions)
        if placed:
            return placed, "", []
    return fit(values, count, total_last=total_last)


def _by_position(behind: Sequence[_Seen], columns: Sequence[int]) -> tuple[Printed | None, ...] | None:
    """Give each header column the cell below it; None where a printed cell is below two of them."""
    placed: list[Printed | None] = []
    used: dict[int, int] = {}
    for column in columns:
        below = next((s for s in behind if s.covers(column)), None)
        if below is None:
            placed.append(None)
            continue
        used[below.cell.col] = used.get(below.cell.col, 0) + 1
        placed.append(below.printed)
    shared = {col for col, times in used.items() if times > 1}
    if any(s.cell.col in shared and not s.printed.is_blank for s in behind):
        return None
    lost = [s for s in behind if s.cell.col not in used and not s.printed.is_blank]
    return None if lost or all(p is None for p in placed) else tuple(placed)

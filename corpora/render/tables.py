"""Statutory tables of a manuscript: the cells as values, and as a printed table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.render.document import Cell, Table
from corpora.render.labels import form, shape, t2_blocks, t3_groups

DIGITS = re.compile(r"\d+(?:\.\d+)?")
DASHES = frozenset("-—/")
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of the answer: what is printed, and what it means."""

    table: str
    row: str
    column: str
    raw: str | None
    value: int | str | None
    state: str
    printed: str


def meaning(cell: str | Mapping[str, Any]) -> tuple[str, int | str | None, str]:
    """Tell raw text, value and state of a manuscript's cell."""
    if not isinstance(cell, str):
        value = cell["value"]
        return str(cell["raw"]), value if isinstance(value, int | None) else str(value), cell["state"]
    if not cell.strip():
        return cell, None, "blank"
    if cell in DASHES:
        return cell, None, "dash"
    return cell, int(cell) if cell.isdigit() else cell, "value"


def printed_format(manuscript: Mapping[str, Any], part: str) -> str:
    """Tell the printed format of a table; section four has the same form in both."""
    tables = manuscript.get("tables") or {}
    for name in (part, "t3", "t2"):
        if (tables.get(name) or {}).get("format"):
            return str(tables[name]["format"])
    stated = str(manuscript["metadata"]["format"])
    return stated if stated in ("2019", "2021") else "2021"


def row_of(part: Mapping[str, Any], table: str, row: str, width: int) -> Row | None:
    """Return the cells of a row as written, None where the row is not printed."""
    cells = part.get("cells") or {}
    if table.startswith("t2_"):
        cells = cells.get(table) or {}
    if row in cells:
        found: Row | None = cells[row]
        return found
    return [part["default"]] * width


def values(manuscript: Mapping[str, Any]) -> Iterator[Value]:
    """Yield all cells of the printed tables, in the order of print."""
    for name, part in (manuscript.get("tables") or {}).items():
        printed = printed_format(manuscript, name)
        for table, (rows, columns) in shape(name, printed).items():
            for row in rows:
                given = row_of(part, table, row, len(columns))
                for i, column in enumerate(columns):
                    raw, value, state = (None, None, "absent") if given is None else meaning(given[i])
                    yield Value(table, row, column, raw, value, state, printed)


class _Sheet:
    """Collects cells while a table is laid out."""

    def __init__(self, found: Mapping[tuple[str, str, str], Value]) -> None:
        self.found = found
        self.cells: list[Cell] = []
        self.row = 0

    def head(self, col: int, text: str, rowspan: int = 1, colspan: int = 1, down: int = 0) -> None:
        """Print a label in the present row, or `down` rows below it."""
        self.cells.append(Cell(self.row + down, col, text, rowspan, colspan, True))

    def printed(self, table: str, row: str) -> bool:
        """Tell whether the row is printed at all."""
        return any(v.raw is not None for (t, r, _), v in self.found.items() if (t, r) == (table, row))

    def data(self, table: str, row: str, columns: Sequence[str], col: int, last: int = 1) -> None:
        """Print the values of a row from `col` on; the last one is `last` columns wide."""
        for i, column in enumerate(columns):
            wide = last if i == len(columns) - 1 else 1
            raw = self.found[table, row, column].raw or ""
            self.cells.append(Cell(self.row, col + i, raw, 1, wide))

    def table(self, part: str, n_cols: int) -> Table:
        """Close the table."""
        cells = tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.col)))
        return Table(part, cells, self.row, n_cols)


def layout_table(manuscript: Mapping[str, Any], part: str) -> Table:
    """Lay a statutory table out as the prescribed form prints it.

    Parameters
    ----------
    manuscript : mapping
        A valid manuscript.
    part : str
        ``t2``, ``t3`` or ``t4``.
    """
    sheet = _Sheet({(v.table, v.row, v.column): v for v in values(manuscript)})
    printed = printed_format(manuscript, part)
    if part == "t2":
        return _t2(sheet, printed)
    return _t3(sheet, printed) if part == "t3" else _t4(sheet)


def _t2(sheet: _Sheet, printed: str) -> Table:
    width = 4
    for block in t2_blocks(printed):
        rows = [row for row in block.rows if sheet.printed(block.table, row)]
        if not rows:
            continue
        last = width - len(block.columns)  # the last column takes what the block has too few
        sheet.head(0, block.title, colspan=width)
        sheet.row += 1
        sheet.head(0, form()["t2"]["corner"])
        for i, label in enumerate(block.columns.values()):
            sheet.head(1 + i, label, colspan=last if i == len(block.columns) - 1 else 1)
        sheet.row += 1
        for row in rows:
            sheet.head(0, block.rows[row])
            sheet.data(block.table, row, list(block.columns), 1, last)
            sheet.row += 1
    return sheet.table("t2", width)


def _t3_head(sheet: _Sheet) -> None:
    words = form()["t3"]
    labels = list(words["columns"].values())
    sheet.head(0, words["note"], 3, 3)
    sheet.head(3, words["applicants"], colspan=7)
    sheet.head(3, labels[0], 2, down=1)
    sheet.head(4, words["organisations"], colspan=5, down=1)
    sheet.head(9, labels[-1], 2, down=1)
    for i, label in enumerate(labels[1:-1]):
        sheet.head(4 + i, label, down=2)
    sheet.row += 3


def _t3(sheet: _Sheet, printed: str) -> Table:
    words = form()["t3"]
    columns = list(words["columns"])

    def line(col: int, key: str, label: str) -> None:
        if sheet.printed("t3", key):
            sheet.head(col, label, colspan=3 - col)
            sheet.data("t3", key, columns, 3)
            sheet.row += 1

    _t3_head(sheet)
    for key, label in words["before"].items():
        line(0, key, label)
    first = sheet.row
    for group in t3_groups(printed):
        if group.key:
            line(1, group.key, group.label)
            continue
        height = sum(sheet.printed("t3", key) for key in group.rows)
        if height:
            sheet.head(1, group.label, height)
        for key, label in group.rows.items():
            line(2, key, label)
    if sheet.row > first:
        sheet.cells.append(Cell(first, 0, words["results"], sheet.row - first, 1, True))
    for key, label in words["after"].items():
        line(0, key, label)
    return sheet.table("t3", 10)


def _t4(sheet: _Sheet) -> Table:
    words = form()["t4"]
    labels = list(words["columns"].values())
    size = len(labels)
    sheet.head(0, words["review"], colspan=size)
    sheet.head(size, words["litigation"], colspan=2 * size)
    for i, label in enumerate(labels):
        sheet.head(i, label, 2, down=1)
    for block, title in enumerate(words["litigations"].values(), 1):
        sheet.head(block * size, title, colspan=size, down=1)
        for i, label in enumerate(labels):
            sheet.head(block * size + i, label, down=2)
    sheet.row += 3
    for block, key in enumerate(("review", *words["litigations"])):
        sheet.data("t4", key, list(words["columns"]), block * size)
    sheet.row += 1
    return sheet.table("t4", 3 * size)


def layout_grid(rows: Sequence[Sequence[Any]]) -> Table:
    """Lay out a table of the report's own: the first row and the first column are labels."""
    cells = tuple(
        Cell(r, c, str(text), head=0 in (r, c)) for r, row in enumerate(rows) for c, text in enumerate(row)
    )
    return Table("grid", cells, len(rows), max(len(row) for row in rows))

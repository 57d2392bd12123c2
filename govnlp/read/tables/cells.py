"""From what was found in the tables to the full set of cells of the printed format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govnlp.model import Cell, Evidence
from govnlp.read.tables.findings import Findings, FoundRow, Printed
from govnlp.read.tables.statutory import FORMATS, Column, Table, load_format, parse_value

_TABLES = ("t2_rules", "t2_permits", "t2_penalties", "t2_fees", "t2_procurement", "t3", "t4")
_HEADER_UNIT = re.compile(r"([亿万]?)\s*元")
_FACTORS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Placed:
    """Findings of one table block, and the offset of that block in the report's text."""

    findings: Findings
    offset: int


@dataclass(frozen=True, slots=True)
class Tables:
    """The statutory tables of a report.

    Parameters
    ----------
    cells : tuple of Cell
        Every cell of the printed formats, also those that are absent.
    surplus : tuple of Evidence
        What is printed in a table and belongs to no cell.
    formats : tuple of str
        Formats of the tables whose labels tell; empty where there is no table.
    """

    cells: tuple[Cell, ...]
    surplus: tuple[Evidence, ...]
    formats: tuple[str, ...]


def compile_tables(report_id: str, placed: Sequence[Placed]) -> Tables:
    """Make the cells of a report out of what was found in its table blocks.

    Parameters
    ----------
    report_id : str
        For the evidence of surplus cells.
    placed : sequence of Placed
        Findings by block, in text order.

    Returns
    -------
    Tables
        Without any cell where no statutory table was found: nothing says which were to be expected.
    """
    rows = _merge(placed)
    decided = _decide_formats([row for row, _ in rows.values()])
    surplus = tuple(
        Evidence(report_id, "surplus", value.text, block.offset + value.start, block.offset + value.end)
        for block in placed
        for value in block.findings.surplus
    )
    if not rows or not decided:
        return Tables((), surplus, ())
    cells: list[Cell] = []
    for key in _TABLES:
        name = _format_of(key, decided)
        table = load_format(name).get(key)
        if table is not None:
            cells += _table_cells(table, name, rows)
    told = tuple(sorted({name for key, name in decided.items() if key != "t4"}))
    return Tables(tuple(cells), surplus, told)


_Rows = dict[tuple[str, str], tuple[FoundRow, int]]


def _merge(placed: Iterable[Placed]) -> _Rows:
    """First certain finding of each row; a table printed twice counts once."""
    rows: _Rows = {}
    for block in placed:
        for row in block.findings.rows:
            known = rows.get((row.table, row.row))
            if known is None or (known[0].reason and not row.reason):
                rows[row.table, row.row] = (row, block.offset)
    return rows


def _decide_formats(rows: Sequence[FoundRow]) -> dict[str, str]:
    """Format of each table whose own labels tell it; tables that fit both follow the others."""
    votes: dict[str, Counter[str]] = {}
    for row in rows:
        counter = votes.setdefault(row.table, Counter())
        if len(row.formats) == 1:
            counter[row.formats[0]] += 1
    decided = {
        table: max(sorted(counter), key=lambda name: counter[name])
        for table, counter in votes.items()
        if counter
    }
    # Without a telling label of its own a table is printed like its neighbours.
    common = Counter(decided.values())
    if common:
        default = max(sorted(common), key=lambda name: common[name])
        for table in votes:
            decided.setdefault(table, default)
    elif "t3" in votes or "t4" in votes:
        decided = {table: FORMATS[-1] for table in votes if table in ("t3", "t4")}
    return decided


def _format_of(key: str, decided: dict[str, str]) -> str:
    if key in decided:
        return decided[key]
    family = Counter(name for table, name in decided.items() if table[:2] == key[:2])
    everyone = Counter(decided.values())
    votes = family or everyone
    return max(sorted(votes), key=lambda name: votes[name])


def _table_cells(table: Table, name: str, rows: _Rows) -> list[Cell]:
    cells: list[Cell] = []
    found_any = any(key[0] == table.key for key in rows)
    for row in table.rows:
        found = rows.get((table.key, row.key))
        for index, column in enumerate(table.columns):
            if found is None:
                reason = "row_not_found" if found_any else "table_not_found"
                cells.append(Cell(table.key, row.key, column.key, None, "absent", "", name, reason))
            else:
                cells.append(_cell(table, row.key, index, column, name, *found))
    return cells


def _cell(
    table: Table, row: str, index: int, column: Column, name: str, found: FoundRow, offset: int
) -> Cell:
    printed: Printed | None = None
    if column.key in found.columns and len(found.values) == len(found.columns):
        printed = found.values[found.columns.index(column.key)]
    elif len(found.values) == len(table.columns):
        printed = found.values[index]
    if printed is None:
        reason = found.reason or "column_not_found"
        return Cell(table.key, row, column.key, None, "absent", "", name, reason)
    value, state = parse_value(printed.text, column.unit)
    if value is not None and column.unit and "元" not in printed.text:
        value = _in_unit(value, found.header_unit, column.unit)
    reason = printed.reason or ("unreadable" if state == "text" else "")
    start, end = offset + printed.start, offset + printed.end
    return Cell(table.key, row, column.key, value, state, printed.text, name, reason, start, end)


def _in_unit(value: Decimal, header: str, unit: str) -> Decimal:
    """A bare number under a header that names a unit of money is in that unit."""
    match = _HEADER_UNIT.search(header)
    if not match:
        return value
    factor = _FACTORS[match[1]] / _FACTORS[unit.removesuffix("元")]
    if factor == 1:
        return value
    value *= factor
    return Decimal(int(value)) if value == value.to_integral() else value.normalize()

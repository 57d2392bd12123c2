"""Checks that need several reports: across years of one issuer, and across levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from govnlp.annotate.checks.sums import Term, compare
from govnlp.model import Cell, Check, Evidence
from govnlp.read.tables.statutory import load_format

_RULES_ROWS = ("regulations", "normative_documents")
_ITEM_ROWS = (
    ("t2_permits", "licensing"),
    ("t2_permits", "other_services"),
    ("t2_penalties", "penalty"),
    ("t2_penalties", "coercion"),
    ("t2_fees", "admin_fees"),
)

CellMap = Mapping[tuple[str, str, str], Cell]


def by_key(cells: Sequence[Cell]) -> CellMap:
    """Index cells by table, row and column."""
    return {(c.table, c.row, c.column): c for c in cells}


def year_checks(
    report_id: str,
    cells: Sequence[Cell],
    previous_id: str,
    previous: Sequence[Cell],
    as_zero: bool = False,
) -> list[Check]:
    """Check a report's tables against the same issuer's report of the year before.

    Parameters
    ----------
    report_id, previous_id : str
        The two reports.
    cells, previous : sequence of Cell
        Their cells.
    as_zero : bool
        Whether blanks and dashes count as 0.

    Returns
    -------
    list of Check
        Kind ``year_table``, without ids: last year's ``carried_out`` is this year's ``carried_in``;
        last year's ``in_force`` + ``issued`` - ``repealed`` is this year's ``in_force`` (2021 format);
        last year's ``prev_year_items`` + ``change`` is this year's ``prev_year_items`` (2019 format).
    """
    now, before = by_key(cells), by_key(previous)
    checks: list[Check] = []

    def last(key: tuple[str, str, str]) -> Term:
        return Term(before[key], 1, previous_id)

    for column in load_format("2021")["t3"].column_keys():
        old, new = ("t3", "carried_out", column), ("t3", "carried_in", column)
        if old in before and new in now:
            formula = f"t3.carried_out.{column} [last year] = t3.carried_in.{column}"
            checks.append(compare(report_id, "year_table", formula, [last(old)], [Term(now[new])], as_zero))
    for row in _RULES_ROWS:
        key = ("t2_rules", row, "in_force")
        if key in before and key in now:
            left = [
                last(key),
                Term(now["t2_rules", row, "issued"]),
                Term(now["t2_rules", row, "repealed"], -1),
            ]
            formula = f"t2_rules.{row}.in_force [last year] + issued - repealed = t2_rules.{row}.in_force"
            checks.append(compare(report_id, "year_table", formula, left, [Term(now[key])], as_zero))
    for table, row in _ITEM_ROWS:
        key, change = (table, row, "prev_year_items"), (table, row, "change")
        if key in before and key in now and change in before:
            formula = f"{table}.{row}.(prev_year_items + change) [last year] = {table}.{row}.prev_year_items"
            left = [last(key), last(change)]
            checks.append(compare(report_id, "year_table", formula, left, [Term(now[key])], as_zero))
    return checks


def hierarchy_checks(
    report_id: str,
    cells: Sequence[Cell],
    subordinates: Mapping[str, Sequence[Cell]],
) -> list[Check]:
    """Check a unit's requests table against the sum of its subordinate units.

    Parameters
    ----------
    report_id : str
        The superior's report.
    cells : sequence of Cell
        Its cells.
    subordinates : mapping of str to sequence of Cell
        Cells of the subordinate units' reports on the same year, by report id.

    Returns
    -------
    list of Check
        Kind ``hierarchy``, one a row of table three (column ``total``), without ids. It holds where the
        sums are equal and fails where the subordinates add up to more. Where they add up to less it
        cannot be assessed: the superior's own requests, and units that are not in the corpus, count in
        its figure too.
    """
    own = by_key(cells)
    others = {other: by_key(found) for other, found in sorted(subordinates.items())}
    rows = [key for key in own if key[0] == "t3" and key[2] == "total"]
    return [c for key in rows if (c := _hierarchy_check(report_id, key, own, others)) is not None]


def _hierarchy_check(
    report_id: str, key: tuple[str, str, str], own: CellMap, others: Mapping[str, CellMap]
) -> Check | None:
    parts = [(other, found[key]) for other, found in others.items() if key in found]
    if not parts:
        return None
    cell = own[key]
    name = ".".join(key)
    evidence = (
        Term(cell).evidence(report_id),
        *(Evidence(other, name, c.raw, c.start, c.end) for other, c in parts),
    )
    left = sum((c.value for _, c in parts if c.value is not None), Decimal(0))
    unknown = any(c.value is None for _, c in parts)
    formula = f"sum of {name} over {len(parts)} subordinate reports = {name}"
    delta = left - cell.value if cell.value is not None else None
    if cell.value is None:
        reason = f"cell_{cell.state}"
        return Check("", "hierarchy", "not_assessable", formula, left, None, None, reason, evidence)
    if left > cell.value:
        return Check(
            "",
            "hierarchy",
            "fails",
            formula,
            left,
            cell.value,
            delta,
            "subordinates_exceed_superior",
            evidence,
        )
    if left == cell.value and not unknown:
        return Check("", "hierarchy", "holds", formula, left, cell.value, delta, "", evidence)
    reason = "subordinate_cell_unknown" if unknown else "units_may_be_missing"
    return Check("", "hierarchy", "not_assessable", formula, left, cell.value, delta, reason, evidence)

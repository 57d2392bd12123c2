"""Do the statutory tables of a report add up.

Printed figures stay as printed; what they should be stands beside them. A check holds, fails, or cannot
be assessed, and then says why. A blank is not zero: under ``strict`` a sum over a blank is assessed only
where the printed cells alone decide it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from govnlp.annotate.checks.sums import Term, compare
from govnlp.model import Cell, Check
from govnlp.read.tables.statutory import load_format

Blanks = Literal["strict", "blank_as_zero"]
_NO_COUNTS = frozenset({"change", "fee_amount_wan", "procurement_amount"})
_OUTCOMES = ("granted", "partially_granted", "denied_", "unavailable_", "unprocessed_", "other_")
_OUTCOMES_NAMED = "granted + partially_granted + denied_* + unavailable_* + unprocessed_* + other_*"
_BLOCK_PARTS = ("upheld", "corrected", "other", "pending")


def table_checks(report_id: str, cells: Sequence[Cell], blanks: Blanks = "strict") -> list[Check]:
    """Check the tables of one report on their own, without ids.

    Parameters
    ----------
    report_id : str
        Report the cells belong to.
    cells : sequence of Cell
        Its cells.
    blanks : str
        As in `check`.

    Returns
    -------
    list of Check
        In printed order of the tables.
    """
    as_zero = blanks == "blank_as_zero"
    by_key = {(c.table, c.row, c.column): c for c in cells}
    checks = _cell_checks(report_id, cells)
    t3 = _table(cells, "t3")
    if t3:
        checks += _t3_checks(report_id, by_key, t3, as_zero)
    if _table(cells, "t4"):
        checks += _t4_checks(report_id, by_key, as_zero)
    return checks


def _table(cells: Sequence[Cell], key: str) -> list[Cell]:
    """Cells of a table that was found; none of one that is absent as a whole."""
    own = [c for c in cells if c.table == key]
    return own if any(c.state != "absent" for c in own) else []


_ByKey = Mapping[tuple[str, str, str], Cell]


def _t3_checks(report_id: str, by_key: _ByKey, cells: Sequence[Cell], as_zero: bool) -> list[Check]:
    table = load_format(cells[0].format)["t3"]
    columns, rows = table.column_keys(), table.row_keys()
    outcomes = [r for r in rows if r.startswith(_OUTCOMES)]
    checks: list[Check] = []
    for column in columns:
        left = [Term(by_key["t3", row, column]) for row in outcomes]
        right = [Term(by_key["t3", "total_processed", column])]
        formula = f"t3.({_OUTCOMES_NAMED}).{column} = t3.total_processed.{column}"
        checks.append(compare(report_id, "table_outcome_sum", formula, left, right, as_zero))
    for column in columns:
        left = [Term(by_key["t3", row, column]) for row in ("new_received", "carried_in")]
        right = [Term(by_key["t3", row, column]) for row in ("total_processed", "carried_out")]
        formula = f"t3.(new_received + carried_in).{column} = t3.(total_processed + carried_out).{column}"
        checks.append(compare(report_id, "table_flow", formula, left, right, as_zero))
    for row in rows:
        left = [Term(by_key["t3", row, column]) for column in columns[:-1]]
        right = [Term(by_key["t3", row, columns[-1]])]
        formula = f"t3.{row}.({' + '.join(columns[:-1])}) = t3.{row}.{columns[-1]}"
        checks.append(compare(report_id, "table_row_sum", formula, left, right, as_zero))
    return checks


def _t4_checks(report_id: str, by_key: _ByKey, as_zero: bool) -> list[Check]:
    checks: list[Check] = []
    for row in ("review", "litigation_direct", "litigation_after_review"):
        left = [Term(by_key["t4", row, column]) for column in _BLOCK_PARTS]
        right = [Term(by_key["t4", row, "total"])]
        formula = f"t4.{row}.({' + '.join(_BLOCK_PARTS)}) = t4.{row}.total"
        checks.append(compare(report_id, "table_block_sum", formula, left, right, as_zero))
    return checks


def _cell_checks(report_id: str, cells: Sequence[Cell]) -> list[Check]:
    """Counts are whole and not negative: one check a count of section two, elsewhere only what fails."""
    checks: list[Check] = []
    for cell in cells:
        if cell.state != "value" or cell.value is None or cell.column in _NO_COUNTS:
            continue
        wrong = "negative" if cell.value < 0 else "not_whole" if cell.value % 1 else ""
        if wrong or cell.table.startswith("t2"):
            formula = f"{cell.key} is a whole number, at least 0"
            right = Decimal(0) if wrong == "negative" else cell.value.to_integral_value()
            checks.append(
                Check(
                    "",
                    "table_cell",
                    "fails" if wrong else "holds",
                    formula,
                    cell.value,
                    right,
                    cell.value - right,
                    wrong,
                    (Term(cell).evidence(report_id),),
                )
            )
    return checks

"""Both sides of an arithmetic statement over cells, compared without inventing what is not printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from govnlp.model import Cell, Check, Evidence, Status


@dataclass(frozen=True, slots=True)
class Term:
    """A cell in a sum.

    Parameters
    ----------
    cell : Cell
        The cell.
    sign : int
        1 or -1.
    report_id : str
        Report it stands in, where that is not the one checked.
    """

    cell: Cell
    sign: int = 1
    report_id: str = ""

    def evidence(self, report_id: str) -> Evidence:
        """Point at the cell."""
        cell = self.cell
        return Evidence(self.report_id or report_id, cell.key, cell.raw, cell.start, cell.end)


def compare(
    report_id: str,
    kind: str,
    formula: str,
    left: Sequence[Term],
    right: Sequence[Term],
    as_zero: bool,
) -> Check:
    """Compare two sums of cells.

    Parameters
    ----------
    report_id : str
        Report that is checked.
    kind, formula : str
        As in `Check`.
    left, right : sequence of Term
        The sides.
    as_zero : bool
        Whether blanks and dashes count as 0.

    Returns
    -------
    Check
        Without an id. Where a cell is unknown the check is not assessable, unless what is printed
        decides it: counts are not negative, so printed parts above a printed total fail for sure.
    """
    evidence = tuple(term.evidence(report_id) for term in (*left, *right))
    left_sum, left_unknown = _sum(left, as_zero)
    right_sum, right_unknown = _sum(right, as_zero)

    def result(status: Status, reason: str, known: bool) -> Check:
        a = left_sum if known or not left_unknown else None
        b = right_sum if known or not right_unknown else None
        delta = a - b if a is not None and b is not None else None
        return Check("", kind, status, formula, a, b, delta, reason, evidence)

    if not left_unknown and not right_unknown:
        if left_sum == right_sum:
            return result("holds", "", True)
        return result("fails", "sides_differ", True)
    counts = all(t.sign > 0 and (t.cell.value is None or t.cell.value >= 0) for t in (*left, *right))
    if counts and not right_unknown and left_sum > right_sum:
        return result("fails", "printed_parts_exceed_total", True)
    if counts and not left_unknown and right_sum > left_sum and len(right) > 1:
        return result("fails", "printed_parts_exceed_total", True)
    return result("not_assessable", _why(left_unknown, right_unknown), False)


def _sum(terms: Sequence[Term], as_zero: bool) -> tuple[Decimal, list[Cell]]:
    total = Decimal(0)
    unknown: list[Cell] = []
    for term in terms:
        cell = term.cell
        if cell.value is not None:
            total += term.sign * cell.value
        elif not (as_zero and cell.state in ("blank", "dash")):
            unknown.append(cell)
    return total, unknown


def _why(left: Sequence[Cell], right: Sequence[Cell]) -> str:
    """Name the worst reason first: a cell lost, unreadable, or left empty."""
    states = {cell.state for cell in (*left, *right)}
    for state, reason in (
        ("absent", "cell_absent"),
        ("text", "cell_unreadable"),
        ("blank", "cell_blank"),
        ("dash", "cell_dash"),
    ):
        if state in states:
            return reason
    return "unknown"

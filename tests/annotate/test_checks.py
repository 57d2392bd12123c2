"""Checks on the statutory tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from builders import T2_2019, T2_2021, T3_2021, one_cell_a_line, report_text, t2_rows, t3_rows, t4_rows
from hypothesis import given
from hypothesis import strategies as st

from govnlp.annotate.checks import check
from govnlp.annotate.checks.corpus import hierarchy_checks
from govnlp.model import Check, Report
from govnlp.read.report import read_text

ZERO = ["0"] * 7


def report_of(
    t3: dict[int, list[str]] | None = None,
    t4: list[str] | None = None,
    t2: list[str] | None = None,
    shape: tuple[tuple[str, object], ...] = T2_2021,
    name: str = "r",
) -> Report:
    text = report_text(
        t2=one_cell_a_line(t2_rows(shape, t2)) if t2 else "",
        t3=one_cell_a_line(t3_rows(T3_2021, t3)) if t3 is not None else "",
        t4=one_cell_a_line(t4_rows(t4)) if t4 else "",
    )
    return read_text(text, report_id=name)


def by_status(checks: list[Check], kind: str, status: str) -> list[Check]:
    return [c for c in checks if c.kind == kind and c.status == status]


CONSISTENT = {
    0: ["3", "1", "0", "0", "0", "0", "4"],
    1: ["1", "0", "0", "0", "0", "0", "1"],
    2: ["2", "1", "0", "0", "0", "0", "3"],
    12: ["1", "0", "0", "0", "0", "0", "1"],
    23: ["3", "1", "0", "0", "0", "0", "4"],
    24: ["1", "0", "0", "0", "0", "0", "1"],
}


def test_a_consistent_table_holds_throughout() -> None:
    checks = check(report_of(CONSISTENT, ["0"] * 15))
    assert {c.status for c in checks} == {"holds"}
    kinds = [c.kind for c in checks]
    assert kinds.count("table_outcome_sum") == 7
    assert kinds.count("table_flow") == 7
    assert kinds.count("table_row_sum") == 25
    assert kinds.count("table_block_sum") == 3


@pytest.mark.parametrize(
    ("row", "values", "failing"),
    [
        (2, ["2", "1", "0", "0", "0", "0", "4"], {"table_row_sum": 1, "table_outcome_sum": 1}),
        (
            23,
            ["3", "1", "0", "0", "0", "0", "5"],
            {"table_row_sum": 1, "table_outcome_sum": 1, "table_flow": 1},
        ),
        (24, ["0", "0", "0", "0", "0", "0", "0"], {"table_flow": 2}),
    ],
)
def test_a_wrong_cell_is_found(row: int, values: list[str], failing: dict[str, int]) -> None:
    checks = check(report_of(CONSISTENT | {row: values}))
    kinds = {c.kind for c in checks if c.kind.startswith("table_")}
    assert {k: len(by_status(checks, k, "fails")) for k in kinds} == {
        "table_outcome_sum": 0,
        "table_flow": 0,
        "table_row_sum": 0,
    } | failing


def test_printed_figures_stay_and_the_sums_stand_beside_them() -> None:
    checks = check(report_of(CONSISTENT | {2: ["2", "1", "0", "0", "0", "0", "4"]}))
    (wrong,) = by_status(checks, "table_row_sum", "fails")
    assert (wrong.left, wrong.right, wrong.delta) == (Decimal(3), Decimal(4), Decimal(-1))
    assert [e.ref for e in wrong.evidence][-1] == "t3.granted.total"
    assert wrong.evidence[-1].text == "4"


def test_a_blank_is_not_zero() -> None:
    blank = CONSISTENT | {2: ["2", "1", "", "", "", "", "3"]}
    strict = check(report_of(blank))
    assert by_status(strict, "table_row_sum", "not_assessable")[0].reason == "cell_blank"
    assert not [c for c in strict if c.status == "fails"]
    assert not [c for c in check(report_of(blank), blanks="blank_as_zero") if c.status != "holds"]


def test_parts_above_their_total_fail_even_beside_a_blank() -> None:
    checks = check(report_of(CONSISTENT | {2: ["2", "2", "", "0", "0", "0", "3"]}))
    assert by_status(checks, "table_row_sum", "fails")[0].reason == "printed_parts_exceed_total"


def test_a_lost_row_cannot_be_assessed() -> None:
    text = report_text(
        t3=one_cell_a_line(t3_rows(T3_2021, CONSISTENT)).replace("2.重复申请\n" + "0\n" * 7, "")
    )
    checks = check(read_text(text))
    outcome = [c for c in checks if c.kind == "table_outcome_sum"]
    assert {(c.status, c.reason) for c in outcome} == {("not_assessable", "cell_absent")}


def test_blocks_of_table_four() -> None:
    values = ["1", "1", "0", "0", "2", "0", "0", "0", "1", "2", "0", "0", "0", "0", "0"]
    checks = check(report_of({}, values))
    (wrong,) = by_status(checks, "table_block_sum", "fails")
    assert wrong.formula.startswith("t4.litigation_direct")


@pytest.mark.parametrize(("raw", "reason"), [("-3", "negative"), ("1.5", "not_whole")])
def test_counts_are_whole_and_not_negative(raw: str, reason: str) -> None:
    checks = check(report_of(t2=["0", "0", "0", raw, *["0"] * 6]))
    (wrong,) = by_status(checks, "table_cell", "fails")
    assert wrong.reason == reason


def test_change_fees_and_amounts_are_no_counts() -> None:
    values = ["0"] * 6 + ["9", "-3", "7"] + ["0"] * 11 + ["4", "160.5万元"]
    assert not [c for c in check(report_of(t2=values, shape=T2_2019)) if c.status == "fails"]


def test_across_years() -> None:
    last = report_of(CONSISTENT, t2=["0", "0", "0", "3", "1", "10", *["0"] * 4], name="a")
    good = report_of({1: CONSISTENT[24]}, t2=["0", "0", "0", "2", "1", "11", *["0"] * 4], name="b")
    bad = report_of({1: ["0"] * 7}, t2=["0", "0", "0", "2", "1", "12", *["0"] * 4], name="b")
    assert {c.status for c in check(good, previous=last) if c.kind == "year_table"} == {"holds"}
    wrong = by_status(check(bad, previous=last), "year_table", "fails")
    assert len(wrong) == 3
    assert wrong[0].evidence[0].report_id == "a"


def test_items_of_the_2019_format_across_years() -> None:
    last = report_of(t2=["0"] * 6 + ["29", "2", "7"] + ["0"] * 20, shape=T2_2019, name="a")
    this = report_of(t2=["0"] * 6 + ["30", "0", "7"] + ["0"] * 20, shape=T2_2019, name="b")
    (wrong,) = by_status(check(this, previous=last), "year_table", "fails")
    assert (wrong.left, wrong.right) == (Decimal(31), Decimal(30))


@pytest.mark.parametrize(("own", "status"), [("5", "holds"), ("4", "fails"), ("9", "not_assessable")])
def test_superior_against_its_units(own: str, status: str) -> None:
    superior = report_of({0: [own, *["0"] * 5, own]})
    units = {
        "a": report_of({0: ["2", *["0"] * 5, "2"]}).cells,
        "b": report_of({0: ["3", *["0"] * 5, "3"]}).cells,
    }
    found = hierarchy_checks("d", superior.cells, units)
    assert found[0].status == status
    assert {e.report_id for e in found[0].evidence} == {"d", "a", "b"}


@given(st.lists(st.lists(st.integers(0, 50), min_size=6, max_size=6), min_size=23, max_size=23))
def test_a_table_made_to_add_up_never_fails(numbers: list[list[int]]) -> None:
    outcomes = [[*row, sum(row)] for row in numbers[:21]]
    carried_in = [*numbers[21], sum(numbers[21])]
    total = [sum(column) for column in zip(*outcomes, strict=True)]
    new = [a + 9 - b if a + 9 >= b else None for a, b in zip(total, carried_in, strict=True)]
    out = [9 if n is not None else b - a for n, a, b in zip(new, total, carried_in, strict=True)]
    new_row = [n if n is not None else 0 for n in new]
    new_row[6], out[6] = sum(new_row[:6]), sum(out[:6])
    rows = [new_row, carried_in, *outcomes, total, out]
    checks = check(report_of({i: [str(n) for n in row] for i, row in enumerate(rows)}))
    assert {c.status for c in checks} == {"holds"}


def test_ids_are_in_order() -> None:
    checks = check(report_of(CONSISTENT, ["0"] * 15, name="x/y"))
    assert [c.check_id for c in checks[:2]] == ["x/y:k0001", "x/y:k0002"]

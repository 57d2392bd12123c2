"""Figures of the text against the statutory tables, and against last year's report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import T2_2021, T3_2021, TITLE, one_cell_a_line, report_text, t2_rows, t3_rows, t4_rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govnlp.annotate.checks import check
from govnlp.annotate.checks.narrative_year import YearFact
from govnlp.model import Check, Report
from govnlp.read.report import read_text
from govnlp.read.tables.statutory import FORMATS, load_format
from govnlp.resources import load_yaml

ROWS = {
    0: ["3", "1", "0", "0", "0", "0", "4"],
    1: ["1", "0", "0", "0", "0", "0", "1"],
    2: ["2", "1", "0", "0", "0", "0", "3"],
    12: ["1", "0", "0", "0", "0", "0", "1"],
    23: ["3", "1", "0", "0", "0", "0", "4"],
    24: ["1", "0", "0", "0", "0", "0", "1"],
}
REVIEW = ["1", "0", "0", "0", "1", *["0"] * 10]
T2 = ["0", "0", "0", "2", "1", "8", "31", "6", "2", "0"]


def report_of(overview: str, *, name: str = "r", issuer: str = "", **changes: object) -> Report:
    title = TITLE.replace("云溪市澜亭区柳桥街道办事处", issuer) if issuer else TITLE
    text = report_text(
        title=title,
        overview=overview,
        t2=one_cell_a_line(t2_rows(T2_2021, T2)),
        t3=one_cell_a_line(t3_rows(T3_2021, ROWS | changes.pop("rows", {}))),  # type: ignore[operator]
        t4=one_cell_a_line(t4_rows(REVIEW)),
    )
    return replace(read_text(text, report_id=name), **changes)  # type: ignore[arg-type]


def found(report: Report, kind: str = "narrative_table", **options: object) -> list[tuple[str, str]]:
    checks = check(report, **options)  # type: ignore[arg-type]
    return [(c.status, c.reason) for c in checks if c.kind == kind]


HOLDS = [("holds", "")]
FAILS = [("fails", "sides_differ")]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("全年新收政府信息公开申请4件。", HOLDS),
        ("全年新收政府信息公开申请6件。", FAILS),
        ("2021年共收到政府信息公开申请四件。", HOLDS),
        ("上年结转政府信息公开申请1件。", HOLDS),
        ("全年收到信息公开申请4件，结转下年度继续办理2件。", [*HOLDS, *FAILS]),
        ("收到政府信息公开申请4件，其中予以公开3件，本机关不掌握相关信息1件。", HOLDS * 3),
        ("收到政府信息公开申请4件，其中予以公开2件。", [*HOLDS, *FAILS]),
        ("因政府信息公开被申请行政复议1件，无行政诉讼。", HOLDS * 2),
        ("因政府信息公开被申请行政复议2件。", FAILS),
        ("未发生因政府信息公开引起的行政复议。", FAILS),
        ("制发行政规范性文件2件，废止1件，现行有效8件。", HOLDS * 3),
        ("制发行政规范性文件2件，废止1件，现行有效9件。", [*HOLDS * 2, *FAILS]),
        ("作出行政许可决定31件、行政处罚决定6件、行政强制决定3件。", [*HOLDS * 2, *FAILS]),
    ],
)
def test_a_figure_that_repeats_a_cell(sentence: str, wanted: list[tuple[str, str]]) -> None:
    assert found(report_of(sentence)) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "全年收到群众来信26件，办结26件。",
        "全区各单位公开行政复议决定12件。",
        "2020年收到政府信息公开申请9件。",
        "自条例施行以来累计收到政府信息公开申请97件。",
        "计划2022年制发行政规范性文件5件。",
    ],
)
def test_a_figure_of_something_else_is_not_compared(sentence: str) -> None:
    assert [pair for pair in found(report_of(sentence)) if pair[0] == "fails"] == []


def test_another_scope_is_not_assessable() -> None:
    sentence = "全区新收政府信息公开申请306件。"
    assert found(report_of(sentence, level="street")) == [("not_assessable", "other_scope")]
    district = report_of(sentence, issuer="云溪市澜亭区人民政府", level="county")
    assert found(district) == FAILS
    office = report_of(
        "区政府办公室收到政府信息公开申请17件。", issuer="云溪市澜亭区人民政府", level="county"
    )
    assert found(office) == [("not_assessable", "other_scope")]


def test_what_was_carried_in_may_be_counted_too() -> None:
    assert found(report_of("全年受理政府信息公开申请5件。")) == [("not_assessable", "includes_carried_in")]


def test_an_approximate_figure_is_not_assessable() -> None:
    report = report_of("全年新收政府信息公开申请约4件。")
    assert found(report) == [("not_assessable", "approximate")]


def test_a_blank_cell_is_not_zero() -> None:
    report = report_of("全年新收政府信息公开申请0件。", rows={0: [""] * 7})
    assert found(report) == [("not_assessable", "cell_blank")]
    assert found(report, blanks="blank_as_zero") == HOLDS


def test_without_tables_there_is_nothing_to_compare() -> None:
    assert found(read_text("全年新收政府信息公开申请4件。")) == []


def test_rules_name_cells_that_exist() -> None:
    known = {
        f"{table.key}.{row.key}.{column.key}"
        for name in FORMATS
        for table in load_format(name).values()
        for row in table.rows
        for column in table.columns
    }
    for rule in load_yaml("narrative_tables.yaml")["rules"]:
        for key in rule["cells"]:
            prefix, _, rest = key.partition("*")
            assert any(k.startswith(prefix) and k.endswith(rest) for k in known), key


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_whatever_a_rule_matches_holds_one_of_its_signs(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(load_yaml("narrative_tables.yaml")["rules"]))
    text = data.draw(st.from_regex(rule["pattern"]))
    assert any(sign in text for sign in rule["signs"])


def years(last: str, this: str) -> list[Check]:
    before = report_of(last, name="a", report_year=2020)
    now = report_of(this, name="b", rows={1: ROWS[24]})
    return [c for c in check(now, previous=before) if c.kind == "narrative_year"]


@pytest.mark.parametrize(
    ("last", "this", "status", "left", "right"),
    [
        ("结转下年度继续办理申请1件。", "上年结转政府信息公开申请1件。", "holds", 1, 1),
        ("结转下年度继续办理申请3件。", "上年结转政府信息公开申请2件。", "fails", 3, 2),
        (
            "现行有效行政规范性文件7件。",
            "制发行政规范性文件2件，废止1件，现行有效9件。",
            "fails",
            8,
            9,
        ),
    ],
)
def test_this_year_against_the_last(last: str, this: str, status: str, left: int, right: int) -> None:
    made = years(last, this)[0]
    assert (made.status, made.left, made.right) == (status, left, right)
    assert {e.report_id for e in made.evidence} == {"a", "b"}


def test_facts_survive_their_way_through_json() -> None:
    fact = YearFact("k", Decimal("1.50"), Decimal(1), Decimal(2), True, "", "1.5", "b:c0001", 3, 6)
    assert YearFact.of(fact.row()) == fact

"""Statutory tables that were flattened to text, in every layout that was seen."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from builders import (
    LAYOUTS,
    T2_2019,
    T2_2021,
    T3_2019,
    T3_2021,
    Rows,
    one_cell_a_line,
    padded,
    padded_cells,
    report_text,
    spaced,
    t2_rows,
    t3_rows,
    t4_rows,
    tabbed,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from govnlp.model import Report
from govnlp.read.report import read_text

FORMATS = {"2019": (T2_2019, T3_2019), "2021": (T2_2021, T3_2021)}
printed = st.sampled_from(["0", "3", "17", "206", "1,234", "-", "/", "", ""])
t2_values = st.lists(printed, min_size=28, max_size=28)
t3_values = st.lists(st.lists(printed, min_size=7, max_size=7), min_size=25, max_size=25)
t4_values = st.lists(printed, min_size=15, max_size=15)


def read(
    name: str, layout: Callable[[Rows], str], t2: list[str], t3: list[list[str]], t4: list[str]
) -> Report:
    shape, labels = FORMATS[name]
    return read_text(
        report_text(
            t2=layout(t2_rows(shape, t2)),
            t3=layout(t3_rows(labels, dict(enumerate(t3[: len(labels)])))),
            t4=layout(t4_rows(t4)),
        )
    )


def raws(report: Report, family: str) -> list[str]:
    return [cell.raw.strip() for cell in report.cells if cell.table.startswith(family)]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@settings(max_examples=12, deadline=None)
@given(t2=t2_values, t3=t3_values, t4=t4_values)
def test_every_cell_is_read_back(
    name: str, layout: Callable[[Rows], str], t2: list[str], t3: list[list[str]], t4: list[str]
) -> None:
    shape, labels = FORMATS[name]
    report = read(name, layout, t2, t3, t4)
    count = sum(what for _, what in shape if isinstance(what, int))
    assert raws(report, "t2") == t2[:count]
    assert raws(report, "t3") == [cell for row in t3[: len(labels)] for cell in row]
    assert raws(report, "t4") == t4
    assert report.format == name
    assert not report.surplus


@pytest.mark.parametrize("name", FORMATS)
def test_cells_point_at_their_print(name: str) -> None:
    report = read(name, one_cell_a_line, ["5"] * 28, [["1", "0", "2", "0", "", "-", "3"]] * 25, ["7"] * 15)
    for cell in report.cells:
        assert cell.start is not None
        assert report.text[cell.start : cell.end] == cell.raw


@pytest.mark.parametrize("name", FORMATS)
def test_rows_with_spaces_between_cells(name: str) -> None:
    report = read(name, spaced, ["5"] * 28, [["1", "0", "2", "0", "0", "0", "3"]] * 25, ["7"] * 15)
    assert {cell.state for cell in report.cells} == {"value"}
    assert report.format == name


def test_a_2019_table_is_not_squeezed_into_the_2021_shape() -> None:
    report = read("2019", one_cell_a_line, ["1"] * 28, [["1"] * 7] * 25, ["0"] * 15)
    keys = {cell.row for cell in report.cells if cell.table == "t3"}
    assert "other_handling" in keys
    assert "other_misc" not in keys
    assert sum(cell.table == "t3" for cell in report.cells) == 161


def test_single_row_other_handling_within_a_2021_report_is_mixed() -> None:
    report = read_text(
        report_text(
            t2=one_cell_a_line(t2_rows(T2_2021, ["0"] * 28)),
            t3=one_cell_a_line(t3_rows(T3_2019, {})),
            t4=one_cell_a_line(t4_rows(["0"] * 15)),
        )
    )
    assert report.format == "mixed"
    assert {cell.format for cell in report.cells if cell.table == "t3"} == {"2019"}
    assert {cell.format for cell in report.cells if cell.table.startswith("t2")} == {"2021"}


def test_headers_cut_in_two_lines_and_labels_with_a_lost_character() -> None:
    text = one_cell_a_line(t2_rows(T2_2019, ["2"] * 28)).replace("本年新制作数量", "本年新\n制作数量")
    t3 = one_cell_a_line(t3_rows(T3_2019, {5: ["4"] * 7})).replace(
        "其他法律行政法规禁止公开", "其他法律行政止公开"
    )
    report = read_text(report_text(t2=text, t3=t3))
    cells = {cell.key: cell for cell in report.cells}
    assert cells["t2_rules.regulations.newly_made"].value == 2
    assert cells["t3.denied_law_prohibited.total"].value == 4


def test_glued_labels_and_values() -> None:
    report = read_text(
        report_text(
            t2="第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n"
            "规章555\n行政规范性文件141414",
        )
    )
    cells = {cell.key: cell for cell in report.cells}
    assert cells["t2_rules.regulations.issued"].value == 5
    assert cells["t2_rules.normative_documents.in_force"].value == 14
    assert cells["t2_rules.regulations.issued"].reason == "split_glued"


def test_digits_apart_from_their_label_are_not_split_where_they_may_be_one_number() -> None:
    def rules(printed: str) -> str:
        header = "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数"
        return f"{header}\n规章\n{printed}\n行政规范性文件\n0\n0\n0"

    whole = {cell.key: cell for cell in read_text(report_text(t2=rules("120"))).cells}
    assert whole["t2_rules.regulations.issued"].value is None
    zeros = {cell.key: cell for cell in read_text(report_text(t2=rules("000"))).cells}
    assert zeros["t2_rules.regulations.in_force"].value == 0


@pytest.mark.parametrize("name", FORMATS)
def test_a_group_and_its_first_row_on_one_line(name: str) -> None:
    _, labels = FORMATS[name]
    rows = t3_rows(labels, {i: [str(i), "0", "0", "0", "0", "0", str(i)] for i in range(25)})
    text = spaced(rows)
    for group in ("（三）不予公开", "（四）无法提供", "（五）不予处理"):
        text = text.replace(group + "\n", group + " ")
    report = read_text(report_text(t3=text.replace("三、本年度办理结果\n", "三、本年度办理结果 ")))
    totals = [cell.value for cell in report.cells if cell.table == "t3" and cell.column == "total"]
    assert totals == [Decimal(i) for i in range(len(labels))]


def test_values_before_labels_as_some_pdf_dumps_have_them() -> None:
    rows = t3_rows(T3_2021, {i: [str(i), "0", "0", "0", "0", "0", str(i)] for i in range(25)})
    lines = [cell for row in rows if len(row) == 1 for cell in row][:9]
    for label, *values in (row for row in rows if len(row) > 1):
        lines += [" ".join(values), label]
    report = read_text(report_text(t3="\n".join(lines)))
    t3 = [cell for cell in report.cells if cell.table == "t3"]
    assert [cell.value for cell in t3 if cell.column == "total"] == [Decimal(i) for i in range(25)]


def test_a_partly_destroyed_table_gives_what_is_certain() -> None:
    rows = t3_rows(T3_2021, {0: ["2", "0", "0", "0", "0", "0", "2"], 1: ["1", "1"]})
    del rows[12]
    report = read_text(report_text(t3=one_cell_a_line(rows)))
    t3 = {cell.key: cell for cell in report.cells if cell.table == "t3"}
    assert t3["t3.new_received.total"].value == 2
    assert t3["t3.carried_in.total"].state == "absent"
    assert t3["t3.carried_in.total"].reason == "columns_ambiguous"
    lost = [cell for cell in t3.values() if cell.reason == "row_not_found"]
    assert len(lost) == 7
    assert [e.text for e in report.surplus] == ["1", "1"]


def test_instruction_left_in_a_cell_is_text_and_no_number() -> None:
    report = read_text(
        report_text(t2=one_cell_a_line(t2_rows(T2_2019, ["0"] * 6 + ["29", "如-8", "30"] + ["0"] * 19)))
    )
    cell = next(c for c in report.cells if c.key == "t2_permits.licensing.change")
    assert (cell.state, cell.value, cell.raw) == ("text", None, "如-8")


def test_a_row_printed_as_two_is_not_guessed() -> None:
    text = one_cell_a_line(t2_rows(T2_2019, ["0"] * 28)).replace(
        "其他对外管理服务事项\n0\n0\n0", "其他对外管理服务事项\n行政检查\n1\n2\n3\n行政确认\n4\n5\n6"
    )
    report = read_text(report_text(t2=text))
    cells = [c for c in report.cells if c.row == "other_services"]
    assert {(c.state, c.reason) for c in cells} == {("absent", "split_row")}
    assert "4" in [e.text for e in report.surplus]


@pytest.mark.parametrize(
    ("header", "raw", "expected"),
    [
        ("采购总金额", "160.5964万元", "1605964"),
        ("采购总金额（万元）", "477.35", "4773500"),
        ("采购总金额", "251000元", "251000"),
        ("采购总金额", "251000", "251000"),
    ],
)
def test_amounts_are_in_yuan(header: str, raw: str, expected: str) -> None:
    text = one_cell_a_line(t2_rows(T2_2019, ["0"] * 21 + [raw])).replace("采购总金额", header)
    report = read_text(report_text(t2=text))
    cell = next(c for c in report.cells if c.column == "procurement_amount")
    assert cell.value == Decimal(expected)
    assert cell.raw == raw


def test_without_a_table_there_is_no_cell() -> None:
    assert read_text(report_text()).cells == ()


RAGGED = """第二十条第(一)项 | ||||
信息内容 | 本年新 制作数量 | 本年新 公开数量 | 对外公开总数量 | |
规章 | 0 | 0 | 0 | |
规范性文件 | 3 | | 9 | |
第二十条第(五)项
信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 | |
行政许可 | 12 | -2 | 408 | |
其他对外管理服务事项 | 5 | 0 | 31 | |
第二十条第(九)项 | ||||
信息内容 | 采购项目数量 | 采购总金额 | ||
政府集中采购 | ||||
(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) | 申请人情况 | ||||||||
自然人 | 法人或其他组织 | 总计 | |||||||
商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||
一、本年新收政府信息公开申请数量 | 4 | 1 | 0 | 0 | 0 | 0 | 5 | ||
二、上年结转政府信息公开申请数量 | 0 | | | | | | 0 | ||
三、本年度办理结果 | (一)予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5 | |
(二)部分公开(区分处理的,只计这一情形,不计其他情形) | 0 | 0 | 0 | 0 | 0 | 0 | 0 | ||
(七)总计 | 4 | 1 | 0 | 0 | 0 | 0 | 5 | ||"""


def test_ragged_rows_with_bars_left_over_from_merged_cells() -> None:
    cells = {c.key: c for c in read_text(report_text(t2=RAGGED)).cells}
    assert [
        cells[f"t3.new_received.{k}"].raw for k in ("natural_person", "commercial_enterprise", "total")
    ] == [
        "4",
        "1",
        "5",
    ]
    assert cells["t3.carried_in.total"].value == 0
    assert cells["t3.carried_in.other_org"].state == "blank"
    assert cells["t3.granted.total"].value == 5
    assert cells["t3.total_processed.commercial_enterprise"].value == 1
    assert cells["t2_permits.licensing.change"].value == -2
    assert cells["t2_rules.normative_documents.newly_published"].state == "blank"
    assert cells["t2_procurement.central_procurement.procurement_amount"].state == "blank"


def test_a_bar_on_the_next_line_closes_the_cell() -> None:
    text = (
        "第二十条第(一)项 |\n|||\n信息内容 |\n本年制发件数 |\n本年废止件数 |\n现行有效件数 |\n"
        "规章 |\n0 |\n|\n0 |\n"
        "行政规范性文件\n|\n2 |\n|\n7 |"
    )
    cells = [c.raw for c in read_text(report_text(t2=text)).cells if c.table == "t2_rules"]
    assert cells == ["0", "", "0", "2", "", "7"]


def test_one_cell_a_line_with_blank_cells_lost_for_good() -> None:
    text = one_cell_a_line(t3_rows(T3_2019, {0: ["2", "", "", "", "", "", "2"]}, default=""), blank="")
    lines = [line for line in text.split("\n") if line]
    t3 = {c.key: c for c in read_text(report_text(t3="\n".join(lines))).cells if c.table == "t3"}
    assert t3["t3.new_received.total"].state == "absent"
    assert t3["t3.granted.total"].state == "blank"


def test_a_fourth_table_whose_upright_header_fell_to_pieces() -> None:
    header = (
        "行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n结 结 其 尚\n结 结 其 尚 结 结 其 尚\n果 果 他 未\n"
        "总计 果 果 他 未 总 果 果 他 未 总\n维 纠 结 审\n维 纠 结 审 计 维 纠 结 审 计\n持 正 果 结\n"
    )
    values = [str(i) for i in range(15)]
    report = read_text(report_text(t4=header + " ".join(values)))
    assert raws(report, "t4") == values
    assert all(report.text[c.start : c.end] == c.raw for c in report.cells if c.table == "t4")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("layout", [padded, padded_cells, tabbed, one_cell_a_line])
def test_a_table_that_breaks_off_gives_no_value_of_another_cell(
    name: str, layout: Callable[[Rows], str]
) -> None:
    shape, labels = FORMATS[name]
    t3 = {i: [str(10 * i + j) if (i + j) % 3 else "" for j in range(7)] for i in range(25)}
    whole = report_text(
        t2=layout(t2_rows(shape, [str(i) for i in range(28)])),
        t3=layout(t3_rows(labels, t3)),
        t4=layout(t4_rows([str(i) for i in range(15)])),
    )
    expected = {cell.key: cell.raw.strip() for cell in read_text(whole).cells}
    ends = [i for i, char in enumerate(whole) if char == "\n"]
    for end in ends[12::9]:
        for cell in read_text(whole[:end]).cells:
            if cell.state == "value":
                assert cell.raw == expected[cell.key], (cell.key, whole[end - 30 : end])

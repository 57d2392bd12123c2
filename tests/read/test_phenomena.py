"""What published reports do to their text, on invented examples: headings, titles, issuers, furniture."""

from __future__ import annotations

import pytest
from builders import T2_2021, T3_2021, report_text, spaced, t2_rows, t3_rows, t4_rows

from govnlp.model import Report
from govnlp.read.report import is_report, read_text

BODY = "2022年，进一步加强组织领导，完善工作机制，规范信息发布流程，主动公开信息120条，群众反映良好。"


def headings(report: Report) -> list[str]:
    return [b.text.strip() for b in report.blocks if b.kind == "heading"]


def furniture(report: Report) -> dict[str, str]:
    return {b.text.strip(): b.reason for b in report.blocks if b.kind == "furniture"}


def test_sections_are_of_the_outer_level_also_where_the_inner_names_more() -> None:
    report = read_text(
        f"一、总体情况\n{BODY}\n（一）主动公开情况\n{BODY}\n（二）依申请公开情况\n{BODY}\n"
        f"（三）行政复议、行政诉讼情况\n{BODY}\n二、存在的主要问题及改进情况\n{BODY}"
    )
    assert [(s.key, s.title) for s in report.sections] == [
        ("overview", "一、总体情况"),
        ("problems", "二、存在的主要问题及改进情况"),
    ]


def test_a_sentence_that_names_a_section_is_no_heading() -> None:
    sentence = "2019年未发生有关政府信息公开申请的行政复议、行政诉讼情况。"
    report = read_text(
        f"一、概述\n{BODY}\n二、因政府信息公开申请行政复议、提起行政诉讼的情况\n{sentence}\n"
        f"三、存在的主要问题及改进情况\n{BODY}"
    )
    assert sentence in [p.text.strip() for p in report.paragraphs]
    assert len(report.sections) == 3


def test_a_numbered_heading_that_ends_in_a_colon() -> None:
    report = read_text(f"一、总体情况\n1.主动公开情况\n{BODY}\n2.依申请公开办理情况：\n{BODY}")
    assert "2.依申请公开办理情况：" in headings(report)


def test_a_numbered_heading_is_no_title_and_what_stands_before_it_is_text() -> None:
    opening = (
        "本年度报告根据《中华人民共和国政府信息公开条例》要求，由云溪市教育局编制，统计期限为2018年全年。"
    )
    report = read_text(
        f"{opening}\n一、政府信息公开工作情况\n1.政府信息主动公开情况\n{BODY}\n2.公开方式\n{BODY}"
    )
    assert report.title == ""
    assert opening in [p.text.strip() for p in report.paragraphs]
    assert report.issuer == "云溪市教育局"


@pytest.mark.parametrize(
    ("opening", "issuer"),
    [
        ("2022年，云溪县柳桥镇认真贯彻落实《条例》，公开信息30条。", "云溪县柳桥镇"),
        ("2022年，我局在管委会网站公开信息20条。\n澜亭新区管委会网站设有我局专栏。", None),
        (
            "根据云溪市人民政府《关于加强信息公开的意见》，现公布本单位年度报告，有疑问请与云溪市民政局联系。",
            "云溪市民政局",
        ),
        ("本年度报告由云溪县人民政府办公室汇总编制。2022年，我县公开信息300条。", "云溪县人民政府"),
        ("本年度报告由云溪县人民政府办公室编制。2022年，我办公开信息300条。", "云溪县人民政府办公室"),
        ("2022年，县政府办公室认真贯彻落实《条例》。", None),
    ],
)
def test_the_issuer_is_who_acts_not_who_publishes_or_is_cited(opening: str, issuer: str | None) -> None:
    report = read_text(f"{opening}\n一、总体情况\n{BODY}\n二、主动公开政府信息情况\n{BODY}")
    assert report.issuer == issuer


def test_the_text_tells_the_county_of_a_township() -> None:
    report = read_text(
        f"柳桥乡人民政府2022年政府信息公开工作年度报告\n如有疑问请联系柳桥乡党政办（地址：怀宁县柳桥乡人民政府）。\n"
        f"一、总体情况\n{BODY}"
    )
    assert report.issuer == "柳桥乡人民政府"
    assert (report.region, report.admin_code) == ("怀宁县", "340822")


def test_the_year_of_a_school_report_is_that_in_which_it_starts() -> None:
    report = read_text("2022-2023学年，云溪师范学院扎实做好信息公开工作，报告如下。\n一、概述\n" + BODY[6:])
    assert report.report_year == 2022


def test_metadata_without_names_and_with_bullets() -> None:
    report = read_text(
        "2017年云溪市澜亭区教育局政府信息公开工作年度报告\nQA4412345-2018-001\n主动公开\n无\n澜亭区教育局\n2018.01.25\n"
        "- 发布日期：2018-01-29 09:09\n本年度报告由澜亭区教育局编制，全文分为五个部分，欢迎查阅。\n"
        f"一、概述\n{BODY}"
    )
    assert set(furniture(report).values()) == {"metadata", "signature"}
    assert str(report.publish_date) == "2018-01-29"


def test_the_column_s_name_behind_the_last_section_is_no_paragraph() -> None:
    report = read_text(
        f"一、总体情况\n{BODY}\n六、其他需要报告的事项\n无其他需要报告的事项。\n政府信息公开年报"
    )
    assert report.paragraphs[-1].text.strip() == "无其他需要报告的事项。"


def paragraphs(report: Report) -> list[str]:
    return [p.text.strip() for p in report.paragraphs]


def test_lines_broken_at_links_and_inside_brackets_are_one_paragraph() -> None:
    report = read_text(
        "一、总体情况\n根据《\n云溪市信息公开办法》（以下简称\n《办法》）的要求，完善制度。\n2022年是\n《办法》实施的第二年。\n"
        "（一）完善制度\n《办法》规定的制度都已建立，运行良好，公开渠道畅通，群众满意，社会各界反映良好。"
    )
    assert paragraphs(report)[:2] == [
        "根据《云溪市信息公开办法》（以下简称《办法》）的要求，完善制度。",
        "2022年是《办法》实施的第二年。",
    ]
    assert "（一）完善制度" in headings(report)


def test_a_page_number_inside_a_sentence_goes_behind_its_paragraph() -> None:
    line = "我镇加强信息公开工作，完善制度，规范流程，严格执行分级审"
    report = read_text(
        "一、总体情况\n"
        + f"{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n- 2 -\n核先审后发程序，效果良好。\n"
        f"二、存在的主要问题及改进情况\n{line}\n{line}\n核先审后发程序，效果良好。\n- 3 -"
    )
    assert paragraphs(report)[0] == line * 6 + "核先审后发程序，效果良好。"
    assert furniture(report) == {"- 2 -": "page_number", "- 3 -": "page_number"}
    start = report.text.index("核先审")
    assert report.source_map.to_source(start) > report.source_map.to_source(start - 1)


def test_a_page_number_between_the_rows_of_a_table_is_no_cell() -> None:
    values = {i: [str(i), "0", "0", "0", "0", "0", str(i)] for i in range(25)}
    rows = spaced(t3_rows(T3_2021, values)).replace("\n2.重复申请", "\n- 3 -\n2.重复申请")
    report = read_text(report_text(t3=rows))
    totals = [c.value for c in report.cells if c.table == "t3" and c.column == "total"]
    assert totals == list(range(25))


def test_a_report_that_came_as_one_line() -> None:
    values = {i: [str(i), "0", "0", "0", "0", "0", str(i)] for i in range(25)}
    whole = report_text(
        title="云溪县民政局2022年政府信息公开工作年度报告",
        overview=f"{BODY}\n（一）主动公开情况。全年公开信息 120 条。\n{BODY}",
        t2=spaced(t2_rows(T2_2021, [str(i) for i in range(10)])),
        t3=spaced(t3_rows(T3_2021, values)),
        t4=spaced(t4_rows([str(i) for i in range(15)])),
    )
    lines, flat = read_text(whole), read_text(whole.replace("\n", " "))
    assert (flat.title, flat.issuer, flat.report_year) == (lines.title, lines.issuer, lines.report_year)
    assert [(s.key, s.title) for s in flat.sections] == [(s.key, s.title) for s in lines.sections]
    assert paragraphs(flat) == paragraphs(lines)
    assert [(c.key, c.value) for c in flat.cells] == [(c.key, c.value) for c in lines.cells]
    for cell in flat.cells:
        assert cell.start is not None
        assert flat.text[cell.start : cell.end] == cell.raw


def test_tables_that_came_as_one_line_each() -> None:
    values = {i: [str(i), "0", "0", "0", "0", "0", str(i)] for i in range(25)}
    tables = {
        "t2": spaced(t2_rows(T2_2021, [str(i) for i in range(10)])),
        "t3": spaced(t3_rows(T3_2021, values)),
        "t4": spaced(t4_rows([str(i) for i in range(15)])),
    }
    lines = read_text(report_text(**tables))
    flat = read_text(report_text(**{name: text.replace("\n", " ") for name, text in tables.items()}))
    assert [(c.key, c.value) for c in flat.cells] == [(c.key, c.value) for c in lines.cells]


def test_a_heading_with_a_stray_mark_is_not_joined_to_its_text() -> None:
    report = read_text(f"一、总体情况、\n一是主动公开情况。{BODY}\n二、存在的主要问题及改进情况\n{BODY}")
    assert [s.key for s in report.sections] == ["overview", "problems"]


def test_menus_and_forms_above_a_report_without_title_are_furniture() -> None:
    report = read_text(
        "留言咨询\n1.错误类：*\n- 政策解读\n- 项目中心\n云溪市澜亭区人民政府\n2014年2月27日\n引 言\n"
        f"本年度报告由云溪市澜亭区人民政府编制，全文包括概述等部分，如有疑问请联系区政府办公室，欢迎监督。\n一、概述\n{BODY}"
    )
    assert set(furniture(report).values()) == {"navigation", "signature", "metadata"}
    assert headings(report) == ["引 言", "一、概述"]
    assert len(report.paragraphs) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("现公布云溪市公安局2023年政府信息公开工作年度报告。\n一、总体情况\n" + BODY, True),
        ("本年报由云溪县人民政府编制，反映信息公开工作，数据统计期限为2012年全年。\n" + BODY, True),
        ("根据《政府信息公开条例》编制本指南，内容包括机构职能。\n一、公开范围\n机构职能。", False),
        ("政府信息公开工作要点如下。\n一、加强重点领域公开\n公开财政信息。", False),
        (BODY, False),
    ],
)
def test_an_opening_that_calls_itself_a_report_makes_one(text: str, expected: bool) -> None:
    assert is_report(read_text(text)) is expected

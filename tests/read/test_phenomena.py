"""What published reports do to their text, on invented examples: headings, titles, issuers, furniture."""

from __future__ import annotations

import pytest

from govnlp.model import Report
from govnlp.read.report import read_text

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

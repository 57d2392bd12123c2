"""What published reports look like, defect by defect, in plain text."""

from __future__ import annotations

import pytest
from builders import T2_2021, T3_2021, TITLE, one_cell_a_line, report_text, t2_rows, t3_rows

from govnlp.model import Report
from govnlp.read.report import read_text

SIX = ["overview", "proactive_tables", "request_tables", "review_litigation", "problems", "other"]
BODY = "2021年，我街道主动公开政府信息120条，通过公开栏发布40条，接受群众电话咨询35人次，均按时办结。"


def keys(report: Report) -> list[str]:
    return [section.key for section in report.sections]


def paragraphs(report: Report) -> list[str]:
    return [p.text.strip() for p in report.paragraphs]


def furniture(report: Report) -> dict[str, str]:
    return {b.text.strip(): b.reason for b in report.furniture}


def headings(report: Report) -> list[str]:
    return [b.text.strip() for b in report.headings if b.level > 1]


# Furniture -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("首页 > 政务公开 > 政府信息公开年报", "breadcrumb"),
        ("当前位置：首页 >> 信息公开", "breadcrumb"),
        ("[字体: ] 打印", "toolbar"),
        ("【 打印 】【 关闭 】", "toolbar"),
        ("【字体:打印", "toolbar"),
        ("点击数:人次", "counter"),
        ("浏览次数: 次", "counter"),
        ("浏览量:11042", "counter"),
        ("扫一扫在手机打开当前页", "share"),
        ("分享到：", "share"),
        ("请输入关键字", "search_box"),
        ("登录 注册", "navigation"),
        ("索 引 号 | 990301/2022-00012", "metadata"),
        ("来源：柳桥街道 发布时间：2022-01-20", "metadata"),
        ("柳桥街办〔2022〕3号", "doc_number"),
    ],
)
def test_furniture_above_the_title(line: str, reason: str) -> None:
    report = read_text(line + "\n" + report_text(overview=BODY))
    assert furniture(report)[line] == reason
    assert report.title.endswith("2021年政府信息公开工作年度报告")
    assert all(line not in text for text in paragraphs(report))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("政策解读:", "related_links"),
        ("附件：柳桥街道年报.docx", "attachment"),
        ("2022年1月20日", "date_line"),
        ("扫一扫在手机打开当前页", "share"),
        ("打印 关闭", "toolbar"),
        ("主办单位：澜亭区人民政府办公室", "footer"),
        ("东ICP备12345678号", "footer"),
        ("上一篇：2020年年报", "navigation"),
    ],
)
def test_furniture_behind_the_last_section(line: str, reason: str) -> None:
    report = read_text(report_text(overview=BODY) + "\n" + line)
    assert furniture(report)[line] == reason
    assert report.sections[-1].end <= report.furniture[-1].start
    assert paragraphs(report)[-1] == "无。"


def test_a_caption_and_a_page_number_inside_a_section() -> None:
    report = read_text(report_text(overview=f"{BODY}\n图1 主动公开信息分类图\n- 2 -\n{BODY}"))
    assert furniture(report)["图1 主动公开信息分类图"] == "caption"
    assert furniture(report)["- 2 -"] == "page_number"


# Titles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "title", "issuer", "year"),
    [
        ("澜亭区柳桥街道办事处2021年政府信息公开工作年度报告", None, "澜亭区柳桥街道办事处", 2021),
        ("澜亭区柳桥街道办事处\n2021年政府信息公开工作年度报告", None, "澜亭区柳桥街道办事处", 2021),
        ("澜亭区柳桥街道办事处\n2021年政府信息公开\n工作年度报告", None, "澜亭区柳桥街道办事处", 2021),
        (
            "2021年澜亭区民政局政府信息公开工作年度报告\n2021年澜亭区民政局政府信息公开工作年度报告",
            "2021年澜亭区民政局政府信息公开工作年度报告",
            "澜亭区民政局",
            2021,
        ),
        (
            "澜亭区水利局2021年政府信息公开年报（文字版）",
            "澜亭区水利局2021年政府信息公开年报",
            "澜亭区水利局",
            2021,
        ),
        ("澜亭区教育局二〇二一年政府信息公开年度报告", None, "澜亭区教育局", 2021),
        ("澜亭区教育局2021 年度政务公开工作总结", None, "澜亭区教育局", 2021),
    ],
)
def test_titles(printed: str, title: str | None, issuer: str, year: int) -> None:
    report = read_text(report_text(title=printed, overview=BODY))
    assert report.title == (title or printed.replace("\n", ""))
    assert report.issuer == issuer
    assert report.report_year == year
    assert "report_year" not in report.inferred_fields
    assert keys(report) == SIX


def test_a_title_without_a_year_and_the_year_from_the_day_of_publication() -> None:
    report = read_text(
        report_text(title="柳桥街道政府信息公开工作年度报告", overview=BODY.replace("2021年，", ""))
    )
    assert report.report_year == 2021
    assert "report_year" in report.inferred_fields


def test_a_title_without_a_year_and_the_year_from_the_period() -> None:
    opening = "本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。"
    text = report_text(title="柳桥街道政府信息公开工作年度报告").replace(
        "一、总体情况", opening + "\n一、总体情况"
    )
    report = read_text(text)
    assert report.report_year == 2020
    assert "report_year" in report.inferred_fields


def test_a_site_name_above_the_title_is_no_title() -> None:
    text = report_text(title="云溪市澜亭区人民政府\n\xa0\n柳桥街道政府信息公开工作年度报告", overview=BODY)
    report = read_text(text)
    assert report.title == "柳桥街道政府信息公开工作年度报告"
    assert report.issuer == "柳桥街道"
    assert furniture(report)["云溪市澜亭区人民政府"] == "site_name"


def test_a_report_in_a_cover_letter() -> None:
    letter = (
        "澜亭区水利局关于报送2021年政府信息公开工作年度报告的函\n区政府办公室：\n"
        "现将我局2021年政府信息公开工作年度报告报送给你们，请审阅。"
    )
    title = "澜亭区水利局2021年政府信息公开工作年度报告"
    report = read_text(letter + "\n" + report_text(title=title, overview=BODY))
    assert report.title == title
    assert paragraphs(report)[0] == BODY
    assert furniture(report)["现将我局2021年政府信息公开工作年度报告报送给你们，请审阅。"] == "cover_letter"


def test_no_title_at_all() -> None:
    report = read_text(report_text(overview=BODY).partition("\n")[2])
    assert report.title == ""
    assert keys(report) == SIX


# Openings ------------------------------------------------------------------------------------------------


def test_section_names_in_an_opening_are_no_headings() -> None:
    opening = (
        "本报告由“总体情况”“主动公开政府信息情况”“存在的主要问题及改进情况”等六个部分组成。"
        "全文包括(一)总体情况;(二)主动公开政府信息情况;(三)其他需要报告的事项。"
    )
    report = read_text(report_text(overview=BODY).replace("一、总体情况", opening + "\n一、总体情况"))
    assert keys(report) == SIX
    assert paragraphs(report)[0] == opening
    assert report.paragraphs[0].section_id is None


def test_a_list_of_contents_is_furniture() -> None:
    contents = "目录\n一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况"
    text = report_text(overview=BODY).replace("发布时间：2022-01-20", f"发布时间：2022-01-20\n{contents}")
    report = read_text(text)
    assert keys(report) == SIX
    assert furniture(report)["目录"] == "toc"
    assert paragraphs(report)[0] == BODY


def test_an_editors_note_is_furniture() -> None:
    text = report_text(overview=BODY).replace("一、总体情况", "编注：本报告由柳桥街道提供。\n一、总体情况", 1)
    assert furniture(read_text(text))["编注：本报告由柳桥街道提供。"] == "editor_note"


# Headings ------------------------------------------------------------------------------------------------


def test_han_numerals_with_a_space_before_the_mark() -> None:
    report = read_text(
        report_text(overview=BODY).replace("一、总体", "一 、总体").replace("五、存在", "五 、存在")
    )
    assert keys(report) == SIX


def test_sections_without_numbers() -> None:
    text = report_text(overview=BODY)
    for number in "一二三四五六":
        text = text.replace(f"\n{number}、", "\n")
    assert keys(read_text(text)) == SIX


def test_sections_numbered_in_brackets() -> None:
    text = report_text(overview=BODY)
    for number in "一二三四五六":
        text = text.replace(f"\n{number}、", f"\n（{number}）")
    assert keys(read_text(text)) == SIX


def test_sections_with_arabic_numbers() -> None:
    text = report_text(overview=BODY)
    for value, number in enumerate("一二三四五六", 1):
        text = text.replace(f"\n{number}、", f"\n{value}. ")
    assert keys(read_text(text)) == SIX


def test_a_heading_wrapped_in_two_lines() -> None:
    text = report_text(overview=BODY).replace(
        "四、政府信息公开行政复议、行政诉讼情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉\n讼情况",
    )
    report = read_text(text)
    assert keys(report) == SIX
    assert report.sections[3].title == "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"


def test_numbers_inside_a_section_do_not_open_sections() -> None:
    problems = "一、存在的问题\n" + BODY + "\n二、改进措施\n" + BODY
    report = read_text(report_text(overview=BODY, problems=problems))
    assert keys(report) == SIX
    assert headings(report) == ["一、存在的问题", "二、改进措施"]


def test_numbers_inside_a_paragraph_are_no_headings() -> None:
    overview = "重点做了两项工作：一、完善公开制度，明确责任分工；二、规范公开内容，定期更新栏目。"
    report = read_text(report_text(overview=overview))
    assert keys(report) == SIX
    assert paragraphs(report)[0] == overview


def test_own_line_and_run_in_headings() -> None:
    overview = f"（一）主动公开\n{BODY}\n（二）依申请公开情况。{BODY}"
    report = read_text(report_text(overview=overview))
    assert headings(report) == ["（一）主动公开"]
    second = report.paragraphs[1]
    assert second.lead is not None
    assert report.text[second.lead.start : second.lead.end] == "（二）依申请公开情况。"
    assert report.paragraphs[0].lead is None


def test_skipped_and_reordered_sections() -> None:
    text = report_text(overview=BODY)
    start, stop = text.index("二、主动"), text.index("三、收到")
    report = read_text(text[:start] + text[stop:])
    assert keys(report) == [key for key in SIX if key != "proactive_tables"]


def test_proactive_disclosure_as_the_first_section() -> None:
    text = "澜亭区水利局2016年政府信息公开年度报告\n一、主动公开政府信息情况\n" + BODY
    text += "\n二、依申请公开政府信息情况\n未收到申请。\n三、存在的主要问题和改进措施\n" + BODY
    report = read_text(text)
    assert keys(report) == ["proactive_tables", "request_tables", "problems"]
    assert report.format == "pre2019"


def test_sections_of_a_report_before_2019() -> None:
    names = ("概述", "主动公开政府信息情况", "依申请公开政府信息情况", "政府信息公开的收费及减免情况")
    more = ("因政府信息公开申请行政复议、提起行政诉讼的情况", "存在的主要问题及改进措施")
    text = "澜亭区水利局2012年政府信息公开年度报告"
    for number, name in zip("一二三四五六", names + more, strict=True):
        text += f"\n{number}、{name}\n{BODY}"
    report = read_text(text)
    assert keys(report) == [
        "overview",
        "proactive_tables",
        "request_tables",
        "free",
        "review_litigation",
        "problems",
    ]
    assert report.format == "pre2019"
    assert report.cells == ()


def test_a_body_that_is_only_nothing() -> None:
    for nothing in ("无。", "无", "本年度无其他需要报告的事项"):
        report = read_text(report_text(overview=BODY, other=nothing))
        assert paragraphs(report)[-1] == nothing
        assert report.paragraphs[-1].section_id == report.sections[-1].section_id


# Lines and characters ------------------------------------------------------------------------------------


def test_hard_wrapped_lines_are_joined() -> None:
    lines = []
    body = BODY * 4
    for at in range(0, len(body), 36):
        lines.append(body[at : at + 36])
    wrapped = "　　" + "\n".join(lines)
    report = read_text(report_text(overview=wrapped + "\n" + wrapped, problems=wrapped))
    assert paragraphs(report)[0] == body
    assert paragraphs(report)[1] == body


def test_digits_alone_on_a_line_go_with_their_year() -> None:
    report = read_text(report_text(overview="截至\n2021\n年12月31日，公开信息120条。"))
    assert "2021年12月31日" in report.text


def test_blank_lines_between_paragraphs_are_left_out() -> None:
    lines = [line for line in report_text(overview=BODY).split("\n") if line]
    assert read_text("\n\n".join(lines)).text == "\n".join(lines)


def test_kangxi_radicals_stay_in_the_text_and_do_not_matter() -> None:
    report = read_text(
        report_text(overview=BODY).replace("工作年度报告", "⼯作年度报告").replace("一、总体", "⼀、总体")
    )
    assert keys(report) == SIX
    assert "⼯作" in report.title


def test_a_copy_in_traditional_characters_with_pinyin_glosses() -> None:
    names = {
        "政府信息公开工作年度报告": "政府信息公開工作年度報(bào)告",
        "总体情况": "總體情況",
        "主动公开": "主動公開",
        "收到和处理": "收到和處理",
        "信息公开申请": "信息公開申請",
        "信息公开行政复议、行政诉讼": "信息公開行政復(fù)議、行政訴訟",
        "存在的主要问题及改进": "存在的主要問題及改進(jìn)",
        "其他需要报告的事项": "其他需要報(bào)告的事項",
    }
    text = report_text(overview=BODY)
    for simplified, traditional in names.items():
        text = text.replace(simplified, traditional)
    report = read_text(text)
    assert keys(report) == SIX
    assert report.report_year == 2021


def test_full_width_digits_in_the_title() -> None:
    report = read_text(report_text(title="澜亭区水利局２０２１年政府信息公开工作年度报告", overview=BODY))
    assert report.report_year == 2021


def test_notes_of_the_tables_are_not_narrative() -> None:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    t3 = note + "\n" + one_cell_a_line(t3_rows(T3_2021, {}))
    t2 = one_cell_a_line(t2_rows(T2_2021, ["0"] * 10)) + "\n注：以上数据截至12月31日。"
    report = read_text(report_text(overview=BODY, t2=t2, t3=t3))
    assert furniture(report)[note] == "table_note"
    assert all("注：" not in text and "勾稽" not in text for text in paragraphs(report))


def test_four_empty_table_sections() -> None:
    report = read_text(report_text(overview=BODY))
    assert keys(report) == SIX
    assert report.format == "unknown"


# Text that is no report ----------------------------------------------------------------------------------


def test_plain_text_is_one_free_section() -> None:
    report = read_text("全年接待群众7352人次。\n办理证照2168个。")
    assert keys(report) == ["free"]
    assert paragraphs(report) == ["全年接待群众7352人次。", "办理证照2168个。"]
    assert report.sections[0].start == 0
    assert report.sections[0].end == len(report.text)


def test_empty_text() -> None:
    report = read_text("")
    assert (report.text, report.blocks, report.sections, report.paragraphs) == ("", (), (), ())


# Whole pages as dumps have them ---------------------------------------------------------------------------

DUMP = """柳桥镇人民政府
您现在所在的位置: 网站首页 > 政府信息公开 > 柳桥镇人民政府 > 政府信息公开年报
> 政务公开 > 乡镇街道 > 柳桥镇
索 引 号 1133102400268125XW/2024-104757 公开方式 主动公开
成文日期 2024-01-16 发布机构 柳桥镇
柳桥镇2023年政府信息公开工作年度报告
发布时间:2024-01-19 11:04 来源:柳桥镇人民政府 字体:[ ]
点击查看解读
柳桥镇2023
政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》规定,现发布《柳桥镇2023年政府信息公开工作年度报告》。
一、政府信息公开工作的基本情况
(一)主动公开
2023年我镇政府信息公开平台累计发布各类信息716条,其中政务公开平台发布信息398条。
二、主动公开政府信息情况
该部分以表格形式报告。表格如下:
第二十条第(一)项
|
信息内容
|
本年制发件数
|
本年废止件数
|
现行有效件数
|
规章
|
0
|
|
6
|
行政规范性文件
|
2
|
0
|
|
第二十条第(五)项
|
信息内容
|
本年处理决定数量
|
行政许可
|
41
|
三、依申请公开和不予公开政府信息情况
2023年未收到申请。
六、需要说明的事项与附表
无。"""


def test_a_dump_with_the_title_twice_and_cells_closed_by_bars_below() -> None:
    report = read_text(DUMP)
    assert report.title == "柳桥镇2023年政府信息公开工作年度报告"
    assert report.issuer == "柳桥镇"
    assert report.report_year == 2023
    assert report.publish_date is not None
    assert report.publish_date.isoformat() == "2024-01-19"
    assert keys(report) == ["overview", "proactive_tables", "request_tables", "other"]
    assert headings(report) == ["(一)主动公开"]
    assert [c.raw for c in report.cells if c.table == "t2_rules"] == ["0", "", "6", "2", "0", ""]
    assert next(c.raw for c in report.cells if c.table == "t2_permits") == "41"
    assert paragraphs(report)[0].startswith("根据")
    assert furniture(report)["> 政务公开 > 乡镇街道 > 柳桥镇"] == "breadcrumb"
    assert furniture(report)["成文日期 2024-01-16 发布机构 柳桥镇"] == "metadata"


def test_a_title_marked_by_the_page_and_printed_again_in_the_article() -> None:
    from govnlp.read.assemble import Source, assemble
    from govnlp.read.html import read_html

    rows = "".join(f"<p>{line}</p>" for line in report_text(overview=BODY).split("\n"))
    page = f"<h1>{TITLE}</h1><div><a href=x>2020年政府信息公开工作年度报告</a></div><div id=zoom>{rows}</div>"
    report = assemble(read_html(page.encode(), "x"), Source("x", "x", ""))
    assert report.title == TITLE
    assert report.report_year == 2021
    assert paragraphs(report)[0] == BODY

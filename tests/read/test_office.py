"""Word files: order, merged cells, numbers that Word makes, tracked changes, files that cannot be read."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read.pdf_samples import para, placed, raw_docx, request_table, tcell, zipped

from govnlp.errors import ReadError
from govnlp.read.extraction import Extraction, Grid, Line
from govnlp.read.office import package as office_package
from govnlp.read.office import read_docx
from govnlp.read.office.numbering import format_number


def read(body: str, **parts: str) -> Extraction:
    return read_docx(raw_docx(body, parts), "a.docx")


def texts(extraction: Extraction) -> list[str]:
    return [b.text if isinstance(b, Line) else "|".join(c.text for c in b.cells) for b in extraction.blocks]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_paragraphs_and_tables_keep_their_order() -> None:
    table = f"<w:tbl><w:tr>{tcell('行政许可')}{tcell('128')}</w:tr></w:tbl>"
    extraction = read(para("一、总体情况") + table + para("") + para("　　正文。") + para("尾"))
    assert texts(extraction) == ["一、总体情况", "行政许可|128", "正文。", "尾"]
    assert [block.gap for block in extraction.blocks if isinstance(block, Line)] == [False, True, False]
    assert extraction.medium == "docx"


def test_merged_cells_come_once_with_their_spans() -> None:
    from docx import Document

    values = [[str(row + column) if column % 2 else "" for column in range(7)] for row in range(21)]
    rows = request_table(values)
    document = Document()
    table = document.add_table(len(rows), 10)
    for (row, column), (text, height, width) in placed(rows).items():
        table.cell(row, column).merge(table.cell(row + height - 1, column + width - 1)).text = text
    out = io.BytesIO()
    document.save(out)
    (grid,) = read_docx(out.getvalue(), "a.docx").blocks
    assert isinstance(grid, Grid)
    assert {(c.row, c.col): (c.text, c.rowspan, c.colspan) for c in grid.cells} == placed(rows)
    assert (grid.n_rows, grid.n_cols) == (len(rows), 10)


def test_cells_join_their_lines_and_keep_no_break_spaces() -> None:
    broken = "<w:tc><w:p><w:r><w:t>结果</w:t><w:br/><w:t>维持</w:t></w:r></w:p></w:tc>"
    words = f"<w:tc>{para('open')}{para('data')}</w:tc>"
    (grid,) = read(f"<w:tbl><w:tr>{broken}{words}{tcell(chr(0xA0))}{tcell('')}</w:tr></w:tbl>").blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["结果维持", "open data", "\xa0", ""]


def test_skipped_columns_nested_tables_and_frames() -> None:
    inner = f"<w:tbl><w:tr>{tcell('内')}{tcell('1')}</w:tr></w:tbl>"
    nested = f"<w:tc>{para('外')}{inner}{para('')}</w:tc>"
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{tcell('2')}</w:tr>"
    frame = f"<w:tbl><w:tr><w:tc>{para('框里')}{inner}{para('的字')}</w:tc></w:tr></w:tbl>"
    extraction = read(f"<w:tbl><w:tr>{nested}{tcell('3')}</w:tr>{late}</w:tbl>{frame}")
    assert texts(extraction) == ["外|3|2", "内|1", "框里", "内|1", "的字"]
    grid = extraction.blocks[0]
    assert isinstance(grid, Grid)
    assert [(c.row, c.col) for c in grid.cells] == [(0, 0), (0, 1), (1, 1)]


def test_soft_breaks_tabs_links_and_changes() -> None:
    body = (
        "<w:p><w:r><w:t>柳桥镇</w:t><w:br/><w:t>年度报告</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>发布</w:t><w:tab/><w:t>2024</w:t></w:r></w:p>"
        f"<w:p>{run('见')}<w:hyperlink r:id='x'>{run('网站')}</w:hyperlink>{run('。')}</w:p>"
        f"<w:p>{run('公开')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins>{run('15')}</w:ins>{run('件')}</w:p>"
        "<w:p><w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        f"{run('正文')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{para('控件')}</w:sdtContent></w:sdt>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前半')}</w:p>{para('后半')}"
    )
    expected = ["柳桥镇", "年度报告", "发布\t2024", "见网站。", "公开15件", "正文", "控件", "前半后半"]
    assert texts(read(body)) == expected


def test_text_boxes_notes_and_margins() -> None:
    box = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:txbxContent>{para('框')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{para('框')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    section = (
        "<w:sectPr><w:headerReference w:type='default' r:id='header1'/>"
        "<w:headerReference w:type='first' r:id='header2'/>"
        "<w:footerReference w:type='default' r:id='footer1'/></w:sectPr>"
    )
    extraction = read(
        f"<w:p>{run('正文')}{box}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>{para('后文')}{section}",
        header1=para("柳桥镇年度报告"),
        header2=para("首页不印"),
        footer1=f"<w:p>{run('- ')}<w:r><w:instrText>PAGE</w:instrText></w:r>{run('1')}{run(' -')}</w:p>",
        footnotes=f"<w:footnote w:id='2'>{para('注：数据截至年底。')}</w:footnote>",
    )
    assert texts(extraction) == ["正文", "框", "后文", "注：数据截至年底。", "柳桥镇年度报告", "- 1 -"]
    assert [block.hint for block in extraction.blocks][-2:] == ["running_header", "page_number"]


def level(index: int, form: str, text: str, start: int = 1) -> str:
    start_at = f"<w:start w:val='{start}'/>"
    return f"<w:lvl w:ilvl='{index}'>{start_at}<w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"


def item(text: str, depth: int, number: int = 1) -> str:
    return para(text, f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr>")


def test_automatic_numbers_are_part_of_the_text() -> None:
    levels = (
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.")
        + level(3, "ideographDigital", "%4．")
        + level(4, "bullet", "\uf06c")
    )
    numbering = (
        f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='0'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>"
    )
    body = (
        item("总体情况", 0)
        + item("主动公开", 1)
        + item("依申请公开", 1)
        + item("open", 2)
        + item("条目", 4)
        + item("主动公开政府信息情况", 0)
        + item("规章", 1)
        + item("细目", 3)
        + item("", 1)
        + item("存在的主要问题", 0, 2)
        + para("无。", "<w:numPr><w:numId w:val='0'/></w:numPr>")
    )
    assert texts(read(body, numbering=numbering)) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1. open",
        "●条目",
        "二、主动公开政府信息情况",
        "（一）规章",
        "一．细目",
        "五、存在的主要问题",
        "无。",
    ]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (12, "ideographDigital", "一二"),
        (10, "ideographDigital", "一〇"),
        (3, "ideographTraditional", "丙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (7, "unheardOf", "7"),
        (0, "chineseCounting", "0"),
    ],
)
def test_number_formats(value: int, form: str, printed: str) -> None:
    assert format_number(value, form) == printed


def test_styles_give_hints_and_numbers() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='a'><w:name w:val='标题'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='h1'><w:name w:val='标题 1'/>"
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='h2'><w:name w:val='my'/><w:basedOn w:val='b'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='b'><w:name w:val='heading 2'/>"
        "<w:basedOn w:val='h2'/></w:style>"
    )
    numbering = (
        f"<w:abstractNum w:abstractNumId='3'>{level(0, 'chineseCounting', '%1、')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='3'/></w:num>"
    )
    body = (
        para("年度报告", "<w:pStyle w:val='a'/>")
        + para("总体情况", "<w:pStyle w:val='h1'/>")
        + para("主动公开", "<w:pStyle w:val='h2'/>")
        + para("大纲", "<w:outlineLvl w:val='2'/>")
        + para("正文。", "<w:outlineLvl w:val='9'/>")
        + para("很长的一段文字。" * 20, "<w:pStyle w:val='h2'/>")
    )
    extraction = read(body, styles=styles, numbering=numbering)
    assert [block.hint for block in extraction.blocks] == ["title", "heading", "heading", "heading", "", ""]
    assert texts(extraction)[1] == "一、总体情况"


def code_of(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_docx(data, "a.docx")
    return caught.value.code


GOOD = raw_docx(para("正文。") + f"<w:tbl><w:tr>{tcell('规章')}{tcell('0')}</w:tr></w:tbl>")


def test_files_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert code_of(ole) == "convert_to_docx"
    assert code_of(ole + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert code_of(b"{\\rtf1 }") == "convert_to_docx"
    assert code_of(b"<html></html>") == "unreadable"
    assert code_of(GOOD[: len(GOOD) // 2]) == "truncated"
    assert code_of(zipped({"xl/workbook.xml": b"<workbook/>"})) == "unreadable"
    assert code_of(zipped({"word/document.xml": b"<w:document"})) == "unreadable"
    assert code_of(raw_docx(para(""))) == "empty"
    assert (
        code_of(zipped({"word/document.xml": b"<document><body/></document>", "word/media/1.png": b""}))
        == "no_text_layer"
    )
    assert code_of(zipped({"word/document.xml": bytes(2**22)})) == "archive_bomb"
    monkeypatch.setattr(office_package, "MAX_UNPACKED_BYTES", 100)
    assert code_of(GOOD) == "archive_bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(encoding: str) -> None:
    text = '<!DOCTYPE d [<!ENTITY a "aaaa">]><document><body><p><r><t>&a;</t></r></p></body></document>'
    assert code_of(zipped({"word/document.xml": text.encode(encoding)})) == "xml_entities"


def test_deep_nesting_is_refused() -> None:
    depth = 20_000
    body = "<w:sdt><w:sdtContent>" * depth + para("底") + "</w:sdtContent></w:sdt>" * depth
    assert code_of(raw_docx(body)) == "unreadable"


def test_damaged_members_are_told() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        at = archive.getinfo("word/document.xml").header_offset + 60
    assert code_of(GOOD[:at] + b"\xff\xff\xff\xff" + GOOD[at + 4 :]) in {"truncated", "unreadable"}


@settings(max_examples=60)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_an_extraction_or_a_read_error(data: bytes, headed: bool) -> None:
    try:
        read_docx(b"PK\x03\x04" + data if headed else data, "a.docx")
    except ReadError as error:
        assert error.code


@settings(max_examples=80)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_files_give_an_extraction_or_a_read_error(at: int, noise: bytes) -> None:
    try:
        read_docx(GOOD[:at] + noise + GOOD[at + len(noise) :], "a.docx")
    except ReadError as error:
        assert error.code


@settings(max_examples=60)
@given(st.text(st.sampled_from("<>/=' wptrcblvMergegridSpan0123"), max_size=60))
def test_any_xml_gives_an_extraction_or_a_read_error(inner: str) -> None:
    try:
        read_docx(raw_docx(f"{para('正文')}<w:tbl><w:tr>{inner}</w:tr></w:tbl>"), "a.docx")
    except ReadError as error:
        assert error.code

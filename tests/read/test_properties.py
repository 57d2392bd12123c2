"""What holds for any input whatever."""

from __future__ import annotations

import string

from builders import LAYOUTS, T2_2021, T3_2019, report_text, t2_rows, t3_rows, t4_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from govnlp.errors import ReadError
from govnlp.model import Report
from govnlp.read.plain import lines_of, read_markdown, read_text_file
from govnlp.read.report import read_text
from govnlp.text.normalize import fold, normalize
from govnlp.text.segment import sentence_spans

# Scraps that real pages are made of, so that the generator gets into the corners of the rules.
SCRAPS = st.sampled_from(
    [
        "一、总体情况",
        "二、",
        "（一）主动公开。",
        "三、收到和处理政府信息公开申请情况",
        "2021年政府信息公开工作年度报告",
        "第二十条第（一）项",
        "信息内容",
        "规章",
        "行政许可 | 3 | |",
        "申请人情况",
        "自然人",
        "总计",
        "3.其他",
        "（六）其他处理",
        "行政复议",
        "结果维持",
        "0",
        "\xa0",
        "|",
        "||",
        "|---|---|",
        "555",
        "无。",
        "2022年1月20日",
        "澜亭区水利局",
        "全年公开120条，其中网站100条！",
        "⼀、",
        "\u200b",
        "　　",
        "\r\n",
        "\n",
        "\n\n",
        "# ",
        "**",
    ]
)
TEXT = st.lists(
    SCRAPS | st.text(max_size=12) | st.text(alphabet=string.printable, max_size=8), max_size=40
).map("".join)


def assert_sound(report: Report) -> None:
    """Blocks tile the text, sentences tile paragraphs, and everything slices back to its surface."""
    text = report.text
    assert "".join(block.text for block in report.blocks) == text
    for before, block in zip(report.blocks, report.blocks[1:], strict=False):
        assert before.end == block.start
    for span in (*report.blocks, *report.paragraphs, *report.sentences):
        assert text[span.start : span.end] == span.text
        assert span.start < span.end
    for paragraph in report.paragraphs:
        own = [s for s in report.sentences if s.paragraph_id == paragraph.paragraph_id]
        assert "".join(s.text for s in own) == paragraph.text
        if paragraph.lead:
            assert paragraph.start == paragraph.lead.start < paragraph.lead.end <= paragraph.end
    for cell in report.cells:
        assert (cell.value is not None) == (cell.state == "value")
        if cell.start is not None and cell.end is not None:
            assert text[cell.start : cell.end] == cell.raw
        else:
            assert cell.state == "absent"
    for piece in report.surplus:
        assert text[piece.start : piece.end] == piece.text
    for section in report.sections:
        assert 0 <= section.start < section.end <= len(text)


@settings(max_examples=300)
@given(TEXT)
def test_any_text_is_read_and_tiled(text: str) -> None:
    assert_sound(read_text(text))


@settings(max_examples=100)
@given(TEXT)
def test_characters_come_from_the_source_and_none_but_space_is_lost(text: str) -> None:
    report = read_text(text)
    offsets = report.source_map
    for at, char in enumerate(report.text):
        if char != "\n":
            assert text[offsets.to_source(at)] == char
    assert sorted(c for c in report.text if not c.isspace()) == sorted(c for c in text if not c.isspace())


@settings(max_examples=50)
@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.lists(st.sampled_from(["0", "12", "", "-", "无", "如3"]), min_size=40, max_size=40),
    st.integers(0, 3000),
    st.integers(0, 60),
)
def test_a_report_with_a_hole_in_it_is_sound(name: str, values: list[str], at: int, size: int) -> None:
    layout = LAYOUTS[name]
    text = report_text(
        t2=layout(t2_rows(T2_2021, values)),
        t3=layout(t3_rows(T3_2019, {0: values[:7], 5: values[7:14]})),
        t4=layout(t4_rows(values[14:29])),
    )
    assert_sound(read_text(text[:at] + text[at + size :]))


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    for reader in (read_text_file, read_markdown):
        try:
            reader(data, "x")
        except ReadError as error:
            assert error.code
            assert error.source == "x"


@given(TEXT)
def test_lines_keep_their_offsets(text: str) -> None:
    for line in lines_of(text).blocks:
        for piece in line.pieces:  # type: ignore[union-attr]
            assert text[piece.at : piece.at + len(piece.text)] == piece.text


@given(st.text(max_size=80) | TEXT)
def test_the_view_maps_back(text: str) -> None:
    view = normalize(text)
    assert len(fold(text)) == len(text)
    origins = [view.origin(at) for at in range(len(view.text))]
    assert origins == sorted(set(origins))
    assert view.text == "".join(fold(text)[at] for at in origins)
    if view.text:
        start, end = view.span(0, len(view.text))
        assert 0 <= start < end <= len(text)


@given(st.text(max_size=80) | TEXT)
def test_sentences_tile(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentence_spans(text)) == text

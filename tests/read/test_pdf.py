"""PDF files: wrapped lines, page furniture, tables over page breaks, files that cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read.pdf_samples import (
    FONT,
    SENTENCE,
    TITLE,
    Rows,
    cells,
    draw_pdf,
    empty_glyphs_pdf,
    make_pdf,
    placed,
    request_table,
    review_table,
)

from govnlp.errors import MissingExtraError, ReadError
from govnlp.read.extraction import Extraction, Grid, Line
from govnlp.read.limits import MAX_PAGES
from govnlp.read.pdf import read_pdf
from govnlp.read.pdf.lines import joint
from govnlp.read.pdf.stitch import Table, stitch
from govnlp.read.pdf.tables import TableCell

VALUES = [[str((7 * row + 3 * column) % 13) for column in range(7)] for row in range(21)]


def lines(extraction: Extraction, hint: str | None = None) -> list[str]:
    return [b.text for b in extraction.blocks if isinstance(b, Line) and (hint is None or b.hint == hint)]


def grids(extraction: Extraction) -> list[Grid]:
    return [block for block in extraction.blocks if isinstance(block, Grid)]


def shape(grid: Grid) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(c.row, c.col): (c.text, c.rowspan, c.colspan) for c in grid.cells}


def body(paragraphs: int = 3) -> list[tuple[str, object]]:
    prose = [("p", SENTENCE * (1 + index % 3)) for index in range(paragraphs)]
    return [("title", TITLE[0]), ("title", TITLE[1]), ("h", "一、总体情况"), *prose]


@pytest.mark.parametrize(
    ("indent", "space", "size"),
    [
        (True, 0, 12),
        (True, 0, 16),
        (True, 6, 17),
        (False, 8, 12),
        (False, 8, 16),
        (False, 0, 15),
        (False, 0, 17),
    ],
)
def test_paragraphs_are_joined_and_headings_are_not(indent: bool, space: float, size: float) -> None:
    blocks = [*body(5), ("h", "二、主动公开政府信息情况"), ("p", "无。"), ("p", SENTENCE)]
    extraction = read_pdf(make_pdf(blocks, indent=indent, size=size, space=space), "a.pdf")
    assert lines(extraction, "title") == list(TITLE)
    assert lines(extraction, "") == [text for kind, text in blocks if kind != "title"]
    assert lines(extraction, "page_number")
    assert not extraction.wrapped


@pytest.mark.parametrize("number", ["- {} -", "—{}—", "{}", "第{}页 共3页", "{}/3"])
def test_page_numbers_and_headers_stand_behind_what_they_interrupt(number: str) -> None:
    blocks = [("title", TITLE[1]), ("p", SENTENCE * 14), ("h", "二、存在的主要问题")]
    extraction = read_pdf(make_pdf(blocks, number=number, header="柳桥镇 年度报告"), "a.pdf")
    hints = [block.hint for block in extraction.blocks if isinstance(block, Line)]
    assert hints[:3] == ["running_header", "title", ""]
    assert set(hints[3:-2]) == {"page_number", "running_header"}
    assert hints[-2:] == ["", "page_number"]
    assert lines(extraction, "") == [SENTENCE * 14, "二、存在的主要问题"]


@pytest.mark.parametrize("repeat", [0, 3])
@pytest.mark.parametrize("paragraphs", [2, 5, 6, 8])
def test_tables_over_page_breaks_keep_every_cell(repeat: int, paragraphs: int) -> None:
    requests, reviews = request_table(VALUES), review_table([str(n) for n in range(15)])
    blocks = [
        *body(paragraphs),
        ("table", requests),
        ("h", "四、复议诉讼情况"),
        ("table", reviews),
        ("p", "无。"),
    ]
    extraction = read_pdf(make_pdf(blocks, repeat=repeat), "a.pdf")
    assert [shape(grid) for grid in grids(extraction)] == [placed(requests), placed(reviews)]
    order = [b.text if isinstance(b, Line) else "table" for b in extraction.blocks if b.hint in ("", "title")]
    assert order == ["table" if kind == "table" else text for kind, text in blocks]


def test_blank_cells_stay_blank_and_in_place() -> None:
    values = [
        [text if (row + column) % 3 else "" for column, text in enumerate(v)] for row, v in enumerate(VALUES)
    ]
    rows = request_table(values)
    (grid,) = grids(read_pdf(make_pdf([("table", rows)]), "a.pdf"))
    assert shape(grid) == placed(rows)


def test_narrow_cells_are_joined() -> None:
    rows: Rows = [[("三、本年度办理结果", 2, 1), *cells("结果维持", "128")], cells("行政许可", "0")]
    (grid,) = grids(read_pdf(make_pdf([("table", rows)], widths=[24, 44, 60]), "a.pdf"))
    assert shape(grid)[0, 0][0] == "三、本年度办理结果"
    assert shape(grid)[0, 1][0] == "结果维持"


def test_frames_are_text_and_open_tables_are_rows() -> None:
    data = draw_pdf(
        [
            ("rect", 20, 20, 555, 802),
            (180, 760, "柳桥镇2023年政府信息公开工作年度报告", 18),
            (72, 700, "规章"),
            (200, 700, "0"),
            (300, 700, "3"),
            ("rect", 60, 560, 470, 60),
            (72, 600, "温馨提示：框里是文字。"),
            (72, 540, "正文结束。"),
        ]
    )
    extraction = read_pdf(data, "a.pdf")
    assert not grids(extraction)
    assert lines(extraction) == [
        "柳桥镇2023年政府信息公开工作年度报告",
        "规章  0  3",
        "温馨提示：框里是文字。",
        "正文结束。",
    ]
    assert lines(extraction, "title") == ["柳桥镇2023年政府信息公开工作年度报告"]


def test_a_table_without_outer_sides_is_a_table() -> None:
    across = [("line", 72, y, 500, y) for y in (700, 680, 660)]
    texts = [(80, 685, "行政许可"), (300, 685, "128"), (80, 665, "行政处罚"), (300, 665, "")]
    (grid,) = grids(read_pdf(draw_pdf([*across, ("line", 200, 700, 200, 660), *texts]), "a.pdf"))
    assert shape(grid) == placed([cells("行政许可", "128"), cells("行政处罚", "")])


def test_printed_gaps_are_spaces_between_digits_and_characters_only() -> None:
    gap = [(72, 700, "截至"), (100, 700, "2024"), (130, 700, "年底，共公开信息")]
    assert lines(read_pdf(draw_pdf(gap), "a.pdf")) == ["截至 2024 年底，共公开信息"]


WITH_FONTS_OF = """
import ctypes, json, sys
import pypdfium2, pypdfium2.raw as pdfium
from govnlp.read.pdf.page import read_page

name, folder = sys.argv[1:]
if folder:
    pdfium.FPDF_DestroyLibrary()
    path = ctypes.create_string_buffer(folder.encode())
    paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(path, ctypes.POINTER(ctypes.c_char)))
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))
document = pypdfium2.PdfDocument(name)
print(json.dumps([glyph._replace(order=0) for glyph in read_page(document, 0).glyphs]))
document.close()
"""


def glyphs_with_fonts_of(folder: Path | None, data: bytes, scratch: Path) -> list[Any]:
    """Glyphs of the first page in a new process whose only fonts are those of a folder, or the machine's."""
    path = scratch / "a.pdf"
    path.write_bytes(data)
    command = [sys.executable, "-c", WITH_FONTS_OF, str(path), str(folder or "")]
    return json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)


@pytest.mark.parametrize("fonts", ["of this machine", "none"])
def test_single_characters_are_read_whatever_fonts_are_installed(fonts: str, tmp_path: Path) -> None:
    folder = tmp_path / "none" if fonts == "none" else None
    if folder:
        folder.mkdir()
    # As at the seams of Chinese and Latin type: each piece is printed by itself.
    pieces = [(72, "截至"), (100, "2023"), (126, "年"), (141, "1"), (150, "月"), (164, "共"), (176, " ")]
    data = draw_pdf([(x, 700, text, 12) for x, text in pieces])
    glyphs = glyphs_with_fonts_of(folder, data, tmp_path)
    assert "".join(glyph[0] for glyph in glyphs) == "截至2023年1月共"
    # Where they stand is what the file says, not what the ink of another font takes up.
    boxes = [glyph[1:5] for glyph in glyphs]
    assert boxes[1] == pytest.approx([84, 96, 131.44, 143.44], abs=0.01)
    for index in range(4):
        start = 100 + index * 0.462 * 12
        assert boxes[2 + index] == pytest.approx([start, start + 0.462 * 12, 131.44, 143.44], abs=0.01)
    assert boxes[6] == pytest.approx([126, 138, 131.44, 143.44], abs=0.01)


@pytest.mark.parametrize("fonts", ["of this machine", "none"])
def test_characters_set_at_an_angle_stand_where_the_file_says(fonts: str, tmp_path: Path) -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    draw_pdf([])  # makes the font known
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont(FONT, 10)
    for y in range(100, 700, 100):
        canvas.drawString(300, y, "横排文字")
    canvas.rotate(90)
    canvas.drawString(200, -100, "竖")
    canvas.save()
    folder = tmp_path / "none" if fonts == "none" else None
    if folder:
        folder.mkdir()
    glyphs = glyphs_with_fonts_of(folder, out.getvalue(), tmp_path)
    (side,) = [glyph for glyph in glyphs if not glyph[7]]
    assert side[0] == "竖"
    assert side[1:5] == pytest.approx([91.2, 101.2, 632, 642], abs=0.01)


def test_characters_with_empty_glyphs_are_read() -> None:
    page = "BT /F 12 Tf 1 0 0 1 100 700 Tm <01> Tj 1 0 0 1 112 700 Tm <02> Tj 1 0 0 1 124 700 Tm <20> Tj"
    rest = " 1 0 0 1 130 700 Tm <0102> Tj 1 0 0 1 160 700 Tm 3 Tr <01> Tj ET"
    assert lines(read_pdf(empty_glyphs_pdf(page + rest), "a.pdf")) == ["年月年月年"]


def test_a_page_on_its_side_is_read_upright() -> None:
    import io

    import pypdfium2

    rows = [cells("行政许可", "128"), cells("行政处罚", "7")]
    document = pypdfium2.PdfDocument(make_pdf([("table", rows)], number=""))
    document[0].set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    document.close()
    (grid,) = grids(read_pdf(out.getvalue(), "a.pdf"))
    assert len(grid.cells) == 4


def part(page: int, rows: list[list[str]], room: float = 50.0) -> Table:
    made = [
        TableCell(r, c, 1, 1, text, room, 9.0) for r, row in enumerate(rows) for c, text in enumerate(row)
    ]
    return Table(page, (0.0, 60.0, 90.0, 120.0), len(rows), tuple(made))


@pytest.mark.parametrize(
    ("above", "room", "below", "expected"),
    [
        (
            ["2.没有现成信息", "3", "0"],
            2.0,
            ["需要另行制作", "", ""],
            [["2.没有现成信息需要另行制作", "3", "0"]],
        ),
        (["行政许可", "", ""], 2.0, ["2.重复申请", "", ""], [["行政许可", "", ""], ["2.重复申请", "", ""]]),
        (["规章", "", ""], 50.0, ["规范性文件", "", ""], [["规章", "", ""], ["规范性文件", "", ""]]),
        (["规章", "", ""], 50.0, ["", "3", "0"], [["规章", "3", "0"]]),
        (["1.甲", "104", "0"], 2.0, ["乙", "6", ""], [["1.甲乙", "1046", "0"]]),
        (["结果", "维持", "总计"], 2.0, ["1", "2", "3"], [["结果", "维持", "总计"], ["1", "2", "3"]]),
    ],
)
def test_rows_cut_by_a_page_break(
    above: list[str], room: float, below: list[str], expected: list[list[str]]
) -> None:
    joined = stitch(part(0, [above], room), part(1, [below]))
    assert joined is not None
    rows = [[c.text for c in joined.cells if c.row == row] for row in range(joined.n_rows)]
    assert rows == expected


def test_tables_of_other_widths_are_not_stitched() -> None:
    other = Table(1, (0.0, 60.0, 200.0), 1, (TableCell(0, 0, 1, 1, "a"), TableCell(0, 1, 1, 1, "b")))
    assert stitch(part(0, [["规章", "1", "2"]]), other) is None


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("信息", "公开", ""),
        ("open", "data", " "),
        ("www.a.gov.cn/xx", "gk", ""),
        ("0000-", "123", ""),
        ("a,", "b", " "),
    ],
)
def test_joints(before: str, after: str, between: str) -> None:
    assert joint(before, after) == between


def code_of(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_pdf(data, "a.pdf")
    return caught.value.code


def test_files_that_cannot_be_read() -> None:
    good = make_pdf(body())
    assert code_of(b"<html></html>") == "unreadable"
    assert code_of(b"%PDF-1.4\njunk\n%%EOF") == "unreadable"
    assert code_of(good[: len(good) // 2]) == "truncated"
    assert code_of(draw_pdf([("rect", 10, 10, 50, 50)])) == "no_text_layer"
    assert code_of(draw_pdf(*[[]] * (MAX_PAGES + 1))) == "too_large"


def test_passwords() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    page = [(72, 700, "正文。")]
    locked = draw_pdf(page, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    assert code_of(locked) == "encrypted"
    readable = draw_pdf(page, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert lines(read_pdf(readable, "a.pdf")) == ["正文。"]


def test_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match="documents"):
        read_pdf(b"%PDF-1.4", "a.pdf")


def test_nothing_is_printed_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    good = make_pdf(body())
    read_pdf(good, "a.pdf")
    code_of(b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF")
    assert capfd.readouterr().err == ""


GOOD = make_pdf([("title", TITLE[1]), ("p", SENTENCE), ("table", review_table([str(n) for n in range(15)]))])


@settings(max_examples=60)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_an_extraction_or_a_read_error(data: bytes, headed: bool) -> None:
    try:
        read_pdf(b"%PDF-1.7\n" + data + b"\n%%EOF" if headed else data, "a.pdf")
    except ReadError as error:
        assert error.code


@settings(max_examples=60)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
def test_damaged_files_give_an_extraction_or_a_read_error(at: int, noise: bytes) -> None:
    try:
        read_pdf(GOOD[:at] + noise + GOOD[at + len(noise) :], "a.pdf")
    except ReadError as error:
        assert error.code

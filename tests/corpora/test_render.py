"""The printer of the sample corpus: valid manuscripts in, every layout out, nothing lost on the way."""

from __future__ import annotations

import copy
import html
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_manuscripts import LONG, new_form, old_form

from corpora.render import (
    LAYOUTS,
    ManuscriptError,
    gold_cells,
    gold_furniture,
    gold_headings,
    gold_paragraphs,
    gold_sections,
    load,
    render,
    slips,
)
from corpora.render.__main__ import differences, main, sample
from corpora.render.labels import shape
from corpora.render.tables import layout_table
from corpora.render.wrap import columns, wrap
from govnlp.read.pdf.page import read_page

CORPORA = Path(__file__).parents[2] / "corpora"
MANUSCRIPTS = {"2021": new_form, "2019": old_form}


def visible(data: bytes, layout: str, encoding: str) -> str:
    """All characters a file shows, without any white space and Markdown marks."""
    if layout == "pdf":
        pdfium = pytest.importorskip("pypdfium2")
        document = pdfium.PdfDocument(data)
        # pdfium's own text lacks single characters on machines without Chinese fonts.
        pages = [read_page(document, number) for number in range(len(document))]
        text = "".join(glyph.text for page in pages for glyph in page.glyphs)
        # Page numbers stand between what the page break parted.
        text = re.sub(r"- \d+ -", "", text)
    elif layout.startswith("docx"):
        word = pytest.importorskip("docx")
        text = "".join(word.Document(io.BytesIO(data)).element.body.xpath(".//w:t/text()"))
    elif layout.startswith("html"):
        source = data.decode("gb18030" if layout == "html_spans" else "utf-8")
        text = html.unescape(re.sub(r"<!--.*?-->|<[^>]*>", "", source, flags=re.DOTALL))
    else:
        text = data.decode(encoding)
    if layout == "md":
        text = re.sub(r"\*\*|\\(?=[\\`*_<>|.])", "", text)
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", MANUSCRIPTS)
def test_every_layout_shows_every_text_in_order(form: str, layout: str) -> None:
    manuscript = MANUSCRIPTS[form]()
    text = visible(render(manuscript, layout), layout, manuscript.get("encoding", "utf-8"))
    at = 0
    for paragraph in gold_paragraphs(manuscript):
        found = text.find(re.sub(r"\s", "", paragraph), at)
        assert found >= at, f"{paragraph} is not in {layout}"
        at = found
    for line in [*gold_headings(manuscript), *(f["text"] for f in gold_furniture(manuscript))]:
        assert re.sub(r"\s", "", line) in text


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", MANUSCRIPTS)
def test_every_layout_shows_the_values_behind_their_label(form: str, layout: str) -> None:
    manuscript = MANUSCRIPTS[form]()
    text = visible(render(manuscript, layout), layout, manuscript.get("encoding", "utf-8")).replace("|", "")
    cells = gold_cells(manuscript)
    for row, label in (
        ("licensing", "行政许可"),
        ("granted", "予以公开"),
        ("denied_third_party", "合法权益"),
    ):
        assert label + "".join(cell["raw"] for cell in cells if cell["row"] == row) in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_bytes_every_time(layout: str) -> None:
    manuscript = new_form()
    before = copy.deepcopy(manuscript)
    assert render(manuscript, layout) == render(manuscript, layout)
    assert manuscript == before


@pytest.mark.parametrize(
    ("form", "count"), [("2021", 8 + 1 + 175 + 15 + 1), ("2019", 6 + 6 + 6 + 2 + 2 + 161 + 15)]
)
def test_gold_has_all_cells_of_the_printed_format(form: str, count: int) -> None:
    manuscript = MANUSCRIPTS[form]()
    cells = gold_cells(manuscript)
    assert len({(c["table"], c["row"], c["column"]) for c in cells}) == len(cells)
    assert len(cells) == sum(len(r) * len(c) for p in ("t2", "t3", "t4") for r, c in shape(p, form).values())
    assert {c["format"] for c in cells} == {form}


def test_values_and_states() -> None:
    new = {(c["table"], c["row"], c["column"]): c for c in gold_cells(new_form())}
    old = {(c["table"], c["row"], c["column"]): c for c in gold_cells(old_form())}

    def short(cell: dict[str, Any]) -> tuple[Any, str, str | None]:
        return cell["value"], cell["state"], cell["raw"]

    assert short(new["t2_fees", "admin_fees", "fee_amount_wan"]) == ("7.25", "value", "7.25")
    assert short(new["t2_penalties", "penalty", "decisions"]) == (None, "dash", "-")
    assert short(new["t2_penalties", "coercion", "decisions"]) == (None, "absent", None)
    assert short(new["t3", "denied_third_party", "total"]) == (1, "value", "1")
    assert short(old["t2_permits", "licensing", "change"]) == (-253, "value", "--253")
    assert short(old["t2_permits", "other_services", "change"]) == (None, "text", "如-8")
    assert short(old["t2_procurement", "central_procurement", "procurement_amount"])[0] == 1605964
    assert short(old["t4", "review", "total"]) == (None, "blank", "")


@pytest.mark.parametrize("form", MANUSCRIPTS)
@pytest.mark.parametrize(("part", "n_cols"), [("t2", 4), ("t3", 10), ("t4", 15)])
def test_printed_tables_have_no_holes(form: str, part: str, n_cols: int) -> None:
    table = layout_table(MANUSCRIPTS[form](), part)
    taken = [
        (r, c)
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.col, cell.col + cell.colspan)
    ]
    assert table.n_cols == n_cols
    assert sorted(taken) == [(r, c) for r in range(table.n_rows) for c in range(n_cols)]


def test_a_row_that_is_not_printed_is_nowhere() -> None:
    assert "行政强制" not in visible(render(new_form(), "txt_pipes"), "txt_pipes", "gb18030")


def test_gold_texts_are_as_printed() -> None:
    sections = gold_sections(new_form())
    assert [s["key"] for s in sections][:2] == ["overview", "proactive_tables"]
    assert "(二)依申请公开。全年收到申请3件。" in sections[0]["paragraphs"]
    assert gold_paragraphs(old_form())[1] == LONG
    assert gold_headings(old_form())[:2] == ["一、总体情况", "（一）主动公开"]


def test_text_encodings() -> None:
    manuscript = new_form()
    for encoding, start in (
        ("utf-8-sig", b"\xef\xbb\xbf"),
        ("utf-16", b"\xff\xfe"),
        ("gb18030", b"\xca\xd7"),
    ):
        data = render(manuscript | {"encoding": encoding})
        assert data.startswith(start)
        assert "首页 > 政务公开 > 东川镇\r\n" in data.decode(encoding).replace("\r\n", "\n").replace(
            "\n", "\r\n"
        )


def test_pasted_page_says_gb2312_and_cuts_numbers() -> None:
    source = render(new_form(), "html_spans").decode("gb18030")
    assert "charset=gb2312" in source
    assert '<span lang="EN-US">202</span></span>' in source
    assert "<o:p>&nbsp;</o:p>" in source


def test_chrome_can_be_replaced() -> None:
    plain = render(new_form(), "html_table").decode()
    own = render(old_form(), "html_table").decode()
    assert "数据开放" in plain
    assert "南江市西河县人民政府门户网站" in plain
    assert "要闻" in own
    assert "主办单位" not in own


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layout": "papyrus"}, "layout: unknown 'papyrus'"),
        ({"layout": "pdf"}, "does not fit the layout pdf"),
        ({"encoding": "big5"}, "encoding: unknown 'big5'"),
        ({"tail": [{"furniture": "rug", "text": "x"}]}, "unknown 'rug'"),
        ({"tail": [{"p": "两行\n字"}]}, "line break"),
        ({"tail": [{"p": "甲。乙", "lead": "乙"}]}, "does not begin its paragraph"),
        ({"tail": [{"paragraph": "甲"}]}, "no printable item"),
        ({"tail": [{"table": "t3"}]}, "printed 2 times"),
        ({"sections": [{"key": "intro", "heading": "一", "body": []}]}, "unknown 'intro'"),
        ({"reuse": [{"text": "没有这句", "origin": "novel"}]}, "in no paragraph"),
        ({"reuse": [{"text": "无。", "origin": "moon"}]}, "unknown 'moon'"),
        ({"extra": 1}, "manuscript: unknown 'extra'"),
    ],
)
def test_slips_are_named(change: dict[str, Any], message: str) -> None:
    manuscript = new_form() | change
    assert any(message in slip for slip in slips(manuscript))
    with pytest.raises(ManuscriptError, match="dongchuan-2021"):
        render(manuscript)


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        ("t3", {"format": 2021}, "tables.t3.format: 2021"),
        ("t3", {"cells": {"granted": ["1"]}}, "tables.t3.granted: 1 cells, 7 columns"),
        ("t3", {"cells": {"given": ["0"] * 7}}, "unknown 'given'"),
        ("t4", {"cells": {}}, "tables.t4.review: row missing"),
        ("t4", {"cells": {"review": ["0", "0", "0", "0", "约3"]}}, "'约3' is no plain number"),
        ("t4", {"cells": {"review": [0, "0", "0", "0", "0"]}}, "is no quoted text"),
        ("t2", {"cells": {"t2_rule": {}}}, "unknown 't2_rule'"),
    ],
)
def test_slips_in_tables_are_named(part: str, change: dict[str, Any], message: str) -> None:
    manuscript = new_form()
    manuscript["tables"][part] |= change
    assert any(message in slip for slip in slips(manuscript)), slips(manuscript)


def test_an_unknown_layout_is_named() -> None:
    with pytest.raises(ManuscriptError, match="unknown layout 'txt_knots'"):
        render(new_form(), "txt_knots")


def test_wrapping() -> None:
    lines = wrap(LONG, 76, 4)
    assert "".join(lines) == LONG
    assert all(columns(line) <= 78 for line in lines)
    assert not any(line[0] in "，。；）" for line in lines)
    assert not any(a[-1].isdigit() and b[0].isdigit() for a, b in pairwise(lines))
    assert wrap("一二（三四）五", 6) == ["一二", "（三四）", "五"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, out = tmp_path / "gold", tmp_path / "out"
    gold.mkdir()
    out.mkdir()
    for manuscript in (new_form(), old_form()):
        (gold / f"{manuscript['id']}.yaml").write_text(
            yaml.safe_dump(manuscript, allow_unicode=True), "utf-8"
        )
    assert main(["--gold", str(gold), "--out", str(out), "--check"]) == 1
    assert main(["--gold", str(gold), "--out", str(out)]) == 0
    assert main(["--gold", str(gold), "--out", str(out), "--check"]) == 0
    rows = (out / "corpus.csv").read_text("utf-8").splitlines()
    assert rows[0].startswith("source,report_id,issuer_id,issuer,admin_code,level,")
    assert rows[1].startswith("dongchuan/2020.html,dongchuan-2020,990601-东川镇人民政府,")
    (out / "stray.txt").write_text("x")
    (out / "dongchuan" / "2021.txt").write_text("x")
    assert main(["--gold", str(gold), "--out", str(out), "--check"]) == 1
    told = capsys.readouterr().err
    assert "not printed from a manuscript: stray.txt" in told
    assert "differs: dongchuan/2021.txt" in told
    (gold / "bad.yaml").write_text("id: [", "utf-8")
    assert main(["--gold", str(gold), "--out", str(out)]) == 2
    assert "bad.yaml: no valid YAML" in capsys.readouterr().err


def test_the_sample_is_what_the_manuscripts_say() -> None:
    assert differences(sample(CORPORA / "gold" / "reports"), CORPORA / "sample") == []


def test_every_manuscript_prints_in_the_layouts_that_can_fail() -> None:
    for path in sorted((CORPORA / "gold" / "reports").glob("*.yaml")):
        manuscript = load(path)
        for layout in ("html_table", "txt_wrapped", "md", "docx"):
            assert render(manuscript, layout)

"""Reading one file: the reader is chosen by suffix, and others can be added."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import report_text

import govnlp as gn
from govnlp.errors import ReadError
from govnlp.read import report as reports
from govnlp.read.extraction import Extraction, Line
from govnlp.read.report import extract, register_reader


def test_a_reader_can_be_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "_registered", {})

    def read_rows(data: bytes, source: str) -> Extraction:
        return Extraction(tuple(Line.of(text) for text in data.decode().split(";;")), "rows")

    path = tmp_path / "a.rows"
    path.write_text(report_text().replace("\n", ";;"), "utf-8")
    with pytest.raises(ReadError) as caught:
        gn.read_report(path)
    assert caught.value.code == "unsupported"
    register_reader(".ROWS", read_rows)
    assert gn.read_report(path).report_year == 2021
    assert [entry.report_id for entry in gn.load_corpus(tmp_path).entries] == ["a"]


def test_offsets_lead_back_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n" + report_text().replace("\n", "\r\n  \r\n"), "utf-8")
    source = path.read_bytes().decode()
    report = gn.read_report(path)
    for block in report.blocks:
        at = report.source_map.to_source(block.start)
        assert source[at : at + 4] == block.text[:4]


def test_offsets_of_a_web_page_lead_to_the_extracted_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("".join(f"<p>{line}</p>" for line in report_text().split("\n")), "utf-8")
    report = gn.read_report(path)
    lines = [block.text for block in extract(path).blocks if isinstance(block, Line)]
    assert lines[0] == report.blocks[0].text.strip()
    assert report.source_map.to_source(0) == 0


def test_short_forms() -> None:
    report = gn.read_text(report_text())
    assert repr(report).startswith("<Report 'text': 云溪市澜亭区柳桥街道办事处, 2021")
    assert len(repr(report)) < 160


def test_what_is_shown_in_a_notebook_is_escaped() -> None:
    report = gn.read_text(report_text(overview="<script>alert(1)</script>公开120条。"))
    shown = report._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown

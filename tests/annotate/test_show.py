"""What is shown in notebooks: coloured, with evidence on hover, and escaped."""

from __future__ import annotations

import re
from pathlib import Path

import govnlp as gn

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


def test_a_report_is_shown_coloured_and_whole() -> None:
    report = gn.read_report(SAMPLE / "liuqiao" / "2021.html")
    shown = gn.show_labels(report)
    html = shown._repr_html_()
    assert "组织领导" in html
    assert "text-decoration:underline" in html
    text = re.sub(r"<[^>]*>", "", html)
    for paragraph in report.paragraphs:
        assert paragraph.text.strip()[:20] in text
    assert "paragraphs" in repr(shown)


def test_what_is_shown_is_escaped() -> None:
    html = gn.show_labels('设<script>alert("1")</script>窗口9个，受理群众办事。')._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_paragraph_without_a_label_has_no_colour() -> None:
    html = gn.show_labels("12345", [])._repr_html_()
    assert "hsl" not in html

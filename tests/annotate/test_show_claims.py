"""Claims to look at: marked, as trees with their verdicts, as a table; all escaped."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

import govnlp as gn


class Outline(HTMLParser):
    """Open tags, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", ["公开<b>120条</b>，其中网站&nbsp;100条。", "无。", ""])
def test_what_is_shown_is_escaped_and_whole(text: str) -> None:
    shown = gn.show_claims(text)
    outline = Outline(shown._repr_html_())
    assert outline.open == []
    assert "b" not in outline.tags
    assert text in outline.text
    assert repr(shown).startswith("<Claims: ")


def test_fields_are_on_hover_and_in_the_table() -> None:
    html = gn.show_claims("接待群众7352人次。")._repr_html_()
    assert "单位：人次" in html
    assert ">7352</td>" in html


def test_a_report_is_shown_with_its_title() -> None:
    report = gn.read_report(Path(__file__).parents[2] / "corpora/sample/liuqiao/2021.html")
    shown = gn.show_claims(report)
    assert report.title in shown.html
    assert repr(shown).startswith("<Claims: 8")


@pytest.mark.parametrize(("part", "verdict"), [("2143", "✓ 成立"), ("2133", "✗ 不成立")])
def test_a_breakdown_is_a_tree_with_its_verdict(part: str, verdict: str) -> None:
    shown = gn.show_claims(f"接待群众7352人次，其中现场受理5209人次，电话咨询{part}人次。")
    outline = Outline(shown.html)
    assert verdict in outline.text
    assert outline.tags.count("li") == 3

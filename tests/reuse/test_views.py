"""What is shown in a notebook: well-formed, escaped, and nothing from outside."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from govnlp.errors import UsageError
from govnlp.model import Report
from govnlp.read.corpus import load_corpus
from govnlp.reuse.result import Reuse, reuse_of
from govnlp.reuse.views import show_network, show_pair, show_report, show_years

SAMPLE = Path(__file__).parents[2] / "corpora/sample"


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {r.report_id: r for r in load_corpus(SAMPLE) if isinstance(r, Report)}


@pytest.fixture(scope="module")
def reuse(reports: dict[str, Report]) -> Reuse:
    return reuse_of(reports.values())


def test_a_report_is_coloured_by_origin(reports: dict[str, Report], reuse: Reuse) -> None:
    shown = show_report(reports["liuqiao-2022"], reuse)._repr_html_()
    assert "本单位上年 ← liuqiao-2021 @" in shown
    assert "同地区 ← wanghu-2022 @" in shown
    assert "http" not in shown


def test_two_reports_side_by_side(reports: dict[str, Report]) -> None:
    shown = show_pair(reports["wanghu-2022"], reports["wanghu-2023"])
    assert '<span style="background:#ffc9c9">' in shown._repr_html_()
    assert "sentences in common" in repr(shown)


def test_years_of_a_unit(reuse: Reuse) -> None:
    shown = show_years(reuse, "990301-望湖街道办事处")._repr_html_()
    root = ElementTree.fromstring(shown)
    texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("1.00") == 4
    assert "2022" in texts
    with pytest.raises(UsageError, match="no report"):
        show_years(reuse, "nobody")


def test_network_of_units(reuse: Reuse) -> None:
    shown = show_network(reuse)._repr_html_()
    titles = [e.text for e in ElementTree.fromstring(shown).iter("{http://www.w3.org/2000/svg}title")]
    assert any(t and t.startswith("990301-柳桥街道办事处 → 990301-望湖街道办事处") for t in titles)

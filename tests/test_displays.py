"""What a notebook shows, and how far a piece of work is: escaped, complete, silent where nobody watches."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import govnlp as gn
from govnlp import progress
from govnlp.display import Listing, records_table
from govnlp.pipeline import run
from govnlp.reuse.result import reuse_of

SAMPLE = Path(__file__).parents[1] / "corpora/sample"
EVIL = '<script>alert("x")</script>全年接待群众<b>7352人次</b>，其中现场受理5209人次，电话咨询2143人次。'


def shown(thing: Any) -> str:
    html: str = thing._repr_html_()
    assert html.count("<table") == html.count("</table>")
    assert html.count("<div") == html.count("</div>")
    return html


def test_everything_named_shows_itself() -> None:
    report = gn.read_report(SAMPLE / "liuqiao/2021.html")
    assert report.title in shown(report)
    assert "liuqiao-2021" in shown(gn.load_corpus(SAMPLE))
    claims = gn.extract_claims(report)
    assert claims[0].surface in shown(claims)
    assert claims[0].surface in shown(claims[0])
    assert "table_row_sum" in shown(gn.check(report))
    assert "t2_rules.regulations.issued" in shown(gn.check(report)[0])
    labels = gn.classify(report)
    assert "on_request" in shown(labels)
    assert labels[0].paragraph_id in shown(labels[0])
    matches = reuse_of([report]).matches(report.report_id, [s.text for s in report.sentences])
    assert matches[0].text[:8] in shown(matches)
    assert matches[0].origin in shown(matches[0])


def test_nothing_from_a_text_gets_into_the_page_as_markup(tmp_path: Path) -> None:
    report = gn.read_text(EVIL)
    sentences = [s.text for s in report.sentences]
    matches = reuse_of([report]).matches(report.report_id, sentences)
    (tmp_path / "a<script>.txt").write_text(EVIL, "utf-8")
    things = (report, gn.extract_claims(report), gn.classify(report), gn.check(report), matches)
    shows = (gn.show_claims(report), gn.show_labels(report), gn.load_corpus(tmp_path))
    for thing in (*things, *shows):
        assert "<script>" not in shown(thing)
        assert "<b>" not in shown(thing)


def test_a_listing_is_a_list() -> None:
    claims = gn.extract_claims("接待群众7352人次。")
    assert isinstance(claims, Listing)
    assert claims == list(claims)
    assert "value" in shown(claims)
    assert "direction" not in shown(claims)  # no claim has one
    assert shown(Listing()) == "<div>0</div>"
    assert "… 5 more" in records_table(claims * 205)


class Handle:
    """Takes the place of a notebook's output."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def update(self, html: Any) -> None:
        self.seen.append(html.data)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Handle:
    handle = Handle()
    shell = SimpleNamespace(kernel=object())

    def display(html: Any, display_id: bool) -> Handle:
        handle.seen.append(html.data)
        return handle

    made = SimpleNamespace(HTML=lambda data: SimpleNamespace(data=data), display=display)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setitem(sys.modules, "IPython.display", made)
    return handle


def test_a_bar_in_a_notebook_by_default(notebook: Handle) -> None:
    gn.analyze(SAMPLE)
    assert 'value="0" max="24"' in notebook.seen[0]
    assert any('value="24" max="24"' in html for html in notebook.seen)
    assert notebook.seen[-1] == ""


def test_no_bar_where_none_is_wanted(notebook: Handle) -> None:
    with progress.progress_bar(24, wanted=False) as advance:
        advance(24, 24)
    with progress.progress_bar(1) as advance:
        advance(1, 1)
    assert notebook.seen == []


def test_the_bar_goes_when_the_work_fails(notebook: Handle) -> None:
    with pytest.raises(KeyError), progress.progress_bar(24, "<读取>"):
        raise KeyError
    assert "&lt;读取&gt;" in notebook.seen[0]
    assert notebook.seen[-1] == ""


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.progress_bar(24, "写出网页") as advance:
        advance(12, 24)
    assert "写出网页" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("choice", "prompt", "wanted"),
    [(None, False, False), (None, True, True), (True, False, True), (False, True, False)],
)
def test_who_gets_a_bar(
    choice: bool | None, prompt: bool, wanted: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[bool] = []

    def bar(total: int, wanted: bool) -> Any:
        asked.append(wanted)
        return progress.progress_bar(total, wanted=False)

    monkeypatch.setattr(run, "progress_bar", bar)
    monkeypatch.setattr(run, "in_session", lambda: prompt)
    (tmp_path / "a.txt").write_text(EVIL, "utf-8")
    gn.analyze(tmp_path, progress=choice)
    assert asked == [wanted]


def test_scripts_stay_silent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EVIL, "utf-8")
    (tmp_path / "b.txt").write_text(EVIL, "utf-8")
    seen: list[tuple[int, int]] = []
    gn.analyze(tmp_path, progress=lambda done, all_: seen.append((done, all_)))
    gn.analyze(tmp_path, progress=True)
    assert seen == [(2, 2)]
    assert capsys.readouterr() == ("", "")

"""The pages as files: complete, escaped, the same bytes each time, nothing from outside."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govnlp as gn
from govnlp.errors import UsageError
from govnlp.frames import read_frame
from govnlp.page import write_page
from govnlp.page.charts import stacked
from govnlp.page.passages import Passage, compared, passages
from govnlp.page.tables import ReuseRow
from govnlp.page.words import file_name, text
from page.made import HOSTILE_ID, HOSTILE_TITLE, change, multiply

NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.html")


class Parsed(HTMLParser):
    """Elements, and the text of what carries an offset."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: dict[int, str] = {}
        self._at: list[int | None] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag in ("p", "h3"):
            self._at.append(int(found["data-s"]) if found.get("data-s") else None)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "h3"):
            self._at.pop()

    def handle_data(self, data: str) -> None:
        if self._at and self._at[-1] is not None:
            self.pieces[self._at[-1]] = self.pieces.get(self._at[-1], "") + data


def pages(folder: Path) -> dict[str, Path]:
    ids = read_frame(folder, "reports")["report_id"]
    return {report_id: folder / "page" / file_name(report_id) for report_id in ids}


def test_there_is_one_page_a_report_and_an_overview(analysis: Path) -> None:
    names = {path.name for path in (analysis / "page").iterdir()}
    expected = {path.name for path in pages(analysis).values()}
    assert names == expected | {"page.css", "page.js", "text.js", "reports.js"}
    assert (analysis / "index.html").is_file()
    assert not list(analysis.glob(".govnlp*"))


def test_every_character_of_the_text_is_on_the_page_once_and_in_order(analysis: Path) -> None:
    for row in pq.read_table(analysis / "reports.parquet").to_pylist():
        parsed = Parsed(pages(analysis)[row["report_id"]])
        assert "".join(parsed.pieces[at] for at in sorted(parsed.pieces)) == row["text"]
        for at, piece in parsed.pieces.items():
            assert row["text"].startswith(piece, at)


def test_what_a_report_says_stays_text(analysis: Path) -> None:
    for path in [analysis / "index.html", *pages(analysis).values()]:
        parsed = Parsed(path)
        scripts = [attrs for tag, attrs in parsed.tags if tag == "script"]
        assert all(set(attrs) <= {"src", "charset"} and attrs["src"] for attrs in scripts)
        assert not [tag for tag, _ in parsed.tags if tag in ("img", "iframe", "object")]
        assert not [name for _, attrs in parsed.tags for name in attrs if name.startswith("on")]
    rows = json.loads((analysis / "page/reports.js").read_text("utf-8")[len("reports(") : -len(");\n")])
    assert [row[2] for row in rows if row[1] == HOSTILE_ID] == [HOSTILE_TITLE]


def test_nothing_is_loaded_from_outside_and_no_link_is_dead(analysis: Path) -> None:
    for path in [analysis / "index.html", *pages(analysis).values()]:
        assert "http:" not in path.read_text("utf-8") + (analysis / "page/page.css").read_text("utf-8")
        for _, attrs in Parsed(path).tags:
            for name in ("href", "src"):
                target = (attrs.get(name) or "").partition("#")[0]
                assert not target or (path.parent / target).resolve().is_file(), target


def test_every_mark_has_its_explanation(analysis: Path) -> None:
    for path in pages(analysis).values():
        parsed = Parsed(path)
        ids = [attrs["id"] for _, attrs in parsed.tags if "id" in attrs]
        assert len(set(ids)) == len(ids)
        marks = {ref for _, attrs in parsed.tags for ref in (attrs.get("data-n") or "").split()}
        assert marks <= set(ids)
    assert marks


def test_tables_show_printed_and_recomputed_values(analysis: Path) -> None:
    page = pages(analysis)["甲/2021"].read_text("utf-8")
    assert "✗ <small>算 0 ≠ 印 7</small>" in page
    wrong = [
        attrs
        for tag, attrs in Parsed(pages(analysis)["甲/2021"]).tags
        if tag == "td" and attrs.get("class") == "bad"
    ]
    assert len(wrong) == 6  # two sums, two flows over two rows... each with its printed side
    assert all(attrs["data-n"] for attrs in wrong)


def test_a_passage_leads_to_the_span_in_its_source(analysis: Path) -> None:
    page = pages(analysis)["甲/2021"].read_text("utf-8")
    link = re.findall(r'class="source" href="([^"]+)"', page)[0]
    file, _, span = link.partition("#s=")
    start, end = map(int, span.split("-"))
    source = read_frame(analysis, "reports").set_index("report_id", drop=False).loc["甲/2020"]
    assert file == file_name(source["report_id"])
    assert source["text"][start:end].startswith("2020年，柳桥街道成立")


def test_what_is_stale_stands_beside_what_was_said_before(analysis: Path) -> None:
    page = pages(analysis)["甲/2021"].read_text("utf-8")
    (row,) = re.findall(r'<tr id="s1">.*?</tr>', page, re.DOTALL)
    assert row.count("办事群众普遍反映良好。") == 2
    assert f'href="{file_name("甲/2020")}#s=' in row
    assert 'class="from o self_prior old"' in page


def test_the_same_bytes_again_and_old_pages_are_gone(analysis: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(analysis, folder)
    (folder / "page/old-report.html").write_text("old", "utf-8")
    write_page(folder)
    assert {p.name: p.read_bytes() for p in (folder / "page").iterdir()} == {
        p.name: p.read_bytes() for p in (analysis / "page").iterdir()
    }
    assert (folder / "index.html").read_bytes() == (analysis / "index.html").read_bytes()


def test_tables_that_are_missing_or_only_csv_are_enough(analysis: Path, tmp_path: Path) -> None:
    gn.analyze(analysis.parent / "corpus", tmp_path, formats=("csv",))
    done: list[tuple[int, int]] = []
    write_page(tmp_path, progress=lambda *both: done.append(both))
    assert done == [(1, 3), (2, 3), (3, 3)]


def test_an_empty_analysis_has_an_overview(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    gn.analyze(tmp_path / "c", tmp_path / "out")
    assert "<dd>0</dd>" in write_page(tmp_path / "out").read_text("utf-8")


def test_wrong_use(analysis: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table"):
        write_page(tmp_path)
    assert not list(tmp_path.iterdir())
    folder = tmp_path / "out"
    shutil.copytree(analysis, folder, ignore=shutil.ignore_patterns("page"))
    (folder / "page").mkdir()
    (folder / "page/mine.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="not ours"):
        write_page(folder)
    assert (folder / "page/mine.txt").is_file()


def test_rows_that_follow_no_report_are_an_error(analysis: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(analysis, folder)
    change(folder, "sections", lambda row: row | {"report_id": "x"})
    with pytest.raises(UsageError, match="sections"):
        write_page(folder)


def test_pages_are_no_reports_of_a_corpus_around_them(analysis: Path, tmp_path: Path) -> None:
    shutil.copytree(analysis, tmp_path / "out")
    corpus = gn.load_corpus(tmp_path)
    assert len(corpus) == 0
    assert "out/index.html" in corpus.skipped


@given(st.lists(st.text(max_size=90), unique=True, max_size=5))
def test_file_names_are_safe_and_each_its_own(ids: list[str]) -> None:
    ids = [name.encode("utf-8", "ignore").decode() for name in ids]
    names = {file_name(name) for name in ids}
    assert len(names) == len(set(ids))
    assert all(NAME.fullmatch(name) and len(name) < 80 for name in names)


@given(st.text())
def test_escaped_text_reads_back(given_text: str) -> None:
    parsed: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parsed.append  # type: ignore[method-assign]
    parser.feed(f'<p title="{text(given_text)}">{text(given_text)}</p>')
    parser.close()
    assert "".join(parsed) == given_text


def reuse(
    start: int, end: int, source: int | None, origin: str = "self_prior", similarity: float = 1.0
) -> ReuseRow:
    if source is None:
        return ReuseRow(start, end, "novel", None, None, None, None, None)
    return ReuseRow(start, end, origin, "s", source, source + end - start, similarity, similarity < 1)


def test_sentences_that_follow_one_another_in_both_are_one_passage() -> None:
    rows = [
        reuse(0, 5, 10),
        reuse(5, 9, 15, similarity=0.9),
        reuse(9, 12, None),
        reuse(12, 20, 19),
        reuse(20, 25, 0),
    ]
    assert passages(rows) == [
        Passage(0, 9, "self_prior", "s", 10, 19, 0.9, True),
        Passage(12, 20, "self_prior", "s", 19, 27, 1.0, False),
        Passage(20, 25, "self_prior", "s", 0, 5, 1.0, False),
    ]


def test_what_was_changed_is_marked() -> None:
    assert compared("公开12条<", "公开13条<") == ("公开1<mark>2</mark>条&lt;", "公开1<mark>3</mark>条&lt;")


def test_another_width_and_spaces_are_no_change() -> None:
    assert compared("共12条,已办", "共 １２ 条，已办") == ("共12条,已办", "共 １２ 条，已办")
    left, right = compared("发布 12 条", "发布１3条")
    assert (left, right) == ("发布 1<mark>2</mark> 条", "发布１<mark>3</mark>条")


@given(st.text("公开1２ ,，<&", max_size=12), st.text("公开1２ ,，<&", max_size=12))
def test_comparing_loses_no_character(left: str, right: str) -> None:
    for side, shown in zip((left, right), compared(left, right), strict=True):
        assert unescape(re.sub("</?mark>", "", shown)) == side


def test_bars_have_their_numbers_beside_them() -> None:
    chart = stacked("t", {"2020<": {"holds": 3, "fails": 1}, "2021": {}}, "statuses", ["holds", "fails"])
    assert "2020&lt;" in chart
    assert "2021" not in chart
    assert 'role="img"' in chart
    assert "<td>3</td>" in chart
    assert stacked("t", {}, "statuses", ["holds"]) == ""


def test_copies_of_an_analysis_get_pages_of_their_own(analysis: Path, tmp_path: Path) -> None:
    folder = multiply(analysis, tmp_path / "out", 3)
    write_page(folder)
    assert len(list((folder / "page").glob("*.html"))) == 9

"""The sample corpus against its manuscripts: every report, in its own and in every other layout."""

from __future__ import annotations

import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import govnlp as gn
from corpora.render import LAYOUTS, gold_cells, gold_headings, gold_paragraphs, gold_sections, load, render
from govnlp.annotate.checks import check
from govnlp.model import Report
from govnlp.read.assemble import Source, assemble
from govnlp.read.report import read_report
from govnlp.text.normalize import squeeze

CORPORA = Path(__file__).parents[2] / "corpora"
MANUSCRIPTS = {path.stem: path for path in sorted((CORPORA / "gold/reports").glob("*.yaml"))}
READERS = {
    "txt": ("govnlp.read.plain", "read_text_file"),
    "md": ("govnlp.read.plain", "read_markdown"),
    "html": ("govnlp.read.html", "read_html"),
    "docx": ("govnlp.read.office", "read_docx"),
    "pdf": ("govnlp.read.pdf", "read_pdf"),
}
# Kinds of planted errors that are no checks of figures: copied sentences left as they were.
COPY_KINDS = {"stale_year", "stale_figure", "repeated_promise", "wrong_body"}


def plain(text: object) -> str:
    """Fold width and take out spaces: layouts differ in both."""
    return unicodedata.normalize("NFKC", squeeze(str(text)))


def assert_as_written(report: Report, manuscript: dict[str, Any]) -> None:
    metadata = manuscript["metadata"]
    assert plain(report.title) == plain(metadata["title"])
    assert plain(report.issuer) == plain(metadata["issuer"])
    assert report.report_year == metadata["report_year"]
    assert str(report.publish_date) == str(metadata["publish_date"])
    assert report.format == metadata["format"]
    assert set(metadata.get("inferred") or ()) <= set(report.inferred_fields)
    assert [s.key for s in report.sections] == [s["key"] for s in gold_sections(manuscript)]
    assert [plain(p.text) for p in report.paragraphs] == [plain(p) for p in gold_paragraphs(manuscript)]
    found = [plain(b.text) for b in report.headings if b.level > 0]
    assert found == [plain(heading) for heading in gold_headings(manuscript)]
    wanted = {
        (c["table"], c["row"], c["column"]): _cell(c["state"], c["value"]) for c in gold_cells(manuscript)
    }
    assert {(c.table, c.row, c.column): _cell(c.state, c.value) for c in report.cells} == wanted


def _cell(state: str, value: object) -> tuple[str, float | None]:
    return state, None if value is None else float(str(value))


@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_the_printed_report(name: str) -> None:
    manuscript = load(MANUSCRIPTS[name])
    path = CORPORA / "sample" / str(manuscript["file"])
    assert_as_written(read_report(path), manuscript)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_the_same_report_in_every_layout(name: str, layout: str) -> None:
    manuscript = load(MANUSCRIPTS[name])
    module, reader = READERS[layout.partition("_")[0]]
    extraction = getattr(import_module(module), reader)(render(manuscript, layout), name)
    assert_as_written(assemble(extraction, Source(name, name, "")), manuscript)


def test_the_corpus_is_analysed_without_a_failure() -> None:
    result = gn.analyze(CORPORA / "sample")
    assert result.failures.empty
    assert len(result.reports) == len(MANUSCRIPTS)
    assert set(result.reports["report_id"]) == set(MANUSCRIPTS)


def test_planted_errors_are_found_and_nothing_else_fails() -> None:
    checks = gn.analyze(CORPORA / "sample").checks
    failing = checks[checks["status"] == "fails"]
    found = set(zip(failing["report_id"], failing["kind"], strict=True))
    planted = {
        (name, error["kind"])
        for name, path in MANUSCRIPTS.items()
        for error in load(path).get("planted") or ()
        if error["kind"] not in COPY_KINDS
    }
    assert found == planted


def test_the_order_of_reports_does_not_matter() -> None:
    corpus = gn.load_corpus(CORPORA / "sample")
    turned = gn.Corpus(corpus.root, corpus.entries[::-1], corpus.skipped)
    keys = ["check_id", "status", "left_exact", "right_exact"]
    one, other = (gn.analyze(c).checks[keys].sort_values("check_id") for c in (corpus, turned))
    assert one.reset_index(drop=True).equals(other.reset_index(drop=True))


def test_a_report_checked_alone_and_in_the_corpus_says_the_same() -> None:
    reports = {report.report_id: report for report in gn.load_corpus(CORPORA / "sample")}
    table = gn.analyze(CORPORA / "sample").checks
    alone = check(reports["liuqiao-2023"], previous=reports["liuqiao-2022"])
    row = table[(table["report_id"] == "liuqiao-2023") & (table["kind"] != "hierarchy")]
    assert [c.formula for c in alone] == list(row["formula"])
    assert [c.status for c in alone] == list(row["status"])

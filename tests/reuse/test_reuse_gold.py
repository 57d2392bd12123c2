"""Every planted copy of the sample is found with its origin, and nothing new is flagged."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from govnlp.model import Match, Report
from govnlp.read.corpus import load_corpus
from govnlp.reuse.result import Reuse, reuse_of
from govnlp.text.normalize import squeeze

ROOT = Path(__file__).parents[2]
GOLD = {
    gold["id"]: gold["reuse"] or []
    for path in sorted((ROOT / "corpora/gold/reports").glob("*.yaml"))
    for gold in [yaml.safe_load(path.read_text("utf-8"))]
}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {r.report_id: r for r in load_corpus(ROOT / "corpora/sample") if isinstance(r, Report)}


@pytest.fixture(scope="module")
def reuse(reports: dict[str, Report]) -> Reuse:
    return reuse_of(reports.values())


def matches_of(reuse: Reuse, report: Report) -> dict[str, Match]:
    found = reuse.matches(report.report_id, [s.text for s in report.sentences])
    return {squeeze(match.text): match for match in found}


@pytest.mark.parametrize("name", GOLD)
def test_planted_copies_are_found_and_nothing_else(
    name: str, reports: dict[str, Report], reuse: Reuse
) -> None:
    found = matches_of(reuse, reports[name])
    planted = {squeeze(entry["text"]): entry["origin"] for entry in GOLD[name]}
    copied = {
        text: match.origin for text, match in found.items() if match.origin not in ("novel", "mandated")
    }
    assert copied == planted


@pytest.mark.parametrize("name", GOLD)
def test_the_source_says_the_same(name: str, reports: dict[str, Report], reuse: Reuse) -> None:
    found = matches_of(reuse, reports[name])
    for entry in GOLD[name]:
        match = found[squeeze(entry["text"])]
        if entry["origin"] == "self_prior":
            assert match.source_report_id == entry["source"]
        if match.source_report_id is None:
            continue
        source = reports[match.source_report_id]
        assert match.source_start is not None
        assert source.text[match.source_start : match.source_end].strip()
        assert (source.report_year or 0) <= (reports[name].report_year or 0)


def test_spans_are_those_of_the_sentences(reports: dict[str, Report], reuse: Reuse) -> None:
    for report in reports.values():
        for match in reuse.matches(report.report_id, [s.text for s in report.sentences]):
            assert report.text[match.start : match.end] == match.text
            assert match.similarity is None or 0 <= match.similarity <= 1
            assert (match.rule == "exact") == (match.similarity == 1)

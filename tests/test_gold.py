"""The hand-written gold is well formed: brackets match claims, evidence stands in its paragraph."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import govnlp as gn
from corpora import paragraphs
from tests.golden import claim_cases

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "corpora" / "gold"
LABELS = frozenset(
    (
        "organization",
        "standardization",
        "service_window",
        "proactive_disclosure",
        "on_request",
        "review_litigation",
        "information_management",
        "platform",
        "interpretation_response",
        "supervision",
        "finance",
        "fees",
        "proposals",
        "problem",
        "improvement",
        "preamble",
        "framing",
        "none_reported",
    )
)


@pytest.mark.parametrize(
    "name",
    [
        "everyday.jsonl",
        "numerals.jsonl",
        "mixed.jsonl",
        "phenomena.jsonl",
        "independent.jsonl",
        "held_out.jsonl",
        "varied.jsonl",
    ],
)
def test_claims(name: str) -> None:
    cases = claim_cases.load_cases(name)
    assert len({case.text for case in cases}) == len(cases) >= 70
    for case in cases:
        assert len(case.spans) == len(case.claims), case.where
        for claim in case.claims:
            value = claim["value"]
            assert Fraction(value) == Fraction(Decimal(value)) if "/" not in value else Fraction(value) > 0
            assert claim.get("whole") in (None, *range(1, len(case.claims) + 1)), case.where
        for surface, _ in case.non_claims:
            assert surface in case.text, case.where


def test_checks() -> None:
    lines = (claim_cases.FOLDER / "checks.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["text"] for row in rows}) == len(rows) >= 60
    assert {c["status"] for row in rows for c in row["checks"]} == {"holds", "fails", "not_assessable"}
    assert all(c["kind"].startswith("narrative_") for row in rows for c in row["checks"])


def test_paragraphs() -> None:
    rows = paragraphs.read_lines(GOLD / "paragraphs.jsonl")
    assert len({(row["issuer"], row["text"]) for row in rows}) == len(rows) >= 480
    assert [row["paragraph_id"] for row in rows] == [f"g{n:04d}" for n in range(1, len(rows) + 1)]
    for row in rows:
        assert [key for key in row if key != "why"] == list(paragraphs.FIELDS)
        assert row["hard"] or "why" not in row
        _well_labelled(row["labels"])
        assert sorted(row["evidence"]) == row["labels"]
        assert all(part in row["text"] for parts in row["evidence"].values() for part in parts)


def test_paragraphs_cover_every_label_and_are_often_hard() -> None:
    rows = paragraphs.read_lines(GOLD / "paragraphs.jsonl")
    counts = Counter(label for row in rows for label in row["labels"])
    assert set(counts) == LABELS
    assert min(counts.values()) >= 30
    assert sum(row["hard"] for row in rows) * 3 >= len(rows)


def test_paragraphs_are_split_by_issuer() -> None:
    rows = paragraphs.read_lines(GOLD / "paragraphs.jsonl")
    assert {row["issuer"]: row["split"] for row in rows} == paragraphs.splits(row["issuer"] for row in rows)
    for split in ("train", "dev", "test"):
        assert {label for row in rows if row["split"] == split for label in row["labels"]} == LABELS


def test_sample_labels() -> None:
    rows = [json.loads(line) for line in (GOLD / "labels.jsonl").read_text("utf-8").splitlines()]
    ids = [
        p.paragraph_id for report in gn.load_corpus(ROOT / "corpora" / "sample") for p in report.paragraphs
    ]
    assert [row["paragraph_id"] for row in rows] == ids
    for row in rows:
        _well_labelled(row["labels"])


def _well_labelled(labels: list[str]) -> None:
    assert labels == sorted(set(labels))
    assert set(labels) <= LABELS
    assert labels == ["framing"] or "framing" not in labels
    assert labels

"""Claims: golden sentences field by field, what holds for any text, and cost linear in its length."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govnlp as gn
from govnlp.annotate.claims import extract
from govnlp.model import Claim
from tests.golden.claim_cases import Case, load_cases

FILES = ("everyday.jsonl", "numerals.jsonl", "mixed.jsonl", "phenomena.jsonl")
CASES = [case for name in FILES for case in load_cases(name)]
DEFAULTS = {
    "role": "level",
    "direction": None,
    "modality": "fact",
    "aggregate": "none",
    "modifier": "exact",
    "object": None,
    "predicate": None,
}
# What the golden sentences reached; a change may raise them.
REACHED = {
    "object": 0.80,
    "predicate": 0.90,
    "whole": 0.98,
    "time": 0.98,
    "role": 0.98,
    "direction": 0.99,
    "modality": 0.99,
    "aggregate": 0.97,
    "modifier": 0.99,
}
ALPHABET = (
    "0123456789０１,，.。、：:;；()（）〔〕《》“”％%+-至到由从占共其中包括含分别一二两三十百千万亿几余多约近上无未零第年月"
    "日号件条个次人元名位 \n一是公开收到申请"
)


def number(text: str) -> Decimal:
    top, _, bottom = text.partition("/")
    return Decimal(top) / Decimal(bottom or 1)


def key(start: int, end: int, value: Decimal, unit: str) -> tuple[int, int, Decimal, str]:
    return start, end, round(value, 8), unit


def found_in(case: Case) -> set[tuple[Any, ...]]:
    claims = extract(case.text, report_year=case.year).claims
    return {key(c.start, c.end, c.value, c.unit) for c in claims}


def wanted_in(case: Case) -> set[tuple[Any, ...]]:
    pairs = zip(case.spans, case.claims, strict=True)
    return {key(*span, number(claim["value"]), claim["unit"]) for span, claim in pairs}


def wanted_fields(case: Case, claim: dict[str, Any]) -> dict[str, Any]:
    fields = {name: claim.get(name, default) for name, default in DEFAULTS.items()}
    fields["whole"] = case.spans[claim["whole"] - 1] if "whole" in claim else None
    if "time" in claim:
        fields["time"] = tuple(claim["time"])
    return fields


def found_field(claim: Claim, name: str, spans: dict[str, tuple[int, int]]) -> Any:
    if name == "whole":
        return spans.get(claim.whole_id or "")
    if name == "time":
        return tuple(day and day.isoformat() for day in (claim.time_start, claim.time_end))
    return getattr(claim, name)


def test_spans_values_and_units_of_the_golden_sentences() -> None:
    right = sum(len(found_in(case) & wanted_in(case)) for case in CASES)
    found = sum(len(found_in(case)) for case in CASES)
    wanted = sum(len(wanted_in(case)) for case in CASES)
    assert 2 * right / (found + wanted) >= 0.99


@pytest.mark.parametrize("name", ["held_out.jsonl", "independent.jsonl", "varied.jsonl"])
def test_texts_that_others_wrote(name: str) -> None:
    pairs = [(found_in(case), wanted_in(case)) for case in load_cases(name)]
    both = sum(len(found & wanted) for found, wanted in pairs)
    assert 2 * both / sum(len(found) + len(wanted) for found, wanted in pairs) >= 0.98


def test_every_field_reaches_its_level() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in CASES:
        claims = extract(case.text, report_year=case.year).claims
        spans = {c.claim_id: (c.start, c.end) for c in claims}
        by_span = {(c.start, c.end): c for c in claims}
        for span, wanted in zip(case.spans, case.claims, strict=True):
            claim = by_span.get(span)
            for name, value in wanted_fields(case, wanted).items():
                total[name] += 1
                right[name] += claim is not None and found_field(claim, name, spans) == value
    levels = {name: right[name] / total[name] for name in REACHED}
    assert {name: level for name, level in levels.items() if level < REACHED[name]} == {}


def test_bounds_follow_the_modifier() -> None:
    for case in CASES:
        for claim in extract(case.text, report_year=case.year).claims:
            low, high = claim.low, claim.high
            if claim.modifier == "exact":
                assert low == high == claim.value
            elif claim.modifier == "range":
                assert low is not None
                assert high is not None
                assert low == claim.value < high
            else:
                assert (low is None) == (claim.modifier != "over")
                assert (high is None) == (claim.modifier != "under")


@pytest.mark.parametrize("case", [c for c in CASES if not c.claims], ids=lambda case: case.where)
def test_nothing_is_found_where_nothing_is_claimed(case: Case) -> None:
    assert [c.surface for c in extract(case.text, report_year=case.year).claims] == []


def test_what_is_no_claim_is_recognised_as_what_it_is() -> None:
    wanted = recognised = 0
    for case in CASES:
        found = extract(case.text, report_year=case.year).non_claims
        for surface, reason in case.non_claims:
            wanted += 1
            recognised += any(
                other.reason == reason and (surface in other.surface or other.surface in surface)
                for other in found
            )
    assert recognised / wanted >= 0.94


def test_a_report_is_read_in_its_paragraphs_only() -> None:
    report = gn.read_report("corpora/sample/baishi/2021.txt")
    result = extract(report)
    paragraphs = {p.paragraph_id: p for p in report.paragraphs}
    assert len(result.claims) > 40
    assert [c.claim_id for c in result.claims] == [
        f"{report.report_id}:c{n:04d}" for n in range(1, len(result.claims) + 1)
    ]
    for found in (*result.claims, *result.non_claims):
        paragraph = paragraphs[found.paragraph_id]
        assert paragraph.start <= found.start < found.end <= paragraph.end
        assert report.text[found.start : found.end] == found.surface
    years = {c.time_end.year for c in result.claims if c.modality == "fact" and c.time_end}
    assert years <= {2020, 2021}


def test_a_text_has_a_paragraph_a_line_and_ids_of_its_own() -> None:
    claims = gn.extract_claims("收到申请3件。\n办结2件。")
    assert [(c.claim_id, c.paragraph_id, c.surface) for c in claims] == [
        ("text:c0001", None, "3件"),
        ("text:c0002", None, "2件"),
    ]


@given(st.text(max_size=120) | st.text(alphabet=ALPHABET, max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_spans_that_slice(text: str) -> None:
    result = extract(text, report_year=2020)
    ids = [claim.claim_id for claim in result.claims]
    assert len(set(ids)) == len(ids)
    for found in (*result.claims, *result.non_claims):
        assert text[found.start : found.end] == found.surface != ""
    spans = sorted((c.start, c.end) for c in result.claims)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for claim in result.claims:
        assert claim.whole_id != claim.claim_id
        assert claim.whole_id is None or claim.whole_id in ids
        assert all(text[e.start : e.end] == e.text for e in claim.evidence)


@pytest.mark.parametrize("year", [None, -5, 0, 1, 9999, 10**6])
def test_no_year_breaks_it(year: int | None) -> None:
    assert extract("去年3件，明年计划4件，上半年5件，截至年底6件，2月30日7件。", report_year=year).claims


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "其中",
        "5条",
        "5条，",
        "1,",
        "1.",
        "0.",
        "一百",
        "1万",
        "(5条",
        "“5",
        "第1",
        "2019年、",
        "5至",
        "无申请",
        "由5件增加到",
        "计划共5条",
    ],
)
def test_cost_is_linear_in_length(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        extract(text, report_year=2020)
        return time.process_time() - start

    cost(1000)
    assert cost(40_000) < 12 * max(cost(10_000), 0.02)

"""Claims: golden sentences, and what holds for any text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from govnlp.annotate.claims import extract
from tests.golden.claim_cases import Case, load_cases

FILES = ("everyday.jsonl", "numerals.jsonl", "mixed.jsonl")
CASES = [case for name in FILES for case in load_cases(name)]
ALPHABET = (
    "0123456789０１,，.。、：:;；()（）〔〕《》“”％%+-至到由从占共其中包括含分别一二两三十百千万亿几余多约近上无未零第年月"
    "日号件条个次人元名位 \n一是公开收到申请"
)


def number(text: str) -> Decimal:
    top, _, bottom = text.partition("/")
    return Decimal(top) / Decimal(bottom or 1)


def _key(value: Decimal) -> Decimal:
    return round(value, 8)


def _found(case: Case) -> set[tuple[Any, ...]]:
    claims = extract(case.text, report_year=case.year).claims
    return {(c.start, c.end, _key(c.value), c.unit) for c in claims}


def _wanted(case: Case) -> set[tuple[Any, ...]]:
    return {
        (start, end, _key(number(claim["value"])), claim["unit"])
        for (start, end), claim in zip(case.spans, case.claims, strict=True)
    }


def test_spans_values_and_units_of_the_golden_sentences() -> None:
    right = sum(len(_found(case) & _wanted(case)) for case in CASES)
    found = sum(len(_found(case)) for case in CASES)
    wanted = sum(len(_wanted(case)) for case in CASES)
    assert 2 * right / (found + wanted) >= 0.98


@given(st.text(max_size=120) | st.text(alphabet=ALPHABET, max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_spans_that_slice(text: str) -> None:
    result = extract(text, report_year=2020)
    ids = [claim.claim_id for claim in result.claims]
    assert len(set(ids)) == len(ids)
    for found in (*result.claims, *result.non_claims):
        assert text[found.start : found.end] == found.surface != ""
    for claim in result.claims:
        assert claim.whole_id is None or claim.whole_id in ids
        assert all(text[e.start : e.end] == e.text for e in claim.evidence)

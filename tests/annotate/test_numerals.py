"""Numerals: golden cases, the way back, and no text that breaks the reader."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.annotate.numerals import Number, format_number, parse_number

GOLDEN = Path(__file__).parents[1] / "golden" / "numerals.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["surface"] or "empty")
def test_golden(case: dict[str, str]) -> None:
    found = parse_number(case["surface"])
    if case["value"] is None:
        assert found is None
        return
    low, high = case.get("low", case["value"]), case.get("high", case["value"])
    assert found == Number(
        Decimal(case["value"]),
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        case.get("modifier", "exact"),  # type: ignore[arg-type]
        int(case.get("per", 1)),
    )


@given(st.integers(0, 10**12))
def test_reads_back_what_it_prints(value: int) -> None:
    for surface in (format_number(value), f"{value:,}", str(value)):
        found = parse_number(surface)
        assert found is not None
        assert (found.value, found.modifier) == (value, "exact"), surface


@pytest.mark.parametrize("value", [*range(1200), *(10**n + d for n in range(1, 13) for d in (-1, 0, 1, 10))])
def test_reads_back_around_powers(value: int) -> None:
    found = parse_number(format_number(value))
    assert found is not None
    assert found.value == value


@given(st.text(alphabet="0123456789,.零〇一二两三五九十百千万亿点几数余多约近上-至分之%件 \n", max_size=150))
def test_never_raises(text: str) -> None:
    found = parse_number(text)
    if found is not None and found.modifier == "range":
        assert found.low is not None
        assert found.high is not None
        assert found.value == found.low < found.high


@pytest.mark.parametrize("text", ["9" * 10**6, "万" * 10**6, "1,000" * 10**5, "9" * 31])
def test_what_is_too_long_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("value", [-1, 10**16])
def test_prints_only_what_it_can(value: int) -> None:
    with pytest.raises(ValueError, match="from 0 to"):
        format_number(value)

"""The scorer of numeric claims: counts by hand, intervals, and gold that is malformed."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from govnlp.analysis.evaluate_claims import evaluate_claims
from govnlp.analysis.gold_claims import GoldText, load_gold
from govnlp.errors import UsageError
from govnlp.model import Claim

LINE = {
    "text": "收到⟦27件⟧，其中⟦网上20件⟧；12345热线。",
    "year": 2020,
    "tags": ["breakdown"],
    "claims": [
        {"value": "27", "unit": "件", "object": "申请", "predicate": "收到"},
        {"value": "20", "unit": "件", "object": None, "predicate": None, "role": "part", "whole": 1},
    ],
    "non_claims": [["12345热线", "hotline"]],
}


def gold(tmp_path: Path, *lines: object) -> list[GoldText]:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return load_gold(path)


def claim(text: str, surface: str, value: int, name: str, **fields: object) -> Claim:
    start = text.index(surface)
    number = Decimal(value)
    made = Claim(name, None, start, start + len(surface), surface, number, number, number, "件", "count")
    return replace(made, **fields)  # type: ignore[arg-type]


def test_spans_and_fields_are_counted(tmp_path: Path) -> None:
    texts = gold(tmp_path, LINE)
    text = texts[0].text
    found = [
        claim(text, "27件", 27, "a", object="信息公开申请", predicate="收到"),
        claim(text, "20件", 20, "b"),
        claim(text, "12345", 12345, "c"),
    ]
    scores = evaluate_claims(texts, lambda _: found, replicates=20).set_index(["measure", "tag"])
    span = scores.loc[("span", "all")]
    assert (span["correct"], span["predicted"], span["gold"]) == (1, 3, 2)
    assert span["precision"] == pytest.approx(1 / 3)
    assert span["f1"] == pytest.approx(2 / 5)
    assert scores.loc[("span_overlap", "all"), "correct"] == 2
    assert scores.loc[("object", "all"), "correct"] == 0
    assert scores.loc[("object_lenient", "all"), "correct"] == 1
    assert scores.loc[("predicate", "all"), "correct"] == 1
    assert scores.loc[("whole", "all"), "recall"] == 0
    assert scores.loc[("false_positive", "all"), "predicted"] == 1
    assert scores.loc[("span", "breakdown"), "correct"] == 1


def test_everything_right_is_one(tmp_path: Path) -> None:
    texts = gold(tmp_path, LINE)
    text = texts[0].text
    found = [
        claim(text, "27件", 27, "a", object="申请", predicate="收到"),
        claim(text, "网上20件", 20, "b", role="part", whole_id="a"),
    ]
    scores = evaluate_claims(texts, lambda _: found, replicates=20)
    scored = scores[scores["gold"] > 0].query("measure != 'false_positive'")
    assert (scored["f1"] == 1).all()
    assert (scored["f1_low"] == 1).all()


def test_intervals_are_the_same_each_time_and_hold_the_value(tmp_path: Path) -> None:
    lines = [LINE | {"text": f"第{n}条：" + str(LINE["text"])} for n in range(20)]
    texts = gold(tmp_path, *lines)

    def predict(text: GoldText) -> list[Claim]:
        odd = sum(map(ord, text.text)) % 3
        return [claim(text.text, "27件", 27 + odd, "a")]

    first, second = (evaluate_claims(texts, predict, replicates=200) for _ in range(2))
    assert first.equals(second)
    row = first.set_index(["measure", "tag"]).loc[("span_value_unit", "all")]
    assert row["f1_low"] <= row["f1"] <= row["f1_high"]
    assert row["f1_low"] < row["f1_high"]


def test_fractions_are_right_though_no_decimal_is(tmp_path: Path) -> None:
    line = {"text": "压缩⟦三分之一⟧", "claims": [{"value": "1/3", "unit": ""}]}
    texts = gold(tmp_path, line)
    third = Decimal(1) / 3
    found = Claim("a", None, 2, 6, "三分之一", third, third, third, "", "ratio")
    scores = evaluate_claims(texts, lambda _: [found], replicates=1).set_index("measure")
    assert scores.loc["value", "correct"] == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"text": "⟦1件", "claims": []}, "not closed"),
        ({"text": "1件⟧", "claims": []}, "not opened"),
        ({"text": "⟦1件⟧", "claims": []}, "1 pairs of brackets, 0 claims"),
        ({"text": "⟦1件⟧", "claims": [{"value": "1"}]}, "without value or unit"),
        ({"claims": []}, "malformed"),
    ],
)
def test_malformed_gold_is_named_with_its_line(line: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        gold(tmp_path, {"text": "无", "claims": []}, line)
    assert "gold.jsonl:2" in str(caught.value)

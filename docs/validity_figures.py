"""Measure numeric claims anew: ``python -m docs.validity_figures`` rewrites the table of docs/validity.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govnlp.analysis.evaluate_claims import evaluate_claims
from govnlp.analysis.gold_claims import load_gold

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/validity.md"
GOLD = [ROOT / "tests/golden/claims/held_out.jsonl"]
HEAD = "| 字段 | 标注 | 准确率 | 召回率 | F1（95% 区间） |\n|---|---|---|---|---|\n"
_NAMES = {
    "span": "边界",
    "span_value_unit": "边界、数值、单位都对",
    "dimension": "量纲",
    "role": "作用",
    "direction": "方向",
    "modality": "情态",
    "aggregate": "合计、平均等",
    "object": "对象",
    "object_lenient": "对象（宽）",
    "predicate": "谓语",
    "predicate_lenient": "谓语（宽）",
    "time": "时间",
    "whole": "所属总数",
}


def table(replicates: int = 1_000) -> str:
    """Give the rows of the table, as Markdown, and the line on false positives below it."""
    frame = evaluate_claims([text for path in GOLD for text in load_gold(path)], replicates=replicates)
    scores = frame[frame["tag"] == "all"].set_index("measure")
    rows = "".join(_row(name, scores.loc[name]) for name in _NAMES)
    wrong = scores.loc["false_positive"]
    return (
        f"{rows}\n{scores.loc['span', 'texts']} 段文字，其中 {wrong['texts']} 段共有 "
        f"{wrong['gold']} 处不是断言的数字，误认 {wrong['predicted']} 处。\n"
    )


def _row(name: str, score: Any) -> str:
    bounds = f"{score['f1_low']:.3f}–{score['f1_high']:.3f}"
    rates = f"{score['precision']:.3f} | {score['recall']:.3f} | {score['f1']:.3f}（{bounds}）"
    return f"| {_NAMES[name]} `{name}` | {score['gold']} | {rates} |\n"


def refreshed(page: str, rows: str) -> str:
    """Put the rows where the page has its old ones."""
    start = page.index(HEAD) + len(HEAD)
    end = page.index("\n\n", page.index("\n\n", start) + 2) + 1
    return page[:start] + rows + page[end:]


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text("utf-8"), table()), "utf-8")

"""Samples with known probabilities; what goes to a tool comes back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from govnlp.analysis.exchange import (
    TOOLS,
    Drawn,
    draw_sample,
    export_rows,
    from_text,
    import_rows,
    label_studio_config,
    to_lines,
)
from govnlp.annotate.labels.gold import Example, read_gold
from govnlp.cli.app import app
from govnlp.errors import UsageError

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


def paragraphs(count: int = 60) -> list[Example]:
    return [
        Example(f"r:p{n:04d}", f"局{n % 5}", f"第{n}段“文字”\n", "overview" if n % 6 else "other", "（一）")
        for n in range(count)
    ]


def section(example: Example) -> str:
    return example.section or ""


def test_a_sample_knows_its_probabilities() -> None:
    sample = draw_sample(paragraphs(), 24, section)
    assert len(sample) == 24
    by: dict[str, list[Drawn]] = {}
    for drawn in sample:
        by.setdefault(drawn.stratum, []).append(drawn)
    # Ten paragraphs stand in other, all of them drawn; the rest comes from the fifty.
    assert {d.probability for d in by["other"]} == {1.0}
    assert {d.probability for d in by["overview"]} == {14 / 50}
    assert sum(1 / d.probability for d in sample) == pytest.approx(60)


def test_a_sample_does_not_depend_on_the_order_but_on_the_seed() -> None:
    ids = {d.example.paragraph_id for d in draw_sample(paragraphs(), 20, section)}
    assert {d.example.paragraph_id for d in draw_sample(paragraphs()[::-1], 20, section)} == ids
    assert {d.example.paragraph_id for d in draw_sample(paragraphs(), 20, section, seed=1)} != ids
    assert len(draw_sample(paragraphs(), 500, section)) == 60
    with pytest.raises(UsageError, match="at least one"):
        draw_sample(paragraphs(), 0, section)


def answered(row: dict[str, Any], tool: str) -> dict[str, Any]:
    """What a tool exports when the coder takes over every suggestion."""
    if tool == "label_studio":
        return {"data": row["data"], "annotations": [{"result": row["predictions"][0]["result"]}], "id": 7}
    return row | ({"answer": "accept", "_input_hash": 1} if tool == "prodigy" else {})


@pytest.mark.parametrize("tool", TOOLS)
def test_what_goes_out_comes_back_the_same(tool: str, tmp_path: Path) -> None:
    examples = [replace(e, labels=frozenset({"fees", "platform"})) for e in paragraphs(12)]
    sample = draw_sample(examples, 8, section)
    lines = to_lines(export_rows(sample, tool, ["fees", "platform", "finance"]))
    back = import_rows([answered(row, tool) for row in from_text(lines)], tool)
    path = tmp_path / "gold.jsonl"
    path.write_text(to_lines(back), "utf-8")
    assert read_gold([path]) == [d.example for d in sample]
    assert [row["probability"] for row in back] == [d.probability for d in sample]


def test_what_was_skipped_or_rejected_is_no_gold() -> None:
    row = export_rows(draw_sample(paragraphs(1), 1, section), "prodigy")[0]
    assert import_rows([row | {"accept": ["fees"], "answer": "reject"}], "prodigy") == []
    (task,) = export_rows(draw_sample(paragraphs(1), 1, section), "label_studio")
    choice = {"type": "choices", "value": {"choices": ["fees"]}}
    assert (
        import_rows([task | {"annotations": [{"was_cancelled": True, "result": [choice]}]}], "label_studio")
        == []
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_a_foreign_object_is_told_with_its_line(tool: str) -> None:
    with pytest.raises(UsageError, match="line 1"):
        import_rows([{"x": 1}], tool)
    with pytest.raises(UsageError, match="neither JSON"):
        from_text("{")
    with pytest.raises(UsageError, match="no annotation tool"):
        import_rows([{}], "paper")


def test_the_configuration_is_escaped() -> None:
    assert 'value="a&quot;b"' in label_studio_config(['a"b'])


@pytest.mark.parametrize("tool", TOOLS)
def test_export_and_import_on_the_command_line(tool: str, tmp_path: Path) -> None:
    out, gold = tmp_path / "out.jsonl", tmp_path / "gold.jsonl"
    arguments = ["annotate", "export", str(SAMPLE / "liuqiao"), "-t", tool, "--size", "20", "--suggest"]
    done = CliRunner().invoke(app, [*arguments, "-o", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    rows = [answered(json.loads(line), tool) for line in out.read_text("utf-8").splitlines()]
    assert len(rows) == 20
    out.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    done = CliRunner().invoke(app, ["annotate", "import", str(out), "-t", tool, "-o", str(gold)])
    assert done.exit_code == 0
    assert len(read_gold([gold])) == 20
    assert "<View>" in CliRunner().invoke(app, ["annotate", "config"]).stdout

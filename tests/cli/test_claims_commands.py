"""`claims`, `checks` on text and `evaluate claims`, end to end."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

GOLD = Path(__file__).parents[1] / "golden" / "claims"
TEXT = "2020年8月5日，接待群众7352人次，其中现场受理5209人次，电话咨询2133人次。"
FIELDS = [
    *("report_id", "paragraph_id", "claim_id", "start", "end", "surface", "value", "low", "high", "unit"),
    *("dimension", "modifier", "role", "direction", "modality", "aggregate", "implicit", "object"),
    *("predicate", "time_start", "time_end", "whole_id"),
]


def govnlp(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from govnlp.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_claims_of_plain_text_have_the_contracts_fields() -> None:
    done = govnlp("claims", "-", stdin=TEXT)
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert [row["surface"] for row in found] == ["7352人次", "5209人次", "2133人次"]
    assert list(found[0])[: len(FIELDS)] == FIELDS
    assert found[0]["value"] == 7352
    assert found[1]["whole_id"] == found[0]["claim_id"]
    for row in found:
        assert TEXT[row["start"] : row["end"]] == row["surface"]  # type: ignore[misc]


def test_the_numbers_that_are_no_claims() -> None:
    done = govnlp("claims", "-", "--non-claims", stdin=TEXT)
    (date,) = rows(done.stdout)
    assert (date["surface"], date["reason"]) == ("2020年8月5日", "date")


@pytest.mark.parametrize("form", ["csv", "parquet", "dta", "jsonl", "table"])
@pytest.mark.parametrize("option", [(), ("--non-claims",)])
def test_every_format(form: str, option: tuple[str, ...], tmp_path: Path) -> None:
    source, out = tmp_path / "t.txt", tmp_path / f"out.{form}"
    source.write_text(TEXT, "utf-8")
    done = govnlp("claims", source, *option, "-f", form, "-o", out)
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 0
    if form == "csv":
        with out.open(encoding="utf-8-sig", newline="") as handle:
            assert len(list(csv.DictReader(handle))) == (1 if option else 3)
    if form == "parquet":
        assert pd.read_parquet(out).loc[0, "report_id"] == "t"


def test_a_text_is_checked_though_it_is_no_report() -> None:
    done = govnlp("checks", "-", "--failing", stdin=TEXT)
    assert done.returncode == 0, done.stderr
    (wrong,) = rows(done.stdout)
    assert (wrong["kind"], wrong["left"], wrong["right"]) == ("narrative_part_sum", 7352, 7342)


def test_evaluate_claims(tmp_path: Path) -> None:
    done = govnlp("evaluate", "claims", GOLD / "mixed.jsonl", "--replicates", "20")
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    first = next(row for row in found if (row["measure"], row["tag"]) == ("span_value_unit", "all"))
    assert first["f1"] > 0.9  # type: ignore[operator]
    assert first["f1_low"] <= first["f1"] <= first["f1_high"]  # type: ignore[operator]
    assert found == rows(govnlp("evaluate", "claims", GOLD / "mixed.jsonl", "--replicates", "20").stdout)


@pytest.mark.parametrize("form", ["csv", "parquet", "dta", "jsonl", "table"])
def test_scores_in_every_format(form: str, tmp_path: Path) -> None:
    gold, out = tmp_path / "gold.jsonl", tmp_path / f"scores.{form}"
    line = {"text": "公开⟦120条⟧", "claims": [{"value": "120", "unit": "条"}]}
    gold.write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    done = govnlp("evaluate", "claims", gold, "-f", form, "-o", out, "--replicates", "5")
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 0


def test_malformed_gold_is_wrong_use(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("{}\n", "utf-8")
    done = govnlp("evaluate", "claims", gold)
    assert done.returncode == 2
    assert "gold.jsonl:1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("claims",), ("evaluate",), ("evaluate", "claims")])
def test_help_in_both_languages(command: tuple[str, ...]) -> None:
    done = govnlp(*command, "--help")
    assert done.returncode == 0
    assert any("\u4e00" <= char <= "\u9fff" for char in done.stdout)
    assert "Example" in done.stdout or command == ("evaluate",)

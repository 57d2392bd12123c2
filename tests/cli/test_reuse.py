"""``govnlp reuse``: sentences, shares, two reports side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govnlp.cli.app import app
from govnlp.errors import UsageError

SAMPLE = Path(__file__).parents[2] / "corpora/sample"
FIELDS = [
    "report_id",
    "sentence_id",
    "start",
    "end",
    "text",
    "origin",
    "source_report_id",
    "source_start",
    "source_end",
    "similarity",
    "numbers_changed",
]


def lines(*arguments: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["reuse", *arguments])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_object_a_sentence() -> None:
    rows = lines(str(SAMPLE / "liuqiao"))
    assert list(rows[0])[: len(FIELDS)] == FIELDS
    reused = [row for row in rows if row["origin"] == "self_prior"]
    assert reused
    assert all(row["source_report_id"] for row in reused)
    novel = next(row for row in rows if row["origin"] == "novel")
    assert novel["source_report_id"] is novel["similarity"] is novel["numbers_changed"] is None


@pytest.mark.parametrize(("by", "groups"), [("report", 24), ("issuer", 6), ("region", 4)])
def test_shares_sum_to_one(by: str, groups: int) -> None:
    rows = lines(str(SAMPLE), "--by", by)
    assert len(rows) == groups
    for row in rows:
        shares = [value for name, value in row.items() if name not in ("group", "sentences", "characters")]
        assert sum(float(str(share)) for share in shares if share is not None) == pytest.approx(1, abs=1e-3)


def test_sections_are_groups_too() -> None:
    rows = lines(str(SAMPLE), "--by", "section")
    assert {"overview", "problems", "other"} <= {row["group"] for row in rows}


def test_two_reports_side_by_side(tmp_path: Path) -> None:
    out = tmp_path / "pair.txt"
    lines(str(SAMPLE), "--pair", "liuqiao-2021", "liuqiao-2022", "--out", str(out))
    assert "liuqiao-2022" in out.read_text("utf-8")


def test_an_unknown_report_is_wrong_use() -> None:
    done = CliRunner().invoke(app, ["reuse", str(SAMPLE), "--pair", "liuqiao-2021", "nobody"])
    assert isinstance(done.exception, UsageError)

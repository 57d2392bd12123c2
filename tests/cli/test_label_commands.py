"""``govnlp classify``, ``train`` and ``lexicon``, end to end, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

import govnlp as gn
from govnlp.cli.app import app
from govnlp.errors import GovnlpError, UsageError

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample"
OWN = """source: test
licence: CC0
version: "1"
labels:
  fees:
    cues:
      - weight: 0.9
        match: [灯油钱]
"""


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin, catch_exceptions=False)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def page() -> Path:
    return SAMPLE / "liuqiao" / "2021.html"


def test_classify_gives_the_contracts_fields(page: Path) -> None:
    done = run("classify", page, "-f", "jsonl")
    assert done.exit_code == 0
    rows = lines(done.stdout)
    report = gn.read_report(page)
    assert [row["paragraph_id"] for row in rows] == [p.paragraph_id for p in report.paragraphs]
    for row in rows:
        assert list(row)[:7] == ["report_id", "paragraph_id", "start", "end", "text", "labels", "abstained"]
        assert report.text[row["start"] : row["end"]] == row["text"]
        assert row["abstained"] == (not row["labels"]) == bool(row["reason"])
        for label in row["labels"]:
            assert 0 <= label["score"] <= 1
            for evidence in label["evidence"]:
                assert report.text[evidence["start"] : evidence["end"]] == evidence["text"]
    (organization,) = [row for row in rows if "领导小组由" in row["text"]]
    assert "organization" in organization["roll_ups"]


@pytest.mark.filterwarnings("ignore::pandas.errors.InvalidColumnName")
@pytest.mark.parametrize("form", ["csv", "parquet", "dta", "table"])
def test_every_format_of_classify(page: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"out.{form}"
    assert run("classify", page, "-f", form, "-o", path).exit_code == 0
    if form == "parquet":
        frame = pd.read_parquet(path)
        assert set(frame["roll_up"].dropna()) <= {
            "organization",
            "standardization",
            "service_windows",
            "problems_improvements",
        }
    assert path.stat().st_size > 0


def test_plain_text_is_labelled_line_by_line() -> None:
    done = run("classify", "-", "-f", "jsonl", stdin="全年未收取任何费用。\n下一步，将加强业务培训。\n")
    assert [[each["label"] for each in row["labels"]] for row in lines(done.stdout)] == [
        ["fees"],
        ["improvement"],
    ]


def test_models_by_name_and_an_own_lexicon(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    text = "本年度收灯油钱。"
    for model in ("keyword", "linear"):
        (row,) = lines(run("classify", "-", "-f", "jsonl", "--model", model, stdin=text).stdout)
        assert row["rule"] == model
    (row,) = lines(run("classify", "-", "-f", "jsonl", "--lexicon", tmp_path / "own.yaml", stdin=text).stdout)
    assert [label["label"] for label in row["labels"]] == ["fees"]
    assert row["rule"] == "keyword"
    with pytest.raises(UsageError, match="cannot be read"):
        run("classify", "-", "--model", "nowhere.npz", stdin=text)


def test_train_and_classify_with_it(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [
        {
            "paragraph_id": f"x{n}",
            "issuer": f"局{n % 4}",
            "text": ("大厅窗口受理办事。", "组织业务培训。", "本年度没有收费。")[n % 3]
            + f"第{'甲乙丙丁'[n % 4]}次。",
            "labels": [("service_window", "supervision", "fees")[n % 3]],
        }
        for n in range(24)
    ]
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    model = tmp_path / "m.npz"
    assert run("train", gold, "-o", model).exit_code == 0
    done = run("classify", "-", "-f", "jsonl", "--model", model, stdin="大厅新增窗口。")
    assert [label["label"] for label in lines(done.stdout)[0]["labels"]] == ["service_window"]
    assert run("train", gold, "--weak", SAMPLE / "liuqiao", "--no-evidence", "-o", model).exit_code == 0
    with pytest.raises(UsageError, match="nothing to learn from"):
        run("train")


def test_an_own_lexicon_is_checked_and_a_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    done = run("lexicon", "check", path)
    assert done.exit_code == 0
    assert "18 标签" in done.stdout
    path.write_text(OWN.replace("weight: 0.9", "weight: 9"), "utf-8")
    with pytest.raises(GovnlpError, match=r"own\.yaml.*line 7"):
        run("lexicon", "check", path)


def test_the_lexicon_is_shown() -> None:
    labels = lines(run("lexicon", "show", "-f", "jsonl").stdout)
    assert len(labels) == 18
    assert {row["roll_up"] for row in labels if row["label"] in ("problem", "improvement")} == {
        "problems_improvements"
    }
    cues = lines(run("lexicon", "show", "fees", "-f", "jsonl").stdout)
    assert all(set(row) == {"cue", "weight", "scope", "when", "where"} for row in cues)
    with pytest.raises(UsageError, match="no label"):
        run("lexicon", "show", "weather")


@pytest.mark.parametrize("command", [("classify",), ("train",), ("lexicon",), ("lexicon", "show")])
def test_help_is_in_both_languages(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert any("\u4e00" <= char <= "\u9fff" for char in done.stdout)


def test_labels_are_a_table_of_the_analysis(tmp_path: Path) -> None:
    result = gn.analyze(SAMPLE / "liuqiao")
    labels = result.labels
    assert set(labels["paragraph_id"]) == set(result.paragraphs["paragraph_id"])
    assert labels["rule"].unique().tolist() == ["linear"]
    text = dict(zip(result.reports["report_id"], result.reports["text"], strict=True))
    for row in labels.head(50).itertuples():
        for evidence in json.loads(row.evidence):
            assert text[row.report_id][evidence["start"] : evidence["end"]] == evidence["text"]


def test_an_own_lexicon_is_in_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    done = run(
        *("analyze", SAMPLE / "liuqiao", "-o", tmp_path / "out", "--jobs", "1"),
        *("--lexicon", tmp_path / "own.yaml", "--format", "parquet"),
    )
    assert done.exit_code == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert list(manifest["own_files"]) == ["lexicon"]
    assert set(pd.read_parquet(tmp_path / "out" / "labels.parquet")["rule"]) == {"keyword"}

"""Every command, end to end, as a user types it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from builders import T2_2021, T3_2021, TITLE, one_cell_a_line, report_text, t2_rows, t3_rows, t4_rows


def govnlp(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from govnlp.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for year, printed in ((2020, "2"), (2021, "3")):
        text = report_text(
            title=TITLE.replace("2021", str(year)),
            t2=one_cell_a_line(t2_rows(T2_2021, ["0"] * 9 + ["1.5"])),
            t3=one_cell_a_line(t3_rows(T3_2021, {0: ["2", "0", "0", "0", "0", "0", printed]})),
            t4=one_cell_a_line(t4_rows(["0"] * 15)),
        )
        (folder / f"{year}.txt").write_text(text.replace("2022-01-20", f"{year + 1}-01-20"), "utf-8")
    return folder


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_parse_gives_the_contracts_fields(corpus: Path) -> None:
    done = govnlp("parse", corpus)
    assert done.returncode == 0, done.stderr
    first = lines(done.stdout)[0]
    assert set(first) >= {
        "report_id",
        "source",
        "sha256",
        "title",
        "issuer",
        "report_year",
        "publish_date",
        "format",
        "text",
        "sections",
        "paragraphs",
        "furniture",
        "headings",
        "tables",
    }
    assert first["report_id"] == "2020"
    assert first["publish_date"] == "2021-01-20"
    text = str(first["text"])
    for kind in ("paragraphs", "furniture", "headings", "tables"):
        for part in first[kind]:  # type: ignore[attr-defined]
            assert text[part["start"] : part["end"]] == part["text"]
    spans = sorted(
        (part["start"], part["end"])
        for kind in ("paragraphs", "furniture", "headings", "tables")
        for part in first[kind]  # type: ignore[attr-defined]
    )
    assert [start for start, _ in spans] == [0, *[end for _, end in spans[:-1]]]
    assert spans[-1][1] == len(text)
    assert set(first["sections"][0]) == {"section_id", "key", "title", "start", "end"}  # type: ignore[index]


def test_tables_as_json_lines_and_csv(corpus: Path, tmp_path: Path) -> None:
    cells = lines(govnlp("tables", corpus).stdout)
    assert len(cells) == 2 * (10 + 175 + 15)
    assert list(cells[0])[:8] == ["report_id", "table", "row", "column", "value", "state", "raw", "format"]
    fee = next(cell for cell in cells if cell["column"] == "fee_amount_wan")
    assert fee["value"] == 1.5
    done = govnlp("tables", corpus, "-f", "csv", "-o", tmp_path / "cells.csv")
    assert (done.returncode, done.stdout) == (0, "")
    with (tmp_path / "cells.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert len(list(csv.DictReader(handle))) == len(cells)


@pytest.mark.parametrize("command", ["parse", "tables", "checks"])
@pytest.mark.parametrize("form", ["csv", "parquet", "dta", "jsonl", "table"])
def test_every_format_of_every_command(corpus: Path, tmp_path: Path, command: str, form: str) -> None:
    path = tmp_path / f"out.{form}"
    done = govnlp(command, corpus, "-f", form, "-o", path)
    assert done.returncode == 0, done.stderr
    assert path.stat().st_size > 0
    assert list(tmp_path.iterdir()) == [path]
    if form == "dta":
        frame = pd.read_stata(path)
        with pd.io.stata.StataReader(path) as reader:
            labels = reader.variable_labels()
        assert frame.loc[0, "report_id"] == "2020"
        assert labels["report_id"] == "报告编号"
    if form == "parquet":
        assert pd.read_parquet(path).loc[0, "report_id"] == "2020"


def test_checks_and_only_the_failing_ones(corpus: Path) -> None:
    everything = lines(govnlp("checks", corpus).stdout)
    failing = lines(govnlp("checks", corpus, "--failing").stdout)
    assert list(everything[0]) == (
        ["report_id", "check_id", "kind", "status", "formula", "left", "right", "delta", "reason", "evidence"]
    )
    assert failing == [check for check in everything if check["status"] == "fails"]
    row = next(check for check in failing if check["kind"] == "table_row_sum")
    assert (row["report_id"], row["left"], row["right"], row["delta"]) == ("2021", 2, 3, -1)
    assert row["evidence"][-1]["ref"] == "t3.new_received.total"  # type: ignore[index]


def test_analyze_writes_and_tells(corpus: Path, tmp_path: Path) -> None:
    done = govnlp("analyze", corpus, "-o", tmp_path / "out", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert "2021" in done.stdout
    assert (tmp_path / "out/reports.parquet").is_file()
    assert (tmp_path / "out/manifest.json").is_file()


def test_a_bad_file_is_told_and_the_rest_goes_on(corpus: Path, tmp_path: Path) -> None:
    for path in corpus.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "list.txt").write_text("白菜\n豆腐\n", "utf-8")
    done = govnlp("analyze", tmp_path, "-o", tmp_path / "out", "--jobs", "1")
    assert done.returncode == 1
    assert "bad.docx" in done.stderr
    assert "[not_a_report]" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(pd.read_parquet(tmp_path / "out/reports.parquet")) == 2
    # Only `analyze` minds that a text is no report.
    done = govnlp("parse", tmp_path / "list.txt")
    assert done.returncode == 0
    assert [p["text"] for p in lines(done.stdout)[0]["paragraphs"]] == ["白菜\n", "豆腐"]  # type: ignore[attr-defined]


def test_text_from_standard_input() -> None:
    done = govnlp("parse", "-", stdin="全年公开120条。\n办理证照2168个。")
    (report,) = lines(done.stdout)
    assert [section["key"] for section in report["sections"]] == ["free"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse", "nowhere"),
        ("parse",),
        ("parse", ".", "-f", "xlsx"),
        ("analyze", "."),
        ("analyze", "nowhere", "-o", "out"),
        ("nonsense",),
    ],
)
def test_wrong_use_is_status_two_and_no_traceback(arguments: tuple[str, ...]) -> None:
    done = govnlp(*arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_binary_formats_need_a_file(corpus: Path) -> None:
    done = govnlp("tables", corpus, "-f", "parquet")
    assert done.returncode == 2
    assert "--out" in done.stderr


def test_a_malformed_corpus_csv_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "corpus.csv").write_text("file,issuer\na,b\n", "utf-8")
    done = govnlp("parse", tmp_path)
    assert done.returncode == 2
    assert "corpus.csv" in done.stderr


@pytest.mark.parametrize("command", ["", "parse", "tables", "checks", "analyze"])
def test_help_is_in_chinese_and_english_with_an_example(command: str) -> None:
    done = govnlp(*([command] if command else []), "--help")
    assert done.returncode == 0
    assert any("\u4e00" <= char <= "\u9fff" for char in done.stdout)
    assert ("Example" in done.stdout) or not command


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, govnlp; print([m for m in ('pandas', 'pyarrow', 'numpy', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

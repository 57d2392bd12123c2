"""``govnlp features``, end to end, and its files read back by other programs."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from typer.testing import CliRunner

import govnlp as gn
from govnlp.cli.app import app
from govnlp.features import column_names
from govnlp.frames import table_info

SAMPLE = Path(__file__).parents[2] / "corpora/sample"
FORMATS = ("csv", "parquet", "feather", "dta", "jsonl")


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["features", *map(str, arguments)])


@pytest.fixture(scope="module")
def analyzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("analyzed")
    gn.analyze(SAMPLE, out)
    return out


@pytest.fixture(scope="module")
def files(analyzed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("panel")
    terms = folder / "服务.txt"
    terms.write_text("窗口\n大厅\n", "utf-8")
    made = {}
    for form in FORMATS:
        made[form] = folder / f"panel.{form}"
        done = run(analyzed, "--panel", "--terms", terms, "-f", form, "-o", made[form])
        assert done.exit_code == 0, done.output
        assert "absent 12" in done.stderr
        assert (folder / f"panel-ledger.{form}").is_file()
    return made


def test_all_formats_say_the_same(files: dict[str, Path]) -> None:
    parquet, feather = pd.read_parquet(files["parquet"]), pd.read_feather(files["feather"])
    assert parquet.equals(feather)
    rows = [json.loads(line) for line in files["jsonl"].read_text("utf-8").splitlines()]
    assert [row["claims"] for row in rows] == parquet["claims"].astype(object).where(
        parquet["claims"].notna(), None
    ).to_list()
    data = files["csv"].read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    # R takes an empty number for NA, and with na.strings = "" an empty text, too.
    assert not {"NA", "nan", "NaN", "None"} & {value for row in read for value in row.values()}
    for row, shares in zip(read, parquet["share_novel"], strict=True):
        assert row["share_novel"] == ("" if pd.isna(shares) else repr(shares))


def test_stata_reads_values_and_chinese_labels(files: dict[str, Path]) -> None:
    parquet = pd.read_parquet(files["parquet"])
    with pd.read_stata(files["dta"], iterator=True) as reader:
        labels = reader.variable_labels()
        frame = reader.read()
    assert files["dta"].read_bytes().startswith(b"<stata_dta><header><release>118<")
    described = {column.name: column.zh for column in table_info("features").columns}
    assert labels["disclosure_rate"] == described["disclosure_rate"]
    assert labels["terms_list1_hits"] == "词表“服务”：次数"
    other, meta = pyreadstat.read_dta(files["dta"])
    assert meta.column_names_to_labels == labels
    for read in (frame, other):
        assert list(read) == list(parquet)
        assert read["issuer_id"].to_list() == parquet["issuer_id"].to_list()
        for name in ("report_year", "claims", "disclosure_rate", "specificity", "terms_list1_hits"):
            expected = parquet[name].astype("float64")
            assert read[name].astype("float64").equals(expected), name
    days = pd.to_datetime(frame["publish_date"])
    assert days.equals(pd.to_datetime(parquet["publish_date"]).astype(days.dtype))
    assert all(len(name) <= 32 and name.isascii() for name in labels)


def test_features_of_reports_and_of_their_analysis_are_the_same(analyzed: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    assert run(analyzed, "-f", "csv", "-o", one).exit_code == 0
    assert run(SAMPLE, "-f", "csv", "-o", two, "--jobs", "2").exit_code == 0
    assert one.read_bytes() == two.read_bytes()
    with one.open(encoding="utf-8-sig") as handle:
        assert next(csv.reader(handle)) == list(column_names())


def test_a_terminal_gets_what_fits(analyzed: Path) -> None:
    done = run(analyzed, "-f", "table")
    assert "specificity" in done.stdout
    assert "sha256" not in done.stdout


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((SAMPLE / "liuqiao/2020.txt").read_bytes())
    (tmp_path / "b.docx").write_bytes(b"no word")
    done = run(tmp_path, "--panel", "-f", "jsonl", "--ledger", tmp_path / "gaps.jsonl")
    assert done.exit_code == 1
    assert "b.docx" in done.stderr
    assert json.loads(done.stdout.splitlines()[0])["status"] == "present"
    assert "b.docx" in (tmp_path / "gaps.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    "options", [["--years", "2020-2021"], ["--panel", "--years", "20x"], ["-f", "feather"], ["-f", "dta"]]
)
def test_wrong_use(analyzed: Path, options: list[str]) -> None:
    from govnlp.errors import UsageError

    done = run(analyzed, *options)
    assert isinstance(done.exception, UsageError)

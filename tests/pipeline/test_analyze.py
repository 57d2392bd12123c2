"""The main job on small corpora: bounded, restartable, the same bytes each time."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest
from builders import T2_2021, T3_2021, TITLE, one_cell_a_line, report_text, t2_rows, t3_rows

import govnlp as gn
from govnlp.errors import UsageError
from govnlp.frames import TABLES, arrow_schema, table_info, write_stata
from govnlp.pipeline import Settings, shards
from govnlp.pipeline.run import WORK

FILES = [f"{name}.{kind}" for name in TABLES for kind in ("csv", "parquet")] + [
    "datapackage.json",
    "manifest.json",
]


def write(folder: Path, name: str, year: int, carried_in: str = "0", carried_out: str = "0") -> None:
    rows = {1: [carried_in, *["0"] * 5, carried_in], 24: [carried_out, *["0"] * 5, carried_out]}
    rows[23] = [str(int(carried_in) - int(carried_out)), *["0"] * 5, str(int(carried_in) - int(carried_out))]
    text = report_text(
        title=TITLE.replace("2021", str(year)),
        t2=one_cell_a_line(t2_rows(T2_2021, ["0"] * 10)),
        t3=one_cell_a_line(t3_rows(T3_2021, rows)),
    )
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("2022-01-20", f"{year + 1}-01-20"), "utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write(folder, "a/2020.txt", 2020, carried_out="0")
    write(folder, "a/2021.txt", 2021, carried_in="2", carried_out="1")
    write(folder, "a/2022.txt", 2022, carried_in="1")
    (folder / "junk.txt").write_text("买菜清单", "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0 old word")
    (folder / "data.csv").write_text("a,b\n", "utf-8")
    (folder / "README.md").write_text("# about\n", "utf-8")
    return folder


def test_result_in_memory(corpus: Path) -> None:
    result = gn.analyze(gn.load_corpus(corpus))
    assert list(result.reports["report_id"]) == ["a/2020", "a/2021", "a/2022"]
    assert list(result.reports["report_year"]) == [2020, 2021, 2022]
    assert result.reports["publish_date"].dt.year.tolist() == [2021, 2022, 2023]
    assert set(result.failures["code"]) == {"not_a_report", "empty", "convert_to_docx"}
    assert result.skipped == ("README.md", "data.csv")
    assert result.counts["cells"] == 3 * (10 + 175 + 15)
    assert "<table>" in result._repr_html_()
    with pytest.raises(AttributeError):
        _ = result.nothing


def test_checks_across_years_are_in_the_table(corpus: Path) -> None:
    checks = gn.analyze(corpus).checks
    year = checks[checks["kind"] == "year_table"]
    assert set(year["report_id"]) == {"a/2021", "a/2022"}
    wrong = year[year["status"] == "fails"]
    assert set(wrong["report_id"]) == {"a/2021"}
    assert json.loads(wrong.iloc[0]["evidence"])[0]["report_id"] == "a/2020"
    for _, own in checks.groupby("report_id"):
        assert list(own["check_id"].str[-4:].astype(int)) == list(range(1, len(own) + 1))


def test_every_table_has_its_schema_and_reads_back(corpus: Path, tmp_path: Path) -> None:
    result = gn.analyze(corpus, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(FILES)
    for name in TABLES:
        columns = [column.name for column in table_info(name).columns]
        assert list(result.table(name)) == columns
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.reader(handle))
        assert rows[0] == columns
        assert len(rows) == len(result.table(name)) + 1


def test_parquet_and_csv_say_the_same(corpus: Path, tmp_path: Path) -> None:
    gn.analyze(corpus, tmp_path / "both")
    only = gn.analyze(corpus, tmp_path / "csv", formats=("csv",))
    for name in TABLES:
        parquet = pd.read_parquet(tmp_path / "both" / f"{name}.parquet")
        assert len(parquet) == len(only.table(name))
        key = list(table_info(name).primary_key)
        assert parquet[key].astype(str).equals(only.table(name)[key].astype(str))


def test_the_dictionary_describes_every_column_in_both_languages(corpus: Path, tmp_path: Path) -> None:
    gn.analyze(corpus, tmp_path / "out")
    package = json.loads((tmp_path / "out/datapackage.json").read_text("utf-8"))
    assert [r["name"] for r in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        for column in resource["schema"]["fields"]:
            assert any("\u4e00" <= c <= "\u9fff" for c in column["title"])
            assert column["description"].isascii()
        for key in resource["schema"]["foreignKeys"]:
            target = next(r for r in package["resources"] if r["name"] == key["reference"]["resource"])
            assert key["reference"]["fields"] in [c["name"] for c in target["schema"]["fields"]]


def test_the_manifest_names_inputs_data_and_settings(corpus: Path, tmp_path: Path) -> None:
    gn.analyze(corpus, tmp_path / "out", settings=Settings("blank_as_zero"))
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert manifest["settings"] == asdict(Settings("blank_as_zero"))
    assert len(manifest["inputs"]) == 6
    assert {len(entry["sha256"]) for entry in manifest["inputs"]} == {0, 64}
    assert all(entry["licence"] and entry["version"] for entry in manifest["data"])
    assert str(tmp_path) not in json.dumps(manifest)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_SIZE", 2)


def test_the_same_bytes_each_time_and_with_any_number_of_processes(corpus: Path, tmp_path: Path) -> None:
    gn.analyze(corpus, tmp_path / "one")
    gn.analyze(corpus, tmp_path / "again")
    gn.analyze(corpus, tmp_path / "two", jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "again") == contents(tmp_path / "two")


@pytest.mark.usefixtures("small_shards")
def test_a_killed_run_goes_on_where_it_stopped(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gn.analyze(corpus, tmp_path / "whole")
    read = shards.read_entry
    seen: list[str] = []

    class KilledError(BaseException):
        pass

    def dying(entry):  # type: ignore[no-untyped-def]
        seen.append(entry.source)
        if len(seen) == 4:
            raise KilledError
        return read(entry)

    monkeypatch.setattr(shards, "read_entry", dying)
    with pytest.raises(KilledError):
        gn.analyze(corpus, tmp_path / "out")
    assert not (tmp_path / "out/reports.parquet").exists()
    assert (tmp_path / "out" / WORK).is_dir()
    first = list(seen)
    gn.analyze(corpus, tmp_path / "out")
    # Finished shards are not read again.
    assert seen[len(first) :] == first[2:3] + sorted(
        {p.relative_to(corpus).as_posix() for p in _files(corpus)} - set(first[:3])
    )
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert not (tmp_path / "out" / WORK).exists()


def _files(corpus: Path) -> list[Path]:
    return [p for p in corpus.rglob("*") if p.suffix in (".txt", ".doc")]


@pytest.mark.usefixtures("small_shards")
def test_a_changed_file_is_read_again(corpus: Path, tmp_path: Path) -> None:
    work = tmp_path / "out"
    gn.analyze(corpus, work)
    write(corpus, "a/2022.txt", 2022, carried_in="5")
    result = gn.analyze(corpus, work)
    cells = result.cells.set_index(["report_id", "table", "row", "column"])
    assert cells.loc[("a/2022", "t3", "carried_in", "total"), "value"] == 5


def test_a_file_that_kills_the_reader_is_a_failure_and_its_neighbours_live(corpus: Path) -> None:
    shard = shards.Shard(
        0, gn.load_corpus(corpus).entries, str(corpus.parent / "s"), Settings(), frozenset({"a/2021.txt"})
    )
    shards.run_shard(shard)
    failed = pd.read_parquet(corpus.parent / "s/failures.parquet").set_index("source")
    assert failed.loc["a/2021.txt", "code"] == "crashed"
    assert len(pd.read_parquet(corpus.parent / "s/reports.parquet")) == 2


def test_a_defect_of_ours_costs_one_file_and_is_told(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govnlp.read import corpus as corpora

    read = corpora.read_report

    def broken(path: str, **options: str) -> gn.Report:
        if path.endswith("2021.txt"):
            raise ZeroDivisionError("oops")
        return read(path, **options)

    monkeypatch.setattr(corpora, "read_report", broken)
    result = gn.analyze(corpus)
    failed = result.failures.set_index("source").loc["a/2021.txt"]
    assert (failed["code"], failed["message"]) == ("defect", "ZeroDivisionError: oops")
    assert len(result.reports) == 2


def test_doubled_reports_are_kept_and_the_later_one_is_current(corpus: Path) -> None:
    shutil.copy(corpus / "a/2021.txt", corpus / "a/2021-copy.txt")
    later = (corpus / "a/2021.txt").read_text("utf-8").replace("2022-01-20", "2022-03-01")
    (corpus / "a/2021-new.txt").write_text(later, "utf-8")
    reports = gn.analyze(corpus).reports.set_index("report_id")
    assert len(reports) == 5
    assert pd.isna(reports.loc["a/2021-new", "duplicate_of"])
    assert reports.loc["a/2021", "duplicate_of"] == "a/2021-new"
    assert reports.loc["a/2021-copy", "duplicate_of"] == "a/2021-new"


def test_corpus_csv_goes_before_the_text(corpus: Path) -> None:
    (corpus / "corpus.csv").write_text(
        "source,report_id,issuer_id,level,superior_id,report_year\n"
        "a/2021.txt,lq21,990301-柳桥,street,990301-区,2019\nlost.txt,lost,,,,\n",
        "utf-8",
    )
    result = gn.analyze(corpus)
    row = result.reports.set_index("report_id").loc["lq21"]
    assert (row["issuer_id"], row["level"], row["superior_id"], row["report_year"]) == (
        "990301-柳桥",
        "street",
        "990301-区",
        2019,
    )
    assert "report_year" not in row["inferred_fields"]
    assert set(result.failures["source"]) >= {"lost.txt"}


def test_units_are_compared_with_their_superior(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    write(folder, "d.txt", 2021, carried_in="2")
    write(folder, "u.txt", 2021, carried_in="3")
    (folder / "corpus.csv").write_text("source,issuer_id,superior_id\nd.txt,D,\nu.txt,U,D\n", "utf-8")
    checks = gn.analyze(folder).checks
    wrong = checks[(checks["kind"] == "hierarchy") & (checks["status"] == "fails")]
    assert set(wrong["report_id"]) == {"d"}
    assert "t3.carried_in.total" in set(wrong["formula"].str.extract(r"(t3\.\w+\.total)")[0])


@pytest.mark.parametrize("jobs", [0, -1])
def test_wrong_use(corpus: Path, jobs: int) -> None:
    with pytest.raises(UsageError):
        gn.analyze(corpus, jobs=jobs)
    with pytest.raises(UsageError):
        gn.analyze(corpus, formats=("xlsx",))


def test_an_empty_folder_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    result = gn.analyze(tmp_path / "c")
    assert result.reports.empty
    only = gn.analyze(tmp_path / "c", tmp_path / "out", formats=("csv",))
    assert list(only.reports) == list(result.reports)
    assert only.reports.empty
    assert result.counts["failures"] == 0


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", TABLES)
def test_names_and_labels_of_every_table_are_such_as_stata_takes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "table.dta"
    write_stata(name, arrow_schema(name).empty_table(), path)
    with pd.read_stata(path, iterator=True) as reader:
        assert all(reader.variable_labels().values())

"""The features table: each measure by hand, and the row as the analysis gives it."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from builders import T2_2021, T3_2021, TITLE, one_cell_a_line, report_text, t2_rows, t3_rows, t4_rows
from hypothesis import given
from hypothesis import strategies as st

import govnlp as gn
from govnlp.analysis import stats
from govnlp.annotate.claims import extract
from govnlp.features import column_names, features_of
from govnlp.features.concreteness import concreteness
from govnlp.features.statutory import statutory_features
from govnlp.frames import table_info
from govnlp.model import Cell
from govnlp.read.report import read_text
from govnlp.resources import load_csv, load_toml
from govnlp.text.normalize import count_characters

SAMPLE = Path(__file__).parents[2] / "corpora/sample"


def cell(key: str, value: int | None, state: str = "value") -> Cell:
    number = None if value is None else Decimal(value)
    return Cell(*key.split("."), number, state, "", "2021")  # type: ignore[arg-type]


def requests(granted: int | None, partial: int | None, processed: int | None) -> list[Cell]:
    given = {"granted": granted, "partially_granted": partial, "total_processed": processed}
    return [cell(f"t3.{row}.total", n, "blank" if n is None else "value") for row, n in given.items()]


def test_the_disclosure_rate_and_what_it_rests_on() -> None:
    row = statutory_features(requests(3, 1, 8))
    assert (row["requests_granted"], row["requests_processed"], row["disclosure_rate"]) == (3.0, 8.0, 0.5)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_rate_over_a_blank_is_missing_and_says_which(at: int) -> None:
    figures: list[int | None] = [3, 1, 8]
    figures[at] = None
    row = statutory_features(requests(*figures))
    name = ("requests_granted", "requests_partially_granted", "requests_processed")[at]
    assert row[name] is None
    assert row["disclosure_rate"] is None
    assert f"disclosure_rate: {name} blank" in row["rate_reasons"]


def test_a_blank_counts_as_zero_only_where_that_is_asked_for() -> None:
    assert statutory_features(requests(4, None, 8), "blank_as_zero")["disclosure_rate"] == 0.5
    text = [cell("t3.granted.total", None, "text"), *requests(4, 0, 8)[1:]]
    assert statutory_features(text, "blank_as_zero")["disclosure_rate"] is None


@pytest.mark.parametrize(
    ("figures", "reason"),
    [((0, 0, 0), "nothing_to_divide"), ((9, 0, 8), "out_of_range"), ((1, 0, 0), "out_of_range")],
)
def test_figures_that_give_no_rate(figures: tuple[int, int, int], reason: str) -> None:
    row = statutory_features(requests(*figures))
    assert row["disclosure_rate"] is None
    assert f"disclosure_rate: {reason}" in row["rate_reasons"]
    assert row["requests_granted"] == figures[0]


def test_corrections_leave_pending_cases_out_and_join_both_kinds_of_lawsuit() -> None:
    cells = [cell(f"t4.review.{c}", n) for c, n in {"corrected": 1, "pending": 2, "total": 6}.items()]
    for kind in ("direct", "after_review"):
        found = {"corrected": 1, "pending": 0, "total": 4}
        cells += [cell(f"t4.litigation_{kind}.{c}", n) for c, n in found.items()]
    row = statutory_features(cells)
    assert row["review_correction_rate"] == 0.25
    assert (row["lawsuits_total"], row["lawsuit_correction_rate"]) == (8.0, 0.25)


@given(st.lists(st.integers(0, 50) | st.none(), min_size=3, max_size=3))
def test_a_rate_is_in_its_range_or_missing_with_a_reason(figures: list[int | None]) -> None:
    row = statutory_features(requests(*figures))
    rate = row["disclosure_rate"]
    assert rate is None or 0 <= rate <= 1
    assert (rate is None) == ("disclosure_rate: " in row["rate_reasons"])


def test_specific_details_are_counted_once() -> None:
    report = read_text("澜亭区教育局2021年5月6日印发《公开办法》（区政发〔2021〕3号），公开信息120条。")
    found = extract(report)
    row = concreteness(report, found.claims, found.non_claims)
    assert (row["named_bodies"], row["dates"], row["documents"]) == (1, 1, 1)
    letters = count_characters(report.text)
    assert row["hard_information"] == 1000 / letters
    assert row["specificity"] == 4000 / letters
    named = read_text("根据《关于2021年度报告编制的通知》（以下简称《通知》）编制。")
    row = concreteness(named, [], extract(named).non_claims)
    assert (row["dates"], row["documents"]) == (0, 1)
    other = read_text("依据区政发〔2021〕3号文件。")
    assert concreteness(other, [], extract(other).non_claims)["documents"] == 1


def test_a_text_without_narrative_has_no_measures_but_counts() -> None:
    row = features_of("")
    assert list(row) == list(column_names())
    assert row["claims"] == 0
    assert row["narrative_letters"] == 0
    assert all(row[name] is None for name in ("hard_information", "lab_platform_char", "readability1"))


def test_every_kind_of_claim_and_every_label_has_a_column() -> None:
    names = set(column_names())
    assert {f"claims_dim_{row['dimension']}" for row in load_csv("units.csv")} <= names
    labels = {path.stem for path in (SAMPLE.parents[1] / "govnlp/data/lexicons").glob("*.yaml")}
    labels -= {"classes", "modality"}
    assert {f"lab_{name}_{unit}" for name in labels for unit in ("char", "para")} <= names
    tops = load_toml("rollups.toml")["roll_ups"]
    assert {f"top_{name}_{unit}" for name in tops for unit in ("char", "para")} <= names
    assert {*load_toml("features.toml")["cells"], *load_toml("features.toml")["rates"]} <= names


def test_cells_named_are_cells_that_exist() -> None:
    from govnlp.features.statutory import _pattern
    from govnlp.read.tables.statutory import FORMATS, load_format

    for name in load_toml("features.toml")["cells"]:
        for printed in FORMATS:
            keys = [
                f"{table.key}.{row.key}.{column.key}"
                for table in load_format(printed).values()
                for row in table.rows
                for column in table.columns
            ]
            assert any(_pattern(name).fullmatch(key) for key in keys), (name, printed)


def test_names_and_labels_fit_stata() -> None:
    for column in table_info("features").columns:
        assert column.name.isascii()
        assert column.name.isidentifier()
        assert len(column.name) <= 32
        assert len(column.zh) <= 80


@pytest.fixture(scope="module")
def result() -> gn.Result:
    return gn.analyze(SAMPLE)


def test_the_table_agrees_with_the_tables_it_is_made_of(result: gn.Result) -> None:
    features = result.features.set_index("report_id")
    assert list(result.features) == list(column_names())
    assert len(features) == (result.reports["duplicate_of"].isna()).sum()
    claims = result.claims.groupby("report_id").size()
    assert (features["claims"] == claims.reindex(features.index, fill_value=0)).all()
    for prefix in ("claims_dim_", "claims_role_", "claims_mod_"):
        parts = [name for name in features if name.startswith(prefix)]
        assert (features[parts].sum(axis=1) == features["claims"]).all()
    for status in ("holds", "fails", "not_assessable"):
        found = result.checks.query("status == @status").groupby("report_id").size()
        assert (features[f"checks_{status}"] == found.reindex(features.index, fill_value=0)).all()
    assert (features["checks_table_fails"] + features["checks_text_fails"] == features["checks_fails"]).all()
    reuse = result.reuse_reports.query("scope == 'report'").set_index("report_id")
    assert features["share_novel"].equals(reuse["share_novel"].reindex(features.index))
    assert features["stale_findings"].sum() == len(result.stale)


def test_attention_and_readability_agree_with_the_statistics(result: gn.Result) -> None:
    features = result.features.set_index("report_id")
    attention = stats.attention(result, by=["report_id"])
    prefix = {"label": "lab_", "rollup": "top_"}
    for row in attention[attention["kind"].isin(list(prefix))].itertuples():
        name = f"{prefix[row.kind]}{row.topic}"
        assert features.loc[row.report_id, f"{name}_char"] == pytest.approx(row.character_share)
        assert features.loc[row.report_id, f"{name}_para"] == pytest.approx(row.paragraph_share)
    none = attention[attention["kind"] == "none"].set_index("report_id")
    assert features["unlabelled_char"].to_list() == pytest.approx(none["character_share"].to_list())
    found = stats.readability(result).set_index("report_id")
    assert features["readability1"].to_list() == pytest.approx(found["readability1"].to_list())


def test_a_report_alone_has_the_same_row_but_for_what_takes_others(result: gn.Result) -> None:
    row = result.features.set_index("report_id").loc["liuqiao-2021"]
    path = next(SAMPLE.glob("liuqiao/2021.*"))
    alone = features_of(gn.read_report(path))
    for name in column_names():
        if name.startswith(("lab_", "top_", "claims", "requests_", "readability", "named_", "spec")):
            assert alone[name] == row[name], name
    assert alone["share_novel"] is None


def test_one_row_an_issuer_and_year_the_later_one(tmp_path: Path) -> None:
    zeros = {
        "t2": one_cell_a_line(t2_rows(T2_2021, ["0"] * 10)),
        "t3": one_cell_a_line(t3_rows(T3_2021, {})),
        "t4": one_cell_a_line(t4_rows(["0"] * 15)),
    }
    corpus = tmp_path / "c"
    corpus.mkdir()
    (corpus / "old.txt").write_text(report_text(**zeros), "utf-8")
    (corpus / "new.txt").write_text(report_text(**zeros).replace("2022-01-20", "2022-03-01"), "utf-8")
    (corpus / "other.txt").write_text(report_text(title=TITLE.replace("2021", "2022"), **zeros), "utf-8")
    features = gn.analyze(corpus).features.set_index("report_id")
    assert set(features.index) == {"new", "other"}
    assert features.loc["new", "older_reports"] == 1
    assert features.loc["other", "older_reports"] == 0


def test_csv_as_r_reads_it(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    shutil.copy(next(SAMPLE.glob("baishi/2018.*")), tmp_path / "c")
    gn.analyze(tmp_path / "c", tmp_path / "out", formats=("csv",))
    data = (tmp_path / "out/features.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(data.decode("utf-8-sig").splitlines())
    assert row["disclosure_rate"] == ""
    assert not {"NA", "nan", "NaN", "None", "<NA>"} & set(row.values())
    package = json.loads((tmp_path / "out/datapackage.json").read_text("utf-8"))
    (schema,) = [r["schema"] for r in package["resources"] if r["name"] == "features"]
    assert schema["missingValues"] == [""]
    units = {field["name"]: field.get("unit") for field in schema["fields"]}
    assert (units["disclosure_rate"], units["hard_information"]) == ("1", "per 1,000 characters")

"""The balanced panel and its ledger, and term lists of one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import govnlp as gn
from govnlp.analysis import features, stats
from govnlp.analysis.panel import balance
from govnlp.errors import UsageError
from govnlp.features import column_names

SAMPLE = Path(__file__).parents[2] / "corpora/sample"


def report(issuer: str | None, year: int | None, name: str = "r", **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(column_names())
    known = {"report_id": name, "issuer_id": issuer, "report_year": year, "publish_date": date(2022, 1, 1)}
    return row | {"inferred_fields": "", "issuer": f"{issuer}局", "claims": 1} | known | more


def failure(issuer: str | None, year: int | None, code: str) -> dict[str, Any]:
    return {
        "source": f"{code}.txt",
        "report_id": code,
        "issuer_id": issuer,
        "report_year": year,
        "code": code,
    }


def reasons(ledger: list[dict[str, Any]]) -> list[tuple[Any, Any, str]]:
    return [(row["issuer_id"], row["report_year"], row["reason"]) for row in ledger]


def test_every_issuer_has_every_year_and_every_gap_its_reason() -> None:
    rows = [report("A", 2019), report("A", 2020), report("A", 2022), report("B", 2021)]
    failures = [
        failure("A", 2021, "no_text_layer"),
        failure("B", 2019, "missing"),
        failure("B", 2020, "empty"),
        failure("B", 2020, "encrypted"),
        failure("C", 2022, "not_a_report"),
    ]
    made = balance(rows, failures)
    states = {(row["issuer_id"], row["report_year"]): row["status"] for row in made.panel}
    assert len(made.panel) == len(states) == 3 * 4
    assert [states["A", year] for year in range(2019, 2023)] == ["present", "present", "unparsed", "present"]
    assert [states["B", year] for year in range(2019, 2023)] == ["dead", "unparsed", "present", "absent"]
    assert [states["C", year] for year in range(2019, 2023)] == ["absent", "absent", "absent", "dead"]
    gaps = reasons(made.ledger)
    assert {key for key, state in states.items() if state != "present"} == {
        gap[:2] for gap in gaps if gap[2] != "no_prior_year"
    }
    assert [gap for gap in gaps if gap[2] == "no_prior_year"] == [
        ("A", 2019, "no_prior_year"),
        ("A", 2022, "no_prior_year"),
        ("B", 2021, "no_prior_year"),
    ]
    prior = {(row["issuer_id"], row["report_year"]): row["has_prior_year"] for row in made.panel}
    assert (prior["A", 2019], prior["A", 2020], prior["B", 2019]) == (0, 1, None)
    assert {row["issuer_number"] for row in made.panel if row["issuer_id"] == "B"} == {2}


def test_what_lasts_is_known_of_years_without_report_and_the_rest_is_not() -> None:
    made = balance([report("A", 2019, admin_code="990301"), report("A", 2021, admin_code="990302")], [])
    gap = made.panel[1]
    assert (gap["status"], gap["issuer"], gap["admin_code"]) == ("absent", "A局", "990302")
    assert "claims" not in gap


def test_what_cannot_be_placed_is_in_the_ledger() -> None:
    rows = [
        report("A", None, "no-year"),
        report(None, 2020, "no-issuer"),
        report("民政局", 2020, "name-alone", inferred_fields="issuer_id"),
        report("A", 2020),
    ]
    made = balance(rows, [failure(None, None, "truncated")])
    assert [row["report_id"] for row in made.panel] == ["r"]
    found = {row["report_id"]: (row["reason"], row["detail"]) for row in made.ledger}
    assert found["no-year"] == ("unplaced", "report_year")
    assert found["no-issuer"] == found["name-alone"] == ("unplaced", "issuer_id")
    assert found["truncated"] == ("unparsed", "truncated")


def test_years_asked_for() -> None:
    made = balance([report("A", 2019), report("A", 2020)], [], (2020, 2021))
    assert [(row["report_year"], row["status"]) for row in made.panel] == [
        (2020, "present"),
        (2021, "absent"),
    ]
    assert reasons(made.ledger) == [("A", 2021, "absent")]
    assert balance([], []).panel == []
    with pytest.raises(UsageError):
        balance([], [], (2021, 2020))


@pytest.fixture(scope="module")
def result() -> gn.Result:
    return gn.analyze(SAMPLE)


def test_the_panel_of_an_analysis(result: gn.Result) -> None:
    made = features.panel(result)
    table = result.features
    assert len(made.panel) == table["issuer_id"].nunique() * 6
    present = made.panel[made.panel["status"] == "present"]
    assert sorted(present["report_id"]) == sorted(table["report_id"])
    assert made.panel["claims"].sum() == table["claims"].sum()
    assert made.panel.loc[made.panel["status"] == "absent", "claims"].isna().all()
    assert len(made.ledger) == len(made.ledger.drop_duplicates(["issuer_id", "report_year", "reason"]))


def test_failures_that_corpus_csv_lists_are_placed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((SAMPLE / "liuqiao/2020.txt").read_bytes())
    (tmp_path / "b.txt").write_text("买菜清单", "utf-8")
    (tmp_path / "corpus.csv").write_text(
        "source,issuer_id,report_year\na.txt,A,2020\nb.txt,A,2021\nlost.txt,A,2022\nc.pdf,B,2020\n", "utf-8"
    )
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7 broken")
    made = features.panel(tmp_path)
    states = made.panel.set_index(["issuer_id", "report_year"])["status"]
    assert states[("A", 2020)] == "present"
    assert states[("A", 2021)] == states[("A", 2022)] == "dead"
    assert states[("B", 2020)] == "unparsed"


def test_term_lists_add_columns_that_agree_with_attention(result: gn.Result) -> None:
    terms = {"service": ["窗口", "大厅"], "服务": ["便民"]}
    made = features.features_table(result, terms=terms)
    assert [column.name for column in made.columns[-8:]] == [
        f"terms_{name}_{end}" for name in ("service", "list1") for end in ("hits", "per_k", "char", "para")
    ]
    assert "服务" in made.columns[-1].zh
    frame = made.frame().set_index("report_id")
    asked = stats.attention(result, by=["report_id"], terms=terms, labels=False)
    for row in asked.itertuples():
        name = {"service": "service", "服务": "list1"}[row.topic]
        assert frame.loc[row.report_id, f"terms_{name}_hits"] == row.hits
        assert frame.loc[row.report_id, f"terms_{name}_char"] == row.character_share


def test_blanks_of_an_analysis_cannot_be_changed(tmp_path: Path) -> None:
    gn.analyze(SAMPLE / "baishi", tmp_path / "out")
    assert len(features.table(tmp_path / "out", blanks="strict")) == 4
    with pytest.raises(UsageError, match="strict"):
        features.table(tmp_path / "out", blanks="blank_as_zero")
    assert isinstance(features.table(SAMPLE / "baishi", blanks="blank_as_zero"), pd.DataFrame)

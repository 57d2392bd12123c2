"""The same statistics from reports, from an analysis and from a table."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pandas as pd
import pytest
from stats_corpus import write_reports

import govnlp as gn
from govnlp.analysis import stats
from govnlp.analysis.stats.tables import TABLES, columns_of, statistics, titles
from govnlp.analysis.stats.texts import read_about
from govnlp.annotate.labels.rollups import roll_ups
from govnlp.errors import ResourceError, UsageError


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def analyzed(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("analyzed")
    gn.analyze(reports, out)
    return out


@pytest.mark.parametrize("by", [["report_year"], ["section", "level"], ["issuer_id"], ["publish_date"]])
def test_reports_and_analysis_give_the_same(reports: Path, analyzed: Path, by: list[str]) -> None:
    wanted = stats.freq(analyzed, by=by)
    assert len(wanted)
    for source in (str(reports), gn.load_corpus(reports), list(gn.load_corpus(reports)), gn.analyze(reports)):
        pd.testing.assert_frame_equal(stats.freq(source, by=by), wanted)


def test_csv_tables_will_do(reports: Path, tmp_path: Path) -> None:
    gn.analyze(reports, tmp_path, formats=("csv",))
    lines = stats.kwic(tmp_path, "窗口", by=["year"])
    assert list(lines["report_year"]) == [2020, 2020]


def test_only_the_narrative_counts_unless_asked(reports: Path, analyzed: Path) -> None:
    assert stats.kwic(analyzed, "存在的主要问题").empty
    for source in (reports, analyzed):
        whole = stats.kwic(source, "存在的主要问题", scope="all")
        assert len(whole) == 2
        assert whole["paragraph_id"].isna().all()
    texts = dict(
        zip(gn.analyze(reports).reports["report_id"], gn.analyze(reports).reports["text"], strict=True)
    )
    for row in stats.kwic(analyzed, "窗口").itertuples():
        assert texts[row.report_id][row.start : row.end] == row.hit


def test_columns_of_corpus_csv_can_group(reports: Path, analyzed: Path) -> None:
    assert list(stats.summary(reports, by=["theme"])["theme"]) == ["乙", "甲"]
    about = read_about(reports / "corpus.csv")
    assert list(stats.summary(analyzed, by=["theme"], about=about)["reports"]) == [1, 1]
    with pytest.raises(UsageError, match="no column 'theme'"):
        stats.summary(analyzed, by=["theme"])


def test_help_shows_what_is_taken_and_given() -> None:
    shown = str(inspect.signature(stats.freq))
    assert shown.startswith("(source: 'Source', by")
    assert shown.endswith("-> 'DataFrame'")
    assert "min_count" in (stats.freq.__doc__ or "")


def test_choosing_by_value(analyzed: Path) -> None:
    chosen = stats.summary(analyzed, where={"year": 2020})
    assert (chosen["reports"][0], chosen["first_year"][0]) == (1, 2020)
    assert stats.summary(analyzed, where={"year": [2020, 2021], "level": "town"})["first_year"][0] == 2021
    assert stats.summary(analyzed, where={"duplicate_of": ""})["reports"][0] == 2
    assert stats.summary(analyzed, where={"section": "overview"})["paragraphs"][0] == 2


def test_labels_group_paragraphs_and_share_out_attention(reports: Path) -> None:
    shares = stats.attention(reports)
    problem = shares[shares["topic"] == "problem"].iloc[0]
    assert problem["reports"] == 2
    assert problem["paragraphs"] == problem["paragraph_share"] * problem["paragraphs_total"]
    labelled = stats.summary(reports, by=["label"])
    assert labelled.loc[labelled["label"] == "problem", "paragraphs"].item() == problem["paragraphs"]


def test_labels_of_an_analysis_count_the_same(reports: Path, analyzed: Path) -> None:
    for by in ([], ["section"], ["report_year", "level"]):
        pd.testing.assert_frame_equal(stats.attention(analyzed, by=by), stats.attention(reports, by=by))
    pd.testing.assert_frame_equal(stats.freq(analyzed, by=["label"]), stats.freq(reports, by=["label"]))


def test_keyness_sides_may_be_labels(reports: Path) -> None:
    rows = stats.keyness(reports, target={"label": ["problem", "improvement"]}, min_count=1)
    # A paragraph with both labels is in the target once.
    paragraphs = stats.freq(reports, where={"label": ["problem", "improvement"]})
    assert rows["target_total"][0] == paragraphs["total"][0]


def test_a_table_of_ones_own() -> None:
    frame = pd.DataFrame({"text": ["公开信息", "公开", None], "who": ["a", None, "b"]})
    counts = stats.freq(frame, by=["who"])
    assert list(zip(counts["who"].fillna(""), counts["item"], strict=True)) == [
        ("a", "信息"),
        ("a", "公开"),
        ("", "公开"),
    ]
    assert stats.dispersion(frame, only=["公开"], parts="who")["parts"][0] == 1
    with pytest.raises(UsageError, match="no column 'text'"):
        stats.freq(pd.DataFrame({"x": [1]}))


@pytest.mark.parametrize(
    ("call", "options"),
    [
        (stats.freq, {"by": ["nothing"]}),
        (stats.freq, {"scope": "half"}),
        (stats.freq, {"unit": "line"}),
        (stats.freq, {"n": 0}),
        (stats.freq, {"by": ["section"], "scope": "all"}),
        (stats.keyness, {}),
        (stats.keyness, {"by": "level", "target": {"level": "town"}}),
        (stats.keyness, {"by": "level", "form": "three_cell"}),
        (stats.attention, {"by": ["label"]}),
        (stats.attention, {"labels": False}),
        (stats.dispersion, {"by": ["level"], "parts": "level"}),
        (stats.diversity, {"window": 0}),
    ],
)
def test_what_makes_no_sense_is_said(analyzed: Path, call: object, options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        call(analyzed, **options)  # type: ignore[operator]


def test_rows_must_fit_and_names_must_not_meet() -> None:
    with pytest.raises(ResourceError, match="do not fit"):
        statistics("freq", [], [{"item": "x"}])
    with pytest.raises(UsageError, match="'count' of its own"):
        statistics("freq", ["count"], [])


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described(name: str) -> None:
    assert all(titles(name))
    for column in columns_of(name):
        assert column.zh
        assert column.en
        assert column.type in ("string", "int", "double")
        assert len(column.name) <= 32


def test_every_column_and_roll_up_is_on_the_page_of_measures() -> None:
    page = (Path(__file__).parents[3] / "docs/measures.md").read_text("utf-8")
    for name in TABLES:
        assert f"`{name}`" in page
        for column in columns_of(name):
            assert re.search(rf"[`\s|]{column.name}[`\s、]", page), (name, column.name)
    assert all(name in page for name in roll_ups())


def test_a_table_about_reports_must_name_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match="neither column"):
        read_about(tmp_path / "a.csv")
    with pytest.raises(UsageError, match="cannot be read"):
        read_about(tmp_path / "b.csv")

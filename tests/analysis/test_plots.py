"""Charts as objects: right values in them, Chinese as text, files that load nothing from outside."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from govnlp.analysis import plots
from govnlp.analysis.names import chinese, names
from govnlp.analysis.plots_flow import request_flow_of
from govnlp.errors import MissingExtraError, ResourceError, UsageError

pytest.importorskip("altair", reason="needs the extra plot")

ATTENTION = pd.DataFrame(
    {
        "report_year": pd.array([2020, 2020, 2021, 2021], dtype="Int64"),
        "topic": ["organization", "organization", "organization", "framing"],
        "kind": ["label", "rollup", "label", "label"],
        "character_share": [0.25, 0.25, 0.5, 0.125],
    }
)
REPORTS = pd.DataFrame(
    {
        "report_id": ["a/2020", "a/2021", "b/2021", "b/2021b"],
        "issuer": ["甲", "甲", "乙", "乙"],
        "issuer_id": ["1-甲", "1-甲", "1-乙", "1-乙"],
        "report_year": pd.array([2020, 2021, 2021, 2021], dtype="Int64"),
    }
)
REUSE = pd.DataFrame(
    {
        "report_id": ["a/2021", "a/2021", "b/2021"],
        "start": [0, 30, 0],
        "end": [30, 40, 10],
        "source_report_id": ["a/2020", None, "a/2021"],
    }
)
CLAIMS = pd.DataFrame({"dimension": ["count", "count", "share"], "role": ["level", "part", "share"]})
KEYNESS = pd.DataFrame(
    {
        "report_year": [2020, 2020, 2021],
        "item": ["窗口", "电话", "平台"],
        "target_count": [9, 1, 4],
        "reference_count": [1, 8, 1],
        "ll_four_cell": [7.5, -6.0, 2.0],
    }
)
FREQ = pd.DataFrame(
    {
        "report_year": [2020, 2021, 2021, 2022],
        "item": ["窗口", "窗口", "平台", "公开"],
        "per_million": [10.0, 20.0, 5.0, 1.0],
    }
)


def cells(**values: float | None) -> pd.DataFrame:
    rows = [{"table": "t3", "row": row, "column": "total", "value": value} for row, value in values.items()]
    return pd.DataFrame([*rows, {"table": "t3", "row": "granted", "column": "natural_person", "value": 99}])


FLOW = cells(
    new_received=10,
    carried_in=2,
    granted=6,
    denied_state_secret=1,
    denied_third_party=2,
    other_misc=None,
    carried_out=3,
)
CHARTS: dict[str, Any] = {
    "label_shares": lambda: plots.label_shares(ATTENTION),
    "reuse_heatmap": lambda: plots.reuse_heatmap(REUSE, REPORTS),
    "claims_distribution": lambda: plots.claims_distribution(CLAIMS),
    "request_flow": lambda: plots.request_flow(FLOW),
    "keyness_plot": lambda: plots.keyness_plot(KEYNESS, group=2020),
    "term_trends": lambda: plots.term_trends(FREQ, ["窗口", "平台"]),
}


def data(chart: Any) -> list[dict[str, Any]]:
    (rows, *_) = chart.to_dict()["datasets"].values()
    return list(rows)


def test_label_shares() -> None:
    assert data(plots.label_shares(ATTENTION)) == [
        {"年度": "2020", "主题": "组织领导", "占比": 0.25},
        {"年度": "2021", "主题": "组织领导", "占比": 0.5},
        {"年度": "2021", "主题": "总括套话", "占比": 0.125},
    ]


def test_the_heatmap_gives_shares_of_the_whole_narrative() -> None:
    assert data(plots.reuse_heatmap(REUSE, REPORTS)) == [
        {"报告": "甲 2021", "来源": "甲 2020", "占比": 0.75},
        {"报告": "乙 2021（b/2021）", "来源": "甲 2021", "占比": 1.0},
    ]
    assert len(data(plots.reuse_heatmap(REUSE, REPORTS, issuer="1-甲"))) == 1
    assert len(data(plots.reuse_heatmap(REUSE, REPORTS, most=1))) == 1
    with pytest.raises(UsageError, match="no issuer"):
        plots.reuse_heatmap(REUSE, REPORTS, issuer="丙")


def test_claims() -> None:
    rows = data(plots.claims_distribution(CLAIMS))
    assert {(row["种类"], row["作用"]): row["条数"] for row in rows} == {
        ("计数", "水平"): 1,
        ("计数", "部分"): 1,
        ("占比", "占比"): 1,
    }


def test_the_flow_keeps_printed_figures_and_counts_what_is_unknown() -> None:
    flow = request_flow_of(FLOW)
    assert {(node.name, node.side): node.value for node in flow.nodes} == {
        ("本年新收", 0): 10,
        ("上年结转", 0): 2,
        ("应办理", 1): 12,
        ("予以公开", 2): 6,
        ("不予公开", 2): 3,
        ("结转下年", 2): 3,
    }
    assert flow.unknown == 1
    for node in flow.nodes:
        assert node.high - node.low == pytest.approx(node.value)
    for point in flow.bands:
        value = next(n.value for n in flow.nodes if (n.name, n.side) == (point["name"], point["side"]))
        assert float(point["high"]) - float(point["low"]) == pytest.approx(value)
    assert "1 个" in str(plots.request_flow(FLOW).to_dict())
    with pytest.raises(UsageError, match="no figure"):
        plots.request_flow(cells(granted=None))


def test_keyness() -> None:
    rows = data(plots.keyness_plot(KEYNESS, group=2020))
    assert [(row["词"], row["值"]) for row in rows] == [("窗口", 7.5), ("电话", -6.0)]
    with pytest.raises(UsageError, match="several groups"):
        plots.keyness_plot(KEYNESS)
    two = KEYNESS.drop(columns="report_year")
    assert len(data(plots.keyness_plot(two, most=1))) == 2


def test_a_year_without_the_term_is_zero() -> None:
    rows = data(plots.term_trends(FREQ, ["窗口", "平台"]))
    assert {(row["词"], row["年度"]): row["每百万词"] for row in rows} == {
        ("窗口", "2020"): 10,
        ("窗口", "2021"): 20,
        ("窗口", "2022"): 0,
        ("平台", "2020"): 0,
        ("平台", "2021"): 5,
        ("平台", "2022"): 0,
    }
    with pytest.raises(UsageError, match="none of"):
        plots.term_trends(FREQ, ["无此词"])


@pytest.mark.parametrize("name", CHARTS)
def test_svg_keeps_chinese_as_text_without_a_font(name: str, tmp_path: Path) -> None:
    plots.save_svg(CHARTS[name](), tmp_path / "x.svg")
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", (tmp_path / "x.svg").read_text("utf-8"))
    assert any("\u4e00" <= character <= "\u9fff" for text in texts for character in text)


def test_html_is_whole_in_itself(tmp_path: Path) -> None:
    hostile = FREQ.assign(item=["</script><script>alert(1)</script>", "窗口", "平台", "公开"])
    plots.save_html(plots.term_trends(hostile, list(hostile["item"])), tmp_path / "x.html")
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "窗口" in page
    assert "<title>词频走势</title>" in page
    assert page.count("<script>") == page.count("</script>") == 2
    assert not re.findall(r"<(?:script|link)[^>]*(?:src|href)=", page)


def test_png_takes_the_font_given(tmp_path: Path) -> None:
    reportlab = pytest.importorskip("reportlab", reason="has a font file to draw with")
    font = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    plots.save_png(
        plots.claims_distribution(CLAIMS), tmp_path / "x.png", font=font, family="Bitstream Vera Sans"
    )
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="no such font"):
        plots.save_png(plots.claims_distribution(CLAIMS), tmp_path / "y.png", font="none.ttf", family="x")


def test_another_frame_is_refused() -> None:
    for call in (
        lambda: plots.label_shares(CLAIMS),
        lambda: plots.reuse_heatmap(CLAIMS, REPORTS),
        lambda: plots.claims_distribution(REPORTS),
        lambda: plots.request_flow(CLAIMS),
        lambda: plots.keyness_plot(CLAIMS),
        lambda: plots.term_trends(CLAIMS, ["x"]),
    ):
        with pytest.raises(UsageError, match="lacks the columns"):
            call()


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chart = plots.claims_distribution(CLAIMS)
    monkeypatch.setitem(sys.modules, "altair", None)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match="plot"):
        plots.claims_distribution(CLAIMS)
    font = tmp_path / "f.ttf"
    font.touch()
    with pytest.raises(MissingExtraError, match="plot"):
        plots.save_png(chart, tmp_path / "x.png", font=font, family="x")


def test_names_are_pairs() -> None:
    assert chinese("labels", "framing") == "总括套话"
    assert chinese("labels", "unheard_of") == "unheard_of"
    assert chinese("labels", None) == ""
    with pytest.raises(ResourceError):
        names("nothing")


def test_a_notebook_shows_a_chart_without_a_network() -> None:
    import altair as alt

    alt.renderers.enable("default")
    chart = plots.claims_distribution(CLAIMS)
    assert alt.renderers.active == "svg"
    shown = chart._repr_mimebundle_(None, None)
    bundle = shown[0] if isinstance(shown, tuple) else shown
    assert bundle.keys() == {"image/svg+xml"}
    assert "<svg" in bundle["image/svg+xml"]
    assert "计数" in bundle["image/svg+xml"]
    alt.renderers.enable("html")
    plots.claims_distribution(CLAIMS)
    assert alt.renderers.active == "html"  # what the user has chosen stays
    alt.renderers.enable("default")

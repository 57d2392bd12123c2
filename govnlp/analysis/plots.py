"""Charts of result tables, as Altair objects: nothing is shown or saved unless asked for.

Each function takes DataFrames as an analysis or `govnlp.analysis.stats` gives them. Labels are Chinese and
stay text in HTML and SVG, so no font is needed where they are made. Needs the extra ``plot``.

>>> from govnlp.analysis import plots, stats
>>> chart = plots.label_shares(stats.attention("out", by=["report_year"]))  # doctest: +SKIP
>>> plots.save_html(chart, "shares.html")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govnlp.analysis.names import chinese, names
from govnlp.analysis.plots_files import altair, save_html, save_png, save_svg
from govnlp.analysis.plots_flow import request_flow_of
from govnlp.errors import UsageError

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = [
    "claims_distribution",
    "keyness_plot",
    "label_shares",
    "request_flow",
    "reuse_heatmap",
    "save_html",
    "save_png",
    "save_svg",
    "term_trends",
]

YEAR = "report_year"
_MOST_REPORTS = 80


def _need(frame: pd.DataFrame, columns: Sequence[str], maker: str) -> None:
    missing = [name for name in columns if name not in frame]
    if missing:
        raise UsageError(f"lacks the columns {', '.join(missing)}", hint=f"give the result of {maker}")


def label_shares(attention: pd.DataFrame, *, of: str = "character_share") -> alt.LayerChart:
    """Plot how much of the text goes to each label, year by year.

    Parameters
    ----------
    attention : pandas.DataFrame
        Of ``stats.attention(source, by=["report_year"])``.
    of : str
        ``character_share``, ``paragraph_share`` or ``report_share``.

    Returns
    -------
    altair.Chart
        A heatmap of labels by years with the shares written in it; a paragraph may have several labels, so
        that a year's shares can add up to more than 1.

    Raises
    ------
    UsageError
        If the frame is another one.
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    vega = altair()
    _need(attention, [YEAR, "topic", "kind", of], 'stats.attention(source, by=["report_year"])')
    data = attention[attention["kind"] == "label"].copy()
    data["主题"] = data["topic"].map(lambda key: chinese("labels", key))
    data["占比"] = data[of]
    data["年度"] = data[YEAR].astype("Int64").astype(str)
    order = [zh for zh, _ in names("labels").values()]
    base = vega.Chart(data[["年度", "主题", "占比"]], title="各年主题占比").encode(
        x=vega.X("年度:O", axis=vega.Axis(labelAngle=0, orient="top")),
        y=vega.Y("主题:N", sort=order, title=None),
    )
    boxes = base.mark_rect().encode(
        color=vega.Color("占比:Q", scale=vega.Scale(scheme="blues"), legend=None),
        tooltip=["年度:O", "主题:N", vega.Tooltip("占比:Q", format=".1%")],
    )
    middle = float(data["占比"].max()) * 0.6 if len(data) else 0.0
    numbers = base.mark_text(fontSize=11).encode(
        text=vega.Text("占比:Q", format=".0%"),
        color=vega.condition(vega.datum["占比"] > middle, vega.value("white"), vega.value("#333")),
    )
    made: alt.LayerChart = (boxes + numbers).properties(width=vega.Step(46))
    return made


def reuse_heatmap(
    reuse: pd.DataFrame, reports: pd.DataFrame, *, issuer: str | None = None, most: int = _MOST_REPORTS
) -> alt.Chart:
    """Plot which report took how much from which.

    Parameters
    ----------
    reuse, reports : pandas.DataFrame
        Tables of an analysis.
    issuer : str, optional
        ``issuer_id``, or the name as printed, of one body: its reports against their sources.
    most : int
        Reports shown: those with the longest reused text.

    Returns
    -------
    altair.Chart
        Rows are reports, columns their sources; the value is the share of the report's narrative sentences,
        by characters, that was taken from there, in [0, 1].

    Raises
    ------
    UsageError
        If a frame is another one, or there is no such issuer.
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    vega = altair()
    _need(reuse, ["report_id", "start", "end", "source_report_id"], "result.reuse")
    _need(reports, ["report_id", "issuer", "issuer_id", YEAR], "result.reports")
    data = reuse.assign(size=(reuse["end"] - reuse["start"]).astype("float64"))
    totals = data.groupby("report_id")["size"].sum()
    taken = data.dropna(subset=["source_report_id"])
    if issuer is not None:
        own = reports[(reports["issuer_id"] == issuer) | (reports["issuer"] == issuer)]["report_id"]
        if own.empty:
            raise UsageError(f"no issuer '{issuer}'")
        taken = taken[taken["report_id"].isin(own)]
    sizes = taken.groupby(["report_id", "source_report_id"], as_index=False)["size"].sum()
    longest = (
        sizes.groupby("report_id")["size"].sum().sort_values(ascending=False, kind="stable").index[:most]
    )
    sizes = sizes[sizes["report_id"].isin(longest)]
    name = _report_names(reports)
    used = {*sizes["report_id"], *sizes["source_report_id"]}
    order = [name[key] for key in reports["report_id"] if key in used]
    shown = sizes.assign(
        报告=sizes["report_id"].map(name),
        来源=sizes["source_report_id"].map(name),
        占比=sizes["size"] / sizes["report_id"].map(totals),
    )
    made: alt.Chart = (
        vega.Chart(shown[["报告", "来源", "占比"]], title="各报告（行）取自各来源（列）的字数占比")
        .mark_rect()
        .encode(
            x=vega.X("来源:N", sort=order, title=None, axis=vega.Axis(labelLimit=260, labelAngle=-45)),
            y=vega.Y("报告:N", sort=order, title=None, axis=vega.Axis(labelLimit=260)),
            color=vega.Color(
                "占比:Q", scale=vega.Scale(scheme="orangered", domainMin=0), legend=_percent(vega)
            ),
            tooltip=["报告:N", "来源:N", vega.Tooltip("占比:Q", format=".1%")],
        )
    )
    return made


def _percent(vega: Any) -> Any:
    return vega.Legend(format=".0%")


def _report_names(reports: pd.DataFrame) -> dict[str, str]:
    """Issuer and year; where two reports share them, the id behind."""
    years = reports[YEAR].astype("Int64").astype(str)
    made = reports["issuer"].fillna("").astype(str) + " " + years
    made = made.where(~made.duplicated(keep=False), made + "（" + reports["report_id"] + "）")
    return dict(zip(reports["report_id"], made, strict=True))


def claims_distribution(claims: pd.DataFrame) -> alt.Chart:
    """Plot what kinds of quantities are claimed, and in which role.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table of an analysis.

    Returns
    -------
    altair.Chart
        Bars of claims by dimension, stacked by role.

    Raises
    ------
    UsageError
        If the frame is another one.
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    vega = altair()
    _need(claims, ["dimension", "role"], "result.claims")
    counts = claims.groupby(["dimension", "role"], as_index=False).size()
    data = counts.assign(
        种类=counts["dimension"].map(lambda key: chinese("dimensions", key)),
        作用=counts["role"].map(lambda key: chinese("qualities", key)),
        条数=counts["size"],
    )
    made: alt.Chart = (
        vega.Chart(data[["种类", "作用", "条数"]], title="数字断言的种类与作用")
        .mark_bar()
        .encode(
            x=vega.X("条数:Q"),
            y=vega.Y("种类:N", sort="-x", title=None),
            color=vega.Color("作用:N", scale=vega.Scale(scheme="tableau10")),
            tooltip=["种类:N", "作用:N", "条数:Q"],
        )
    )
    return made


def request_flow(cells: pd.DataFrame) -> alt.LayerChart:
    """Plot what became of the requests, as a flow.

    Parameters
    ----------
    cells : pandas.DataFrame
        Table of an analysis, or some reports of it.

    Returns
    -------
    altair.Chart
        From what was received and carried in, over all that had to be handled, to the outcomes and what
        was carried out: sums of the printed column ``total``. The subtitle says how many cells had no
        number; they are not counted as 0.

    Raises
    ------
    UsageError
        If the frame is another one, or has no figure on requests.
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    import pandas as pd

    vega = altair()
    _need(cells, ["table", "row", "column", "value"], "result.cells")
    flow = request_flow_of(cells)
    if not flow.nodes:
        raise UsageError("no figure on requests", hint="table three of the reports is empty or absent")
    subtitle = f"未印数字的单元格 {flow.unknown} 个，不计" if flow.unknown else "印出的“总计”列之和"
    title = vega.Title("政府信息公开申请的来源与去向", subtitle=subtitle)
    x = vega.X("x:Q", axis=None, scale=vega.Scale(domain=[-0.65, 2.65]))
    bands = (
        vega.Chart(pd.DataFrame(flow.bands), title=title)
        .mark_area(opacity=0.45)
        .encode(
            x=x,
            y=vega.Y("low:Q", axis=None),
            y2="high:Q",
            detail=["name:N", "side:N"],
            color=vega.Color("name:N", legend=None, scale=vega.Scale(scheme="tableau10")),
        )
    )
    nodes = pd.DataFrame([node._asdict() for node in flow.nodes])
    nodes = nodes.assign(
        x=nodes["side"].astype("float64") - 0.02,
        x2=nodes["side"] + 0.02,
        middle=(nodes["low"] + nodes["high"]) / 2,
        说明=nodes["name"] + " " + nodes["value"].map("{:,.0f}".format),
    )
    base = vega.Chart(nodes)
    boxes = base.mark_rect(color="#444").encode(
        x=x, x2="x2", y="low:Q", y2="high:Q", tooltip=[vega.Tooltip("说明:N", title="")]
    )
    right = base.transform_filter("datum.side == 2").mark_text(align="left", dx=12)
    left = base.transform_filter("datum.side == 0").mark_text(align="right", dx=-6)
    top = base.transform_filter("datum.side == 1").mark_text(dy=-8)
    labels = (
        left.encode(x=x, y="middle:Q", text="说明:N")
        + top.encode(x=x, y="high:Q", text="说明:N")
        + right.encode(x=x, y="middle:Q", text="说明:N")
    )
    made: alt.LayerChart = (bands + boxes + labels).properties(
        width=600, height=360, view=vega.ViewBackground(stroke=None)
    )
    return made


def keyness_plot(
    keyness: pd.DataFrame, *, group: Any = None, by: str = "ll_four_cell", most: int = 20
) -> alt.Chart:
    """Plot what is typical of a group, and what of the rest.

    Parameters
    ----------
    keyness : pandas.DataFrame
        Of ``stats.keyness``.
    group : optional
        Value of the grouping column, where the frame compares each group with the rest.
    by : str
        Measure: ``ll_four_cell``, ``ll_two_cell``, ``log_ratio`` or ``bic``.
    most : int
        Items shown for each side.

    Returns
    -------
    altair.Chart
        Bars to the right for what is typical of the group, to the left for the rest.

    Raises
    ------
    UsageError
        If the frame is another one, or compares several groups and none is named.
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    import pandas as pd

    vega = altair()
    _need(keyness, ["item", "target_count", "reference_count", by], "stats.keyness")
    column = str(keyness.columns[0])
    if group is not None:
        keyness = keyness[keyness[column] == group]
    elif column != "item" and keyness[column].nunique() > 1:
        raise UsageError("several groups are compared", hint=f"name one value of '{column}' as group")
    ranked = keyness.sort_values([by, "item"], ascending=[False, True], kind="stable")
    typical, other = ranked[ranked[by] > 0].head(most), ranked[ranked[by] < 0].tail(most)
    shown = {"词": "item", "值": by, "目标频次": "target_count", "参照频次": "reference_count"}
    rows = {zh: [*typical[name], *other[name]] for zh, name in shown.items()}
    data = pd.DataFrame(rows)
    made: alt.Chart = (
        vega.Chart(data, title="关键词" if group is None else f"关键词：{group}")
        .mark_bar()
        .encode(
            x=vega.X("值:Q", title=by),
            y=vega.Y("词:N", sort=list(data["词"]), title=None),
            color=vega.condition(vega.datum["值"] > 0, vega.value("#2f6fb0"), vega.value("#b04a5a")),
            tooltip=["词:N", vega.Tooltip("值:Q", format=".1f"), "目标频次:Q", "参照频次:Q"],
        )
    )
    return made


def term_trends(freq: pd.DataFrame, terms: Sequence[str]) -> alt.Chart:
    """Plot how often terms occur, year by year.

    Parameters
    ----------
    freq : pandas.DataFrame
        Of ``stats.freq(source, by=["report_year"])``.
    terms : sequence of str
        Items to show.

    Returns
    -------
    altair.Chart
        A line a term, occurrences per million; a year without the term is 0.

    Raises
    ------
    UsageError
        If the frame is another one, or has none of the terms.
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    vega = altair()
    _need(freq, [YEAR, "item", "per_million"], 'stats.freq(source, by=["report_year"])')
    wanted = freq[freq["item"].isin(terms)]
    if wanted.empty:
        raise UsageError(f"none of {', '.join(terms)} occurs")
    table = wanted.pivot_table(index="item", columns=YEAR, values="per_million", fill_value=0.0)
    table = table.reindex(columns=sorted(freq[YEAR].dropna().unique()), fill_value=0.0)
    data = table.reset_index().melt(id_vars="item", var_name="年度", value_name="每百万词")
    data = data.rename(columns={"item": "词"}).assign(年度=lambda d: d["年度"].astype(int).astype(str))
    made: alt.Chart = (
        vega.Chart(data[["词", "年度", "每百万词"]], title="词频走势")
        .mark_line(point=True)
        .encode(
            x=vega.X("年度:O", axis=vega.Axis(labelAngle=0)),
            y=vega.Y("每百万词:Q"),
            color=vega.Color("词:N", sort=list(terms), scale=vega.Scale(scheme="tableau10")),
            strokeDash=vega.StrokeDash("词:N", sort=list(terms), legend=None),
            tooltip=["词:N", "年度:O", vega.Tooltip("每百万词:Q", format=",.0f")],
        )
        .properties(width=420)
    )
    return made

"""The page of one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from string import Template

from govnlp.analysis.names import chinese, names
from govnlp.page.body import body
from govnlp.page.lists import check_rows, claim_rows, fold, stale_rows, table, topic_rows, unassessed
from govnlp.page.passages import passages, show
from govnlp.page.segments import Mark
from govnlp.page.statutory import Verdict, draw_tables, marked_cells
from govnlp.page.streams import Texts
from govnlp.page.tables import Known, ReportData, ReuseRow
from govnlp.page.words import both, text
from govnlp.resources import read_bytes

_TOPIC_HEADS = (("段落", "paragraph"), ("主题", "topic"), ("得分", "score"), ("依据", "evidence"))
_CLAIM_HEADS = (
    ("原文", "as printed"),
    ("数值", "value"),
    ("单位", "unit"),
    ("对象", "object"),
    ("谓语", "predicate"),
    ("种类", "dimension"),
    ("性质", "quality"),
    ("时间", "time"),
    ("总体", "whole"),
)
_STALE_HEADS = (
    ("种类", "kind"),
    ("所在", "what"),
    ("原文", "as printed"),
    ("先前", "before"),
    ("连续年数", "years"),
)
_CHECK_HEADS = (
    ("种类", "kind"),
    ("算式", "formula"),
    ("左边", "left"),
    ("右边", "right"),
    ("差", "delta"),
    ("原因", "reason"),
    ("依据", "evidence"),
)


@cache
def template(name: str) -> Template:
    """Load an HTML template of the page."""
    return Template(read_bytes(f"page/{name}").decode())


def report_page(report: ReportData, known: Mapping[str, Known], siblings: Sequence[str], texts: Texts) -> str:
    """Make the page of a report.

    Parameters
    ----------
    report : ReportData
        The report and all that is said of it.
    known : mapping of str to Known
        All reports of the analysis.
    siblings : sequence of str
        Ids of the same issuer's reports, in order of their years.
    texts : Texts
        Texts of all reports.

    Returns
    -------
    str
        A whole HTML document; whatever comes from the report is escaped.
    """
    here = known[report.report_id].file
    verdicts = _verdicts(report)
    marked = marked_cells(report.report_id, verdicts)
    topics, topic_marks, chips = topic_rows(report.labels)
    claims, claim_marks = claim_rows(report.claims)
    failing, check_marks = check_rows(verdicts, report.report_id, known)
    stale, stale_marks = stale_rows(report.stale, report.text, texts, known)
    found = passages(report.reuse)
    reused = [row for row in report.reuse if row.origin != "novel"]
    origin_marks = [Mark(r.start, r.end, f"o {text(r.origin)}", _origin_ref(r)) for r in reused]
    origin_marks += [Mark(p.start, p.end, "from", f"r{n}") for n, p in enumerate(found, 1)]
    leads = [Mark(p.start, p.lead_end, "lead") for p in report.paragraphs if p.lead_end is not None]
    marks = [*leads, *topic_marks, *origin_marks, *claim_marks, *check_marks, *stale_marks]
    pairs = "".join(show(n, p, report.text, texts, known, here) for n, p in enumerate(found, 1))
    legend = _legend(report.reuse)
    parts = [
        fold(
            "checks",
            len(failing),
            table(_CHECK_HEADS, failing, "checks") + unassessed(report.checks),
            opened=bool(failing),
        ),
        fold("stale", len(stale), table(_STALE_HEADS, stale, "stale"), opened=True),
        fold("origins", len(found), legend + pairs, opened=True),
        fold("claims", len(claims), table(_CLAIM_HEADS, claims, "claims")),
        fold("topics", len(topics), table(_TOPIC_HEADS, topics, "topics")),
    ]
    counts = {
        "topics": len(topics),
        "origins": len(reused),
        "claims": len(claims),
        "checks": len(failing),
        "stale": len(stale),
    }
    drawn = draw_tables(report.cells_by_table(), verdicts, marked)
    return template("report.html").substitute(
        title=text(report.row.title or report.report_id),
        facts=_facts(report),
        years=_years(report.report_id, siblings, known),
        layers=_layers(counts),
        body=body(report, marks, chips, drawn),
        parts="\n".join(filter(None, parts)),
    )


def _verdicts(report: ReportData) -> list[Verdict]:
    """Number the failing checks."""
    verdicts: list[Verdict] = []
    failing = 0
    for check in report.checks:
        failing += check.status == "fails"
        verdicts.append(Verdict(check, f"k{failing}" if check.status == "fails" else ""))
    return verdicts


def _origin_ref(row: ReuseRow) -> str:
    """A sentence with a source is explained by its passage, any other by the legend."""
    return (
        "" if row.source_report_id is not None and row.source_start is not None else f"o-{text(row.origin)}"
    )


def _legend(rows: Sequence[ReuseRow]) -> str:
    total = sum(row.end - row.start for row in rows)
    if not total:
        return ""
    items = ""
    for origin in names("origins"):
        size = sum(row.end - row.start for row in rows if row.origin == origin)
        if size:
            share = f'{size / total:.0%} <small lang="en">of characters</small>'
            items += f'<li id="o-{origin}"><b class="o {origin}">{both("origins", origin)}</b> {share}</li>'
    return f'<ul class="legend">{items}</ul>'


def _facts(report: ReportData) -> str:
    row = report.row
    inferred = set(row.inferred_fields.split(";"))
    facts = (
        ("单位", "issuer", "issuer", row.issuer),
        ("年度", "year", "report_year", row.report_year),
        ("层级", "level", "level", chinese("levels", row.level)),
        ("地区", "region", "region", row.region),
        ("发布", "published", "publish_date", row.publish_date),
        ("表式", "format", "format", row.format),
        ("字数", "characters", "", f"{row.characters:,}"),
        ("编号", "id", "", report.report_id),
        ("文件", "file", "", row.source),
        ("网址", "address", "url", row.url),
        ("现行版本", "current one", "", row.duplicate_of),
    )
    mark = ' <small title="由正文推断 inferred">＊推断</small>'
    return "".join(
        f'<div><dt>{zh_} <small lang="en">{en}</small></dt>'
        f"<dd>{text(value)}{mark if field in inferred and field else ''}</dd></div>"
        for zh_, en, field, value in facts
        if value not in (None, "")
    )


def _years(report_id: str, siblings: Sequence[str], known: Mapping[str, Known]) -> str:
    """Lead to the same issuer's other reports."""
    if len(siblings) < 2:
        return ""
    items = "".join(
        f'<li><a href="{known[other].file}"'
        + (' aria-current="page"' if other == report_id else "")
        + f">{known[other].year or '?'}</a></li>"
        for other in siblings
    )
    return f'<nav aria-label="同一单位各年度 other years"><ul class="years">{items}</ul></nav>'


def _layers(counts: Mapping[str, int]) -> str:
    """Switches for the layers; one without content is off and cannot be switched on."""
    return "".join(
        f'<label><input type="checkbox" name="{layer}"{" checked" if counts[layer] else " disabled"}> '
        f'<span class="key {layer}"></span>{both("layers", layer)} <span>{counts[layer]:,}</span></label>'
        for layer in counts
    )

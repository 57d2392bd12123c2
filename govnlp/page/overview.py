"""The overview: counts gathered report by report, drawn at the end."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from govnlp.analysis.names import names
from govnlp.frames import TABLES, has_table, stream_rows, table_info
from govnlp.page.charts import heat, stacked
from govnlp.page.report import template
from govnlp.page.tables import Known, ReportData
from govnlp.page.words import text

_OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "unprocessed", "other")
# Numbers in the palette of the style sheet: what holds is green, what fails red, what is neither grey.
_STATUSES = {"holds": 2, "fails": 3, "not_assessable": 7}
_ORIGINS = {
    "self_prior": 1,
    "same_region": 0,
    "superior": 4,
    "national": 2,
    "mandated": 6,
    "internal": 3,
    "novel": 7,
}
_UNKNOWN = "年度不详"
_FAILURES_SHOWN = 200


class Overview:
    """Counts by year and kind; their size does not depend on the number of reports."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self.reports: dict[str, Counter[str]] = defaultdict(Counter)
        self.topics: dict[str, Counter[str]] = defaultdict(Counter)
        self.origins: dict[str, Counter[str]] = defaultdict(Counter)
        self.outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        self.checks: dict[str, Counter[str]] = defaultdict(Counter)
        self.claims: dict[str, Counter[str]] = defaultdict(Counter)
        self.narrative: Counter[str] = Counter()

    def add(self, report: ReportData) -> list[Any]:
        """Count a report.

        Parameters
        ----------
        report : ReportData
            The report.

        Returns
        -------
        list
            Its row in the table of reports, without the file: id, title, issuer, year, level, region,
            characters, claims, failing checks, reused share of the narrative in percent (None where
            reuse is not known).
        """
        row = report.row
        year = str(row.report_year or _UNKNOWN)
        sizes = {p.paragraph_id: p.end - p.start for p in report.paragraphs}
        failing = sum(check.status == "fails" for check in report.checks)
        self.totals.update(
            reports=1,
            characters=row.characters,
            paragraphs=len(sizes),
            claims=len(report.claims),
            checks=len(report.checks),
            failing=failing,
            stale=len(report.stale),
        )
        self.reports[year][row.level or ""] += 1
        self.narrative[year] += sum(sizes.values())
        for paragraph, label in {(r.paragraph_id, r.label) for r in report.labels if r.label}:
            self.topics[year][label] += sizes.get(paragraph, 0)
        for match in report.reuse:
            self.origins[year][match.origin] += match.end - match.start
        for claim in report.claims:
            self.claims[claim.dimension]["claims"] += 1
        for check in report.checks:
            self.checks[check.kind][check.status] += 1
        for cell in report.cells:
            if cell.table == "t3" and cell.column == "total" and cell.value_exact is not None:
                name = cell.row if cell.row in _OUTCOMES else cell.row.partition("_")[0]
                if name in _OUTCOMES:
                    self.outcomes[year][name] += int(float(cell.value_exact))
        numbers = [row.characters, len(report.claims), failing, _reused(report)]
        return [
            report.report_id,
            row.title,
            row.issuer,
            row.report_year,
            names("levels").get(row.level or "", (row.level or "", ""))[0],
            row.region,
            *numbers,
        ]

    def charts(self) -> str:
        """Draw the charts."""
        levels = list(names("levels"))
        topics = {
            year: {label: size / max(self.narrative[year], 1) for label, size in self.topics[year].items()}
            for year in sorted(self.topics)
        }
        statuses = {
            names("kinds").get(kind, (kind, ""))[0]: self.checks[kind]
            for kind in [*names("kinds"), *sorted(self.checks.keys() - names("kinds").keys())]
            if kind in self.checks
        }
        dimensions = {
            names("dimensions").get(name, (name, ""))[0]: count
            for name, count in sorted(self.claims.items(), key=lambda item: (-item[1]["claims"], item[0]))
        }
        years = {year: self.reports[year] for year in sorted(self.reports)}
        drawn = (
            stacked(_title("各年报告", "reports by year"), years, "levels", [*levels, ""]),
            stacked(
                _title("申请办理结果", "outcomes of requests, printed totals"),
                _sorted(self.outcomes),
                "outcomes",
                _OUTCOMES,
                shares=True,
            ),
            stacked(
                _title("正文来源（字数）", "origin of the narrative, characters"),
                _sorted(self.origins),
                "origins",
                list(names("origins")),
                shares=True,
                colours=_ORIGINS,
            ),
            stacked(
                _title("核对", "checks"),
                statuses,
                "statuses",
                list(_STATUSES),
                shares=True,
                colours=_STATUSES,
            ),
            stacked(_title("数字断言", "numeric claims"), dimensions, "layers", ["claims"]),
            heat(
                _title("主题占正文字数", "topics, share of narrative characters"),
                topics,
                "labels",
                list(names("labels")),
            ),
        )
        return "\n".join(filter(None, drawn))


def _sorted(counts: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    return {year: counts[year] for year in sorted(counts)}


def _title(chinese: str, english: str) -> str:
    return f'{chinese} <small lang="en">{english}</small>'


def _reused(report: ReportData) -> int | None:
    """Share of the narrative that is neither new nor prescribed, in percent."""
    total = sum(match.end - match.start for match in report.reuse)
    if not total:
        return None
    own = sum(m.end - m.start for m in report.reuse if m.origin in ("novel", "mandated"))
    return round(100 * (total - own) / total)


def overview_page(folder: Path, overview: Overview, known: Mapping[str, Known]) -> str:
    """Make the overview.

    Parameters
    ----------
    folder : Path
        Folder of the analysis.
    overview : Overview
        Counts of all reports.
    known : mapping of str to Known
        All reports.

    Returns
    -------
    str
        A whole HTML document.
    """
    totals = overview.totals
    issuers = len({item.issuer for item in known.values() if item.issuer})
    years = sorted({item.year for item in known.values() if item.year})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    facts = (
        ("报告", "reports", f"{totals['reports']:,}"),
        ("单位", "issuers", f"{issuers:,}"),
        ("年度", "years", span),
        ("字数", "characters", f"{totals['characters']:,}"),
        ("段落", "paragraphs", f"{totals['paragraphs']:,}"),
        ("数字断言", "claims", f"{totals['claims']:,}"),
        ("核对", "checks", f"{totals['checks']:,}"),
        ("不成立", "failing", f"{totals['failing']:,}"),
        ("陈旧", "stale", f"{totals['stale']:,}"),
    )
    shown = "".join(
        f'<div><dt>{zh} <small lang="en">{en}</small></dt><dd>{v}</dd></div>' for zh, en, v in facts
    )
    failed, count = _failures(folder)
    return template("index.html").substitute(
        facts=shown, charts=overview.charts(), failures=failed, failed=f"{count:,}", tables=_files(folder)
    )


def _failures(folder: Path) -> tuple[str, int]:
    """List the files that could not be read."""
    if not has_table(folder, "failures"):
        return "", 0
    lines: list[str] = []
    count = 0
    for row in stream_rows(folder, "failures", ["source", "code", "message", "hint"]):
        count += 1
        if count <= _FAILURES_SHOWN:
            cells = (row["source"], row["code"], row["message"], row["hint"])
            lines.append("<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in cells) + "</tr>")
    if count > _FAILURES_SHOWN:
        lines.append(f'<tr><td colspan="4">… {count - _FAILURES_SHOWN:,} more</td></tr>')
    return "".join(lines), count


def _files(folder: Path) -> str:
    """Lead to the tables."""
    items = []
    for name in TABLES:
        links = [
            f'<a href="{name}.{suffix}">{suffix}</a>'
            for suffix in ("csv", "parquet")
            if (folder / f"{name}.{suffix}").is_file()
        ]
        if links:
            info = table_info(name)
            title = f'{text(info.title_zh)} <small lang="en">{text(info.title_en)}</small>'
            items.append(f"<li>{title} {' '.join(links)}</li>")
    return "".join(items)


def data_row(file: str, row: Sequence[Any]) -> str:
    """Write one report as JSON."""
    return json.dumps([file, *row], ensure_ascii=False, separators=(",", ":"))

"""``govnlp features``: one row an issuer and year, or a balanced panel, for other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from govnlp.cli.common import BlankRule, Format, Jobs, Out, finish
from govnlp.cli.output import OutputFormat, Row, note
from govnlp.cli.stats_options import Sources
from govnlp.errors import UsageError
from govnlp.progress import progress_bar

if TYPE_CHECKING:
    from govnlp.analysis.features import PanelTables
    from govnlp.read.corpus import Corpus

EPILOG = "例 Example: `govnlp features out --panel -f dta -o panel.dta`"

Terms = Annotated[
    Path | None,
    typer.Option(
        "--terms",
        help="自己的词表：每行一词的 txt，或有 list、term 两列的 csv。Term lists of your own: txt or csv.",
    ),
]
Blanks = Annotated[
    BlankRule | None,
    typer.Option("--blanks", help="空白单元格：未知（默认），或按 0 计。Blank cells: unknown, or 0."),
]
PanelWanted = Annotated[
    bool,
    typer.Option(
        "--panel", help="平衡面板：每个单位每年一行，并登记缺失。Balanced panel, with a ledger of gaps."
    ),
]
Years = Annotated[
    str | None, typer.Option("--years", metavar="FIRST-LAST", help="面板的年度。Years of the panel.")
]
Ledger = Annotated[
    Path | None,
    typer.Option("--ledger", help="缺失登记写入此文件，默认在 --out 旁边。File for the ledger of gaps."),
]


def features(
    sources: Sources,
    out: Out = None,
    form: Format = None,
    jobs: Jobs = 1,
    terms: Terms = None,
    blanks: Blanks = None,
    panel: PanelWanted = False,
    years: Years = None,
    ledger: Ledger = None,
) -> None:
    """特征：每个单位每个年度一行，供别的研究并入；或平衡面板。Features for other studies, or a panel.

    SOURCE 是 analyze 的结果文件夹（快），或报告文件、文件夹。-f csv 可用 Excel 打开，
    -f dta 是 Stata 118 版、带中文变量标签。SOURCE is an analyzed folder (fast), or reports.
    """
    from govnlp.analysis.features import features_table, panel_tables
    from govnlp.cli.statistics import check_output, show

    if not panel and (years or ledger):
        raise UsageError("--years and --ledger belong to --panel")
    check_output(form, out)
    span = _span(years)
    failures: list[Row] = []
    with _open(sources) as (source, advance):
        options: dict[str, Any] = {"terms": terms, "blanks": blanks.value if blanks else None, "jobs": jobs}
        options |= {"progress": advance, "failures": failures}
        if panel:
            made = panel_tables(source, years=span, **options)
            show(made.panel, form, out)
            _keep_ledger(made, form, out, ledger)
        else:
            show(features_table(source, **options), form, out)
    finish(failures)


@contextmanager
def _open(sources: list[Path]) -> Iterator[tuple[Path | Corpus, Callable[[int, int], None] | None]]:
    """Give an analyzed folder, or a corpus and what shows the progress of reading it."""
    from govnlp.analysis.stats.texts import is_analyzed
    from govnlp.cli.sources import open_sources

    analyzed = [path for path in sources if is_analyzed(path)]
    if analyzed and len(sources) > 1:
        raise UsageError("an analyzed folder stands alone", source=str(analyzed[0]))
    if analyzed:
        yield analyzed[0], None
        return
    with open_sources(sources) as corpus, progress_bar(len(corpus)) as advance:
        yield corpus, advance


def _keep_ledger(made: PanelTables, form: OutputFormat | None, out: Path | None, ledger: Path | None) -> None:
    from govnlp.cli.statistics import show

    target = ledger or (out.with_name(f"{out.stem}-ledger{out.suffix}") if out else None)
    if target:
        show(made.ledger, form, target)
    counts = Counter(row["reason"] for row in made.ledger.rows)
    told = "  ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
    note(f"缺失登记 ledger{f' → {target}' if target else ''}：{told or '无 none'}")


def _span(years: str | None) -> tuple[int, int] | None:
    if years is None:
        return None
    first, dash, last = years.partition("-")
    if not (first.isdecimal() and (last.isdecimal() or not dash)):
        raise UsageError(f"'{years}' are no years", hint="such as 2019-2023")
    return int(first), int(last or first)

"""The commands."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from govnlp import __version__
from govnlp.cli import annotate, claims, evaluate, features, labels, stats
from govnlp.cli.common import BlankRule, Blanks, Format, Jobs, Out, Sources, finish, print_reports
from govnlp.cli.help import fold_help
from govnlp.cli.output import Sink, note, show_summary
from govnlp.cli.reuse import reuse
from govnlp.cli.sources import open_sources
from govnlp.errors import GovnlpError, UsageError
from govnlp.progress import progress_bar

app = typer.Typer(
    name="govnlp",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "读取、核对、测量中国政府信息公开工作年度报告。\n\n"
        "Read, check and measure Chinese government information-disclosure annual reports."
    ),
    epilog=(
        "退出状态 exit status：0 完成 done；1 完成，但有文件未能读取 done, some inputs failed；"
        "2 用法错误 wrong use。"
    ),
)
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(stats.app, name="stats")
app.add_typer(labels.lexicon, name="lexicon")
app.add_typer(annotate.app, name="annotate")
app.command(epilog=labels.CLASSIFY)(labels.classify)
app.command(epilog=labels.TRAIN)(labels.train)
app.command(epilog=features.EPILOG)(features.features)
app.command(epilog="例 Example: `govnlp reuse corpora/sample --by issuer`")(reuse)


class TableFormat(StrEnum):
    """File formats of an analysis."""

    PARQUET = "parquet"
    CSV = "csv"


def run() -> None:
    """Run the command that the arguments name."""
    fold_help(sys.argv[1:])
    try:
        app(standalone_mode=True)
    except UsageError as error:
        note(f"错误 error: {error}")
        sys.exit(2)
    except GovnlpError as error:
        note(f"错误 error: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of the pipe has seen enough; Python would complain again while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"govnlp {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本。Version.")
    ] = False,
) -> None:
    """Options before any command."""


@app.command(epilog="例 Example: `govnlp parse corpora/sample -o reports.jsonl`")
def parse(sources: Sources, out: Out = None, form: Format = None, jobs: Jobs = 1) -> None:
    """报告结构：标题、年度、章节、段落、页面杂项，每份报告一个对象。Structure, one object a report.

    jsonl 为完整结构；其他格式每份报告一行。jsonl gives all of it; the other formats one row a report.
    """
    print_reports("parse", sources, out, form, jobs)


@app.command(epilog="例 Example: `govnlp tables corpora/sample -f csv -o cells.csv`")
def tables(sources: Sources, out: Out = None, form: Format = None, jobs: Jobs = 1) -> None:
    """统计表单元格，每格一行。Cells of the statutory tables, one row a cell."""
    print_reports("tables", sources, out, form, jobs)


app.command(epilog=claims.EPILOG)(claims.claims)


@app.command(epilog="例 Example: `govnlp checks corpora/sample --failing`")
def checks(
    sources: Sources,
    out: Out = None,
    form: Format = None,
    jobs: Jobs = 1,
    blanks: Blanks = BlankRule.STRICT,
    failing: Annotated[bool, typer.Option("--failing", help="只列不成立的。Only those that fail.")] = False,
) -> None:
    """勾稽核对：表内、正文、跨年、上下级，每项一行。Does it add up: tables, text, years, levels."""
    from govnlp.cli.work import check_outcomes

    with open_sources(sources) as corpus, Sink("checks", form, out) as sink:
        failures = check_outcomes(corpus, jobs, blanks.value, failing, sink)
    finish(failures)


@app.command(epilog="例 Example: `govnlp analyze corpora/sample -o out`")
def analyze(
    sources: Annotated[Path, typer.Argument(help="文件夹。Folder.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="结果文件夹。Folder for the tables.")],
    form: Annotated[
        list[TableFormat] | None,
        typer.Option("--format", "-f", help="表格文件格式，默认两种都写。Both by default."),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="并行进程数。Processes.")] = os.cpu_count()
    or 1,
    blanks: Blanks = BlankRule.STRICT,
    label_model: labels.LabelModel = "auto",
    lexicon: labels.OwnLexicon = "",
    page: Annotated[
        bool, typer.Option("--page/--no-page", help="写出可翻看的网页 index.html。Write pages to read.")
    ] = True,
) -> None:
    """读取整个文件夹，写出全部表格、数据字典、清单和网页。Read a folder; write all tables and pages.

    中断后用同样的命令再运行，会从中断处继续。Interrupted and run again, it goes on where it stopped.
    """
    from govnlp.pipeline import Settings
    from govnlp.pipeline import analyze as run_analysis
    from govnlp.read.corpus import load_corpus

    corpus = load_corpus(sources)
    settings = Settings(blanks.value, label_model, lexicon)
    formats = tuple(f.value for f in form) if form else ("parquet", "csv")
    with progress_bar(len(corpus)) as advance:
        result = run_analysis(corpus, out, settings=settings, jobs=jobs, formats=formats, progress=advance)
    from govnlp.page import remove_page, write_page

    if not page:
        remove_page(out)
    else:
        with progress_bar(result.counts["reports"], "写出网页") as advance:
            write_page(out, progress=advance)
    show_summary(result)
    if page:
        typer.echo(f"网页 pages → {out / 'index.html'}")
    finish(list(result.stream("failures", ["source", "code", "message", "hint"])))

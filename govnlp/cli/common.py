"""What the commands share: options, and the loop over reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from govnlp.cli.output import OutputFormat, Row, Sink, print_failures
from govnlp.cli.sources import open_sources
from govnlp.progress import progress_bar


class BlankRule(StrEnum):
    """What a blank cell means in the checks."""

    STRICT = "strict"
    BLANK_AS_ZERO = "blank_as_zero"


Sources = Annotated[
    list[Path],
    typer.Argument(
        help="文件或文件夹；`-` 为标准输入的纯文本。File or folder; `-` is plain text from standard input.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="写入文件，默认标准输出。Write to a file instead of standard output."),
]
Format = Annotated[
    OutputFormat | None,
    typer.Option(
        "--format",
        "-f",
        help="输出格式；终端默认 table，管道默认 jsonl。Default: table on a terminal, jsonl when piped.",
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="并行进程数。Processes.")]
Blanks = Annotated[
    BlankRule, typer.Option("--blanks", help="空白单元格：未知，或按 0 计。Blank cells: unknown, or 0.")
]


def print_reports(
    kind: str, sources: list[Path], out: Path | None, form: OutputFormat | None, jobs: int
) -> None:
    """Print what a command makes of each report.

    Parameters
    ----------
    kind : str
        Command or table: ``parse``, ``tables``, ``claims``, ``non_claims``.
    sources : list of Path
        Files and folders, or ``-``.
    out : Path or None
        File to write.
    form : OutputFormat or None
        Format.
    jobs : int
        Processes.
    """
    from govnlp.cli.work import outcomes

    failures: list[Row] = []
    with open_sources(sources) as corpus, Sink(kind, form, out) as sink, progress_bar(len(corpus)) as advance:
        for number, (rows, failure) in enumerate(outcomes(corpus, jobs, kind, sink.nested), 1):
            sink.write(rows)
            failures += [failure] if failure else []
            advance(number, len(corpus))
    finish(failures)


def finish(failures: list[Row]) -> None:
    """List what could not be read and end with status 1, if there is any."""
    if failures:
        print_failures(failures)
        raise typer.Exit(1)

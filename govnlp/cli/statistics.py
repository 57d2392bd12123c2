"""What ``govnlp stats`` reads, and how it prints tables of statistics."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from govnlp.analysis.stats.sources import Reader, open_source
from govnlp.analysis.stats.tables import Statistics
from govnlp.analysis.stats.texts import Selection, Text, about_corpus, entry_texts, is_analyzed, read_about
from govnlp.cli.output import BINARY, OutputFormat, Row, note
from govnlp.cli.sources import open_sources
from govnlp.errors import UsageError
from govnlp.model import Failure
from govnlp.progress import progress_bar

if TYPE_CHECKING:
    from govnlp.read.corpus import Corpus

_MOST_SHOWN = 500
_LEAST_CONTEXT = 10
# Columns that a terminal is too narrow for; files have them.
_NOT_SHOWN = {
    "keyness": ("target_total", "reference_total", "target_per_million", "reference_per_million"),
    "attention": ("characters", "characters_total", "reports", "reports_total"),
}
_SHOWN = {
    "features": (
        "report_id",
        "report_year",
        "narrative_letters",
        "claims",
        "hard_information",
        "specificity",
        "checks_fails",
        "share_novel",
        "disclosure_rate",
    ),
    "panel": ("issuer_id", "report_year", "status", "report_id", "claims", "share_novel", "disclosure_rate"),
}


@contextmanager
def open_reader(
    paths: Sequence[Path], jobs: int, about: Path | None, failures: list[Row]
) -> Iterator[Reader]:
    """Open an analyzed folder, or reports.

    Parameters
    ----------
    paths : sequence of Path
        One analyzed folder; or files and folders of reports, or ``-``.
    jobs : int
        Processes that read reports.
    about : Path or None
        A table about the reports; ``corpus.csv`` of the reports' folder by default.
    failures : list of dict
        Takes what could not be read.

    Yields
    ------
    Reader
        What reads it.
    """
    known = read_about(about) if about else None
    analyzed = [path for path in paths if is_analyzed(path)]
    if analyzed:
        if len(paths) > 1:
            raise UsageError("an analyzed folder stands alone", source=str(analyzed[0]))
        yield open_source(analyzed[0])._replace(about=known or {})
        return
    with open_sources(paths) as corpus:
        read = partial(_corpus_texts, corpus, jobs, failures)
        yield Reader(read, about_corpus(corpus.root) if known is None else known)


def _corpus_texts(
    corpus: Corpus, jobs: int, failures: list[Row], selection: Selection, _: str
) -> Iterator[Text]:
    from govnlp.cli.work import each_entry
    from govnlp.records import failure_row

    work = partial(entry_texts, selection=selection)
    with progress_bar(len(corpus)) as advance:
        for number, outcome in enumerate(each_entry(corpus, jobs, work), 1):
            if isinstance(outcome, Failure):
                failures.append(failure_row(outcome))
            else:
                yield from outcome
            advance(number, len(corpus))


def check_output(form: OutputFormat | None, out: Path | None) -> None:
    """Refuse what cannot be printed before any work is done.

    Raises
    ------
    UsageError
        If a binary format has no file to go to, or the file's folder is none.
    """
    if out is None and form in BINARY:
        raise UsageError(f"{form} is no text", hint="name a file with --out")
    if out is not None and not out.absolute().parent.is_dir():
        raise UsageError("no such folder", source=str(out.parent))


def show(table: Statistics, form: OutputFormat | None, out: Path | None) -> None:
    """Print a table, or write it to a file, whole or not at all.

    Parameters
    ----------
    table : Statistics
        What is printed.
    form : OutputFormat or None
        Format; by default a table on a terminal, JSON Lines elsewhere.
    out : Path or None
        File; standard output by default.
    """
    if form is None:
        form = OutputFormat.TABLE if out is None and sys.stdout.isatty() else OutputFormat.JSONL
    if out is None:
        _write_text(table, form, sys.stdout)
        return
    aside = out.with_name(f".{out.name}.part")
    try:
        if form is OutputFormat.PARQUET:
            import pyarrow.parquet as pq

            pq.write_table(table.arrow(), aside, compression="zstd")
        elif form is OutputFormat.DTA:
            table.write_stata(aside)
        elif form is OutputFormat.FEATHER:
            from govnlp.frames import write_feather

            write_feather(table.arrow(), aside)
        else:
            # Excel takes UTF-8 for what it is only with a byte order mark.
            encoding = "utf-8-sig" if form is OutputFormat.CSV else "utf-8"
            with aside.open("w", encoding=encoding, newline="") as handle:
                _write_text(table, form, handle)
        aside.replace(out)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", source=str(out)) from error
    finally:
        aside.unlink(missing_ok=True)


def _write_text(table: Statistics, form: OutputFormat, handle: IO[str]) -> None:
    if form is OutputFormat.JSONL:
        for row in table.rows:
            handle.write(json.dumps(row, ensure_ascii=False, default=_iso) + "\n")
    elif form is OutputFormat.CSV:
        writer = csv.DictWriter(handle, [column.name for column in table.columns], lineterminator="\n")
        writer.writeheader()
        writer.writerows(table.rows)
    else:
        _print_table(table, handle)


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON")


def _print_table(table: Statistics, handle: IO[str]) -> None:
    from rich.console import Console

    on_terminal = handle is sys.stdout and handle.isatty()
    console = Console() if on_terminal else Console(file=handle, width=200)
    rows = table.rows[:_MOST_SHOWN]
    if table.name == "kwic":
        _print_lines(table, rows, console)
    else:
        _print_columns(table, rows, console)
    if len(table.rows) > _MOST_SHOWN:
        note(
            f"… 共 {len(table.rows):,} 行，只显示 {_MOST_SHOWN} 行；全部请用 -f csv 或 jsonl。"
            f"Shown are {_MOST_SHOWN} rows."
        )
    elif not rows:
        note("没有结果。Nothing found.")


def _print_columns(table: Statistics, rows: Sequence[Row], console: Any) -> None:
    from rich.table import Table
    from rich.text import Text as Cell

    wanted = _SHOWN.get(table.name) or [column.name for column in table.columns]
    left_out = _NOT_SHOWN.get(table.name, ())
    columns = [column for column in table.columns if column.name in wanted and column.name not in left_out]
    # Names that do not fit side by side are broken where their words end.
    narrow = sum(len(column.name) + 2 for column in columns) > console.width
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        number = column.type in ("int", "double") and column.name != "report_year"
        name = column.name.replace("_", "_\n") if narrow else column.name
        shown.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Cell(_cell(row[column.name])) for column in columns))
    console.print(shown)


def _print_lines(table: Statistics, rows: Sequence[Row], console: Any) -> None:
    """Concordance lines: the term in one column, its contexts cut to what fits, the keys behind."""
    from rich.cells import cell_len
    from rich.text import Text as Cell

    by = [column.name for column in table.columns if column.name not in _LINE]
    places = [" ".join([f"{r['report_id']}:{r['start']}", *(_cell(r[name]) for name in by)]) for r in rows]
    hits = [_line(row["hit"]) for row in rows]
    taken = max(map(cell_len, hits), default=0) + max(map(cell_len, places), default=0) + 3
    wanted = max((cell_len(_line(row[name])) for row in rows for name in ("left", "right")), default=0)
    side = min(wanted, max((console.width - taken) // 2, _LEAST_CONTEXT))
    for row, hit, place in zip(rows, hits, places, strict=True):
        left, right = _fitting(_line(row["left"])[::-1], side)[::-1], _fitting(_line(row["right"]), side)
        line = Cell(" " * (side - cell_len(left)) + left, no_wrap=True)
        line.append(hit, style="bold red")
        line.append(right + " " * (side - cell_len(right) + 2))
        line.append(place, style="dim")
        console.print(line, soft_wrap=True)


def _fitting(text: str, cells: int) -> str:
    """Cut a text to a width on the terminal, where Chinese characters take two cells."""
    from rich.cells import cell_len

    while cell_len(text) > cells:
        text = text[:-1]
    return text


_LINE = ("report_id", "paragraph_id", "start", "end", "left", "hit", "right")


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 100 else f"{value:.4g}"
    return str(value)

"""Features as tables: with term lists of one's own, as a balanced panel, for other programs.

>>> from govnlp.analysis import features
>>> features.table("out")  # doctest: +SKIP
>>> panel, ledger = features.panel("out")  # doctest: +SKIP
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Union

from govnlp.analysis.panel import Row, balance
from govnlp.analysis.stats import attention
from govnlp.analysis.stats.tables import Statistics
from govnlp.analysis.stats.texts import is_analyzed
from govnlp.analysis.stats.topics import TermLists, read_terms
from govnlp.errors import UsageError
from govnlp.frames import ColumnInfo, stream_rows, table_info

if TYPE_CHECKING:
    import pandas as pd

    from govnlp.annotate.checks import Blanks
    from govnlp.pipeline.result import Result
    from govnlp.read.corpus import Corpus

Source = Union[str, Path, "Result", "Corpus"]
_FAILURE = ["source", "report_id", "issuer_id", "report_year", "code"]
# Name of a list that can be part of a column's name, which Stata keeps to 32 characters.
_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,19}")
_MEASURES = (
    ("hits", "hits", "int", "mention", "次数", "mentions"),
    (
        "per_k",
        "hits_per_thousand",
        "double",
        "per 1,000 characters",
        "每千字次数",
        "mentions per 1,000",
    ),
    (
        "char",
        "character_share",
        "double",
        "1",
        "有其词的段落的字数占比",
        "share of letters in paragraphs with it",
    ),
    ("para", "paragraph_share", "double", "1", "有其词的段落数占比", "share of paragraphs with it"),
)


class Panel(NamedTuple):
    """A balanced panel and what is missing in it, as DataFrames."""

    panel: pd.DataFrame
    ledger: pd.DataFrame


class PanelTables(NamedTuple):
    """A balanced panel and what is missing in it, as rows with their columns."""

    panel: Statistics
    ledger: Statistics


def table(
    source: Source,
    *,
    terms: TermLists | str | Path | None = None,
    blanks: Blanks | None = None,
    jobs: int = 1,
) -> pd.DataFrame:
    """Give the features, one row an issuer and year.

    Parameters
    ----------
    source : str, Path, Result or Corpus
        An analyzed folder or its result (fastest), or a folder or file of reports, which is analyzed first.
    terms : mapping of str to sequence of str, str or Path, optional
        Lists of terms by name, or a file of them (`govnlp.analysis.stats.topics.read_terms`). Four columns a
        list are added: ``terms_NAME_hits``, ``_per_k``, ``_char`` and ``_para``. A list whose name is not
        plain ASCII is numbered, and named in the column's description.
    blanks : str, optional
        ``strict`` or ``blank_as_zero``; what an analyzed folder was made with cannot be changed.
    jobs : int
        Processes that read reports.

    Returns
    -------
    pandas.DataFrame
        Columns as the data dictionary describes them.

    Raises
    ------
    UsageError
        If there is no such folder, or an argument makes no sense.
    """
    return features_table(source, terms=terms, blanks=blanks, jobs=jobs).frame()


def panel(
    source: Source,
    *,
    years: tuple[int, int] | None = None,
    terms: TermLists | str | Path | None = None,
    blanks: Blanks | None = None,
    jobs: int = 1,
) -> Panel:
    """Give a balanced panel, every issuer in every year, and a ledger of what is missing.

    Parameters
    ----------
    source, terms, blanks, jobs
        As for `table`.
    years : tuple of (int, int), optional
        First and last year; by default those of the reports.

    Returns
    -------
    Panel
        What is missing is NA; why is in ``status`` and in the ledger, see `govnlp.analysis.panel.balance`.

    Raises
    ------
    UsageError
        As for `table`.
    """
    made = panel_tables(source, years=years, terms=terms, blanks=blanks, jobs=jobs)
    return Panel(made.panel.frame(), made.ledger.frame())


def features_table(
    source: Source,
    *,
    terms: TermLists | str | Path | None = None,
    blanks: Blanks | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    failures: list[Row] | None = None,
) -> Statistics:
    """Give the rows of `table` with their columns.

    Parameters
    ----------
    source, terms, blanks, jobs
        As for `table`.
    progress : callable, optional
        Called with the files done and the files in all.
    failures : list of dict, optional
        Takes what could not be read, where reports are read.

    Returns
    -------
    Statistics
        Named ``features``.
    """
    lists = read_terms(Path(terms)) if isinstance(terms, (str, Path)) else terms
    with _analyzed(source, blanks, jobs, progress, failures) as folder:
        return _table(folder, lists)


def panel_tables(
    source: Source,
    *,
    years: tuple[int, int] | None = None,
    terms: TermLists | str | Path | None = None,
    blanks: Blanks | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    failures: list[Row] | None = None,
) -> PanelTables:
    """Give the rows of `panel` with their columns; parameters as for `panel` and `features_table`."""
    lists = read_terms(Path(terms)) if isinstance(terms, (str, Path)) else terms
    with _analyzed(source, blanks, jobs, progress, failures) as folder:
        features = _table(folder, lists)
        made = balance(features.rows, stream_rows(folder, "failures", _FAILURE), years)
    front = table_info("panel").columns
    taken = {column.name for column in front}
    columns = (*front, *(column for column in features.columns if column.name not in taken))
    rows = [{column.name: row.get(column.name) for column in columns} for row in made.panel]
    return PanelTables(
        Statistics("panel", columns, rows), Statistics("ledger", table_info("ledger").columns, made.ledger)
    )


@contextmanager
def _analyzed(
    source: Source,
    blanks: Blanks | None,
    jobs: int,
    progress: Callable[[int, int], None] | None,
    failures: list[Row] | None,
) -> Iterator[Path]:
    """Give the folder of an analysis; reports are analyzed into one that is gone afterwards."""
    folder = getattr(source, "folder", None)
    folder = folder if isinstance(folder, Path) else None
    if isinstance(source, (str, Path)) and is_analyzed(Path(source)):
        folder = Path(source)
    if folder is not None:
        made_with = json.loads((folder / "manifest.json").read_text("utf-8"))["settings"]["blanks"]
        if blanks not in (None, made_with):
            raise UsageError(
                f"was analyzed with blanks '{made_with}'", source=str(folder), hint="analyze it anew"
            )
        yield folder
        return
    from govnlp.pipeline import Settings, analyze

    result = analyze(source, settings=Settings(blanks or "strict"), jobs=jobs, progress=progress)  # type: ignore[arg-type]
    if failures is not None:
        failures += result.stream("failures", [column.name for column in table_info("failures").columns])
    yield result.folder


def _table(folder: Path, terms: TermLists | None) -> Statistics:
    columns = table_info("features").columns
    rows = list(stream_rows(folder, "features", [column.name for column in columns]))
    if terms:
        names = _names(terms)
        columns = (*columns, *(column for name in terms for column in _columns(names[name], name)))
        found = {
            (row["report_id"], row["topic"]): row
            for row in attention.table(folder, by=["report_id"], terms=terms, labels=False).rows
        }
        for row in rows:
            for name, plain in names.items():
                counted = found.get((row["report_id"], name), {})
                row |= {f"terms_{plain}_{end}": counted.get(key) for end, key, *_ in _MEASURES}
    return Statistics("features", columns, rows)


def _names(terms: TermLists) -> Mapping[str, str]:
    """Names of lists as parts of column names."""
    plain = {name: name for name in terms if _PLAIN.fullmatch(name)}
    numbers = (f"list{number}" for number in range(1, len(terms) * 2 + 1))
    free = (name for name in numbers if name not in plain)
    return {name: plain.get(name) or next(free) for name in terms}


def _columns(plain: str, name: str) -> list[ColumnInfo]:
    return [
        ColumnInfo(f"terms_{plain}_{end}", kind, f"词表“{name}”：{zh}", f"List '{name}': {en}", unit)
        for end, _, kind, unit, zh, en in _MEASURES
    ]

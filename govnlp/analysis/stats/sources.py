"""Where the statistics find their text: reports, an analysis, or a table of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from govnlp.analysis.stats.texts import (
    Selection,
    Text,
    about_corpus,
    folder_texts,
    frame_texts,
    is_analyzed,
    report_texts,
    select,
)
from govnlp.errors import UsageError
from govnlp.model import Report

if TYPE_CHECKING:
    import pandas as pd

    from govnlp.pipeline.result import Result
    from govnlp.read.corpus import Corpus

About = Mapping[str, Mapping[str, str]]


class Reader(NamedTuple):
    """A source of text that has been opened.

    Parameters
    ----------
    read : callable
        Takes a selection and an RE2 expression (empty for none) and gives the texts that are selected and,
        if it can tell beforehand, have a match.
    about : mapping
        Columns of ``corpus.csv`` or the like that the source has of itself.
    known : tuple of str
        Columns there are, where they are not those of reports.
    """

    read: Callable[[Selection, str], Iterable[Text]]
    about: About = MappingProxyType({})
    known: tuple[str, ...] = ()

    def select(
        self, by: Iterable[str], where: Mapping[str, Any] | None, scope: str, about: About | None
    ) -> Selection:
        """Make a selection that fits this source; errors are those of `texts.select`."""
        return select(by, where, scope, about or self.about, self.known)

    def texts(
        self,
        by: Iterable[str],
        where: Mapping[str, Any] | None,
        scope: str,
        about: About | None,
        pattern: str = "",
    ) -> Iterable[Text]:
        """Give the texts of a selection, as `read` does; errors are those of `texts.select`."""
        return self.read(self.select(by, where, scope, about), pattern)


Source = Union[str, Path, Reader, Report, "Corpus", "Result", "pd.DataFrame", Iterable[Report]]


def open_source(source: Source) -> Reader:
    """Open what the statistics are asked of.

    Parameters
    ----------
    source : str, Path, Result, Corpus, Report, iterable of Report, DataFrame or Reader
        An analyzed folder or its result (fastest), a folder or file of reports, reports that were read, or
        a table with a column ``text``, whose other columns it can be grouped by.

    Returns
    -------
    Reader
        What reads it.

    Raises
    ------
    UsageError
        If there is no such folder or file, or the table has no text.
    """
    if isinstance(source, Reader):
        return source
    if isinstance(source, (str, Path)):
        path = Path(source)
        return _folder(path) if is_analyzed(path) else _corpus(path)
    if isinstance(source, Report):
        return _reports([source])
    folder = getattr(source, "folder", None)
    if isinstance(folder, Path):
        return _folder(folder)
    if hasattr(source, "columns"):
        return _frame(source)  # type: ignore[arg-type]
    return _reports(source)


def _corpus(path: Path) -> Reader:
    from govnlp.read.corpus import load_corpus

    return _reports(load_corpus(path))


def _folder(folder: Path) -> Reader:
    return Reader(lambda selection, pattern: folder_texts(folder, selection, pattern))


def _reports(reports: Iterable[Report]) -> Reader:
    def read(selection: Selection, _: str) -> Iterator[Text]:
        for report in reports:
            yield from report_texts(report, selection)

    root = getattr(reports, "root", None)
    return Reader(read, about_corpus(root) if isinstance(root, Path) else {})


def _frame(frame: pd.DataFrame) -> Reader:
    names = [str(name) for name in frame.columns]
    if "text" not in names:
        raise UsageError("the table has no column 'text'")
    held = frame.astype(object)
    rows = held.where(held.notna(), None).to_dict("records")
    known = tuple(name for name in names if name != "text")
    return Reader(lambda selection, _: frame_texts(rows, selection), known=known or ("text",))  # type: ignore[arg-type]

"""The tables of an analysis side by side: one report's rows of each at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from govnlp.errors import UsageError
from govnlp.frames import has_table, stream_batches

RowT = TypeVar("RowT", bound=tuple[Any, ...])
_TEXTS_KEPT = 64


class Cursor(Generic[RowT]):
    """A table whose rows stand in the order of the reports, read forward only.

    Parameters
    ----------
    folder : Path
        Folder of the analysis; without the table, every report has no rows.
    name : str
        The table.
    kind : type
        Named tuple of the columns wanted; ``report_id`` is read beside them.
    """

    def __init__(self, folder: Path, name: str, kind: type[RowT]) -> None:
        self.name = name
        self._groups = _groups(folder, name, kind) if has_table(folder, name) else iter(())
        self._next = next(self._groups, None)

    def take(self, report_id: str) -> list[RowT]:
        """Give the rows of the next report.

        Parameters
        ----------
        report_id : str
            Reports are asked for in the order of the ``reports`` table.

        Returns
        -------
        list of named tuple
            Empty where the table has none of it.
        """
        if self._next is None or self._next[0] != report_id:
            return []
        rows = self._next[1]
        self._next = next(self._groups, None)
        return rows

    def finish(self) -> None:
        """Make sure that no row was passed over.

        Raises
        ------
        UsageError
            If the table has rows of a report that is not in ``reports``, or in another order.
        """
        if self._next is not None:
            raise UsageError(f"table '{self.name}' does not follow the reports", where=self._next[0])


def _groups(folder: Path, name: str, kind: Any) -> Iterator[tuple[str, list[Any]]]:
    def rows() -> Iterator[tuple[Any, ...]]:
        for batch in stream_batches(folder, name, ["report_id", *kind._fields]):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    for report_id, own in groupby(rows(), itemgetter(0)):
        yield report_id, [kind._make(row[1:]) for row in own]


class Texts:
    """The texts of all reports on disk, for passages that are shown beside their source.

    Parameters
    ----------
    handle : binary file
        Empty, readable and writable; kept open by the caller.
    """

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._read = lru_cache(_TEXTS_KEPT)(self._load)

    def add(self, report_id: str, text: str) -> None:
        """Keep a report's text."""
        data = text.encode()
        self._handle.write(data)
        self._places[report_id] = (self._end, len(data))
        self._end += len(data)

    def get(self, report_id: str, start: int, end: int) -> str:
        """Give a stretch of a report's text; empty where the report is unknown."""
        return self._read(report_id)[start:end]

    def _load(self, report_id: str) -> str:
        at, size = self._places.get(report_id, (0, 0))
        self._handle.seek(at)
        return self._handle.read(size).decode()

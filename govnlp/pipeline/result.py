"""What an analysis gives back: tables as DataFrames, loaded when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govnlp.annotate.checks import Blanks
from govnlp.frames import TABLES, table_info
from govnlp.reuse.settings import ReuseSettings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that change results; they are written into the manifest.

    Parameters
    ----------
    blanks : str
        ``strict`` or ``blank_as_zero``: what a blank cell means in the checks.
    label_model : str
        ``auto``, ``keyword``, ``linear``, or a file that ``govnlp train`` wrote.
    lexicon : str
        File or folder that extends the lexicon of the labels; empty for the package's own.
    reuse : ReuseSettings
        Thresholds of text reuse.
    """

    blanks: Blanks = "strict"
    label_model: str = "auto"
    lexicon: str = ""
    reuse: ReuseSettings = field(default_factory=ReuseSettings)


@dataclass(slots=True, weakref_slot=True, repr=False, eq=False)
class Result:
    """Tables of an analysis.

    Each table is an attribute: ``result.reports``, ``.sections``, ``.paragraphs``, ``.sentences``,
    ``.labels``, ``.claims``, ``.non_claims``, ``.cells``, ``.checks``, ``.reuse``, ``.features`` and the
    others of `govnlp.frames.TABLES`; a DataFrame, loaded on first use.

    Parameters
    ----------
    folder : Path
        Where the tables are.
    counts : mapping of str to int
        Rows of each table.
    skipped : tuple of str
        Files that are no reports by their kind.
    """

    folder: Path
    counts: Mapping[str, int]
    skipped: tuple[str, ...] = ()
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Give a table as DataFrame.

        Parameters
        ----------
        name : str
            One of `govnlp.frames.TABLES`.

        Returns
        -------
        pandas.DataFrame
            The same object each time.
        """
        if name not in self._frames:
            from govnlp.frames import read_frame

            self._frames[name] = read_frame(self.folder, name)
        return self._frames[name]

    def stream(self, name: str, columns: list[str]) -> Iterator[dict[str, Any]]:
        """Go through the rows of a table, some columns of it, without loading it whole.

        Parameters
        ----------
        name : str
            One of `govnlp.frames.TABLES`.
        columns : list of str
            Columns wanted.

        Yields
        ------
        dict
            One row after the other.
        """
        from govnlp.frames import stream_rows

        yield from stream_rows(self.folder, name, columns)

    def __getattr__(self, name: str) -> Any:
        if name in TABLES:
            return self.table(name)
        raise AttributeError(f"'Result' has no attribute {name!r}; its tables are {', '.join(TABLES)}")

    def __dir__(self) -> list[str]:
        return [*TABLES, "counts", "folder", "skipped", "stream", "table"]

    def __repr__(self) -> str:
        return f"<Result: {', '.join(f'{count} {name}' for name, count in self.counts.items())}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td><td>{table_info(name).title_zh}</td>"
            f"<td style='text-align:right'>{n:,}</td></tr>"
            for name, n in self.counts.items()
        )
        return f"<table><tr><th>table</th><th>表</th><th>rows</th></tr>{rows}</table>"

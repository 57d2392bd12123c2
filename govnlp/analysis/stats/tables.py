"""The statistics as tables: their columns, as the data dictionary describes them, and as DataFrames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from govnlp.errors import ResourceError, UsageError
from govnlp.frames import ColumnInfo, table_info, write_stata_frame
from govnlp.resources import load_toml

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Row = dict[str, Any]
SCHEMA = "schemas/stats.toml"
TABLES = (
    "summary",
    "freq",
    "keyness",
    "colloc",
    "kwic",
    "dispersion",
    "diversity",
    "readability",
    "attention",
)


class Statistics(NamedTuple):
    """A table of statistics.

    Parameters
    ----------
    name : str
        One of `TABLES`.
    columns : tuple of ColumnInfo
        Those it is grouped by, then those of the table.
    rows : list of dict
        Each with exactly these columns, in this order.
    """

    name: str
    columns: tuple[ColumnInfo, ...]
    rows: list[Row]

    def arrow(self) -> pa.Table:
        """Give the rows as an Arrow table."""
        import pyarrow as pa

        types: dict[str, Any] = {
            "string": pa.string(),
            "int": pa.int64(),
            "double": pa.float64(),
            "date": pa.date32(),
        }
        return pa.Table.from_pylist(
            self.rows, schema=pa.schema([(c.name, types[c.type]) for c in self.columns])
        )

    def frame(self) -> pd.DataFrame:
        """Give the rows as a DataFrame: integers nullable, dates as ``datetime64``, missing values NA."""
        import pandas as pd
        import pyarrow as pa

        made: pd.DataFrame = self.arrow().to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        for column in self.columns:
            if column.type == "date":
                made[column.name] = pd.to_datetime(made[column.name])
        return made

    def write_stata(self, path: Path) -> None:
        """Write the rows for Stata, version 118, with Chinese variable labels."""
        write_stata_frame(self.frame(), self.columns, path)


def statistics(name: str, by: Sequence[str], rows: Sequence[Row]) -> Statistics:
    """Make a table of rows.

    Parameters
    ----------
    name : str
        One of `TABLES`.
    by : sequence of str
        Columns in front.
    rows : sequence of dict
        Each with exactly the table's columns, in their order.

    Returns
    -------
    Statistics
        The table.

    Raises
    ------
    UsageError
        If a column in front has the name of one of the table's.
    ResourceError
        If a row does not fit.
    """
    columns = (*_keys(by), *columns_of(name))
    names = [column.name for column in columns]
    twice = sorted({column for column in names if names.count(column) > 1})
    if twice:
        raise UsageError(f"'{name}' has a column '{twice[0]}' of its own", hint="rename yours")
    for row in rows:
        if list(row) != names:
            raise ResourceError(f"rows of '{name}' do not fit their schema: {sorted(set(row) ^ set(names))}")
    return Statistics(name, columns, list(rows))


@cache
def columns_of(name: str) -> tuple[ColumnInfo, ...]:
    """Give the columns of a table of statistics, without those it is grouped by."""
    return tuple(ColumnInfo(c["name"], c["type"], c["zh"], c["en"]) for c in _schema(name)["columns"])


def titles(name: str) -> tuple[str, str]:
    """Give the Chinese and the English title of a table of statistics."""
    info = _schema(name)
    return info["title_zh"], info["title_en"]


def _schema(name: str) -> Mapping[str, Any]:
    content = load_toml(SCHEMA)
    if name not in content:
        raise ResourceError(f"lacks '{name}'", source=f"govnlp/data/{SCHEMA}")
    found: Mapping[str, Any] = content[name]
    return found


def _keys(by: Sequence[str]) -> list[ColumnInfo]:
    """Describe the columns in front: keys of paragraphs, columns of the reports table, or the user's own."""
    known = {column.name: column for column in table_info("reports").columns}
    for name, c in load_toml(SCHEMA)["keys"].items():
        known[name] = ColumnInfo(name, c["type"], c["zh"], c["en"])
    return [known.get(name) or ColumnInfo(name, "string", name, name) for name in by]

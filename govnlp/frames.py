"""Rows to checked tables: Arrow for files, pandas for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govnlp.errors import ResourceError, UsageError
from govnlp.resources import load_toml

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# Made of each report by itself, and of all reports together.
REPORT_TABLES = (
    "reports",
    "sections",
    "paragraphs",
    "sentences",
    "labels",
    "claims",
    "non_claims",
    "cells",
    "checks",
)
REUSE_TABLES = ("reuse", "reuse_passages", "reuse_reports", "stale")
TABLES = (*REPORT_TABLES, *REUSE_TABLES, "features", "failures")
_STATA_LABEL = 80
_STATA_STR = 2_045
_STATA_NAMES = {"end": "_end", "aggregate": "_aggregate"}  # words of Stata's own
_BATCH = 4_096
_TYPES = ("string", "int", "double", "bool", "date")


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column of an output table, as the data dictionary describes it.

    Parameters
    ----------
    name, type : str
        Its name, and ``string``, ``int``, ``double``, ``bool`` or ``date``.
    zh, en : str
        What it is.
    unit : str
        What its numbers count or measure; ``1`` for shares and other ratios, empty where there is no unit.
    """

    name: str
    type: str
    zh: str
    en: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TableInfo:
    """An output table, as the data dictionary describes it."""

    name: str
    title_zh: str
    title_en: str
    primary_key: tuple[str, ...]
    columns: tuple[ColumnInfo, ...]
    foreign_keys: tuple[Mapping[str, str], ...]


@cache
def table_info(name: str) -> TableInfo:
    """Load the description of an output table.

    Parameters
    ----------
    name : str
        One of `TABLES`.

    Returns
    -------
    TableInfo
        Its columns in order, keys and titles.

    Raises
    ------
    ResourceError
        If the schema file is not valid.
    """
    source = f"schemas/{name}.toml"
    content = load_toml(source)
    try:
        columns = tuple(
            ColumnInfo(c["name"], c["type"], c["zh"], c["en"], c.get("unit", "")) for c in content["columns"]
        )
        info = TableInfo(
            content["name"],
            content["title_zh"],
            content["title_en"],
            tuple(content["primary_key"]),
            columns,
            tuple(content["foreign_keys"]),
        )
    except (KeyError, TypeError) as error:
        raise ResourceError(f"lacks {error}", source=f"govnlp/data/{source}") from error
    names = [column.name for column in columns]
    if len(set(names)) != len(names) or not set(info.primary_key) <= set(names):
        raise ResourceError("columns repeated, or a key that is no column", source=f"govnlp/data/{source}")
    if any(column.type not in _TYPES for column in columns):
        raise ResourceError("unknown column type", source=f"govnlp/data/{source}")
    return info


def arrow_schema(name: str) -> pa.Schema:
    """Give the Arrow schema of an output table."""
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(),
        "int": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
    }
    return pa.schema([pa.field(c.name, types[c.type]) for c in table_info(name).columns])


def to_arrow(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Make an Arrow table of rows.

    Parameters
    ----------
    name : str
        Output table.
    rows : sequence of mapping
        Each with exactly the table's columns.

    Returns
    -------
    pyarrow.Table
        With the table's schema.

    Raises
    ------
    ResourceError
        If a row's keys are not the table's columns.
    """
    import pyarrow as pa

    names = [column.name for column in table_info(name).columns]
    for row in rows:
        if list(row) != names:
            unlike = sorted(set(row) ^ set(names))
            raise ResourceError(f"rows of '{name}' do not fit their schema: {unlike or 'other order'}")
    schema = arrow_schema(name)
    columns = zip(*(row.values() for row in rows), strict=True) if rows else ((),) * len(names)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_plain(table: pa.Table, path: Path) -> None:
    """Write an Arrow table as it is: several times faster than Parquet where it is soon read back."""
    import pyarrow as pa

    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def read_table(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a small Parquet file, or one of `write_plain`, whole; they need no machinery for data sets.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str, optional
        Columns wanted; all by default.

    Returns
    -------
    pyarrow.Table
        Its rows.
    """
    if path.suffix == ".arrow":
        import pyarrow as pa

        with pa.OSFile(str(path)) as plain:
            table = pa.ipc.open_file(plain).read_all()
            return table if columns is None else table.select(list(columns))
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        return file.read(None if columns is None else list(columns))


def to_frame(name: str, tables: Iterable[pa.Table]) -> pd.DataFrame:
    """Make one DataFrame of the pieces of an output table.

    Parameters
    ----------
    name : str
        Output table.
    tables : iterable of pyarrow.Table
        Its pieces, in order.

    Returns
    -------
    pandas.DataFrame
        Integers as nullable ``Int64``, dates as ``datetime64``; missing values are NA.
    """
    import pandas as pd
    import pyarrow as pa

    whole = pa.concat_tables([arrow_schema(name).empty_table(), *tables])
    frame: pd.DataFrame = whole.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    for column in table_info(name).columns:
        if column.type == "date":
            frame[column.name] = pd.to_datetime(frame[column.name])
    return frame


def read_frame(folder: Path, name: str) -> pd.DataFrame:
    """Read an output table back.

    Parameters
    ----------
    folder : Path
        Folder of an analysis.
    name : str
        Output table.

    Returns
    -------
    pandas.DataFrame
        As `to_frame` makes it, from the Parquet file or else from the CSV file.

    Raises
    ------
    UsageError
        If the folder has neither.
    """
    import pyarrow as pa

    schema = arrow_schema(name)
    batches = list(_batches(folder, name, schema.names))
    return to_frame(name, [pa.Table.from_batches(batches, schema)])


def stream_rows(folder: Path, name: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Go through the rows of an output table without loading it whole.

    Parameters
    ----------
    folder : Path
        Folder of an analysis.
    name : str
        Output table.
    columns : list of str
        Columns wanted.

    Yields
    ------
    dict
        One row after the other.

    Raises
    ------
    UsageError
        If the folder has no such table.
    """
    for batch in _batches(folder, name, columns):
        yield from batch.to_pylist()


def has_table(folder: Path, name: str) -> bool:
    """Say whether an analysis has an output table, as Parquet or CSV."""
    return (folder / f"{name}.parquet").is_file() or (folder / f"{name}.csv").is_file()


def stream_batches(
    folder: Path, name: str, columns: list[str], size: int = _BATCH
) -> Iterator[pa.RecordBatch]:
    """Go through an output table by columns, some rows at a time.

    Parameters
    ----------
    folder : Path
        Folder of an analysis.
    name : str
        Output table.
    columns : list of str
        Columns wanted, in the order wanted.
    size : int
        Most rows at a time, where the file is Parquet.

    Yields
    ------
    pyarrow.RecordBatch
        One batch after the other.

    Raises
    ------
    UsageError
        If the folder has no such table.
    """
    for batch in _batches(folder, name, columns, size):
        yield batch.select(columns)


def _batches(folder: Path, name: str, columns: list[str], size: int = _BATCH) -> Iterator[pa.RecordBatch]:
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    parquet, text = folder / f"{name}.parquet", folder / f"{name}.csv"
    if parquet.is_file():
        # Read ahead, the file would be held in memory whole.
        with pq.ParquetFile(parquet, pre_buffer=False) as file:
            yield from file.iter_batches(size, columns=columns)
        return
    if not text.is_file():
        raise UsageError(f"no table '{name}' here", source=str(folder), hint="run govnlp analyze first")
    convert = pc.ConvertOptions(
        column_types=arrow_schema(name),
        include_columns=columns,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    with pc.open_csv(
        text, parse_options=pc.ParseOptions(newlines_in_values=True), convert_options=convert
    ) as reader:
        yield from reader


def write_feather(table: pa.Table, path: Path) -> None:
    """Write a table as Feather, version 2 (the Arrow file format), for pandas, R and Julia."""
    import pyarrow as pa

    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)


def write_stata(name: str, table: pa.Table, path: Path) -> None:
    """Write an output table for Stata, version 118, with Chinese variable labels.

    Parameters
    ----------
    name : str
        Output table.
    table : pyarrow.Table
        Its rows.
    path : Path
        The file.
    """
    write_stata_frame(to_frame(name, [table]), table_info(name).columns, path)


def write_stata_frame(frame: pd.DataFrame, columns: Sequence[ColumnInfo], path: Path) -> None:
    """Write a frame for Stata, version 118, with Chinese variable labels.

    Parameters
    ----------
    frame : pandas.DataFrame
        With just these columns, nullable integers and ``datetime64``; it is changed.
    columns : sequence of ColumnInfo
        What they are.
    path : Path
        The file.
    """
    for column in columns:
        if column.type == "string":
            frame[column.name] = frame[column.name].fillna("").astype(object)
        elif column.type == "int":
            frame[column.name] = frame[column.name].astype("float64")
    # Text of more than 2,045 bytes has a type of its own in Stata.
    texts = [column.name for column in columns if column.type == "string"]
    long = [name for name in texts if any(len(text.encode()) > _STATA_STR for text in frame[name])]
    dates: dict[Any, Any] = {column.name: "td" for column in columns if column.type == "date"}
    with path.open("wb") as handle:
        frame.rename(columns=_STATA_NAMES).to_stata(
            handle,
            version=118,
            write_index=False,
            variable_labels={_STATA_NAMES.get(c.name, c.name): c.zh[:_STATA_LABEL] for c in columns},
            convert_dates=dates,
            convert_strl=long,
            time_stamp=datetime(2000, 1, 1),  # the same input gives the same bytes
        )

"""The prescribed form of the statutory tables, as printed labels with their keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FORMATS = ("2019", "2021")
"""The printed formats there are."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of section two: a title, a row of column heads, its rows."""

    table: str
    title: str
    columns: Mapping[str, str]
    rows: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the results of section three (`key`), or a named group of rows."""

    label: str
    key: str
    rows: Mapping[str, str]


@cache
def form() -> dict[str, Any]:
    """Return the label file as it stands."""
    return tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))


@cache
def t2_blocks(printed: str) -> tuple[Block, ...]:
    """Return the blocks of section two in a printed format."""
    return tuple(Block(b["table"], b["title"], b["columns"], b["rows"]) for b in form()["t2"][printed])


@cache
def t3_groups(printed: str) -> tuple[Group, ...]:
    """Return the results of section three in a printed format."""
    return tuple(
        Group(g["label"], g.get("key", ""), g.get("rows", {}))
        for g in form()["t3"]["within"]
        if printed in g.get("formats", FORMATS)
    )


@cache
def shape(part: str, printed: str) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Tell row keys and column keys of each table of a section.

    Parameters
    ----------
    part : str
        ``t2``, ``t3`` or ``t4``.
    printed : str
        ``2019`` or ``2021``.

    Returns
    -------
    mapping
        Table name to row keys and column keys, in the order of print.
    """
    if part == "t2":
        found = {b.table: (tuple(b.rows), tuple(b.columns)) for b in t2_blocks(printed)}
    elif part == "t3":
        within = [key for g in t3_groups(printed) for key in ((g.key,) if g.key else tuple(g.rows))]
        rows = (*form()["t3"]["before"], *within, *form()["t3"]["after"])
        found = {"t3": (rows, tuple(form()["t3"]["columns"]))}
    else:
        found = {"t4": (("review", *form()["t4"]["litigations"]), tuple(form()["t4"]["columns"]))}
    return MappingProxyType(found)

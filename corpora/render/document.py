"""What is printed, before it is known how: lines and tables in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "section", "heading", "paragraph", "furniture"]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of its own: title, heading, paragraph or page furniture.

    Parameters
    ----------
    kind : str
        ``section`` is a heading of the first level, ``heading`` one below it.
    text : str
        The characters, in one line.
    reason : str
        For furniture: what kind.
    lead : int
        For a paragraph: number of characters of its run-in heading.
    """

    kind: Kind
    text: str
    reason: str = ""
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell, merged cells once; `head` marks cells with a label."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table.

    Parameters
    ----------
    part : str
        ``t2``, ``t3``, ``t4`` or ``grid``.
    cells : tuple of Cell
        In row-major order.
    n_rows, n_cols : int
        Shape with merged cells expanded.
    """

    part: str
    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int

    def rows(self) -> list[list[Cell]]:
        """Return the cells row by row, each where its upper left corner is."""
        found: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            found[cell.row].append(cell)
        return found


Item = Text | Table


@dataclass(frozen=True, slots=True)
class Chrome:
    """What a web site prints around a page."""

    site_name: str
    tools: tuple[str, ...]
    search: str
    navigation: tuple[str, ...]
    breadcrumb: str
    toolbar: str
    related: tuple[str, ...]
    footer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report, ready to be printed.

    Parameters
    ----------
    name : str
        Title in one line; what a browser shows in its window.
    published : str
        Date of publication, ISO, or empty where nothing is printed.
    items : tuple of Text or Table
        The report, furniture included, in reading order.
    chrome : Chrome
        For web layouts.
    encoding : str
        For text layouts.
    """

    name: str
    published: str
    items: tuple[Item, ...]
    chrome: Chrome
    encoding: str

"""What a reader hands on: logical lines and grids in reading order, nothing interpreted yet.

A reader knows its file format and nothing about reports. It gives back every visible character once,
in reading order, as `Line` or `Grid`. What the lines mean is decided later, the same way for all
formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Hint = Literal["", "title", "heading", "outside", "page_number", "running_header", "caption"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stand together in the source.

    Parameters
    ----------
    text : str
        The characters as printed; no line break inside.
    at : int
        Offset of the first character in the decoded source (plain text), or -1 where the source has no
        character offsets (HTML, DOCX, PDF); assembly then numbers the extracted text.
    """

    text: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line: a heading, a paragraph, or a bit of page furniture.

    Parameters
    ----------
    pieces : tuple of Piece
        Runs that were joined where the source had wrapped the line; the line's text is their
        concatenation, so a space that has to stay is part of a piece.
    hint : str
        What the format itself says about the line. ``title``: marked as the page's title (``h1``, DOCX
        title style, largest type on the first PDF page). ``heading``: marked as a heading. ``outside``:
        outside of the main content of a web page. ``page_number``, ``running_header``: repeated on
        pages. ``caption``: of a figure or an image. Empty where the format says nothing.
    gap : bool
        Whether an empty line, or clearly more space than between lines, stands before it.
    """

    pieces: tuple[Piece, ...]
    hint: Hint = ""
    gap: bool = False

    @property
    def text(self) -> str:
        """The line's characters, joined."""
        if len(self.pieces) == 1:
            return self.pieces[0].text
        return "".join(piece.text for piece in self.pieces)

    @classmethod
    def of(cls, *texts: str, hint: Hint = "", gap: bool = False) -> Line:
        """Make a line of runs without source offsets."""
        return cls(tuple(Piece(text) for text in texts), hint, gap)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell of a table, merged cells once.

    Parameters
    ----------
    row, col : int
        Position of its upper left corner, from 0.
    text : str
        Its text; wrapped lines joined without a space between Chinese characters. ``""`` for a cell
        that is empty in the source, ``"\\xa0"`` where the source has a no-break space.
    rowspan, colspan : int
        Extent, at least 1.
    """

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the source.

    Parameters
    ----------
    cells : tuple of GridCell
        In row-major order; they do not overlap.
    n_rows, n_cols : int
        Shape after merged cells are expanded.
    hint : str
        As in `Line`.
    at : int
        Offset of its text in the extracted text; readers leave it at -1.
    """

    cells: tuple[GridCell, ...]
    n_rows: int
    n_cols: int
    hint: Hint = ""
    at: int = -1


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that a reader took out of one file.

    Parameters
    ----------
    blocks : tuple of Line or Grid
        In reading order.
    medium : str
        ``txt``, ``md``, ``html``, ``docx`` or ``pdf``.
    meta : mapping of str to str
        What the file says about itself outside of its text, under the names ``title``,
        ``publish_date``, ``issuer``, ``url``; absent where it says nothing.
    wrapped : bool
        Whether lines may still be wrapped (plain text), so that assembly has to join them.
    """

    blocks: tuple[Line | Grid, ...]
    medium: str
    meta: Mapping[str, str] = field(default_factory=dict)
    wrapped: bool = False

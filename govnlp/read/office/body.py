"""Paragraphs and tables of Word documents, in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from govnlp.read.extraction import Grid, GridCell, Hint, Line
from govnlp.read.office.numbering import Numbering, Style, number_of, value_of

_EDGE: Final = " \t\r\n\f\xa0\u3000\u2002\u2003\u200b\ufeff"
_RAW_BREAK: Final = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_LONG: Final = 60
_MOST_COLUMNS: Final = 2_000
# Deleted and moved text, and what a program that does not know a drawing is to show in its place.
_REVISED: Final = ("del", "moveFrom", "delText", "delInstrText", "instrText", "Fallback", "rt")
_SETTINGS: Final = ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr")
_SKIPPED: Final = frozenset((*_REVISED, *_SETTINGS))
_CHARACTERS: Final = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
}
_CHECKED: Final = frozenset(("F052", "F054", "F0FC", "F0FD", "F0FE"))


@dataclass(slots=True)
class _Pending:
    """Text of a paragraph, and what floats beside it."""

    parts: list[str] = field(default_factory=list)
    floating: list[ET.Element] = field(default_factory=list)


class Body:
    """Reads one document's parts with its styles and numbers.

    Parameters
    ----------
    styles : mapping of str to Style
        Paragraph styles.
    numbering : Numbering
        Counts the paragraphs of its lists.
    """

    def __init__(self, styles: Mapping[str, Style], numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.notes: list[tuple[str, str]] = []

    def blocks(self, parent: ET.Element) -> Iterator[Line | Grid]:
        """Lines and grids below an element.

        Parameters
        ----------
        parent : Element
            The body, a table cell, a text box, a header.

        Yields
        ------
        Line or Grid
            In order; text boxes behind the paragraph they hang on, nested tables behind the outer one.
        """
        gap = False
        kept = ""
        for element in _contents(parent):
            if element.tag == "tbl":
                yield from self._table(element)
                gap = True
                continue
            lines, floating = self._paragraph(element)
            if kept:
                lines[0] = kept + lines[0]
                kept = ""
            if element.find("pPr/rPr/del") is not None:
                kept = lines.pop()
            hint = self._hint(element, "".join(lines))
            for text in lines:
                stripped = text.strip(_EDGE)
                if stripped:
                    yield Line.of(stripped, hint=hint, gap=gap)
                gap = not stripped
            for box in floating:
                yield from self.blocks(box)
        if kept.strip(_EDGE):
            yield Line.of(kept.strip(_EDGE))

    def _hint(self, paragraph: ET.Element, text: str) -> Hint:
        properties = paragraph.find("pPr")
        style = self._styles.get(value_of(properties, "pStyle") or "", self._styles[""])
        level = number_of(properties, "outlineLvl")
        hint: Hint = style.hint or ("heading" if level is not None and level < 9 else "")
        return "" if hint == "heading" and len(text) > _LONG else hint

    def _paragraph(self, paragraph: ET.Element) -> tuple[list[str], list[ET.Element]]:
        """Lines of a paragraph, cut at soft breaks, its automatic number before the first."""
        pending = _Pending()
        self._collect(paragraph, pending)
        text = "".join(pending.parts)
        if text.strip(_EDGE):
            prefix = self._numbering.prefix(paragraph.find("pPr"))
            body = text.lstrip(_EDGE.replace("\n", "")) if prefix else text
            apart = prefix and prefix[-1].isascii() and body[:1].isascii() and body[:1].isalnum()
            text = prefix + (" " if apart else "") + body
        return text.split("\n"), pending.floating

    def _collect(self, parent: ET.Element, pending: _Pending) -> None:
        for element in parent:
            tag = element.tag
            if tag == "t":
                pending.parts.append(_RAW_BREAK.sub(" ", element.text or ""))
            elif tag == "r":
                if not _is_hidden(element):
                    self._collect(element, pending)
            elif tag == "br":
                if element.get("type", "textWrapping") == "textWrapping":
                    pending.parts.append("\n")
            elif tag in _CHARACTERS:
                pending.parts.append(_CHARACTERS[tag])
            elif tag == "sym":
                pending.parts.append(_symbol(element.get("char", "")))
            elif tag == "txbxContent":
                pending.floating.append(element)
            elif tag in ("footnoteReference", "endnoteReference"):
                self.notes.append((tag.removesuffix("Reference"), element.get("id", "")))
            elif tag == "AlternateContent":
                self._collect(_alternative(element), pending)
            elif tag not in _SKIPPED:
                self._collect(element, pending)

    def _table(self, table: ET.Element) -> Iterator[Line | Grid]:
        rows = [
            [cell for cell in _members(row, "tc") if cell.find("tcPr/cellDel") is None]
            for row in _members(table, "tr")
            if row.find("trPr/del") is None
        ]
        if all(len(row) < 2 for row in rows):
            # One column is a frame around text.
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        yield from self._grid(table)

    def _grid(self, table: ET.Element) -> Iterator[Line | Grid]:
        cells: list[GridCell] = []
        inner: list[Line | Grid] = []
        merged: dict[int, int] = {}
        rows = [row for row in _members(table, "tr") if row.find("trPr/del") is None]
        for at, row in enumerate(rows):
            column = min(max(number_of(row, "trPr/gridBefore") or 0, 0), _MOST_COLUMNS)
            hanging: dict[int, int] = {}
            for cell in _members(row, "tc"):
                if cell.find("tcPr/cellDel") is not None:
                    continue
                span = min(max(number_of(cell, "tcPr/gridSpan") or 1, 1), _MOST_COLUMNS)
                text, nested = self._cell(cell)
                above = merged.get(column)
                if _continues(cell, "vMerge") and above is not None:
                    cells[above] = _grown(cells[above], rows=at - cells[above].row + 1)
                    hanging[column] = above
                elif _continues(cell, "hMerge") and cells and cells[-1].row == at:
                    cells[-1] = _grown(cells[-1], columns=cells[-1].colspan + span)
                else:
                    if cell.find("tcPr/vMerge") is not None:
                        hanging[column] = len(cells)
                    cells.append(GridCell(at, column, text, 1, span))
                    inner += nested
                column += span
            merged = hanging
        width = max((cell.col + cell.colspan for cell in cells), default=0)
        yield Grid(tuple(cells), len(rows), width)
        yield from inner

    def _cell(self, cell: ET.Element) -> tuple[str, list[Line | Grid]]:
        """Text of a cell, and the tables and text boxes in it."""
        text = ""
        nested: list[Line | Grid] = []
        no_break = False
        for element in _contents(cell):
            if element.tag == "tbl":
                nested += self._table(element)
                continue
            lines, floating = self._paragraph(element)
            for line in lines:
                stripped = line.strip(_EDGE)
                no_break = no_break or (not stripped and "\xa0" in line)
                text += (" " if _needs_space(text, stripped) else "") + stripped
            for box in floating:
                nested += self.blocks(box)
        return text or ("\xa0" if no_break else ""), nested


def _contents(parent: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables below an element, those in content controls and insertions included."""
    for element in parent:
        if element.tag in ("p", "tbl"):
            yield element
        elif element.tag == "AlternateContent":
            yield from _contents(_alternative(element))
        elif element.tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _contents(element)


def _members(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Rows of a table or cells of a row."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _members(element, tag)


def _alternative(element: ET.Element) -> ET.Element:
    """The one of the alternatives that is shown."""
    choice = element.find("Choice")
    if choice is not None and any(True for _ in choice.iter("t")):
        return choice
    fallback = element.find("Fallback")
    if fallback is not None:
        return fallback
    return choice if choice is not None else element


def _is_hidden(run: ET.Element) -> bool:
    vanish = run.find("rPr/vanish")
    return vanish is not None and vanish.get("val", "1") not in ("0", "false", "off")


def _symbol(code: str) -> str:
    """A character of a symbol font: a ticked box, another box or bullet, or what Unicode has there."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= value <= 0xF0FF:
        return "√" if code.upper() in _CHECKED else "□"
    return chr(value) if 0x20 <= value < 0xD800 else ""


def _continues(cell: ET.Element, direction: str) -> bool:
    merge = cell.find(f"tcPr/{direction}")
    return merge is not None and merge.get("val", "continue") != "restart"


def _grown(cell: GridCell, *, rows: int | None = None, columns: int | None = None) -> GridCell:
    return GridCell(cell.row, cell.col, cell.text, rows or cell.rowspan, columns or cell.colspan)


def _needs_space(before: str, after: str) -> bool:
    return bool(before and after) and before[-1].isascii() and after[0].isascii() and after[0].isalnum()

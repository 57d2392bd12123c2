"""Word documents (.docx): body, numbers that Word makes itself, notes, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from govnlp.errors import ReadError
from govnlp.read.extraction import Extraction, Grid, Line
from govnlp.read.office.body import Body
from govnlp.read.office.numbering import Numbering, read_styles
from govnlp.read.office.package import Package
from govnlp.read.pdf.furniture import is_page_number

_NO_WORD: Final = "look at what was downloaded, or save it as .docx"


def read_docx(data: bytes, source: str) -> Extraction:
    """Read a Word document.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name, for messages.

    Returns
    -------
    Extraction
        Paragraphs and tables in order, with the numbers that Word prints and does not store; behind them
        the notes, then headers and footers.

    Raises
    ------
    ReadError
        If the file is no Word document, is cut off, needs a password, unpacks to too much, or declares
        entities.
    """
    package = Package(data, source)
    main = package.main_part()
    root = package.tree(main)
    body = root.find("body") if root is not None and root.tag == "document" else None
    if root is None or body is None:
        raise ReadError("unreadable", "is no Word document", source=source, hint=_NO_WORD)
    related = package.relations(main)
    parts: dict[str, ET.Element | None] = {
        kind: package.tree(target)
        for kind, target in related.values()
        if kind in ("styles", "numbering", "settings", "footnotes", "endnotes")
    }
    styles = read_styles(parts.get("styles"))
    reader = Body(styles, Numbering(parts.get("numbering"), styles))
    try:
        blocks = list(reader.blocks(body))
        blocks += _notes(reader, parts)
        blocks += _margins(root, package, reader, parts.get("settings"))
    except RecursionError as error:
        raise ReadError("unreadable", "is nested too deeply", source=source) from error
    if not any(isinstance(block, Grid) or block.text for block in blocks):
        raise _without_text(package, source)
    return Extraction(tuple(blocks), "docx", _meta(package))


def _notes(reader: Body, parts: dict[str, ET.Element | None]) -> Iterator[Line | Grid]:
    """Footnotes and endnotes in the order in which the text refers to them."""
    for kind, number in reader.notes.copy():
        root = parts.get(f"{kind}s")
        if root is None:
            continue
        for note in root.iter(kind):
            if note.get("id") == number and note.get("type", "normal") == "normal":
                yield from reader.blocks(note)


def _margins(root: ET.Element, package: Package, reader: Body, settings: ET.Element | None) -> Iterator[Line]:
    """Headers and footers that are printed, each text once."""
    related = package.relations(package.main_part())
    both_sides = settings is not None and settings.find("evenAndOddHeaders") is not None
    seen: set[str] = set()
    for section in root.iter("sectPr"):
        shown = {"default"} | ({"even"} if both_sides else set())
        first_page = section.find("titlePg")
        if first_page is not None and first_page.get("val", "1") not in ("0", "false", "off"):
            shown.add("first")
        for reference in section:
            if reference.tag not in ("headerReference", "footerReference"):
                continue
            _, target = related.get(reference.get("id", ""), ("", ""))
            if reference.get("type", "default") not in shown or not target or target in seen:
                continue
            seen.add(target)
            for text in _margin_texts(reader, package.tree(target)):
                if text not in seen:
                    seen.add(text)
                    numbers = is_page_number(text) or not any(char.isalpha() for char in text)
                    yield Line.of(text, hint="page_number" if numbers else "running_header")


def _margin_texts(reader: Body, part: ET.Element | None) -> list[str]:
    return [text for block in reader.blocks(part) for text in _texts(block)] if part is not None else []


def _texts(block: Line | Grid) -> list[str]:
    if isinstance(block, Line):
        return [block.text]
    return [cell.text for cell in block.cells if cell.text.strip()]


def _without_text(package: Package, source: str) -> ReadError:
    if any("/media/" in name for name in package.names()):
        hint = "run a text recognition over it, or look for the HTML page"
        return ReadError("no_text_layer", "the pages are images without text", source=source, hint=hint)
    return ReadError("empty", "the document has no text", source=source)


def _meta(package: Package) -> dict[str, str]:
    """The title that the file states about itself."""
    for kind, target in package.relations("").values():
        if kind == "core-properties":
            root = package.tree(target)
            title = root.findtext("title") if root is not None else None
            return {"title": title.strip()} if title and title.strip() else {}
    return {}

"""Plain text and Markdown."""

from __future__ import annotations

import re

from govnlp.errors import ReadError
from govnlp.read.encoding import decode
from govnlp.read.extraction import Extraction, Hint, Line, Piece
from govnlp.read.limits import MAX_CHARS

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_HEADING = re.compile(r"(?P<mark>\s{0,3}#{1,6}\s+)(?P<text>.*?)(?:\s+#+)?\s*$")
_MARKUP = re.compile(r"\*\*|__|(?<!\S)[*+]\s+(?=\S)|^\s*>\s?|`+|\\(?=[\\`*_{}\[\]()#+.!|-])")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$")


def read_text_file(data: bytes, source: str) -> Extraction:
    """Read a plain text file.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name, for messages.

    Returns
    -------
    Extraction
        One line a physical line, with indents and white-space lines, still wrapped.

    Raises
    ------
    ReadError
        If the file is empty, binary or too long.
    """
    return lines_of(_decoded(data, source))


def lines_of(text: str) -> Extraction:
    """Cut a text into its physical lines.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    Extraction
        As `read_text_file` gives it.
    """
    blocks: list[Line] = []
    start = 0
    for match in _LINE_END.finditer(text):
        blocks.append(Line((Piece(text[start : match.start()], start),)))
        start = match.end()
    blocks.append(Line((Piece(text[start:], start),)))
    return Extraction(tuple(blocks), "txt", wrapped=True)


def read_markdown(data: bytes, source: str) -> Extraction:
    """Read a Markdown file: headings are hinted, markup characters are left out.

    Parameters, returned value and errors are those of `read_text_file`.
    """
    extraction = lines_of(_decoded(data, source))
    blocks = [_markdown_line(block) for block in extraction.blocks if isinstance(block, Line)]
    return Extraction(tuple(blocks), "md", wrapped=True)


def _markdown_line(line: Line) -> Line:
    (piece,) = line.pieces
    if "|" in piece.text:
        return line
    if _RULE.fullmatch(piece.text) and piece.text.strip():
        return Line((Piece("", piece.at),))
    hint: Hint = ""
    start, stop = 0, len(piece.text)
    match = _HEADING.fullmatch(piece.text)
    if match:
        start, stop = match.span("text")
        hint = "title" if match["mark"].count("#") == 1 else "heading"
    pieces: list[Piece] = []
    for mark in [*_MARKUP.finditer(piece.text, start, stop), None]:
        end = mark.start() if mark else stop
        if end > start:
            pieces.append(Piece(piece.text[start:end], piece.at + start))
        start = mark.end() if mark else stop
    return Line(tuple(pieces) or (Piece("", piece.at),), hint)


def _decoded(data: bytes, source: str) -> str:
    text = decode(data, source)
    if len(text) > MAX_CHARS:
        raise ReadError(
            "too_long",
            f"{len(text):,} characters; a report has at most {MAX_CHARS:,}",
            source=source,
            hint="split the file into one report each",
        )
    return text

"""Tokens of a flattened table: the cells of its lines, at bars, wide gaps and line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from govnlp.read.tables.findings import Printed
from govnlp.read.tables.statutory import is_label_part, looks_like_value, match_label

FAMILIES = ("t2", "t3", "t4")
LONGEST_TEXT_CELL = 12
_GAPS = re.compile(r"[ \u3000\t]{2,}|\t")
_LABEL_THEN_VALUES = re.compile(
    r"(?P<label>.*?[^\s\d.+\-])(?P<values>\s*(?:[+-]{0,2}\d[\d.,]*|\s[-/—])(?:\s+\S+)*)\s*"
)
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*")
_PAGE_NUMBER = re.compile(r"\s*[-—–－]\s*[1-9]\d{0,2}\s*[-—–－]\s*")
_BAR = re.compile(r"[|｜]")

Blank = Literal["", "cell", "tab", "nbsp", "space", "empty"]


@dataclass(frozen=True, slots=True)
class Token:
    """A cell or line of a flattened table.

    Parameters
    ----------
    printed : Printed
        Its text and relative span.
    blank : str
        ``""`` for text; else what kind of blank: ``cell`` (between pipes), ``tab`` (between tabs),
        ``nbsp``, ``space`` or ``empty`` (a whole line).
    """

    printed: Printed
    blank: Blank = ""


def tokenize_lines(lines: Iterable[str]) -> list[Token]:
    """Cut the lines of a flattened table into tokens.

    Parameters
    ----------
    lines : iterable of str
        Lines without their ends; offsets count one character for each end.

    Returns
    -------
    list of Token
        In order; Markdown rules are left out.
    """
    texts = list(lines)
    framed = _is_framed(texts)
    tokens: list[Token] = []
    at = 0
    open_cell = False
    for line in texts:
        stripped = line.strip()
        found = _line_tokens(line, at, framed)
        if open_cell and stripped and not stripped.strip("|｜ "):
            found = found[1:]  # this bar closes the cell of the line before
        tokens += found
        open_cell = bool(stripped) and stripped[-1] not in "|｜"
        at += len(line) + 1
    return tokens


def _is_framed(lines: Sequence[str]) -> bool:
    """Tell whether rows open with a bar of their frame; else a bar in front closes a blank cell."""
    barred = [
        line.strip() for line in lines if line.strip("|｜ \t").strip() and ("|" in line or "｜" in line)
    ]
    return sum(line[0] in "|｜" for line in barred) * 2 > len(barred)


def _line_tokens(line: str, at: int, framed: bool) -> list[Token]:
    if not line.strip():
        blank: Blank = "nbsp" if "\xa0" in line else "space" if line else "empty"
        return [Token(Printed(line, at, at + len(line)), blank)]
    if "|" in line or "｜" in line:
        return _pipe_tokens(line, at, framed)
    if _PAGE_NUMBER.fullmatch(line):
        return []
    if "\t" in line.strip():
        return _tab_tokens(line, at)
    return [Token(Printed(line[start:end], at + start, at + end)) for start, end in _pieces(line)]


def _tab_tokens(line: str, at: int) -> list[Token]:
    tokens: list[Token] = []
    start = 0
    for cell in line.split("\t"):
        if cell.strip():
            spans = [(start + first, start + end) for first, end in _pieces(cell)]
            tokens += [Token(Printed(line[a:b], at + a, at + b)) for a, b in spans]
        else:
            tokens.append(Token(Printed("", at + start, at + start), "tab"))
        start += len(cell) + 1
    return tokens


def _pipe_tokens(line: str, at: int, framed: bool) -> list[Token]:
    if _MARKDOWN_RULE.fullmatch(line):
        return []
    cells: list[tuple[int, int]] = []
    start = 0
    for bar in _BAR.finditer(line):
        cells.append((start, bar.start()))
        start = bar.end()
    cells.append((start, len(line)))
    # The bars at the ends of a row are its frame, no borders between cells.
    if len(cells) > 1 and not line[slice(*cells[-1])].strip():
        cells.pop()
    if framed and len(cells) > 1 and not line[slice(*cells[0])].strip():
        cells.pop(0)
    tokens = []
    for first, stop in cells:
        text = line[first:stop]
        inner = text.strip()
        begin = first + (len(text) - len(text.lstrip()) if inner else 0)
        printed = Printed(inner, at + begin, at + begin + len(inner))
        tokens.append(Token(printed, "" if inner else "cell"))
    return tokens


def _pieces(line: str) -> list[tuple[int, int]]:
    """Parts of a line that are cells of their own: at wide gaps, and values at its end."""
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in [*_GAPS.finditer(line), None]:
        stop = gap.start() if gap else len(line)
        text = line[start:stop]
        if text.strip():
            first = start + len(text) - len(text.lstrip())
            spans += _split_values(line, first, first + len(text.strip()))
        start = gap.end() if gap else stop
    return spans


def _split_values(line: str, start: int, end: int) -> list[tuple[int, int]]:
    text = line[start:end]
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text)]
    if len(words) > 1 and all(looks_like_value(line[a:b]) for a, b in words):
        return words
    if len(words) > 1 and not _is_label(text) and all(_is_label(line[a:b]) for a, b in words):
        return words
    match = _LABEL_THEN_VALUES.fullmatch(text)
    labels = _labels_of(match["label"].rstrip()) if match else []
    if match and labels:
        values = match["values"]
        offset = start + match.start("values")
        words = [(offset + m.start(), offset + m.end()) for m in re.finditer(r"\S+", values)]
        if all(looks_like_value(line[a:b]) for a, b in words):
            return [*((start + a, start + b) for a, b in labels), *words]
    return [(start, end)]


def _labels_of(text: str) -> list[tuple[int, int]]:
    """Spans of the label that a text is, or of the labels of groups and of their row; empty if it is none."""
    if _is_label(text):
        return [(0, len(text))]
    for space in re.finditer(r"\s+", text):
        behind = _labels_of(text[space.end() :]) if _is_label(text[: space.start()]) else []
        if behind:
            return [(0, space.start()), *((space.end() + a, space.end() + b) for a, b in behind)]
    return []


def _is_label(text: str) -> bool:
    return any(match_label(text, family) for family in FAMILIES)


def is_table_line(line: str) -> bool:
    """Tell whether a line can stand inside a flattened statutory table."""
    if not line.strip() or "|" in line:
        return True
    pieces = [line[a:b] for a, b in _pieces(line)]
    if len(pieces) > 1 and _is_label(pieces[0]) and all(len(p) <= LONGEST_TEXT_CELL for p in pieces[1:]):
        return True
    return all(looks_like_value(piece) or _is_label(piece) for piece in pieces) or (
        len(line.strip()) <= 24 and any(is_label_part(line, family) for family in FAMILIES)
    )

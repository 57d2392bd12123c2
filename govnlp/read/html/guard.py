"""Pages that would cost a parser too much: elements nested without end, formatting that is never closed."""

from __future__ import annotations

import re

from govnlp.errors import ReadError
from govnlp.read.html.names import names

MAX_TAGS = 1_500_000
MAX_DEPTH = 5_000
"""Deepest nesting that is read; a parser's time grows with the square of it."""

_FEW_TAGS = MAX_DEPTH
_MAX_REOPENED = 2_000_000
_WINDOW = 64
_USUAL_FORMATTING = 3
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_FORMATTING = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s>]", re.IGNORECASE)
_WHOLE = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)([^<>]*)>")


def bounded(text: str, source: str) -> str:
    """Give a page back as it is, or as bare lines where its formatting would cost too much.

    Parameters
    ----------
    text : str
        The page.
    source : str
        Its name, for messages.

    Returns
    -------
    str
        The same page, or one with all of its text and line ends, without structure.

    Raises
    ------
    ReadError
        If it has too many elements, or blocks nested too deep.
    """
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise ReadError(
            "too_large", f"{tags:,} tags, at most {MAX_TAGS:,}", source=source, hint="one file, one report"
        )
    if _is_small(text, tags - text.count("</")) or not _costs_much(text, source):
        return text
    return _WHOLE.sub(_flattened, text)


def _is_small(text: str, opening: int) -> bool:
    """Tell whether a page costs little however it is nested."""
    if opening > _FEW_TAGS:
        return False
    return opening**2 <= _MAX_REOPENED or opening * len(_FORMATTING.findall(text)) <= _MAX_REOPENED


def _flattened(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    tags = names().tags
    if name in tags["raw"]:
        return tag[0]
    return "<br>" if name in tags["special"] or name in tags["implied"] or name in tags["barriers"] else ""


def _costs_much(text: str, source: str) -> bool:
    """Follow the nesting, never below what a parser would make of it."""
    tags = names().tags
    implied, drawing = tags["implied"], tags["drawing"]
    nest: list[str] = []
    formatting = reopened = 0
    for tag in _OPENING.finditer(text):
        name = tag[2].lower()
        if tag[1]:
            if name not in implied:
                formatting -= _close(nest, name)
            continue
        # Formatting that is still open is opened again inside of every block.
        reopened += formatting
        if name in implied or (name in drawing and nest and nest[-1] == "svg"):
            continue
        nest.append(name)
        formatting += name in tags["formatting"]
        if len(nest) > MAX_DEPTH:
            _check_blocks(nest, source)
            return True
        if reopened > _MAX_REOPENED and formatting > _USUAL_FORMATTING:
            return True
    return False


def _check_blocks(nest: list[str], source: str) -> None:
    """Inline elements that are left open end with their block; blocks do nest."""
    tags = names().tags
    if sum(name in tags["special"] or name in tags["barriers"] for name in nest) > MAX_DEPTH // 2:
        raise ReadError(
            "too_deep",
            f"elements nested more than {MAX_DEPTH // 2:,} deep",
            source=source,
            hint="no browser made it",
        )


def _close(nest: list[str], name: str) -> int:
    """Take an element off the nest as its end tag does; 1 where that was formatting."""
    tags = names().tags
    formatting, barriers, special = tags["formatting"], tags["barriers"], tags["special"]
    is_inline = name not in formatting and name not in special and name not in barriers
    for i in range(len(nest) - 1, max(-1, len(nest) - _WINDOW), -1):
        if nest[i] == name:
            if name in formatting:
                del nest[i]
                return 1
            nest[i:] = [inner for inner in nest[i + 1 :] if inner in formatting]
            return 0
        if nest[i] in barriers or (is_inline and nest[i] in special):
            return 0
    return 0

"""Text of web pages: what the source wraps and indents, a reader does not see."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govnlp.read.html.names import names

EDGE = " \t\r\n\f\v\xa0\u3000\u2002\u2003\u2004\u2005\u2009\u200b\u200c\u200d\u2060\ufeff"
_UNEVEN = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WORDS = re.compile(r"[A-Za-z0-9\u00c0-\u024f]{2}|[,.;:!?)][A-Za-z]")


def unwrapped(raw: str) -> tuple[str, ...]:
    """Take the source's own line breaks and indents out of a line of the page.

    Parameters
    ----------
    raw : str
        Text of a line as the source has it.

    Returns
    -------
    tuple of str
        The runs that stay: a break between Chinese characters leaves nothing, between Latin words a
        space. Empty where nothing can be seen.
    """
    text = _CONTROL.sub("", raw).strip(EDGE)
    if not text:
        return ()
    runs: list[str] = []
    run = ""
    start = 0
    for space in _UNEVEN.finditer(text):
        run += text[start : space.start()]
        start = space.end()
        if "\n" in space[0] or "\r" in space[0]:
            runs.append(run + _between(text[space.start() - 1], text, start))
            run = ""
        else:
            run += " "
    runs.append(run + text[start:])
    return tuple(runs)


def joined(lines: Sequence[str]) -> str:
    """Join the lines of a table cell.

    Parameters
    ----------
    lines : sequence of str
        Its lines, none empty.

    Returns
    -------
    str
        On one line, with a space only between Latin words.
    """
    if len(lines) == 1:
        return lines[0]
    parts: list[str] = []
    for line in lines:
        if parts and _WORDS.match(parts[-1][-1] + line[0]):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _between(before: str, text: str, at: int) -> str:
    """What a break of the source leaves between two characters of a line."""
    if _WORDS.match(before + text[at]):
        return " "
    return " " if names().lines["fact"].match(text, at) else ""

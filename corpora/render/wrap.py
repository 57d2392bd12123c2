"""Line breaking as word processors do it for Chinese text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_NOT_FIRST = frozenset("，。；：！？、）》”’】〕〉」』％%,.;:!?)]")
_NOT_LAST = frozenset("（《“‘【〔〈「『([")
_PARTS = re.compile(r"[!-~]+|.", re.DOTALL)


def columns(text: str) -> int:
    """Width in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def wrap(
    text: str, width: float, first: float = 0, measure: Callable[[str], float] = columns, keep: bool = True
) -> list[str]:
    """Break a text into lines.

    Numbers and Latin words stay whole where they fit on a line; closing punctuation never begins a line and
    an opening bracket never ends one.

    Parameters
    ----------
    text : str
        One line of text.
    width : float
        Width of a line, in the unit of `measure`.
    first : float
        Indent of the first line.
    measure : callable
        Width of a text.
    keep : bool
        Whether numbers and words stay whole; narrow table cells break them anywhere.
    """
    parts = _PARTS.findall(text) if keep else list(text)
    parts = [piece for part in parts for piece in (part if measure(part) > width else [part])]
    lines: list[str] = []
    line: list[str] = []
    used = first
    for part in parts:
        size = measure(part)
        if line and used + size > width and part[0] not in _NOT_FIRST:
            carried = [line.pop()] if len(line) > 1 and line[-1] in _NOT_LAST else []
            lines.append("".join(line).rstrip(" "))
            line = carried
            used = measure("".join(carried))
            if part == " " and not line:
                continue
        line.append(part)
        used += size
    return [*lines, "".join(line)]

"""Text with marked spans as escaped HTML, for notebooks and pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_COLOURS = {
    "heading": "font-weight:600",
    "paragraph": "",
    "table": "background:#eef3f8;font-size:90%",
    "furniture": "color:#8a8a8a;font-size:85%",
}
_BOX = "white-space:pre-wrap;max-height:32em;overflow:auto;border:1px solid #ddd;padding:.6em;line-height:1.6"


class Mark(NamedTuple):
    """A stretch to mark: half-open offsets, a kind that decides the style, and a note shown on hover."""

    start: int
    end: int
    kind: str
    note: str


def highlighted(text: str, marks: Sequence[Mark], caption: str = "") -> str:
    """Render a text with marked spans.

    Parameters
    ----------
    text : str
        The text.
    marks : sequence of Mark
        Spans that do not overlap, in text order.
    caption : str
        Line above the text.

    Returns
    -------
    str
        HTML; everything from the text is escaped.
    """
    parts = [f"<div><strong>{escape(caption)}</strong></div>"] if caption else []
    parts.append(f'<div style="{_BOX}">')
    done = 0
    for mark in marks:
        parts.append(escape(text[done : mark.start]))
        style = _COLOURS.get(mark.kind, "background:#fff3bf")
        surface = escape(text[mark.start : mark.end])
        parts.append(f'<span style="{style}" title="{escape(mark.note)}">{surface}</span>')
        done = mark.end
    parts.append(escape(text[done:]))
    parts.append("</div>")
    return "".join(parts)

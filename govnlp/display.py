"""Text with marked spans as escaped HTML, for notebooks and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """Something to look at in a notebook.

    Parameters
    ----------
    html : str
        What is shown; everything from reports is escaped.
    summary : str
        One line for where there is no notebook.
    """

    html: str
    summary: str

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        return self.html


def tint(number: int, count: int) -> str:
    """Give a light background colour, the numbers of a count spread over all hues."""
    return f"hsl({360 * number // max(count, 1)} 75% 90%)"


def legend(entries: Sequence[tuple[str, str]]) -> str:
    """Render a line of names, each on its style.

    Parameters
    ----------
    entries : sequence of (str, str)
        Name and CSS.

    Returns
    -------
    str
        HTML.
    """
    return (
        "<div>" + " ".join(f'<span style="{css}">{escape(name)}</span>' for name, css in entries) + "</div>"
    )


def highlighted(
    text: str, marks: Sequence[Mark], caption: str = "", styles: Mapping[str, str] | None = None
) -> str:
    """Render a text with marked spans.

    Parameters
    ----------
    text : str
        The text.
    marks : sequence of Mark
        Spans that do not overlap, in text order.
    caption : str
        Line above the text.
    styles : mapping of str to str, optional
        CSS of each kind of mark; that of blocks by default.

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
        style = (_COLOURS if styles is None else styles).get(mark.kind, "background:#fff3bf")
        surface = escape(text[mark.start : mark.end])
        parts.append(f'<span style="{style}" title="{escape(mark.note)}">{surface}</span>')
        done = mark.end
    parts.append(escape(text[done:]))
    parts.append("</div>")
    return "".join(parts)

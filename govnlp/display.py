"""Text with marked spans as escaped HTML, for notebooks and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from html import escape
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

_COLOURS = {
    "heading": "font-weight:600",
    "paragraph": "",
    "table": "background:#eef3f8;font-size:90%",
    "furniture": "color:#8a8a8a;font-size:85%",
}
_MOST_ROWS = 200
_CELL = "padding:.1em .6em;text-align:left;vertical-align:top"
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


class Listing(list[T]):
    """A list of records that a notebook shows as a table; otherwise a list like any other."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return records_table(self)


def records_table(records: Sequence[Any]) -> str:
    """Render records as a table.

    Parameters
    ----------
    records : sequence
        Dataclass records of one kind.

    Returns
    -------
    str
        HTML: one row a record, at most 200; columns are the fields that any of them fills; evidence is shown
        by its texts. Everything is escaped.
    """
    if not records:
        return "<div>0</div>"
    shown = [{f.name: _shown(getattr(one, f.name)) for f in fields(one)} for one in records[:_MOST_ROWS]]
    names = [name for name in shown[0] if any(row[name] for row in shown)]
    head = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(row[name])}</td>' for name in names) + "</tr>"
        for row in shown
    )
    left = len(records) - len(shown)
    more = f"<div>… {left} more</div>" if left else ""
    return f"<div><table><tr>{head}</tr>{body}</table>{more}</div>"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " · ".join(dict.fromkeys(getattr(one, "text", str(one)) for one in value))
    return f"{value:.3g}" if isinstance(value, float) else str(value)

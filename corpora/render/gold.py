"""The right answers of a manuscript, in the shapes a reader's output is compared with.

Texts are as printed: with `halfwidth` in the manuscript, punctuation is half width here too. What a print
does to spaces and line breaks is not in them, so spaces have to be dropped on both sides before comparing.
"""

from __future__ import annotations

from typing import Any

from corpora.render.manuscript import Manuscript, as_printed, body
from corpora.render.tables import values


def gold_cells(manuscript: Manuscript) -> list[dict[str, Any]]:
    """List all cells of the printed tables.

    Returns
    -------
    list of dict
        ``report_id, table, row, column, value, state, raw, format``; `value` is an int, a decimal as text,
        or None; `raw` is white space or ``""`` for a blank cell (layouts print either) and None for a row
        that is not printed.
    """
    return [
        {
            "report_id": manuscript["id"],
            "table": cell.table,
            "row": cell.row,
            "column": cell.column,
            "value": cell.value,
            "state": cell.state,
            "raw": None if cell.raw is None else as_printed(manuscript, cell.raw),
            "format": cell.printed,
        }
        for cell in values(manuscript)
    ]


def gold_paragraphs(manuscript: Manuscript) -> list[str]:
    """List the narrative paragraphs in the order of print."""
    return [as_printed(manuscript, item["p"]) for _, item in body(manuscript) if "p" in item]


def gold_headings(manuscript: Manuscript) -> list[str]:
    """List the headings that stand on a line of their own, sections' headings included."""
    found = []
    for _, item in body(manuscript):
        text = item.get("section") or item.get("heading")
        if text:
            found.append(as_printed(manuscript, text))
    return found


def gold_sections(manuscript: Manuscript) -> list[dict[str, Any]]:
    """List the sections: ``key``, ``title`` and ``paragraphs``."""
    return [
        {
            "key": section["key"],
            "title": as_printed(manuscript, section.get("heading") or ""),
            "paragraphs": [as_printed(manuscript, i["p"]) for i in section.get("body") or () if "p" in i],
        }
        for section in manuscript["sections"]
    ]


def gold_furniture(manuscript: Manuscript) -> list[dict[str, str]]:
    """List the furniture of the report itself: ``text`` and ``reason``; page chrome is not in it."""
    return [
        {"text": as_printed(manuscript, item["text"]), "reason": item["furniture"]}
        for _, item in body(manuscript)
        if "furniture" in item
    ]

"""Manuscripts: from the YAML file to the page that is to be printed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpora.render.document import Chrome, Item, Page, Table, Text
from corpora.render.tables import layout_grid, layout_table

Manuscript = Mapping[str, Any]
_HALF = str.maketrans("，：；（）！？", ",:;()!?")


class ManuscriptError(ValueError):
    """A manuscript is not as ``corpora/gold/README.md`` says; the message lists all that is wrong."""


def load(path: Path) -> Manuscript:
    """Read a manuscript from a YAML file; what is in it is not looked at yet."""
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise ManuscriptError(f"{path.name}: no valid YAML: {error}") from error
    if not isinstance(found, dict):
        raise ManuscriptError(f"{path.name}: a manuscript is a mapping")
    return found


def as_printed(manuscript: Manuscript, text: str) -> str:
    """Return a text of the manuscript the way its punctuation is printed."""
    return text.translate(_HALF) if manuscript.get("halfwidth") else text


def body(manuscript: Manuscript) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every item of the report with the key of its section, in the order of print.

    The key is ``head``, ``opening`` or ``tail`` outside of the sections; a section's own heading comes
    as ``{"section": heading}``.
    """
    for item in manuscript.get("head") or ():
        yield "head", item
    for text in manuscript.get("opening") or ():
        yield "opening", {"p": text} if isinstance(text, str) else text
    for section in manuscript.get("sections") or ():
        if section.get("heading"):
            yield section["key"], {"section": section["heading"]}
        for item in section.get("body") or ():
            yield section["key"], item
    for item in manuscript.get("tail") or ():
        yield "tail", item


def to_page(manuscript: Manuscript) -> Page:
    """Set a valid manuscript out for printing."""
    return Page(
        name=str(manuscript["metadata"]["title"]),
        published=str(manuscript["metadata"]["publish_date"] or ""),
        items=tuple(_item(manuscript, item) for _, item in body(manuscript)),
        chrome=_chrome(manuscript),
        encoding=str(manuscript.get("encoding") or "utf-8"),
    )


def _item(manuscript: Manuscript, item: Mapping[str, Any]) -> Item:
    def text(key: str) -> str:
        return as_printed(manuscript, str(item[key]))

    if "table" in item:
        return _fold(manuscript, layout_table(manuscript, item["table"]))
    if "grid" in item:
        return _fold(manuscript, layout_grid(item["grid"]))
    if "furniture" in item:
        return Text("furniture", text("text"), item["furniture"])
    if "p" in item:
        return Text("paragraph", text("p"), lead=len(item.get("lead") or ""))
    for kind in ("title", "section", "heading"):
        if kind in item:
            return Text(kind, text(kind))
    raise ManuscriptError(f"{manuscript['id']}: nothing to print in {item}")


def _fold(manuscript: Manuscript, table: Table) -> Table:
    cells = tuple(replace(cell, text=as_printed(manuscript, cell.text)) for cell in table.cells)
    return replace(table, cells=cells)


@cache
def _chrome_words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "chrome.toml").read_text("utf-8"))


def _chrome(manuscript: Manuscript) -> Chrome:
    """Mix the words of the data file with what the manuscript says; drop what it prints itself."""
    words = _chrome_words() | dict(manuscript.get("chrome") or {})
    place = str((manuscript.get("corpus") or {}).get("region") or "")
    own = {item.get("furniture") for item in manuscript.get("head") or ()}

    def one(key: str) -> str:
        return "" if key in own else str(words[key] or "").replace("{place}", place)

    def several(key: str) -> tuple[str, ...]:
        return tuple(str(text).replace("{place}", place) for text in words[key] or ())

    return Chrome(
        site_name=one("site_name"),
        tools=several("tools"),
        search=one("search"),
        navigation=several("navigation"),
        breadcrumb=one("breadcrumb"),
        toolbar=one("toolbar"),
        related=several("related"),
        footer=several("footer"),
    )

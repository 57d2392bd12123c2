"""The word list of web pages, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from govnlp.resources import load_toml


@dataclass(frozen=True, slots=True)
class Names:
    """Patterns of ``data/html.toml``.

    Parameters
    ----------
    elements : mapping of str to pattern
        For class and id of elements: ``title``, ``article``, ``chrome``.
    lines : mapping of str to pattern
        For lines: ``report``, ``chrome``, ``title``, ``numbered``, ``date``, ``fact``, ``tools``.
    tables : mapping of str to pattern
        For tables: ``statutory``, ``facts``.
    tags : mapping of str to frozenset of str
        Names of elements, by what they do.
    meta : mapping of str to str
        What the names of meta elements say.
    """

    elements: Mapping[str, re.Pattern[str]]
    lines: Mapping[str, re.Pattern[str]]
    tables: Mapping[str, re.Pattern[str]]
    tags: Mapping[str, frozenset[str]]
    meta: Mapping[str, str]


@cache
def names() -> Names:
    """Load the word list."""
    data = load_toml("html.toml")
    elements, lines, tables = (
        {key: re.compile(pattern, re.IGNORECASE) for key, pattern in data[group].items()}
        for group in ("names", "lines", "tables")
    )
    meta = {name: key for key, known in data["meta"].items() for name in known}
    tags = {key: frozenset(known) for key, known in data["tags"].items()}
    return Names(elements, lines, tables, tags, meta)

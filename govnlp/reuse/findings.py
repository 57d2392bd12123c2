"""What was left standing, as records, and the words by which it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from govnlp.errors import ResourceError
from govnlp.resources import load_yaml
from govnlp.reuse.result import Reuse

_FILE = "stale.yaml"


class Finding(NamedTuple):
    """Something left standing.

    Parameters
    ----------
    kind : str
        ``stale_figure``, ``stale_year``, ``repeated_promise`` or ``wrong_body``.
    sentence : int
        Place of the sentence in its report, from 0.
    start, end : int
        Half-open offsets into the report.
    text : str
        The surface.
    source_row : int or None
        Row of the sentence it was taken from.
    source_start, source_end : int or None
        Half-open offsets into that report.
    years : int
        Years in a row that have it, this one included.
    detail : str
        The figures, year or name.
    """

    kind: str
    sentence: int
    start: int
    end: int
    text: str
    source_row: int | None
    source_start: int | None
    source_end: int | None
    years: int
    detail: str


class Sentence(NamedTuple):
    """A narrative sentence that is looked through: its place and row, its text as printed and folded."""

    number: int
    row: int
    text: str
    folded: str


def make_finding(
    reuse: Reuse,
    kind: str,
    sentence: Sentence,
    span: tuple[int, int],
    source: int | None,
    detail: str,
    years: int = 1,
) -> Finding:
    """Note a finding.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    kind : str
        As in `Finding`.
    sentence : Sentence
        Where it is.
    span : (int, int)
        Half-open offsets into the sentence as printed.
    source : int or None
        Row of the sentence it was taken from.
    detail : str
        The figures, year or name.
    years : int
        Years in a row that have it.

    Returns
    -------
    Finding
        With offsets into the report.
    """
    start = int(reuse.ranked.start[sentence.row]) + span[0]
    origin: tuple[int | None, int | None] = (None, None)
    if source is not None:
        origin = int(reuse.ranked.start[source]), int(reuse.ranked.end[source])
    end = start + span[1] - span[0]
    surface = sentence.text[slice(*span)]
    return Finding(kind, sentence.number, start, end, surface, source, *origin, years, detail)


@dataclass(frozen=True, slots=True)
class StaleRules:
    """Words of stale content, as in ``stale.yaml``."""

    self_names: dict[str, tuple[str, ...]]
    self_name: re.Pattern[str]
    fixed_year: tuple[str, ...]
    plan: tuple[str, ...]
    rules: tuple[str, ...]
    of_the_year: re.Pattern[str]
    beside: tuple[str, ...]


@cache
def load_rules() -> StaleRules:
    """Load the words.

    Raises
    ------
    ResourceError
        If the file is not valid.
    """
    content = load_yaml(_FILE)
    try:
        names = {str(key): tuple(value) for key, value in content["self_names"].items()}
        longest = sorted(names, key=lambda name: (-len(name), name))
        return StaleRules(
            names,
            re.compile(f"我({'|'.join(map(re.escape, longest))})(?![一-鿿]?长)"),
            tuple(content["fixed_year"]),
            tuple(content["plan"]),
            tuple(content["rules"]),
            re.compile("|".join(map(re.escape, content["of_the_year"]))),
            tuple(content["beside"]),
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise ResourceError(f"lacks {error}", source=f"govnlp/data/{_FILE}") from error

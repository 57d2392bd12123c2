"""Texts to words and characters, and these to counts by group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import fsum
from typing import Any, Literal

from govnlp.analysis.stats.texts import Text
from govnlp.errors import UsageError
from govnlp.text.normalize import normalize
from govnlp.text.tokenize import default_tokenizer, is_word, stop_words

Words = Callable[[str], Sequence[str]]
Unit = Literal["word", "char"]
UNITS: tuple[Unit, ...] = ("word", "char")
MASK = "#"
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?")


@dataclass(frozen=True, slots=True)
class Items:
    """What is counted in a text.

    Parameters
    ----------
    unit : str
        ``word`` or ``char``.
    n : int
        Length of the n-grams, at least 1. They do not run over punctuation or the end of a paragraph.
    drop_stop_words : bool
        Whether function words are left out; n-grams with one in them too. Totals still count them.
    mask_numbers : bool
        Whether every number in Arabic digits is the same item, ``#``.
    words : callable or None
        Cuts a text into words that tile it; the package's tokenizer by default.

    Raises
    ------
    UsageError
        If the unit is unknown or n below 1.
    """

    unit: Unit = "word"
    n: int = 1
    drop_stop_words: bool = False
    mask_numbers: bool = False
    words: Words | None = None

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise UsageError(f"unknown unit '{self.unit}'", hint="word or char")
        if self.n < 1:
            raise UsageError("n must be at least 1")

    def runs(self, text: str) -> list[list[str]]:
        """Give the words or characters of a text, as lists between punctuation marks."""
        return runs(text, self.unit, self.words, self.mask_numbers)

    def ngrams(self, text: str) -> Iterator[str]:
        """Give the n-grams of a text; words in them are joined by a space, characters by nothing."""
        glue = " " if self.unit == "word" else ""
        for run in self.runs(text):
            if self.n == 1:
                yield from run
            else:
                yield from (glue.join(run[at : at + self.n]) for at in range(len(run) - self.n + 1))

    def is_wanted(self, item: str) -> bool:
        """Say whether an item stays where function words are left out."""
        return not self.drop_stop_words or stop_words().isdisjoint(item.split(" "))


def runs(text: str, unit: Unit = "word", words: Words | None = None, mask: bool = False) -> list[list[str]]:
    """Cut a text into words or characters, and at punctuation.

    Parameters
    ----------
    text : str
        Any text; it is folded first (width, radicals, needless spaces).
    unit : str
        ``word`` or ``char``.
    words : callable, optional
        Cuts a text into words that tile it.
    mask : bool
        Whether numbers are replaced by `MASK`.

    Returns
    -------
    list of list of str
        Items with a letter, a digit or a Chinese character in them, in order.
    """
    view = normalize(text).text
    if unit == "char":
        cut: Iterable[str] = re.findall(rf"{_NUMBER.pattern}|(?s:.)", view) if mask else view
    else:
        cut = (words or default_tokenizer().words)(view)
    found: list[list[str]] = [[]]
    for token in cut:
        if is_word(token):
            found[-1].append(MASK if mask and _NUMBER.fullmatch(token) else token)
        elif found[-1] and token != " ":
            found.append([])
    return found if found[-1] else found[:-1]


@dataclass(slots=True)
class Tally:
    """Counts of a group.

    Parameters
    ----------
    items : Counter
        Occurrences of each item.
    reports : Counter
        Reports each item occurs in.
    total : int
        All occurrences of all items, left-out ones included.
    ids : set of str
        Reports of the group.
    """

    items: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    total: int = 0
    ids: set[str] = field(default_factory=set)


def by_report(
    texts: Iterable[Text], key: Callable[[Text], Any] = lambda text: text.keys
) -> Iterator[tuple[str, dict[Any, list[str]]]]:
    """Gather the texts of each report by group, one report at a time.

    Parameters
    ----------
    texts : iterable of Text
        Those of a report stand together.
    key : callable
        Gives a text's group; its keys by default. Texts of the group None are left out.

    Yields
    ------
    report_id : str
        The report.
    groups : dict
        Its texts in their order, by group.
    """
    for report_id, own in groupby(texts, lambda text: text.report_id):
        groups: dict[Any, list[str]] = {}
        for text in own:
            group = key(text)
            if group is not None:
                groups.setdefault(group, []).append(text.text)
        yield report_id, groups


def tally(
    texts: Iterable[Text], items: Items, key: Callable[[Text], Any] = lambda text: text.keys
) -> dict[Any, Tally]:
    """Count items by group.

    Parameters
    ----------
    texts, key
        As for `by_report`.
    items : Items
        What is counted.

    Returns
    -------
    dict
        Groups in the order of their first text.
    """
    found: dict[Any, Tally] = {}
    for report_id, groups in by_report(texts, key):
        for group, surfaces in groups.items():
            counted = Counter(item for surface in surfaces for item in items.ngrams(surface))
            own = found.setdefault(group, Tally())
            own.total += counted.total()
            own.items.update(counted)
            own.reports.update(counted.keys())
            own.ids.add(report_id)
    if items.drop_stop_words:
        for own in found.values():
            for counter in (own.items, own.reports):
                for item in [item for item in counter if not items.is_wanted(item)]:
                    del counter[item]
    return found


def in_order(groups: Iterable[Any]) -> list[Any]:
    """Sort groups by their values, missing ones last, so that the order of reports does not matter."""
    return sorted(groups, key=lambda keys: [(value is None, _sortable(value)) for value in keys])


def _sortable(value: Any) -> Any:
    return (0, value, "") if isinstance(value, (int, float)) else (1, 0, str(value))


def mean(values: Iterable[float | None]) -> float | None:
    """Mean of the values that are defined, the same in any order of them; None where none is."""
    known = [value for value in values if value is not None]
    return fsum(known) / len(known) if known else None

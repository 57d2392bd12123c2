"""Reports as bags of words, and how many reports have each word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.fingerprint import Index, gather
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.words import NUMBER, Sequences

_DOCUMENTS = 1_000
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bags:
    """Words of some texts, each word once a text, ascending, with their counts; numbers are left out.

    Parameters
    ----------
    words, counts : array of int32
        Of all texts, end to end.
    bounds : array of int64
        Where those of each text start, with the end.
    """

    words: NDArray[np.int32]
    counts: NDArray[np.int32]
    bounds: Index

    def owners(self) -> Index:
        """Give for each word the place of its text."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))

    def of(self, places: Index) -> Bags:
        """Give some texts."""
        starts, sizes = self.bounds[places], self.bounds[places + 1] - self.bounds[places]
        words, bounds = gather(self.words, starts, sizes)
        return Bags(words, gather(self.counts, starts, sizes)[0], bounds)

    def part(self, first: int, last: int) -> Bags:
        """Give the texts from one place to before another."""
        bounds = self.bounds[first : last + 1]
        inside = slice(bounds[0], bounds[-1])
        return Bags(self.words[inside], self.counts[inside], bounds - bounds[0])

    def weighted(self, weight: Vector) -> Vector:
        """Give count times weight of each word."""
        made: Vector = self.counts * weight[self.words]
        return made


def bags_of(words: Sequences, forms: Index, owner: Index, count: int) -> Bags:
    """Count the words of texts.

    Parameters
    ----------
    words : Sequences
        Words of the forms.
    forms, owner : array of int64
        Sentences by their forms, and the text that each belongs to.
    count : int
        How many texts.

    Returns
    -------
    Bags
        One a text.
    """
    units, edges = words.of(forms)
    keys = np.repeat(owner << 32, np.diff(edges)) | units
    keys = keys[units != NUMBER]
    keys.sort()
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    first = np.flatnonzero(new)
    keys = keys[first]
    counts = np.diff(first, append=len(new)).astype(np.int32)
    bounds = np.searchsorted(keys, np.arange(count + 1) << 32)
    return Bags((keys & 0xFFFF_FFFF).astype(np.int32), counts, bounds)


class Vocabulary:
    """Words of all reports, and their document frequencies over all and up to each year.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    words : Sequences
        Their words.
    """

    def __init__(self, ranked: Ranked, words: Sequences) -> None:
        self.size = int(words.units.max(initial=0)) + 1
        self.years: list[int] = np.unique(ranked.year[ranked.year > 0]).tolist()
        self.bags = _all_bags(ranked, words)
        # Documents are ranked by year, so the frequencies of each year come one after the other.
        self.stops = {year: int(np.searchsorted(ranked.year, year, side="right")) for year in self.years}
        self.weight = self.weight_upto(len(ranked.documents))

    def weight_upto(self, stop: int) -> Vector:
        r"""Give the weight :math:`\ln\frac{1+N}{1+df_w} + 1` of each word over the first reports."""
        seen = np.bincount(self.bags.words[: self.bags.bounds[stop]], minlength=self.size)
        made: Vector = np.log((1 + stop) / (1 + seen)) + 1
        return made


def _all_bags(ranked: Ranked, words: Sequences) -> Bags:
    """Count the words of all reports, some at a time."""
    count = len(ranked.documents)
    parts = []
    for first in range(0, count, _DOCUMENTS):
        last = min(first + _DOCUMENTS, count)
        rows = slice(ranked.first[first], ranked.first[last])
        owner = ranked.document[rows].astype(np.int64) - first
        parts.append(bags_of(words, ranked.form[rows].astype(np.int64), owner, last - first))
    sizes = np.concatenate([np.empty(0, np.int64), *(np.diff(part.bounds) for part in parts)])
    return Bags(
        np.concatenate([np.empty(0, np.int32), *(part.words for part in parts)]),
        np.concatenate([np.empty(0, np.int32), *(part.counts for part in parts)]),
        np.append(0, np.cumsum(sizes)),
    )

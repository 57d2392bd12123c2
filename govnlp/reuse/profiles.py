"""Reports as wholes: how like the last one, how new, how much taken up later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from govnlp.reuse.bags import Bags, Vector, Vocabulary, bags_of
from govnlp.reuse.fingerprint import Index, split
from govnlp.reuse.grams import pairs_of_documents, rows_and_places
from govnlp.reuse.index import SECTIONS
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.words import Sequences

WINDOW = 5
_DEGREE = 5
_FIT = 30
_DOCUMENTS = 1_000
_CODES, _LOW = 1 << 16, 1 << 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like texts are, each in [0, 1]: 1 for the same words, 0 for none in common.

    Parameters
    ----------
    cosine, jaccard : array of float
        See `likeness`.
    """

    cosine: Vector
    jaccard: Vector


def likeness(left: Bags, right: Bags, weight: Vector) -> Likeness:
    r"""Compare texts in pairs.

    With :math:`a_w, b_w` the counts of word :math:`w`, :math:`A, B` the sets of words, and
    :math:`i_w = \ln\frac{1+N}{1+df_w} + 1` over the :math:`N` reports:

    .. math::
        \cos = \frac{\sum a_w i_w\, b_w i_w}{\sqrt{\sum (a_w i_w)^2}\sqrt{\sum (b_w i_w)^2}}, \quad
        J = \frac{|A \cap B|}{|A \cup B|}

    Both are over words without numbers and punctuation.

    Parameters
    ----------
    left, right : Bags
        Their words.
    weight : array of float
        One a word: its inverse document frequency.

    Returns
    -------
    Likeness
        One a pair, in [0, 1]; two texts without words are alike.

    References
    ----------
    Cohen, L., Malloy, C., & Nguyen, Q. (2020). Lazy prices. Journal of Finance, 75(3), 1371-1415.
    """
    count = len(left.bounds) - 1
    owner, other = left.owners(), right.owners()
    a, b = left.weighted(weight), right.weighted(weight)
    sought, keys = (owner << 32) | left.words, (other << 32) | right.words
    at = np.minimum(np.searchsorted(keys, sought), max(len(keys) - 1, 0))
    both = np.flatnonzero(keys[at] == sought) if len(keys) else np.empty(0, np.int64)
    dot = np.bincount(owner[both], a[both] * b[at[both]], count)
    norm = np.sqrt(np.bincount(owner, a * a, count)) * np.sqrt(np.bincount(other, b * b, count))
    common = np.bincount(owner[both], minlength=count)
    sizes = np.diff(left.bounds), np.diff(right.bounds)
    union = sizes[0] + sizes[1] - common
    empty = np.where(sizes[0] == sizes[1], 1.0, 0.0)
    cosine = np.where(norm > 0, np.minimum(dot / np.where(norm > 0, norm, 1), 1.0), empty)
    return Likeness(cosine, np.where(union > 0, common / np.maximum(union, 1), 1.0))


def prior_likeness(ranked: Ranked, vocabulary: Vocabulary) -> Likeness:
    """Compare every report with the unit's last one.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    vocabulary : Vocabulary
        Words of the reports.

    Returns
    -------
    Likeness
        One a document, NaN where there is no last report.
    """
    made = Likeness(*(np.full(len(ranked.documents), np.nan) for _ in range(2)))
    for here, last in pairs_of_documents(ranked):
        found = likeness(vocabulary.bags.of(here), vocabulary.bags.of(last), vocabulary.weight)
        made.cosine[here], made.jaccard[here] = found.cosine, found.jaccard
    return made


def section_likeness(ranked: Ranked, words: Sequences, weight: Vector) -> Likeness:
    """Compare the sections of every report with those of the same key in the unit's last one.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    words : Sequences
        Their words.
    weight : array of float
        One a word: its inverse document frequency.

    Returns
    -------
    Likeness
        One a document and place in `SECTIONS`, NaN where there is no last report.
    """
    keys = len(SECTIONS)
    made = Likeness(*(np.full((len(ranked.documents), keys), np.nan) for _ in range(2)))
    for pair in pairs_of_documents(ranked):
        sides = []
        for documents in pair:
            rows, place = rows_and_places(ranked, documents)
            owner = place * keys + ranked.section[rows]
            forms = ranked.form[rows].astype(np.int64)
            sides.append(bags_of(words, forms, owner, len(documents) * keys))
        found = likeness(sides[0], sides[1], weight)
        made.cosine[pair[0]] = found.cosine.reshape(-1, keys)
        made.jaccard[pair[0]] = found.jaccard.reshape(-1, keys)
    return made


class Edits:
    r"""Edit similarity of reports with the unit's last one, character by character.

    .. math:: e = 1 - \frac{\mathrm{Levenshtein}(a, b)}{\max(|a|, |b|)}

    Range [0, 1], 1 for equal texts, 0 for texts without a common character.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    characters : Sequences
        Characters of the forms, to tell which ones are frequent.

    References
    ----------
    Cohen, L., Malloy, C., & Nguyen, Q. (2020). Lazy prices. Journal of Finance, 75(3), 1371-1415.
    """

    def __init__(self, ranked: Ranked, characters: Sequences) -> None:
        self._ranked = ranked
        # The distance does not depend on which character is which, and is found faster if the frequent ones
        # have low codes: these change places.
        counts = np.bincount(characters.units, minlength=_CODES)
        frequent = np.argsort(-counts, kind="stable")[:_LOW]
        self._table = np.arange(_CODES, dtype=np.uint16)
        high, low = frequent[frequent >= _LOW], np.setdiff1d(np.arange(_LOW), frequent)
        self._table[high], self._table[low] = low, high

    def of(self, place: int, sections: Sequence[int]) -> tuple[float | None, list[float | None]]:
        """Compare a report, and some of its sections, with the unit's last report.

        Parameters
        ----------
        place : int
            Rank of the report; it has a last one.
        sections : sequence of int
            Places in `SECTIONS`.

        Returns
        -------
        float or None, list of float or None
            Of the report, and of each section; None where the last report has no such text.
        """
        new, old = (self._sentences(document) for document in (place, int(self._ranked.prior[place])))
        whole = _edit("".join(new.texts), "".join(old.texts)) if old.texts else None
        made: list[float | None] = []
        for code in sections:
            there = [text for text, section in zip(*old, strict=True) if section == code]
            here = [text for text, section in zip(*new, strict=True) if section == code]
            made.append(_edit("".join(here), "".join(there)) if there else None)
        return whole, made

    def _sentences(self, document: int) -> _Sentences:
        rows = slice(*self._ranked.first[document : document + 2])
        codes, bounds = self._ranked.texts.codes(self._ranked.text[rows])
        texts = split(self._table[codes], bounds)
        return _Sentences(texts, self._ranked.section[rows].tolist())


class _Sentences(NamedTuple):
    """Sentences of a report, and the section of each."""

    texts: list[str]
    sections: list[int]


def _edit(left: str, right: str) -> float:
    return float(Levenshtein.normalized_similarity(left, right))


@dataclass(frozen=True, slots=True)
class Novelty:
    """Novelty and impact, one a document, NaN where there is nothing to compare with.

    Parameters
    ----------
    backward, forward : array of float
        Mean similarity to the reports of the five years before, and after; in [0, 1].
    """

    backward: Vector
    forward: Vector

    @property
    def novelty(self) -> Vector:
        """One minus the mean similarity to earlier reports, in [0, 1]: 1 is entirely new."""
        return 1 - self.backward

    @property
    def impact(self) -> Vector:
        """Forward over backward similarity, at least 0: above 1, later reports are more like it."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.backward > 0, self.forward / self.backward, np.nan)


def novelty(ranked: Ranked, vocabulary: Vocabulary) -> Novelty:
    r"""Compare every report with those of the five years before and after.

    .. math:: B_j = \frac{1}{|P_j|}\sum_{i \in P_j} \rho_{ij}, \quad F_j = \frac{1}{|S_j|}\sum_{i \in S_j}
    \rho_{ij}

    with :math:`P_j` and :math:`S_j` the reports of the five years before and after, :math:`\rho_{ij}` the
    cosine of the vectors :math:`tf \cdot i`, :math:`i` being the inverse document frequency up to the year
    of the earlier of the two. Novelty is :math:`1 - B_j`, impact :math:`F_j / B_j`. Means in place of the
    sums of the source, so that the size of a year does not matter. As :math:`\sum_i \rho_{ij}` is the
    product of one vector with the sum of the others, the cost grows linearly.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    vocabulary : Vocabulary
        Words of the reports.

    Returns
    -------
    Novelty
        One a document.

    References
    ----------
    Kelly, B., Papanikolaou, D., Seru, A., & Taddy, M. (2021). Measuring technological innovation over the
    long run. American Economic Review: Insights, 3(3), 303-320.
    """
    count = len(ranked.documents)
    backward, forward, before, after = (np.zeros(count) for _ in range(4))
    for base in vocabulary.years:
        stop = vocabulary.stops[base]
        start = int(np.searchsorted(ranked.year, base))
        last = int(np.searchsorted(ranked.year, base + WINDOW, side="right"))
        if last == stop:
            continue
        weight = vocabulary.weight_upto(stop)
        own, later = np.zeros(vocabulary.size), np.zeros(vocabulary.size)
        for bags, _, vectors in _vectors(vocabulary, weight, start, stop):
            own += np.bincount(bags.words, vectors, vocabulary.size)
        for bags, places, vectors in _vectors(vocabulary, weight, stop, last):
            backward[places] += np.bincount(bags.owners(), own[bags.words] * vectors, len(backward[places]))
            later += np.bincount(bags.words, vectors, vocabulary.size)
        for bags, places, vectors in _vectors(vocabulary, weight, start, stop):
            forward[places] += np.bincount(bags.owners(), later[bags.words] * vectors, len(forward[places]))
        before[stop:last] += stop - start
        after[start:stop] += last - stop
    with np.errstate(invalid="ignore"):
        return Novelty(
            np.minimum(np.where(before > 0, backward / before, np.nan), 1.0),
            np.minimum(np.where(after > 0, forward / after, np.nan), 1.0),
        )


def _vectors(
    vocabulary: Vocabulary, weight: Vector, start: int, stop: int
) -> Iterator[tuple[Bags, slice, Vector]]:
    """Go through reports, some at a time: their words, places, and weights scaled to length 1."""
    for first in range(start, stop, _DOCUMENTS):
        last = min(first + _DOCUMENTS, stop)
        bags = vocabulary.bags.part(first, last)
        owner = bags.owners()
        vectors = bags.weighted(weight)
        norm = np.sqrt(np.bincount(owner, vectors * vectors, last - first))
        # Weights are 1 or more, so a report with words has a length.
        yield bags, slice(first, last), vectors / norm[owner]


def adjusted_modification(raw: Vector, words: Index) -> Vector:
    r"""Take the length of a report out of its modification score.

    .. math:: m'_j = m_j - \hat m(n_j), \quad \hat m(n) = \sum_{k=0}^{5} \beta_k n^k

    with :math:`m_j` one minus the cosine to the last report, :math:`n_j` its number of words, and the
    polynomial fitted by least squares over all reports. Range [-1, 1]; higher means more changed than is
    usual at this length.

    Parameters
    ----------
    raw : array of float
        Modification scores, NaN where there is no last report.
    words : array of int
        Words of each report.

    Returns
    -------
    array of float
        NaN without a score, or throughout where fewer than 30 reports have one.

    References
    ----------
    Brown, S. V., & Tucker, J. W. (2011). Large-sample evidence on firms' year-over-year MD&A modifications.
    Journal of Accounting Research, 49(2), 309-346.
    """
    known = np.flatnonzero(~np.isnan(raw))
    made = np.full(len(raw), np.nan)
    if len(known) < _FIT:
        return made
    length = words[known] / max(float(words[known].max()), 1.0)
    powers = np.vander(length, _DEGREE + 1)
    made[known] = raw[known] - powers @ np.linalg.lstsq(powers, raw[known], rcond=None)[0]
    return made

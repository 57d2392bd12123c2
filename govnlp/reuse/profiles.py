"""Reports as wholes: how like the last one, how new, how much taken up later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from govnlp.reuse.fingerprint import Index
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.words import NUMBER, Sequences

WINDOW = 5
_DEGREE = 5
_FIT = 30
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two texts are, each in [0, 1]: 1 for the same words, 0 for none in common.

    Parameters
    ----------
    cosine, jaccard, edit : float
        See `likeness`.
    """

    cosine: float
    jaccard: float
    edit: float


def likeness(left: Bag, right: Bag, left_text: str, right_text: str, weight: Vector) -> Likeness:
    r"""Compare two texts.

    With :math:`a_w, b_w` the counts of word :math:`w`, :math:`A, B` the sets of words, and
    :math:`i_w = \ln\frac{1+N}{1+df_w} + 1` over the :math:`N` reports:

    .. math::
        \cos = \frac{\sum a_w i_w\, b_w i_w}{\sqrt{\sum (a_w i_w)^2}\sqrt{\sum (b_w i_w)^2}}, \quad
        J = \frac{|A \cap B|}{|A \cup B|}, \quad
        e = 1 - \frac{\mathrm{Levenshtein}(a, b)}{\max(|a|, |b|)}

    Cosine and Jaccard are over words without numbers and punctuation, the edit similarity over characters.

    Parameters
    ----------
    left, right : Bag
        Their words.
    left_text, right_text : str
        Their folded texts.
    weight : array of float
        One a word: its inverse document frequency.

    Returns
    -------
    Likeness
        In [0, 1]; two texts without words are alike.

    References
    ----------
    Cohen, L., Malloy, C., & Nguyen, Q. (2020). Lazy prices. Journal of Finance, 75(3), 1371-1415.
    """
    both = np.intersect1d(left.words, right.words, assume_unique=True)
    union = len(left.words) + len(right.words) - len(both)
    jaccard = len(both) / union if union else 1.0
    edit = float(Levenshtein.normalized_similarity(left_text, right_text))
    return Likeness(cosine(left, right, weight), jaccard, edit)


def cosine(left: Bag, right: Bag, weight: Vector) -> float:
    """Give the cosine of two bags of weighted words, in [0, 1]; two empty ones are alike."""
    _, one, two = np.intersect1d(left.words, right.words, assume_unique=True, return_indices=True)
    a, b = left.weighted(weight), right.weighted(weight)
    norm = float(np.linalg.norm(a) * np.linalg.norm(b))
    return min(float(a[one] @ b[two]) / norm, 1.0) if norm else float(len(a) == len(b))


@dataclass(frozen=True, slots=True)
class Bag:
    """Words of a text, each once, ascending, with their counts."""

    words: Index
    counts: Index

    def weighted(self, weight: Vector) -> Vector:
        """Give count times weight of each word."""
        made: Vector = self.counts * weight[self.words]
        return made


def bag_of(words: Sequences, forms: Index) -> Bag:
    """Count the words of some forms, numbers left out."""
    units = words.of(forms)[0]
    found, counts = np.unique(units[units != NUMBER], return_counts=True)
    return Bag(found.astype(np.int64), counts.astype(np.int64))


class Vocabulary:
    """Document frequencies of words, over all reports and up to each year.

    Parameters
    ----------
    ranked : Ranked
        The sentences.
    words : Sequences
        Their words.
    """

    def __init__(self, ranked: Ranked, words: Sequences) -> None:
        self._ranked, self._words = ranked, words
        self.size = int(words.units.max(initial=0)) + 1
        self.years = np.unique(ranked.year[ranked.year > 0]).tolist()
        self._upto: dict[int, tuple[int, Vector]] = {}
        seen = np.zeros(self.size)
        count = 0
        done = 0
        # Documents are ranked by year, so the frequencies of each year come one after the other.
        for year in self.years:
            stop = int(np.searchsorted(ranked.year, year, side="right"))
            for place in range(done, stop):
                seen[self.bag(place).words] += 1
                count += 1
            done = stop
            self._upto[year] = count, seen.copy()
        self.weight = _weight(len(ranked.documents), seen)

    def bag(self, place: int) -> Bag:
        """Count the words of a report."""
        rows = slice(self._ranked.first[place], self._ranked.first[place + 1])
        return bag_of(self._words, self._ranked.form[rows].astype(np.int64))

    def weight_upto(self, year: int) -> Vector:
        """Give the weights of words over the reports up to a year."""
        return _weight(*self._upto[year])


def _weight(count: int, seen: Vector) -> Vector:
    made: Vector = np.log((1 + count) / (1 + seen)) + 1
    return made


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
    backward = np.zeros(len(ranked.documents))
    forward = np.zeros(len(ranked.documents))
    before = np.zeros(len(ranked.documents))
    after = np.zeros(len(ranked.documents))
    for base in vocabulary.years:
        weight = vocabulary.weight_upto(base)
        later = [year for year in vocabulary.years if base < year <= base + WINDOW]
        if not later:
            continue
        own = _sum(ranked, vocabulary, weight, base)
        total = np.zeros(vocabulary.size)
        count = 0
        for year in later:
            for place, bag, vector in _vectors(ranked, vocabulary, weight, year):
                backward[place] += own[0][bag.words] @ vector
                before[place] += own[1]
                total[bag.words] += vector
                count += 1
        for place, bag, vector in _vectors(ranked, vocabulary, weight, base):
            forward[place] += total[bag.words] @ vector
            after[place] += count
    with np.errstate(invalid="ignore"):
        return Novelty(
            np.minimum(np.where(before > 0, backward / before, np.nan), 1.0),
            np.minimum(np.where(after > 0, forward / after, np.nan), 1.0),
        )


def _sum(ranked: Ranked, vocabulary: Vocabulary, weight: Vector, year: int) -> tuple[Vector, int]:
    total = np.zeros(vocabulary.size)
    count = 0
    for _, bag, vector in _vectors(ranked, vocabulary, weight, year):
        total[bag.words] += vector
        count += 1
    return total, count


def _vectors(
    ranked: Ranked, vocabulary: Vocabulary, weight: Vector, year: int
) -> Iterator[tuple[int, Bag, Vector]]:
    """Go through the reports of a year: place, words, and their weights scaled to length 1."""
    for place in range(*np.searchsorted(ranked.year, [year, year + 1]).tolist()):
        bag = vocabulary.bag(place)
        vector = bag.weighted(weight)
        norm = np.linalg.norm(vector)
        yield place, bag, vector / norm if norm else vector


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

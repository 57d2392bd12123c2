"""The distinct sentences with numbers masked: their text, and a summary that rules most pairs out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from govnlp.reuse import similar
from govnlp.reuse.fingerprint import Index, Numbers, decode, gather, mask
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.similar import Others, Pairs, Pool, Room

_CHUNK = 50_000
_BMP = 0x1_0000
Scores = NDArray[np.float32]


def similarities(left: list[str], right: list[str], least: float) -> Scores:
    r"""Compare strings in pairs.

    .. math:: s(a, b) = \frac{2\,\mathrm{LCS}(a, b)}{|a| + |b|}

    with LCS the longest common subsequence of characters: the share of characters that an alignment keeps.
    Range [0, 1], 1 for equal strings, 0 for strings without a common character.

    Parameters
    ----------
    left, right : list of str
        Folded texts.
    least : float
        What is below it is given as 0.

    Returns
    -------
    array of float32
        One a pair.

    References
    ----------
    Hyyrö, H. (2004). Bit-parallel LCS-length computation revisited. AWOCA 2004.
    """
    return process.cpdist(
        left, right, scorer=Indel.normalized_similarity, score_cutoff=least, dtype=np.float32
    )


class Forms:
    """Masked texts.

    Parameters
    ----------
    ranked : Ranked
        The sentences.

    Attributes
    ----------
    pool : Pool
        Their characters, and a summary of each.
    size : array of int32
        One a form: its length.
    """

    def __init__(self, ranked: Ranked) -> None:
        count = len(ranked.form_text)
        self.size = np.empty(count, np.int32)
        letters = np.empty((count, 2), np.uint64)
        parts = [np.empty(0, np.uint16)]
        for at in range(0, count, _CHUNK):
            codes, bounds = mask(*ranked.texts.codes(ranked.form_text[at : at + _CHUNK].astype(np.int64)))
            self.size[at : at + _CHUNK] = np.diff(bounds)
            similar.letters_into(codes, bounds, letters[at : at + _CHUNK])
            # A copy, as the array that it is part of has room for the numbers too.
            parts.append(codes.copy())
        start = np.cumsum(self.size, dtype=np.int64) - self.size
        self.pool = Pool(np.concatenate(parts), start, self.size, letters)

    def __len__(self) -> int:
        return len(self.size)

    def strings(self, forms: Index | Numbers) -> list[str]:
        """Give the texts of some forms."""
        codes, bounds = gather(self.pool.codes, self.pool.start[forms], self.size[forms].astype(np.int64))
        text = decode(codes)
        return [text[start:end] for start, end in pairwise(bounds.tolist())]

    def compare(self, left: Numbers, right: Numbers, least: float) -> Scores:
        """Give the similarity of pairs of forms, as `similarities` does; 0 if it is less than ``least``."""
        made = np.empty(len(left), np.float32)
        similar.compare_into(self.pool, left, right, least, self._room(), made)
        return made

    def laid_out(self, forms: Numbers) -> Others:
        """Lay the summaries of some forms side by side."""
        return Others(forms, self.size[forms], self.pool.letters[forms])

    def similar_within(
        self, forms: Numbers, others: Others, first: Index, last: Index, least: float
    ) -> Pairs:
        """Compare each form with a stretch of others.

        Parameters
        ----------
        forms : array of int32
            The forms.
        others : Others
            What they are compared with.
        first, last : array of int64
            One a form: its stretch of ``others``.
        least : float
            Least similarity, greater than 0.

        Returns
        -------
        Pairs
            Those that are similar: places in ``forms`` and in ``others``.
        """
        size = int((last - first).sum())
        found = Pairs(np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.float32))
        count = similar.similar_into(self.pool, forms, others, first, last, least, self._room(), found)
        return Pairs(found.left[:count], found.right[:count], found.similarity[:count])

    def _room(self) -> Room:
        """Give the room that comparing works in."""
        return Room(np.zeros(_BMP, np.uint64), np.zeros(int(self.size.max(initial=0)), np.uint8))

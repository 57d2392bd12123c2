"""The distinct sentences with numbers masked: their text, and a summary that rules most pairs out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from govnlp.reuse import kernels
from govnlp.reuse.fingerprint import U64, Codes, Index, decode, gather, mask
from govnlp.reuse.ranked import Ranked

_CHUNK = 50_000
_BMP = 0x1_0000


def similarities(left: list[str], right: list[str], least: float) -> NDArray[np.float32]:
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
    pool : array of uint16
        Their characters, end to end.
    start, size : array
        One a form: where it is in the pool.
    letters : array of uint64, 2 columns
        One a form: the set of its characters.
    """

    def __init__(self, ranked: Ranked) -> None:
        count = len(ranked.form_text)
        self.size = np.empty(count, np.int32)
        self.letters = np.empty((count, 2), np.uint64)
        parts = [np.empty(0, np.uint16)]
        for at in range(0, count, _CHUNK):
            codes, bounds = mask(*ranked.texts.codes(ranked.form_text[at : at + _CHUNK].astype(np.int64)))
            self.size[at : at + _CHUNK] = np.diff(bounds)
            kernels.letters_into(codes, bounds, self.letters[at : at + _CHUNK])
            # A copy, as the array that it is part of has room for the numbers too.
            parts.append(codes.copy())
        self.pool: Codes = np.concatenate(parts)
        self.start: Index = np.cumsum(self.size, dtype=np.int64) - self.size

    def __len__(self) -> int:
        return len(self.start)

    def strings(self, forms: Index) -> list[str]:
        """Give the texts of some forms."""
        codes, bounds = gather(self.pool, self.start[forms], self.size[forms].astype(np.int64))
        text = decode(codes)
        return [text[start:end] for start, end in pairwise(bounds.tolist())]

    def compare(self, left: Index, right: Index, least: float) -> NDArray[np.float32]:
        """Give the similarity of pairs of forms, as `similarities` does; 0 where it is less than ``least``."""
        made = np.empty(len(left), np.float32)
        left, right = left.astype(np.int64, copy=False), right.astype(np.int64, copy=False)
        kernels.compare_into(
            self.pool, self.start, self.size, self.letters, left, right, least, *self.scratch(), made
        )
        return made

    def scratch(self) -> tuple[U64, NDArray[np.uint8]]:
        """Give the room that `kernels.common` works in."""
        return np.zeros(_BMP, np.uint64), np.zeros(int(self.size.max(initial=0)), np.uint8)

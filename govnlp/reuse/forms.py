"""The distinct sentences with numbers masked: their text, and a summary that rules most pairs out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from govnlp.reuse import similar
from govnlp.reuse.fingerprint import Codes, Index, Numbers, gather, mask, split
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.similar import Others, Pairs, Scores

_CHUNK = 50_000


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
        parts = []
        for at in range(0, len(ranked.form_text), _CHUNK):
            codes, bounds = mask(*ranked.texts.codes(ranked.form_text[at : at + _CHUNK]))
            # A copy, as the array that it is part of has room for the numbers too.
            parts.append((codes.copy(), bounds))
        self.pool = similar.pool_of(parts)
        self.size = self.pool.size

    def __len__(self) -> int:
        return len(self.size)

    def parts(self, size: int) -> Iterator[tuple[Codes, Index]]:
        """Give the characters of the forms, ``size`` forms at a time, and where each starts, with the end."""
        edges = np.append(self.pool.start, len(self.pool.codes))
        for at in range(0, len(self), size):
            bounds = edges[at : at + size + 1]
            yield self.pool.codes[bounds[0] : bounds[-1]], bounds - bounds[0]

    def strings(self, forms: Index | Numbers) -> list[str]:
        """Give the texts of some forms."""
        return split(*gather(self.pool.codes, self.pool.start[forms], self.size[forms].astype(np.int64)))

    def compare(self, left: Numbers, right: Numbers, least: float) -> Scores:
        """Give the similarity of pairs of forms, as `similarities` does; 0 if it is less than ``least``."""
        return similar.compare(self.pool, left, right, least)

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
        count = similar.similar_into(
            self.pool, forms, others, first, last, least, similar.room_of(self.pool), found
        )
        return Pairs(found.left[:count], found.right[:count], found.similarity[:count])

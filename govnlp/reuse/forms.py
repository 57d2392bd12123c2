"""The distinct sentences with numbers masked: their text, and a summary that rules most pairs out."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from govnlp.reuse.fingerprint import Codes, Index, decode, mask
from govnlp.reuse.ranked import Ranked

_CHUNK = 8_000
_PAIRS = 200_000


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
    bounds : array of int64
        Where each form stands in `text` (forms lie there in no particular order): start and size.
    """

    def __init__(self, ranked: Ranked) -> None:
        count = len(ranked.form_text)
        self.start = np.zeros(count, np.int64)
        self.size = np.zeros(count, np.int32)
        self.letters = np.zeros((2, count), np.uint64)
        parts: list[str] = []
        done = 0
        # Reading the pools in the order in which they lie is much faster than in the order of the forms.
        where = ranked.texts.segment[ranked.form_text], ranked.texts.at[ranked.form_text]
        self.order: Index = np.lexsort(where[::-1])
        for at in range(0, count, _CHUNK):
            forms = self.order[at : at + _CHUNK]
            codes, bounds = mask(*ranked.texts.codes(ranked.form_text[forms].astype(np.int64)))
            self.start[forms], self.size[forms] = bounds[:-1] + done, np.diff(bounds)
            self.letters[:, forms] = _letters(codes, bounds)
            parts.append(decode(codes))
            done += len(codes)
        self.text = "".join(parts)

    def __len__(self) -> int:
        return len(self.start)

    def chunks(self) -> list[Index]:
        """Give the numbers of the forms in the order in which they lie, some at a time."""
        return [self.order[at : at + _CHUNK] for at in range(0, len(self), _CHUNK)]

    def codes(self, forms: Index) -> tuple[Codes, Index]:
        """Give the characters of forms that lie together, and where each starts, with the end."""
        first, last = self.start[forms[0]], self.start[forms[-1]] + self.size[forms[-1]]
        whole = np.frombuffer(self.text[first:last].encode("utf-16-le", "surrogatepass"), np.uint16)
        return whole, np.append(self.start[forms] - first, last - first)

    def strings(self, forms: Index) -> list[str]:
        """Give the texts of some forms."""
        starts = self.start[forms]
        text = self.text
        pairs = zip(starts.tolist(), (starts + self.size[forms]).tolist(), strict=True)
        return [text[start:end] for start, end in pairs]

    def compare(self, left: Index, right: Index, least: float) -> NDArray[np.float32]:
        """Give the similarity of pairs of forms; 0 where it is less than ``least``."""
        made = np.zeros(len(left), np.float32)
        possible = may_be_similar(self.size, self.letters, left, right, least)
        for at in range(0, len(possible), _PAIRS):
            pairs = possible[at : at + _PAIRS]
            made[pairs] = similarities(self.strings(left[pairs]), self.strings(right[pairs]), least)
        return made


def may_be_similar(
    size: NDArray[np.int32], letters: NDArray[np.uint64], left: Index, right: Index, least: float
) -> Index:
    """Give the places of the pairs of texts that may be similar, by their lengths and letters.

    Of two similar texts of lengths ``a`` and ``b``, the alignment leaves at most ``(1 - least) * (a + b)``
    characters out, and a letter that only one of them has is among these; it keeps ``least * (a + b) / 2`` of
    each. No similar pair is ruled out.

    Parameters
    ----------
    size, letters : array
        Length of each text, and its set of characters as two words of 64 bits.
    left, right : array of int64
        The pairs.
    least : float
        Least similarity.

    Returns
    -------
    array of int64
        Places in ``left`` and ``right``.
    """
    a, b = size[left], size[right]
    spare = ((a + b) * np.float32(1 - least) + np.float32(1e-3)).astype(np.int32)
    places = np.flatnonzero(np.abs(a - b) <= spare)
    spare = spare[places]
    for word in letters:
        # Letters that only one of the two has.
        spare = spare - np.bitwise_count(word[left[places]] ^ word[right[places]])
        good = spare >= 0
        places, spare = places[good], spare[good]
    # Of the few that are left, each side by itself.
    for one, other in ((left, right), (right, left)):
        one, other = one[places], other[places]
        own = size[one]
        least_kept = np.float32(least / 2) * (own + size[other]) - np.float32(1e-3)
        missing = sum(np.bitwise_count(word[one] & ~word[other]) for word in letters)
        places = places[missing <= own - least_kept]
    return places


@cache
def _bits() -> NDArray[np.uint64]:
    """Give for each character its bit in a set of 128, as two words."""
    place = (np.arange(1 << 16, dtype=np.uint64) * np.uint64(0x9E37_79B9) >> np.uint64(20)) & np.uint64(127)
    bit = np.uint64(1) << (place & np.uint64(63))
    return np.stack([np.where(place < 64, bit, 0), np.where(place < 64, 0, bit)]).astype(np.uint64)


def _letters(codes: Codes, bounds: Index) -> NDArray[np.uint64]:
    """Give for each text the set of its characters, folded into 128 bits."""
    made = np.zeros((2, len(bounds) - 1), np.uint64)
    filled = np.flatnonzero(np.diff(bounds))
    if len(filled):
        for word, bits in zip(made, _bits(), strict=True):
            word[filled] = np.bitwise_or.reduceat(bits[codes], bounds[:-1][filled])
    return made

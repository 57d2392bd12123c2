"""Columns of character n-grams, for many clauses at once and without a string being made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 3
Ints = NDArray[np.int64]
# Column that every clause has, so that none is empty; it weighs nothing.
NOTHING = 0
_CODES = 0x110000
_NARROW = 2**15


class GramIndex:
    """Column of each n-gram of a model.

    Parameters
    ----------
    names : sequence of str
        The n-grams, of 1 to 3 characters, each once; their columns count from 1.
    """

    def __init__(self, names: Sequence[str]) -> None:
        alphabet = sorted({ord(character) for name in names for character in name})
        self._base = len(alphabet) + 1
        self._code = np.zeros(_CODES, dtype=np.int32)
        self._code[alphabet] = np.arange(1, self._base)
        self._keys: list[Ints] = []
        self._columns: list[Ints] = []
        for size in range(1, LONGEST + 1):
            own = [(self._key(name), number) for number, name in enumerate(names, 1) if len(name) == size]
            own.sort()
            self._keys.append(np.array([key for key, _ in own] or [-1], dtype=np.int64))
            self._columns.append(np.array([number for _, number in own] or [NOTHING], dtype=np.int64))

    def _key(self, name: str) -> int:
        key = 0
        for character in name:
            key = key * self._base + int(self._code[ord(character)])
        return key

    def find(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """Give the columns of the n-grams of texts.

        Parameters
        ----------
        texts : sequence of str
            Clauses, as `Units.texts` has them.

        Returns
        -------
        columns, starts : numpy.ndarray of int64
            Known n-grams of all texts, as often as they occur, in order of the texts; where each begins.
        """
        sizes = np.array([len(text) for text in texts], dtype=np.int64)
        owner = np.repeat(np.arange(len(texts)), sizes)
        joined = "".join(texts).encode("utf-32-le", "surrogatepass")
        codes = self._code[np.frombuffer(joined, dtype=np.uint32)].astype(np.int64)
        found, owners = [np.full(len(texts), NOTHING)], [np.arange(len(texts))]
        keys = codes
        for size in range(1, LONGEST + 1):
            if size > 1:
                keys = keys[:-1] * self._base + codes[size - 1 :]
            last = len(owner) - size + 1
            if last <= 0:
                break
            inside = owner[:last] == owner[size - 1 :]
            known = self._keys[size - 1]
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            hit = inside & (known[at] == keys)
            found.append(self._columns[size - 1][at[hit]])
            owners.append(owner[:last][hit])
        every = np.concatenate(owners)
        # Numbers of 16 bits are sorted by radix, in linear time.
        narrow = every.astype(np.int16) if len(texts) < _NARROW else every
        order = np.argsort(narrow, kind="stable")
        counts = np.bincount(every, minlength=len(texts))
        return np.concatenate(found)[order], np.concatenate([[0], np.cumsum(counts)[:-1]])

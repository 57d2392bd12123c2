"""The words of every distinct sentence, as numbers; n-grams of words or characters as hashes."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.fingerprint import Index, gather, gram_hashes
from govnlp.reuse.forms import Forms
from govnlp.text.tokenize import default_tokenizer, is_word

_CHUNK = 2_000
NUMBER = 0
Units = NDArray[np.uint16] | NDArray[np.uint32]
_MARK, _END = -1, -2


class Sequences:
    """Each form as a sequence of units: words, or characters.

    Parameters
    ----------
    units : array of uint16 or uint32
        The units of all forms, end to end.
    start, size : array of int64
        One a form: where its units are.
    gram : int
        Units in an n-gram.
    """

    def __init__(self, units: Units, start: Index, size: Index, gram: int) -> None:
        self.units, self.start, self.size, self.gram = units, start, size, gram

    def of(self, forms: Index) -> tuple[Units, Index]:
        """Give the units of some forms end to end, and where each starts, with the end."""
        return gather(self.units, self.start[forms], self.size[forms])

    def grams(self, forms: Index) -> tuple[NDArray[np.uint64], Index]:
        """Give the hashes of the n-grams of some forms, and for each the place of its form in ``forms``.

        A form of fewer units than an n-gram has one: itself.
        """
        units, bounds = self.of(forms)
        hashed = gram_hashes(units, self.gram)
        owner = np.repeat(np.arange(len(forms)), np.diff(bounds))[: len(hashed)]
        inside = np.arange(len(hashed)) + self.gram <= bounds[1:][owner]
        made, owners = [hashed[inside]], [owner[inside]]
        for size in range(1, self.gram):
            short = np.flatnonzero(self.size[forms] == size)
            if len(short):
                made.append(gram_hashes(self.of(forms[short])[0], size)[::size])
                owners.append(short)
        return np.concatenate(made), np.concatenate(owners)


def word_sequences(forms: Forms, gram: int) -> Sequences:
    """Cut every form into words, punctuation left out.

    Parameters
    ----------
    forms : Forms
        The masked texts.
    gram : int
        Words in an n-gram.

    Returns
    -------
    Sequences
        Words as numbers; each number of the text is word `NUMBER`.
    """
    known = _Numbers()
    cut = default_tokenizer().words
    units = [np.empty(0, np.uint32)]
    sizes = [np.empty(0, np.int64)]
    every = np.arange(len(forms))
    for at in range(0, len(forms), _CHUNK):
        # One call for many sentences; the line ends tell them apart.
        words = cut("\n".join(forms.strings(every[at : at + _CHUNK])) + "\n")
        numbers = np.fromiter(map(known.__getitem__, words), np.int64, len(words))
        real = numbers >= 0
        ends = np.cumsum(real)[numbers == _END]
        units.append(numbers[real].astype(np.uint32))
        sizes.append(np.diff(ends, prepend=0))
    size = np.concatenate(sizes)
    return Sequences(np.concatenate(units), np.cumsum(size) - size, size, gram)


class _Numbers(dict[str, int]):
    """Numbers of words, in the order in which they come; marks have none."""

    def __init__(self) -> None:
        super().__init__({"0": NUMBER, "\n": _END})
        self._next = itertools.count(NUMBER + 1)

    def __missing__(self, word: str) -> int:
        number = self[word] = next(self._next) if is_word(word) else _MARK
        return number


def character_sequences(forms: Forms, gram: int) -> Sequences:
    """Give every form as its characters, numbers masked, punctuation included."""
    return Sequences(forms.pool.codes, forms.pool.start, forms.size.astype(np.int64), gram)

"""Second verb: candidates. Which different sentences may be edited copies of each other.

Of every distinct sentence, numbers masked, a sample of its character 4-grams is kept: those whose hash is
below a bound that falls with the length of the sentence, about ``SAMPLE`` of them. The same n-gram is in or
out everywhere, so two sentences that share n-grams share sampled ones. Sentences with a sampled n-gram in
common make a bucket. In a bucket each is paired with the most widespread one and with its neighbour, never
all with all. The cost grows with the number of n-grams, not with the size of families.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse import kernels
from govnlp.reuse.fingerprint import Index
from govnlp.reuse.forms import Forms

SAMPLE = 6
_CHUNK = 50_000
_KEY_BITS = 38
_FORM_BITS = 64 - _KEY_BITS
_FORM_MASK = np.uint64((1 << _FORM_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of forms that may be copies of each other, each pair once.

    Parameters
    ----------
    form, head : array of int64
        Each form with the most widespread one of a bucket.
    member, neighbour : array of int64
        Each form with its neighbour in a bucket.
    """

    form: Index
    head: Index
    member: Index
    neighbour: Index


def candidates(forms: Forms, shortest: int) -> Candidates:
    """Find pairs of forms that share sampled n-grams.

    Parameters
    ----------
    forms : Forms
        The masked texts.
    shortest : int
        Characters that one must have.

    Returns
    -------
    Candidates
        Pairs to compare.
    """
    entries = _entries(forms, shortest)
    entries.sort()
    form = (entries & _FORM_MASK).astype(np.int64)
    entries >>= np.uint64(_FORM_BITS)
    again = np.zeros(len(entries), bool)
    again[1:] = entries[1:] == entries[:-1]
    # Forms are numbered by how widespread they are, so the first of a bucket is its head.
    heads = np.arange(len(entries))
    heads[again] = 0
    np.maximum.accumulate(heads, out=heads)
    inside = np.flatnonzero(again)
    member, head, neighbour = form[inside], form[heads[inside]], form[inside - 1]
    apart = (neighbour != head) & (neighbour != member)
    return Candidates(
        *_distinct(member[member != head], head[member != head]), *_distinct(member[apart], neighbour[apart])
    )


def _distinct(form: Index, other: Index) -> tuple[Index, Index]:
    """Give each pair once."""
    pairs = (form.astype(np.uint64) << np.uint64(32)) | other.astype(np.uint64)
    pairs.sort()
    new = np.ones(len(pairs), bool)
    new[1:] = pairs[1:] != pairs[:-1]
    pairs = pairs[new]
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFF_FFFF)).astype(np.int64)


def _entries(forms: Forms, shortest: int) -> NDArray[np.uint64]:
    """Sampled n-grams, each packed with its form."""
    made = [np.empty(0, np.uint64)]
    for at in range(0, len(forms), _CHUNK):
        start, size = forms.start[at : at + _CHUNK], forms.size[at : at + _CHUNK]
        room = np.empty(int(size.sum()), np.uint64)
        count = kernels.sample_into(forms.pool, start, size, at, shortest, SAMPLE, _FORM_BITS, room)
        made.append(room[:count].copy())
    return np.concatenate(made)

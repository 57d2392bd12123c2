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

from govnlp.reuse import kernels
from govnlp.reuse.fingerprint import U64, Index, Numbers, open_hash_room
from govnlp.reuse.forms import Forms

SAMPLE = 6
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of forms that may be copies of each other, each pair once.

    Parameters
    ----------
    form, head : array of int32
        Each form with the most widespread one of a bucket.
    member, neighbour : array of int32
        Each form with its neighbour in a bucket.
    """

    form: Numbers
    head: Numbers
    member: Numbers
    neighbour: Numbers


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
    keys, edges = _sampled(forms, shortest)
    table = np.zeros((open_hash_room(len(keys)), 3), np.int32)
    form, head, member, neighbour = np.empty((4, len(keys)), np.int32)
    # Forms are numbered by how widespread they are, so the first of a bucket is its head.
    heads, neighbours = kernels.meet_into(keys, edges, table, form, head, member, neighbour)
    return Candidates(form[:heads], head[:heads], member[:neighbours], neighbour[:neighbours])


def _sampled(forms: Forms, shortest: int) -> tuple[U64, Index]:
    """Give the hashes of the sampled n-grams of each form, and where those of each start, with the end."""
    made = [np.empty(0, np.uint64)]
    ends = [np.zeros(1, np.int64)]
    chunks = [slice(at, at + _CHUNK) for at in range(0, len(forms), _CHUNK)]
    room = np.empty(max((int(forms.size[chunk].sum()) for chunk in chunks), default=0), np.uint64)
    for chunk in chunks:
        start, size = forms.pool.start[chunk], forms.size[chunk]
        edges = np.empty(len(start) + 1, np.int64)
        count = kernels.sample_into(forms.pool.codes, start, size, shortest, SAMPLE, room, edges)
        made.append(room[:count].copy())
        ends.append(edges[1:] + ends[-1][-1])
    return np.concatenate(made), np.concatenate(ends)

"""Third verb: compare. Candidates to families of edited sentences, by aligned character similarity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.candidates import Candidates
from govnlp.reuse.content import Contents
from govnlp.reuse.fingerprint import Numbers
from govnlp.reuse.forms import Forms


@dataclass(frozen=True, slots=True)
class Families:
    """Forms grouped with their edited copies.

    Parameters
    ----------
    family : array of int32
        One a form: number of its family; forms without relatives have one of their own.
    form, other : array of int32
        The pairs that were found similar.
    similarity : array of float32
        Of these pairs, in [0, 1].
    """

    family: Numbers
    form: Numbers
    other: Numbers
    similarity: NDArray[np.float32]


def compare(forms: Forms, found: Candidates, least: float) -> Families:
    """Compare candidates and group what is similar.

    Parameters
    ----------
    forms : Forms
        The masked texts.
    found : Candidates
        Pairs to compare.
    least : float
        Least similarity, numbers masked, in (0, 1].

    Returns
    -------
    Families
        Groups of forms: the connected ones among the similar pairs. Neighbours are compared only where one of
        the two is like no head.
    """
    similarity = forms.compare(found.form, found.head, least)
    good = similarity > 0
    form, other, similarity = found.form[good], found.head[good], similarity[good]
    linked = np.zeros(len(forms), bool)
    linked[form] = True
    linked[other] = True
    loose = ~(linked[found.member] & linked[found.neighbour])
    member, neighbour = found.member[loose], found.neighbour[loose]
    score = forms.compare(member, neighbour, least)
    good = score > 0
    form = np.concatenate([form, member[good]])
    other = np.concatenate([other, neighbour[good]])
    similarity = np.concatenate([similarity, score[good]])
    return Families(_components(len(forms), form, other), form, other, similarity)


def with_content(
    forms: Forms, contents: Contents, families: Families, least: float, shortest: int
) -> Families:
    """Keep of the families only what is similar without the formulas too.

    Parameters
    ----------
    forms : Forms
        The masked texts.
    contents : Contents
        What they say beside formulas.
    families : Families
        As `compare` gives them.
    least : float
        Least similarity of the contents.
    shortest : int
        Characters of content that both must share.

    Returns
    -------
    Families
        Smaller ones.
    """
    good = contents.alike(families.form, families.other, least, shortest)
    form, other = families.form[good], families.other[good]
    return Families(_components(len(forms), form, other), form, other, families.similarity[good])


def _components(count: int, form: Numbers, other: Numbers) -> Numbers:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(form), np.int8), (form, other)), shape=(count, count))
    labels: Numbers = connected_components(graph, directed=False)[1].astype(np.int32)
    return labels

"""What a sentence says apart from the formulas in which everybody states figures."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from govnlp.errors import ResourceError
from govnlp.resources import load_yaml
from govnlp.reuse import kernels
from govnlp.reuse.fingerprint import Codes, Index, Numbers, decode, encode
from govnlp.reuse.forms import Forms
from govnlp.reuse.similar import compare, pool_of
from govnlp.text.normalize import squeeze

_FILE = "formulas.yaml"
_CHUNK = 50_000
_LISTED = re.compile("[0-9A-Za-z\u3400-\u9fff\ue000-\uf8ff]")


class Formulas(NamedTuple):
    """What is left out, as `kernels.content_into` takes it: formulas, numbers with their units, punctuation.

    Parameters
    ----------
    classes : array of uint16
        One a character: its column in ``steps``, 0 if no formula has it.
    steps : array of int32
        A trie: one row a node, the next node for each class, 0 for none.
    ends : array of uint8
        One a node: whether a formula ends there.
    kinds : array of uint8
        One a character: whether it is listed, whether it is a unit.
    """

    classes: Codes
    steps: Numbers
    ends: NDArray[np.uint8]
    kinds: NDArray[np.uint8]


@cache
def _formulas() -> Formulas:
    """Load the formulas.

    Raises
    ------
    ResourceError
        If the file is not valid.
    """
    content = load_yaml(_FILE)
    try:
        words = {squeeze(w) for key in ("prescribed", "common") for group in content[key] for w in group}
        counted = squeeze(content["counted"])
    except (KeyError, TypeError) as error:
        raise ResourceError(f"lacks {error}", source=f"govnlp/data/{_FILE}") from error
    kinds = np.array([_LISTED.match(chr(code)) is not None for code in range(1 << 16)], np.uint8)
    kinds *= kernels.LISTED
    kinds[encode(counted)] |= kernels.COUNTED
    classes = np.zeros(1 << 16, np.uint16)
    letters = sorted(set("".join(words)))
    classes[encode("".join(letters))] = np.arange(1, len(letters) + 1)
    nodes = sorted({word[:size] for word in words for size in range(len(word) + 1)})
    place = {node: number for number, node in enumerate(nodes)}
    steps = np.zeros((len(nodes), len(letters) + 1), np.int32)
    for node in nodes[1:]:
        steps[place[node[:-1]], classes[ord(node[-1])]] = place[node]
    return Formulas(classes, steps, np.array([node in words for node in nodes], np.uint8), kinds)


def contents_of(masked: Codes, bounds: Index) -> tuple[Codes, Index]:
    """Leave formulas, numbers and punctuation out of sentences.

    Parameters
    ----------
    masked : array of uint16
        Characters, folded, without spaces, each number as ``0``.
    bounds : array of int64
        Where each sentence starts, and the end.

    Returns
    -------
    codes, bounds
        The characters that are the writer's choice.
    """
    codes, edges = np.empty_like(masked), np.empty_like(bounds)
    size = kernels.content_into(masked, bounds, *_formulas(), codes, edges)
    return codes[:size].copy(), edges


def content_of(masked: str) -> str:
    """Leave formulas, numbers and punctuation out of a sentence, as `contents_of` does.

    Examples
    --------
    >>> content_of("全年新收政府信息公开申请0件,其中自然人0件。")
    ''
    """
    codes = encode(masked)
    return decode(contents_of(codes, np.array([0, len(codes)]))[0])


class Contents:
    """Contents of forms.

    Parameters
    ----------
    forms : Forms
        The masked texts.

    Attributes
    ----------
    pool : Pool
        The contents, and a summary of each.
    """

    def __init__(self, forms: Forms) -> None:
        self.pool = pool_of([contents_of(*part) for part in forms.parts(_CHUNK)])

    def alike(self, left: Numbers, right: Numbers, least: float, shortest: int) -> NDArray[np.bool_]:
        """Tell of pairs of forms whether their contents are similar and long enough to say something.

        Parameters
        ----------
        left, right : array of int32
            The pairs.
        least : float
            Least similarity of the contents.
        shortest : int
            Least number of characters that the alignment of the contents keeps.

        Returns
        -------
        array of bool
            One a pair.
        """
        score = compare(self.pool, left, right, least)
        kept = score * (self.pool.size[left] + self.pool.size[right]) / 2
        made: NDArray[np.bool_] = (score > 0) & (kept >= shortest - 1e-3)
        return made

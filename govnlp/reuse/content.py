"""What a sentence says apart from the formulas in which everybody states figures."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from govnlp.errors import ResourceError
from govnlp.resources import load_yaml
from govnlp.reuse.fingerprint import Index, Numbers, distinct
from govnlp.reuse.forms import Forms, similarities
from govnlp.text.normalize import squeeze

_FILE = "formulas.yaml"
_UNLISTED = "[^0-9A-Za-z\u3400-\u9fff\ue000-\uf8ff]"


@cache
def _formulas() -> re.Pattern[str]:
    """Compile what is left out: formulas, numbers with the unit behind them, punctuation.

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
    longest = sorted(words, key=lambda word: (-len(word), word))
    # Most characters begin no formula: one look at a set of characters, not one at each word.
    begins = "".join(sorted({re.escape(word[0]) for word in words}))
    formulas = f"(?=[{begins}])(?:{'|'.join(map(re.escape, longest))})"
    return re.compile(f"{formulas}|0[{re.escape(counted)}]*|{_UNLISTED}")


def content_of(masked: str) -> str:
    """Leave formulas, numbers and punctuation out of a sentence.

    Parameters
    ----------
    masked : str
        Folded, without spaces, each number as ``0``.

    Returns
    -------
    str
        The characters that are the writer's choice.

    Examples
    --------
    >>> content_of("全年新收政府信息公开申请0件,其中自然人0件。")
    ''
    """
    return _formulas().sub("", masked)


class Contents:
    """Contents of forms, made when asked for.

    Parameters
    ----------
    forms : Forms
        The masked texts.
    """

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._size = np.full(len(forms), -1, np.int32)
        self._known: dict[int, str] = {}

    def strings(self, numbers: Index | Numbers) -> list[str]:
        """Give the contents of some forms."""
        missing = distinct(numbers)
        missing = missing[self._size[missing] < 0]
        for number, text in zip(missing.tolist(), self._forms.strings(missing), strict=True):
            self._known[number] = content_of(text)
            self._size[number] = len(self._known[number])
        known = self._known
        return [known[number] for number in numbers.tolist()]

    def sizes(self, numbers: Index | Numbers) -> NDArray[np.int32]:
        """Give how long the contents of some forms are."""
        self.strings(numbers)
        return self._size[numbers]

    def alike(
        self, left: Index | Numbers, right: Index | Numbers, least: float, shortest: int
    ) -> NDArray[np.bool_]:
        """Tell of pairs of forms whether their contents are similar and long enough to say something.

        Parameters
        ----------
        left, right : array of int64
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
        score = similarities(self.strings(left), self.strings(right), least)
        kept = score * (self._size[left] + self._size[right]) / 2
        made: NDArray[np.bool_] = (score > 0) & (kept >= shortest - 1e-3)
        return made

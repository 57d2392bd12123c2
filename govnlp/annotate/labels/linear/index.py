"""Columns of n-grams: the same numbers for training and for application, without a name being built."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.linear.features import (
    CHARS,
    HEADING,
    PAIRS,
    SECTION,
    WORDS,
    Units,
    character_grams,
)

Ints = NDArray[np.int32]
# Column that every clause has, so that none is empty; it weighs nothing.
NOTHING = 0


class GramIndex:
    """Column of each n-gram of a model.

    Parameters
    ----------
    names : sequence of str
        Names of the n-grams; their columns count from 1.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._of: dict[str, dict[str, int]] = {kind: {} for kind in (CHARS, WORDS, PAIRS, HEADING, SECTION)}
        for number, name in enumerate(names, 1):
            self._of[name[0]][name[1:]] = number
        self._get: list[Callable[[str], int | None]] = [self._of[kind].get for kind in (CHARS, WORDS, PAIRS)]

    def clauses(self, parts: Sequence[Units]) -> tuple[Ints, Ints]:
        """Give the columns of all clauses, ascending in each, and where each begins.

        Parameters
        ----------
        parts : sequence of Units
            Paragraphs taken apart.

        Returns
        -------
        columns, starts : numpy.ndarray
            Of all clauses of all paragraphs, in order.
        """
        columns: list[int] = []
        starts: list[int] = []
        for part in parts:
            for grams in part.grams:
                starts.append(len(columns))
                found: set[int | None] = {NOTHING}
                for get, each in zip(self._get, grams, strict=True):
                    found.update(map(get, each))
                columns += sorted(column for column in found if column is not None)
        return np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int64).astype(np.int32)

    def context(self, context: tuple[str, str]) -> list[int]:
        """Give the columns of what surrounds a paragraph, ascending."""
        section, heading = context
        found = {self._of[SECTION].get(section), *map(self._of[HEADING].get, character_grams(heading))}
        return sorted(column for column in found if column is not None)

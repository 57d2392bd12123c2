"""What the n-grams of a clause weigh, added up once for clauses that are alike.

Reports repeat clauses, their figures aside, more than whole sentences: 依法依规予以公开, 比上年增长0%.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Rows kept, at most, and the longest clause of which one is: longer ones are hardly repeated.
KEPT = 8_192
_LONGEST = 80


class ClauseSums:
    """A store of rows by the text of a clause, bounded.

    Parameters
    ----------
    add_up : callable
        Gives a row for each of several clauses; what it gives for one does not depend on the others.
    width : int
        Length of a row.
    """

    def __init__(self, add_up: Callable[[Sequence[str]], Floats], width: int) -> None:
        self._add_up = add_up
        self._rows = np.empty((KEPT, width))
        self._place: dict[str, int] = {}
        self._used = 0
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Give the rows of clauses, in their order."""
        with self._lock:
            fresh = self._fresh(texts)
            if self._used + len(fresh) > KEPT:
                self._begin_anew()
                fresh = self._fresh(texts)
            if len(fresh) > KEPT:
                return self._add_up(texts)
            if fresh:
                end = self._used + len(fresh)
                self._rows[self._used : end] = self._add_up(fresh)
                self._place.update(zip(fresh, range(self._used, end), strict=True))
                self._used = end
            found: Floats = self._rows[[self._place[text] for text in texts]]
            for text in fresh:
                if len(text) > _LONGEST:
                    del self._place[text]
            return found

    def forget(self) -> None:
        """Let go of all rows."""
        with self._lock:
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._place.clear()
        self._used = 0

    def _fresh(self, texts: Sequence[str]) -> list[str]:
        return [text for text in dict.fromkeys(texts) if text not in self._place]

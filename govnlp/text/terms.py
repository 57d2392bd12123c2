"""Terms of a list, found in texts."""

from __future__ import annotations

from collections.abc import Iterable

from govnlp.errors import UsageError
from govnlp.text.normalize import normalize


class TermFinder:
    """Counts the terms of a list in texts.

    Parameters
    ----------
    terms : iterable of str
        Found as strings, in any width; where several overlap, the leftmost longest counts.

    Raises
    ------
    UsageError
        If there are none.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        folded = sorted({normalize(term).text.strip() for term in terms} - {""})
        if not folded:
            raise UsageError("a list of terms is empty")
        self._matcher = AhoCorasick(folded, matchkind=MatchKind.LeftmostLongest)

    def count(self, text: str) -> int:
        """Count the terms in a text."""
        return len(self._matcher.find_matches_as_indexes(normalize(text).text))

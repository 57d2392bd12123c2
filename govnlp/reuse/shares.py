"""Shares of the origins, of a report or of any group of sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from govnlp.model import Match
from govnlp.reuse.origins import ORIGINS


def length(text: str) -> int:
    """Count the characters of a sentence, white space left out."""
    return len("".join(text.split()))


@dataclass(slots=True)
class Tally:
    r"""Characters by origin.

    The share of origin :math:`o` is :math:`\sum_{s: o(s)=o} |s| \big/ \sum_s |s|`, with :math:`|s|` the
    characters of sentence :math:`s` without white space. Range [0, 1]; the shares of a group sum to 1. A
    share is None where no sentence of the group could have had that origin.

    Parameters
    ----------
    sentences : int
        Narrative sentences.
    characters : dict of str to int
        By origin.
    tried : set of str
        Origins that could be tried for some sentence.
    """

    sentences: int = 0
    characters: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORIGINS, 0))
    tried: set[str] = field(default_factory=set)

    def add(self, matches: Iterable[Match], untried: Iterable[str] = ()) -> None:
        """Count matches; ``untried`` names origins that could not be tried for them."""
        possible = set(ORIGINS).difference(untried)
        for match in matches:
            self.sentences += 1
            self.characters[match.origin] += length(match.text)
            self.tried |= possible

    @property
    def total(self) -> int:
        """Characters in all."""
        return sum(self.characters.values())

    def shares(self) -> dict[str, float | None]:
        """Give the share of each origin."""
        total = self.total
        return {
            origin: count / total if total and origin in self.tried else None
            for origin, count in self.characters.items()
        }

"""What the keyword model finds in one paragraph, before any threshold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from govnlp.annotate.labels.gold import Example

# What a clause says: a fact of the period, a shortcoming, a plan, what something was done for, or something
# about the report itself.
MOODS = ("fact", "problem", "plan", "purpose", "report")


class CueHit(NamedTuple):
    """A cue found in a paragraph, and what became of it.

    Parameters
    ----------
    label : str
        Key of the label it speaks for or against.
    cue : str
        Pattern, as written in the lexicon.
    weight : float
        In [-1, 1]; below 0 it speaks against. As counted: 0 where the mood of the clause voids it.
    start, end : int
        Half-open offsets into the paragraph.
    clause : int
        Index of its clause in the paragraph.
    mood : str
        One of `MOODS`: what its clause says.
    """

    label: str
    cue: str
    weight: float
    start: int
    end: int
    clause: int
    mood: str


class Decision(NamedTuple):
    """What the keyword model makes of the cues: scores, the labels given, why it gives none."""

    scores: Mapping[str, float]
    chosen: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ParagraphScores:
    """Cues found in a paragraph, and what the keyword model decides by them.

    The decision is made when first asked for: another model needs the cues alone.

    Parameters
    ----------
    priors : mapping of str to float
        What section and heading alone say, in [0, 1); part of the scores.
    hits : tuple of CueHit
        Cues found in the paragraph, in text order; those voided have weight 0.
    decide : callable
        Makes the decision.
    """

    priors: Mapping[str, float]
    hits: tuple[CueHit, ...]
    decide: Callable[[], Decision] = field(repr=False, compare=False)
    _made: list[Decision] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def decision(self) -> Decision:
        """What the keyword model decides."""
        if not self._made:
            self._made.append(self.decide())
        return self._made[0]

    @property
    def scores(self) -> Mapping[str, float]:
        """Score in [0, 1] of every label of the lexicon."""
        return self.decision.scores

    @property
    def chosen(self) -> tuple[str, ...]:
        """Labels given, sorted; empty where the model abstains."""
        return self.decision.chosen

    @property
    def reason(self) -> str:
        """Why it abstains; empty where a label is given."""
        return self.decision.reason


class Given(NamedTuple):
    """A label that a model gives a paragraph.

    Parameters
    ----------
    label : str
        Key of the label.
    score : float
        In [0, 1].
    start, end : int
        Half-open span of the paragraph that decided it.
    """

    label: str
    score: float
    start: int
    end: int


class Model(Protocol):
    """What decides in place of the keyword model.

    Attributes
    ----------
    rule : str
        Its name, as it stands in `Label.rule`.
    """

    rule: str

    def __call__(self, examples: Sequence[Example], scored: Sequence[ParagraphScores]) -> list[list[Given]]:
        """Label paragraphs, given what the keyword model found in each; nothing to abstain."""
        ...

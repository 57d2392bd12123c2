"""What the keyword model finds in one paragraph, before any threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ParagraphScores:
    """Scores of a paragraph with their evidence.

    Parameters
    ----------
    scores : mapping of str to float
        Score in [0, 1] of every label of the lexicon.
    priors : mapping of str to float
        What section and heading alone say, in [0, 1); part of the scores.
    hits : tuple of CueHit
        Cues found in the paragraph, in text order; those voided have weight 0.
    chosen : tuple of str
        Labels given, sorted; empty where the model abstains.
    reason : str
        Why it abstains; empty where a label is given.
    """

    scores: Mapping[str, float]
    priors: Mapping[str, float]
    hits: tuple[CueHit, ...]
    chosen: tuple[str, ...]
    reason: str = ""


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

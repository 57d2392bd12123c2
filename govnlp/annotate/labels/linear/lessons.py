"""What is learnt from a paragraph: which of its clauses hold a label, by marked evidence or by cues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.linear.features import Units, take_apart
from govnlp.annotate.labels.records import ParagraphScores

Codes = NDArray[np.int8]
Spans = tuple[tuple[int, int], ...]
# Targets of a clause: the label holds, does not, may hold (it holds of the paragraph), or is not known.
YES, NO, MAYBE, UNKNOWN = 1, 0, 2, -1


def cues_of(scored: ParagraphScores, labels: Iterable[str]) -> dict[str, Spans]:
    """Give the spans of the cues that speak for each label."""
    return {
        label: tuple((hit.start, hit.end) for hit in scored.hits if hit.label == label and hit.weight > 0)
        for label in labels
    }


@dataclass(frozen=True, slots=True)
class Lesson:
    """A paragraph to learn from: its clauses, what is known of each, labels whose evidence is marked."""

    units: Units
    targets: Codes
    marked: frozenset[str]
    weight: float


def make_lesson(
    example: Example, scored: ParagraphScores | None, labels: Sequence[str], dropout: float
) -> Lesson:
    """Say of each clause and label whether it holds, does not, or may; dropout as in `TrainSettings`."""
    units = take_apart(example, scored, labels, dropout)
    cues = cues_of(scored, labels) if scored else {}
    rows = [[_target(example, cues, clause, label) for label in labels] for clause in units.clauses]
    if len(rows) == 1:
        rows = [[YES if label in example.labels else NO for label in labels]]
    marked = frozenset(label for label, spans in example.evidence.items() if spans)
    return Lesson(units, np.array(rows, dtype=np.int8), marked, example.weight)


def _target(example: Example, cues: Mapping[str, Spans], clause: tuple[int, int], label: str) -> int:
    """Say whether a label holds of a clause: by the evidence marked for it, or else by its cues."""
    if label not in example.labels:
        return NO
    marked = example.evidence.get(label)
    if any(start < clause[1] and end > clause[0] for start, end in marked or cues.get(label, ())):
        return YES
    return NO if marked else MAYBE

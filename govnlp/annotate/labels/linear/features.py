"""Numbers for the linear model: the clauses of a paragraph, and what the keyword model found in each.

A paragraph is cut at commas and stronger marks. Every clause is judged by its own n-grams, by those of the
clauses beside it, and by the cues that stand in it; figures are one symbol, so that no number is learnt.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.records import MOODS, CueHit, ParagraphScores
from govnlp.text.normalize import normalize

Floats = NDArray[np.float64]
PLACES = ("first", "only", "where")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# A comma or point between figures cuts nothing; closing brackets and quotes stay with their clause.
_CLAUSE = re.compile(r"(?:[^，；。！？：,;!?:\n]|(?<=\d)[,:](?=\d))*[，；。！？：,;!?:\n]*[”’）)]*")


@dataclass(frozen=True, slots=True)
class Units:
    """A paragraph taken apart.

    Parameters
    ----------
    clauses : tuple of (int, int)
        Half-open spans of its clauses, at least one.
    texts : tuple of str
        The clauses as they are matched: folded, every figure as ``0``.
    evidence : numpy.ndarray
        One row a clause, see `evidence_names`; no columns without the keyword model.
    """

    clauses: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    evidence: Floats


def take_apart(
    example: Example, scored: ParagraphScores | None, labels: Sequence[str], dropout: float = 0.0
) -> Units:
    """Make the units of a paragraph.

    Parameters
    ----------
    example : Example
        The paragraph.
    scored : ParagraphScores or None
        What the keyword model found; None to leave it out.
    labels : sequence of str
        Labels in the order of the evidence columns.
    dropout : float
        Share of the cues, in [0, 1), that are overlooked in this paragraph: always the same ones.

    Returns
    -------
    Units
        Its clauses; one empty clause for an empty text.
    """
    view = normalize(example.text)
    cut = [m.span() for m in _CLAUSE.finditer(view.text) if m.group().strip()] or [(0, len(view.text))]
    clauses = tuple(view.span(start, end) for start, end in cut)
    texts = tuple(_FIGURE.sub("0", view.text[start:end].strip()) for start, end in cut)
    evidence = np.zeros((len(clauses), 0))
    if scored is not None:
        hits = [hit for hit in scored.hits if not _overlooked(example, hit, dropout)]
        evidence = np.array(_evidence(hits, scored, clauses, labels))
    return Units(clauses, texts, evidence)


def evidence_names(labels: Sequence[str]) -> list[str]:
    """Name the columns of the evidence: for and against each label, its prior, moods, place of the clause."""
    return [
        *(f"{kind}:{label}" for kind in ("for", "against", "prior") for label in labels),
        *(f"mood:{mood}" for mood in MOODS),
        *(f"place:{place}" for place in PLACES),
    ]


def _overlooked(example: Example, hit: CueHit, dropout: float) -> bool:
    return dropout > 0 and zlib.crc32(f"{example.paragraph_id}{hit.cue}".encode()) < dropout * 2**32


def _evidence(
    hits: Sequence[CueHit],
    scored: ParagraphScores,
    clauses: Sequence[tuple[int, int]],
    labels: Sequence[str],
) -> list[list[float]]:
    """Fill the rows: 1 - prod(1 - weight) of the cues for and against each label, priors, moods, places."""
    size, count = len(labels), len(clauses)
    place = {label: number for number, label in enumerate(labels)}
    mood_at = {mood: 3 * size + number for number, mood in enumerate(MOODS)}
    priors = [scored.priors.get(label, 0.0) for label in labels]
    rows = [
        [0.0] * (2 * size) + priors + [0.0] * len(MOODS) + [float(n == 0), float(count == 1), n / count]
        for n in range(count)
    ]
    starts = [start for start, _ in clauses]
    for hit in hits:
        row = rows[max(bisect_right(starts, hit.start) - 1, 0)]
        row[mood_at[hit.mood]] = 1.0
        column = place.get(hit.label)
        if column is not None:
            at = column if hit.weight > 0 else size + column
            row[at] = 1 - (1 - row[at]) * (1 - abs(hit.weight))
    return rows

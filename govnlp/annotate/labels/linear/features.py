"""Numbers for the linear model: the clauses of a paragraph, and what the keyword model found in each.

A paragraph is cut at commas and stronger marks. Every clause is judged by its own n-grams, by those of the
clauses beside it, and by the cues that stand in it; figures are one symbol, so that no number is learnt.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.records import MOODS, CueHit, ParagraphScores
from govnlp.text.normalize import normalize

Floats = NDArray[np.float64]
PLACES = ("first", "only", "where")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_BORDER = "\0"
# A comma or point between figures cuts nothing; closing brackets and quotes stay with their clause.
_INSIDE = "[^，；。！？：,;!?:\n]*"
_CLAUSE = re.compile(rf"{_INSIDE}(?:(?<=\d)[,:](?=\d){_INSIDE})*[，；。！？：,;!?:\n]*[”’）)]*")


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
    return take_all_apart([example], None if scored is None else [scored], labels, dropout)[0]


def take_all_apart(
    examples: Sequence[Example],
    scored: Sequence[ParagraphScores] | None,
    labels: Sequence[str],
    dropout: float = 0.0,
) -> list[Units]:
    """Make the units of several paragraphs; parameters and result are those of `take_apart`, many of each.

    One array holds the evidence of all: arrays of a few rows cost more to make than to fill.
    """
    parts = [_cut(example.text) for example in examples]
    if scored is None:
        return [Units(clauses, texts, np.zeros((len(clauses), 0))) for clauses, texts in parts]
    found: list[Sequence[CueHit]] = [each.hits for each in scored]
    if dropout > 0:
        found = [
            [hit for hit in hits if not _overlooked(example, hit, dropout)]
            for example, hits in zip(examples, found, strict=True)
        ]
    rows = _evidence(found, [each.priors for each in scored], [clauses for clauses, _ in parts], labels)
    ends = list(accumulate(len(clauses) for clauses, _ in parts))
    return [
        Units(clauses, texts, rows[end - len(clauses) : end])
        for (clauses, texts), end in zip(parts, ends, strict=True)
    ]


def _cut(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Spans of the clauses of a paragraph, and the clauses as they are matched."""
    view = normalize(text)
    cut: list[tuple[int, int]] = []
    texts: list[str] = []
    start = 0
    for piece in _CLAUSE.findall(view.text):  # they tile the text
        end = start + len(piece)
        if plain := piece.strip():
            cut.append((start, end))
            texts.append(plain)
        start = end
    if not cut:
        cut, texts = [(0, start)], [""]
    clauses = tuple(cut if view.is_plain else (view.span(*span) for span in cut))
    return clauses, tuple(_figures_alike(texts))


def _figures_alike(texts: Sequence[str]) -> list[str]:
    """Put one symbol for every figure, in all clauses at once: one search is cheaper than many."""
    made = _FIGURE.sub("0", _BORDER.join(texts)).split(_BORDER)
    return made if len(made) == len(texts) else [_FIGURE.sub("0", text) for text in texts]


def evidence_names(labels: Sequence[str]) -> list[str]:
    """Name the columns of the evidence: for and against each label, its prior, moods, place of the clause."""
    return [
        *(f"{kind}:{label}" for kind in ("for", "against", "prior") for label in labels),
        *(f"mood:{mood}" for mood in MOODS),
        *(f"place:{place}" for place in PLACES),
    ]


def _overlooked(example: Example, hit: CueHit, dropout: float) -> bool:
    return zlib.crc32(f"{example.paragraph_id}{hit.cue}".encode()) < dropout * 2**32


def _evidence(
    found: Sequence[Sequence[CueHit]],
    priors: Sequence[Mapping[str, float]],
    cut: Sequence[Sequence[tuple[int, int]]],
    labels: Sequence[str],
) -> Floats:
    """Fill the rows: 1 - prod(1 - weight) of the cues for and against each label, priors, moods, places."""
    size = len(labels)
    counts = [len(clauses) for clauses in cut]
    first, only, where = range(3 * size + len(MOODS), 3 * size + len(MOODS) + len(PLACES))
    rows = np.zeros((sum(counts), where + 1))
    known = [[own.get(label, 0.0) for label in labels] for own in priors]
    rows[:, 2 * size : 3 * size] = np.repeat(np.array(known).reshape(-1, size), counts, axis=0)
    rows[:, only] = [count == 1 for count in counts for _ in range(count)]
    rows[:, where] = [n / count for count in counts for n in range(count)]
    place, mood_at = _columns(tuple(labels))
    # Put together here, for single cells of an array are slow to read and write.
    cells: dict[tuple[int, int], float] = {}
    top = 0
    for hits, clauses in zip(found, cut, strict=True):
        cells[top, first] = 1.0
        starts = [start for start, _ in clauses]
        for label, _, weight, start, _, _, mood in hits:
            row = top + max(bisect_right(starts, start) - 1, 0)
            cells[row, mood_at[mood]] = 1.0
            column = place.get(label)
            if column is not None:
                at = (row, column if weight > 0 else size + column)
                cells[at] = 1 - (1 - cells.get(at, 0.0)) * (1 - abs(weight))
        top += len(clauses)
    rows[tuple(zip(*cells, strict=True))] = list(cells.values())
    return rows


@cache
def _columns(labels: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """Column of each label's cues, and of each mood."""
    place = {label: number for number, label in enumerate(labels)}
    return place, {mood: 3 * len(labels) + number for number, mood in enumerate(MOODS)}

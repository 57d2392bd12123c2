"""Numbers for the linear model: n-grams of a paragraph's clauses, and what the keyword model found in them.

A paragraph is cut at 。！？；. Each clause has its n-grams, counted once; figures are one symbol, so that
no number is learnt. The paragraph has those of all its clauses, and those of its headings and section:
clauses are judged by themselves.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.records import MOODS, CueHit, ParagraphScores
from govnlp.text.normalize import normalize
from govnlp.text.segment import sentence_spans
from govnlp.text.tokenize import Tokenizer, is_word

Floats = NDArray[np.float64]
Grams = tuple[list[str], list[str], list[str]]
# What a name of an n-gram begins with: characters, words, pairs of words, heading, section.
CHARS, WORDS, PAIRS, HEADING, SECTION = "cwbhs"
HEADING_WEIGHT = 0.5
_FIGURE = re.compile(r"\d[\d,.]*")
_CLAUSE = re.compile(r"[；;]")
_SHORTEST_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Units:
    """A paragraph taken apart.

    Parameters
    ----------
    clauses : tuple of (int, int)
        Half-open spans of its clauses, at least one.
    grams : tuple of (list, list, list)
        Characters, words and pairs of words of each clause, repeated as they stand.
    context : tuple of (str, str)
        Section key, empty where unknown, and headings.
    evidence : numpy.ndarray
        What the keyword model found, see `evidence_names`: first of the whole paragraph, then one row a
        clause; no columns without it.
    """

    clauses: tuple[tuple[int, int], ...]
    grams: tuple[Grams, ...]
    context: tuple[str, str]
    evidence: Floats

    @property
    def several(self) -> bool:
        """Whether its clauses are judged beside the paragraph, as there is more than one."""
        return len(self.clauses) > 1


def clause_spans(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph at 。！？ and ；; the spans tile it."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        done = start
        for match in _CLAUSE.finditer(text, start, end - 1):
            spans.append((done, match.end()))
            done = match.end()
        spans.append((done, end))
    return spans


def take_apart(
    example: Example,
    tokenizer: Tokenizer,
    scored: ParagraphScores | None,
    labels: Sequence[str],
    dropout: float = 0.0,
) -> Units:
    """Make the units of a paragraph.

    Parameters
    ----------
    example : Example
        The paragraph.
    tokenizer : Tokenizer
        For the words.
    scored : ParagraphScores or None
        What the keyword model found; None to leave it out.
    labels : sequence of str
        Labels in the order of the evidence columns.
    dropout : float
        Share of the cues, in [0, 1), that are overlooked in this paragraph: always the same ones.

    Returns
    -------
    Units
        The paragraph, and its clauses if it has more than one.
    """
    clauses = [c for c in clause_spans(example.text) if c[1] - c[0] >= _SHORTEST_CLAUSE]
    clauses = clauses or [(0, len(example.text))]
    evidence = np.zeros((1 + len(clauses), 0))
    if scored is not None:
        hits = [hit for hit in scored.hits if not _overlooked(example, hit, dropout)]
        evidence = np.array(_evidence(hits, scored, clauses, labels))
    return Units(
        tuple(clauses),
        tuple(_grams(example.text[start:end], tokenizer) for start, end in clauses),
        (example.section or "", f"{_heading(example.heading)}。{_view(example.text[: example.lead_end])}"),
        evidence,
    )


def evidence_names(labels: Sequence[str]) -> list[str]:
    """Name the columns of the keyword evidence: for and against each label, its prior, the moods."""
    return [f"{kind}:{label}" for kind in ("for", "against", "prior") for label in labels] + [
        f"mood:{mood}" for mood in MOODS
    ]


def _overlooked(example: Example, hit: CueHit, dropout: float) -> bool:
    return dropout > 0 and zlib.crc32(f"{example.paragraph_id}{hit.cue}".encode()) < dropout * 2**32


def _evidence(
    hits: Sequence[CueHit],
    scored: ParagraphScores,
    clauses: Sequence[tuple[int, int]],
    labels: Sequence[str],
) -> list[list[float]]:
    """Fill the rows: 1 - prod(1 - weight) of the cues for and against each label, priors, moods met."""
    size = len(labels)
    place = {label: number for number, label in enumerate(labels)}
    mood_at = {mood: 3 * size + number for number, mood in enumerate(MOODS)}
    rows = [[0.0] * (3 * size + len(MOODS)) for _ in range(1 + len(clauses))]
    rows[0][2 * size : 3 * size] = [scored.priors.get(label, 0.0) for label in labels]
    starts = [start for start, _ in clauses]
    for hit in hits:
        clause = bisect_right(starts, hit.start)
        inside = clause > 0 and hit.start < clauses[clause - 1][1]
        column = place.get(hit.label)
        for row in (rows[0], rows[clause]) if inside else (rows[0],):
            row[mood_at[hit.mood]] = 1.0
            if column is not None:
                at = column if hit.weight > 0 else size + column
                row[at] = 1 - (1 - row[at]) * (1 - abs(hit.weight))
    return rows


def _grams(text: str, tokenizer: Tokenizer) -> Grams:
    folded = _FIGURE.sub("0", _view(text))
    words = [word for word in tokenizer.words(folded) if word.isalnum() or is_word(word)]
    return character_grams(folded), words, [f"{left} {right}" for left, right in pairwise(words)]


def character_grams(text: str) -> list[str]:
    """Give the runs of two and of three characters of a text."""
    pairs = list(map(add, text, text[1:]))
    return pairs + list(map(add, pairs, text[2:]))


def _view(text: str) -> str:
    return normalize(text).text.replace("\n", " ")


@lru_cache(maxsize=256)
def _heading(text: str) -> str:
    return _view(text)  # the same for many paragraphs


def gram_names(grams: Grams) -> set[str]:
    """Name the n-grams of a clause."""
    return {kind + gram for kind, found in zip((CHARS, WORDS, PAIRS), grams, strict=True) for gram in found}


def context_names(context: tuple[str, str]) -> set[str]:
    """Name what surrounds a paragraph."""
    section, heading = context
    return {HEADING + gram for gram in character_grams(heading)} | ({SECTION + section} if section else set())

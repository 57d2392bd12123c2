"""Numbers for the linear model: n-grams of a paragraph and of its clauses, and what the keyword model found.

A unit is a paragraph or one of its clauses (cut at 。！？；). Its n-grams are counted once each; figures are
one symbol, so that no number is learnt. Headings and section belong to paragraphs only: clauses are judged
by themselves.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.records import MOODS, CueHit, ParagraphScores
from govnlp.text.normalize import normalize
from govnlp.text.segment import sentence_spans
from govnlp.text.tokenize import Tokenizer, is_word

Floats = NDArray[np.float64]
HEADING_WEIGHT = 0.5
_LONGEST_GRAM = 3
_FIGURE = re.compile(r"\d[\d,.]*")
_CLAUSE = re.compile(r"[；;]")
_SHORTEST_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Units:
    """A paragraph taken apart.

    Parameters
    ----------
    spans : tuple of (int, int)
        Half-open spans of the units: first the whole paragraph, then its clauses if it has several.
    grams : tuple of tuple of str
        Names of the n-grams of each unit, each name once, sorted.
    context : tuple of str
        Names of what surrounds the paragraph.
    evidence : numpy.ndarray
        One row a unit: what the keyword model found, see `evidence_names`; no columns without it.
    """

    spans: tuple[tuple[int, int], ...]
    grams: tuple[tuple[str, ...], ...]
    context: tuple[str, ...]
    evidence: Floats


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
    spans = [(0, len(example.text)), *(clauses if len(clauses) > 1 else ())]
    grams = [set(_grams(example.text[start:end], tokenizer)) for start, end in spans[1:]]
    whole = set[str]().union(*grams) if grams else set(_grams(example.text, tokenizer))
    evidence = np.zeros((len(spans), 0))
    if scored is not None:
        hits = [hit for hit in scored.hits if not _overlooked(example, hit, dropout)]
        evidence = np.array([_evidence(hits, scored, span, labels, n == 0) for n, span in enumerate(spans)])
    return Units(
        tuple(spans),
        tuple(tuple(sorted(found)) for found in (whole, *grams)),
        tuple(sorted(set(_context(example)))),
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
    span: tuple[int, int],
    labels: Sequence[str],
    whole: bool,
) -> list[float]:
    missing = dict.fromkeys(labels, 1.0)
    against = dict.fromkeys(labels, 1.0)
    moods = dict.fromkeys(MOODS, 0.0)
    for hit in hits:
        if not span[0] <= hit.start < span[1]:
            continue
        moods[hit.mood] = 1.0
        if hit.label in missing:
            side = missing if hit.weight > 0 else against
            side[hit.label] *= 1 - abs(hit.weight)
    priors = [scored.priors.get(label, 0.0) if whole else 0.0 for label in labels]
    return [
        *(1 - missing[label] for label in labels),
        *(1 - against[label] for label in labels),
        *priors,
        *moods.values(),
    ]


def _grams(text: str, tokenizer: Tokenizer) -> Iterator[str]:
    folded = _FIGURE.sub("0", _view(text))
    for size in range(1, _LONGEST_GRAM + 1):
        for start in range(len(folded) - size + 1):
            yield f"c{folded[start : start + size]}"
    words = [word for word in tokenizer.words(folded) if is_word(word)]
    for word in words:
        yield f"w{word}"
    for left, right in pairwise(words):
        yield f"b{left} {right}"


def _view(text: str) -> str:
    return normalize(text).text.replace("\n", " ")


def _context(example: Example) -> Iterator[str]:
    if example.section is not None:
        yield f"s{example.section}"
    heading = _view(f"{example.heading}。{example.text[: example.lead_end]}")
    for size in range(1, _LONGEST_GRAM + 1):
        for start in range(len(heading) - size + 1):
            yield f"h{heading[start : start + size]}"


def rows(
    parts: Sequence[Units], columns: Mapping[str, int], weights: Floats
) -> Iterator[tuple[list[int], Floats]]:
    """Give columns and values of each unit's n-grams, of length 1 over the text, and of its context.

    Parameters
    ----------
    parts : sequence of Units
        Paragraphs taken apart.
    columns : mapping of str to int
        Column of each known name.
    weights : numpy.ndarray
        Inverse document frequency of each column.

    Yields
    ------
    columns : list of int
        Of a unit.
    values : numpy.ndarray
        As many.
    """
    for part in parts:
        context = [columns[name] for name in part.context if name in columns]
        for number, grams in enumerate(part.grams):
            found = [columns[name] for name in grams if name in columns]
            values = _unit_length(weights[found])
            if number == 0:
                found += context
                values = np.concatenate([values, HEADING_WEIGHT * _unit_length(weights[context])])
            yield found, values


def _unit_length(values: Floats) -> Floats:
    length = float(np.sqrt(values @ values))
    return values / length if length else values

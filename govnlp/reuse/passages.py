"""Passages: chains of sentences from one place, and clauses that a report says twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.content import content_of
from govnlp.reuse.fingerprint import Codes, Index, decode, digest, gram_hashes, mask, visible_characters
from govnlp.reuse.origins import ORIGINS
from govnlp.reuse.result import Reuse

GRAM = 10
WINDOW = 6
_SHORTEST = GRAM + WINDOW - 1
_FROM_A_REPORT = ("self_prior", "same_region", "superior", "national")
_TITLE = re.compile(r"《[^》]*》|〔\d+〕\d+号")


class Passage(NamedTuple):
    """A passage.

    Parameters
    ----------
    kind : str
        ``chain`` or ``clause``.
    start, end : int
        Half-open offsets into the report.
    origin : str
        Origin of its first sentence; ``internal`` for a clause.
    source_report_id : str
        Report it was taken from; the same one for a clause.
    source_start, source_end : int
        Half-open offsets into that report.
    sentences : int
        Reused sentences; 0 for a clause.
    gaps, source_gaps : int
        Sentences between them that are not from there, and those of the source that were left out.
    similarity : float
        Mean over its sentences, weighted by characters, in [0, 1].
    """

    kind: str
    start: int
    end: int
    origin: str
    source_report_id: str
    source_start: int
    source_end: int
    sentences: int
    gaps: int
    source_gaps: int
    similarity: float


def passages(reuse: Reuse, report_id: str) -> list[Passage]:
    """Chain the reused sentences of a report.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    report_id : str
        The report.

    Returns
    -------
    list of Passage
        Two or more sentences each, from one report, in its order; between two of them at most ``passage_gap``
        sentences are left out on either side.
    """
    chains: list[list[int]] = []
    source, document = reuse.origins.source, reuse.ranked.document
    gap = reuse.settings.passage_gap + 1
    for row in reuse.rows(report_id):
        if ORIGINS[reuse.origins.origin[row]] not in _FROM_A_REPORT or source[row] < 0:
            continue
        for chain in chains[::-1]:
            last = chain[-1]
            forward = 0 < source[row] - source[last] <= gap
            if row - last <= gap and forward and document[source[row]] == document[source[last]]:
                chain.append(row)
                break
        else:
            chains.append([row])
    return [_passage(reuse, chain) for chain in chains if len(chain) > 1]


def _passage(reuse: Reuse, chain: Sequence[int]) -> Passage:
    ranked = reuse.ranked
    rows = np.array(chain)
    source = reuse.origins.source[rows]
    size = ranked.texts.size[ranked.text[rows]]
    return Passage(
        "chain",
        int(ranked.start[rows[0]]),
        int(ranked.end[rows[-1]]),
        ORIGINS[reuse.origins.origin[rows[0]]],
        reuse.report_of(int(source[0])),
        int(ranked.start[source[0]]),
        int(ranked.end[source[-1]]),
        len(chain),
        int(rows[-1] - rows[0]) + 1 - len(chain),
        int(source[-1] - source[0]) + 1 - len(chain),
        round(float(np.average(reuse.similarity[rows], weights=size)), 4),
    )


def repeated_clauses(reuse: Reuse, report_id: str, texts: Sequence[str]) -> list[Passage]:
    """Find what a report says twice in the same words, also inside sentences, by winnowing.

    Of the hashes of all character 10-grams, the smallest of every 6 in a row is kept: any stretch of 15
    characters or more that stands twice has a kept hash in common, from which the match is extended to both
    sides.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from; what is wholly repeated is there already.
    report_id : str
        The report.
    texts : sequence of str
        Its narrative sentences as printed.

    Returns
    -------
    list of Passage
        Stretches of 15 characters or more that say something beside formulas and titles, each with its
        earlier occurrence.

    References
    ----------
    Schleimer, S., Wilkerson, D., & Aiken, A. (2003). Winnowing: local algorithms for document fingerprinting.
    SIGMOD 2003.
    """
    rows = np.array(reuse.rows(report_id), np.int64)
    found = digest(texts)
    codes, bounds = found.codes, found.bounds
    picked = _winnowed(codes, bounds)
    made: list[Passage] = []
    done = 0
    for early, late in picked:
        if late < done:
            continue
        start, size = _extended(codes, bounds, early, late)
        done = max(done, late + size - start)
        first, second = early - start, late - start
        text = decode(codes[second : second + size])
        if size < _SHORTEST or len(_content(text)) < reuse.settings.min_content:
            continue
        there = _printed(reuse, rows, texts, bounds, first, size)
        here = _printed(reuse, rows, texts, bounds, second, size)
        if not _whole_sentence(reuse, rows, bounds, second, size):
            made.append(Passage("clause", *here, "internal", report_id, *there, 0, 0, 0, 1.0))
    return made


def _content(text: str) -> str:
    plain = _TITLE.sub("", text)
    found = digest([plain])
    return content_of(decode(mask(found.codes, found.bounds)[0]))


def _winnowed(codes: Codes, bounds: Index) -> Iterator[tuple[int, int]]:
    """Give pairs of places with the same kept hash: the first one and each later one, in text order."""
    hashed = gram_hashes(codes, GRAM)
    if len(hashed) < WINDOW:
        return
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))[: len(hashed)]
    inside = np.arange(len(hashed)) + GRAM <= bounds[1:][owner]
    windows = np.lib.stride_tricks.sliding_window_view(hashed, WINDOW)
    kept = np.unique(np.arange(len(windows)) + windows.argmin(axis=1))
    kept = kept[inside[kept]]
    first: dict[int, int] = {}
    for place, key in zip(kept.tolist(), hashed[kept].tolist(), strict=True):
        early = first.setdefault(key, place)
        if early < place:
            yield early, place


def _extended(codes: NDArray[np.uint16], bounds: Index, early: int, late: int) -> tuple[int, int]:
    """Extend a match to both sides inside the two sentences; give the steps to the left, and its size."""
    one, two = (int(np.searchsorted(bounds, at, side="right")) - 1 for at in (early, late))
    left = 0
    most = min(early - bounds[one], late - bounds[two])
    while left < most and codes[early - left - 1] == codes[late - left - 1]:
        left += 1
    right = 0
    most = min(bounds[one + 1] - early, bounds[two + 1] - late)
    while right < most and codes[early + right] == codes[late + right]:
        right += 1
    return left, left + right


def _printed(
    reuse: Reuse, rows: Index, texts: Sequence[str], bounds: Index, start: int, size: int
) -> tuple[int, int]:
    """Map a stretch of the folded text to offsets of the report."""
    sentence = int(np.searchsorted(bounds, start, side="right")) - 1
    visible = visible_characters(texts[sentence])
    inside = start - int(bounds[sentence])
    offset = int(reuse.ranked.start[rows[sentence]])
    return offset + int(visible[inside]), offset + int(visible[inside + size - 1]) + 1


def _whole_sentence(reuse: Reuse, rows: Index, bounds: Index, start: int, size: int) -> bool:
    """Tell whether a stretch is a whole sentence that is put down as repeated anyway."""
    sentence = int(np.searchsorted(bounds, start, side="right")) - 1
    whole = size == bounds[sentence + 1] - bounds[sentence]
    return bool(whole and ORIGINS[reuse.origins.origin[rows[sentence]]] == "internal")

"""Passages: chains of sentences from one place, and clauses that a report says twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.content import content_of
from govnlp.reuse.fingerprint import Codes, Index, decode, folded, gram_hashes, mask, visible_characters
from govnlp.reuse.origins import ORIGINS
from govnlp.reuse.result import Reuse

GRAM = 10
WINDOW = 6
_SHORTEST = GRAM + WINDOW - 1
_FROM_A_REPORT = [ORIGINS.index(name) for name in ("self_prior", "same_region", "superior", "national")]
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
    rows = reuse.rows(report_id)
    inside = slice(rows.start, rows.stop)
    source = reuse.origins.source[inside]
    copied = np.isin(reuse.origins.origin[inside], _FROM_A_REPORT) & (source >= 0)
    home = reuse.ranked.document[np.maximum(source, 0)]
    gap = reuse.settings.passage_gap + 1
    chains: list[list[tuple[int, int]]] = []
    # The last sentence of each chain that may still go on, by the report that it comes from.
    ends: dict[int, list[list[tuple[int, int]]]] = {}
    columns = zip(rows, copied.tolist(), source.tolist(), home.tolist(), strict=True)
    for row, is_copied, at, report in columns:
        if not is_copied:
            continue
        going = [chain for chain in ends.get(report, ()) if row - chain[-1][0] <= gap]
        ends[report] = going
        for chain in reversed(going):
            if 0 < at - chain[-1][1] <= gap:
                chain.append((row, at))
                break
        else:
            chains.append([(row, at)])
            going.append(chains[-1])
    return [_passage(reuse, chain) for chain in chains if len(chain) > 1]


def _passage(reuse: Reuse, chain: Sequence[tuple[int, int]]) -> Passage:
    ranked = reuse.ranked
    (first, source), (last, source_end) = chain[0], chain[-1]
    rows = [row for row, _ in chain]
    sizes = ranked.texts.size[ranked.text[rows]].tolist()
    kept = sum(a * b for a, b in zip(reuse.similarity[rows].tolist(), sizes, strict=True))
    return Passage(
        "chain",
        int(ranked.start[first]),
        int(ranked.end[last]),
        ORIGINS[reuse.origins.origin[first]],
        reuse.report_of(source),
        int(ranked.start[source]),
        int(ranked.end[source_end]),
        len(chain),
        last - first + 1 - len(chain),
        source_end - source + 1 - len(chain),
        round(kept / sum(sizes), 4),
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
    codes, bounds = reuse.ranked.texts.codes(reuse.ranked.text[rows])
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
    codes, bounds = folded([plain])
    return content_of(decode(mask(codes, bounds)[0]))


def _winnowed(codes: Codes, bounds: Index) -> Iterator[tuple[int, int]]:
    """Give pairs of places with the same kept hash: the first one and each later one, in text order."""
    hashed = gram_hashes(codes, GRAM)
    if len(hashed) < WINDOW:
        return
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))[: len(hashed)]
    inside = np.arange(len(hashed)) + GRAM <= bounds[1:][owner]
    windows = np.lib.stride_tricks.sliding_window_view(hashed, WINDOW)
    # The smallest of a window never lies before that of the window before.
    kept = np.arange(len(windows)) + windows.argmin(axis=1)
    kept = kept[np.append(True, kept[1:] > kept[:-1])]
    kept = kept[inside[kept]]
    order = np.argsort(hashed[kept], kind="stable")
    places, keys = kept[order], hashed[kept][order]
    again = np.append(False, keys[1:] == keys[:-1])
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(keys))))[again]
    pairs = zip(places[again].tolist(), places[first].tolist(), strict=True)
    yield from ((early, late) for late, early in sorted(pairs))


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

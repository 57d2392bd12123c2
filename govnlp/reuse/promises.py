"""Problems and plans that a unit's reports put down again, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from govnlp.reuse.content import contents_of
from govnlp.reuse.findings import Finding, Sentence, make_finding
from govnlp.reuse.fingerprint import decode, encode, mask, visible_characters
from govnlp.reuse.index import SECTIONS
from govnlp.reuse.result import Reuse

PROBLEMS = SECTIONS.index("problems")
_CLAUSE = re.compile(r"[^，。；;,!?！？]+")
_HAN_NUMBER = "[一二三四五六七八九十]{1,2}"
_LIST_MARK = re.compile(rf"^(?:{_HAN_NUMBER}(?:是|要)|[(（]?\d{{1,2}}[)）、.．]|[(（]{_HAN_NUMBER}[)）])")
_LEAST_CLAUSE = 8
_SAME = 0.85
# A unit's reports mostly come one after the other, and each is asked for again by the next.
_KEPT_REPORTS = 1 << 11


class Clause(NamedTuple):
    """A clause that says something.

    Parameters
    ----------
    row : int
        Row of its sentence.
    start, end : int
        Half-open offsets into the folded sentence.
    key : str
        What it is compared by.
    """

    row: int
    start: int
    end: int
    key: str


class Promised:
    """The clauses of a report on problems and plans.

    Parameters
    ----------
    clauses : sequence of Clause
        In text order.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.keys = [clause.key for clause in clauses]
        # Read backwards, so that the first of equal ones stays.
        self.first = {key: place for place, key in reversed(list(enumerate(self.keys)))}

    def like(self, keys: Sequence[str]) -> list[int]:
        """Give for each key the place of the clause most like it, the first of equals; -1 if none is near."""
        made = [self.first.get(key, -1) for key in keys]
        open_keys = [n for n, place in enumerate(made) if place < 0]
        if open_keys and self.keys:
            scores = process.cdist(
                [keys[n] for n in open_keys],
                self.keys,
                scorer=Indel.normalized_similarity,
                score_cutoff=_SAME,
                dtype=np.float64,
            )
            best = scores.argmax(axis=1)
            found = scores[np.arange(len(best)), best] > 0
            for n, place, near in zip(open_keys, best.tolist(), found.tolist(), strict=True):
                made[n] = place if near else -1
        return made


class Promises:
    """Finds promises made again.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    """

    def __init__(self, reuse: Reuse) -> None:
        self._reuse = reuse
        self._promised = lru_cache(_KEPT_REPORTS)(self._read)

    def find(self, place: int, sentences: Sequence[Sentence]) -> Iterator[Finding]:
        """Find clauses on problems and plans that last year's report had on problems and plans.

        Parameters
        ----------
        place : int
            Rank of the report.
        sentences : sequence of Sentence
            Its sentences.

        Yields
        ------
        Finding
            Clauses that stand in at least ``promise_years`` reports in a row.
        """
        last = int(self._reuse.ranked.prior[place])
        if last < 0:
            return
        new, old = self._promised(place), self._promised(last)
        if not new.clauses or not old.clauses:
            return
        first = sentences[0].row
        for clause, before in zip(new.clauses, old.like(new.keys), strict=True):
            if before < 0:
                continue
            years = 2 + self._years_in_a_row(old.keys[before], last)
            if years >= self._reuse.settings.promise_years:
                sentence = sentences[clause.row - first]
                span = self._printed(sentence, clause)
                surface = sentence.text[slice(*span)]
                source = old.clauses[before].row
                yield make_finding(self._reuse, "repeated_promise", sentence, span, source, surface, years)

    def _printed(self, sentence: Sentence, clause: Clause) -> tuple[int, int]:
        """Give the offsets of a clause into its sentence as printed."""
        ranked = self._reuse.ranked
        if ranked.texts.size[ranked.text[sentence.row]] == len(sentence.text):
            return clause.start, clause.end
        visible = visible_characters(sentence.text)
        return int(visible[clause.start]), int(visible[clause.end - 1]) + 1

    def _years_in_a_row(self, key: str, place: int) -> int:
        """Count the reports before one, back without a break, that have a clause."""
        years = 0
        while (place := int(self._reuse.ranked.prior[place])) >= 0:
            promised = self._promised(place)
            if key not in promised.first and promised.like([key])[0] < 0:
                break
            years += 1
        return years

    def _read(self, place: int) -> Promised:
        """Read the clauses of a report's sections on problems and plans."""
        ranked = self._reuse.ranked
        first, last = ranked.first[place : place + 2].tolist()
        rows = first + np.flatnonzero(ranked.section[first:last] == PROBLEMS)
        texts = ranked.texts.strings(ranked.text[rows])
        found = [
            (row, match)
            for row, text in zip(rows.tolist(), texts, strict=True)
            for match in _CLAUSE.finditer(text)
        ]
        bare = [_LIST_MARK.sub("", match[0]) for _, match in found]
        bounds = np.cumsum([0, *map(len, bare)])
        codes, edges = contents_of(*mask(encode("".join(bare)), bounds))
        contents = decode(codes)
        made = []
        for (row, match), (at, to) in zip(found, pairwise(edges.tolist()), strict=True):
            if to - at >= _LEAST_CLAUSE:
                made.append(Clause(row, *match.span(), contents[at:to]))
        return Promised(made)

"""A paragraph cut up once: clauses, sentences, and the words of each stretch."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from govnlp.annotate.claims.drafts import Draft, NonDraft
from govnlp.annotate.claims.lexicon import Word

Words = list[tuple[int, int, Word]]
# A note in brackets without figures, such as 村(社区), cuts no clause.
_EDGE = re.compile(r"\([^()0-9。;\n]{1,30}\)|([。;:!?()\n]|,(?!\d{3}(?!\d)))")
_SENTENCE = frozenset("。!?\n")
_SEGMENT = frozenset("。!?\n;")


@dataclass(slots=True)
class Scene:
    """A paragraph as the rules see it. Offsets are into the view.

    Parameters
    ----------
    text : str
        Matching view.
    words : list
        Words found in it, in order, with their starts in ``starts``.
    drafts, others : list
        Quantities and other numerals, in order; the starts of the latter in ``other_starts``.
    year : int or None
        Year of the report.
    edges : list of int
        Where clauses end.
    sentences : list of int
        Where sentences end; ``segments`` also those that a semicolon ends.
    """

    text: str
    words: Words
    starts: list[int]
    drafts: list[Draft]
    others: list[NonDraft]
    other_starts: list[int]
    year: int | None
    edges: list[int]
    sentences: list[int]
    segments: list[int]

    def clause_start(self, at: int) -> int:
        """Offset behind the last clause edge before ``at``."""
        n = bisect_left(self.edges, at)
        return self.edges[n - 1] + 1 if n else 0

    def clause_end(self, at: int) -> int:
        """Offset of the next clause edge from ``at`` on."""
        n = bisect_left(self.edges, at)
        return self.edges[n] if n < len(self.edges) else len(self.text)

    def sentence_start(self, at: int) -> int:
        """Offset behind the last sentence end before ``at``."""
        n = bisect_left(self.sentences, at)
        return self.sentences[n - 1] + 1 if n else 0

    def segment_start(self, at: int) -> int:
        """Offset behind the last sentence end or semicolon before ``at``."""
        n = bisect_left(self.segments, at)
        return self.segments[n - 1] + 1 if n else 0

    def within(self, start: int, end: int) -> Words:
        """Words that lie wholly within a stretch."""
        n = bisect_left(self.starts, start)
        found = self.words[n : bisect_left(self.starts, end, n)]
        while found and found[-1][1] > end:
            found.pop()
        return found

    def others_within(self, start: int, end: int) -> list[NonDraft]:
        """Other numerals that start within a stretch."""
        n = bisect_left(self.other_starts, start)
        return self.others[n : bisect_left(self.other_starts, end, n)]


def make_scene(
    text: str, words: Words, drafts: list[Draft], others: list[NonDraft], year: int | None
) -> Scene:
    """Cut a paragraph up; numbers each draft's sentence."""
    edges = [at for match in _EDGE.finditer(text) if (at := match.start(1)) >= 0]
    sentences = [at for at in edges if text[at] in _SENTENCE]
    segments = [at for at in edges if text[at] in _SEGMENT]
    for draft in drafts:
        draft.sentence = bisect_right(sentences, draft.start)
    starts, other_starts = [w[0] for w in words], [o.start for o in others]
    return Scene(text, words, starts, drafts, others, other_starts, year, edges, sentences, segments)

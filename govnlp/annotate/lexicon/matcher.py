"""The compiled lexicon: one automaton over all terms, patterns looked up by their rarest part.

Terms are found longest first and without overlap. What a clause holds is a mapping from term classes to
their places; a pattern is looked at only where its rarest class occurs, so that the cost follows the
text and not the size of the lexicon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govnlp.annotate.lexicon.records import Cue, TermClass
from govnlp.annotate.lexicon.syntax import (
    IN_SENTENCE,
    LATER,
    NEAR,
    NEAR_TO,
    class_name,
    classes_in,
    expand,
    parse,
)

Places = dict[int, list[tuple[int, int]]]

_SENTENCE_END = "。!?\n"
_CLAUSE_END = ",;:"
# A shorter word in the middle of a longer one is chance: 议案 in 复议案件.
SURE = 4
# Guards have keys of their own: they also see what stands inside longer terms.
GUARD = "!"
# Longest list mark, such as （一）, that may stand before the start of a clause.
_LIST_MARK = 3


@dataclass(frozen=True, slots=True)
class Compiled:
    """A cue ready for matching.

    Parameters
    ----------
    cue : Cue
        As written.
    slots : tuple of int
        Classes of its parts.
    joints : tuple of str
        What stands between them.
    not_clause, not_sentence, not_paragraph : tuple of int
        Classes that void it.
    """

    cue: Cue
    slots: tuple[int, ...]
    joints: tuple[str, ...]
    not_clause: tuple[int, ...]
    not_sentence: tuple[int, ...]
    not_paragraph: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two commas, semicolons, colons or full stops, with what was found in it.

    Parameters
    ----------
    start, end : int
        Half-open offsets into the text matched.
    sentence : int
        Index of its sentence.
    places : dict
        Class to its places, in text order.
    """

    start: int
    end: int
    sentence: int
    places: Places


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found.

    Parameters
    ----------
    compiled : Compiled
        The cue.
    clause : int
        Index of the clause (of its last part).
    start, end : int
        Half-open offsets, from the first part to the last.
    """

    compiled: Compiled
    clause: int
    start: int
    end: int


class Matcher:
    """Finds the cues of a lexicon.

    Parameters
    ----------
    classes : mapping of str to TermClass
        Classes by name.
    cues : sequence of Cue
        All cues, marks included.
    """

    def __init__(self, classes: Mapping[str, TermClass], cues: Sequence[Cue]) -> None:
        import ahocorasick_rs

        self._ids: dict[str, int] = {}
        self._classes = classes
        inner: set[int] = set()
        compiled = [self._compile(cue, inner) for cue in cues]
        usage = Counter(slot for item in compiled for slot in set(item.slots))
        self._clause_cues: dict[int, list[Compiled]] = {}
        self._sentence_cues: dict[int, list[Compiled]] = {}
        for item in compiled:
            home = self._sentence_cues if IN_SENTENCE in item.joints else self._clause_cues
            home.setdefault(min(item.slots, key=lambda slot: usage[slot]), []).append(item)
        # Classes that no cue names still take part in the longest match.
        members: dict[str, list[int]] = {term: [] for entry in classes.values() for term in entry.terms}
        for part, key in self._ids.items():
            for term in expand(part.removeprefix(GUARD), lambda name: classes[name].terms):
                members.setdefault(term, []).append(key)
        terms = [*members, *_SENTENCE_END, *_CLAUSE_END]
        self._borders = len(members)
        self._automaton = ahocorasick_rs.AhoCorasick(
            terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False
        )
        self._gives = _gives(members, inner)
        self.terms = len(members)

    def _compile(self, cue: Cue, inner: set[int]) -> Compiled:
        parsed = parse(cue.pattern)
        slots = tuple(self._key(part) for part in parsed.parts)
        for part, key in zip(parsed.parts, slots, strict=True):
            name = class_name(part)
            # A literal part of a pattern also counts inside longer terms; a lone cue does not: longest first.
            if self._classes[name].inside if name else len(slots) > 1 and not classes_in(part):
                inner.add(key)
        guards = tuple(
            tuple(self._key(GUARD + part) for part in group)
            for group in (cue.not_clause, cue.not_sentence, cue.not_paragraph)
        )
        inner.update(key for group in guards for key in group)
        return Compiled(cue, slots, parsed.joints, *guards)

    def _key(self, part: str) -> int:
        return self._ids.setdefault(part, len(self._ids))

    def clauses(self, text: str) -> list[Clause]:
        """Cut a text into clauses and note what stands in each.

        Parameters
        ----------
        text : str
            Text in the matching view.

        Returns
        -------
        list of Clause
            In text order; together with their closing marks they tile the text.
        """
        found: list[Clause] = []
        gives, borders, first_clause_mark = self._gives, self._borders, self._borders + len(_SENTENCE_END)
        done = sentence = 0
        places: Places = {}
        for term, start, end in self._automaton.find_matches_as_indexes(text):
            if term < borders:
                for key, left, right in gives[term]:
                    span = (start + left, end - right)
                    known = places.get(key)
                    if known is None:
                        places[key] = [span]
                    else:
                        known.append(span)
                continue
            if term >= first_clause_mark and _inside_number(text, start, end):
                continue
            found.append(Clause(done, end, sentence, places))
            done, places = end, {}
            if term < first_clause_mark:
                sentence += 1
        if done < len(text):
            found.append(Clause(done, len(text), sentence, places))
        return found

    def hits(self, clauses: Sequence[Clause]) -> list[Hit]:
        """Find all cues in the clauses of one paragraph.

        Parameters
        ----------
        clauses : sequence of Clause
            What `clauses` gave.

        Returns
        -------
        list of Hit
            By clause.
        """
        present: set[int] = set()
        for clause in clauses:
            present.update(clause.places)
        found: list[Hit] = []
        at = 0
        while at < len(clauses):
            stop = at + 1
            while stop < len(clauses) and clauses[stop].sentence == clauses[at].sentence:
                stop += 1
            self._sentence(clauses, at, stop, present, found)
            at = stop
        return found

    def _sentence(
        self, clauses: Sequence[Clause], at: int, stop: int, present: set[int], found: list[Hit]
    ) -> None:
        whole = _merged(clauses, at, stop)
        by_clause, by_sentence = self._clause_cues, self._sentence_cues
        for index in range(at, stop):
            places = clauses[index].places
            for key in places:
                for item in by_clause.get(key, ()):
                    span = _find(item, places)
                    if not span or not _in_scope(item.cue.scope, span, clauses[index]):
                        continue
                    if not _void(item, places, whole, present):
                        found.append(Hit(item, index, *span))
        for key in whole:
            for item in by_sentence.get(key, ()):
                span = _find(item, whole)
                if span:
                    index = next(i for i in range(at, stop) if span[1] <= clauses[i].end)
                    if not _void(item, clauses[index].places, whole, present):
                        found.append(Hit(item, index, *span))

    def whole_hits(self, clauses: Sequence[Clause]) -> list[Hit]:
        """Find the cues in a short text, such as a heading, that counts as one clause."""
        whole = _merged(clauses, 0, len(clauses))
        found: list[Hit] = []
        for key in whole:
            for item in self._clause_cues.get(key, ()):
                span = _find(item, whole)
                if span and not any(slot in whole for slot in item.not_clause):
                    found.append(Hit(item, 0, *span))
        return found


def _inside_number(text: str, start: int, end: int) -> bool:
    """Whether a mark stands between digits, as in 1,209 and 15:29."""
    return start > 0 and end < len(text) and text[start - 1].isdigit() and text[end].isdigit()


def _gives(members: Mapping[str, list[int]], inner: set[int]) -> list[tuple[tuple[int, int, int], ...]]:
    """List what each term stands for: classes, and what to cut off its left and right end."""
    import ahocorasick_rs

    terms = list(members)
    own = [[(key, 0, 0) for key in members[term]] for term in terms]
    inside = [term for term in terms if any(key in inner for key in members[term])]
    if inside:
        finder: Any = ahocorasick_rs.AhoCorasick(inside, store_patterns=False)
        for index, term in enumerate(terms):
            for which, start, end in finder.find_matches_as_indexes(term, overlapping=True):
                edge = start == 0 or end == len(term)
                if end - start < len(term) and (edge or end - start >= SURE):
                    keys = (key for key in members[inside[which]] if key in inner)
                    own[index].extend((key, start, len(term) - end) for key in keys)
    return [tuple(entry) for entry in own]


def _merged(clauses: Sequence[Clause], at: int, stop: int) -> Places:
    if stop - at == 1:
        return clauses[at].places
    merged: Places = {}
    for index in range(at, stop):
        for key, spans in clauses[index].places.items():
            if key in merged:
                merged[key] = merged[key] + spans
            else:
                merged[key] = spans
    return merged


def _in_scope(scope: str, span: tuple[int, int], clause: Clause) -> bool:
    if scope == "clause_start":
        return span[0] - clause.start <= _LIST_MARK
    if scope == "clause_end":
        return clause.end - span[1] <= 1
    return scope != "first_sentence" or clause.sentence == 0


def _void(item: Compiled, clause: Places, sentence: Places, paragraph: set[int]) -> bool:
    return (
        any(key in clause for key in item.not_clause)
        or any(key in sentence for key in item.not_sentence)
        or any(key in paragraph for key in item.not_paragraph)
    )


def _find(item: Compiled, places: Places) -> tuple[int, int] | None:
    """Find the parts of a pattern in their order; the span from the first to the last."""
    for slot in item.slots:
        if slot not in places:
            return None
    if len(item.slots) == 1:
        return places[item.slots[0]][0]
    for first in places[item.slots[0]]:
        spans = _rest(item, places, 1, [first])
        if spans:
            return min(s for s, _ in spans), max(e for _, e in spans)
    return None


def _rest(
    item: Compiled, places: Places, at: int, spans: list[tuple[int, int]]
) -> list[tuple[int, int]] | None:
    if at == len(item.slots):
        return spans
    joint, (_, before) = item.joints[at - 1], spans[-1]
    for span in places[item.slots[at]]:
        if joint in (LATER, IN_SENTENCE):
            fits = span[0] >= before
        elif joint == NEAR_TO:
            fits = before <= span[0] <= before + NEAR
        else:
            fits = all(span[1] <= s or span[0] >= e for s, e in spans)
        if fits:
            done = _rest(item, places, at + 1, [*spans, span])
            if done:
                return done
    return None


def term_classes(cues: Iterable[Cue]) -> set[str]:
    """Collect the names of all classes that cues refer to."""
    named: set[str] = set()
    for cue in cues:
        for part in (*parse(cue.pattern).parts, *cue.not_clause, *cue.not_sentence, *cue.not_paragraph):
            named.update(classes_in(part))
    return named

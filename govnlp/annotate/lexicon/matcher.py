"""The compiled lexicon: one automaton over all terms, patterns looked up by their rarest part.

Terms are found longest first and without overlap. Each term knows the parts of patterns that it can
stand for, as bits; a clause is the union of its terms' bits. A pattern is looked at only where its rarest
part occurs, and read in full only where all its parts do, so that the cost follows the text and not the size
of the lexicon. What a term stands for is worked out when a text first holds it: most terms of a lexicon stand
in no report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from govnlp.annotate.lexicon.parts import (
    Clause,
    Compiled,
    Hit,
    Places,
    Reading,
    Role,
    Token,
    find_parts,
    in_scope,
)
from govnlp.annotate.lexicon.records import Cue, TermClass
from govnlp.annotate.lexicon.syntax import IN_SENTENCE, class_name, classes_in, expand, parse
from govnlp.text.normalize import normalize

_SENTENCE_END = "。!?\n"
_CLAUSE_END = ",;:"
_MARK = re.compile(f"[{_SENTENCE_END}{_CLAUSE_END}]")
# Readings of clauses kept, at most, and the longest clause of which one is.
_KEPT = 8_192
_LONGEST_KEPT = 80
# A shorter word in the middle of a longer one is chance: 议案 in 复议案件.
SURE = 4
# Guards have keys of their own: they also see what stands inside longer terms.
GUARD = "!"
# So many characters could as well stand at a place.
_COMMON_CHARACTERS = 30.0


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
        self._inner: set[int] = set()
        self._items = compiled = [self._compile(number, cue) for number, cue in enumerate(cues)]
        # Classes that no cue names still take part in the longest match.
        self._members: dict[str, list[int]] = {term: [] for entry in classes.values() for term in entry.terms}
        for part, key in self._ids.items():
            for term in expand(part.removeprefix(GUARD), lambda name: classes[name].terms):
                self._members.setdefault(term, []).append(key)
        self._terms = list(self._members)
        self.terms = len(self._terms)
        self._automaton = ahocorasick_rs.AhoCorasick(
            [*self._terms, *_SENTENCE_END, *_CLAUSE_END],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            store_patterns=False,
        )
        self._cues, self._wide = _by_rarest_part(compiled, self._members)
        # By the number of their term; False until a text first holds it.
        self._roles: list[Role | Literal[False] | None] = [False] * self.terms
        self._readings: dict[str, Reading] = {}
        marked = sorted(term for term in self._terms if _MARK.search(term))
        self._with_mark = re.compile("|".join(map(re.escape, marked))) if marked else None
        self._shared: dict[Insets, Role | None] = {(): None}
        # Headings are those of the format: the same ones come again in report after report.
        self.heading_hits = lru_cache(maxsize=4_096)(self._heading_hits)

    def _compile(self, number: int, cue: Cue) -> Compiled:
        parsed = parse(cue.pattern)
        slots = tuple(self._key(part) for part in parsed.parts)
        for part, key in zip(parsed.parts, slots, strict=True):
            name = class_name(part)
            # A literal part of a pattern also counts inside longer terms; a lone cue does not: longest first.
            if self._classes[name].inside if name else len(slots) > 1 and not classes_in(part):
                self._inner.add(key)
        guards = [
            [self._key(GUARD + part) for part in group]
            for group in (cue.not_clause, cue.not_sentence, cue.not_paragraph)
        ]
        self._inner.update(key for group in guards for key in group)
        here, sentence, paragraph = (_bits(group) for group in guards)
        return Compiled(number, cue, slots, parsed.joints, _bits(slots), here, sentence, paragraph)

    def _key(self, part: str) -> int:
        return self._ids.setdefault(part, len(self._ids))

    def _make_role(self, term: int) -> Role | None:
        """Work out what a term stands for, by its number; terms with the same parts and insets share it."""
        insets = self._insets(self._terms[term])
        if insets not in self._shared:
            keys = dict.fromkeys(key for key, _, _ in insets)
            self._shared[insets] = Role(
                _bits(keys),
                tuple(item for key in keys for item in self._cues.get(key, ())),
                tuple(item for key in keys for item in self._wide.get(key, ())),
                {key: (left, right) for key, left, right in reversed(insets)},
            )
        return self._shared[insets]

    def _insets(self, term: str) -> Insets:
        """List what a term stands for: parts, and what to cut off its left and right end."""
        found = [(key, 0, 0) for key in self._members[term]]
        length = len(term)
        for end in range(1, length + 1):
            for start in range(end):
                sure = start == 0 or end == length or end - start >= SURE
                if sure and end - start < length:
                    inside = self._members.get(term[start:end], ())
                    found += [(key, start, length - end) for key in inside if key in self._inner]
        return tuple(found)

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
        ends = [at + 1 for at in self._borders(text)]
        if (ends[-1] if ends else 0) < len(text):
            ends.append(len(text))
        starts = [0, *ends][: len(ends)]
        surfaces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        readings = self._read(surfaces)
        found: list[Clause] = []
        sentence = 0
        for start, end, surface in zip(starts, ends, surfaces, strict=True):
            found.append(Clause(start, end, sentence, surface, readings[surface]))
            if surface[-1] in _SENTENCE_END:
                sentence += 1
        return found

    def _borders(self, text: str) -> list[int]:
        """Offsets of the marks that end a clause: those that stand in no number and in no term."""
        if self._with_mark is not None and self._with_mark.search(text):
            found = self._automaton.find_matches_as_indexes(text)
            marks = [start for term, start, _ in found if term >= self.terms]
        else:
            marks = [match.start() for match in _MARK.finditer(text)]
        return [at for at in marks if text[at] in _SENTENCE_END or not _inside_number(text, at)]

    def _read(self, clauses: Sequence[str]) -> dict[str, Reading]:
        """Note what stands in each clause; reports repeat clauses, and it depends on nothing around them."""
        known = self._readings
        found = {clause: known.get(clause) for clause in clauses}
        fresh = [clause for clause, reading in found.items() if reading is None]
        if fresh:
            made = {
                clause: self._reading(clause, *terms)
                for clause, terms in zip(fresh, self._terms_of(fresh), strict=True)
            }
            if len(known) + len(made) > _KEPT:
                known.clear()
            known.update(
                (clause, reading) for clause, reading in made.items() if len(clause) <= _LONGEST_KEPT
            )
            return found | made  # type: ignore[return-value]
        return found  # type: ignore[return-value]

    def _terms_of(self, clauses: Sequence[str]) -> Iterator[tuple[list[Token], int]]:
        """Find the terms of clauses and the union of their bits; laid end to end, in one call.

        Offsets are from the clause's start.
        """
        text = "".join(clauses)
        if len(clauses) > 1 and self._with_mark is not None and self._with_mark.search(text):
            # A term that holds a mark might reach from one clause into the next one laid beside it.
            for clause in clauses:
                yield from self._terms_of([clause])
            return
        roles, borders = self._roles, self.terms
        matches = self._automaton.find_matches_as_indexes(text)
        at, count, end = 0, len(matches), 0
        for clause in clauses:
            offset, end = end, end + len(clause)
            tokens: list[Token] = []
            bits = 0
            while at < count and matches[at][1] < end:
                term, first, last = matches[at]
                at += 1
                if term < borders:
                    role = roles[term]
                    if role is False:
                        role = roles[term] = self._make_role(term)
                    if role is not None:
                        tokens.append((role, first - offset, last - offset))
                        bits |= role.bits
            yield tokens, bits

    def _reading(self, clause: str, tokens: list[Token], bits: int) -> Reading:
        cues: dict[int, tuple[int, int]] = {}
        wide: dict[int, None] = {}
        known: Places = {}
        for role, start, end in tokens:
            if role.wide:
                wide.update(dict.fromkeys(item.number for item in role.wide))
            if not role.partners & bits:
                continue
            for item in role.cues:
                needs = item.needs
                if needs & bits != needs or item.number in cues:
                    continue
                span = find_parts(item, tokens, known) if item.joints else (start, end)
                if span and (item.scope == "anywhere" or in_scope(item.scope, span, len(clause))):
                    cues[item.number] = span
        return bits, tuple(n for item, span in cues.items() for n in (item, *span)), tuple(wide)

    def hits(self, clauses: Sequence[Clause]) -> list[Hit]:
        """Find all cues in the clauses of one paragraph.

        Parameters
        ----------
        clauses : sequence of Clause
            What `clauses` gave.

        Returns
        -------
        list of Hit
            By sentence.
        """
        paragraph = 0
        for clause in clauses:
            paragraph |= clause.reading[0]
        items = self._items
        found: list[Hit] = []
        for at, stop in sentence_ranges(clauses):
            sentence = 0
            for clause in clauses[at:stop]:
                sentence |= clause.reading[0]
            wide: dict[int, None] = {}
            for index in range(at, stop):
                offset, _, number, _, (bits, cues, reaching) = clauses[index]
                if reaching:
                    wide.update(dict.fromkeys(reaching))
                for which, start, end in zip(cues[::3], cues[1::3], cues[2::3], strict=True):
                    item = items[which]
                    if item.guarded and (
                        item.not_clause & bits
                        or item.not_sentence & sentence
                        or item.not_paragraph & paragraph
                    ):
                        continue
                    if number == 0 or item.scope != "first_sentence":
                        found.append(Hit(item, index, offset + start, offset + end))
            if wide:
                found.extend(self._wide_hits(wide, clauses, at, stop, sentence, paragraph))
        return found

    def _wide_hits(
        self,
        wide: Iterable[int],
        clauses: Sequence[Clause],
        at: int,
        stop: int,
        sentence: int,
        paragraph: int,
    ) -> Iterator[Hit]:
        likely = [
            item
            for item in map(self._items.__getitem__, wide)
            if item.needs & sentence == item.needs and not item.not_sentence & sentence
        ]
        if not likely:
            return
        tokens = self._tokens_of(clauses[at:stop])
        known: Places = {}
        for item in likely:
            span = find_parts(item, tokens, known)
            if span:
                index = next(i for i in range(at, stop) if span[1] <= clauses[i].end)
                if not item.not_clause & clauses[index].reading[0] and not item.not_paragraph & paragraph:
                    yield Hit(item, index, *span)

    def _tokens_of(self, clauses: Sequence[Clause]) -> list[Token]:
        """Terms of several clauses; too seldom asked for to be kept."""
        found = self._terms_of([clause.surface for clause in clauses])
        return [
            (role, clause.start + start, clause.start + end)
            for clause, (tokens, _) in zip(clauses, found, strict=True)
            for role, start, end in tokens
        ]

    def forget(self) -> None:
        """Let go of what is kept of clauses seen; results are the same."""
        self._readings.clear()

    def _heading_hits(self, text: str) -> tuple[Hit, ...]:
        """Find the cues in a short text as printed, such as a heading, that counts as one clause."""
        clauses = self.clauses(normalize(text).text)
        tokens = self._tokens_of(clauses)
        bits = 0
        for clause in clauses:
            bits |= clause.reading[0]
        found: dict[Compiled, Hit] = {}
        known: Places = {}
        for role, _, _ in tokens:
            for item in role.cues:
                if item not in found and item.needs & bits == item.needs and not item.not_clause & bits:
                    span = find_parts(item, tokens, known)
                    if span:
                        found[item] = Hit(item, 0, *span)
        return tuple(found.values())


def sentence_ranges(clauses: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    """Group clauses by sentence: half-open ranges of indices."""
    at = 0
    for index in range(1, len(clauses) + 1):
        if index == len(clauses) or clauses[index].sentence != clauses[at].sentence:
            yield at, index
            at = index


def _bits(keys: Iterable[int]) -> int:
    bits = 0
    for key in keys:
        bits |= 1 << key
    return bits


Insets = tuple[tuple[int, int, int], ...]


def _by_rarest_part(
    compiled: Sequence[Compiled], members: Mapping[str, Sequence[int]]
) -> tuple[dict[int, list[Compiled]], dict[int, list[Compiled]]]:
    """Sort cues by their rarest part: those that end in a clause, those that reach further.

    How often a part occurs in texts is guessed from its terms: few and long ones are rare.
    """
    usage: defaultdict[int, float] = defaultdict(float)
    for term, keys in members.items():
        chance = _COMMON_CHARACTERS ** -len(term)
        for key in keys:
            usage[key] += chance
    cues: dict[int, list[Compiled]] = {}
    wide: dict[int, list[Compiled]] = {}
    for item in compiled:
        home = wide if IN_SENTENCE in item.joints else cues
        home.setdefault(min(item.slots, key=usage.__getitem__), []).append(item)
    return cues, wide


def _inside_number(text: str, at: int) -> bool:
    """Whether a mark stands between digits, as in 1,209 and 15:29."""
    return at > 0 and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()


def term_classes(cues: Iterable[Cue]) -> set[str]:
    """Collect the names of all classes that cues refer to."""
    named: set[str] = set()
    for cue in cues:
        for part in (*parse(cue.pattern).parts, *cue.not_clause, *cue.not_sentence, *cue.not_paragraph):
            named.update(classes_in(part))
    return named

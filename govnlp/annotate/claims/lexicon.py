"""Words and patterns that claims are read with, loaded from ``govnlp/data/claims``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from govnlp.annotate.claims.units import load_units
from govnlp.errors import ResourceError
from govnlp.resources import load_csv, load_yaml

_FOLDER = "claims"
# Jobs that a word of the automaton can have; a word may have several.
_CUE_LISTS = (
    "whole",
    "total",
    "aggregate",
    "frequency",
    "change",
    "compare",
    "modality",
    "time_words",
    "carried",
)


# What the rules ask of a word most often, as bits.
VERB, LIGHT, EITHER, NOUN, MANNER, ACT_NOUN, EVENT, CHANGE, CARRIED, SHARE, PLAN_NAME, SETTING = (
    1 << n for n in range(12)
)
TIME, MODAL, WHOLE, AGGREGATE, ADJUNCT, MASK, INTRANSITIVE = (1 << n for n in range(12, 19))
VERBAL = VERB | LIGHT | EITHER | CHANGE | CARRIED
_SETTING_JOBS = ("time_words", "whole", "compare", "frequency", "total", "aggregate", "modality")
_BITS = {
    "verb": VERB,
    "light": LIGHT,
    "either": EITHER,
    "noun": NOUN,
    "manner": MANNER,
    "act_noun": ACT_NOUN,
    "event": EVENT,
    "intransitive": INTRANSITIVE,
    "change": CHANGE,
    "carried": CARRIED,
    "time_words": TIME,
    "modality": MODAL,
    "whole": WHOLE,
    "aggregate": AGGREGATE,
    "frequency": AGGREGATE,
    "mask": MASK,
}


@dataclass(slots=True)
class Word:
    """A word with its jobs.

    Parameters
    ----------
    surface : str
        The word.
    jobs : dict of str to str
        Job and its value: ``mask`` slogan, ``modality`` plan, ``verb``, ``light``, ...
    flags : int
        The jobs as bits.
    """

    surface: str
    jobs: dict[str, str]
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Mask:
    """A pattern of numerals that state no quantity; see ``masks.yaml``."""

    reason: str
    pattern: re.Pattern[str]
    left: re.Pattern[str] | None
    needs_left: bool
    behind: re.Pattern[str] | None
    at_clause: bool
    quoted: bool
    rule: str


def words_of(content: Any) -> list[str]:
    """Split a list of words of a data file at white space."""
    return str(content).split()


@cache
def cues() -> dict[str, Any]:
    """Load ``cues.yaml``."""
    return load_yaml(f"{_FOLDER}/cues.yaml")


@cache
def word_set(name: str) -> frozenset[str]:
    """Load one flat list of ``cues.yaml``."""
    return frozenset(words_of(cues()[name]))


@cache
def endings(name: str) -> dict[str, tuple[str, ...]]:
    """Words of a list by their last character, longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(word_set(name), key=lambda word: (-len(word), word)):
        found.setdefault(word[-1], []).append(word)
    return {last: tuple(words) for last, words in found.items()}


def ending(name: str, text: str, start: int, end: int) -> int:
    """Length of the longest word of a list that ends a stretch of text; 0 where none does."""
    if start < end:
        for word in endings(name).get(text[end - 1], ()):
            if text.endswith(word, start, end):
                return len(word)
    return 0


@cache
def zero_words(name: str) -> tuple[str, ...]:
    """Load one list of the words of implicit zeros, longest first."""
    return tuple(sorted(words_of(cues()["zero"][name]), key=len, reverse=True))


@cache
def verb_words(name: str) -> frozenset[str]:
    """Load one list of ``verbs.yaml``."""
    return frozenset(words_of(load_yaml(f"{_FOLDER}/verbs.yaml")[name]))


@cache
def before_words() -> dict[str, str]:
    """Modifiers that stand before a numeral, and what they mean."""
    return {row["surface"]: row["value"] for row in load_csv("numerals.csv") if row["kind"] == "before"}


@cache
def after_words() -> dict[str, str]:
    """Modifiers that stand behind a numeral or its unit, and what they mean."""
    return {row["surface"]: row["value"] for row in load_csv("numerals.csv") if row["kind"] == "after"}


def _entries() -> Iterator[tuple[str, str, str]]:
    for reason, text in load_yaml(f"{_FOLDER}/phrases.yaml").items():
        if reason not in ("source", "licence", "version"):
            for word in words_of(text):
                yield word, "mask", reason
    for job in _CUE_LISTS:
        content = cues()[job]
        for value, text in content.items() if isinstance(content, dict) else (("yes", content),):
            for word in words_of(text):
                yield word, job, value
    for job in ("verb", "light", "either", "noun", "manner", "act_noun", "event", "intransitive"):
        for word in verb_words(job):
            yield word, job, "yes"
    # Only so that no shorter word is seen inside them.
    for word in word_set("adverbs"):
        if len(word) > 1:
            yield word, "adverb", "yes"


@cache
def lexicon() -> dict[str, Word]:
    """Give all words with all their jobs."""
    found: dict[str, Word] = {}
    for surface, job, value in _entries():
        found.setdefault(surface, Word(surface, {})).jobs[job] = value
    for word in found.values():
        word.flags = _flags(word.jobs)
    return found


def _flags(jobs: dict[str, str]) -> int:
    flags = 0
    for job, value in jobs.items():
        flags |= _BITS.get(job, 0)
        if job in _SETTING_JOBS:
            flags |= SETTING
        if job in ("compare", "frequency", "time_words"):
            flags |= ADJUNCT
        if (job, value) == ("whole", "share"):
            flags |= SHARE
        if (job, value) == ("mask", "plan_name"):
            flags |= PLAN_NAME
    return flags


@cache
def automaton() -> tuple[Any, tuple[Word, ...]]:
    """Give the matcher of all words, and the words in the order of its indexes."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    words = tuple(sorted(lexicon().values(), key=lambda word: word.surface))
    return AhoCorasick([w.surface for w in words], matchkind=MatchKind.LeftmostLongest), words


def find_words(text: str) -> list[tuple[int, int, Word]]:
    """Find the words of a text, longest first, without overlap.

    Parameters
    ----------
    text : str
        Text of a matching view.

    Returns
    -------
    list of (int, int, Word)
        Half-open spans and words, in order.
    """
    matcher, words = automaton()
    return [(start, end, words[index]) for index, start, end in matcher.find_matches_as_indexes(text)]


@cache
def masks() -> tuple[Mask, ...]:
    """Load the patterns of numerals that state no quantity.

    Raises
    ------
    ResourceError
        If a pattern is none; names its place in the file.
    """
    name = f"{_FOLDER}/masks.yaml"
    content = load_yaml(name)
    units = sorted(load_units(), key=len, reverse=True)
    han = "零〇○一二两三四五六七八九十百千万亿"
    terms = {
        "{d}": f"(?:{re.sub('[(][?]P<s>', '(?:', content['date']).replace('(?P=s)', '[-./]')})",
        "{u}": f"(?:{'|'.join(map(re.escape, units))})",
        "{uc}": "".join(u for u in units if len(u) == 1 and u.isalpha()),
        "{b}": "".join(f"(?<!{word})" for word in sorted(word_set("one_duration") | word_set("day_counts"))),
        "{hs}": han,
        "{n}": f"[0-9{han}]",
        "{h}": f"[{han}]",
    }

    def compiled(text: str, where: str) -> re.Pattern[str]:
        for key, term in terms.items():
            text = text.replace(key, term)
        try:
            return re.compile(text)
        except re.error as error:
            raise ResourceError(f"no pattern: {error}", source=f"govnlp/data/{name}", where=where) from error

    found = []
    for number, row in enumerate(content["masks"], 1):
        where = f"mask {number} ({row['reason']})"
        left = compiled(row["left"], where) if "left" in row else None
        found.append(
            Mask(
                row["reason"],
                compiled(row["pattern"], where),
                left,
                bool(row.get("needs_left")),
                compiled(row["behind"], where) if "behind" in row else None,
                row.get("at") == "clause",
                bool(row.get("quoted")),
                f"mask:{row['reason']}:{number}",
            )
        )
    return tuple(found)


@cache
def any_mask() -> re.Pattern[str]:
    """All masks as one pattern without their conditions; see `mask_of_group`."""
    return re.compile("|".join(f"({mask.pattern.pattern})" for mask in masks()))


@cache
def mask_of_group() -> dict[int, int]:
    """Index of the mask by the number of its group in `any_mask`, which closes last when it matches."""
    found: dict[int, int] = {}
    group = 1
    for index, mask in enumerate(masks()):
        found[group] = index
        group += mask.pattern.groups + 1
    return found

"""Endings and words that public bodies' names are made of: data, checked when it is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from govnlp.errors import ResourceError
from govnlp.resources import load_yaml

_SOURCE = "bodies.yaml"
_LEVELS = ("province", "city", "county", "street", "town", "township", "village", "department", "institution")
KINDS_BY_SUBJECT = {"subject": "other", "institution_subject": "public_institution"}


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of names: level and kind of the body, its full form, and how sure it makes."""

    ending: str
    level: str
    kind: str
    full: str
    stem: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """All endings and words, ready for matching."""

    endings: dict[str, Ending]
    lengths: tuple[int, ...]
    subjects: re.Pattern[str]
    kinds: dict[str, str]
    prefixes: tuple[str, ...]
    party: tuple[str, ...]
    generic: re.Pattern[str]
    generic_levels: dict[str, str]
    running: re.Pattern[str]
    before: re.Pattern[str]
    not_names: tuple[str, ...]
    not_titles: frozenset[str]
    acting: re.Pattern[str]


@cache
def load_rules() -> Rules:
    """Load the rules."""
    content = load_yaml(_SOURCE)
    try:
        return _read_rules(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"malformed entry: {error}", source=f"govnlp/data/{_SOURCE}") from error


def _read_rules(content: dict[str, Any]) -> Rules:
    endings = {
        e["ending"]: Ending(
            e["ending"],
            e["level"],
            e["type"],
            e.get("full", e["ending"]),
            e.get("stem", False),
            e.get("weak", False),
        )
        for e in content["endings"]
    }
    kinds = {word: kind for kind, words in content["subjects"].items() for word in words}
    known = {*content["types"], *KINDS_BY_SUBJECT}
    wrong = [e.ending for e in endings.values() if e.kind not in known or e.level not in (*_LEVELS, "place")]
    wrong += [word for word, kind in kinds.items() if kind not in known]
    if wrong:
        raise ResourceError(f"unknown level or type of {wrong[0]!r}", source=f"govnlp/data/{_SOURCE}")
    not_generic = _either(content["not_generic"])
    return Rules(
        endings,
        tuple(sorted({len(key) for key in endings}, reverse=True)),
        re.compile(_either(kinds)),
        kinds,
        tuple(content["prefixes"]),
        tuple(content["party"]),
        re.compile(rf"(?!{not_generic})(?:{_either(content['generic'])})"),
        dict(content["generic"]),
        re.compile(_either(content["clear"])),
        re.compile(_either(content["before"])),
        tuple(content["not_names"]),
        frozenset(content["not_titles"]),
        re.compile(
            rf"(?:^|[。\n])20\d{{2}}年度?[,，]?([\u4e00-\u9fff]{{3,24}}?)(?={_either(content['acting'])})"
        ),
    )


def _either(words: Any) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def ending_of(rest: str) -> Ending | None:
    """Give the longest ending that a name has."""
    rules = load_rules()
    return next((e for n in rules.lengths if (e := rules.endings.get(rest[-n:])) and len(rest) >= n), None)


# A place's name alone may be that of its government or zone, and an ending of another kind that of an office
# elsewhere.
_OTHERWISE_NAMED = ("government", "development_zone", "liaison_office")


@cache
def words_of_kind(kind: str) -> re.Pattern[str] | None:
    """Give the words of which every name of a kind of body has one.

    Parameters
    ----------
    kind : str
        Kind of body, as in `govnlp.text.bodies.Body.agency_type`.

    Returns
    -------
    pattern or None
        None where names of the kind may have none of them.
    """
    if kind in _OTHERWISE_NAMED:
        return None
    rules = load_rules()
    words = {e.ending for e in rules.endings.values() if e.kind == kind}
    words |= {word for word, known in rules.kinds.items() if known == kind}
    for subject, default in KINDS_BY_SUBJECT.items():
        if default == kind:
            # Endings of a zone are those of an office where the name has a subject.
            words |= {e.ending for e in rules.endings.values() if e.kind in (subject, "development_zone")}
    if kind == "party":
        words |= {*rules.party, "委"}
    return re.compile(_either(words))

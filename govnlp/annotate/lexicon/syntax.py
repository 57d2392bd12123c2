"""How a cue is written: finite alternatives for a term, joined into patterns with gaps.

A term is literal text with ``[甲乙]`` or ``[0-9]`` for one of several characters, ``(甲乙|丙)`` for one of
several strings, ``x?`` for a character or group that may be missing, and ``<name>`` for any term of a named
class. Parts are joined by ``…`` (later in the same clause), ``+`` (later in the same clause, at most `NEAR`
characters between), ``&`` (anywhere in the same clause) and ``……`` (later in the same sentence).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from govnlp.text.normalize import squeeze

LATER = "…"
NEAR_TO = "+"
IN_SENTENCE = "……"
NEAR = 8
MOST_TERMS = 20_000

_JOINT = re.compile(r"(……|…|\+|&)")
_NAME = re.compile(r"<([A-Za-z_][A-Za-z0-9_]*)>")
_SPECIAL = "[]()|?<>"

_RANGE = re.compile(r"([0-9])-([0-9])")

# Gives the terms of a class by its name.
Lookup = Callable[[str], Sequence[str]]


class SyntaxFault(ValueError):  # noqa: N818
    """A cue that cannot be read; the loader adds file and line."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A cue taken apart.

    Parameters
    ----------
    parts : tuple of str
        Its terms, unexpanded, or ``<name>`` for a class.
    joints : tuple of str
        What stands between them; one fewer than the parts.
    """

    parts: tuple[str, ...]
    joints: tuple[str, ...]


@lru_cache(maxsize=20_000)
def parse(text: str) -> Parsed:
    """Take a cue apart at its joints.

    Parameters
    ----------
    text : str
        A cue as written in a lexicon.

    Returns
    -------
    Parsed
        Its parts and joints.

    Raises
    ------
    SyntaxFault
        If a part is empty or malformed.
    """
    pieces = _JOINT.split(text)
    parts = tuple(piece.strip() for piece in pieces[::2])
    for part in parts:
        if not part:
            raise SyntaxFault(f"{text!r}: nothing stands before or behind a joint")
        expand(part, lambda name: (name,))
    return Parsed(parts, tuple(pieces[1::2]))


def class_name(part: str) -> str | None:
    """Give the name of the class that a part stands for, or None for a literal."""
    found = _NAME.fullmatch(part)
    return found[1] if found else None


def classes_in(part: str) -> list[str]:
    """Name the classes that a part refers to."""
    return _NAME.findall(part)


def expand(term: str, lookup: Lookup | None = None) -> tuple[str, ...]:
    """Write out all strings that a term stands for.

    Parameters
    ----------
    term : str
        Literal text with ``[...]``, ``(...|...)``, ``?`` and ``<name>``.
    lookup : callable, optional
        Gives the terms of a class; without it a term may not refer to any.

    Returns
    -------
    tuple of str
        The strings, folded as texts are for matching, without spaces and without repeats, in order.

    Raises
    ------
    SyntaxFault
        If brackets do not close, a string is empty, a class may not stand there, or there are more than
        `MOST_TERMS` strings.
    """
    return _written_out(term, lookup) if "<" in term else _without_classes(term)


# Checked when read and written out when compiled.
@lru_cache(maxsize=20_000)
def _without_classes(term: str) -> tuple[str, ...]:
    return _written_out(term, None)


def _written_out(term: str, lookup: Lookup | None) -> tuple[str, ...]:
    if not any(mark in term for mark in _SPECIAL):
        found = [squeeze(term)]
    else:
        found, end = _alternatives(term, 0, "", lookup)
        if end != len(term):
            raise SyntaxFault(f"{term!r}: a bracket closes that was not opened")
    words = tuple(dict.fromkeys(found))
    if not all(words):
        raise SyntaxFault(f"{term!r}: stands for an empty string")
    return words


@lru_cache(maxsize=10_000)
def _folded(mark: str) -> str:
    """Fold one character; a lexicon has the same ones over and over."""
    return squeeze(mark)


def _digits(found: re.Match[str]) -> str:
    return "".join(str(digit) for digit in range(int(found[1]), int(found[2]) + 1))


def _alternatives(term: str, at: int, closer: str, lookup: Lookup | None) -> tuple[list[str], int]:
    done: list[str] = []
    current = [""]
    while at < len(term):
        mark = term[at]
        if mark == closer:
            return done + current, at
        if mark == "|":
            done += current
            current = [""]
            at += 1
            continue
        options, at = _item(term, at, lookup)
        if at < len(term) and term[at] == "?":
            options = [*options, ""]
            at += 1
        current = [a + b for a, b in product(current, options)]
        if len(current) + len(done) > MOST_TERMS:
            raise SyntaxFault(f"{term!r}: stands for more than {MOST_TERMS:,} strings")
    if closer:
        raise SyntaxFault(f"{term!r}: a bracket is not closed")
    return done + current, at


def _item(term: str, at: int, lookup: Lookup | None) -> tuple[list[str], int]:
    mark = term[at]
    if mark == "(":
        options, end = _alternatives(term, at + 1, ")", lookup)
        return options, end + 1
    if mark == "[":
        end = term.find("]", at)
        if end <= at + 1:
            raise SyntaxFault(f"{term!r}: a bracket is not closed or is empty")
        return [_folded(mark) for mark in _RANGE.sub(_digits, term[at + 1 : end])], end + 1
    if mark == "<":
        found = _NAME.match(term, at)
        if not found:
            raise SyntaxFault(f"{term!r}: < opens no class name")
        if lookup is None:
            raise SyntaxFault(f"{term!r}: no class can be named here")
        return list(lookup(found[1])), found.end()
    if mark in ")]?>":
        raise SyntaxFault(f"{term!r}: {mark} has nothing before it")
    return [_folded(mark)], at + 1

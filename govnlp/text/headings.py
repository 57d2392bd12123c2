"""Headings: their numbering, their names, and the section a name stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from govnlp.errors import ResourceError
from govnlp.resources import load_yaml
from govnlp.text.normalize import fold, squeeze

SECTION_KEYS = (
    "overview",
    "proactive_tables",
    "request_tables",
    "review_litigation",
    "problems",
    "other",
    "free",
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_NAME_NOISE = re.compile(r"[^\w]|_")
_YEAR = re.compile(r"^20\d{2}年度?")
_LONGEST_NAME = 48
_LONGEST_NUMBER = 32

Strength = Literal["strong", "weak", "none"]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number at the start of a line.

    Parameters
    ----------
    style : str
        ``part`` (第一部分), ``han`` (一、), ``han_paren`` （一）, ``arabic`` (1.), ``arabic_paren`` （1）,
        ``circled`` ① or ``ordinal`` (一是); ``""`` where there is none.
    number : int
        Its value; 0 where there is none.
    end : int
        Offset behind the number and its mark.
    """

    style: str
    number: int
    end: int


NO_NUMBER = Numbering("", 0, 0)


@dataclass(frozen=True, slots=True)
class SectionName:
    """What a heading's words say: the section's key, and how sure that is."""

    key: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class _Rules:
    numbering: tuple[tuple[str, re.Pattern[str]], ...]
    names: tuple[tuple[str, Strength, re.Pattern[str]], ...]


@cache
def _rules() -> _Rules:
    source = "headings.yaml"
    content = load_yaml(source)
    try:
        numbering = tuple((e["style"], re.compile(r"\s*" + e["pattern"])) for e in content["numbering"])
        names: list[tuple[str, Strength, re.Pattern[str]]] = []
        strengths: tuple[Strength, ...] = ("strong", "weak")
        for strength in strengths:
            for key, groups in content["sections"].items():
                if key not in SECTION_KEYS:
                    raise ResourceError(f"unknown section key {key!r}", source=f"govnlp/data/{source}")
                names += [(key, strength, re.compile(p)) for p in groups.get(strength, ())]
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ResourceError(f"malformed entry: {error}", source=f"govnlp/data/{source}") from error
    return _Rules(numbering, tuple(names))


def style_rank(style: str) -> int:
    """Rank of a numbering style, 0 for the outermost; unnumbered ranks behind all."""
    styles = [name for name, _ in _rules().numbering]
    return styles.index(style) if style in styles else len(styles)


def numbering(line: str) -> Numbering:
    """Read the number at the start of a line.

    Parameters
    ----------
    line : str
        Any line.

    Returns
    -------
    Numbering
        `NO_NUMBER` where the line has none.
    """
    head = fold(line[:_LONGEST_NUMBER])
    for style, pattern in _rules().numbering:
        match = pattern.match(head)
        if match:
            return Numbering(style, _value(match[0]), match.end())
    return NO_NUMBER


def _value(mark: str) -> int:
    """Value of the number in a heading's mark."""
    for char in mark:
        if char in _CIRCLED:
            return _CIRCLED.index(char) + 1
    digits = "".join(c for c in fold(mark) if c.isdecimal() and c.isascii())
    if digits:
        return int(digits)
    han = [c for c in mark if c in _DIGITS or c == "十"]
    if "十" not in han:
        value = 0
        for char in han:
            value = value * 10 + _DIGITS[char]
        return value
    at = han.index("十")
    tens = _DIGITS[han[at - 1]] if at else 1
    return tens * 10 + (_DIGITS[han[at + 1]] if at + 1 < len(han) else 0)


@lru_cache(maxsize=8192)
def section_name(name: str) -> SectionName:
    """Find the section that a heading's words stand for.

    Parameters
    ----------
    name : str
        The heading without its number.

    Returns
    -------
    SectionName
        With key ``free`` and strength ``none`` where the words are no section's name.
    """
    plain = _NAME_NOISE.sub("", _YEAR.sub("", squeeze(name))).replace("的", "")
    if plain and len(plain) <= _LONGEST_NAME:
        for key, strength, pattern in _rules().names:
            if pattern.fullmatch(plain):
                return SectionName(key, strength)
    return SectionName("free", "none")

"""Modifiers beside a number: 近, 不少于 before it, 余, 以上 behind it; and what they do to its bounds."""

from __future__ import annotations

from functools import cache

from govnlp.annotate.claims.lexicon import after_words, before_words, cues, words_of
from govnlp.annotate.numerals import Number
from govnlp.model import Modifier

_POST = frozenset("左上以之多余+")


@cache
def before_table() -> tuple[frozenset[str], dict[str, str], int]:
    """Last characters of the modifiers before a number, the modifiers, and the length of the longest."""
    words = before_words()
    return frozenset(w[-1] for w in words), words, max(map(len, words))


@cache
def _other_words() -> dict[str, frozenset[str]]:
    """Characters behind which a modifier is the end of another word: 预约, 附近, 网上."""
    return {word: frozenset(words_of(text)) for word, text in cues()["other_word_behind"].items()}


@cache
def _post_words() -> tuple[str, ...]:
    return tuple(sorted((w for w in after_words() if len(w) > 1), key=len, reverse=True))


def modifier_before(text: str, start: int, floor: int) -> tuple[int, str | None]:
    """Find the modifier that ends at ``start``; gives where it begins, at ``floor`` at the earliest."""
    if start == floor or start == 0:
        return start, None
    lasts, words, longest = before_table()
    if text[start - 1] not in lasts:
        return start, None
    for size in range(min(longest, start - floor), 0, -1):
        word = text[start - size : start]
        if word not in words:
            continue
        first = start - size
        if word == "上" and text[start] not in "百千万亿":
            return start, None
        if first > floor and text[first - 1] in _other_words().get(word, ()):
            return start, None
        if (
            text[first - 2 : first] == "不得"
            and first - 2 >= floor
            and word in ("少于", "超过", "低于", "高于", "多于")
        ):
            return first - 2, "不" + word
        if first - 1 >= floor and text[first - 1] == "不" and "不" + word in words:
            return first - 1, "不" + word
        return first, word
    return start, None


def before_meaning(word: str) -> str:
    """Say what a modifier before a numeral means, 不得 left out."""
    words = before_words()
    return words[word] if word in words else words[word.replace("不得", "不", 1)]


def modifier_after(text: str, end: int, dimension: str) -> tuple[str | None, int]:
    """Find the modifier behind a number and its unit; gives it and where the expression ends."""
    character = text[end : end + 1]
    if character not in _POST or not character:
        return None, end
    for word in _post_words():
        if text.startswith(word, end):
            return word, end + len(word)
    if character == "+" and not text[end + 1 : end + 2].isalnum():
        return "+", end + 1
    if character in "多余" and text[end - 1] == "成":
        return character, end + 1
    if character in "多余" and dimension in ("multiple", "duration", "length", "area"):
        return character, end + 1
    return None, end


def with_modifiers(number: Number, before: str | None, after: str | None) -> Number:
    """Open the bounds of a number as its modifiers say; a range keeps its own."""
    if number.modifier == "range" or not (before or after):
        return number
    kind = before_meaning(before) if before else after_words()[after]  # type: ignore[index]
    value = number.value
    modifier: Modifier = kind  # type: ignore[assignment]
    return Number(value, value if kind == "over" else None, value if kind == "under" else None, modifier)

"""Whether a number and what stands behind it make a quantity: risky units, 一, numbers without a unit."""

from __future__ import annotations

import re

from govnlp.annotate.claims.lexicon import ending, word_set
from govnlp.annotate.claims.units import Unit
from govnlp.annotate.numerals import Number

_EDGE = frozenset("，。；：、！？,;:!?)）(（”\"' \n等的和及与/")
_SCORE_WINDOW = 8
_CONTRAST = 24
_RESULT = re.compile(r"[到至为成](?:目前的|现在的|约|近)?\d+(?:\.\d+)?([一-鿿])")
_SOURCE = re.compile(
    r"[由从原](?:[^,。;、\d]{0,8})\d+(?:\.\d+)?([一-鿿])[^,。;、\d]{0,10}[到至为成](?:约|近)?$"
)


# Longer runs of digits are keys, no counts.
_LONGEST_STATED = 4
_STATED_REACH = 30
_LONGEST_COUNT = 9


def trusted(
    text: str,
    start: int,
    end: int,
    unit: Unit,
    match: re.Match[str],
    number: Number,
    arabic: bool,
    word: str | None,
) -> bool:
    """Whether number and unit make a quantity, by the risk of the unit and the kind of numeral."""
    if unit.unit == "年" and arabic and 1900 <= number.value <= 2100:
        return False
    if arabic:
        return True
    low = match["low"]
    if unit.risk == "score":
        window = text[max(0, start - _SCORE_WINDOW) : start]
        return any(cue in window for cue in word_set("score_cues"))
    if low == "一" and not match["vague"] and number.modifier != "range":
        return _one_counts(text, start, end, unit, word)
    if number.modifier != "range" and len(low) > 1 and not any(c in "十百千万亿点" for c in low):
        return False  # digits in a row name a year, a place, a person
    if unit.dimension == "money" and len(low) == 1:
        return False
    if unit.risk == "arabic":
        return (
            len(low) > 1
            or bool(word)
            or bool(match["vague"])
            or text[end : end + 1] in _EDGE
            or end >= len(text)
        )
    return True


def _one_counts(text: str, start: int, end: int, unit: Unit, word: str | None) -> bool:
    """Decide on 一 before a classifier: it counts where it is counted, not where it only introduces."""
    if word:
        return True
    before = text[max(0, start - 5) : start]
    behind = text[end : end + 1]
    if unit.dimension == "duration":
        return (
            ending("one_duration", text, max(0, start - 5), start) > 0
            or behind == "内"
            or text[end : end + 2] in ("以内", "之内", "以上")
        )
    if unit.unit == "番":
        return "翻" in text[max(0, start - 3) : start]
    if unit.dimension != "count":
        return unit.dimension != "money"
    if ending("one_counts", text, max(0, start - 5), start):
        return True
    if behind and behind not in _EDGE:
        return False
    if behind in ("的", "等") or not before or before[-1] in _EDGE:
        return False
    if unit.unit in ("次", "遍", "回", "趟"):
        clause = re.split("[，。；,;]", text[max(0, start - 30) : start])[-1]
        return "每" in clause
    return True


def counted_noun(text: str, at: int) -> bool:
    """Whether a noun that is counted without a classifier starts at an offset."""
    nouns = word_set("bare_nouns")
    return text[at : at + 2] in nouns or text[at : at + 3] in nouns or text[at : at + 4] in nouns


def _contrasted(text: str, start: int, end: int) -> bool:
    """由6步减少为2步: the same character behind both numbers is their unit."""
    behind = text[end : end + 1]
    if not "一" <= behind <= "鿿" or behind in "年月日号时点":
        return False
    window = text[max(0, start - _CONTRAST) : start]
    following = _RESULT.search(text, end + 1, end + _CONTRAST)
    if following and following[1] == behind and any(c in window for c in "由从原"):
        return True
    leading = _SOURCE.search(window)
    return leading is not None and leading[1] == behind


def _stated(text: str, start: int, low: str) -> bool:
    """主动公开政府信息214: verb, thing and a number that is no year and no call number."""
    size = ending("bare_things", text, max(0, start - 4), start)
    if not size or len(low) > _LONGEST_STATED or low[0] == "0" or (len(low) == 4 and low[:2] in ("19", "20")):
        return False
    first = max(text.rfind(mark, 0, start) for mark in ",，。；;:：、(（") + 1
    clause = text[max(first, start - _STATED_REACH) : start - size]
    return any(verb in clause for verb in word_set("bare_verbs"))


def bare_rule(text: str, start: int, end: int, match: re.Match[str], arabic: bool, word: str | None) -> str:
    """Say by which rule a number without a known unit is a quantity; empty if it is none."""
    low = match["low"]
    multiplied = len(low) > 1 and ("万" in low or "亿" in low)
    vague = bool(match["vague"]) or bool(word)
    behind = text[end : end + 1]
    at_edge = not behind or behind in _EDGE
    noun = counted_noun(text, end)
    if multiplied and behind not in ("里", "年"):
        return "bare_number"
    if (vague or low[0] in "几数好") and noun:
        return "bare_number"
    if vague and at_edge and (arabic or len(low) > 1) and match["vague"]:
        return "bare_number"
    if not arabic or len(low) > _LONGEST_COUNT:
        return ""
    if noun and text[start - 1 : start] not in ("第", "-", "."):
        return "bare_noun"
    if at_edge and behind not in ("/", "(", "、", "”", "的"):
        named = ending("bare_cues", text, max(0, start - 3), start) > 0 or _stated(text, start, low)
        return "bare_number" if named else ""
    if _contrasted(text, start, end):
        return "unknown_unit"
    following = text[end + 1 : end + 2]
    if (
        "一" <= behind <= "鿿"
        and behind not in "年月日号时点第是为之路室楼版届"
        and (not following or following in "，。；、,;)")
    ):
        return "unknown_unit"
    return ""

"""Verbs of a stretch of text: which words are verbs there, and which of them governs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govnlp.annotate.claims.lexicon import (
    ACT_NOUN,
    CARRIED,
    EITHER,
    EVENT,
    INTRANSITIVE,
    LIGHT,
    NOUN,
    SETTING,
    VERBAL,
    ending,
    verb_words,
    word_set,
)
from govnlp.annotate.claims.nouns import Span, Token, noun_suffixes
from govnlp.annotate.claims.scene import Scene

_SHORT_RATE = 3
# Verbs of one character that may stand inside a phrase (档案馆设查阅室).
_INNER_VERBS = frozenset("设配")
ACTED = frozenset("”》)的后,")
_TOWARDS = ("向", "对")
_PAUSE = re.compile("[、,并]|全年|累计|共计")
CONJUNCTIONS = frozenset("和并或及")
# Behind a verb without an object: it is one all the same.
_COORDINATED = frozenset("、和及与并的了,等(“")


@dataclass(slots=True, frozen=True)
class Verb:
    """A verb: its span, whether it can be nothing else, and its jobs as bits."""

    start: int
    end: int
    strong: bool
    flags: int


def verbs_of(scene: Scene, tokens: list[Token], start: int, end: int) -> list[Verb]:
    """Verbs of a stretch in order, those out that a suffix or their place makes nouns."""
    found: list[Verb] = []
    text = scene.text
    quoted = "“" in text[start:end]
    for first, last, word in tokens:
        flags = word.flags
        if not flags & VERBAL or flags & NOUN or first < start or last > end:
            continue
        if quoted and text.rfind("“", start, first) > text.rfind("”", start, first):
            continue
        if flags & CARRIED:
            found.append(Verb(last - 2, last, True, flags))
            continue
        strong = not flags & EITHER
        if not flags & LIGHT and text[last:end] == "金额" and first == start:
            continue
        if last < end and flags & INTRANSITIVE and (text[last] not in _COORDINATED or text[end - 1] == "率"):
            continue
        if found and last + 1 < end and _inner(text, found[-1], first, last):
            continue
        if last + 2 == end and first - start > 1 and _names(text, start, first, last):
            continue
        if last < end and last - first > 1 and _nominal(text, tokens, last, end, strong, bool(found)):
            continue
        if last - first == 1 and first != start and last != end and text[first] not in _INNER_VERBS:
            continue
        closes = last == end and not flags & (ACT_NOUN | EVENT)
        if closes and not strong and found and "、" in text[found[-1].end : first]:
            continue  # 公开通知、文件、网络公告
        if strong or closes or _acts(scene, tokens, start, first):
            found.append(Verb(first, last, strong, flags))
    return found


def _inner(text: str, before: Verb, first: int, last: int) -> bool:
    """Whether a verb behind another one is a part of its object: 收取复制、邮寄等费用, 公开资金分配结果."""
    if text[last] == "等":
        return True
    verb = text[before.start : before.end]
    if first - before.end < 2 or verb in verb_words("pivot"):
        return False
    if verb in verb_words("disclosure") and not _PAUSE.search(text, before.end, first):
        return True
    return text[last : last + 2] in verb_words("outcome") and not ending("adverbs", text, before.end, first)


def adverb_before(text: str, start: int, at: int) -> bool:
    """Whether an adverb ends a stretch, not a word that only ends like one (公共)."""
    size = ending("adverbs", text, start, at)
    return size > 1 or (size == 1 and text[at - 2 : at] not in word_set("no_aspect"))


def _names(text: str, start: int, first: int, last: int) -> bool:
    """Whether a verb with a noun of outcome behind it only names it: 提案建议办理结果."""
    if text[last : last + 2] not in verb_words("outcome") or text[first - 1] in ACTED or text[last] == "事":
        return False
    return not (adverb_before(text, start, first) or ending("agents", text, start, first))


def _nominal(text: str, tokens: list[Token], at: int, end: int, strong: bool, later: bool) -> bool:
    """Whether what follows makes a noun of the word before: 办结率, 公开栏, 查询方式."""
    rest = text[at:end]
    if rest in verb_words("abstract") and (not strong or rest in word_set("abstract_strong")):
        return True
    if len(rest) <= _SHORT_RATE and rest.endswith("数") and not strong:
        return True
    if rest.endswith(("率", "比例", "度")) and (not strong or len(rest) <= _SHORT_RATE):
        return True
    if any(t[0] == at and t[2].flags & NOUN for t in tokens):
        return False
    single, double = noun_suffixes()
    if text[at] in (verb_words("strong_suffix") if strong else single):
        return True
    return not strong and later and text[at : at + 2] in double


def _acts(scene: Scene, tokens: list[Token], start: int, verb: int) -> bool:
    """Whether a word that may be a noun is a verb: it opens the phrase, or who acts stands before it."""
    text = scene.text
    floor = start
    for _, last, word in tokens:
        if floor < last <= verb and word.flags & (VERBAL | SETTING) and not word.flags & NOUN:
            floor = last
    if floor == verb or adverb_before(text, floor, verb):
        return True
    if text[floor:verb] in verb_words("manner"):
        return True
    if text[verb - 1] in ACTED:
        return True
    if floor == start and (
        text[start - 1 : start] in _TOWARDS or text[start - 2 : start] in verb_words("means")
    ):
        return True
    return ending("agents", text, floor, verb) > 0 and not ending("no_agents", text, floor, verb)


def opens(text: str, tokens: list[Token], start: int, end: int) -> bool:
    """Whether a phrase begins with a verb that is one only there: 查出违规金额."""
    if text[start : start + 2] not in verb_words("opening"):
        return False
    if any(t[0] == start and t[1] > start + 2 and t[2].flags & NOUN for t in tokens):
        return False
    single, double = noun_suffixes()
    at = start + 2
    if at >= end or any(t[0] == at and t[2].flags & NOUN for t in tokens):
        return True
    return text[at] not in single and text[at : at + 2] not in double and text[at] not in "的、和及"


def opened(text: str, tokens: list[Token], start: int, end: int) -> list[Verb]:
    """A verb behind the one who acts that is a verb only where it opens a phrase: 供水公司抢修漏点."""
    opening = verb_words("opening")
    for at in range(start + 3, end - 2):
        if text[at : at + 2] in opening and ending("agents", text, start, at) > 1:
            return [Verb(at, at + 2, True, 0)] if opens(text, tokens, at, end) else []
    return []


def coordinated(text: str, verbs: list[Verb]) -> list[Verb]:
    """Verbs without those that 和 or 并 joins to the next one: 受理和办结 is governed by its last."""
    if len(verbs) == 1:
        return verbs
    return [
        verb
        for verb, after in zip(verbs, [*verbs[1:], None], strict=True)
        if after is None or after.start != verb.end + 1 or text[verb.end] not in CONJUNCTIONS
    ]


def governing(verbs: list[Verb]) -> Verb:
    """The last verb that can only be one, unless a light verb makes what follows its object."""
    if len(verbs) == 1:
        return verbs[0]
    last_plain = max((n for n, v in enumerate(verbs) if v.strong and not v.flags & LIGHT), default=-1)
    for verb in verbs[last_plain + 1 :]:
        if verb.flags & LIGHT:
            return verb
    strong = next((v for v in reversed(verbs) if v.strong), None)
    if strong is not None:
        return strong
    # 公开招聘教师: the second of two that stand together governs.
    return verbs[1] if len(verbs) > 1 and verbs[1].start == verbs[0].end else verbs[0]


def widen(scene: Scene, chosen: Verb, verbs: list[Verb], start: int) -> Span:
    """Take in 已, a manner word and a like verb that stand right before it."""
    first, last = chosen.start, chosen.end
    text = scene.text
    for verb in reversed(verbs):
        if verb.end - verb.start < 2:
            continue
        like = verb.strong == chosen.strong and not verb.flags & LIGHT
        together = verb.end + 1 == first and text[verb.end] in CONJUNCTIONS
        if together or (like and verb.end == first and text[first:last] != "涉及"):
            first = verb.start
    manner = first >= start + 2 and text[first - 2 : first] in verb_words("manner")
    if manner and (first - 2 == start or text[first - 3] in "在的"):
        first -= 2
    return with_aspect(text, first, last)


def with_aspect(text: str, first: int, last: int) -> Span:
    """Take in what says that it is done, planned or summed up (已办结, 共受理, 增设了)."""
    while size := ending("aspect", text, 0, first):
        if text[first - size - 1 : first] in word_set("no_aspect"):
            break
        first -= size
    return first, last + (text[last : last + 1] == "了")

"""Noun phrases: trimmed to what is counted, and read behind a number."""

from __future__ import annotations

import re
from functools import cache

from govnlp.annotate.claims.lexicon import (
    ADJUNCT,
    CARRIED,
    CHANGE,
    EITHER,
    NOUN,
    SETTING,
    TIME,
    VERB,
    Word,
    cues,
    ending,
    verb_words,
    word_set,
)
from govnlp.annotate.claims.scene import Scene

Span = tuple[int, int]
Token = tuple[int, int, Word]

REACH = 60
# What the pattern of the body that acts can begin with.
BODY_STARTS = frozenset("我本该全各乡镇县市区")
EDGE = "了的,、 ”」:"
_TRAILING = "了着的,、 “(:由从"
_NO_NOUN = frozenset("、,”)内前后因")
_RIGHT_TRAILING = "、的了 ,中内里"
_MEASURED = ("量", "粉丝", "用户", "人数")
# A short note in brackets belongs to the noun: 村(社区).
_NOTE = re.compile(r"\([一-鿿]{1,4}\)")
# Before these a word that may be a verb is one: 3个部门公开.
# Behind a number the first character ends the noun: 182个行政村均建立.
_MEANS = frozenset(("村均", "户均", "人均", "件均", "场均", "次均"))
_PLACES = frozenset("中里内上下后前")
# 门户网站在全省测评中
_OTHER_NUMBER = re.compile(r"\d+(?:\.\d+)?[和、及]")
_BY = re.compile("(?<![理案事缘自经])由(?!于)[^,。;、]{1,10}$")
_WITHIN = re.compile("(?<![存现所正实内潜])在[^,。;、]{2,20}$")
# 来件, 来信: no "since" behind a number.
_INCOMING = tuple("件信电访文")
_EVENT_UNITS = frozenset("次场期轮")
_BODIES = frozenset("部门位家村局")


@cache
def longest_first(name: str) -> tuple[str, ...]:
    """Words of a list, longest first."""
    return tuple(sorted(word_set(name), key=lambda word: (-len(word), word)))


@cache
def first_characters(name: str) -> frozenset[str]:
    """What the words of a list begin with: asked before the dearer pattern."""
    return frozenset(word[0] for word in word_set(name))


@cache
def starts(name: str) -> re.Pattern[str]:
    """Pattern of the words of a list."""
    return re.compile("|".join(map(re.escape, longest_first(name))))


@cache
def subject() -> re.Pattern[str]:
    """Pattern of the body that acts, at the beginning of a phrase."""
    return re.compile(cues()["subject"])


@cache
def noun_suffixes() -> tuple[frozenset[str], frozenset[str]]:
    """Suffixes that make a noun of a word that may be a verb: of one character, and longer ones."""
    words = verb_words("noun_suffix")
    return frozenset(w for w in words if len(w) == 1), frozenset(w for w in words if len(w) > 1)


def clean(scene: Scene, tokens: list[Token], start: int, end: int) -> Span | None:
    """Trim a noun phrase; None where nothing is left of it."""
    if start >= end:
        return None
    text = scene.text
    for first, last, word in tokens:
        if first == start and last == end and word.flags & SETTING:
            return None
        if first == start and last < end and word.flags & TIME and not word.flags & CARRIED:
            start = last  # 结转上年度申请3件
        if first >= start:
            break
    start = _behind_inner(text, start, end)
    other = _OTHER_NUMBER.match(text, start, end) if text[start].isdigit() else None
    start = other.end() if other else start
    for first, last, word in reversed(tokens):
        if last < end:
            break
        if last == end and start < first and (word.flags & ADJUNCT or word.surface[0] == "每"):
            end = first - (text[first - 1] == "为")  # 投诉量环比, 热线每月, 标准为每户
    changed = True
    while changed and start < end:
        changed = False
        while start < end and text[start] in EDGE:
            start += 1
        while start < end and text[end - 1] in _TRAILING:
            end -= 1
        if start >= end:
            return None
        within = _WITHIN.search(text, start + 2, end) if text[end - 1] in _PLACES else None
        within = within or (
            _BY.search(text, start + 2, end) if text.find("由", start + 2, end) >= 0 else None
        )
        if within:
            end = within.start()
        adverb = ending("adverbs", text, start, end)
        if adverb and end - start > adverb:
            end, changed = end - adverb, True
        acting = subject().match(text, start, end) if text[start] in BODY_STARTS else None
        if acting and acting.end() < end:
            start, changed = acting.end(), True
        elif acting and text[start] in "我本全":
            return None
        elif text.startswith("本级", start):
            start, changed = start + 2, True
    phrase = text[start:end]
    of_all = phrase.rfind("等")
    if 0 < phrase.find("、") < of_all < len(phrase) - 2 and phrase[of_all + 1] not in "级待候其":
        start, phrase = start + of_all + 1, phrase[of_all + 1 :]  # 检索、复制、邮寄等费用
    if not phrase or phrase in _PLACES or phrase in word_set("adverbs"):
        return None
    if not phrase[0].isalpha() and not any(map(str.isalpha, phrase)):
        return None
    if phrase[0] == "“" and phrase[-1] == "”" and phrase.count("”") == 1 and len(phrase) > 2:
        return start, end
    return (_measured(text, tokens, start, end), end) if phrase.endswith(_MEASURED) else (start, end)


def _behind_inner(text: str, start: int, end: int) -> int:
    """平台累计访问量, 单条最高浏览量: the noun begins behind the word of counting."""
    for match in starts("inner").finditer(text, start, end):
        if end - match.end() >= 2:
            start = match.end()
    return start


def _measured(text: str, tokens: list[Token], start: int, end: int) -> int:
    """“云上”微信公众号粉丝量: the channel is not part of what is measured."""
    found = start
    for agent in longest_first("agents"):
        if len(agent) > 1:
            at = text.rfind(agent, start, end - 2)
            close = at + len(agent)
            if at >= 0 and text[close] != "总" and not any(f <= at and close < t for f, t, _ in tokens):
                found = max(found, close)
    return next((t for f, t, word in tokens if f == found > start and t < end and word.flags & TIME), found)


def right_noun(scene: Scene, n: int) -> Span | None:
    """Read the noun phrase behind the number (6个综合窗口)."""
    draft = scene.drafts[n]
    text = scene.text
    start = draft.end
    if draft.implicit:
        return _zero_noun(scene, n)
    if text[start : start + 1] == "的":
        start += 1
    if not text[start : start + 1] or text[start] in _NO_NOUN:
        return None
    end = scene.clause_end(start)
    followed = n + 1 < len(scene.drafts) and scene.drafts[n + 1].start < end
    if followed:
        end = scene.drafts[n + 1].start
    end = min(end, start + REACH)
    if start >= end:
        return None
    of = text.find("的", start, end)
    if 0 <= of < end - 2 and text.startswith(longest_first("describing"), start):
        last = text.rfind("的", start, end)
        start = last + 1 if end - last > 2 else of + 1
    stop = _right_end(scene, start, end, followed)
    while stop > start and text[stop - 1] in _RIGHT_TRAILING:
        stop -= 1
    if not any("一" <= c <= "鿿" for c in text[start:stop]):
        return None
    return start, stop


def _right_end(scene: Scene, start: int, end: int, followed: bool) -> int:
    tokens = scene.within(start, end)
    stop = _first_verb(scene, tokens, start, end, followed)
    if scene.text[start - 1] in _EVENT_UNITS and start < stop < end and tokens[-1][:2] == (stop, end):
        stop = end  # 1次网站普查: acts are what is counted by events
    text = scene.text
    at = start
    while at < stop:
        match = starts("right_stop").search(text, at, stop)
        if match is None:
            return stop
        first, last = match.span()
        note = _NOTE.match(text, first)
        if note and note.end() <= end:
            at = note.end()
        elif (match[0] == "来" and text.startswith(_INCOMING, last)) or any(
            f <= first and last <= t and t - f > last - first for f, t, _ in tokens
        ):
            at = last
        elif first > start or match[0] in word_set("right_void"):
            return first
        else:
            at = last
    return stop


def _first_verb(scene: Scene, tokens: list[Token], start: int, end: int, followed: bool) -> int:
    """Where the first verb or adverbial begins that ends the noun phrase."""
    single, double = noun_suffixes()
    text = scene.text
    for first, last, word in tokens:
        flags = word.flags
        if flags & NOUN:
            continue
        if flags & (VERB | EITHER | CHANGE):
            if flags & EITHER:
                if last < end and (text[last] in single or text[last : last + 2] in double):
                    continue
                if first == start or (not followed and _body_end(text, start, first) not in _BODIES):
                    continue
            return first
        if flags & SETTING:
            return first + (word.surface in _MEANS)
    return end


def _body_end(text: str, start: int, at: int) -> str:
    """Last character before an offset, a note in brackets left out: 23个村(社区)公开."""
    if text[at - 1] == ")":
        at = max(text.rfind("(", start, at), start + 1)
    return text[at - 1]


def _zero_noun(scene: Scene, n: int) -> Span | None:
    """What there is none of: 未收到…的申请, 零投诉、零举报."""
    text = scene.text
    start = scene.drafts[n].word_end
    end = min(scene.clause_end(start), start + REACH)
    if scene.drafts[n].end > start:
        return start, scene.drafts[n].end
    if text.startswith("任何", start):
        start += 2
    if n + 1 < len(scene.drafts) and scene.drafts[n + 1].start < end:
        following = scene.drafts[n + 1].start
        cut = text.rfind("、", start, following)
        end = cut if cut > start else following
    of = text.rfind("的", start, end)
    if of >= 0 and end - of > 2 and not text.startswith(("结转", "被"), start):
        start = of + 1
    while end > start and text[end - 1] in "的了 、":
        end -= 1
    return (start, end) if end > start else None

"""What is counted, and the verb that governs it: noun phrases before and behind the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from govnlp.annotate.claims.drafts import Draft
from govnlp.annotate.claims.lexicon import Word, cues, verb_words, word_set
from govnlp.annotate.claims.scene import Scene

Span = tuple[int, int]
Token = tuple[int, int, Word]

_REACH = 60
_RESULT = tuple("到至为成")
# Numerals that are no part of a noun phrase: what is counted begins behind them.
_BLOCKING = frozenset(
    [
        "date",
        "period",
        "time",
        "list_mark",
        "article",
        "document_number",
        "ordinal",
        "day_name",
        "figure_number",
        "parts_of_report",
        "counter",
        "phone",
        "postcode",
        "url",
        "email",
        "version",
    ]
)
_VERBAL = ("verb", "either", "light", "carried", "change")
_NOUNLESS = ("time_words", "whole", "compare", "frequency", "total", "aggregate", "modality")
_EDGE_CHARACTERS = "了的,、 ”」:"
_INITIAL = "设配建购获"


@dataclass(slots=True)
class Phrase:
    """What stands before a number, as spans of the view.

    Parameters
    ----------
    noun, verb : (int, int) or None
        Noun phrase and verb.
    weak : bool
        Whether the noun stands before the verb, so that it may be the one who acts.
    result : bool
        Whether the verb carries its result (增加到).
    """

    noun: Span | None = None
    verb: Span | None = None
    weak: bool = False
    result: bool = False


@dataclass(slots=True, frozen=True)
class _Verb:
    start: int
    end: int
    strong: bool
    light: bool
    jobs: dict[str, str]


@cache
def _ends(name: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(word_set(name), key=len, reverse=True)))
    return re.compile(rf"(?:{words})+$")


@cache
def _starts(name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(word_set(name), key=len, reverse=True))))


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(cues()["subject"])


@cache
def _suffixes() -> tuple[frozenset[str], frozenset[str]]:
    words = verb_words("noun_suffix")
    return frozenset(w for w in words if len(w) == 1), frozenset(w for w in words if len(w) > 1)


@cache
def _tuple(name: str) -> tuple[str, ...]:
    return tuple(sorted(word_set(name), key=len, reverse=True))


def region(scene: Scene, n: int) -> Span:
    """Stretch before a number that can hold its noun and verb."""
    draft = scene.drafts[n]
    start = scene.clause_start(draft.start)
    if n and scene.drafts[n - 1].end > start:
        start = scene.drafts[n - 1].end
    for other in scene.others_within(start, draft.start):
        if (
            other.reason in _BLOCKING
            and other.end <= draft.start
            and scene.text[other.end : other.end + 1] != "》"
        ):
            start = other.end
    return max(start, draft.start - _REACH), draft.start


def left_phrase(scene: Scene, n: int) -> Phrase:
    """Read noun phrase and verb before the number."""
    start, end = region(scene, n)
    phrase = Phrase()
    tokens = list(scene.within(start, end))
    shared = next((t for t in tokens if t[2].jobs.get("whole") == "share"), None)
    if shared is not None:
        end = shared[0]
    end, each = _cut_end(scene, phrase, tokens, start, end)
    start = _cut_lead(scene, tokens, start, end)
    if start >= end:
        return phrase
    if each and re.search("[、和及]", scene.text[start:end]):
        phrase.noun = _clean(scene, tokens, start, end)
        return phrase
    verbs = [v for v in _verbs(scene, tokens, start, end) if v.end <= end]
    reached = phrase.verb
    if phrase.result:
        phrase.noun = _clean(scene, tokens, start, end)
        return phrase
    phrase.verb = None
    _choose(scene, phrase, tokens, verbs, start, end, scene.drafts[n])
    if phrase.verb is None:
        phrase.verb = reached
    return phrase


def _cut_end(scene: Scene, phrase: Phrase, tokens: list[Token], start: int, end: int) -> tuple[int, bool]:
    """Cut copulas and adverbs off the end; 增加到 and 降为 keep their result."""
    text = scene.text
    if end - 1 > start and text[end - 1] in _RESULT:
        for first, last, word in tokens:
            if last == end - 1 and "change" in word.jobs:
                phrase.verb, phrase.result = (first, end), True
                return first, False
    tail = _ends("tail").search(text, start, end) if end > start else None
    cut = tail.start() if tail else end
    for first, last, word in tokens:
        if any(job in word.jobs for job in _NOUNLESS):
            cut = first if first < cut < last else cut
        elif first < cut < last or (first >= cut and last - first > 1):
            cut = max(cut, last)
    cut = min(cut, end)
    reached = text.find("达到", cut, end)
    if reached >= 0 and text[reached - 1 : reached] != "占":
        phrase.verb = (reached, reached + 2)
    each = "均" in text[cut:end]
    measured = next((w for w in _tuple("measure_nouns") if text.endswith(w, start, cut)), "")
    if (
        measured
        and cut - start > len(measured) + 2
        and text[cut - len(measured) - 2 : cut - len(measured)] not in ("建筑", "播种")
    ):
        cut -= len(measured)
    return cut, each


def _cut_lead(scene: Scene, tokens: list[Token], start: int, end: int) -> int:
    text = scene.text
    for _ in range(8):
        before = start
        word = next((t for t in tokens if t[0] == start), None)
        if word is not None and word[1] <= end:
            jobs = word[2].jobs
            if "carried" not in jobs and (
                any(job in jobs for job in _NOUNLESS) or jobs.get("mask") == "plan_name"
            ):
                start = word[1]
                continue
        subject = _subject().match(text, start, end)
        if subject and subject.end() < end:
            start = subject.end()
            continue
        match = _starts("lead").match(text, start, end)
        if match and (word is None or word[1] <= match.end()):
            start = match.end()
        while start < end and text[start] in _EDGE_CHARACTERS:
            start += 1
        if start == before:
            return start
    return start


def _verbs(scene: Scene, tokens: list[Token], start: int, end: int) -> list[_Verb]:
    """Verbs of a stretch in order, those out that a suffix makes nouns."""
    found: list[_Verb] = []
    single, double = _suffixes()
    strong_suffix = verb_words("strong_suffix")
    text = scene.text
    for first, last, word in tokens:
        jobs = word.jobs
        if first < start or last > end or "noun" in jobs or not any(job in jobs for job in _VERBAL):
            continue
        strong = "either" not in jobs
        if "carried" in jobs:
            found.append(_Verb(last - 2, last, True, False, jobs))
            continue
        if not strong and _abstract(text, last, end):
            continue
        closes = last == end and not ("act_noun" in jobs or "event" in jobs)
        if not strong and not closes and not _acts(scene, tokens, start, first):
            continue
        if last < end and last - first > 1:
            noun = next((t for t in tokens if t[0] == last), None)
            following = text[last]
            if noun is None or "noun" not in noun[2].jobs:
                if following in (strong_suffix if strong else single):
                    continue
                if not strong and found and text[last : last + 2] in double:
                    continue
        if last - first == 1 and first != start and last != end and text[first] not in _INITIAL[:2]:
            continue
        found.append(_Verb(first, last, strong, "light" in jobs, jobs))
    return found


def _choose(
    scene: Scene, phrase: Phrase, tokens: list[Token], verbs: list[_Verb], start: int, end: int, draft: Draft
) -> None:
    text = scene.text
    of = text.rfind("的", start, end)
    pool = verbs
    if verbs and of >= 0:
        behind = [v for v in verbs if v.start > of]
        if not behind or (not behind[-1].strong and behind[0].end == end and verbs[0].end < of):
            chosen = verbs[0]
            if chosen.end < of:
                phrase.verb = (chosen.start, chosen.end)
                phrase.noun = _clean(scene, tokens, of + 1, end) or _clean(scene, tokens, chosen.end, of)
                return
        pool = behind or verbs
    if not pool:
        phrase.noun = _clean(scene, tokens, of + 1 if of >= 0 and end - of > 2 else start, end)
        return
    verb = _governing(pool)
    first, last = _widen(scene, verb, pool, start)
    rest = _clean(scene, tokens, verb.end, end)
    if rest is not None:
        phrase.verb, phrase.noun = (first, last), rest
        return
    floor = max([start, of + 1] + [v.end for v in pool if v.end <= first and v.strong and not v.light])
    before = _clean(scene, tokens, _after_preposition(text, floor, first), first)
    if "act_noun" in verb.jobs and not verb.strong and draft.unit != "人次":
        phrase.noun = (before[0] if before else first, verb.end)
        return
    if (
        "event" in verb.jobs
        and before is not None
        and before[1] == verb.start
        and draft.unit in tuple("次场期轮批")
    ):
        phrase.noun = (before[0], verb.end)
        return
    phrase.verb, phrase.noun, phrase.weak = (first, last), before, True


def _acts(scene: Scene, tokens: list[Token], start: int, verb: int) -> bool:
    """Whether a word that may be a noun is a verb: it opens the phrase, or who acts stands before it."""
    if verb == start:
        return True
    text = scene.text
    floor = max(
        [start]
        + [
            last
            for first, last, word in tokens
            if last <= verb
            and any(j in word.jobs for j in (*_VERBAL, *_NOUNLESS))
            and "noun" not in word.jobs
        ]
    )
    if floor == verb:
        return True
    adverb = next((w for w in _tuple("adverbs") if text.endswith(w, floor, verb)), "")
    before = verb - len(adverb)
    if before <= floor or adverb:
        return True
    if text[floor:before] in verb_words("manner"):
        return True
    return text.endswith(_tuple("agents"), floor, before) or text[before - 1] in "”》)的后，"


def _abstract(text: str, at: int, end: int) -> bool:
    return text[at:end] in verb_words("abstract") or text[at:end].endswith(("率", "比例", "度"))


def _governing(verbs: list[_Verb]) -> _Verb:
    """The last verb that can only be one, unless a light verb makes what follows its object."""
    for n, verb in enumerate(verbs):
        if verb.light and not any(later.strong and not later.light for later in verbs[n + 1 :]):
            return verb
    return next((v for v in reversed(verbs) if v.strong), verbs[0])


def _widen(scene: Scene, chosen: _Verb, verbs: list[_Verb], start: int) -> Span:
    """Take in 已, a manner word and a like verb that stand right before it."""
    first, last = chosen.start, chosen.end
    text = scene.text
    for verb in reversed(verbs):
        if (
            verb.end == first
            and verb.strong == chosen.strong
            and not verb.light
            and verb.end - verb.start > 1
        ):
            first = verb.start
    if first >= start + 2 and text[first - 2 : first] in verb_words("manner"):
        if first - 2 == start or text[first - 3] in "在的":
            first -= 2
    elif text.startswith("已", first - 1) and first > 0 and text[first - 2 : first] not in ("均已", "都已"):
        first -= 1
    return first, last


_PREPOSITION = re.compile("[对将把为向由被给从]|通过|利用|依托|围绕|根据|按照")


def _after_preposition(text: str, start: int, end: int) -> int:
    match = _PREPOSITION.match(text, start, end)
    return match.end() if match else start


def _clean(scene: Scene, tokens: list[Token], start: int, end: int) -> Span | None:
    """Trim a noun phrase; None where nothing is left of it."""
    text = scene.text
    for first, last, word in tokens:
        if first >= start and last <= end and word.surface in word_set("inner") and end - last >= 2:
            start = last
        if first == start and last == end and any(job in word.jobs for job in _NOUNLESS):
            return None
    inner = next((w for w in _tuple("inner") if w in text[start:end]), "")
    if inner:
        at = text.rfind(inner, start, end) + len(inner)
        start = at if end - at >= 2 else start
    changed = True
    while changed and start < end:
        changed = False
        while start < end and text[start] in _EDGE_CHARACTERS:
            start += 1
        while start < end and text[end - 1] in "了着的,、 “(:由从":
            end -= 1
        for adverb in _tuple("adverbs"):
            if text.endswith(adverb, start, end) and end - start > len(adverb):
                end -= len(adverb)
                changed = True
                break
        subject = _subject().match(text, start, end)
        if subject and subject.end() < end:
            start, changed = subject.end(), True
        if text.startswith("本级", start):
            start, changed = start + 2, True
    if start >= end or not any(c.isalpha() for c in text[start:end]):
        return None
    if text[start:end] in word_set("adverbs"):
        return None
    if (
        text[start] == "“"
        and text[end - 1 : end + 1].find("”") >= 0
        and text.count("”", start, end + 1) == 1
        and text[end - 1] == "”"
    ):
        return start + 1, end - 1
    return _measured(text, start, end), end


def _measured(text: str, start: int, end: int) -> int:
    """“云上”微信公众号粉丝量: the channel is not part of what is measured."""
    if not text.endswith(("量", "粉丝", "用户", "人数"), start, end):
        return start
    for agent in _tuple("agents"):
        at = text.rfind(agent, start, end - 2)
        if len(agent) > 1 and at >= 0 and text[at + len(agent)] != "总":
            return max(start, at + len(agent))
    return start


def right_noun(scene: Scene, n: int) -> Span | None:
    """Read the noun phrase behind the number (6个综合窗口)."""
    draft = scene.drafts[n]
    text = scene.text
    start = draft.end
    if draft.implicit:
        return _zero_noun(scene, start)
    end = scene.clause_end(start)
    followed = n + 1 < len(scene.drafts) and scene.drafts[n + 1].start < end
    if followed:
        end = scene.drafts[n + 1].start
    end = min(end, start + _REACH)
    if text[start : start + 1] == "的":
        start += 1
    if start >= end or text[start] in "、,”)内前后":
        return None
    stop = _right_end(scene, start, end, followed)
    while stop > start and text[stop - 1] in "、的了 ,中内里":
        stop -= 1
    if stop - start < 1 or not any("一" <= c <= "鿿" for c in text[start:stop]):
        return None
    return start, stop


def _right_end(scene: Scene, start: int, end: int, followed: bool) -> int:
    text = scene.text
    single, double = _suffixes()
    tokens = list(scene.within(start, end))
    stop = end
    for first, last, word in tokens:
        jobs = word.jobs
        if "noun" in jobs:
            continue
        if "verb" in jobs or "either" in jobs:
            if last < end and (text[last] in single or text[last : last + 2] in double) and "either" in jobs:
                continue
            if "either" in jobs and (
                first == start or (not followed and text[first - 1] not in "部门位家村局")
            ):
                continue
            stop = first
            break
        if first >= start and any(job in jobs for job in _NOUNLESS):
            stop = first
            break
    at = start
    while at < stop:
        match = _starts("right_stop").search(text, at, stop)
        if match is None:
            break
        inside = any(
            f <= match.start() and match.end() <= t and t - f > match.end() - match.start()
            for f, t, _ in tokens
        )
        if not inside and match.start() > start:
            return match.start()
        if (
            not inside
            and match.start() == start
            and match[0]
            in (
                "为",
                "等",
                "是",
                "在",
                "均",
                "占",
                "由",
                "被",
                "和",
                "与",
                "及",
                "较",
                "比",
                "并",
                "(",
                ")",
                ":",
                "通过",
                "已",
                "用于",
                "有",
                "其中",
                "包括",
                "含",
                "同比",
                "对",
                "向",
                "分别",
                "从",
                "于",
                "未",
                "将",
                "都",
                "共",
                "也",
                "还",
                "需",
                "可",
                "应",
                "按",
                "经",
                "全部",
                "进行",
                "完成",
                "表示",
                "且",
                "而",
                "组成",
                "左右",
                "以上",
                "来",
                "“",
            )
        ):
            return start
        at = match.end()
    return stop


def _zero_noun(scene: Scene, start: int) -> Span | None:
    text = scene.text
    end = scene.clause_end(start)
    if text.startswith("任何", start):
        start += 2
    following = next((d.start for d in scene.drafts if d.start >= start), end)
    if following < end:
        cut = text.rfind("、", start, following)
        end = cut if cut > start else following
    of = text.rfind("的", start, end)
    if of >= 0 and end - of > 2 and not text.startswith(("结转", "被"), start):
        start = of + 1
    while end > start and text[end - 1] in "的了 、":
        end -= 1
    return (start, end) if end > start else None


def verb_behind(scene: Scene, n: int, start: int, near: bool = False) -> Span | None:
    """The verb behind the number, where no other number follows it in the clause."""
    end = scene.clause_end(start)
    if n + 1 < len(scene.drafts) and scene.drafts[n + 1].start < end:
        return None
    verbs = _verbs(scene, list(scene.within(start, end)), start, end)
    for verb in verbs:
        if near and verb.start - start > 2:
            return None
        if verb.strong or verb.end == end or near:
            return verb.start, verb.end
    return None


def after_duration(scene: Scene, n: int) -> tuple[Span | None, Span | None]:
    """10周完成目录编制: verb and object stand behind the duration."""
    start = scene.drafts[n].end
    verb = verb_behind(scene, n, start, near=True)
    if verb is None:
        return verb_behind(scene, n, start), None
    end = scene.clause_end(start)
    return verb, _clean(scene, list(scene.within(verb[1], end)), verb[1], end)

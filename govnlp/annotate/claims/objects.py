"""What is counted, and the verb that governs it: the stretch of the clause before a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govnlp.annotate.claims.drafts import Draft
from govnlp.annotate.claims.lexicon import (
    ACT_NOUN,
    CARRIED,
    CHANGE,
    EVENT,
    LIGHT,
    PLAN_NAME,
    SETTING,
    SHARE,
    ending,
    verb_words,
    word_set,
)
from govnlp.annotate.claims.nouns import (
    BODY_STARTS,
    EDGE,
    REACH,
    Span,
    Token,
    clean,
    first_characters,
    starts,
    subject,
)
from govnlp.annotate.claims.scene import Scene
from govnlp.annotate.claims.verbs import (
    ACTED,
    Verb,
    adverb_before,
    coordinated,
    governing,
    opened,
    opens,
    verbs_of,
    widen,
)

_RESULT = frozenset("到至为成")
_LEAD_STEPS = 8
_EVENT_UNITS = frozenset("次场期轮批")
_FROM = re.compile("[由从较比](?!例)(?:[^,。;、()]{0,12}的|法定|原来|原先|原|规定)?$")
_COUNT_OF = re.compile("的(?:总?数量|总数|总量|数目|条数|件数)$")
_NOW_END = frozenset("均约足的")
_NOW = re.compile("(?:平均|约|不足|(?:今年|目前|上年|去年|本年度?|当年)的)+$")
_PREPOSITION = re.compile("[对将把为向由被给从]|通过|利用|依托|围绕|根据|按照")
_DATIVE = frozenset("为对给向将把因在")
_BY_FORM = re.compile("以.{1,16}(?:形式|方式)")
_LISTED = re.compile("[、和及]")
_AND = ("、", "和", "及", "与")
_RESPECTIVELY = re.compile("分别[为有是达约]{0,2}$")
# Numerals that are no part of a noun phrase: what is counted begins behind them.
_BLOCKING = frozenset(
    (
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
    )
)


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
    attributive : bool
        Whether 的 stands before the number (涉及拆迁的30件): the thing counted may be that of the whole.
    """

    noun: Span | None = None
    verb: Span | None = None
    weak: bool = False
    result: bool = False
    attributive: bool = False


def region(scene: Scene, n: int) -> Span:
    """Stretch before a number that can hold its noun and verb."""
    draft = scene.drafts[n]
    start = scene.clause_start(draft.start)
    if n and scene.drafts[n - 1].end > start:
        before = scene.drafts[n - 1]
        start = before.end
        if before.object_at is not None and start <= before.object_at[0] < before.object_at[1] <= draft.start:
            start = before.object_at[1]
    for other in scene.others_within(start, draft.start):
        if other.reason not in _BLOCKING or other.end > draft.start:
            continue
        # 由2020年的62%提高到91%: the date describes the number, not the noun before it.
        described = (
            scene.text[other.end : other.end + 1] == "的" and scene.text[other.start - 1] in "由从较比"
        )
        if not described and not _enclosed(scene.text, other.start, draft.start):
            start = other.end
    return max(start, draft.start - REACH), draft.start


def _enclosed(text: str, at: int, end: int) -> bool:
    """Whether an offset is in a title or a quotation that ends before ``end``."""
    for opening, closing in ("《》", "“”"):
        first = text.rfind(opening, max(0, at - REACH), at)
        if first >= 0 and text.find(closing, first, at) < 0 and text.find(closing, at, end) >= 0:
            return True
    return False


def left_phrase(scene: Scene, n: int) -> Phrase:
    """Read noun phrase and verb before the number."""
    return _phrase(scene, n, *region(scene, n))


def parallel_phrases(scene: Scene, n: int) -> list[Phrase]:
    """Phrases of 审核稿件、撤回信息分别为2750篇、6条: as many as numbers; none where the phrase is one."""
    drafts, text = scene.drafts, scene.text
    at = drafts[n].start
    if text.find("分别", max(0, at - 4), at) < 0:
        return []
    start, end = region(scene, n)
    match = _RESPECTIVELY.search(text, start, end)
    if match is None:
        return []
    last = n + 1
    while last < len(drafts) and text[drafts[last - 1].end : drafts[last].start] in _AND:
        last += 1
    start = _cut_lead(scene, scene.within(start, match.start()), start, match.start())
    stops = [m.start() for m in _LISTED.finditer(text, start, match.start())]
    if last - n < 2 or len(stops) + 1 != last - n:
        return []
    pieces = list(zip([start, *(at + 1 for at in stops)], [*stops, match.start()], strict=True))
    if any(ending("agents", text, *piece) or ending("places", text, *piece) for piece in pieces):
        return []
    return [_phrase(scene, n, *piece) for piece in pieces]


def _phrase(scene: Scene, n: int, start: int, end: int) -> Phrase:
    phrase = Phrase()
    if start >= end:
        return phrase
    tokens = scene.within(start, end)
    share = None
    for token in tokens:
        if token[2].flags & SHARE:
            share, end = token, token[0]
            break
    end, each = _cut_end(scene, phrase, tokens, start, end)
    start = _cut_lead(scene, tokens, start, end)
    if start >= end:
        return phrase
    attributed = start > 0 and scene.text[start - 1] == "的"
    if attributed or phrase.result or (each and _LISTED.search(scene.text, start, end)):
        phrase.noun = clean(scene, tokens, start, end)
        return phrase
    if share is not None and share[2].surface[-1] == "占" and scene.drafts[n].dimension == "share":
        # 网上申报占87%: what has the share is named before it, verbs and all.
        phrase.verb = share[1] - 1, share[1]
        if scene.text[share[0] - 1] != "的":
            phrase.noun = clean(scene, tokens, start, end)
        else:
            phrase.attributive = True
        return phrase
    if _is_listed(scene, tokens, n, start, end):
        phrase.noun = clean(scene, tokens, start, end)
        return phrase
    reached, phrase.verb = phrase.verb, None
    _choose(scene, phrase, tokens, start, end, scene.drafts[n])
    if phrase.verb is None:
        phrase.verb = reached
    if phrase.noun is not None and scene.text[scene.drafts[n].start - 1] == "的":
        phrase.attributive = True
    loose = (phrase.verb is None or phrase.weak) and not scene.text.startswith("为民", start)
    by_form = phrase.noun is not None and phrase.verb is None and scene.text[phrase.noun[0]] == "以"
    if by_form and phrase.noun and _BY_FORM.match(scene.text, *phrase.noun):
        phrase.noun = None  # 以书面形式申请9件
    if phrase.noun is not None and loose and scene.text[phrase.noun[0]] in _DATIVE:
        phrase.noun = _court(scene.text, *phrase.noun)
    return phrase


def _is_listed(scene: Scene, tokens: list[Token], n: int, start: int, end: int) -> bool:
    """Whether a phrase is one more thing of a list, not a statement: 配备触摸屏5台、公共查阅电脑8台."""
    before = scene.drafts[n - 1] if n else None
    if before is None or before.end >= start or scene.text[before.end] not in "、和及与":
        return False
    verb, thing = before.predicate_at, before.object_at
    if thing is None or not (verb[1] if verb else 0) <= thing[0] < thing[1] <= before.start:
        return False
    text = scene.text
    verbs = verbs_of(scene, tokens, start, end)
    about = verb is not None and text[slice(*verb)] in word_set("about")
    if not verbs or (verbs[-1].end == end and verbs[-1].strong and not about):
        return False
    first = verbs[0].start
    if first == start:
        # 公开审批结果139项、竣工验收结果52项: an act like it.
        tail = text[end - 2 : end]
        return tail in verb_words("outcome") and text.endswith(tail, *thing) and verbs[0].end == end - 2
    if text[first - 1] in ACTED or first - start < 2 or adverb_before(text, start, first):
        return False
    return not ending("agents", text, start, first) and text[start:first] not in verb_words("manner")


def _court(text: str, start: int, end: int) -> Span | None:
    """因政府信息公开申请行政复议: only the case is counted."""
    size = ending("court", text, start, end) if text[start] == "因" else 0
    return (end - size, end) if size else None


def _cut_end(scene: Scene, phrase: Phrase, tokens: list[Token], start: int, end: int) -> tuple[int, bool]:
    """Cut copulas and adverbs off the end; 增加到 and 降为 keep their result."""
    text = scene.text
    trimmed = _NOW.search(text, start, end) if text[end - 1] in _NOW_END else None
    if trimmed:
        end = trimmed.start()
    if end - 1 > start and text[end - 1] in _RESULT:
        for first, last, word in tokens:
            if last == end - 1 and word.flags & CHANGE:
                phrase.verb, phrase.result = (first, end), True
                return first, False
    source = _FROM.search(text, start, end)
    if source:
        end = source.start()
    cut = _without_tail(text, start, end)
    for first, last, word in tokens:
        if word.flags & SETTING:
            cut = first if first < cut < last else cut
        elif first < cut < last or (first >= cut and last - first > 1):
            cut = max(cut, last)
    cut = min(cut, end)
    reached = text.find("达到", cut, end)
    if reached >= 0 and text[reached - 1 : reached] != "占":
        phrase.verb = (reached, reached + 2)
    each = "均" in text[cut:end]
    counted = _COUNT_OF.search(text, start, cut) if text[cut - 1] in "量数目" else None
    if counted and "、" not in text[start:cut]:
        cut = counted.start()  # 主动公开政府信息的数量
    measured = ending("measure_nouns", text, start, cut)
    if measured:
        thing = text[start : cut - measured]
        if len(thing) > 2 and not thing.endswith(("建筑", "播种")):
            cut = _without_tail(text, start, cut - measured)
    return cut, each


def _without_tail(text: str, start: int, end: int) -> int:
    while size := ending("tail", text, start, end):
        end -= size
    return end


def _cut_lead(scene: Scene, tokens: list[Token], start: int, end: int) -> int:
    """Cut times, connectives, adverbs and the body that acts off the beginning."""
    text = scene.text
    leads = first_characters("lead")
    for _ in range(_LEAD_STEPS):
        if start >= end:
            break
        before = start
        last = None
        for token in tokens:
            if token[0] >= start:
                last = token if token[0] == start else None
                break
        character = text[start]
        if (
            last is not None
            and last[1] <= end
            and last[2].flags & (SETTING | PLAN_NAME)
            and not last[2].flags & CARRIED
            and not (character == "各" and text[start : start + 2] in word_set("lead"))
        ):
            start = last[1]
            continue
        acting = subject().match(text, start, end) if character in BODY_STARTS else None
        if acting and acting.end() < end:
            start = acting.end()
            continue
        match = starts("lead").match(text, start, end) if character in leads else None
        if match and (last is None or last[1] <= match.end()):
            start = match.end()
        while start < end and text[start] in EDGE:
            start += 1
        if start == before:
            break
    return start


def _choose(scene: Scene, phrase: Phrase, tokens: list[Token], start: int, end: int, draft: Draft) -> None:
    text = scene.text
    verbs = verbs_of(scene, tokens, start, end)
    if not any(v.strong for v in verbs) and opens(text, tokens, start, end):
        verbs = [Verb(start, start + 2, True, 0), *(v for v in verbs if v.start >= start + 2)]
    if not verbs and text[draft.start - 1] == "了" and text[end - 2 : end] in verb_words("opening"):
        verbs = [Verb(end - 2, end, True, 0)]  # 在窗口开辟了175个
    elif not verbs:
        verbs = opened(text, tokens, start, end)
    if not verbs and draft.dimension == "money" and text[end - 4 : end - 2] in verb_words("funds"):
        verbs = [Verb(end - 2, end, True, 0)] if text[end - 2 : end] == "支出" else []
    of = text.rfind("的", start, end)
    pool = verbs
    if verbs and of >= 0:
        behind = [v for v in verbs if v.start > of]
        relative = not behind or (not behind[-1].strong and behind[0].end == end)
        if relative and verbs[0].end < of:
            phrase.verb = (verbs[0].start, verbs[0].end)
            phrase.noun = clean(scene, tokens, of + 1, end)
            if phrase.noun is None:
                # 建有公开栏的221个: what has it is named before.
                phrase.noun, phrase.weak = clean(scene, tokens, verbs[0].end, of), True
            return
        pool = behind or verbs
    if not pool:
        phrase.noun = clean(scene, tokens, of + 1 if of >= 0 and end - of > 2 else start, end)
        return
    attributive = text[draft.start - 1] == "的" and pool[0].start == start and pool[0].flags & LIGHT
    verb = pool[0] if attributive else governing(coordinated(text, pool))
    first, last = widen(scene, verb, pool, start)
    if text[last : last + 2] in verb_words("doubled"):
        last += 2  # 修订完善制度4项
    rest = clean(scene, tokens, max(verb.end, last), end)
    if rest is not None:
        phrase.verb, phrase.noun = (first, last), rest
        return
    floor = max(
        [start, of + 1]
        + [v.end for v in pool if v.end <= first and v.strong and (not v.flags & LIGHT or _done(text, v))]
    )
    preposition = _PREPOSITION.match(text, floor, first)
    before = clean(scene, tokens, preposition.end() if preposition else floor, first)
    if verb.flags & CARRIED:
        before = None
    if verb.flags & ACT_NOUN and not verb.strong and draft.unit != "人次":
        phrase.noun = (before[0] if before else first, verb.end)
    elif verb.flags & EVENT and before is not None and before[1] == verb.start and draft.unit in _EVENT_UNITS:
        phrase.noun = (before[0], verb.end)
    else:
        phrase.verb, phrase.noun, phrase.weak = (first, last), before, True


def _done(text: str, verb: Verb) -> bool:
    return text[verb.start : verb.end] == "完成"


def verb_behind(scene: Scene, n: int, start: int, near: bool = False) -> Span | None:
    """The verb behind the number, where no other number follows it in the clause."""
    end = scene.clause_end(start)
    if n + 1 < len(scene.drafts) and scene.drafts[n + 1].start < end:
        return None
    end = min(end, start + REACH)
    for verb in verbs_of(scene, scene.within(start, end), start, end):
        if near and verb.start - start > 2:
            return None
        if verb.strong or verb.end == end or near:
            return verb.start, verb.end + (scene.text[verb.end : verb.end + 1] == "了")
    return None


def after_duration(scene: Scene, n: int) -> tuple[Span | None, Span | None]:
    """10周完成目录编制: verb and object stand behind the duration."""
    start = scene.drafts[n].end
    verb = verb_behind(scene, n, start, near=True)
    if verb is None:
        return verb_behind(scene, n, start), None
    end = min(scene.clause_end(start), start + REACH)
    return verb, clean(scene, scene.within(verb[1], end), verb[1], end)

"""Role, direction, modality and aggregate: what kind of statement the quantity is in."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from govnlp.annotate.claims.drafts import Draft
from govnlp.annotate.claims.lexicon import (
    AGGREGATE,
    CHANGE,
    EITHER,
    LIGHT,
    MODAL,
    NOUN,
    SETTING,
    VERBAL,
    WHOLE,
    word_set,
)
from govnlp.annotate.claims.nouns import REACH
from govnlp.annotate.claims.objects import Phrase
from govnlp.annotate.claims.scene import Scene, Words

_MODAL_REACH = 120
_ROLE_REACH = 24
_LISTING = ("、", "和", "及", ",", "与", ";")
_TO = frozenset("到至为成")
_BASED = re.compile(r"按|按照|根据|依据|依照|遵照|落实|围绕|对照|对标")
_FROM = re.compile(r"[由从](?:[^,。;、()]{0,12}的|法定|原来|原先|原|规定|每[周月年日天旬]|每季度?)?$")
_BASE = re.compile("[较比](?:上一?年|去年|前年|(?:19|20)[0-9]{2}年)(?:度|同期)?的$")
_RATE_END = ("率", "度", "比例", "比重", "率为")
_WITHIN = re.compile("[了约近]|每(?:季度?|[周月年日天旬])")
_RATE = re.compile(
    r"(?:率|度|比例)(?:均|都|为|达|到|超过|仅|在|高|已|约|是|分别|保持|稳定)*(?::[^。;]{0,12})?$"
)
_BOUND = ("不少于", "不低于", "不超过", "不高于", "至少", "最少", "不得")
_OVER_AVERAGE = tuple(
    f"{verb}{place}"
    for verb in ("高于", "低于", "高出", "超出", "超过")
    for place in ("", "全市", "全省", "全国", "全县", "全区")
)
_CLAUSE_ENDS = ("", ",", "。", ";", ")")
_SOON = ("内", "前", "之内")
_PLAN_NOUN_NEXT = frozenset("在于明下20新将为到今总投用增再")


def mark_roles(scene: Scene, phrases: list[Phrase]) -> None:
    """Set role, direction, modality, aggregate and the dimension of frequencies."""
    modal = [word for word in scene.words if word[2].flags & MODAL]
    starts = [word[0] for word in modal]
    for n, draft in enumerate(scene.drafts):
        clause = max(scene.clause_start(draft.start), draft.start - REACH)
        start = max(clause, scene.drafts[n - 1].end) if n else clause
        words = scene.within(clause, draft.start)
        _aggregate(scene, draft, n, words, start)
        _modality(scene, draft, modal, starts)
        if not draft.implicit:
            _role(scene, draft, words, start, clause)
    _from(scene)
    _listed(scene)
    for n, draft in enumerate(scene.drafts):
        _target(scene, draft, n)


def _stretch(scene: Scene, n: int) -> int:
    """Where the stretch of the number begins: behind the number before it or the clause edge."""
    draft = scene.drafts[n]
    start = max(scene.clause_start(draft.start), draft.start - REACH)
    return max(start, scene.drafts[n - 1].end) if n else start


def _aggregate(scene: Scene, draft: Draft, n: int, words: Words, start: int) -> None:
    for first, last, word in words:
        flags, jobs = word.flags, word.jobs
        if not flags & (AGGREGATE | WHOLE):
            continue
        if "frequency" in jobs and draft.unit in word_set("repeated") and not _other_number(scene, n, last):
            _frequency(draft, word.surface, first, last)
            continue
        if first < start or ("aggregate" not in jobs and jobs.get("whole") != "respectively"):
            continue
        kind = jobs.get("aggregate", "each")
        if kind == "total" and draft.dimension in ("share", "ratio"):
            continue  # 占总量的七成
        if kind == "average" and scene.text[max(0, first - 4) : first].endswith(_OVER_AVERAGE):
            continue  # 高于全市平均0.8个百分点
        if (
            last - first == 1
            and last != draft.start
            and scene.text[first : last + 1] in word_set("not_aggregate")
        ):
            continue
        if word.surface == "各" and not _distributes(scene, last, draft.start):
            continue
        if kind == "each" and (draft.dimension == "frequency" or draft.aggregate == "average"):
            continue
        if kind == "each" and word.surface[0] in "每单逐":
            draft.role = "rate" if draft.role == "level" else draft.role
            draft.marks.append(("role", first, last))
            continue
        draft.aggregate = kind
        draft.marks.append(("aggregate", first, last))
    before = scene.drafts[n - 1] if n else None
    if before is None or draft.aggregate != "none" or before.aggregate != "each" or draft.implicit:
        return
    if scene.text[before.end : draft.start] in _LISTING:
        draft.aggregate = "each"


def _distributes(scene: Scene, at: int, end: int) -> bool:
    """Whether what follows 各 is said of each (各2个, 各设查阅点2个), not who acts (各板块发布信息20条)."""
    if at == end or scene.text[at] in word_set("each_next"):
        return True
    for first, last, word in scene.within(at, end):
        if first > at:
            break
        if word.flags & VERBAL and not word.flags & NOUN:
            return not word.flags & EITHER or scene.text[last:end] in ("", "了")
    return False


def _other_number(scene: Scene, n: int, at: int) -> bool:
    """Whether another number stands between an offset and this one."""
    return n > 0 and scene.drafts[n - 1].start >= at


def _frequency(draft: Draft, surface: str, first: int, last: int) -> None:
    """每周更新3次 is 3次/周."""
    draft.dimension, draft.role = "frequency", "rate"
    draft.unit = f"{draft.unit}/{surface.lstrip('每个').replace('星期', '周')}"
    draft.marks.append(("aggregate", first, last))


def _modality(scene: Scene, draft: Draft, modal: Words, starts: list[int]) -> None:
    found: tuple[str, int, int] | None = None
    if modal:
        sentence = max(scene.sentence_start(draft.start), draft.start - _MODAL_REACH)
        end = min(scene.clause_end(draft.end), draft.end + _MODAL_REACH)
        segment = -1
        for first, last, word in modal[bisect_left(starts, sentence) : bisect_left(starts, end)]:
            kind = word.jobs["modality"]
            if kind == "plan" and first < draft.start and _plans(scene, first, last, word.surface):
                found = ("plan", first, last)
            if kind != "rule" or (found is not None and found[0] == "plan"):
                continue
            segment = scene.segment_start(draft.start) if segment < 0 else segment
            if first >= segment and _rules(scene, draft, first, last, word.surface):
                found = ("rule", first, last)
    if found is None and draft.modifier in ("over", "under"):
        surface = scene.text[draft.start : draft.end]
        demands = draft.dimension == "frequency" or surface.startswith("不得")
        if demands and surface.startswith(_BOUND):
            found = ("rule", draft.start, draft.start + 2)
    if found is not None:
        draft.modality = found[0]
        draft.marks.append(("modality", found[1], found[2]))


def _plans(scene: Scene, first: int, last: int, surface: str) -> bool:
    text = scene.text
    following = text[last : last + 1]
    if surface == "计划":
        return following in _PLAN_NOUN_NEXT or _verb_at(scene, last)
    if surface in ("拟",):
        return following not in tuple("公不办制定") and (
            _verb_at(scene, last) or following in _PLAN_NOUN_NEXT
        )
    if surface in ("准备", "打算", "预计", "今后"):
        return following != "工"
    return True


def _verb_at(scene: Scene, at: int) -> bool:
    return any(
        first == at and ("verb" in w.jobs or "either" in w.jobs) for first, _, w in scene.within(at, at + 10)
    )


def _rules(scene: Scene, draft: Draft, first: int, last: int, surface: str) -> bool:
    text = scene.text
    if surface in ("要求", "规定", "办法规定", "根据要求", "按规定", "根据规定"):
        clause = text[scene.clause_start(first) : last]
        bound = (
            draft.modifier in ("over", "under")
            or text[draft.end : draft.end + 1] == "内"
            or draft.modifier == "range"
        )
        if surface == "规定" and text[last : last + 1] in tuple("的时期动"):
            return False
        based = surface in ("根据要求", "按规定", "根据规定") or bool(_BASED.search(clause))
        return bound and (not based or _bound_by_rule(scene, draft)) and first < draft.start
    if surface == "不得" and first >= draft.end:
        return False
    # 其他应当公开的信息12条: what must be done only describes the thing.
    if draft.modifier == "exact" and draft.dimension == "count" and "的" in text[last : draft.start]:
        return False
    return first < draft.start


def _bound_by_rule(scene: Scene, draft: Draft) -> bool:
    return scene.text[draft.start : draft.end].startswith(_BOUND) or draft.modifier == "range"


def _role(scene: Scene, draft: Draft, words: Words, start: int, clause: int) -> None:
    share: tuple[int, int] | None = None
    change: tuple[int, int, str, str] | None = None
    floor = max(start, draft.start - _ROLE_REACH)
    compared = False
    for first, last, word in words:
        if first < floor or not word.flags & (CHANGE | SETTING | LIGHT):
            continue
        jobs = word.jobs
        if word.flags & LIGHT:
            if compared and word.surface == "新增" and scene.text[last : draft.start] in ("", "了"):
                change = (first, last, "up", "")  # 较上年新增264个
            continue
        compared = compared or "compare" in jobs
        if jobs.get("whole") == "share":
            share, change = (first, last), None
        if "change" in jobs:
            between = scene.text[last : draft.start]
            if between.startswith(_RATE_END):
                continue
            if len(word.surface) == 1 and between.strip("了约近到至为") and first < draft.start - 2:
                continue
            share = None
            change = (first, last, jobs["change"], between)
        if (
            "compare" in jobs
            and scene.text[last : draft.start] in ("", "+", "-")
            and draft.dimension == "share"
        ):
            change = (
                first,
                last,
                "down" if draft.value < 0 or scene.text[last : draft.start] == "-" else "up",
                "",
            )
        if jobs.get("compare") and word.surface.startswith(("是", "为")):
            change = (first, last, "up", "")
    if change is not None:
        _change(scene, draft, change, start)
    elif share is not None and draft.dimension in ("share", "ratio"):
        draft.role = "share"
        draft.marks.append(("role", *share))
    elif draft.dimension in ("share", "ratio") or draft.unit == "‰":
        name = scene.text[slice(*draft.object_at)] if draft.object_at else ""
        before = scene.text[max(clause, draft.start - 12) : draft.start]
        if name.endswith(_RATE_END) or _RATE.search(before):
            return
        draft.role = "share"


def _change(scene: Scene, draft: Draft, change: tuple[int, int, str, str], start: int) -> None:
    first, last, direction, between = change
    if between.startswith("的") and len(between) > 1:
        return  # 延长的期限最长20个工作日
    core = _WITHIN.sub("", between)
    if (core[:1] in _TO and len(core) <= 2) or core.startswith(("到", "至")):
        draft.role = "to"
    elif (
        not core
        or draft.dimension in ("share", "percentage_point", "ratio", "multiple")
        or _noun_only(between)
    ):
        draft.role, draft.direction = "change", direction
        if draft.dimension == "share":
            draft.dimension = "ratio"
        elif (draft.unit == "位" or scene.text[first:last] in ("前进", "后退")) and scene.text[
            draft.end : draft.end + 1
        ] in _CLAUSE_ENDS:
            draft.dimension = "rank"  # 比上年前进了2位
    else:
        return
    draft.marks.append(("direction", first, last))


def _noun_only(between: str) -> bool:
    return len(between) <= 8


def _from(scene: Scene) -> None:
    """A number behind 由 or 从 whose neighbour is where the change led to."""
    for n, draft in enumerate(scene.drafts[:-1]):
        after = scene.drafts[n + 1]
        if after.sentence != draft.sentence:
            continue
        window = scene.text[max(scene.clause_start(draft.start), draft.start - 20) : draft.start]
        if after.role == "change" and window[-1:] == "的" and _BASE.search(window):
            draft.role = "from"  # 较上年的2204条增长18.6%
            continue
        if not ("由" in window or "从" in window) or not _FROM.search(window):
            continue
        between = scene.text[draft.end : after.start]
        if after.role == "to" or (len(between) <= 10 and re.search("[到至为成]", between)):
            draft.role, after.role = "from", "to"
            if draft.aggregate == "average" and after.aggregate == "none":
                after.aggregate = "average"
            draft.direction = after.direction = None


def _listed(scene: Scene) -> None:
    """同比分别下降12.4%、9.8%: what is said of the first is said of all."""
    for before, draft in pairwise(scene.drafts):
        between = scene.text[before.end : draft.start]
        if between not in _LISTING or (before.unit != draft.unit and between in (",", ";")):
            continue
        if before.role == "change" and draft.role in ("level", "share"):
            draft.role, draft.direction = before.role, before.direction
            if before.unit == draft.unit:
                draft.dimension = before.dimension
        elif before.role == "rate" and draft.role == "level" and before.unit == draft.unit:
            draft.role = before.role


def _target(scene: Scene, draft: Draft, n: int) -> None:
    if draft.modality == "fact" or draft.role not in ("level", "share"):
        return
    text = scene.text
    window = text[_stretch(scene, n) : draft.end]
    bounded = text[draft.start : draft.end].startswith(_BOUND)
    if draft.modality == "plan":
        if draft.dimension in ("share", "percentage_point") or bounded or re.search("控制在|达到", window):
            draft.role = "target"
        if bounded and draft.aggregate == "each":
            draft.role = "level"
        return
    before = text[max(0, draft.start - 6) : draft.start]
    if bounded or text[draft.end : draft.end + 1] in _SOON or draft.modifier == "range" or "最长" in before:
        draft.role = "target"

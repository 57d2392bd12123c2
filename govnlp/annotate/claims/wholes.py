"""Parts and shares: which quantity each is a part of, over clauses and sentences."""

from __future__ import annotations

import re
from decimal import Decimal

from govnlp.annotate.claims.drafts import Draft
from govnlp.annotate.claims.lexicon import WHOLE, ending
from govnlp.annotate.claims.objects import Phrase
from govnlp.annotate.claims.scene import Scene
from govnlp.annotate.claims.totals import LIST_END, by_sum, by_total_behind, countable, of_zero

_BACK = 4
_AMONG = re.compile(r"[^,。;()]{0,14}(?:中|里|内)[,:]?$")
_NAMED = re.compile(r"(?:^|[。;,])([一-鿿“”]{2,14}?)(?<![其当之集年])中(?:,|(?=[一-鿿]{2,12}$))")
_NAMED_REACH = 30
_OTHERS = ("其他", "其它")
_AXIS = re.compile("[,:]|分?别?为|是")


def mark_wholes(scene: Scene, phrases: list[Phrase]) -> None:
    """Set the whole of every part and share, and the role of parts."""
    _by_cue(scene, phrases)
    by_total_behind(scene)
    by_sum(scene)
    of_zero(scene, phrases)
    _shares(scene)
    _as_of_parts(scene)


def _gap(scene: Scene, n: int) -> tuple[int, int]:
    """Stretch between the number before (or the sentence before) and this one."""
    draft = scene.drafts[n]
    start = scene.drafts[n - 1].end if n else 0
    return start, draft.start


def _by_cue(scene: Scene, phrases: list[Phrase]) -> None:
    active: tuple[int, int, str, int] | None = None  # whole, first part, kind, bracket depth
    total = Decimal(0)
    stack: list[tuple[tuple[int, int, str, int] | None, Decimal]] = []
    for n, draft in enumerate(scene.drafts):
        start, end = _gap(scene, n)
        gap = scene.text[start:end]
        opened, closed = gap.count("("), gap.count(")")
        for _ in range(min(closed, len(stack))):
            active, total = stack.pop()
        cue = _cue(scene, n, gap, start)
        named = _named_whole(scene, n, start) if cue is None else None
        if opened and opened > gap[gap.rfind("(") :].count(")"):
            stack.append((active, total))
            if cue is None:
                active = None
        if cue is not None or named is not None:
            cue = cue or "named"
            whole = named if named is not None else _find_whole(scene, n, cue)
            if whole is not None:
                active, total = (whole, n, cue, 0), Decimal(0)
                _make_part(scene, draft, whole, start, end)
                total += draft.value if countable(draft) else 0
                continue
        if active is None:
            continue
        if "。" in gap:
            active = None
            continue
        if draft.dimension in ("share", "ratio") and draft.role == "share":
            draft.whole = active[0]
            continue
        if not countable(draft):
            continue
        before = scene.drafts[n - 1]
        if not gap and before.role == "part" and before.whole is not None and before.whole + 1 < n - 1:
            _beside(scene, draft, before.whole)
            continue
        if not _belongs(scene, n, active, total, phrases[n]):
            active = None
            continue
        if not _closes(scene, n, active[0], total) and _new_clause(scene, n, active, phrases):
            active = None
            continue
        _as_noun(scene, draft, phrases[n], phrases[active[1]])
        draft.whole, draft.role = active[0], "part"
        draft.marks.append(("whole", scene.drafts[active[0]].start, scene.drafts[active[0]].end))
        total += draft.value


def _cue(scene: Scene, n: int, gap: str, start: int) -> str | None:
    """Kind of cue in the gap before a number that makes it a part of an earlier one."""
    if n == 0:
        return None
    found: str | None = None
    end = scene.drafts[n].start
    for first, last, word in scene.within(max(start, end - 40), end):
        if not word.flags & WHOLE:
            continue
        kind = word.jobs["whole"]
        if kind in ("part", "axis", "rest"):
            if (
                word.surface in ("含", "包含", "包括", "另外")
                and first > start
                and scene.text[first - 1] not in ",;:(。、 主中"
            ):
                continue
            if kind == "rest" and (word.surface == "另外" or scene.drafts[n - 1].role != "part"):
                continue
            if kind == "axis" and not _AXIS.match(scene.text, last):
                continue
            found = "axis" if found == "axis" else kind
        elif (
            kind == "respectively"
            and found is None
            and word.surface.startswith("分别")
            and _total_before(scene, n)
        ):
            found = "respectively"
    if found:
        return found
    before = scene.drafts[n - 1]
    if (
        "," in gap
        and before.sentence == scene.drafts[n].sentence
        and _AMONG.fullmatch(gap.split(",", 1)[0] + ",")
        and countable(before)
    ):
        return "among"
    colon = gap.rfind(":")
    if (
        colon >= 0
        and "。" not in gap
        and before.unit == scene.drafts[n].unit
        and countable(before)
        and n + 1 < len(scene.drafts)
    ):
        return "colon"
    return None


def _named_whole(scene: Scene, n: int, start: int) -> int | None:
    """企业类中，新设500件: the number before whose noun is named again."""
    end = scene.drafts[n].start
    start = max(start, end - _NAMED_REACH)
    match = _NAMED.search(scene.text, start, end) if scene.text.find("中", start, end) >= 0 else None
    if match is None:
        return None
    name = match[1]
    for m in range(n - 1, max(-1, n - LIST_END), -1):
        other = scene.drafts[m]
        if not countable(other) or other.object_at is None:
            continue
        thing = scene.text[slice(*other.object_at)]
        same = other.unit == scene.drafts[n].unit
        if (len(thing) > 1 and same and name.endswith(thing)) or name == thing or name == thing + "人员":
            return m
    return None


def _total_before(scene: Scene, n: int) -> bool:
    before, draft = scene.drafts[n - 1], scene.drafts[n]
    if (
        before.sentence != draft.sentence
        or before.unit != draft.unit
        or not countable(before)
        or not countable(draft)
    ):
        return False
    following = [d for d in scene.drafts[n : n + 8] if d.sentence == draft.sentence and d.unit == draft.unit]
    return len(following) >= 2 and all(d.value <= before.value for d in following)


def _find_whole(scene: Scene, n: int, cue: str) -> int | None:
    draft = scene.drafts[n]
    fallback: int | None = None
    same: int | None = None
    for m in range(n - 1, max(-1, n - 1 - 12), -1):
        other = scene.drafts[m]
        if draft.sentence - other.sentence > 1:
            break
        if not countable(other) and not _changed(other, draft, n - m):
            continue
        if cue in ("axis", "rest") and other.role == "part":
            if other.whole is not None and cue == "rest":
                return other.whole
            continue
        if draft.dimension in ("share", "ratio"):
            # 其中工作动态约占40% behind the parts: of what they are parts of.
            return m if other.role != "part" or other.whole is None else other.whole
        if other.unit == draft.unit:
            if other.value >= draft.value:
                return _namesake(scene, n, m)
            same = m if same is None else same
        if fallback is None:
            fallback = m
        if n - m > _BACK and same is not None:
            break
    if same is not None:
        return same
    return fallback


def _namesake(scene: Scene, n: int, nearest: int) -> int:
    """建议61件、提案94件,其中46件建议: the whole that has the part's noun, if it is in the same sentence."""
    draft, named = scene.drafts[n], scene.drafts[n].object_at
    if named is None or named[0] < draft.start:
        return nearest
    noun = scene.text[slice(*named)]
    for m in range(nearest, max(-1, nearest - _BACK), -1):
        other = scene.drafts[m]
        if other.sentence != draft.sentence or other.unit != draft.unit:
            break
        if other.object_at and scene.text.endswith(noun, *other.object_at) and other.value >= draft.value:
            return m
    return nearest


def _changed(other: Draft, draft: Draft, distance: int) -> bool:
    """减少37项,其中取消25项: a change can be broken down, right behind it."""
    if other.role != "change" or distance > 1:
        return False
    return other.unit == draft.unit and other.dimension == draft.dimension and other.value >= draft.value


def _make_part(scene: Scene, draft: Draft, whole: int, start: int, end: int) -> None:
    if draft.dimension in ("share", "ratio"):
        if draft.role != "share":
            return
        draft.whole = whole
    elif countable(draft):
        draft.whole, draft.role = whole, "part"
    else:
        return
    draft.marks.append(("whole", scene.drafts[whole].start, scene.drafts[whole].end))


def _beside(scene: Scene, draft: Draft, whole: int) -> None:
    """2,085户3,617人,其中城镇402户611人: the second number is a part of the second."""
    first, second = scene.drafts[whole], scene.drafts[whole + 1]
    if second.start == first.end and second.unit == draft.unit and second.value >= draft.value:
        _make_part(scene, draft, whole + 1, draft.start, draft.start)


def _belongs(scene: Scene, n: int, active: tuple[int, int, str, int], total: Decimal, phrase: Phrase) -> bool:
    """Whether the list of parts goes on with this number."""
    draft, before = scene.drafts[n], scene.drafts[n - 1]
    whole = scene.drafts[active[0]]
    gap = scene.text[before.end : draft.start]
    listed = gap[:1] in ("、", "和", "及") or gap[:2] in ("以及",)
    units = {d.unit for d in scene.drafts[active[1] : n] if d.whole == active[0]}
    if whole.unit == draft.unit and total == whole.value and (draft.value or not listed):
        return False
    if draft.unit not in units and not listed:
        return False
    if "等" in gap[:1] and not listed:
        return False
    for _, __, word in scene.within(before.end, draft.start):
        if (
            "time_words" in word.jobs
            or word.jobs.get("aggregate") in ("total", "cumulative")
            or "compare" in word.jobs
        ):
            return False
    return not re.search("我[局镇县区市办委院]|另外?[^一-鿿]|此外|同时", gap)


def _as_noun(scene: Scene, draft: Draft, own: Phrase, first: Phrase) -> None:
    """图文解读68篇, 负责人解读20篇: in a list of nouns, a noun and the act behind it are one."""
    if own.noun and ending("channels", scene.text, *own.noun):
        return  # 微信公众号推送1286条
    if (
        first.verb is None
        and first.noun
        and own.weak
        and own.noun
        and own.verb
        and own.noun[1] == own.verb[0]
    ):
        own.noun, own.verb, own.weak = (own.noun[0], own.verb[1]), None, False
        draft.object_at, draft.predicate_at = own.noun, None


def _closes(scene: Scene, n: int, whole: int, total: Decimal) -> bool:
    """Whether a number makes a list of parts full, or is what is left of it (其他应当公开的信息65条)."""
    draft, stated = scene.drafts[n], scene.drafts[whole]
    rest = stated.value - total - draft.value
    if draft.unit != stated.unit or rest < 0:
        return False
    return rest == 0 or scene.text[scene.drafts[n - 1].end : draft.start].lstrip(",;、").startswith(_OTHERS)


def _new_clause(scene: Scene, n: int, active: tuple[int, int, str, int], phrases: list[Phrase]) -> bool:
    """Verb and object of its own behind a list of bare nouns: another statement, no part."""
    own, first = phrases[n], phrases[active[1]]
    gap = scene.text[scene.drafts[n - 1].end : scene.drafts[n].start]
    acts = own.noun is not None and ending("channels", scene.text, *own.noun) > 0
    stated = own.verb is not None and own.noun is not None and (not own.weak or (acts and gap[:1] == ";"))
    return stated and first.verb is None and gap[:1] not in ("、", "和", "及")


def _shares(scene: Scene) -> None:
    for n, draft in enumerate(scene.drafts):
        if draft.role != "share" or draft.whole is not None or n == 0:
            continue
        gap = scene.text[scene.drafts[n - 1].end : draft.start]
        if "分别" in gap:
            continue
        m = n - 1
        while (
            m and gap.endswith("的占") and scene.drafts[m].dimension == "share" and not scene.drafts[m].whole
        ):
            m -= 1  # 收回问卷1876份,回收率93.8%,表示满意的占97%
        before = scene.drafts[m]
        if before.sentence != draft.sentence and "。" in gap and len(gap) > 20:
            continue
        own = bool(
            re.fullmatch(
                "[,，、(]?(?:约|分别|均|各)?(?:占比?|占到|占比为|占总数的?|占总量的?)(?:约|为|达)?", gap
            )
        )
        if (own and countable(before)) or before.role == "share":
            draft.whole = before.whole
        elif (
            countable(before)
            and before.dimension not in ("duration", "score")
            and not re.search("占[^,。;]{2,}的$", gap)
            and "占" in gap
            and before.sentence == draft.sentence
        ):
            draft.whole = m if before.whole is None else before.whole
        if draft.whole is not None:
            draft.marks.append(("whole", scene.drafts[draft.whole].start, scene.drafts[draft.whole].end))


def _as_of_parts(scene: Scene) -> None:
    """A part is of the time of its whole, unless it names its own."""
    for draft in scene.drafts:
        if draft.whole is None or draft.role not in ("part", "share"):
            continue
        whole = scene.drafts[draft.whole]
        own = any(mark[0] == "time" and mark[1] > min(whole.end, draft.end) for mark in draft.marks)
        if whole.start < draft.start and not own:
            draft.time = whole.time

"""The period or day in force for each quantity, resolved against the year of the report."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from datetime import date
from functools import cache
from itertools import pairwise

from govnlp.annotate.claims.drafts import NonDraft
from govnlp.annotate.claims.lexicon import ADJUNCT, CARRIED, NOUN, TIME, VERBAL, WHOLE, word_set
from govnlp.annotate.claims.nouns import REACH
from govnlp.annotate.claims.scene import Scene

Period = tuple[date | None, date | None]

_HAN = str.maketrans("〇零○O一二三四五六七八九", "00001" + "23456789")
_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)(?:年|(?=[-./])))?(?:[-./])?(?:(?P<month>1[0-2]|0?[1-9])(?:月|(?=[-./])))?(?:[-./])?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])(?:日|号|(?!\d)))?(?P<part>底|末|初|[上中下]旬)?"
)
_HAN_MONTHS = {
    h: n
    for n, h in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}
_HAN_DATE = re.compile(
    r"(?P<year>[二一][〇零○O一二三四五六七八九]{3})年(?:(?P<month>十[一二]?|[一二三四五六七八九])月)?"
)
_SPLIT = re.compile(
    r"(?<=[年月日底末])(?:起|始|以来|正式)?[-—–~至到起]+|(?<=\d)[-—–~至到](?=(?:19|20)?\d\d年|\d{1,2}月)"
)
_MONTHS = re.compile(r"(\d{1,2})月?[-—–~至到、](\d{1,2})月")
_COMPARED = re.compile("[较比与同]$")
_LAST = ("上年", "去年", "上一年", "上年度", "上一年度")
_ACADEMIC = re.compile(r"((?:19|20)\d\d)\D+((?:19|20)?\d\d)学年")
_SINCE = re.compile("以来|之后|起")


def mark_times(scene: Scene) -> None:
    """Set the time of every draft and the evidence for it."""
    marks = _time_marks(scene)
    carried: tuple[Period, tuple[int, int] | None] = (_whole_year(scene.year), None)
    at = 0
    sentence = -1
    current: tuple[Period, tuple[int, int] | None] | None = None
    for draft in scene.drafts:
        if draft.sentence != sentence:
            sentence, current = draft.sentence, None
            start = scene.sentence_start(draft.start)
        local: tuple[Period, tuple[int, int]] | None = None
        while at < len(marks) and marks[at][0] < draft.start:
            first, last, period, kind = marks[at]
            at += 1
            if kind == "local":
                if last <= draft.start and scene.clause_start(draft.start) <= first:
                    local = (period, (first, last))
                continue
            if kind == "period":
                carried = (period, (first, last))
            if first >= start:
                current = (period, (first, last))
        chosen = local or current or carried
        if chosen[1] is None and draft.modality != "fact":
            if draft.modality == "plan" and scene.year is not None:
                draft.time = _whole_year(scene.year + 1)
            continue
        if (
            draft.modality == "plan"
            and not local
            and current is None
            and not _is_future(chosen[0], scene.year)
        ):
            draft.time = _whole_year(scene.year + 1) if scene.year is not None else None
            continue
        draft.time = chosen[0]
        if chosen[1] is not None:
            draft.marks.append(("time", *chosen[1]))
    _distribute(scene, marks)


def _whole_year(year: int | None) -> Period:
    if year is None or not 1 <= year <= 9998:
        return None, None
    return date(year, 1, 1), date(year, 12, 31)


def _is_future(period: Period, year: int | None) -> bool:
    return year is not None and period[1] is not None and period[1].year > year


def _time_marks(scene: Scene) -> list[tuple[int, int, Period, str]]:
    """Times of the paragraph in order: span, period, and how far it reaches."""
    found: list[tuple[int, int, Period, str]] = []
    context = scene.year
    starts = {draft.start for draft in scene.drafts}
    events: list[tuple[int, int, str, NonDraft | None]] = [
        (o.start, o.end, "date", o) for o in scene.others if o.reason in ("date", "period", "day_name")
    ]
    for first, last, word in scene.words:
        if not word.flags & (TIME | CARRIED | ADJUNCT):
            continue
        if scene.text.startswith("的", last) and last + 1 in starts:
            # 较上年的2204条, 由上年的120件增加到156件: of this number only.
            if word.surface.endswith(_LAST):
                events.append((first, last, "of_last", None))
            continue
        if not word.flags & (TIME | CARRIED):
            continue
        if "carried" in word.jobs:
            events.append((first, last, "carried", None))
        elif "compare" not in word.jobs:
            events.append((first, last, word.jobs["time_words"], None))
    events.sort(key=lambda event: (event[0], -event[1]))
    done = 0
    for first, last, kind, other in events:
        if first < done:
            continue
        done = last
        before = scene.text[max(0, first - 4) : first]
        if other is not None:
            dated = _dated(scene, other, context)
            if dated is None:
                done = first  # 三季度 is a word of time as well
                continue
            period, reach, year = dated
            if year is not None and reach == "period":
                context = year
            found.append((first, last, period, reach))
            continue
        if _COMPARED.search(before) and kind not in ("carried", "of_last"):
            continue
        if kind == "year" and found and found[-1][1] == first:
            continue  # 2022年全年 is of the year just named
        named = _named(kind, context, scene.year, before)
        if named is None:
            continue
        period = named
        if kind in ("year", "next", "last") and reach_year(period) is not None:
            context = scene.year
        if kind == "year_end" and found and found[-1][2][1] is None and before.endswith(("至", "到")):
            since = found.pop()  # 自9月1日起至年底
            found.append((since[0], last, (since[2][0], period[1]), "period"))
            continue
        reach = (
            "local"
            if kind in ("carried", "of_last") or (kind == "last" and _is_carried(scene, last))
            else "sentence"
            if kind in ("year_end", "last", "next", "before_last")
            else "period"
        )
        found.append((first, last, period, reach))
    return found


def reach_year(period: Period) -> int | None:
    """Year in which a period ends."""
    return period[1].year if period[1] else None


def _named(kind: str, context: int | None, year: int | None, before: str) -> Period | None:
    if year is None:
        return None
    base = context or year
    if not 2 <= base <= 9000 or not 2 <= year <= 9000:
        return None
    if kind == "year":
        return _whole_year(year)
    if kind in ("last", "carried", "of_last"):
        return _whole_year(year - 1)
    if kind == "before_last":
        return _whole_year(year - 2)
    if kind == "next":
        return _whole_year(year + 1)
    if kind == "year_end":
        return None, date(base, 12, 31)
    if kind in ("half1", "half2"):
        return (
            (date(base, 1, 1), date(base, 6, 30))
            if kind == "half1"
            else (date(base, 7, 1), date(base, 12, 31))
        )
    quarter = int(kind[-1])
    return date(base, 3 * quarter - 2, 1), date(base, 3 * quarter, monthrange(base, 3 * quarter)[1])


def _dated(scene: Scene, other: NonDraft, context: int | None) -> tuple[Period, str, int | None] | None:
    text = scene.text
    surface = text[other.start : other.end]
    if other.reason == "day_name":
        return _day_named(surface, scene.year)
    before = text[max(scene.clause_start(other.start), other.start - 8) : other.start]
    behind = text[other.end : other.end + 1]
    compared = bool(_COMPARED.search(before)) and behind != "的"
    if compared or behind in ("版", "》") or _in_title(text, other.start):
        return None
    as_of = surface.startswith(("截至", "截止")) or before.endswith(("截至", "截止", "到", "至"))
    core = re.sub("^(?:自|从|于|截至|截止)| ", "", surface)
    months = _MONTHS.match(core)
    if months and context is not None:
        first, last = int(months[1]), int(months[2])
        if 1 <= first <= last <= 12 and 1 <= context <= 9000:
            return (
                (date(context, first, 1), date(context, last, monthrange(context, last)[1])),
                "period",
                context,
            )
    academic = _ACADEMIC.match(core + "学年" if text.startswith("学年", other.end) else core)
    if academic:
        first, last = int(academic[1]), int(academic[2])
        return (date(first, 9, 1), date(last + (last < 100) * first // 100 * 100, 8, 31)), "period", last
    pieces = _SPLIT.split(core, maxsplit=1) if other.reason == "period" else [core]
    head = _parse(pieces[0], context)
    if head is None:
        return None
    start, end, year, exact = head
    if len(pieces) == 2:
        tail = _parse(pieces[1], year)
        if tail is None:
            return None
        return (start, tail[1]), "period", year
    if as_of:
        return (None, end), "sentence", year
    if _is_carried(scene, other.end):
        return (start, end), "local", year
    if _governed(scene, other.start):
        return ((start, end), "local", year) if behind == "的" else None
    rest = text[other.end : min(scene.clause_end(other.end), other.end + REACH)]
    if surface.endswith("前") or rest.startswith(("前", "以前", "之前")):
        return (None, end), "sentence", year
    if (
        (_SINCE.search(rest) and "以来" in rest)
        or surface.endswith("起")
        or rest.startswith(("以来", "起", "后"))
    ):
        return (start, None), "period" if "以来" in rest else "sentence", year
    if behind == "的":
        return (start, end), "local", year
    if exact and exact in ("day",):
        return (start, end), "sentence", year
    return (start, end), "period", year


def _is_carried(scene: Scene, at: int) -> bool:
    """2021年结转3件: what was carried over is of that year, what follows is not; 结转至下年 looks ahead."""
    match = _carries().match(scene.text, at)
    if match is None:
        return False
    verbs = (w for w in scene.within(at, match.end("thing")) if w[2].flags & VERBAL and not w[2].flags & NOUN)
    return all(word.surface in word_set("requests") for _, _, word in verbs)


@cache
def _carries() -> re.Pattern[str]:
    verbs, onward = ("|".join(sorted(word_set(name))) for name in ("carry", "carry_on"))
    return re.compile(f"(?P<thing>[一-鿿]{{0,12}}?)(?:无|未)?(?:{verbs})(?!{onward})")


def _in_title(text: str, at: int) -> bool:
    window = text[max(0, at - 40) : at]
    return window.rfind("《") > window.rfind("》")


def _governed(scene: Scene, at: int) -> bool:
    """A date behind a verb of its clause belongs to the object (公开2020年度决算), not to the statement."""
    start = max(scene.clause_start(at), at - REACH)
    return any(
        "verb" in w.jobs or "either" in w.jobs
        for _, last, w in scene.within(start, at)
        if last <= at and "noun" not in w.jobs
    )


def _day_named(surface: str, year: int | None) -> tuple[Period, str, int | None] | None:
    parts = re.split("[·•‧・∙.]", surface)
    if year is None or len(parts) != 2:
        return None
    day = _day(year, int(parts[0]), int(parts[1]))
    return None if day is None else ((day, day), "sentence", year)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parse(surface: str, context: int | None) -> tuple[date, date, int, str] | None:
    """Read one date as first day, last day, year and grain."""
    han = _HAN_DATE.match(surface)
    if han:
        year: int | None = int(han["year"].translate(_HAN))
        month = _HAN_MONTHS.get(han["month"] or "")
        day = None
        part = ""
    else:
        match = _DATE.match(surface)
        if match is None or not match[0]:
            return None
        year = int(match["year"]) if match["year"] else context
        month = int(match["month"]) if match["month"] else None
        day = int(match["day"]) if match["day"] else None
        part = match["part"] or ""
        if match["year"] is None and month is None:
            return None
    if year is None or not 1 <= year <= 9000:
        return None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), year, "year"
    if not 1 <= month <= 12:
        return None
    length = monthrange(year, month)[1]
    if day is not None:
        value = _day(year, month, day)
        return None if value is None else (value, value, year, "day")
    first, last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, length)}.get(part, (1, length))
    return date(year, month, first), date(year, month, last), year, "month"


def _distribute(scene: Scene, marks: list[tuple[int, int, Period, str]]) -> None:
    """2019年、2020年分别公开118条和204条: each number its own year."""
    if len(marks) < 2:
        return
    mark_starts = [mark[0] for mark in marks]
    draft_starts = [draft.start for draft in scene.drafts]
    for first, last, word in scene.words:
        if not word.flags & WHOLE or word.jobs.get("whole") != "respectively":
            continue
        clause = max(scene.sentence_start(first), first - REACH)
        end = min(scene.clause_end(last), last + REACH)
        listed = marks[bisect_left(mark_starts, clause) : bisect_left(mark_starts, first)]
        drafts = scene.drafts[bisect_left(draft_starts, last) : bisect_left(draft_starts, end)]
        if len(listed) >= 2 and len(listed) == len(drafts) and _adjacent(scene, listed):
            for draft, mark in zip(drafts, listed, strict=True):
                draft.time = mark[2]
                draft.marks = [m for m in draft.marks if m[0] != "time"] + [("time", mark[0], mark[1])]


def _adjacent(scene: Scene, marks: list[tuple[int, int, Period, str]]) -> bool:
    return all(scene.text[a[1] : b[0]] in ("、", "和", "及", "与") for a, b in pairwise(marks))

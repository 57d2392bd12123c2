"""Dates and periods that cannot be: 2月30日, an end before its start, a plan dated the year that is over."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from govnlp.annotate.checks.narrative_text import REACH, Narrative, Passage, cues, pattern, small_number
from govnlp.model import Check

_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_YEAR = "[〇○零一二三四五六七八九]{4}"
_HAN = "[一二三四五六七八九十]{1,3}"
_DAY = re.compile(
    rf"(?:(?P<year>(?<!\d)(?:19|20)\d{{2}}|{_HAN_YEAR})年)?"
    rf"(?<![\d.])(?P<month>\d{{1,2}}|{_HAN})月(?:份)?(?P<day>\d{{1,2}}|{_HAN})[日号]"
    rf"|(?P<only_year>(?<!\d)(?:19|20)\d{{2}}|{_HAN_YEAR})年(?P<only_month>\d{{1,2}}|{_HAN})月(?!\d)"
)
_UNTIL = re.compile(r"(?:起)?(?:开始)?[,]?(?:至|到|[-—~～－]{1,2})(?:本年|当年|同年)?$")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_YEARS = (1949, 2100)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed day, with what is known of it."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None


def date_checks(narrative: Narrative) -> list[Check]:
    """Find the dates and periods of the narrative that cannot be right.

    Parameters
    ----------
    narrative : Narrative
        The report.

    Returns
    -------
    list of Check
        Kind ``narrative_date``, without ids; only what fails or, being odd, cannot be assessed. Reasons:
        ``no_such_day``, ``end_before_start``, ``period_of_another_year``, ``period_spans_years``,
        ``after_publication``, ``plan_for_a_past_year``.
    """
    checks: list[Check] = []
    for passage in narrative.passages:
        if days := list(_days(passage)):
            checks += _impossible(narrative, passage, days)
            checks += _periods(narrative, passage, days)
            checks += _as_of(narrative, passage, days)
        checks += _plans(narrative, passage)
    return checks


def _days(passage: Passage) -> Iterator[_Printed]:
    if "月" not in passage.view.text:
        return
    for match in _DAY.finditer(passage.view.text):
        year, month, day = match["year"] or match["only_year"], match["month"] or match["only_month"], None
        if match["day"]:
            day = _number(match["day"])
        yield _Printed(
            match.start(),
            match.end(),
            int(year.translate(_HAN_DIGITS)) if year else None,
            _number(month),
            day,
        )


def _number(text: str) -> int:
    return small_number(text)


def _check(
    narrative: Narrative,
    passage: Passage,
    span: tuple[int, int],
    formula: str,
    reason: str,
    status: Any = "fails",
) -> Check:
    evidence = (narrative.stretch("date", *passage.span(*span)),)
    return Check("", "narrative_date", status, formula, None, None, None, reason, evidence)


def _impossible(narrative: Narrative, passage: Passage, days: list[_Printed]) -> Iterator[Check]:
    for printed in days:
        # Without a year, 29 February may be.
        year = printed.year or 2000
        month_is = 1 <= printed.month <= 12
        if not month_is or (
            printed.day is not None and not 1 <= printed.day <= monthrange(year, printed.month)[1]
        ):
            span = (printed.start, printed.end)
            shown = passage.view.text[printed.start : printed.end]
            yield _check(narrative, passage, span, f"{shown} is a day of the calendar", "no_such_day")


def _periods(narrative: Narrative, passage: Passage, days: list[_Printed]) -> Iterator[Check]:
    text = passage.view.text
    for first, last in pairwise(days):
        if not _UNTIL.search(text[first.end : last.start]) or last.start - first.end > 8:
            continue
        year = first.year if last.year is None else last.year
        start = _day(first.year, first.month, first.day or 1)
        end = _day(year, last.month, last.day or 28)
        if start is None or end is None:
            continue
        span, shown = (first.start, last.end), text[first.start : last.end]
        if end < start:
            if last.year is not None or _is_report_period(text, first.start):
                yield _check(narrative, passage, span, f"{shown} ends after it starts", "end_before_start")
            continue
        wanted = narrative.report.report_year
        if wanted is None or not _is_report_period(text, first.start):
            continue
        formula = f"{shown} is a period of {wanted}"
        if not start.year <= wanted <= end.year:
            yield _check(narrative, passage, span, formula, "period_of_another_year")
        elif start.year != end.year:
            yield _check(narrative, passage, span, formula, "period_spans_years", "not_assessable")


def _day(year: int | None, month: int, day: int) -> date | None:
    if year is None or not _YEARS[0] <= year <= _YEARS[1]:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_report_period(text: str, at: int) -> bool:
    """Whether the sentence says that this is the period of the report's figures."""
    before = re.split(r"[。;]", text[max(at - REACH, 0) : at])[-1]
    return pattern("dates", "period_of_report").search(before) is not None


def _as_of(narrative: Narrative, passage: Passage, days: list[_Printed]) -> Iterator[Check]:
    published = narrative.report.publish_date
    if published is None or "publish_date" in narrative.report.inferred_fields:
        return
    regex = pattern("dates", "as_of")
    for printed in days:
        if printed.year is None or printed.day is None:
            continue
        day = _day(printed.year, printed.month, printed.day)
        before = passage.view.text[max(printed.start - 4, 0) : printed.start]
        if day is not None and day > published and regex.search(before):
            shown = passage.view.text[printed.start : printed.end]
            formula = f"{shown} is not after publication on {published.isoformat()}"
            yield _check(narrative, passage, (printed.start, printed.end), formula, "after_publication")


def _plans(narrative: Narrative, passage: Passage) -> Iterator[Check]:
    """A plan in the section on problems is for a year that is still to come."""
    year = narrative.report.report_year
    if year is None or passage.key not in cues("dates")["plan_sections"]:
        return
    text = passage.view.text
    if _YEAR.search(text) is None:
        return
    start = 0
    for piece in re.split(r"(?<=[。;\n])", text):
        lead = re.match(r"[\s(（]*(?:[一二三四五六七八九十\d]{1,2}[)、.])?\s*", piece)
        offset = lead.end() if lead else 0
        for name in ("plan", "plan_heading"):
            match = pattern("dates", name).match(piece[offset:])
            if match and int(match["year"]) <= year:
                span = (start + offset, start + offset + match.end())
                formula = f"a plan for {match['year']} is for a year after {year}"
                yield _check(narrative, passage, span, formula, "plan_for_a_past_year")
                break
        start += len(piece)

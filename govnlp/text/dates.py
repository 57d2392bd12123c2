"""Printed dates and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from govnlp.text.normalize import normalize

_HAN = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0", "O": "0"}
_HAN_YEAR = "[〇零○O一二三四五六七八九]{4}"
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:年|[-/.])(?P<month>1[0-2]|0?[1-9])(?:月|[-/.])(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?"
    rf"|(?P<han_year>{_HAN_YEAR})年(?P<han_month>十[一二]?|[一二三四五六七八九])月"
    r"(?P<han_day>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
    r"|(?<!\d)(?P<plain>(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?=年|度)|(?P<han>二[〇零○O][〇零○O一二三四五六七八九]{2})(?=年|度)"
)
_BARE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_PERIOD = re.compile(r"(?P<year>20\d{2})年1月1日(?:起)?(?:[-—~～至到]|开始至)+(?P<until>20\d{2})?年?12月31日")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date and where it stands (half-open offsets into the text searched)."""

    start: int
    end: int
    value: date


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Find the full dates of a text.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    PrintedDate
        In order; what is no day of the calendar is left out.
    """
    view = normalize(text)
    for match in _DATE.finditer(view.text):
        value = _value(match)
        if value is not None:
            yield PrintedDate(*view.span(match.start(), match.end()), value)


def _value(match: re.Match[str]) -> date | None:
    if match["plain"]:
        digits = match["plain"]
        parts = (int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    elif match["year"]:
        parts = (int(match["year"]), int(match["month"]), int(match["day"]))
    else:
        year = int("".join(_HAN[c] for c in match["han_year"]))
        parts = (year, _han_number(match["han_month"]), _han_number(match["han_day"]))
    try:
        return date(*parts)
    except ValueError:
        return None


def _han_number(text: str) -> int:
    if "十" not in text:
        return int(_HAN[text])
    tens, _, ones = text.partition("十")
    return (int(_HAN[tens]) if tens else 1) * 10 + (int(_HAN[ones]) if ones else 0)


def find_year(text: str, *, bare: bool = False) -> int | None:
    """Find the first year named in a text.

    Parameters
    ----------
    text : str
        A title or a sentence.
    bare : bool
        Whether a year without 年 or 度 behind it counts where there is no other.

    Returns
    -------
    int or None
        The year.
    """
    view = normalize(text).text
    match = _YEAR.search(view)
    if match:
        return int(match["year"] or "".join(_HAN[c] for c in match["han"]))
    found = _BARE_YEAR.search(view) if bare else None
    return int(found[0]) if found else None


def find_period_year(text: str) -> int | None:
    """Find the year of a printed reporting period, 1 January to 31 December.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    int or None
        The year; None where no such period is printed or it spans several years.
    """
    for match in _PERIOD.finditer(normalize(text).text):
        if match["until"] in (None, match["year"]):
            return int(match["year"])
    return None

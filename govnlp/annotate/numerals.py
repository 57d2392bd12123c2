"""Chinese, Arabic and mixed numerals to exact decimals with bounds, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache

from govnlp.model import Modifier
from govnlp.resources import load_csv
from govnlp.text.normalize import squeeze

# Longer than any count of the world: an identifier, no number.
_MAX_DIGITS = 30
_EXACT = Context(prec=4 * _MAX_DIGITS)
_MODIFIERS: dict[str, Modifier] = {"about": "about", "over": "over", "under": "under"}
_HAN_DIGITS = "零一二三四五六七八九"
_HAN_POWERS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


@dataclass(frozen=True, slots=True)
class Number:
    """What a numeral says.

    Parameters
    ----------
    value : Decimal
        The number printed, multipliers applied; the lower end of a range.
    low, high : Decimal or None
        Bounds, inclusive; both equal to ``value`` where it is exact, None where that side is open.
    modifier : str
        ``exact``, ``about``, ``over``, ``under`` or ``range``.
    per : int
        Denominator printed in words: 100 for 百分之九十, 3 for 三分之二, else 1. ``value`` is the numerator.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    modifier: Modifier = "exact"
    per: int = 1


def parse_number(surface: str) -> Number | None:
    """Read a numeral.

    Parameters
    ----------
    surface : str
        A numeral without unit: ``7,352``, ``1.2万``, ``1亿5千万``, ``一百二十余``, ``两三``, ``3-5``,
        ``百分之九十以上``, ``近百``; any width, spaces ignored.

    Returns
    -------
    Number or None
        None where the text is no numeral, or has more than 30 digits in a run.

    Examples
    --------
    >>> parse_number("1.2万余").value, parse_number("十几").high
    (Decimal('12000'), Decimal('19'))
    """
    if len(surface) > 4 * _MAX_DIGITS:
        return None
    match = _grammar().fullmatch(squeeze(surface))
    if match is None:
        return None
    per = _denominator(match["per"])
    if per is None:
        return None
    found = _range(match["low"], match["high"]) if match["high"] else _single(match["low"])
    if found is None:
        return None
    word = match["before"] or match["after"]
    if word and found.modifier != "range":
        return _modified(found.value, _words("before", "after")[word], per)
    return Number(found.value, found.low, found.high, found.modifier, per)


def format_number(value: int) -> str:
    """Print a whole number in Chinese numerals.

    Parameters
    ----------
    value : int
        From 0 to 9,999,999,999,999,999.

    Returns
    -------
    str
        Such as ``七千三百五十二``; `parse_number` reads it back.

    Raises
    ------
    ValueError
        If the number is out of range.
    """
    if not 0 <= value < 10**16:
        raise ValueError(f"value must be from 0 to 10**16 - 1, not {value}")
    if value == 0:
        return "零"
    head, tail = divmod(value, 10**8)
    text = _format_below_hundred_million(head) + "亿" if head else ""
    if head and tail and tail < 10**7:
        text += "零"
    text += _format_below_hundred_million(tail)
    return text[1:] if text.startswith("一十") else text


def _format_below_hundred_million(value: int) -> str:
    head, tail = divmod(value, 10**4)
    text = _format_below_ten_thousand(head) + "万" if head else ""
    if head and 0 < tail < 1000:
        text += "零"
    return text + _format_below_ten_thousand(tail)


def _format_below_ten_thousand(value: int) -> str:
    text = ""
    gap = False
    for power, name in _HAN_POWERS:
        digit, value = divmod(value, power)
        if digit:
            text += ("零" if gap and text else "") + _HAN_DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text


@cache
def _words(*kinds: str) -> dict[str, str]:
    return {row["surface"]: row["value"] for row in load_csv("numerals.csv") if row["kind"] in kinds}


@cache
def _grammar() -> re.Pattern[str]:
    def one_of(*kinds: str) -> str:
        return "|".join(map(re.escape, sorted(_words(*kinds), key=len, reverse=True)))

    han = f"[{''.join(_words('digit', 'power'))}]"
    # Possessive, so that long runs of digits cost one pass.
    arabic = r"(?:\d{1,3}(?:,\d{3})++|\d++)(?:\.\d++)?"
    core = rf"(?:(?:{one_of('vague')})?(?:{arabic}|{han}|点(?={han}))++几?)"
    return re.compile(
        rf"(?P<before>{one_of('before')})?(?:(?P<per>{han}+|\d+)分之)?"
        rf"(?P<low>{core})(?:[-—–~至到]+(?P<high>{core}))?(?P<after>{one_of('after')})?"
    )


def _modified(value: Decimal, modifier: str, per: int) -> Number:
    kind = _MODIFIERS[modifier]
    low = value if kind == "over" else None
    high = value if kind == "under" else None
    return Number(value, low, high, kind, per)


def _denominator(text: str | None) -> int | None:
    if not text:
        return 1
    value = _value(text)
    return int(value) if value else None


def _range(low: str, high: str) -> Number | None:
    a, b = _value(low), _value(high)
    if a is None or b is None:
        return None
    # 3-5万: the multiplier stands once and counts for both.
    tail = high[len(high.rstrip("".join(_words("power")))) :]
    if tail and a < b and low[-1] not in _words("power"):
        shared = _value(low + tail)
        a = shared if shared is not None and shared <= b else a
    return Number(a, a, b, "range") if a < b else None


def _single(text: str) -> Number | None:
    for word in sorted(_words("vague"), key=len, reverse=True):
        if text.startswith(word):
            return _some(text[len(word) :])
    if text.endswith("几"):
        value = _value(text[:-1])
        step = _unit_step(text[:-1])
        if value is None or step is None:
            return None
        return Number(value + step, value + step, value + 9 * step, "range")
    neighbours = _neighbours(text)
    if neighbours is not None:
        return neighbours
    value = _value(text)
    return None if value is None else Number(value, value, value)


def _some(powers: str) -> Number | None:
    """几十, 数百: two to nine of them."""
    if not powers or any(c not in _words("power") for c in powers):
        return None
    one = _value(powers)
    if one is None:
        return None
    return Number(2 * one, 2 * one, 9 * one, "range")


def _unit_step(text: str) -> Decimal | None:
    """What 几 counts behind a numeral that ends in a power: ones behind 十, else nothing is said."""
    return Decimal(1) if text and text[-1] in "十拾" else None


def _neighbours(text: str) -> Number | None:
    """两三, 七八十, 十二三: two digits side by side are a range."""
    powers = "".join(_words("power"))
    bare = text.rstrip(powers)
    tail = text[len(bare) :]
    head, pair = bare[:-2], bare[-2:]
    digits = _words("digit")
    if len(pair) < 2 or any(c not in digits for c in pair) or (head and head[-1] not in powers):
        return None
    a, b = (int(digits[c]) for c in pair)
    if not (0 < a < b and (b - a == 1 or (a, b) == (3, 5))):
        return None
    low, high = _value(head + pair[0] + tail), _value(head + pair[1] + tail)
    if low is None or high is None or low >= high:
        return None
    return Number(low, low, high, "range")


_TOKEN = re.compile(r"[\d,]+(?:\.\d+)?|.")


def _value(text: str) -> Decimal | None:
    """Evaluate a numeral without vague words; None where it is malformed."""
    digits, powers = _words("digit"), _words("power")
    if re.search(rf"\d{{{_MAX_DIGITS + 1}}}", text):
        return None
    if len(text) > 1 and all(c in digits for c in text):
        return Decimal("".join(digits[c] for c in text))
    whole, point, fraction = text.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    high = total = section = Decimal(0)
    current: Decimal | None = None
    last_power = 0
    for token in _TOKEN.findall(text):
        if token in powers:
            power = int(powers[token])
            factor = Decimal(10) ** power
            if power < 4:
                section += _EXACT.multiply(Decimal(1) if current is None else current, factor)
            else:
                amount = section + (current or 0)
                if current is None and not section and not total:
                    amount = Decimal(1)
                if power == 8:
                    high, total = high + _EXACT.multiply(total + amount, factor), Decimal(0)
                else:
                    total += _EXACT.multiply(amount, factor)
                section = Decimal(0)
            current, last_power = None, power
        elif token in digits:
            if current:
                return None
            current = Decimal(digits[token])
            last_power = 0 if current == 0 else last_power
        else:
            if current is not None:
                return None
            current, last_power = Decimal(token.replace(",", "")), 0
    if current is not None:
        # 两百五, 一万二: a last digit without a power is of the next lower one.
        section += current * Decimal(10) ** (last_power - 1) if last_power > 1 else current
    return high + total + section


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    digits, powers = _words("digit"), _words("power")
    bare = fraction.rstrip("".join(powers))
    start = _value(whole)
    if start is None or not bare or any(c not in digits for c in bare):
        return None
    value = start + Decimal("0." + "".join(digits[c] for c in bare))
    for c in fraction[len(bare) :]:
        value = _EXACT.multiply(value, Decimal(10) ** int(powers[c]))
    return value

"""A quantity expression read where its numeral starts: modifier, number, multiplier, unit, modifier."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache, lru_cache

from govnlp.annotate.claims.drafts import Draft
from govnlp.annotate.claims.lexicon import word_set
from govnlp.annotate.claims.modifiers import before_table, modifier_after, modifier_before, with_modifiers
from govnlp.annotate.claims.trust import bare_rule, counted_noun, trusted
from govnlp.annotate.claims.units import Unit, load_units
from govnlp.annotate.numerals import Number, parse_number

_EXACT = Context(prec=60)
_RATIO = Context(prec=28)
_H = "零〇○一二两三四五六七八九十百千万亿"
_ARABIC = r"(?:\d{1,3}(?:[, ]\d{3}(?!\d))+|\d+)(?:\.\d+)?"
# 2百分点 and 5千米: these powers belong to the unit.
_POWER = "(?:[十万亿]|百(?!分点)|千(?![米克]))"
_CORE = (
    rf"(?:{_ARABIC}(?:[余多几]?{_POWER}+(?:\d+(?:,\d{{3}})*(?:\.\d+)?)?){{0,6}}"
    rf"|(?:好几|几|数)[十百千万亿]+|[{_H}]+(?:点[{_H}]+)?(?:几[百千万亿]*|[余多][百千万亿]+)?)"
)
_NUMBER = re.compile(
    rf"(?:(?P<per>百|千|万|[{_H}]{{1,3}}|\d+)分之)?(?P<low>{_CORE})(?P<vague>[余多来几]|\+(?![0-9A-Za-z]))?"
)
_SEPARATOR = re.compile(r"[-—–~～]{1,2}|至|到|、(?=[二三四五六七八九2-9])")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
# 3分25秒 is one duration, in the larger unit.
_CLOCK = re.compile(r"(\d{1,4})(?:(小时)(\d{1,2})分钟?|分(\d{1,2})秒)")
_CLOCK_NEXT = ("小", "分")
_SEPARATORS = frozenset("-—–~～至到、")
_ONE = Decimal(1)
_MAX_UNIT = 5
_MAX_NUMERAL = 60
_TENTHS = "一二三四五六七八九"
_TENTH = re.compile(rf"[{_TENTHS}](?![{_H}个名家件条项次位户人是级成份类种方])")


def find_unit(text: str, at: int) -> Unit | None:
    """Find the longest unit that starts at an offset, unless it starts another word."""
    for unit in _units_by_first().get(text[at : at + 1], ()):
        size = len(unit.surface)
        if size > 1:
            if text.startswith(unit.surface, at):
                return unit
            continue
        if text[at : at + 2] in word_set("not_units") or text[at : at + 3] in word_set("not_units"):
            return None
        return unit
    return None


@cache
def _units_by_first() -> dict[str, tuple[Unit, ...]]:
    """Units by their first character, longest first."""
    found: dict[str, list[Unit]] = {}
    for unit in sorted(load_units().values(), key=lambda unit: -len(unit.surface)):
        if len(unit.surface) <= _MAX_UNIT:
            found.setdefault(unit.surface[0], []).append(unit)
    return {first: tuple(units) for first, units in found.items()}


@cache
def _plain_count() -> re.Pattern[str]:
    """486条 or 83% behind a Chinese character that can change nothing, before the end of its clause."""
    stops = "".join(sorted(before_table()[0] | set("第图表件年月附号转编令真话共期届")))
    # A length may be a place (路北100米): it is looked at closely.
    safe = [
        u.surface
        for u in load_units().values()
        if u.risk == "safe" and u.factor == 1 and u.unit == u.surface != "年" and u.dimension != "length"
    ]
    units = "|".join(sorted(safe, key=len, reverse=True))
    return re.compile(
        rf"(?<=[一-鿿])(?<![{stops}])(?:(\d{{1,7}})({units})|(\d{{1,3}}(?:\.\d{{1,3}})?)%)(?=[,。;、)]|$)"
    )


def read_plain(text: str, start: int) -> Draft | None:
    """Read the commonest quantity, a bare count at the end of its clause, without further ado.

    Parameters and result are those of `read_quantity`; None where the expression is not that plain.
    """
    match = _plain_count().match(text, start)
    if match is None:
        return None
    if match[3]:
        value = Decimal(match[3])
        return Draft(start, match.end(), value, value, value, "%", "share", "exact", "unit")
    value = Decimal(match[1])
    unit = load_units()[match[2]]
    return Draft(start, match.end(), value, value, value, unit.unit, unit.dimension, "exact", "unit")


def read_quantity(text: str, start: int, floor: int) -> Draft | None:
    """Read the quantity whose numeral starts at an offset.

    Parameters
    ----------
    text : str
        Matching view.
    start : int
        Where the numeral starts.
    floor : int
        Nothing before it may be taken.

    Returns
    -------
    Draft or None
        None where there is no quantity.
    """
    match = _NUMBER.match(text, start)
    if match is None or match.end() - start > _MAX_NUMERAL:
        return None
    clock = _CLOCK.match(text, start) if text[match.end() : match.end() + 1] in _CLOCK_NEXT else None
    if clock is not None:
        value = _RATIO.add(Decimal(clock[1]), _RATIO.divide(Decimal(clock[3] or clock[4]), Decimal(60)))
        unit_name = "小时" if clock[2] else "分钟"
        return Draft(start, clock.end(), value, value, value, unit_name, "duration", "exact", "unit")
    number = _number(match[0])
    if number is None:
        return None
    arabic = text[start] in "0123456789"
    end = match.end()
    bare = text[start] in "百千万亿" and not match["per"]
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isascii():
        end += find_unit(text, end + 1) is not None
    low_unit = find_unit(text, end)
    if match["per"] or (low_unit is not None and low_unit.risk == "arabic" and counted_noun(text, end)):
        low_unit = None
    ranged = _range(text, start, match, number, low_unit)
    if ranged is not None:
        number, end, unit = ranged
    else:
        unit = low_unit
        if unit is not None:
            end += len(unit.surface)
    if match["per"]:
        return _fraction(text, start, floor, end, number, match)
    first, word = modifier_before(text, start, floor)
    ordinal = start > 0 and text[start - 1] == "第"
    if bare and not (word or match["vague"] or text[start - 1 : start] in ("上", "近", "超", "约", "逾")):
        return None
    rule = "unit"
    if unit is None:
        name, dimension, factor = "", "count", _ONE
        special = _special_unit(text, end)
        if special is not None:
            size, name, number = special[0], special[1], _plus_half(number, special[2])
            dimension, end, rule = "duration", end + size, "unit"
        else:
            rule = bare_rule(text, start, end, match, arabic, word)
            if not rule:
                return None
            if rule == "unknown_unit":
                name, end = text[end], end + 1
    else:
        name, dimension, factor = unit.unit, unit.dimension, unit.factor
        if not trusted(text, start, end, unit, match, number, arabic, word):
            return None
        if text[end : end + 1] == "/":
            per = find_unit(text, end + 1)
            if per is not None:
                name, end = f"{name}/{per.unit}", end + 1 + len(per.surface)
                dimension = (
                    "frequency" if unit.unit in ("次", "期") and per.dimension == "duration" else dimension
                )
        if factor != _ONE:
            number = _scaled(number, factor)
        if unit.surface == "成" and (tenth := _TENTH.match(text, end)):
            number, end = _plus(number, Decimal(_TENTHS.index(tenth[0]) + 1)), end + 1
    end = _other_unit(text, end) if unit is not None else end
    if dimension == "duration" and text[end : end + 1] == "半":
        number, end = _plus_half(number, True), end + 1
    after, end = modifier_after(text, end, dimension)
    number = with_modifiers(number, word, after)
    sign = _sign(text, first, start, floor)
    if sign and name in ("%", "百分点", "‰"):
        first -= 1
        number = Number(
            -number.value,
            None if number.high is None else -number.high,
            None if number.low is None else -number.low,
            number.modifier,
        )
    return Draft(
        first,
        end,
        number.value,
        number.low,
        number.high,
        name,
        dimension,
        number.modifier,
        rule,
        ordinal=ordinal,
    )


def _sign(text: str, first: int, start: int, floor: int) -> bool:
    return (
        first == start
        and start - 1 >= floor
        and text[start - 1] == "-"
        and text[start - 2 : start - 1] in ("为", "达", "长", "", ":", "(", "率", "速")
    )


@lru_cache(maxsize=4096)
def _number(surface: str) -> Number | None:
    if _PLAIN.fullmatch(surface):
        if len(surface) > 30:
            return None
        value = Decimal(surface)
        return Number(value, value, value)
    if " " in surface:
        surface = surface.replace(" ", ",")
    # 30余万: the vague word stands inside; it says the same behind.
    inner = re.sub("([余多])(?=[十百千万亿])", "", surface)
    if inner != surface:
        inner = inner.rstrip("余多") + "余"
    found = parse_number(inner)
    if found is None or found.value.as_tuple().exponent == 0:
        return found
    value = _whole(found.value) or found.value
    return Number(value, _whole(found.low), _whole(found.high), found.modifier, found.per)


def _whole(value: Decimal | None) -> Decimal | None:
    """1.2万 is 12000, not 12000.0."""
    return value.to_integral_value() if value is not None and value == value.to_integral_value() else value


def _range(
    text: str, start: int, match: re.Match[str], low: Number, unit: Unit | None
) -> tuple[Number, int, Unit | None] | None:
    at = match.end() + (len(unit.surface) if unit else 0)
    separator = _SEPARATOR.match(text, at) if text[at : at + 1] in _SEPARATORS else None
    if separator is None:
        return None
    if separator[0] in "至到" and text[start - 1 : start] in ("由", "从"):
        return None
    high = _NUMBER.match(text, separator.end())
    if high is None or high.end() - high.start() > _MAX_NUMERAL:
        return None
    upper = _number(high[0])
    if upper is None or upper.modifier == "range":
        return None
    behind = find_unit(text, high.end())
    if match["per"]:
        behind = None
    elif behind is None or (unit is not None and unit.unit != behind.unit):
        return None
    if separator[0] == "、" and (
        text[start].isdigit() != text[separator.end()].isdigit()
        or unit is not None
        or upper.value - low.value != 1
    ):
        return None
    low_value = low.value
    whole = parse_number(match[0] + "-" + high[0]) if unit is None else None
    if whole is not None and whole.modifier == "range":
        low_value, high_value = whole.value, whole.high
    else:
        high_value = upper.value
    if high_value is None or low_value >= high_value:
        return None
    end = high.end() + (len(behind.surface) if behind else 0)
    return Number(low_value, low_value, high_value, "range"), end, behind


def _fraction(
    text: str, start: int, floor: int, end: int, number: Number, match: re.Match[str]
) -> Draft | None:
    first, word = modifier_before(text, start, floor)
    after, end = modifier_after(text, end, "share")
    per = number.per if number.per > 1 else 100
    if per in (100, 1000):
        unit, dimension = ("%", "share") if per == 100 else ("‰", "share")
        if text[end : end + 3] == "个点":
            return None
    else:
        number = Number(
            _RATIO.divide(number.value, Decimal(per)),
            None if number.low is None else _RATIO.divide(number.low, Decimal(per)),
            None if number.high is None else _RATIO.divide(number.high, Decimal(per)),
            number.modifier,
        )
        unit, dimension = "", "share"
    number = with_modifiers(number, word, after)
    return Draft(
        first, end, number.value, number.low, number.high, unit, dimension, number.modifier, "fraction"
    )


def _scaled(number: Number, factor: Decimal) -> Number:
    low = None if number.low is None else _EXACT.multiply(number.low, factor)
    high = None if number.high is None else _EXACT.multiply(number.high, factor)
    return Number(_EXACT.multiply(number.value, factor), low, high, number.modifier)


def _plus(number: Number, more: Decimal) -> Number:
    """七成五 is 75: the digit behind 成 is a tenth of it."""
    low, high = (None if b is None else b + more for b in (number.low, number.high))
    return Number(number.value + more, low, high, number.modifier)


def _plus_half(number: Number, half: bool) -> Number:
    if not half or number.low is None or number.high is None:
        return number
    value = number.value + Decimal("0.5")
    return Number(value, value, value)


def _special_unit(text: str, end: int) -> tuple[int, str, bool] | None:
    """个多月, 个半小时: the vague word stands inside the unit."""
    if text[end : end + 1] != "个" or text[end + 1 : end + 2] not in ("多", "半"):
        return None
    unit = find_unit(text, end + 2)
    if unit is None or unit.dimension != "duration":
        return None
    return 2 + len(unit.surface), unit.unit, text[end + 1] == "半"


def _other_unit(text: str, end: int) -> int:
    """卷(件), 户(家): a second classifier in brackets belongs to the expression."""
    if text[end : end + 1] != "(":
        return end
    close = text.find(")", end, end + 4)
    return close + 1 if close > 0 and text[end + 1 : close] in load_units() else end

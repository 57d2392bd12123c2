"""Styles and automatic numbers of Word documents: what is printed and not in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from govnlp.read.extraction import Hint

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_HEADING: Final = re.compile(r"(?:heading|标题)\s*[1-9]", re.IGNORECASE)
_TITLE: Final = re.compile(r"title|标题", re.IGNORECASE)
_BULLET: Final = "●"
_MOST_PARENTS: Final = 20
_LARGEST: Final = 10_000


def value_of(parent: ET.Element | None, path: str) -> str | None:
    """Value of the element at a path below another."""
    found = parent.find(path) if parent is not None else None
    return None if found is None else found.get("val")


def number_of(parent: ET.Element | None, path: str) -> int | None:
    """The same as a number; None where it is none."""
    value = value_of(parent, path)
    return int(value) if value and value.lstrip("-").isdecimal() and len(value) < 10 else None


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: what it says about lines that have it."""

    hint: Hint
    numbering: str | None
    level: int | None


def read_styles(root: ET.Element | None) -> Mapping[str, Style]:
    """Read the paragraph styles, what they inherit included.

    Parameters
    ----------
    root : Element or None
        The part with the styles.

    Returns
    -------
    mapping of str to Style
        By style id; the default style under ``""``.
    """
    elements = {e.get("styleId", ""): e for e in root.iter("style")} if root is not None else {}
    styles = {key: _style(_lineage(key, elements)) for key in elements}
    default = next((k for k, e in elements.items() if e.get("default") and e.get("type") == "paragraph"), "")
    styles[""] = styles.get(default, Style("", None, None))
    return styles


def _lineage(key: str, elements: Mapping[str, ET.Element]) -> list[ET.Element]:
    line: list[ET.Element] = []
    while key in elements and len(line) < _MOST_PARENTS:
        line.append(elements[key])
        key = value_of(elements[key], "basedOn") or ""
    return line


def _style(lineage: list[ET.Element]) -> Style:
    hint: Hint = ""
    for element in lineage:
        name = (value_of(element, "name") or "").strip()
        level = number_of(element, "pPr/outlineLvl")
        if _TITLE.fullmatch(name):
            hint = "title"
        elif _HEADING.fullmatch(name) or (level is not None and level < 9):
            hint = "heading"
        if hint:
            break
    lists = [value_of(element, "pPr/numPr/numId") for element in lineage]
    levels = [number_of(element, "pPr/numPr/ilvl") for element in lineage]
    return Style(
        hint,
        next((key for key in lists if key is not None), None),
        next((depth for depth in levels if depth is not None), None),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    plain_digits: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list with its counters; several lists of a document may share one."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives each paragraph the number that Word prints before it; call it in text order.

    Parameters
    ----------
    root : Element or None
        The part with the list definitions.
    styles : mapping of str to Style
        Paragraph styles.
    """

    def __init__(self, root: ET.Element | None, styles: Mapping[str, Style]) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._define(root)

    def _define(self, root: ET.Element) -> None:
        shared = {e.get("abstractNumId", ""): e for e in root.findall("abstractNum")}
        linked = {value_of(e, "styleLink"): e for e in shared.values() if e.find("styleLink") is not None}
        lists: dict[str, _List] = {}
        for number in root.findall("num"):
            key, wanted = number.get("numId", ""), value_of(number, "abstractNumId") or ""
            element = shared.get(wanted)
            if element is not None and element.find("numStyleLink") is not None:
                element = linked.get(value_of(element, "numStyleLink"), element)
            if element is None:
                continue
            name = element.get("abstractNumId", "")
            lists.setdefault(name, _List(_levels(element)))
            self._lists[key] = lists[name]
            self._own[key] = _levels_of(number.findall("lvlOverride/lvl"))
            self._starts[key] = {
                int(o.get("ilvl", "0")): start
                for o in number.findall("lvlOverride")
                if (start := number_of(o, "startOverride")) is not None and o.get("ilvl", "0").isdecimal()
            }

    def prefix(self, properties: ET.Element | None) -> str:
        """Number or bullet printed before a paragraph.

        Parameters
        ----------
        properties : Element or None
            The paragraph's properties.

        Returns
        -------
        str
            With its mark, as ``（一）``; ``""`` where nothing is printed.
        """
        style_id = value_of(properties, "pStyle") or ""
        style = self._styles.get(style_id, self._styles[""])
        key = value_of(properties, "numPr/numId") or style.numbering
        if key is None or key not in self._lists:
            return ""
        counted, own = self._lists[key], self._own[key]
        level = number_of(properties, "numPr/ilvl")
        if level is None:
            level = style.level
        if level is None:
            level = next((i for i, lvl in counted.levels.items() if style_id and lvl.style == style_id), 0)
        self._count(counted, key, level)
        return self._print(counted, own, level)

    def _count(self, counted: _List, key: str, level: int) -> None:
        counters = counted.counters
        start = self._starts[key].pop(level, None)
        if start is not None:
            counters[level] = start
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = (self._own[key].get(level) or counted.levels.get(level) or _Level()).start
        for deeper in [i for i in counters if i > level]:
            restart = (counted.levels.get(deeper) or _Level()).restart
            if restart is None or level < restart:
                del counters[deeper]

    def _print(self, counted: _List, own: Mapping[int, _Level], level: int) -> str:
        now = own.get(level) or counted.levels.get(level)
        if now is None or now.form == "none":
            return ""
        if now.form == "bullet":
            return "".join(_BULLET if "\ue000" <= char <= "\uf8ff" else char for char in now.text)

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            lvl = own.get(index) or counted.levels.get(index) or _Level()
            form = "decimal" if now.plain_digits and index < level else lvl.form
            return format_number(counted.counters.get(index, lvl.start), form)

        return _PLACEHOLDER.sub(number, now.text)


def _levels(element: ET.Element) -> dict[int, _Level]:
    return _levels_of(element.findall("lvl"))


def _levels_of(elements: list[ET.Element]) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in elements:
        if not element.get("ilvl", "").isdecimal():
            continue
        start = number_of(element, "start")
        levels[int(element.get("ilvl", "0"))] = _Level(
            1 if start is None else start,
            value_of(element, "numFmt") or value_of(element, "AlternateContent/Choice/numFmt") or "decimal",
            value_of(element, "lvlText") or "",
            number_of(element, "lvlRestart"),
            element.find("isLgl") is not None,
            value_of(element, "pStyle") or "",
        )
    return levels


def format_number(value: int, form: str) -> str:
    """Write a number as Word does.

    Parameters
    ----------
    value : int
        The number.
    form : str
        Name of the number format; an unknown one is written in Arabic digits.

    Returns
    -------
    str
        As printed.

    Examples
    --------
    >>> format_number(12, "chineseCounting"), format_number(12, "ideographDigital")
    ('十二', '一二')
    """
    maker = _FORMS.get(form)
    return maker(value) if maker is not None and 0 < value < _LARGEST else str(value)


def _counting(value: int, digits: str = _DIGITS, units: str = "十百千", short: bool = True) -> str:
    text = ""
    gap = False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return text[1:] if short and text.startswith(digits[1] + units[0]) else text


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(char)] for char in str(value))


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _from(first: str, last: int) -> Callable[[int], str]:
    """Numbers that have a character of their own, one after another."""
    return lambda value: chr(ord(first) + value - 1) if value <= last else str(value)


_FORMS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: "".join(chr(ord(char) + 0xFEE0) for char in str(value)),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "chineseCounting": lambda value: _counting(value) if value < 100 else _digital(value),
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": lambda value: _counting(value) if value < 100 else _digital(value),
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": lambda value: _counting(value, _LEGAL, "拾佰仟", False),
    "ideographTraditional": lambda value: _STEMS[value - 1] if value <= len(_STEMS) else str(value),
    "ideographZodiac": lambda value: _BRANCHES[value - 1] if value <= len(_BRANCHES) else str(value),
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
}

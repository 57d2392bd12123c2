"""What each line of a report is: heading, paragraph, table or furniture.

All lines are looked at together, the same way for every file format: first the title, then the section
headings, then everything between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govnlp.model import BlockKind
from govnlp.text.bodies import find_bodies
from govnlp.text.furniture import furniture_reason
from govnlp.text.headings import NO_NUMBER, numbering, section_name, style_rank
from govnlp.text.normalize import fold, squeeze
from govnlp.text.outline import Candidate, candidate, lead_end, section_headings
from govnlp.text.titles import Title, TitleLine, find_title, is_letter_title, is_title

_HEAD_LINES = 80
_FURNITURE_HINTS = ("page_number", "running_header", "caption")
_DATE_LINE = re.compile(
    r"\(?(?:\d{4}|[二〇○零一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?\)?"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
_CONTENTS = re.compile(r"目录|目\s*录")
_FOREWORD = re.compile(r"(?:前言|引言|序言|导语|前\s+言|引\s+言)")
_ENDS_SENTENCE = "。；;！!？?…”』」）)"
_NOTHING = re.compile(r"^(?:无|没有|暂无|未|本年度无|本单位无|不存在|不涉及|同上)")
_COUNTED = re.compile(r"\d+(?:\.\d+)?\s*[余多]?(?:[条件份篇次个项名期场家人%％]|万|亿)")
_TOPIC = re.compile(r"^[^，,；;：:]+(?:情况|方面|工作|建设|保障|公开|管理|服务|措施|问题|打算|计划)。$")
_LONGEST_SUBHEADING = 36
_LONGEST_CLOSED = 20
_LONGEST_SIGNATURE = 32
_LONGEST_BARE = 10
_MARKS = re.compile(r"[。，、；：！？,.;:!?]")
_PARAGRAPH = 40
_LOOK_AHEAD = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """A logical line or a table, before it is known what it is.

    Parameters
    ----------
    text : str
        Its text.
    hint : str
        As in `govnlp.read.extraction.Line`.
    gap : bool
        Whether white space stands before it.
    table : str
        For a table what it is, such as ``t3`` or ``other``; ``""`` for a line.
    """

    text: str
    hint: str = ""
    gap: bool = False
    table: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a unit is.

    Parameters
    ----------
    kind : str
        ``heading``, ``paragraph``, ``table`` or ``furniture``.
    reason : str
        As in `govnlp.model.Block`.
    level : int
        Heading level; -1 for others.
    section : str
        Key of the section that starts here; ``""`` where none does.
    lead : int
        Offset behind a run-in heading; 0 where there is none.
    """

    kind: BlockKind
    reason: str = ""
    level: int = -1
    section: str = ""
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Structure:
    """Roles of all units, in order, and the title."""

    roles: tuple[Role, ...]
    title: str


def find_structure(units: Sequence[Unit]) -> Structure:
    """Decide what each unit is.

    Parameters
    ----------
    units : sequence of Unit
        Lines and tables in reading order; none of the lines is empty.

    Returns
    -------
    Structure
        One role a unit.
    """
    return _Finder(units).find()


class _Finder:
    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.roles: list[Role | None] = [None] * len(units)
        self.headings: list[Candidate] = []
        self.in_text = False
        self.titled = False

    def find(self) -> Structure:
        for i, unit in enumerate(self.units):
            if unit.table:
                self.roles[i] = _table_role(unit)
            elif unit.hint in _FURNITURE_HINTS:
                self.roles[i] = Role("furniture", unit.hint)
        self._outline()
        title = self._title()
        self.titled = title is not None
        self._sections()
        first, last = self._body()
        self._before(first, title)
        for i in range(first, last):
            role = self.roles[i] or self._body_role(i, last)
            self.roles[i] = role
            self.in_text = self.in_text or role.kind == "paragraph"
        self._behind(last)
        done = tuple(role or Role("paragraph") for role in self.roles)
        return Structure(done, title.text if title else "")

    def _free(self, index: int) -> bool:
        return self.roles[index] is None and self.units[index].hint != "outside"

    def _outline(self) -> None:
        found = [
            candidate(i, unit.text, unit.hint == "heading")
            for i, unit in enumerate(self.units)
            if self._free(i) and not furniture_reason(unit.text, "body")
        ]
        self.headings = section_headings([c for c in found if c is not None])

    def _title(self) -> Title | None:
        stop = self.headings[0].index if self.headings else len(self.units)
        head = range(min(stop, _HEAD_LINES))
        usable = [
            i
            for i in head
            if self.roles[i] is None and furniture_reason(self.units[i].text, "head") in ("", "salutation")
        ]
        # Where space stands between all lines it parts nothing; lines of a page's chrome do.
        spaced = sum(unit.gap for unit in self.units) * 4 > len(self.units) * 3
        lines = [
            TitleLine(
                self.units[i].text,
                self.units[i].hint == "title",
                (self.units[i].gap and not spaced) or (n > 0 and usable[n - 1] != i - 1),
                self.units[i].hint == "outside",
            )
            for n, i in enumerate(usable)
        ]
        found = find_title(lines)
        if found is None:
            return None
        positions = tuple(usable[i] for i in found.lines)
        for i in positions:
            self.roles[i] = Role("heading", "title", 0)
        return Title(positions, found.text)

    def _sections(self) -> None:
        for c in self.headings:
            if self.roles[c.index] is not None:
                continue
            if c.own_line:
                self.roles[c.index] = Role("heading", "section", 1, c.name.key)
            else:
                self.roles[c.index] = Role("paragraph", "", -1, c.name.key, c.end)

    def _body(self) -> tuple[int, int]:
        """First unit of the report's own text, and the one behind its last."""
        titles = [i for i, role in enumerate(self.roles) if role is not None and role.level == 0]
        first = titles[-1] + 1 if titles else 0
        solid = [i for i in range(first, len(self.units)) if self._is_solid(i)]
        last = solid[-1] + 1 if solid else first
        while last < len(self.units) and not self._closes(last):
            last += 1
        return first, last

    def _is_solid(self, index: int) -> bool:
        """Tell whether a unit is surely of the report's own text."""
        role, unit = self.roles[index], self.units[index]
        if role is not None:
            return role.kind in ("heading", "paragraph") or (role.kind == "table" and role.reason != "other")
        if unit.hint == "outside" or furniture_reason(unit.text, "tail"):
            return False
        text = unit.text.strip()
        return len(text) >= _PARAGRAPH or (text[-1] in "。；" and len(text) > 2)

    def _closes(self, index: int) -> bool:
        """Tell whether the report's own text ends before a unit."""
        role, unit = self.roles[index], self.units[index]
        if role is not None:
            return role.kind == "furniture"
        if unit.hint == "outside" or furniture_reason(unit.text, "tail"):
            return True
        return any(test(unit.text) for test in (_is_signature, _is_date_line, _is_orphan, is_title))

    def _before(self, first: int, title: Title | None) -> None:
        letter = any(is_letter_title(self.units[i].text) for i in range(first) if self.roles[i] is None)
        for i in range(first):
            if self.roles[i] is not None:
                continue
            text = self.units[i].text
            reason = furniture_reason(text, "head")
            if not reason and letter:
                reason = "cover_letter"
            elif not reason:
                reason = "site_name" if _is_signature(text) else "navigation"
            self.roles[i] = Role("furniture", reason)

    def _body_role(self, index: int, last: int) -> Role:
        unit = self.units[index]
        before_sections = not self.headings or index < self.headings[0].index
        in_head = before_sections and not self.in_text
        reason = furniture_reason(unit.text, "head" if in_head else "body")
        if reason:
            return Role("furniture", reason)
        if unit.hint == "outside":
            return Role("furniture", "navigation")
        if before_sections and self._is_contents(index):
            return Role("furniture", "toc")
        if in_head and _is_date_line(unit.text):
            return Role("furniture", "date_line")
        if _FOREWORD.fullmatch(unit.text.strip()):
            return Role("heading", "section", 2)
        if in_head and (self.headings or self.titled) and _is_signature(unit.text):
            return Role("furniture", "signature")
        if in_head and self.headings and not self.titled and _is_bare_word(unit.text):
            return Role("furniture", "navigation")
        level = self._subheading_level(index, last)
        if level:
            return Role("heading", "section", level)
        return Role("paragraph", "", -1, "", lead_end(unit.text))

    def _is_contents(self, index: int) -> bool:
        """Tell whether a line is of a list of contents: it names a section that comes again below."""
        plain = squeeze(self.units[index].text)
        if _CONTENTS.fullmatch(plain):
            return True
        entry = candidate(index, re.sub(r"[.…·\s]*\d{0,3}\s*$", "", self.units[index].text), False)
        return (
            entry is not None
            and entry.own_line
            and any(h.name.key == entry.name.key and h.name.strength == "strong" for h in self.headings)
            and entry.name.strength == "strong"
        )

    def _subheading_level(self, index: int, last: int) -> int:
        """Level of a heading below the sections; 0 where the line is a paragraph."""
        unit = self.units[index]
        number = numbering(unit.text)
        name = unit.text[number.end :].strip()
        plain = squeeze(name)
        if not plain or len(plain) > _LONGEST_SUBHEADING or _COUNTED.search(fold(plain)):
            return 0
        if unit.hint == "heading":
            return max(2, min(style_rank(number.style), 5))
        closed = plain[-1] in _ENDS_SENTENCE and plain[-1] not in "”)）"
        if number is NO_NUMBER:
            return 2 if not closed and self._heads_text(index, last, plain) else 0
        if number.style in ("circled", "ordinal") or any(c in plain for c in "；;！？"):
            return 0
        if plain[-1] in "：:" and section_name(name.rstrip("：:")).strength != "strong":
            return 0
        if closed:
            named = section_name(name.rstrip("。：:")).strength != "none" or _TOPIC.search(plain)
            short = len(plain) <= _LONGEST_CLOSED and self._followed_by_text(index, last)
            return self._nested(number.style) if named and short else 0
        if "。" in plain or not self._followed_by_text(index, last):
            return 0
        return self._nested(number.style)

    def _nested(self, style: str) -> int:
        tops = [style_rank(h.number.style) for h in self.headings if h.number is not NO_NUMBER]
        top = min(tops, default=style_rank("han"))
        return max(2, 1 + style_rank(style) - top)

    def _followed_by_text(self, index: int, last: int) -> bool:
        """Tell whether something other than the next item of the same list stands below."""
        own = numbering(self.units[index].text)
        for i in range(index + 1, min(last, index + _LOOK_AHEAD)):
            role, unit = self.roles[i], self.units[i]
            if role is not None and role.kind == "furniture":
                continue
            if role is not None and role.kind == "heading":
                return False
            if unit.table:
                return True
            following = numbering(unit.text)
            short = len(squeeze(unit.text)) <= _LONGEST_SUBHEADING
            return not (following.style == own.style and short)
        return False

    def _heads_text(self, index: int, last: int, plain: str) -> bool:
        """Tell whether a short unnumbered line is a heading: full text stands below it."""
        if (
            len(plain) > 18
            or _NOTHING.match(plain)
            or plain[-1] in "：:，,、"
            or any(c in plain for c in "，,。、;；")
        ):
            return False
        ahead = range(index + 1, min(last, index + _LOOK_AHEAD))
        below = next((self.units[i] for i in ahead if self._free(i)), None)
        if below is None or below.table or len(squeeze(below.text)) < _PARAGRAPH:
            return False
        above = self.units[index - 1].text.strip() if index else ""
        return not above or above[-1] in "。：:" or self.roles[index - 1] is not None

    def _behind(self, last: int) -> None:
        chrome = False
        for i in range(last, len(self.units)):
            unit = self.units[i]
            if self.roles[i] is not None:
                continue
            reason = furniture_reason(unit.text, "tail")
            if not reason and unit.hint != "outside" and not chrome:
                if _is_date_line(unit.text):
                    reason = "date_line"
                elif _is_signature(unit.text):
                    reason = "signature"
            chrome = chrome or reason in ("related_links", "share", "navigation", "footer")
            fallback = "navigation" if chrome or unit.hint == "outside" else "orphan"
            self.roles[i] = Role("furniture", reason or fallback)


def _table_role(unit: Unit) -> Role:
    if unit.table == "metadata":
        return Role("furniture", "metadata")
    if unit.hint == "outside" and unit.table == "other":
        return Role("furniture", "navigation")
    return Role("table", unit.table)


def _is_date_line(text: str) -> bool:
    return bool(_DATE_LINE.fullmatch(squeeze(text)))


def _is_signature(text: str) -> bool:
    """Tell whether a line is nothing but a public body's name, perhaps with a date behind it."""
    plain = squeeze(text)
    if not plain or len(plain) > _LONGEST_SIGNATURE or any(c in plain for c in "。；;，,：:"):
        return False
    spans = find_bodies(plain)
    if not spans or spans[0][0] != 0:
        return False
    rest = plain[spans[-1][1] :]
    return not rest or _is_date_line(rest) or rest in ("(盖章)", "(公章)", "(章)")


def _is_bare_word(text: str) -> bool:
    """Tell whether a line is a button or an entry of a menu: a few characters without a mark."""
    plain = squeeze(text).lstrip("-•·")
    return len(plain) <= _LONGEST_BARE and numbering(text) is NO_NUMBER and not _MARKS.search(plain)


def _is_orphan(text: str) -> bool:
    """Tell whether a last line opens something that does not follow (``政策解读:``)."""
    plain = squeeze(text)
    return len(plain) <= 12 and plain.endswith((":", "："))

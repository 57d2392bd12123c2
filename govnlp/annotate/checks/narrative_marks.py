"""Enumerations: 1、2、3、5、 skips a number; 一是 without 二是; 三个方面 followed by two."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import Any

from govnlp.annotate.checks.narrative_text import (
    REACH,
    Narrative,
    Passage,
    cues,
    han_number,
    pattern,
    small_number,
)
from govnlp.model import Check, Evidence
from govnlp.resources import load_yaml

_QUOTES = '"“”‘’'
_CLOSING = re.compile('["”’]')

# So far behind its announcement an enumeration begins at most.
_BRIDGE = 24
# So many names in a row are a list of contents.
_FEW_NAMES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark: its style, its number, and where it stands in the report's text."""

    style: str
    number: int
    start: int
    end: int
    passage: int


@dataclass(slots=True)
class Chain:
    """Marks of one style that count up from the first."""

    style: str
    marks: list[Mark] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    repeated: bool = False
    stop: int | None = None

    @property
    def start(self) -> int:
        """Offset of the first mark."""
        return self.marks[0].start

    @property
    def last(self) -> int:
        """Highest number."""
        return self.marks[-1].number

    def follow(self, mark: Mark, between: str, form: Callable[[int], re.Pattern[str]]) -> None:
        """Add a mark; the numbers skipped are missing, unless their other form stands in between."""
        skipped = range(self.last + 1, mark.number)
        self.missing += [number for number in skipped if not form(number).search(between)]
        self.marks.append(mark)


@cache
def _styles() -> dict[str, tuple[re.Pattern[str], dict[str, Any]]]:
    found: list[dict[str, Any]] = load_yaml("narrative.yaml")["marks"]
    return {rule["style"]: (re.compile(rule["pattern"]), rule) for rule in found}


@cache
def _cores() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Styles with the cheap pattern that is in each mark of theirs, and their own."""
    return [(style, re.compile(rule["core"]), regex) for style, (regex, rule) in _styles().items()]


@cache
def _any_core() -> re.Pattern[str]:
    return re.compile("|".join(core.pattern for _, core, _ in _cores()))


def find_chains(narrative: Narrative) -> list[Chain]:
    """Find the enumerations of a report.

    Parameters
    ----------
    narrative : Narrative
        The report.

    Returns
    -------
    list of Chain
        In text order of their first marks. Chains nest: a mark of an outer style ends the inner ones; no
        chain goes beyond its section, except that of the section numbers.
    """
    chains = [chain] if (chain := _section_chain(narrative)) else []
    by_section: dict[int, list[Mark]] = {}
    for number, passage in enumerate(narrative.passages):
        by_section.setdefault(passage.section, []).extend(_marks(passage, number))
    for marks in by_section.values():
        chains += _chain(narrative, marks)
    return sorted(chains, key=lambda chain: chain.start)


def _marks(passage: Passage, number: int) -> list[Mark]:
    text = passage.view.text
    found: list[Mark] = []
    first = _any_core().search(text)
    if first is None:
        return found
    for style, core, regex in _cores():
        for match in regex.finditer(text) if core.search(text, first.start()) else ():
            span = passage.span(match.start("mark"), match.end("mark"))
            found.append(Mark(style, small_number(match["n"]), *span, number))
    return sorted(found, key=lambda mark: mark.start)


def _chain(narrative: Narrative, marks: Sequence[Mark]) -> Iterator[Chain]:
    open_chains: list[Chain] = []
    for mark in marks:
        at = next((i for i, chain in enumerate(open_chains) if chain.style == mark.style), None)
        if at is None:
            open_chains.append(Chain(mark.style, [mark]))
            continue
        chain = open_chains[at]
        for inner in open_chains[at + 1 :]:
            inner.stop = mark.start
            yield inner
        del open_chains[at + 1 :]
        if mark.number > chain.last:
            between = narrative.between(chain.marks[-1].end, mark.start)
            chain.follow(mark, between, partial(_loose, chain.style))
        elif mark.number == chain.last > 1 and mark.passage == chain.marks[-1].passage:
            chain.repeated = True
            chain.marks.append(mark)
        else:
            chain.stop = mark.start
            yield open_chains.pop()
            open_chains.append(Chain(mark.style, [mark]))
    yield from open_chains


@cache
def _loose(style: str, number: int) -> re.Pattern[str]:
    """Other forms of a mark."""
    circled = chr(ord("①") + number - 1) if number <= 20 else "⑳"
    rule = _styles()[style][1]["loose"]
    return re.compile(rule.format(n=han_number(number), d=number, c=circled))


def _section_chain(narrative: Narrative) -> Chain | None:
    """The numbers of the sections, where they have any."""
    regex = _styles()["chapter"][0]
    chain = Chain("chapter")
    for section in narrative.report.sections:
        match = regex.match(narrative.between(section.start, section.start + len(section.title)))
        if not match:
            continue
        number = small_number(match["n"])
        if chain.marks and number <= chain.last:
            return None  # counted anew: parts with numbers of their own
        end = section.start + narrative.folded[section.start : section.end].index("、") + 1
        mark = Mark("chapter", number, section.start, end, -1)
        if chain.marks:
            chain.follow(mark, narrative.folded[chain.marks[-1].end :], _heading)
        else:
            chain.marks.append(mark)
    return chain if len(chain.marks) > 1 else None


@cache
def _heading(number: int) -> re.Pattern[str]:
    """A section's number at the start of a line."""
    return re.compile(rf"(?m)^\s*{han_number(number)}\s*[、.]")


def enumeration_checks(narrative: Narrative, chains: Sequence[Chain]) -> list[Check]:
    """Check that enumerations count up by one and do not end at their first number.

    Parameters
    ----------
    narrative : Narrative
        The report.
    chains : sequence of Chain
        Its enumerations.

    Returns
    -------
    list of Check
        Kind ``narrative_enumeration``, without ids; one an enumeration of two marks or more, and one a
        first mark that no second follows. ``left`` and ``right`` are empty.
    """
    checks: list[Check] = []
    for chain in chains:
        rule = _styles()[chain.style][1]
        evidence = _stretches(narrative, chain)
        shown = " ".join(narrative.report.text[m.start : m.end].strip() for m in chain.marks)
        if len(chain.marks) == 1:
            if chain.last == 1 and rule.get("alone") and not _goes_on(narrative, chain, rule):
                cut = narrative.is_cut and chain.marks[0].passage == len(narrative.passages) - 1
                status, reason = ("not_assessable", "text_breaks_off") if cut else ("fails", "no_second")
                checks.append(_enumeration(status, f"{shown} is followed by a second", reason, evidence))
            continue
        formula = f"{shown} count up by one from the first"
        if chain.missing:
            checks.append(_enumeration("fails", formula, "number_skipped", evidence))
        elif chain.repeated:
            checks.append(_enumeration("fails", formula, "number_repeated", evidence))
        elif chain.marks[0].number == 1:
            checks.append(_enumeration("holds", formula, "", evidence))
        elif rule.get("opens") and chain.marks[0].number == 2:
            status = "not_assessable" if _begins(narrative, chain) else "fails"
            checks.append(_enumeration(status, formula, "no_first", evidence))
    return checks


def _stretches(narrative: Narrative, chain: Chain) -> tuple[Evidence, ...]:
    return tuple(narrative.stretch("list_mark", mark.start, mark.end) for mark in chain.marks)


def _enumeration(status: Any, formula: str, reason: str, evidence: tuple[Evidence, ...]) -> Check:
    return Check("", "narrative_enumeration", status, formula, None, None, None, reason, evidence)


def _goes_on(narrative: Narrative, chain: Chain, rule: dict[str, Any]) -> bool:
    """Whether the rest of the passage says the second point in other words."""
    other = rule.get("other_second")
    return _has_point(narrative, chain, 2) or bool(other and re.search(other, _rest(narrative, chain)))


def _begins(narrative: Narrative, chain: Chain) -> bool:
    """Whether a first point may stand before it in other words."""
    mark = chain.marks[0]
    before = narrative.between(narrative.passages[max(mark.passage - 1, 0)].start, mark.start)
    return bool(re.search(r"首先|第一|其一|一(?:是|要|方面|来|、)|1[、.]|\(一\)", before))


def announced_checks(narrative: Narrative, chains: Sequence[Chain]) -> list[Check]:
    """Check announced numbers of points against the points that follow.

    Parameters
    ----------
    narrative : Narrative
        The report.
    chains : sequence of Chain
        Its enumerations.

    Returns
    -------
    list of Check
        Kind ``narrative_parts_announced``, without ids. ``left`` is the number announced, ``right`` the
        number found: marks of the enumeration that follows at once, sections of the report
        (``共六个部分``), or members of a set named by their number (``“三个及时”，即……``).
    """
    checks: list[Check] = []
    bridge = pattern("announced", "bridge")
    starts = [chain.start for chain in chains]
    for passage in narrative.passages:
        first = bisect_left(starts, passage.start)
        near = first < len(starts) and starts[first] - passage.end <= _BRIDGE
        for match in _numbers_of_points().finditer(passage.view.text) if near else ():
            start, end = passage.span(match.start(), match.end())
            at = bisect_left(starts, end)
            chain = chains[at] if at < len(chains) else None
            if chain is None or chain.marks[0].number != 1 or _is_ordinal(passage, match):
                continue
            if not passage.start <= chain.start < passage.end and not _points_on(passage, match):
                continue
            if chain.start - end <= _BRIDGE and bridge.match(narrative.between(end, chain.start)):
                checks.append(_against_chain(narrative, small_number(match["n"]), (start, end), chain))
        checks += _sets(narrative, passage)
        checks += _parts(narrative, passage)
    return checks


@cache
def _numbers_of_points() -> re.Pattern[str]:
    announced = cues("announced")
    return re.compile(f"(?P<n>{announced['number']})(?:{announced['nouns']})")


def _points_on(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the announcement ends its paragraph with a colon or says that the points follow."""
    text = passage.view.text
    sentence = re.split(r"[。;]", text[max(match.start() - REACH, 0) : match.start()])[-1]
    return text.rstrip().endswith(":") or pattern("announced", "pointing").search(sentence) is not None


def _is_ordinal(passage: Passage, match: re.Match[str]) -> bool:
    return passage.view.text[max(match.start() - 1, 0) : match.start()] in ("第", "年", "月", "每", ".")


def _against_chain(narrative: Narrative, number: int, span: tuple[int, int], chain: Chain) -> Check:
    evidence = (narrative.stretch("announced", *span), *_stretches(narrative, chain))
    count = len({m.number for m in chain.marks})
    if chain.missing and number == chain.last:
        count = number  # the gap is reported as one; the end is as announced
    elif count == number - 1 and _has_point(narrative, chain, number):
        return _announced(number, None, "last_point_unmarked", evidence)
    return _announced(number, count, "", evidence)


def _has_point(narrative: Narrative, chain: Chain, number: int) -> bool:
    """Whether another form of a mark stands behind the last one."""
    return _loose(chain.style, number).search(_rest(narrative, chain)) is not None


def _rest(narrative: Narrative, chain: Chain) -> str:
    """What follows the last mark in its passage, up to where an outer mark ends the enumeration."""
    mark = chain.marks[-1]
    end = narrative.passages[mark.passage].end
    return narrative.between(mark.end, end if chain.stop is None else min(end, chain.stop))


def _announced(number: int, count: int | None, reason: str, evidence: tuple[Evidence, ...]) -> Check:
    left, right = Decimal(number), None if count is None else Decimal(count)
    formula = f"points announced ({evidence[0].text}) = points that follow"
    delta = None if right is None else left - right
    status: Any = "not_assessable" if right is None else "holds" if left == right else "fails"
    why = reason or ("points_differ" if status == "fails" else "")
    return Check("", "narrative_parts_announced", status, formula, left, right, delta, why, evidence)


def _sets(narrative: Narrative, passage: Passage) -> Iterator[Check]:
    text = passage.view.text
    for match in pattern("announced", "tuple").finditer(text) if _CLOSING.search(text) else ():
        what = match["what"]
        rest = re.split(r"[。;!?\n)]", text[match.end() :], maxsplit=1)[0]
        members: list[str] = []
        for part in re.split(r"[、,]|以及|和(?=[^、,和]*$)", rest):
            word = part.strip(_QUOTES)
            if what not in word or len(word) > len(what) + 12:
                break
            members.append(word)
        if len(members) < 2 or rest.count(what) != len(members):
            continue
        end = match.end() + len(rest)
        tail = text[match.end() : end]
        evidence = (
            narrative.stretch("announced", *passage.span(match.start(), match.end("what"))),
            narrative.stretch("members", *passage.span(match.end(), end)),
        )
        number = small_number(match["n"])
        if re.search(r"等(?:$|[,、])", tail) and len(members) < number:
            yield _announced(number, None, "list_open", evidence)
        else:
            yield _announced(number, len(members), "", evidence)


def _parts(narrative: Narrative, passage: Passage) -> Iterator[Check]:
    """The number of parts that the report says it has, against its sections."""
    if passage.section > 0 or "报告" not in passage.view.text:
        return
    for match in pattern("announced", "parts").finditer(passage.view.text):
        if not (match["all"] or match["tail"]):
            continue
        span = passage.span(match.start(), match.end())
        sections = [s for s in narrative.report.sections if s.title]
        evidence = (
            narrative.stretch("announced", *span),
            *(narrative.stretch("section", s.start, s.start + len(s.title)) for s in sections),
        )
        number = small_number(match["n"])
        numbered = _section_chain(narrative)
        whole = numbered is not None and not numbered.missing and len(numbered.marks) == len(sections)
        named = _named_parts(passage.view.text[: match.start()])
        if len(sections) == number:
            yield _announced(number, number, "", evidence)
        elif not sections and named:
            near = min(named, key=lambda count: abs(count - number))
            yield _announced(number, near, "", evidence)
        elif narrative.is_cut and number > len(sections):
            yield _announced(number, None, "text_breaks_off", evidence)
        elif whole and len(sections) >= 3 and not (number > len(sections) and "附" in passage.view.text):
            yield _announced(number, len(sections), "", evidence)
        else:
            yield _announced(number, None, "sections_uncertain", evidence)


def _named_parts(before: str) -> range:
    """How many parts are named in front of their number; 和 and 及 may stand inside of a name, too."""
    match = pattern("announced", "names").search(re.split(r"[。;]", before)[-1])
    names = match["names"].split("、") if match else []
    if len(names) < _FEW_NAMES or any(not name.strip() for name in names):
        return range(0)
    return range(len(names), len(names) + len(re.findall(r"以及|[和及与]", names[-1])) + 1)

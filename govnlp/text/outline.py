"""The report's outline: which lines are section headings, found by looking at all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from govnlp.text.headings import (
    NO_NUMBER,
    SECTION_KEYS,
    Numbering,
    SectionName,
    numbering,
    section_name,
    style_rank,
)
from govnlp.text.normalize import squeeze

LONGEST_HEADING = 48
_SENTENCE_MARKS = "。；;！!？?"
_BODY_STYLES = ("circled", "ordinal")
# A line that says what happened, or did not, is no heading unless it is numbered.
_STATES = ("未", "没有", "不存在", "均无")
_WEIGHTS = {"strong": 8, "weak": 3, "none": 1}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a section heading.

    Parameters
    ----------
    index : int
        Position of the line among the lines given.
    number : Numbering
        Its number.
    name : SectionName
        What its words say.
    own_line : bool
        Whether the line is nothing but the heading; else the heading runs into its paragraph.
    end : int
        Offset behind the heading inside the line.
    marked : bool
        Whether the source marks it as a heading.
    """

    index: int
    number: Numbering
    name: SectionName
    own_line: bool
    end: int
    marked: bool


def candidate(index: int, line: str, marked: bool) -> Candidate | None:
    """Look at one line as a possible section heading.

    Parameters
    ----------
    index : int
        Position of the line.
    line : str
        The line.
    marked : bool
        Whether the source marks it as a heading.

    Returns
    -------
    Candidate or None
        None where it is none.
    """
    number = numbering(line)
    rest = line[number.end :]
    stripped = rest.strip().rstrip("。：:、，,")
    plain = squeeze(stripped)
    if number.style in _BODY_STYLES or not plain:
        return None
    if len(plain) <= LONGEST_HEADING and not any(c in _SENTENCE_MARKS for c in plain):
        name = section_name(stripped)
        if number is NO_NUMBER and not marked and (name.strength != "strong" or _states(line)):
            return None
        return Candidate(index, number, name, True, len(line), marked)
    end = lead_end(line)
    if end:
        name = section_name(line[number.end : end].strip().rstrip("。：: 　"))
        if name.strength == "strong" and number is not NO_NUMBER:
            return Candidate(index, number, name, False, end, marked)
    return None


def _states(line: str) -> bool:
    return line.rstrip().endswith("。") and any(word in line for word in _STATES)


def lead_end(line: str) -> int:
    """Find the end of a run-in heading at the start of a paragraph.

    Parameters
    ----------
    line : str
        A paragraph.

    Returns
    -------
    int
        Offset behind the heading and its mark; 0 where the paragraph has none. A heading is numbered,
        or is a section's name, and ends in 。 or ： with text behind it.
    """
    number = numbering(line)
    stop = next((i for i in range(number.end, min(len(line), 64)) if line[i] in "。：:；;"), -1)
    if stop < 0 or line[stop] in "；;" or not line[stop + 1 :].strip():
        return 0
    words = line[number.end : stop]
    plain = squeeze(words)
    if not 2 <= len(plain) <= 32 or any(c.isdigit() for c in plain):
        return 0
    if line[stop] in "：:" and (len(plain) > 16 or number is NO_NUMBER):
        return 0
    if number is NO_NUMBER and section_name(words).strength != "strong":
        return 0
    return stop + 1


def section_headings(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Choose the headings that open sections.

    The best chain of candidates of one numbering style is taken: known names weigh most, numbers go
    up, and names come in the order of the format. So a list of contents, a nested 一、二、 and a
    name quoted in passing are left out.

    Parameters
    ----------
    candidates : sequence of Candidate
        In text order.

    Returns
    -------
    list of Candidate
        In text order; empty where the text has no sections.
    """
    style = _top_style(candidates)
    if style is None:
        return []
    usable = [
        c
        for c in candidates
        if c.number.style == style or (c.number is NO_NUMBER and c.name.strength == "strong" and c.own_line)
    ]
    return _best_chain(_without_contents(usable))


def _without_contents(usable: Sequence[Candidate]) -> list[Candidate]:
    """Leave out a list of contents: entries one under the other, each of which comes again below."""
    places = {c.index for c in usable}
    last = {(c.number.number, c.name.key): c.index for c in usable if c.name.strength == "strong"}
    return [
        c
        for c in usable
        if last.get((c.number.number, c.name.key), c.index) == c.index
        or not {c.index - 1, c.index + 1} & places
    ]


def _top_style(candidates: Sequence[Candidate]) -> str | None:
    """Numbering style of the sections: the one that holds most different section names."""
    keys: dict[str, set[str]] = {}
    count: Counter[str] = Counter()
    for c in candidates:
        count[c.number.style] += 1
        if c.name.strength == "strong" and c.name.key != "free":
            keys.setdefault(c.number.style, set()).add(c.name.key)
    known = {style: len(found) for style, found in keys.items()}
    if known:
        first = min(known, key=style_rank)
        if first and _opens_with(candidates, first):
            return first
        # Two names on an outer level weigh more than as many on an inner one.
        return max(known, key=lambda s: (known[s], -style_rank(s)))
    outer = [style for style in count if style and count[style] > 1]
    return min(outer, key=style_rank) if outer else None


def _opens_with(candidates: Sequence[Candidate], outer: str) -> bool:
    """Tell whether the first of all section names is number one of the outer level."""
    strong = [c for c in candidates if c.name.strength == "strong" and c.number is not NO_NUMBER]
    return bool(strong) and strong[0].number.style == outer and strong[0].number.number == 1


def _best_chain(usable: Sequence[Candidate]) -> list[Candidate]:
    best: list[tuple[float, int]] = []
    for i, c in enumerate(usable):
        score, before = float(_own_weight(c, usable, i)), -1
        for j in range(max(0, i - 80), i):
            step = best[j][0] + _own_weight(c, usable, i) + _step_weight(usable[j], c)
            if step > score:
                score, before = step, j
        best.append((score, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: best[i][0])
    chain: list[Candidate] = []
    while at >= 0:
        chain.append(usable[at])
        at = best[at][1]
    return chain[::-1]


def _own_weight(c: Candidate, usable: Sequence[Candidate], at: int) -> int:
    weight = _WEIGHTS[c.name.strength] + (2 if c.marked else 0)
    # An entry of a list of contents is followed at once by the next one and comes again below.
    following = usable[at + 1] if at + 1 < len(usable) else None
    if following is not None and following.index == c.index + 1:
        weight -= 2
    return weight


def _step_weight(before: Candidate, c: Candidate) -> float:
    weight = 0.0
    if before.number is not NO_NUMBER and c.number is not NO_NUMBER:
        step = c.number.number - before.number.number
        if step == 1:
            weight += 2
        elif step <= 0:
            # Numbers that start again are believed only of two well-known names.
            weight -= 6 if "strong" in (c.name.strength,) and before.name.strength == "strong" else 30
        else:
            weight -= min(step, 4) * 0.5
    if before.name.key != "free" and c.name.key != "free":
        order = SECTION_KEYS.index(c.name.key) - SECTION_KEYS.index(before.name.key)
        weight += 1 if order > 0 else -3 if order == 0 else -1
    return weight

"""A report's running text as the narrative checks see it: folded, in passages, with its claims."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from govnlp.model import Claim, Evidence, Report
from govnlp.resources import load_yaml
from govnlp.text.normalize import View, fold_once, view_of


def cues(part: str) -> dict[str, Any]:
    """Give a part of the cues of the narrative checks."""
    found: dict[str, Any] = load_yaml("narrative.yaml")[part]
    return found


@cache
def pattern(part: str, name: str) -> re.Pattern[str]:
    """Compile a cue."""
    return re.compile(cues(part)[name])


_BASE_YEAR = re.compile(
    r"(?:比|较|同|与)(?:上年|去年|上一年度?|前一年|(?:19|20)\d{2}年)(?:度|同期|底|末)?的?$"
)
# What the name of a year in front of a figure ends in: asked before the dearer pattern.
YEAR_END = frozenset("年度期底末的")
# No rule looks further back or ahead than this, so that a sentence without end costs no more than others.
REACH = 600
NEAR = 12


def names_base_year(text: str) -> bool:
    """Whether a text ends in the year before, named as the base of a comparison."""
    return text[-1:] in YEAR_END and _BASE_YEAR.search(text) is not None


@cache
def items() -> frozenset[str]:
    """Classifiers of things that can be added up under one of their names."""
    return frozenset(cues("sums")["items"])


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a heading on a line of its own.

    Parameters
    ----------
    start, end : int
        Half-open offsets into the report's text.
    section : int
        Number of the section it stands in; -1 before the first.
    key : str
        That section's key; empty before the first.
    heading : bool
        Whether it is a heading.
    view : View
        Its text as it is matched.
    """

    start: int
    end: int
    section: int
    key: str
    heading: bool
    view: View

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the view to the report's text."""
        first, last = self.view.span(start, end)
        return self.start + first, self.start + last


# What a last section without anything to report says in a word: 无, 无其他事项.
_SHORT_ANSWER = 10
_SENTENCE_ENDS = "。！？；…”’」』）)》】.!?;"


class Narrative:
    """What the checks of one report share.

    Parameters
    ----------
    report : Report
        The report.
    claims : sequence of Claim
        Its claims, in text order.
    """

    def __init__(self, report: Report, claims: Sequence[Claim]) -> None:
        self.report = report
        self.claims = tuple(claims)
        self.by_id = {claim.claim_id: claim for claim in claims}
        self.folded = fold_once(report.text)
        self._labels: dict[str, str] = {}
        self._befores: dict[str, str] = {}
        self.passages = _passages(report, self.folded)
        self.place = {claim.claim_id: n for n, claim in enumerate(self.claims)}
        self._starts = [s.start for s in report.sentences]
        self.sentences = self._by_sentence()
        self._passage_starts = [p.start for p in self.passages]

    def sentence(self, claim: Claim) -> int:
        """Number of the sentence that a claim stands in."""
        return bisect_right(self._starts, claim.start) - 1

    def sentence_start(self, claim: Claim) -> int:
        """Offset of that sentence."""
        at = self.sentence(claim)
        return self._starts[at] if at >= 0 else 0

    def sentence_end(self, claim: Claim) -> int:
        """Offset behind that sentence."""
        at = self.sentence(claim)
        return self.report.sentences[at].end if at >= 0 else len(self.folded)

    @cached_property
    def is_cut(self) -> bool:
        """Whether the text breaks off: in a table, at a heading or inside a sentence."""
        blocks = [block for block in self.report.blocks if block.kind != "furniture"]
        if not blocks or blocks[-1].kind != "paragraph":
            return bool(blocks)
        last = blocks[-1].text.strip()
        return len(last) > _SHORT_ANSWER and last[-1] not in _SENTENCE_ENDS

    def last(self, claim: Claim) -> Claim | None:
        """Give the claim before."""
        at = self.place[claim.claim_id]
        return self.claims[at - 1] if at else None

    def passage(self, offset: int) -> int:
        """Number of the passage that an offset stands in; -1 before the first."""
        return bisect_right(self._passage_starts, offset) - 1

    def _by_sentence(self) -> list[list[Claim]]:
        """Claims sentence by sentence, those without any left out."""
        found: dict[int, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(self.sentence(claim), []).append(claim)
        return list(found.values())

    def between(self, start: int, end: int) -> str:
        """Folded text of a stretch, without spaces."""
        return "".join(self.folded[start:end].split())

    def label(self, claim: Claim) -> str:
        """Text that introduces a claim: from the claim before it, or from the start of its sentence."""
        text = self._labels.get(claim.claim_id)
        if text is None:
            last = self.last(claim)
            if last is None or last.end >= self.sentence_start(claim):
                text = self.before(claim)
            else:
                text = self.between(max(last.end, claim.start - REACH), claim.start)
            self._labels[claim.claim_id] = text
        return text

    def before(self, claim: Claim) -> str:
        """Text of the sentence in front of a claim, from the claim before it."""
        text = self._befores.get(claim.claim_id)
        if text is None:
            last = self.last(claim)
            start = max(self.sentence_start(claim), last.end if last else 0)
            text = self.between(max(start, claim.start - REACH), claim.start)
            self._befores[claim.claim_id] = text
        return text

    def evidence(self, claim: Claim, report_id: str = "") -> Evidence:
        """Point at a claim."""
        own = report_id or self.report.report_id
        return Evidence(own, claim.claim_id, claim.surface, claim.start, claim.end)

    def stretch(self, ref: str, start: int, end: int) -> Evidence:
        """Point at a stretch of the text."""
        return Evidence(self.report.report_id, ref, self.report.text[start:end], start, end)


def _passages(report: Report, folded: str) -> list[Passage]:
    parts = [(p.start, p.end, False) for p in report.paragraphs]
    parts += [(b.start, b.end, True) for b in report.headings if b.level > 1]
    starts = [s.start for s in report.sections]
    found: list[Passage] = []
    for start, end, heading in sorted(parts):
        section = bisect_right(starts, start) - 1
        key = report.sections[section].key if section >= 0 else ""
        found.append(Passage(start, end, section, key, heading, view_of(folded[start:end])))
    return found


_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def small_number(text: str) -> int:
    """Read a Han or Arabic numeral below one hundred."""
    if text.isascii():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if "十" not in text:
        return _HAN[text[-1]] if len(text) == 1 else int("".join(str(_HAN[c]) for c in text))
    tens, _, ones = text.partition("十")
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)


def han_number(number: int) -> str:
    """Write a number below one hundred in Han numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")

"""Figures of the narrative against those of the same issuer's report of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from govnlp.annotate.checks.corpus import CellMap, by_key
from govnlp.annotate.checks.narrative_table import Figure, lookup
from govnlp.annotate.checks.narrative_text import NEAR, YEAR_END, Narrative
from govnlp.annotate.checks.narrative_values import check, half_step, interval, is_exact
from govnlp.model import Cell, Check, Claim, Evidence
from govnlp.model.quick import maker
from govnlp.text.normalize import squeeze

_LAST_YEAR = re.compile(r"同比|(?:比|较|同|与)(?:上年|去年|上一年|前一年)")
_NAMED_YEAR = re.compile(
    r"(?:(?:比|较|同|与|由|从|自)?(?P<year>(?:19|20)\d{2})年|上年|去年|上一年)(?:度|同期|底|末)?的?$"
)
_COMPARED = ("count", "money", "area", "length", "mass", "data")
_CARRIED = ("t3.carried_out.total", "t3.carried_in.total")
_RULES = "t2_rules.normative_documents."
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class YearFact:
    """A figure that may be compared with the next or the last report's.

    Parameters
    ----------
    key : str
        What it is of: a cell's address, or object, predicate and unit.
    value : Decimal
        The figure; where ``base`` is set, what it says the last year's figure was.
    low, high : Decimal
        Bounds it commits to.
    exact : bool
        Whether it is not approximate.
    base : str
        Empty for a figure of its own year; else how last year's was concluded.
    surface, ref : str
        The claim as printed, and its id.
    start, end : int
        Its half-open offsets.
    """

    key: str
    value: Decimal
    low: Decimal
    high: Decimal
    exact: bool
    base: str
    surface: str
    ref: str
    start: int
    end: int

    def row(self) -> dict[str, Any]:
        """Give it as JSON."""
        # `dataclasses.asdict` copies deeply, which costs ten times as much.
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in values}

    @classmethod
    def of(cls, row: dict[str, Any]) -> YearFact:
        """Read it back."""
        numbers = {name: Decimal(row[name]) for name in ("value", "low", "high")}
        return cls(**(row | numbers))


_year_fact = maker(YearFact)


def year_facts(narrative: Narrative, figures: Sequence[Figure]) -> list[YearFact]:
    """Find the figures of a report that its neighbours in time may confirm or contradict.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.
    figures : sequence of Figure
        Claims that repeat cells.

    Returns
    -------
    list of YearFact
        In text order.
    """
    keys = {
        f.claim.claim_id: f.keys[0] if len(f.keys) == 1 or f.rule.get("either") else "+".join(f.keys)
        for f in figures
        if f.scope
    }
    facts: list[YearFact] = []
    for claims in narrative.sentences:
        for at, claim in enumerate(claims):
            cell = keys.get(claim.claim_id)
            key = cell or _key(narrative, claim)
            if cell or (key and _is_level(narrative, claim)):
                facts.append(_fact(claim, key, claim.value, interval(claim), is_exact(claim), ""))
            if found := _base(narrative, claims, at):
                level, value, bounds, how = found
                key = keys.get(level.claim_id) or _key(narrative, level)
                if key and _is_level(narrative, level):
                    facts.append(_fact(level, key, value, bounds, is_exact(level, claim), how))
    return facts


def _fact(
    claim: Claim, key: str, value: Decimal, bounds: tuple[Decimal, Decimal], exact: bool, base: str
) -> YearFact:
    return _year_fact(
        key, value, *bounds, exact, base, claim.surface.strip(), claim.claim_id, claim.start, claim.end
    )


def _key(narrative: Narrative, claim: Claim) -> str:
    if not claim.object or claim.dimension not in _COMPARED or claim.whole_id:
        return ""
    return _name(claim.object, claim.predicate or "", claim.unit)


@lru_cache(4096)
def _name(thing: str, verb: str, unit: str) -> str:
    """One name for one thing in two reports: object, end of the predicate, unit."""
    thing = re.sub(r"^全[省市区县镇乡]|[\"“”《》]", "", squeeze(thing))
    verb = squeeze(verb).strip("了共计约达")[-2:]
    return f"{thing}|{verb}|{unit}" if len(thing) > 1 else ""


def _is_level(narrative: Narrative, claim: Claim) -> bool:
    year = narrative.report.report_year
    if (
        claim.role not in ("level", "to", "part")
        or claim.modality != "fact"
        or claim.aggregate
        in (
            "average",
            "each",
            "cumulative",
        )
    ):
        return False
    return year is None or all(t is None or t.year == year for t in (claim.time_start, claim.time_end))


def _base(
    narrative: Narrative, claims: Sequence[Claim], at: int
) -> tuple[Claim, Decimal, tuple[Decimal, Decimal], str] | None:
    """What a sentence says last year's figure was: stated, or concluded from a change."""
    claim = claims[at]
    if claim.role not in ("from", "level", "change"):
        return None
    before = narrative.before(claim)
    named = _NAMED_YEAR.search(before) if before[-1:] in YEAR_END else None
    year = narrative.report.report_year
    if named and claim.role in ("from", "level") and claim.dimension in _COMPARED:
        if named["year"] and (year is None or int(named["year"]) != year - 1):
            return None
        others = [c for c in claims[max(at - 1, 0) : at + 2] if c.unit == claim.unit and c is not claim]
        level = next((c for c in others if c.role == "to"), None) or next(iter(others), None)
        return (level, claim.value, interval(claim), claim.surface.strip()) if level else None
    if claim.role != "change" or claim.direction is None or not _is_on_last_year(before, claims, at):
        return None
    sign = -1 if claim.direction == "up" else 1
    if claim.unit == "%":
        level = claims[at - 1] if at else None
        if level is None or level.role not in ("level", "to") or level.dimension not in _COMPARED:
            return None
        return _from_percent(level, claim, -sign)
    level = next((c for c in reversed(claims[max(at - NEAR, 0) : at]) if c.unit == claim.unit), None)
    if level is None or level.role not in ("level", "to", "part"):
        return None
    value = level.value + sign * claim.value
    ends = [a + sign * b for a in interval(level) for b in interval(claim)]
    sign_text = "-" if sign < 0 else "+"
    return (
        level,
        value,
        (min(ends), max(ends)),
        f"{level.surface.strip()} {sign_text} {claim.surface.strip()}",
    )


def _is_on_last_year(before: str, claims: Sequence[Claim], at: int) -> bool:
    return _LAST_YEAR.search(before) is not None


def _from_percent(
    level: Claim, change: Claim, sign: int
) -> tuple[Claim, Decimal, tuple[Decimal, Decimal], str] | None:
    step = half_step(change)
    ends = []
    for amount in interval(level):
        for percent in (change.value - step, change.value + step):
            factor = 1 + sign * percent / _HUNDRED
            if factor <= 0:
                return None
            ends.append(amount / factor)
    value = level.value / (1 + sign * change.value / _HUNDRED)
    how = f"{level.surface.strip()} / (1 {'+' if sign > 0 else '-'} {change.surface.strip()})"
    return level, round(value, 2), (min(ends), max(ends)), how


@dataclass(frozen=True, slots=True)
class _Side:
    """A figure to compare, from the text or from a table."""

    value: Decimal
    low: Decimal
    high: Decimal
    exact: bool
    evidence: Evidence


def narrative_year_checks(
    report_id: str,
    facts: Sequence[YearFact],
    previous_id: str,
    before: Sequence[YearFact],
    cells: Sequence[Cell],
) -> list[Check]:
    """Check a report's narrative against the same issuer's report of the year before.

    Parameters
    ----------
    report_id, previous_id : str
        The two reports.
    facts, before : sequence of YearFact
        Their figures.
    cells : sequence of Cell
        Cells of the report before; a figure that agrees with its text or with its tables is right.

    Returns
    -------
    list of Check
        Kind ``narrative_year``, without ids: last year's 结转下年度 is this year's 上年结转; last year's
        valid documents + made - repealed are this year's; what this report says last year's figure was
        (上年的402条, 比上年增加35条, 同比增长8.7%) is what last year's says. ``left`` is the last report's
        side.
    """
    table = by_key(cells)
    checks: list[Check] = []
    now = [f for f in facts if not f.base]
    for fact in now:
        if fact.key == _CARRIED[1]:
            old = _sides(_CARRIED[0], before, table, previous_id)
            checks += _compare(f"{_CARRIED[0]} [last year] = {fact.surface}", old, [_side(fact, report_id)])
    checks += _documents(report_id, now, previous_id, before, table)
    for fact in facts:
        if fact.base:
            old = _sides(fact.key, before, table, previous_id)
            formula = f"{fact.key} [last year] = {fact.base}"
            checks += _compare(formula, old, [_side(fact, report_id)], several="|" in fact.key)
    return checks


def _side(fact: YearFact, report_id: str) -> _Side:
    evidence = Evidence(report_id, fact.ref, fact.surface, fact.start, fact.end)
    return _Side(fact.value, fact.low, fact.high, fact.exact, evidence)


def _sides(key: str, facts: Sequence[YearFact], cells: CellMap, report_id: str) -> list[_Side]:
    """Figures of a report under a key: of its text, and of its tables (which may differ)."""
    found = [_side(f, report_id) for f in facts if f.key == key and not f.base]
    if "|" in key:
        return found
    used = lookup(cells, key.split("+"))
    values = [c.value for c in used if c.value is not None]
    if not used or len(values) != len(used):
        return found
    total = sum(values, Decimal(0))
    cell = used[0]
    return [
        *found,
        _Side(total, total, total, True, Evidence(report_id, cell.key, cell.raw, cell.start, cell.end)),
    ]


def _documents(
    report_id: str, now: Sequence[YearFact], previous_id: str, before: Sequence[YearFact], cells: CellMap
) -> Iterator[Check]:
    made, gone, valid = (
        next((f for f in now if f.key == _RULES + name), None) for name in ("issued", "repealed", "in_force")
    )
    if made is None or gone is None or valid is None:
        return
    for old in _sides(_RULES + "in_force", before, cells, previous_id)[:1]:
        change = made.value - gone.value
        moved = _Side(old.value + change, old.low + change, old.high + change, old.exact, old.evidence)
        formula = f"{_RULES}in_force [last year] + {made.surface} - {gone.surface} = {valid.surface}"
        sides = [_side(f, report_id) for f in (valid, made, gone)]
        yield from _compare(formula, [moved], sides)


def _compare(
    formula: str, old: Sequence[_Side], new: Sequence[_Side], several: bool = False
) -> Iterator[Check]:
    """Compare last year's figure with what this report says.

    ``several`` unlike figures of one name may be of several things, and then decide nothing.
    """
    if not old:
        return
    right = new[0]
    same = [side for side in old if side.low <= right.high and right.low <= side.high]
    left = same[0] if same else old[0]
    evidence = (left.evidence, *(side.evidence for side in new))

    def result(status: Any, reason: str) -> Check:
        return check("narrative_year", status, formula, left.value, right.value, reason, evidence)

    if same:
        exact = left.exact and right.exact
        yield result("holds" if exact else "not_assessable", "" if exact else "approximate")
    elif several and len({side.value for side in old}) > 1:
        yield result("not_assessable", "several_figures")
    else:
        yield result("fails", "years_differ")

"""Changes against the levels they lead from and to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from govnlp.annotate.checks.narrative_text import NEAR, Narrative, names_base_year
from govnlp.annotate.checks.narrative_values import check, half_step, interval, is_exact, plain
from govnlp.model import Check, Claim, Evidence, Status

_HUNDRED = Decimal(100)
_NO_AMOUNT = ("rank", "score")
# An absolute change that stands behind 由……到…… without 比上年.
_AMOUNT = re.compile(
    r"^[,;、]?(?:净|共)?(?:增加|新增|增长|增设|增|减少|减|压减|缩短|下降|提高|扩大|缩减)(?:了)?$"
)
_FORMULAS: dict[str, str] = {
    "amount": "{change} = |{new} - {old}|",
    "percent": "{change} = |{new} - {old}| / {old}",
    "times": "{change} = |{new} - {old}| / {old}",
    "is_times": "{change} = {new} / {old}",
    "doublings": "{change} = log2({new} / {old})",
}


def change_checks(narrative: Narrative) -> list[Check]:
    """Check changes (``由120件增加到156件，增长30%``) against their levels.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.

    Returns
    -------
    list of Check
        Kind ``narrative_change``, without ids; ``left`` is the change as printed, ``right`` the one that
        follows from the levels: from 由……到……, from the levels of two years, or from a level and an absolute
        change (``267条，比上年增加32条，增长13.6%``). Tolerance: half of the last printed digit of the
        change, and of levels that are themselves rounded (2.6万). 约, 余, 近 widen it and make what agrees
        not assessable. A change that is right in size but said to go the other way fails.
    """
    checks: list[Check] = []
    for claims in narrative.sentences:
        checks += _in_sentence(narrative, claims)
    return checks


def _in_sentence(narrative: Narrative, claims: Sequence[Claim]) -> list[Check]:
    checks: list[Check] = []
    levels: list[Claim] = []
    old: Claim | None = None
    new: Claim | None = None
    amount: Claim | None = None
    for claim in claims:
        if claim.dimension in _NO_AMOUNT:
            continue
        before = narrative.before(claim)
        based = names_base_year(before)
        if claim.role == "from" or based:
            old, new, amount = claim, None, None
            if based and levels and levels[-1].unit == claim.unit:
                new = levels[-1]  # 437条，较上年的402条增加35条
        elif claim.role == "to":
            new, amount = claim, None
            levels.append(claim)
        elif claim.role == "change" and claim.modality == "fact":
            if old is not None and new is not None:
                made = _from_levels(narrative, claim, old, new, before)
                checks += [made] if made else []
            elif claim.unit == "%" and amount is not None and amount.direction == claim.direction:
                made = _from_amount(narrative, claim, _subjects(narrative, levels, amount), amount)
                checks += [made] if made else []
            if claim.unit != "%" and any(c.unit == claim.unit for c in levels[-NEAR:]):
                amount = claim
        elif claim.role == "level" and old and new and claim.unit == new.unit and _AMOUNT.match(before):
            made = _from_levels(narrative, claim, old, new, before)
            checks += [made] if made else []
        elif claim.role in ("level", "part", "rate"):
            pair = _two_years(levels, claim)
            old, new, amount = (pair, claim, None) if pair else (None, None, None)
            levels.append(claim)
    return checks


def _two_years(levels: Sequence[Claim], claim: Claim) -> Claim | None:
    """The same thing a year before, just named."""
    last = levels[-1] if levels else None
    if last is None or last.unit != claim.unit or last.time_end is None or claim.time_end is None:
        return None
    if last.time_start is None or claim.time_start is None or last.predicate != claim.predicate:
        return None
    return last if claim.time_end.year - last.time_end.year == 1 else None


def _from_levels(narrative: Narrative, change: Claim, old: Claim, new: Claim, before: str) -> Check | None:
    if old.unit != new.unit:
        return None
    if change.unit == "%" and old.unit != "%":
        kind = "percent"
    elif change.unit == new.unit or (change.unit == "百分点" and old.unit == "%"):
        kind = "amount"
    elif change.unit == "倍":
        kind = "is_times" if re.search(r"(?:是|为|相当于).{0,8}$", before) else "times"
    elif change.unit == "番":
        kind = "doublings"
    else:
        return None
    if kind != "amount" and old.value <= 0:
        return None
    evidence = tuple(narrative.evidence(c) for c in (change, old, new))
    values = {"change": change.surface.strip(), "old": old.surface.strip(), "new": new.surface.strip()}
    formula = _FORMULAS[kind].format(**values)
    made = _compare(change, [old, new], formula, evidence, lambda v: _change(kind, v[0], v[1]))
    way = "up" if new.value > old.value else "down"
    if made.status == "holds" and change.value and kind != "is_times" and change.direction not in (None, way):
        return replace(made, status="fails", reason="direction_differs")
    return made


def _subjects(narrative: Narrative, levels: Sequence[Claim], amount: Claim) -> list[Claim]:
    """Levels that a change may be of: the last one of its unit, and the whole that this is a part of."""
    level = next((c for c in reversed(levels[-NEAR:]) if c.unit == amount.unit), None)
    if level is None:
        return []
    whole = narrative.by_id.get(level.whole_id or "")
    if whole is None or whole.unit != level.unit:
        return [level]
    return [whole, level]


def _from_amount(
    narrative: Narrative, change: Claim, subjects: Sequence[Claim], amount: Claim
) -> Check | None:
    """``267条，比上年增加32条，增长13.6%``; one subject that fits is enough."""
    sign = 1 if amount.direction != "down" else -1
    word = amount.surface.strip()
    made: list[Check] = []
    for level in subjects:
        evidence = tuple(narrative.evidence(c) for c in (change, level, amount))
        base = f"{level.surface.strip()} {'-' if sign > 0 else '+'} {word}"
        formula = f"{change.surface.strip()} = {word} / ({base})"
        made.append(
            _compare(
                change,
                [level, amount],
                formula,
                evidence,
                lambda v: _change("percent", v[0] - sign * v[1], v[0]),
            )
        )
    best = [c for c in made if c.status == "holds"] or [c for c in made if c.reason == "approximate"]
    return next(iter(best or made), None)


def _change(kind: str, old: Decimal, new: Decimal) -> Decimal | None:
    if kind == "amount":
        return abs(new - old)
    if old <= 0:
        return None
    if kind == "doublings":
        return (new / old).ln() / Decimal(2).ln() if new > 0 else None
    if kind == "is_times":
        return new / old
    ratio = abs(new - old) / old
    return _HUNDRED * ratio if kind == "percent" else ratio


def _compare(
    change: Claim,
    inputs: Sequence[Claim],
    formula: str,
    evidence: tuple[Evidence, ...],
    compute: Callable[[Sequence[Decimal]], Decimal | None],
) -> Check:
    computed = compute([c.value for c in inputs])
    ends = [v for p in product(*(interval(c) for c in inputs)) if (v := compute(p)) is not None]
    if computed is None or not ends:
        return check(
            "narrative_change", "not_assessable", formula, change.value, None, "base_is_zero", evidence
        )
    step = half_step(change)
    if change.modifier == "exact":
        inside = min(ends) - step <= change.value <= max(ends) + step
    else:
        low, high = interval(change)
        inside = low - step <= max(ends) and min(ends) <= high + step
    status: Status = "holds" if inside else "fails"
    if inside and not is_exact(change, *inputs):
        status = "not_assessable"
    reason = {"holds": "", "fails": "sides_differ"}.get(status, "approximate")
    return check("narrative_change", status, formula, change.value, plain(computed), reason, evidence)

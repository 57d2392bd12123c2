"""Shares and rates against the counts beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from govnlp.annotate.checks.narrative_lists import true_level
from govnlp.annotate.checks.narrative_share_sums import shares_to_hundred
from govnlp.annotate.checks.narrative_text import NEAR, Narrative, cues, items
from govnlp.annotate.checks.narrative_values import check, half_step, interval, is_exact, plain
from govnlp.model import Check, Claim, Status

_HUNDRED = Decimal(100)
_COUNTED = ("count", "money", "area", "length", "mass", "data")
_SKIPPED = ("change", "from", "to", "target", "share", "rate")


def share_checks(narrative: Narrative) -> list[Check]:
    """Check shares (``39件，占83%``) and rates (``办结率96%``) against counts.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.

    Returns
    -------
    list of Check
        Kind ``narrative_share``, without ids; ``left`` is the printed share, ``right`` the one computed, in
        per cent with two decimals. It holds where they agree to half of the last printed digit, the counts'
        own rounding included. A share that is off by less than one in its last digit, where all shares add
        up to exactly 100, was rounded to that end: not assessable. Without a part and a whole beside the
        share there is no check.
    """
    checks: list[Check] = []
    for claims in narrative.sentences:
        loose: list[tuple[Claim, Claim]] = []
        for at, claim in enumerate(claims):
            if claim.unit != "%" or claim.modality != "fact":
                continue
            pair = None
            if claim.role == "share":
                pair = _share_pair(narrative, claims, at)
                if pair is None and at and _is_share_of(narrative, claims[at - 1], claim):
                    loose.append((claim, claims[at - 1]))
            elif claim.role in ("rate", "level"):
                pair = _rate_pair(narrative, claims, at)
            if pair is not None:
                checks.append(_compare(narrative, claim, *pair))
        checks += _common_whole(narrative, claims, loose)
    if any(c.status == "fails" for c in checks):
        closed = shares_to_hundred(narrative)
        checks = [_excused(c, closed) for c in checks]
    return checks


def _excused(made: Check, closed: Mapping[str, Sequence[Claim]]) -> Check:
    """Take back a failure by less than one in the last digit of shares that were made to add up to 100."""
    group = closed.get(made.evidence[0].ref)
    if made.status != "fails" or group is None or made.left is None or made.right is None:
        return made
    share = next(c for c in group if c.claim_id == made.evidence[0].ref)
    if abs(made.left - made.right) >= 2 * half_step(share):
        return made
    return replace(made, status="not_assessable", reason="rounded_to_hundred")


def _is_share_of(narrative: Narrative, part: Claim, share: Claim) -> bool:
    """Whether a share follows its count at once: ``39件，占83%``."""
    between = narrative.between(part.end, share.start)
    return part.role not in _SKIPPED and re.match(r"^[,;(]?(?:约|仅|只|已|共|总)?占", between) is not None


def _common_whole(
    narrative: Narrative, claims: Sequence[Claim], pairs: Sequence[tuple[Claim, Claim]]
) -> list[Check]:
    """Shares of one sentence whose total was named before: the one that most of them agree with."""
    if len(pairs) < 2:
        return []
    at = narrative.place[claims[0].claim_id]
    best: list[Check] = []
    for whole in reversed(narrative.claims[max(at - NEAR, 0) : at]):
        if whole.role not in ("level", "to") or not all(_alike(part, whole) for _, part in pairs):
            continue
        made = [_compare(narrative, share, part, whole, True, True) for share, part in pairs]
        right = sum(c.status == "holds" for c in made)
        if 2 * right >= len(made) and right > sum(c.status == "holds" for c in best):
            best = made
    return best


def _share_pair(
    narrative: Narrative, claims: Sequence[Claim], at: int
) -> tuple[Claim, Claim, bool, bool] | None:
    """The count in front of a share, and the total it is a share of."""
    share = claims[at]
    whole = narrative.by_id.get(share.whole_id or "")
    if at == 0:
        return None
    part = claims[at - 1]
    if whole is None:
        whole = narrative.by_id.get(part.whole_id or "")
    if whole is None:
        whole = _sibling_whole(narrative, claims, at)
    if whole is not None:
        whole = true_level(narrative, whole, share)
    if whole is None or part is whole or part.role in _SKIPPED or part.dimension != whole.dimension:
        return None
    if not _alike(part, whole) or not _is_share_of(narrative, part, share):
        return None
    named = re.search(r"占(?!比|总|全部)[\u4e00-\u9fff]{2,}", narrative.between(part.end, share.start))
    return part, whole, True, named is None or share.whole_id is not None


def _sibling_whole(narrative: Narrative, claims: Sequence[Claim], at: int) -> Claim | None:
    """The total of which the other shares of the sentence are."""
    for claim in claims[max(at - NEAR, 0) : at + NEAR]:
        if claim.role == "share" and claim.whole_id:
            return narrative.by_id.get(claim.whole_id)
    return None


def _alike(part: Claim, whole: Claim) -> bool:
    return part.unit == whole.unit or (part.unit in items() and whole.unit in items())


def _rate_pair(
    narrative: Narrative, claims: Sequence[Claim], at: int
) -> tuple[Claim, Claim, bool, bool] | None:
    """The count that a rate is named after, and the count before it.

    ``收到250条，按期回复235条，回复率94%``: the rate's verb governs the part, what comes before is the whole.
    """
    rate = claims[at]
    rates = cues("rates")
    before = narrative.before(rate)
    named = re.search(rf"{rates['noun']}[^,;。]{{0,6}}$", before) if "率" in before else None
    if not named:
        return None
    stem = re.sub(rf"^(?:.*[,、])?(?:{rates['prefixes']})*", "", named["stem"])
    if len(stem) < 2:
        return None
    for index in range(at - 1, max(at - NEAR, 0), -1):
        part = claims[index]
        label = narrative.between(claims[index - 1].end, part.start)
        if part.role in _SKIPPED or part.dimension not in _COUNTED or stem not in label:
            continue
        wholes = [
            c for c in claims[max(index - NEAR, 0) : index] if c.unit == part.unit and c.role not in _SKIPPED
        ]
        if not wholes or part.implicit:
            return None
        whole = wholes[-1]
        other_side = re.search(rf"(?:{rates['negation']}).{{0,2}}{stem}", label) is not None
        between = claims[claims.index(whole) + 1 : index]
        sure = index == at - 1 and all(c.role == "change" for c in between)
        if re.search(rf"(?:{rates['negation']}).{{0,2}}$", named["stem"][: named["stem"].find(stem)]):
            other_side = not other_side
        return part, whole, not other_side, sure and _is_base(narrative, whole, part)
    return None


def _is_base(narrative: Narrative, whole: Claim, part: Claim) -> bool:
    """Whether the count before is what the rate is of: same sentence, facts of the same time."""
    return (
        whole.modality == part.modality == "fact"
        and whole.time_start == part.time_start
        and whole.aggregate != "cumulative"
    )


def _compare(
    narrative: Narrative, share: Claim, part: Claim, whole: Claim, direct: bool, sure: bool
) -> Check:
    evidence = tuple(narrative.evidence(c) for c in (share, part, whole))
    ratio = f"{part.surface.strip()} / {whole.surface.strip()}"
    formula = f"{share.surface.strip()} = {ratio if direct else f'1 - {ratio}'}"
    if whole.value == 0:
        return check(
            "narrative_share", "not_assessable", formula, share.value, None, "whole_is_zero", evidence
        )
    (part_low, part_high), (whole_low, whole_high) = interval(part), interval(whole)
    computed = _share(part.value, whole.value, direct)
    ends = [
        _share(p, w, direct) for p in (part_low, part_high) for w in (whole_low, whole_high) if w > 0
    ] or [computed]
    step = half_step(share)
    low, high = min(ends) - step, max(ends) + step
    if share.modifier != "exact":
        low, high = (min(low, computed), max(high, computed))
        near = interval(share)
        inside = near[0] <= max(ends) and min(ends) <= near[1]
    else:
        inside = low <= share.value <= high
    status: Status = "holds" if inside else "fails"
    reason = "" if inside else "sides_differ"
    if not is_exact(share, part, whole) and inside:
        status, reason = "not_assessable", "approximate"
    elif not inside and not sure:
        status, reason = "not_assessable", "base_uncertain"
    return check("narrative_share", status, formula, share.value, plain(computed), reason, evidence)


def _share(part: Decimal, whole: Decimal, direct: bool) -> Decimal:
    share = _HUNDRED * part / whole
    return share if direct else _HUNDRED - share

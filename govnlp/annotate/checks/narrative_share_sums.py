"""Shares of one whole against one hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govnlp.annotate.checks.narrative_lists import facets, parallel
from govnlp.annotate.checks.narrative_text import NEAR, Narrative, pattern
from govnlp.annotate.checks.narrative_values import check, half_step, is_exact
from govnlp.model import Check, Claim, Status

_HUNDRED = Decimal(100)


def share_sum_checks(narrative: Narrative) -> list[Check]:
    """Check shares of one whole against one hundred.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.

    Returns
    -------
    list of Check
        Kind ``narrative_share_sum``, without ids; ``left`` is 100, ``right`` the sum of two or more shares.
        Tolerance: half of the last printed digit of each share. More fails; less fails where the shares
        claim to be all (其余, 其他, or shares of parts that add up to the whole), else it is not assessable.
    """
    return [_assess(narrative, part) for group in _groups(narrative) for part in _complete(group)]


def shares_to_hundred(narrative: Narrative) -> dict[str, Sequence[Claim]]:
    """Shares that add up to exactly one hundred: the id of each, and all of its group."""
    found: dict[str, Sequence[Claim]] = {}
    for group in (part for whole in _groups(narrative) for part in _complete(whole)):
        if sum((c.value for c in group), Decimal(0)) == _HUNDRED:
            found |= {c.claim_id: group for c in group}
    return found


def _complete(group: Sequence[Claim]) -> list[Sequence[Claim]]:
    """Part shares of one whole where they are all of it: what follows divides the whole another way."""
    total, slack = Decimal(0), Decimal(0)
    for at, claim in enumerate(group[:-1]):
        total += claim.value
        slack += half_step(claim)
        if at and abs(total - _HUNDRED) <= slack and claim.value and group[at + 1].value:
            rest = group[at + 1 :]
            return [group[: at + 1], *(_complete(rest) if len(rest) > 1 else [])]
    return [group]


def _assess(narrative: Narrative, group: Sequence[Claim]) -> Check:
    total = sum((c.value for c in group), Decimal(0))
    slack = sum((half_step(c) for c in group), Decimal(0))
    labels = [narrative.label(share) for share in group]
    end = group[-1].end
    tail = narrative.between(end, min(end + NEAR, len(narrative.folded)))
    status: Status = "not_assessable"
    reason = "list_may_be_open"
    if not is_exact(*group):
        reason = "approximate"
    elif abs(total - _HUNDRED) <= slack:
        status, reason = "holds", ""
    elif total > _HUNDRED:
        mixed = _is_mixed(labels)
        status, reason = ("not_assessable", "parts_overlap") if mixed else ("fails", "shares_exceed_100")
    elif pattern("sums", "open_tail").search(tail):
        reason = "list_open"
    elif pattern("sums", "rest").search("".join(labels)) or _parts_add_up(narrative, group):
        status, reason = "fails", "sides_differ"
    formula = f"{' + '.join(c.surface.strip() for c in group)} = 100%"
    evidence = tuple(narrative.evidence(c) for c in group)
    return check("narrative_share_sum", status, formula, _HUNDRED, total, reason, evidence)


def _is_mixed(labels: Sequence[str]) -> bool:
    """Whether the shares are named from different sides, none of which names them all."""
    named = [{name for name, regex in facets().items() if regex.search(text)} for text in labels]
    return all(named) and not set.intersection(*named) and not parallel(labels)


def _groups(narrative: Narrative) -> Iterator[list[Claim]]:
    """Shares of one whole, or shares that follow each other in a sentence without naming one."""
    group: list[Claim] = []
    stated = pattern("sums", "share")
    for claim in narrative.claims:
        if claim.unit != "%" or claim.role not in ("share", "part", "level") or claim.dimension != "share":
            continue
        text = narrative.label(claim)
        if not stated.search(text) or claim.modality != "fact":
            continue
        if claim.role != "share" and not (group and pattern("sums", "rest").search(text)):
            continue
        if group and not _goes_on(narrative, group[-1], claim):
            if len(group) > 1:
                yield group
            group = []
        group.append(claim)
    if len(group) > 1:
        yield group


def _goes_on(narrative: Narrative, last: Claim, claim: Claim) -> bool:
    between = narrative.between(last.end, claim.start)
    if pattern("sums", "restart").search(between) and re.search(r"[;。]", between):
        return False
    if last.whole_id and claim.whole_id:
        return last.whole_id == claim.whole_id
    return narrative.sentence(last) == narrative.sentence(claim)


def _parts_add_up(narrative: Narrative, group: Sequence[Claim]) -> bool:
    """Whether the parts whose shares these are add up to their whole."""
    whole = narrative.by_id.get(group[0].whole_id or "")
    parts = [c for c in narrative.claims if whole and c.whole_id == whole.claim_id and c.role == "part"]
    return whole is not None and sum((p.value for p in parts), Decimal(0)) == whole.value

"""Parts against their whole."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from govnlp.annotate.checks.narrative_lists import PartList, facets, parallel, part_lists, sides
from govnlp.annotate.checks.narrative_text import NEAR, Narrative, pattern
from govnlp.annotate.checks.narrative_values import check, half_step, interval, is_exact
from govnlp.model import Check, Claim, Status

# What may be missing, as a share of the whole, before a list without 其余 or 分别 is taken for an open one.
_LITTLE = Decimal("0.2")
_NEXT_TO_NOTHING = Decimal("0.1")


def part_sum_checks(narrative: Narrative) -> list[Check]:
    """Check parts against the whole that they are parts of.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.

    Returns
    -------
    list of Check
        Kind ``narrative_part_sum``, without ids; ``left`` is the whole, ``right`` the sum of the parts.
        Counts must agree; rounded figures (1.5亿元) by less than half of the last printed digit of each. More
        than the whole fails. Less fails only where the parts claim to be all (其余, 分别, 合计, parallel
        parts), else it cannot be assessed, and neither can one part, parts from several sides, 等 or 余.
    """
    return [_assess(narrative, found) for found in part_lists(narrative)]


def _assess(narrative: Narrative, found: PartList) -> Check:
    whole, parts = found.whole, found.parts
    total = sum((p.value for p in parts), Decimal(0))
    if found.chained:
        return _result(narrative, found, "not_assessable", "parts_overlap", None)
    if not is_exact(whole, *parts):
        return _approximate(narrative, found, total)
    slack = sum((half_step(c) for c in (whole, *parts)), Decimal(0))
    gap = total - whole.value
    if gap == 0 or abs(gap) < slack:
        return _result(narrative, found, "holds", "", total)
    if confirmed := _confirmed(narrative, found, total):
        return confirmed
    if gap > 0:
        if _overlap(found):
            return _result(narrative, found, "not_assessable", "parts_overlap", None)
        if found.mixed and not _claims_all(found):
            return _result(narrative, found, "not_assessable", "units_differ", total)
        return _result(narrative, found, "fails", "parts_exceed_whole", total)
    if len(parts) == 1:
        return _result(narrative, found, "not_assessable", "single_part", total)
    if _is_open(found):
        return _result(narrative, found, "not_assessable", "list_open", total)
    if _claims_all(found) and not _overlap(found) and not _may_be_pending(found):
        return _result(narrative, found, "fails", "sides_differ", total)
    return _result(narrative, found, "not_assessable", "list_may_be_open", total)


def _confirmed(narrative: Narrative, found: PartList, total: Decimal) -> Check | None:
    """Another reading of the list under which it adds up: such a coincidence is none."""
    whole, parts = found.whole, found.parts
    for count, sofar in enumerate(accumulate(p.value for p in parts[:-1]), 1):
        # A division that is complete before another side is taken up.
        named, rest = sides(found.labels[:count]), sides(found.labels[count:])
        if count > 1 and sofar == whole.value and named and rest and not rest & named:
            return _result(narrative, found, "holds", "", sofar, parts=parts[:count])
    for count, more in enumerate(accumulate(c.value for c in found.more), 1):
        # A list that goes on in other words.
        if total + more == whole.value:
            return _result(narrative, found, "holds", "", whole.value, parts=(*parts, *found.more[:count]))
    at = narrative.place[parts[0].claim_id]
    for other in narrative.claims[max(at - NEAR, 0) : at] if len(parts) > 1 else ():
        # Another total named shortly before, in this sentence or the last one.
        near = narrative.sentence(parts[0]) - narrative.sentence(other) <= 1
        if (
            near
            and other.value == total
            and other.unit == whole.unit
            and other.role in ("level", "to", "part")
        ):
            return _result(narrative, found, "holds", "", total, whole=other)
    return None


def _approximate(narrative: Narrative, found: PartList, total: Decimal) -> Check:
    low = sum((interval(p)[0] for p in found.parts), Decimal(0))
    if low > interval(found.whole)[1] and not _overlap(found):
        return _result(narrative, found, "fails", "parts_exceed_whole", total)
    reason = "single_part" if len(found.parts) == 1 else "approximate"
    return _result(narrative, found, "not_assessable", reason, total)


def _result(
    narrative: Narrative,
    found: PartList,
    status: Status,
    reason: str,
    total: Decimal | None,
    *,
    whole: Claim | None = None,
    parts: tuple[Claim, ...] | None = None,
) -> Check:
    whole, parts = whole or found.whole, parts or found.parts
    formula = f"{whole.surface.strip()} = {' + '.join(p.surface.strip() for p in parts)}"
    evidence = tuple(narrative.evidence(c) for c in (whole, *parts))
    return check("narrative_part_sum", status, formula, whole.value, total, reason, evidence)


def _overlap(found: PartList) -> bool:
    """Whether the parts may count the same things twice.

    So it is where they are named from different sides, no side naming all of them, or where no one wrong
    figure could explain the sum.
    """
    whole, parts = found.whole, found.parts
    if len(parts) < 2 or found.total:
        return False
    total = sum((p.value for p in parts), Decimal(0))
    if len(parts) > 2 and all(total - p.value > whole.value for p in parts):
        return True
    named = [{name for name, regex in facets().items() if regex.search(text)} for text in found.labels]
    if not all(named) or parallel(found.labels):
        return False
    return not set.intersection(*named)


def _is_open(found: PartList) -> bool:
    lead, tail = pattern("sums", "open_lead"), pattern("sums", "open_tail")
    return bool(lead.search(found.lead) or lead.search(found.labels[0]) or tail.search(found.tail))


def _claims_all(found: PartList) -> bool:
    """Whether the parts claim to be all of the whole.

    Words such as 其余 say so; parts that are only built alike are taken for all where little is missing,
    and any two parts where next to nothing is.
    """
    text = found.lead + "".join(found.labels)
    if (
        found.total
        or pattern("sums", "exhaustive").search(text)
        or pattern("sums", "rest").search(found.tail)
    ):
        return True
    if len(found.parts) < 2:
        return False
    total = sum((p.value for p in found.parts), Decimal(0))
    missing = abs(found.whole.value - total)
    if missing <= _NEXT_TO_NOTHING * found.whole.value:
        return True
    alike = parallel(found.labels) or "outcome" in sides(found.labels)
    alike = alike or pattern("sums", "including").search(text) is not None
    return alike and not found.mixed and missing <= _LITTLE * found.whole.value


def _may_be_pending(found: PartList) -> bool:
    """Outcomes of what came in: some of it may still be open."""
    text = found.lead + "".join(found.labels)
    if "outcome" not in sides(found.labels) or pattern("sums", "settled").search(text):
        return False
    return pattern("sums", "received").search(found.whole.predicate or "") is not None

"""Parts against their whole, and shares against one hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate

from govnlp.annotate.checks.narrative_text import NEAR, REACH, Narrative, cues, pattern
from govnlp.annotate.checks.narrative_values import check, half_step, interval, is_exact
from govnlp.model import Check, Claim

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _List:
    """Parts of one whole that are named together, and the texts that introduce each."""

    whole: Claim
    parts: tuple[Claim, ...]
    labels: tuple[str, ...]
    lead: str
    tail: str
    mixed: bool = False


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
    checks: list[Check] = []
    for whole, parts in _by_whole(narrative).items():
        if inner := _chained(narrative, whole, parts):
            checks.append(_result(narrative, inner, "not_assessable", "parts_overlap", None))
            continue
        checks += [_assess(narrative, part_list) for part_list in _lists(narrative, whole, parts)]
    return [*checks, *_totals(narrative)]


def _by_whole(narrative: Narrative) -> dict[Claim, list[Claim]]:
    found: dict[Claim, list[Claim]] = {}
    for claim in narrative.claims:
        whole = narrative.by_id.get(claim.whole_id or "")
        if whole is not None and claim.role == "part" and claim.dimension == whole.dimension:
            found.setdefault(whole, []).append(claim)
    return found


def _chained(narrative: Narrative, whole: Claim, parts: Sequence[Claim]) -> _List | None:
    """``A件，其中B件，其中C件``: whether C is of A or of B cannot be known."""
    if len(parts) > 1 and all("其中" in narrative.between(a.end, b.start) for a, b in _steps(whole, parts)):
        between = narrative.between(parts[0].end, parts[1].start)
        if not re.search(r"[;。]|按|从", between):
            return _List(whole, tuple(parts), (), "", "")
    return None


def _steps(whole: Claim, parts: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    yield from zip([whole, *parts[:-1]], parts, strict=True)


def _lists(narrative: Narrative, whole: Claim, parts: Sequence[Claim]) -> Iterator[_List]:
    """Cut the parts of a whole where another division of it begins."""
    restart = pattern("sums", "restart")
    group: list[Claim] = []
    labels: list[str] = []
    for part in parts:
        label = _label(narrative, whole, part)
        if group and restart.search(label) and re.search(r"[;。]", _before(narrative, group[-1], part)):
            yield from _made(narrative, whole, group, labels)
            group, labels = [], []
        group.append(part)
        labels.append(label)
    yield from _made(narrative, whole, group, labels)


def _before(narrative: Narrative, last: Claim, part: Claim) -> str:
    return narrative.between(last.end, part.start)


def _label(narrative: Narrative, whole: Claim, part: Claim) -> str:
    """Text that introduces a part: from the claim before it."""
    last = narrative.last(part)
    start = last.end if last else narrative.sentence_start(part)
    return narrative.between(max(start, part.start - REACH), part.start)


def _made(
    narrative: Narrative, whole: Claim, parts: Sequence[Claim], labels: Sequence[str]
) -> Iterator[_List]:
    items = set(cues("sums")["items"])
    same = [(p, n) for p, n in zip(parts, labels, strict=True) if p.unit == whole.unit or not p.unit]
    mixed = False
    if len(same) < len(parts) and whole.unit in items and all(p.unit in items for p in parts):
        same, mixed = list(zip(parts, labels, strict=True)), True
    if not same:
        return
    chosen = tuple(p for p, _ in same)
    first, last = chosen[0], chosen[-1]
    lead = narrative.between(whole.end, first.start) if whole.end <= first.start else ""
    tail = narrative.between(last.end, min(last.end + 12, len(narrative.folded)))
    yield _List(whole, chosen, tuple(n for _, n in same), lead, tail, mixed)


def _assess(narrative: Narrative, found: _List) -> Check:
    whole, parts = found.whole, found.parts
    total = sum((p.value for p in parts), Decimal(0))
    if not is_exact(whole, *parts):
        return _approximate(narrative, found, total)
    slack = sum((half_step(c) for c in (whole, *parts)), Decimal(0))
    gap = total - whole.value
    if gap == 0 or abs(gap) < slack:
        return _result(narrative, found, "holds", "", total)
    for count, sofar in enumerate(accumulate(p.value for p in parts[:-1]), 1):
        # A division that is complete before another side is taken up.
        if count > 1 and sofar == whole.value and _sides(found.labels[count:]):
            return _result(narrative, found, "holds", "", whole.value)
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
    if _claims_all(found) and not found.mixed and not _overlap(found) and not _may_be_pending(found):
        return _result(narrative, found, "fails", "sides_differ", total)
    return _result(narrative, found, "not_assessable", "list_may_be_open", total)


def _approximate(narrative: Narrative, found: _List, total: Decimal) -> Check:
    low = sum((interval(p)[0] for p in found.parts), Decimal(0))
    if low > interval(found.whole)[1] and not _overlap(found):
        return _result(narrative, found, "fails", "parts_exceed_whole", total)
    reason = "single_part" if len(found.parts) == 1 else "approximate"
    return _result(narrative, found, "not_assessable", reason, total)


def _result(narrative: Narrative, found: _List, status: object, reason: str, total: Decimal | None) -> Check:
    whole, parts = found.whole, found.parts
    formula = f"{whole.surface.strip()} = {' + '.join(p.surface.strip() for p in parts)}"
    evidence = tuple(narrative.evidence(c) for c in (whole, *parts))
    return check("narrative_part_sum", status, formula, whole.value, total, reason, evidence)  # type: ignore[arg-type]


@cache
def _facets() -> dict[str, re.Pattern[str]]:
    found: dict[str, str] = cues("sums")["facets"]
    return {name: re.compile(expression) for name, expression in found.items()}


def _sides(labels: Sequence[str]) -> set[str]:
    """From which sides the parts are named: by channel, by applicant, by outcome, ..."""
    return {name for label in labels for name, regex in _facets().items() if regex.search(label)}


def _overlap(found: _List) -> bool:
    """Whether the parts may count the same things twice.

    So it is where they are named from different sides, no side naming all of them, or where no one wrong
    figure could explain the sum.
    """
    whole, parts = found.whole, found.parts
    if len(parts) < 2:
        return False
    total = sum((p.value for p in parts), Decimal(0))
    if len(parts) > 2 and all(total - p.value > whole.value for p in parts):
        return True
    named = [{name for name, regex in _facets().items() if regex.search(label)} for label in found.labels]
    if not all(named) or _parallel(found.labels):
        return False
    return not set.intersection(*named)


def _parallel(labels: Sequence[str]) -> bool:
    """Whether the parts are built alike: the same word before or behind what differs."""
    cores = [re.sub(r"^.*(?:其中|包括|分别|[,、;。:])", "", label).strip('"“”的为有达了') for label in labels]
    if len(cores) < 2 or not all(cores):
        return False
    heads, tails = {core[:2] for core in cores}, {core[-2:] for core in cores}
    suffixes = {core[-1] for core in cores}
    return len(heads) == 1 or len(tails) == 1 or (len(suffixes) == 1 and suffixes <= set("类率级型"))


def _is_open(found: _List) -> bool:
    lead, tail = pattern("sums", "open_lead"), pattern("sums", "open_tail")
    return bool(lead.search(found.lead) or lead.search(found.labels[0]) or tail.search(found.tail))


def _claims_all(found: _List) -> bool:
    """Whether the parts claim to be all of the whole."""
    text = found.lead + "".join(found.labels)
    if pattern("sums", "exhaustive").search(text) or pattern("sums", "rest").search(found.tail):
        return True
    return len(found.parts) > 1 and _parallel(found.labels)


def _may_be_pending(found: _List) -> bool:
    """Outcomes of what came in: some of it may still be open."""
    text = found.lead + "".join(found.labels)
    if "outcome" not in _sides(found.labels) or pattern("sums", "settled").search(text):
        return False
    return pattern("sums", "received").search(found.whole.predicate or "") is not None


def _totals(narrative: Narrative) -> Iterator[Check]:
    """``建议119件、提案176件，合计295件``, where the claims have no whole of their own."""
    total = pattern("sums", "total")
    known = {c.whole_id for c in narrative.claims if c.whole_id}
    for claims in narrative.sentences():
        for at, claim in enumerate(claims):
            if at < 2 or claim.claim_id in known or not is_exact(claim):
                continue
            if not total.match(narrative.between(claims[at - 1].end, claim.start)):
                continue
            parts: list[Claim] = []
            for part in reversed(claims[max(at - NEAR, 0) : at]):
                follower = parts[-1] if parts else claim
                text = narrative.between(part.end, follower.start)
                if part.unit != claim.unit or part.whole_id or re.search(r"[;。]", text):
                    break
                parts.append(part)
                if len(text) > 24 or "," in text[1:]:
                    break
            if len(parts) > 1 and is_exact(*parts):
                listed = _List(claim, tuple(reversed(parts)), (), "合计", "")
                sum_ = sum((p.value for p in parts), Decimal(0))
                good = sum_ == claim.value
                yield _result(
                    narrative, listed, "holds" if good else "fails", "" if good else "sides_differ", sum_
                )


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
    checks: list[Check] = []
    for group in _share_groups(narrative):
        total = sum((c.value for c in group), Decimal(0))
        slack = sum((half_step(c) for c in group), Decimal(0))
        gap = total - _HUNDRED
        first, last = group[0], group[-1]
        text = narrative.between(max(narrative.sentence_start(first), first.start - REACH), last.end)
        tail = narrative.between(last.end, last.end + 12)
        labels = [_label(narrative, first, share) for share in group]
        listed = _List(first, tuple(group), tuple(labels), text, tail)
        status, reason = "not_assessable", "list_may_be_open"
        if not is_exact(*group):
            reason = "approximate"
        elif abs(gap) <= slack:
            status, reason = "holds", ""
        elif gap > 0:
            overlap = len(_facet_mix(labels)) > 1
            status, reason = (
                ("not_assessable", "parts_overlap") if overlap else ("fails", "shares_exceed_100")
            )
        elif pattern("sums", "open_tail").search(tail):
            reason = "list_open"
        elif pattern("sums", "rest").search("".join(labels) + tail) or _parts_add_up(narrative, group):
            status, reason = "fails", "sides_differ"
        formula = f"{' + '.join(c.surface.strip() for c in listed.parts)} = 100%"
        evidence = tuple(narrative.evidence(c) for c in group)
        checks.append(check("narrative_share_sum", status, formula, _HUNDRED, total, reason, evidence))  # type: ignore[arg-type]
    return checks


def _facet_mix(labels: Sequence[str]) -> set[str]:
    """Sides that name some of the shares and not others, where each is named from one side."""
    named = [{name for name, regex in _facets().items() if regex.search(label)} for label in labels]
    if not all(named) or set.intersection(*named) or _parallel(labels):
        return set()
    return set.union(*named)


def _share_groups(narrative: Narrative) -> Iterator[list[Claim]]:
    """Shares of one whole, or shares that follow each other in a sentence without naming one."""
    group: list[Claim] = []
    for claim in narrative.claims:
        if claim.role != "share" or claim.unit not in ("%", "‰"):
            continue
        if claim.unit == "‰" or claim.dimension != "share":
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
    if last.whole_id or claim.whole_id:
        return last.whole_id == claim.whole_id
    return narrative.sentence(last) == narrative.sentence(claim)


def _parts_add_up(narrative: Narrative, group: Sequence[Claim]) -> bool:
    """Whether the parts whose shares these are add up to their whole."""
    whole = narrative.by_id.get(group[0].whole_id or "")
    parts = [c for c in narrative.claims if whole and c.whole_id == whole.claim_id and c.role == "part"]
    return whole is not None and sum((p.value for p in parts), Decimal(0)) == whole.value

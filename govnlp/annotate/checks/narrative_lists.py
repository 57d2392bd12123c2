"""Which claims are named as the parts of which whole, list by list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from govnlp.annotate.checks.narrative_text import NEAR, Narrative, cues, items, names_base_year, pattern
from govnlp.model import Claim

_SUMMED = ("count", "money", "area", "length", "mass", "data")
_PART_ROLES = ("part", "level")


@dataclass(frozen=True, slots=True)
class PartList:
    """Parts of one whole that are named together.

    Parameters
    ----------
    whole : Claim
        The whole.
    parts : tuple of Claim
        Its parts, in text order.
    labels : tuple of str
        The texts that introduce each, from the claim before it.
    lead, tail : str
        What stands between the whole and the first part, and behind the last.
    more : tuple of Claim
        Claims that follow at once and may be parts too.
    mixed : bool
        Whether their units differ (条, 篇, 个).
    total : bool
        Whether the whole follows its parts (合计).
    chained : bool
        Whether it is ``A件，其中B件，其中C件``, which leaves open of what C is a part.
    """

    whole: Claim
    parts: tuple[Claim, ...]
    labels: tuple[str, ...]
    lead: str
    tail: str
    more: tuple[Claim, ...] = ()
    mixed: bool = False
    total: bool = False
    chained: bool = False


def part_lists(narrative: Narrative) -> list[PartList]:
    """Find the lists of parts of a report.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.

    Returns
    -------
    list of PartList
        In text order of their first parts. A whole that is divided twice (按申请人分, 按渠道分) has two.
    """
    found: list[PartList] = []
    chained: set[str] = set()
    for whole_id, parts in _by_whole(narrative).items():
        if whole_id in chained:
            continue
        whole = narrative.by_id[whole_id]
        before = [p for p in parts if p.end <= whole.start]
        after = [p for p in parts if p.start >= whole.end]
        if before:
            found += _made(narrative, whole, before, total=True)
        if open_list := _chained(narrative, whole, after):
            found.append(open_list)
            chained.update(part.claim_id for part in open_list.parts)
        elif after:
            found += _split(narrative, whole, after)
    found += _totals(narrative, {p.claim_id for made in found for p in made.parts})
    return sorted(found, key=lambda made: made.parts[0].start)


def _by_whole(narrative: Narrative) -> dict[str, list[Claim]]:
    """Parts by the id of their whole, with wholes put right that only resemble one."""
    found: dict[str, list[Claim]] = {}
    moved: dict[str, str] = {}
    for claim in narrative.claims:
        whole = narrative.by_id.get(claim.whole_id or "")
        if whole is None or claim.role != "part" or claim.dimension not in _SUMMED:
            continue
        if claim.dimension != whole.dimension or pattern("sums", "earlier").search(narrative.label(claim)):
            continue
        if whole.claim_id not in moved:
            moved[whole.claim_id] = _true_whole(narrative, whole, claim).claim_id
        found.setdefault(moved[whole.claim_id], []).append(claim)
    for whole, part in _resumed(narrative):
        found.setdefault(whole.claim_id, []).append(part)
    for rest in narrative.claims:
        if rest.role in _PART_ROLES and (triple := _remainder(narrative, rest)):
            whole, done, _ = triple
            for other in list(found):
                if found[other] == [rest]:
                    del found[other]
            if not any(rest in parts for parts in found.values()):
                found.setdefault(whole.claim_id, []).extend([done, rest])
    return found


def _true_whole(narrative: Narrative, whole: Claim, part: Claim) -> Claim:
    """Give the whole that is meant: not the last year's level, not a part where a new division begins."""
    above = narrative.by_id.get(whole.whole_id or "")
    if above is not None and whole.role == "part" and _divides(narrative.label(part)):
        return above
    return true_level(narrative, whole, part)


def true_level(narrative: Narrative, whole: Claim, part: Claim) -> Claim:
    """Give this year's level where a claim is last year's (由上年的308件减少到283件) or a change.

    Parameters
    ----------
    narrative : Narrative
        The report.
    whole : Claim
        The claim.
    part : Claim
        A claim behind it that is a part or a share of it.

    Returns
    -------
    Claim
        The level of its unit that this report is about; the claim itself where it is one.
    """
    if whole.role not in ("from", "change") and not names_base_year(narrative.label(whole)):
        return whole
    at = narrative.place[whole.claim_id]
    for claim in narrative.claims[at + 1 : narrative.place[part.claim_id]]:
        if claim.role == "to" and claim.unit == whole.unit:
            return claim
    for claim in reversed(narrative.claims[max(at - NEAR, 0) : at]):
        if claim.role in ("level", "to") and claim.unit == whole.unit:
            return claim
    return whole


def _resumed(narrative: Narrative) -> Iterator[tuple[Claim, Claim]]:
    """``其中企业类840件……。企业类中，新设500件``: a part is taken up again by its name."""
    resumed = pattern("sums", "resumed")
    for claim in narrative.claims:
        if claim.whole_id or claim.role != "level":
            continue
        label = narrative.label(claim)
        named = resumed.search(label) if "中" in label else None
        if not named:
            continue
        at = narrative.place[claim.claim_id]
        for earlier in reversed(narrative.claims[max(at - NEAR, 0) : at]):
            if earlier.unit == claim.unit and narrative.label(earlier).endswith(named["name"]):
                yield earlier, claim
                yield from ((earlier, other) for other in _neighbours(narrative, claim))
                break


def _neighbours(narrative: Narrative, claim: Claim) -> Iterator[Claim]:
    """Claims that follow at once in the same list."""
    last = claim
    for other in _following(narrative, claim):
        text = narrative.between(last.end, other.start)
        if other.unit != claim.unit or other.role != "level" or other.whole_id or len(text) > 24:
            return
        if re.search(r"[。;]|合计|共计", text):
            return
        yield other
        last = other


def _remainder(narrative: Narrative, rest: Claim) -> tuple[Claim, Claim, Claim] | None:
    """``收到41条，办结38条，其余3条``: the remainder is of what was received, not of what was settled."""
    if not pattern("sums", "remainder").search(narrative.label(rest)):
        return None
    done = narrative.last(rest)
    whole = narrative.last(done) if done else None
    if done is None or whole is None or narrative.sentence(whole) != narrative.sentence(rest):
        return None
    if not whole.unit == done.unit == rest.unit or whole.dimension not in _SUMMED:
        return None
    known = done.whole_id not in (None, whole.claim_id) or done.role not in _PART_ROLES
    if known or whole.role not in (*_PART_ROLES, "to") or done.value > 2 * whole.value:
        return None
    return whole, done, rest


def _divides(text: str) -> bool:
    return re.search(r"按[^,;。]{0,12}?分|从[^,;。]{0,12}?看", text) is not None


def _chained(narrative: Narrative, whole: Claim, parts: Sequence[Claim]) -> PartList | None:
    """``A件，其中B件，其中C件``: whether C is of A or of B cannot be known."""
    inner = parts
    if len(parts) == 1:
        inner = [parts[0], *(c for c in _following(narrative, parts[0]) if c.whole_id == parts[0].claim_id)]
    if len(inner) < 2 or any("其中" not in narrative.label(part) for part in inner):
        return None
    if re.search(r"[;。]|按|从", narrative.between(inner[0].end, inner[1].start)):
        return None
    return PartList(whole, tuple(inner), (), "", "", chained=True)


def _following(narrative: Narrative, claim: Claim) -> Sequence[Claim]:
    at = narrative.place[claim.claim_id]
    return narrative.claims[at + 1 : at + 1 + NEAR]


def _split(narrative: Narrative, whole: Claim, parts: Sequence[Claim]) -> Iterator[PartList]:
    """Cut the parts of a whole where another division of it begins, or another subject."""
    restart = pattern("sums", "restart")
    group: list[Claim] = []
    for part in parts:
        text = narrative.label(part)
        border = bool(group) and re.search(r"[;。]", narrative.between(group[-1].end, part.start)) is not None
        if border and restart.search(text):
            yield from _made(narrative, whole, group)
            group = []
        elif border and not _belongs(narrative, whole, group, part):
            break
        group.append(part)
    yield from _made(narrative, whole, group)


def _belongs(narrative: Narrative, whole: Claim, group: Sequence[Claim], part: Claim) -> bool:
    """Whether a part behind a semicolon is of the same division as those before it."""
    if len(group) > 1 and re.search(r"[;。]", narrative.between(group[0].end, group[1].start)):
        return True
    if part.unit == whole.unit and sum(p.value for p in (*group, part)) == whole.value:
        return True
    labels = [narrative.label(group[0]), narrative.label(part)]
    return bool(parallel(labels) or (sides(labels[:1]) & sides(labels[1:])))


def _made(
    narrative: Narrative, whole: Claim, parts: Sequence[Claim], *, total: bool = False
) -> Iterator[PartList]:
    chosen = [p for p in parts if p.unit == whole.unit or not p.unit]
    mixed = False
    if len(chosen) < len(parts) and whole.unit in items() and all(p.unit in items() for p in parts):
        chosen, mixed = list(parts), True
    if not chosen:
        return
    more: list[Claim] = []
    if not total:
        chosen, more = _extended(narrative, whole, chosen)
    labels = tuple(narrative.label(p) for p in chosen)
    lead = narrative.between(whole.end, chosen[0].start) if not total else ""
    tail = narrative.between(chosen[-1].end, min(chosen[-1].end + NEAR, len(narrative.folded)))
    yield PartList(whole, tuple(chosen), labels, lead, tail, tuple(more), mixed, total)


def _extended(narrative: Narrative, whole: Claim, parts: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Add claims that follow at once and are named like the parts; give others that may belong, too."""
    chosen: list[Claim] = list(parts)
    more: list[Claim] = []
    known = {p.claim_id for p in parts} | {whole.claim_id}
    last, inner = chosen[-1], None
    for claim in _following(narrative, parts[-1]):
        text = narrative.between(last.end, claim.start)
        if claim.role in ("share", "rate") and claim.unit == "%":
            continue
        if claim.unit != whole.unit or claim.role not in _PART_ROLES or len(text) > 24 or "。" in text:
            break
        if claim.whole_id not in (None, *known) or re.search(r"[;]|其中|合计|共计", text):
            break
        if pattern("sums", "earlier").search(text):
            break
        last = claim
        of_part = claim.whole_id is not None and claim.whole_id != whole.claim_id
        if of_part and (claim.whole_id == inner or pattern("sums", "including").search(text)):
            inner = claim.whole_id
            continue  # 公开29条,包括机构13条,文件16条: parts of a part
        known.add(claim.claim_id)
        labels = [narrative.label(p) for p in (*chosen, claim)]
        alike = (
            pattern("sums", "rest").search(text)
            or parallel(labels)
            or (sides(labels[:1]) & sides(labels[-1:]))
        )
        (chosen if alike and not more and inner is None else more).append(claim)
    return chosen, more


def _totals(narrative: Narrative, known: set[str]) -> Iterator[PartList]:
    """``建议119件、提案176件，合计295件``, where the claims have no whole of their own."""
    total = pattern("sums", "total")
    wholes = {c.whole_id for c in narrative.claims if c.whole_id and c.role == "part"}
    for claims in narrative.sentences:
        for at, claim in enumerate(claims):
            if at < 2 or claim.claim_id in wholes or claim.dimension not in _SUMMED:
                continue
            if not total.match(narrative.between(claims[at - 1].end, claim.start)):
                continue
            parts: list[Claim] = []
            for part in reversed(claims[max(at - NEAR, 0) : at]):
                text = narrative.between(part.end, parts[-1].start if parts else claim.start)
                if part.unit != claim.unit or part.claim_id in known or re.search(r"[;。]", text):
                    break
                parts.append(part)
                if len(text) > 24 or "," in text[1:]:
                    break
            if len(parts) > 1:
                labels = tuple(narrative.label(p) for p in reversed(parts))
                yield PartList(claim, tuple(reversed(parts)), labels, "", "", total=True)


@cache
def facets() -> dict[str, re.Pattern[str]]:
    found: dict[str, str] = cues("sums")["facets"]
    return {name: re.compile(expression) for name, expression in found.items()}


def sides(labels: Sequence[str]) -> set[str]:
    """From which sides the parts are named: by channel, by applicant, by outcome, ..."""
    return {name for label in labels for name, regex in facets().items() if regex.search(label)}


def parallel(labels: Sequence[str]) -> bool:
    """Whether the parts are built alike: the same word before or behind what differs."""
    cores = [re.sub(r"^.*(?:其中|包括|分别|[,、;。:])", "", label).strip('"“”的为有达了') for label in labels]
    if len(cores) < 2 or not all(cores):
        return False
    heads, tails = {core[:2] for core in cores}, {core[-2:] for core in cores}
    suffixes = {core[-1] for core in cores}
    return len(heads) == 1 or len(tails) == 1 or (len(suffixes) == 1 and suffixes <= set("类率级型"))

"""What the name of a public body says of its region, level and kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from govnlp.text.body_rules import KINDS_BY_SUBJECT, ending_of, load_rules
from govnlp.text.normalize import squeeze
from govnlp.text.places import (
    Region,
    find_region,
    is_short_province,
    is_undivided,
    may_start,
    zone_at_end,
    zone_at_start,
)

HAN = "\u3400-\u9fff"
NAME = re.compile(rf"[{HAN}〇○]+")
LONGEST = 30
_LOW = ("street", "town", "township", "village")
# 桥西区人民政府新石街道办事处: the street belongs to the district, whose government is no part of its name.
_ITS_GOVERNMENT = re.compile(r"(?:人民)?政府(?=.{2,}(?:街道|街办|办事处|街道人民政府)$)(?!驻)")
_COMMITTEE = re.compile(r"委(?:员会)?")


@dataclass(frozen=True, slots=True)
class Body:
    """A public body, as its name tells.

    Parameters
    ----------
    name : str
        As given, without spaces.
    region : str
        Places before it as printed: ``石家庄市桥西区``; ``""`` where none are.
    core : str
        The name without them, in full: ``新石街道办事处`` also for 新石街办; for a place's own
        government ``人民政府``.
    level : str
        ``province``, ``city``, ``county``, ``street``, ``town``, ``township``, ``village``,
        ``department`` or ``institution``; ``""`` where the name does not tell.
    agency_type : str
        Kind of body, such as ``street_office`` or ``hospital``; ``""`` where the name does not tell.
    admin_code : str
        GB/T 2260 code of the county, city or province; ``""`` where it cannot be told.
    evidence : tuple of str
        The texts that decided region and code.
    """

    name: str
    region: str
    core: str
    level: str
    agency_type: str
    admin_code: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a name says by itself; ``generic`` is the letter that stands for a place (市教育局)."""

    body: Body
    region: Region
    generic: str


def parse_body(name: str, context: Sequence[str] = ()) -> Body:
    """Tell what the name of a public body says.

    Parameters
    ----------
    name : str
        The name as printed.
    context : sequence of str
        Texts beside it that may name the region: the site's name, a signature, an address. They are
        asked in order, and only for what the name leaves open.

    Returns
    -------
    Body
        What neither name nor context tells is ``""``.

    Examples
    --------
    >>> body = parse_body("石家庄市桥西区教育局")
    >>> body.region, body.core, body.level, body.admin_code
    ('石家庄市桥西区', '教育局', 'department', '130104')
    """
    parsed = parse_alone(name)
    return parsed.body if parsed.body.admin_code or not context else _placed(parsed, context)


@lru_cache(maxsize=8192)
def parse_alone(name: str) -> Parsed:
    """Tell what a name says by itself; as `parse_body`, with what the context could complete."""
    rules = load_rules()
    plain = squeeze(name)
    party = next((p for p in rules.party if plain.startswith(p)), "")
    prefix = party or next((p for p in rules.prefixes if plain.startswith(p)), "")
    tail = plain[len(prefix) :]
    region = _trusted(tail, find_region(tail))
    place, rest = tail[: region.end], tail[region.end :]
    generic = ""
    if not place and (match := rules.generic.match(rest)) and _is_local(rest[match.end() :]):
        generic, rest = match[0], rest[match.end() :]
    if inner := _ITS_GOVERNMENT.match(rest):
        rest = rest[inner.end() :]
    if (place or generic or party) and (match := _COMMITTEE.match(rest)):
        rest, party = rest[match.end() :], party or "中共"
    if (zone := zone_at_start(rest)) and _is_low(rest[zone:]):
        place, rest = place + rest[:zone], rest[zone:]
    generic_level = rules.generic_levels.get(generic, "")
    core, level, kind = _judge(rest, region.level or generic_level, bool(place or generic))
    if party:
        core, level, kind = f"中共委员会{rest}", "department", "party"
    elif prefix and rest:
        core = prefix.removeprefix("中华人民共和国") + core
    evidence = (f"name: {place}",) if place else ()
    body = Body(plain, place, generic + core, level, kind, region.code, evidence)
    return Parsed(body, region, generic)


def _trusted(tail: str, region: Region) -> Region:
    """Take back places that the rest of the name cannot do without (城区街道办事处, 河北大学)."""
    while region.steps:
        rest = tail[region.end :]
        ending = ending_of(rest)
        bare = len(region.steps) == 1 and is_short_province(tail[: region.end])
        if (rest and ending is not None and ending.stem and ending.ending == rest) or (
            bare and rest and (ending is None or ending.level == "institution")
        ):
            region = region.upto(len(region.steps) - 1)
            continue
        break
    return region


def _is_local(rest: str) -> bool:
    """Tell whether the rest of a name is that of a city's or county's body."""
    if rest.startswith("委"):
        return True
    ending = ending_of(rest)
    return (
        ending is not None
        and ending.level in ("place", "department", "institution")
        and (not ending.stem or len(rest) > len(ending.ending))
    )


def _is_low(rest: str) -> bool:
    """Tell whether the rest of a name is that of a street, town or village with a name of its own."""
    ending = ending_of(rest)
    return ending is not None and ending.level in _LOW and len(rest) >= len(ending.ending) + 2


def _judge(rest: str, place_level: str, placed: bool) -> tuple[str, str, str]:
    """Core, level and kind of what stands behind the places."""
    rules = load_rules()
    if not rest:
        return "人民政府", place_level, "government" if placed else ""
    ending = ending_of(rest)
    if ending is None:
        return (rest + "管理委员会", "county", "development_zone") if zone_at_end(rest) else (rest, "", "")
    stem = rest[: len(rest) - len(ending.ending)]
    subject = rules.subjects.search(rest)
    level, kind = ending.level, ending.kind
    if kind == "development_zone" and subject and not zone_at_end(stem):
        level, kind = "department", "subject"
    if kind == "street_office" and "驻" in stem:
        return rest, "department", "liaison_office"
    if kind in KINDS_BY_SUBJECT:
        kind = rules.kinds[subject[0]] if subject else KINDS_BY_SUBJECT[kind]
    if level == "place":
        level = "county" if zone_at_end(stem) else place_level
    return stem + ending.full, level, kind


def _placed(parsed: Parsed, context: Sequence[str]) -> Body:
    """Take the region from the context: where it completes the name's, or where the name has none."""
    body = parsed.body
    for place, region in _regions(context):
        if body.region:
            found = _completed(place, region, body.region)
            if found:
                return replace(body, admin_code=found, evidence=(*body.evidence, f"context: {place}"))
            continue
        if parsed.generic:
            counts = [
                i for i, step in enumerate(region.steps, 1) if place[: step.end].endswith(parsed.generic)
            ]
            region = region.upto(counts[-1] if counts else 0)
        if not region.end or (
            body.level in _LOW and region.level != "county" and not is_undivided(region.code)
        ):
            continue
        place = place[: region.end]
        core = body.core.removeprefix(parsed.generic)
        level = region.level if body.agency_type == "government" else body.level
        evidence = (f"context: {place}",)
        return replace(body, region=place, core=core, level=level, admin_code=region.code, evidence=evidence)
    return body


def _completed(place: str, region: Region, own: str) -> str:
    """Code of the place ``own`` inside or at the end of the places of the context."""
    if place.endswith(own):
        return region.code
    for step in reversed(region.steps):
        found = find_region(place[: step.end] + own)
        if found.known and found.end == step.end + len(own) and found.code:
            return found.code
    return ""


def _regions(context: Sequence[str]) -> Iterator[tuple[str, Region]]:
    """Regions that texts name: places of the table, and others where a body's name starts with them."""
    for text in context:
        for run in NAME.findall(text):
            for at in range(min(len(run), LONGEST)):
                if not may_start(run, at):
                    continue
                found = find_region(run[at:], known_only=True)
                if found.end:
                    yield run[at : at + found.end], found
                    break
            else:
                named = parse_alone(run)
                place = named.body.region[: named.region.end]
                if place and named.body.level and not load_rules().before.search(place):
                    yield place, named.region


def issuer_id(body: Body) -> str:
    """Make the key of a body: admin code and the name without region.

    Parameters
    ----------
    body : Body
        The body.

    Returns
    -------
    str
        ``130104-新石街道办事处``; without a code the region stands in its place.
    """
    place = body.admin_code or body.region
    return f"{place}-{body.core}" if place else body.core

"""Places at the start of a body's name: provinces, cities, counties, known ones and others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from govnlp.resources import load_csv, load_yaml

_RANK = {"province": 0, "city": 1, "county": 2}
_SHORT_PROVINCE = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
# Place names that the table does not have: an ending no other place name has inside, and no word that
# only begins like one (市场, 县级, 社区).
_INNER = "[^\\W\\d_省市区县旗]"
_OTHER = (
    (0, re.compile(rf"{_INNER}{{2,5}}(?:省|自治区)(?!级|直|属)")),
    (1, re.compile(rf"{_INNER}{{2,6}}(?:市(?!场|政(?!府|务|协)|民(?!政|族|宗)|容|级|直|属)|自治州|地区|盟)")),
    (
        2,
        re.compile(
            rf"{_INNER}{{1,7}}(?:县(?!级|直|域)|(?<![社校园小景库片辖厂])区(?!域|划|级|属|直)|自治旗|旗)"
        ),
    ),
)
_LONGEST = 12
_ZONE_BODIES = ("管", "党", "政府", "人民政府")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the table: GB/T 2260 code, name, level, code of the place it belongs to."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Region:
    """The places at the start of a name.

    Parameters
    ----------
    end : int
        Offset behind them; 0 where there are none.
    code : str
        Code of the last one; ``""`` where several have its name, or the table has none.
    level : str
        ``province``, ``city`` or ``county``; ``""`` where there are none.
    """

    end: int
    code: str
    level: str


@cache
def _by_name() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for row in load_csv("places.csv"):
        place = Place(row["code"], row["name"], row["level"], row["parent"])
        found.setdefault(place.name, []).append(place)
        if place.level == "province":
            short = _SHORT_PROVINCE.sub("", place.name)
            found.setdefault(short, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(load_yaml("bodies.yaml")["zones"], key=len, reverse=True))


def find_region(name: str) -> Region:
    """Read the places that a body's name starts with.

    Parameters
    ----------
    name : str
        A name without spaces.

    Returns
    -------
    Region
        Places of the GB/T 2260 table first; others by the form of their names, without a code.
    """
    at, rank = 0, -1
    candidates: tuple[Place, ...] = ()
    known = True
    while at < len(name):
        length, places = _known(name, at, rank, candidates)
        if length:
            candidates, rank, at = places, _RANK[places[0].level], at + length
            continue
        other = next(
            ((level, m) for level, pattern in _OTHER if level > rank and (m := pattern.match(name, at))), None
        )
        if other is None or _is_zone_body(name, other[1].end()):
            break
        known, candidates = False, ()
        rank, at = max(other[0], rank + 1), other[1].end()
    codes = {place.code for place in candidates}
    level = {index: key for key, index in _RANK.items()}.get(min(rank, 2), "")
    return Region(_with_zone(name, at), codes.pop() if known and len(codes) == 1 else "", level)


def _known(name: str, at: int, rank: int, within: tuple[Place, ...]) -> tuple[int, tuple[Place, ...]]:
    """Longest place of the table at an offset, below the rank reached and inside the places before it."""
    parents = {place.code for place in within}
    for length in range(min(_LONGEST, len(name) - at), 1, -1):
        places = [p for p in _by_name().get(name[at : at + length], ()) if _RANK[p.level] > rank]
        if parents:
            inside = [p for p in places if any(p.code.startswith(c.rstrip("0")) for c in parents)]
            places = inside
        if places:
            lowest = min(_RANK[p.level] for p in places)
            return length, tuple(p for p in places if _RANK[p.level] == lowest)
    return 0, ()


def _is_zone_body(name: str, end: int) -> bool:
    """Tell whether a zone's own administration follows: then the zone is its name, no region before it."""
    return name[:end].endswith(_zones()) and name.startswith(_ZONE_BODIES, end)


def _with_zone(name: str, at: int) -> int:
    """Take in a development zone, where a body below it is named."""
    for zone in _zones():
        if name.startswith(zone, at):
            rest = name[at + len(zone) :]
            return at + len(zone) if rest and not rest.startswith(_ZONE_BODIES) else at
    return at

"""Places at the start of a body's name: provinces, cities, counties, known ones and others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from govnlp.resources import load_csv, load_yaml

_RANK = {"province": 0, "city": 1, "county": 2}
_LEVEL = {rank: level for level, rank in _RANK.items()}
_DIGITS = {"province": 2, "city": 4, "county": 6}
_SHORT_PROVINCE = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_SHORT_AREA = re.compile(r"(?:市|县)$")
# Place names that the table does not have: an ending no other place name has inside, and no word that
# only begins like one (市场, 县级, 社区).
_INNER = "(?:[^\\W\\d_省市区县旗州盟]|[×*])"
_NOT_CITY = (
    r"(?!场|容|区|级|直|属|域|值|价|况|制|辖|政(?!府|务|协|法|策|治|研)|民(?!政|族|宗|营|革|盟|建|进|兵|间))"
)
_NOT_COUNTY = r"(?!域|划|级|属|直|块|间|别|位|分)"
_OTHER = (
    (0, re.compile(rf"{_INNER}{{2,5}}(?:省|自治区)(?![级直属管])")),
    (
        1,
        re.compile(
            rf"{_INNER}{{2,6}}(?:市{_NOT_CITY}|自治州|地区|(?<![联同])盟(?=行政公署|[\u3400-\u9fff]+旗))"
        ),
    ),
    (
        2,
        re.compile(
            rf"{_INNER}{{1,4}}(?<![郊各全])县{_NOT_COUNTY}|{_INNER}{{2,12}}自治[县旗]|{_INNER}{{1,5}}[左右前后中合]旗"
            rf"|{_INNER}{{1,5}}旗(?=人民政府|政府)"
            rf"|{_INNER}{{1,4}}(?<![社校园小景库片辖厂发新验护术假能税作示牧灾城范治])区{_NOT_COUNTY}|城区(?=人民政府|政府)"
        ),
    ),
)
_OTHER_ENDS = frozenset("省市区县旗州盟")
# Words that only look like the start of a place.
_NO_PLACE = re.compile(
    r"中国|国家|国务|全[国省市县区]|人民|各|本|我|该|街道|社区|中共|关于|政府信息|信息公开|政务"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the table: GB/T 2260 code, name, level, code of the place it belongs to."""

    code: str
    name: str
    level: str
    parent: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One place of several at the start of a name: offset behind it, code or ``""``, level."""

    end: int
    code: str
    level: str


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
    steps : tuple of Step
        The places one by one, from the largest.
    known : bool
        Whether the table has all of them.
    """

    end: int
    code: str
    level: str
    steps: tuple[Step, ...] = ()
    known: bool = True

    def upto(self, count: int) -> Region:
        """Give the region of the first ``count`` places."""
        steps = self.steps[:count]
        if not steps:
            return Region(0, "", "")
        return Region(steps[-1].end, steps[-1].code, steps[-1].level, steps, self.known)


@dataclass(frozen=True, slots=True)
class _Tables:
    names: dict[str, tuple[Place, ...]]
    shorts: dict[str, tuple[Place, ...]]  # without 市 or 县: places only before a development zone
    provinces: frozenset[str]
    lengths: tuple[int, ...]
    starts: frozenset[str]
    divided: frozenset[str]
    zones: re.Pattern[str]


@cache
def _tables() -> _Tables:
    rules = load_yaml("bodies.yaml")
    people = "|".join(sorted(rules["peoples"], key=len, reverse=True))
    autonomous = re.compile(rf"(?:(?:{people})族?)+自治(?=[州县旗]$)")
    names: dict[str, list[Place]] = {}
    shorts: dict[str, list[Place]] = {}
    provinces: set[str] = set()
    for row in load_csv("places.csv"):
        place = Place(row["code"], row["name"], row["level"], row["parent"], row["status"] == "former")
        names.setdefault(place.name, []).append(place)
        if place.level == "province":
            short = _SHORT_PROVINCE.sub("", place.name)
            provinces.add(short)
            names.setdefault(short, []).append(place)
            if place.name.endswith("族自治区"):
                names.setdefault(f"{short}自治区", []).append(place)
            continue
        brief = autonomous.sub("", place.name)
        if brief != place.name and len(brief) > 2:
            names.setdefault(brief, []).append(place)
        if len(place.name) > 2 and _SHORT_AREA.search(place.name):
            shorts.setdefault(place.name[:-1], []).append(place)
    lengths = tuple(sorted({len(name) for name in names}, reverse=True))
    zones = "|".join(sorted(map(re.escape, rules["zones"]), key=len, reverse=True))
    return _Tables(
        {name: tuple(places) for name, places in names.items()},
        {name: tuple(places) for name, places in shorts.items()},
        frozenset(provinces),
        lengths,
        frozenset(name[:2] for name in (*names, *shorts)),
        frozenset(place.parent for places in names.values() for place in places if not place.former),
        re.compile(zones),
    )


def find_region(name: str, *, known_only: bool = False) -> Region:
    """Read the places that a body's name starts with.

    Parameters
    ----------
    name : str
        A name without spaces.
    known_only : bool
        Whether only places of the table count, and only by names that say what they are (河北省, not 河北).

    Returns
    -------
    Region
        Places of the GB/T 2260 table first; others by the form of their names, without a code. The name
        of a province without 省 and of a city without 市 counts only before another place or a zone, a
        province's also before one of its offices, which the caller has to tell.
    """
    at, rank, known = 0, -1, True
    found: list[tuple[int, tuple[Place, ...], str]] = []
    while at < len(name) and rank < 2:
        within = found[-1][1] if found else ()
        length, places = _known(name, at, rank, within) if known else (0, ())
        if length:
            at += length
            rank = min(_RANK[p.level] for p in places)
            found.append((at, places, _LEVEL[rank]))
            continue
        other = None if known_only else _other(name, at, rank)
        if other is None:
            break
        rank, at, known = other[0], other[1], False
        found.append((at, (), _LEVEL[rank]))
    found = _narrowed(found)
    if known_only and len(found) == 1 and name[: found[0][0]] in _tables().provinces:
        found = []
    steps = tuple(Step(end, _code(places), _level(places, level)) for end, places, level in found)
    return (
        Region(steps[-1].end, steps[-1].code, steps[-1].level, steps, known) if steps else Region(0, "", "")
    )


def is_short_province(name: str) -> bool:
    """Tell whether a name is that of a province without 省 or 自治区 (``河北``)."""
    return name in _tables().provinces


def is_undivided(code: str) -> bool:
    """Tell whether a city of the table has no counties below it (东莞市)."""
    return len(code) == 6 and not code.endswith("0000") and code not in _tables().divided


def may_start(text: str, at: int) -> bool:
    """Tell, cheaply, whether a place of the table may start at an offset."""
    return text[at : at + 2] in _tables().starts


def last_characters() -> frozenset[str]:
    """Give the characters that the names of places and zones end with."""
    tables = _tables()
    zones = load_yaml("bodies.yaml")["zones"]
    return frozenset(name[-1] for name in (*tables.names, *zones)) | _OTHER_ENDS


def zone_at_end(name: str) -> str:
    """Give the word for a development zone that a name ends with; ``""`` if none."""
    last = ""
    for match in _tables().zones.finditer(name):
        if match.end() == len(name):
            last = match[0]
    return last


def zone_at_start(name: str) -> int:
    """Give the length of a development zone's name at the start of a name (高新区望湖街道); 0 if none."""
    match = _tables().zones.search(name, 0, 14)
    return match.end() if match and match.start() <= 4 and match.end() > 2 and match[0].endswith("区") else 0


def _known(name: str, at: int, rank: int, within: tuple[Place, ...]) -> tuple[int, tuple[Place, ...]]:
    """Longest place of the table at an offset, below the rank reached and inside the places before it."""
    tables = _tables()
    for length in tables.lengths:
        places = tables.names.get(name[at : at + length])
        if places is None or at + length > len(name):
            continue
        places = _inside(places, rank, within)
        if places:
            return length, places
    zone = tables.zones.search(name, at + 2, at + 14)
    if zone and rank < 2:
        for length in range(min(8, zone.start() - at), 1, -1):
            places = _inside(tables.shorts.get(name[at : at + length], ()), rank, within)
            if places:
                largest = min(_RANK[p.level] for p in places)
                return length, tuple(p for p in places if _RANK[p.level] == largest)
    return 0, ()


def _inside(places: tuple[Place, ...], rank: int, within: tuple[Place, ...]) -> tuple[Place, ...]:
    lower = tuple(p for p in places if _RANK[p.level] > rank)
    if not within:
        return lower
    return tuple(p for p in lower if any(_contains(w, p) for w in within))


def _contains(outer: Place, inner: Place) -> bool:
    digits = _DIGITS[outer.level]
    return inner.code[:digits] == outer.code[:digits] and _RANK[inner.level] > _RANK[outer.level]


def _other(name: str, at: int, rank: int) -> tuple[int, int] | None:
    """Place by its form: rank and offset behind it."""
    if _NO_PLACE.match(name, at):
        return None
    for level, pattern in _OTHER:
        if level <= rank:
            continue
        match = pattern.match(name, at)
        if match and not zone_at_end(match[0]):
            return level, match.end()
    return None


def _narrowed(
    found: list[tuple[int, tuple[Place, ...], str]],
) -> list[tuple[int, tuple[Place, ...], str]]:
    """Keep of each place only what the place below it allows."""
    for index in range(len(found) - 2, -1, -1):
        end, places, level = found[index]
        below = found[index + 1][1]
        kept = tuple(p for p in places if any(_contains(p, b) for b in below))
        found[index] = (end, kept or places, level)
    return found


def _present(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Leave out former places where the same one goes on under another code."""
    now = [p for p in places if not p.former]
    if not now:
        return places
    return tuple(
        p
        for p in places
        if not p.former
        or not any(
            p.parent == n.parent or (p.code[:2] == n.code[:2] and not p.name.endswith("区")) for n in now
        )
    )


def _code(places: tuple[Place, ...]) -> str:
    codes = {p.code for p in _present(places)}
    return codes.pop() if len(codes) == 1 else ""


def _level(places: tuple[Place, ...], level: str) -> str:
    levels = {p.level for p in _present(places)}
    return levels.pop() if len(levels) == 1 else level

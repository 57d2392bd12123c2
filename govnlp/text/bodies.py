"""Public bodies: what a name says of region, level and kind, and where names stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from govnlp.text.body_rules import KINDS_BY_SUBJECT, Ending, load_rules
from govnlp.text.normalize import fold, squeeze
from govnlp.text.places import Region, find_region, is_short_province, is_undivided, may_start, zone_at_end

_HAN = "\u3400-\u9fff"
_NAME = re.compile(rf"[{_HAN}〇○]+")
_LONGEST = 30
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
class _Parsed:
    """What a name says by itself; ``generic`` names a place by one letter (市教育局), at that level."""

    body: Body
    region: Region
    generic: str
    generic_level: str


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
    parsed = _parse(name)
    return parsed.body if parsed.body.admin_code or not context else _placed(parsed, context)


@lru_cache(maxsize=8192)
def _parse(name: str) -> _Parsed:
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
    generic_level = rules.generic_levels.get(generic, "")
    core, level, kind = _judge(rest, region.level or generic_level, bool(place or generic))
    if party:
        core, level, kind = f"中共委员会{rest}", "department", "party"
    elif prefix and rest:
        core = prefix.removeprefix("中华人民共和国") + core
    evidence = (f"name: {place}",) if place else ()
    body = Body(plain, place, generic + core, level, kind, region.code, evidence)
    return _Parsed(body, region, generic, generic_level)


def _ending(rest: str) -> Ending | None:
    rules = load_rules()
    return next((e for n in rules.lengths if (e := rules.endings.get(rest[-n:])) and len(rest) >= n), None)


def _trusted(tail: str, region: Region) -> Region:
    """Take back places that the rest of the name cannot do without (城区街道办事处, 河北大学)."""
    while region.steps:
        rest = tail[region.end :]
        ending = _ending(rest)
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
    ending = _ending(rest)
    return (
        ending is not None
        and ending.level in ("place", "department", "institution")
        and (not ending.stem or len(rest) > len(ending.ending))
    )


def _judge(rest: str, place_level: str, placed: bool) -> tuple[str, str, str]:
    """Core, level and kind of what stands behind the places."""
    rules = load_rules()
    if not rest:
        return "人民政府", place_level, "government" if placed else ""
    ending = _ending(rest)
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


def _placed(parsed: _Parsed, context: Sequence[str]) -> Body:
    """Take the region from the context: where it completes the name's, or where the name has none."""
    body = parsed.body
    for place, region in _regions(context):
        if body.region:
            found = _completed(place, region, body.region)
            if found:
                return replace(body, admin_code=found, evidence=(*body.evidence, f"context: {place}"))
            continue
        if parsed.generic:
            counts = [i + 1 for i, step in enumerate(region.steps) if step.level == parsed.generic_level]
            region = region.upto(counts[0] if counts else 0)
        low = body.level in ("street", "town", "township", "village")
        if not region.end or (low and region.level != "county" and not is_undivided(region.code)):
            continue
        place = place[: region.end]
        core = body.core.removeprefix(parsed.generic)
        return replace(body, region=place, core=core, admin_code=region.code, evidence=(f"context: {place}",))
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
        for run in _NAME.findall(text):
            for at in range(min(len(run), _LONGEST)):
                if not may_start(run, at):
                    continue
                found = find_region(run[at:], known_only=True)
                if found.end:
                    yield run[at : at + found.end], found
                    break
            else:
                named = _parse(run)
                if named.region.end and named.body.level:
                    yield run[: named.region.end], named.region


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


# What stands around a body's name in a title, and never inside it.
_YEAR = (
    r"(?<!\d)(?:[12]\d{3}|20[\dX×*]{2})(?:[-—~至]+(?:20)?\d{2})?(?:学?年)?度?(?:第?[一二三四1-4]季度|[上下]半年)?(?!\d)"
    r"|[一二][〇○零O0九][〇○零O0一二三四五六七八九]{2}年?度?|[上本今]年度?|\d{1,2}(?:-\d{1,2})?月份?"
)
_PUBLICITY = (
    r"(?:(?<!人民)政府信息(?!化|资源|中心|网)|政务信息(?!化|资源|中心|网|管理)|政府政务|政务(?:与政府信息)?公开(?!办|领导|中心|科)"
    r"|信息公开(?!办|领导|中心|科)|法定主动|主动公开|依申请|院务公开|校务公开|厂务公开|公开工作|法治政府建设|年度报告|年报|工作总结|工作报告|报告|总结)"
)
_AROUND = re.compile(
    rf"(?P<publicity>{_PUBLICITY})|{_YEAR}|[{_HAN}]{{1,10}}[〔\[(【]\d{{4}}[〕\])】]\d+号|^(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[、.]"
    r"|\((?P<aside>[^()]*)\)|\[[^\[\]]*\]|关于|印发|公布|发布|报送|上报|转发|公示|公告|现将|附件\d*|[^\w×*·、]"
)
_TRIMMED_AT_END = ("本级", "机关", "年度", "全年", "的", "年", "度", "之", "、")
_TRIMMED_AT_START = ("本级", "的", "、", "度", "年度", "做好", "全年")
_WEBSITE = re.compile(r"(?:网站?|平台|门户)$")


def issuer_from_title(title: str) -> tuple[int, int] | None:
    """Find the issuing body in the title of a report.

    Parameters
    ----------
    title : str
        The title; may have spaces inside.

    Returns
    -------
    tuple of (int, int) or None
        Half-open span into the title; None where it names no body.
    """
    folded = fold(title)
    places = [i for i, char in enumerate(folded) if not char.isspace()]
    plain = "".join(folded[i] for i in places)
    pieces: list[tuple[int, int]] = []
    behind: list[tuple[int, int]] = []
    at, public = 0, False
    for match in _AROUND.finditer(plain):
        (behind if public else pieces).append((at, match.start()))
        if match["aside"]:
            behind.append(match.span("aside"))
        at, public = match.end(), public or match["publicity"] is not None
    behind.append((at, len(plain)))
    if not public:
        pieces, behind = pieces + behind, []
    chosen = _best(plain, pieces, sure=False) or _best(plain, behind, sure=True)
    return (places[chosen[0]], places[chosen[1] - 1] + 1) if chosen else None


def _best(plain: str, pieces: list[tuple[int, int]], *, sure: bool) -> tuple[int, int] | None:
    """Take the last piece of a title whose form is that of a body, else the last that may be one."""
    trimmed = [_trim(plain, *piece) for piece in pieces]
    possible = [p for p in trimmed if p[1] - p[0] >= 2 and _may_name(plain[slice(*p)])]
    certain = [p for p in possible if _parse(plain[slice(*p)]).body.level]
    if sure:
        return next((p for p in certain if _whole(plain[slice(*p)])), None)
    found = certain or possible
    return found[-1] if found else None


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (
        word := next((w for w in _TRIMMED_AT_START if plain.startswith(w, start, end)), "")
    ):
        start += len(word)
    while start < end and (word := next((w for w in _TRIMMED_AT_END if plain.endswith(w, start, end)), "")):
        end -= len(word)
    return start, end


def _may_name(piece: str) -> bool:
    if piece in load_rules().not_titles or piece.isdigit() or _WEBSITE.search(piece):
        return False
    return len(piece) <= 40 and (not piece.startswith(("我", "本", "各", "该")) or find_region(piece).known)


def find_bodies(text: str) -> list[tuple[int, int]]:
    """Find names of public bodies in a text.

    Parameters
    ----------
    text : str
        A line or a passage without spaces inside names.

    Returns
    -------
    list of (int, int)
        Half-open spans, in order, not overlapping. Names that need more than their form to be told
        (``该局``, ``街道``, ``各镇``) are left out.
    """
    spans: list[tuple[int, int]] = []
    for run in _NAME.finditer(text):
        found = [(0, len(run[0]))] if _whole(run[0]) else _in_run(run[0])
        spans += [(run.start() + start, run.start() + end) for start, end in found]
    return spans


def _named_otherwise(name: str) -> bool:
    """Tell whether a name starts like the body speaking of itself, or like all bodies of a kind."""
    return name.startswith(load_rules().not_names) and not find_region(name, known_only=True).end


def _whole(run: str) -> bool:
    """Tell whether a run of Han characters is one body's name from end to end."""
    if not 3 <= len(run) <= _LONGEST or _named_otherwise(run):
        return False
    body = _parse(run).body
    if load_rules().before.search(run[:3]) and not body.region:
        return False
    if body.region and len(body.region) == len(body.name):
        return body.level in ("county", "city", "province") and len(run) <= 14
    rest = run[len(body.region) :]
    ending = _ending(rest)
    if ending is None:
        return bool(body.region) and body.agency_type == "development_zone"
    stem = rest[: len(rest) - len(ending.ending)]
    if body.region:
        return bool(stem) or not ending.stem
    return bool(stem) and not ending.weak and (bool(load_rules().running.search(run)) or 2 <= len(stem) <= 8)


def _in_run(run: str) -> list[tuple[int, int]]:
    """Find names inside a run of Han characters, by their clear endings."""
    spans: list[tuple[int, int]] = []
    done = 0
    for match in load_rules().running.finditer(run):
        if match.start() < done:
            continue
        left = max(done, match.end() - _LONGEST)
        cuts = [left, *(m.end() for m in load_rules().before.finditer(run, left, match.start()))]
        start, sure = _start(run, left, match, cuts)
        stem = run[start : match.start()]
        if stem and not _named_otherwise(run[start : match.end()]) and (sure or 2 <= len(stem) <= 10):
            spans.append((start, match.end()))
            done = match.end()
    return spans


def _start(run: str, left: int, ending: re.Match[str], cuts: list[int]) -> tuple[int, bool]:
    """Where the name before an ending starts, and whether a place says so."""
    for at in range(left, ending.start()):
        if may_start(run, at) and find_region(run[at : ending.end()], known_only=True).end:
            return at, True
    for at in cuts:
        if find_region(run[at : ending.end()]).end > 1:
            return at, True
    return cuts[-1], False

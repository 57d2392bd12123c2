"""Public bodies: what a name says of region, level and kind, and where names stand in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from govnlp.errors import ResourceError
from govnlp.resources import load_yaml
from govnlp.text.normalize import fold, squeeze
from govnlp.text.places import Region, find_region

_HAN = "\u3400-\u9fff"
_NAME = re.compile(rf"[{_HAN}〇○]+")
_LONGEST = 26
_LEVELS = ("province", "city", "county", "street", "town", "township", "village", "department", "institution")
_YEAR = r"(?:20\d{2}|二[〇○零O][〇○零O一二三四五六七八九]{2})(?:[-—至]20\d{2})?年?度?"
_TITLE_HEAD = re.compile(rf"^[《“\[(]*(?:{_YEAR})?(?:关于)?(?:印发|公布|发布|报送|公开)?[《“]*(?:{_YEAR})?")
_TITLE_BODY = re.compile(
    rf"(?P<body>[{_HAN}〇○A-Za-z×()（）、]{{2,40}}?)(?P<stop>(?:的|关于)?(?:印发|公布|发布|报送)?[《“]*(?:{_YEAR})|"
    r"(?:的|关于)?(?:印发|公布|发布|报送)?[《“]*(?:年度)?(?:法定)?(?:政府信息|政务公开|政务信息|信息公开|主动公开)|$)"
)
_NO_BODY = re.compile(
    r"^(?:的|年|度|年度|全|各|本|我|关于)|^(?:政府|人民政府|本级|工作|年度)$|(?:报告|公开|总结)$"
)


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
        The name without them: ``新石街道办事处``; for a place's own government ``人民政府``.
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
class _Ending:
    ending: str
    level: str
    agency_type: str
    full: str


@dataclass(frozen=True, slots=True)
class _Rules:
    endings: tuple[_Ending, ...]
    running: re.Pattern[str]
    before: re.Pattern[str]
    not_names: tuple[str, ...]


@cache
def _rules() -> _Rules:
    source = "bodies.yaml"
    content = load_yaml(source)
    try:
        endings = tuple(
            _Ending(e["ending"], e["level"], e["agency_type"], e.get("full", e["ending"]))
            for e in content["endings"]
        )
        loose = set(content["loose"])
        before = sorted(content["before"], key=len, reverse=True)
        not_names = tuple(content["not_names"])
    except (KeyError, TypeError) as error:
        raise ResourceError(f"malformed entry: {error}", source=f"govnlp/data/{source}") from error
    for entry in endings:
        if entry.level not in (*_LEVELS, "place"):
            raise ResourceError(f"unknown level {entry.level!r}", source=f"govnlp/data/{source}")
    ordered = tuple(sorted(endings, key=lambda e: len(e.ending), reverse=True))
    clear = "|".join(re.escape(e.ending) for e in ordered if e.ending not in loose)
    return _Rules(ordered, re.compile(clear), re.compile("|".join(map(re.escape, before))), not_names)


@lru_cache(maxsize=8192)
def parse_body(name: str, context: tuple[str, ...] = ()) -> Body:
    """Tell what the name of a public body says.

    Parameters
    ----------
    name : str
        The name as printed.
    context : tuple of str
        Texts beside it that may name the region: the site's name, a signature, an address.

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
    plain = squeeze(name)
    prefix = "国家税务总局" if plain.startswith("国家税务总局") else ""
    region = find_region(plain[len(prefix) :])
    rest = plain[len(prefix) + region.end :]
    ending = next((e for e in _rules().endings if rest.endswith(e.ending)), None)
    core = prefix + (rest[: -len(ending.ending)] + ending.full if ending else rest)
    if not rest:
        core, level, kind = "人民政府", region.level, "government" if region.end else ""
    elif ending is None:
        level, kind = "", ""
    else:
        level = region.level if ending.level == "place" else ending.level
        kind = ending.agency_type
    place = plain[len(prefix) : len(prefix) + region.end]
    body = Body(plain, place, core, level, kind, region.code, (plain,) if place else ())
    return body if body.admin_code else _placed(body, context)


def _placed(body: Body, context: Sequence[str]) -> Body:
    """Take the region from the context: where it names the same place, or where the name has none."""
    regions: list[tuple[str, Region]] = []
    for text in context:
        for run in _NAME.findall(text):
            for at in range(min(len(run), 16)):
                found = find_region(run[at:])
                if found.end:
                    regions.append((run[at : at + found.end], found))
                    break
    for place, region in regions:
        if body.region and place.endswith(body.region) and region.code:
            return replace(body, admin_code=region.code, evidence=(body.name, place))
    if body.region:
        return body
    for place, region in regions:
        if region.level == "county" or body.level in ("department", "institution", "city"):
            return replace(body, region=place, admin_code=region.code, evidence=(place,))
    return body


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
    head = _TITLE_HEAD.match(plain)
    start = head.end() if head else 0
    match = _TITLE_BODY.match(plain, start)
    if not match:
        return None
    first, stop = match.span("body")
    if plain.startswith("政府", stop) and plain[first:stop].endswith("人民"):
        stop += 2
    while plain[first:stop].endswith(("的", "关于", "年", "印发", "发布", "公布")):
        stop -= 1 if plain[stop - 1] in "的年" else 2
    if stop - first < 2 or _NO_BODY.search(plain[first:stop]):
        return None
    return places[first], places[stop - 1] + 1


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
        whole = _whole(run[0])
        found = [(0, len(run[0]))] if whole else _in_run(run[0])
        spans += [(run.start() + start, run.start() + end) for start, end in found]
    return spans


def _whole(run: str) -> bool:
    """Tell whether a run of Han characters is one body's name from end to end."""
    if not 3 <= len(run) <= _LONGEST or run.startswith(_rules().not_names) or _rules().before.search(run[:3]):
        return False
    body = parse_body(run)
    if body.region and not body.name[len(body.region) :]:
        return body.level in ("county", "city", "province") and len(run) <= 14
    ending = next((e for e in _rules().endings if run.endswith(e.ending)), None)
    if ending is None:
        return False
    stem = run[: -len(ending.ending)]
    clear = bool(_rules().running.search(run)) or bool(body.region)
    return len(stem) >= 1 and (clear or 2 <= len(stem) <= 8)


def _in_run(run: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    done = 0
    for match in _rules().running.finditer(run):
        if match.start() < done:
            continue
        left = max(done, match.end() - _LONGEST)
        cuts = [m.end() for m in _rules().before.finditer(run, left, match.start())]
        starts = [*cuts[::-1], left]
        region = next((at for at in starts if find_region(run[at : match.end()]).end > 1), None)
        start = region if region is not None else starts[0]
        stem = run[start : match.start()]
        if (
            len(stem) >= 1
            and not stem.startswith(_rules().not_names)
            and (region is not None or len(stem) >= 2)
        ):
            spans.append((start, match.end()))
            done = match.end()
    return spans

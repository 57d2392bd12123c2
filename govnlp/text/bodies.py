"""Public bodies in titles and in running text: where their names stand."""

from __future__ import annotations

import re
from functools import cache

from govnlp.text.body_names import HAN, LONGEST, NAME, Body, issuer_id, parse_alone, parse_body
from govnlp.text.body_rules import ending_of, load_rules, words_of_kind
from govnlp.text.normalize import fold
from govnlp.text.places import find_region, last_characters, may_start

__all__ = [
    "NAME",
    "Body",
    "bodies_of_run",
    "find_bodies",
    "issuer_from_title",
    "issuer_id",
    "parse_body",
    "words_of_kind",
]

_HAN_DATE = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}年")
_IN_SENTENCE = tuple("，。、；,;！？!?")

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
    rf"(?P<publicity>{_PUBLICITY})|{_YEAR}|[{HAN}]{{1,10}}[〔\[(【]\d{{4}}[〕\])】]\d+号|^(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[、.]"
    r"|\((?P<aside>[^()]*)\)|\[[^\[\]]*\]|关于|印发|公布|发布|报送|上报|转发|公示|公告|现将|附件\d*|[^\w×*·、]|_"
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
    certain = [p for p in possible if parse_alone(plain[slice(*p)]).body.level]
    if sure:
        return next((p for p in certain if _whole(plain[slice(*p)], alone=True)), None)
    found = certain or possible
    return found[-1] if found else None


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    """Leave out words at the ends of a piece that are no part of a name."""
    while word := next((w for w in _TRIMMED_AT_START if plain.startswith(w, start, end)), ""):
        start += len(word)
    while word := next((w for w in _TRIMMED_AT_END if plain.endswith(w, start, end)), ""):
        end -= len(word)
    return start, end


def _may_name(piece: str) -> bool:
    if piece in load_rules().not_titles or piece.isdigit() or _WEBSITE.search(piece):
        return False
    return len(piece) <= 40 and (not piece.startswith(("我", "本", "各", "该")) or find_region(piece).known)


def find_bodies(text: str, having: re.Pattern[str] | None = None) -> list[tuple[int, int]]:
    """Find names of public bodies in a text.

    Parameters
    ----------
    text : str
        A line or a passage without spaces inside names.
    having : pattern, optional
        Runs of Chinese characters without it are passed over.

    Returns
    -------
    list of (int, int)
        Half-open spans, in order, not overlapping. Names that need more than their form to be told
        (``该局``, ``街道``, ``各镇``) are left out; those with a common ending (``柳桥镇``) count only
        where they stand by themselves, not in a sentence.
    """
    spans: list[tuple[int, int]] = []
    for match in NAME.finditer(text):
        if having is None or having.search(match[0]):
            spans += bodies_of_run(text, *match.span())
    return spans


def bodies_of_run(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find names of public bodies as `find_bodies` does, in one run of Chinese characters of a text."""
    run = text[start:end]
    if date := _HAN_DATE.search(run):
        run = run[: date.start()]
        end = start + len(run)
    alone = text[start - 1 : start] not in _IN_SENTENCE and text[end : end + 1] not in _IN_SENTENCE
    # Most runs of a sentence end like no name, and the last character tells.
    whole = fold(run[-1:]) in _last_characters() and _whole(run, alone=alone)
    found = [(0, len(run))] if whole else _in_run(run)
    return [(start + first, start + stop) for first, stop in found]


@cache
def _last_characters() -> frozenset[str]:
    return last_characters() | {ending[-1] for ending in load_rules().endings}


def _whole(run: str, *, alone: bool) -> bool:
    """Tell whether a run of Han characters is one body's name from end to end."""
    if not 3 <= len(run) <= LONGEST or _WEBSITE.search(run) or _named_otherwise(run):
        return False
    rules, parsed = load_rules(), parse_alone(run)
    region, rest = parsed.body.region, run[len(parsed.body.region) :]
    known = bool(region) and parsed.region.known
    if not known and rules.before.search(region or run[:3]):
        return False
    if not rest:
        return alone and len(run) <= 14
    ending = ending_of(rest)
    clear = rules.running.search(rest)
    if ending is None or not (alone or (clear and clear.end() == len(rest))):
        return alone and bool(region) and parsed.body.agency_type == "development_zone"
    stem = rest[: len(rest) - len(ending.ending)]
    if not known and any(len(m[0]) > 1 for m in rules.before.finditer(stem)):
        return False
    if region:
        return len(stem) <= 14 and (bool(stem) or not ending.stem)
    if not alone:
        return len(stem) <= 10 and _stands_alone(run)
    return bool(stem) and not ending.weak and (clear is not None or 2 <= len(stem) <= 8)


def _in_run(run: str) -> list[tuple[int, int]]:
    """Find names inside a run of Han characters, by their clear endings."""
    rules = load_rules()
    spans: list[tuple[int, int]] = []
    done = 0
    for match in rules.running.finditer(run):
        if match.start() < done:
            continue
        left = max(done, match.end() - LONGEST)
        cuts = [left, *(m.end() for m in rules.before.finditer(run, left, match.start()))]
        start, sure = _start(run, left, match, cuts)
        name = run[start : match.end()]
        if sure or (2 <= match.start() - start <= 10 and _stands_alone(name)):
            spans.append((start, match.end()))
            done = match.end()
    return spans


def _start(run: str, left: int, ending: re.Match[str], cuts: list[int]) -> tuple[int, bool]:
    """Where the name before an ending starts, and whether a place says so."""
    for at in range(left, ending.start()):
        if may_start(run, at) and find_region(run[at : ending.end()], known_only=True).end:
            return at, True
    for at in cuts:
        name = run[at : ending.end()]
        place = name[: find_region(name).end]
        if len(place) > 1 and not load_rules().before.search(place) and not _named_otherwise(name):
            return at, True
    return cuts[-1], False


def _stands_alone(name: str) -> bool:
    """Tell whether a name without a place says enough: neither 市教育局 nor 区档案馆 nor 我局."""
    ending = ending_of(name)
    weak = ending is None or ending.weak or ending.level == "place"
    return not weak and not load_rules().generic.match(name) and not _named_otherwise(name)


def _named_otherwise(name: str) -> bool:
    """Tell whether a name starts like the body speaking of itself, or like all bodies of a kind."""
    return name.startswith(load_rules().not_names) and not find_region(name, known_only=True).end

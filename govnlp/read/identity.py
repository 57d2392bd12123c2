"""Whose report it is, on which year, published when: from the text, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govnlp.model import Block
from govnlp.text.bodies import NAME, find_bodies, issuer_from_title, issuer_id, parse_body
from govnlp.text.body_names import parse_alone
from govnlp.text.body_rules import load_rules
from govnlp.text.dates import find_dates, find_period_year, find_year
from govnlp.text.normalize import fold, squeeze
from govnlp.text.places import find_region

# Best first: the day it was put online, then the day it was signed.
_DATE_LABELS = (
    re.compile(r"发\s*布\s*(?:时\s*间|日\s*期)|发稿时间|发[布表]于"),
    re.compile(r"公\s*[开布]\s*(?:时\s*间|日\s*期)"),
    re.compile(r"发\s*文\s*(?:时\s*间|日\s*期)|录入时间"),
    re.compile(r"(?:^|[\s\[【(|])(?:时\s*间|日\s*期)\s*[:：|]"),
    re.compile(
        r"成\s*文\s*(?:时\s*间|日\s*期)|生\s*成\s*(?:时\s*间|日\s*期)|更\s*新\s*(?:时\s*间|日\s*期|于)"
    ),
)
_ISSUER_LABEL = re.compile(
    r"(?:发布机构|发文机关|发文机构|发布单位|发文单位|公开机构|公开单位|编制单位|责任单位|信息来源|来\s*源)\s*[:：|\t]\s*([^\s|:：]{2,40})"
)
_YEAR_OPENING = re.compile(r"(?:^|[。\n])\s*(20\d{2})年")
_OWN_REPORT = re.compile(
    r"(20\d{2})年度?(?:全[市县区省镇乡]|本[级单机]\S{0,4}|我[局委办镇乡街县区市院校]?)?的?(?:政府)?(?:信息|政务)公开(?:工作)?(?:的)?(?:年度报告|年报|工作报告|工作情况|情况|报告)"
)
_SCHOOL_YEAR = re.compile(r"(20\d{2})\s*[-—–~至]{1,2}\s*20\d{2}学年")
# A body that only publishes, or whose document is cited, is not therefore the one that reports.
_OTHERS = re.compile(r"(?:政府|政务|门户|官方)*(?:网|微信|公众号|微博)|《|关于")
_TITLED = re.compile(r"《[^《》]*》")
_ITS_OWN = re.compile(r"[我本][局委办厅院校所站处队会乡镇]|[我本](?:街道|中心|单位|机关|部门)")
_OFFICE = re.compile(r"(?<=人民政府)办公[厅室]$")
_WHOLE_PLACE = re.compile(r"[我本全][省市县区州旗]")
_LOW_ENDING = re.compile(r"(?:人民政府|办事处)$")
_NARRATIVE = 1500
_OPENING = 400


@dataclass(frozen=True, slots=True)
class Identity:
    """The keys of a report; None for what nothing says."""

    issuer: str | None
    issuer_id: str | None
    region: str | None
    admin_code: str | None
    level: str | None
    agency_type: str | None
    report_year: int | None
    publish_date: date | None
    url: str | None
    inferred: tuple[str, ...]


def identify(title: str, blocks: Sequence[Block], meta: Mapping[str, str]) -> Identity:
    """Find the keys of a report.

    Parameters
    ----------
    title : str
        Its title; may be empty.
    blocks : sequence of Block
        Its blocks.
    meta : mapping
        What the file says about itself outside of its text.

    Returns
    -------
    Identity
        With the names of the fields that are concluded rather than printed as such.
    """
    inferred: list[str] = []
    narrative = "\n".join(b.text for b in blocks if b.kind == "paragraph")
    furniture = [b for b in blocks if b.kind == "furniture"]
    published, printed = _publish_date(furniture, meta)
    if published is not None and not printed:
        inferred.append("publish_date")
    year, printed = _report_year(title, narrative, published)
    if year is not None and not printed:
        inferred.append("report_year")
    issuer, printed = _issuer(title, furniture, narrative, meta)
    if issuer is None:
        return Identity(None, None, None, None, None, None, year, published, meta.get("url"), tuple(inferred))
    if not printed:
        inferred.append("issuer")
    context = [
        squeeze(b.text) for b in furniture if b.reason in ("site_name", "signature", "breadcrumb", "metadata")
    ]
    body = parse_body(issuer, context=(*_full_names(issuer, narrative), *context[:12]))
    found = {
        "issuer_id": issuer_id(body),
        "region": body.region or None,
        "admin_code": body.admin_code or None,
        "level": body.level or None,
        "agency_type": body.agency_type or None,
    }
    inferred += [name for name, value in found.items() if value is not None]
    return Identity(
        issuer,
        report_year=year,
        publish_date=published,
        url=meta.get("url"),
        inferred=tuple(inferred),
        **found,
    )


def _publish_date(furniture: Sequence[Block], meta: Mapping[str, str]) -> tuple[date | None, bool]:
    texts = [fold(b.text) for b in furniture if b.reason not in ("signature", "date_line", "footer")]
    for label in _DATE_LABELS:
        for text in texts:
            for match in label.finditer(text):
                behind = text[match.end() : match.end() + 60]
                found = next(find_dates(behind), None)
                if found is not None and found.start <= 30:
                    return found.value, True
    tables = [fold(b.text) for b in furniture if b.reason == "metadata"]
    dates = [found.value for text in tables for found in find_dates(text)]
    if dates:
        return dates[0], True
    stated = next(find_dates(meta.get("publish_date", "")), None)
    if stated is not None:
        return stated.value, True
    signed = [
        found.value
        for b in furniture
        if b.reason in ("date_line", "signature")
        for found in find_dates(b.text)
    ]
    return (signed[-1], False) if signed else (None, False)


def _report_year(title: str, narrative: str, published: date | None) -> tuple[int | None, bool]:
    year = find_year(title, bare=True)
    if year is not None:
        return year, True
    year = find_period_year(narrative)
    if year is not None:
        return year, False
    own = _OWN_REPORT.search(squeeze(narrative[:_NARRATIVE]))
    if own:
        return int(own[1]), False
    school = _SCHOOL_YEAR.search(squeeze(narrative[:_NARRATIVE]))
    if school:
        return int(school[1]), False
    if published is not None:
        return published.year - (published.month <= 6), False
    openings = Counter(_YEAR_OPENING.findall(fold(narrative)))
    if openings:
        return int(max(sorted(openings), key=lambda y: openings[y])), False
    return None, False


def _issuer(
    title: str, furniture: Sequence[Block], narrative: str, meta: Mapping[str, str]
) -> tuple[str | None, bool]:
    span = issuer_from_title(title)
    if span:
        return "".join(title[slice(*span)].split()), True
    signed = [b.text for b in furniture if b.reason == "signature"]
    for text in reversed(signed):
        for start, end in find_bodies(squeeze(text)):
            return squeeze(text)[start:end], False
    for block in furniture:
        match = _ISSUER_LABEL.search(fold(block.text))
        if match and find_bodies(match[1]):
            return match[1], False
    found = _acting_body(narrative)
    if found:
        return found, False
    stated = meta.get("issuer", "").strip()
    if stated and find_bodies(stated):
        return stated, False
    for block in furniture:
        if block.reason == "site_name":
            for start, end in find_bodies(squeeze(block.text)):
                return squeeze(block.text)[start:end], False
    return None, False


def _acting_body(narrative: str) -> str | None:
    """The body whose report a text is, as its opening or its first sentences name it."""
    opening = squeeze(narrative[:_OPENING])
    titled = [m.span() for m in _TITLED.finditer(opening) if not m[0].endswith("报告》")]
    hosts: list[str] = []
    for start, end in find_bodies(opening):
        name = opening[start:end]
        if name.startswith("国务院") or any(a < start < b for a, b in titled):
            continue
        other = _OTHERS.match(opening, end)
        if other is None:
            return _government(name, narrative)
        if "网" in other[0]:
            hosts.append(name)
    for match in load_rules().acting.finditer(fold(narrative[:_NARRATIVE])):
        name = squeeze(match[1])
        parsed = parse_alone(name)
        if not name.startswith(("我", "本", "各", "全", "该")) and parsed.body.level and not parsed.generic:
            return name
    # A unit that speaks of itself is on the page of somebody else; a government is on its own.
    return hosts[0] if hosts and not _ITS_OWN.search(squeeze(narrative)) else None


def _government(name: str, narrative: str) -> str:
    """Of an office that compiled the report of all its government, the government."""
    whole = _OFFICE.sub("", name)
    text = squeeze(narrative)
    return whole if _WHOLE_PLACE.search(text) and not _ITS_OWN.search(text) else name


def _full_names(issuer: str, narrative: str) -> list[str]:
    """Where the text names the body, or its place, with the places above it (``云溪县柳桥镇``)."""
    plain = squeeze(issuer)
    if parse_body(plain).region:
        return []
    stem = _LOW_ENDING.sub("", plain)
    found: list[str] = []
    for run in NAME.findall(squeeze(narrative)):
        at = run.find(stem, 1)
        for start in range(max(0, at)):
            if find_region(run[start:at], known_only=True).end == at - start:
                found.append(run[start : at + len(stem)])
                break
    return found

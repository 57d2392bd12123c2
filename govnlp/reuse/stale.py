"""Stale content: figures, years, promises and names that were left standing when a report was copied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from govnlp.annotate.claims import extract_claims
from govnlp.errors import ResourceError
from govnlp.resources import load_yaml
from govnlp.reuse.content import content_of
from govnlp.reuse.fingerprint import decode, folded, mask
from govnlp.reuse.index import SECTIONS
from govnlp.reuse.origins import ORIGINS
from govnlp.reuse.result import Reuse
from govnlp.text.bodies import find_bodies, parse_body
from govnlp.text.normalize import fold, squeeze

_FILE = "stale.yaml"
_YEAR = re.compile(r"(?<!\d)(?<![〔\[])(20\d\d)\s*年")
# A plan that opens with the year it is for.
_PLAN = re.compile(r"^\W*(20\d\d)\s*年[,，]?[^,，。;；]{0,12}(?:将|计划|拟|要重点|要着力|打算)")
_CLAUSE = re.compile(r"[^，。；;,!?！？\n]+")
_HAN_NUMBER = "[一二三四五六七八九十]{1,2}"
_LIST_MARK = re.compile(rf"^(?:{_HAN_NUMBER}(?:是|要)|[(（]?\d{{1,2}}[)）、.．]|[(（]{_HAN_NUMBER}[)）])")
_NUMERALS = re.compile(r"\d+|[一二两三四五六七八九十百千]+")
_LEAST_CLAUSE = 8
# A unit's reports mostly come one after the other, and each is read again for the next.
_KEPT = 1 << 14
_SAME_PROMISE = 0.85
_PROBLEMS = SECTIONS.index("problems")


class Finding(NamedTuple):
    """Something left standing.

    Parameters
    ----------
    kind : str
        ``stale_figure``, ``stale_year``, ``repeated_promise`` or ``wrong_body``.
    sentence : int
        Place of the sentence in its report, from 0.
    start, end : int
        Half-open offsets into the report.
    text : str
        The surface.
    source_row : int or None
        Row of the sentence it was taken from.
    source_start, source_end : int or None
        Half-open offsets into that report.
    years : int
        Years in a row that have it, this one included.
    detail : str
        The figures, year or name.
    """

    kind: str
    sentence: int
    start: int
    end: int
    text: str
    source_row: int | None
    source_start: int | None
    source_end: int | None
    years: int
    detail: str


@dataclass(frozen=True, slots=True)
class _Rules:
    self_names: dict[str, tuple[str, ...]]
    self_name: re.Pattern[str]
    fixed_year: tuple[str, ...]
    plan: tuple[str, ...]
    problem: tuple[str, ...]
    rules: tuple[str, ...]
    of_the_year: tuple[str, ...]
    beside: tuple[str, ...]


@cache
def _rules() -> _Rules:
    """Load the words.

    Raises
    ------
    ResourceError
        If the file is not valid.
    """
    content = load_yaml(_FILE)
    try:
        names = {str(key): tuple(value) for key, value in content["self_names"].items()}
        longest = sorted(names, key=lambda name: (-len(name), name))
        lists = [
            tuple(content[key]) for key in ("fixed_year", "plan", "problem", "rules", "of_the_year", "beside")
        ]
    except (KeyError, AttributeError, TypeError) as error:
        raise ResourceError(f"lacks {error}", source=f"govnlp/data/{_FILE}") from error
    return _Rules(names, re.compile(f"我({'|'.join(map(re.escape, longest))})(?![一-鿿]?长)"), *lists)


def find_stale(reuse: Reuse, report_id: str, texts: Sequence[str], issuer: str | None) -> list[Finding]:
    """Find what was left standing in a report.

    Parameters
    ----------
    reuse : Reuse
        Where its sentences come from.
    report_id : str
        The report.
    texts : sequence of str
        Its narrative sentences as printed.
    issuer : str or None
        Name of its issuer; without it, other bodies are not looked for.

    Returns
    -------
    list of Finding
        In text order.
    """
    rows = reuse.rows(report_id)
    found: list[Finding] = []
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        source = int(reuse.prior.source[row])
        if source >= 0 and ORIGINS[reuse.origins.origin[row]] in ("self_prior", "internal"):
            found += _figures(reuse, number, row, text, source)
            found += _years(reuse, number, row, text, source)
        elif reuse.ranked.section[row] == _PROBLEMS:
            found += _plan_year(reuse, number, row, text)
        if issuer:
            found += _bodies(reuse, number, row, text, issuer)
    found += _promises(reuse, report_id, texts)
    return sorted(found, key=lambda f: (f.start, f.end, f.kind))


def _finding(
    reuse: Reuse, kind: str, number: int, row: int, text: str, span: tuple[int, int], source: int | None
) -> Finding:
    start = int(reuse.ranked.start[row]) + span[0]
    origin: tuple[int | None, int | None] = (None, None)
    if source is not None:
        origin = int(reuse.ranked.start[source]), int(reuse.ranked.end[source])
    return Finding(kind, number, start, start + span[1] - span[0], text[slice(*span)], source, *origin, 1, "")


def _trimmed(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _source_text(reuse: Reuse, row: int) -> str:
    return reuse.ranked.texts.string(int(reuse.ranked.text[row]))


def _figures(reuse: Reuse, number: int, row: int, text: str, source: int) -> Iterator[Finding]:
    """A copied sentence whose counted figures are all those of last year."""
    if not any(word in text for word in _rules().of_the_year):
        return
    before = _source_text(reuse, source)
    # Reading the figures is the dear part, so it waits until some number stands in both.
    if set(_NUMERALS.findall(fold(text))).isdisjoint(_NUMERALS.findall(before)):
        return
    mine = _counted(text)
    if not mine:
        return
    theirs = Counter(_counted(before))
    if Counter(mine) == theirs or (len(mine) > 1 and Counter(mine) <= theirs):
        found = _finding(reuse, "stale_figure", number, row, text, _trimmed(text), source)
        yield found._replace(years=_run(reuse, row), detail="；".join(surface for surface, _ in mine))


@lru_cache(_KEPT)
def _counted(text: str) -> tuple[tuple[str, str], ...]:
    """Figures that count something of the year: neither rules, nor zeros, nor all of it."""
    made = []
    for claim in extract_claims(text):
        around = text[max(claim.start - 5, 0) : claim.end + 3]
        rule = claim.modality == "rule" or claim.dimension in ("duration", "frequency")
        whole = claim.unit == "%" and claim.value == 100
        if rule or whole or not claim.value or claim.implicit:
            continue
        if not any(word in around for word in _rules().rules):
            made.append((squeeze(claim.surface), claim.unit))
    return tuple(sorted(made))


def _run(reuse: Reuse, row: int) -> int:
    """Count the years in a row that have the sentence as it is."""
    years = 1
    text = reuse.ranked.text
    while (source := int(reuse.prior.source[row])) >= 0:
        years += 1
        if text[source] != text[row]:
            break
        row = source
    return years


def _years(reuse: Reuse, number: int, row: int, text: str, source: int) -> Iterator[Finding]:
    """A year that should have moved on with the report and did not."""
    year = int(reuse.ranked.year[reuse.ranked.document[row]])
    last = int(reuse.ranked.year[reuse.ranked.document[source]])
    before = _free_years(_source_text(reuse, source))
    now = _free_years(fold(text))
    if len(before) != len(now):
        return
    for (old, _), (new, span) in zip(before, now, strict=True):
        plan = any(word in text for word in _rules().plan)
        if old == new and (new == last or (new == last + 1 == year and plan)):
            found = _finding(reuse, "stale_year", number, row, text, span, source)
            yield found._replace(years=2, detail=f"{new}→{year if new == last else year + 1}")


def _plan_year(reuse: Reuse, number: int, row: int, text: str) -> Iterator[Finding]:
    """A plan for the time to come that is dated with the year of the report."""
    year = int(reuse.ranked.year[reuse.ranked.document[row]])
    match = _PLAN.match(fold(text))
    if match and year and int(match[1]) == year:
        found = _finding(reuse, "stale_year", number, row, text, match.span(1), None)
        yield found._replace(detail=f"{year}→{year + 1}")


def _free_years(text: str) -> list[tuple[int, tuple[int, int]]]:
    """Years of a sentence that go with the year of the report, with their spans."""
    words = _rules().fixed_year
    made = []
    for match in _YEAR.finditer(text):
        behind, before = text[match.end() : match.end() + 4].lstrip(), text[: match.start()].rstrip()
        quoted = before.count("《") > before.count("》")
        if not quoted and not behind.startswith(words) and not before.endswith(("自", "从", "于")):
            made.append((int(match[1]), match.span()))
    return made


def _bodies(reuse: Reuse, number: int, row: int, text: str, issuer: str) -> Iterator[Finding]:
    """The name of another body, where this one speaks of itself."""
    rules = _rules()
    name = squeeze(issuer)
    source = int(reuse.origins.source[row])
    origin = source if source >= 0 else None
    for match in rules.self_name.finditer(fold(text)):
        if not any(part in name for part in rules.self_names[match[1]]):
            found = _finding(reuse, "wrong_body", number, row, text, match.span(), origin)
            yield found._replace(detail=match[0])
    own = parse_body(name)
    # A peer is a body of the same kind, so there is none where the kind is not known.
    if not own.agency_type or (name[-4:] not in fold(text) and not _may_have_body(text)):
        return
    for start, end in find_bodies(fold(text)):
        other = text[start:end]
        before, behind = text[:start].rstrip(), text[end : end + 1]
        if before.endswith(rules.beside) or behind in ("、", "》", "”", '"', "）"):
            continue
        if _is_peer(squeeze(other), name, own.agency_type, own.level):
            found = _finding(reuse, "wrong_body", number, row, text, (start, end), origin)
            yield found._replace(detail=other)


_ANY_BODY = re.compile("局|委|办|院|政府|街道|中心|大学|学校|厅|镇|乡")


def _may_have_body(text: str) -> bool:
    return _ANY_BODY.search(text) is not None


def _is_peer(other: str, own: str, agency_type: str | None, level: str | None) -> bool:
    """Tell whether a name is that of another body of the same kind."""
    body = parse_body(other)
    if not agency_type or body.agency_type != agency_type or body.level != level:
        return False
    mine = parse_body(own).core
    return bool(mine and body.core) and mine not in other and body.core not in own


class _Clause(NamedTuple):
    start: int
    end: int
    text: str
    key: str


@lru_cache(_KEPT)
def _clauses(text: str) -> tuple[_Clause, ...]:
    """Clauses of a sentence that say something, with what they are compared by."""
    matches = list(_CLAUSE.finditer(text))
    codes, bounds = mask(*folded([_LIST_MARK.sub("", squeeze(match[0])) for match in matches]))
    masked = decode(codes)
    made = []
    for match, (at, to) in zip(matches, pairwise(bounds.tolist()), strict=True):
        key = content_of(masked[at:to])
        if len(key) >= _LEAST_CLAUSE:
            surface = match[0].strip()
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            made.append(_Clause(start, start + len(surface), surface, key))
    return tuple(made)


def _promised_in(reuse: Reuse, document: int) -> list[tuple[int, str]]:
    """Give the clauses of a report on problems and plans: row and what it is compared by."""
    first, last = reuse.ranked.first[document : document + 2].tolist()
    rows = first + np.flatnonzero(reuse.ranked.section[first:last] == _PROBLEMS)
    return [(row, clause.key) for row in rows.tolist() for clause in _clauses(_source_text(reuse, row))]


def _same(key: str, others: Sequence[str]) -> tuple[str, int] | None:
    """Find the clause most like one, the first of equals: its key and place; None if none is near."""
    best = process.extractOne(
        key, others, scorer=Indel.normalized_similarity, processor=None, score_cutoff=_SAME_PROMISE
    )
    return None if best is None else (best[0], best[2])


def _promises(reuse: Reuse, report_id: str, texts: Sequence[str]) -> Iterator[Finding]:
    """Clauses on problems and plans that last year's report had on problems and plans."""
    rows = reuse.rows(report_id)
    last = int(reuse.ranked.prior[reuse.place(report_id)])
    section = reuse.ranked.section
    if last < 0:
        return
    old = _promised_in(reuse, last)
    if not old:
        return
    keys = [key for _, key in old]
    earlier: list[list[str]] = []
    while (last := int(reuse.ranked.prior[last])) >= 0:
        earlier.append([key for _, key in _promised_in(reuse, last)])
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        if section[row] != _PROBLEMS:
            continue
        for clause in _clauses(text):
            best = _same(clause.key, keys)
            if best is None:
                continue
            years = 2 + _years_in_a_row(best[0], earlier)
            if years >= reuse.settings.promise_years:
                span = clause.start, clause.end
                found = _finding(reuse, "repeated_promise", number, row, text, span, old[best[1]][0])
                yield found._replace(years=years, detail=clause.text)


def _years_in_a_row(key: str, earlier: Sequence[Sequence[str]]) -> int:
    """Count the reports, back from the last but one, that have a clause without a break."""
    for years, keys in enumerate(earlier):
        if _same(key, keys) is None:
            return years
    return len(earlier)

"""Figures of the narrative against the cells of the statutory tables that they repeat."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from govnlp.annotate.checks.corpus import CellMap, by_key
from govnlp.annotate.checks.narrative_text import REACH, Narrative
from govnlp.annotate.checks.narrative_values import check, interval, is_exact
from govnlp.model import Cell, Check, Claim, Evidence
from govnlp.resources import load_yaml

_FILE = "narrative_tables.yaml"
_AHEAD = 60
_BREAK = re.compile(r"[,;。:!?(]")
_RECEIVED = re.compile("新收|收到|接到|受理|接收|作出|制发|办结|提起")
_REPEATED = ("level", "part", "to")
# So many key words at most end within the length of one.
_LONGEST_WORD = 16


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim that repeats the sum of some cells.

    Parameters
    ----------
    claim : Claim
        The claim.
    keys : tuple of str
        Addresses of the cells (``t3.new_received.total``), ``*`` for any rest of a row's name.
    sure : bool
        Whether the words leave no doubt which cells they are.
    scope : bool
        Whether it is about the body that reports.
    rule : mapping
        The rule that placed it.
    """

    claim: Claim
    keys: tuple[str, ...]
    sure: bool
    scope: bool
    rule: Mapping[str, Any]


class _Rule(NamedTuple):
    """A rule with what decides first whether it may fit."""

    part_of: str | None
    topic: str | None
    zero: bool
    regex: re.Pattern[str]
    content: dict[str, Any]


@cache
def _rules(money: bool) -> list[_Rule]:
    """Rules for amounts of money, or for counts."""
    return [
        _Rule(
            rule.get("part_of"),
            rule.get("topic"),
            bool(rule.get("zero")),
            re.compile(rule["pattern"]),
            rule,
        )
        for rule in load_yaml(_FILE)["rules"]
        if bool(rule.get("money")) == money
    ]


@cache
def _signs(money: bool) -> tuple[Any, list[list[int]]]:
    """Matcher of the words one of which is in whatever a rule matches, and for each the rules' numbers.

    A regular expression that finds nothing costs ten times as much as a word that is not there.
    """
    from ahocorasick_rs import AhoCorasick

    numbers: dict[str, list[int]] = {}
    for number, rule in enumerate(_rules(money)):
        for sign in rule.content["signs"]:
            numbers.setdefault(sign, []).append(number)
    return AhoCorasick(list(numbers)), list(numbers.values())


def _candidates(money: bool, context: str) -> list[_Rule]:
    """Rules that may fit, in order."""
    matcher, numbers = _signs(money)
    found = {n for sign, _, _ in matcher.find_matches_as_indexes(context, True) for n in numbers[sign]}
    rules = _rules(money)
    return [rules[number] for number in sorted(found)]


@cache
def _counted() -> frozenset[str]:
    return frozenset(load_yaml(_FILE)["counted"])


@cache
def _topics() -> dict[str, re.Pattern[str]]:
    found: dict[str, str] = load_yaml(_FILE)["topics"]
    return {name: re.compile(expression) for name, expression in found.items()}


@cache
def _compiled(part: str, name: str) -> re.Pattern[str]:
    content = load_yaml(_FILE)[part]
    return re.compile(content[name] if name else content)


def figures(narrative: Narrative) -> list[Figure]:
    """Find the claims that repeat cells.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.

    Returns
    -------
    list of Figure
        In text order; a zero in words that names reviews and litigation gives two.
    """
    found: list[Figure] = []
    placed: dict[str, Figure] = {}
    words = _KeyWords(narrative)
    for claim in narrative.claims:
        if _is_repeated(claim):
            for figure in _place(narrative, words, claim, placed, found[-1] if found else None):
                found.append(figure)
                placed[claim.claim_id] = figure
    return found


def _is_repeated(claim: Claim) -> bool:
    if claim.dimension != "money" and (claim.dimension != "count" or claim.unit not in _counted()):
        return False
    return claim.role in _REPEATED and claim.modality == "fact" and claim.aggregate not in ("average", "each")


def _place(
    narrative: Narrative,
    words: _KeyWords,
    claim: Claim,
    placed: Mapping[str, Figure],
    before: Figure | None,
) -> Iterator[Figure]:
    label = narrative.before(claim)
    # 无行政诉讼 holds in itself what there is none of.
    behind = claim.start if claim.implicit else claim.end
    rest = narrative.between(behind, min(narrative.sentence_end(claim), claim.end + _AHEAD))
    stop = _BREAK.search(rest)
    context = f"{label}#{rest[: stop.start()] if stop else rest}"
    rules = _candidates(claim.dimension == "money", context)
    if not rules or not _compiled("hint", "").search(context):
        return
    year = _year(narrative, claim, label)
    topics = {None, words.topic(claim)}
    topics.update(name for name, regex in _topics().items() if regex.search(context))
    whole = placed.get(claim.whole_id or "")
    for part_of, topic, zero, regex, rule in rules:
        if part_of is not None and (whole is None or part_of not in whole.keys):
            continue
        if topic not in topics or (zero and not claim.implicit) or not regex.search(context):
            continue
        if part_of is None and not _fits(narrative, rule, claim, whole, before):
            continue
        if not year and not rule["cells"][0].startswith("t3.carried_"):
            return
        yield Figure(
            claim, tuple(rule["cells"]), rule.get("sure", True), _own_scope(narrative, claim, label), rule
        )
        if not claim.implicit:
            return


def _fits(
    narrative: Narrative,
    rule: Mapping[str, Any],
    claim: Claim,
    whole: Figure | None,
    before: Figure | None,
) -> bool:
    """Whether what surrounds a claim lets a rule fit that its words fit."""
    if claim.role == "part" and whole is not None and whole.keys == tuple(rule["cells"]):
        return False
    if about := rule.get("about"):
        return re.search(about, _around(narrative, claim)) is not None
    if follows := rule.get("follows"):
        if "规范性文件" in _around(narrative, claim)[-60:]:
            return True
        return before is not None and before.keys[0].startswith(follows)
    return True


# End and start of a key word, and its topic: of two that end together the first topic counts.
_KeyWord = tuple[int, int, int, str]


class _KeyWords:
    """The key words of topics, looked for once a passage."""

    def __init__(self, narrative: Narrative) -> None:
        self.narrative = narrative
        self._found: dict[int, list[_KeyWord]] = {}

    def topic(self, claim: Claim) -> str:
        """What the last key word in front of the claim is about."""
        at = self.narrative.passage(claim.start)
        start = _opening(self.narrative, at)
        before = _before(self.narrative, claim)
        if at < 0 or claim.start - start > REACH:
            return _last_topic(_key_words(before))
        known = self._found.get(start)
        if known is None:
            passage = self.narrative.between(start, self.narrative.passages[at].end)
            known = self._found[start] = _key_words(passage)
        size = len(before)
        behind = bisect_left(known, (size + 1,))
        if any(word[1] < size for word in known[behind : behind + _LONGEST_WORD]):
            # The claim begins inside of a key word, which then is another one, or none.
            return _last_topic(_key_words(before))
        return _last_topic(known[:behind])


def _key_words(text: str) -> list[_KeyWord]:
    return sorted(
        (match.end(), match.start(), -number, name)
        for number, (name, regex) in enumerate(_topics().items())
        for match in regex.finditer(text)
    )


def _last_topic(words: Sequence[_KeyWord]) -> str:
    return max(words[-_LONGEST_WORD:], key=lambda word: (word[0], word[2]))[3] if words else ""


def _opening(narrative: Narrative, passage: int) -> int:
    """Where a passage begins, or the heading above it."""
    passages = narrative.passages
    return passages[passage - 1 if passage > 0 and passages[passage - 1].heading else passage].start


def _before(narrative: Narrative, claim: Claim) -> str:
    """Text in front of the claim, from the start of its passage or the heading above it."""
    at = narrative.passage(claim.start)
    if at < 0:
        return ""
    return narrative.between(max(_opening(narrative, at), claim.start - REACH), claim.start)


def _around(narrative: Narrative, claim: Claim) -> str:
    """The same up to the end of the claim's sentence."""
    if narrative.passage(claim.start) < 0:
        return ""
    end = min(narrative.sentence_end(claim), claim.end + REACH)
    return _before(narrative, claim) + narrative.between(claim.start, end)


def _year(narrative: Narrative, claim: Claim, label: str) -> bool:
    """Whether the claim is about the year of the report."""
    wanted = narrative.report.report_year
    if claim.aggregate == "cumulative":
        return False
    if wanted is None:
        return True
    if claim.time_end is not None and claim.time_end.year != wanted:
        return False
    if claim.time_start is not None and claim.time_start.year != wanted:
        return False
    found = list(_compiled("years", "").finditer(label))
    return not found or found[-1]["year"] == str(wanted)


def _own_scope(narrative: Narrative, claim: Claim, label: str) -> bool:
    """Whether the figure is about the body that reports: 全市 in a bureau's report is not."""
    report = narrative.report
    scope = load_yaml(_FILE)["scope"]
    text = narrative.between(max(narrative.sentence_start(claim), claim.start - REACH), claim.start)
    clause = text[max(text.rfind(";"), text.rfind("。")) + 1 :]
    governs = _compiled("scope", "bodies_of").search(report.issuer or "") is not None
    areas = list(_compiled("scope", "areas").finditer(clause)) if "全" in clause else []
    if areas:
        same = scope["same"].get(report.level or "", "")
        if not same or areas[-1]["area"][0] not in same:
            return False
        if report.level in ("province", "city", "county") and not governs:
            return False
    if not governs:
        return True
    verb = _RECEIVED.search(clause)
    return not _compiled("scope", "bodies").search(clause[: verb.start()] if verb else clause)


def table_figure_checks(narrative: Narrative, found: Sequence[Figure], as_zero: bool = False) -> list[Check]:
    """Check the figures of the narrative against the cells they repeat.

    Parameters
    ----------
    narrative : Narrative
        The report, with its claims.
    found : sequence of Figure
        Its `figures`.
    as_zero : bool
        Whether blanks and dashes count as 0.

    Returns
    -------
    list of Check
        Kind ``narrative_table``, without ids; ``left`` is the figure of the text, ``right`` the table's. Only
        where the table was found. Not assessable where the cell is unknown, the figure approximate, about
        another area or body (全市 in a bureau's report), or where the words do not decide which cell it is.
    """
    cells = by_key(narrative.report.cells)
    tables = {c.table for c in narrative.report.cells if c.state != "absent"}
    checks: list[Check] = []
    for figure in found:
        made = _compare(narrative, figure, cells, tables, as_zero)
        checks += [made] if made else []
    return checks


def lookup(cells: CellMap, keys: Sequence[str], either: bool = False) -> list[Cell]:
    """Give the cells that keys name, ``*`` standing for any rest of a row's name."""
    found: list[Cell] = []
    for key in keys:
        table, row, column = key.split(".")
        if row.endswith("*"):
            found += [
                c for (t, r, k), c in cells.items() if (t, k) == (table, column) and r.startswith(row[:-1])
            ]
        elif (table, row, column) in cells:
            found.append(cells[table, row, column])
    return found[:1] if either else found


def _compare(
    narrative: Narrative, figure: Figure, cells: CellMap, tables: set[str], as_zero: bool
) -> Check | None:
    claim, rule = figure.claim, figure.rule
    used = lookup(cells, figure.keys, bool(rule.get("either")))
    if not used or used[0].table not in tables:
        return None
    evidence = (
        narrative.evidence(claim),
        *(Evidence(narrative.report.report_id, c.key, c.raw, c.start, c.end) for c in used),
    )
    formula = f"{claim.surface.strip()} = {' + '.join(c.key for c in used)}"
    total, reason = _sum(used, as_zero, Decimal(rule.get("scale", 1)))

    def result(status: Any, why: str) -> Check:
        return check("narrative_table", status, formula, claim.value, total, why, evidence)

    if not figure.scope:
        return result("not_assessable", "other_scope")
    if total is None:
        return result("not_assessable", reason)
    if is_exact(claim) and claim.value == total:
        return result("holds", "")
    low, high = interval(claim)
    if low <= total <= high:
        return result("holds", "") if is_exact(claim) else result("not_assessable", "approximate")
    if not figure.sure:
        return result("not_assessable", "words_undecided")
    if rule.get("sum_with"):
        more, _ = _sum(lookup(cells, [rule["sum_with"]]), True, Decimal(1))
        if more and total + more == claim.value:
            return result("not_assessable", "includes_carried_in")
    return result("fails", "sides_differ")


def _sum(used: Sequence[Cell], as_zero: bool, scale: Decimal) -> tuple[Decimal | None, str]:
    total = Decimal(0)
    for cell in used:
        if cell.value is not None:
            total += cell.value * scale
        elif not (as_zero and cell.state in ("blank", "dash")):
            return None, {"text": "cell_unreadable"}.get(cell.state, f"cell_{cell.state}")
    return total, ""

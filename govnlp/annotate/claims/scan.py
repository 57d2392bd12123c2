"""One pass over the numerals of a paragraph: each is a quantity, or recognised as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govnlp.annotate.claims.drafts import Draft, NonDraft
from govnlp.annotate.claims.lexicon import MASK, Word, any_mask, mask_of_group, masks, word_set
from govnlp.annotate.claims.quantity import find_unit, read_plain, read_quantity
from govnlp.annotate.numerals import parse_number

Words = list[tuple[int, int, Word]]

_HAN = "零〇○一二两三四五六七八九十百千万亿"
_RUN = re.compile(f"[0-9]+|[{_HAN}几]+|数[十百千万亿]+")
_WINDOW = 80
_WIDE = 240
_RANK_WINDOW = 12
_TITLE = 40
_CLAUSES = re.compile("[,。;:!?()]")
_RANKED = re.compile("(?:排名|排在|跃居|列|居|排)[一-鿿]{0,6}$")
_RANK_END = ("", ",", "。", ";", "、", ")")
_CLAUSE_EDGE = frozenset("。;:；：！？!?\n,，、 )）”")
# Addresses of the net hold digits that say nothing.
_NET = re.compile(
    r"(?:https?://|www\.)[\w\-./?%&=#:~+]{1,200}|[\w.\-]{1,64}@[\w\-]{1,64}(?:\.[A-Za-z]{2,10}){1,3}"
)
_CIRCLED = re.compile("[①-⒛㈠-㈩❶-❿➀-➓]")
_OPEN = re.compile("[“\"‘'「『]")


def scan(text: str, words: Words) -> tuple[list[Draft], list[NonDraft]]:
    """Find the quantities of a paragraph and the numerals that are none.

    Parameters
    ----------
    text : str
        The matching view of the paragraph.
    words : list
        What `find_words` found in it.

    Returns
    -------
    (list of Draft, list of NonDraft)
        Each in order; spans of both never overlap.
    """
    drafts: list[Draft] = []
    others: list[NonDraft] = sorted(_fixed(text), key=lambda other: other.start)
    blocked = others.copy()
    phrases = [(start, end, word.jobs["mask"]) for start, end, word in words if word.flags & MASK]
    at_phrase = at_block = 0
    done = 0
    for run in _RUN.finditer(text):
        start = run.start()
        if start < done:
            if run.end() <= done:
                continue
            start = done
        while at_block < len(blocked) and blocked[at_block].end <= start:
            at_block += 1
        if at_block < len(blocked) and blocked[at_block].start <= start:
            done = blocked[at_block].end
            continue
        while at_phrase < len(phrases) and phrases[at_phrase][1] <= start:
            at_phrase += 1
        phrase = phrases[at_phrase] if at_phrase < len(phrases) and phrases[at_phrase][0] <= start else None
        draft = None if phrase else read_plain(text, start)
        if draft is not None and not _in_title(text, start):
            drafts.append(draft)
            done = draft.end
            continue
        draft = read_quantity(text, start, done)
        if (
            phrase
            and (draft is None or draft.end <= phrase[1] or phrase[0] < start)
            and not (
                phrase[2] == "hotline"
                and draft is not None
                and draft.end > phrase[1] + 0
                and _is_count(text, phrase[1])
            )
        ):
            other = _masked(text, start, None) if phrase[0] == start else None
            if other is None or other.end <= phrase[1]:
                other = NonDraft(phrase[0], phrase[1], phrase[2], "phrase")
            others.append(other)
            done = other.end
            continue
        if text[start - 1 : start] == "第":
            draft = _rank(text, run, draft)
        other = None if draft is not None and draft.rule == "rank" else _masked(text, start, draft)
        if other is None and draft is not None and _in_title(text, start):
            other = NonDraft(draft.start, draft.end, "name", "title")
        if other is not None:
            others.append(other)
            done = max(other.end, start + 1)
        elif draft is not None:
            drafts.append(draft)
            done = draft.end
        elif run[0] == "一" and find_unit(text, start + 1) is not None:
            others.append(NonDraft(start, start + 2, "indefinite", "one"))
            done = start + 2
        elif run[0][0].isdigit() and run[0][0].isascii():
            others.append(NonDraft(start, run.end(), "unresolved", "no_unit"))
            done = run.end()
    _add_phrases(phrases, drafts, others)
    others.sort(key=lambda other: other.start)
    return drafts, others


def _rank(text: str, run: re.Match[str], draft: Draft | None) -> Draft | None:
    """第3名 behind a word of ranking is a quantity, and so is 排名第四; any other 第 makes an ordinal."""
    first = run.start() - 1
    window = _CLAUSES.split(text[max(0, first - _RANK_WINDOW) : first])[-1]
    cues = [cue for cue in word_set("rank_cues") if cue in window]
    if not cues:
        return None
    if draft is None and _RANKED.search(window) and text[run.end() : run.end() + 1] in _RANK_END:
        number = parse_number(run[0])
        if number is not None and number.modifier == "exact":
            value = number.value
            return Draft(first, run.end(), value, value, value, "", "rank", "exact", "rank")
    if draft is None or draft.unit not in ("名", "位"):
        return None
    draft.start, draft.dimension, draft.rule = first, "rank", "rank"
    return draft


def _is_count(text: str, end: int) -> bool:
    return text[end : end + 1] in tuple("件条个次人万余多")


def _fixed(text: str) -> Iterator[NonDraft]:
    for match in _CIRCLED.finditer(text):
        yield NonDraft(match.start(), match.end(), "list_mark", "circled")
    if "@" in text or "http" in text or "www." in text:
        for match in _NET.finditer(text):
            reason = "email" if "@" in match[0] and "/" not in match[0] else "url"
            yield NonDraft(match.start(), match.end(), reason, "net")


def _add_phrases(phrases: list[tuple[int, int, str]], drafts: list[Draft], others: list[NonDraft]) -> None:
    """Set phrases whose numeral the pass did not meet (双公示)."""
    taken = sorted([(d.start, d.end) for d in drafts] + [(o.start, o.end) for o in others])
    at = 0
    for start, end, reason in phrases:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at >= len(taken) or taken[at][0] >= end:
            others.append(NonDraft(start, end, reason, "phrase"))


def _masked(text: str, start: int, draft: Draft | None) -> NonDraft | None:
    match = any_mask().match(text, start)
    if match is None:
        return None
    # The first mask that matches; those behind it are tried only where its conditions fail.
    first_mask = mask_of_group()[match.lastindex or 0]
    before = text[max(0, start - _WINDOW) : start]
    for index in range(first_mask, len(masks())):
        mask = masks()[index]
        if index > first_mask:
            match = mask.pattern.match(text, start)
        if match is None:
            continue
        if mask.at_clause and before and before[-1] not in _CLAUSE_EDGE:
            continue
        if mask.quoted and not _opens_quote(before):
            continue
        if mask.behind and not mask.behind.search(text[max(0, start - _WIDE) : start]):
            continue
        left = mask.left.search(before) if mask.left else None
        if mask.needs_left and left is None:
            continue
        first = start - (len(before) - left.start()) if left else start
        return NonDraft(first, max(match.end(), start + 1), mask.reason, mask.rule)
    return None


def _in_title(text: str, at: int) -> bool:
    """《…20条措施》: a number in a title counts nothing here."""
    opened = text.rfind("《", max(0, at - _TITLE), at)
    if opened < 0 or text.find("》", opened, at) >= 0:
        return False
    return text.find("》", at, at + _TITLE) >= 0


def _opens_quote(before: str) -> bool:
    tail = before[-12:]
    if before.count('"') % 2 and '"' in tail:
        return True
    return bool(_OPEN.search(tail)) and tail.rfind("”") < max(
        tail.rfind("“"), tail.rfind("「"), tail.rfind('"')
    )

"""Zeros in words: 未收到申请, 零投诉, 均为零, 复议：无."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from govnlp.annotate.claims.drafts import Draft
from govnlp.annotate.claims.lexicon import zero_words

_ZERO = Decimal(0)
_NOUN_WINDOW = 40
_STOP = re.compile(r"[，。；,;!?！？\n:：（()）]")
_NAME_END = re.compile('[的、”"及和与目]')
# 无 and a noun no longer than this are one phrase.
_SHORT = 4
_NUMERAL_END = tuple("一二三四五六七八九十百千万亿年")
_END = frozenset("，。；、,;!?！？\n)）")


@cache
def _grammar() -> re.Pattern[str]:
    def one_of(name: str) -> str:
        return "|".join(map(re.escape, zero_words(name)))

    # The first character in one class, so that the search skips to it at the speed of C.
    plain = one_of("plain")
    return re.compile(
        rf"[未没尚从并均为无零暂不](?<=(?=(?P<not>{one_of('not_plain')})?"
        rf"(?P<verb>(?:{one_of('negators')})(?:{one_of('verbs')}))?(?P<plain>{plain})?).)"
    )


@cache
def _heads(alone: bool = False) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, zero_words("alone" if alone else "heads"))))


def zeros(text: str, taken: list[tuple[int, int]]) -> list[Draft]:
    """Find the zeros in words of a paragraph.

    Parameters
    ----------
    text : str
        Matching view.
    taken : list of (int, int)
        Spans that are something else already, in order.

    Returns
    -------
    list of Draft
        Only where the thing counted is named.
    """
    found: list[Draft] = []
    done = 0
    at = 0
    for match in _grammar().finditer(text):
        start = match.start()
        if start < done or match["not"] is not None:
            done = max(done, match.end("not")) if match["not"] is not None else done
            continue
        word = match["verb"] or match["plain"]
        if not word:
            continue
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] < start + len(word):
            continue
        draft = _zero(text, start, word, bool(match["verb"]))
        if draft is not None:
            found.append(draft)
            done = draft.end
    return found


def _zero(text: str, start: int, word: str, verbal: bool) -> Draft | None:
    end = start + len(word)
    behind = text[end : end + _NOUN_WINDOW]
    stop = _STOP.search(behind)
    phrase = behind[: stop.start()] if stop else behind
    before = text[max(0, start - _NOUN_WINDOW) : start]
    if word.endswith(("为零", "为0")):
        return _draft(start, end, "zero:copula") if before and before[-1] not in _END else None
    if not phrase:
        # 复议：无。 投诉数量为零。
        named = word in ("无", "零", "均无") and before and before[-1] in ":：" and len(before) > 2
        return _draft(start, end, "zero:colon") if named else None
    if phrase[0] in "数量率”":
        return None
    if verbal:
        if phrase[0] in "的过" or re.match(r"[0-9]", phrase):
            return None
        return _draft(start, end, "zero:verb") if _heads().search(phrase) else None
    if word == "零":
        head = _heads(alone=True).match(phrase) or _heads().search(phrase[:6])
        if before[-1:] in _NUMERAL_END or head is None:
            return None
        return _draft(start, end, "zero:零", end + _named(phrase))
    head = _heads().search(phrase)
    if head is None or phrase[0] in "的0123456789":
        return None
    size = _named(phrase) if word == "无" else _SHORT + 1
    return _draft(start, end, "zero:无", end + size if size <= _SHORT else end)


def _named(phrase: str) -> int:
    """How long the noun is that stands right behind 零 or 无: they are one phrase (零投诉, 无超期)."""
    stop = _NAME_END.search(phrase)
    if stop is None:
        return len(phrase)
    return stop.start() if stop[0] in '、”"' else len(phrase)


def _draft(start: int, end: int, rule: str, close: int | None = None) -> Draft:
    """Make a zero; ``end`` is where the word of zero ends, ``close`` where the phrase does."""
    draft = Draft(start, close or end, _ZERO, _ZERO, _ZERO, "", "count", "exact", rule, implicit=True)
    draft.word_end = end
    return draft

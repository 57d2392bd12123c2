"""Which words keep company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from govnlp.analysis.stats.counts import Words, in_order
from govnlp.analysis.stats.formulas import log_dice, mutual_information, t_score
from govnlp.analysis.stats.tables import Row
from govnlp.analysis.stats.texts import Text
from govnlp.errors import UsageError
from govnlp.text.normalize import normalize
from govnlp.text.segment import sentence_spans
from govnlp.text.tokenize import default_tokenizer, is_word, stop_words

Span = Literal["window", "sentence"]
SORTS = ("log_dice", "mi", "t", "count")


@dataclass(slots=True)
class _Tally:
    """Counts of a group; over words with the window, over sentences with the sentence as span."""

    size: int = 0
    node: int = 0
    words: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)
    reports: dict[str, set[str]] = field(default_factory=dict)


def colloc_rows(
    texts: Iterable[Text],
    node: str,
    by: Sequence[str] = (),
    *,
    span: Span = "window",
    window: tuple[int, int] = (5, 5),
    min_count: int = 3,
    sort: str = "log_dice",
    top: int | None = None,
    drop_stop_words: bool = False,
    words: Words | None = None,
) -> list[Row]:
    """Find the words that stand near a word more often than chance would have it.

    Parameters
    ----------
    texts : iterable of Text
        With the keys ``by``.
    node, by, span, window, min_count, sort, top, drop_stop_words, words
        As for `of_words.colloc`.

    Returns
    -------
    list of dict
        Rows of the table ``colloc``: groups in order, in each the strongest collocates first.

    Raises
    ------
    UsageError
        If the node is empty, or the span, window or sorting makes no sense.
    """
    if span not in ("window", "sentence"):
        raise UsageError(f"unknown span '{span}'", hint="window or sentence")
    if sort not in SORTS:
        raise UsageError(f"cannot sort by '{sort}'", hint=f"one of {', '.join(SORTS)}")
    if min(window) < 0 or not any(window):
        raise UsageError("the window must have a word on one side at least")
    wanted = normalize(node.strip()).text
    if not is_word(wanted):
        raise UsageError("no word to find collocates of")
    cut = words or default_tokenizer().words
    found: dict[tuple[Any, ...], _Tally] = {}
    for text in texts:
        own = found.setdefault(text.keys, _Tally())
        for sentence in _sentences(text.text, cut):
            nodes = _nodes(sentence, wanted)
            if span == "sentence":
                _add_sentence(own, sentence, nodes, text.report_id)
            else:
                _add_windows(own, sentence, nodes, window, text.report_id)
    rows: list[Row] = []
    for keys in in_order(found):
        made = list(_rows(found[keys], wanted, span, sum(window), min_count, drop_stop_words))
        made.sort(key=lambda row: (-row[sort], row["collocate"]))
        rows += [dict(zip(by, keys, strict=True)) | row for row in made[:top]]
    return rows


def _sentences(text: str, cut: Words) -> Iterator[list[str]]:
    view = normalize(text).text
    for start, end in sentence_spans(view):
        found = [token for token in cut(view[start:end]) if is_word(token)]
        if found:
            yield found


def _nodes(sentence: Sequence[str], wanted: str) -> list[tuple[int, int]]:
    """Find the node where words begin and end with it: half-open spans of words."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(sentence):
        end, made = at, ""
        while end < len(sentence) and wanted.startswith(made + sentence[end]) and made != wanted:
            made += sentence[end]
            end += 1
        if made == wanted:
            found.append((at, end))
            at = end
        else:
            at += 1
    return found


def _add_windows(
    own: _Tally,
    sentence: Sequence[str],
    nodes: Sequence[tuple[int, int]],
    window: tuple[int, int],
    report_id: str,
) -> None:
    own.size += len(sentence)
    own.node += len(nodes)
    own.words.update(sentence)
    near: dict[int, str] = {}
    for start, end in nodes:
        # A word between two nodes is one word near the node; it counts on the side it is met first.
        for at in range(max(0, start - window[0]), start):
            near.setdefault(at, "left")
        for at in range(end, min(len(sentence), end + window[1])):
            near.setdefault(at, "right")
    for at, side in near.items():
        word = sentence[at]
        own.together[word] += 1
        (own.left if side == "left" else own.right)[word] += 1
        own.reports.setdefault(word, set()).add(report_id)


def _add_sentence(
    own: _Tally, sentence: Sequence[str], nodes: Sequence[tuple[int, int]], report_id: str
) -> None:
    own.size += 1
    own.words.update(set(sentence))
    if not nodes:
        return
    own.node += 1
    inside = {at for start, end in nodes for at in range(start, end)}
    first, last = nodes[0][0], nodes[-1][1]
    own.left.update({word for at, word in enumerate(sentence[:last]) if at not in inside})
    own.right.update({word for at, word in enumerate(sentence) if at >= first and at not in inside})
    near = {word for at, word in enumerate(sentence) if at not in inside}
    own.together.update(near)
    for word in near:
        own.reports.setdefault(word, set()).add(report_id)


def _rows(
    own: _Tally, node: str, span: Span, width: int, min_count: int, drop_stop_words: bool
) -> Iterator[Row]:
    for word, together in own.together.items():
        if together < min_count or (drop_stop_words and word in stop_words()):
            continue
        expected = own.node * own.words[word] * (width if span == "window" else 1) / own.size
        yield {
            "node": node,
            "collocate": word,
            "count": together,
            "left": own.left[word],
            "right": own.right[word],
            "node_count": own.node,
            "collocate_count": own.words[word],
            "expected": expected,
            "log_dice": log_dice(together, own.node, own.words[word]),
            "mi": mutual_information(together, expected),
            "t": t_score(together, expected),
            "reports": len(own.reports[word]),
        }

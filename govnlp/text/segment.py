"""Sentences of a paragraph; they tile it."""

from __future__ import annotations

import re

_CLOSERS = "”’」』）)】》〕］\\]\"'"
# Half-width ! and ? end a sentence only behind Chinese text, so that addresses and codes stay whole.
_END = re.compile(
    rf"(?:[。！？]+|(?<=[\u3400-\u9fff”）》])[!?]+(?![0-9A-Za-z/=&]))(?:[{_CLOSERS}]|[。！？])*[^\S\n]*"
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences.

    Parameters
    ----------
    text : str
        Text that holds the paragraph.
    start, end : int
        Half-open span of the paragraph; the whole text by default.

    Returns
    -------
    list of (int, int)
        Half-open spans that tile the paragraph. A sentence ends at 。！？ with the closing quotes and
        brackets behind it, and at the paragraph's end; ； ends none. White space belongs to the sentence
        before.
    """
    stop = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    done = start
    for match in _END.finditer(text, start, stop):
        if not text[match.end() : stop].strip():
            break
        spans.append((done, match.end()))
        done = match.end()
    if done < stop:
        spans.append((done, stop))
    return spans

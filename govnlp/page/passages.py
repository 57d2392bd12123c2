"""Reused sentences joined to passages, each beside its source with the changed characters marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from govnlp.page.streams import Texts
from govnlp.page.tables import Known, ReuseRow
from govnlp.page.words import both, text
from govnlp.text.normalize import normalize

# Between two sentences of one passage the source may have this many characters of its own.
_GAP = 40


class Passage(NamedTuple):
    """Neighbouring sentences that were taken from one stretch of one source."""

    start: int
    end: int
    origin: str
    source_report_id: str
    source_start: int
    source_end: int
    similarity: float
    numbers_changed: bool


def passages(rows: Sequence[ReuseRow]) -> list[Passage]:
    """Join reused sentences that follow one another here and in their source.

    Parameters
    ----------
    rows : sequence of ReuseRow
        Sentences of one report, in text order.

    Returns
    -------
    list of Passage
        In text order; sentences without a source are in none. The similarity is the lowest one of the
        sentences; numbers count as changed where they changed in any of them.
    """
    found: list[Passage] = []
    for row in rows:
        if row.source_report_id is None or row.source_start is None or row.source_end is None:
            continue
        last = found[-1] if found else None
        similarity = 1.0 if row.similarity is None else row.similarity
        changed = bool(row.numbers_changed)
        if last is not None and _continues(last, row):
            found[-1] = last._replace(
                end=row.end,
                source_end=row.source_end,
                similarity=min(last.similarity, similarity),
                numbers_changed=last.numbers_changed or changed,
            )
        else:
            place = (row.source_report_id, row.source_start, row.source_end)
            found.append(Passage(row.start, row.end, row.origin, *place, similarity, changed))
    return found


def _continues(last: Passage, row: ReuseRow) -> bool:
    return (
        row.start == last.end
        and (row.origin, row.source_report_id) == (last.origin, last.source_report_id)
        and row.source_start is not None
        and 0 <= row.source_start - last.source_end <= _GAP
    )


def show(number: int, passage: Passage, own: str, texts: Texts, known: Mapping[str, Known], here: str) -> str:
    """Show a passage beside its source.

    Parameters
    ----------
    number : int
        Makes the element's id: ``r1`` and so on.
    passage : Passage
        The passage.
    own : str
        Text of the report it stands in.
    texts : Texts
        Texts of all reports.
    known : mapping of str to Known
        All reports.
    here : str
        File of this page.

    Returns
    -------
    str
        HTML; each side leads to its place in the text.
    """
    left = own[passage.start : passage.end]
    right = texts.get(passage.source_report_id, passage.source_start, passage.source_end)
    source = known.get(passage.source_report_id)
    address = "" if source is None or source.file == here else source.file
    name = passage.source_report_id if source is None else source.title or passage.source_report_id
    shown_left, shown_right = compared(left, right)
    notes = [
        both("origins", passage.origin),
        f'相似 {passage.similarity:.0%} <small lang="en">similar</small>',
    ]
    if passage.numbers_changed:
        notes.append('数字有变 <small lang="en">numbers changed</small>')
    span = f"#s={passage.source_start}-{passage.source_end}"
    target = text(name) if source is None else f'<a class="source" href="{address}{span}">{text(name)}</a>'
    return (
        f'<div class="pair" id="r{number}"><p class="about"><b class="o {text(passage.origin)}">'
        f"{notes[0]}</b> {' · '.join(notes[1:])}</p>"
        f'<blockquote><p><a href="#s={passage.start}-{passage.end}">本报告 '
        f'<small lang="en">this report</small></a></p>{shown_left}</blockquote>'
        f"<blockquote><p>{target}</p>{shown_right}</blockquote></div>"
    )


def compared(left: str, right: str) -> tuple[str, str]:
    """Mark where two texts differ; other widths and spaces are no difference.

    Parameters
    ----------
    left, right : str
        The texts.

    Returns
    -------
    tuple of str
        Both as HTML, every character as printed.
    """
    if left == right:
        same = text(left)
        return same, same
    views = normalize(left), normalize(right)
    steps = [step for step in Indel.opcodes(views[0].text, views[1].text) if step.tag != "equal"]
    changed = (
        [views[0].span(s.src_start, s.src_end) for s in steps if s.src_start < s.src_end],
        [views[1].span(s.dest_start, s.dest_end) for s in steps if s.dest_start < s.dest_end],
    )
    return _marked(left, changed[0]), _marked(right, changed[1])


def _marked(shown: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts.append(f"{text(shown[done:start])}<mark>{text(shown[start:end])}</mark>")
        done = end
    return "".join(parts) + text(shown[done:])

"""The published measures of each report, section and paragraph."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.bags import Vector, Vocabulary
from govnlp.reuse.index import SECTIONS
from govnlp.reuse.origins import ORIGINS
from govnlp.reuse.profiles import (
    Edits,
    adjusted_modification,
    novelty,
    prior_likeness,
    section_likeness,
)
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.result import Reuse
from govnlp.reuse.templates import redundant, sticky, templates
from govnlp.reuse.words import Sequences, character_sequences, word_sequences

# A word has two characters on average.
_TEMPLATE_WORDS, _TEMPLATE_CHARACTERS = 4, 8
_STICKY_WORDS, _STICKY_CHARACTERS = 8, 8
_DIGITS = 6
_UNITS = ("characters", "words")
_FLAGS = tuple(
    f"{name}_{unit}"
    for unit in _UNITS
    for name in ("boilerplate_lang", "boilerplate_dyer", "stickiness", "redundancy")
)
_PAIRED = ("modification", "modification_adjusted", "cosine", "jaccard", "edit_similarity")
_SHARES = (*(f"share_{name}" for name in ORIGINS), "coverage", *_FLAGS)
# Of the columns of `Measures._columns`: what each share is of what.
_PARTS = list(range(3, 3 + len(_SHARES)))
_WHOLES = [*[1] * len(ORIGINS), 3 + len(_SHARES), *(1 + _UNITS.index(f.rpartition("_")[2]) for f in _FLAGS)]
_COLUMNS = (
    *("report_id", "scope", "scope_id", "prior_report_id", "sentences", *_UNITS),
    *_SHARES,
    *(*_PAIRED, "novelty", "impact", "reason"),
)
_MANDATED = ORIGINS.index("mandated")
Row = dict[str, Any]
Values = Sequence[float | None]
_UNPAIRED: Values = (None,) * len(_PAIRED)


class _Scope(NamedTuple):
    """A report, section or paragraph: its kind, its id, and the key that a section has."""

    kind: str
    name: str
    key: str | None = None


class Measures:
    r"""Measures of reuse.

    All but `modification_adjusted` and `impact` are in [0, 1]. Of a scope (report, section, paragraph) with
    sentences :math:`s` of :math:`|s|` characters (folded, without spaces) or words (without punctuation):

    - ``share_o``: :math:`\sum_{o(s)=o}|s| / \sum|s|`, in characters; the seven shares sum to 1. None
      where the origin could not be tried.
    - ``coverage``: characters that the alignment with the source keeps, over the characters that are not
      prescribed wording. 1 for a copy, 0 for a text without sources.
    - ``boilerplate_lang``, ``boilerplate_dyer``: units of the sentences with a template n-gram over all
      units; n-grams of 4 words, or of 8 characters (`govnlp.reuse.templates.templates`).
    - ``stickiness``: units of the sentences with an 8-gram of the unit's last report over all units.
    - ``redundancy``: units of the sentences that stand in the report more than once over all units.
    - ``cosine``, ``jaccard``, ``edit_similarity``: against the last report, or its section of the same key
      (`govnlp.reuse.profiles.likeness`, `govnlp.reuse.profiles.Edits`); ``modification`` is one minus the
      cosine, ``modification_adjusted`` the same without what the length explains
      (`govnlp.reuse.profiles.adjusted_modification`).
    - ``novelty``, ``impact``: `govnlp.reuse.profiles.novelty`; of whole reports only.

    Parameters
    ----------
    reuse : Reuse
        Where the sentences come from.
    """

    def __init__(self, reuse: Reuse) -> None:
        self._reuse = reuse
        ranked, forms, settings = reuse.ranked, reuse.forms, reuse.settings
        words = word_sequences(forms, _TEMPLATE_WORDS)
        characters = character_sequences(forms, _TEMPLATE_CHARACTERS)
        sizes = ranked.texts.size[ranked.text], words.size[ranked.form].astype(np.int32)
        self._sizes = np.stack(sizes, axis=1)
        repeated = redundant(ranked, forms, settings.min_characters)
        flags: list[NDArray[np.bool_]] = []
        for short, long in (
            (characters, _longer(characters, _STICKY_CHARACTERS)),
            (words, _longer(words, _STICKY_WORDS)),
        ):
            found = templates(ranked, short, settings)
            self._measured = found.measured
            flags += [found.lang, found.dyer, sticky(ranked, long), repeated]
        self._flags = np.stack(flags, axis=1)
        self._kept = self._aligned()
        self._edits = Edits(ranked, characters)
        vocabulary = Vocabulary(ranked, words)
        found_new = novelty(ranked, vocabulary)
        self._novelty, self._impact = found_new.novelty, found_new.impact
        self._whole = prior_likeness(ranked, vocabulary)
        self._sections = section_likeness(ranked, words, vocabulary.weight)
        self._adjusted = adjusted_modification(1 - self._whole.cosine, _lengths(ranked, self._sizes[:, 1]))

    def rows(
        self, report_id: str, paragraphs: Sequence[str], sections: Sequence[tuple[str, str] | None]
    ) -> list[Row]:
        """Give the measures of a report, of its sections and of its paragraphs.

        Parameters
        ----------
        report_id : str
            The report.
        paragraphs : sequence of str
            Paragraph of each sentence.
        sections : sequence of (str, str) or None
            Id and key of the section of each sentence.

        Returns
        -------
        list of dict
            Columns of the table ``reuse_reports``.
        """
        place = self._reuse.place(report_id)
        keys = {section[0]: section[1] for section in sections if section}
        scopes = [_Scope("report", report_id)]
        scopes += [_Scope("section", name, key) for name, key in keys.items()]
        scopes += [_Scope("paragraph", name) for name in dict.fromkeys(paragraphs)]
        number = {scope[:2]: n for n, scope in enumerate(scopes)}
        inside = np.zeros((len(scopes), len(paragraphs)))
        inside[0] = 1
        for at, (paragraph, section) in enumerate(zip(paragraphs, sections, strict=True)):
            inside[number["paragraph", paragraph], at] = 1
            if section:
                inside[number["section", section[0]], at] = 1
        sums = inside @ self._columns(report_id)
        paired = self._paired(place, list(dict.fromkeys(keys.values())))
        counts = sums[:, :3].astype(np.int64).tolist()
        shares = _divided(sums, self._known(report_id, place))
        last = int(self._reuse.ranked.prior[place])
        prior = self._reuse.ranked.documents[last].report_id if last >= 0 else None
        of_whole = _number(self._novelty[place]), _number(self._impact[place])
        reason = ";".join(
            reason
            for reason, holds in (
                ("no_prior_report", last < 0),
                ("too_few_issuers", not self._measured[place]),
            )
            if holds
        )
        made = []
        for scope, count, share in zip(scopes, counts, shares, strict=True):
            whole = scope.kind == "report"
            head = (report_id, scope.kind, scope.name, prior, *count)
            pair = _UNPAIRED if scope.kind == "paragraph" else paired.get(scope.key, _UNPAIRED)
            tail = (*(of_whole if whole else (None, None)), reason)
            made.append(dict(zip(_COLUMNS, (*head, *share, *pair, *tail), strict=True)))
        return made

    def _columns(self, report_id: str) -> Vector:
        """Give what is summed over the sentences of a report: whole numbers, and products that sum exactly.

        One; characters and words; characters by origin; what alignments keep of what is not prescribed; units
        of flagged sentences; characters not prescribed.
        """
        rows = self._reuse.rows(report_id)
        inside = slice(rows.start, rows.stop)
        sizes = self._sizes[inside].astype(float)
        origin = self._reuse.origins.origin[inside]
        free = origin != _MANDATED
        characters = sizes[:, :1]
        return np.hstack(
            [
                np.ones_like(characters),
                sizes,
                (origin[:, None] == np.arange(len(ORIGINS))) * characters,
                (self._kept[inside] * free)[:, None],
                self._flags[inside] * np.repeat(sizes, len(_FLAGS) // len(_UNITS), axis=1),
                characters * free[:, None],
            ]
        )

    def _known(self, report_id: str, place: int) -> list[bool]:
        """Say of each share whether it can be told of a report."""
        tried = self._reuse.tried(report_id)
        known = dict.fromkeys(_SHARES, True) | {f"share_{name}": name in tried for name in ORIGINS}
        for name in _FLAGS:
            if name.startswith("boilerplate"):
                known[name] = bool(self._measured[place])
            elif name.startswith("stickiness"):
                known[name] = bool(self._reuse.ranked.prior[place] >= 0)
        return list(known.values())

    def _paired(self, place: int, keys: Sequence[str]) -> dict[str | None, Values]:
        """Compare a report, and its sections by their keys, with the last report; None is the report."""
        if self._reuse.ranked.prior[place] < 0:
            return {}
        codes = [SECTIONS.index(key) for key in keys]
        whole, edits = self._edits.of(place, codes)
        adjusted = _number(self._adjusted[place])
        cosine, jaccard = self._whole.cosine[place], self._whole.jaccard[place]
        made: dict[str | None, Values] = {}
        made[None] = _likeness(cosine, jaccard, whole, adjusted)
        for key, code, edit in zip(keys, codes, edits, strict=True):
            cosine, jaccard = self._sections.cosine[place, code], self._sections.jaccard[place, code]
            made[key] = _likeness(cosine, jaccard, edit, None)
        return made

    def _aligned(self) -> NDArray[np.float64]:
        """Characters of each row that the alignment with its source keeps; the last report goes first."""
        ranked, origins = self._reuse.ranked, self._reuse.origins
        size = self._sizes[:, 0].astype(np.int64)
        kept = np.zeros(len(size))
        rows = np.flatnonzero(origins.source >= 0)
        partner = size[origins.source[rows]]
        kept[rows] = np.minimum(self._reuse.similarity[rows] * (size[rows] + partner) / 2, size[rows])
        prior = self._reuse.prior.source
        same = np.flatnonzero(prior >= 0)
        same = same[ranked.text[same] == ranked.text[prior[same]]]
        kept[same] = size[same]
        return kept


def _longer(sequences: Sequences, gram: int) -> Sequences:
    return Sequences(sequences.units, sequences.start, sequences.size, gram)


def _lengths(ranked: Ranked, sizes: NDArray[np.int32]) -> NDArray[np.int64]:
    """Sum the sizes of the sentences of each report."""
    sums = np.append(0, np.cumsum(sizes, dtype=np.int64))
    made: NDArray[np.int64] = np.diff(sums[ranked.first])
    return made


def _likeness(cosine: float, jaccard: float, edit: float | None, adjusted: float | None) -> Values:
    """Give the columns `_PAIRED`; without text to compare with, what is not adjusted is None."""
    if edit is None:
        return (None, adjusted, None, None, None)
    return (_number(1 - cosine), adjusted, _number(cosine), _number(jaccard), _number(edit))


def _divided(sums: Vector, known: Sequence[bool]) -> list[list[float | None]]:
    """Give the shares of each scope by its sums; None where there is nothing to divide by, or unknown."""
    part, whole = sums[:, _PARTS], sums[:, _WHOLES]
    made: list[list[float | None]] = (part / np.where(whole > 0, whole, 1)).tolist()
    # Most sentences, so most paragraphs, have one origin: rounding is the dear part.
    for row, column in zip(*map(np.ndarray.tolist, np.nonzero((part > 0) & (part < whole))), strict=True):
        made[row][column] = round(made[row][column], _DIGITS)
    missing = (whole == 0) | ~np.array(known)
    for row, column in zip(*map(np.ndarray.tolist, np.nonzero(missing)), strict=True):
        made[row][column] = None
    return made


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), _DIGITS)

"""The published measures of each report, section and paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse.fingerprint import Index
from govnlp.reuse.origins import ORIGINS
from govnlp.reuse.profiles import (
    Vocabulary,
    adjusted_modification,
    bag_of,
    cosine,
    likeness,
    novelty,
)
from govnlp.reuse.ranked import Ranked
from govnlp.reuse.result import Reuse
from govnlp.reuse.templates import redundant, sticky, templates
from govnlp.reuse.words import Sequences, character_sequences, word_sequences

# A word has two characters on average.
_TEMPLATE_WORDS, _TEMPLATE_CHARACTERS = 4, 8
_STICKY_WORDS, _STICKY_CHARACTERS = 8, 8
_DIGITS = 6
Row = dict[str, Any]
_PAIRED = ("modification", "modification_adjusted", "cosine", "jaccard", "edit_similarity")


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
      (`govnlp.reuse.profiles.likeness`); ``modification`` is one minus the cosine,
      ``modification_adjusted`` the same without what the length explains
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
        self._words = words
        self._vocabulary = Vocabulary(ranked, words)
        size = {
            "characters": ranked.texts.size[ranked.text].astype(np.int64),
            "words": words.size[ranked.form],
        }
        self._size = size
        repeated = redundant(ranked, forms, settings.min_characters)
        self._flags: dict[str, tuple[str, NDArray[np.bool_]]] = {}
        for unit, short, long in (
            ("characters", characters, _longer(characters, _STICKY_CHARACTERS)),
            ("words", words, _longer(words, _STICKY_WORDS)),
        ):
            found = templates(ranked, short, settings)
            self._measured = found.measured
            self._flags[f"boilerplate_lang_{unit}"] = unit, found.lang
            self._flags[f"boilerplate_dyer_{unit}"] = unit, found.dyer
            self._flags[f"stickiness_{unit}"] = unit, sticky(ranked, long)
            self._flags[f"redundancy_{unit}"] = unit, repeated
        self._kept = self._aligned()
        self._novelty = novelty(ranked, self._vocabulary)
        self._cosine: NDArray[np.float64] = np.full(len(reuse), np.nan)
        for place in np.flatnonzero(ranked.prior >= 0).tolist():
            bags = self._vocabulary.bag(place), self._vocabulary.bag(int(ranked.prior[place]))
            self._cosine[place] = cosine(*bags, self._vocabulary.weight)
        lengths = np.array([size["words"][a:b].sum() for a, b in _edges(ranked)], np.int64)
        self._adjusted = adjusted_modification(1 - self._cosine, lengths)

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
        rows = np.array(self._reuse.rows(report_id), np.int64)
        made = [self._row(report_id, "report", report_id, rows, None)]
        for scope, names in (("section", [s[0] if s else None for s in sections]), ("paragraph", paragraphs)):
            keys = {s[0]: s[1] for s in sections if s}
            for name in dict.fromkeys(n for n in names if n is not None):
                inside = rows[[n == name for n in names]]
                made.append(self._row(report_id, scope, str(name), inside, keys.get(str(name))))
        return made

    def _row(self, report_id: str, scope: str, scope_id: str, rows: Index, key: str | None) -> Row:
        place = self._reuse.place(report_id)
        ranked = self._reuse.ranked
        last = int(ranked.prior[place])
        row: Row = {
            "report_id": report_id,
            "scope": scope,
            "scope_id": scope_id,
            "prior_report_id": ranked.documents[last].report_id if last >= 0 else None,
            "sentences": len(rows),
            "characters": int(self._size["characters"][rows].sum()),
            "words": int(self._size["words"][rows].sum()),
        }
        row |= self._shares(report_id, rows)
        for name, (unit, flags) in self._flags.items():
            known = bool(self._measured[place]) if name.startswith("boilerplate") else True
            known = last >= 0 if name.startswith("stickiness") else known
            row[name] = _ratio(self._size[unit][rows][flags[rows]].sum(), row[unit]) if known else None
        row |= dict.fromkeys(_PAIRED)
        if last >= 0 and scope != "paragraph":
            row |= self._likeness(place, key if scope == "section" else None)
            if scope == "report":
                row["modification_adjusted"] = _number(self._adjusted[place])
        whole = scope == "report"
        row["novelty"] = _number(self._novelty.novelty[place]) if whole else None
        row["impact"] = _number(self._novelty.impact[place]) if whole else None
        row["reason"] = ";".join(
            reason
            for reason, holds in (
                ("no_prior_report", last < 0),
                ("too_few_issuers", not self._measured[place]),
            )
            if holds
        )
        return row

    def _shares(self, report_id: str, rows: Index) -> Row:
        size = self._size["characters"][rows]
        origin = self._reuse.origins.origin[rows]
        tried = self._reuse.tried(report_id)
        sums = np.bincount(origin, size, len(ORIGINS))
        total = int(size.sum())
        made: Row = {
            f"share_{name}": _ratio(sums[code], total) if name in tried else None
            for code, name in enumerate(ORIGINS)
        }
        free = origin != ORIGINS.index("mandated")
        made["coverage"] = _ratio(self._kept[rows][free].sum(), int(size[free].sum()))
        return made

    def _likeness(self, place: int, key: str | None) -> Row:
        """Compare a report, or its section of a key, with the last report."""
        ranked = self._reuse.ranked
        sides = []
        for document in (place, int(ranked.prior[place])):
            rows = np.arange(ranked.first[document], ranked.first[document + 1])
            if key is not None:
                rows = rows[ranked.section[rows] == _code(key)]
            sides.append(rows)
        if not len(sides[1]):
            return dict.fromkeys(_PAIRED)
        bags = [bag_of(self._words, ranked.form[rows].astype(np.int64)) for rows in sides]
        texts = ["".join(ranked.texts.strings(ranked.text[rows].astype(np.int64))) for rows in sides]
        found = likeness(bags[0], bags[1], texts[0], texts[1], self._vocabulary.weight)
        return {
            "modification": _number(1 - found.cosine),
            "modification_adjusted": None,
            "cosine": _number(found.cosine),
            "jaccard": _number(found.jaccard),
            "edit_similarity": _number(found.edit),
        }

    def _aligned(self) -> NDArray[np.float64]:
        """Characters of each row that the alignment with its source keeps; the last report goes first."""
        ranked, origins = self._reuse.ranked, self._reuse.origins
        size = self._size["characters"]
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


def _edges(ranked: Ranked) -> list[tuple[int, int]]:
    return list(zip(ranked.first[:-1].tolist(), ranked.first[1:].tolist(), strict=True))


def _code(key: str) -> int:
    from govnlp.reuse.index import SECTIONS

    return SECTIONS.index(key)


def _ratio(part: float, whole: int) -> float | None:
    return round(float(part) / whole, _DIGITS) if whole else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _DIGITS)

"""The whole of it: an index to origins, and the matches of one report after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from govnlp.display import Listing
from govnlp.errors import UsageError
from govnlp.model import Match, Report
from govnlp.reuse.candidates import candidates
from govnlp.reuse.compare import compare
from govnlp.reuse.content import Contents
from govnlp.reuse.fingerprint import Index, Numbers, numbered, paired
from govnlp.reuse.forms import Forms, similarities
from govnlp.reuse.index import ReuseIndex, document_of, sentences_of
from govnlp.reuse.moved import match_moved
from govnlp.reuse.names import only_names_changed
from govnlp.reuse.origins import ORIGINS, decide
from govnlp.reuse.prior import match_prior
from govnlp.reuse.ranked import rank
from govnlp.reuse.settings import ReuseSettings

_PAIRS = 200_000
_NEVER = 9_999


class Reuse:
    """Where every sentence of a corpus comes from.

    Parameters
    ----------
    index : ReuseIndex
        The reports.
    settings : ReuseSettings, optional
        Thresholds.

    Attributes
    ----------
    ranked, forms, contents, families, prior, origins
        The steps, see their modules; rows are sentences, in the order of `govnlp.reuse.ranked.Ranked`.
    similarity : array of float32
        One a row: aligned character similarity to the source, numbers included, in [0, 1]; NaN without
        source.

    Examples
    --------
    >>> index = ReuseIndex()  # doctest: +SKIP
    >>> index.add((document_of(r), sentences_of(r)) for r in corpus)  # doctest: +SKIP
    >>> Reuse(index).matches(report.report_id, [s.text for s in report.sentences])  # doctest: +SKIP
    """

    def __init__(self, index: ReuseIndex, settings: ReuseSettings | None = None) -> None:
        self.settings = settings or ReuseSettings()
        self.ranked = rank(index, self.settings.prior_gap)
        self.forms = Forms(self.ranked)
        self.contents = Contents(self.forms)
        found = candidates(self.forms, self.settings.min_characters)
        self.families = compare(self.forms, found, self.settings.similarity)
        aligned = match_prior(self.ranked, self.forms, self.contents, self.settings)
        self.prior = match_moved(self.ranked, self.forms, self.contents, aligned, self.settings)
        self.origins = decide(
            self.ranked, self.forms, self.contents, self.families, self.prior, self.settings
        )
        self.similarity = self._similarity()
        documents = self.ranked.documents
        self._units = Counter(region for region, _ in {(d.region, d.issuer_id) for d in documents})
        # Ranked by year, so the first that is met is the earliest.
        self._first_year: dict[str, int] = {}
        for document in documents:
            if document.issuer_id and document.year:
                self._first_year.setdefault(document.issuer_id, document.year)
        self._rank_of = {d.report_id: n for n, d in enumerate(self.ranked.documents)}

    def __len__(self) -> int:
        return len(self.ranked.documents)

    def __repr__(self) -> str:
        return f"<Reuse: {len(self.ranked.form)} sentences of {len(self)} reports>"

    def place(self, report_id: str) -> int:
        """Give the rank of a report.

        Raises
        ------
        UsageError
            If the index does not have it.
        """
        if report_id not in self._rank_of:
            raise UsageError("no such report in the index", source=report_id)
        return self._rank_of[report_id]

    def rows(self, report_id: str) -> range:
        """Give the rows of a report."""
        place = self.place(report_id)
        return range(int(self.ranked.first[place]), int(self.ranked.first[place + 1]))

    def report_of(self, row: int) -> str:
        """Give the report of a row."""
        return self.ranked.documents[int(self.ranked.document[row])].report_id

    def matches(self, report_id: str, texts: Sequence[str]) -> list[Match]:
        """Give the matches of a report.

        Parameters
        ----------
        report_id : str
            The report.
        texts : sequence of str
            Its narrative sentences as printed, in order.

        Returns
        -------
        list of Match
            One a sentence, novel ones included.

        Raises
        ------
        UsageError
            If the index does not have it, or with another number of sentences.
        """
        rows = self.rows(report_id)
        if len(rows) != len(texts):
            raise UsageError("the index has other sentences of this report", source=report_id)
        return Listing(self._matched(report_id, rows, texts))

    def _matched(self, report_id: str, rows: range, texts: Sequence[str]) -> Iterator[Match]:
        """Put the columns of a report's rows side by side."""
        ranked = self.ranked
        inside = slice(rows.start, rows.stop)
        source = self.origins.source[inside]
        at = np.maximum(source, 0)
        same_text = ranked.text[at] == ranked.text[inside]
        same_form = ranked.form[at] == ranked.form[inside]
        reasons = self._untried(report_id)
        # Reasons of the origins that go before each one.
        untried = {
            o: ";".join(reasons[x] for x in ORIGINS[:n] if x in reasons) for n, o in enumerate(ORIGINS)
        }
        columns = zip(
            texts,
            ranked.start[inside].tolist(),
            ranked.end[inside].tolist(),
            map(ORIGINS.__getitem__, self.origins.origin[inside].tolist()),
            source.tolist(),
            ranked.document[at].tolist(),
            ranked.start[at].tolist(),
            ranked.end[at].tolist(),
            self.similarity[inside].tolist(),
            (same_form & ~same_text).tolist(),
            self._rules(inside, source, same_text, same_form),
            strict=True,
        )
        for number, (text, start, end, origin, row, home, first, last, score, changed, rule) in enumerate(
            columns, 1
        ):
            found = row >= 0
            yield Match(
                report_id,
                f"{report_id}:s{number:04d}",
                start,
                end,
                text,
                origin,
                ranked.documents[home].report_id if found else None,
                first if found else None,
                last if found else None,
                round(score, 4) if found else None,
                changed if found else None,
                rule,
                untried[origin],
            )

    def _rules(
        self, inside: slice, source: Index, same_text: NDArray[np.bool_], same_form: NDArray[np.bool_]
    ) -> list[str]:
        """Say of each row how it was matched."""
        origins = self.origins
        made = np.where(same_text, "exact", np.where(same_form, "masked", "edited")).astype("U18")
        made[source < 0] = ""
        stock = origins.origin[inside] == ORIGINS.index("national")
        made[(source < 0) & stock] = "document_frequency"
        rules: list[str] = made.tolist()
        edited = np.flatnonzero(made == "edited")
        left = self.forms.strings(self.ranked.form[inside][edited])
        right = self.forms.strings(self.ranked.form[source[edited]])
        for place, one, other in zip(edited.tolist(), left, right, strict=True):
            if only_names_changed(one, other):
                rules[place] = "names"
        mandated = origins.mandated[inside]
        for place in np.flatnonzero(mandated >= 0).tolist():
            rules[place] = origins.rules[mandated[place]]
        return rules

    def _untried(self, report_id: str) -> dict[str, str]:
        """Say which origins cannot be tried for a report, and why."""
        place = self.place(report_id)
        document = self.ranked.documents[place]
        reasons: dict[str, str] = {}
        if self.ranked.prior[place] < 0:
            reasons["self_prior"] = "no_prior_report" if document.issuer_id and document.year else "no_issuer"
        if not document.region:
            reasons["same_region"] = "no_region"
        elif not document.year:
            reasons["same_region"] = "no_year"
        elif self._units[document.region] < 2:
            reasons["same_region"] = "no_other_report_of_the_region"
        if not document.superior_id:
            reasons["superior"] = "no_superior"
        elif self._first_year.get(document.superior_id, _NEVER) > (document.year or 0):
            reasons["superior"] = "no_report_of_the_superior"
        return reasons

    def tried(self, report_id: str) -> frozenset[str]:
        """Give the origins that could be tried for a report."""
        return frozenset(ORIGINS) - frozenset(self._untried(report_id))

    def _similarity(self) -> NDArray[np.float32]:
        made = np.full(len(self.ranked.form), np.nan, np.float32)
        rows = np.flatnonzero(self.origins.source >= 0)
        left, right = self.ranked.text[rows], self.ranked.text[self.origins.source[rows]]
        numbers, first = numbered(paired(left, right))
        made[rows] = self._compared(left[first], right[first])[numbers]
        return made

    def _compared(self, left: Numbers, right: Numbers) -> NDArray[np.float32]:
        scores = np.ones(len(left), np.float32)
        different = np.flatnonzero(left != right)
        for at in range(0, len(different), _PAIRS):
            pairs = different[at : at + _PAIRS]
            texts = self.ranked.texts
            scores[pairs] = similarities(texts.strings(left[pairs]), texts.strings(right[pairs]), 0)
        return scores


def reuse_of(reports: Iterable[Report], settings: ReuseSettings | None = None) -> Reuse:
    """Find reuse among reports.

    Parameters
    ----------
    reports : iterable of Report
        Read one after the other; only their sentences are kept.
    settings : ReuseSettings, optional
        Thresholds.

    Returns
    -------
    Reuse
        Where every sentence comes from.

    Raises
    ------
    UsageError
        If two reports have the same id.
    """
    index = ReuseIndex()
    index.add((document_of(report), sentences_of(report)) for report in reports)
    return Reuse(index, settings)

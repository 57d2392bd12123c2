"""The sentences of an index in one order that does not depend on how the index grew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govnlp.reuse import kernels
from govnlp.reuse.fingerprint import Codes, Index, Numbers, decode, numbered, split
from govnlp.reuse.index import Document, ReuseIndex

_NONE = -1


@dataclass(frozen=True, slots=True)
class Ranked:
    """All sentences, ranked: reports by year, day of publication and id; sentences in text order.

    Parameters
    ----------
    documents : list of Document
        In rank order.
    issuer, region, superior, year : array of int32
        One a document: codes of its issuer, region and superior (an issuer code), -1 where unknown; year, 0
        where unknown.
    prior : array of int32
        One a document: rank of the unit's last report, -1 without one.
    first : array of int64
        One a document and one more: its first row.
    document : array of int32
        One a row: rank of its document.
    start, end : array of int32
        One a row: offsets in the report.
    section : array of int8
        One a row: place of its section's key in `govnlp.reuse.index.SECTIONS`.
    text : array of int32
        One a row: number of its distinct folded text.
    form : array of int32
        One a row: number of its distinct masked text. Forms are numbered by how many documents have them,
        most first, then by first use.
    form_text : array of int32
        One a form: a distinct text that has it.
    spread : array of int32
        One a form: documents that have it.
    """

    documents: list[Document]
    issuer: NDArray[np.int32]
    region: NDArray[np.int32]
    superior: NDArray[np.int32]
    year: NDArray[np.int32]
    prior: NDArray[np.int32]
    first: Index
    document: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    section: NDArray[np.int8]
    text: NDArray[np.int32]
    form: NDArray[np.int32]
    form_text: NDArray[np.int32]
    spread: NDArray[np.int32]
    texts: Texts


@dataclass(frozen=True, slots=True)
class Texts:
    """The distinct folded texts, where they lie.

    Parameters
    ----------
    pools : list of array
        One a segment.
    segment : array of int32
        One a text: its segment.
    at, size : array
        One a text: where in that pool.
    """

    pools: list[Codes]
    segment: NDArray[np.int32]
    at: Index
    size: NDArray[np.int32]

    def codes(self, numbers: Index | Numbers) -> tuple[Codes, Index]:
        """Give some texts laid end to end.

        Parameters
        ----------
        numbers : array of int
            Which texts.

        Returns
        -------
        codes, bounds
            Their characters, and where each starts, with the end.
        """
        sizes = self.size[numbers].astype(np.int64)
        bounds = np.zeros(len(numbers) + 1, np.int64)
        np.cumsum(sizes, out=bounds[1:])
        made = np.empty(bounds[-1], np.uint16)
        homes = self.segment[numbers]
        for segment in np.flatnonzero(np.bincount(homes)):
            here = np.flatnonzero(homes == segment)
            at = self.at[numbers[here]]
            kernels.gather_into(self.pools[segment], at, bounds[here], sizes[here], made)
        return made, bounds

    def string(self, number: int) -> str:
        """Give one text as a string."""
        at = int(self.at[number])
        return decode(self.pools[self.segment[number]][at : at + int(self.size[number])])

    def strings(self, numbers: Index | Numbers) -> list[str]:
        """Give some texts as strings."""
        return split(*self.codes(numbers))


def rank(index: ReuseIndex, prior_gap: int = 1) -> Ranked:
    """Bring the segments of an index into one order.

    Parameters
    ----------
    index : ReuseIndex
        The index.
    prior_gap : int
        Years that a unit's last report may lie back.

    Returns
    -------
    Ranked
        The same for the same set of reports, however they were added.
    """
    given = [document for segment in index.segments for document in segment.documents]
    order = sorted(range(len(given)), key=lambda n: _key(given[n]))
    documents = [given[n] for n in order]
    rows, sizes = _rows(index, order)
    document = np.repeat(np.arange(len(documents), dtype=np.int32), sizes)
    segment = np.repeat(
        np.arange(len(index.segments), dtype=np.int32), [len(s.rows) for s in index.segments]
    )[rows]

    def column(name: str, kind: type) -> Any:
        return _joined([np.asarray(s.rows[name]) for s in index.segments], kind)[rows]

    text, first_of_text = numbered(column("exact", np.uint64))
    form, first_of_form = numbered(column("masked", np.uint64))
    form, first_of_form, spread = _by_spread(form, first_of_form, document)
    at, size = column("at", np.int64), column("size", np.int32)
    texts = Texts(
        [s.pool for s in index.segments], segment[first_of_text], at[first_of_text], size[first_of_text]
    )
    issuer, region, superior = _codes(documents)
    year = np.array([d.year or 0 for d in documents], np.int32)
    return Ranked(
        documents,
        issuer,
        region,
        superior,
        year,
        _priors(documents, issuer, year, prior_gap),
        np.append(0, np.cumsum(sizes)),
        document,
        column("start", np.int32),
        column("end", np.int32),
        column("section", np.int8),
        text,
        form,
        text[first_of_form],
        spread,
        texts,
    )


def _key(document: Document) -> tuple[int, str, str]:
    return document.year or 0, document.published, document.report_id


def _joined(parts: list[Any], kind: type) -> Any:
    return np.concatenate([*parts, np.empty(0, kind)]).astype(kind, copy=False)


def _rows(index: ReuseIndex, order: list[int]) -> tuple[Index, Index]:
    """Give the rows of ordered documents, as places in all segments end to end, and how many each has."""
    counts = [np.bincount(s.rows["document"], minlength=len(s.documents)) for s in index.segments]
    sizes = _joined(counts, np.int64)
    starts = (np.cumsum(sizes) - sizes)[order]
    sizes = sizes[order]
    rows = np.arange(sizes.sum()) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    return rows, sizes


def spread_of(group: Numbers, document: Numbers) -> Numbers:
    """Count the documents that have each group; one of both a row, rows ordered by document."""
    count = int(group.max(initial=-1)) + 1
    spread = np.zeros(count, np.int32)
    kernels.spread_into(group, document, np.full(count, -1, np.int32), spread)
    return spread


def _by_spread(
    form: NDArray[np.int32], first: Index, document: NDArray[np.int32]
) -> tuple[NDArray[np.int32], Index, NDArray[np.int32]]:
    """Number the forms anew by how many documents have them, most first."""
    spread = spread_of(form, document)
    order = np.argsort(-spread, kind="stable")
    place = np.empty(len(first), np.int32)
    place[order] = np.arange(len(first), dtype=np.int32)
    return place[form], first[order], spread[order]


def _codes(documents: list[Document]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Codes of issuers, regions and superiors, in the order of their names."""
    same = _same_units({d.issuer_id for d in documents if d.issuer_id})
    numbers = {name: n for n, name in enumerate(sorted(set(same.values())))}
    code = {name: numbers[whole] for name, whole in same.items()}
    regions = {name: n for n, name in enumerate(sorted({d.region for d in documents if d.region}))}

    def coded(names: list[str | None], codes: dict[str, int]) -> NDArray[np.int32]:
        return np.array([codes.get(name, _NONE) if name else _NONE for name in names], np.int32)

    return (
        coded([d.issuer_id for d in documents], code),
        coded([d.region for d in documents], regions),
        coded([d.superior_id for d in documents], code),
    )


def _same_units(names: set[str]) -> dict[str, str]:
    """Bring together the ids of units told by place and name alone, however much of the place is printed.

    ``澜亭区-柳桥街道办事处`` is ``云溪市澜亭区-柳桥街道办事处``, if no other place that ends so has a unit
    of this name.
    """
    places: dict[str, list[str]] = {}
    for name in names:
        place, _, unit = name.partition("-")
        if unit and not place.isdigit():
            places.setdefault(unit, []).append(place)
    same = {name: name for name in names}
    for unit, known in places.items():
        for place in known:
            longer = [other for other in known if other != place and other.endswith(place)]
            whole = max(longer, key=len, default=place)
            if all(whole.endswith(other) for other in longer):
                same[f"{place}-{unit}"] = f"{whole}-{unit}"
    return same


def _priors(
    documents: list[Document], issuer: NDArray[np.int32], year: NDArray[np.int32], gap: int
) -> NDArray[np.int32]:
    """Find the last report of each document's unit: of a year with several, the one published last."""
    current: dict[tuple[int, int], int] = {}
    for number in range(len(documents)):
        if issuer[number] >= 0 and year[number]:
            current[int(issuer[number]), int(year[number])] = number
    found = np.full(len(documents), _NONE, np.int32)
    for number in range(len(documents)):
        for back in range(1, gap + 1):
            last = current.get((int(issuer[number]), int(year[number]) - back))
            if last is not None:
                found[number] = last
                break
    return found

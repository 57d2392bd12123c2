"""First verb: index. Reports to segments of hashed sentences, in memory or in a folder that grows.

A segment is written once and never changed. It keeps, of each sentence, two hashes, its offsets and its
folded text. What is found later depends on the set of reports alone: documents are ranked by year, day of
publication and id, not by when they were added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govnlp.errors import UsageError
from govnlp.model import Report
from govnlp.reuse.fingerprint import Codes, digest

FORMAT = 2
SECTIONS = (
    "",
    "overview",
    "proactive_tables",
    "request_tables",
    "review_litigation",
    "problems",
    "other",
    "free",
)
_SECTION_CODE = {key: code for code, key in enumerate(SECTIONS)}
_SEGMENT_SENTENCES = 100_000
# Small enough for the work arrays of a batch to stay in the cache.
_BATCH_SENTENCES = 3_500
_ROW = np.dtype(
    [
        ("exact", np.uint64),
        ("masked", np.uint64),
        ("at", np.int64),
        ("document", np.int32),
        ("start", np.int32),
        ("end", np.int32),
        ("size", np.int32),
        ("section", np.int8),
    ]
)


@dataclass(frozen=True, slots=True)
class Document:
    """What the index wants to know of a report.

    Parameters
    ----------
    report_id : str
        Its id.
    issuer_id, region, superior_id : str or None
        As in `govnlp.model.Report`; None where unknown.
    year : int or None
        Year reported on.
    published : str
        Day of publication, ISO 8601; empty where unknown.
    level : str or None
        Kind of body.
    """

    report_id: str
    issuer_id: str | None = None
    region: str | None = None
    superior_id: str | None = None
    year: int | None = None
    published: str = ""
    level: str | None = None


# Start, end, text, and key of the section (empty before the first one).
Sentences = Sequence[tuple[int, int, str, str]]


def document_of(report: Report) -> Document:
    """Take from a report what the index wants to know."""
    return make_document({name: getattr(report, name) for name in FIELDS})


FIELDS = (
    "report_id",
    "issuer_id",
    "region",
    "admin_code",
    "superior_id",
    "report_year",
    "publish_date",
    "level",
    "inferred_fields",
)


def make_document(fields: Mapping[str, Any]) -> Document:
    """Take what the index wants to know from the fields of a report or of a row of the reports table.

    A name alone (``民政局``) does not say whose report it is: it takes a place, or ``corpus.csv``. The region
    is that of ``corpus.csv``, else the admin code; a region read in a title is written in too many ways.
    """
    inferred = fields["inferred_fields"] or ()
    inferred = inferred.split(";") if isinstance(inferred, str) else inferred
    linked = "issuer_id" not in inferred or fields["admin_code"] or fields["region"]
    region = fields["admin_code"] if "region" in inferred else fields["region"] or fields["admin_code"]
    return Document(
        fields["report_id"],
        fields["issuer_id"] if linked else None,
        region or None,
        fields["superior_id"],
        fields["report_year"],
        fields["publish_date"].isoformat() if fields["publish_date"] else "",
        fields["level"],
    )


@dataclass(frozen=True, slots=True)
class Segment:
    """Some reports, hashed.

    Parameters
    ----------
    documents : tuple of Document
        Its reports.
    rows : structured array
        One a sentence: ``exact`` and ``masked`` hash, ``document`` (its place in ``documents``), ``start``
        and ``end`` in the report, ``at`` and ``size`` of the folded text in ``pool``, ``section`` (place in
        `SECTIONS`).
    pool : array of uint16
        Folded text of the sentences.
    """

    documents: tuple[Document, ...]
    rows: NDArray[Any]
    pool: Codes


class ReuseIndex:
    """An index of sentences over many reports.

    Parameters
    ----------
    folder : Path, optional
        Where its segments are kept, and found again by the next index over the same folder; in memory by
        default.

    Raises
    ------
    UsageError
        If the folder has an index of another format.

    Examples
    --------
    >>> index = ReuseIndex()
    >>> index.add([(Document("a", year=2020), [(0, 9, "全年召开会议2次。", "overview")])])
    1
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.segments: list[Segment] = []
        self._known: set[str] = set()
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("segment-*")):
            self._take(_load(path))

    def __len__(self) -> int:
        return len(self._known)

    def __repr__(self) -> str:
        return f"<ReuseIndex: {len(self)} reports in {len(self.segments)} segments>"

    def add(self, reports: Iterable[tuple[Document, Sentences]]) -> int:
        """Add reports.

        Parameters
        ----------
        reports : iterable of (Document, Sentences)
            Each with its narrative sentences (start, end, text, key of the section); read one after the
            other, never held all at once.

        Returns
        -------
        int
            How many were added.

        Raises
        ------
        UsageError
            If a report is in the index already; what came before it is kept.
        """
        count = 0
        made = _Builder()
        try:
            for document, sentences in reports:
                if document.report_id in self._known:
                    raise UsageError("this report is in the index already", source=document.report_id)
                self._known.add(document.report_id)
                made.add(document, sentences)
                count += 1
                if made.size >= _SEGMENT_SENTENCES:
                    self._keep(made)
                    made = _Builder()
        finally:
            if made.documents:
                self._keep(made)
        return count

    def _take(self, segment: Segment) -> None:
        self.segments.append(segment)
        self._known.update(document.report_id for document in segment.documents)

    def _keep(self, made: _Builder) -> None:
        segment = made.finish()
        if self.folder is not None:
            path = self.folder / f"segment-{len(self.segments):06d}"
            _save(segment, path)
            segment = _load(path)
        self.segments.append(segment)


class _Builder:
    """Gathers reports into a segment."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.size = 0
        self._texts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._sections: list[int] = []
        self._homes: list[int] = []
        self._sizes: list[int] = []
        self._parts: list[tuple[NDArray[Any], Codes]] = []

    def add(self, document: Document, sentences: Sentences) -> None:
        home = len(self.documents)
        self.documents.append(document)
        if sentences:
            starts, ends, texts, sections = zip(*sentences, strict=True)
            self._starts += starts
            self._ends += ends
            self._texts += texts
            self._sections += map(_SECTION_CODE.__getitem__, sections)
        self._sizes.append(len(sentences))
        self._homes.append(home)
        self.size += len(sentences)
        if len(self._texts) >= _BATCH_SENTENCES:
            self._hash()

    def _hash(self) -> None:
        found = digest(self._texts)
        rows = np.empty(len(self._texts), _ROW)
        rows["exact"], rows["masked"] = found.exact, found.masked
        rows["document"] = np.repeat(self._homes, self._sizes)
        rows["start"], rows["end"], rows["section"] = self._starts, self._ends, self._sections
        rows["at"], rows["size"] = found.bounds[:-1], np.diff(found.bounds)
        self._parts.append((rows, found.codes))
        self._texts, self._starts, self._ends, self._sections = [], [], [], []
        self._homes, self._sizes = [], []

    def finish(self) -> Segment:
        if self._texts:
            self._hash()
        shift = 0
        for rows, pool in self._parts:
            rows["at"] += shift
            shift += len(pool)
        rows = np.concatenate([rows for rows, _ in self._parts] or [np.empty(0, _ROW)])
        pool = np.concatenate([pool for _, pool in self._parts] or [np.empty(0, np.uint16)])
        return Segment(tuple(self.documents), rows, pool)


def _save(segment: Segment, path: Path) -> None:
    """Write a segment aside and move it in place, so that it is there whole or not at all."""
    aside = path.with_name(f".{path.name}.part")
    aside.mkdir(parents=True, exist_ok=True)
    np.save(aside / "rows.npy", segment.rows)
    np.save(aside / "pool.npy", segment.pool)
    head = {"format": FORMAT, "documents": [_fields(document) for document in segment.documents]}
    (aside / "documents.json").write_text(json.dumps(head, ensure_ascii=False), "utf-8")
    aside.rename(path)


def _fields(document: Document) -> dict[str, Any]:
    # `dataclasses.asdict` copies deeply, which costs as much as a third of the hashing.
    return {name: getattr(document, name) for name in Document.__slots__}


def _load(path: Path) -> Segment:
    head = json.loads((path / "documents.json").read_text("utf-8"))
    if head["format"] != FORMAT:
        raise UsageError("index of another version", source=str(path), hint="make it anew")
    documents = tuple(Document(**fields) for fields in head["documents"])
    # Copied when written to, which nobody does: all pools look alike to the kernels.
    return Segment(
        documents, np.load(path / "rows.npy", mmap_mode="c"), np.load(path / "pool.npy", mmap_mode="c")
    )


def sentences_of(report: Report) -> list[tuple[int, int, str, str]]:
    """Give the narrative sentences of a report as `ReuseIndex.add` takes them."""
    key_of = {section.section_id: section.key for section in report.sections}
    section_of = {p.paragraph_id: key_of.get(p.section_id or "", "") for p in report.paragraphs}
    return [(s.start, s.end, s.text, section_of[s.paragraph_id]) for s in report.sentences]

"""Paragraphs, labels and claims as spaCy components, over the package's own tokenizer.

spaCy's own Chinese tokenizer shares the global jieba with the whole process; this one does not.

>>> nlp = blank()  # doctest: +SKIP
>>> nlp.add_pipe("govnlp_labels")  # doctest: +SKIP
>>> nlp("全年办理人大代表建议12件，全部办结。").cats["proposals"]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer, registry

if TYPE_CHECKING:
    from spacy.vocab import Vocab

    from govnlp.model import OffsetMap, Report

TOKENIZER = "govnlp.Tokenizer.v1"
# Keys of `Doc.spans`; the extensions of `Doc` have the names of the last two.
SECTIONS, PARAGRAPHS, SENTENCES = "govnlp_sections", "govnlp_paragraphs", "govnlp_sentences"
LABELS, CLAIMS = "govnlp_labels", "govnlp_claims"
_READ_AHEAD = 32
Component = Callable[[Doc], Doc]


def blank(**config: Any) -> Language:
    """Make an empty Chinese pipeline with the package's tokenizer.

    Parameters
    ----------
    **config
        Further settings of ``spacy.blank``.

    Returns
    -------
    Language
        Tokens are those of `govnlp.text.tokenize.default_tokenizer`, white space included.
    """
    register_extensions()
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}}, **config)


def register_extensions() -> None:
    """Register ``Doc._.govnlp_labels`` and ``Doc._.govnlp_claims``, for reading a `DocBin` back."""
    for name in (LABELS, CLAIMS):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


class Tokenizer(DummyTokenizer):
    """The package's word segmentation as a spaCy tokenizer.

    Parameters
    ----------
    vocab : Vocab
        Of the pipeline.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from govnlp.text.tokenize import default_tokenizer

        words = default_tokenizer().words(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def __reduce__(self) -> tuple[Any, ...]:
        return Tokenizer, (self.vocab,)


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Give what makes the tokenizer of a pipeline."""
    return lambda nlp: Tokenizer(nlp.vocab)


@Language.factory("govnlp_segment", default_config={"sents": True}, assigns=["doc.spans"])
def make_segment(nlp: Language, name: str, sents: bool = True) -> Component:
    """Make the component that finds sections, paragraphs and sentences.

    Parameters
    ----------
    nlp, name
        Given by spaCy.
    sents : bool
        Whether ``Doc.sents`` is set as well: sentences start where those of the package start, and so does
        what lies between them.

    Returns
    -------
    callable
        Sets ``doc.spans["govnlp_sections"]``, ``["govnlp_paragraphs"]`` and ``["govnlp_sentences"]``. The
        label of a section is its key; paragraphs and sentences have the key of their section.
    """

    def segment(doc: Doc) -> Doc:
        report = _read(doc.text)
        keys = {section.section_id: section.key for section in report.sections}
        inside = {p.paragraph_id: keys.get(p.section_id or "", "") for p in report.paragraphs}
        doc.spans[SECTIONS] = _spans(doc, report, [(s.start, s.end, s.key) for s in report.sections])
        doc.spans[PARAGRAPHS] = _spans(
            doc, report, [(p.start, p.end, inside[p.paragraph_id]) for p in report.paragraphs]
        )
        doc.spans[SENTENCES] = _spans(
            doc, report, [(s.start, s.end, inside[s.paragraph_id]) for s in report.sentences]
        )
        if sents:
            starts = {at for span in doc.spans[SENTENCES] for at in (span.start, span.end)}
            for token in doc:
                token.is_sent_start = token.i == 0 or token.i in starts
        return doc

    return segment


@Language.factory(
    "govnlp_labels", default_config={"model": "auto", "lexicon": ""}, assigns=["doc.spans", "doc.cats"]
)
def make_labels(nlp: Language, name: str, model: str = "auto", lexicon: str = "") -> Component:
    """Make the component that says what paragraphs are about.

    Parameters
    ----------
    nlp, name
        Given by spaCy.
    model : str
        ``auto``, ``keyword``, ``linear``, or a file that ``govnlp train`` wrote.
    lexicon : str
        File or folder that extends the lexicon.

    Returns
    -------
    callable
        Sets ``doc.spans["govnlp_labels"]``, one span a label; ``doc._.govnlp_labels``, a tuple of
        dictionaries with ``paragraph_id, label, score, start, end, reason`` (label None where the model
        abstains); and ``doc.cats``, the highest score of each label given.
    """
    from govnlp.annotate.labels.labeller import open_labeller

    register_extensions()
    labeller = open_labeller(model, lexicon)

    def labels(doc: Doc) -> Doc:
        report = _read(doc.text)
        places = {p.paragraph_id: (p.start, p.end) for p in report.paragraphs}
        found = labeller(report)
        kept = [label for label in found if label.label is not None]
        doc.spans[LABELS] = _spans(
            doc, report, [(*places[label.paragraph_id], label.label or "") for label in kept]
        )
        rows = []
        for label in found:
            start, end = _place(report.source_map, *places[label.paragraph_id])
            row = {"paragraph_id": label.paragraph_id, "label": label.label, "score": label.score}
            rows.append(row | {"start": start, "end": end, "reason": label.reason})
        doc._.set(LABELS, tuple(rows))
        for label in kept:
            name = label.label or ""
            doc.cats[name] = max(label.score, doc.cats.get(name, 0.0))
        return doc

    return labels


@Language.factory("govnlp_claims", assigns=["doc.spans"])
def make_claims(nlp: Language, name: str) -> Component:
    """Make the component that finds numeric claims.

    Parameters
    ----------
    nlp, name
        Given by spaCy.

    Returns
    -------
    callable
        Sets ``doc.spans["govnlp_claims"]``, labelled with their dimension, and ``doc._.govnlp_claims``, a
        tuple of dictionaries as ``govnlp claims`` prints them, without ``evidence``; ``start`` and ``end``
        are offsets into ``doc.text``.
    """
    from govnlp.annotate.claims import extract_claims
    from govnlp.records import claim_record

    register_extensions()

    def claims(doc: Doc) -> Doc:
        report = _read(doc.text)
        found = extract_claims(report)
        doc.spans[CLAIMS] = _spans(doc, report, [(c.start, c.end, c.dimension) for c in found])
        rows = []
        for claim in found:
            row = claim_record(report.report_id, claim)
            del row["evidence"]
            start, end = _place(report.source_map, claim.start, claim.end)
            rows.append(row | {"start": start, "end": end})
        doc._.set(CLAIMS, tuple(rows))
        return doc

    return claims


@lru_cache(maxsize=_READ_AHEAD)
def _read(text: str) -> Report:
    """Read a text once for all components that it passes one after the other."""
    from govnlp.read.report import read_text

    return read_text(text)


def _spans(doc: Doc, report: Report, found: Iterable[tuple[int, int, str]]) -> list[Span]:
    """Spans of whole tokens over stretches of the report."""
    made = []
    for start, end, label in found:
        span = doc.char_span(*_place(report.source_map, start, end), label=label, alignment_mode="expand")
        if span is not None:
            made.append(span)
    return made


def _place(source: OffsetMap, start: int, end: int) -> tuple[int, int]:
    """Offsets into the text that was read: the report joins wrapped lines and moves page furniture."""
    first, last = source.to_source(start), source.to_source(max(end - 1, start)) + 1
    return first, max(first, last)

"""The linear model: plain arrays, read and written without pickle, applied with numpy alone."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.linear.features import Floats, Units, evidence_names, take_all_apart
from govnlp.annotate.labels.linear.index import GramIndex
from govnlp.annotate.labels.linear.sums import ClauseSums
from govnlp.annotate.labels.records import Given, ParagraphScores
from govnlp.errors import ResourceError, UsageError
from govnlp.resources import load_toml, read_bytes

FORMAT = 2
SHIPPED = "models/labels.npz"
DESCRIPTION = "models/labels.toml"
EXCLUSIVE = ("framing", "none_reported")
# One clause states a shortcoming or a remedy, not both.
RIVALS = ("problem", "improvement")
# Where no label reaches its threshold, the one that comes nearest is given from this share of it on.
NEAR = 0.5
_GRAMS = ("coefficients", "before", "after")
_ARRAYS = ("weights", *_GRAMS, "evidence", "intercepts", "slopes", "offsets", "thresholds")


@dataclass(frozen=True, eq=False, repr=False)
class LinearModel:
    """One logistic model a label over the clauses of a paragraph, calibrated, with thresholds.

    A clause c has n-grams x_c, weighted by inverse document frequency and of length 1, and evidence e_c. Its
    probability is ``p_c = 1 / (1 + exp(-(x_c . w + x_(c-1) . u + x_(c+1) . v + e_c . a + b)))``. One clause
    is enough: the paragraph's raw probability r is the highest of its clauses, and its score, calibrated
    after Platt (1999), is ``1 / (1 + exp(-(s * logit(r) + o)))``.

    Parameters
    ----------
    labels : tuple of str
        Labels, in the order of the columns below.
    names : tuple of str
        n-grams of 1 to 3 characters.
    weights : numpy.ndarray
        Inverse document frequency of each n-gram.
    coefficients, before, after : numpy.ndarray
        n-grams by labels: w of a clause's own, u of those of the clause before, v of those of the one after.
    evidence : numpy.ndarray
        Evidence columns by labels, a; no rows for a model without keyword evidence.
    intercepts, slopes, offsets, thresholds : numpy.ndarray
        One a label.
    about : mapping
        What it was made from: data, settings, versions and hashes.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    weights: Floats
    coefficients: Floats
    before: Floats
    after: Floats
    evidence: Floats
    intercepts: Floats
    slopes: Floats
    offsets: Floats
    thresholds: Floats
    about: Mapping[str, Any]
    _index: GramIndex = field(init=False)
    _scaled: NDArray[np.float32] = field(init=False)
    _squares: Floats = field(init=False)
    _sums: ClauseSums = field(init=False)

    rule = "linear"

    def __post_init__(self) -> None:
        # Derived once: all coefficients times their weights, with a row for nothing.
        beside = np.hstack([self.coefficients, self.before, self.after]) * self.weights[:, None]
        scaled = np.vstack([np.zeros(3 * len(self.labels)), beside])
        object.__setattr__(self, "_index", GramIndex(self.names))
        object.__setattr__(self, "_scaled", scaled.astype(np.float32))
        object.__setattr__(self, "_squares", np.concatenate([[0.0], self.weights**2]))
        object.__setattr__(self, "_sums", ClauseSums(self._add_up, scaled.shape[1]))

    def __repr__(self) -> str:
        return f"<LinearModel: {len(self.labels)} labels, {len(self.names)} n-grams>"

    @property
    def uses_evidence(self) -> bool:
        """Whether it needs the keyword model's findings."""
        return len(self.evidence) > 0

    def __call__(self, examples: Sequence[Example], scored: Sequence[ParagraphScores]) -> list[list[Given]]:
        """Label paragraphs, as `classify` asks a model to.

        Parameters
        ----------
        examples : sequence of Example
            The paragraphs.
        scored : sequence of ParagraphScores
            What the keyword model found in each.

        Returns
        -------
        list of list of Given
            For each paragraph its labels with their scores and the clause that speaks most for each; empty to
            abstain.
        """
        if not examples:
            return []
        parts = take_all_apart(examples, scored if self.uses_evidence else None, self.labels)
        chances, firsts = self.chances(parts)
        scores = self._calibrated(np.maximum.reduceat(chances, firsts, axis=0))
        made: list[list[Given]] = []
        for part, row, first in zip(parts, scores, firsts.tolist(), strict=True):
            own = chances[first : first + len(part.clauses)]
            given = [(k, part.clauses[int(np.argmax(own[:, k]))]) for k in self.decide(row)]
            made.append([Given(self.labels[k], float(row[k]), *clause) for k, clause in given])
        return made

    def forget(self) -> None:
        """Let go of what is kept of clauses seen; results are the same."""
        self._sums.forget()

    def raw_scores(self, parts: Sequence[Units]) -> Floats:
        """Give the probabilities before calibration, paragraphs by labels."""
        if not parts:
            return np.zeros((0, len(self.labels)))
        chances, firsts = self.chances(parts)
        highest: Floats = np.maximum.reduceat(chances, firsts, axis=0)
        return highest

    def scores(self, parts: Sequence[Units]) -> Floats:
        """Give the calibrated scores in [0, 1], paragraphs by labels."""
        return self._calibrated(self.raw_scores(parts))

    def chances(self, parts: Sequence[Units]) -> tuple[Floats, NDArray[np.int64]]:
        """Give the probabilities of all clauses, and where those of each paragraph begin."""
        sums = self._sums([text for part in parts for text in part.texts])
        own, before, after = np.hsplit(sums, 3)
        sizes = np.array([len(part.clauses) for part in parts])
        firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        followed = np.ones(len(own), dtype=bool)
        followed[firsts + sizes - 1] = False
        (left,) = np.nonzero(followed)
        logits = self.intercepts + own
        logits[left + 1] += before[left]
        logits[left] += after[left + 1]
        if self.uses_evidence:
            logits += np.concatenate([part.evidence for part in parts]) @ self.evidence
        return self._parted(sigmoid(logits)), firsts

    def _add_up(self, texts: Sequence[str]) -> Floats:
        """Add up the coefficients of the n-grams of each clause, over the length of its vector."""
        columns, starts = self._index.find(texts)
        sums = np.add.reduceat(self._scaled.take(columns, axis=0), starts, axis=0).astype(np.float64)
        squares = np.add.reduceat(self._squares[columns], starts)
        scaled: Floats = sums / np.where(squares > 0, np.sqrt(squares), 1.0)[:, None]
        return scaled

    def _parted(self, chances: Floats) -> Floats:
        """Leave the likelier one of `RIVALS` in each clause."""
        if all(label in self.labels for label in RIVALS):
            places = [self.labels.index(label) for label in RIVALS]
            pair = chances[:, places]
            chances[:, places] = np.where(pair < pair.max(axis=1, keepdims=True), 0.0, pair)
        return chances

    def _calibrated(self, raw: Floats) -> Floats:
        return sigmoid(self.slopes * logit(raw) + self.offsets)

    def decide(self, scores: Floats) -> list[int]:
        """Choose labels of one paragraph by its scores.

        Parameters
        ----------
        scores : numpy.ndarray
            One a label.

        Returns
        -------
        list of int
            Places of the labels given; those that exclude others fall away beside them.
        """
        return decide(scores, self.thresholds, self.labels)


def decide(scores: Floats, thresholds: Floats, labels: Sequence[str]) -> list[int]:
    """Choose labels by scores and thresholds; see `LinearModel.decide`."""
    given = [k for k in range(len(labels)) if scores[k] >= thresholds[k]]
    if not given:
        nearest = int(np.argmax(scores / thresholds))
        return [nearest] if scores[nearest] >= NEAR * thresholds[nearest] else []
    if len(given) > 1:
        plain = [k for k in given if labels[k] not in EXCLUSIVE]
        given = plain or [max(given, key=lambda k: scores[k])]
    return given


def sigmoid(values: Floats) -> Floats:
    """Give 1 / (1 + exp(-x)), without overflow."""
    made: Floats = np.exp(-np.logaddexp(0.0, -values))
    return made


def logit(chances: Floats) -> Floats:
    """Give log(p / (1 - p)), kept finite."""
    inside = np.clip(chances, 1e-6, 1 - 1e-6)
    made: Floats = np.log(inside) - np.log1p(-inside)
    return made


def to_bytes(model: LinearModel) -> bytes:
    """Write a model; the same model gives the same bytes."""
    columns = evidence_names(model.labels) if model.uses_evidence else []
    about = {"format": FORMAT, "labels": list(model.labels), "columns": columns, **model.about}
    arrays = {
        "about": _text(json.dumps(about, ensure_ascii=False, sort_keys=True)),
        "names": _text("\n".join(model.names)),
        **{name: getattr(model, name).astype(np.float32) for name in _ARRAYS},
        **{name: getattr(model, name).astype(np.float16) for name in _GRAMS},
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def from_bytes(data: bytes, source: str) -> LinearModel:
    """Read a model.

    Parameters
    ----------
    data : bytes
        As `to_bytes` wrote it.
    source : str
        Where it is from, for messages.

    Returns
    -------
    LinearModel
        The model.

    Raises
    ------
    ResourceError
        If it is no model, or one of another format.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in ("about", "names", *_ARRAYS)}
        about = json.loads(arrays["about"].tobytes().decode())
        names = tuple(arrays["names"].tobytes().decode().split("\n"))
        labels = tuple(about.pop("labels"))
        version = about.pop("format")
        columns = about.pop("columns")
        numbers = {name: arrays[name].astype(np.float64) for name in _ARRAYS}
        fits = all(numbers[name].shape == (len(names), len(labels)) for name in _GRAMS) and all(
            numbers[name].shape == (len(labels),)
            for name in ("intercepts", "slopes", "offsets", "thresholds")
        )
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, AttributeError) as error:
        raise ResourceError(f"no model of labels: {error}", source=source) from error
    if version != FORMAT:
        raise ResourceError(f"model of format {version}, not {FORMAT}", source=source, hint="train it anew")
    if not fits or numbers["evidence"].shape != (len(columns), len(labels)):
        raise ResourceError("arrays of the model do not fit each other", source=source)
    numbers["evidence"] = _aligned(numbers["evidence"], columns, labels)
    return LinearModel(labels=labels, names=names, about=about, **numbers)


def _aligned(evidence: Floats, columns: Sequence[str], labels: Sequence[str]) -> Floats:
    """Bring the evidence of a saved model into today's columns; one it does not know of counts nothing."""
    if not columns:
        return evidence
    place = {name: number for number, name in enumerate(columns)}
    nothing = np.zeros(len(labels))
    return np.array([evidence[place[n]] if n in place else nothing for n in evidence_names(labels)])


def save_model(model: LinearModel, path: str | Path) -> None:
    """Write a model to a file.

    Parameters
    ----------
    model : LinearModel
        The model.
    path : str or Path
        The file, ``.npz``.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    try:
        Path(path).write_bytes(to_bytes(model))
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", source=str(path)) from error


def load_model(path: str | Path | None = None) -> LinearModel:
    """Read a model of labels.

    Parameters
    ----------
    path : str or Path, optional
        File that `save_model` wrote; the package's own model by default.

    Returns
    -------
    LinearModel
        To be given to `classify`.

    Raises
    ------
    ResourceError
        If it is no model, or not the one that its description names.
    UsageError
        If the file cannot be read.
    """
    if path is None:
        return _shipped()
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", source=str(path)) from error
    return from_bytes(data, str(path))


@cache
def _shipped() -> LinearModel:
    data = read_bytes(SHIPPED)
    if hashlib.sha256(data).hexdigest() != load_toml(DESCRIPTION)["sha256"]:
        raise ResourceError("not the model that its description names", source=f"govnlp/data/{SHIPPED}")
    return from_bytes(data, f"govnlp/data/{SHIPPED}")


def _text(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)

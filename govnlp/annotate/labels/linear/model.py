"""The linear model: plain arrays, read and written without pickle, applied with numpy alone."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.linear.features import Floats, Units, evidence_names, rows, take_apart
from govnlp.annotate.labels.records import Given, ParagraphScores
from govnlp.errors import ResourceError, UsageError
from govnlp.resources import load_toml, read_bytes
from govnlp.text.tokenize import Tokenizer, default_tokenizer

FORMAT = 1
SHIPPED = "models/labels.npz"
DESCRIPTION = "models/labels.toml"
EXCLUSIVE = ("framing", "none_reported")
# Where no label reaches its threshold, the one that comes nearest is given from this share of it on.
NEAR = 0.5
_ARRAYS = ("weights", "coefficients", "evidence", "intercepts", "slopes", "offsets", "thresholds")


@dataclass(frozen=True, eq=False, repr=False)
class LinearModel:
    """One logistic model a label over n-grams and keyword evidence, calibrated, with thresholds.

    Each unit u of a paragraph (itself, and its clauses) gets for each label the probability
    ``p_u = 1 / (1 + exp(-(x_u . w + e_u . v + b)))``. The paragraph's raw probability ``r`` is the mean of
    its own and the highest of all units, and its score, calibrated after Platt (1999), is
    ``1 / (1 + exp(-(s * logit(r) + o)))``.

    Parameters
    ----------
    labels : tuple of str
        Labels, in the order of the columns below.
    names : tuple of str
        Names of the n-grams.
    weights : numpy.ndarray
        Inverse document frequency of each n-gram.
    coefficients : numpy.ndarray
        n-grams by labels.
    evidence : numpy.ndarray
        Evidence columns by labels; no rows for a model without keyword evidence.
    intercepts, slopes, offsets, thresholds : numpy.ndarray
        One a label.
    about : mapping
        What it was made from: data, settings, versions and hashes.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    weights: Floats
    coefficients: Floats
    evidence: Floats
    intercepts: Floats
    slopes: Floats
    offsets: Floats
    thresholds: Floats
    about: Mapping[str, Any]
    tokenizer: Tokenizer = field(default_factory=default_tokenizer)

    rule = "linear"

    def __post_init__(self) -> None:
        object.__setattr__(self, "_columns", {name: number for number, name in enumerate(self.names)})

    def __repr__(self) -> str:
        return f"<LinearModel: {len(self.labels)} labels, {len(self.names)} n-grams>"

    @property
    def uses_evidence(self) -> bool:
        """Whether it needs the keyword model's findings."""
        return len(self.evidence) > 0

    def __call__(
        self, text: str, section: str | None, heading: str, lead_end: int, scored: ParagraphScores
    ) -> list[Given]:
        """Label one paragraph, as `classify` asks a model to.

        Parameters
        ----------
        text : str
            The paragraph.
        section : str or None
            Key of its section.
        heading : str
            Headings above it.
        lead_end : int
            Offset behind its run-in heading.
        scored : ParagraphScores
            What the keyword model found.

        Returns
        -------
        list of Given
            Labels with their scores and the clause that speaks most for each; empty to abstain.
        """
        part = self.take_apart(Example("", "", text, section, heading, lead_end), scored)
        ((chances, raw),) = self._raw([part])
        scores = self._calibrated(raw)
        clauses = np.argmax(chances[1:], axis=0) + 1 if len(chances) > 1 else np.zeros(len(self.labels), int)
        return [Given(self.labels[k], float(scores[k]), *part.spans[clauses[k]]) for k in self.decide(scores)]

    def take_apart(self, example: Example, scored: ParagraphScores | None) -> Units:
        """Make the units of a paragraph, with evidence if the model uses it."""
        return take_apart(example, self.tokenizer, scored if self.uses_evidence else None, self.labels)

    def raw_scores(self, parts: Sequence[Units]) -> Floats:
        """Give the probabilities before calibration, paragraphs by labels."""
        return np.array([raw for _, raw in self._raw(parts)]).reshape(len(parts), len(self.labels))

    def scores(self, parts: Sequence[Units]) -> Floats:
        """Give the calibrated scores in [0, 1], paragraphs by labels."""
        return self._calibrated(self.raw_scores(parts))

    def _raw(self, parts: Sequence[Units]) -> Iterator[tuple[Floats, Floats]]:
        """Give the probabilities of the units of each paragraph, and of the paragraph."""
        known: dict[str, int] = self._columns  # type: ignore[attr-defined]
        units = rows(parts, known, self.weights)
        for part in parts:
            logits = np.tile(self.intercepts, (len(part.spans), 1))
            for unit in range(len(part.spans)):
                columns, values = next(units)
                logits[unit] += values @ self.coefficients[columns]
            if self.uses_evidence:
                logits += part.evidence @ self.evidence
            chances = sigmoid(logits)
            yield chances, (chances[0] + chances.max(axis=0)) / 2

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
        "coefficients": model.coefficients.astype(np.float16),
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
        fits = numbers["coefficients"].shape == (len(names), len(labels)) and all(
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

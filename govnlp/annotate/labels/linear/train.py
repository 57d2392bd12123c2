"""Train the linear model: from gold, from labels that the keyword model gives, or from both."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from govnlp import __version__
from govnlp.annotate.labels.gold import Example
from govnlp.annotate.labels.groups import duplicate_clusters, issuer_folds
from govnlp.annotate.labels.linear.features import Floats, Units, take_apart
from govnlp.annotate.labels.linear.index import LONGEST, GramIndex
from govnlp.annotate.labels.linear.lessons import MAYBE, UNKNOWN, YES, Codes, Lesson, cues_of, make_lesson
from govnlp.annotate.labels.linear.model import LinearModel, logit
from govnlp.annotate.labels.records import ParagraphScores
from govnlp.annotate.labels.scoring import score_paragraph
from govnlp.errors import UsageError

if TYPE_CHECKING:
    import scipy.sparse as sp

    from govnlp.annotate.lexicon import Lexicon

# Of the clauses that may hold a label, those at least this near to the likeliest are learnt from.
_LIKELY = 0.5
_GRID = np.arange(0.10, 0.91, 0.02)


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """Choices of the training.

    Parameters
    ----------
    evidence : bool
        Whether the keyword model's findings are features.
    dropout : float
        Share of the cues overlooked in each paragraph learnt from: a lexicon knows the texts it was written
        on better than others.
    cues : float
        Weight of the evidence beside n-grams of unit length.
    beside : float
        Weight of the clauses before and after.
    c : float
        Inverse strength of the L2 penalty.
    features : int
        Largest number of n-grams kept, by chi-squared.
    least : int
        Clauses an n-gram must occur in.
    folds : int
        Inner folds, by issuer, for calibration and thresholds.
    weak_weight : float
        Weight of a paragraph whose labels the keyword model gave.
    """

    evidence: bool = True
    dropout: float = 0.0
    cues: float = 0.5
    beside: float = 0.8
    c: float = 10.0
    features: int = 15_000
    least: int = 2
    folds: int = 5
    weak_weight: float = 0.25


def keyword_scores(examples: Iterable[Example], lexicon: Lexicon | None = None) -> list[ParagraphScores]:
    """Run the keyword model over paragraphs."""
    return [
        score_paragraph(e.text, e.section, e.heading, lead_end=e.lead_end, lexicon=lexicon) for e in examples
    ]


def weak_examples(
    examples: Sequence[Example], lexicon: Lexicon | None = None, settings: TrainSettings | None = None
) -> list[Example]:
    """Label paragraphs by the keyword model, to learn from; those it abstains on are left out.

    Parameters
    ----------
    examples : sequence of Example
        Paragraphs without labels, as `report_examples` gives them.
    lexicon : Lexicon, optional
        The package's own by default.
    settings : TrainSettings, optional
        For ``weak_weight``.

    Returns
    -------
    list of Example
        With labels, and with the weight of weak ones.
    """
    weight = (settings or TrainSettings()).weak_weight
    return [
        replace(
            example, labels=frozenset(scored.chosen), evidence=cues_of(scored, scored.chosen), weight=weight
        )
        for example, scored in zip(examples, keyword_scores(examples, lexicon), strict=True)
        if scored.chosen
    ]


def train(
    examples: Sequence[Example],
    *,
    lexicon: Lexicon | None = None,
    settings: TrainSettings | None = None,
    clusters: Sequence[int] | None = None,
    about: Mapping[str, Any] | None = None,
) -> LinearModel:
    """Train a model.

    Parameters
    ----------
    examples : sequence of Example
        Labelled paragraphs. Those of weight 1 calibrate and set the thresholds; if there are none, all do.
    lexicon : Lexicon, optional
        For the keyword evidence; the package's own by default.
    settings : TrainSettings, optional
        Choices of the training.
    clusters : sequence of int, optional
        Cluster of near-duplicates of each paragraph; found by their texts by default.
    about : mapping, optional
        More to be written into the model.

    Returns
    -------
    LinearModel
        The model, ready to be saved.

    Raises
    ------
    UsageError
        If there are fewer than two issuers, or no label with and without which there are two paragraphs.

    Notes
    -----
    L2 logistic regression over clauses, one label against the rest. A clause has a label where the evidence
    marked for it stands, and not elsewhere. Where a paragraph is not marked, a clause has a label of the
    paragraph if a cue of the keyword model speaks for it; of its other clauses this is not known, for cues
    are not complete. A label whose evidence is nowhere marked is first given to all clauses of its
    paragraphs, then to those that a model so trained finds likely (after mi-SVM, Andrews, Tsochantaridis &
    Hofmann 2003). For calibration (Platt 1999) and thresholds every paragraph is scored by a model trained
    without its issuer and its near-duplicates. A label's threshold maximises its own F1 plus that of all
    labels pooled, which holds rare labels near the common value.
    """
    settings = settings or TrainSettings()
    labels = _labels(examples)
    scored = _scored(examples, settings.evidence, lexicon)
    lessons = [make_lesson(e, s, labels, settings.dropout) for e, s in zip(examples, scored, strict=True)]
    held_out = np.zeros((len(examples), len(labels)))
    fold = _folds([e.issuer for e in examples], settings.folds)
    cluster = np.array(duplicate_clusters([e.text for e in examples]) if clusters is None else clusters)
    for number in sorted(set(fold.tolist())):
        inside = np.flatnonzero(fold == number).tolist()
        apart = (fold != number) & ~np.isin(cluster, cluster[inside])
        outside = np.flatnonzero(apart if apart.any() else fold != number).tolist()
        model = _fit([lessons[i] for i in outside], labels, settings)
        held_out[inside] = model.raw_scores([lessons[i].units for i in inside])
    gold = np.array([[label in e.labels for label in labels] for e in examples])
    judges = np.array([e.weight >= 1 for e in examples])
    judges = judges if judges.any() else ~judges
    model = _calibrated(_fit(lessons, labels, settings), held_out[judges], gold[judges])
    return replace(model, about=_about(examples, settings) | dict(about or {}))


def prepare(
    examples: Sequence[Example], labels: Sequence[str], evidence: bool, lexicon: Lexicon | None = None
) -> list[Units]:
    """Take paragraphs apart, with the keyword model's findings or without; see `take_apart`."""
    found = _scored(examples, evidence, lexicon)
    return [take_apart(e, s, labels) for e, s in zip(examples, found, strict=True)]


def _scored(
    examples: Sequence[Example], evidence: bool, lexicon: Lexicon | None
) -> Sequence[ParagraphScores | None]:
    return keyword_scores(examples, lexicon) if evidence else [None] * len(examples)


def _labels(examples: Sequence[Example]) -> tuple[str, ...]:
    counts = Counter(label for e in examples for label in e.labels)
    labels = tuple(sorted(k for k, n in counts.items() if 2 <= n <= len(examples) - 2))
    if not labels or len({e.issuer for e in examples}) < 2:
        raise UsageError(
            "too little to learn from",
            hint="at least two issuers, and a label that two paragraphs have and two have not",
        )
    return labels


def _folds(issuers: Sequence[str], folds: int) -> NDArray[np.int64]:
    return issuer_folds(issuers, min(folds, len(set(issuers))))


def _fit(lessons: Sequence[Lesson], labels: tuple[str, ...], settings: TrainSettings) -> LinearModel:
    """Fit the coefficients; where a label's evidence is nowhere marked, twice: the first model finds it."""
    targets = np.concatenate([lesson.targets for lesson in lessons])
    marked = [any(label in lesson.marked for lesson in lessons) for label in labels]
    targets[(targets == MAYBE) & marked] = UNKNOWN
    model = _fitted(lessons, labels, settings, np.where(targets == MAYBE, YES, targets))
    if not (targets == MAYBE).any():
        return model
    chances = model.chances([lesson.units for lesson in lessons])
    return _fitted(lessons, labels, settings, _likely(targets, *chances))


def _likely(targets: Codes, chances: Floats, firsts: NDArray[np.int64]) -> Codes:
    """Take the clauses that are likely to hold a label of their paragraph; leave the others open."""
    highest = np.maximum.reduceat(np.where(targets == MAYBE, chances, 0.0), firsts, axis=0)
    sizes = np.diff([*firsts, len(targets)])
    likely = chances >= _LIKELY * np.repeat(highest, sizes, axis=0)
    return np.where(targets == MAYBE, np.where(likely, YES, UNKNOWN), targets)


def _fitted(
    lessons: Sequence[Lesson], labels: tuple[str, ...], settings: TrainSettings, targets: Codes
) -> LinearModel:
    """Fit the coefficients to targets; calibration and thresholds are neutral."""
    parts = [lesson.units for lesson in lessons]
    names, weights = _vocabulary(parts, targets, settings)
    matrix = _matrix(parts, names, weights, settings)
    importance = np.repeat([lesson.weight for lesson in lessons], [len(part.clauses) for part in parts])
    coefficients = np.zeros((matrix.shape[1], len(labels)))
    intercepts = np.zeros(len(labels))
    for k in range(len(labels)):
        known = np.flatnonzero(targets[:, k] != UNKNOWN)
        wanted = targets[known, k]
        if wanted.min() == wanted.max() or not matrix.shape[1]:
            intercepts[k] = logit(np.array([np.average(wanted, weights=importance[known])]))[0]
            continue
        coefficients[:, k], intercepts[k] = _logistic(matrix[known], wanted, importance[known], settings.c)
    own, before, after, evidence = np.split(coefficients, [len(names), 2 * len(names), 3 * len(names)])
    ones = np.ones(len(labels))
    # Rounded as they are saved, so that a model read back gives the same scores.
    return LinearModel(
        labels=labels,
        names=tuple(names),
        weights=_rounded(weights, np.float32),
        coefficients=_rounded(own, np.float16),
        before=_rounded(settings.beside * before, np.float16),
        after=_rounded(settings.beside * after, np.float16),
        evidence=_rounded(settings.cues * evidence, np.float32),
        intercepts=_rounded(intercepts, np.float32),
        slopes=ones,
        offsets=np.zeros(len(labels)),
        thresholds=ones / 2,
        about={},
    )


def _rounded(values: Floats, kind: type[np.floating[Any]]) -> Floats:
    return values.astype(kind).astype(np.float64)


def _vocabulary(parts: Sequence[Units], targets: Codes, settings: TrainSettings) -> tuple[list[str], Floats]:
    """Choose n-grams by chi-squared, the best of any label, and give their inverse document frequencies."""
    from sklearn.feature_selection import chi2

    counts: Counter[str] = Counter()
    for text in (text for part in parts for text in part.texts):
        counts.update({text[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(text) - n + 1)})
    names = sorted(name for name, count in counts.items() if count >= settings.least)
    if len(names) > settings.features:
        present = _grams(parts, names, np.ones(len(names))).sign()
        best = np.zeros(len(names))
        for k in range(targets.shape[1]):
            known = np.flatnonzero(targets[:, k] != UNKNOWN)
            best = np.maximum(best, np.nan_to_num(chi2(present[known], targets[known, k])[0]))
        kept = np.sort(np.argsort(-best, kind="stable")[: settings.features])
        names = [names[i] for i in kept]
    clauses = len(targets)
    document = np.array([counts[name] for name in names], dtype=float)
    return names, np.log((1 + clauses) / (1 + document)) + 1


def _matrix(
    parts: Sequence[Units], names: Sequence[str], weights: Floats, settings: TrainSettings
) -> sp.csr_array:
    """Give each clause's own n-grams, those of the clauses beside it, and its evidence."""
    import scipy.sparse as sp

    grams = _grams(parts, names, weights)
    sizes = [len(part.clauses) for part in parts]
    followed = np.ones(sum(sizes), dtype=bool)
    followed[np.cumsum(sizes) - 1] = False
    (left,) = np.nonzero(followed)
    shape = (len(followed), len(followed))
    step = sp.csr_array((np.full(len(left), settings.beside), (left + 1, left)), shape=shape)
    evidence = settings.cues * np.concatenate([part.evidence for part in parts])
    made = sp.hstack([grams, step @ grams, step.T @ grams, sp.csr_array(evidence)]).tocsr()
    # Indices of 32 bits, as scikit-learn wants them.
    made.indices, made.indptr = made.indices.astype(np.int32), made.indptr.astype(np.int32)
    return made


def _grams(parts: Sequence[Units], names: Sequence[str], weights: Floats) -> sp.csr_array:
    """Give the n-grams of all clauses, of unit length, as `LinearModel` weighs them."""
    import scipy.sparse as sp

    texts = [text for part in parts for text in part.texts]
    columns, starts = GramIndex(names).find(texts)
    values = np.concatenate([[0.0], weights])[columns]
    squares = np.add.reduceat(values**2, starts)
    sizes = np.diff([*starts, len(columns)])
    values = values / np.repeat(np.where(squares > 0, np.sqrt(squares), 1.0), sizes)
    bounds = np.concatenate([starts, [len(columns)]])
    made = sp.csr_array((values, columns, bounds), shape=(len(texts), 1 + len(names)))
    made.sum_duplicates()
    return made[:, 1:].tocsr()


def _logistic(matrix: Any, wanted: Codes, importance: Floats, c: float) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    # The dual problem: more n-grams than clauses.
    model = LogisticRegression(C=c, solver="liblinear", dual=True, max_iter=1_000, random_state=0)
    model.fit(matrix, wanted, sample_weight=importance)
    return model.coef_[0], float(model.intercept_[0])


def _calibrated(model: LinearModel, held_out: Floats, gold: NDArray[np.bool_]) -> LinearModel:
    from sklearn.linear_model import LogisticRegression

    slopes, offsets = model.slopes.copy(), model.offsets.copy()
    for k in range(len(model.labels)):
        if 0 < gold[:, k].sum() < len(gold):
            platt = LogisticRegression(C=1.0, max_iter=300).fit(logit(held_out[:, [k]]), gold[:, k])
            slopes[k], offsets[k] = max(float(platt.coef_[0, 0]), 0.05), float(platt.intercept_[0])
    model = replace(model, slopes=slopes, offsets=offsets)
    chances = 1 / (1 + np.exp(-(slopes * logit(held_out) + offsets)))
    return replace(model, thresholds=thresholds(chances, gold))


def thresholds(chances: Floats, gold: NDArray[np.bool_]) -> Floats:
    """Choose each label's threshold: the one that maximises its own F1 plus that of all labels pooled.

    Parameters
    ----------
    chances : numpy.ndarray
        Scores of held-out paragraphs, paragraphs by labels.
    gold : numpy.ndarray
        Whether the label holds, of the same shape.

    Returns
    -------
    numpy.ndarray
        One a label, in [0.1, 0.9].
    """
    own = np.array([_f1(chances >= t, gold, axis=0) for t in _GRID])
    pooled = np.array([_f1(chances >= t, gold, axis=None) for t in _GRID])
    made: Floats = _GRID[np.argmax(own + pooled[:, None], axis=0)]
    return made


def _f1(given: NDArray[np.bool_], gold: NDArray[np.bool_], axis: int | None) -> Any:
    both = (given & gold).sum(axis=axis)
    total = given.sum(axis=axis) + gold.sum(axis=axis)
    return 2 * both / np.maximum(total, 1)


def _about(examples: Sequence[Example], settings: TrainSettings) -> dict[str, Any]:
    import sklearn

    data = [[e.paragraph_id, e.text, sorted(e.labels), e.weight] for e in examples]
    return {
        "govnlp": __version__,
        "scikit-learn": sklearn.__version__,
        "settings": asdict(settings),
        "paragraphs": len(examples),
        "weak": sum(e.weight < 1 for e in examples),
        "issuers": len({e.issuer for e in examples}),
        "data_sha256": hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest(),
    }

"""Features, topics, claims and words as scikit-learn transformers over texts or reports.

>>> from sklearn.pipeline import make_pipeline
>>> from sklearn.linear_model import LogisticRegression
>>> model = make_pipeline(TopicScores(), LogisticRegression())
>>> model.fit(texts, is_problem)  # doctest: +SKIP
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils.validation import check_is_fitted

from govnlp.annotate.checks import Blanks
from govnlp.errors import UsageError
from govnlp.model import Report

Source = Report | str
Numbers = NDArray[np.float64]
_BY = {"dimension": "claims_dim_", "role": "claims_role_", "modality": "claims_mod_"}


class InputError(UsageError, ValueError):
    """Input that is no text, as an error of the package and, as scikit-learn wants it, a ``ValueError``."""


class _OfTexts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """What the transformers have in common: they take one text or report a row."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.no_validation = True
        tags.requires_fit = False
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def fit(self, X: Iterable[Source], y: object = None) -> Self:  # noqa: N803
        """Look at the input; there is nothing to learn."""
        _sources(X)
        return self

    def transform(self, X: Iterable[Source]) -> Numbers:  # noqa: N803
        """Measure each text or report.

        Parameters
        ----------
        X : iterable of str or Report
            A list, a Series, or a table of one column.

        Returns
        -------
        array of float, one row each
            Columns as `get_feature_names_out` names them; NaN where a measure is not defined.

        Raises
        ------
        InputError
            If something in it is neither text nor report.
        """
        names = self._names()
        rows = [self._measure(source) for source in _sources(X)]
        made = [[np.nan if row[name] is None else float(row[name]) for name in names] for row in rows]
        return np.array(made, dtype=np.float64).reshape(len(rows), len(names))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Name the columns."""
        return np.asarray(self._names(), dtype=object)

    def _names(self) -> Sequence[str]:
        raise NotImplementedError

    def _measure(self, source: Source) -> dict[str, Any]:
        raise NotImplementedError


class ReportFeatures(_OfTexts):
    """All numeric features of a report that do not take other reports.

    Parameters
    ----------
    blanks : str
        What a blank table cell means: ``strict`` or ``blank_as_zero``.
    label_model : str
        ``auto``, ``keyword``, ``linear``, or a file that ``govnlp train`` wrote.
    lexicon : str
        File or folder that extends the lexicon of the labels.

    See Also
    --------
    govnlp.features.features_of : The function behind it.
    """

    def __init__(self, blanks: Blanks = "strict", label_model: str = "auto", lexicon: str = "") -> None:
        self.blanks = blanks
        self.label_model = label_model
        self.lexicon = lexicon

    def _names(self) -> Sequence[str]:
        from govnlp.features import lone_features

        return lone_features()

    def _measure(self, source: Source) -> dict[str, Any]:
        from govnlp.features import features_of

        options = {"label_model": self.label_model, "lexicon": self.lexicon}
        return features_of(source, blanks=self.blanks, **options)


class TopicScores(_OfTexts):
    """Score of each label: the highest that a paragraph of the text has, 0 where none has it.

    Parameters
    ----------
    model : str
        ``auto``, ``keyword``, ``linear``, or a file that ``govnlp train`` wrote.
    lexicon : str
        File or folder that extends the lexicon.

    See Also
    --------
    govnlp.classify : The function behind it. A plain string is one paragraph, as there.
    """

    def __init__(self, model: str = "auto", lexicon: str = "") -> None:
        self.model = model
        self.lexicon = lexicon

    def _names(self) -> Sequence[str]:
        from govnlp.annotate.lexicon import load_lexicon

        return [f"topic_{key}" for key in load_lexicon(self.lexicon or None).labels]

    def _measure(self, source: Source) -> dict[str, Any]:
        from govnlp.annotate.labels.labeller import open_labeller

        scores = dict.fromkeys(self._names(), 0.0)
        for label in open_labeller(self.model, self.lexicon)(source):
            if label.label is not None:
                name = f"topic_{label.label}"
                scores[name] = max(scores[name], label.score)
        return scores


class ClaimCounts(_OfTexts):
    """Numeric claims, counted.

    Parameters
    ----------
    by : str
        ``dimension``, ``role`` or ``modality``.
    per_thousand : bool
        Whether counts are per 1,000 letters of the text rather than absolute; NaN where it has none.

    See Also
    --------
    govnlp.extract_claims : The function behind it.
    """

    def __init__(self, by: str = "dimension", per_thousand: bool = False) -> None:
        self.by = by
        self.per_thousand = per_thousand

    def _names(self) -> Sequence[str]:
        from govnlp.features import column_names

        if self.by not in _BY:
            raise InputError(f"claims are not counted by '{self.by}'", hint=", ".join(_BY))
        return ["claims", *(name for name in column_names() if name.startswith(_BY[self.by]))]

    def _measure(self, source: Source) -> dict[str, Any]:
        from govnlp.annotate.claims import extract_claims
        from govnlp.text.normalize import count_characters

        prefix = _BY.get(self.by, "")
        claims = extract_claims(source)
        counted = Counter(prefix + str(getattr(claim, self.by)) for claim in claims)
        counts: dict[str, Any] = {name: counted[name] for name in self._names()} | {"claims": len(claims)}
        if not self.per_thousand:
            return counts
        letters = sum(map(count_characters, _texts(source)))
        return {name: 1000 * count / letters if letters else None for name, count in counts.items()}


class TokenCounts(_OfTexts):
    """Words or n-grams of the training texts, counted; as `CountVectorizer`, with the package's tokenizer.

    Parameters
    ----------
    n : int
        Length of the n-grams; they do not run over punctuation.
    drop_stop_words : bool
        Whether function words are left out.
    mask_numbers : bool
        Whether every number in digits is the same item, ``#``.
    min_df : int or float
        Texts that an item must occur in: a number, or a share.
    max_features : int, optional
        Only the most frequent items.
    sparse_output : bool
        Whether `transform` gives a sparse matrix; pandas output takes False.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Items and their columns.

    See Also
    --------
    govnlp.analysis.stats.counts.Items : The function behind it.
    """

    def __init__(
        self,
        n: int = 1,
        drop_stop_words: bool = False,
        mask_numbers: bool = True,
        min_df: float = 1,
        max_features: int | None = None,
        sparse_output: bool = True,
    ) -> None:
        self.n = n
        self.drop_stop_words = drop_stop_words
        self.mask_numbers = mask_numbers
        self.min_df = min_df
        self.max_features = max_features
        self.sparse_output = sparse_output

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = True
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "vocabulary_")

    def fit(self, X: Iterable[Source], y: object = None) -> Self:  # noqa: N803
        """Learn the vocabulary.

        Raises
        ------
        ValueError
            If there is none, as in empty texts.
        """
        counter = self._counter(None).fit(_sources(X))
        self.vocabulary_ = {item: int(column) for item, column in counter.vocabulary_.items()}
        return self

    def transform(self, X: Iterable[Source]) -> csr_matrix | Numbers:  # noqa: N803
        """Count the items of the vocabulary.

        Parameters
        ----------
        X : iterable of str or Report
            As for `fit`.

        Returns
        -------
        sparse matrix or array of float
            One row each, one column an item.
        """
        check_is_fitted(self)
        counted = self._counter(self.vocabulary_).transform(_sources(X)).astype(np.float64)
        return counted if self.sparse_output else counted.toarray()

    def _names(self) -> Sequence[str]:
        check_is_fitted(self)
        return sorted(self.vocabulary_, key=self.vocabulary_.__getitem__)

    def _counter(self, vocabulary: dict[str, int] | None) -> CountVectorizer:
        from govnlp.analysis.stats.counts import Items

        items = Items(n=self.n, drop_stop_words=self.drop_stop_words, mask_numbers=self.mask_numbers)

        def analyzer(source: Source) -> list[str]:
            texts = (
                [source] if isinstance(source, str) else [paragraph.text for paragraph in source.paragraphs]
            )
            return [item for text in texts for item in items.ngrams(text) if items.is_wanted(item)]

        return CountVectorizer(
            analyzer=analyzer, vocabulary=vocabulary, min_df=self.min_df, max_features=self.max_features
        )


def _texts(source: Source) -> list[str]:
    return [source] if isinstance(source, str) else [paragraph.text for paragraph in source.paragraphs]


def _sources(given: Iterable[Source]) -> list[Source]:
    """Take a list, a Series or a table of one column apart."""
    if isinstance(given, (str, Report)):
        raise InputError("takes several texts or reports", hint="put it into a list")
    if getattr(given, "ndim", 1) == 2:
        if given.shape[1] != 1:  # type: ignore[attr-defined]
            raise InputError("takes one column of texts", hint="name one column in the ColumnTransformer")
        given = np.asarray(given)[:, 0]
    made = list(given)
    for number, source in enumerate(made):
        if not isinstance(source, (str, Report)):
            raise InputError(f"row {number} is neither text nor report but {type(source).__name__}")
    return made

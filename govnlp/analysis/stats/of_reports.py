"""Statistics of reports and of their paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govnlp.analysis.stats.counts import Words
from govnlp.analysis.stats.legibility import readability_rows
from govnlp.analysis.stats.measure import Measure, Where, full_names
from govnlp.analysis.stats.overview import NEEDS, summary_rows
from govnlp.analysis.stats.sources import About, Reader
from govnlp.analysis.stats.tables import Statistics, statistics
from govnlp.analysis.stats.texts import LABEL, NARRATIVE
from govnlp.analysis.stats.topics import TermLists, attention_rows, read_terms
from govnlp.analysis.stats.variety import WINDOW, diversity_rows
from govnlp.errors import UsageError
from govnlp.text.legibility import Tagger


@Measure
def summary(
    source: Reader,
    by: Sequence[str] = (),
    *,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
    words: Words | None = None,
) -> Statistics:
    """Count what a corpus consists of.

    Parameters
    ----------
    source : str, Path, Result, Corpus, Report, iterable of Report or DataFrame
        See `sources.open_source`; all statistics take the same.
    by : sequence of str
        Columns to group by: of the reports table (``report_year``, ``level``, ``region``, ``agency_type``,
        ``issuer_id``, ``report_id``, …), ``section``, ``label``, or a column of ``about``.
    where : mapping, optional
        Value, or list of values, that a column must have.
    scope : str
        ``narrative``: paragraphs; ``all``: the whole text with headings, tables and page furniture.
    about : mapping, optional
        Further columns about the reports, as `texts.read_about` gives them; by default what ``corpus.csv``
        in a folder of reports has.
    words : callable, optional
        Cuts a text into words that tile it; the package's tokenizer by default.

    Returns
    -------
    pandas.DataFrame
        One row a group: reports, issuers, years, paragraphs, sentences, characters, words, types.

    Raises
    ------
    UsageError
        If a column or an option makes no sense.
    """
    names = full_names(by)
    selection = source.select([*names, *NEEDS], where, scope, about)
    # A key asked for and needed as well comes once; it is put behind again for the count.
    places = [selection.by.index(name) for name in (*names, *NEEDS)]
    texts = (t._replace(keys=tuple(t.keys[at] for at in places)) for t in source.read(selection, ""))
    return statistics("summary", names, summary_rows(texts, names, words=words))


@Measure
def diversity(
    source: Reader,
    by: Sequence[str] = ("report_id",),
    *,
    window: int = WINDOW,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
    words: Words | None = None,
) -> Statistics:
    """Measure how varied the words of reports are.

    Parameters
    ----------
    source, where, scope, about, words
        As for `summary`.
    by : sequence of str
        Columns to group by; each report by default. Groups of several reports get the mean over reports.
    window : int
        Words in the window of MATTR, at least 1.

    Returns
    -------
    pandas.DataFrame
        ``mattr`` in (0, 1] and ``mtld``, higher is more varied; missing where a report is too short.
        Equations and references: `formulas.moving_average_ttr`, `formulas.textual_diversity`.

    Raises
    ------
    UsageError
        If a column or the window makes no sense.
    """
    names = full_names(by)
    texts = source.texts(names, where, scope, about)
    return statistics("diversity", names, diversity_rows(texts, names, window=window, words=words))


@Measure
def readability(
    source: Reader,
    by: Sequence[str] = ("report_id",),
    *,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
    tagger: Tagger | None = None,
) -> Statistics:
    """Measure how hard reports are to read.

    Parameters
    ----------
    source, where, scope, about
        As for `summary`.
    by : sequence of str
        Columns to group by; each report by default. Groups of several reports get the mean over reports.
    tagger : callable, optional
        Gives the words of a sentence with their parts of speech, as jieba tags them.

    Returns
    -------
    pandas.DataFrame
        ``readability1`` (characters a clause), ``readability2`` (share of adverbs and conjunctions, in
        [0, 1]), ``readability3`` (their mean); higher is harder. Equations, what the reference leaves open
        and how it is read here: the function `govnlp.text.legibility.readability`.

    Raises
    ------
    UsageError
        If a column makes no sense.

    References
    ----------
    徐巍, 姚振晔, 陈冬华 (2021). 中文年报可读性：衡量与检验. 会计研究 2021(3), 28-44.
    """
    names = full_names(by)
    texts = source.texts(names, where, scope, about)
    return statistics("readability", names, readability_rows(texts, names, tagger=tagger))


@Measure
def attention(
    source: Reader,
    by: Sequence[str] = (),
    *,
    terms: TermLists | str | Path | None = None,
    labels: bool = True,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
) -> Statistics:
    r"""Measure how much of the text goes to each topic.

    .. math:: paragraph\_share = \frac{paragraphs\ with\ the\ topic}{all\ paragraphs\ of\ the\ group}, \quad
              character\_share = \frac{characters\ in\ them}{characters\ in\ all\ paragraphs\ of\ the\ group}

    Parameters
    ----------
    source, by, where, scope, about
        As for `summary`, except that ``label`` is no column to group by here.
    terms : mapping of str to sequence of str, str or Path, optional
        Lists of terms by name, or a file of them: see `topics.read_terms`.
    labels : bool
        Whether labels count: from the table ``labels`` of an analysis; reports are labelled on the spot.

    Returns
    -------
    pandas.DataFrame
        Shares of paragraphs, characters and reports, in [0, 1], each with numerator and denominator; hits per
        1,000 characters for lists of terms. A paragraph may have several labels: shares can add up to more
        than 1. Paragraphs without a label are a row of their own.

    Raises
    ------
    UsageError
        If there is nothing to measure, or a column or a file makes no sense.
    """
    names = full_names(by)
    if LABEL in names:
        raise UsageError("attention has a row for each label; group by another column")
    if not labels and not terms:
        raise UsageError("neither labels nor terms to measure attention to")
    lists = read_terms(Path(terms)) if isinstance(terms, (str, Path)) else terms
    columns = [*names, LABEL] if labels else names
    texts = source.texts(columns, where, scope, about)
    return statistics("attention", names, attention_rows(texts, names, terms=lists, labels=labels))

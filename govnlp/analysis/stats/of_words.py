"""Statistics of words, characters and n-grams."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from govnlp.analysis.stats.collocation import Span, colloc_rows
from govnlp.analysis.stats.concordance import kwic_pattern, kwic_rows
from govnlp.analysis.stats.contrast import REFERENCE, TARGET, Form, keyness_by_group_rows, keyness_rows
from govnlp.analysis.stats.counts import Items, Unit, Words
from govnlp.analysis.stats.frequency import freq_rows
from govnlp.analysis.stats.measure import Measure, Where, full_names
from govnlp.analysis.stats.sources import About, Reader
from govnlp.analysis.stats.spread import dispersion_rows
from govnlp.analysis.stats.tables import Statistics, statistics
from govnlp.analysis.stats.texts import ALIASES, NARRATIVE, Text, as_list
from govnlp.errors import UsageError


@Measure
def freq(
    source: Reader,
    by: Sequence[str] = (),
    *,
    unit: Unit = "word",
    n: int = 1,
    only: Collection[str] = (),
    min_count: int = 1,
    top: int | None = None,
    drop_stop_words: bool = False,
    mask_numbers: bool = False,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
    words: Words | None = None,
) -> Statistics:
    r"""Count words, characters or n-grams of them.

    .. math:: per\_million = 10^6 \frac{count}{total}

    Parameters
    ----------
    source, by, where, scope, about, words
        As for `of_reports.summary`.
    unit : str
        ``word`` or ``char``.
    n : int
        Length of the n-grams; they do not run over punctuation.
    only : collection of str
        Just these items, also with 0 occurrences; all by default.
    min_count : int
        Occurrences that an item needs in its group; items in ``only`` need none.
    top : int, optional
        Most frequent items of each group; all by default.
    drop_stop_words, mask_numbers : bool
        Whether function words are left out (totals count them), and numbers are one item, ``#``.

    Returns
    -------
    pandas.DataFrame
        Columns of ``by``; ``item, count, total, per_million`` (in [0, 1,000,000]; higher is more frequent)
        and in how many of the group's reports it occurs.

    Raises
    ------
    UsageError
        If a column or an option makes no sense.
    """
    names = full_names(by)
    items = Items(unit, n, drop_stop_words, mask_numbers, words)
    texts = source.texts(names, where, scope, about)
    rows = freq_rows(texts, names, items=items, only=only, min_count=min_count, top=top)
    return statistics("freq", names, rows)


@Measure
def keyness(
    source: Reader,
    by: str = "",
    *,
    target: Where | None = None,
    reference: Where | None = None,
    form: Form = "two_cell",
    unit: Unit = "word",
    n: int = 1,
    min_count: int = 5,
    top: int | None = None,
    drop_stop_words: bool = False,
    mask_numbers: bool = False,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
    words: Words | None = None,
) -> Statistics:
    """Find what is typical of one group against another, or of each against the rest.

    Parameters
    ----------
    source, where, scope, about, words
        As for `of_reports.summary`.
    by : str
        Column whose values are compared, each with all the others together; instead of ``target``.
    target, reference : mapping, optional
        What the texts of the two groups have, like ``where``; without a reference, it is all the rest.
    form : str
        ``two_cell`` or ``four_cell``: the log-likelihood that ranks, and that BIC is made of.
    unit, n, drop_stop_words, mask_numbers
        As for `freq`.
    min_count : int
        Occurrences that an item needs in both groups together.
    top : int, optional
        Items with the largest log-likelihood by size, whatever the sign; all by default.

    Returns
    -------
    pandas.DataFrame
        Signed ``ll_two_cell`` and ``ll_four_cell``, ``log_ratio``, ``bic`` with their counts; most typical of
        the target first. Equations, ranges and references: `formulas.log_likelihood_two_cell`,
        `formulas.log_likelihood_four_cell`, `formulas.log_ratio`, `formulas.bic`.

    Raises
    ------
    UsageError
        If neither or both of ``by`` and ``target`` are given, or a group is empty.
    """
    if bool(by) == bool(target):
        raise UsageError("keyness needs either a column to group by or a target group")
    items = Items(unit, n, drop_stop_words, mask_numbers, words)
    if by:
        (name,) = full_names([by])
        texts = source.texts([name], where, scope, about)
        rows = keyness_by_group_rows(texts, name, items=items, form=form, min_count=min_count, top=top)
        return statistics("keyness", [name], rows)
    sides = [_full(target), _full(reference)]
    columns = list(dict.fromkeys([*sides[0], *sides[1]]))
    sided = _sided(source.texts(columns, where, scope, about), columns, *sides)
    rows = keyness_rows(sided, items=items, form=form, min_count=min_count, top=top)
    return statistics("keyness", [], rows)


@Measure
def colloc(
    source: Reader,
    node: str,
    by: Sequence[str] = (),
    *,
    span: Span = "window",
    window: tuple[int, int] = (5, 5),
    min_count: int = 3,
    sort: str = "log_dice",
    top: int | None = None,
    drop_stop_words: bool = False,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
    words: Words | None = None,
) -> Statistics:
    r"""Find the words that keep company with a word.

    With the window as span, O counts words in it, E is :math:`f_x f_y W / N` with W words in the window and
    N words in all; with the sentence as span, O, f and N count sentences and W is 1.

    Parameters
    ----------
    source, by, where, scope, about, words
        As for `of_reports.summary`.
    node : str
        The word; it may come to several words of the tokenizer, and is found only where words begin and end
        with it.
    span : str
        ``window``: words near the node in the same sentence; ``sentence``: the node's whole sentence.
    window : (int, int)
        Words to the left and to the right.
    min_count : int
        Co-occurrences that a collocate needs.
    sort : str
        ``log_dice``, ``mi``, ``t`` or ``count``.
    top : int, optional
        Collocates of each group; all by default.
    drop_stop_words : bool
        Whether function words are left out as collocates.

    Returns
    -------
    pandas.DataFrame
        ``log_dice, mi, t`` with their counts; strongest first. Equations, ranges and references:
        `formulas.log_dice`, `formulas.mutual_information`, `formulas.t_score`. A collocate that comes back
        within one window can lift logDice a little above 14.

    Raises
    ------
    UsageError
        If the node, a column or an option makes no sense.

    References
    ----------
    Evert, S. (2008). Corpora and collocations. In: Corpus Linguistics. An International Handbook, 1212-1248.
    """
    names = full_names(by)
    texts = source.texts(names, where, scope, about)
    rows = colloc_rows(
        texts,
        node,
        names,
        span=span,
        window=window,
        min_count=min_count,
        sort=sort,
        top=top,
        drop_stop_words=drop_stop_words,
        words=words,
    )
    return statistics("colloc", names, rows)


@Measure
def kwic(
    source: Reader,
    term: str,
    by: Sequence[str] = (),
    *,
    regex: bool = False,
    width: int = 20,
    sort: str = "text",
    top: int | None = None,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
) -> Statistics:
    """Show a term in its contexts.

    Parameters
    ----------
    source, where, scope, about
        As for `of_reports.summary`.
    term : str
        A string, found in any spelling: full width, Traditional forms, spaces between characters.
    by : sequence of str
        Columns to put in front.
    regex : bool
        Whether the term is a regular expression; it is searched in half width.
    width : int
        Characters of context on each side, within the paragraph.
    sort : str
        ``text`` (corpus order), ``left`` or ``right`` (by that context, from the term outwards).
    top : int, optional
        Lines, after sorting; all by default.

    Returns
    -------
    pandas.DataFrame
        ``report_id, paragraph_id, start, end, left, hit, right``: offsets into the report's text.

    Raises
    ------
    UsageError
        If the term, a column or an option makes no sense.
    """
    names = full_names(by)
    pattern = "" if regex else kwic_pattern(term)
    texts = source.texts(names, where, scope, about, pattern)
    rows = kwic_rows(texts, term, names, regex=regex, width=width, sort=sort, top=top)
    return statistics("kwic", names, rows)


@Measure
def dispersion(
    source: Reader,
    by: Sequence[str] = (),
    *,
    parts: str = "report_id",
    unit: Unit = "word",
    n: int = 1,
    only: Collection[str] = (),
    min_count: int = 5,
    top: int | None = None,
    drop_stop_words: bool = False,
    mask_numbers: bool = False,
    where: Where | None = None,
    scope: str = NARRATIVE,
    about: About | None = None,
    words: Words | None = None,
) -> Statistics:
    """Measure how evenly items are spread over the parts of a corpus.

    Parameters
    ----------
    source, by, where, scope, about, words
        As for `of_reports.summary`.
    parts : str
        Column whose values are the parts: each report, issuer, year, …
    unit, n, only, min_count, top, drop_stop_words, mask_numbers
        As for `freq`.

    Returns
    -------
    pandas.DataFrame
        ``range`` (parts it occurs in), ``dp`` and ``dp_norm`` (0 is even), ``juilland_d`` (1 is even).
        Equations, ranges and references: `formulas.deviation_of_proportions`,
        `formulas.normalized_deviation`, `formulas.juilland_d`.

    Raises
    ------
    UsageError
        If a column or an option makes no sense.
    """
    names, (part,) = full_names(by), full_names([parts])
    if part in names:
        raise UsageError(f"'{part}' cannot be both the group and its parts")
    items = Items(unit, n, drop_stop_words, mask_numbers, words)
    texts = source.texts([*names, part], where, scope, about)
    rows = dispersion_rows(
        texts, names, part=lambda text: text.keys[-1], items=items, only=only, min_count=min_count, top=top
    )
    return statistics("dispersion", names, rows)


def _full(where: Where | None) -> dict[str, set[str]]:
    return {
        ALIASES.get(name, name): {"" if v is None else str(v) for v in as_list(values)}
        for name, values in (where or {}).items()
    }


def _sided(
    texts: Iterable[Text],
    columns: Sequence[str],
    target: Mapping[str, set[str]],
    reference: Mapping[str, set[str]],
) -> Iterator[Text]:
    """Give each text its side; a paragraph with several labels is once on each side it belongs to."""
    paragraph: tuple[str, str | None, int] | None = None
    given: set[str] = set()
    for text in texts:
        values = {n: "" if v is None else str(v) for n, v in zip(columns, text.keys, strict=True)}
        if all(values[name] in allowed for name, allowed in target.items()):
            side = TARGET
        elif all(values[name] in allowed for name, allowed in reference.items()):
            side = REFERENCE
        else:
            continue
        if (text.report_id, text.paragraph_id, text.start) != paragraph:
            paragraph, given = (text.report_id, text.paragraph_id, text.start), set()
        if side not in given:
            given.add(side)
            yield text._replace(keys=(side,))

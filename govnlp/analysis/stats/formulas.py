"""The measures as functions of counts: no text, no tables.

Each takes counts and gives a number; a value that is not defined is None, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log, log2, sqrt

LOG_DICE_MAXIMUM = 14.0
_MTLD_THRESHOLD = 0.72


def per_million(count: int, total: int) -> float | None:
    """Relative frequency: 1,000,000 times count over total; None where the total is 0."""
    return 1_000_000 * count / total if total else None


def log_likelihood_two_cell(target: int, reference: int, target_total: int, reference_total: int) -> float:
    r"""Signed log-likelihood over the two cells of occurrences.

    .. math:: LL = 2 \left( O_1 \ln\frac{O_1}{E_1} + O_2 \ln\frac{O_2}{E_2} \right),
              \quad E_i = N_i \frac{O_1 + O_2}{N_1 + N_2}

    Parameters
    ----------
    target, reference : int
        Occurrences in the two groups, O.
    target_total, reference_total : int
        Sizes of the two groups, N.

    Returns
    -------
    float
        Any real number; 0 where both relative frequencies are the same, positive where the item is
        relatively more frequent in the target, negative where it is less frequent. Its size grows with
        the evidence, not with the size of the difference.

    References
    ----------
    Rayson, P. & Garside, R. (2000). Comparing corpora using frequency profiling. Proceedings of the
    Workshop on Comparing Corpora, 1-6.

    Examples
    --------
    >>> round(log_likelihood_two_cell(12_000, 10_000, 1_000_000, 1_000_000), 2)
    182.07
    """
    cells = _cells(target, reference, target_total, reference_total)
    return _signed(2 * sum(cells[:2]), target, reference, target_total, reference_total)


def log_likelihood_four_cell(target: int, reference: int, target_total: int, reference_total: int) -> float:
    r"""Signed log-likelihood over all four cells, occurrences and everything else.

    .. math:: LL = 2 \sum_{i=1}^{2} \left( O_i \ln\frac{O_i}{E_i}
              + (N_i - O_i) \ln\frac{N_i - O_i}{N_i - E_i} \right)

    Parameters, sign and range are those of `log_likelihood_two_cell`; this is the G-squared of the whole
    contingency table and a little larger.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational
    Linguistics 19(1), 61-74.

    Examples
    --------
    >>> round(log_likelihood_four_cell(12_000, 10_000, 1_000_000, 1_000_000), 2)
    184.09
    """
    cells = _cells(target, reference, target_total, reference_total)
    return _signed(2 * sum(cells), target, reference, target_total, reference_total)


def _cells(target: int, reference: int, target_total: int, reference_total: int) -> tuple[float, ...]:
    both, all_ = target + reference, target_total + reference_total
    if not both:
        return (0.0, 0.0, 0.0, 0.0)
    expected = target_total * both / all_, reference_total * both / all_
    return (
        _term(target, expected[0]),
        _term(reference, expected[1]),
        _term(target_total - target, target_total - expected[0]),
        _term(reference_total - reference, reference_total - expected[1]),
    )


def _term(observed: int, expected: float) -> float:
    return observed * log(observed / expected) if observed else 0.0


def _signed(value: float, target: int, reference: int, target_total: int, reference_total: int) -> float:
    # What rounding leaves below zero is zero.
    size = max(value, 0.0)
    return size if target * reference_total >= reference * target_total else -size


def log_ratio(target: int, reference: int, target_total: int, reference_total: int) -> float | None:
    r"""Binary logarithm of the ratio of the relative frequencies: the size of a difference.

    .. math:: LR = \log_2 \frac{O_1 / N_1}{O_2 / N_2}

    Parameters
    ----------
    target, reference : int
        Occurrences in the two groups; 0 counts as 0.5, so that the ratio exists.
    target_total, reference_total : int
        Sizes of the two groups.

    Returns
    -------
    float or None
        Any real number; 1 is twice as frequent in the target, -1 half as frequent. None where a group is
        empty or the item is in neither.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster University.
    """
    if not target_total or not reference_total or not target + reference:
        return None
    return log2(((target or 0.5) / target_total) / ((reference or 0.5) / reference_total))


def bic(log_likelihood: float, total: int) -> float | None:
    r"""Approximate Bayes factor of a difference, on the scale of the log-likelihood.

    .. math:: BIC \approx |LL| - \ln(N_1 + N_2)

    Parameters
    ----------
    log_likelihood : float
        With or without sign.
    total : int
        Size of both groups together.

    Returns
    -------
    float or None
        Above 10 very strong evidence for a difference, 6 to 10 strong, 2 to 6 positive, 0 to 2 hardly any;
        below 0 for no difference. None where both groups are empty.

    References
    ----------
    Wilson, A. (2013). Embracing Bayes factors for key item analysis in corpus linguistics. In: New
    Approaches to the Study of Linguistic Variability, 3-11.
    """
    return abs(log_likelihood) - log(total) if total else None


def log_dice(together: int, node: int, collocate: int) -> float | None:
    r"""Strength of a collocation, comparable across corpora.

    .. math:: logDice = 14 + \log_2 \frac{2 f_{xy}}{f_x + f_y}

    Parameters
    ----------
    together : int
        Co-occurrences, f_xy.
    node, collocate : int
        Frequencies, f_x and f_y.

    Returns
    -------
    float or None
        At most 14 where no co-occurrence is counted more often than either word occurs; 1 more is twice as
        strong. Does not depend on the size of the corpus. None without a co-occurrence.

    References
    ----------
    Rychlý, P. (2008). A lexicographer-friendly association score. RASLAN 2008, 6-9.
    """
    return LOG_DICE_MAXIMUM + log2(2 * together / (node + collocate)) if together else None


def mutual_information(together: int, expected: float) -> float | None:
    r"""Pointwise mutual information of a collocation, in bits.

    .. math:: MI = \log_2 \frac{O}{E}

    Parameters
    ----------
    together : int
        Observed co-occurrences, O.
    expected : float
        Those expected by chance, E.

    Returns
    -------
    float or None
        Any real number, 0 at chance. Favours rare words. None without a co-occurrence.

    References
    ----------
    Church, K. W. & Hanks, P. (1990). Word association norms, mutual information, and lexicography.
    Computational Linguistics 16(1), 22-29.
    """
    return log2(together / expected) if together and expected else None


def t_score(together: int, expected: float) -> float | None:
    r"""t-score of a collocation.

    .. math:: t = \frac{O - E}{\sqrt{O}}

    Parameters are those of `mutual_information`.

    Returns
    -------
    float or None
        Any real number, 0 at chance. Favours frequent words. None without a co-occurrence.

    References
    ----------
    Church, K., Gale, W., Hanks, P. & Hindle, D. (1991). Using statistics in lexical analysis. In: Lexical
    Acquisition, 115-164.
    """
    return (together - expected) / sqrt(together) if together else None


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    r"""Gries's DP: how far the parts' shares of an item are from their shares of the corpus.

    .. math:: DP = \frac{1}{2} \sum_i \left| \frac{v_i}{f} - s_i \right|

    Parameters
    ----------
    counts : sequence of int
        Occurrences in each part, v; f is their sum.
    sizes : sequence of int
        Size of each part, none of them 0; s is its share of all.

    Returns
    -------
    float or None
        In [0, 1): 0 is perfectly even, near 1 is all in one small part. None where the item never occurs.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International Journal of Corpus
    Linguistics 13(4), 403-437.
    """
    found, total = sum(counts), sum(sizes)
    if not found:
        return None
    # The difference from the sum over present parts: absent ones contribute their whole share.
    return sum(abs(v / found - s / total) for v, s in zip(counts, sizes, strict=True)) / 2


def normalized_deviation(dp: float | None, sizes: Sequence[int]) -> float | None:
    r"""DPnorm: DP over the largest value it can take with these parts.

    .. math:: DP_{norm} = \frac{DP}{1 - \min_i s_i}

    Parameters
    ----------
    dp : float or None
        As `deviation_of_proportions` gives it.
    sizes : sequence of int
        Size of each part.

    Returns
    -------
    float or None
        In [0, 1]: 0 even, 1 all in the smallest part. None where there is only one part.

    References
    ----------
    Lijffijt, J. & Gries, S. Th. (2012). Correction to Stefan Th. Gries' "Dispersions and adjusted
    frequencies in corpora". International Journal of Corpus Linguistics 17(1), 147-149.
    """
    if dp is None or len(sizes) < 2:
        return None
    return dp / (1 - min(sizes) / sum(sizes))


def juilland_d(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    r"""Juilland's D over the relative frequencies in parts that may differ in size.

    .. math:: D = 1 - \frac{\sigma_p / \bar p}{\sqrt{n - 1}}, \quad p_i = \frac{v_i}{N_i}

    Parameters
    ----------
    counts : sequence of int
        Occurrences in each part, v.
    sizes : sequence of int
        Size of each part, N, none of them 0. The standard deviation is that of the population.

    Returns
    -------
    float or None
        In [0, 1]: 1 is perfectly even, 0 is all in one part; the other way round than DP. None where the
        item never occurs or there is only one part.

    References
    ----------
    Juilland, A., Brodin, D. & Davidovitch, C. (1970). Frequency Dictionary of French Words. Mouton.
    """
    n = len(sizes)
    if n < 2 or not any(counts):
        return None
    rates = [v / s for v, s in zip(counts, sizes, strict=True)]
    mean = sum(rates) / n
    deviation = sqrt(sum((p - mean) ** 2 for p in rates) / n)
    return min(max(1 - deviation / mean / sqrt(n - 1), 0.0), 1.0)


def moving_average_ttr(tokens: Sequence[str], window: int) -> float | None:
    r"""MATTR: mean type-token ratio of all windows of one length.

    .. math:: MATTR(W) = \frac{1}{W (N - W + 1)} \sum_{i=1}^{N-W+1} |types(w_i \dots w_{i+W-1})|

    Parameters
    ----------
    tokens : sequence of str
        The text's words in order.
    window : int
        W, at least 1.

    Returns
    -------
    float or None
        In (0, 1]; higher is more varied. Does not depend on the length of the text. None where the text is
        shorter than the window.

    References
    ----------
    Covington, M. A. & McFall, J. D. (2010). Cutting the Gordian knot: the moving-average type-token ratio
    (MATTR). Journal of Quantitative Linguistics 17(2), 94-100.
    """
    if len(tokens) < window:
        return None
    inside: dict[str, int] = {}
    types = 0
    for at, token in enumerate(tokens):
        inside[token] = inside.get(token, 0) + 1
        if at >= window:
            gone = tokens[at - window]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if at >= window - 1:
            types += len(inside)
    return types / (window * (len(tokens) - window + 1))


def textual_diversity(tokens: Sequence[str], threshold: float = _MTLD_THRESHOLD) -> float | None:
    r"""MTLD: mean length of stretches that keep the type-token ratio above a threshold.

    .. math:: MTLD = \frac{1}{2} \left( \frac{N}{F_{\rightarrow}} + \frac{N}{F_{\leftarrow}} \right)

    F counts the stretches (factors) in one direction: one ends as soon as its type-token ratio is below the
    threshold; what is left at the end counts (1 - TTR) / (1 - threshold).

    Parameters
    ----------
    tokens : sequence of str
        The text's words in order.
    threshold : float
        In (0, 1); 0.72 in the reference.

    Returns
    -------
    float or None
        Positive; higher is more varied. None where no word ever comes back, for then no factor ends.

    References
    ----------
    McCarthy, P. M. & Jarvis, S. (2010). MTLD, vocd-D, and HD-D: a validation study of sophisticated
    approaches to lexical diversity assessment. Behavior Research Methods 42(2), 381-392.
    """
    both = [_factors(order, threshold) for order in (tokens, tokens[::-1])]
    if not all(both):
        return None
    return sum(len(tokens) / factors for factors in both) / 2


def _factors(tokens: Sequence[str], threshold: float) -> float:
    factors = 0.0
    types: set[str] = set()
    length = 0
    for token in tokens:
        types.add(token)
        length += 1
        if len(types) / length < threshold:
            factors += 1
            types.clear()
            length = 0
    if length:
        factors += (1 - len(types) / length) / (1 - threshold)
    return factors


LOG_LIKELIHOODS: dict[str, Callable[[int, int, int, int], float]] = {
    "two_cell": log_likelihood_two_cell,
    "four_cell": log_likelihood_four_cell,
}

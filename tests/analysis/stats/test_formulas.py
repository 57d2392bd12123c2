"""The measures against vectors computed by hand or printed in their papers."""

from __future__ import annotations

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnlp.analysis.stats import formulas as f


def test_log_likelihood_of_twelve_and_ten_thousand_in_a_million() -> None:
    counts = (12_000, 10_000, 1_000_000, 1_000_000)
    assert f.log_likelihood_two_cell(*counts) == pytest.approx(182.07, abs=0.005)
    assert f.log_likelihood_four_cell(*counts) == pytest.approx(184.09, abs=0.005)
    assert f.log_ratio(*counts) == pytest.approx(0.2630344)  # log2 of 1.2
    assert f.bic(182.07, 2_000_000) == pytest.approx(182.07 - log(2_000_000))


def test_log_likelihood_of_an_item_that_one_side_lacks() -> None:
    # Expected 5 and 5: 2 * 10 * ln 2.
    assert f.log_likelihood_two_cell(10, 0, 100, 100) == pytest.approx(20 * log(2))
    assert f.log_likelihood_two_cell(0, 10, 100, 100) == pytest.approx(-20 * log(2))
    assert f.log_ratio(10, 0, 100, 100) == pytest.approx(log(20) / log(2))
    assert f.log_ratio(0, 0, 100, 100) is None
    assert f.log_likelihood_two_cell(0, 0, 100, 100) == 0


def test_log_ratio_is_in_doublings() -> None:
    assert f.log_ratio(40, 10, 1000, 1000) == 2
    assert f.log_ratio(10, 40, 1000, 1000) == -2
    assert f.log_ratio(10, 10, 1000, 500) == -1
    assert f.log_ratio(1, 1, 0, 500) is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(50, 500), st.integers(50, 500))
def test_swapping_the_groups_turns_the_sign(a: int, b: int, n: int, m: int) -> None:
    for form in f.LOG_LIKELIHOODS.values():
        assert abs(form(a, b, n, m)) == pytest.approx(abs(form(b, a, m, n)))
        assert form(a, b, n, m) * (a * m - b * n) >= 0
    assert abs(f.log_likelihood_four_cell(a, b, n, m)) >= abs(f.log_likelihood_two_cell(a, b, n, m)) - 1e-9


def test_association() -> None:
    assert f.log_dice(7, 7, 7) == 14
    assert f.log_dice(10, 40, 120) == 11  # 2 * 10 / 160 is an eighth
    assert f.log_dice(0, 4, 4) is None
    assert f.mutual_information(8, 2) == 2
    assert f.mutual_information(1, 4) == -2
    assert f.mutual_information(0, 4) is None
    assert f.t_score(8, 2) == pytest.approx(6 / sqrt(8))
    assert f.t_score(0, 2) is None


# The five parts of Gries (2008), in which "a" occurs 1 to 5 times: DP 0.18, D 0.785.
COUNTS, SIZES = (1, 2, 3, 4, 5), (9, 10, 10, 10, 11)


def test_dispersion_of_the_papers_example() -> None:
    dp = f.deviation_of_proportions(COUNTS, SIZES)
    assert dp == pytest.approx(0.18)
    assert f.normalized_deviation(dp, SIZES) == pytest.approx(0.18 / 0.82)
    assert f.juilland_d(COUNTS, SIZES) == pytest.approx(0.785, abs=0.0005)


def test_dispersion_at_its_ends() -> None:
    assert f.deviation_of_proportions((5, 5), (10, 10)) == 0
    assert f.juilland_d((5, 5), (10, 10)) == 1
    dp = f.deviation_of_proportions((0, 8), (30, 10))
    assert dp == 0.75
    assert f.normalized_deviation(dp, (30, 10)) == 1
    assert f.juilland_d((0, 8, 0), (10, 10, 10)) == pytest.approx(0)
    assert f.deviation_of_proportions((0, 0), (10, 10)) is None
    assert f.juilland_d((3,), (10,)) is None
    assert f.normalized_deviation(0.0, (10,)) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(31, 90)), min_size=2, max_size=8))
def test_dispersion_keeps_its_range_whatever_the_order(parts: list[tuple[int, int]]) -> None:
    counts, sizes = zip(*parts, strict=True)
    dp, d = f.deviation_of_proportions(counts, sizes), f.juilland_d(counts, sizes)
    if dp is None or d is None:
        assert not any(counts)
        return
    assert 0 <= dp < 1
    assert 0 <= d <= 1
    norm = f.normalized_deviation(dp, sizes)
    assert norm is not None
    assert 0 <= norm <= 1 + 1e-9
    assert f.deviation_of_proportions(counts[::-1], sizes[::-1]) == pytest.approx(dp)


def test_moving_average() -> None:
    assert f.moving_average_ttr(list("abac"), 2) == 1
    assert f.moving_average_ttr(list("aabb"), 2) == pytest.approx(4 / 6)  # 1, 2 and 1 types
    assert f.moving_average_ttr(list("abab"), 4) == 0.5
    assert f.moving_average_ttr(list("ab"), 3) is None


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("abab", 4),  # a factor ends at the third word: 2/3 < 0.72; one word is left, its TTR is 1
        ("abcab", 5),  # it ends at the fifth: 3/5
        ("abca", 4 / (0.25 / 0.28)),  # none ends; the rest counts (1 - 0.75) / (1 - 0.72)
        ("aaaa", 2),  # one every second word
        ("aabc", (4 + 4 / (0.25 / 0.28)) / 2),  # forwards one ends, backwards none
    ],
)
def test_textual_diversity(tokens: str, expected: float) -> None:
    assert f.textual_diversity(list(tokens)) == pytest.approx(expected)


def test_diversity_where_no_word_comes_back_is_not_defined() -> None:
    assert f.textual_diversity(list("abcdef")) is None
    assert f.textual_diversity([]) is None


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=60), st.integers(1, 20))
def test_diversity_keeps_its_range_and_is_the_same_backwards(tokens: list[str], window: int) -> None:
    mattr = f.moving_average_ttr(tokens, window)
    assert mattr is None or 1 / window <= mattr <= 1
    mtld = f.textual_diversity(tokens)
    assert mtld == f.textual_diversity(tokens[::-1])
    assert mtld is None or mtld > 0

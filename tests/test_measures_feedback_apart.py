"""Telling one share from all others, however many are compared."""

from math import comb

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from alignment.measures.feedback.apart import apart, chances


def told(hits: list[int], tries: list[int], least_count: int = 20) -> pd.DataFrame:
    table = pd.DataFrame({"n": hits, "of": tries})
    return apart(table, "n", "of", np.full(len(hits), sum(hits)), sum(tries), least_count)


def test_the_lady_who_tasted_three_of_four_cups_may_have_guessed() -> None:
    # 17 of 70 ways for three or four of four, doubled
    found = chances(np.array([3]), np.array([4]), np.array([4]), 8)
    assert np.isclose(found, 2 * 17 / 70)


@given(st.data())
def test_the_chance_is_that_of_counting_every_way(data: st.DataObject) -> None:
    n_all = data.draw(st.integers(2, 30))
    own, all_hits = data.draw(st.integers(1, n_all)), data.draw(st.integers(0, n_all))
    least, most = max(0, own + all_hits - n_all), min(own, all_hits)
    hits = data.draw(st.integers(least, most))
    ways = {x: comb(all_hits, x) * comb(n_all - all_hits, own - x) for x in range(least, most + 1)}
    is_many = hits * n_all > own * all_hits
    tail = sum(n for x, n in ways.items() if (x >= hits if is_many else x <= hits))
    found = chances(np.array([hits]), np.array([own]), np.array([all_hits]), n_all)
    assert np.isclose(found[0], min(1, 2 * tail / comb(n_all, own)))


def test_what_stands_out_among_two_is_lost_among_two_hundred() -> None:
    pair = told([9, 22], [100, 100])
    assert pair["is_clear"].all()
    assert list(pair["rate_elsewhere"]) == [0.22, 0.09]
    many = told([6, *[15] * 200], [100] * 201)
    assert not many["is_clear"].any()


def test_a_group_too_small_is_not_compared_nor_is_one_without_enough_others() -> None:
    table = told([19, 0], [19, 100])
    assert table["rate_elsewhere"].isna().all()
    assert not table["is_clear"].any()


def test_without_groups_there_is_nothing_to_tell() -> None:
    assert told([], []).empty

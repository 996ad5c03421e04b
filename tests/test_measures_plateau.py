"""Thresholds that cannot be told apart by worth, and what is chosen early judged later."""

import pandas as pd
import pytest

from alignment.history import History
from alignment.measures.between import Between
from alignment.measures.plateau import out_of_time, plateau
from alignment.measures.replay import prepare
from alignment.measures.worth import Worth
from tests.scored import SCORE, Lead, day, history, replayed

WORTH = Worth(1000, 100, "EUR")
"""A follow-up pays where one in ten converts."""


def steps(*rates: tuple[int, int, int], days: int = 140) -> list[Lead]:
    """For each (points, leads, converted): leads of so many points, spread over the days."""
    return [
        (n_points, int(n * days / n_leads), int(n * days / n_leads) + 5 if n < n_won else None)
        for n_points, n_leads, n_won in rates
        for n in range(n_leads)
    ]


def test_the_best_threshold_takes_all_steps_that_pay_and_no_other() -> None:
    replay = replayed(steps((2, 200, 2), (5, 200, 60), (8, 200, 100)))
    found = plateau(replay, SCORE, WORTH)
    assert found.figures["break_even_share"] == 0.1
    best = found.table.loc[found.table["is_best"], "threshold"].item()
    # whoever reaches 3 reaches 5: nobody lies between
    assert best in {3, 4, 5}
    assert found.table.loc[found.table["is_alike"], "threshold"].tolist() == [3, 4, 5]
    assert "3 to 5 cannot be told apart." in found.sentence


def test_thresholds_whose_leads_between_convert_about_as_often_as_pays_are_a_plateau() -> None:
    replay = replayed(steps((2, 200, 2), (5, 40, 4), (8, 200, 100)))
    alike = plateau(replay, SCORE, WORTH).table.set_index("threshold")["is_alike"]
    assert alike[alike].index.tolist() == [3, 4, 5, 6, 7, 8]


def test_a_score_outside_the_plateau_is_told_by_the_leads_between() -> None:
    replay = replayed(steps((2, 200, 2), (5, 200, 60), (8, 200, 100)))
    found = plateau(replay, SCORE.model_copy(update={"hand_off_at": 8.0}), WORTH)
    assert found.sentence.endswith(
        "10.0% must convert for a follow-up to pay; "
        "won: 30% (60 of 200; 95% interval 24% to 37%), so they pay."
    )


def test_the_leads_between_reach_the_lower_threshold_and_never_the_higher() -> None:
    replay = replayed([(2, 0, None), (5, 0, 20), (5, 10, None), (8, 0, None)])
    asked = Between(replay, SCORE, WORTH, day(5), None)
    assert len(asked.between(asked.reached(5), asked.reached(8))) == 1
    every = Between(replay, SCORE, WORTH, None, None)
    between = every.between(every.reached(5), every.reached(8))
    assert (len(between), between.n_converted) == (2, 1)


def test_where_a_follow_up_costs_more_than_it_brings_no_threshold_pays() -> None:
    found = plateau(replayed(steps((5, 100, 20))), SCORE, Worth(100, 90, "EUR"))
    assert found.sentence.startswith("No threshold pays; least is lost from")


def test_without_a_worth_nobody_can_say_what_brings_most() -> None:
    found = plateau(replayed(steps((5, 100, 20))), SCORE, None)
    assert not found.is_answered
    assert "it lacks what a conversion is worth" in found.sentence


@pytest.mark.parametrize(
    ("leads", "least_count"),
    [
        ([], 1),
        (steps((5, 50, 0)), 1),
        ([(5, 190, 195)] * 5, 1),
        (steps((5, 10, 5)), 20),
    ],
    ids=["no leads", "no conversions", "all immature", "too few"],
)
def test_where_there_is_not_enough_data_worth_is_not_told(
    leads: list[Lead], least_count: int
) -> None:
    replay = replayed(leads, least_count=least_count)
    for found in (plateau(replay, SCORE, WORTH), out_of_time(replay, SCORE, WORTH)):
        assert not found.is_answered
        assert found.sentence.startswith("There is not enough data")


def test_what_is_chosen_early_is_reported_on_later_hand_offs() -> None:
    early = steps((2, 100, 1), (5, 100, 40), days=50)
    late = [(n, at + 100, won and won + 100) for n, at, won in steps((5, 80, 8), days=50)]
    found = out_of_time(replayed([*early, *late]), SCORE, WORTH, day(100))
    rows = found.table[found.table["is_best"]].set_index("period")
    assert rows.loc["earlier", ["n_mature", "n_converted"]].tolist() == [100, 40]
    assert rows.loc["later", ["n_mature", "n_converted"]].tolist() == [80, 8]
    assert found.figures["chosen_at"] == "2026-04-11"


def test_choosing_uses_nothing_that_was_not_known_then() -> None:
    early = steps((2, 100, 1), (5, 100, 40), days=50)
    hidden = [(2, 75, 102), (9, 75, 102), (9, 80, 125)]  # their horizon ends after day 100
    one = out_of_time(replayed([*early, (5, 150, 151)]), SCORE, WORTH, day(100))
    two = out_of_time(replayed([*early, *hidden, (5, 150, 151)]), SCORE, WORTH, day(100))
    kept = ["threshold", "n_mature", "n_converted"]
    is_early = one.table["period"] == "earlier"
    pd.testing.assert_frame_equal(one.table.loc[is_early, kept], two.table.loc[is_early, kept])


def test_what_leads_did_later_does_not_move_the_range_that_was_chosen() -> None:
    leads = steps((2, 100, 1), (5, 40, 4), (8, 100, 40), days=50)
    held = history(leads)
    names = ("leads", "activities", "stage_changes")
    frames = {name: held.query(f"SELECT * FROM {name}") for name in names}
    more = pd.DataFrame({"lead_id": [f"L{n}" for n in range(len(leads))] * 9})
    more = more.assign(occurred_at=day(160), activity="visit", team="lead")
    frames["activities"] = pd.concat([frames["activities"], more])
    one, two = (
        out_of_time(prepare(h, day(200), 20, least_count=10), SCORE, WORTH, day(100))
        for h in (held, History.from_frames(**frames))
    )
    keys = ("best_threshold", "lowest_alike", "highest_alike")
    assert [one.figures[key] for key in keys] == [two.figures[key] for key in keys]
    assert one.figures["lowest_alike"] != one.figures["highest_alike"]


def test_a_few_leads_between_tell_nothing_apart() -> None:
    asked = Between(
        replayed(steps((5, 3, 3), (8, 50, 20)), least_count=20), SCORE, WORTH, None, None
    )
    few = asked.between(asked.reached(5), asked.reached(8))
    assert (few.n_mature, few.n_converted, asked.verdict(few)) == (3, 3, 0)


def test_a_moment_before_anything_was_known_leaves_nothing_to_choose_from() -> None:
    found = out_of_time(replayed(steps((5, 100, 40))), SCORE, WORTH, day(10))
    assert found.sentence.startswith("There is not enough data")

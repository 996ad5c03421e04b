"""Whether suggested points do better: told plainly, with what it rests on and what is as good."""

import numpy as np
import pytest
from hand_offs import AGREED, day, frames, opened, usual

from alignment.agreement import Engagement, Score
from alignment.measures.suggest import suggest
from alignment.measures.suggest.moments import Moments
from alignment.measures.suggest.suggestion import Suggestion
from alignment.measures.suggest.verdict import AGREED as ITS
from alignment.measures.suggest.verdict import DEFAULT, SUGGESTED, Trial

GOOD = AGREED.model_copy(
    update={"engagement": {"demo": Engagement(points=10, at_most=1)}, "hand_off_at": 15.0,
            "return_below": 5.0, "fit": (AGREED.fit[0].model_copy(update={"points": 7.0}),)}
)  # fmt: skip


@pytest.fixture(scope="module")
def large() -> Suggestion:
    return suggest(*opened(frames(3000)), AGREED)


def trial() -> Trial:
    history, replay = usual()
    return Trial(replay, Moments.handed_off(history, replay, "mql"), day(400), "hand-offs")


def test_points_that_find_the_truth_do_better_than_those_that_miss_it(large: Suggestion) -> None:
    table = large.verdict.table.set_index("score")
    assert table.at[ITS, "ahead_rate_low"] > 0 or table.at[ITS, "ahead_sorted_low"] > 0
    assert "The suggestion does better than the agreed points (+" in large.verdict.sentence
    assert table.loc[SUGGESTED, ["ahead_rate", "ahead_sorted"]].isna().all()
    assert large.verdict.figures["suggested_rate"] == table.at[SUGGESTED, "rate"]


def test_every_score_is_judged_on_as_many_later_hand_offs(large: Suggestion) -> None:
    table = large.verdict.table.set_index("score")
    assert set(table.index) == {ITS, SUGGESTED, DEFAULT}
    assert table["n_taken"].nunique() == table["n_judged"].nunique() == 1
    assert (table["rate_low"] < table["rate"]).all()
    assert (table["rate"] < table["rate_high"]).all()
    assert table["per_week"].max() < 1.5 * table["per_week"].drop(DEFAULT).min()


def test_scores_that_differ_little_cannot_be_told_apart() -> None:
    scores = {ITS: GOOD, SUGGESTED: GOOD, DEFAULT: Score()}
    found = trial().verdict(scores, (0.5, 0.5))
    assert "cannot be told apart from the agreed points (+0.0 of 100" in found.sentence
    assert "That favours scores like the older policy" in found.caveats[-1]


def test_worse_points_are_called_worse() -> None:
    against = GOOD.model_copy(
        update={"engagement": {"demo": Engagement(points=-10)}, "hand_off_at": 5.0}
    )
    found = trial().verdict({ITS: GOOD, SUGGESTED: against, DEFAULT: Score()}, (0.5, 0.5))
    assert "The suggestion does worse than the agreed points (-" in found.sentence


def test_rounding_to_whole_points_costs_next_to_nothing(large: Suggestion) -> None:
    before, after = (
        float(large.verdict.figures[f"log_loss_{when}_rounding"])  # type: ignore[arg-type]
        for when in ("before", "after")
    )
    assert abs(after - before) < 0.005


def test_near_ties_are_simpler_scores_that_can_be_taken(large: Suggestion) -> None:
    table = large.near_ties.table
    assert large.simpler
    assert set(large.simpler) == set(table["score"])
    assert (table["more_low"] <= 0).all()
    assert "points in fives" in large.simpler
    assert all(
        line.points % 5 == 0 for line in large.simpler["points in fives"].engagement.values()
    )
    assert "without demo" not in large.simpler
    assert all(score.hand_off_at > score.return_below for score in large.simpler.values())


def test_the_loss_of_later_moments_uses_log_odds_of_the_earlier_ones() -> None:
    held = trial()
    own, poor = held.loss(GOOD), held.loss(Score())
    assert len(own) == int(held.later.sum())
    assert own.mean() < poor.mean()
    share = held.moments.is_converted[held.earlier].mean()
    hits = held.moments.is_converted[held.later]
    # a score that knows nothing says the earlier share to everybody
    assert poor.mean() == pytest.approx(-np.log(np.where(hits, share, 1 - share)).mean(), abs=1e-6)

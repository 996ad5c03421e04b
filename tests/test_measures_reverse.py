"""A goal reckoned back: held against formulas, and worlds whose truth is known."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
import town
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from alignment.agreement import Agreement
from alignment.errors import AlignmentError
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.reverse import Estimate, Funnel, by_month, needed, needs
from alignment.measures.reverse.estimate import N_DRAWS
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
CERTAIN = np.ones(N_DRAWS)


def rate(n_hits: int, n_tries: int, seed: int = 1, least: int = 20) -> Estimate:
    return Estimate.of_rate(n_hits, n_tries, least, "leads", np.random.default_rng(seed))


def made(rates: dict[str, Estimate], deal: Estimate | None = None) -> Funnel:
    return Funnel(
        (*rates, "customer"),
        rates,
        deal or Estimate(1000 * CERTAIN, "100 won deals"),
        Estimate(CERTAIN),
        {"marketing": ("lead", Estimate(5 * CERTAIN)), "sales": ("lead", Estimate(2 * CERTAIN))},
        Estimate(30 * CERTAIN, "leads"),
        SPRING,
        as_of=town.AS_OF,
        within_days=120,
    )


def need(funnel: Funnel, name: str, goal: float = 10_000.0):
    return next(one for one in needs(funnel, goal) if one.name == name)


def test_what_is_certain_divides_through() -> None:
    half = Estimate(CERTAIN / 2)
    funnel = made({"lead": Estimate(CERTAIN / 10), "opportunity": half})
    # 10,000 a month at 1,000 a deal, half of the opportunities won, a tenth of the leads get there
    found = {one.name: one.value for one in needs(funnel, 10_000)}
    assert found == pytest.approx(
        {
            "won_deals": 10,
            "opportunity": 20,
            "lead": 200,
            "touches_marketing": 1000,
            "touches_sales": 400,
            "spend": 6000,
        }
    )


def test_one_step_has_the_quantiles_of_one_over_a_beta() -> None:
    one = need(made({"lead": rate(30, 120)}), "lead")
    law = beta(30.5, 90.5)
    assert one.value == pytest.approx(10 / law.ppf(0.5), rel=0.01)
    assert one.low == pytest.approx(10 / law.ppf(0.975), rel=0.03)
    assert one.high == pytest.approx(10 / law.ppf(0.025), rel=0.03)


def test_the_mean_need_is_that_of_inverse_betas_and_not_one_over_the_point_rates() -> None:
    rates = {"lead": rate(6, 40, 1), "mql": rate(5, 30, 2), "opportunity": rate(6, 25, 3)}
    drawn = 10 / np.prod([one.draws for one in rates.values()], axis=0)
    # E[1/p] = (a + b − 1) ÷ (a − 1) where p is Beta(a, b)
    expected = 10 * (40 / 5.5) * (30 / 4.5) * (25 / 5.5)
    assert drawn.mean() == pytest.approx(expected, rel=0.05)
    assert expected > 1.3 * 10 / (6 / 40 * 5 / 30 * 6 / 25)
    assert need(made(rates), "lead").value == pytest.approx(np.median(drawn), rel=1e-9)


def test_the_interval_is_narrower_than_the_product_of_the_ends() -> None:
    rates = {"lead": rate(60, 400, 1), "opportunity": rate(50, 100, 2)}
    ends = [np.quantile(one.draws, [0.025, 0.975]) for one in rates.values()]
    one = need(made(rates), "lead")
    assert one.high < 10 / (ends[0][0] * ends[1][0])
    assert one.low > 10 / (ends[0][1] * ends[1][1])


def test_the_truth_lies_in_the_interval_as_often_as_it_says() -> None:
    rng, hits, n_worlds = np.random.default_rng(11), 0, 150
    for world in range(n_worlds):
        n_mql = rng.binomial(400, 0.3)
        n_won = rng.binomial(n_mql, 0.25)
        deals = rng.lognormal(7, 0.6, 80)
        draw = np.random.default_rng(world)
        deal = Estimate.of_mean(deals, 20, "deals", draw)
        rates = {"lead": rate(n_mql, 400, 2 * world), "mql": rate(n_won, n_mql, 2 * world + 1)}
        one = need(made(rates, deal), "lead", 100_000.0)
        truth = 100_000 / (math.exp(7 + 0.6**2 / 2) * 0.3 * 0.25)
        hits += one.low <= truth <= one.high
    assert 0.90 <= hits / n_worlds <= 0.99


@settings(max_examples=10)
@given(st.floats(1, 1e7), st.floats(1.001, 50))
def test_more_revenue_takes_more_of_everything_and_twice_as_much_exactly_twice(
    goal: float, times: float
) -> None:
    funnel = made({"lead": rate(60, 400, 1), "opportunity": rate(50, 100, 2)})
    one, more, twice = (needs(funnel, each) for each in (goal, goal * times, 2 * goal))
    for a, b, c in zip(one, more, twice, strict=True):
        assert a.value < b.value
        assert (2 * a.value, 2 * a.low, 2 * a.high) == (c.value, c.low, c.high)
        assert a.low <= a.value <= a.high


def test_a_moved_rate_keeps_its_spread_on_the_logit_scale() -> None:
    def logit(draws: np.ndarray) -> np.ndarray:
        return np.log(draws / (1 - draws))

    held = rate(60, 400)
    moved = held.moved_rate(0.5)
    assert moved.median == pytest.approx(0.5, abs=1e-4)
    assert logit(moved.draws).std() == pytest.approx(logit(held.draws).std())
    assert ((moved.draws > 0) & (moved.draws < 1)).all()


def test_a_moved_mean_keeps_its_relative_spread() -> None:
    held = Estimate.of_mean(np.arange(1.0, 60), 20, "deals", np.random.default_rng(1))
    moved = held.moved(100)
    assert moved.median == pytest.approx(100)
    assert moved.draws.std() / 100 == pytest.approx(held.draws.std() / held.median)


def test_what_nobody_knows_the_room_may_set_and_it_has_no_interval() -> None:
    funnel = made({"lead": Estimate(note="not enough data")})
    assert not need(funnel, "lead").is_known
    one = need(funnel.moved({"rate lead": 0.1}), "lead")
    assert (one.low, one.value, one.high) == pytest.approx((100, 100, 100))
    assert "without an interval" in one.note


def test_where_a_step_has_too_few_there_is_no_number_from_there_on_and_it_says_why() -> None:
    funnel = made({"lead": rate(60, 400), "opportunity": rate(3, 7)})
    found = needed(funnel, 10_000)
    known = found.table.set_index("stage")["value"].notna()
    assert known["won_deals"]
    assert not known[["opportunity", "lead", "touches_marketing", "spend"]].any()
    assert "Of opportunities there is no number: not enough data (3 of 7" in found.sentence


def test_a_step_that_nobody_took_has_no_rate() -> None:
    assert not rate(0, 400).is_known
    assert rate(0, 400).note == "not enough data (0 of 400 leads)"


@pytest.mark.parametrize("goal", [0, -1, math.nan, math.inf, "much", True])
def test_a_goal_that_is_none_is_refused(goal: object) -> None:
    with pytest.raises(AlignmentError, match="goal_amount"):
        needed(made({"lead": rate(60, 400)}), goal)  # type: ignore[arg-type]


def funnel_of_the_town(**terms: object) -> Funnel:
    agreement = Agreement.draft().changed(least_count=1)
    return Funnel.of(town.history(), agreement, town.journeys(**terms), SPRING)


def test_the_funnel_of_the_town() -> None:
    funnel = funnel_of_the_town()
    assert funnel.stages == ("lead", "mql", "sql", "opportunity", "customer")
    assert {stage: one.note for stage, one in funnel.rates.items()} == {
        "lead": "4 of 5 leads",
        "mql": "3 of 4 MQLs",
        "sql": "3 of 3 SQLs",
        "opportunity": "1 of 3 opportunities",
    }
    # won: 1,000, 500 and 300
    assert 300 < funnel.deal_amount.median < 1000
    assert np.allclose(funnel.deals_per_customer.draws, 1)
    # campaigns cost 300 for three leads and 90 for three; one lead came without any
    assert 0 < funnel.cost_amount.median < 100
    # from opportunity to win: a 10 days, b 48, f 8
    assert funnel.lags["opportunity"] == pytest.approx(10)
    assert funnel.came["lead"]["2026-01"] == 4


def test_the_same_history_always_gives_the_same_needs() -> None:
    one, other = (needed(funnel_of_the_town(), 5000) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, other.table)
    assert one.sentence == other.sentence


def test_too_few_deals_say_so() -> None:
    found = needed(funnel_of_the_town(least_count=20), 5000)
    assert not found.is_answered
    assert "not enough data (3 won deals)" in found.sentence


def test_a_customer_with_two_deals_halves_the_customers() -> None:
    funnel = made({"lead": Estimate(CERTAIN / 10)})
    funnel = dataclasses.replace(funnel, deals_per_customer=Estimate(2 * CERTAIN))
    found = {one.name: one.value for one in needs(funnel, 10_000)}
    assert (found["won_deals"], found["customer"], found["lead"]) == pytest.approx((10, 5, 50))


def test_deals_and_deals_of_a_customer_are_drawn_together() -> None:
    each = np.random.default_rng(1).uniform(1, 3, N_DRAWS)
    funnel = made({"lead": Estimate(CERTAIN / 10)}, Estimate(1000 / each))
    funnel = dataclasses.replace(funnel, deals_per_customer=Estimate(each))
    one = need(funnel, "customer")  # whoever has twice the deals has half as large ones
    assert (one.low, one.value, one.high) == pytest.approx((10, 10, 10))


def history_of(ages: dict[str, int], calls: dict[str, int], wins: dict[str, int]) -> Funnel:
    """Leads created so many days before AS_OF, with so many calls a day after, and the days from
    creation until they were won."""
    born = {name: town.AS_OF - pd.Timedelta(days=age) for name, age in ages.items()}
    leads = pd.DataFrame({"lead_id": list(born), "created_at": list(born.values()), "source": "x"})
    done = [
        (name, born[name] + pd.Timedelta(days=1)) for name, n in calls.items() for _ in range(n)
    ]
    acts = pd.DataFrame(done, columns=["lead_id", "occurred_at"]).assign(
        activity="call", team="sales"
    )
    deals = pd.DataFrame({"lead_id": list(wins), "deal_id": list(wins)}).assign(
        created_at=[born[name] for name in wins],
        closed_at=[born[name] + pd.Timedelta(days=took) for name, took in wins.items()],
        is_won=True,
        amount=100.0,
        currency="EUR",
    )
    history = History.from_frames(leads, acts, None, deals)
    agreement = Agreement.draft().changed(least_count=1)
    journeys = dataclasses.replace(Journeys.of(history, agreement), within_days=30)
    return Funnel.of(history, agreement, journeys, SPRING)


def test_touches_are_those_of_leads_old_enough() -> None:
    ages, calls = {"old": 80, "young": 5, "now": 0}, {"old": 2, "young": 50, "now": 1}
    stage, each = history_of(ages, calls, {}).touches["sales"]
    assert (stage, each.note) == ("lead", "1 leads")
    assert np.allclose(each.draws, 2)


def test_the_lag_is_that_of_the_wins_of_the_period() -> None:
    wins = {"early": 1, "earlier": 1, "slow": 40}
    ages = {"early": 300, "earlier": 310, "slow": 60, "now": 0}
    funnel = history_of(ages, {"now": 1}, wins)
    assert funnel.lags["lead"] == pytest.approx(40)


def test_a_mean_of_few_deals_says_so() -> None:
    few = dataclasses.replace(
        made({"lead": rate(60, 400)}), deal_amount=Estimate(1000 * CERTAIN, "22 won deals", 22)
    )
    assert any("that of 22 won deals: a few large ones carry it" in c for c in caveats(few))
    many = dataclasses.replace(few, deal_amount=Estimate(1000 * CERTAIN, "100 won deals", 100))
    assert not any("few large" in caveat for caveat in caveats(many))
    assert not any("few large" in caveat for caveat in caveats(few.moved({"deal_amount": 900})))


def caveats(funnel: Funnel) -> tuple[str, ...]:
    return needed(funnel, 10_000).caveats


def planned(first_month: str, n_months: int = 2):
    funnel = made({"lead": Estimate(CERTAIN / 10)})
    came = {
        "lead": pd.Series({"2026-02": 30, "2026-03": 120}),
        "customer": pd.Series({"2026-04": 10}),
    }
    lags = {"lead": 62.0, "customer": 0.0}
    return by_month(
        dataclasses.replace(funnel, came=came, lags=lags), 10_000, first_month, n_months
    )


def test_each_stage_comes_its_lag_before_the_revenue() -> None:
    found = planned("2026-07")
    leads = found.table[found.table["stage"] == "lead"]
    assert list(leads["for_month"]) == ["2026-07", "2026-08"]
    assert list(leads["month"]) == ["2026-05", "2026-06"]
    assert list(leads["n_needed"]) == [100, 100]
    assert list(leads["time"]) == ["ahead", "ahead"]
    assert leads["n_came"].isna().all()
    assert "100 leads in May 2026 and 10 customers in July 2026" in found.sentence


def test_months_already_over_stand_beside_what_came_then() -> None:
    found = planned("2026-04")
    leads = found.table[found.table["stage"] == "lead"]
    assert list(leads["time"]) == ["over", "over"]
    assert list(leads["n_came"]) == [30, 120]
    assert "February 2026 brought 30 leads where 100 were needed for April 2026" in found.sentence


def test_touches_and_spend_fall_into_the_month_in_which_the_leads_come() -> None:
    found = planned("2026-07")
    rows = found.table[found.table["for_month"] == "2026-07"].set_index("stage")
    assert list(rows.index) == ["customer", "lead", "touches_marketing", "touches_sales", "spend"]
    assert set(rows["month"].drop("customer")) == {"2026-05"}
    assert list(rows["n_needed"]) == [10, 100, 500, 200, 3000]
    assert list(rows["unit"]) == ["leads", "leads", "touches", "touches", "amount"]
    assert rows.loc["spend", "label"] == "Spend on leads, EUR"
    assert (
        "That takes 500 touches by Marketing in May 2026, 200 touches by Sales in May 2026 and "
        "EUR 3,000 for leads in May 2026." in found.sentence
    )
    assert found.figures["spend_lag_months"] == 2


def test_of_touches_and_spend_nothing_is_said_to_have_come() -> None:
    table = planned("2026-04").table
    assert table[table["unit"] != "leads"]["n_came"].isna().all()


def test_a_month_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(AlignmentError, match="first_month"):
        planned("soon")
    with pytest.raises(AlignmentError, match="n_months"):
        planned("2026-04", 0)

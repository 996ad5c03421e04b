"""Who is credited with won leads, on a handful of leads whose credit can be counted by eye."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import poor_histories
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from town import at

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures import loop
from alignment.measures.journeys import Journeys
from alignment.measures.loop.credit import MODELS, NO_TOUCH, credited, summed
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
AGREED = Agreement.draft().changed(least_count=1)
CAMPAIGNS = pd.DataFrame(
    {
        "campaign_id": ["k1", "k2", "k3"],
        "name": ["Fair", "Webinar", "Poster"],
        "channel": ["trade show", "online", None],
        "starts_on": [date(2026, 1, 1)] * 3,
        "ends_on": [date(2026, 12, 31)] * 3,
        "cost_amount": [300.0, 90.0, 50.0],
        "currency": "EUR",
    }
)
TOUCHES = (
    ("a", at("01-10"), "lead", "k2", False),
    ("b", at("01-01"), "marketing", "k2", False),
    ("b", at("01-06"), "sales", "k3", False),  # Sales' own call makes no campaign's touch
    ("b", at("01-07"), "lead", "k3", True),  # by a machine
    ("b", at("01-20"), "lead", "k3", False),  # with the win: no touch before it
    ("d", at("01-10"), "lead", "k3", False),  # never won
)
"""a was brought by k1, then met k2; b met k2, then was brought by k1; c met none."""


@cache
def history(
    touches: tuple = TOUCHES,
    amounts: tuple = (1000.0, 500.0, 300.0),
    won_at: str = "01-20",
) -> History:
    leads = pd.DataFrame({"lead_id": list("abcd"), "created_at": at("01-05"), "source": "x"})
    leads["campaign_id"] = pd.array(["k1", "k1", None, "k1"], dtype="str")
    names = ["lead_id", "occurred_at", "team", "campaign_id", "is_bot"]
    acts = pd.DataFrame(touches, columns=names).assign(activity="visit")
    deals = pd.DataFrame({"deal_id": list("abc"), "lead_id": list("abc"), "amount": amounts})
    deals = deals.assign(created_at=at("01-08"), closed_at=at(won_at), is_won=True, currency="EUR")
    return History.from_frames(leads, acts, None, deals, CAMPAIGNS)


def found(held: History) -> Finding:
    return loop.attribution(held, Journeys.of(held, AGREED), SPRING, CAMPAIGNS)


def credit(finding: Finding, unit: str = "won") -> dict[str, tuple]:
    table = finding.table.set_index("group")
    columns = [f"{model}_{unit}" for model in MODELS]
    return {group: tuple(row) for group, row in table[columns].iterrows()}


def test_first_touch_linear_and_last_touch_share_each_win_in_their_own_way() -> None:
    finding = found(history())
    assert credit(finding) == {
        "k1": (1, 1, 1),
        "k2": (1, 1, 1),
        "k3": (0, 0, 0),
        NO_TOUCH: (1, 1, 1),
    }
    # first: a's thousand is k1's, b's 500 k2's; last: the other way round; linear: halves
    assert credit(finding, "amount")["k1"] == (1000, 750, 500)
    assert credit(finding, "amount")["k2"] == (500, 750, 1000)
    assert credit(finding, "amount")[NO_TOUCH] == (300, 300, 300)
    assert list(finding.table["group"]) == ["k1", "k2", "k3", NO_TOUCH]
    assert finding.table.set_index("label").loc["Webinar", "n_touched"] == 2
    assert finding.figures["n_touched"] == 2


def test_a_touch_that_is_a_date_counts_only_where_its_day_ended_before_the_win() -> None:
    days = [("a", date(2026, 1, day), "lead", f"k{k}", False) for day, k in ((19, 2), (20, 3))]
    shares = credit(found(history(tuple(days))))
    assert (shares["k2"], shares["k3"]) == ((0, 0.5, 1), (0, 0, 0))


def test_a_touch_dated_the_day_of_the_win_is_none_before_it() -> None:
    on_the_day = history((("a", date(2026, 1, 20), "lead", "k2", False),), won_at="01-20 12:00")
    assert credit(found(on_the_day))["k2"] == (0, 0, 0)


def test_a_lead_created_after_its_win_was_not_brought_by_its_campaign() -> None:
    shares = credit(found(history((), won_at="01-04")))
    assert shares[NO_TOUCH] == (3, 3, 3)


def test_of_campaigns_met_first_at_one_instant_the_one_that_brought_the_lead_takes_it() -> None:
    at_once = tuple(("a", at("01-05"), "lead", name, False) for name in ("k0", "k9"))
    shares = credit(found(history(at_once)))
    assert shares["k1"] == pytest.approx((2, 1 + 1 / 3, 1))
    assert shares["k9"] == pytest.approx((0, 1 / 3, 1))


def test_without_amounts_wins_are_credited_alone() -> None:
    finding = found(history(amounts=(None, None, None)))
    assert finding.table["linear_amount"].isna().all()
    assert finding.table["linear_won"].sum() == 3
    assert any("wins are credited alone" in caveat for caveat in finding.caveats)


def test_below_the_least_count_there_is_no_interval_and_nobody_is_named() -> None:
    held = history()
    few = Journeys.of(held, Agreement.draft().changed(least_count=20))
    finding = loop.attribution(held, few, SPRING, CAMPAIGNS)
    assert finding.table[["linear_low_amount", "moved_low_won"]].isna().all(axis=None)
    assert "not enough data" in finding.sentence
    assert "Fair" not in finding.sentence


def test_a_win_without_a_campaign_anywhere_is_what_the_history_lacks() -> None:
    held = poor_histories.hostile()
    finding = loop.attribution(held, Journeys.of(held, AGREED), SPRING)
    assert "lacks the campaigns of its leads and activities" in finding.sentence


def test_of_some_leads_only_their_part_of_a_campaigns_cost_counts() -> None:
    held = history()
    some = Journeys.of(held, AGREED).narrowed(np.array([True, False, False, False]))
    finding = loop.attribution(held.narrowed(some.table["lead_id"]), some, SPRING, CAMPAIGNS)
    table = finding.table.set_index("group")
    assert set(table.index) == {"k1", "k2"}
    assert table.loc["k1", "cost_amount"] == 100  # one of the three leads that it brought
    nobody = some.narrowed(np.array([False]))
    finding = loop.attribution(held, nobody, SPRING, CAMPAIGNS)
    assert finding.sentence.startswith("Not enough data: no lead was won")


touches = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("pqrs"), st.integers(0, 3), st.booleans()),
    unique_by=lambda touch: touch[:2],
    max_size=15,
)


@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
@given(touches, st.lists(st.integers(0, 900), min_size=6, max_size=6))
def test_every_model_gives_each_won_lead_away_once(held: list, amounts: list[int]) -> None:
    frame = pd.DataFrame(held, columns=["place", "campaign_id", "first_at", "is_own"])
    frame = frame.astype({"place": int, "campaign_id": "str", "is_own": bool})
    frame["last_at"] = frame["first_at"]
    shares = credited(frame, 6)
    assert shares.groupby("place")[list(MODELS)].sum().to_numpy() == pytest.approx(np.ones((6, 3)))
    table = summed(shares, pd.Series(amounts, dtype=float), 1)
    for model in MODELS:
        assert table[f"{model}_won"].sum() == pytest.approx(6)
        assert table[f"{model}_amount"].sum() == pytest.approx(sum(amounts))
    assert (table["linear_low_amount"] <= table["linear_amount"] + 1e-9).all()
    assert (table["linear_amount"] <= table["linear_high_amount"] + 1e-9).all()

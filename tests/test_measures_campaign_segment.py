"""Whom a campaign is for: hand-sized leads, narrowed to those that meet a rule."""

from functools import cache

import pandas as pd
import poor_histories
import town

from alignment.agreement import Agreement, Rule
from alignment.agreement.rule import rule_of
from alignment.history import History
from alignment.measures.campaign import Segment
from alignment.measures.costs import lead_costs
from alignment.measures.funnel.money import won_deals
from alignment.measures.journeys import Journeys
from alignment.period import Period

FAIR = rule_of({"attribute": "source", "is": "fair"})


@cache
def history() -> History:
    return town.history()


@cache
def journeys() -> Journeys:
    return town.journeys()


def of(rule: Rule | None) -> Segment:
    return Segment.of(history(), journeys(), rule, "Ours")


def sized(*n_employees: float | None, **more: list) -> tuple[History, Journeys]:
    """Leads of so many employees each, all created on 5 January 2026."""
    leads = pd.DataFrame({"lead_id": [f"l{n}" for n in range(len(n_employees))]})
    leads = leads.assign(created_at=town.at("01-05"), n_employees=list(n_employees))
    leads = pd.concat([leads, pd.DataFrame(more)], axis=1)
    made = History.from_frames(leads.assign(source="x"))
    return made, Journeys.of(made, Agreement.draft())


def test_a_segment_holds_the_leads_entries_and_hand_offs_of_those_that_meet_its_rule() -> None:
    held = of(FAIR)
    assert held.journeys.table["lead_id"].tolist() == ["a", "b", "e"]
    assert set(held.journeys.entries["lead_id"]) == {"a", "b", "e"}
    assert held.journeys.hand_offs["lead_id"].tolist() == ["a", "b", "e"]
    assert (held.n_leads, held.words) == (3, "the leads of “Ours”")


def test_without_a_rule_all_leads_are_meant_and_nothing_is_unsure() -> None:
    held = of(None)
    assert (held.n_leads, held.words, held.caveats) == (7, "all leads", ())


def test_a_missing_value_meets_no_rule_and_is_told_of() -> None:
    held, every = sized(50, 80, None, 10)
    large = rule_of({"attribute": "n_employees", "at_least": 50})
    ours = Segment.of(held, every, large, "Large")
    assert ours.journeys.table["lead_id"].tolist() == ["l0", "l1"]
    assert ours.caveats == (
        "25% of all leads have no value of employees: they meet nothing that asks for it.",
        "Who belongs to a target rests on today's values of employees.",
    )


def test_an_attribute_that_nobody_has_fits_nobody_and_names_the_one_most_like_it() -> None:
    held, every = sized(50, industry=["steel"])
    wrong = rule_of({"attribute": "industri", "is": "steel"})
    ours = Segment.of(held, every, wrong, "Steel")
    assert ours.n_leads == 0
    assert ours.caveats[0].startswith("No lead has the attribute 'industri'. Did you mean")


def test_an_attribute_may_have_any_name() -> None:
    held, every = sized(1, 2, **{'self "x"': ["yes", "no"], "self": ["a", "b"]})
    odd = rule_of(
        {"all": [{"attribute": 'self "x"', "is": "yes"}, {"attribute": "self", "is": "a"}]}
    )
    assert Segment.of(held, every, odd, "Odd").n_leads == 1


def test_since_when_outcomes_are_recorded_and_in_which_stages_is_asked_of_all_leads() -> None:
    held = of(rule_of({"attribute": "lead_id", "is": "g"})).journeys
    assert held.stages == journeys().stages
    assert held.everybody.table["lead_id"].tolist() == list("abcdefg")
    assert held.narrowed((held.table["lead_id"] == "z").to_numpy()).everybody is held.everybody


def test_few_leads_do_not_say_since_when_outcomes_are_recorded() -> None:
    days = pd.Series(pd.date_range("2025-01-01", periods=400, freq="D").repeat(2))
    table = pd.DataFrame({"lead_id": [f"l{n}" for n in range(len(days))], "created_at": days})
    won = days + pd.Timedelta(days=10)
    table["customer_at"] = won.where(won >= "2025-08-01")
    every = Journeys(table, as_of=pd.Timestamp("2026-03-01"))
    late = every.narrowed((days > "2025-09-01").to_numpy())
    assert late.outcome_recorded_from == every.outcome_recorded_from == pd.Timestamp("2025-08-01")
    assert Journeys(late.table, late.as_of).outcome_recorded_from is None


def test_deals_are_those_of_the_segment_and_its_leads_cost_what_any_lead_of_the_campaign_does() -> (
    None
):
    anns = of(rule_of({"attribute": "owner", "is": "Ann"})).journeys
    some = anns.narrowed((anns.table["lead_id"] == "a").to_numpy())
    won = won_deals(history(), some, Period.of("2026-04", 4))
    assert won["deal_id"].tolist() == ["d1"]
    # the fair cost 300 and brought a, b and e
    assert lead_costs(some, town.campaigns()).tolist() == [100.0]


def test_a_segment_of_an_empty_history_is_empty() -> None:
    nobody = poor_histories.empty()
    held = Segment.of(nobody, Journeys.of(nobody, Agreement.draft()), FAIR)
    assert (held.n_leads, held.caveats) == (0, ())

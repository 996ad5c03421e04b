"""Disputed leads one by one: what speaks for each, what it lacks, and what it did."""

import numpy as np
import pytest

from alignment.agreement import rule_of
from alignment.measures.definitions import disputed, timelines
from alignment.measures.replay.points import MICROS_A_DAY
from alignment.measures.rules import Qualifying
from alignment.measures.spells import Spells
from tests.compared import PAPER, SCORE, TEAMS, WEBINAR, ready
from tests.replayed import Lead

STRICT = rule_of(
    {
        "all": [
            {"any": [{"activity": "webinar"}, {"activity": "call"}]},
            {"attribute": "n_employees", "at_least": 50},
        ]
    }
)


def test_a_disputed_lead_is_one_that_the_other_rule_never_passes() -> None:
    found = disputed(ready(), PAPER, WEBINAR)
    rows = found.table[["side", "lead_id", "converted", "speaks_for", "lacks"]]
    paper, webinar = "at least one paper", "at least one webinar"
    assert rows.to_numpy().tolist() == [
        ["Only Marketing", "b", "no", paper, f"never: {webinar}"],
        ["Only Marketing", "c", "no", paper, f"never: {webinar}"],
        ["Only Marketing", "g", "too young", paper, f"never: {webinar}"],
        ["Only Sales", "d", "yes", webinar, f"never: {paper}"],
    ]
    assert found.sentence == (
        "3 leads only Marketing passes; won within 10 days: 0% (0 of 2; 95% interval 0% to 66%). "
        "1 lead only Sales passes; won within 10 days: 100% (1 of 1; 95% interval 21% to 100%)."
    )
    assert found.figures["n_marketing_only"] == 3
    assert found.figures["sales_only_rate"] == 1


def test_each_side_gets_half_of_the_rows_and_the_rest_is_counted() -> None:
    found = disputed(ready(), PAPER, WEBINAR, most=2)
    assert found.table["lead_id"].tolist() == ["b", "d"]
    assert found.caveats[-1] == "2 of 4 are named: as many converted as not, the latest of each."


def test_only_conditions_that_held_at_the_instant_speak_for_a_lead() -> None:
    rule = rule_of({"any": [{"activity": "visit", "within_days": 2}, {"activity": "paper"}]})
    lead = Lead(("01-02 visit", "01-09 paper"))
    both_at_once = Lead(("01-04 visit", "01-04 paper"))
    said = disputed(ready(lead, both_at_once), rule, WEBINAR).table.set_index("lead_id")
    assert said.loc["a", "speaks_for"] == "at least one visit in the last 2 days"
    assert said.loc["b", "speaks_for"] == (
        "at least one visit in the last 2 days and at least one paper"
    )


@pytest.mark.parametrize(
    ("lead", "lacks"),
    [
        (
            Lead(("01-05 paper",), attributes={"n_employees": 10.0}),
            "never: at least one webinar or at least one call; 50 or more employees",
        ),
        (
            Lead(("01-05 paper", "01-06 call"), attributes={"n_employees": None}),
            "never: 50 or more employees (not known)",
        ),
        (
            Lead(("01-05 paper",), attributes={"n_employees": 60.0}),
            "never: at least one webinar or at least one call",
        ),
    ],
)
def test_what_a_lead_lacks_is_what_the_other_rule_asks_and_never_held(
    lead: Lead, lacks: str
) -> None:
    other = Lead(attributes={"n_employees": 70.0})
    assert disputed(ready(lead, other), PAPER, STRICT).table["lacks"].tolist() == [lacks]


def test_conditions_that_held_but_never_at_once_are_told_so() -> None:
    at_once = rule_of(
        {
            "all": [
                {"activity": "visit", "within_days": 2},
                {"activity": "webinar", "within_days": 2},
            ]
        }
    )
    lead = Lead(("01-02 visit", "01-08 webinar", "01-09 paper"))
    assert disputed(ready(lead), PAPER, at_once).table["lacks"].tolist() == [
        "each condition at some time, never all at once"
    ]


def test_where_both_rules_pass_the_same_leads_nobody_is_disputed() -> None:
    found = disputed(ready(), PAPER, PAPER)
    assert found.sentence == "No lead is disputed: Marketing and Sales pass the same ones."
    assert not timelines(ready(), found).is_answered
    assert disputed(ready(), PAPER, None).sentence == "There is no rule of Sales yet to compare."


def test_a_timeline_reaches_from_ninety_days_before_to_thirty_after_or_the_conversion() -> None:
    lead = Lead(
        ("01-01 visit", "01-02 visit", "04-02 paper", "04-04 call", "05-01 visit", "05-03 visit"),
        won="08-01",
        attributes={"name": "Ann <b>"},
    )
    asked = ready(lead, as_of="09-01")
    found = timelines(asked, disputed(asked, PAPER, WEBINAR), (PAPER, None))
    events = found.table[["days", "what", "kind"]].to_numpy().tolist()
    assert events == [
        [-90, "visit", "lead"],
        [0, "paper", "named"],
        [2, "call", "sales"],
        [29, "visit", "lead"],
        [121, "won", "converted"],
    ]
    assert set(found.table["label"]) == {"Ann <b>"}
    assert found.figures == {"n_leads": 1, "n_events": 5}


def test_nothing_after_as_of_or_the_conversion_stands_in_a_timeline() -> None:
    lead = Lead(("02-27 paper", "03-02 visit"))
    won = Lead(("01-05 paper", "01-09 visit"), won="01-09")
    asked = ready(lead, won)
    found = timelines(asked, disputed(asked, PAPER, WEBINAR)).table
    assert found[["lead_id", "what"]].to_numpy().tolist() == [
        ["b", "paper"],
        ["b", "won"],
        ["a", "paper"],
    ]


def test_stages_entered_stand_among_what_was_done() -> None:
    plain = ready(Lead(("01-05 paper",)))
    passed_at = plain.replay.activities.at
    entered = Spells(np.array([0]), passed_at + MICROS_A_DAY, passed_at + 2 * MICROS_A_DAY)
    asked = Qualifying(plain.replay, SCORE, {"mql": entered}, TEAMS)
    found = timelines(asked, disputed(asked, PAPER, WEBINAR)).table
    assert found[["days", "what", "kind"]].to_numpy().tolist() == [
        [0, "paper", "lead"],
        [1, "MQL", "stage"],
    ]

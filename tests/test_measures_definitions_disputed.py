"""Disputed leads one by one: what speaks for each, what it lacks, and what it did."""

import numpy as np
import pytest

from alignment.agreement import rule_of
from alignment.measures.definitions import disputed, overlap, timelines
from alignment.measures.replay import prepare
from alignment.measures.replay.points import MICROS_A_DAY
from alignment.measures.rules import Qualifying
from alignment.measures.spells import Spells
from tests.compared import PAPER, SCORE, TEAMS, WEBINAR, ready
from tests.replayed import Lead
from tests.scored import day, history

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
    assert found.caveats[-1] == "2 of 4 are named: 1 of them converted, the latest of each."


def test_where_none_of_the_named_converted_it_is_said_so() -> None:
    found = disputed(ready(), PAPER, rule_of({"activity": "paper", "at_least": 2}), most=2)
    assert found.caveats[-1] == "2 of 4 are named: 1 of them converted, the latest of each."
    lost = Lead(("01-05 paper",)), Lead(("01-06 paper",)), Lead(won="01-09")
    found = disputed(ready(*lost), PAPER, WEBINAR, most=1)
    assert found.caveats[-1] == "1 of 2 are named: none of them converted, the latest of each."


def test_leads_that_passed_before_outcomes_were_recorded_are_disputed_but_not_judged() -> None:
    held = history([(6, n, n + 10 if n >= 100 else None) for n in range(200)])
    replay = prepare(held, day(250), 30)
    visited, never = rule_of({"activity": "visit"}), rule_of({"activity": "visit", "at_least": 7})
    asked = Qualifying.of(held, replay, SCORE)
    found = disputed(asked, visited, never)
    cells = overlap(asked, visited, never).table.set_index("cell").loc["marketing_only"]
    n, n_unjudged = int(cells["n_leads"]), int(cells["n_unjudged"])
    assert (n, n_unjudged > 90) == (200, True)
    assert found.figures["n_marketing_only"] == n
    assert found.figures["n_marketing_only_unjudged"] == n_unjudged
    assert found.sentence.startswith(
        f"Of 200 leads that only Marketing passes, {n - n_unjudged} can be judged; won within 30 "
    )
    early = rule_of({"all": [{"activity": "visit"}, {"attribute": "wave", "is": 1}]})
    waves = [int(n < 50) for n in range(200)]
    held = history([(6, n, n + 10 if n >= 100 else None) for n in range(200)], wave=waves)
    found = disputed(Qualifying.of(held, prepare(held, day(250), 30), SCORE), early, never)
    assert found.sentence == (
        "Of 50 leads that only Marketing passes, none can be judged: they passed before outcomes "
        "were recorded."
    )


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
    found = disputed(ready(), rule_of({"activity": "x"}), rule_of({"activity": "y"}))
    assert found.sentence == "No lead is disputed: neither Marketing nor Sales passes any."
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

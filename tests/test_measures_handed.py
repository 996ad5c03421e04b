"""Leads handed over: who is old enough to judge, and what is said of them."""

import pytest

from alignment.agreement import Rule, rule_of
from alignment.measures.definitions import Qualified
from alignment.measures.handed import Handed, named_of
from tests.compared import ready
from tests.replayed import Lead

PAPER = rule_of({"activity": "paper"})


def handed(*days: str, won: str = "", rule: Rule = PAPER) -> Handed:
    """Leads that read a paper on these days of February; as of 1 March, judged after ten days."""
    asked = ready(*(Lead((f"{day} paper",), won=won) for day in days), Lead(won="01-09"))
    return Qualified.of(asked, rule, "Marketing").handed


@pytest.mark.parametrize(("day", "n_mature"), [("02-19", 1), ("02-19 00:00:00.000001", 0)])
def test_a_lead_is_judged_from_the_very_instant_at_which_its_days_are_over(
    day: str, n_mature: int
) -> None:
    assert handed(day).n_mature == n_mature


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("02-25",), "not enough data (the one too young to judge)"),
        (("02-25", "02-26"), "not enough data (all 2 too young to judge)"),
        ((), "not enough data (0 of 0 leads; a rate takes 1)"),
        (("02-01", "02-26"), "0% (0 of 1; 95% interval 0% to 79%)"),
    ],
)
def test_leads_that_are_all_too_young_are_said_to_be(days: tuple[str, ...], said: str) -> None:
    assert handed(*days).spoken == said


def test_of_those_named_it_is_said_how_many_converted() -> None:
    lost, won = handed("02-01", "02-02"), handed("02-01", won="02-05")
    assert named_of((won, lost), 9) == (
        "3 of 9 are named: 1 of them converted, the latest of each.",
    )
    assert named_of((lost,), 9) == (
        "2 of 9 are named: none of them converted, the latest of each.",
    )
    assert named_of((lost, won), 3) == ()

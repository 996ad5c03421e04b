"""How many leads a target has, before anybody sees what became of them."""

import pandas as pd
import pytest

from alignment.agreement import Agreement, rule_of
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.campaign import size
from alignment.measures.journeys import Journeys
from alignment.period import Period

FEBRUARY = Period.of("2026-02")
LEADS = pd.DataFrame(
    {
        "lead_id": ["a", "b", "c", "d"],
        "created_at": pd.to_datetime(["2026-01-05", "2026-02-05", "2026-02-06", "2026-02-07"]),
        "source": ["fair", "fair", "list", "list"],
        "company": ["Ulm", "Ulm", "Oslo", None],
        "n_employees": [50, 60, 70, None],
    }
)


def sized(rule: dict, leads: pd.DataFrame = LEADS) -> Finding:
    won = pd.DataFrame({"lead_id": ["a"], "changed_at": leads["created_at"].max()})
    held = History.from_frames(leads, stage_changes=won.assign(stage="customer").head(len(leads)))
    return size(held, Journeys.of(held, Agreement.draft()), rule_of(rule), FEBRUARY)


def test_leads_companies_and_new_ones_are_counted_and_no_conversion_is_told() -> None:
    found = sized({"attribute": "n_employees", "at_least": 50})
    assert found.figures == {"n_leads": 3, "n_all": 4, "n_companies": 2, "n_new": 2}
    assert found.sentence == (
        "3 of 4 leads fit (75%), at 2 companies; 2 of them are new in February 2026."
    )
    assert found.caveats[0].startswith("25% of all leads have no value of employees")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"attribute": "source", "is": "web"}, "None of 4 leads fits."),
        ({"attribute": "n_employees", "at_least": 70}, "1 of 4 leads fits (25%)"),
    ],
)
def test_few_leads_or_none_are_told_as_such(rule: dict, said: str) -> None:
    assert sized(rule).sentence.startswith(said)


def test_an_attribute_that_no_lead_has_is_told() -> None:
    found = sized({"attribute": "regio", "is": "DACH"}, LEADS.drop(columns="company"))
    assert pd.isna(found.table["n_companies"][0])
    assert "No lead has the attribute 'regio'" in found.caveats[0]


def test_without_leads_nothing_is_counted() -> None:
    assert not sized({"attribute": "source", "is": "fair"}, LEADS.head(0)).is_answered

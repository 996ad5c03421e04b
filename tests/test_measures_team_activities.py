"""What each team does in a history."""

import pandas as pd
import town

from alignment.history import History
from alignment.measures.team_activities import team_activities


def test_each_team_has_its_own_activities_the_most_frequent_first() -> None:
    assert team_activities(town.history(), town.AS_OF) == {
        "lead": ("web_visit",),
        "sales": ("call", "sales_email"),
    }


def test_what_came_later_is_not_known_and_a_machine_does_nothing() -> None:
    history = town.history()
    assert "sales" not in team_activities(history, town.at("01-05 12:00"))
    # c was called by a machine alone, and e was written to in February
    assert team_activities(history, town.at("01-31")) == {
        "lead": ("web_visit",),
        "sales": ("call",),
    }


def test_a_history_without_activities_names_none() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [town.at("01-01")], "source": ["fair"]})
    assert team_activities(History.from_frames(leads=leads), town.AS_OF) == {}

"""What a rule can be made of, out of histories that can be counted by eye."""

from typing import Any

import pandas as pd
import pytest
from scored import SCORE, day, history

from alignment.history import History
from alignment.measures.replay import prepare
from alignment.measures.vocabulary import MOST_VALUES, Attribute, Vocabulary


def of(held: History, as_of: float = 200) -> Vocabulary:
    return Vocabulary.of(held, prepare(held, day(as_of), 30), SCORE)


def town(n: int = 4, **attributes: Any) -> Vocabulary:
    return of(history([(1, 0, None)] * n, **attributes))


def test_activities_count_leads_not_visits_and_the_most_frequent_stand_first() -> None:
    held = History.from_frames(
        pd.DataFrame({"lead_id": list("abc"), "created_at": day(0), "source": "web"}),
        pd.DataFrame(
            [
                ("a", "demo", 1, False),
                ("a", "visit", 1, False),
                ("a", "visit", 2, False),
                ("b", "visit", 3, False),
                ("b", "demo", 30, False),  # after its conversion
                ("c", "demo", 99, False),  # not known yet
                ("c", "opened", 3, True),
            ],
            columns=["lead_id", "activity", "on", "is_bot"],
        )
        .assign(occurred_at=lambda rows: rows["on"].map(day), team="lead")
        .drop(columns="on"),
        pd.DataFrame({"lead_id": ["b"], "changed_at": [day(10)], "stage": ["customer"]}),
    )
    found = of(held, as_of=50)
    assert list(found.activities.items()) == [("visit", 2), ("demo", 1), ("opened", 0)]
    assert found.stages == ("lead",)


def test_each_attribute_says_its_kind_and_what_it_holds() -> None:
    found = town(
        region=["DACH", "Nordics", "DACH", None],
        n_employees=[10, 50, None, 7],
        budget=pd.array([True, None, False, True], dtype="boolean"),
    )
    assert found.attributes == {
        "source": Attribute("text", ("web",), n_known=4, n_values=1),
        "region": Attribute("text", ("DACH", "Nordics"), n_known=3, n_values=2),
        "n_employees": Attribute("numbers", (), 7.0, 50.0, 3, 3),
        "budget": Attribute("yes or no", (True, False), n_known=3, n_values=2),
    }


def test_what_nobody_has_and_ids_are_not_offered_and_the_finding_says_so() -> None:
    n = MOST_VALUES + 1
    found = town(
        n,
        email=[f"{i}@a.example" for i in range(n)],
        founded_on=pd.to_datetime("2001-01-01"),
        scored_at=pd.to_datetime("2026-01-01"),
    )
    assert set(found.attributes) == {"source"}
    assert found.left_out == (
        "No lead has a value of campaign id.",
        "No lead has a value of owner.",
        "Email cannot be chosen: it contains too many values (51).",
        "Founded on holds neither text, numbers nor flags.",
    )
    assert set(found.left_out) <= set(found.finding.caveats)


def test_of_many_values_the_most_frequent_are_offered() -> None:
    cities = ["Ulm"] * 100 + [f"village {n:02d}" for n in range(60)]
    city = town(160, city=cities).attributes["city"]
    assert (city.values[0], len(city.values), city.n_values) == ("Ulm", MOST_VALUES, 61)
    assert not city.is_whole


def test_values_of_which_the_most_frequent_hold_less_than_half_of_the_leads_are_no_choice() -> None:
    def cities(n_large: int) -> list[str]:
        """Three leads in each large one, two in every other; 300 in all."""
        large = [f"city {n}" for n in range(n_large)] * 3
        return large + [f"town {n}" for n in range((300 - len(large)) // 2)] * 2

    found = town(300, few=cities(40), most=cities(50))
    assert "few" not in found.attributes
    assert "Few cannot be chosen: it contains too many values (130)." in found.left_out
    assert "most" in found.attributes


@pytest.mark.parametrize(("visits", "highest"), [((3, 7, 0), 7.0), ((0, 0), 0.0)])
def test_the_highest_score_is_the_highest_that_a_lead_reached(
    visits: tuple[int, ...], highest: float
) -> None:
    assert of(history([(n, 5, None) for n in visits])).points == highest


def test_a_finding_lists_all_that_can_be_chosen() -> None:
    finding = town(2, region=["DACH", None]).finding
    assert finding.sentence == (
        "A rule can be made of 1 activity, 2 attributes, 1 stage and the score, of which a lead "
        "reached 1 points at most."
    )
    assert finding.table[["label", "name", "n_leads"]].values.tolist() == [
        ["activity", "visit", 2],
        ["attribute", "source", 2],
        ["attribute", "region", 1],
        ["stage", "Lead", pd.NA],
        ["score", "0 to 1", pd.NA],
    ]


def test_a_history_without_leads_says_what_it_lacks() -> None:
    found = of(history([]))
    assert (found.activities, found.attributes, found.points) == ({}, {}, 0.0)
    assert found.finding.sentence == (
        "This history cannot say what a rule can be made of: it lacks leads with activities or "
        "attributes."
    )


def test_endless_names_and_values_are_cut() -> None:
    held = town(2, **{"n_" + "x" * 10_000: ["y\n" * 10_000, None], "z" * 10_000: [None, None]})
    finding = held.finding
    told = [*finding.table["name"], *finding.table["values"].dropna(), *finding.caveats]
    assert max(map(len, told)) < 100
    assert list(finding.table["values"].dropna())[1] == "y " * 29 + "y…"


def test_what_leads_are_is_told_without_what_they_did(monkeypatch: pytest.MonkeyPatch) -> None:
    held = history([(1, 0, None), (1, 0, None), (1, 90, None)], region=["DACH", "UK", "Rome"])
    whole = of(held, as_of=50)
    read = []
    query = History.query
    monkeypatch.setattr(History, "query", lambda own, sql, **t: read.append(sql) or query(own, sql))
    found = Vocabulary.of_attributes(held, day(50))
    assert "Rome" not in found.attributes["region"].values  # not created yet
    assert (found.attributes, found.left_out) == (whole.attributes, whole.left_out)
    assert (found.activities, found.stages, found.points) == ({}, (), 0)
    assert len(read) == 1
    assert "activities" not in read[0]

"""All that happened to a lead stands in one list, in order, and nothing of later."""

from datetime import date

import pandas as pd
import pytest

from alignment.history import History
from alignment.measures.tracker import events

AS_OF = pd.Timestamp("2026-02-01 12:00")


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{text}")


LEADS = pd.DataFrame(
    {
        "lead_id": ["b", "a", "late"],
        "created_at": [at("01-01"), at("01-02"), at("02-02")],
        "source": ["fair", "web", "web"],
        "campaign_id": ["K1", "K9", None],
    }
)
CAMPAIGNS = pd.DataFrame({"campaign_id": ["K1"], "name": ["Fair 2026"], "channel": ["fair"]})


def activities(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["lead_id", "occurred_at", "activity", "team"])
    return found.assign(occurred_at=[at(day) for day in found["occurred_at"]])


def told(history: History, *lead_ids: str, as_of: pd.Timestamp = AS_OF) -> list[tuple]:
    found = events(history, lead_ids, as_of)
    return list(found[["lead_id", "kind", "what"]].itertuples(index=False, name=None))


def test_every_table_adds_its_events_and_those_of_one_instant_stand_in_a_settled_order() -> None:
    changes = pd.DataFrame({"lead_id": ["b"] * 3, "changed_at": [at("01-05")] * 3})
    deals = pd.DataFrame({"deal_id": ["d"], "lead_id": ["b"], "created_at": [at("01-05")]})
    history = History.from_frames(
        LEADS,
        activities(("b", "01-05", "visit", "lead"), ("b", "01-04", "email", "marketing")),
        changes.assign(stage=["recycled", "sql", "mql"], reason=["no budget", None, None]),
        deals.assign(closed_at=[at("01-05")], is_won=[True], amount=[900.0], currency=["EUR"]),
        CAMPAIGNS,
    )
    assert told(history, "b") == [
        ("b", "created", "created"),
        ("b", "activity", "email"),
        ("b", "activity", "visit"),
        ("b", "stage", "mql"),
        ("b", "stage", "sql"),
        ("b", "stage", "recycled"),
        ("b", "deal", "deal opened"),
        ("b", "deal", "deal won"),
    ]
    found = events(history, ["b"], AS_OF)
    assert list(found["campaign"])[:2] == ["Fair 2026", found["campaign"][1]]
    assert list(found["reason"].dropna()) == ["no budget"]
    assert list(found["amount"].dropna()) == [900.0, 900.0]


def test_leads_stand_one_after_the_other_each_once_and_strangers_have_no_row() -> None:
    history = History.from_frames(LEADS, campaigns=CAMPAIGNS)
    found = events(history, ["b", "a", "a", "nobody", "it's"], AS_OF)
    assert list(found["lead_id"]) == ["a", "b"]
    assert list(found["campaign"]) == ["K9", "Fair 2026"]  # an unnamed one by its id


def test_what_a_machine_did_and_what_came_after_as_of_is_not_told() -> None:
    did = activities(
        ("a", "01-03", "visit", "lead"),
        ("a", "01-04", "visit", "lead"),
        ("a", "02-01 12:00", "call", "sales"),
        ("a", "02-01 12:01", "meeting", "sales"),
        ("late", "01-10", "visit", "lead"),
    ).assign(is_bot=[True, None, False, False, False])
    changes = pd.DataFrame({"lead_id": ["a"], "changed_at": [at("02-03")], "stage": ["mql"]})
    history = History.from_frames(LEADS, did, changes)
    assert told(history, "a", "late") == [
        ("a", "created", "created"),
        ("a", "activity", "visit"),
        ("a", "activity", "call"),
    ]


@pytest.mark.parametrize(
    ("closed", "is_won", "last"),
    [
        ("01-20", True, "deal won"),
        ("01-20", False, "deal lost"),
        ("02-20", True, "deal opened"),
        ("01-20", None, "deal opened"),  # an expected close is a plan
    ],
)
def test_a_deal_closes_when_it_was_decided_by_then(
    closed: str, is_won: bool | None, last: str
) -> None:
    deals = pd.DataFrame({"deal_id": ["d"], "lead_id": ["a"], "created_at": [at("01-10")]}).assign(
        closed_at=[at(closed)],
        is_won=pd.array([is_won], dtype="boolean"),
        loss_reason=["price"],
    )
    found = events(History.from_frames(LEADS, deals=deals), ["a"], AS_OF)
    assert found["what"].iloc[-1] == last
    assert list(found["reason"].dropna()) == (["price"] if last == "deal lost" else [])


def test_a_date_without_a_time_is_marked_and_stands_at_the_start_of_its_local_day() -> None:
    did = pd.DataFrame({"lead_id": ["a"], "occurred_at": [date(2026, 1, 5)]})
    history = History.from_frames(
        LEADS, did.assign(activity="fair", team="lead"), zone="Europe/Berlin"
    )
    found = events(history, ["a"], AS_OF)
    assert list(found["is_date"]) == [False, True]
    assert found["at"].iloc[1] == at("01-04 23:00")


def test_a_history_of_leads_only_has_their_creation_and_nobody_has_no_events() -> None:
    history = History.from_frames(LEADS.drop(columns="campaign_id"))
    assert told(history, "a") == [("a", "created", "created")]
    nobody = events(history, [], AS_OF)
    assert nobody.empty
    assert list(nobody) == list(events(history, ["a"], AS_OF))

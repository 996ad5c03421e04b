"""What would leak the outcome is named with its counts and refused, unless it is allowed."""

import numpy as np
import pandas as pd
from hand_offs import AGREED, frames, opened, usual

from alignment.agreement import AttributeRule
from alignment.measures.suggest import suggest


def leaky() -> dict[str, pd.DataFrame]:
    held = frames()
    won = held["stage_changes"].query("stage == 'customer'")
    welcome = won[["lead_id"]].assign(
        occurred_at=won["changed_at"] + pd.Timedelta(days=1), activity="welcome", team="lead"
    )
    called = held["leads"][["lead_id"]].assign(
        occurred_at=held["leads"]["created_at"], activity="call", team="sales"
    )
    is_won = held["leads"]["lead_id"].isin(won["lead_id"])
    held["leads"] = held["leads"].assign(
        contract_amount=np.where(is_won, 100.0, np.nan),
        is_key_account=is_won & (held["leads"].index % 2 == 0),
    )
    held["activities"] = pd.concat([held["activities"], welcome, called])
    return held


CONTRACT = AttributeRule(attribute="contract_amount", at_least=1)
KEY = AttributeRule(attribute="is_key_account", is_=True)


def test_each_leak_is_named_with_its_counts_and_gets_no_points() -> None:
    made = suggest(*opened(leaky()), AGREED, also=[CONTRACT, KEY])
    refused = made.refused.table.set_index("name")
    n_won = int(leaky()["leads"]["contract_amount"].notna().sum())
    assert refused.loc["welcome", ["kind", "n_cases", "n_telling"]].tolist() == [
        "activity",
        n_won,
        n_won,
    ]
    assert refused.at["welcome", "reason"] == "comes almost only at or after the conversion"
    assert refused.loc["call", ["n_cases", "n_telling"]].tolist() == [900, 900]
    assert refused.at["contract_amount", "reason"] == "known almost only of leads that converted"
    assert refused.at[KEY.sentence(), "reason"] == "met almost only by leads that converted"
    assert made.score is not None
    assert set(made.score.engagement) <= {"demo", "paper"}
    assert made.score.fit == suggest(*usual(), AGREED).score.fit  # type: ignore[union-attr]
    assert "welcome (comes almost only at or after the conversion)" in made.refused.sentence


def test_a_leak_that_is_allowed_is_used_and_still_named() -> None:
    held = opened(leaky())
    made = suggest(*held, AGREED, also=[KEY], allow=[KEY.sentence()])
    assert made.refused.table.set_index("name").at[KEY.sentence(), "is_allowed"]
    assert made.lines.table.set_index("name").at[KEY.sentence(), "points"] > 0


def test_a_locked_line_is_kept_whatever_it_leaks() -> None:
    score = AGREED.model_copy(
        update={"engagement": {**AGREED.engagement, "call": AGREED.engagement["demo"]}}
    )
    made = suggest(*opened(leaky()), score, locked=["call"])
    assert made.score is not None
    assert made.score.engagement["call"].points == 10


def test_what_is_known_only_of_leads_that_were_handed_over_follows_from_the_policy() -> None:
    held = frames()
    stages = held["stage_changes"]
    few = set(stages["lead_id"][stages["lead_id"].str[-1].isin(list("0123"))])
    held["stage_changes"] = stages[stages["lead_id"].isin(few)]
    held["leads"] = held["leads"].assign(
        owner=held["leads"]["lead_id"].map(lambda name: "Ann" if name in few else None)
    )
    made = suggest(*opened(held, least_count=5), AGREED)
    owner = made.refused.table.set_index("name").loc["owner"]
    assert owner["reason"] == "known almost only of leads handed over"
    assert owner["n_cases"] == owner["n_telling"] == len(few)


def test_an_agreed_activity_that_the_history_never_holds_is_named() -> None:
    score = AGREED.model_copy(
        update={"engagement": {**AGREED.engagement, "fair": AGREED.engagement["demo"]}}
    )
    made = suggest(*usual(), score)
    assert "fair (this history never holds it)" in made.refused.sentence


def test_without_leaks_the_finding_says_so() -> None:
    assert suggest(*usual(), AGREED).refused.sentence.startswith("No activity, attribute or rule")

"""Levels agreed and proposed, each side measured by its own limits."""

import pandas as pd

from alignment.finding import Finding
from alignment.measures.levels import beside

CONTACT, REASON = ("first_contact", "First contact", "sales"), ("reason", "Reason", "sales")
N_MQL = ("n_mql", "MQLs a month", "marketing")


def attained(*rows: tuple[tuple[str, str, str], str, float, str], caveat: str = "") -> Finding:
    """What attainment says: level, promise, value, verdict; the rest is made up."""
    table = pd.DataFrame(
        [
            {
                "level": level,
                "label": label,
                "team": team,
                "promise": promise,
                "target": 0.9,
                "unit": "share",
                "value": value,
                "low": value,
                "high": value,
                "n": 100,
                "n_met": 50,
                "verdict": verdict,
                "recommendation": "",
            }
            for (level, label, team), promise, value, verdict in rows
        ]
    )
    return Finding(table, "Said.", (caveat,) if caveat else ())


AGREED = attained(
    (CONTACT, "4 h", 0.5, "BREACH"), (REASON, "all", 0.98, "AT RISK"), caveat="Same caveat."
)
MARKETING = attained(
    (N_MQL, "150", 120, "BREACH"),
    (CONTACT, "2 h", 0.3, "BREACH"),
    (REASON, "all", 0.98, "AT RISK"),
    caveat="Same caveat.",
)
SALES = attained((CONTACT, "8 h", 0.8, "PASS"), (REASON, "all", 0.98, "AT RISK"))


def test_a_row_holds_what_each_side_promises_and_what_was_achieved_by_its_own_limit() -> None:
    found = beside({"agreed": AGREED, "marketing": MARKETING, "sales": SALES})
    row = found.table.set_index("level").loc["first_contact"]
    assert [row[f"{side}_promise"] for side in ("agreed", "marketing", "sales")] == [
        "4 h",
        "2 h",
        "8 h",
    ]
    assert [row[f"{side}_value"] for side in ("agreed", "marketing", "sales")] == [0.5, 0.3, 0.8]
    assert row["sales_verdict"] == "PASS"
    assert (row["label"], row["team"], row["unit"]) == ("First contact", "sales", "share")


def test_levels_keep_their_order_though_only_one_team_states_the_first() -> None:
    found = beside({"agreed": AGREED, "marketing": MARKETING, "sales": SALES})
    assert [*found.table["level"]] == ["n_mql", "first_contact", "reason"]
    row = found.table.iloc[0]
    assert row["marketing_promise"] == "150"
    assert pd.isna(row["sales_promise"])
    assert pd.isna(row["agreed_verdict"])


def test_where_the_teams_differ_is_named_and_counted() -> None:
    found = beside({"agreed": AGREED, "marketing": MARKETING, "sales": SALES})
    assert [*found.table["is_apart"]] == [True, True, False]
    assert found.sentence == (
        "Marketing and Sales differ on 2 of 3 levels: MQLs a month; First contact. Under what is "
        "agreed: 1 AT RISK, 1 BREACH. Under Marketing's levels: 1 AT RISK, 2 BREACH. Under Sales' "
        "levels: 1 PASS, 1 AT RISK."
    )
    assert found.figures == {
        "n_levels": 3,
        "n_apart": 2,
        "n_met_agreed": 0,
        "n_met_marketing": 0,
        "n_met_sales": 1,
    }


def test_what_would_make_it_wrong_is_said_once_or_of_the_side_it_holds_for() -> None:
    sales = attained((CONTACT, "8 h", 0.8, "PASS"), caveat="Five are too young.")
    found = beside({"agreed": AGREED, "marketing": MARKETING})
    assert found.caveats == ("Same caveat.",)
    found = beside({"agreed": AGREED, "sales": sales})
    assert found.caveats == (
        "Under what is agreed: same caveat.",
        "Under Sales' levels: five are too young.",
    )


def test_teams_that_propose_the_same_agree() -> None:
    found = beside({"agreed": AGREED, "marketing": AGREED, "sales": AGREED})
    assert found.sentence.startswith("Marketing and Sales agree on 2 levels. Under what is agreed")


def test_without_proposals_only_what_is_agreed_is_told() -> None:
    found = beside({"agreed": AGREED})
    assert found.sentence == "Under what is agreed: 1 AT RISK, 1 BREACH."
    assert [*found.table["sales_promise"].isna()] == [True, True]
    assert not found.table["is_apart"].any()


def test_a_history_that_cannot_say_is_passed_on() -> None:
    nothing = Finding(pd.DataFrame(), "This history cannot say what was achieved.")
    found = beside({"agreed": nothing, "marketing": nothing})
    assert found.sentence == "This history cannot say what was achieved."
    assert not found.is_answered

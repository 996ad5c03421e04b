"""What is to be decided on: what was missed, each thing once."""

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.measures.scorecards import to_decide

AGREED = Agreement.draft("Town")
QUIET = Finding(pd.DataFrame(), "No re-tune is due.", figures={"is_due": False})


def card(*rows: tuple[str, str, str]) -> Finding:
    """A card of (kind, metric, verdict)."""
    held = pd.DataFrame(rows, columns=["kind", "metric", "verdict"])
    texts = {"label": held["metric"], "achieved": "10%", "next": "look"}
    return Finding(held.assign(team="sales", **texts), "A card.")


def test_what_surely_missed_comes_first_and_what_was_kept_stays_out() -> None:
    cards = [card(("metric", "win_rate", "AT RISK"), ("metric", "n_won", "PASS"))]
    cards.append(card(("metric", "mql_to_sql_rate", "BREACH")))
    found = to_decide(cards, QUIET, AGREED)
    assert list(found.table["about"]) == ["mql_to_sql_rate", "win_rate"]
    assert found.sentence == "To decide now: 2 agreed figures were missed."


def test_a_re_tune_that_is_due_is_decided_by_both() -> None:
    due = Finding(pd.DataFrame(), "A re-tune is due.", figures={"is_due": True})
    found = to_decide([card(("metric", "n_won", "PASS"))], due, AGREED)
    (row,) = found.table.to_dict("records")
    assert (row["owed_by"], row["next"]) == ("Marketing and Sales", "A re-tune is due.")
    assert found.sentence.endswith("A re-tune of the score is due.")


def test_where_nothing_was_missed_nothing_has_to_be_decided() -> None:
    found = to_decide(
        [card(("metric", "n_won", "PASS")), Finding(pd.DataFrame(), "")], QUIET, AGREED
    )
    assert not found.is_answered
    assert "Nothing that was agreed is missed" in found.sentence

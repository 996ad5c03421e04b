"""At the next review both teams hear what became of what they decided."""

from datetime import date
from pathlib import Path

import pytest

from alignment.decisions import Decisions, followed_up, record, settle
from alignment.period import Period

SEPTEMBER, OCTOBER = Period.of("2026-09"), Period.of("2026-10")
TODAY = date(2026, 9, 30)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Three decisions of August, due in September and later; one of June, of which nobody spoke."""
    for month, choice, owner, due_on in (
        ("2026-06", "Hire", "Di", date(2026, 7, 1)),
        ("2026-08", "Call on Fridays", "Ann", date(2026, 9, 15)),
        ("2026-08", "Stop the bought lists", "Bob", date(2026, 9, 20)),
        ("2026-08", "Ask for the budget", "Cy", date(2026, 9, 30)),
    ):
        decision = {"choice": choice, "owner": owner, "due_on": due_on, "dissent": ""}
        record(tmp_path, Period.of(month), decision)
    return tmp_path


def settled(workspace: Path, choice: str, state: str, why: str, month: Period) -> None:
    held = Decisions.open(workspace)
    named = dict(zip((d.choice for d in held.decisions), held.references, strict=True))
    settle(workspace, named[choice], state, why, month)


def test_the_last_review_that_decided_anything_is_followed_up_and_what_is_older_and_open(
    workspace: Path,
) -> None:
    settled(workspace, "Call on Fridays", "done", "All are called.", SEPTEMBER)
    found = followed_up(workspace, SEPTEMBER, TODAY)
    assert found.table.drop(columns="reference").to_dict("split")["data"] == [
        ["2026-06", "Hire", "Di", date(2026, 7, 1), "overdue", ""],
        ["2026-08", "Call on Fridays", "Ann", date(2026, 9, 15), "carried out", "All are called."],
        ["2026-08", "Stop the bought lists", "Bob", date(2026, 9, 20), "overdue", ""],
        ["2026-08", "Ask for the budget", "Cy", date(2026, 9, 30), "open", ""],
    ]
    assert found.sentence == (
        "Of 3 decisions of August 2026, 1 was carried out, 1 is overdue since 20 September 2026 "
        "(owner Bob), and 1 is open, due on 30 September 2026 (owner Cy). "
        "The one decision of earlier reviews is overdue since 1 July 2026 (owner Di)."
    )
    assert found.figures == {
        "n_decisions": 4,
        "n_carried_out": 1,
        "n_dropped": 0,
        "n_overdue": 2,
        "n_open": 1,
    }


def test_of_several_the_first_that_was_due_is_named(workspace: Path) -> None:
    settled(workspace, "Hire", "dropped", "No budget.", Period.of("2026-07"))
    found = followed_up(workspace, SEPTEMBER, date(2026, 10, 1))
    assert found.sentence == (
        "Of 3 decisions of August 2026, 3 are overdue, the first since 15 September 2026 (owner "
        "Ann)."
    )


def test_an_older_one_stays_for_the_review_that_settled_it(workspace: Path) -> None:
    settled(workspace, "Hire", "dropped", "No budget.", SEPTEMBER)
    assert "Hire" in set(followed_up(workspace, SEPTEMBER, TODAY).table["choice"])
    assert "Hire" not in set(followed_up(workspace, OCTOBER, TODAY).table["choice"])


def test_what_a_later_review_settled_is_told_as_known_now(workspace: Path) -> None:
    settled(workspace, "Hire", "done", "She begins in May.", OCTOBER)
    found = followed_up(workspace, SEPTEMBER, TODAY)
    assert "The one decision of earlier reviews was carried out." in found.sentence
    assert found.caveats == ("1 of them was settled by a later review, and told as known now.",)


def test_decisions_of_the_month_under_review_and_later_are_not_followed_up_yet(
    workspace: Path,
) -> None:
    found = followed_up(workspace, Period.of("2026-06"), TODAY)
    assert found.sentence == "No review before that of June 2026 decided anything."
    assert (found.is_answered, found.figures["n_decisions"]) == (False, 0)


def test_the_review_of_a_part_follows_up_its_own_and_the_companys(workspace: Path) -> None:
    decision = {"choice": "A fair", "owner": "Di", "due_on": date(2026, 9, 1), "dissent": ""}
    record(workspace, Period.of("2026-07"), decision, "region: DACH")
    assert "A fair" not in set(followed_up(workspace, SEPTEMBER, TODAY).table["choice"])
    found = followed_up(workspace, SEPTEMBER, TODAY, "region: DACH")
    assert list(found.table["segment"]) == ["", "region: DACH", "", "", ""]
    alone = followed_up(workspace, Period.of("2026-08"), TODAY, "region: DACH")
    assert alone.sentence.startswith("The one decision of July 2026 is overdue")

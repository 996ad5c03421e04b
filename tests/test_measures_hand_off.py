"""A day's hand-off as a whole, and where the history cannot tell."""

import pandas as pd
from small_hand_off import agreed, history, of

from alignment.history import History
from alignment.measures.hand_off import HandOff
from alignment.measures.hand_off.tables import BACK, OVERDUE, TO_SALES


def test_a_day_on_which_nothing_changes_hands_says_so() -> None:
    found = of(history(hot=()))
    assert found.to_sales.sentence == "No lead goes to Sales on 15 July 2026."
    assert found.back.sentence == "No lead goes back to Marketing on 15 July 2026."
    assert found.overdue.sentence == "Nothing is overdue on 15 July 2026."
    for shown, columns in (
        (found.to_sales, TO_SALES),
        (found.back, BACK),
        (found.overdue, OVERDUE),
    ):
        assert list(shown.table) == list(columns)


def test_without_changes_of_stage_nobody_is_known_to_be_with_sales() -> None:
    assert any("No stage change is recorded" in said for said in of(history()).to_sales.caveats)


def test_an_empty_history_cannot_say_who_goes() -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    held = History.from_frames(leads.astype({"created_at": "datetime64[us]"}))
    found = HandOff.of(held, agreed())
    assert found.to_sales.sentence == ("This history cannot say who goes to Sales: it lacks leads.")
    assert list(found.back.table) == list(BACK)


def test_what_the_history_never_holds_is_told_once_beside_both_lists() -> None:
    found = of(history())
    for shown in (found.to_sales, found.back):
        assert sum("'visit'" in caveat for caveat in shown.caveats) == 1

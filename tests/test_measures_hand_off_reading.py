"""The lists as a room reads them."""

import pandas as pd
from small_hand_off import agreed, at, history

from alignment.measures.hand_off import HandOff, read


def nexts(hand_off: HandOff) -> tuple[list[str], list[str]]:
    """What is to be done next for those that go, and for those that go back."""
    going, back, _ = read(hand_off, "Europe/Berlin")
    return going.table["next"].tolist(), back.table["next"].tolist()


def test_a_next_step_is_told_with_its_deadline_in_local_time_and_its_owner() -> None:
    done = [("a", at("07-15 09:00"), "webinar", "lead")] * 2
    stages = [("b", at("07-14 09:00"), "mql")]
    found = HandOff.of(history(stages, hot=(), activities=done), agreed(), at("07-15 12:00"))
    assert nexts(found) == (
        ["Call\nby Wed 15 Jul 2026, 18:00\nOwner"],
        ["Nurture\nby Fri 17 Jul 2026, 19:00\nMarketing"],
    )


def test_a_deadline_that_is_over_is_told_as_overdue() -> None:
    stages = [("b", at("05-01"), "mql"), ("b", at("07-15 09:00"), "disqualified")]
    found = HandOff.of(history(stages), agreed(), pd.Timestamp("2026-07-15 12:00"))
    assert nexts(found)[0] == ["Call\nby Fri 3 Jul 2026, 15:00 (overdue)\nOwner"]
    assert pd.isna(nexts(found)[1][0])  # nobody has anything to do

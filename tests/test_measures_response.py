"""What became of hand-offs by how soon they were touched, on hand-offs that fit on a hand."""

from dataclasses import replace

import pandas as pd

from alignment.measures.response import conversion_by_response
from alignment.measures.service import Episodes
from alignment.period import Period
from tests import audited, town

SPRING = Period.of("2026-03", 3)


def counts(found, *columns: str) -> dict[str, tuple[int, ...]]:
    return {row["response"]: tuple(row[c] for c in columns) for _, row in found.table.iterrows()}


def test_hand_offs_are_counted_by_the_class_of_their_first_touch() -> None:
    # a and d within 4 hours (a won), e too young, b after 16, c never; f was won before
    found = conversion_by_response(audited.episodes(), SPRING, 4)
    assert counts(found, "n_mature", "n_immature", "n_converted") == {
        "within 4 working hours": (2, 1, 1),
        "in 4 to 8 working hours": (0, 0, 0),
        "after more than 8 working hours": (1, 0, 0),
        "never": (1, 0, 0),
    }
    assert found.figures == {"n_mature": 4, "fastest_rate": 0.5, "slowest_rate": 0.0}
    assert found.sentence.startswith(
        "Of 4 leads first handed off from January 2026 to March 2026 and old enough to judge, won "
        "within 20 days: 50% (9.5% to 91%) of those touched within 4 working "
        "hours, 0% (0% to 79%) of those touched after more than 8 working hours"
    )


def test_it_says_that_it_proves_no_cause() -> None:
    found = conversion_by_response(audited.episodes(), SPRING, 4)
    assert found.caveats[0].startswith("This proves no cause: reps call the leads first")


def test_a_limit_of_a_working_day_or_more_leaves_three_classes() -> None:
    found = conversion_by_response(audited.episodes(), SPRING, 16)
    assert list(found.table["response"]) == [
        "within 16 working hours",
        "after more than 16 working hours",
        "never",
    ]
    # a touch at the limit itself is within it
    assert counts(found, "n_mature")["within 16 working hours"] == (3,)


def test_below_the_least_count_no_class_has_a_rate() -> None:
    journeys = audited.fewer(audited.opened()[2], 20)
    found = conversion_by_response(audited.episodes(journeys), SPRING, 4)
    assert found.table["rate"].isna().all()
    assert found.sentence.endswith("no class of response has enough for a rate.")


def test_only_the_first_hand_off_of_a_lead_counts() -> None:
    journeys = audited.opened()[2]
    again = journeys.hand_offs.assign(
        handed_off_at=journeys.hand_offs["handed_off_at"] + pd.Timedelta(days=1)
    )
    twice = pd.concat([journeys.hand_offs, again]).sort_values(["lead_id", "handed_off_at"])
    one = conversion_by_response(audited.episodes(journeys), SPRING, 4)
    two = conversion_by_response(audited.episodes(replace(journeys, hand_offs=twice)), SPRING, 4)
    pd.testing.assert_frame_equal(one.table, two.table)


def test_a_touch_after_the_conversion_or_the_horizon_is_no_response() -> None:
    # b of the town is touched two days after its hand-off; as if won the day before that
    journeys = town.journeys()
    table = journeys.table.copy()
    table.loc[table["lead_id"] == "b", "customer_at"] = pd.Timestamp("2026-01-07")
    found = conversion_by_response(audited.episodes(replace(journeys, table=table)), SPRING, 4)
    assert counts(found, "n_mature", "n_converted")["never"] == (2, 1)


def touched_at(moment: str, won: str) -> dict[str, tuple[int, ...]]:
    """What is said of one lead, handed off on 5 January at 10, of which 20 days are looked at."""
    journeys = audited.opened()[2]
    handed = journeys.hand_offs.assign(first_touch_at=pd.Timestamp(f"2026-{moment}"))[:1]
    table = journeys.table.assign(customer_at=pd.Timestamp(f"2026-{won}"))
    return counts(
        conversion_by_response(
            audited.episodes(replace(journeys, hand_offs=handed, table=table)), SPRING, 4
        ),
        "n_mature",
        "n_converted",
    )


def test_a_touch_at_the_instant_of_the_conversion_is_no_response() -> None:
    late = "after more than 8 working hours"
    assert touched_at("01-15 09:00", "01-15 09:00")["never"] == (1, 1)
    assert touched_at("01-15 08:59", "01-15 09:00")[late] == (1, 1)
    # one at the end of the horizon is
    assert touched_at("01-25 10:00", "02-20 09:00")[late] == (1, 0)
    assert touched_at("01-25 10:01", "02-20 09:00")["never"] == (1, 0)
    assert touched_at("01-15 09:00", "01-25 10:00")[late] == (1, 1)


def test_a_hand_off_at_the_instant_of_the_conversion_led_to_nothing() -> None:
    assert touched_at("01-05 11:00", "01-05 10:01")["never"] == (1, 1)
    journeys = audited.opened()[2]
    won = journeys.table.assign(customer_at=pd.Timestamp("2026-01-05 10:00"))
    alone = replace(journeys, hand_offs=journeys.hand_offs[:1], table=won)
    assert (
        "it lacks hand-offs" in conversion_by_response(audited.episodes(alone), SPRING, 4).sentence
    )


def test_a_hand_off_from_before_touches_or_outcomes_were_recorded_is_in_no_class() -> None:
    for name in ("touch_recorded_from", "outcome_recorded_from"):
        journeys = audited.opened()[2]
        object.__setattr__(journeys, name, pd.Timestamp("2026-02-01"))
        found = conversion_by_response(audited.episodes(journeys), SPRING, 4)
        assert found.figures["n_mature"] == 2  # c and d
        assert found.caveats[-1].startswith("2 stand in no class")


def test_what_a_history_lacks_is_said() -> None:
    held, agreed, journeys, _ = audited.opened(audited.history(("lead",)))
    silent = Episodes.of(held, agreed, journeys)
    said = conversion_by_response(silent, SPRING, 4).sentence
    assert said.endswith("it lacks the activities of Sales.")
    early = conversion_by_response(audited.episodes(), Period.of("2025-03"), 4)
    assert "it lacks hand-offs in that time" in early.sentence
    journeys = audited.opened()[2]
    table = journeys.table.assign(customer_at=pd.NaT)
    none = conversion_by_response(audited.episodes(replace(journeys, table=table)), SPRING, 4)
    assert "it lacks anything won" in none.sentence

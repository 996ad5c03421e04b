"""Which group falls short most, where chance cannot explain it."""

import pandas as pd

from alignment.measures.service.standing_out import weakest


def many(n_friday: int) -> pd.DataFrame:
    """A hundred hand-offs on a Friday, of which some met it, and a hundred on a Monday: eighty."""
    friday, monday = pd.Timestamp("2026-01-09 09:00"), pd.Timestamp("2026-01-12 09:00")
    made = pd.DataFrame({"handed_off_at": [friday] * 100 + [monday] * 100, "owner": "Ann"})
    made["is_met"] = [
        *([True] * n_friday + [False] * (100 - n_friday)),
        *([True] * 80 + [False] * 20),
    ]
    return made


def test_the_group_that_falls_short_most_is_named_where_chance_cannot_explain_it() -> None:
    found = weakest(many(30), ["weekday", "owner"], "UTC", 20)
    assert str(found) == "hand-offs on Friday: 30% of 100, where the others reach 80%"
    assert weakest(many(75), ["weekday", "owner"], "UTC", 20) is None
    assert weakest(many(30), ["weekday"], "UTC", 101) is None


def test_the_more_groups_are_looked_at_the_rarer_chance_must_be() -> None:
    # 66 of 100 beside 80 is a chance of 1.3 in a hundred
    rows = many(66)
    assert weakest(rows, ["weekday"], "UTC", 20) is not None
    rows["owner"] = [f"owner {place % 8}" for place in range(200)]
    assert weakest(rows, ["weekday", "owner"], "UTC", 20) is None

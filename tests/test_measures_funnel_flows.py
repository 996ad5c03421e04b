"""A month's flows, on a history small enough to check by eye (town.py)."""

from collections import Counter

import numpy as np
import pandas as pd
import poor_histories
import town
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Agreement
from alignment.measures import funnel
from alignment.measures.funnel.stays import PLACES
from alignment.measures.journeys import Journeys
from alignment.period import DAY, Period

JANUARY = Period.of("2026-01")
INS = ["n_created", "n_in_forward", "n_in_back"]
OUTS = ["n_out_forward", "n_out_back", "n_recycled", "n_disqualified"]


def of(journeys: Journeys, month: Period) -> pd.DataFrame:
    return funnel.flows(journeys, month).table.set_index("stage")


def test_every_move_of_the_month_leaves_one_stage_and_enters_another() -> None:
    table = of(town.journeys(), JANUARY)
    # a, b, c, d came; d went out at once, c as an MQL; b waits for its deal's end
    assert list(table.loc["lead", [*INS, *OUTS]]) == [4, 0, 0, 3, 0, 0, 1]
    assert list(table.loc["mql", [*INS, *OUTS]]) == [0, 3, 0, 2, 0, 1, 0]
    assert list(table.loc["recycled", [*INS, *OUTS]]) == [0, 1, 0, 0, 0, 0, 0]
    assert dict(table["n_at_end"][table["n_at_end"] > 0]) == {
        "opportunity": 1,
        "customer": 1,
        "recycled": 1,
        "disqualified": 1,
    }


def test_the_sentence_says_where_they_went_and_from_where() -> None:
    found = funnel.flows(town.journeys(), JANUARY)
    assert found.sentence == (
        "In January 2026, 4 leads came in. "
        "After Lead, the busiest stage was MQL: 3 came and 3 went. "
        "1 recycled (1 from MQL), 1 disqualified (1 from Lead); 0 came back from there. "
        "Most piled up as Opportunity: 1 at the month's end, 1 more."
    )
    assert found.figures == {
        "n_created": 4,
        "n_moves": 9,
        "n_recycled": 1,
        "n_disqualified": 1,
        "n_came_back": 0,
        "busiest": "mql",
    }


def test_a_lead_that_enters_twice_came_twice_and_went_once() -> None:
    journeys = town.changed(
        ("02-02", "mql", None), ("02-05", "recycled", "timing"), ("02-20", "mql", None)
    ).journeys
    table = of(journeys, Period.of("2026-02"))
    assert list(table.loc["mql", ["n_in_forward", "n_in_back", "n_recycled", "n_at_end"]]) == [
        *(1, 1, 1, 1)
    ]
    assert list(table.loc["recycled", ["n_in_forward", "n_out_back", "n_at_end"]]) == [1, 1, 0]
    assert "1 came back from there" in funnel.flows(journeys, Period.of("2026-02")).sentence


def test_a_month_that_is_not_over_is_told_so_far() -> None:
    found = funnel.flows(town.journeys(), Period.of("2026-04"))
    assert found.sentence.startswith("So far in April 2026")
    assert "known until 30 April 2026 only" in found.caveats[-1]


def test_a_month_in_which_nothing_moved_says_so() -> None:
    found = funnel.flows(
        town.journeys(as_of=town.AS_OF + pd.Timedelta("90D")), Period.of("2026-06")
    )
    assert found.sentence == "In June 2026, nothing moved."
    assert list(found.table["n_before"]) == list(found.table["n_at_end"])


def test_poor_histories_and_segments_without_leads_are_answered_in_words() -> None:
    held = [
        Journeys.of(made(), Agreement.draft(), town.AS_OF)
        for made in (poor_histories.empty, poor_histories.only_leads, poor_histories.hostile)
    ]
    held.append(town.journeys().narrowed(np.zeros(7, dtype=bool)))
    for journeys in held:
        for month in (Period.of("2020-01"), JANUARY):
            found = funnel.flows(journeys, month)
            assert found.is_answered or found.sentence.startswith("This history cannot say")


change = st.tuples(st.sampled_from("abc"), st.integers(0, 90), st.sampled_from(list(PLACES)))


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(st.lists(change, max_size=25))
def test_what_stood_came_and_went_makes_what_stands(changes: list[tuple[str, int, str]]) -> None:
    journeys, held = town.journeys(), stayed(changes)
    at_end: dict[str, int] = {}
    for month in Period.of("2026-03", 3).months:
        period = Period.of(month)
        found = funnel.flows(journeys, period, held)
        if not found.is_answered:
            assert (held["entered_at"] >= period.end_at).all()
            continue
        table = found.table.set_index("stage")
        ins, outs = table[INS].sum(axis=1), table[OUTS].sum(axis=1)
        assert (table["n_at_end"] == table["n_before"] + ins - outs).all()
        assert ins.sum() - table["n_created"].sum() == outs.sum()
        assert standing(table["n_before"]) == at_end
        at_end = standing(table["n_at_end"])
        gone = held[period.holds(held["left_at"])]
        pairs = list(zip(gone["stage"], gone["to"], strict=True))
        assert standing(outs) == Counter(origin for origin, _ in pairs)
        assert table["n_in_back"].sum() == sum(PLACES[to] < PLACES[of] for of, to in pairs)
        assert table["n_recycled"].sum() == sum(to == "recycled" for _, to in pairs)


def standing(counts: pd.Series) -> dict[str, int]:
    return {str(stage): int(n) for stage, n in counts.items() if n}


def stayed(changes: list[tuple[str, int, str]]) -> pd.DataFrame:
    """The stays that some changes of stage make, each with where it went to."""
    rows = []
    for lead in "abc":
        own = [
            ("lead", 0),
            *((s, day) for who, day, s in sorted(changes, key=by_time) if who == lead),
        ]
        own = [own[i] for i in range(len(own)) if not i or own[i][0] != own[i - 1][0]]
        for (stage, day), (to, until) in zip(own, [*own[1:], (None, None)], strict=True):
            rows.append((lead, stage, at(day), at(until), to))
    return pd.DataFrame(rows, columns=["lead_id", "stage", "entered_at", "left_at", "to"])


def by_time(each: tuple[str, int, str]) -> tuple[int, int]:
    return each[1], PLACES[each[2]]


def at(day: int | None) -> pd.Timestamp:
    return pd.NaT if day is None else JANUARY.start_at + day * DAY

"""What a stay in Sales is, by hand-sized trails; and who is held is the same to every measure."""

from dataclasses import replace
from datetime import datetime
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment import terms
from alignment.agreement import Agreement
from alignment.measures.hand_off.hands import Hands
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes, held
from alignment.measures.stays import Stays
from tests.replay_cases import KINDS, ZONE, Case, instants, spread

MOVES = (*terms.STAGES[:5], "mql", "recycled", "recycled", "disqualified")


def of(*trails: str, hand_off: str = "mql") -> Stays:
    """The stays of some leads, each told by the stages that it entered."""
    rows = [(lead, stage) for lead, trail in enumerate(trails) for stage in trail.split()]
    entries = pd.DataFrame(rows, columns=["lead_id", "stage"])
    return Stays.of_entries(entries, hand_off)


@pytest.mark.parametrize(
    ("trail", "hand_offs", "ends"),
    [
        ("lead mql sal sql", [1], [-1]),
        ("mql sal mql sql mql", [0], [-1]),  # to and fro within one stay
        ("mql recycled mql", [0, 2], [1, -1]),
        ("mql sal lead mql disqualified", [0, 3], [2, 4]),
        ("sql recycled lead", [], []),  # Sales' own: never handed off
        ("sql mql recycled", [1], [2]),
        ("sql recycled mql", [2], [-1]),
        ("mql recycled sql recycled", [0], [1]),  # came back of its own
        ("recycled disqualified", [], []),
    ],
)
def test_a_stay_lasts_from_the_hand_off_to_the_first_stage_that_is_not_sales(
    trail: str, hand_offs: list[int], ends: list[int]
) -> None:
    found = of(trail)
    assert (found.hand_offs.tolist(), found.ends.tolist()) == (hand_offs, ends)


def test_a_later_hand_off_stage_makes_later_stays() -> None:
    found = of("mql sal mql sal", hand_off="sal")
    assert (found.hand_offs.tolist(), found.ends.tolist()) == ([1, 3], [2, -1])


def test_every_lead_has_stays_of_its_own() -> None:
    found = of("mql sql", "recycled", "sal mql recycled mql")
    assert found.hand_offs.tolist() == [0, 4, 6]
    assert found.of_entry.tolist() == [0, 0, -1, 1, 1, -1, 2]


def test_without_entries_there_is_no_stay() -> None:
    nothing = np.array([], dtype=np.int64)
    assert not len(Stays.of(nothing, nothing, 1).hand_offs)


def crowd(seed: int) -> Case:
    """Forty leads that move through stages, also at one instant and before they are."""
    rng = Random(seed)
    case = spread(rng.choice, 40, 10, KINDS)
    times = [at for _, at, *_ in (*case.activities, *case.leads)]
    moves = [
        (who, rng.choice(times), rng.choice(MOVES))
        for who, *_ in case.leads
        for _ in range(rng.choice((0, 1, 2, 3, 5)))
    ]
    return replace(case, changes=case.changes + tuple(moves))


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10_000), instants, st.sampled_from(["mql", "sal", "sql"]))
def test_sales_holds_by_the_service_levels_whom_it_holds_by_the_hand_off(
    seed: int, as_of: datetime, stage: str
) -> None:
    at, history = pd.Timestamp(as_of), crowd(seed).history()
    agreement = Agreement.draft(zone=ZONE).changed(least_count=1, stages={"hand_off": stage})
    journeys = Journeys.of(history, agreement, at)
    episodes = Episodes.of(history, agreement, journeys)
    won = set(journeys.table.loc[journeys.table["customer_at"].notna(), "lead_id"])
    theirs = set(Hands.of(history, agreement, at).in_sales["lead_id"]) & set(
        journeys.table["lead_id"]
    )
    last = episodes.decisions
    if last.empty:
        assert not theirs
        return
    last = last.drop_duplicates("lead_id", keep="last")
    assert set(last.loc[last["returned_at"].isna(), "lead_id"]) - won == theirs - won
    has_deal = set(last.loc[last["deal_at"].notna(), "lead_id"])
    mine = held(episodes).table
    assert set(mine["lead_id"] if len(mine) else []) == theirs - won - has_deal

"""Since when something is recorded, and what is said of the months before."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from metric_cases import agreed

from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.scorecards import Scorecards
from alignment.measures.scorecards.begun import beginning
from alignment.measures.service import Episodes
from alignment.period import Period

DAY = np.timedelta64(1, "D")
SINCE, UNTIL = np.datetime64("2026-01-01", "us"), np.datetime64("2026-07-01", "us")
DAILY = np.arange("2026-01-01", "2026-07-01", dtype="datetime64[D]").astype("datetime64[us]")
JUNE = np.datetime64("2026-06-12", "us")


@pytest.mark.parametrize(
    ("at", "start"),
    [
        (DAILY, SINCE),
        (DAILY[5:], SINCE),  # a long holiday
        (DAILY[14:], DAILY[14]),
        (DAILY[162:], JUNE),
        (np.append(DAILY[[0, 40]], DAILY[162:]), JUNE),  # two early ones, entered by hand perhaps
        (DAILY[::40][1:], SINCE),  # so few that a gap says nothing
        (DAILY.repeat(2 ** (np.arange(181) // 30)), SINCE),  # it doubles every month
        (DAILY[:0], SINCE),
        (np.full(3, np.datetime64("NaT", "us")), SINCE),
    ],
)
def test_a_record_begins_where_far_fewer_stand_before_than_after(
    at: np.ndarray, start: np.datetime64
) -> None:
    assert beginning(at, SINCE, UNTIL) == start


WANTED = {"team": "marketing", "unit": "count", "target": 20}
METRICS = agreed(n_leads=WANTED, n_mql=WANTED, n_sal=WANTED)


@cache
def cards(month: str) -> Scorecards:
    """A lead a day from 10 March to 30 June 2026, an MQL at once from 15 May on."""
    created = pd.date_range("2026-03-10", "2026-06-30", unit="us")
    ids = [f"{i:04}" for i in range(len(created))]
    leads = pd.DataFrame({"lead_id": ids, "created_at": created, "source": "x"})
    stages = pd.DataFrame({"lead_id": ids, "changed_at": created, "stage": "mql"})
    history = History.from_frames(leads, None, stages[created >= "2026-05-15"])
    journeys = Journeys.of(history, METRICS, pd.Timestamp("2026-07-01"))
    episodes = Episodes.of(history, METRICS, journeys)
    return Scorecards(episodes, Period.of(month), Period.of(month, 6), pd.DataFrame())


def test_a_month_before_the_record_has_no_figure_and_a_part_of_one_no_verdict() -> None:
    table = cards("2026-06").by_month.table.set_index(["metric", "month"])
    leads, mqls = table.loc["n_leads"], table.loc["n_mql"]
    assert leads["value"].tolist() == [22, 30, 31, 30]
    assert leads["verdict"].tolist() == ["NOT ENOUGH DATA", "PASS", "PASS", "PASS"]
    assert mqls["value"].isna().tolist() == [True, True, False, False]
    assert mqls["verdict"].tolist() == [*["NOT ENOUGH DATA"] * 3, "PASS"]
    assert (
        "MQLs: recorded from 15 May 2026 on; an earlier month is not known, a part of one not "
        "judged."
    ) in cards("2026-06").by_month.caveats


def test_nothing_is_held_against_a_month_that_is_not_wholly_recorded() -> None:
    rows = cards("2026-06").at_a_glance.table.set_index("metric")
    assert rows.loc["n_leads", "before"] == 30.5  # April and May alone
    assert "the mean of the two months before" in rows.loc["n_leads", "sentence"]
    assert rows.loc["n_mql", "trend"] == "not enough data"
    assert pd.isna(rows.loc["n_mql", "before"])


@pytest.mark.parametrize(("month", "value"), [("2026-03", 22), ("2026-02", None)])
def test_the_first_month_is_not_judged_and_says_since_when_it_is_known(
    month: str, value: int | None
) -> None:
    made = cards(month)
    row = made.at_a_glance.table.set_index("metric").loc["n_leads"]
    assert row["verdict"] == "NOT ENOUGH DATA"
    assert made.at_a_glance.figures["n_leads"] == value
    assert "recorded from 10 March 2026 on" in row["sentence"]
    assert made.measured("n_leads", Period.of("2025-12")).value is None


def test_what_is_never_recorded_is_told_from_what_is_too_little() -> None:
    made = cards("2026-06")
    row = made.at_a_glance.table.set_index("metric").loc["n_sal"]
    assert (row["verdict"], row["verdict_words"]) == ("NOT ENOUGH DATA", "NOT RECORDED")
    assert row["sentence"] == "SALs: not recorded; this history lacks SALs."
    assert made.by_month.sentence.endswith("Not recorded: SALs.")

"""Charts of flows, of young months and of ranks: each paints its table and hides nothing."""

import pandas as pd
import town
from test_measures_ranking import FOUR, shares

from alignment.measures import funnel
from alignment.measures.ranking import ranked
from alignment.period import Period
from alignment.show import charts, theme

FLOWS = funnel.flows(town.journeys(), Period.of("2026-01"))


def by_name(made, name: str):
    return next(trace for trace in made.data if trace.name == name)


def test_a_kind_of_move_stands_where_it_leaves_and_where_it_enters() -> None:
    made = charts.flows(FLOWS.table, FLOWS.sentence)
    recycled = by_name(made, "Recycled")
    assert dict(zip(recycled.y, recycled.x, strict=True)) == {"Recycled": 1, "MQL": -1}
    for trace in made.data:
        if trace.name in {"Recycled", "Disqualified", "On to a later stage"}:
            assert sum(trace.x) == 0
    assert made.layout.meta["alt"] == FLOWS.sentence


def test_each_stage_says_how_many_stand_there_and_how_many_more_than_before() -> None:
    standing = charts.flows(FLOWS.table, "").data[0]
    assert dict(zip(standing.y, standing.text, strict=True))["Customer"] == "1 (+1)"
    assert dict(zip(standing.y, standing.text, strict=True))["Lead"] == "0 (±0)"


def test_a_month_too_young_for_a_rate_is_hatched_and_says_so() -> None:
    found = funnel.cohorts(town.journeys(), Period.of("2026-04", 4))
    made = charts.cohorts(found.table, "")
    young = made.data[-1]
    assert list(young.x) == [pd.Timestamp("2026-04-01")]
    assert young.marker.pattern.shape == "/"
    assert "too young for a rate" in [note.text for note in made.layout.annotations]
    rate = next(trace for trace in made.data if trace.mode == "markers")
    assert pd.Timestamp("2026-04-01") not in list(rate.x)
    steps = charts.cohort_rates(
        funnel.cohort_rates(town.journeys(), Period.of("2026-04")).table, ""
    )
    assert by_name(steps, "Too young for a rate").marker.pattern.shape == "/"


def test_counts_of_a_month_say_that_they_follow_no_leads() -> None:
    found = funnel.period_counts(town.journeys(), Period.of("2026-04", 4))
    title = charts.period_counts(found.table, "").layout.title.text
    assert title == "What happened in the month, whichever leads it happened to"


def test_a_ranking_has_a_panel_a_metric_and_a_row_a_segment() -> None:
    few = shares(**{"<b>Tiny</b>": (5, 5), "North": (90, 100), "South": (60, 100)})
    other = FOUR.assign(metric="n_mql", label="MQLs", unit="count")
    found = ranked(pd.concat([few, other]), "region", 20)
    made = charts.ranking(found.table, found.sentence)
    assert list(made.layout.yaxis.ticktext) == ["North", "South", "&lt;b&gt;Tiny&lt;/b&gt;"]
    assert len(made.layout.yaxis2.ticktext) == 4
    texts = [text for trace in made.data if trace.mode == "text" for text in trace.text]
    assert texts == [" ▲ better", " ▼ worse", " not enough data"]
    assert by_name(made, "PASS").marker.color == theme.GOOD
    assert made.layout.height > 4 * 22

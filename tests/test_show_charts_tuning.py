"""Charts of a score under tuning: each paints its table and marks what it is told to."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from alignment.finding import Finding
from alignment.measures.choosing import capacity, spread, steadiness, two_thresholds
from alignment.measures.plateau import plateau
from alignment.measures.tick import Tick
from alignment.measures.worth import Worth
from alignment.show import charts, theme
from tests.scored import SCORE, replayed

WORTH = Worth(1000, 100, "EUR <b>")
LEADS = [(n % 9 + 1, n, n + 5 if n % 4 == 0 else None) for n in range(180)]
POINTS = pd.DataFrame(
    {
        "line": ["web visit", "<b>bold</b>", "student"],
        "agreed": [1.0, np.nan, -20],
        "points": [2.0, 5, -30],
        "points_low": [1.0, 0, -400],
        "points_high": [3.0, 10, -32],
    }
)


def drawn(least_count: int) -> list[tuple[Finding, partial]]:
    replay = replayed(LEADS, least_count=least_count)
    tick = Tick.of(replay, SCORE, WORTH)
    return [
        (replay.thresholds(SCORE), partial(charts.thresholds, own=5)),
        (capacity(replay, SCORE, 2), partial(charts.capacity, own=5, per_week=2)),
        (Finding(tick.curves, "net", name="net"), partial(charts.net_benefit, own=5)),
        (spread(tick), partial(charts.spread, own=5)),
        (steadiness(tick), charts.steadiness),
        (Finding(POINTS, "points", name="points"), charts.suggested),
        (two_thresholds(replay, SCORE), charts.two_thresholds),
    ]


@pytest.mark.parametrize(
    ("finding", "chart"), [*drawn(1), *drawn(1000)], ids=lambda x: getattr(x, "name", "")
)
def test_every_chart_draws_its_table_and_says_so_to_who_cannot_see_it(finding, chart) -> None:
    made = chart(finding.table, finding.sentence)
    assert made.layout.meta["alt"] == finding.sentence
    assert made.layout.template.layout.font.color == theme.INK
    assert sum(len(trace.x) for trace in made.data) >= len(finding.table)
    assert made.to_json()


def words(made) -> list[str]:
    return [note.text.strip() for note in made.layout.annotations]


def test_the_scores_own_threshold_is_marked_and_only_when_asked() -> None:
    table = replayed(LEADS).thresholds(SCORE).table
    assert "5 points" in words(charts.thresholds(table, "", own=5))
    assert {shape.x0 for shape in charts.thresholds(table, "", own=5).layout.shapes} == {5}
    assert not charts.thresholds(table, "").layout.shapes


def test_a_band_holds_its_line_and_leaves_out_what_has_no_rate() -> None:
    table = replayed(LEADS, least_count=60).thresholds(SCORE).table
    assert table["precision"].isna().any()
    band = charts.thresholds(table, "").data[0]
    n = int(table["precision"].notna().sum())
    assert len(band.x) == 2 * n
    assert not pd.isna(pd.Series(band.y)).any()


def test_what_sales_can_take_is_a_line_with_its_number() -> None:
    table = capacity(replayed(LEADS), SCORE, 2).table
    made = charts.capacity(table, "", per_week=2.5)
    assert "Sales can take 2.5" in words(made)
    assert made.layout.yaxis.range[1] >= 2.5


def test_thresholds_that_cannot_be_told_apart_are_shaded() -> None:
    found = plateau(replayed(LEADS), SCORE, WORTH)
    made = charts.net_benefit(found.table, found.sentence)
    low, high = found.figures["lowest_alike"], found.figures["highest_alike"]
    assert f"{low:g} to {high:g}: not told apart" in words(made)
    assert made.layout.shapes[0].x0 == low - 0.5


def test_a_currency_and_a_line_from_outside_stay_text() -> None:
    found = plateau(replayed(LEADS), SCORE, WORTH)
    title = charts.net_benefit(found.table, "").layout.yaxis.title.text
    assert title == "Net benefit a week, EUR &lt;b&gt;"
    assert "&lt;b&gt;bold&lt;/b&gt;" in charts.suggested(POINTS, "").data[0].y


def test_without_enough_data_a_chart_says_so() -> None:
    replay = replayed(LEADS, least_count=1000)
    assert "Too few are old enough for a rate" in words(
        charts.thresholds(replay.thresholds(SCORE).table, "")
    )
    assert "Too few stays for a rate" in words(
        charts.two_thresholds(two_thresholds(replay, SCORE).table, "")
    )


def test_an_interval_far_beyond_all_points_does_not_squeeze_the_others() -> None:
    low, high = charts.suggested(POINTS, "").layout.xaxis.range
    assert -70 < low < -30
    assert 10 < high < 70


def test_the_own_threshold_lies_between_two_bars_of_the_spread() -> None:
    tick = Tick.of(replayed([(n, 0, None) for n in range(1, 130)]), SCORE, None)
    bins = charts.spread(tick.spread, "", own=50).data[0].xbins
    assert bins.size == 5
    assert (50 - bins.start) % bins.size == 0
    assert bins.start <= 1
    assert bins.end > 129


def test_bars_of_the_months_hold_the_counts_that_the_rates_rest_on() -> None:
    months = Tick.of(replayed(LEADS), SCORE, None).months
    bars = [trace for trace in charts.steadiness(months, "").data if trace.type == "bar"]
    assert sum(sum(trace.y) for trace in bars) == months["n_handed_off"].sum()

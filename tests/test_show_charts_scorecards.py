"""Charts of the agreed metrics show what their tables say."""

import pandas as pd
import town
from metric_cases import APRIL, COSTED, MARCH, agreed, cards

from alignment.measures.scorecards import Scorecards
from alignment.period import Period
from alignment.show import charts

HOSTILE = {"team": "sales", "unit": "share", "target": 0.3}


def test_every_metric_has_a_row_scaled_to_its_own_target() -> None:
    found = cards(month=MARCH).at_a_glance
    made = charts.at_a_glance(found.table, found.sentence)
    figures, verdicts = made.data
    row = found.table.set_index("metric").loc["win_rate"]
    place = list(found.table["metric"]).index("win_rate")
    assert figures.x[place] == row["value"] / row["target"]
    assert row["verdict"] in verdicts.text[place]
    assert made.layout.meta["alt"] == found.sentence


def test_a_key_that_means_harm_stays_text() -> None:
    made = cards(agreed(**{"<b onclick=x>": HOSTILE, "n_mql": {**HOSTILE, "unit": "count"}}))
    drawn = charts.at_a_glance(made.at_a_glance.table, "")
    monthly = charts.metrics_by_month(made.by_month.table, "")
    said = [*drawn.layout.yaxis.ticktext, *(each.text for each in monthly.layout.annotations)]
    assert not any("<b onclick" in text for text in said)
    assert any("&lt;b onclick" in text for text in said)


def test_a_month_without_a_figure_stands_hollow_at_the_foot() -> None:
    found = Scorecards(
        town.episodes(agreed(win_rate=HOSTILE)), APRIL, Period.of("2026-04", 4), COSTED
    )
    table = found.by_month.table
    made = charts.metrics_by_month(table, "")
    measured, unknown = made.data
    known = table["value"].notna()
    assert list(pd.isna(measured.y)) == list(~known)
    assert list(unknown.y) == [0] * int((~known).sum())
    assert unknown.marker.symbol == "circle-open"


def test_a_scorecard_parts_metrics_from_levels() -> None:
    found = cards(month=MARCH).card("sales")
    made = charts.scorecard(found.table, found.sentence)
    n_metrics = int((found.table["kind"] == "metric").sum())
    assert made.layout.shapes[1].y0 == n_metrics - 0.5
    assert len(made.layout.yaxis.ticktext) == len(found.table)


def test_more_metrics_than_panels_leave_the_rest_to_the_table() -> None:
    table = cards().by_month.table
    made = charts.metrics_by_month(table, "")
    assert table["metric"].nunique() > 12
    assert len(made.layout.annotations) == 12

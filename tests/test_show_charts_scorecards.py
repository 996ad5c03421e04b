"""Charts of the agreed metrics show what their tables say."""

import pandas as pd
import town
from metric_cases import APRIL, COSTED, MARCH, agreed, cards

from alignment.measures.scorecards import Scorecards
from alignment.period import Period
from alignment.show import charts
from alignment.show.charts.ticks import whole

HOSTILE = {"team": "sales", "unit": "share", "target": 0.3}


def test_every_metric_has_a_row_scaled_to_its_own_target() -> None:
    found = cards(month=MARCH).at_a_glance
    made = charts.at_a_glance(found.table, found.sentence)
    (figures,) = made.data
    row = found.table.set_index("metric").loc["win_rate"]
    place = list(found.table["metric"]).index("win_rate")
    assert figures.x[place] == row["value"] / row["target"]
    said = made.layout.annotations[place].text
    assert said.startswith("Win rate  <b>50%</b>")
    assert row["verdict"] in said
    assert f">{row['aim']}<" in said
    assert made.layout.meta["alt"] == found.sentence


def test_a_key_that_means_harm_stays_text() -> None:
    made = cards(agreed(**{"<b onclick=x>": HOSTILE, "n_mql": {**HOSTILE, "unit": "count"}}))
    drawn = charts.at_a_glance(made.at_a_glance.table, "")
    monthly = charts.metrics_by_month(made.by_month.table, "")
    said = [each.text for made in (drawn, monthly) for each in made.layout.annotations]
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
    assert made.layout.shapes[0].y0 == n_metrics - 0.5
    assert len(made.layout.annotations) == len(found.table)


def test_a_level_tells_the_trend_of_the_metric_that_says_the_same_and_the_others_none() -> None:
    table = cards(month=MARCH).card("sales").table
    levels = table[table["kind"] == "service level"].assign(change=-0.2)
    trends = levels["metric"].map({"first_contact": "worse"}).fillna("")
    made = charts.scorecard(levels.assign(trend=trends), "")
    told = dict(zip(levels["metric"], (n.text for n in made.layout.annotations), strict=True))
    assert "↓ worse" in told["first_contact"]
    assert not any("↓" in text for key, text in told.items() if key != "first_contact")


def test_what_has_no_target_and_what_is_not_recorded_is_said_and_not_drawn() -> None:
    table = cards(month=MARCH).at_a_glance.table.head(2)
    kinds = {"verdict": ["NO TARGET", "NOT ENOUGH DATA"], "value": [3, float("nan")]}
    words = {"verdict_words": ["NO TARGET", "NOT RECORDED"]}
    made = charts.at_a_glance(table.assign(**kinds, **words), "")
    one, two = (note.text for note in made.layout.annotations)
    assert "<b>3</b>" in one
    assert ">NO TARGET<" in one
    assert ">NOT RECORDED<" in two
    assert pd.isna(made.data[0].x).all()
    assert not made.layout.shapes


def test_ticks_of_counts_and_money_are_whole() -> None:
    for top, step, form in ((0.3, 1, ",.0f"), (4, 1, ",.0f"), (165, 50, ",.0f"), (3e5, 1e5, "~s")):
        held = whole(top)
        assert (held["dtick"], held["tickformat"]) == (step, form)


def test_more_metrics_than_panels_leave_the_rest_to_the_table() -> None:
    table = cards().by_month.table
    made = charts.metrics_by_month(table, "")
    assert table["metric"].nunique() > 12
    assert len(made.layout.annotations) == 12

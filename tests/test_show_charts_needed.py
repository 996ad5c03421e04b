"""Charts of what a goal takes: every need and month of the table is drawn."""

import pandas as pd
import town

from alignment.measures import funnel
from alignment.period import Period
from alignment.show import charts, theme

NEEDED = pd.DataFrame(
    [
        ("won_deals", "Won deals", 4.0, 3.0, 5.0, "deals"),
        ("lead", "Leads", 200.0, 150.0, 260.0, "leads"),
        ("spend", "Spend on leads", 9000.0, 7000.0, 12000.0, "amount"),
        ("mql", "MQLs", None, None, None, "leads"),
    ],
    columns=["stage", "label", "value", "low", "high", "unit"],
)
MONTHS = pd.DataFrame(
    [
        ("2026-05", "customer", "Won deals", 0, "2026-05", 4.0, 3.0, 5.0, "leads", "ahead", None),
        ("2026-05", "lead", "Leads", 2, "2026-03", 200.0, 150.0, 260.0, "leads", "over", 80.0),
        ("2026-05", "spend", "Spend", 2, "2026-03", 9000.0, 7e3, 12e3, "amount", "over", None),
        ("2026-06", "customer", "Won deals", 0, "2026-06", 4.0, 3.0, 5.0, "leads", "ahead", None),
        ("2026-06", "lead", "Leads", 2, "2026-04", 200.0, 150.0, 260.0, "leads", "running", 90.0),
        ("2026-06", "spend", "Spend", 2, "2026-04", 9000.0, 7e3, 12e3, "amount", "running", None),
    ],
    columns=[
        "for_month",
        "stage",
        "label",
        "lag_months",
        "month",
        "n_needed",
        "n_low",
        "n_high",
        "unit",
        "time",
        "n_came",
    ],
)


def test_needs_stand_from_the_lead_to_the_win_with_their_numbers_written() -> None:
    made = charts.needed(NEEDED, "Said.")
    (bars,) = made.data
    assert list(bars.y) == ["Leads", "Won deals"]
    assert made.layout.meta["alt"] == "Said."
    written = [note.text for note in made.layout.annotations]
    assert written == ["200 (150 to 260)", "4.0 (3.0 to 5.0)"]


def test_each_need_has_a_panel_that_says_how_long_before() -> None:
    made = charts.needed_by_month(MONTHS, "Said.")
    titles = [note.text for note in made.layout.annotations]
    assert titles == [
        "Leads, 2 months before",
        "Won deals, in the month",
        "Spend, 2 months before",
    ]


def test_what_came_so_far_is_told_from_a_whole_month_and_each_kind_is_named_once() -> None:
    made = charts.needed_by_month(MONTHS, "")
    bars = [t for t in made.data if t.type == "bar" and pd.notna(t.y[0])]
    came = {trace.name: list(trace.y) for trace in bars}
    assert came == {"Came": [80], "Came so far": [90]}
    named = [trace.name for trace in made.data if trace.showlegend]
    assert sorted(named) == ["Came", "Came so far", "Has to come (with 95% interval)"]
    colours = {t.name: t.marker.color for t in made.data if t.type == "bar"}
    assert colours == {"Came": theme.MARKETING, "Came so far": theme.PALE}


def test_mean_touches_have_the_colour_of_who_acted_and_say_what_is_not_recorded() -> None:
    found = funnel.numbers(town.journeys(), town.history(), Period.of("2026-04", 4))
    made = charts.touches(found.table, found.sentence)
    (bars,) = made.data
    assert len(bars.y) == 6
    assert set(bars.marker.color) == {theme.MARKETING, theme.SALES, theme.QUIET}
    written = [note.text for note in made.layout.annotations]
    assert written[0] == "not recorded"
    assert "1.0" in written

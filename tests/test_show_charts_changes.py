"""Charts of frozen months: what stood then, what came since, and what a change consists of."""

import math

import pandas as pd

from alignment.show import charts

NAN = math.nan
MATURED = pd.DataFrame(
    [
        ("August 2026", 17, 28, 1000.0, 1500.0, "EUR"),
        ("July 2026", 9, 7, 900.0, 700.0, "EUR"),
    ],
    columns=["label", "n_won_frozen", "n_won", "won_amount_frozen", "won_amount", "currency"],
)
COLUMNS = (
    *("label", "better", "target", "before_value", "matured", "definition_changed"),
    *("performance_changed", "low", "high", "is_clear", "value", "words"),
)
CHANGED = pd.DataFrame(
    [
        ("Wins", "higher", 10.0, 8.0, 2.0, -1.0, -4.0, -6.0, -2.0, True, 5.0, "8 → 5"),
        ("<b>", "lower", 10.0, 8.0, 0.0, 0.0, -1.0, -3.0, 1.0, False, 7.0, "8 → 7"),
        ("New", "higher", 0.0, NAN, NAN, NAN, NAN, NAN, NAN, False, NAN, "– → –"),
    ],
    columns=COLUMNS,
)


def test_what_came_since_is_hatched_and_what_was_taken_back_stands_apart() -> None:
    made = charts.matured_since(MATURED, "Said.")
    bars = {bar.name: bar for bar in made.data if bar.xaxis == "x"}
    assert list(bars["Won when frozen"].x) == [17, 7]
    assert list(bars["Matured since"].x) == [11, 0]
    assert bars["Matured since"].marker.pattern.shape == "/"
    assert list(bars["Taken back since"].x) == [0, 2]
    written = [note.text for note in made.layout.annotations]
    assert written == ["Leads won", "Amount won, EUR", "17 → 28", "9 → 7"]
    assert made.layout.meta["alt"] == "Said."


def test_without_amounts_there_is_one_panel_and_without_wins_no_words() -> None:
    bare = MATURED.assign(won_amount=NAN, won_amount_frozen=NAN, n_won_frozen=NAN)
    made = charts.matured_since(bare, "Said.")
    assert [note.text for note in made.layout.annotations] == ["Leads won"]


def test_a_waterfall_goes_from_the_frozen_figure_to_this_one_in_parts_of_the_target() -> None:
    made = charts.what_changed(CHANGED, "Said.")
    *_, performed, frozen, now = made.data
    steps = [(bar.base[0], round(bar.base[0] + bar.x[0], 9)) for bar in made.data[:3]]
    assert steps == [(0.8, 1.0), (1.0, 0.9), (0.9, 0.5)]
    assert (frozen.x[0], now.x[0]) == (0.8, 0.5)
    assert round(performed.error_x.array[0], 9) == round(performed.error_x.arrayminus[0], 9) == 0.2


def test_a_waterfall_says_what_is_told_apart_and_shows_no_text_as_markup() -> None:
    made = charts.what_changed(CHANGED, "Said.")
    written = [note.text for note in made.layout.annotations]
    assert written == ["8 → 5<br>worse", "8 → 7<br>not told apart", "not enough data"]
    assert made.data[0].y[1] == "&lt;b&gt;"

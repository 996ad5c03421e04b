"""Charts of frozen months: what stood then, what came since, and what a change consists of."""

import math

import pandas as pd
import pytest

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
    *("performance_changed", "low", "high", "is_clear", "value", "words", "is_recorded"),
)
CHANGED = pd.DataFrame(
    [
        ("Wins", "higher", 10.0, 8.0, 2.0, -1.0, -4.0, -6.0, -2.0, True, 5.0, "8 → 5", True),
        ("<b>", "lower", 10.0, 8.0, 0.0, 0.0, -1.0, -3.0, 1.0, False, 7.0, "8 → 7", True),
        ("New", "higher", 0.0, NAN, NAN, NAN, NAN, NAN, NAN, False, NAN, "", True),
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


def test_without_amounts_there_is_one_panel() -> None:
    made = charts.matured_since(MATURED.assign(won_amount=NAN, won_amount_frozen=NAN), "Said.")
    written = [note.text for note in made.layout.annotations]
    assert written == ["Leads won", "17 → 28", "9 → 7"]


@pytest.mark.parametrize("n", [NAN, 0])
def test_where_nothing_was_won_there_are_words_and_no_axes(n: float) -> None:
    made = charts.matured_since(
        MATURED.assign(won_amount=n, won_amount_frozen=n, n_won=n, n_won_frozen=n), "Said."
    )
    (words,) = made.data
    assert words.text == ("Nothing was won of these months’ leads, then or since.",)
    assert not made.layout.xaxis.visible


def test_counts_and_small_amounts_have_whole_ticks_in_full() -> None:
    few = MATURED.assign(n_won_frozen=0, n_won=[1, 0], won_amount_frozen=0.0, won_amount=[800.0, 0])
    made = charts.matured_since(few, "Said.")
    axes = [(axis.dtick, axis.tickformat) for axis in made.select_xaxes()]
    assert axes == [(1, ",.0f"), (500, ",.0f")]


def test_a_waterfall_goes_from_the_hollow_point_to_the_full_one_in_parts_of_the_target() -> None:
    made = charts.what_changed(CHANGED, "Said.")
    way, frozen, now, *bars = made.data
    assert list(way.x[:2]) == [frozen.x[0], now.x[0]] == [0.8, 0.5]
    steps = [(bar.base[0], round(bar.base[0] + bar.x[0], 9)) for bar in bars]
    assert steps == [(0.8, 1.0), (1.0, 0.9), (0.9, 0.5)]
    performed = bars[-1]
    assert round(performed.error_x.array[0], 9) == round(performed.error_x.arrayminus[0], 9) == 0.2


def test_points_and_parts_of_a_waterfall_lie_under_one_another_and_under_their_words() -> None:
    made = charts.what_changed(CHANGED, "Said.")
    said = made.layout.annotations
    for row in range(len(CHANGED)):
        lanes = [said[row].y, *(trace.y[row] for trace in made.data[1:] if trace.name != "Now")]
        assert lanes == sorted(lanes)
        assert row - 0.5 < lanes[0]
        assert lanes[-1] < row + 0.5
        assert len({round(each, 6) for each in lanes}) == len(lanes)


def test_a_legend_names_what_is_drawn() -> None:
    some = CHANGED.assign(matured=0.0, definition_changed=NAN, before_value=NAN)
    drawn = charts.what_changed(some, "Said.").data
    named = {trace.name for trace in drawn if trace.showlegend is not False}
    assert named == {"Now", "Performance"}


def test_a_waterfall_says_what_is_told_apart_and_shows_no_text_as_markup() -> None:
    made = charts.what_changed(CHANGED, "Said.")
    worse, alike, few = (note.text for note in made.layout.annotations)
    assert worse.startswith("Wins  <b>8 → 5</b>  <span")
    assert ">worse<" in worse
    assert alike.startswith("&lt;b&gt;  <b>8 → 7</b>")
    assert ">not told apart<" in alike
    assert ">not enough data<" in few
    assert "→" not in few


def test_what_has_no_target_or_no_record_is_words_alone() -> None:
    made = charts.what_changed(
        CHANGED.assign(target=[NAN, 10, 10], is_recorded=[True, True, False]), "Said."
    )
    words = [note.text for note in made.layout.annotations]
    assert ">worse, no target<" in words[0]
    assert pd.isna(made.data[-1].x[0])
    assert ">not recorded<" in words[2]

"""The chart of one lead: a lane a team, the score below, and words that never stand on others."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.show import charts, theme
from alignment.show.charts.labelling import GAP, NARROWEST, SIGN, placed

HOSTILE = "<b>Ann</b> $x$ %{x}"


def at(day: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{day}")


def events(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["at", "team", "kind", "what"])
    return made.assign(at=[at(day) for day in made["at"]], detail=HOSTILE, score=5.0)


WAY = events(
    ("01-01", "", "created", "Created"),
    ("01-01", "Marketing", "stage", "Lead"),
    ("01-02", "Lead", "activity", "Webinar"),
    ("01-03", "Lead", "activity", HOSTILE),
    ("01-03", "Marketing", "activity", "Email sent"),
    ("01-04", "Marketing", "hand_off", "MQL"),
    ("01-05", "Sales", "activity", "Call"),
    ("02-04", "Sales", "give_back", "Given back"),
    ("03-04", "Marketing", "hand_off", "MQL"),
    ("04-04", "", "won", "Deal won"),
)
STEPS = pd.DataFrame(
    {
        "at": [at("01-01"), at("01-02"), at("02-02"), at("04-04")],
        "score": [5.0, 55.0, -3.0, -3.0],
    }
)
MARKS = {
    "steps": STEPS,
    "until": at("04-04"),
    "hand_off_at": 50.0,
    "return_below": 20.0,
    "telling": ["Webinar", "Event stand"],
}


def bands(made) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    found = [shape for shape in made.layout.shapes if shape.type == "rect"]
    return sorted({(pd.Timestamp(shape.x0), pd.Timestamp(shape.x1)) for shape in found})


def test_every_event_is_drawn_once_in_its_lane_and_the_chart_says_so_to_who_cannot_see_it() -> None:
    made = charts.tracked(WAY, "Ann is <won>.", **MARKS)
    marks = [trace for trace in made.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in marks) == len(WAY)
    assert made.layout.meta["alt"] == "Ann is <won>."
    assert made.to_json()
    lanes = {name: {round(y) for trace in marks if trace.name == name for y in trace.y}
             for name in ("Webinar", "Marketing", "Sales", "hand_off", "won")}  # fmt: skip
    assert lanes == {"Webinar": {0}, "Marketing": {1}, "Sales": {2}, "hand_off": {3}, "won": {3}}


def test_sales_time_with_the_lead_is_shaded_until_it_is_given_back_or_the_end() -> None:
    made = charts.tracked(WAY, "", **MARKS)
    assert bands(made) == [(at("01-04"), at("02-04")), (at("03-04"), at("04-04"))]
    assert bands(charts.tracked(WAY.head(5), "", **MARKS)) == []
    early = charts.tracked(WAY.head(7), "", **MARKS | {"until": at("01-06"), "steps": None})
    assert bands(early) == [(at("01-04"), at("01-06"))]


def test_the_score_is_a_line_of_steps_to_the_end_between_its_thresholds() -> None:
    made = charts.tracked(WAY, "", **MARKS)
    (line,) = [trace for trace in made.data if trace.mode == "lines"]
    assert (list(line.y), line.line.shape) == ([5, 55, -3, -3], "hv")
    assert pd.Timestamp(line.x[-1]) == at("04-04")
    low, high = made.layout.yaxis2.range
    assert low < -3
    assert high > 55
    said = [note.text.strip() for note in made.layout.annotations]
    assert {"hand-off at 50", "return below 20"} <= set(said)


def test_a_lead_without_a_score_has_its_lanes_only() -> None:
    for steps in (None, STEPS.head(0)):
        made = charts.tracked(WAY, "", steps=steps)
        assert "yaxis2" not in made.layout
        assert not [trace for trace in made.data if trace.mode == "lines"]


def test_a_lead_of_one_instant_has_an_axis_to_stand_on() -> None:
    made = charts.tracked(WAY.head(1), "", **MARKS | {"steps": STEPS.head(2)})
    start, end = map(pd.Timestamp, made.layout.xaxis.range)
    assert start < at("01-01") < end


def test_text_from_outside_is_shown_as_text() -> None:
    made = charts.tracked(WAY, "", **MARKS)
    shown = made.to_json()
    assert "<b>Ann" not in shown
    assert "$x$" not in shown
    assert "&lt;b&gt;Ann&lt;/b&gt; &#36;x&#36; %{x}" in [trace.name for trace in made.data]


def test_only_stages_and_deals_have_words_in_the_colour_of_their_mark() -> None:
    made = charts.tracked(WAY, "", **MARKS)
    words = {note.text: note.font.color for note in made.layout.annotations}
    assert "Lead" not in words  # at its creation every lead is one
    assert words["Given back"] == theme.MARKETING
    assert words["Deal won"] == theme.GOOD
    assert not {"Webinar", "Email sent", "Call"} & set(words)


@pytest.mark.parametrize("n", [1, 4, 5])
def test_words_of_one_place_stand_below_one_another_as_far_as_there_are_lines(n: int) -> None:
    assert placed([0.5] * n, ["MQL"] * n, [0] * n) == [0, 1, 2, 3, None][:n]


def test_the_telling_words_find_room_first() -> None:
    assert placed([0.5, 0.5], ["SAL", "MQL"], [1, 0]) == [1, 0]


word = st.tuples(st.floats(0, 1), st.text("ab", min_size=1, max_size=30), st.integers(0, 3))


@given(st.lists(word, max_size=25))
def test_no_words_stand_on_others(words: list[tuple[float, str, int]]) -> None:
    levels = placed(*([each[n] for each in words] for n in range(3)))
    for level in range(4):
        own = [each for each, at_ in zip(words, levels, strict=True) if at_ == level]
        for place, (share, text, _) in enumerate(own):
            for other, said, _ in own[:place]:
                room = ((len(text) + len(said)) * SIGN + 2 * GAP) / 2
                assert abs(share - other) * NARROWEST >= room - 1e-6

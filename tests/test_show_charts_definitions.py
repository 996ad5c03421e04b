"""Charts of rules compared: each paints its table and keeps text from outside as text."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from alignment.agreement import rule_of
from alignment.finding import Finding
from alignment.measures.definitions import (
    composed,
    disputed,
    monthly,
    overlap,
    passing,
    timelines,
)
from alignment.show import charts, theme
from tests.compared import PAPER, WEBINAR, ready
from tests.replayed import Lead

HOSTILE = "<b>Ann</b> $x$"
LATE = Lead(("01-05 paper",), won="02-27", attributes={"name": HOSTILE})
TWIN = Lead(("01-06 paper",), attributes={"name": HOSTILE})
SALES = Lead(("01-07 webinar", "01-08 call"), attributes={"name": "Bo"})
RULES = {"Marketing": PAPER, "Sales": WEBINAR, "Agreed": rule_of({"activity": "webinr"})}


def shown(**asked: object) -> Finding:
    held = ready(LATE, TWIN, SALES, **asked)
    return timelines(held, disputed(held, PAPER, WEBINAR), (PAPER, WEBINAR))


@pytest.mark.parametrize("least_count", [1, 1000])
@pytest.mark.parametrize(
    ("measure", "chart"),
    [
        (lambda asked: passing(asked, RULES), charts.passing),
        (lambda asked: composed(asked, PAPER, PAPER, WEBINAR, None), charts.passing),
        (lambda asked: overlap(asked, PAPER, WEBINAR), charts.overlap),
        (lambda asked: monthly(asked, RULES), charts.passing_by_month),
    ],
)
def test_every_chart_draws_its_table_and_says_so_to_who_cannot_see_it(
    measure, chart, least_count: int
) -> None:
    finding = measure(ready(least_count=least_count))
    made = chart(finding.table, finding.sentence)
    assert made.layout.meta["alt"] == finding.sentence
    assert made.layout.template.layout.font.color == theme.INK
    assert sum(len(trace.x) for trace in made.data) >= len(finding.table)
    assert made.to_json()


def test_a_team_keeps_its_colour_whatever_stands_beside_it() -> None:
    colours = charts.passing(passing(ready(), RULES).table, "").data[0].marker.color
    assert list(colours) == [theme.MARKETING, theme.SALES, theme.INK]
    other = {"Sales": WEBINAR, "Demand <i>gen</i>": PAPER, "New": PAPER}
    made = charts.passing(passing(ready(), other).table, "")
    assert list(made.data[0].marker.color) == [theme.SALES, theme.MARKETING, theme.GOOD]
    assert made.data[0].y[1] == "Demand &lt;i&gt;gen&lt;/i&gt;"


def test_a_rate_with_too_few_leads_says_so_in_its_row() -> None:
    made = charts.overlap(overlap(ready(least_count=2), PAPER, WEBINAR).table, "")
    assert written(made, "too few to tell") == [0, 2]
    assert all(note.bgcolor == "#ffffff" for note in made.layout.annotations if note.xshift)


def written(made: go.Figure, text: str) -> list[int]:
    """The rows in which a text stands."""
    return [note.y for note in made.layout.annotations if note.text == text]


def test_a_row_without_a_lead_says_nothing_of_its_rate() -> None:
    table = overlap(ready(least_count=2), PAPER, PAPER).table  # none is in only one of them
    assert written(charts.overlap(table, ""), "too few to tell") == []
    table = passing(ready(least_count=3), RULES).table  # nobody meets the third
    assert written(charts.passing(table, ""), "too few to tell") == [1]


def test_every_rate_is_written_right_of_its_interval_and_within_the_panel() -> None:
    table = overlap(ready(), PAPER, WEBINAR).table
    made = charts.overlap(table, "")
    notes = [note for note in made.layout.annotations if note.xshift]
    assert [note.text for note in notes] == ["100.0%", "0.0%", "100.0%", "50.0%"]
    assert [note.x for note in notes] == table["rate_high"].tolist()
    assert made.layout.xaxis2.range[1] > 1.2 * max(note.x for note in notes)


def test_months_with_leads_too_young_to_judge_are_hollow() -> None:
    made = charts.passing_by_month(monthly(ready(), {"Marketing": PAPER}).table, "")
    assert list(made.data[0].marker.symbol) == ["circle", "circle-open", "circle"]
    assert [note.text[:6] for note in made.layout.annotations] == ["Hollow"]
    young = monthly(ready(Lead(("01-05 paper",))), {"Marketing": PAPER})
    assert not charts.passing_by_month(young.table, "").layout.annotations


def test_a_chart_of_timelines_has_a_row_a_lead_and_a_panel_a_side() -> None:
    found = shown()
    made = charts.disputed_timelines(found.table, found.sentence)
    rows = [list(axis.categoryarray) for axis in made.select_yaxes()]
    safe = "&lt;b&gt;Ann&lt;/b&gt; &#36;x&#36;"
    assert rows == [[safe, safe + "\u200b"], ["Bo"]]
    titles = [note.text for note in made.layout.annotations]
    assert titles[:2] == ["Only Marketing passes", "Only Sales passes"]
    drawn = [trace for trace in made.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in drawn) == len(found.table)
    assert made.layout.meta["alt"] == found.sentence


def test_each_kind_of_event_stands_in_the_legend_once() -> None:
    made = charts.disputed_timelines(shown().table, "")
    names = [trace.name for trace in made.data if trace.showlegend]
    assert sorted(names) == ["By Sales", "Paper", "Webinar", "Won"]


def test_a_conversion_beyond_the_axis_stands_at_its_end_with_its_day() -> None:
    made = charts.disputed_timelines(shown().table, "")
    (star,) = (trace for trace in made.data if trace.name == "Won")
    (said,) = (trace.text for trace in made.data if trace.mode == "text" and len(trace.x))
    assert star.x[0] < made.layout.xaxis.range[1]
    assert [text.strip() for text in said] == ["day 53"]


def test_one_lead_with_one_event_is_drawn() -> None:
    asked = ready(Lead(("01-05 paper",)))
    found = timelines(asked, disputed(asked, PAPER, WEBINAR))
    made = charts.disputed_timelines(found.table, "")
    assert [list(trace.x) for trace in made.data if trace.mode == "markers"] == [[0]]
    assert pd.isna(found.table["days"]).sum() == 0

"""Charts of the audit: each paints its table, hides no rating, and never stands empty."""

import pandas as pd
import pytest

from alignment.finding import Finding
from alignment.measures.audit import evidence, fix_first, gaps
from alignment.measures.response import conversion_by_response
from alignment.period import Period
from alignment.show import theme
from alignment.show.charts import audit as charts
from tests import audited

RATED = gaps(
    audited.answers(
        {"good_leads": 4, "joint_plan": 3, "sales_input": 2},
        {"good_leads": 1, "joint_plan": 3},
    )
)


def named(made, name: str):
    return next(trace for trace in made.data if trace.name == name)


def held(least_count: int = 1) -> Finding:
    history, agreed, journeys, qualifying = audited.opened()
    return evidence(history, agreed, audited.fewer(journeys, least_count), qualifying)


FOUND = held()


@pytest.mark.parametrize(
    ("finding", "chart"),
    [
        (RATED, charts.gaps),
        (FOUND, charts.evidence),
        (held(20), charts.evidence),
        (conversion_by_response(audited.episodes(), Period.of("2026-03", 3), 4), charts.response),
        (fix_first(RATED, FOUND), charts.fix_first),
    ],
)
def test_every_chart_has_its_look_and_says_so_to_who_cannot_see_it(finding, chart) -> None:
    made = chart(finding.table, finding.sentence)
    assert made.layout.meta["alt"] == finding.sentence
    assert made.layout.template.layout.font.color == theme.INK
    assert any(len(trace.y) for trace in made.data)
    assert made.to_json()


def test_the_widest_gap_stands_at_the_top_and_marketing_is_blue() -> None:
    made = charts.gaps(RATED.table, "")
    assert made.layout.yaxis.ticktext[0] == "Sales gets good leads"
    assert made.layout.yaxis.range[0] > made.layout.yaxis.range[1]
    marketing, sales = named(made, "Marketing"), named(made, "Sales")
    assert (marketing.x[0], sales.x[0]) == (4, 1)
    assert (marketing.marker.color, sales.marker.color) == (theme.MARKETING, theme.SALES)


def test_the_same_rating_of_both_teams_hides_neither() -> None:
    made = charts.gaps(RATED.table, "")
    place = list(made.layout.yaxis.ticktext).index("One plan, made together")
    marketing, sales = named(made, "Marketing"), named(made, "Sales")
    assert marketing.x[place] == sales.x[place] == 3
    assert marketing.y[place] < place < sales.y[place]


def test_a_question_without_both_answers_says_so() -> None:
    words = [note.text for note in charts.gaps(RATED.table, "").layout.annotations]
    assert words.count("one did not answer") == 1
    assert words.count("nobody answered") == 13


def test_what_was_agreed_stands_in_the_row_of_what_was_measured() -> None:
    rows = FOUND.table[FOUND.table["measured"].notna()].reset_index(drop=True)
    made = charts.evidence(FOUND.table, "")
    agreed = named(made, "Agreed")
    assert list(agreed.x) == list(rows["expected"].dropna())
    assert list(agreed.y) == list(rows.index[rows["expected"].notna()])
    assert list(named(made, "Falls short of what was agreed").x) == [0.5]


def test_what_a_share_is_of_is_told_whole() -> None:
    shown = charts.evidence(FOUND.table, "").layout.yaxis.ticktext
    assert "meeting the agreed rule for an MQL at that instant" in shown[0]
    assert not any("…" in words for words in shown)


def test_what_has_no_figure_says_so() -> None:
    made = charts.evidence(held(20).table, "")
    assert [note.text for note in made.layout.annotations] == ["no figure", "no figure"]
    none = FOUND.table.assign(measured=float("nan"), expected=float("nan"))
    assert charts.evidence(none, "").layout.annotations[0].text == "No question has a figure"


def test_text_from_people_is_no_markup() -> None:
    rows = FOUND.table.assign(what="<b>$x$</b>", label="<i>a</i>")
    shown = charts.evidence(rows, "").layout.yaxis.ticktext[0]
    assert shown.startswith("&lt;i&gt;a&lt;/i&gt;<br>")
    assert "&lt;b&gt;&#36;x&#36;&lt;/b&gt;" in shown


def test_the_parts_of_a_weight_add_up_to_its_bar() -> None:
    table = fix_first(RATED, FOUND).table
    made = charts.fix_first(table, "")
    total = pd.DataFrame([trace.x for trace in made.data]).sum()
    assert list(total) == list(table["weight"])
    assert made.data[0].y[0] == "1  Sales gets good leads"

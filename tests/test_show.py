"""Findings as HTML and charts: hostile text stays text, every chart paints what its table says."""

import html
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
import town
from hypothesis import given
from hypothesis import strategies as st

from alignment.agreement import ServiceLevels
from alignment.finding import Finding
from alignment.measures import funnel, loop, service
from alignment.period import Period
from alignment.show import charts, theme
from alignment.show.display import as_html, heading, plain, table_html

SPRING = Period.of("2026-04", 4)
LEVELS = ServiceLevels(marketing={"n_mql": 3, "accepted_share": 0.6})
HOSTILE = "<script>alert(1)</script>\n\"'{{ 7*7 }}\u202egnp.exe"


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@given(st.text(max_size=60))
def test_any_text_in_a_finding_comes_back_as_that_text(text: str) -> None:
    finding = Finding(pd.DataFrame({"source": [text]}), text, (text,), "x")
    read = Tags(as_html(finding))
    bare = Tags(as_html(Finding(pd.DataFrame({"source": ["x"]}), "x", ("x",), "x")))
    assert read.tags == bare.tags
    assert "".join(read.text) == f"{text}{text}The tableSource{text}"


@given(st.text(max_size=60))
def test_a_label_is_one_short_line_without_markup(text: str) -> None:
    made = theme.label(text)
    assert not re.search(r"[<>\n\r\t]", made)
    assert len(html.unescape(made)) <= 36


def test_hostile_text_is_a_label_that_plotly_shows_as_text() -> None:
    assert theme.label("<script>alert(1)</script>\n") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_text_that_turns_its_direction_is_kept_to_itself() -> None:
    assert theme.label("a\u202egnp.exe") == "\u2068a\u202egnp.exe\u2069"
    assert theme.label("\u05e9\u05dc\u05d5\u05dd") == "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"
    assert theme.label("Élodie, Köhne 3 %") == "Élodie, Köhne 3 %"


def test_a_long_name_keeps_its_end_and_no_name_is_left_blank() -> None:
    assert (
        theme.label("Campaign of a rather long name number 17")
        == "Campaign of a ra…g name number 17"
    )
    assert theme.label(" \n") == "(blank)"
    assert theme.label("$x$") == "&#36;x&#36;"


def test_a_heading_says_a_column_in_words() -> None:
    assert heading("n_hand_offs") == "Hand-offs"
    assert heading("n_mql") == "MQL"


def test_labels_that_look_the_same_stay_apart() -> None:
    long = "a campaign with a very long name, part "
    assert len(set(theme.labels([long + "one", long + "two", "x"]))) == 3


def test_numbers_are_written_as_their_columns_ask() -> None:
    html = table_html(
        pd.DataFrame(
            {"label": ["x"], "n_leads": [1200], "rate": [0.105], "won_amount": [1e6], "b": [None]}
        )
    )
    assert Tags(html).text == [
        "Leads",
        "Rate",
        "Won amount",
        "B",
        "x",
        "1,200",
        "10.5%",
        "1,000,000",
        "–",
    ]


def test_the_unit_of_a_row_sets_its_form() -> None:
    html = table_html(pd.DataFrame({"unit": ["share", "hours"], "sales": [0.9, 3.17]}))
    assert Tags(html).text == ["Sales", "90.0%", "3.2"]


def test_a_long_table_says_how_many_rows_it_leaves_to_the_csv() -> None:
    html = as_html(Finding(pd.DataFrame({"n": range(100)}), "Many.", name="many"))
    assert "40 more rows" in html
    assert html.count("<tr>") == 61


def test_what_cannot_be_answered_shows_its_sentence_and_no_table() -> None:
    html = as_html(Finding(pd.DataFrame(), "It lacks deals.", name="x"))
    assert "It lacks deals." in html
    assert "<table" not in html


def drawn() -> list:
    journeys = town.journeys()
    return [
        (funnel.waterfall(journeys, SPRING), charts.waterfall),
        (funnel.period_counts(journeys, SPRING), charts.period_counts),
        (funnel.cohorts(journeys, SPRING), charts.cohorts),
        (funnel.days_to_convert(journeys, SPRING), charts.days_to_convert),
        (funnel.cohort_rates(journeys, SPRING), charts.cohort_rates),
        (funnel.time_in_stage(journeys, SPRING), charts.time_in_stage),
        (funnel.stage_balance(journeys, SPRING), charts.stage_balance),
        (loop.closed_loop(journeys, SPRING, "source", town.campaigns()), charts.closed_loop),
        (service.first_response(town.episodes(), SPRING, 4, ["owner"]), charts.first_response),
        (service.attainment(town.episodes(), LEVELS, SPRING), charts.attainment),
    ]


@pytest.mark.parametrize(("finding", "chart"), drawn(), ids=lambda x: getattr(x, "name", ""))
def test_every_chart_draws_its_table_and_says_so_to_who_cannot_see_it(finding, chart) -> None:
    made = chart(finding.table, finding.sentence)
    assert made.layout.meta["alt"] == finding.sentence
    points = sum(len(trace.y if trace.y is not None else ()) for trace in made.data)
    assert points >= len(finding.table)
    assert made.layout.template.layout.font.color == theme.INK


def test_the_waterfalls_bars_add_up_to_what_its_labels_say() -> None:
    finding = funnel.waterfall(town.journeys(), SPRING)
    made = charts.waterfall(finding.table, "")
    bars = [trace.x for trace in made.data if trace.type == "bar"]
    assert [sum(parts) for parts in zip(*bars, strict=True)] == list(finding.table["n_reached"])


def test_immature_cohorts_are_hatched() -> None:
    finding = funnel.cohorts(town.journeys(), SPRING)
    made = charts.cohorts(finding.table, "")
    hatches = {t.name: t.marker.pattern.shape for t in made.data if t.type == "bar"}
    assert hatches["Too young for a rate"] == "/"


def test_a_source_named_by_a_number_is_a_name_on_the_axis() -> None:
    finding = loop.closed_loop(town.journeys(), SPRING, "source", town.campaigns())
    named = finding.table.assign(label=["2024", "2025", "1e3"][: len(finding.table)])
    assert charts.closed_loop(named, "").layout.yaxis.type == "category"


def test_next_to_nothing_has_no_sign() -> None:
    assert plain("rate_difference", -0.0003) == "0.0%"
    assert plain("days", -0.001) == "0.00"
    assert plain("days", -0.01) == "-0.01"


def test_a_mean_of_leads_has_one_decimal() -> None:
    assert (plain("leads", 270.5), plain("leads", 60.0)) == ("270.5", "60")


def test_hours_and_days_have_the_decimals_that_sentences_give_them() -> None:
    said = [plain("hours", 3.17), plain("hours", 0.25), plain("days", 68.07), plain("days", 101.4)]
    assert said == ["3.2", "0.25", "68.1", "101"]
    assert plain("days", 14.65) == "14.65"


def test_a_column_of_long_texts_is_given_room_and_others_are_not() -> None:
    table = pd.DataFrame({"question": ["Why?"], "marketing": ["word " * 40], "is_same": [True]})
    shown = as_html(Finding(table, ""))
    assert shown.count('<th class="long">Marketing</th>') == 1
    assert shown.count('class="long"') == 2

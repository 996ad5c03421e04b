"""Findings brought to the width of a page."""

from datetime import date

import pandas as pd

from alignment.documents.evidence import MOST_ROWS, exhibit
from alignment.finding import Finding, unanswered


def of(name: str = "found", /, **columns: list) -> Finding:
    return Finding(pd.DataFrame(columns), "Said.", name=name)


def headings(finding: Finding) -> list[str]:
    return [heading for grid in exhibit(finding).grids for heading, _, _ in grid.columns]


def test_an_interval_stands_beside_its_figure() -> None:
    found = of(label=["A"], rate=[0.25], rate_low=[0.2], rate_high=[0.3], is_enough=[True])
    (grid,) = exhibit(found).grids
    assert [column[0] for column in grid.columns] == ["", "Rate"]
    assert grid.rows == [["A", "25.0% (20.0%\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}30.0%)"]]


def test_the_interval_of_an_amount_is_found_by_either_name() -> None:
    costs = {"cost_per_won_amount": [1250.0]}
    for low, high in (
        ("cost_per_won_low", "cost_per_won_high"),
        ("cost_per_won_low_amount", "cost_per_won_high_amount"),
    ):
        found = of(label=["A"], **costs, **{low: [800.4], high: [4000.0]})
        said = exhibit(found).grids[0].rows[0][1]
        assert said.startswith("1,250 (800")
        assert said.endswith("4,000)")


def test_an_interval_of_plain_values_stands_beside_them_in_their_unit() -> None:
    found = of(label=["Leads"], value=[75.0], low=[50.0], high=[119.0], unit=["leads"])
    assert exhibit(found).grids[0].rows == [
        ["Leads", "75 (50\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}119)"]
    ]


def test_a_low_without_its_figure_stays_a_column() -> None:
    assert headings(of(label=["A"], x_low=[1], x_high=[2])) == ["", "X low", "X high"]


def test_without_enough_leads_there_is_a_dash_and_no_interval() -> None:
    missing = float("nan")
    found = of(label=["A", "B"], rate=[missing, 0.5], rate_low=[missing, 0.4], rate_high=[1, 0.6])
    assert exhibit(found).grids[0].rows[0] == ["A", "–"]


def test_a_currency_that_is_the_same_everywhere_stands_in_the_headings() -> None:
    assert headings(of(label=["A"], cost_amount=[1.0], currency=["EUR"])) == ["", "Cost, EUR"]


def test_currencies_that_differ_keep_their_column() -> None:
    found = of(label=["A", "B"], cost_amount=[1.0, 2.0], currency=["EUR", "USD"])
    assert headings(found) == ["", "Cost", "Currency"]


def test_a_day_is_written_without_its_midnight_and_a_missing_one_is_a_dash() -> None:
    found = of(label=["A", "B"], starts_on=[date(2026, 10, 3), pd.NaT])
    assert [row[1] for row in exhibit(found).grids[0].rows] == ["2026-10-03", "–"]


def test_a_column_without_a_value_is_left_out() -> None:
    assert headings(of(label=["A"], n_companies=[None], n_leads=[3])) == ["", "Leads"]


def test_a_wide_table_goes_on_below_in_equal_parts_with_its_label_again() -> None:
    found = of(label=["A" * 20], **{f"number_{n}": [n] for n in range(12)})
    grids = exhibit(found).grids
    assert [[column[0] for column in grid.columns] for grid in grids] == [
        ["", *(f"Number {n}" for n in range(6))],
        ["", *(f"Number {n}" for n in range(6, 12))],
    ]
    assert grids[1].rows == [["A" * 20, "6", "7", "8", "9", "10", "11"]]


def test_columns_are_as_wide_as_what_they_hold_and_fill_the_page() -> None:
    (grid,) = exhibit(of(label=["A"], long=["word " * 30], n=[1])).grids
    _, long, short = (width for _, width, _ in grid.columns)
    assert long > 2 * short
    assert sum(width for _, width, _ in grid.columns) == 100


def test_a_table_of_labels_alone_is_shown() -> None:
    assert exhibit(of(label=["A", "B"])).grids[0].rows == [["A"], ["B"]]


def test_a_reason_goes_with_its_kind_into_every_part() -> None:
    many = {f"something_{n}": ["a word or two more"] for n in range(8)}
    grids = exhibit(of(kind=["lost"], reason=["price"], **many)).grids
    assert len(grids) > 1
    assert all(grid.rows[0][:2] == ["lost", "price"] for grid in grids)


def test_numbers_stand_right_and_words_left() -> None:
    (grid,) = exhibit(of(label=["A"], kind=["webinar"], n_leads=[1])).grids
    assert [kind for _, _, kind in grid.columns] == ["", "", "number"]


def test_of_a_long_table_the_rows_about_all_stay_and_the_rest_is_counted() -> None:
    found = of(label=[*(f"Campaign {n}" for n in range(20)), "All of them"], n_leads=[1] * 21)
    shown = exhibit(found)
    assert len(shown.grids[0].rows) == MOST_ROWS
    assert shown.grids[0].rows[-1] == ["All of them", "1"]
    assert shown.left_out == "9 more rows of this table left out."


def test_a_long_table_that_begins_with_its_kinds_keeps_rows_of_each() -> None:
    found = of(kind=["given back"] * 20 + ["lost"] * 3, n=list(range(23)))
    rows = exhibit(found).grids[0].rows
    assert rows == [["given back", str(n)] for n in range(9)] + [
        ["lost", str(n)] for n in (20, 21, 22)
    ]


def test_a_short_table_is_whole() -> None:
    assert exhibit(of(label=["A"], n_leads=[1])).left_out == ""


def test_a_history_that_cannot_answer_says_so_without_a_table() -> None:
    shown = exhibit(unanswered("objections", "why deals were lost", "loss reasons"))
    assert shown.grids == []
    assert shown.sentence.startswith("This history cannot say why deals were lost")


def test_a_finding_of_the_brief_shows_what_a_page_has_room_for_under_plain_headings() -> None:
    row = {"kind": ["lost"], "reason": ["price"], "n": [6], "n_of": [17], "rate": [0.35]}
    found = of("objections", **row, rate_low=[0.2], rate_high=[0.5], compared=["alike"])
    assert headings(found) == ["", "Reason", "How many", "Share", "Compared"]
    costs = {"cost_per_won_amount": [1250.0], "currency": ["EUR"]}
    shown = headings(of("similar_campaigns", label=["A"], n_leads=[3], **costs))
    assert shown == ["", "Leads", "", "A won lead cost, EUR"]


def test_a_finding_is_called_as_a_reader_would_ask_for_it() -> None:
    assert exhibit(of("campaign_needs")).title == "What its goal takes"
    assert exhibit(of("days_to_convert")).title == "Days to convert"

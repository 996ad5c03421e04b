"""Charts of a campaign's target and of what its goal takes: every row of the table is drawn."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from alignment.show import charts, theme

TARGET = pd.DataFrame(
    [
        ("Marketing", 30, 20, 20, 4, 0.2, 0.08, 0.42, True, 500.0, "EUR"),
        ("<b>bold</b>", 0, 0, 0, 0, None, None, None, False, 0.0, "EUR"),
        ("Everybody else", 60, 50, 40, 4, 0.1, 0.04, 0.23, True, 700.0, "EUR"),
        ("All leads", 90, 70, 60, 8, 0.13, 0.07, 0.24, True, 1200.0, "EUR"),
    ],
    columns=[
        *("label", "n_leads", "n_new", "n_mature", "n_converted", "rate", "rate_low", "rate_high"),
        *("is_enough", "won_amount", "currency"),
    ],
)
NEEDS = pd.DataFrame(
    [
        ("goal", "Goal, EUR", 9000.0, None, None, "amount", None),
        ("won_deals", "Won deals", 9.0, 8.0, 11.0, "deals", 2.0),
        ("opportunity", "Opportunities", None, None, None, "leads", 3.0),
        ("lead", "Leads", 200.0, 150.0, 260.0, "leads", 80.0),
        ("spend", "Spend on leads, EUR", 2000.0, 1500.0, 2600.0, "amount", 800.0),
        ("budget", "Budget, EUR", 1800.0, None, None, "amount", None),
        ("budget_wins", "Won with the budget, EUR", 8100.0, 6000.0, 11000.0, "amount", None),
    ],
    columns=["stage", "label", "value", "low", "high", "unit", "a_month_now"],
)


def written(made: go.Figure) -> list[str]:
    return [note.text for note in made.layout.annotations]


def test_each_target_has_its_leads_its_rate_and_what_it_won() -> None:
    made = charts.target(TARGET, "Said.")
    names = ["Marketing", "&lt;b&gt;bold&lt;/b&gt;", "Everybody else", "All leads"]
    new, before, rates, won = made.data
    assert (list(new.y), list(new.x), list(before.x)) == (names, [20, 0, 50, 70], [10, 0, 10, 20])
    assert list(won.x) == [500, 0, 700, 1200]
    assert rates.marker.color[0] == theme.MARKETING
    assert made.layout.meta["alt"] == "Said."
    assert [said for said in written(made) if said.endswith("%")] == ["20.0%", "10.0%", "13.0%"]
    assert "too few to tell" not in written(made)


def test_without_money_there_is_no_panel_for_it() -> None:
    made = charts.target(TARGET.assign(won_amount=float("nan")), "")
    assert written(made)[:2] == ["Leads", "Converted, of the mature"]
    assert len(made.data) == 3


def test_needs_stand_from_the_lead_to_the_win_then_the_money() -> None:
    made = charts.campaign_needs(NEEDS, "Said.")
    needed, money, now = made.data
    assert list(needed.y) == ["Leads", "Won deals"]
    assert list(now.x) == [80, 2]
    assert list(money.y) == [
        "Spend on leads, EUR",
        "Budget, EUR",
        "Goal, EUR",
        "Won with the budget, EUR",
    ]
    assert written(made)[2:] == [
        "200 (150 to 260)",
        "9.0 (8.0 to 11)",
        "2,000 (1,500 to 2,600)",
        "1,800",
        "9,000",
        "8,100 (6,000 to 11,000)",
    ]
    # nan in an array: plotly takes null in a list for nought, and draws the cap of no interval
    assert pd.isna(np.array(money.error_x.array)).tolist() == [False, True, True, False]
    assert isinstance(money.error_x.array, np.ndarray)


def test_what_a_month_brings_now_is_left_out_where_it_would_dwarf_the_needs() -> None:
    made = charts.campaign_needs(
        NEEDS.assign(a_month_now=[None, 20.0, 3.0, 4e4, 8e5, None, None]), ""
    )
    now = made.data[-1]
    assert pd.isna(now.x[0])
    assert now.x[1] == 20

"""Charts of campaigns there were: every row stands, and text from a CRM is no markup."""

import pandas as pd
from test_measures_campaign_similar import CAMPAIGNS, found

from alignment.show import charts, theme

OBJECTIONS = pd.DataFrame(
    {
        "kind": ["given back", "lost"],
        "reason": ["<b>no budget</b>", "price"],
        "n": [9, 3],
        "n_of": [30, 12],
        "rate": [0.3, None],
        "rate_low": [0.2, None],
        "rate_high": [0.4, None],
        "rate_elsewhere": [0.6, None],
        "is_enough": [True, False],
    }
)
ENDS = ("", "_low", "_high")
MATERIALS = pd.DataFrame(
    {
        "label": ["paper", "paper"],
        "kind": ["web visit", "webinar"],
        **{f"converter_share{end}": [0.5, 0.1] for end in ENDS},
        **{f"rate{end}": [0.3, None] for end in ENDS},
        "rate_unseen": [0.1, 0.2],
        "is_apart": [True, False],
        "is_enough": [True, False],
    }
)


def test_the_sum_of_campaigns_has_a_rate_and_no_bar() -> None:
    made = charts.similar_campaigns(found().table, "Said.")
    leads, rates, won, cost = made.data
    assert list(leads.y) == list(won.y) == list(cost.y) == ["Nobody came", "Spring fair"]
    assert list(rates.y)[-1] == "All of them"
    assert (won.name, cost.name) == ("Won", "Cost")
    assert made.layout.meta["alt"] == "Said."


def test_without_costs_and_wins_there_is_no_panel_of_money() -> None:
    bare = found().table.assign(won_amount=None, cost_amount=None)
    assert len(charts.similar_campaigns(bare, "").data) == 2
    cheap = found(campaigns=CAMPAIGNS.assign(cost_amount=None)).table
    titles = [note.text for note in charts.similar_campaigns(cheap, "").layout.annotations]
    assert "Won, EUR" in titles


def test_reasons_stand_by_kind_with_those_of_other_leads_beside_them() -> None:
    made = charts.objections(OBJECTIONS, "Said.")
    own, others = made.data
    assert list(own.y[0]) == ["Given back (30)", "Lost (12)"]
    assert own.y[1][0] == "&lt;b&gt;no budget&lt;/b&gt;"
    assert others.name == "Among the other leads"
    assert made.layout.xaxis.range[1] > 0.6
    assert "too few to tell" in [note.text for note in made.layout.annotations]


def test_without_other_leads_no_mark_stands_for_them() -> None:
    assert len(charts.objections(OBJECTIONS.assign(rate_elsewhere=None), "").data) == 1


def test_one_asset_of_two_kinds_has_two_rows_and_what_is_told_apart_is_dark() -> None:
    shares, seen, unseen = charts.materials(MATERIALS, "").data
    assert list(shares.y) == ["paper (web visit)", "paper (webinar)"]
    assert list(seen.marker.color) == [theme.MARKETING, theme.PALE]
    assert pd.isna(unseen.x[1])

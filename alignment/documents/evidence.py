"""Findings on paper: what of their tables a page shows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from alignment.agreement.rule import in_words
from alignment.documents.grids import Grid, chosen, every
from alignment.finding import Finding
from alignment.measures.rates import counted

MOST_ROWS = 12
_TITLES = {
    "target": "How many it is for",
    "campaign_needs": "What its goal takes",
    "similar_campaigns": "What campaigns like it brought and cost",
    "objections": "Why leads were given back, and deals lost",
    "materials": "What those who converted had seen",
}
_SHOWN: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "target": (
        {
            "label": "",
            "n_leads": "Leads",
            "n_companies": "Companies",
            "n_new": "New",
            "n_won": "Won so far",
            "n_mature": "Old enough",
            "rate": "Of those converted",
        },
    ),
    "similar_campaigns": (
        {
            "label": "",
            "starts_on": "Began",
            "ends_on": "Ended",
            "n_leads": "Leads",
            "n_mql": "MQLs",
            "n_won": "Won",
            "rate": "Converted",
        },
        {
            "label": "",
            "cost_amount": "Cost",
            "cost_per_lead_amount": "A lead cost",
            "cost_per_mql_amount": "An MQL cost",
            "cost_per_won_amount": "A won lead cost",
            "won_amount": "Won",
        },
    ),
    "campaign_needs": (
        {"label": "", "value": "It takes", "a_month_now": "A month now", "rests_on": "Rests on"},
    ),
    "objections": (
        {
            "kind": "",
            "reason": "Reason",
            "n": "How many",
            "rate": "Share",
            "rate_elsewhere": "Of the others",
            "compared": "Compared",
        },
    ),
    "materials": (
        {
            "label": "",
            "kind": "Seen as",
            "n_seen": "Leads that saw it",
            "n_converted_seen": "Of them converted",
            "rate": "Rate of those",
            "rate_unseen": "Rate of the others",
        },
    ),
}
"""What a page has room for, under headings that can be read alone; all of it is in the notebook."""


@dataclass(frozen=True)
class Exhibit:
    """A finding as a document shows it.

    Parameters
    ----------
    grids : list of Grid
        Its table, `MOST_ROWS` rows of it, in as many parts as its columns ask for.
    left_out : str
        How many rows the grids leave out; empty: none.
    """

    title: str
    sentence: str
    caveats: tuple[str, ...]
    grids: list[Grid]
    left_out: str = ""


def exhibit(finding: Finding) -> Exhibit:
    """A finding with its table cut to a page: intervals beside their figure, empty columns out.

    Where rows are left out, those about all stay ("All leads"), and some of every kind where a
    table begins with its kinds.
    """
    title = _TITLES.get(finding.name) or in_words(finding.name).capitalize() or "A finding"
    table = _shortened(finding.table)
    n_left = len(finding.table) - len(table)
    left_out = f"{counted(n_left, 'more row')} of this table left out." if n_left else ""
    return Exhibit(title, finding.sentence, finding.caveats, _grids(finding.name, table), left_out)


def _shortened(table: pd.DataFrame) -> pd.DataFrame:
    if len(table) <= MOST_ROWS:
        return table
    if table.columns[0] == "kind":
        return _of_each_kind(table)
    if "label" not in table.columns:
        return table.head(MOST_ROWS)
    is_all = table["label"].astype(str).str.startswith(("All ", "Everybody"))
    n_others = max(MOST_ROWS - int(is_all.sum()), 0)
    return table[is_all | ((~is_all).cumsum() <= n_others)].head(MOST_ROWS)


def _of_each_kind(table: pd.DataFrame) -> pd.DataFrame:
    """The first rows of every kind; a kind of few rows leaves its room to the others."""
    place = table.groupby("kind", sort=False).cumcount()
    return table.loc[place.sort_values(kind="stable").index[:MOST_ROWS].sort_values()]


def _grids(name: str, table: pd.DataFrame) -> list[Grid]:
    return chosen(table, _SHOWN[name]) if name in _SHOWN else every(table)

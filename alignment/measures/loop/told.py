"""What is said of a closed loop: its sentence and what would make it wrong."""

from collections.abc import Iterator

import pandas as pd

from alignment import terms
from alignment.measures.cost_per import rests_on
from alignment.measures.journeys import Journeys
from alignment.measures.loop.groups import KEPT, group_words
from alignment.measures.loop.money import LEAST_PAYING
from alignment.measures.names import quoted
from alignment.measures.rates import counted, percent
from alignment.period import Period


def sentence(
    journeys: Journeys, table: pd.DataFrame, named: pd.DataFrame, label: str, period: Period
) -> str:
    """How many were won, and which groups can be told apart, by their rates and by their return.

    Parameters
    ----------
    table : DataFrame
        Of `alignment.measures.loop.closed_loop`.
    named : DataFrame
        Those of its rows that are one recorded group.
    """
    n_leads, n_won = int(table["n_leads"].sum()), int(table["n_won"].sum())
    if journeys.everybody.outcome_at.isna().all():
        outcome = terms.OUTCOME_LABELS[journeys.outcome]
        return f"{counted(n_leads, 'lead')} came {period.when}; none is recorded as {outcome}."
    share = f" ({percent(n_won / n_leads)})" if not table["n_immature"].any() else ""
    is_are = "is" if n_won == 1 else "are"
    total = (
        f"Of {counted(n_leads, 'lead')} created {period.when}, {n_won:,}{share} {is_are} won so far"
    )
    known = named[named["is_enough"]]
    if len(known) < 2:
        return f"{total}; there is not enough data to compare one {label} with another."
    return f"{total}. {_rates(known, label)}{_returns(known, label)}"


def _rates(known: pd.DataFrame, label: str) -> str:
    best, largest = known.loc[known["rate"].idxmax()], known.iloc[0]
    said = f"The highest rate of any named {label} is that of {_rate_of(best)}"
    near = known[(known["rate_high"] >= best["rate_low"]) & (known.index != best.name)]
    if len(near):
        said += f", which cannot be told apart from {listed(near['label'])}"
    if largest.name in {best.name, *near.index}:
        return f"{said}."
    return (
        f"{said}; the largest {label}, with {largest['n_leads']:,} leads, is {_rate_of(largest)}."
    )


def _returns(known: pd.DataFrame, label: str) -> str:
    """Which returned most and least on its cost, where the two can be told apart."""
    paid = known[known["roi_low"].notna()]
    if len(paid) < 2:
        return ""
    best, worst = paid.loc[paid["roi"].idxmax()], paid.loc[paid["roi"].idxmin()]
    if best["roi_low"] <= worst["roi_high"]:
        return f" By what was returned on its cost no {label} can be told apart from another."
    unit = f"{best['currency']} 1"
    is_bare = known["roi"].notna() & known["roi_low"].isna()
    some = ", among those with an interval," if is_bare.any() else ""
    return (
        f" For every {unit} of cost{some} {quoted(best['label'])} returned most so far, "
        f"{_roi_of(best)}; {quoted(worst['label'])} least, {_roi_of(worst)}."
    )


def _roi_of(row: pd.Series) -> str:
    low, high = _amount(row["roi_low"]), _amount(row["roi_high"])
    return f"{_amount(row['roi'])} ({low} to {high})"


def _amount(value: float) -> str:
    said = f"{value:,.0f}" if abs(value) >= 20 else f"{value:,.1f}"
    return said.removeprefix("-") if float(said.replace(",", "")) == 0 else said.replace("-", "−")


def listed(names: pd.Series, most: int = 3) -> str:
    """The first names of several, and how many more there are: `“a”, “b”, “c” and 2 more`."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(quoted, names.head(most))) + more


def _rate_of(row: pd.Series) -> str:
    interval = f"{percent(row['rate_low'])} to {percent(row['rate_high'])}"
    return f"{quoted(row['label'])}, {percent(row['rate'])} ({interval})"


def caveats(
    chosen: Journeys,
    table: pd.DataFrame,
    named: pd.DataFrame,
    by: str,
    campaigns: pd.DataFrame | None,
) -> Iterator[str]:
    """What would make it wrong, each a sentence; `chosen` holds the leads of the period."""
    yield f"The rate counts mature leads {chosen.outcome_words}; wins and money count whenever."
    if n_immature := int(table["n_immature"].sum()):
        yield f"{n_immature:,} of the leads are too young for the rate and may still be won."
    yield from _suppressed(chosen, table, named, group_words(by))
    start = chosen.outcome_recorded_from
    if start is not None:
        yield (
            f"Leads created before {chosen.day(start)}, the first recorded outcome, stand in "
            "no rate; they make what is won so far look worse than it was."
        )
    yield from _of_few_wins(named, group_words(by))
    yield from _of_money(chosen, table, by, campaigns)


def _suppressed(
    chosen: Journeys, table: pd.DataFrame, named: pd.DataFrame, word: str
) -> Iterator[str]:
    n_few = int((~named["is_enough"]).sum())
    if n_few and chosen.everybody.outcome_at.notna().any():
        yield (
            f"{n_few:,} of {counted(len(named), word)} had fewer than {chosen.least_count:,} leads "
            "old enough: no rate, no return on cost and no rank."
        )
    if table["n_groups"].max() > 1:
        yield (
            f"Beyond the {KEPT} largest, those of fewer than {chosen.least_count:,} leads stand "
            "together in one row, which is not ranked."
        )


def _of_few_wins(named: pd.DataFrame, word: str) -> Iterator[str]:
    is_few = named["n_won"].gt(0) & named["n_paying"].lt(LEAST_PAYING)
    if (n_few := int(is_few.sum())) and named["won_amount"].notna().any():
        yield (
            f"{n_few:,} of {counted(len(named), word)} had fewer than {LEAST_PAYING} wins with an "
            "amount: what they won and returned stands without an interval, and is not compared."
        )


def _of_money(
    chosen: Journeys, table: pd.DataFrame, by: str, campaigns: pd.DataFrame | None
) -> Iterator[str]:
    if n_foreign := _n_foreign(chosen, campaigns):
        yield f"Left out is the cost of {counted(n_foreign, 'campaign')} in another currency."
    is_bare = chosen.reached("customer") & chosen.table["won_amount"].isna()
    if (n_bare := int(is_bare.sum())) and table["won_amount"].notna().any():
        stands = "stands" if n_bare == 1 else "stand"
        yield f"{n_bare:,} of the wins {stands} without an amount in {chosen.currency}."
    if table["cost_amount"].notna().any():
        yield (
            "A campaign's cost is spread evenly over its leads; a lead and all it "
            f"brings belong to its first {group_words(by)}."
        )
        if by != "campaign_id" and (chosen.table["campaign_id"].isna()).any():
            yield "A lead that no campaign brought counts as having cost nothing."
        if table[["cost_per_mql_amount", "cost_per_won_amount"]].notna().any(axis=None):
            yield rests_on(chosen)
    elif table["won_amount"].notna().any():
        yield "No costs are recorded, so no return can be told."


def _n_foreign(journeys: Journeys, campaigns: pd.DataFrame | None) -> int:
    """How many campaigns have their cost in another currency than the agreed one."""
    if campaigns is None or campaigns.empty:
        return 0
    return int(campaigns["currency"].fillna(journeys.currency).ne(journeys.currency).sum())

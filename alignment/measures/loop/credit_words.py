"""What is said of the credit that campaigns are given for won leads."""

from collections.abc import Iterator

import pandas as pd

from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.loop.credit import NO_TOUCH
from alignment.measures.loop.told import listed
from alignment.measures.names import quoted
from alignment.measures.rates import counted, spoken_rate
from alignment.period import Period


def is_moved(table: pd.DataFrame) -> pd.Series:
    """Whether first and last touch surely credit a group differently."""
    is_apart = (table["moved_low_won"] > 0) | (table["moved_high_won"] < 0)
    return is_apart & (table["group"] != NO_TOUCH)


def sentence(journeys: Journeys, period: Period, table: pd.DataFrame, n_won: int) -> str:
    """How many had met a campaign, who is credited with most, and who moves between models.

    Parameters
    ----------
    table : DataFrame
        Of `alignment.measures.loop.attribution`.
    """
    n_met = n_won - int(table.loc[table["group"] == NO_TOUCH, "n_touched"].sum())
    were = "was" if n_won == 1 else "were"
    said = (
        f"{counted(n_won, 'lead')} {were} won {period.when}; had met a campaign before: "
        f"{spoken_rate(n_met, n_won, journeys.least_count)}"
    )
    judged = table[table["is_enough"] & (table["group"] != NO_TOUCH)]
    if judged.empty:
        return f"{said}. No campaign was met by enough of them to say more."
    said += f". {_most_credited(judged)}"
    moved = judged[is_moved(judged)]
    if moved.empty:
        return f"{said} Between first and last touch no campaign surely moves."
    most = moved.loc[moved["moved_won"].abs().idxmax()]
    return (
        f"{said} Between first and last touch {quoted(most['label'])} moves most: "
        f"{counted(int(most['first_won']), 'win')} by the first, {most['last_won']:,.0f} by the "
        "last."
    )


def _most_credited(judged: pd.DataFrame) -> str:
    """Who has most by equal shares, and who else may have."""
    unit = "won" if judged["linear_amount"].isna().all() else "amount"
    top = judged.loc[judged[f"linear_{unit}"].idxmax()]
    is_near = judged[f"linear_high_{unit}"] >= top[f"linear_low_{unit}"]
    near = judged.loc[is_near & (judged.index != top.name), "label"]
    apart = f", which cannot be told apart from {listed(near)}" if len(near) else ""
    return (
        f"By equal shares (linear) {quoted(top['label'])} is credited with most, "
        f"{_credit(top)}{apart}."
    )


def _credit(row: pd.Series) -> str:
    if pd.isna(row["linear_amount"]):
        ends = f"{row['linear_low_won']:,.1f} to {row['linear_high_won']:,.1f}"
        return f"{row['linear_won']:,.1f} wins ({ends})"
    ends = f"{row['linear_low_amount']:,.0f} to {row['linear_high_amount']:,.0f}"
    return f"{row['currency']} {row['linear_amount']:,.0f} ({ends})"


def caveats(
    history: History,
    journeys: Journeys,
    table: pd.DataFrame,
    won: pd.DataFrame,
    touches: pd.DataFrame,
) -> Iterator[str]:
    """What would make it wrong, each a sentence."""
    yield (
        "First touch, last touch and linear (equal shares) are conventions, no causes: a campaign "
        "that reaches those who would have bought anyway is credited all the same."
    )
    yield from _of_touches(history, journeys, touches)
    is_few = ~table["is_enough"] & (table["group"] != NO_TOUCH)
    if is_few.any():
        yield (
            f"{counted(int(is_few.sum()), 'campaign')} had been met by fewer than "
            f"{journeys.least_count:,} of the won leads: no interval, and compared with none."
        )
    n_bare = int(won["amount"].isna().sum())
    if table["linear_amount"].isna().all():
        yield f"No won amount is known in {journeys.currency}, so wins are credited alone."
    elif n_bare:
        yield f"{counted(n_bare, 'won lead')} without an amount in {journeys.currency} add nothing."
    if table["cost_amount"].notna().any():
        whose = "" if journeys.whole is None else ", as far as it falls to these leads"
        yield f"The cost is that of the whole campaign{whose}, not of the period."


def _of_touches(history: History, journeys: Journeys, touches: pd.DataFrame) -> Iterator[str]:
    n_several = int((touches.groupby("place").size() > 1).sum())
    if len(touches) and not touches["is_by_activity"].any():
        yield (
            "No activity of theirs names a campaign, so all three models credit the one that "
            "brought the lead."
        )
    elif len(touches):
        yield (
            f"The models can differ only for the {counted(n_several, 'won lead')} that met more "
            f"than one campaign."
        )
    yield (
        "A lead meets a campaign by being created of it, and by an activity of its own or of "
        "Marketing that names it, before the win; what happened before "
        f"{journeys.day(history.first_at)} is not known."
    )

"""How many leads stand in each stage at each month's end, and what came and went."""

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.entered import is_whole
from alignment.measures.funnel.stays import in_use, stays
from alignment.measures.funnel.words import staged
from alignment.measures.journeys import Journeys
from alignment.period import Period, months_before, starts_at


def stage_balance(journeys: Journeys, period: Period, known: pd.DataFrame | None = None) -> Finding:
    """Leads in each stage at the end of each month, with those that came in and went out.

    Parameters
    ----------
    known : DataFrame or None
        The `stays` of the journeys, where they are at hand.

    Returns
    -------
    Finding
        One row a stage and month: month, stage, label, n_before, n_in, n_out, n_at_end = n_before
        + n_in − n_out. Who came in twice in a month had gone once in between, so every count
        balances. A month that is not over ends with what is known.
    """
    held = stays(journeys) if known is None else known
    held = held[held["entered_at"] < period.end_at]
    if held.empty:
        return unanswered("stage_balance", f"who stood where {period.when}", "leads by that time")
    edges = [starts_at(month, period.zone) for month in _firsts(period)]
    tables = [_balances(stage, rows, edges, period.months) for stage, rows in _by_stage(held)]
    table = pd.concat(tables, ignore_index=True)
    is_over = is_whole(journeys, period)
    last = table[table["month"] == period.months[-1]]
    ends = "At the end of" if is_over else "So far in"
    standing = [staged(row.n_at_end, row.stage) for row in last.itertuples() if row.n_at_end]
    caveats = ["Each lead stands in the stage that was written down last."]
    if not is_over:
        caveats.append(f"The last month is known until {journeys.day(journeys.as_of)} only.")
    month = Period(period.last, period.last).label
    return Finding(
        table,
        f"{ends} {month} there stand {', '.join(standing) or 'no leads anywhere'}."
        f"{_most_moved(last)}",
        tuple(caveats),
        "stage_balance",
        {f"n_{row.stage}": int(row.n_at_end) for row in last.itertuples()},
    )


def _firsts(period: Period) -> list:
    """The first day of each month, and of the one after."""
    n = len(period.months)
    return [months_before(period.first, -place) for place in range(n + 1)]


def _by_stage(held: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(stage, held[held["stage"] == stage]) for stage in in_use(held)]


def _balances(
    stage: str, rows: pd.DataFrame, edges: list[pd.Timestamp], months: list[str]
) -> pd.DataFrame:
    ends = np.array(edges, dtype="datetime64[us]")
    n_in, n_out = (
        np.searchsorted(np.sort(times.dropna().to_numpy().astype("datetime64[us]")), ends, "left")
        for times in (rows["entered_at"], rows["left_at"])
    )
    standing = n_in - n_out
    return pd.DataFrame(
        {
            "month": months,
            "stage": stage,
            "label": terms.STAGE_LABELS[stage],
            "n_before": standing[:-1],
            "n_in": np.diff(n_in),
            "n_out": np.diff(n_out),
            "n_at_end": standing[1:],
        }
    )


def _most_moved(last: pd.DataFrame) -> str:
    """The stage before a deal that grew most in the month, in words; empty where none did."""
    waiting = last[last["stage"].isin(["mql", "sal", "sql"])]
    grown = waiting["n_at_end"] - waiting["n_before"]
    if grown.empty or grown.max() <= 0:
        return ""
    row = waiting.loc[grown.idxmax()]
    return (
        f" Most piled up as {row['label']}: {row['n_in']:,} came in and {row['n_out']:,} went "
        "on or out in the month."
    )

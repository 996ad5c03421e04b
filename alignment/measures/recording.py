"""Since when something was recorded at all: a cohort from before looks bad undeservedly."""

import math

import numpy as np
import pandas as pd

from alignment.period import DAY

SURELY = 0.001
"""Fewer events than this chance allows are taken for a record that had not begun."""

STRAY = 10
"""A few early events, entered by hand perhaps, do not make a record: so many are looked past."""

AT_RISK = 10
"""Below so many still waiting, a share of those who got there says nothing."""


def recording_start(
    entered_at: pd.Series, reached_at: pd.Series, as_of: pd.Timestamp
) -> pd.Timestamp | None:
    """The instant from which `reached_at` was recorded, when it was surely not from the start.

    The first few events are tried in turn as the beginning. From then on, how fast entrants get
    there is known: the Nelson–Aalen estimate, each entrant at risk from then or from its own
    entry, whichever is later (delayed entry). It says how many events were to be expected before;
    where far fewer stand there, by a Poisson count, the record began then.
    Source: O. Aalen, Nonparametric inference for a family of counting processes, Annals of
    Statistics 6 (1978).

    Parameters
    ----------
    entered_at, reached_at : Series of UTC instants, aligned
        Missing: not entered, not reached.
    as_of : Timestamp
        Until when it is known who got there.

    Returns
    -------
    Timestamp or None
        None where the record may well be whole, or nothing was reached.
    """
    is_in = entered_at.notna()
    entered = ((entered_at[is_in] - as_of) / DAY).to_numpy()
    reached = ((reached_at[is_in] - as_of) / DAY).to_numpy()
    reached = np.maximum(reached, entered)
    events = np.sort(reached[~np.isnan(reached)])
    for n_before, start in enumerate(events[: STRAY + 1]):
        expected = _expected_before(start, entered, reached)
        if _chance_of_at_most(n_before, expected) < SURELY:
            return reached_at[reached_at >= as_of + start * DAY - DAY / 1000].min()
    return None


def _expected_before(start: float, entered: np.ndarray, reached: np.ndarray) -> float:
    """How many events were to be expected before `start`, by the pace of those from then on."""
    is_open = np.isnan(reached) | (reached >= start)
    begins = np.sort(np.maximum(start - entered[is_open], 0.0))
    ends = np.sort(np.where(np.isnan(reached), 0.0, reached)[is_open] - entered[is_open])
    took = np.sort((reached - entered)[reached >= start])
    n_at_risk = np.searchsorted(begins, took, "right") - np.searchsorted(ends, took, "left")
    hazard = np.cumsum(np.where(n_at_risk >= AT_RISK, 1.0 / np.maximum(n_at_risk, 1), 0.0))
    waited = start - entered[entered < start]
    seen = np.searchsorted(took, waited, "left")
    reach = 1 - np.exp(-np.concatenate([[0.0], hazard])[seen])
    return float(reach.sum())


def _chance_of_at_most(n: int, expected: float) -> float:
    """The chance of `n` events or fewer where `expected` were to be expected (Poisson)."""
    return math.exp(-expected) * sum(expected**k / math.factorial(k) for k in range(n + 1))

"""Since when something was recorded at all: a cohort from before looks bad undeservedly."""

import numpy as np
import pandas as pd

DAY = pd.Timedelta(days=1)
SURELY_EXPECTED = 5.0
"""With five events to be expected, seeing none has a chance of exp(-5), under one in a hundred."""


def recording_start(entered_at: pd.Series, reached_at: pd.Series) -> pd.Timestamp | None:
    """The first `reached_at`, when so many were to be expected before it that they went unrecorded.

    How many were to be expected follows from those who entered after the first event: each
    earlier entrant counts with the share of the later ones who got there in as many days as it
    had. The events expected are taken as Poisson.

    Parameters
    ----------
    entered_at, reached_at : Series of UTC instants, aligned
        Missing `reached_at`: not reached.

    Returns
    -------
    Timestamp or None
        None where the record may well be whole, or nothing was reached.
    """
    first = reached_at.min()
    if pd.isna(first):
        return None
    early, late = entered_at[entered_at < first], entered_at >= first
    if not late.any() or early.empty:
        return None
    took = np.sort(((reached_at - entered_at)[late].dropna() / DAY).to_numpy())
    waited = ((first - early) / DAY).to_numpy()
    expected = np.searchsorted(took, waited, side="left").sum() / int(late.sum())
    return first if expected >= SURELY_EXPECTED else None

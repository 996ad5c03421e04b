"""What a workspace holds, and how much of it is used."""

from collections.abc import Mapping

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.rates import counted
from alignment.period import day_words
from alignment.segment import Segment


def loaded(
    history: History, agreement: Agreement, as_of: pd.Timestamp, segment: Segment | None = None
) -> Finding:
    """What a workspace holds, and how much of it is used: table, n_rows, n_used; one row a table.

    Parameters
    ----------
    segment : Segment or None
        Whose leads alone the history is of.

    Returns
    -------
    Finding
        n_used: the rows dated up to `as_of`; figures n_leads_used and its like.
    """
    held, used = history.n_rows, history.n_rows_by(as_of)
    rows = [(name.replace("_", " "), n, used[name]) for name, n in held.items()]
    table = pd.DataFrame(rows, columns=["table", "n_rows", "n_used"])
    span = until = ""
    if pd.notna(as_of):
        ends = (history.first_at, history.as_of, as_of)
        first, last, known = (day_words(end, history.zone) for end in ends)
        span = f" from {first} to {last}"
        until = "" if known == last else f" Only what was known by {known} is used"
        until += f": {_listed(used)}." if until and used != held else "." * bool(until)
    whose = f", only {segment.words}" if segment else ""
    return Finding(
        table,
        f"{agreement.company or 'This company'}{whose}{span}: {_listed(held)}."
        f"{until} Converted means {agreement.outcome_words}.",
        agreement.signature_caveats,
        "loaded",
        {f"n_{name}": n for name, n in held.items()}
        | {f"n_{name}_used": n for name, n in used.items()},
    )


def _listed(n_rows: Mapping[str, int]) -> str:
    """`6,000 leads, 1 activity`."""
    named = {name.replace("_", " "): n for name, n in n_rows.items()}
    return ", ".join(counted(n, _one(name), name) for name, n in named.items())


def _one(plural: str) -> str:
    """One row of a table: `activities` → `activity`."""
    return plural[:-3] + "y" if plural.endswith("ies") else plural[:-1]

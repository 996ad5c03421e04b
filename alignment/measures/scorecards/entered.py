"""How many leads entered a stage in a month: period figures."""

import pandas as pd

from alignment import terms
from alignment.measures.journeys import Journeys, entry_column
from alignment.measures.scorecards.begun import Begun
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.months import instants
from alignment.measures.scorecards.tally import Lacking, Tally, Total

AGAIN = ("mql", "sal", "sql")
"""A lead that comes back counts again in these; it becomes the others once."""


def n_leads(ground: Ground) -> Tally:
    """Leads created in the month."""
    return _entered(ground, "lead")


def n_mql(ground: Ground) -> Tally:
    """Entries into MQL in the month."""
    return _entered(ground, "mql")


def n_sal(ground: Ground) -> Tally:
    """Entries into SAL in the month."""
    return _entered(ground, "sal")


def n_sql(ground: Ground) -> Tally:
    """Entries into SQL in the month."""
    return _entered(ground, "sql")


def n_opportunity(ground: Ground) -> Tally:
    """Leads whose first opportunity, a change of stage or a deal, began in the month."""
    return _entered(ground, "opportunity")


def n_won(ground: Ground) -> Tally:
    """Leads that became customers in the month: the change of stage, or the first deal won."""
    return _entered(ground, "customer")


def entries(ground: Ground, stage: str) -> tuple[pd.Series, Begun] | None:
    """The instants at which leads entered a stage, and since when that is recorded; None where
    nobody is known to have."""
    own, every = ground.journeys, ground.journeys.everybody
    of_all = _entries(every, stage)
    if of_all.isna().all():
        return None
    return (of_all if own is every else _entries(own, stage)), ground.since(of_all)


def _entries(journeys: Journeys, stage: str) -> pd.Series:
    if stage in AGAIN and len(journeys.everybody.entries):
        held = journeys.entries
        return held.loc[held["stage"] == stage, "entered_at"]
    return journeys.table[entry_column(stage)]


def _entered(ground: Ground, stage: str) -> Tally:
    noun, found = terms.STAGE_PLURALS[stage], entries(ground, stage)
    if found is None:
        return Lacking(noun, noun)
    at, begun = found
    return Total.of_count(noun, ground.months, ground.months.places(instants(at)), begun)

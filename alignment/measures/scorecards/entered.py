"""How many leads entered a stage in a month: period figures."""

import pandas as pd

from alignment import terms
from alignment.measures.journeys import entry_column
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


def entries(ground: Ground, stage: str) -> pd.Series | None:
    """The instants at which leads entered a stage; None where nobody is known to have."""
    journeys = ground.journeys
    if stage in AGAIN and len(journeys.everybody.entries):
        if not (journeys.everybody.entries["stage"] == stage).any():
            return None
        own = journeys.entries
        return own.loc[own["stage"] == stage, "entered_at"]
    name = entry_column(stage)
    if journeys.everybody.table[name].isna().all():
        return None
    return journeys.table[name]


def _entered(ground: Ground, stage: str) -> Tally:
    noun, at = terms.STAGE_PLURALS[stage], entries(ground, stage)
    if at is None:
        return Lacking(noun, noun)
    return Total.of_count(noun, ground.months, ground.months.places(instants(at)))

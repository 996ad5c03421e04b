"""All that happened to a lead, whoever did it, in one list."""

from collections.abc import Sequence

import pandas as pd

from alignment import terms
from alignment.history import History
from alignment.measures.journeys import sql_text


def events(history: History, lead_ids: Sequence[str], as_of: pd.Timestamp) -> pd.DataFrame:
    """What Marketing, Sales and the leads themselves did, stages entered and deals, as recorded.

    What a machine did is left out, and so is all that is dated after `as_of`: a deal that was open
    then is only opened. A lead that was not known by then, or is not known at all, has no row.

    Parameters
    ----------
    lead_ids : sequence of str
        In any order; one named twice is told once.

    Returns
    -------
    DataFrame
        One row an event, by lead_id, then time; of one instant in a settled order: lead_id, at
        (UTC), is_date (a date without a time, `at` is the start of its local day), team
        (``marketing``, ``sales``, ``lead`` or empty), kind (``created``, ``activity``, ``stage``,
        ``deal``), what (the activity, the stage, ``created``, ``deal opened``, ``deal won``,
        ``deal lost``), asset, campaign (its name, or id where no name is known), actor, reason
        (of a lead given back, or a deal lost), amount (in `currency`, the deal's value of today),
        currency. Missing: not recorded.
    """
    order = [*terms.STAGES, *terms.DETOURS]
    ids = sorted(set(lead_ids))
    found = history.query(
        sql_text("tracker/events"),
        wanted=pd.DataFrame({"lead_id": pd.array(ids or [""], dtype="str")}),
        settings=pd.DataFrame({"as_of": pd.array([as_of], dtype="datetime64[us]")}),
        stage_order=pd.DataFrame({"stage": order, "place": range(len(order))}),
    )
    texts = ["lead_id", "team", "kind", "what", "asset", "campaign", "actor", "reason", "currency"]
    found = found if ids else found.head(0)  # asked for nobody, an engine would read all
    return found.astype(dict.fromkeys(texts, "str") | {"is_date": bool, "amount": float})

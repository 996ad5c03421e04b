"""The last that each side did with a lead, and what the lead read or attended, in words."""

import pandas as pd
from pandas.api.extensions import ExtensionArray

from alignment import terms
from alignment.agreement import Score
from alignment.agreement.rule import in_words
from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.period import day_words

MOST_TOLD = 5
"""Materials that are named; the rest are counted."""


def touches(history: History, score: Score, as_of: pd.Timestamp) -> pd.DataFrame:
    """What every lead of a (small) history and both teams did last, by `as_of`.

    Returns
    -------
    DataFrame
        One row a lead with any activity: lead_id, last_by_lead, last_by_marketing, last_by_sales
        ("webinar, 3 September 2026"; missing: nothing), materials (assets of the lead's own
        activities: those worth most points first, the latest of them first; missing: none).
        Nothing of machines.
    """
    held = history.query(sql_text("hand_off/touches"), settings=pd.DataFrame({"as_of": [as_of]}))
    held["said"] = _text([in_words(activity) for activity in held["activity"]])
    held["day"] = _text([day_words(at, history.zone) for at in held["last_at"]])
    found = pd.DataFrame({"lead_id": held["lead_id"].drop_duplicates()})
    for team in terms.ACTORS:
        last = held[held["team"] == team].drop_duplicates("lead_id").set_index("lead_id")
        found[f"last_by_{team}"] = found["lead_id"].map(last["said"] + ", " + last["day"])
    found["materials"] = found["lead_id"].map(_materials(held, score))
    return found


def _materials(held: pd.DataFrame, score: Score) -> pd.Series:
    """By lead_id."""
    own = held[(held["team"] == "lead") & held["asset"].notna()]
    each = {activity: line.points for activity, line in score.engagement.items()}
    own = own.assign(points=own["activity"].map(each).fillna(0))
    own = own.sort_values(["lead_id", "points"], ascending=[True, False], kind="stable")
    often = _text([f", ×{n}" if n > 1 else "" for n in own["n"]])
    said = own["asset"].astype("str") + " (" + own["said"] + often + ")"
    return said.groupby(own["lead_id"]).agg(_listed)


def _listed(said: pd.Series) -> str:
    rest = len(said) - MOST_TOLD
    return "; ".join(said.head(MOST_TOLD)) + (f"; and {rest} more" if rest > 0 else "")


def _text(values: list[str]) -> ExtensionArray:
    return pd.array(values, dtype="str")

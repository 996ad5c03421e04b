"""What came of a month's leads so far, and the month as it is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.frozen import FrozenMonth
from alignment.measures.journeys import Journeys
from alignment.measures.rates import number
from alignment.period import Period
from alignment.segment import Segment
from alignment.yaml_model import built

STAGES = {"n_mql": "mql", "n_sql": "sql", "n_opportunity": "opportunity", "n_won": "customer"}
"""The counts of a month's leads, and the stage that each is of."""
_METRIC = ("label", "team", "unit", "better", "verdict")
_NUMBERS = ("target", "warn", "value", "low", "high", "n")


def leads_of(journeys: Journeys, month: Period) -> dict[str, float | int | None]:
    """What came so far, by as-of, of the leads created in a month.

    Returns
    -------
    dict
        n_leads; n_mql, n_sql, n_opportunity, n_won: how many entered that stage or a later one
        (None: no lead ever did); won_amount in the agreed currency (None: no amount is known).
    """
    return Marks.of(journeys).leads_of(month)


@dataclass(frozen=True, eq=False)
class Marks:
    """How far each lead got, once for as many months as are asked for; made by `Marks.of`."""

    journeys: Journeys
    reached: Mapping[str, NDArray[np.bool_]]
    has_amounts: bool

    @classmethod
    def of(cls, journeys: Journeys) -> "Marks":
        """Those of some journeys; a stage that no lead ever entered is not among them."""
        known = {key: stage for key, stage in STAGES.items() if stage in journeys.stages}
        reached = {key: journeys.reached(stage).to_numpy() for key, stage in known.items()}
        has_amounts = bool(journeys.everybody.table["won_amount"].notna().any())
        return cls(journeys, reached, has_amounts)

    def leads_of(self, month: Period) -> dict[str, float | int | None]:
        """What came of the leads created in a month."""
        table = self.journeys.table
        is_of = month.holds(table["created_at"]).to_numpy()
        found: dict[str, float | int | None] = {"n_leads": int(is_of.sum())}
        for key in STAGES:
            found[key] = int((self.reached[key] & is_of).sum()) if key in self.reached else None
        amount = float(table["won_amount"].to_numpy()[is_of & table["won_amount"].notna()].sum())
        return {**found, "won_amount": amount if self.has_amounts else None}


def frozen_of(
    month: Period,
    as_of: pd.Timestamp,
    segment: Segment | None,
    data: Mapping[str, str],
    agreement: Agreement,
    at_a_glance: Finding,
    leads: Mapping[str, float | int | None],
) -> FrozenMonth:
    """A month as its page reports it, to be kept.

    Parameters
    ----------
    as_of : Timestamp
        The last instant whose rows were used; UTC without zone.
    segment : Segment or None
        The part of the leads that it is about; None: the whole company.
    data : mapping of table to SHA-256
        Of the files that it was made from.
    at_a_glance : Finding
        One row a metric: metric, label, team, unit, better, target, warn, value, low, high, n,
        verdict. Without rows no metric is agreed.
    leads : mapping
        Of `leads_of`.
    """
    values = {
        "month": month.months[-1],
        "as_of": as_of.floor("us").to_pydatetime(),
        "zone": month.zone,
        "segment_by": segment.by if segment else "",
        "segment_value": segment.value if segment else "",
        "data": dict(data),
        "agreement_version": agreement.version,
        "agreement_digest": agreement.digest,
        "agreement_state": agreement.signature_state,
        "agreement": agreement.model_dump(mode="json", by_alias=True, exclude_none=True),
        "metrics": {row["metric"]: _metric(row) for row in at_a_glance.table.to_dict("records")},
        "leads": dict(leads),
    }
    return built(FrozenMonth, values, f"the month {month.label}", "It cannot be frozen.")


def _metric(row: Mapping[str, object]) -> dict[str, object]:
    numbers = {name: number(row[name]) for name in _NUMBERS}  # type: ignore[arg-type]
    return {**{name: row[name] for name in _METRIC}, **numbers}

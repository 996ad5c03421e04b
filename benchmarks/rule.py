"""One change of a rule under composition, against the way most people would write it."""

from itertools import count

import pandas as pd

from alignment.agreement import Rule, rule_of
from alignment.defining import Defining
from alignment.measures.replay import Replay
from benchmarks.ratio import Ratio, medians

N_ROUNDS = 5
ACTIVITY, TIMES, SIZE = "web_visit", 3, 50
"""The rule: so many visits within some days, and so many employees."""


def rule(within_days: int) -> Rule:
    """What both are asked."""
    visits = {"activity": ACTIVITY, "at_least": TIMES, "within_days": within_days}
    return rule_of({"all": [visits, {"attribute": "n_employees", "at_least": SIZE}]})


def measured(workspace: str, words: str) -> Ratio:
    """The rule beside three others with all its figures, against whom it passes and when."""
    defining = Defining.at(workspace)
    mql, naive = defining.stage("mql"), Naive(defining.replay)
    ours_days, their_days = count(20), count(20)  # a rule asked again would be looked up
    mql.composed(rule(19))
    ours, theirs = medians(
        lambda: mql.composed(rule(next(ours_days))),
        lambda: naive.passing(next(their_days)),
        n_rounds=N_ROUNDS,
    )
    against = "pandas, whom it passes and when"
    return Ratio(f"a rule's condition changed, {words}", against, ours, theirs, 1 / 5)


class Naive:
    """Rolling counts of each lead's visits, and the first row that is high enough."""

    def __init__(self, replay: Replay) -> None:
        held, leads = replay.activities, replay.leads
        is_visit = held.kind == held.kinds.index(ACTIVITY)
        lead = pd.Series(range(len(leads.table))).repeat(held.starts[1:] - held.starts[:-1])
        at = pd.Series(held.at[is_visit].astype("datetime64[us]"))
        self.visits = pd.DataFrame({"lead": lead.to_numpy()[is_visit], "at": at, "n": 1.0})
        self.table = leads.table

    def passing(self, within_days: int) -> pd.Series:
        """The first instant of each lead that passes, by its row."""
        by_lead = self.visits.groupby("lead")
        n = by_lead.rolling(f"{within_days}D", on="at")["n"].sum().to_numpy()
        own = self.table.iloc[self.visits["lead"]].reset_index(drop=True)
        is_met = (n >= TIMES) & (own["n_employees"] >= SIZE).fillna(False)
        # from its creation on: what it did before counts as long as the days have not passed
        since = own["created_at"].where(own["created_at"] > self.visits["at"], self.visits["at"])
        held = is_met & (since < self.visits["at"] + pd.Timedelta(days=within_days))
        return since[held].groupby(self.visits["lead"][held]).min()

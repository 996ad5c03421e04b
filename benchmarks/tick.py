"""One move of a slider, against the way most people would write it."""

from itertools import cycle

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from alignment.agreement import Score
from alignment.measures.replay import Replay
from alignment.show.tuning import panel
from alignment.tuning import Tuning
from benchmarks.ratio import Ratio, medians

N_ROUNDS = 5


def measured(tuning: Tuning, words: str) -> Ratio:
    """All thresholds and six charts as bytes, against one threshold and one chart."""
    sliders = panel(tuning)
    naive = Naive(tuning.replay)
    points = cycle([2, 1])

    def move() -> None:
        sliders.move({"points web_visit": next(points)})
        if sliders.failure:
            raise sliders.failure

    ours, theirs = medians(move, lambda: naive.figure(tuning.score).to_json(), n_rounds=N_ROUNDS)
    against = "pandas at one threshold, one new figure"
    return Ratio(f"a slider's move, {words}", against, ours, theirs, 1 / 5)


class Naive:
    """A score replayed in pandas: rolling counts of each lead, and the first row high enough.

    What does not depend on the score stands ready: a lead's own row at its creation, and a column
    of ones for each kind of activity.
    """

    def __init__(self, replay: Replay) -> None:
        held, self.leads = replay.activities, replay.leads
        self.table = self.leads.table
        n_lead = np.arange(len(self.table))
        done = pd.DataFrame(np.eye(len(held.kinds))[held.kind], columns=list(held.kinds))
        done["n_lead"] = np.repeat(n_lead, np.diff(held.starts))
        done["at"] = held.at.astype("datetime64[us]")
        created = pd.DataFrame({"n_lead": n_lead, "at": self.table["created_at"]})
        rows = pd.concat([created, done]).fillna(0).sort_values(["n_lead", "at"])
        self.rows = rows.reset_index(drop=True)
        self.horizon = pd.Timedelta(days=replay.horizon_days)
        own = self.table.iloc[self.rows["n_lead"]].reset_index(drop=True)
        until = self.leads.until.astype("datetime64[us]")[self.rows["n_lead"]]
        self.is_seen = (self.rows["at"] >= own["created_at"]) & (self.rows["at"] < until)

    def handed_off(self, score: Score) -> pd.DataFrame:
        """One row a lead handed off: handed_off_at, is_mature, is_converted, month."""
        names, lines = list(score.engagement), list(score.engagement.values())
        by_lead = self.rows[["n_lead", "at", *names]].groupby("n_lead")
        counts = by_lead.rolling(f"{score.window_days}D", on="at")[names].sum()
        most = [line.at_most or np.inf for line in lines]
        points = counts.clip(upper=most, axis=1).to_numpy() @ [line.points for line in lines]
        for line in score.fit:
            points += line.points * self.leads.meeting(line.when)[self.rows["n_lead"]]
        high = self.rows[self.is_seen & (points >= score.hand_off_at)]
        first = high.groupby("n_lead")["at"].first().rename("handed_off_at").to_frame()
        ends = first["handed_off_at"] + self.horizon
        first["is_mature"] = ends <= self.leads.as_of
        first["is_converted"] = self.table["converted_at"].reindex(first.index) <= ends
        return first.assign(month=first["handed_off_at"].dt.strftime("%Y-%m"))

    def figure(self, score: Score) -> go.Figure:
        """Hand-offs and the share that converts, month by month."""
        found = self.handed_off(score)
        by_month = found.groupby("month").size()
        precision = found[found["is_mature"]].groupby("month")["is_converted"].mean()
        made = go.Figure()
        made.add_bar(x=by_month.index, y=by_month, name="handed over")
        made.add_scatter(x=precision.index, y=precision, name="converted", yaxis="y2")
        return made.update_layout(yaxis2={"overlaying": "y", "side": "right"})

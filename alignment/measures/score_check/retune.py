"""Whether the score should be tuned anew: proposed with its reasons, never done."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from alignment.agreement import Score
from alignment.agreement.rule import in_words, joined
from alignment.finding import Finding
from alignment.measures.rates import percent, points, signed
from alignment.measures.score_check.calibration import Calibration
from alignment.measures.score_check.scored import Scored
from alignment.measures.score_check.separation import Separation
from alignment.period import month_words

NAME = "retune_due"
NEW_SHARE = 0.10
"""Of what leads do: so much of it new and without points asks for points."""
LATE = 3
"""Windows that are looked at for new activities."""
LEAST_WINDOWS = 6
SURELY_MISSED = 7
"""Times that an activity was to be expected while none came: chance gives none in 1 of 1,000."""
HOW = "Open notebook 2 to tune the score; nothing changes until both teams sign."


@dataclass(frozen=True)
class Reason:
    """A reason that may ask for a re-tune; `is_due` None: it cannot be told."""

    reason: str
    evidence: str
    is_due: bool | None


@dataclass(frozen=True, eq=False)
class Retune:
    """What speaks for tuning the score anew."""

    scored: Scored
    score: Score
    separation: Separation
    calibration: Calibration

    def finding(self, caveats: tuple[str, ...]) -> Finding:
        """See `ScoreCheck.retune`."""
        reasons = [self._separates(), self._is_ordered(), self._is_recorded(), self._is_new()]
        table = pd.DataFrame([vars(each) for each in reasons]).astype({"is_due": "boolean"})
        due = [each for each in reasons if each.is_due]
        figures = {
            "is_due": True if due else None if _is_open(reasons) else False,
            "n_due": len(due),
            "n_unknown": sum(each.is_due is None for each in reasons),
        }
        return Finding(table, _sentence(reasons, due), caveats, NAME, figures)

    def _separates(self) -> Reason:
        verdict = self.separation.verdict
        is_due = None if verdict == "unknown" else verdict in ("less", "not")
        return Reason("separation", self.separation.sentence, is_due)

    def _is_ordered(self) -> Reason:
        gap, low, high = self.calibration.at_hand_off
        at = points(self.score.hand_off_at)
        if np.isnan(gap):
            told = f"The later half has too few leads just below or just above {at} to compare."
            return Reason("calibration", told, None)
        much = f"{abs(gap) * 100:.1f} percentage points {'more' if gap >= 0 else 'less'}"
        told = (
            f"In the later half the band that begins at {at} converts {much} than the one below it "
            f"(95% interval {signed(low * 100)} to {signed(high * 100)})."
        )
        if high < 0:
            return Reason("calibration", f"{told} Their order is turned round.", True)
        return Reason("calibration", told, False)

    @cached_property
    def _times(self) -> pd.DataFrame:
        """How often each activity was done: a row an activity, a column a window."""
        n = len(self.scored.moments)
        every = self.scored.kinds.pivot(index="activity", columns="n_moment", values="n_done")
        return every.reindex(columns=range(n)).fillna(0).sort_index()

    def _is_recorded(self) -> Reason:
        if len(self._times.columns) < LEAST_WINDOWS:
            return Reason("recording", "There are too few months to see a record end.", None)
        counted = [name for name, line in self.score.engagement.items() if line.points]
        stopped, never = [], []
        for name in counted:
            if name not in self._times.index:
                never.append(f"“{in_words(name)}”")
            elif since := _silent_since(self._times.loc[name].to_numpy()):
                month = self.scored.moments["month"].iloc[since - 1]
                stopped.append(f"“{in_words(name)}”, last in {month_words(month)}")
        if stopped:
            told = f"No longer recorded, though the score counts it: {'; '.join(stopped)}."
            return Reason("recording", told, True)
        said = f" Never recorded in these months: {joined(never, 'and')}." if never else ""
        told = f"No activity that the score counts has stopped being recorded.{said}"
        return Reason("recording", told, False)

    def _is_new(self) -> Reason:
        times = self._times
        if len(times.columns) < LEAST_WINDOWS:
            return Reason("new activities", "There are too few months to see what is new.", None)
        late = times.iloc[:, -LATE:].sum(axis=1)
        if not late.sum():
            return Reason("new activities", "Leads did nothing lately that was recorded.", None)
        early = times.iloc[:, : len(times.columns) // 2].sum(axis=1)
        has_points = [
            bool((line := self.score.engagement.get(n)) and line.points) for n in times.index
        ]
        new = late[(early == 0) & (late > 0) & ~np.array(has_points)].sort_values(
            ascending=False, kind="stable"
        )
        share = float(new.sum() / late.sum())
        if new.empty:
            told = "Leads do nothing new that bears no points."
            return Reason("new activities", told, False)
        names = joined([f"“{in_words(name)}”" for name in new.index[:3]], "and")
        told = f"New and without points: {names}, {percent(share)} of what leads did lately."
        return Reason("new activities", told, share >= NEW_SHARE)


def _silent_since(n: np.ndarray) -> int:
    """The window from which on an activity was surely no longer recorded; 0: it may well be.

    Its silence must be longer than any before, and so long that chance would not explain it.
    """
    seen = np.flatnonzero(n)
    silence = len(n) - 1 - seen[-1]
    longest = int(np.diff(seen).max(initial=1)) - 1
    pace = n[seen[0] : seen[-1] + 1].mean()
    is_surely = silence > longest and silence * pace >= SURELY_MISSED
    return int(seen[-1] + 1) if is_surely else 0


def _is_open(reasons: list[Reason]) -> bool:
    """Whether it cannot be told: neither separation nor calibration could be judged."""
    return all(each.is_due is None for each in reasons[:2])


def _sentence(reasons: list[Reason], due: list[Reason]) -> str:
    if due:
        return f"A re-tune is due. {' '.join(each.evidence for each in due)} {HOW}"
    if _is_open(reasons):
        return f"It cannot be told yet whether a re-tune is due. {reasons[0].evidence}"
    unknown = [each.reason for each in reasons if each.is_due is None]
    said = f" It cannot be told yet of: {', '.join(unknown)}." if unknown else ""
    return f"No re-tune is due: none of the reasons looked at asks for one.{said}"

"""The score that is in force, checked against what came of the leads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement, Score
from alignment.agreement.rule import in_words
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.attributes import todays
from alignment.measures.journeys import Journeys
from alignment.measures.score_check.calibration import Calibration
from alignment.measures.score_check.mix import compared, of_activities, of_new_leads
from alignment.measures.score_check.retune import Retune
from alignment.measures.score_check.scored import Scored, known_of
from alignment.measures.score_check.separation import Separation
from alignment.measures.score_check.told_mix import told
from alignment.period import Period

BANDS = "Bands begin at both thresholds; the halves are those of the separation."


@dataclass(frozen=True, eq=False)
class ScoreCheck:
    """Whether the agreed score still does what it was agreed for.

    Every active lead is looked at as it stood at the start of each month: its points by what it did
    in the score's window before that instant and by what it is today; whether it converted within
    the agreed horizon after it. Active is who was created in that window, or did anything itself
    or anything that has points. Leads that had reached the outcome or were customers are not
    looked at.

    Parameters
    ----------
    history, agreement, journeys
        As of `journeys.as_of`, which may lie inside the month, at its end or later.
    month : Period
        The month under review.
    period : Period
        The months looked back on; it ends with `month`.
    """

    history: History
    agreement: Agreement
    journeys: Journeys
    month: Period
    period: Period

    @cached_property
    def separation(self) -> Finding:
        """How much more often leads above the hand-off threshold convert than all active ones.

        Returns
        -------
        Finding
            One row a month, or a quarter where single months are mostly too thin: month (the
            first), label, n_months, n_active, n_above (with the hand-off's points or more),
            n_immature (too young to be judged), is_mature (none is), n_mature (that can be judged:
            old enough, and outcomes were recorded), n_mature_above, n_converted,
            n_converted_above, rate_above and rate_below with _low and _high, lift (the rate above ÷
            that of all) with lift_low and lift_high, is_enough (both sides have the least count;
            else rates and lift are missing, as the lift is where nobody converted). A quarter's
            rates are of its months that can be judged.
        """
        return self._told("score_separation", lambda: self._separation.finding(self._caveats))

    @cached_property
    def calibration(self) -> Finding:
        """What share of each band of points converts, and whether it still does.

        Returns
        -------
        Finding
            One row a band, rising: band, from_points, to_points (where the next begins; missing:
            open), n_mature (leads at months' starts that can be judged), n_converted, rate,
            rate_low, rate_high, is_enough; the same of the earlier and of the later half of the
            months (earlier_n_mature, earlier_n_converted, earlier_rate … later_rate_high);
            is_changed (the halves are clearly apart, as many bands as there are).
        """
        return self._told(
            "score_calibration", lambda: self._calibration.finding((BANDS, *self._part))
        )

    @cached_property
    def mix(self) -> Finding:
        """What changed in who comes and in what active leads do, against the months before.

        Returns
        -------
        Finding
            At most twelve rows, the clear and then the largest differences first, with the columns
            of `alignment.measures.score_check.mix.compared`. Sources and attributes are shares of
            the month's new leads; activities of the leads that were active in the score's window
            up to the month's end.
        """
        counts = of_new_leads(self.journeys, self._score, self._known, self.period)
        if not self._needs:
            counts += of_activities(self._scored, self._score)
        found = compared(counts, self.journeys.least_count)
        caveats = (*todays((line.when for line in self._score.fit), "What leads are"), *self._part)
        return told(found, self.month, len(self.period.months) - 1, caveats)

    @cached_property
    def retune(self) -> Finding:
        """Whether the score should be tuned anew. It proposes; nothing is changed by it.

        Returns
        -------
        Finding
            One row a reason: reason (``separation``, ``calibration``, ``recording``,
            ``new activities``), evidence (a sentence), is_due (missing: it cannot be told).
        """

        def found() -> Finding:
            own = Retune(self._scored, self._score, self._separation, self._calibration)
            return own.finding(self._part)

        return self._told("retune_due", found)

    @property
    def _score(self) -> Score:
        return self.agreement.score

    @cached_property
    def _known(self) -> pd.DataFrame:
        return known_of(self.history, self.journeys, self._score)

    @cached_property
    def _scored(self) -> Scored:
        return Scored.of(
            self.history, self._score, self.journeys, self._known, self.month, self.period
        )

    @cached_property
    def _separation(self) -> Separation:
        return Separation(self._scored, self._score, self.journeys)

    @cached_property
    def _calibration(self) -> Calibration:
        return Calibration(self._scored, self._score, self.journeys)

    @cached_property
    def _needs(self) -> str:
        """What lacks for any check of the score, as a sentence; empty: nothing."""
        counted = [name for name, line in self._score.engagement.items() if line.points]
        if not counted:
            return "The agreed score gives no points for what leads do: there is nothing to check."
        question = "whether the score still separates"
        done = self._scored.kinds["activity"]
        if not done.isin(counted).any():
            needs = f"the activities that the score counts ({in_words(counted[0])} …)"
            return unanswered("", question, needs).sentence
        if not (self._scored.moments["month"] != "").any():
            return unanswered("", question, "a month's start by then").sentence
        return ""

    def _told(self, name: str, found: Callable[[], Finding]) -> Finding:
        return Finding(pd.DataFrame(), self._needs, name=name) if self._needs else found()

    @cached_property
    def _caveats(self) -> tuple[str, ...]:
        days = self._score.window_days
        outcome = terms.OUTCOME_LABELS[self.journeys.outcome]
        said = [
            f"Looked at are leads at the start of each month that were active in the {days} days "
            f"before and not yet {outcome}; a lead may stand in several months.",
            "History was made under the rule in force: leads that Sales called converted partly "
            "because it called.",
            *todays((line.when for line in self._score.fit), "The fit"),
        ]
        start = self.journeys.outcome_recorded_from
        if start is not None:
            said.append(
                f"Months before {self.journeys.day(start)}, the first recorded outcome, stand in "
                "no rate."
            )
        return (*said, *self._part)

    @property
    def _part(self) -> tuple[str, ...]:
        """That these are some of the leads, where they are."""
        if self.journeys.whole is None:
            return ()
        return ("This is of a part of the leads; the score is agreed for all of them.",)

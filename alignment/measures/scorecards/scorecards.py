"""The agreed metrics and levels of a month, at a glance and by team."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.measures.attainment import NO_TARGET, VERDICTS
from alignment.measures.scorecards.asked import Asked
from alignment.measures.scorecards.cards import card_of
from alignment.measures.scorecards.caveats import caveats, month_caveats
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.known import known_of
from alignment.measures.scorecards.measured import Measured
from alignment.measures.scorecards.months import Months
from alignment.measures.scorecards.summary import glance_sentence, monthly_sentence, n_pass
from alignment.measures.scorecards.tables import glance_row, month_rows
from alignment.measures.service import Episodes, attainment
from alignment.period import Period

NO_METRICS = (
    "The agreement names no metrics yet: agree under `metrics` in agreement.yml on the figures "
    "that each team answers for."
)


@dataclass(frozen=True, eq=False)
class Scorecards:
    """What both teams agreed to be judged by, measured.

    Parameters
    ----------
    episodes : Episodes
        With history, agreement and journeys.
    month : Period
        The month under review.
    period : Period
        The months looked back on; ends with `month`.
    campaigns : DataFrame
        campaign_id, cost_amount, currency, starts_on, ends_on; may be empty.
    """

    episodes: Episodes
    month: Period
    period: Period
    campaigns: pd.DataFrame

    @property
    def agreement(self) -> Agreement:
        """The agreement that the metrics and levels stand in."""
        return self.episodes.agreement

    @cached_property
    def ground(self) -> Ground:
        """What the metrics are measured on."""
        first_at = self.episodes.history.first_at
        months = Months.until(self.month, self.episodes.journeys, first_at)
        return Ground(self.episodes, months, self.campaigns)

    @cached_property
    def asked(self) -> Mapping[str, Asked]:
        """The agreed metrics, Marketing's first."""
        order = list(terms.TEAMS)
        agreed = sorted(self.agreement.metrics.items(), key=lambda each: order.index(each[1].team))
        return {key: Asked(key, metric, self.ground) for key, metric in agreed}

    @cached_property
    def at_a_glance(self) -> Finding:
        """The agreed metrics of the month.

        Returns
        -------
        Finding
            One row a metric, Marketing's first: metric, label, team, unit, better, aim (words),
            target, warn (missing: none), value, low, high (95 %; missing: not enough data), n,
            n_waiting (too young to be judged), verdict (one of
            `alignment.measures.attainment.VERDICTS`, or `NO_TARGET`), verdict_words (that, or ``not
            recorded``), before (of the three months before, together;
            a count's or amount's mean), change, change_low, change_high (value less before, 95 %),
            trend (``better``, ``worse``, ``steady`` where the change's interval holds zero, or
            ``not enough data``), means (what it is, and of when), sentence.
        """
        name = "month_at_a_glance"
        if not self.asked:
            return Finding(pd.DataFrame(), NO_METRICS, name=name)
        every = list(self.asked.values())
        table = pd.DataFrame([glance_row(each, self.agreement) for each in every])
        counts = Counter(table["verdict"])
        return Finding(
            table,
            glance_sentence(table, every, self.month),
            tuple(caveats(self.ground, every)),
            name,
            {
                "n_metrics": len(every),
                **{f"n_{_key(each)}": counts[each] for each in (*VERDICTS, NO_TARGET)},
                **{each.key: each.figure for each in every},
                **{f"{each.key}_verdict": each.verdict(each.now) for each in every},
            },
        )

    @cached_property
    def by_month(self) -> Finding:
        """The agreed metrics of every month looked back on, `months.MOST_MONTHS` at most.

        Returns
        -------
        Finding
            One row a metric and month, oldest first: metric, label, team, unit, better, target,
            month, value, low, high, n, verdict, is_over (the month was by as-of).
        """
        name = "metrics_by_month"
        if not self.asked:
            return Finding(pd.DataFrame(), NO_METRICS, name=name)
        shown = [i for i, each in enumerate(self.ground.months.names) if each in self._looked_at]
        every = self.asked.values()
        table = pd.DataFrame([row for each in every for row in month_rows(each, shown)])
        return Finding(
            table,
            monthly_sentence(table, list(self.asked.values())),
            tuple(month_caveats(self.ground, list(self.asked.values()))),
            name,
            {f"{key}_n_pass": n_pass(rows) for key, rows in table.groupby("metric", sort=False)},
        )

    @cached_property
    def levels(self) -> Finding:
        """The service levels of the month: `alignment.measures.service.attainment`, with n_breach,
        n_at_risk, n_pass and n_not_enough_data among its figures."""
        agreed, said = self.agreement.service_levels, list[str]()
        if not self.ground.is_for_all and agreed.marketing.n_mql is not None:
            own = agreed.marketing.model_copy(update={"n_mql": None})
            agreed = agreed.model_copy(update={"marketing": own})
            said.append("MQLs a month are promised of all leads: no segment is held against it.")
        found = attainment(self.episodes, agreed, self.month)
        zeros = {f"n_{_key(each)}": 0 for each in VERDICTS}
        return replace(
            found,
            name="service_levels",
            caveats=(*said, *found.caveats),
            figures={**zeros, **found.figures},
        )

    def card(self, team: str) -> Finding:
        """The metrics that a team answers for and the levels it owes, and none of the other's.

        Returns
        -------
        Finding
            One row a metric or level: kind (``metric``, ``service level``), metric (its key),
            label, team, unit, aim (words), better, target, value, low, high, n, achieved (words),
            verdict, verdict_words, change and trend (as `at_a_glance` has them; of a level those of
            the metric that says the same), means (what it is, and of when), next (what the team
            does next).

        Raises
        ------
        AlignmentError
            Where there is no such team.
        """
        own = [each for each in self.asked.values() if each.metric.team == team]
        return card_of(team, own, self.asked, self.levels, self.agreement, self.month)

    def measured(self, key: str, period: Period | None = None) -> Measured:
        """A known figure, agreed on or not, of the month or other months together.

        A count or an amount of several months is their mean.

        Parameters
        ----------
        key : str
            One of `KNOWN`.
        period : Period or None
            None: the month under review.

        Raises
        ------
        AlignmentError
            Where no such figure is known.
        """
        known = known_of(key)
        asked_for = self.month if period is None else period
        places = self.ground.months.of(asked_for)
        if places is not None:
            held = self.asked.get(key)
            tally = None if held is None else held.tally
            return (known.measure(self.ground) if tally is None else tally).over(places)
        months = Months(asked_for, self.episodes.journeys.as_of)
        ground = Ground(self.episodes, months, self.campaigns)
        return known.measure(ground).over(range(len(months.names)))

    @property
    def _looked_at(self) -> set[str]:
        return set(self.period.months)


def _key(verdict: str) -> str:
    return verdict.lower().replace(" ", "_")

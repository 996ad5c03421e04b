"""Which leads meet a rule at an instant, read from no more of the history than can tell."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Agreement, AtLeast, Rule, ScoreRule, StageRule
from alignment.engine import quoted
from alignment.history import History
from alignment.measures.hand_off.hands import Hands
from alignment.measures.hand_off.people import among
from alignment.measures.journeys import sql_text, stage_entries
from alignment.measures.narrowing import (
    LATELY_DAYS,
    hand_off_rule,
    named_activities,
    named_attributes,
    read_since,
    takes_deeds,
)
from alignment.measures.replay import Replay
from alignment.measures.replay.explained import lines
from alignment.measures.replay.observed import Observed, instant
from alignment.measures.replay.points import MICROS_A_DAY, unknown
from alignment.measures.replay.timelines import Timelines
from alignment.measures.rules import Qualifying
from alignment.measures.spells import FIRST_STAGE, Spells, in_stages

KNOWN = ("lead_id", "created_at", "source", "campaign_id", "owner")


@dataclass(frozen=True, eq=False)
class Asked:
    """The leads that may change hands, and what they meet at as-of; made by `Asked.of`.

    Parameters
    ----------
    history : History
    qualifying : Qualifying
        Of these leads, right at every instant from `LATELY_DAYS` before as-of on.
    rule : Rule
        The agreed one for a hand-off, else the score's threshold.
    is_marketings : array of bool
        One entry a lead: whether Marketing may hand it over.
    """

    history: History
    qualifying: Qualifying
    rule: Rule
    is_marketings: NDArray[np.bool_]

    @classmethod
    def of(cls, history: History, agreement: Agreement, hands: Hands) -> "Asked":
        """Ask the ordinary evaluator, of no more leads and activities than can tell.

        What is left out cannot change an answer:

        - leads that Marketing may not hand over and that Sales did not have today either, and
          those converted, which no rule looks at;
        - activities that neither the rule nor the score names, which count in neither;
        - activities from before the longest of their windows, reckoned from `LATELY_DAYS` before
          as-of: by then they have left it. A rule that counts an activity ever has no such window,
          and all are read;
        - Marketing's leads that did none of the rest: they could meet the rule only by what they
          are. Where it can be met so, they are asked too.
        """
        rule, score = hand_off_rule(agreement), agreement.score
        since, named = read_since(rule, score, hands.as_of), named_activities(rule, score)
        is_theirs = hands.are_marketings(score.cooldown_days)
        others = hands.table.loc[~is_theirs, "lead_id"]
        may_go = _doing(history, hands, named, since) if takes_deeds(rule, score) else None
        ids = _ids(history, hands, others, may_go)
        leads = _observed(history, hands.as_of, ids, named_attributes(rule, score))
        activities = Timelines.of(history, leads, since, named)
        replay = Replay(leads, activities, agreement.within_days, agreement.outcome, history.zone)
        is_staged = any(isinstance(leaf, StageRule) for leaf in rule.leaves())
        stages = in_stages(history, leads) if is_staged else {}
        is_marketings = ~among(leads.table["lead_id"], others)
        return cls(history, Qualifying(replay, score, stages), rule, is_marketings)

    @property
    def ids(self) -> pd.Series:
        """The lead_id of each."""
        return self.qualifying.replay.leads.table["lead_id"]

    @cached_property
    def meets(self) -> NDArray[np.bool_]:
        """Which of them meet the rule at as-of."""
        return self._hold(self.rule)

    @cached_property
    def met_lately(self) -> NDArray[np.bool_]:
        """Which met it at some instant of the last `LATELY_DAYS`, and no longer do."""
        spells = self.qualifying.spells(self.rule)
        since = instant(self.qualifying.replay.as_of) - LATELY_DAYS * MICROS_A_DAY
        found = np.zeros(len(self.ids), dtype=bool)
        found[spells.lead[spells.ends > since]] = True
        return found & ~self.meets

    @cached_property
    def are_under(self) -> NDArray[np.bool_]:
        """Whose score is under `return_below` at as-of."""
        return ~self._hold(self.warm)

    @property
    def warm(self) -> Rule:
        """A score of `return_below` or more."""
        return ScoreRule(score=AtLeast(at_least=self.qualifying.score.return_below))

    def _hold(self, rule: Rule) -> NDArray[np.bool_]:
        who = np.arange(len(self.ids))
        at = np.full(len(who), instant(self.qualifying.replay.as_of))
        return self.qualifying.spells(rule).hold_at(who, at)

    def scored(self, ids: pd.Series) -> pd.DataFrame:
        """Points and what adds up to them at as-of: score, lines (in words); one row an id, missing
        where it was not asked."""
        who = pd.Index(self.ids).get_indexer(ids)
        table = pd.DataFrame({"score": np.nan, "lines": pd.Series(np.nan, dtype="str")}, ids.index)
        found = self._scores(who[who >= 0])
        for name, values in found.items():
            table.loc[ids.index[who >= 0], name] = values
        return table

    def _scores(self, who: NDArray[np.int64]) -> dict[str, list]:
        """The same of rows; leads with the same counts and fit are told once."""
        score, replay = self.qualifying.score, self.qualifying.replay
        points, held = replay.points(score), replay.activities
        now = instant(replay.as_of)
        is_in = (held.at > now - points.window) & (held.at <= now)
        n_kinds, place = len(held.kinds), np.full(len(self.ids), -1)
        place[who] = np.arange(len(who))
        lead = np.repeat(place, np.diff(held.starts))
        is_in &= lead >= 0
        counts = np.bincount(
            lead[is_in] * n_kinds + held.kind[is_in], minlength=len(who) * n_kinds
        ).reshape(len(who), n_kinds)
        fits = [replay.leads.meeting(fit.when)[who] for fit in score.fit]
        alike = np.column_stack([counts, *fits]).astype(np.int64)
        _, first, of = np.unique(alike, axis=0, return_index=True, return_inverse=True)
        told = [lines(score, points, replay.leads, held, int(who[row]), now) for row in first]
        sums = [sum(round(line.points * points.units) for line in own) for own in told]
        said = [", ".join(map(str, own)) for own in told]
        return {
            "score": [sums[n] / points.units for n in of],
            "lines": [said[n] for n in of],
        }

    def whole(
        self, history: History, ids: pd.Series, right_from: pd.Timestamp | None = None
    ) -> Qualifying:
        """The same of some of the leads, right at every instant from `right_from` on (None: ever);
        read from a history that holds at least theirs."""
        few, activities = self.qualifying.replay, self.qualifying.replay.activities
        is_asked = among(self.ids, ids)
        leads = Observed(few.leads.table[is_asked].reset_index(drop=True), few.as_of)
        since = None
        if right_from is not None:
            since = read_since(self.rule, self.qualifying.score, right_from)
        read = Timelines.of(history, leads, since, activities.kinds)
        stages = in_stages(history, leads) if self.qualifying.stages else {}
        return Qualifying(replace(few, leads=leads, activities=read), self.qualifying.score, stages)

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """What the rule or the score names that this history does not hold, each a sentence."""
        history = self.history
        replay, score = self.qualifying.replay, self.qualifying.score
        activities, table = replay.activities, replay.leads.table
        if len(np.unique(activities.kind)) < len(activities.kinds):
            done = history.query(sql_text("hand_off/done"), settings=_settings(replay.as_of))
            activities = replace(activities, kinds=tuple(done["activity"]))
        others = [name for name in history.attributes if name not in table]
        leads = replace(replay.leads, table=table.reindex(columns=[*table, *others]))
        whole = replace(replay, leads=leads, activities=activities)
        stages = dict.fromkeys(_stages(history, self.rule, replay.as_of), _NONE)
        of_rule = Qualifying(whole, score, stages).unknown(self.rule)
        return tuple(dict.fromkeys([*of_rule, *unknown(score, activities.kinds, leads.table)]))


_NONE = Spells(*(np.empty(0, dtype=np.int64) for _ in range(3)))


def _stages(history: History, rule: Rule, as_of: pd.Timestamp) -> set[str]:
    """The stages that leads were in, where the rule asks for any."""
    if not any(isinstance(leaf, StageRule) for leaf in rule.leaves()):
        return set()
    return {FIRST_STAGE, *stage_entries(history, as_of)["stage"]}


def _doing(
    history: History, hands: Hands, named: list[str], since: pd.Timestamp | None
) -> pd.Series:
    """The leads that did any of some activities."""
    first_at = history.first_at if since is None else since
    return history.query(
        sql_text("hand_off/active"),
        settings=pd.DataFrame({"as_of": [hands.as_of], "since_at": [first_at]}),
        named=pd.DataFrame({"activity": pd.Series(named, dtype="str")}),
    )["lead_id"]


def _ids(history: History, hands: Hands, others: pd.Series, may_go: pd.Series | None) -> pd.Series:
    """The leads to ask: of Marketing's those that may go (None: all), and those of Sales."""
    held = hands.table
    if may_go is None:
        may_go = history.query("SELECT l.lead_id AS lead_id FROM leads AS l")["lead_id"]
    theirs = held["held_since"].notna() & ~held["is_won"] | held["is_given_back"]
    kept = held.loc[theirs & ~held["is_converted"], "lead_id"]
    return pd.concat([may_go[~among(may_go, others)], kept]).drop_duplicates()


def _observed(
    history: History, as_of: pd.Timestamp, ids: pd.Series, attributes: set[str]
) -> Observed:
    """Those of some leads that are known; none of them is converted."""
    columns = [*KNOWN, *(n for n in history.attributes if n in attributes and n not in KNOWN)]
    names = ", ".join(f"l.{quoted(name)} AS {quoted(name)}" for name in columns)
    table = history.query(
        f"SELECT {names} FROM leads AS l JOIN kept AS k ON k.lead_id = l.lead_id "
        "CROSS JOIN settings AS g WHERE l.created_at <= g.as_of ORDER BY l.lead_id",
        kept=pd.DataFrame({"lead_id": ids}),
        settings=_settings(as_of),
    )
    never = pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]")
    return Observed(table.assign(converted_at=never), as_of)


def _settings(as_of: pd.Timestamp) -> pd.DataFrame:
    return pd.DataFrame({"as_of": [as_of]})

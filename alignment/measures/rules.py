"""Who meets a rule, and when: rules replayed on the raw activities, by the same loop as scores."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import (
    ActivityRule,
    AllOf,
    AnyOf,
    AttributeRule,
    Rule,
    Score,
    ScoreRule,
    StageRule,
)
from alignment.errors import nearest
from alignment.history import History
from alignment.measures.attributes import unknown_attributes
from alignment.measures.journeys import sql_text
from alignment.measures.replay import Replay, told
from alignment.measures.replay.crossings import NEVER
from alignment.measures.replay.observed import times
from alignment.measures.replay.points import MICROS_A_DAY, NO_LIMIT, Points, unknown
from alignment.measures.replay.stays import HANDED_OFF, LEAD, RETURNED, stays
from alignment.measures.spells import Spells, in_stages

MOST_KEPT = 64
"""Conditions whose spells are kept, so that a rule changed in one of them is quick."""


@dataclass(frozen=True, eq=False)
class Qualifying:
    """Leads that any rule can be asked of; made by `Qualifying.of`.

    A lead is looked at from its creation to its conversion or as-of, as in the replay; nothing
    later counts.

    Parameters
    ----------
    replay : Replay
    score : Score
        What a rule on the score counts.
    stages : dict of str to Spells
        When leads were in each stage; only stages that some lead was in.
    teams : dict of str to str
        Who does each activity of a known lead: ``marketing``, ``sales`` or ``lead``; those that
        several do are absent.
    """

    replay: Replay
    score: Score
    stages: dict[str, Spells]
    teams: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, Spells] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, history: History, replay: Replay, score: Score) -> "Qualifying":
        """The leads of a replay, with the stages of its history."""
        settings = pd.DataFrame({"as_of": [replay.as_of]})
        done = history.query(sql_text("doers"), settings=settings)
        teams = dict(zip(done["activity"], done["team"], strict=True))
        return cls(replay, score, in_stages(history, replay.leads), teams)

    def qualified_at(self, rule: Rule) -> NDArray[np.datetime64]:
        """The first instant at which each lead of the replay meets a rule; NaT: never."""
        return times(self.spells(rule).first(len(self.replay.leads.created)))

    def spells(self, rule: Rule) -> Spells:
        """When leads meet a rule."""
        key = rule.model_dump_json()
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = self._found(rule)
        return self._kept[key]

    def _found(self, rule: Rule) -> Spells:
        match rule:
            case AllOf():
                return Spells.at_least(len(rule.all), [self.spells(part) for part in rule.all])
            case AnyOf():
                return Spells.at_least(1, [self.spells(part) for part in rule.any])
            case AttributeRule():
                return self._observed(self.replay.leads.meeting(rule))
            case ActivityRule():
                return self._of(self._counting(rule), min(rule.at_least, NO_LIMIT))
            case ScoreRule():
                points = self.replay.points(self.score)
                limit = points.limit(rule.score.at_least)
                return self._of(points, max(-NO_LIMIT, min(limit, NO_LIMIT)))
            case StageRule():
                return self.stages.get(rule.stage, _NONE)
        raise TypeError(f"there is no rule {type(rule).__name__}")

    def _observed(self, which: NDArray[np.bool_]) -> Spells:
        """All of the time that some leads are looked at."""
        leads = self.replay.leads
        who = np.flatnonzero(which & (leads.created < leads.until))
        return Spells(who, leads.created[who], leads.until[who])

    def _counting(self, rule: ActivityRule) -> Points:
        """One point for each time, within the rule's days."""
        kinds = self.replay.activities.kinds
        within = NO_LIMIT if rule.within_days is None else rule.within_days * MICROS_A_DAY
        return Points(
            units=1,
            each=np.array([kind == rule.activity for kind in kinds], dtype=np.int64),
            at_most=np.full(len(kinds), NO_LIMIT),
            fit=np.zeros(len(self.replay.leads.created), dtype=np.int64),
            window=min(within, NO_LIMIT),
        )

    def _of(self, points: Points, limit: int) -> Spells:
        """When leads have so many points or more."""
        leads = self.replay.leads
        found = stays(
            **self.replay.activities.counted(points),
            created=leads.created,
            until=leads.until,
            fit=points.fit,
            each=points.each,
            at_most=points.at_most,
            window=points.window,
            up=limit,
            down=limit,
            cooldown=0,
            who=np.arange(len(leads.created)),
        )
        lead, ends = found[:, LEAD], found[:, RETURNED]
        return Spells(lead, found[:, HANDED_OFF], np.where(ends == NEVER, leads.until[lead], ends))

    def unknown(self, rule: Rule) -> tuple[str, ...]:
        """What a rule names that this history does not hold, each as a sentence."""
        return tuple(dict.fromkeys(self._unknown(rule)))

    def _unknown(self, rule: Rule) -> Iterator[str]:
        kinds = self.replay.activities.kinds
        for leaf in rule.leaves():
            match leaf:
                case ActivityRule() if leaf.activity not in kinds:
                    advice = nearest(leaf.activity, kinds)
                    yield f"This history holds no activity {leaf.activity!r}. {advice}"
                case ScoreRule():
                    yield from unknown(self.score, kinds, self.replay.leads.table)
                case StageRule() if leaf.stage not in self.stages:
                    known = [terms.STAGE_LABELS[stage] for stage in self.stages]
                    held = f"There is: {', '.join(known)}." if known else "There is none."
                    yield f"No lead was ever in stage {terms.STAGE_LABELS[leaf.stage]}. {held}"
        yield from unknown_attributes(rule, self.replay.leads.table)

    def todays(self, *rules: Rule, what: str = "The rule") -> tuple[str, ...]:
        """Which attributes rules read, of which only today's values are known; `what` rests on
        them."""
        leaves = [leaf for rule in rules for leaf in rule.leaves()]
        if any(isinstance(leaf, ScoreRule) for leaf in leaves):
            leaves += [line.when for line in self.score.fit]
        return tuple(told.todays(leaves, what=what))


_NONE = Spells(*(np.empty(0, dtype=np.int64) for _ in range(3)))

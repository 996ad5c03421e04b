"""Laws of the hand-off: it is what a plain program finds, and later rows change nothing."""

from dataclasses import replace
from datetime import datetime
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment import terms
from alignment.agreement import Agreement, Rule, Score
from alignment.measures import narrowing
from alignment.measures.hand_off import HandOff, asked
from alignment.measures.hand_off.hands import Hands
from alignment.measures.replay import prepare
from alignment.measures.replay.observed import instant
from alignment.measures.rules import Qualifying
from tests.hand_off_oracle import each
from tests.replay_cases import KINDS, ZONE, Case, instants, scores, spread
from tests.rule_cases import rules

steady = settings(max_examples=5, phases=[Phase.explicit, Phase.generate])
seeds, limits = st.integers(0, 10_000), st.integers(1, 3)


def crowd(seed: int) -> Case:
    """Forty leads that move through stages, also at one instant and before they are."""
    rng = Random(seed)
    case = spread(rng.choice, 40, 10, KINDS)
    stages = (*terms.STAGES[1:5], "mql", "recycled", "recycled", "disqualified")
    times = [at for _, at, *_ in (*case.activities, *case.leads)]
    moves = [
        (who, rng.choice(times), rng.choice(stages))
        for who, *_ in case.leads
        for _ in range(rng.choice((0, 0, 1, 2, 3, 5)))
    ]
    return replace(case, changes=case.changes + tuple(moves))


def agreed(score: Score, rule: Rule | None, limit_days: int = 2) -> Agreement:
    return Agreement.draft(zone=ZONE).changed(
        score=score,
        rules={"mql": {"agreed": rule}},
        service_levels={"nurture_limit_days": limit_days},
    )


@steady
@given(seeds, instants, scores(), st.none() | rules, limits)
def test_the_lists_are_those_of_a_plain_program(
    seed: int, as_of: datetime, score: Score, rule: Rule | None, limit_days: int
) -> None:
    case, agreement = crowd(seed), agreed(score, rule, limit_days)
    found = HandOff.of(case.history(), agreement, pd.Timestamp(as_of))
    leads = list(each(case, agreement, narrowing.hand_off_rule(agreement), as_of))
    goes = {one.lead.lead_id: len(one.stays) + 1 for one in leads if one.goes}
    shown = found.to_sales.table
    assert dict(zip(shown["lead_id"], shown["episode"], strict=True)) == goes
    back = found.back.table
    expected = {one.lead.lead_id: one.why_back for one in leads if one.why_back}
    assert dict(zip(back["lead_id"], back["why"], strict=True)) == expected


@steady
@given(seeds, instants, scores(), rules)
def test_what_is_narrowed_is_answered_as_from_the_whole(
    seed: int, as_of: datetime, score: Score, rule: Rule
) -> None:
    history, agreement, at = crowd(seed).history(), agreed(score, rule), pd.Timestamp(as_of)
    with pytest.MonkeyPatch.context() as patch:  # so that a few days are a long time
        patch.setattr(narrowing, "LATELY_DAYS", 1)
        patch.setattr(narrowing, "SLACK_DAYS", 0)
        patch.setattr(asked, "LATELY_DAYS", 1)
        few = asked.Asked.of(history, agreement, Hands.of(history, agreement, at))
        lately = set(few.ids[few.met_lately & few.is_marketings])
    replay = prepare(history, at, 2)
    whole = Qualifying.of(history, replay, score)
    ids = replay.leads.table["lead_id"]
    now = np.full(len(ids), instant(at))
    spells = whole.spells(rule)
    meets = dict(zip(ids, spells.hold_at(np.arange(len(ids)), now), strict=True))
    ended = ids.iloc[spells.lead[spells.ends > instant(at - pd.Timedelta(days=1))]]
    free = set(ids[replay.leads.table["converted_at"].isna()])
    hands = Hands.of(history, agreement, at)
    is_theirs = hands.are_marketings(score.cooldown_days)
    others = set(hands.table.loc[~is_theirs, "lead_id"])
    assert {who for who, is_met in zip(few.ids, few.meets, strict=True) if is_met} >= {
        who for who in free - others if meets[who]
    }
    assert all(meets[who] == is_met for who, is_met in zip(few.ids, few.meets, strict=True))
    assert lately == {who for who in set(ended) & free - others if not meets[who]}
    for who, held in zip(few.ids, few.scored(few.ids).to_dict("records"), strict=True):
        assert held["score"] == replay.explain(score, who, at).figures["score"]


@settings(steady, max_examples=3)
@given(seeds, instants, scores(), st.none() | rules)
def test_rows_dated_later_change_nothing_of_a_hand_off(
    seed: int, as_of: datetime, score: Score, rule: Rule | None
) -> None:
    case, at, agreement = crowd(seed), pd.Timestamp(as_of), agreed(score, rule)
    now, then = (HandOff.of(held.history(), agreement, at) for held in (case, case.by(as_of)))
    for name in ("to_sales", "back", "overdue"):
        one, other = getattr(now, name), getattr(then, name)
        assert (one.sentence, one.figures) == (other.sentence, other.figures)
        pd.testing.assert_frame_equal(one.table, other.table)

"""What Sales makes of a hand-off: whom it reaches when, what becomes of it, and what it writes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment import terms
from alignment.sample.clock import (
    DAY,
    END,
    FRIDAY,
    Seconds,
    at_work,
    seconds,
    weekday,
    worked_later,
)  # fmt: skip
from alignment.sample.events import CODE, Codes, Events, events, joined
from alignment.sample.people import REGIONS, SENIORITIES, STRICT_OWNER, People
from alignment.sample.truth import TRUTH

NEVER = 2**40
"""An instant that no history reaches."""
CALLS_RECORDED_FROM = seconds("2025-02-01")
DEALS_RECORDED_FROM = seconds("2025-01-15")
REVIEW_FROM = seconds("2026-09-01")
"""The last month, in which Sales is short of people."""

REASONS = (*terms.RECYCLE_REASONS, *terms.DISQUALIFY_REASONS)
LEVELS = ("sal", "sql", "opportunity", "customer")
REJECTED, ACCEPTED, QUALIFIED, OFFERED, WON = range(5)
UNTOUCHED = -1

_USUAL_ODDS = 1.0
_HOURS_TO_TOUCH, _SPREAD = 1.9, 1.1
_SLOW_REGION, _SLOW_MONTH = 4.0, 2.4
_FRIDAY_LEFT = 0.7
_UNTOUCHED_IN_REVIEW = 0.16
_STUCK_SHARE = 0.12
_DAYS = {"rejected": 3.0, "accepted": 16.0, "sql": 7.0, "qualified": 20.0, "offer": 6.0,
         "won": 31.0, "lost": 42.0}  # fmt: skip
_LONGEST_CHASE = 45 * DAY
_FURTHER_TOUCHES = np.array([2.2, 4.5, 6.5, 9.0, 11.0])
_RETURN_REASONS = {
    REJECTED: {"no interest": 0.32, "no response": 0.36, "bad timing": 0.2,
               "product limitation": 0.12},
    ACCEPTED: {"no budget": 0.28, "no response": 0.27, "bad timing": 0.27, "evaluating": 0.18},
    QUALIFIED: {"no budget": 0.34, "bad timing": 0.28, "evaluating": 0.26,
                "product limitation": 0.12},
    OFFERED: {"no budget": 0.3, "bad timing": 0.25, "evaluating": 0.25,
              "product limitation": 0.2},
}  # fmt: skip
_OUT_REASONS = {"no authority": 0.36, "bad data": 0.28, "left the company": 0.16,
                "competitor": 0.2}  # fmt: skip
_OUT_SHARE = np.array([0.30, 0.08, 0.06, 0.25, 0.0])


@dataclass(frozen=True)
class Stays:
    """Stays of leads in Sales; every field has one entry a hand-off.

    `level` is UNTOUCHED, REJECTED … WON; times that never come are NEVER; `reason` indexes
    REASONS, -1 for none; `is_out` tells a disqualified from a recycled lead.
    """

    lead: Codes
    handed_off: Seconds
    level: Codes
    touched: Seconds
    accepted: Seconds
    qualified: Seconds
    offered: Seconds
    closed: Seconds
    returned: Seconds
    is_out: NDArray[np.bool_]
    reason: Codes


def stays(
    people: People,
    lead: Codes,
    handed_off: Seconds,
    log_odds: NDArray[np.float64],
    rng: np.random.Generator,
) -> Stays:
    """What becomes of these hand-offs (`log_odds` as of each hand-off, without waiting)."""
    hours = _hours_to_touch(people, lead, handed_off, log_odds, rng)
    level = _levels(people, lead, log_odds, hours, handed_off, rng)
    touched = np.where(level == UNTOUCHED, NEVER, worked_later(handed_off, hours))
    clock = np.where(level == UNTOUCHED, handed_off, touched)  # NEVER has no working day
    accepted, qualified, offered, closed, returned = _steps(level, clock, rng)
    is_stuck = (level == ACCEPTED) & (rng.random(lead.size) < _STUCK_SHARE)
    is_out, reason = _reasons(people, lead, level, rng)
    return Stays(
        lead=lead,
        handed_off=handed_off,
        level=level,
        touched=touched,
        accepted=np.where(level >= ACCEPTED, accepted, NEVER),
        qualified=np.where(level >= QUALIFIED, qualified, NEVER),
        offered=np.where(level >= OFFERED, offered, NEVER),
        closed=np.where(level >= OFFERED, closed, NEVER),
        returned=np.where(is_stuck, NEVER, returned),
        is_out=is_out,
        reason=reason,
    )


def _steps(level: Codes, touched: Seconds, rng: np.random.Generator) -> tuple[Seconds, ...]:
    """When each stay would be accepted, qualified, offered, closed and returned."""
    accepted = at_work(touched + rng.integers(300, 5400, level.size), rng)
    qualified = _later("sql", accepted, rng)
    offered = _later("offer", qualified, rng)
    closed = np.where(level == WON, _later("won", offered, rng), _later("lost", offered, rng))
    ends = {
        REJECTED: _later("rejected", touched, rng),
        ACCEPTED: _later("accepted", accepted, rng),
        QUALIFIED: _later("qualified", qualified, rng),
        OFFERED: closed + 120,
    }
    returned = np.select([level == held for held in ends], list(ends.values()), NEVER)
    return accepted, qualified, offered, closed, returned


def _hours_to_touch(
    people: People,
    lead: Codes,
    handed_off: Seconds,
    log_odds: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    hours = rng.lognormal(np.log(_HOURS_TO_TOUCH), _SPREAD, lead.size)
    hours *= np.exp(-TRUTH.hot_first * (log_odds - _USUAL_ODDS))
    hours *= np.where(people.region[lead] == REGIONS.index("Nordics"), _SLOW_REGION, 1.0)
    hours *= np.where(handed_off >= REVIEW_FROM, _SLOW_MONTH, 1.0)
    is_left = (weekday(handed_off) == FRIDAY) & (rng.random(lead.size) < _FRIDAY_LEFT)
    return np.minimum(hours + is_left * rng.uniform(4, 13, lead.size), 400)


def _levels(
    people: People,
    lead: Codes,
    log_odds: NDArray[np.float64],
    hours: NDArray[np.float64],
    handed_off: Seconds,
    rng: np.random.Generator,
) -> Codes:
    pull = log_odds + TRUTH.late_contact * np.log1p(hours / 8) + rng.logistic(size=lead.size)
    level = np.zeros(lead.size, dtype=np.int64)
    for stage in LEVELS:
        level += pull + TRUTH.intercept[stage] > 0
    is_strict = people.owner[lead] == STRICT_OWNER
    level[is_strict & (rng.random(lead.size) < TRUTH.strict_rejection_share)] = REJECTED
    share = np.where(handed_off >= REVIEW_FROM, _UNTOUCHED_IN_REVIEW, TRUTH.untouched_share)
    level[rng.random(lead.size) < share] = UNTOUCHED
    return level


def _later(step: str, at: Seconds, rng: np.random.Generator) -> Seconds:
    days = rng.lognormal(np.log(_DAYS[step]), 0.75, at.size)
    return at_work(at + (days * DAY).astype(np.int64), rng)


def _reasons(
    people: People, lead: Codes, level: Codes, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], Codes]:
    is_student = people.seniority[lead] == SENIORITIES.index("student")
    share = _OUT_SHARE[level] + np.where(is_student & (level == REJECTED), 0.45, 0.0)
    is_out = (level >= REJECTED) & (level < WON) & (rng.random(lead.size) < share)
    reason = np.full(lead.size, -1, dtype=np.int64)
    for held, weights in _RETURN_REASONS.items():
        reason[level == held] = _drawn(weights, int((level == held).sum()), rng)
    reason[is_out] = _drawn(_OUT_REASONS, int(is_out.sum()), rng)
    is_personal = is_out & is_student & (rng.random(lead.size) < 0.8)
    reason[is_personal] = REASONS.index("personal use")
    return is_out, reason


def _drawn(weights: dict[str, float], n: int, rng: np.random.Generator) -> Codes:
    shares = np.array(list(weights.values()))
    return rng.choice([REASONS.index(word) for word in weights], n, p=shares / shares.sum())


def touches(held: Stays, rng: np.random.Generator) -> Events:
    """The activities of Sales in these stays, as far as they were recorded."""
    lead, touched = held.lead, held.touched
    is_touched = held.level != UNTOUCHED
    n_further = rng.poisson(_FURTHER_TOUCHES[np.maximum(held.level, 0)]) * is_touched
    which = np.repeat(np.arange(lead.size), n_further)
    ended = np.minimum(held.returned, held.closed)[which]
    ended = np.minimum(ended, at_work(touched[which] + _LONGEST_CHASE, rng))
    span = ended - touched[which]
    later = touched[which] + (rng.random(which.size) * span).astype(np.int64)
    later = np.minimum(at_work(later, rng), ended)
    is_sql, is_offer = held.level >= QUALIFIED, held.level >= OFFERED
    found = joined(
        [
            _contacts(lead[is_touched], touched[is_touched], (0.52, 0.33, 0.15), rng),
            _contacts(lead[which], later, (0.36, 0.34, 0.30), rng),
            events("call", lead[is_sql], held.qualified[is_sql]),
            events("meeting", lead[is_offer], held.offered[is_offer]),
        ]
    )
    return found.where((found.at >= CALLS_RECORDED_FROM) & (found.at < END))


def _contacts(
    lead: Codes, at: Seconds, shares: tuple[float, ...], rng: np.random.Generator
) -> Events:
    kinds = [CODE[name] for name in ("call_attempt", "call", "sales_email")]
    found = events("call", lead, at)
    kind = rng.choice(kinds, lead.size, p=shares)
    return Events(found.lead, found.at, kind, found.asset, found.campaign, found.is_bot)

"""The older policy that handed leads over, and the log-odds that they carried then."""

import numpy as np
from numpy.typing import NDArray

from alignment.sample.campaigns import SOURCES
from alignment.sample.clock import DAY, Seconds
from alignment.sample.events import CODE, Codes, Events
from alignment.sample.people import SENIORITIES, People
from alignment.sample.truth import TRUTH

OLD_POINTS = {"web_visit": 1, "white_paper": 5, "webinar": 20, "event_stand": 30}
OLD_THRESHOLD = 40
OLD_FORM = "form_fill"
_SPAN = 2**33  # more than any instant: lead · _SPAN + instant sorts by lead, then time


def triggers(held: Events) -> Events:
    """The activities at which the older policy says "hand over", of events in order.

    Score of the 30 days up to and including the activity at 40 or more, or a form filled in;
    activities marked as a bot's count for nothing.
    """
    human = held.where(~held.is_bot)
    points = np.zeros(len(CODE), dtype=np.int64)
    for name, worth in OLD_POINTS.items():
        points[CODE[name]] = worth
    total = np.concatenate([[0], np.cumsum(points[human.activity])])
    keys = human.lead * _SPAN + human.at
    before = np.searchsorted(keys, keys - TRUTH.window_days * DAY, side="right")
    score = total[1:] - total[before]
    return human.where((score >= OLD_THRESHOLD) | (human.activity == CODE[OLD_FORM]))


def first_after(found: Events, not_before: Seconds) -> Events:
    """The first trigger of each lead at or after its `not_before` (one entry a lead)."""
    allowed = found.where(found.at >= not_before[found.lead])
    return allowed.where(np.unique(allowed.lead, return_index=True)[1])


def log_odds(held: Events, people: People, lead: Codes, at: Seconds) -> NDArray[np.float64]:
    """The truth's log-odds, without intercept and waiting time, of each lead at an instant.

    Parameters
    ----------
    held : Events
        In order.
    lead, at : array
        One entry a hand-off.
    """
    human = held.where(~held.is_bot)
    found = np.zeros(lead.size)
    for name, weight in TRUTH.engagement.items():
        counts = _counts(human.where(human.activity == CODE[name]), lead, at)
        found += weight.log_odds * np.minimum(counts, weight.at_most)
    return found + _fit(people)[lead]


def _counts(held: Events, lead: Codes, at: Seconds) -> Codes:
    keys = held.lead * _SPAN + held.at
    until = np.searchsorted(keys, lead * _SPAN + at, side="right")
    return until - np.searchsorted(keys, lead * _SPAN + at - TRUTH.window_days * DAY, side="right")


def _fit(people: People) -> NDArray[np.float64]:
    seniority, fit = people.seniority, TRUTH.fit
    by_seniority = np.zeros(len(SENIORITIES))
    by_seniority[:2] = fit["seniority c_level or director"]
    by_seniority[2] = fit["seniority manager"]
    by_seniority[4] = fit["seniority student"]
    by_source = np.array([TRUTH.source.get(name, 0.0) for name in SOURCES])
    is_large = np.nan_to_num(people.n_employees) >= 50
    return (
        by_seniority[seniority]
        + fit["n_employees at least 50"] * is_large
        + fit["budget true"] * (people.budget == 1)
        + by_source[people.source]
    )

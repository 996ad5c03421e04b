"""What leads do before and beside Sales: visits, downloads, events, forms, mail, and bots."""

import numpy as np
from numpy.typing import NDArray

from alignment.sample import campaigns
from alignment.sample.campaigns import CAMPAIGNS, POSTER, SOURCES
from alignment.sample.clock import DAY, END, HOUR, START, Seconds, at_human_hours, seconds
from alignment.sample.events import (
    ASSET,
    CODE,
    FORMS,
    MAILS,
    NEWSLETTERS,
    PAGES,
    PAPERS,
    Codes,
    Events,
    events,
    joined,
)  # fmt: skip
from alignment.sample.people import People
from alignment.sample.truth import TRUTH

_PER_WAVE = {
    "web_visit": 4.6, "white_paper": 0.28, "webinar": 0.22, "event_stand": 0.16,
    "pricing_page": 0.26, "form_fill": 0.16,
}  # fmt: skip
"""Activities that a lead of middling need makes in one wave of interest."""
_FIRST_FORM = {
    "organic_search": 0.48, "paid_search": 0.50, "paid_social": 0.24, "webinar": 0.28,
    "event_stand": 0.26, "referral": 0.80, "white_paper_download": 0.34, "cold_list": 0.075,
}  # fmt: skip
"""Forms filled in about the first wave."""
_INTEREST = {"cold_list": 0.30, "paid_social": 0.65, "referral": 1.35}
"""How much of the usual a source's leads do."""
_LATER_WAVES = 0.75
_DAYS_TO_LATER_WAVE = 110
_OPENS, _CLICKS_OF_OPENED = -0.55, 0.24
_STORM = ("2026-03-09", "2026-03-28")
_STORMED_SHARE, _UNMARKED_SHARE = 0.045, 0.10


def engagement(people: People, rng: np.random.Generator) -> Events:
    """All that leads and the mail machine do, unordered, before Sales makes a difference."""
    lead, starts, is_first = _waves(people, rng)
    strength = np.exp(TRUTH.need * people.need) * _of_source(people, _INTEREST, 1.0)
    made = [_acts(name, people, lead, starts, is_first, strength, rng) for name in _PER_WAVE]
    held = joined([*made, *_arrival_acts(people, rng), *_mail(people, rng)])
    # a duplicate record gathers little: the person's traces lie with the earlier one
    kept = (people.duplicate_of[held.lead] < 0) | (rng.random(len(held)) < 0.3)
    kept &= (held.at >= START) & (held.at < END)
    return joined([held.where(kept), _bots(people, rng)])


def _of_source(people: People, held: dict[str, float], usual: float) -> NDArray[np.float64]:
    return np.array([held.get(name, usual) for name in SOURCES])[people.source]


def _waves(people: People, rng: np.random.Generator) -> tuple[Codes, Seconds, NDArray[np.bool_]]:
    n = len(people)
    later = rng.poisson(_LATER_WAVES * _of_source(people, {"cold_list": 0.5}, 1.0))
    again = np.repeat(np.arange(n), later)
    wait = 15 + rng.exponential(_DAYS_TO_LATER_WAVE, again.size)
    starts = people.created[again] + (wait * DAY).astype(np.int64)
    lead = np.concatenate([np.arange(n), again])
    return lead, np.concatenate([people.created, starts]), np.arange(lead.size) < n


def _acts(
    name: str,
    people: People,
    lead: Codes,
    starts: Seconds,
    is_first: NDArray[np.bool_],
    strength: NDArray[np.float64],
    rng: np.random.Generator,
) -> Events:
    rate = _PER_WAVE[name] * strength[lead]
    if name == "form_fill":
        first = _of_source(people, _FIRST_FORM, 0.0) * np.exp(0.4 * people.need)
        first[people.campaign == POSTER] = 1.1
        rate = np.where(is_first, first[lead], rate)
    wave = np.repeat(np.arange(lead.size), rng.poisson(rate))
    days = rng.exponential(7, wave.size)
    is_before = is_first[wave] & (rng.random(wave.size) < 0.2) & (name != "form_fill")
    wanted = starts[wave] + (np.where(is_before, -days, days) * DAY).astype(np.int64)
    own = np.where(is_first[wave], people.campaign[lead[wave]], -1)
    if name == "form_fill":
        at_once = is_first[wave] & (rng.random(wave.size) < 0.6)
        hour = np.maximum(at_human_hours(wanted, rng), starts[wave] + HOUR)
        wanted = np.where(at_once, starts[wave] + 30, hour)
        return events(name, lead[wave], wanted, _forms(own, rng), own)
    return _placed(name, lead[wave], wanted, own, rng)


def _forms(campaign: Codes, rng: np.random.Generator) -> Codes:
    usual = rng.choice([ASSET[form] for form in FORMS], campaign.size, p=(0.5, 0.3, 0.2))
    return np.where(campaign == POSTER, ASSET["poster order"], usual)


def _placed(
    name: str, lead: Codes, wanted: Seconds, own: Codes, rng: np.random.Generator
) -> Events:
    """Activities wished for at a time, put where they can happen."""
    if name == "webinar":
        return _attended(lead, wanted, rng)
    if name == "event_stand":
        return _at_fairs(lead, wanted, rng)
    at = at_human_hours(wanted, rng)
    if name == "white_paper":
        paper = rng.choice([ASSET[paper] for paper in PAPERS], lead.size)
        return events(name, lead, at, paper, campaigns.running("white_paper_download", at))
    if name == "pricing_page":
        return events(name, lead, at, ASSET["/pricing"])
    return events(name, lead, at, rng.choice([ASSET[page] for page in PAGES], lead.size), own)


def _attended(lead: Codes, wanted: Seconds, rng: np.random.Generator) -> Events:
    held = campaigns.webinars()
    number = np.searchsorted(held, wanted)
    once = np.unique(np.where(number < held.size, lead * held.size + number, -1))
    lead, number = np.divmod(once[once >= 0], held.size)
    at = held[number] + rng.integers(0, 600, lead.size)
    campaign = campaigns.running("webinar", at)
    return events("webinar", lead, at, _names_of(campaign), campaign)


def _at_fairs(lead: Codes, wanted: Seconds, rng: np.random.Generator) -> Events:
    fairs = np.array(campaigns.of_source("event_stand"))
    opened = np.array([campaigns.span(index)[0] for index in fairs])
    number = np.minimum(np.searchsorted(opened, wanted), fairs.size - 1)
    wait = opened[number] - wanted
    once = np.unique((lead * fairs.size + number)[(wait >= 0) & (wait < 60 * DAY)])
    lead, number = np.divmod(once, fairs.size)
    at = opened[number] + rng.integers(0, 2, lead.size) * DAY + 9 * HOUR
    campaign = fairs[number]
    at = at + rng.integers(0, 8 * HOUR, lead.size)
    return events("event_stand", lead, at, _names_of(campaign), campaign)


def _names_of(campaign: Codes) -> Codes:
    return np.array([ASSET[held.name] for held in CAMPAIGNS])[campaign]


def _arrival_acts(people: People, rng: np.random.Generator) -> list[Events]:
    """What made the lead known: the stand it stood at, the paper it took, its webinar."""
    of = {name: np.flatnonzero(people.source == code) for code, name in enumerate(SOURCES)}
    stood, took = of["event_stand"], of["white_paper_download"]
    came = of["webinar"][rng.random(of["webinar"].size) < 0.75]
    fair, paper = people.campaign[stood], people.campaign[took]
    return [
        events("event_stand", stood, people.created[stood], _names_of(fair), fair),
        events("white_paper", took, people.created[took], ASSET[PAPERS[0]], paper),
        _attended(came, people.created[came], rng),
    ]


def _mail(people: People, rng: np.random.Generator) -> list[Events]:
    reached = np.flatnonzero(people.has_email)
    leads, sent, assets = [], [], []
    for mail, day in zip(MAILS, (1, 5, 12), strict=True):
        leads.append(reached)
        sent.append((people.created[reached] // DAY + day) * DAY + 9 * HOUR + 1800)
        assets.append(np.full(reached.size, ASSET[mail]))
    until = people.created + (rng.exponential(120, len(people)) * DAY).astype(np.int64)
    for month, name in enumerate(NEWSLETTERS):
        day = seconds(str(np.datetime64("2024-10") + month) + "-08") + 10 * HOUR
        here = reached[(people.created[reached] < day) & (until[reached] >= day)]
        leads.append(here)
        sent.append(np.full(here.size, day))
        assets.append(np.full(here.size, ASSET[name]))
    lead, asset = np.concatenate(leads), np.concatenate(assets)
    at = np.concatenate(sent) + rng.integers(0, 900, lead.size)
    mails = events("email_sent", lead, at, asset)
    return [mails, *_responses(people, mails, rng)]


def _responses(people: People, mails: Events, rng: np.random.Generator) -> list[Events]:
    cold = _of_source(people, {"cold_list": 1.3}, 0.0)
    odds = _OPENS + 0.45 * people.need - cold
    is_opened = rng.random(len(mails)) < 1 / (1 + np.exp(-odds[mails.lead]))
    opened = mails.where(is_opened)
    at = opened.at + (rng.exponential(5 * HOUR, len(opened))).astype(np.int64)
    # whoever would open in the small hours opens after breakfast
    at = np.where((at % DAY < 6 * HOUR) | (at % DAY >= 23 * HOUR), at + 9 * HOUR, at)
    is_clicked = rng.random(len(opened)) < _CLICKS_OF_OPENED
    clicked = opened.where(is_clicked)
    clicked_at = at[is_clicked] + rng.integers(10, 240, len(clicked))
    return [
        events("email_open", opened.lead, at, opened.asset),
        events("email_click", clicked.lead, clicked_at, clicked.asset),
    ]


def _bots(people: People, rng: np.random.Generator) -> Events:
    """The month in which mail scanners clicked every link, most of them marked as bots."""
    first, last = (seconds(day) for day in _STORM)
    is_hit = people.has_email & (people.created < first) & (people.duplicate_of < 0)
    hit = np.flatnonzero(is_hit & (rng.random(len(people)) < _STORMED_SHARE))
    is_marked = rng.random(len(people)) >= _UNMARKED_SHARE
    burst = np.repeat(hit, rng.integers(1, 4, hit.size))
    starts = rng.integers(first // DAY, last // DAY, burst.size) * DAY
    starts = starts + rng.integers(0, DAY, burst.size)
    parts = []
    for name, least, most in (("email_click", 6, 15), ("web_visit", 8, 22)):
        which = np.repeat(np.arange(burst.size), rng.integers(least, most, burst.size))
        at = starts[which] + rng.integers(0, 90, which.size)
        page = rng.choice([ASSET[page] for page in PAGES], which.size)
        asset = np.full(which.size, ASSET["Newsletter 2026-03"]) if "email" in name else page
        parts.append(events(name, burst[which], at, asset))
    held = joined(parts)
    return Events(
        held.lead, held.at, held.activity, held.asset, held.campaign, is_marked[held.lead]
    )


MAIL_CODES = tuple(CODE[name] for name in ("email_sent", "email_open", "email_click"))

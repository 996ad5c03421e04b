"""One chunk of the sample: leads, what they did, what Sales made of it, as five tables' rows."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from alignment import terms
from alignment.sample import events, handoff, names, selling
from alignment.sample.campaigns import CAMPAIGNS, SOURCES
from alignment.sample.clock import DAY, END, Seconds, at_work, to_utc
from alignment.sample.engagement import MAIL_CODES, engagement
from alignment.sample.events import Codes, Events, joined, taken
from alignment.sample.people import INDUSTRIES, OWNERS, REGIONS, SENIORITIES, People, people
from alignment.sample.selling import NEVER, WON, Stays

Moves = tuple[Codes, Seconds, Codes, Codes, Codes]
"""Lead, instant, stage, reason and team of stage changes; -1 in reason is none."""
_MOST_STAYS = 3
_COOLDOWN_DAYS = 14
_STAYS_ACTIVE_SHARE = 0.3
_STAGES = (*terms.STAGES, *terms.DETOURS)
_MEDIAN_AMOUNT, _AMOUNT_SPREAD = 18_000, 0.65


def chunk(n: int, first_number: int, seed: np.random.SeedSequence) -> dict[str, pa.Table]:
    """The rows of `n` leads, the first numbered `first_number`, in the history's order."""
    rngs = [np.random.default_rng(child) for child in seed.spawn(4)]
    held = people(n, rngs[0])
    engaged = engagement(held, rngs[1]).in_order()
    stays = _all_stays(held, engaged, rngs[2])
    numbers = np.arange(first_number, first_number + n)
    ids = pa.array([f"L{number:07d}" for number in numbers.tolist()])
    touched = joined([selling.touches(stay, rngs[2]) for stay in stays])
    lively = engaged.where(_still_active(engaged, held, stays, rngs[3]))
    acts = joined([lively, touched]).in_order()
    return {
        "leads": _leads(held, ids, numbers, stays),
        "activities": events.table(acts, ids, _instants(acts.at), _actors(acts, held)),
        "stage_changes": _stage_changes(held, stays, ids, rngs[3]),
        "deals": _deals(held, stays, ids, numbers, rngs[3]),
    }


def _all_stays(held: People, engaged: Events, rng: np.random.Generator) -> list[Stays]:
    found = handoff.triggers(engaged)
    not_before = np.where(held.duplicate_of < 0, held.created, NEVER)
    stays = []
    for _ in range(_MOST_STAYS):
        due = handoff.first_after(found, not_before)
        at = due.at + rng.integers(60, 1200, len(due))
        lead, at = due.lead[at < END], at[at < END]
        odds = handoff.log_odds(engaged, held, lead, at)
        stay = selling.stays(held, lead, at, odds, rng)
        stays.append(stay)
        not_before = np.full(len(held), NEVER)
        comes_back = (stay.returned < NEVER) & ~stay.is_out
        not_before[lead[comes_back]] = stay.returned[comes_back] + _COOLDOWN_DAYS * DAY
    return stays


def _still_active(
    engaged: Events, held: People, stays: list[Stays], rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Customers and disqualified leads get no more campaign mail and seldom come by."""
    over = np.full(len(held), NEVER)
    for stay in stays:
        is_over = (stay.level == WON) | stay.is_out
        end = np.where(stay.level == WON, stay.closed, stay.returned)
        over[stay.lead[is_over]] = end[is_over]
    is_mail = np.isin(engaged.activity, MAIL_CODES)
    comes_by = ~is_mail & (rng.random(len(engaged)) < _STAYS_ACTIVE_SHARE)
    return (engaged.at <= over[engaged.lead]) | comes_by


def _instants(at: Seconds) -> pa.Array:
    # far-off instants stand for "never" and are masked by the caller
    return pa.array(to_utc(np.minimum(at, END)), pa.timestamp("us"), mask=at >= END)


def _actors(acts: Events, held: People) -> pa.Array:
    words = (*OWNERS, "Marketing automation")
    teams = np.array(events.TEAMS)[acts.activity]
    codes = np.select(
        [teams == "sales", teams == "marketing"], [held.owner[acts.lead], len(OWNERS)], -1
    )
    return taken(words, codes)


def _leads(held: People, ids: pa.Array, numbers: Codes, stays: list[Stays]) -> pa.Table:
    owner = np.full(len(held), -1)
    handed_off = stays[0].lead
    owner[handed_off] = held.owner[handed_off]
    email_of = np.where(held.duplicate_of < 0, np.arange(len(held)), held.duplicate_of)
    emails = names.emails(
        held.first[email_of], held.last[email_of], held.company[email_of], numbers[email_of]
    )
    return pa.table(
        {
            "lead_id": ids,
            "created_at": _instants(held.created),
            "source": taken(SOURCES, held.source),
            "campaign_id": taken([c.campaign_id for c in CAMPAIGNS], held.campaign),
            "owner": taken(OWNERS, owner),
            "name": names.full_names(held.first[email_of], held.last[email_of]),
            "email": pa.array(emails, mask=~held.has_email),
            "company": taken(names.COMPANIES, held.company[email_of]),
            "job_title": names.titles(held.seniority, numbers),
            "seniority": taken(SENIORITIES, held.seniority),
            "country": taken(names.COUNTRIES, held.country),
            "region": taken(REGIONS, held.region),
            "industry": taken(INDUSTRIES, held.industry),
            "n_employees": pa.array(held.n_employees, from_pandas=True),
            "budget": pa.array(held.budget == 1, mask=held.budget < 0),
        }
    )


def _stage_changes(
    held: People, stays: list[Stays], ids: pa.Array, rng: np.random.Generator
) -> pa.Table:
    """Every recorded change, in order."""
    n = len(held)
    twice = np.flatnonzero(held.duplicate_of >= 0)
    found_out = at_work(held.created[twice] + rng.integers(1, 6, twice.size) * DAY, rng)
    rows = [
        _moves("lead", "marketing", np.arange(n), held.created),
        _moves("disqualified", "marketing", twice, found_out, selling.REASONS.index("duplicate")),
    ]
    for stay in stays:
        rows += _moves_of(stay)
    lead, at, stage_code, reason, team = (np.concatenate(held) for held in zip(*rows, strict=True))
    order = np.lexsort((stage_code, at, lead))
    order = order[at[order] < END]
    return pa.table(
        {
            "lead_id": ids.take(lead[order]),
            "changed_at": _instants(at[order]),
            "stage": taken(_STAGES, stage_code[order]),
            "reason": taken(selling.REASONS, reason[order]),
            "team": taken(terms.TEAMS, team[order]),
        }
    )


def _moves_of(stay: Stays) -> list[Moves]:
    won = np.where(stay.level == WON, stay.closed, NEVER)
    won = np.where(won < selling.DEALS_RECORDED_FROM, NEVER, won)
    recycled = np.where(stay.is_out, NEVER, stay.returned)
    out = np.where(stay.is_out, stay.returned, NEVER)
    return [
        _moves("mql", "marketing", stay.lead, stay.handed_off),
        _moves("sal", "sales", stay.lead, stay.accepted),
        _moves("sql", "sales", stay.lead, stay.qualified),
        _moves("opportunity", "sales", stay.lead, stay.offered),
        _moves("customer", "sales", stay.lead, won),
        _moves("recycled", "sales", stay.lead, recycled, stay.reason),
        _moves("disqualified", "sales", stay.lead, out, stay.reason),
    ]


def _moves(stage: str, team: str, lead: Codes, at: Seconds, reason: Codes | int = -1) -> Moves:
    n = lead.size
    reasons = np.broadcast_to(np.asarray(reason, dtype=np.int64), (n,))
    return lead, at, np.full(n, _STAGES.index(stage)), reasons, np.full(n, terms.TEAMS.index(team))


_LOSSES = ("price", "competitor", "no decision", "project stopped", "missing feature")


def _deals(
    held: People, stays: list[Stays], ids: pa.Array, numbers: Codes, rng: np.random.Generator
) -> pa.Table:
    count = np.concatenate([np.full(stay.lead.size, n) for n, stay in enumerate(stays, 1)])
    lead, offered, closed, level = (
        np.concatenate([getattr(stay, name) for stay in stays])
        for name in ("lead", "offered", "closed", "level")
    )
    size = np.nan_to_num(held.n_employees, nan=70.0)[lead]
    amount = rng.lognormal(np.log(_MEDIAN_AMOUNT), _AMOUNT_SPREAD, lead.size) * (size / 70) ** 0.08
    loss = rng.choice(len(_LOSSES), lead.size, p=(0.3, 0.25, 0.2, 0.15, 0.1))
    order = np.lexsort((offered, lead))
    order = order[(offered[order] < END) & (closed[order] >= selling.DEALS_RECORDED_FROM)]
    lead, closed = lead[order], closed[order]
    is_open, is_won = closed >= END, level[order] == WON
    number = zip(numbers[lead].tolist(), count[order].tolist(), strict=True)
    return pa.table(
        {
            "deal_id": pa.array([f"D{n:07d}-{k}" for n, k in number], pa.string()),
            "lead_id": ids.take(lead),
            "created_at": _instants(offered[order]),
            "closed_at": _instants(closed),
            "is_won": pa.array(is_won, mask=is_open),
            "amount": np.round(amount[order], -1),
            "currency": pa.array(["EUR"] * lead.size, pa.string()),
            "loss_reason": taken(_LOSSES, np.where(is_open | is_won, -1, loss[order])),
            "campaign_id": taken([c.campaign_id for c in CAMPAIGNS], held.campaign[lead]),
        }
    )

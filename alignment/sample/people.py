"""The leads of the sample: when and whence they came, and who they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.sample import campaigns, names
from alignment.sample.campaigns import CAMPAIGNS, SOURCES
from alignment.sample.clock import DAY, END, HOUR, START, Seconds, at_human_hours, weekday

Codes = NDArray[np.int64]

REGIONS = ("DACH", "Nordics", "Benelux", "France", "UK & Ireland")
REGION_SHARES = (0.44, 0.14, 0.13, 0.13, 0.16)
SENIORITIES = ("c_level", "director", "manager", "specialist", "student")
_SENIORITY_SHARES = np.array((0.09, 0.15, 0.29, 0.47))
INDUSTRIES = (
    "chemicals", "food and beverage", "pharmaceuticals", "water", "energy", "machinery",
    "automotive", "research",
)  # fmt: skip
OWNERS = (
    "Anneke Vogt", "Jonas Thaler", "Marit Köhne", "Sindre Aasland", "Lotte Verbeek",
    "Élodie Carrel", "Fergus O'Dowd", "Priya Whitlock",
)  # fmt: skip
OWNERS_OF_REGION = ((0, 1, 2), (3,), (4,), (5,), (6, 7))
STRICT_OWNER = 1
"""Index of the owner who turns away many leads that others would accept."""

_DUPLICATE_SHARE = 0.015
_MISSING = {"n_employees": 0.06, "industry": 0.04, "email": 0.04, "budget": 0.75}


@dataclass(frozen=True)
class People:
    """The leads of one chunk in the order of their creation; every field has one entry a lead.

    Codes index the tuples of this module, of `campaigns` and of `names`; -1 is missing.
    `need` is the latent need (standard normal) and stands in no table.
    """

    created: Seconds
    source: Codes
    campaign: Codes
    region: Codes
    country: Codes
    industry: Codes
    seniority: Codes
    n_employees: NDArray[np.float64]
    budget: Codes
    owner: Codes
    company: Codes
    first: Codes
    last: Codes
    has_email: NDArray[np.bool_]
    duplicate_of: Codes
    need: NDArray[np.float64]

    def __len__(self) -> int:
        return int(self.created.size)


def people(n: int, rng: np.random.Generator) -> People:
    """`n` leads, sorted by creation."""
    source = rng.choice(len(SOURCES), n, p=campaigns.SOURCE_SHARES)
    campaign = _campaigns_of(source, rng)
    created = _created(source, campaign, rng)
    order = np.argsort(created, kind="stable")
    created, source, campaign = created[order], source[order], campaign[order]
    region = rng.choice(len(REGIONS), n, p=REGION_SHARES)
    has_email = rng.random(n) >= _MISSING["email"]
    return People(
        created=created,
        source=source,
        campaign=campaign,
        region=region,
        country=names.countries(region, rng),
        industry=_with_missing(rng.integers(0, len(INDUSTRIES), n), "industry", rng),
        seniority=_seniority(campaign, rng),
        n_employees=_n_employees(n, rng),
        budget=_with_missing((rng.random(n) < 0.55).astype(np.int64), "budget", rng),
        owner=_owners(region, rng),
        company=names.companies(region, rng),
        first=rng.integers(0, names.N_FIRST, n),
        last=rng.integers(0, names.N_LAST, n),
        has_email=has_email,
        duplicate_of=_duplicates(has_email, rng),
        need=rng.standard_normal(n),
    )


def _campaigns_of(source: Codes, rng: np.random.Generator) -> Codes:
    found = np.full(source.size, -1, dtype=np.int64)
    for code, name in enumerate(SOURCES):
        choices = campaigns.of_source(name)
        if choices:
            weights = np.array([CAMPAIGNS[index].weight for index in choices])
            here = source == code
            found[here] = rng.choice(choices, int(here.sum()), p=weights / weights.sum())
    return found


def _created(source: Codes, campaign: Codes, rng: np.random.Generator) -> Seconds:
    created = np.zeros(source.size, dtype=np.int64)
    for index in range(-1, len(CAMPAIGNS)):
        here = campaign == index
        starts, ends = campaigns.span(index) if index >= 0 else (START, END)
        name = CAMPAIGNS[index].source if index >= 0 else "organic_search"
        created[here] = _arrivals(name, starts, ends, int(here.sum()), rng)
    return np.clip(created, START + HOUR, END - 2 * HOUR)


def _arrivals(source: str, starts: int, ends: int, n: int, rng: np.random.Generator) -> Seconds:
    if source == "event_stand":
        day = rng.integers(starts // DAY, ends // DAY, n)
        return day * DAY + 9 * HOUR + rng.integers(0, 8 * HOUR, n)
    if source in {"webinar", "cold_list"}:
        held = campaigns.webinars() if source == "webinar" else campaigns.uploads()
        held = held[(held >= starts) & (held < ends)]
        chosen = rng.choice(held, n)
        if source == "cold_list":
            return chosen + rng.integers(0, HOUR, n)
        return at_human_hours(chosen - (rng.exponential(4, n) * DAY).astype(np.int64) - DAY, rng)
    days = np.arange(starts // DAY, ends // DAY)
    weights = _day_weights(days)
    return at_human_hours(rng.choice(days, n, p=weights / weights.sum()) * DAY, rng)


def _day_weights(days: Seconds) -> NDArray[np.float64]:
    growth = 1 + 0.35 * (days * DAY - START) / (END - START)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    season = np.select([month == 8, month == 12, month == 7], [0.68, 0.72, 0.85], 1.0)
    return growth * season * np.where(weekday(days * DAY) >= 5, 0.4, 1.0)


def _seniority(campaign: Codes, rng: np.random.Generator) -> Codes:
    usual = rng.choice(4, campaign.size, p=_SENIORITY_SHARES / _SENIORITY_SHARES.sum())
    shares = np.array([*(held.student_share for held in CAMPAIGNS), 0.08])
    return np.where(rng.random(campaign.size) < shares[campaign], 4, usual)


def _n_employees(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.round(rng.lognormal(np.log(70), 1.4, n)).clip(1, 60_000)
    found[rng.random(n) < _MISSING["n_employees"]] = np.nan
    return found


def _with_missing(codes: Codes, name: str, rng: np.random.Generator) -> Codes:
    return np.where(rng.random(codes.size) < _MISSING[name], -1, codes)


def _owners(region: Codes, rng: np.random.Generator) -> Codes:
    owner = np.zeros(region.size, dtype=np.int64)
    for code, held in enumerate(OWNERS_OF_REGION):
        here = region == code
        owner[here] = rng.choice(held, int(here.sum()))
    return owner


def _duplicates(has_email: NDArray[np.bool_], rng: np.random.Generator) -> Codes:
    """The earlier lead whose email a lead shares; -1 for a lead that is no duplicate."""
    n = has_email.size
    earlier = (rng.random(n) * np.arange(n)).astype(np.int64)
    is_duplicate = (rng.random(n) < _DUPLICATE_SHARE) & (np.arange(n) > 0)
    is_duplicate &= has_email & has_email[earlier]
    # a duplicate of a duplicate would share its email with nobody in the end
    is_duplicate &= ~is_duplicate[earlier]
    return np.where(is_duplicate, earlier, -1)

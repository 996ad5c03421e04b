"""The sample's 24 campaigns, its webinars and its list uploads."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from alignment.sample.clock import DAY, END, HOUR, Seconds, seconds

USUAL_LEADS = 6_000
"""The number of leads for which the costs below are meant; they grow in step with the leads."""

SOURCES: tuple[str, ...] = (
    "organic_search",
    "paid_search",
    "paid_social",
    "webinar",
    "event_stand",
    "referral",
    "white_paper_download",
    "cold_list",
)
SOURCE_SHARES = (0.20, 0.14, 0.08, 0.10, 0.08, 0.04, 0.08, 0.28)


@dataclass(frozen=True)
class Campaign:
    """One campaign: `weight` is its part of its source's leads, `student_share` its crowd."""

    campaign_id: str
    name: str
    channel: str
    source: str
    starts_on: str
    ends_on: str
    cost_amount: float
    weight: float
    student_share: float = 0.08


CAMPAIGNS: tuple[Campaign, ...] = tuple(
    Campaign(f"C{number:02d}", *row)  # type: ignore[arg-type]
    for number, row in enumerate(
        (
            ("Calibration without downtime", "webinar", "webinar", "2024-10-01", "2025-01-31",
             6_200, 1.0),
            ("Flow metering in practice", "webinar", "webinar", "2025-02-01", "2025-05-31",
             6_900, 1.1),
            ("Sensors for hygienic plants", "webinar", "webinar", "2025-06-01", "2025-09-30",
             5_800, 0.9),
            ("Reading drift early", "webinar", "webinar", "2025-10-01", "2026-01-31", 7_100, 1.1),
            ("Pressure, level, truth", "webinar", "webinar", "2026-02-01", "2026-05-31",
             7_400, 1.2),
            ("One hour of metrology", "webinar", "webinar", "2026-06-01", "2026-09-30",
             6_600, 1.1),
            ("Messtage Rheinhafen 2024", "trade show", "event_stand", "2024-11-12", "2024-11-14",
             31_000, 1.0),
            ("Prüffeld Süd 2025", "trade show", "event_stand", "2025-03-18", "2025-03-20",
             28_500, 1.1),
            ("Campus Gauge Days 2025", "trade show", "event_stand", "2025-05-20", "2025-05-22",
             64_000, 0.7, 0.62),
            ("Messtage Rheinhafen 2025", "trade show", "event_stand", "2025-11-11", "2025-11-13",
             33_000, 1.2),
            ("Prüffeld Süd 2026", "trade show", "event_stand", "2026-03-17", "2026-03-19",
             29_500, 1.1),
            ("Low Countries Metering Fair", "trade show", "event_stand", "2026-06-09",
             "2026-06-10", 24_000, 0.9),
            ("Search: instruments, winter 2024", "paid search", "paid_search", "2024-10-01",
             "2025-03-31", 21_000, 1.0),
            ("Search: instruments, summer 2025", "paid search", "paid_search", "2025-04-01",
             "2025-09-30", 22_500, 1.0),
            ("Search: instruments, winter 2025", "paid search", "paid_search", "2025-10-01",
             "2026-03-31", 24_000, 1.1),
            ("Search: instruments, summer 2026", "paid search", "paid_search", "2026-04-01",
             "2026-09-30", 26_000, 1.2),
            ("Precision in motion (video)", "paid social", "paid_social", "2025-05-01",
             "2025-08-31", 52_000, 1.0, 0.35),
            ("Plant engineers' feed", "paid social", "paid_social", "2025-10-01", "2026-07-31",
             14_500, 1.1),
            ("Calibration poster giveaway", "paid social", "paid_social", "2026-09-01",
             "2026-10-15", 9_800, 1.0, 0.40),
            ("White paper: the cost of drift", "content", "white_paper_download", "2024-10-01",
             "2025-09-30", 11_000, 1.0),
            ("White paper: retrofit in ten steps", "content", "white_paper_download",
             "2025-10-01", "2026-12-31", 12_500, 1.1),
            ("Bought addresses 2025", "cold list", "cold_list", "2024-10-01", "2025-09-30",
             6_400, 1.0),
            ("Bought addresses 2026", "cold list", "cold_list", "2025-10-01", "2026-09-30",
             6_800, 1.0),
            ("Customers recommend", "referral programme", "referral", "2024-10-01", "2026-12-31",
             9_000, 1.0),
        ),
        start=1,
    )
)  # fmt: skip
POSTER = 18
"""Index of the giveaway whose form made hand-offs of people who wanted a poster."""


def of_source(source: str) -> list[int]:
    """The indices of the campaigns that bring leads of that source."""
    return [index for index, held in enumerate(CAMPAIGNS) if held.source == source]


def span(index: int) -> tuple[int, int]:
    """First instant and first instant after of a campaign, within the history."""
    held = CAMPAIGNS[index]
    return seconds(held.starts_on), min(seconds(held.ends_on) + DAY, END)


def webinars() -> Seconds:
    """When each webinar began: every other Thursday at 11:00 of the wall clock."""
    first = seconds("2024-10-10") + 11 * HOUR
    return np.arange(first, END, 14 * DAY, dtype=np.int64)


def uploads() -> Seconds:
    """When each bought list was uploaded: about every second month."""
    first = seconds("2024-10-09") + 10 * HOUR
    return np.arange(first, END, 56 * DAY, dtype=np.int64)


def running(source: str, at: Seconds) -> Seconds:
    """The index of the campaign of that source that runs at each instant; -1 for none."""
    found = np.full(at.size, -1, dtype=np.int64)
    for index in of_source(source):
        starts, ends = span(index)
        found[(at >= starts) & (at < ends)] = index
    return found


def table(n_leads: int) -> pa.Table:
    """The campaigns of a sample of `n_leads` leads, with costs in EUR in step with the leads."""
    scale = n_leads / USUAL_LEADS
    days = {
        name: pa.array([getattr(c, name) for c in CAMPAIGNS]).cast(pa.date32())
        for name in ("starts_on", "ends_on")
    }
    texts = {
        name: pa.array([getattr(c, name) for c in CAMPAIGNS])
        for name in ("campaign_id", "name", "channel")
    }
    costs = pa.array([round(c.cost_amount * scale, 2) for c in CAMPAIGNS], pa.float64())
    currency = pa.array(["EUR"] * len(CAMPAIGNS))
    return pa.table({**texts, **days, "cost_amount": costs, "currency": currency})

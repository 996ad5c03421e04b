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
_CHANNELS = {
    "paid_search": "paid search", "paid_social": "paid social", "webinar": "webinar",
    "event_stand": "trade show", "referral": "referral programme",
    "white_paper_download": "content", "cold_list": "cold list",
}  # fmt: skip


@dataclass(frozen=True)
class Campaign:
    """One campaign: `weight` is its part of its source's leads, `student_share` its crowd."""

    campaign_id: str
    name: str
    source: str
    starts_on: str
    ends_on: str
    cost_amount: float
    weight: float
    student_share: float = 0.08

    @property
    def channel(self) -> str:
        """The kind of work it was."""
        return _CHANNELS[self.source]


CAMPAIGNS: tuple[Campaign, ...] = (
    Campaign("C01", "Calibration without downtime", "webinar", "2024-10-01", "2025-01-31",
             16_500, 1.0),
    Campaign("C02", "Flow metering in practice", "webinar", "2025-02-01", "2025-05-31",
             17_800, 1.1),
    Campaign("C03", "Sensors for hygienic plants", "webinar", "2025-06-01", "2025-09-30",
             15_200, 0.9),
    Campaign("C04", "Reading drift early", "webinar", "2025-10-01", "2026-01-31",
             18_400, 1.1),
    Campaign("C05", "Pressure, level, truth", "webinar", "2026-02-01", "2026-05-31",
             19_600, 1.2),
    Campaign("C06", "One hour of metrology", "webinar", "2026-06-01", "2026-09-30",
             17_900, 1.1),
    Campaign("C07", "Messtage Rheinhafen 2024", "event_stand", "2024-11-12", "2024-11-14",
             62_000, 1.0),
    Campaign("C08", "Prüffeld Süd 2025", "event_stand", "2025-03-18", "2025-03-20",
             57_500, 1.1),
    Campaign("C09", "Campus Gauge Days 2025", "event_stand", "2025-05-20", "2025-05-22",
             112_000, 0.5, 0.95),
    Campaign("C10", "Messtage Rheinhafen 2025", "event_stand", "2025-11-11", "2025-11-13",
             66_500, 1.2),
    Campaign("C11", "Prüffeld Süd 2026", "event_stand", "2026-03-17", "2026-03-19",
             59_000, 1.1),
    Campaign("C12", "Low Countries Metering Fair", "event_stand", "2026-06-09", "2026-06-10",
             47_000, 0.9),
    Campaign("C13", "Search: instruments, winter 2024", "paid_search", "2024-10-01", "2025-03-31",
             52_000, 1.0),
    Campaign("C14", "Search: instruments, summer 2025", "paid_search", "2025-04-01", "2025-09-30",
             55_500, 1.0),
    Campaign("C15", "Search: instruments, winter 2025", "paid_search", "2025-10-01", "2026-03-31",
             60_500, 1.1),
    Campaign("C16", "Search: instruments, summer 2026", "paid_search", "2026-04-01", "2026-09-30",
             66_000, 1.2),
    Campaign("C17", "Precision in motion (video)", "paid_social", "2025-05-01", "2025-08-31",
             118_000, 1.0, 0.60),
    Campaign("C18", "Plant engineers' feed", "paid_social", "2025-10-01", "2026-07-31",
             31_000, 1.1),
    Campaign("C19", "Calibration poster giveaway", "paid_social", "2026-09-01", "2026-10-15",
             14_800, 1.0, 0.40),
    Campaign("C20", "White paper: the cost of drift", "white_paper_download", "2024-10-01",
             "2025-09-30", 26_000, 1.0),
    Campaign("C21", "White paper: retrofit in ten steps", "white_paper_download",
             "2025-10-01", "2026-12-31", 29_000, 1.1),
    Campaign("C22", "Bought addresses 2025", "cold_list", "2024-10-01", "2025-09-30",
             21_500, 1.0),
    Campaign("C23", "Bought addresses 2026", "cold_list", "2025-10-01", "2026-09-30",
             24_000, 1.0),
    Campaign("C24", "Customers recommend", "referral", "2024-10-01", "2026-12-31",
             24_000, 1.0),
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

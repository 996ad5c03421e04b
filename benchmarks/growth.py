"""Opening a workspace and every measure of the monthly review, at two sizes."""

from collections.abc import Callable
from pathlib import Path

from alignment.finding import Finding
from alignment.measures import funnel, gaps, loop, service
from alignment.review import Review
from benchmarks.ratio import Ratio, medians

MEASURES: tuple[Callable[[Review], Finding], ...] = (
    lambda r: r.loaded,
    lambda r: gaps.known_gaps(r.history, r.journeys),
    lambda r: funnel.period_counts(r.journeys, r.period),
    lambda r: funnel.waterfall(r.journeys, r.period),
    lambda r: funnel.cohorts(r.journeys, r.period),
    lambda r: funnel.days_to_convert(r.journeys, r.period),
    lambda r: loop.closed_loop(r.journeys, r.period, "source", r.campaigns),
    lambda r: loop.closed_loop(r.journeys, r.period, "campaign_id", r.campaigns),
    lambda r: service.first_response(r.episodes, r.period, 4, r.splits),
    lambda r: loop.reasons(r.history, r.period, r.journeys.as_of),
)
"""What the notebook shows; a measure added there belongs here too."""


def reviewed(workspace: Path) -> list[Finding]:
    """Every finding of two years, as the notebook asks for them."""
    review = Review.open(str(workspace), month="2026-09", n_months=24)
    return [measure(review) for measure in MEASURES]


def measured(small: Path, large: Path, words: str) -> Ratio:
    reviewed(small)  # first imports and the file cache are no growth
    at_large, at_small = medians(lambda: reviewed(large), lambda: reviewed(small), n_rounds=3)
    return Ratio(f"opening and all measures, {words}", "the tenth of it", at_large, at_small, 12)

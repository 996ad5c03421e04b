"""Opening a workspace and every measure of the monthly review, at two sizes."""

from pathlib import Path

from alignment.finding import Finding
from alignment.review import Review
from alignment.review.opening import clear_opened
from benchmarks.ratio import Ratio, medians


def reviewed(workspace: Path) -> list[Finding]:
    """Every finding of two years, as the notebook asks for them."""
    clear_opened()
    return Review.open(str(workspace), month="2026-09", n_months=24).findings


def measured(small: Path, large: Path, words: str) -> Ratio:
    reviewed(small)  # first imports and the file cache are no growth
    at_large, at_small = medians(lambda: reviewed(large), lambda: reviewed(small), n_rounds=3)
    return Ratio(f"opening and all measures, {words}", "the tenth of it", at_large, at_small, 12)

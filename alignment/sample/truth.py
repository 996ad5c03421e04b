"""What is true in the sample's world: the weights that a learned score should find again."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Weight:
    """Log-odds that one activity adds, counted at most `at_most` times within the window."""

    log_odds: float
    at_most: int


@dataclass(frozen=True)
class Truth:
    """How a handed-off lead's odds come about.

    A lead that Sales touches reaches a stage with the odds
    exp(intercept[stage] + engagement + fit + source + late_contact · ln(1 + working days waited)),
    one random draw deciding all stages of a stay in Sales (a proportional-odds model), so that
    the same weights hold for `sal`, `sql`, `opportunity` and `customer`.

    Parameters
    ----------
    engagement : mapping of str to Weight
        By activity, over the `window_days` days up to the hand-off, marked bots left out.
    fit : mapping of str to float
        Log-odds by attribute; an unknown attribute adds nothing.
    source : mapping of str to float
        Log-odds by source; a source that is not named adds nothing.
    late_contact : float
        Log-odds per ln(1 + working days from hand-off to first contact); a working day is 8 h.
    intercept : mapping of str to float
        By stage, for a lead with nothing to its name.
    hot_first : float
        How reps choose: ln(waiting time) falls by this much per unit of log-odds above average,
        so late contact looks worse in the data than it is.
    untouched_share, strict_rejection_share : float
        Handed-off leads that nobody touches; accepted leads that the strict owner rejects anyway.
    need : float
        How much ln(activities) rises per standard deviation of a lead's latent need, which
        stands in no table. Need works through what a lead does, never beside it.
    """

    window_days: int
    engagement: Mapping[str, Weight]
    fit: Mapping[str, float]
    source: Mapping[str, float]
    late_contact: float
    intercept: Mapping[str, float]
    hot_first: float
    untouched_share: float
    strict_rejection_share: float
    need: float


TRUTH = Truth(
    window_days=30,
    engagement={
        "web_visit": Weight(0.01, 10),
        "email_open": Weight(0.01, 5),
        "email_click": Weight(0.05, 4),
        "white_paper": Weight(0.15, 3),
        "webinar": Weight(0.70, 2),
        "event_stand": Weight(0.90, 1),
        "pricing_page": Weight(0.60, 3),
        "form_fill": Weight(0.20, 2),
    },
    fit={
        "seniority c_level or director": 0.80,
        "seniority manager": 0.30,
        "seniority student": -1.50,
        "n_employees at least 50": 0.70,
        "budget true": 0.50,
    },
    source={"referral": 0.70, "paid_social": -0.25, "cold_list": -0.90},
    late_contact=-0.35,
    intercept={"sal": 0.20, "sql": -1.70, "opportunity": -2.20, "customer": -3.00},
    hot_first=0.35,
    untouched_share=0.10,
    strict_rejection_share=0.40,
    need=0.60,
)
"""The truth of every sample."""

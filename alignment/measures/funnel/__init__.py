"""How far leads get: stages reached, entries a month, steps, time in a stage, balances."""

from alignment.measures.funnel.cohorts import cohorts
from alignment.measures.funnel.days import MARKS, days_to_convert
from alignment.measures.funnel.entered import period_counts
from alignment.measures.funnel.waterfall import waterfall

__all__ = ["MARKS", "cohorts", "days_to_convert", "period_counts", "waterfall"]

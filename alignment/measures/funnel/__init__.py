"""How far leads get: stages reached, entries a month, steps, time in a stage, balances."""

from alignment.measures.funnel.balance import stage_balance
from alignment.measures.funnel.cohorts import cohorts
from alignment.measures.funnel.days import MARKS, days_to_convert
from alignment.measures.funnel.entered import period_counts
from alignment.measures.funnel.flows import flows
from alignment.measures.funnel.numbers import numbers
from alignment.measures.funnel.steps import cohort_rates
from alignment.measures.funnel.time_in_stage import time_in_stage
from alignment.measures.funnel.waterfall import waterfall

__all__ = [
    "MARKS",
    "cohort_rates",
    "cohorts",
    "days_to_convert",
    "flows",
    "numbers",
    "period_counts",
    "stage_balance",
    "time_in_stage",
    "waterfall",
]

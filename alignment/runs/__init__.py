"""Many reviews in one run: months, segments, and the page that compares them."""

from alignment.runs.done import FAILED, MADE, UP_TO_DATE, Done
from alignment.runs.runs import Run, months, one, run
from alignment.runs.summary import failures, summary

__all__ = [
    "FAILED",
    "MADE",
    "UP_TO_DATE",
    "Done",
    "Run",
    "failures",
    "months",
    "one",
    "run",
    "summary",
]

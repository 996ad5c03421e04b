"""The metrics that both teams answer for, measured: at a glance, by month and by team."""

from alignment.measures.scorecards.deciding import to_decide
from alignment.measures.scorecards.known import KNOWN, Known
from alignment.measures.scorecards.measured import Measured
from alignment.measures.scorecards.scorecards import Scorecards

__all__ = ["KNOWN", "Known", "Measured", "Scorecards", "to_decide"]

"""From a revenue goal back to what each stage must bring: the reverse funnel."""

from alignment.measures.reverse.estimate import Estimate
from alignment.measures.reverse.funnel import Funnel
from alignment.measures.reverse.months import by_month
from alignment.measures.reverse.needed import needed
from alignment.measures.reverse.needs import Need, needs

__all__ = ["Estimate", "Funnel", "Need", "by_month", "needed", "needs"]

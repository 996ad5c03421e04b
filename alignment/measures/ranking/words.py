"""Figures in words, by their unit."""

from collections.abc import Callable

from alignment.measures.rates import days, hours, percent

_SAID: dict[str, Callable[[float], str]] = {"share": percent, "hours": hours, "days": days}


def is_total(metric: str, unit: str) -> bool:
    """Whether a figure grows with the number of leads it is of: a count, or a sum of money."""
    return unit == "count" or metric.endswith("_amount")


def spoken(unit: str, value: float) -> str:
    """A figure as people say it, by its unit; an amount without its currency."""
    return _SAID.get(unit, "{:,.0f}".format)(value)

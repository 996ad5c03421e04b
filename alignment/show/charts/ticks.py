"""Ticks of counts and of money: whole numbers, and few."""

import math

SHORT = 100_000
"""From here on money is written short, as 150k."""


def whole(top: float, most: int = 4) -> dict[str, object]:
    """An axis from nought to `top` with `most` steps of whole numbers."""
    step = 10.0 ** max(math.floor(math.log10(max(top, 1.0) / most)), 0)
    step = next(step * each for each in (1, 2, 5, 10) if top / (step * each) <= most)
    form = "~s" if top >= SHORT else ",.0f"
    return {"tickmode": "linear", "tick0": 0, "dtick": step, "tickformat": form}

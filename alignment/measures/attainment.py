"""Whether a figure meets what was promised."""

import math

PASS, AT_RISK, BREACH, NOT_ENOUGH = "PASS", "AT RISK", "BREACH", "NOT ENOUGH DATA"
VERDICTS = (PASS, AT_RISK, BREACH, NOT_ENOUGH)
NO_TARGET = "NO TARGET"
"""No verdict: what a segment's count is told instead, as its target is agreed for all leads."""
TIE = 1e-9
"""Figures so near a target meet it: they are quotients."""


def verdict(
    value: float | None,
    low: float | None,
    high: float | None,
    target: float,
    better: str = "higher",
    warn: float | None = None,
    is_enough: bool = True,
) -> str:
    """What is said of a figure under its target: one of `VERDICTS`.

    Parameters
    ----------
    value : float or None
        Missing: nothing can be said.
    low, high : float or None
        Its 95 % interval; missing: none is known.
    better : str
        ``higher`` or ``lower``.
    warn : float or None
        A figure short of the target but not beyond this is at risk.
    is_enough : bool
        Whether it rests on enough cases.

    Returns
    -------
    str
        ``PASS`` where the value meets the target; else ``AT RISK`` where it is within `warn`, or
        chance alone could explain the shortfall (the interval reaches the target); else
        ``BREACH``. ``NOT ENOUGH DATA`` where there is no value, or it rests on too few.
    """
    if not is_enough or value is None or math.isnan(value):
        return NOT_ENOUGH
    sign = 1.0 if better == "higher" else -1.0
    best = high if better == "higher" else low
    reached = [value] if best is None or math.isnan(best) else [value, best]
    if _meets(value, target, sign):
        return PASS
    if any(_meets(end, target, sign) for end in reached):
        return AT_RISK
    return AT_RISK if warn is not None and _meets(value, warn, sign) else BREACH


def _meets(value: float, target: float, sign: float) -> bool:
    return sign * (value - target) >= -TIE * max(1.0, abs(target))

"""What a conversion is worth and a follow-up costs, and so what each threshold brings."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.errors import AlignmentError, Problem


@dataclass(frozen=True)
class Worth:
    """What both teams reckon with.

    Parameters
    ----------
    value_amount : float
        Of one conversion; more than 0.
    cost_amount : float
        Of following up one hand-off; 0 or more.
    currency : str
        ISO code of both.

    Raises
    ------
    AlignmentError
        Where an amount is missing or out of its range; both are named.
    """

    value_amount: float
    cost_amount: float
    currency: str = ""

    def __post_init__(self) -> None:
        value, cost = _number(self.value_amount), _number(self.cost_amount)
        problems = []
        if not 0 < value < math.inf:
            found = str(self.value_amount)
            problems.append(Problem("worth", found, "more than 0", column="value_amount"))
        if not 0 <= cost < math.inf:
            found = str(self.cost_amount)
            problems.append(Problem("worth", found, "0 or more", column="cost_amount"))
        if problems:
            raise AlignmentError("What a hand-off brings cannot be reckoned.", problems)

    @property
    def break_even(self) -> float:
        """The share of hand-offs that must convert for a follow-up to pay: cost ÷ value."""
        return self.cost_amount / self.value_amount


def net_benefit(table: pd.DataFrame, worth: Worth | None) -> pd.DataFrame:
    """A table of thresholds with what each would bring a week.

    net = hand-offs a week × (precision × value − cost); its interval is that of the precision.
    The decision-curve "net benefit" of A. Vickers and E. Elkin, Decision curve analysis, Medical
    Decision Making 26 (2006), in money instead of true positives.

    Parameters
    ----------
    table : DataFrame
        With per_week, precision, precision_low and precision_high, as `Crossed.table` has them.
    worth : Worth or None
        None: what it brings is not known, and every amount missing.

    Returns
    -------
    DataFrame
        `table` and net_amount, net_low_amount, net_high_amount; missing where the precision is.
    """
    return table.assign(**net_amounts({name: table[name].to_numpy() for name in table}, worth))


def net_amounts(
    figures: Mapping[str, NDArray], worth: Worth | None
) -> dict[str, NDArray[np.float64]]:
    """The three columns that `net_benefit` adds, out of the columns of such a table."""
    pairs = (("", ""), ("low_", "_low"), ("high_", "_high"))
    if worth is None:
        nothing = np.full(len(figures["per_week"]), np.nan)
        return {f"net_{end}amount": nothing for end, _ in pairs}
    return {
        f"net_{end}amount": figures["per_week"]
        * (figures[f"precision{column}"] * worth.value_amount - worth.cost_amount)
        for end, column in pairs
    }


def _number(amount: object) -> float:
    return float(amount) if isinstance(amount, Real) else math.nan

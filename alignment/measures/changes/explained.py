"""Why a month's figures differ from the frozen ones before: matured, defined anew, or performed."""

import math
from collections.abc import Callable

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.frozen import FrozenMonth
from alignment.measures.changes.comparison import Comparison, Measures
from alignment.measures.changes.told import caveats, sentence
from alignment.measures.service import Episodes
from alignment.period import Period

NAME = "what_changed"


def explained(
    month: Period,
    before: FrozenMonth | None,
    episodes: Episodes,
    under: Callable[[Agreement], Episodes],
    scorecards_of: Callable[[Episodes, Period], Measures],
) -> Finding:
    """What each agreed metric's change from the month before consists of.

    value = before_value + matured + definition_changed + performance_changed:
    what the month before was frozen at; what is known of it since, under the agreement it was
    frozen under; the same month under the one in force less that; and this month less the month
    before, both under the one in force.

    The records followed whatever rule was in force: measured again they give the same count. Where
    the rule for MQL (or SQL) is another one, `definition_changed` of their number is how many leads
    the two rules would have passed in the month before, one less the other.

    Parameters
    ----------
    before : FrozenMonth or None
        The month before; None: it is not frozen.
    episodes : Episodes
        Under the agreement in force.
    under : function
        The episodes of the same history under another agreement; asked only where that measures
        otherwise.
    scorecards_of : function
        What measures metrics on some episodes, up to a month.

    Returns
    -------
    Finding
        One row an agreed metric: metric, label, team, unit, better, target (missing: it is agreed
        for all leads, and this is a segment), before_value, matured, definition_changed,
        performance_changed, low, high (95 %, of the performance; MOVER), is_clear (the interval
        leaves out nought), value, n (its cases), is_recorded (the history holds it at all), words
        (from the frozen figure to this one), note. Missing: not known, for the reason in `note`.
    """
    agreed = episodes.agreement
    if not agreed.metrics:
        said = "No metric is agreed, so there is none whose change could be told. Agree on some."
        return Finding(pd.DataFrame(), said, (), NAME)
    comparison = Comparison.of(month, before, episodes, under, scorecards_of)
    changes = [comparison.change(key, metric) for key, metric in agreed.metrics.items()]
    table = pd.DataFrame([change.row(agreed.currency) for change in changes])
    figures = {
        "n_clear": int(table["is_clear"].sum()),
        "n_defined_anew": int(table["definition_changed"].fillna(0).ne(0).sum()),
        **{f"{row['metric']}_performance": _figure(row["performance_changed"])
           for row in table.to_dict("records")},
    }  # fmt: skip
    said = sentence(table, comparison)
    return Finding(table, said, tuple(caveats(comparison)), NAME, figures)


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else value

"""The leads that two rules both pass, only one of them, or neither; and how their rates differ."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Rule
from alignment.finding import Finding, unanswered
from alignment.measures import paired
from alignment.measures.definitions.qualified import Qualified, stated, unstated
from alignment.measures.definitions.told import caveats
from alignment.measures.handed import Handed, is_judged
from alignment.measures.paired import Difference
from alignment.measures.rates import counted, percent, with_rate
from alignment.measures.rates import number as figure
from alignment.measures.replay.observed import times
from alignment.measures.rules import Qualifying

LABELS = ("Marketing", "Sales")


def overlap(
    qualifying: Qualifying,
    marketing: Rule | None,
    sales: Rule | None,
    name: str = "overlap",
    labels: tuple[str, str] = LABELS,
) -> Finding:
    """What two rules agree on: four cells of leads, and the difference of the two rates.

    Whether a lead is in a cell rests on whether it ever meets each rule. It is judged from the
    first instant by which it has met all rules of its cell: of "both" the later of the two first
    instants (it need not meet both at once), of "neither" its creation.

    Parameters
    ----------
    labels : (str, str)
        What the two are called.

    Returns
    -------
    Finding
        One row a cell: cell (``both``, ``marketing_only``, ``sales_only``, ``neither``), label,
        n_leads, n_unjudged (from before outcomes were recorded: in no rate), n_mature,
        n_converted, n_immature, rate, rate_low, rate_high (95 % Wilson), is_enough. Figures:
        n_… of each cell, agreement_share (both ÷ either), difference (the first rule's rate −
        the second's), difference_low, difference_high (95 %, `paired.difference`).
    """
    if qualifying.replay.leads.table.empty:
        return unanswered(name, "whom two rules would pass", "leads")
    proposals = dict(zip(labels, (marketing, sales), strict=True))
    found = stated(qualifying, proposals)
    if len(found) < len(labels):
        return unstated(name, proposals)
    one, other = found
    parts = cells(one, other)
    table = _table(parts, one, other)
    gap = rates_apart(one, other)
    agreed = agreement_share(one, other)
    return Finding(
        table,
        " ".join([*_told(table, agreed, labels), *_rates(parts, labels), apart(one, other, gap)]),
        (
            "Neither: judged from its creation on; both: from the later of the two instants.",
            *caveats(qualifying, {one.label: one.rule, other.label: other.rule}),
        ),
        name,
        {
            **{
                f"n_{cell}": int(n) for cell, n in zip(table["cell"], table["n_leads"], strict=True)
            },
            "agreement_share": figure(agreed),
            "difference": figure(gap.difference),
            "difference_low": figure(gap.low),
            "difference_high": figure(gap.high),
        },
    )


def cells(one: Qualified, other: Qualified) -> dict[str, tuple[int, Handed]]:
    """Of each cell: how many leads are in it, and those that can be judged."""
    replay = one.qualifying.replay
    leads = replay.leads
    instants: dict[str, NDArray[np.datetime64]] = {
        "both": np.maximum(one.at, other.at),
        "marketing_only": one.at,
        "sales_only": other.at,
        "neither": times(leads.created),
    }
    is_in = {
        "both": one.passed & other.passed,
        "marketing_only": one.passed & ~other.passed,
        "sales_only": ~one.passed & other.passed,
        "neither": ~one.passed & ~other.passed & (leads.created < leads.until),
    }
    return {
        cell: (
            int(which.sum()),
            Handed.of(replay, instants[cell], which & is_judged(instants[cell], replay), "leads"),
        )
        for cell, which in is_in.items()
    }


def rates_apart(one: Qualified, other: Qualified) -> Difference:
    """The first rule's rate minus the second's; nan where one has too few mature leads."""
    least = one.qualifying.replay.least_count
    if min(one.handed.n_mature, other.handed.n_mature) < max(least, 1):
        return paired.NONE
    return paired.difference(*one.fates, *other.fates)


def agreement_share(one: Qualified, other: Qualified) -> float:
    """Leads that both pass ÷ leads that either passes (Jaccard); nan where nobody passes."""
    either = int((one.passed | other.passed).sum())
    return int((one.passed & other.passed).sum()) / either if either else math.nan


def apart(one: Qualified, other: Qualified, gap: Difference) -> str:
    """Whether two rules' rates can be told apart, as a sentence."""
    names = f"{one.label} and {other.label}"
    if math.isnan(gap.difference):
        return f"There is not enough data to tell the rates of {names} apart."
    if not (gap.low or gap.high):
        return f"{names}: the leads that can be judged are the same, with the same outcome."
    ahead, behind = (one, other) if gap.difference >= 0 else (other, one)
    low, high = (gap.low, gap.high) if gap.difference >= 0 else (-gap.high, -gap.low)
    said = (
        f"{ahead.label} {percent(ahead.handed.rate or 0)} against {behind.label} "
        f"{percent(behind.handed.rate or 0)}: {percent(abs(gap.difference)).removesuffix('%')} "
        f"percentage points more (95% interval {low * 100:.1f} to {high * 100:.1f})"
    )
    return f"{said}: clearly apart." if gap.is_clear else f"{said}, which may be chance."


def _table(parts: dict[str, tuple[int, Handed]], one: Qualified, other: Qualified) -> pd.DataFrame:
    labels = ("Both", f"Only {one.label}", f"Only {other.label}", "Neither")
    table = pd.DataFrame(
        [
            {
                "cell": cell,
                "label": label,
                "n_leads": n,
                "n_unjudged": n - len(part),
                "n_mature": part.n_mature,
                "n_converted": part.n_converted,
                "n_immature": len(part) - part.n_mature,
            }
            for label, (cell, (n, part)) in zip(labels, parts.items(), strict=True)
        ]
    )
    return with_rate(table, "n_converted", "n_mature", one.qualifying.replay.least_count)


def _told(table: pd.DataFrame, agreed: float, labels: tuple[str, str]) -> Iterator[str]:
    both, first, second, neither = (int(n) for n in table["n_leads"])
    n = both + first + second + neither
    if math.isnan(agreed):
        yield f"Neither rule passes any of {counted(n, 'lead')}."
        return
    yield (
        f"Of {counted(n, 'lead')} both rules pass {both:,}, only {labels[0]} {first:,}, only "
        f"{labels[1]} {second:,}, neither {neither:,}: they agree on {percent(agreed)} of the "
        "leads that either passes."
    )


def _rates(parts: dict[str, tuple[int, Handed]], labels: tuple[str, str]) -> Iterator[str]:
    names = ("both", f"only {labels[0]}", f"only {labels[1]}", "neither")
    said = [
        f"{name} {part.spoken}"
        for name, (_, part) in zip(names, parts.values(), strict=True)
        if len(part)
    ]
    if said:
        words = next(part for _, part in parts.values() if len(part)).replay.outcome_words
        yield f"{words[:1].upper()}{words[1:]}: {'; '.join(said)}."

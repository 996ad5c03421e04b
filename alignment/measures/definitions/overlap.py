"""The leads that two rules both pass, only one of them, or neither; and how their rates differ."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Rule
from alignment.finding import Finding
from alignment.measures import paired
from alignment.measures.definitions.qualified import Qualified, compared
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
        n_… of each cell, agreement_share (both ÷ either; missing: either has fewer than the least
        count), rate_difference (the first rule's rate − the second's), rate_difference_low,
        rate_difference_high (95 %, `paired.difference`).
    """
    proposals = dict(zip(labels, (marketing, sales), strict=True))
    found = compared(qualifying, proposals, name, "whom two rules would pass", len(labels))
    if isinstance(found, Finding):
        return found
    one, other = found
    parts = cells(one, other)
    table = _table(parts, one, other)
    share, gap = agreement_share(one, other), rates_apart(one, other)
    return Finding(
        table,
        _sentence(parts, one, other, share, gap),
        (
            "Neither: judged from its creation on; both: from the later of the two instants.",
            *caveats(qualifying, {one.label: one.rule, other.label: other.rule}),
        ),
        name,
        _figures(table, share, gap),
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
    """Leads that both pass ÷ leads that either passes (Jaccard); nan: these are too few."""
    either = int((one.passed | other.passed).sum())
    is_enough = either >= max(one.qualifying.replay.least_count, 1)
    return int((one.passed & other.passed).sum()) / either if is_enough else math.nan


def apart(one: Qualified, other: Qualified, gap: Difference) -> Iterator[str]:
    """Whether the first rule's rate can be told from the second's, by their `rates_apart`; nothing
    of a rule that passes nobody."""
    if not (one.n_passed and other.n_passed):
        return
    names = f"{one.label} and {other.label}"
    if math.isnan(gap.difference):
        yield f"There is not enough data to tell the rates of {names} apart."
        return
    if not (gap.low or gap.high):
        yield f"{names}: the leads that can be judged are the same, with the same outcome."
        return
    is_lower = gap.difference < 0
    low, high = (-gap.high, -gap.low) if is_lower else (gap.low, gap.high)
    points = percent(abs(gap.difference)).removesuffix("%")
    yield (
        f"{one.label} {percent(one.handed.rate or 0)} against {other.label} "
        f"{percent(other.handed.rate or 0)}: {points} percentage points "
        f"{'lower' if is_lower else 'higher'} (95% interval {low * 100:.1f} to {high * 100:.1f})"
        f"{': clearly apart' if gap.is_clear else ', which may be chance'}."
    )


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


def _figures(table: pd.DataFrame, share: float, gap: Difference) -> dict[str, float | int | None]:
    counts = zip(table["cell"], table["n_leads"], strict=True)
    return {
        **{f"n_{cell}": int(n) for cell, n in counts},
        "agreement_share": figure(share),
        "rate_difference": figure(gap.difference),
        "rate_difference_low": figure(gap.low),
        "rate_difference_high": figure(gap.high),
    }


def _sentence(
    parts: dict[str, tuple[int, Handed]],
    one: Qualified,
    other: Qualified,
    share: float,
    gap: Difference,
) -> str:
    both, first, second, neither = (n for n, _ in parts.values())
    either, leads = both + first + second, counted(both + first + second + neither, "lead")
    if not either:
        return f"Neither rule passes any of {leads}."
    least = one.qualifying.replay.least_count
    agreed = (
        f"there is not enough data to say how far they agree (a share takes {least:,} leads that "
        "either passes)"
        if math.isnan(share)
        else f"they agree on {percent(share)} of the leads that either passes"
    )
    cells = (
        f"Of {leads} both rules pass {both:,}, only {one.label} {first:,}, only {other.label} "
        f"{second:,}, neither {neither:,}: {agreed}."
    )
    return " ".join([cells, *_rates(parts, one, other), *apart(one, other, gap)])


def _rates(parts: dict[str, tuple[int, Handed]], one: Qualified, other: Qualified) -> Iterator[str]:
    names = ("both", f"only {one.label}", f"only {other.label}", "neither")
    said = [
        f"{name} {part.spoken}"
        for name, (_, part) in zip(names, parts.values(), strict=True)
        if len(part)
    ]
    if said:
        words = next(part for _, part in parts.values() if len(part)).replay.outcome_words
        yield f"{words[:1].upper()}{words[1:]}: {'; '.join(said)}."

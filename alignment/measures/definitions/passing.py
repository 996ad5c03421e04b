"""Several rules beside each other: how many leads each passes, when, and what becomes of them."""

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding
from alignment.measures.definitions.qualified import (
    Proposals,
    Qualified,
    compared,
    n_looked_at,
)
from alignment.measures.definitions.told import caveats
from alignment.measures.handed import Handed
from alignment.measures.rates import number as figure
from alignment.measures.rates import percent, with_rate
from alignment.measures.replay.spans import Spans
from alignment.measures.rules import Qualifying


def passing(qualifying: Qualifying, proposals: Proposals, name: str = "passing") -> Finding:
    """Several rules beside each other: how many leads meet each, and what becomes of them.

    Returns
    -------
    Finding
        One row a rule that is stated: label, rule (in words), n_leads (looked at), n_passed (ever,
        within the time that they are looked at), passed_share, per_week, n_unjudged (met it before
        outcomes were recorded: in no rate and no pace), n_mature, n_converted (within the horizon
        from the instant of passing), n_immature, rate, rate_low, rate_high (95 % Wilson),
        is_enough, recall (of the leads that converted by as-of, the share that met it before),
        median_days_to_pass (from creation). Missing: fewer than the least count; for per_week,
        less than a whole week. Figures of each label: …_n_passed, …_per_week, …_rate, …_recall.
    """
    found = compared(qualifying, proposals, name, "whom a rule would pass")
    if isinstance(found, Finding):
        return found
    table = rows(found)
    missing = [f"{label} has stated no rule." for label, rule in proposals.items() if rule is None]
    return Finding(
        table,
        " ".join([*told(found), *missing]),
        caveats(qualifying, {one.label: one.rule for one in found}, found),
        name,
        figures(table),
    )


def rows(found: Sequence[Qualified]) -> pd.DataFrame:
    """The table of `passing`."""
    table = pd.DataFrame([one.row for one in found])
    least = found[0].qualifying.replay.least_count
    table = with_rate(table, "n_converted", "n_mature", least)
    last = ["recall", "median_days_to_pass"]
    return table[[*(column for column in table if column not in last), *last]]


def figures(table: pd.DataFrame) -> dict[str, float | int | None]:
    """The headline numbers of every row."""
    return {
        f"{slug(row['label'])}_{column}": figure(row[column])
        for row in table.to_dict("records")
        for column in ("n_passed", "per_week", "rate", "recall")
    }


def slug(label: str) -> str:
    """A label as the name of a figure has it: ``Agreed rule`` is ``agreed_rule``."""
    return re.sub(r"\W+", "_", label.casefold()).strip("_")


def told(found: Sequence[Qualified]) -> Iterator[str]:
    """What `passing` says of some rules, sentence by sentence."""
    replay = found[0].qualifying.replay
    n = n_looked_at(found[0].qualifying)
    yield f"Leads that pass, of {n:,}: {', '.join(map(_pace, found))}."
    yield from filter(None, map(_telling_nothing, found))
    outcome = terms.OUTCOME_LABELS[replay.outcome]
    if not replay.leads.table["converted_at"].notna().any():
        yield f"No lead is recorded as {outcome}, so it cannot be said what any rule is worth."
        return
    rated = [one for one in found if len(one.handed)]
    if rated:
        rates = "; ".join(f"{one.label} {one.handed.spoken}" for one in rated)
        yield f"{replay.outcome_words[:1].upper()}{replay.outcome_words[1:]}: {rates}."
    recalls = [f"{one.label} {percent(one.recall)}" for one in found if not math.isnan(one.recall)]
    if recalls:
        yield f"Of all {outcome}, passed before: {', '.join(recalls)}."


def _pace(one: Qualified) -> str:
    per_week = one.per_week
    pace = "" if math.isnan(per_week) else f" ({per_week:,.1f} a week)"
    return f"{one.label} {one.n_passed:,}{pace}"


def _telling_nothing(one: Qualified) -> str:
    if not one.n_passed:
        return f"{one.label}: no lead ever met “{one.rule.spoken()}”."
    if not one.is_everybody:
        return ""
    if (one.days_to_pass < 1).all():
        return (
            f"{one.label}: every lead meets “{one.rule.spoken()}” on the day it is created: it "
            "tells nothing apart."
        )
    return f"{one.label}: every lead meets “{one.rule.spoken()}” sooner or later."


def monthly(
    qualifying: Qualifying, proposals: Proposals, name: str = "passing_by_month"
) -> Finding:
    """How many leads meet each rule for the first time, month by month.

    Returns
    -------
    Finding
        One row a month and rule that is stated: month (of the company's zone), label, n_passed,
        n_immature (of those: too young for any rate). Months from the first lead to as-of; the
        first and the last need not be whole. Figures of each label: …_median (leads a month).
    """
    found = compared(qualifying, proposals, name, "how many leads a month would pass")
    if isinstance(found, Finding):
        return found
    replay = qualifying.replay
    spans = Spans.of("month", replay.leads.first_at, replay.as_of, replay.zone)
    parts = [_by_month(one, spans) for one in found]
    middles = [float(part["n_passed"].median()) for part in parts]
    told = ", ".join(
        f"{one.label} {middle:,.0f} ({part['n_passed'].min():,} to {part['n_passed'].max():,})"
        for one, middle, part in zip(found, middles, parts, strict=True)
    )
    return Finding(
        pd.concat(parts, ignore_index=True),
        f"In a middling month so many leads pass (fewest to most): {told}.",
        (
            "The first and the last month may not be whole.",
            *caveats(qualifying, {one.label: one.rule for one in found}),
        ),
        name,
        {f"{slug(one.label)}_median": n for one, n in zip(found, middles, strict=True)},
    )


def _by_month(one: Qualified, spans: Spans) -> pd.DataFrame:
    every = Handed.of(one.qualifying.replay, one.at, one.passed)
    place = np.searchsorted(spans.edges, every.at, side="right") - 1
    n_months = len(spans.labels)
    return pd.DataFrame(
        {
            "month": spans.labels,
            "label": one.label,
            "n_passed": np.bincount(place, minlength=n_months),
            "n_immature": np.bincount(place[~every.is_mature], minlength=n_months),
        }
    )

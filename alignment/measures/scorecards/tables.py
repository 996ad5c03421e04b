"""The rows that scorecards show."""

from collections.abc import Iterator, Sequence

import numpy as np

from alignment.agreement import Agreement
from alignment.agreement.wording import aim_words
from alignment.measures.attainment import NO_TARGET
from alignment.measures.scorecards.asked import Asked
from alignment.measures.scorecards.measured import Measured
from alignment.measures.scorecards.wording import figure_words, next_step, sentence

Row = dict[str, object]


def glance_row(asked: Asked, agreement: Agreement) -> Row:
    """One agreed metric in the month under review."""
    metric, change = asked.metric, asked.change
    return {
        **_named(asked),
        "better": metric.better,
        "aim": _aim(asked, agreement),
        "target": metric.target,
        "warn": _number(metric.warn),
        **_figures(asked.now),
        "n_waiting": asked.now.n_waiting,
        **_judged(asked),
        "before": _number(asked.before.value),
        "change": change.difference,
        "change_low": change.low,
        "change_high": change.high,
        "trend": asked.trend,
        "means": "" if asked.known is None else asked.known.words,
        "sentence": sentence(asked, agreement),
    }


def month_rows(asked: Asked, places: Sequence[int]) -> Iterator[Row]:
    """One agreed metric in some months, a row each."""
    months = asked.ground.months
    for place in places:
        found = asked.over([place])
        yield {
            **_named(asked),
            "better": asked.metric.better,
            "target": asked.metric.target,
            "month": months.names[place],
            **_figures(found),
            "verdict": asked.verdict(found),
            "is_over": bool(months.is_over[place]),
        }


def card_row(asked: Asked, agreement: Agreement) -> Row:
    """One agreed metric on its team's scorecard."""
    return {
        "kind": "metric",
        **_named(asked),
        "aim": _aim(asked, agreement),
        "better": asked.metric.better,
        "target": asked.metric.target,
        **_figures(asked.now),
        "achieved": figure_words(asked, asked.now),
        **_judged(asked),
        "change": asked.change.difference,
        "trend": asked.trend,
        "means": "" if asked.known is None else asked.known.words,
        "next": next_step(asked, agreement),
    }


def _judged(asked: Asked) -> Row:
    verdict = asked.verdict(asked.now)
    return {"verdict": verdict, "verdict_words": asked.verdict_words(verdict)}


def _aim(asked: Asked, agreement: Agreement) -> str:
    if asked.verdict(asked.now) == NO_TARGET:
        return f"{aim_words(agreement, asked.metric)}, for all leads"
    return aim_words(agreement, asked.metric)


def _named(asked: Asked) -> Row:
    return {
        "metric": asked.key,
        "label": asked.label,
        "team": asked.metric.team,
        "unit": asked.metric.unit,
    }


def _figures(found: Measured) -> Row:
    return {
        "value": _number(found.value),
        "low": _number(found.low),
        "high": _number(found.high),
        "n": found.n,
    }


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)

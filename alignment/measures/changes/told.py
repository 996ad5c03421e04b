"""The words for what changed from a frozen month to the next."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from alignment.agreement import Agreement, Metric, amendments
from alignment.frozen import FrozenMonth
from alignment.measures.scorecards.wording import value_words
from alignment.period import date_words

if TYPE_CHECKING:
    from alignment.measures.changes.explained import Comparison

MOST_NAMED = 4
"""Metrics named in one breath."""


def sentence(table: pd.DataFrame, comparison: "Comparison") -> str:
    """What the room reads aloud of the table of `explained`."""
    before, agreed, last = comparison.before, comparison.agreed, comparison.last
    currency, than = agreed.currency, f"than {last.when}"
    compared = table[table["low"].notna()]
    clear = compared[compared["is_clear"]]
    is_up = clear["performance_changed"] > 0
    is_good = is_up == clear["better"].eq("higher")
    parts = [
        f"{word}: {_listed(_performed(row, agreed) for row in rows.to_dict('records'))}."
        for word, rows in (
            (f"Clearly better {than}", clear[is_good]),
            (f"Clearly worse {than}", clear[~is_good]),
        )
        if len(rows)
    ]
    if not len(compared):
        parts = ["No metric has enough data in both months to tell them apart."]
    elif not parts:
        n, one = len(compared), compared["label"].iloc[0]
        told = f"None of {n} metrics" if n > 1 else f"{one}, the one figure with enough data,"
        cannot = "can" if n > 1 else "cannot"
        parts = [f"{told} {cannot} be told apart from {last.label}."]
    return " ".join([_opening(comparison), *parts, *_sources(table, before, currency)])


def _opening(comparison: "Comparison") -> str:
    month, before, agreed = comparison.month, comparison.before, comparison.agreed
    if before is None:
        return (
            f"No page of the month before {month.label} is frozen, so what matured and what was "
            "defined anew cannot be told."
        )
    versions = ""
    if before.agreement_version != agreed.version:
        versions = (
            f" under version {before.agreement_version} of the agreement (now {agreed.version})"
        )
    return (
        f"{month.label} beside {before.period.label}, frozen on "
        f"{date_words(before.frozen_on)}{versions}.{_edited(comparison)}"
    )


def _edited(comparison: "Comparison") -> str:
    """What became of the agreement where its text is another one and its version is not."""
    old, agreed = comparison.old, comparison.agreed
    if old.version != agreed.version or old.digest == agreed.digest:
        return ""
    state = "" if agreed.is_signed else f" ({agreed.signature_state})"
    said = _listed(amendments(old, agreed))
    return f" The agreement was edited since without a new version{state}: {said}."


def _sources(table: pd.DataFrame, before: FrozenMonth | None, currency: str) -> Iterator[str]:
    """What is no performance: what matured, and what was defined anew."""
    if before is None:
        return
    for column, words, nothing in (
        ("matured", f"Known of {before.period.label} since", "Nothing more is known of it since."),
        ("definition_changed", "Defined anew", "No figure was defined anew."),
    ):
        if table[column].isna().all():
            continue
        rows = table[table[column].abs() > _TINY]
        told = (
            f"{row['label']} {moved(row[column], row['unit'], currency)}"
            for row in rows.to_dict("records")
        )
        yield f"{words}: {_listed(told)}." if len(rows) else nothing


_TINY = 1e-9
"""A difference of quotients that is none."""


def _listed(told: Iterable[str]) -> str:
    words = list(told)
    more = len(words) - MOST_NAMED
    return "; ".join(words[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def from_to(metric: Metric, before: float | None, now: float | None, currency: str) -> str:
    """`57% → 49%`, or `now 49%` where only that is known; empty where neither is."""
    then, known = (
        "" if end is None else value_words(metric, end, currency) for end in (before, now)
    )
    if not then:
        return f"now {known}" if known else ""
    return f"{then} → {known or 'not known'}"


def _performed(row: dict, agreed: Agreement) -> str:
    """`MQL acceptance −18 points (−27 to −8), to 48%`."""
    unit, currency = row["unit"], agreed.currency
    change = moved(row["performance_changed"], unit, currency)
    low, high = (moved(row[end], unit, "", False) for end in ("low", "high"))
    value = value_words(agreed.metrics[row["metric"]], row["value"], currency)
    return f"{row['label']} {change} ({low} to {high}), to {value}"


def moved(value: float, unit: str, currency: str, has_unit: bool = True) -> str:
    """A difference in the unit of its figures: `−18 points`, `+73`, `+210 EUR`."""
    if unit == "share":
        scaled = value * 100
        text = f"{scaled:+.0f}" if abs(scaled) >= 1 else f"{scaled:+.1f}"
        return _minus(text) + (" points" if has_unit else "")
    return _minus(_plain(value, unit, "+")) + (_unit(unit, currency) if has_unit else "")


def _plain(value: float, unit: str, sign: str) -> str:
    return f"{value:{sign},.1f}" if unit in ("hours", "days") else f"{value:{sign},.0f}"


def _unit(unit: str, currency: str) -> str:
    return {"count": "", "amount": f" {currency}"}.get(unit, f" {unit}")


def _minus(text: str) -> str:
    return text.replace("-", "−")


def caveats(comparison: "Comparison") -> Iterator[str]:
    """What would make the parts of `explained` wrong."""
    before, last = comparison.before, comparison.last.label
    if before is not None:
        if not comparison.old.is_signed:
            yield f"The agreement that {last} was frozen under was {before.agreement_state}."
        is_told = comparison.old.version == comparison.agreed.version
        if not is_told and (said := amendments(comparison.old, comparison.agreed)):
            yield f"The agreement was changed: {_listed(said)}."
        if before.zone != comparison.month.zone:
            yield f"{last} was cut in the time zone {before.zone}."
    for stage in comparison.ruled_anew:
        label = stage.upper()
        yield (
            f"The rule for {label} is another one than {last} was frozen under. Which leads became "
            f"{label} followed the rule then in force, and measured again it stays so: the part of "
            f"the definition is how many leads each rule would have passed {comparison.last.when}, "
            "on what was recorded of them."
        )
    yield (
        "Performance is this month less the month before, both under the agreement in force and as "
        "known by now. Its interval takes the two months as apart; of several metrics one may look "
        "clear by chance."
    )

"""The live panel of a score: what every move of a slider would have handed over and brought."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

import numpy as np
import pandas as pd

from alignment.agreement import Score
from alignment.finding import Finding
from alignment.measures.replay import Replay, told
from alignment.measures.tick import Tick, changed_sides, moved
from alignment.measures.worth import Worth
from alignment.show.display import heading, plain
from alignment.show.knobs import Knobs, step
from alignment.show.panel import (
    Answer,
    Chart,
    Handle,
    Limit,
    Note,
    Panel,
    Pressed,
    Series,
    Slider,
)

CLASSIC = "Classic: visit 1, paper 5, webinar 20, stand 30"
MONEY = "Sales and money"
CAPACITY, VALUE, COST = "capacity_per_week", "value_amount", "cost_amount"
UP = Handle("hand_off_at", "to Sales", "sales")
DOWN = Handle("return_below", "back", "marketing")


class Tunable(Protocol):
    """What a panel needs to know; `alignment.tuning.Tuning` is one."""

    @property
    def replay(self) -> Replay: ...
    @property
    def score(self) -> Score: ...
    @property
    def worth(self) -> Worth | None: ...
    @property
    def capacity_per_week(self) -> float | None: ...
    @property
    def activities(self) -> tuple[str, ...]: ...

    def propose(self, score: Score) -> str: ...


def panel(tuning: Tunable, suggested: Score | None = None) -> Panel:
    """The sliders of a score and, live, what it would have handed over and brought.

    Parameters
    ----------
    tuning : Tunable
        Everything is held against its agreed score.
    suggested : Score or None
        What the button "Take the suggestion" sets; None: there is no such button.
    """
    others = [score for score in (suggested, Score()) if score is not None]
    knobs = Knobs.of(tuning.score, tuning.activities, *others)
    money = _money(tuning.worth, tuning.capacity_per_week or 0)
    agreed = knobs.values(tuning.score) | {slider.name: slider.agreed or 0 for slider in money}
    buttons: dict[str, Callable[[dict[str, float]], Pressed]] = {
        "Reset to agreed": lambda _: Pressed(agreed, "As agreed.")
    }
    if suggested is not None:
        taken = knobs.values(suggested)
        buttons["Take the suggestion"] = lambda _: Pressed(taken, "As the history suggests.")
    buttons["Save as proposal"] = lambda values: Pressed(None, tuning.propose(knobs.score(values)))
    return Panel(
        [*knobs.sliders(), *money],
        agreed,
        Answering(tuning.replay, knobs, tuning.worth.currency if tuning.worth else ""),
        buttons,
        {CLASSIC: knobs.values(Score())},
    )


def _money(worth: Worth | None, capacity: float) -> list[Slider]:
    amounts = (worth.value_amount, worth.cost_amount) if worth else (0.0, 0.0)
    value, cost = (round(amount, 0 if amount >= 100 else 2) for amount in amounts)
    currency = worth.currency if worth else ""
    capacity = round(capacity, 1)
    return [
        Slider(
            CAPACITY, "Sales can take", 0, max(100.0, 3 * capacity), 0.1, MONEY, capacity, "a week"
        ),
        _amount(VALUE, "A conversion is worth", 1e4, value, currency),
        _amount(COST, "A follow-up costs", 1e3, cost, currency),
    ]


def _amount(name: str, label: str, most: float, value: float, currency: str) -> Slider:
    return Slider(name, label, 0, max(most, 3 * value), step([value]), MONEY, value, currency)


class Answering:
    """Slider values → what the panel shows.

    Parameters
    ----------
    knobs : Knobs
        Which slider means what.
    currency : str
        Of all money.
    """

    def __init__(self, replay: Replay, knobs: Knobs, currency: str) -> None:
        self._replay, self._knobs, self._currency = replay, knobs, currency
        self._as_agreed = lru_cache(8)(lambda worth: Tick.of(replay, knobs.agreed, worth))

    def __call__(self, values: Mapping[str, float]) -> Answer:
        is_worth = values[VALUE] > 0
        worth = Worth(values[VALUE], values[COST], self._currency) if is_worth else None
        tried = Tick.of(self._replay, self._knobs.score(values), worth)
        agreed = self._as_agreed(worth)
        finding = told.thresholds(self._replay, tried.score, tried.crossed, "")
        if not finding.is_answered:
            return Answer(finding.sentence, ())
        return Answer(
            finding.sentence,
            charts(agreed, tried, values[CAPACITY], self._currency),
            lambda: (
                note("What moved since the agreement", moved(agreed, tried)),
                note("Leads that change sides", changed_sides(self._replay, agreed, tried)),
            ),
            finding.caveats,
        )


def charts(agreed: Tick, tried: Tick, capacity: float, currency: str) -> tuple[Chart, ...]:
    """Six charts: the spread of scores, precision, recall, volume, money and the months."""
    limits = (Limit("Sales can take", capacity),) if capacity else ()
    money = "" if tried.worth else "Set what a conversion is worth to see what a threshold brings."
    return (
        _spread(tried),
        _along("Of those handed over, how many convert?", "precision", "share", agreed, tried),
        _along("How many of the converted were handed over?", "recall", "share", agreed, tried),
        _along("Hand-offs a week", "per_week", "number", agreed, tried, limits),
        _along("Net benefit a week", "net", "amount", agreed, tried, (), money, currency),
        _months(agreed, tried),
    )


def _spread(tried: Tick) -> Chart:
    spread = tried.spread
    kinds = (
        ("Converted", "n_converted", "good"),
        ("Not converted", "n_missed", "quiet"),
        ("Too young to tell", "n_immature", "marketing"),
    )
    x = spread["threshold"].to_numpy(dtype=float)
    return Chart(
        "How high do leads get?",
        [
            Series(name, x, spread[column].to_numpy(dtype=float), kind="bar", colour=colour)  # type: ignore[arg-type]
            for name, column, colour in kinds
        ],
        x_label="Highest score of a lead",
        form="count",
        handles=(UP, DOWN),
        is_stacked=True,
        said="" if len(spread) else "No lead has any points.",
    )


def _along(
    title: str,
    measure: str,
    form: str,
    agreed: Tick,
    tried: Tick,
    limits: tuple[Limit, ...] = (),
    said: str = "",
    currency: str = "",
) -> Chart:
    """A measure along the thresholds, as tried and as agreed."""
    middle, low, high = _columns(measure)
    now, before = tried.curves, agreed.curves
    if not said and not now[middle].notna().any():
        said = "Not enough data: too few leads are old enough, or converted."
    has_band = low in now
    return Chart(
        title,
        []
        if said
        else [
            Series(
                "As agreed",
                _floats(before, "threshold"),
                _floats(before, middle),
                is_ghost=True,
                colour="quiet",
            ),
            Series(
                "As tried",
                _floats(now, "threshold"),
                _floats(now, middle),
                _floats(now, low) if has_band else None,
                _floats(now, high) if has_band else None,
            ),
        ],
        x_label="To Sales from so many points",
        form=form,  # type: ignore[arg-type]
        handles=(UP,),
        limits=limits,
        said=said,
        currency=currency,
    )


def _columns(measure: str) -> tuple[str, str, str]:
    if measure == "net":
        return "net_amount", "net_low_amount", "net_high_amount"
    return measure, f"{measure}_low", f"{measure}_high"


def _months(agreed: Tick, tried: Tick) -> Chart:
    months = list(tried.months["month"])
    x = np.arange(len(months), dtype=float)
    is_known = tried.months["precision"].notna().any()
    return Chart(
        "Month by month: how many of its hand-offs convert?",
        [
            Series(
                "As agreed", x, _floats(agreed.months, "precision"), is_ghost=True, colour="quiet"
            ),
            Series(
                "As tried",
                x,
                _floats(tried.months, "precision"),
                _floats(tried.months, "precision_low"),
                _floats(tried.months, "precision_high"),
            ),
        ],
        form="share",
        x_names=months,
        said="" if is_known else "Not enough data: no month has enough hand-offs old enough.",
    )


def _floats(table: pd.DataFrame, column: str) -> np.ndarray:
    return table[column].to_numpy(dtype=float, na_value=np.nan)


def note(title: str, finding: Finding) -> Note:
    """A finding as a small table of texts."""
    shown = [name for name in finding.table.columns if name != "unit"]
    rows = [
        [plain(str(row.get("unit", name)), row[name]) for name in shown]
        for row in finding.table.to_dict("records")
    ]
    return Note(title, [heading(name) for name in shown], rows, finding.sentence)

"""The live panel of a score: what every move of a slider would have handed over and brought."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from alignment.agreement import Score
from alignment.finding import Finding
from alignment.measures.replay import Replay, told
from alignment.measures.tick import Tick, changed_sides, moved
from alignment.measures.worth import Worth
from alignment.show.display import heading, plain
from alignment.show.knobs import Knobs, step
from alignment.show.panel import Answer, Note, Panel, Pressed, Slider
from alignment.show.score_charts import charts

CLASSIC = "Classic: visit 1, paper 5, webinar 20, stand 30"
MONEY = "Sales and money"
CAPACITY, VALUE, COST = "capacity_per_week", "value_amount", "cost_amount"


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
    money, amounts = _money(tuning.worth, tuning.capacity_per_week or 0)
    agreed = knobs.values(tuning.score) | amounts
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


def _money(worth: Worth | None, capacity: float) -> tuple[list[Slider], dict[str, float]]:
    """The sliders that nobody agreed, and where they start."""
    amounts = (worth.value_amount, worth.cost_amount) if worth else (0.0, 0.0)
    value, cost = (round(amount, 0 if amount >= 100 else 2) for amount in amounts)
    currency = worth.currency if worth else ""
    start = {CAPACITY: round(capacity, 1), VALUE: value, COST: cost}
    asked = (
        (CAPACITY, "Sales can take", 100.0, 0.1, "a week"),
        (VALUE, "A conversion is worth", 1e4, step([value]), currency),
        (COST, "A follow-up costs", 1e3, step([cost]), currency),
    )
    sliders = [
        Slider(name, label, 0, max(most, 3 * start[name]), by, MONEY, unit=unit)
        for name, label, most, by, unit in asked
    ]
    return sliders, start


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
        if self._replay.leads.table.empty:
            return Answer(
                told.thresholds(self._replay, tried.score, tried.crossed, "").sentence, ()
            )
        whole = told.own_row(tried.crossed)
        return Answer(
            told.sentence(self._replay, tried.score, whole),
            charts(agreed, tried, values[CAPACITY], self._currency),
            lambda: (
                note("What moved since the agreement", moved(agreed, tried)),
                note("Leads that change sides", changed_sides(self._replay, agreed, tried)),
            ),
            tuple(told.caveats(self._replay, tried.score, whole, since=tried.crossed.since)),
        )


def note(title: str, finding: Finding) -> Note:
    """A finding as a small table of texts."""
    shown = [name for name in finding.table.columns if name != "unit"]
    rows = [
        [plain(str(row.get("unit", name)), row[name]) for name in shown]
        for row in finding.table.to_dict("records")
    ]
    return Note(title, [heading(name) for name in shown], rows, finding.sentence)

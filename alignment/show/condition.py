"""The controls of a single condition: what a lead did, what it is, its score, its stage."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import ActivityRule, AtLeast, Rule, ScoreRule, StageRule
from alignment.agreement.rule import number
from alignment.measures.vocabulary import Vocabulary, worded
from alignment.show.choice import Choice, Entry, with_given
from alignment.show.comparison import STRANGE, Is
from alignment.show.number_box import NumberBox
from alignment.show.widget_tree import discard

MOST_TIMES, MOST_DAYS = 1_000, 3_650
WITHIN, EVER = "in the last", "at any time"

Changed = Callable[[], None]


class Did(widgets.HBox):
    """An activity, so many times at least, within the last days or ever."""

    def __init__(self, vocabulary: Vocabulary, rule: ActivityRule | None, changed: Changed) -> None:
        entries: list[Entry] = [
            (f"{worded(name)} · {n:,} {'lead' if n == 1 else 'leads'}", name)
            for name, n in vocabulary.activities.items()
        ]
        given = rule.activity if rule else None
        entries = with_given(entries, [given] if rule else [], STRANGE)
        self._activity = Choice(entries, given, "choose an activity …")
        times = rule.at_least if rule else 1
        days = rule.within_days if rule else 30
        self._times = _counter(times, MOST_TIMES)
        self._when = widgets.Dropdown(options=[WITHIN, EVER], value=WITHIN if days else EVER)
        self._days = _counter(days or 30, MOST_DAYS)
        self._unit = widgets.Label("days")
        super().__init__(
            children=(
                self._activity,
                widgets.Label("at least"),
                self._times,
                widgets.Label("times"),
                self._when,
                self._days,
                self._unit,
            )
        )
        self._show_days()
        self._when.observe(self._show_days, "value")
        for control in (self._activity, self._times, self._when, self._days):
            control.observe(lambda _: changed(), "value")

    @property
    def rule(self) -> Rule | None:
        if self._activity.chosen is None:
            return None
        return ActivityRule(
            activity=str(self._activity.chosen),
            at_least=self._times.value,
            within_days=self._days.value if self._when.value == WITHIN else None,
        )

    @property
    def problem(self) -> str:
        return "" if self.rule else "choose an activity"

    def _show_days(self, _: object = None) -> None:
        for control in (self._days, self._unit):
            control.layout.display = None if self._when.value == WITHIN else "none"


class Scores(widgets.HBox):
    """A score of so many points at least."""

    def __init__(self, vocabulary: Vocabulary, rule: ScoreRule | None, changed: Changed) -> None:
        self._points = NumberBox(rule.score.at_least if rule else None, placeholder="points")
        highest = widgets.Label(f"points (the highest reached: {number(vocabulary.points)})")
        super().__init__(children=(widgets.Label("at least"), self._points, highest))
        self._points.observe(lambda _: changed(), "value")

    @property
    def rule(self) -> Rule | None:
        points = self._points.number
        return None if points is None else ScoreRule(score=AtLeast(at_least=points))

    @property
    def problem(self) -> str:
        return "" if self.rule else self._points.problem or "write the points"


class InStage(widgets.HBox):
    """The stage that the lead is in."""

    def __init__(self, vocabulary: Vocabulary, rule: StageRule | None, changed: Changed) -> None:
        own = rule.stage if rule else None
        known: list[Entry] = [(terms.STAGE_LABELS[stage], stage) for stage in vocabulary.stages]
        if own is not None and own not in vocabulary.stages:
            known.append((f"{terms.STAGE_LABELS[own]} ({STRANGE})", own))
        self._stage = Choice(known, own, "choose a stage …")
        super().__init__(children=(self._stage,))
        self._stage.observe(lambda _: changed(), "value")

    @property
    def rule(self) -> Rule | None:
        stage = self._stage.chosen
        return None if stage is None else StageRule.model_validate({"stage": stage})

    @property
    def problem(self) -> str:
        return "" if self.rule else "choose a stage"


FORMS = {
    "did": ("The lead did", Did),
    "is": ("The lead’s", Is),
    "score": ("The score is", Scores),
    "stage": ("The lead is in stage", InStage),
}
"""What begins a condition, and what its controls are."""
ATTRIBUTES = ("is",)
"""Of `FORMS`, those of a rule on what a lead is."""

_FORM_OF = {"ActivityRule": "did", "AttributeRule": "is", "ScoreRule": "score"}


class Condition(widgets.HBox):
    """One condition: what it is about, and the controls of that.

    Parameters
    ----------
    rule : Rule or None
        A single condition; None: a new one.
    changed : function
        Called after every change.
    remove : function of this condition
        Called when it is taken away.
    about : sequence of str
        Of `FORMS`, those that can be chosen, the usual one first; one that is opened stays.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        rule: Rule | None,
        changed: Changed,
        remove: Callable[["Condition"], None],
        about: Sequence[str] = tuple(FORMS),
    ) -> None:
        self._vocabulary, self._changed = vocabulary, changed
        form = _FORM_OF.get(type(rule).__name__, "stage") if rule else about[0]
        self._place = widgets.Label()
        self._place.add_class("alignment-place")
        options = [(words, key) for key, (words, _) in FORMS.items() if key in {*about, form}]
        self._form = widgets.Dropdown(options=options, value=form)
        self._fields = self._made(form, rule)
        self._remove = removing(lambda: remove(self))
        super().__init__(children=(self._place, self._form, self._fields, self._remove))
        self._form.observe(self._reformed, "value")

    @property
    def rule(self) -> Rule | None:
        """The condition; None while it is incomplete."""
        return self._fields.rule

    @property
    def problems(self) -> tuple[str, ...]:
        """What it lacks."""
        problem = self._fields.problem
        return (f"Condition {self._place.value}: {problem}.",) if problem else ()

    def placed(self, place: str) -> None:
        """Say where in the rule it stands: `2.1` is the first of the second group."""
        self._place.value = place

    def _made(self, form: str, rule: Rule | None) -> "Did | Is | Scores | InStage":
        return FORMS[form][1](self._vocabulary, rule, self._changed)

    def _reformed(self, _: object) -> None:
        old, self._fields = self._fields, self._made(self._form.value, None)
        self.children = (self._place, self._form, self._fields, self._remove)
        discard(old)
        self._changed()


def removing(remove: Changed) -> widgets.Button:
    """A small button that takes something away."""
    made = widgets.Button(description="✕", tooltip="Remove")
    made.add_class("alignment-remove")
    made.on_click(lambda _: remove())
    return made


def _counter(start: int, most: int) -> widgets.BoundedIntText:
    made = widgets.BoundedIntText(start, min=1, max=max(most, start))
    made.add_class("alignment-count")
    return made

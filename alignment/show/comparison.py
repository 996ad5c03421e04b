"""The controls of a condition on an attribute: which one, compared how, with what."""

from collections.abc import Callable

import ipywidgets as widgets

from alignment.agreement import AttributeRule, Rule
from alignment.agreement.rule import number
from alignment.measures.vocabulary import Attribute, Vocabulary, spoken, worded
from alignment.show.choice import Choice, Entry, Several, with_given
from alignment.show.number_box import NumberBox
from alignment.show.widget_tree import discard

STRANGE = "not in the history"
RARE = "not among the most frequent"

WORDS = {"is": "is", "one_of": "is one of", "at_least": "is at least", "at_most": "is at most"}
FITTING = {
    "yes or no": ("is",),
    "numbers": ("at_least", "at_most", "is"),
    "text": ("one_of", "is"),
}
"""The comparisons that suit each kind of attribute, the likeliest first."""

_UNKNOWN = Attribute("")


class Is(widgets.HBox):
    """An attribute, a comparison that fits its kind, and the value.

    What a rule names that the history lacks stays chosen, and is marked.
    """

    def __init__(
        self, vocabulary: Vocabulary, rule: AttributeRule | None, changed: Callable[[], None]
    ) -> None:
        self._vocabulary, self._changed = vocabulary, changed
        entries: list[Entry] = [(spoken(name), name) for name in vocabulary.attributes]
        given = [rule.attribute] if rule else []
        self._attribute = Choice(
            with_given(entries, given, STRANGE),
            rule.attribute if rule else None,
            "choose an attribute …",
        )
        self._given = rule
        self._comparison = Choice([], asked="–")
        self._value: NumberBox | Choice | Several | None = None
        self._note = widgets.Label()
        self._note.add_class("alignment-quiet")
        super().__init__()
        self._offer_comparisons(_comparison_of(rule))
        self._attribute.observe(self._another, "value")
        self._comparison.observe(self._compared, "value")

    @property
    def rule(self) -> Rule | None:
        value = self._held
        if value is None:
            return None
        name, how = str(self._attribute.chosen), str(self._comparison.chosen)
        return AttributeRule.model_validate({"attribute": name, how: value})

    @property
    def problem(self) -> str:
        if self._attribute.chosen is None:
            return "choose an attribute"
        if isinstance(self._value, NumberBox) and self._value.number is None:
            return self._value.problem or "write a number"
        return "" if self._held is not None else "choose a value"

    @property
    def _held(self) -> object:
        """The value, or values, that the attribute is compared with; None: none yet."""
        match self._value:
            case NumberBox():
                return self._value.number
            case Choice():
                return self._value.chosen
            case Several():
                return tuple(self._value.chosen) or None
        return None

    @property
    def _own(self) -> Attribute:
        return self._vocabulary.attributes.get(str(self._attribute.chosen), _UNKNOWN)

    def _another(self, _: object) -> None:
        """Another attribute: other comparisons fit it, and other values."""
        self._given = None
        self._comparison.unobserve(self._compared, "value")
        self._offer_comparisons("")
        self._comparison.observe(self._compared, "value")
        self._changed()

    def _compared(self, _: object) -> None:
        self._revalue()
        self._changed()

    def _offer_comparisons(self, chosen: str) -> None:
        fitting = FITTING.get(self._own.kind, tuple(WORDS))
        names = fitting if chosen in fitting or not chosen else (*fitting, chosen)
        self._comparison.offer([(WORDS[name], name) for name in names], "")
        self._comparison.value = names.index(chosen or names[0])
        self._revalue()

    def _revalue(self) -> None:
        """The control of the value that suits the attribute and its comparison."""
        old = self._value
        self._value = None if self._attribute.chosen is None else self._made()
        own, is_number = self._own, isinstance(self._value, NumberBox)
        is_ranged = is_number and own.low is not None
        self._note.value = f"({number(own.low)} to {number(own.high)})" if is_ranged else ""
        shown = (self._comparison, self._value, self._note) if self._value else ()
        self.children = (self._attribute, *shown)
        if old is not None:
            discard(old)

    def _made(self) -> NumberBox | Choice | Several:
        how = str(self._comparison.chosen)
        given = (
            _values_of(self._given) if self._given and _comparison_of(self._given) == how else ()
        )
        is_number = how == "is" and (self._own.kind == "numbers" or not self._own.values)
        if how in {"at_least", "at_most"} or (is_number and _is_number(given)):
            box = NumberBox(given[0] if given else None, placeholder="number")
            box.observe(lambda _: self._changed(), "value")
            return box
        entries = self._entries(given)
        if how == "one_of":
            return Several(entries, given, self._changed)
        choice = Choice(entries, given[0] if given else None, "choose …")
        choice.observe(lambda _: self._changed(), "value")
        return choice

    def _entries(self, given: tuple) -> list[Entry]:
        values = (True, False) if self._own.kind == "yes or no" else self._own.values
        entries = [(worded(value), value) for value in values]
        is_rare = self._own.kind == "text" and not self._own.is_whole
        return with_given(entries, given, RARE if is_rare else STRANGE)


def _comparison_of(rule: AttributeRule | None) -> str:
    if rule is None:
        return ""
    return next(iter(rule.model_dump(exclude={"attribute"}, exclude_none=True, by_alias=True)))


def _values_of(rule: AttributeRule | None) -> tuple:
    if rule is None:
        return ()
    if rule.one_of is not None:
        return rule.one_of
    limits = rule.is_, rule.at_least, rule.at_most
    return tuple(value for value in limits if value is not None)


def _is_number(given: tuple) -> bool:
    """Whether there is nothing yet that a box for numbers cannot hold."""
    return not given or isinstance(given[0], float)

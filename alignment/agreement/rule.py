"""Rules as data: what makes a lead an MQL or an SQL, and the same in words."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    model_validator,
)

from alignment import terms
from alignment.errors import nearest
from alignment.yaml_model import Number, Part, Text, Value, wrong

# below a choice of forms pydantic has left JSON, where a list is the only way to write a tuple
_LISTED = BeforeValidator(lambda held: tuple(held) if isinstance(held, list) else held)
MOST_SPOKEN = 8
"""Conditions of a rule that can be read aloud."""
_COMPARISONS = ("is", "one_of", "at_least", "at_most")


class Rule(Part):
    """A condition on a lead: one of the forms below."""

    @abstractmethod
    def sentence(self) -> str:
        """The rule in words: "at least one webinar in the last 30 days"."""

    def spoken(self) -> str:
        """The same where it can be heard in one go, else how many conditions it has."""
        n = sum(1 for _ in self.leaves())
        return self.sentence() if n <= MOST_SPOKEN else f"a rule of {n:,} conditions"

    def leaves(self) -> Iterator["Rule"]:
        """Every single condition within."""
        yield self


class ActivityRule(Rule):
    """At least so many of an activity, within the last days (None: ever)."""

    activity: Text
    at_least: int = Field(default=1, ge=1)
    within_days: int | None = Field(default=None, ge=1)

    def sentence(self) -> str:
        name = in_words(self.activity)
        times = f"{name} at least {number(self.at_least)} times"
        count = f"at least one {name}" if self.at_least == 1 else times
        if self.within_days is None:
            return count
        if self.within_days == 1:
            return f"{count} in the last day"
        return f"{count} in the last {number(self.within_days)} days"


class AttributeRule(Rule):
    """An attribute of the lead compared in one way; a missing attribute meets no rule."""

    attribute: Text
    is_: Value | None = Field(default=None, alias="is")
    one_of: Annotated[tuple[Value, ...], _LISTED] | None = Field(default=None, min_length=1)
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _compares_once(self) -> "AttributeRule":
        given = (self.is_, self.one_of, self.at_least, self.at_most)
        n_given = sum(value is not None for value in given)
        if n_given != 1:
            advice = "Join two comparisons under `all:`." if n_given else ""
            raise wrong(f"exactly one of {', '.join(_COMPARISONS)}", advice)
        return self

    def sentence(self) -> str:
        name = in_words(self.attribute)
        if self.at_least is not None or self.at_most is not None:
            return self._limit()
        if isinstance(self.is_, bool):
            return f"{name} is {'yes' if self.is_ else 'no'}"
        values = self.one_of if self.one_of is not None else (self.is_,)
        return f"{name} is {joined([in_words(number(value)) for value in values], 'or')}"

    def _limit(self) -> str:
        is_lower = self.at_least is not None
        limit = number(self.at_least if is_lower else self.at_most)
        if self.attribute.startswith("n_"):
            return f"{limit} or {'more' if is_lower else 'fewer'} {in_words(self.attribute[2:])}"
        return f"{in_words(self.attribute)} of {limit} or {'more' if is_lower else 'less'}"


class AtLeast(Part):
    """A lower limit."""

    at_least: Number


class ScoreRule(Rule):
    """A score (as the agreement's `score` counts it) of so many points or more."""

    score: AtLeast

    def sentence(self) -> str:
        return f"a score of {number(self.score.at_least)} or more"


class StageRule(Rule):
    """The stage that the CRM holds the lead in."""

    stage: terms.Stage

    def sentence(self) -> str:
        return f"in stage {terms.STAGE_LABELS[self.stage]}"


class AllOf(Rule):
    """Every one of the rules."""

    all: Annotated[tuple["AnyRule", ...], _LISTED] = Field(min_length=1)

    def sentence(self) -> str:
        return _together(self.all, "and")

    def leaves(self) -> Iterator[Rule]:
        for rule in self.all:
            yield from rule.leaves()


class AnyOf(Rule):
    """At least one of the rules."""

    any: Annotated[tuple["AnyRule", ...], _LISTED] = Field(min_length=1)

    def sentence(self) -> str:
        return _together(self.any, "or")

    def leaves(self) -> Iterator[Rule]:
        for rule in self.any:
            yield from rule.leaves()


_FORMS: dict[str, type[Rule]] = {
    "all": AllOf,
    "any": AnyOf,
    "activity": ActivityRule,
    "attribute": AttributeRule,
    "score": ScoreRule,
    "stage": StageRule,
}


def _form(value: Any) -> str | None:
    """The name of the one form a rule has; None where it has none, or several."""
    if isinstance(value, Rule):
        return type(value).__name__
    keys = [key for key in _FORMS if isinstance(value, dict) and key in value]
    return _FORMS[keys[0]].__name__ if len(keys) == 1 else None


def _has_one_form(value: Any) -> Any:
    if _form(value) is None:
        advice = "Join several under `all:` or `any:`."
        if isinstance(value, dict) and not set(value) & set(_FORMS):
            hints = [nearest(str(key), _FORMS) for key in value]
            advice = next((hint for hint in hints if hint.startswith("Did")), "")
        raise wrong(f"a rule with exactly one of {', '.join(_FORMS)}", advice)
    return value


AnyRule = Annotated[
    Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[ActivityRule, Tag("ActivityRule")]
    | Annotated[AttributeRule, Tag("AttributeRule")]
    | Annotated[ScoreRule, Tag("ScoreRule")]
    | Annotated[StageRule, Tag("StageRule")],
    Discriminator(_form),
    BeforeValidator(_has_one_form),
]
_RULES: TypeAdapter[Rule] = TypeAdapter(AnyRule)


def _on_attributes(rule: Rule) -> Rule:
    if not all(isinstance(leaf, AttributeRule) for leaf in rule.leaves()):
        advice = "What a lead did, its score and its stage have no place here."
        raise wrong("a rule on attributes only", advice)
    return rule


OnAttributes = Annotated[AnyRule, AfterValidator(_on_attributes)]
"""A rule on what a lead is."""


def rule_of(data: object) -> Rule:
    """The rule that `data` (mappings and lists, as YAML holds them) describes.

    Raises
    ------
    pydantic.ValidationError
        Where a node has no form, or several, or a key that its form does not know.

    Examples
    --------
    >>> rule_of({"activity": "webinar", "at_least": 1, "within_days": 30}).sentence()
    'at least one webinar in the last 30 days'
    """
    return _RULES.validate_python(data)


_LONG, _ENDLESS = 1e10, 1e18
"""Ten digits are written anyway; beyond eighteen nobody counts them."""


def in_words(name: object) -> str:
    """A name of the data as people say it: ``white_paper`` is "white paper"."""
    return str(name).replace("_", " ")


def number(value: object) -> str:
    """A value as people write it: 50 for 50.0, 1,000,000 for 1e6."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.0f}" if _LONG <= abs(value) < _ENDLESS else f"{value:,.10g}"


def joined(parts: list[str], word: str) -> str:
    """``a, b and c``; with a `word` that begins with a comma, ``a, b, and c``."""
    last = f"{word} " if word.startswith(",") else f" {word} "
    return last.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _together(rules: tuple[Rule, ...], word: str) -> str:
    """Rules in one sentence; what names several things of its own is parted from the rest."""
    is_grouped = any(_is_group(rule) for rule in rules)
    is_listed = any(
        isinstance(rule, AttributeRule) and len(rule.one_of or ()) > 1 for rule in rules
    )
    parts = [_nested(rule) for rule in rules]
    if is_grouped:
        return f"; {word} ".join(["; ".join(parts[:-1]), parts[-1]]) if parts[1:] else parts[0]
    return joined(parts, f", {word}" if is_listed else word)


def _is_group(rule: Rule) -> bool:
    return isinstance(rule, (AllOf, AnyOf)) and len(list(rule.leaves())) > 1


def _nested(rule: Rule) -> str:
    """A rule within another: a deep group in brackets, one of single conditions without."""
    if not isinstance(rule, (AllOf, AnyOf)) or not _is_group(rule):
        return rule.sentence()
    within = rule.all if isinstance(rule, AllOf) else rule.any
    if any(_is_group(each) for each in within):
        return f"({rule.sentence()})"
    every = "both" if len(within) == 2 else "all of"
    return f"{every if isinstance(rule, AllOf) else 'either'} {rule.sentence()}"

"""Who meets a rule on attributes, as far as today's values tell."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from alignment.agreement import AllOf, AnyOf, AttributeRule, Rule
from alignment.agreement.rule import in_words, joined
from alignment.errors import nearest

_FLAGS = (bool, np.bool_)


def meets(rule: Rule, leads: pd.DataFrame) -> np.ndarray:
    """Whether each lead meets a rule on attributes.

    Parameters
    ----------
    rule : Rule
        Of attributes only, joined by `all` and `any`.
    leads : DataFrame
        One row a lead, one column an attribute; a missing value, and a column that is not there,
        meets nothing. Text is compared as it is written, a flag with true and false, and a limit
        takes numbers only.

    Returns
    -------
    array of bool
        One entry a row.
    """
    match rule:
        case AllOf():
            return np.logical_and.reduce([meets(part, leads) for part in rule.all])
        case AnyOf():
            return np.logical_or.reduce([meets(part, leads) for part in rule.any])
        case AttributeRule():
            return _holds(rule, leads)
    raise TypeError(f"a rule on attributes was asked for, not {type(rule).__name__}")


def unknown_attributes(rule: Rule, leads: pd.DataFrame) -> Iterator[str]:
    """What a rule reads that no lead has, or has as something else, each as a sentence."""
    for leaf in rule.leaves():
        if not isinstance(leaf, AttributeRule):
            continue
        if leaf.attribute not in leads:
            known = [name for name in leads if name != "lead_id" and not name.endswith("_at")]
            advice = nearest(leaf.attribute, known)
            yield f"No lead has the attribute {leaf.attribute!r}. {advice}"
        elif (kind := kind_of(leads[leaf.attribute])) not in (asked := _asked(leaf)):
            yield (
                f"“{leaf.sentence()}” asks for {joined(sorted(asked - {'nothing'}), 'or')}, but "
                f"{leaf.attribute!r} holds {kind}: no lead meets it."
            )


def read(rules: Iterable[Rule]) -> list[str]:
    """The attributes that rules read, each once, in the order of the alphabet."""
    leaves = (leaf for rule in rules for leaf in rule.leaves())
    return sorted({leaf.attribute for leaf in leaves if isinstance(leaf, AttributeRule)})


def todays(rules: Iterable[Rule], what: str) -> Iterator[str]:
    """Which attributes `what` rests on, of which only today's values are known."""
    names = sorted(in_words(name.removeprefix("n_")) for name in read(rules))
    if names:
        yield f"{what} rests on today's values of {joined(names, 'and')}."


def _asked(rule: AttributeRule) -> set[str]:
    if rule.at_least is not None or rule.at_most is not None:
        return {"numbers", "nothing"}
    values = rule.one_of if rule.one_of is not None else (rule.is_,)
    kinds = {bool: "yes or no", float: "numbers", str: "text"}
    return {kinds[type(value)] for value in values if type(value) in kinds} | {"nothing"}


def kind_of(held: pd.Series) -> str:
    """What an attribute holds: "yes or no", "numbers", "text", or "nothing" at all."""
    kinds = pd.api.types
    if kinds.is_bool_dtype(held):
        return "yes or no"
    if kinds.is_numeric_dtype(held):
        return "numbers"
    if kinds.is_object_dtype(held):
        known = held.dropna()
        if all(isinstance(value, _FLAGS) for value in known.head(1000)):
            return "yes or no" if len(known) else "nothing"
    return "text"


def _holds(rule: AttributeRule, leads: pd.DataFrame) -> np.ndarray:
    if rule.attribute not in leads:
        return np.zeros(len(leads), dtype=bool)
    held = leads[rule.attribute]
    if rule.at_least is not None or rule.at_most is not None:
        if pd.api.types.is_bool_dtype(held) or not pd.api.types.is_numeric_dtype(held):
            return np.zeros(len(leads), dtype=bool)
        is_met = held >= rule.at_least if rule.at_least is not None else held <= rule.at_most
        return is_met.fillna(False).to_numpy(dtype=bool)
    wanted = rule.one_of if rule.one_of is not None else (rule.is_,)
    return np.logical_or.reduce([_is(held, value) for value in wanted])


def _is(held: pd.Series, value: object) -> np.ndarray:
    is_flag, is_number = isinstance(value, bool), isinstance(value, float)
    kinds = pd.api.types
    if kinds.is_object_dtype(held):  # flags beside missing ones: true is not 1 here
        fits = [
            np.isscalar(own) and isinstance(own, _FLAGS) is is_flag and bool(own == value)
            for own in held
        ]
        return np.array(fits, dtype=bool)
    if kinds.is_bool_dtype(held) is not is_flag:
        return np.zeros(len(held), dtype=bool)
    if not is_flag and kinds.is_numeric_dtype(held) is not is_number:
        return np.zeros(len(held), dtype=bool)
    return (held == value).fillna(False).to_numpy(dtype=bool)

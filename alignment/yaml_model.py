"""A pydantic model read from a YAML document, with every problem at its line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from alignment.errors import AgreementError, AlignmentError, Problem, nearest
from alignment.yaml_text import Document, Steps, place

_SHOWN = 60


class Part(BaseModel):
    """A part of a file that people write: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_default=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )


Model = TypeVar("Model", bound=BaseModel)


def wrong(expected: str, advice: str = "") -> PydanticCustomError:
    """The error that a validator raises: what was expected, and what to do."""
    return PydanticCustomError(
        "wrong", "expected {expected}. {advice}", {"expected": expected, "advice": advice}
    )


def wrong_at(errors: Sequence[tuple[str | int, object, PydanticCustomError]]) -> ValidationError:
    """Several errors of one validator: each the key or place within, its value, and `wrong`."""
    details = [
        InitErrorDetails(type=error, loc=(step,), input=value) for step, value, error in errors
    ]
    return ValidationError.from_exception_data("wrong", details)


def _written(text: str) -> str:
    if not text.strip():
        raise wrong("a text that is not blank")
    return text


def _scalar(value: object) -> object:
    if not isinstance(value, (bool, int, float, str)):
        raise wrong("a text, a number, true or false")
    return value + 0.0 if isinstance(value, float) else value  # negative zero reads as another text


Text = Annotated[str, AfterValidator(_written)]
"""A text that is not blank."""

Number = Annotated[float, AfterValidator(lambda number: number + 0.0)]
"""A finite number (and no negative zero, which would read as another text)."""

Value = Annotated[bool | float | str, BeforeValidator(_scalar)]
"""One plain value, as a lead's attribute holds it."""


def checked(
    model: type[Model],
    document: Document,
    message: str,
    error: type[AlignmentError] = AgreementError,
) -> Model:
    """The `document` as a `model`.

    Parameters
    ----------
    message : str
        One sentence for the error: what could not be read.
    error : type
        The error to raise.

    Raises
    ------
    AlignmentError
        With every problem, YAML's and the model's, in the order of the lines.
    """
    found, problems = attempted(model, document)
    if problems or found is None:
        raise error(message, problems)
    return found


def attempted(model: type[Model], document: Document) -> tuple[Model | None, tuple[Problem, ...]]:
    """The `document` as a `model`, or None, and every problem in the order of the lines."""
    problems, found = list(document.problems), None
    if isinstance(document.data, dict):
        try:
            text = json.dumps(document.data)
            found = model.model_validate_json(text, strict=True, by_alias=True, by_name=False)
        except ValidationError as error:
            problems += problems_of(error, model, document)
    elif document.data is not None or not problems:
        problems.append(_no_mapping(model, document))
    return found, tuple(sorted(problems, key=lambda problem: problem.row or 0))


def problems_of(
    error: ValidationError, model: type[BaseModel], document: Document
) -> list[Problem]:
    """What pydantic found wrong, each at its line of the document."""
    schema = model.model_json_schema()
    return [_problem(each, schema, document) for each in error.errors() if not _is_echo(each)]


def built(model: type[Model], values: Mapping[str, object], where: str, message: str) -> Model:
    """A `model` of values that a program hands over, with the same errors as from a file.

    Raises
    ------
    AgreementError
        With every problem; `where` names the thing in their messages.
    """
    problems = [
        Problem(where, "half of a character", "whole ones", "Type it anew.", column=place(steps))
        for steps in halved(values)
    ]
    try:
        made = model.model_validate(values)
    except ValidationError as error:
        problems += problems_of(error, model, Document(where, dict(values)))
        raise AgreementError(message, problems) from error
    if problems:
        raise AgreementError(message, problems)
    return made


def halved(value: object, steps: Steps = ()) -> Iterator[Steps]:
    """Where a text holds half of a pair of surrogates, which no file can hold."""
    if isinstance(value, str):
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            yield steps
    elif isinstance(value, (Mapping, BaseModel)):
        for key, inner in value.items() if isinstance(value, Mapping) else value:
            yield from halved(key, steps)
            yield from halved(inner, (*steps, key))
    elif isinstance(value, (list, tuple)):
        for n, inner in enumerate(value):
            yield from halved(inner, (*steps, n))


def shown(value: object) -> str:
    """A value as a message names it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return f"keys ({', '.join(map(str, value)) or 'none'})"[:_SHOWN]
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _is_echo(error: ErrorDetails) -> bool:
    """pydantic also calls a list too short when its entries are there, but wrong."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _no_mapping(model: type[BaseModel], document: Document) -> Problem:
    keys = ", ".join(list(model.model_fields)[:4])
    found = "an empty file" if document.data is None else shown(document.data)
    return Problem(document.where, found, f"`key: value` lines ({keys} …)", row=1)


def _problem(error: ErrorDetails, schema: dict[str, Any], document: Document) -> Problem:
    steps = _steps(error["loc"], schema, document.data)
    found, expected, advice = _told(error, _known_keys(schema, steps[:-1]))
    line = document.line(steps)
    return Problem(document.where, found, expected, advice, line, place(steps) or None)


def _steps(loc: tuple[int | str, ...], schema: dict[str, Any], data: object) -> Steps:
    """pydantic's place without the names of the union's members that it passed through."""
    steps: list[int | str] = []
    for step in loc:
        held = isinstance(data, dict) and step in data
        if step == "[key]" or (step in schema.get("$defs", {}) and not held):
            continue
        steps.append(step)
        if held or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]  # type: ignore[index]
    return tuple(steps)


def _told(error: ErrorDetails, known: list[str]) -> tuple[str, str, str]:
    """What was found, what was expected, and the advice."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "wrong":
        return shown(value), str(context["expected"]), str(context["advice"])
    if kind == "missing":
        return "nothing", "a value for this key", ""
    if kind == "extra_forbidden":
        return "a key that is not known here", "a known key", nearest(str(error["loc"][-1]), known)
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", str(context["expected"]))
        like = nearest(str(value), options)
        advice = like if like.startswith("Did") else ""
        return shown(value), f"one of {', '.join(options)}", advice
    if kind in _EXPECTED:
        expected = _EXPECTED[kind].format(**context)
    else:  # its braces are no places to fill
        expected = error["msg"].removeprefix("Input should be ")
    advice = "Put it in quotes." if kind == "string_type" and not _is_nest(value) else ""
    return shown(value), expected, advice


def _is_nest(value: object) -> bool:
    return value is None or isinstance(value, (dict, list))


_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "string_type": "a text",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "dict_type": "keys with values",
    "tuple_type": "a list",
    "too_short": "at least {min_length} entry",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "a number below {lt}",
    "less_than_equal": "{le} or less",
    "date_type": "a date such as 2026-09-30",
    "date_parsing": "a date such as 2026-09-30",
    "date_from_datetime_parsing": "a date such as 2026-09-30",
    "date_from_datetime_inexact": "a date such as 2026-09-30, without a time",
}


def _known_keys(schema: dict[str, Any], steps: Steps) -> list[str]:
    """The keys that the model knows at a place; of every form, where there is a choice."""
    nodes = [schema]
    for step in steps:
        nodes = [inner for node in _forms(schema, nodes) for inner in _inside(node, step)]
    return [key for node in _forms(schema, nodes) for key in node.get("properties", {})]


def _forms(schema: dict[str, Any], nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for node in nodes:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        choices = [*node.get("anyOf", ()), *node.get("oneOf", ())]
        found += _forms(schema, choices) if choices else [node]
    return found


def _inside(node: dict[str, Any], step: str | int) -> list[dict[str, Any]]:
    if isinstance(step, int):
        inner = node.get("items")
    else:
        inner = node.get("properties", {}).get(step, node.get("additionalProperties"))
    return [inner] if isinstance(inner, dict) else []

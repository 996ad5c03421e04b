"""A notebook's declared parameters, and whether what was given fits them."""

import ast
import math
from collections.abc import Callable, Mapping
from pathlib import Path

from alignment.errors import Problem, ReportError, nearest


def declared(notebook: Path) -> Mapping[str, Mapping[str, str]]:
    """What a notebook's cell tagged ``parameters`` declares, by name."""
    from papermill import inspect_notebook

    return inspect_notebook(plain(notebook))


def checked(
    notebook: Path,
    given: Mapping[str, object],
    known: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, object]:
    """`given`, each value in the type that the notebook declares for it.

    Parameters
    ----------
    notebook : Path
        Its cell tagged ``parameters`` holds lines such as ``n_months: int = 24  # months shown``.
    given : mapping
        Text is read as the declared type (a command line gives nothing else); any other value
        must have it already.
    known : mapping or None
        What the notebook declares, where it is at hand.

    Raises
    ------
    ReportError
        With every parameter that is unknown or does not fit.
    """
    held = declared(notebook) if known is None else known
    values, problems = {}, []
    for name, value in given.items():
        if name not in held:
            advice = nearest(name, held)
            problems.append(
                Problem(notebook.name, f"{name!r}", "a declared parameter", advice, column=name)
            )
            continue
        kind = _kind(held[name])
        try:
            values[name] = _as(kind, value)
        except (KeyError, ValueError):
            problems.append(
                Problem(notebook.name, repr(value), _expected(kind, held[name]), column=name)
            )
    if problems:
        raise ReportError("The parameters do not fit the notebook.", problems)
    return values


def plain(path: Path) -> str:
    """A path as papermill takes it: it would read braces in one as a place for a parameter."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _kind(parameter: Mapping[str, str]) -> str:
    annotation = parameter["inferred_type_name"]
    if annotation != "None":
        return annotation
    return type(ast.literal_eval(parameter["default"])).__name__


def _expected(kind: str, parameter: Mapping[str, str]) -> str:
    meaning = f" ({parameter['help']})" if parameter["help"] else ""
    if kind not in _READ:
        return f"{kind}, which can only be set in the notebook{meaning}"
    return f"{kind}, such as {parameter['default']}{meaning}"


def _as(kind: str, value: object) -> object:
    read = _READ[kind]
    if isinstance(value, str):
        return read(value)
    fits = type(value).__name__ == kind or (kind == "float" and type(value) is int)
    if not fits:
        raise ValueError(value)
    return value


def flag(value: object, name: str) -> bool:
    """The flag of that name, or its word as papermill's command line hands it over.

    Raises
    ------
    ReportError
        Where it is neither: a run that saves nothing must not pass for one that did.
    """
    return flags(**{name: value})[0]


def flags(**given: object) -> list[bool]:
    """Flags by name, each `flag`.

    Raises
    ------
    ReportError
        Naming all that are none.
    """
    read, problems = [], []
    for name, value in given.items():
        try:
            read.append(value if isinstance(value, bool) else _flag(str(value)))
        except ValueError:
            problems.append(Problem("parameters", repr(value), "True or False", column=name))
    if problems:
        raise ReportError("The parameters make no sense.", problems)
    return read


def _flag(text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_READ: Mapping[str, Callable[[str], object]] = {
    "str": str,
    "int": int,
    "float": _finite,
    "bool": _flag,
}

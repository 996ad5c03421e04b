"""Which of day and month comes first, where the mapping does not say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alignment.errors import MappingError, Problem
from alignment.imports import values
from alignment.imports.feed import Fed
from alignment.imports.staging import REFUSED, STATUS, Staged, Staging, pipeline

_ORDERS = ("day_first", "month_first")


@dataclass(frozen=True)
class _Count:
    """How many dates with slashes, dots or dashes a column has, and how many each order reads."""

    n: int
    n_read: tuple[int, int]


def settled(staging: Staging, staged: Sequence[Staged]) -> tuple[list[Staged], list[str]]:
    """The same feeds with every order settled by their values, and what was settled.

    A column's values are looked at over all files of its source together.

    Raises
    ------
    MappingError
        For every column whose values both orders read, or neither.
    """
    found: dict[int, dict[str, str]] = {}
    problems: list[Problem] = []
    caveats: list[str] = []
    for group in _by_source(staged):
        orders = found.setdefault(id(group[0].feed.source), {})
        for fed in group[0].feed.columns:
            if not fed.has_open_order:
                continue
            counts = [_count(staging, each, fed) for each in group]
            n = sum(count.n for count in counts)
            reads = [sum(count.n_read[k] for count in counts) == n for k in (0, 1)]
            if n and all(reads) == any(reads):
                problems.append(_unclear(group[0], fed, n, counts))
            elif n:
                orders[fed.name] = _ORDERS[reads.index(True)]
                caveats.append(_settled_by(group[0], fed, orders[fed.name], n))
    if problems:
        raise MappingError("Dates that cannot be told apart.", problems)
    again = [
        staging.ordered(each, found[source]) if found.get(source := id(each.feed.source)) else each
        for each in staged
    ]
    return again, caveats


def _by_source(staged: Sequence[Staged]) -> list[list[Staged]]:
    """The feeds of each source that has columns of open order."""
    groups: dict[int, list[Staged]] = {}
    for each in staged:
        if any(fed.has_open_order for fed in each.feed.columns):
            groups.setdefault(id(each.feed.source), []).append(each)
    return list(groups.values())


def _count(staging: Staging, staged: Staged, fed: Fed) -> _Count:
    if not staging.number(f"SELECT count(*) FROM {staged.typed} WHERE {STATUS} = {REFUSED}"):
        return _Count(0, (0, 0))
    readings = [replace(fed, reading=replace(fed.reading, order=order)) for order in _ORDERS]
    text = pipeline(tuple(readings), staging.text(staged))
    slashed = values.matches("t0", values.SLASHED)
    counted = staging.rows(f"SELECT count(*), count(v0), count(v1) FROM ({text}) WHERE {slashed}")
    n, n_day_first, n_month_first = counted[0]
    return _Count(n, (n_day_first, n_month_first))


def _unclear(staged: Staged, fed: Fed, n: int, counts: Sequence[_Count]) -> Problem:
    n_day_first, n_month_first = (sum(count.n_read[k] for count in counts) for k in (0, 1))
    if n_day_first == n:
        found = f"{n:,} dates that read both day first and month first"
    else:
        found = (
            f"{n:,} dates of which {n_day_first:,} read day first and {n_month_first:,} month first"
        )
    expected = "dates that read one way, or a mapping that says which"
    advice = f"Say `order: day_first` or `order: month_first` at `{fed.name}`."
    return Problem(_place(staged), found, expected, advice, column=f"{fed.from_} ({fed.name})")


def _settled_by(staged: Staged, fed: Fed, order: str, n: int) -> str:
    words = order.replace("_", " ")
    return (
        f"{_place(staged)}, {fed.from_}: {n:,} dates were read {words}, the only order that reads "
        f"them all. Say `order: {order}` to be sure."
    )


def _place(staged: Staged) -> str:
    return staged.feed.file.path.name

"""What a run made, as lines for a terminal."""

from collections import Counter
from collections.abc import Iterator

from alignment.runs.done import Done
from alignment.runs.runs import Run

_COLUMNS = {
    "leads": "n_leads",
    "won": "n_won",
    "PASS": "n_pass",
    "AT RISK": "n_at_risk",
    "BREACH": "n_breach",
    "NO DATA": "n_not_enough_data",
    "levels missed": "n_levels_breached",
}


def summary(run: Run) -> str:
    """A line a report where there are several, what became of all, and the pages to begin with."""
    lines: list[str] = []
    if len(run.done) > 1:
        lines += [*_table(run.done), ""]
        counts = Counter(each.state for each in run.done)
        lines.append(", ".join(f"{n:,} {state}" for state, n in counts.items()) + ".")
        lines.append("Leads and won: of all months looked back on. Levels missed: BREACH for sure.")
    told = {each.wanted.folder: each.wanted.month for each in run.done}
    for page in run.pages:
        month = told.get(page.parent, page.parent.name)
        what = "The review of" if page.parent in told else "All segments compared,"
        lines.append(f"{what} {month}: {page}")
    return "\n".join(lines)


def failures(run: Run) -> str:
    """Every report that failed, with the reason."""
    return "\n".join(f"{each.wanted.month}, {each.whom}: {each.message}" for each in run.failed)


def _table(done: tuple[Done, ...]) -> Iterator[str]:
    head = ["month", "whom", *_COLUMNS, "seconds", ""]
    rows = [head]
    for each in done:
        numbers = [each.figures.get(name) for name in _COLUMNS.values()]
        cells = ["–" if number is None else f"{number:,}" for number in numbers]
        whom = "".join(sign if sign.isprintable() else " " for sign in each.whom)
        rows.append([each.wanted.month, whom[:30], *cells, f"{each.seconds:.1f}", each.state])
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    for row in rows:
        cells = [
            text.ljust(width) if place in (0, 1, len(head) - 1) else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()

"""The scorecard of one team: by what it controls, apart from the other."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.errors import AlignmentError, Problem, nearest
from alignment.finding import Finding
from alignment.measures.attainment import AT_RISK, BREACH, NO_TARGET, VERDICTS
from alignment.measures.levels import said
from alignment.measures.rates import counted
from alignment.measures.scorecards.asked import Asked
from alignment.measures.scorecards.tables import Row, card_row
from alignment.measures.service.promises import METRICS
from alignment.period import Period

LEVEL = "service level"


def card_of(
    team: str,
    own: Sequence[Asked],
    every: Mapping[str, Asked],
    levels: Finding,
    agreement: Agreement,
    month: Period,
) -> Finding:
    """That of a team: its metrics, and those of the month's levels that it owes.

    A metric that a level says too stands once, as the level: it knows where to begin. It tells the
    trend of that metric, which is one of `every`.

    Raises
    ------
    AlignmentError
        Where there is no such team.
    """
    if team not in terms.TEAMS:
        problem = Problem("team", repr(team), "a team", nearest(team, terms.TEAMS))
        raise AlignmentError("There is no such scorecard.", [problem])
    name, called = f"scorecard_{team}", getattr(agreement.parties, team)
    owed = levels.table[levels.table["team"] == team] if levels.is_answered else levels.table
    in_levels = {METRICS.get(str(row["level"])) for row in owed.to_dict("records")}
    rows = [card_row(each, agreement) for each in own if each.key not in in_levels]
    rows += [
        _level_row(row, every.get(METRICS.get(str(row["level"]), "")))
        for row in owed.to_dict("records")
    ]
    if not rows:
        told = f"{called} answers for no metric, and owes no service level that can be measured."
        return Finding(pd.DataFrame(), told, name=name)
    table = pd.DataFrame(rows)
    counts = Counter(table["verdict"])
    return Finding(
        table,
        f"{called} {month.when}: {_verdicts(rows)}.",
        name=name,
        figures={
            f"n_{each.lower().replace(' ', '_')}": counts[each] for each in (*VERDICTS, NO_TARGET)
        },
    )


def _level_row(row: dict, alike: Asked | None) -> Row:
    """A level's row; `alike` is the metric that says the same, None: there is none."""
    is_count = row["unit"] != "share"
    return {
        "kind": LEVEL,
        "metric": row["level"],
        "label": row["label"],
        "team": row["team"],
        "unit": "count" if is_count else "share",
        "aim": row["promise"],
        "better": "higher",
        **{name: row[name] for name in ("target", "value", "low", "high", "n")},
        "achieved": said(row),
        "verdict": row["verdict"],
        "verdict_words": alike.verdict_words(row["verdict"]) if alike else row["verdict"],
        "change": alike.change.difference if alike else math.nan,
        "trend": alike.trend if alike else "",
        "means": "",
        "next": row["recommendation"],
    }


def _verdicts(rows: Sequence[Row]) -> str:
    parts = []
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        told = []
        for each in VERDICTS:
            labels = [str(row["label"]) for row in own if row["verdict"] == each]
            if labels:
                named = f" ({'; '.join(labels)})" if each in (AT_RISK, BREACH) else ""
                told.append(f"{len(labels)} {each}{named}")
        if free := [str(row["label"]) for row in own if row["verdict"] == NO_TARGET]:
            told.append(f"{len(free)} without a target for a segment ({'; '.join(free)})")
        parts.append(f"of {counted(len(own), str(kind))}, {', '.join(told)}")
    return "; ".join(parts)

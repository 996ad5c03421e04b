"""What would leak the outcome into a score: lines that only come after it, or follow from it."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import AttributeRule
from alignment.agreement.rule import in_words, joined
from alignment.errors import AlignmentError, Problem, nearest
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.rates import counted
from alignment.measures.replay import Replay
from alignment.measures.replay.crossings import NEVER
from alignment.measures.suggest.candidates import Candidate
from alignment.period import local_days

ALMOST_ALL = 0.8
"""A share from which something (almost) only happens so."""
FEWEST = 5
"""Cases below which such a share says nothing."""
COLUMNS = ["name", "kind", "n_cases", "n_telling", "reason", "is_allowed"]

Row = tuple[str, str, int, int, str]


def leaks(
    history: History,
    replay: Replay,
    handed_over: NDArray[np.bool_],
    lines: Sequence[Candidate],
    allow: Collection[str],
) -> Finding:
    """The candidates that tell the outcome rather than foretell it, each with its counts.

    Refused are activities that a team does (they follow from the policy of the time), that come
    (almost) only at or after the conversion, or that this history never holds; attributes known
    (almost) only of leads that converted, or that were handed over; and rules that (almost) only
    converted leads meet. Attributes are today's values, so what was filled in later in any other
    way cannot be seen.

    Parameters
    ----------
    handed_over : array of bool
        Whether each lead was ever handed over.

    Returns
    -------
    Finding
        One row a candidate or attribute: name, kind (``activity``, ``attribute``, ``fit``),
        n_cases (how often, or leads), n_telling (of these, as the reason says), reason,
        is_allowed. A rule is refused with the attribute that it reads.

    Raises
    ------
    AlignmentError
        Where `allow` names nothing known.
    """
    names = [*(line.name for line in lines), *replay.leads.splits]
    unknown = [name for name in allow if name not in names]
    if unknown:
        problems = [
            Problem("allow", repr(n), "a candidate or an attribute", nearest(n, names))
            for n in unknown
        ]
        raise AlignmentError("No points can be suggested so.", problems)
    rows = [*_activities(history, replay, lines), *_attributes(replay, handed_over)]
    rows += _rules(replay, lines, {row[0] for row in rows})
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    table["is_allowed"] = table["name"].isin(list(allow))
    return Finding(table, _sentence(table), name="refused")


def is_refused(line: Candidate, refused: pd.DataFrame) -> bool:
    """Whether a line, or an attribute that it reads, is refused and not allowed."""
    names = {line.name}
    if line.when is not None:
        names |= {leaf.attribute for leaf in line.when.leaves() if isinstance(leaf, AttributeRule)}
    return bool((refused["name"].isin(names) & ~refused["is_allowed"]).any())


def _activities(history: History, replay: Replay, lines: Sequence[Candidate]) -> Iterator[Row]:
    observed = replay.leads.table[["lead_id", "converted_at"]]
    settings = pd.DataFrame({"as_of": [replay.as_of]})
    days = local_days(history.first_at, replay.as_of, history.zone)
    counts = history.query(
        sql_text("suggest/leakage"), observed=observed, settings=settings, days=days
    )
    held = counts.set_index("activity")
    for line in lines:
        if line.when is not None:
            continue
        if line.name not in held.index:
            yield line.name, "activity", 0, 0, "this history never holds it"
            continue
        n, n_by_teams, n_after = (int(n) for n in held.loc[line.name])
        if n_by_teams > n / 2:
            reason = "what a team does follows from the policy of the time"
            yield line.name, "activity", n, n_by_teams, reason
        elif n >= FEWEST and n_after >= ALMOST_ALL * n:
            yield line.name, "activity", n, n_after, "comes almost only at or after the conversion"


def _attributes(replay: Replay, handed_over: NDArray[np.bool_]) -> Iterator[Row]:
    leads = replay.leads
    marks = (
        (leads.converted != NEVER, "known almost only of leads that converted"),
        (handed_over, "known almost only of leads handed over"),
    )
    for name in leads.splits:
        known = leads.table[name].notna().to_numpy()
        if known.all():
            continue
        for is_so, reason in marks:
            if _is_telling(known, is_so):
                yield name, "attribute", int(known.sum()), int((known & is_so).sum()), reason
                break


def _rules(replay: Replay, lines: Sequence[Candidate], refused: set[str]) -> Iterator[Row]:
    has_converted = replay.leads.converted != NEVER
    for line in lines:
        if line.when is None or line.name in refused:
            continue
        met = replay.leads.meeting(line.when)
        if _is_telling(met, has_converted):
            n_so = int((met & has_converted).sum())
            yield line.name, "fit", int(met.sum()), n_so, "met almost only by leads that converted"


def _is_telling(known: NDArray[np.bool_], is_so: NDArray[np.bool_]) -> bool:
    """Whether those `known` are (almost) all so, at least twice as often as all leads."""
    if known.sum() < FEWEST:
        return False
    share = is_so[known].mean()
    return bool(share >= ALMOST_ALL and share >= 2 * is_so.mean())


def _sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return "No activity, attribute or rule is refused: none tells the outcome."
    refused = table[~table["is_allowed"]]
    if refused.empty:
        return f"{counted(len(table), 'suspect')} allowed on request."
    said = [
        f"{joined([in_words(name) for name in rows['name']], 'and')} ({reason})"
        for reason, rows in refused.groupby("reason", sort=False)
    ]
    return f"Refused, since they would leak the outcome or follow from it: {'; '.join(said)}."

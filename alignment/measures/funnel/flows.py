"""Who stood in each stage as a month began, who came, who went, and who stood there at its end."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.entered import is_whole
from alignment.measures.funnel.stays import PLACES, stays
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted
from alignment.period import Period

STAGES = tuple(PLACES)
INS = ("n_created", "n_in_forward", "n_in_back")
OUTS = ("n_out_forward", "n_out_back", "n_recycled", "n_disqualified")
_RECYCLED, _DISQUALIFIED = len(terms.STAGES), len(terms.STAGES) + 1
"""The places of the detours, which stand after all others."""
_NAMED = 3


def flows(journeys: Journeys, month: Period, known: pd.DataFrame | None = None) -> Finding:
    """The waterfall of a month: every move of a lead out of one stage and into another.

    The order of the stages is that of `alignment.terms`, the detours last. A lead that moves twice
    in the month counts in each of its moves; one that passes a stage at one instant came and went.

    Parameters
    ----------
    known : DataFrame or None
        The `stays` of the journeys, where they are at hand.

    Returns
    -------
    Finding
        One row a stage that any of the leads ever stood in: stage, label, n_before (stood there as
        the month began), n_created (began here: new leads), n_in_forward (from an earlier stage),
        n_in_back (from a later one; a detour is later than all), n_out_forward, n_out_back (to an
        earlier one; of a detour: back on the way), n_recycled, n_disqualified (moved there),
        n_at_end. n_before + what came − what went = n_at_end, and over all stages as many moves
        come in as go out. A month that is not over ends with what is known.
    """
    table, moves = _table(stays(journeys) if known is None else known, month)
    if table.empty:
        return unanswered("flows", f"who came and went {month.when}", "leads by that time")
    is_over = is_whole(journeys, month)
    caveats = [
        "Moves are counted, not leads: one that moves twice in the month counts twice. They are no "
        "conversion rates: who leaves a stage seldom entered it in the same month."
    ]
    if not is_over:
        caveats.append(f"The month is known until {journeys.day(journeys.as_of)} only.")
    figures = _figures(table, moves)
    is_still = not figures["n_created"] and not figures["n_moves"]
    said = "nothing moved." if is_still else _sentence(table, moves, is_over)
    begun = "In" if is_over else "So far in"
    return Finding(table, f"{begun} {month.label}, {said}", tuple(caveats), "flows", figures)


def _figures(table: pd.DataFrame, moves: NDArray[np.int64]) -> dict[str, object]:
    of_each = moves.sum(axis=0) + moves.sum(axis=1)
    return {
        "n_created": int(table["n_created"].sum()),
        "n_moves": int(moves.sum()),
        "n_recycled": int(moves[:, _RECYCLED].sum()),
        "n_disqualified": int(moves[:, _DISQUALIFIED].sum()),
        "n_came_back": int(moves[_RECYCLED:, :_RECYCLED].sum()),
        "busiest": STAGES[int(of_each.argmax())] if moves.any() else None,
    }


def _table(held: pd.DataFrame, month: Period) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The finding's rows, and the moves: how many from each place to each other one."""
    n = len(STAGES)
    start, end = np.datetime64(month.start_at), np.datetime64(month.end_at)
    entered, left = (held[name].to_numpy("datetime64[us]") for name in ("entered_at", "left_at"))
    is_known = entered < end
    place = pd.Categorical(held["stage"], list(STAGES)).codes.astype(np.int64)[is_known]
    entered, left = entered[is_known], left[is_known]
    is_left, is_new = left < end, entered >= start
    is_moved = np.append(False, is_left)[:-1]  # the stay before was the same lead's, and is over
    came = np.flatnonzero(is_new & is_moved)
    moves = np.bincount(place[came - 1] * n + place[came], minlength=n * n).reshape(n, n)
    on_the_way = moves.copy()
    on_the_way[:, _RECYCLED:] = 0
    counts = {
        "n_before": np.bincount(place[~is_new & ~(left < start)], minlength=n),
        "n_created": np.bincount(place[is_new & ~is_moved], minlength=n),
        "n_in_forward": np.triu(moves).sum(axis=0),
        "n_in_back": np.tril(moves).sum(axis=0),
        "n_out_forward": np.triu(on_the_way).sum(axis=1),
        "n_out_back": np.tril(on_the_way).sum(axis=1),
        "n_recycled": moves[:, _RECYCLED],
        "n_disqualified": moves[:, _DISQUALIFIED],
        "n_at_end": np.bincount(place[~is_left], minlength=n),
    }
    labels = [terms.STAGE_LABELS[stage] for stage in STAGES]
    table = pd.DataFrame({"stage": STAGES, "label": labels, **counts})
    is_used = np.bincount(place, minlength=n) > 0
    return table[is_used].reset_index(drop=True), moves


def _sentence(table: pd.DataFrame, moves: NDArray[np.int64], is_over: bool) -> str:
    figures = _figures(table, moves)
    parts = [f"{counted(int(table['n_created'].sum()), 'lead')} came in."]
    if moves.any():
        row = table.set_index("stage").loc[figures["busiest"]]
        n_in, n_out = (row[list(names)].sum() for names in (INS, OUTS))
        after = "After Lead, the" if "lead" in set(table["stage"]) else "The"
        moved = f"{n_in:,} came and {n_out:,} went"
        parts.append(f"{after} busiest stage was {row['label']}: {moved}.")
        parts.append(
            f"{_gone(moves[:, _RECYCLED], 'recycled')}, "
            f"{_gone(moves[:, _DISQUALIFIED], 'disqualified')}; "
            f"{figures['n_came_back']:,} came back from there."
        )
    return " ".join([*parts, *_piled_up(table, is_over)])


def _gone(moves: NDArray[np.int64], where: str) -> str:
    """How many moves, and where from, most first: `48 recycled (30 from SAL, 18 from MQL)`."""
    found = [place for place in np.argsort(-moves, kind="stable") if moves[place]]
    told = [
        f"{moves[place]:,} from {terms.STAGE_LABELS[STAGES[place]]}" for place in found[:_NAMED]
    ]
    more = int(moves[found[_NAMED:]].sum())
    told += [f"{more:,} from elsewhere"] if more else []
    return f"{moves.sum():,} {where}" + (f" ({', '.join(told)})" if told else "")


def _piled_up(table: pd.DataFrame, is_over: bool) -> list[str]:
    """The stage between a lead and a customer that grew most, in words; none where none did."""
    waiting = table[table["stage"].isin(terms.STAGES[2:-1])]
    grown = waiting["n_at_end"] - waiting["n_before"]
    if grown.empty or grown.max() <= 0:
        return []
    row, most = waiting.loc[grown.idxmax()], int(grown.max())
    until = "at the month's end" if is_over else "by now"
    return [f"Most piled up as {row['label']}: {row['n_at_end']:,} {until}, {most:,} more."]

"""Where leads stand now for longer than they should."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.stays import lasted_days, stays
from alignment.measures.funnel.time_in_stage import ENDS
from alignment.measures.rates import counted, days, percent
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.held import held

NAME = "stuck"
USUALLY = 0.75
"""Longer than so many of those that moved on took is long."""
MOSTLY = 0.5
"""Where fewer than so many stays have ended, to stand is what is usual."""
Row = dict[str, Any]


def stuck(episodes: Episodes, known: pd.DataFrame | None = None) -> Finding:
    """The open leads of each stage as of then, and those of them that stand there too long.

    Too long: what Sales holds without a deal, for more days since its hand-off than agreed (to
    qualify, up to SQL; then the nurture limit); any other lead, for more days in its stage than
    three quarters of those took that went on from it, where at least half of all did.

    Parameters
    ----------
    known : DataFrame or None
        The `alignment.measures.funnel.stays.stays` of the journeys, where they are at hand.

    Returns
    -------
    Finding
        One row a stage that an open lead stands in, in order: stage, label, team (who holds it),
        n_standing, n_stuck (missing: no limit is agreed, and too few went on), usual_days
        (three quarters of those that left had, of the company's own clock; missing: too few),
        limit_days (agreed; missing: none), longest_days (of those standing, in the stage),
        most_with (today's owner of most of those stuck with Sales; missing: not known, too few,
        or shared).
    """
    every = stays(episodes.journeys) if known is None else known
    rows = list(_rows(episodes, every))
    if not rows:
        return unanswered(NAME, "where leads get stuck", "open leads")
    return Finding(
        pd.DataFrame(rows),
        _sentence(rows, episodes.journeys.day(episodes.journeys.as_of)),
        tuple(_caveats(episodes, rows)),
        NAME,
        {
            "n_standing": sum(row["n_standing"] for row in rows),
            "n_stuck": _n_stuck(rows),
            **{f"n_stuck_{team}": _n_stuck(_of(rows, team)) for team in terms.TEAMS},
        },
    )


def _rows(episodes: Episodes, every: pd.DataFrame) -> Iterator[Row]:
    stage, stages = pd.factorize(every["stage"])
    known = {name: place for place, name in enumerate(stages)}
    is_open = every["left_at"].isna().to_numpy()
    leads = episodes.journeys.table
    ids, since = pd.Index(leads["lead_id"]), _held_days(episodes)
    for name in terms.STAGES + terms.DETOURS:
        is_in = stage == known.get(name, len(stages))
        here = np.flatnonzero(is_in & is_open)
        if name in ENDS or not len(here):
            continue
        took, gone = lasted_days(episodes.journeys, every[is_in]).to_numpy(), ~is_open[is_in]
        owner, held_days = np.full(len(here), None, dtype=object), np.full(len(here), np.nan)
        if _team(episodes, name) == "sales":
            own = every["lead_id"].iloc[here]
            owner = leads["owner"].to_numpy(dtype=object)[ids.get_indexer(own)]
            held_days = since.reindex(own).to_numpy(dtype=float)
        yield _row(episodes, name, took[gone], took[~gone], held_days, owner)


def _held_days(episodes: Episodes) -> pd.Series:
    """For how many days Sales holds each lead that it does, by lead_id."""
    own = held(episodes).table
    return own.set_index("lead_id")["held_days"] if len(own) else pd.Series(dtype=float)


def _row(
    episodes: Episodes,
    stage: str,
    gone: NDArray[np.float64],
    days_in: NDArray[np.float64],
    held_days: NDArray[np.float64],
    owner: NDArray,
) -> Row:
    """One stage: the days of those that left it, and of those in it their days, and owners."""
    team, limit = _team(episodes, stage), _limit(episodes, stage)
    least_count = max(episodes.journeys.least_count, 1)
    usual = float(np.quantile(gone, USUALLY)) if len(gone) >= least_count else np.nan
    is_agreed = ~np.isnan(held_days) & (not np.isnan(limit))
    goes_on = not np.isnan(usual) and len(gone) >= MOSTLY * (len(gone) + len(days_in))
    is_stuck = np.where(is_agreed, held_days > limit, goes_on & (days_in > usual))
    return {
        "stage": stage,
        "label": terms.STAGE_LABELS[stage],
        "team": team,
        "n_standing": len(days_in),
        "n_stuck": int(is_stuck.sum()) if goes_on or is_agreed.any() else np.nan,
        "usual_days": usual,
        "limit_days": limit,
        "longest_days": float(days_in.max()),
        "most_with": _most(owner[is_stuck], least_count) if team == "sales" else None,
    }


def _limit(episodes: Episodes, stage: str) -> float:
    """The days after the hand-off that are agreed for a stage in Sales; missing: none."""
    if _team(episodes, stage) == "marketing" or stage not in terms.STAGES[: _place("opportunity")]:
        return np.nan
    levels = episodes.agreement.service_levels
    if _place(stage) >= _place("sql"):
        return float(levels.nurture_limit_days)
    return float(min(levels.sales.qualification_within_days, levels.nurture_limit_days))


def _team(episodes: Episodes, stage: str) -> str:
    if stage in terms.DETOURS or _place(stage) < _place(episodes.agreement.hand_off_stage):
        return "marketing"
    return "sales"


def _place(stage: str) -> int:
    return terms.STAGES.index(stage)


def _most(owners: NDArray, least_count: int) -> str | None:
    """Who has most of some leads; None: too few are known, or two have as many."""
    counts = Counter(str(owner) for owner in owners if pd.notna(owner)).most_common(2)
    is_shared = len(counts) > 1 and counts[0][1] == counts[1][1]
    n = sum(pd.notna(owner) for owner in owners)
    return None if n < least_count or is_shared else counts[0][0]


def _of(rows: Sequence[Row], team: str) -> list[Row]:
    return [row for row in rows if row["team"] == team]


def _known(rows: Sequence[Row]) -> list[Row]:
    """Those stages of which it can be said who stands too long."""
    return [row for row in rows if not np.isnan(row["n_stuck"])]


def _n_stuck(rows: Sequence[Row]) -> int | None:
    """How many stand too long; None: of no stage can it be said."""
    known = _known(rows)
    return sum(row["n_stuck"] for row in known) if known else None


def _sentence(rows: Sequence[Row], day: str) -> str:
    parts = [_said(_of(rows, team), team) for team in reversed(terms.TEAMS) if _of(rows, team)]
    return f"On {day}, {'; '.join(parts)}."


def _said(own: Sequence[Row], team: str) -> str:
    known, n = _known(own), sum(row["n_standing"] for row in own)
    told = f"{team.capitalize()} holds {counted(n, 'open lead')}"
    if not known:
        return f"{told}; what would be too long there cannot be said"
    n_known, n_stuck = sum(row["n_standing"] for row in known), _n_stuck(known) or 0
    if n_known < n:
        told += f", of which {n_known:,} can be judged"
    top = max(known, key=lambda row: row["n_stuck"])
    most = f", most as {top['label']} ({top['n_stuck']:,})" if len(known) > 1 and n_stuck else ""
    share = f"{n_stuck:,} ({percent(n_stuck / n_known)})" if n_stuck else "none"
    return f"{told}: {share} too long{most}"


def _caveats(episodes: Episodes, rows: Sequence[Row]) -> Iterator[str]:
    levels = episodes.agreement.service_levels
    if any(not np.isnan(row["limit_days"]) for row in rows):
        qualify = days(levels.sales.qualification_within_days)
        yield (
            f"Too long in Sales: not qualified {qualify} after the hand-off, or as SQL without a "
            f"deal after {levels.nurture_limit_days}, as agreed."
        )
    yield "Else: longer in the stage than three quarters of those took that left it, wherever to."
    unknown = [row["label"] for row in rows if np.isnan(row["n_stuck"])]
    if unknown:
        yield (
            f"{' and '.join(unknown)}: too few have left, or fewer than half, so that to stand "
            "there is usual; none is called too long."
        )
    if any(row["most_with"] for row in rows):
        yield "Owners are today's: who held the lead before is not recorded."

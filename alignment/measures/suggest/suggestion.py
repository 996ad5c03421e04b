"""A suggested score beside what it rests on, and what is said where there is none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from alignment.agreement import Score
from alignment.agreement.rule import joined
from alignment.finding import Finding
from alignment.measures.replay import Replay
from alignment.measures.replay.told import OLDER_POLICY, todays
from alignment.measures.suggest.candidates import Candidate
from alignment.measures.suggest.learning import Learned
from alignment.measures.suggest.moments import Moments
from alignment.measures.suggest.patterns import Patterns
from alignment.measures.suggest.verdict import Trial
from alignment.period import day_words

HAND_OFFS = "hand-offs"


@dataclass(frozen=True)
class Suggestion:
    """A score learned from the history, and what it rests on.

    Parameters
    ----------
    score : Score or None
        None where there is not enough data; every finding then says so.
    lines : Finding
        One row a line: see `Learned.finding`.
    verdict : Finding
        Agreed, suggested and default points on later months: see `Trial.verdict`.
    near_ties : Finding
        Simpler scores that do as well: see `Trial.ties`.
    refused : Finding
        What would leak the outcome: see `leakage.leaks`.
    simpler : mapping of str to Score
        The scores of `near_ties`, by name.
    """

    score: Score | None
    lines: Finding
    verdict: Finding
    near_ties: Finding
    refused: Finding
    simpler: dict[str, Score] = field(default_factory=dict)


def none(why: str, refused: Finding) -> Suggestion:
    """No suggestion, and why, in every finding."""
    sentence = f"There is not enough data to suggest points: {why}."
    empty = {
        name: Finding(pd.DataFrame(), sentence, name=name)
        for name in ("suggested_points", "verdict", "near_ties")
    }
    return Suggestion(
        None, empty["suggested_points"], empty["verdict"], empty["near_ties"], refused
    )


def missing(replay: Replay, past: Moments, split_at: pd.Timestamp | None, noun: str) -> str:
    """What stands in the way of learning; empty where nothing does."""
    if not len(past) or split_at is None:
        return (
            f"it holds no {noun} whose {replay.horizon_days} days are over and whose outcome "
            "was recorded"
        )
    if not past.is_converted.any():
        return f"none of its {len(past):,} {noun} is {replay.outcome_words}"
    least = max(replay.least_count, 1)
    n_missed = int((~past.is_converted[past.known_by(split_at)]).sum())
    if n_missed < least:
        return (
            f"only {n_missed:,} of its {noun} did not convert; it takes {least:,} to compare with"
        )
    earlier, later = past.n_converted(split_at)
    if min(earlier, later) < least:
        day = day_words(split_at, replay.zone)
        return (
            f"{earlier:,} of its {noun} are known as {replay.outcome_words} by {day} and "
            f"{later:,} since; it takes {least:,} of each"
        )
    return ""


def caveats(
    trial: Trial, learned: Learned, earlier: Patterns, left_out: Sequence[Candidate]
) -> Iterator[str]:
    """What a suggestion rests on, and what would make it wrong."""
    n, hits = int(earlier.n.sum()), int(earlier.n_converted.sum())
    yield (
        f"Learned from {n:,} {trial.noun} whose outcome was known by "
        f"{day_words(trial.split_at, trial.replay.zone)}, {hits:,} of them "
        f"{trial.replay.outcome_words}."
    )
    began = trial.replay.leads.outcome_recorded_from
    if began is not None:
        day = day_words(began, trial.replay.zone)
        yield f"Outcomes were not recorded before {day}: {trial.noun} from before are left out."
    if trial.noun == HAND_OFFS:
        yield (
            "It rests on leads that Sales had: of those that were never handed over, nobody knows "
            "what they would have become."
        )
    else:
        yield OLDER_POLICY
    yield "Where the history says little, points stay near the agreed ones."
    yield "Points tell what goes with converting, not what brings it about."
    if left_out:
        names = joined([line.words for line in left_out], "and")
        yield f"More activities than can be counted at once; left out: {names}."
    yield "Intervals are what the history alone says; limits may hold points outside of them."
    yield from todays([line.when for line in learned.kept if line.when is not None])

"""Points learned from the history: what each line of a score was worth to leads that Sales had."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from alignment.agreement import Rule, Score
from alignment.errors import AlignmentError, Problem
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.replay import Replay
from alignment.measures.suggest.candidates import Bounds, Candidate, candidates, largest_of, limited
from alignment.measures.suggest.leakage import is_refused, leaks
from alignment.measures.suggest.learning import Learned, learn
from alignment.measures.suggest.moments import Moments, handed_over
from alignment.measures.suggest.patterns import Patterns, patterns, places
from alignment.measures.suggest.rounding import at_volume, rounding_cost
from alignment.measures.suggest.suggestion import HAND_OFFS, Suggestion, caveats, missing, none
from alignment.measures.suggest.verdict import AGREED, DEFAULT, SUGGESTED, Trial

HANDED_OFF, OPEN = "handed_off", "open"
NOUNS = {HANDED_OFF: HAND_OFFS, OPEN: "moments of open leads"}


def suggest(
    history: History,
    replay: Replay,
    score: Score,
    *,
    hand_off_stage: str = "mql",
    moments: str = HANDED_OFF,
    every_days: int = 28,
    split_at: pd.Timestamp | None = None,
    also: Sequence[Rule] = (),
    locked: Collection[str] = (),
    bounds: Bounds | None = None,
    allow: Collection[str] = (),
    largest: float | None = None,
    new_at_most: int = 3,
    keeps_signs: bool = True,
) -> Suggestion:
    """Whole points for each line of a score, learned on earlier months and judged on later ones.

    At past moments it is counted what a lead had done in the score's window and what it is, and
    whether it converted within the horizon; a logistic regression says what one more of each was
    worth, and the log-odds are scaled to points and rounded. The default moments are the actual
    hand-offs: only of leads that Sales had is it known what they were worth to Sales. Moments of
    all open leads (`moments="open"`) mix in whom the older policy chose to hand over, so that
    whatever it looked at seems to be worth more than it is; there, a lead's moments also repeat.

    Parameters
    ----------
    replay : Replay
        Its as-of, horizon, outcome and least count hold.
    score : Score
        The agreed one: its window, caps, cooldown, weekly volume and ratio of the two thresholds
        are kept.
    hand_off_stage : str
        The stage whose entry is a hand-off.
    moments : str
        ``handed_off`` or ``open``.
    every_days : int
        Between the moments of an open lead.
    split_at : Timestamp or None
        Learned from outcomes known then, judged on moments from then on (UTC without zone). None:
        the month's start that leaves about a third of the conversions to judge by.
    also : sequence of Rule
        On attributes: further lines that may enter.
    locked : collection of str
        Lines (the activity, or the rule in words) that keep their agreed points.
    bounds : mapping of str to (lowest, highest)
        Points that a line may get; None: open.
    allow : collection of str
        Activities, attributes and rules to use though they are refused as leaks.
    largest : float or None
        The most points a line may get, up or down; None: the agreed score's.
    new_at_most : int
        How many of an activity count that the agreed score does not have.
    keeps_signs : bool
        Whether lines with agreed points above zero get none below, and the reverse.

    Raises
    ------
    AlignmentError
        Where a name is unknown or a number makes no sense, naming all of one kind.
    """
    _refuse_numbers(moments, every_days, largest, new_at_most)
    most = largest or largest_of(score)
    lines = candidates(score, replay.activities.kinds, also, new_at_most)
    lines = limited(lines, most, locked, bounds or {}, keeps_signs)
    refused = leaks(history, replay, handed_over(history, replay, hand_off_stage), lines, allow)
    past = (
        Moments.handed_off(history, replay, hand_off_stage)
        if moments == HANDED_OFF
        else Moments.open(replay, every_days)
    )
    chosen = split_at or past.halfway(replay.zone)
    why = missing(replay, past, chosen, NOUNS[moments])
    if why or chosen is None:
        return none(why, refused)
    usable, left_out = _fitting(
        [line for line in lines if line.is_locked or not is_refused(line, refused.table)]
    )
    trial = Trial(replay, past, chosen, NOUNS[moments])
    part = np.where(trial.earlier, 0, np.where(trial.later, 1, -1))
    earlier, later = patterns(history, replay, past, part, usable, score.window_days)
    learned = learn(earlier, usable, most) if usable else None
    if learned is None:
        return none("nothing that may be used tells converted leads from others", refused)
    said = tuple(caveats(trial, learned, earlier, left_out))
    return _suggestion(trial, learned, earlier, later, score, most, refused, said)


def _suggestion(
    trial: Trial,
    learned: Learned,
    earlier: Patterns,
    later: Patterns,
    score: Score,
    most: float,
    refused: Finding,
    said: tuple[str, ...],
) -> Suggestion:
    points = learned.scaled.rounded(learned.kept)
    made = at_volume(trial.replay, score, learned.kept, points, trial.split_at)
    if made is None:
        return none("with the points that it suggests no lead would be handed over", refused)
    scores = {AGREED: score, SUGGESTED: made, DEFAULT: Score()}
    kept, seen_later = (held.of_lines(learned.is_kept) for held in (earlier, later))
    cost = rounding_cost(kept, seen_later, learned.scaled.points, points)
    ties, simpler = trial.ties(learned, kept, score, made, most)
    return Suggestion(
        made,
        learned.finding(points, said),
        trial.verdict(scores, cost),
        ties,
        refused,
        simpler,
    )


def _fitting(lines: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The lines that can be counted at once, and those left out: the last activities of many."""
    held = set(places([line for line in lines if line.when is None])["activity"])
    is_in = [line.when is not None or line.name in held for line in lines]
    left_out = [line for line, fits in zip(lines, is_in, strict=True) if not fits]
    return [line for line, fits in zip(lines, is_in, strict=True) if fits], left_out


def _refuse_numbers(moments: str, every_days: int, largest: float | None, new_at_most: int) -> None:
    problems = []
    if moments not in NOUNS:
        problems.append(Problem("moments", repr(moments), f"one of {', '.join(NOUNS)}"))
    if every_days < 1:
        problems.append(Problem("every_days", str(every_days), "1 day or more"))
    if largest is not None and not 0 < largest < float("inf"):
        problems.append(Problem("largest", f"{largest:g}", "more than 0 points"))
    if not 1 <= new_at_most <= 100:
        problems.append(Problem("new_at_most", str(new_at_most), "1 to 100"))
    if problems:
        raise AlignmentError("No points can be suggested so.", problems)

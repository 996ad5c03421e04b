"""The lines that a score may have: what a lead does, what it is, and how far points may go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from alignment.agreement import Engagement, Fit, Rule, Score
from alignment.agreement.rule import in_words
from alignment.errors import AlignmentError, Problem, nearest

Bounds = Mapping[str, tuple[float | None, float | None]]
FREE = float("inf")
USUAL = 30.0
"""Most points, where a score has none."""


@dataclass(frozen=True)
class Candidate:
    """A line that a score may have, agreed or new.

    Parameters
    ----------
    name : str
        The activity, or the rule in words: what `locked`, `bounds` and `allow` call it.
    when : Rule or None
        On attributes; None for an activity.
    at_most : int or None
        How many count; None: every one.
    agreed : float or None
        Its agreed points; None where it is not in the agreed score.
    lowest, highest : float
        Points that it may get.
    is_locked : bool
        Whether it keeps its agreed points.
    """

    name: str
    when: Rule | None = None
    at_most: int | None = None
    agreed: float | None = None
    lowest: float = -FREE
    highest: float = FREE
    is_locked: bool = False

    @property
    def words(self) -> str:
        """As people say it."""
        return in_words(self.name) if self.when is None else self.name


def candidates(
    score: Score, kinds: Iterable[str], also: Sequence[Rule], new_at_most: int
) -> list[Candidate]:
    """The lines of an agreed score, then the history's other activities, then further rules."""
    held = [
        Candidate(name, at_most=line.at_most, agreed=line.points)
        for name, line in score.engagement.items()
    ]
    held += [Candidate(fit.when.sentence(), fit.when, agreed=fit.points) for fit in score.fit]
    known = {line.name for line in held}
    held += [Candidate(kind, at_most=new_at_most) for kind in kinds if kind not in known]
    further = {rule.sentence(): rule for rule in also}
    return held + [Candidate(name, rule) for name, rule in further.items() if name not in known]


def limited(
    lines: Sequence[Candidate],
    largest: float,
    locked: Iterable[str],
    bounds: Bounds,
    keeps_signs: bool,
) -> list[Candidate]:
    """The lines with how far their points may go.

    Raises
    ------
    AlignmentError
        Where a bound or a lock names no line or makes no sense, naming all of them.
    """
    locked = list(locked)
    problems = [*_unknown(lines, "locked", locked), *_unknown(lines, "bounds", bounds)]
    made = []
    for line in lines:
        low, high = -largest, largest
        if keeps_signs and line.agreed:
            low, high = (0.0, largest) if line.agreed > 0 else (-largest, 0.0)
        given = bounds.get(line.name, (None, None))
        low, high = (
            own if asked is None else asked for asked, own in zip(given, (low, high), strict=True)
        )
        is_locked = line.name in locked
        if is_locked and line.agreed is None:
            problems.append(Problem("locked", repr(line.name), "a line of the agreed score"))
        elif is_locked:
            low = high = line.agreed or 0.0
        elif not -largest <= low <= high <= largest:
            found = f"{low:g} to {high:g} for {line.name!r}"
            problems.append(Problem("bounds", found, f"a range within ±{largest:g}"))
        made.append(replace(line, lowest=low, highest=high, is_locked=is_locked))
    if problems:
        raise AlignmentError("No points can be suggested so.", problems)
    return made


def _unknown(lines: Sequence[Candidate], where: str, names: Iterable[str]) -> list[Problem]:
    known = [line.name for line in lines]
    return [
        Problem(where, repr(name), "an activity or a rule in words", nearest(name, known))
        for name in names
        if name not in known
    ]


def scored(base: Score, lines: Sequence[Candidate], points: Sequence[float]) -> Score:
    """A score of these lines: those without points are left out, all else is as in `base`."""
    held = [(line, float(worth)) for line, worth in zip(lines, points, strict=True) if worth]
    engagement = {
        line.name: Engagement(points=worth, at_most=line.at_most)
        for line, worth in held
        if line.when is None
    }
    fit = tuple(Fit(when=line.when, points=worth) for line, worth in held if line.when is not None)
    return base.model_copy(update={"engagement": engagement, "fit": fit})


def points_of(score: Score) -> list[float]:
    """The points of every line of a score."""
    engagement = [line.points for line in score.engagement.values()]
    return engagement + [line.points for line in score.fit]


def largest_of(score: Score) -> float:
    """The most points that a line of a score gives or takes."""
    return max(map(abs, points_of(score)), default=0.0) or USUAL

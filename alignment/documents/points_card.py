"""The points card: what earns a lead points, and the most it can reach."""

from dataclasses import dataclass

from alignment.agreement import Engagement, Score
from alignment.agreement.rule import joined, number
from alignment.agreement.wording import counted, label


@dataclass(frozen=True)
class PointsCard:
    """A score as a card beside the telephone.

    Parameters
    ----------
    done : list of rows
        For what a lead does: activity, points each, how often it counts, the most it brings.
    fit : list of rows
        For what a lead is: rule in words, points.
    most : str
        The most that all of it can bring, as a sentence.
    """

    done: list[list[str]]
    fit: list[list[str]]
    most: str

    @classmethod
    def of(cls, score: Score) -> "PointsCard":
        """The card of a score."""
        done = [
            [label(activity), number(each.points), _times(each), _most_of(each)]
            for activity, each in score.engagement.items()
        ]
        fit = []
        for line in score.fit:
            said = line.when.sentence()
            fit.append([said[:1].upper() + said[1:], number(line.points)])
        return cls(done, fit, _told(score))


def most_points(score: Score) -> float | None:
    """The most that a lead can reach; None where some activity counts every time.

    Lines of fit that exclude each other are added up all the same: a lead reaches it or less.
    """
    if any(map(_is_endless, score.engagement.values())):
        return None
    done = sum(
        each.points * (each.at_most or 0) for each in score.engagement.values() if each.points > 0
    )
    return done + sum(max(line.points, 0) for line in score.fit)


def _is_endless(each: Engagement) -> bool:
    return each.at_most is None and each.points > 0


def _times(each: Engagement) -> str:
    return "every time" if each.at_most is None else str(counted("", each.at_most, "time"))


def _most_of(each: Engagement) -> str:
    if each.points <= 0:
        return "–"
    return "no limit" if each.at_most is None else number(each.points * each.at_most)


def _told(score: Score) -> str:
    most = most_points(score)
    if most is not None:
        return f"The most that a lead can reach is {counted('', most, 'point')}."
    endless = [label(name) for name, each in score.engagement.items() if _is_endless(each)]
    verb = "counts" if len(endless) == 1 else "count"
    return f"There is no most: {joined(endless, 'and')} {verb} every time."

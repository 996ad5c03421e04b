"""A score as the numbers that a room can move, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alignment.agreement import Rule, Score
from alignment.agreement.rule import in_words
from alignment.show.panel import Slider
from alignment.yaml_model import built

HIGHEST = 50
"""Points that a slider reaches where nothing agreed or suggested goes further."""
LONGEST_WINDOW = 180
LONGEST_COOLDOWN = 90
MOST_CAP = 20


@dataclass(frozen=True)
class Knobs:
    """What can be moved of a score.

    Parameters
    ----------
    agreed : Score
    activities : tuple of str
        Those that may get points, the agreed ones first.
    rules : tuple of Rule
        Those on attributes that may get points.
    highest : float
        The most points of one line.
    """

    agreed: Score
    activities: tuple[str, ...]
    rules: tuple[Rule, ...]
    highest: float

    @classmethod
    def of(cls, agreed: Score, activities: Iterable[str] = (), *others: Score) -> "Knobs":
        """The knobs of the agreed score, of further activities and of other scores' lines."""
        scores = (agreed, *others)
        names = dict.fromkeys(name for score in scores for name in score.engagement)
        rules = {line.when.sentence(): line.when for score in scores for line in score.fit}
        points = [abs(line.points) for score in scores for line in score.engagement.values()]
        points += [abs(line.points) for score in scores for line in score.fit]
        return cls(
            agreed,
            tuple(names | dict.fromkeys(activities)),
            tuple(rules.values()),
            max([HIGHEST, *points]),
        )

    def values(self, score: Score) -> dict[str, float]:
        """A score as slider values by name; a line that it lacks has 0 points."""
        held: dict[str, float] = {}
        for activity in self.activities:
            line = score.engagement.get(activity)
            held[f"points {activity}"] = line.points if line else 0
            held[f"at most {activity}"] = (line.at_most or 0) if line else 0
        fit: dict[Rule, float] = {line.when: line.points for line in score.fit}
        for place, rule in enumerate(self.rules):
            held[f"fit {place}"] = fit.get(rule, 0)
        return held | {
            "window_days": score.window_days,
            "hand_off_at": score.hand_off_at,
            "return_below": score.return_below,
            "cooldown_days": score.cooldown_days,
        }

    def score(self, values: Mapping[str, float]) -> Score:
        """The score that slider values stand for; lines without points are left out.

        Raises
        ------
        AgreementError
            Where the values make no score, such as a way back above the way up.
        """
        engagement = {
            activity: {
                "points": values[f"points {activity}"],
                "at_most": int(values[f"at most {activity}"]) or None,
            }
            for activity in self.activities
            if values[f"points {activity}"] or activity in self.agreed.engagement
        }
        agreed = {line.when for line in self.agreed.fit}
        fit = [
            {"when": rule, "points": values[f"fit {place}"]}
            for place, rule in enumerate(self.rules)
            if values[f"fit {place}"] or rule in agreed
        ]
        parts = {
            "window_days": int(values["window_days"]),
            "engagement": engagement,
            "fit": tuple(fit),
            "hand_off_at": values["hand_off_at"],
            "return_below": values["return_below"],
            "cooldown_days": int(values["cooldown_days"]),
        }
        return built(Score, parts, "the sliders", "These numbers make no score.")

    def sliders(self) -> list[Slider]:
        """Every number that can be moved, the thresholds first."""
        now = self.values(self.agreed)
        top = max(200.0, 2 * self.agreed.hand_off_at)
        made = [
            _slider("hand_off_at", "To Sales from", 1, top, "Thresholds and window", now, "points"),
            _slider("return_below", "Back under", -50, top, "Thresholds and window", now, "points"),
            _slider(
                "cooldown_days", "Not again for", 0, LONGEST_COOLDOWN, "Thresholds and window", now,
                "days",
            ),
            _slider(
                "window_days", "Activities count for", 1, LONGEST_WINDOW, "Thresholds and window",
                now, "days",
            ),
        ]  # fmt: skip
        high = self.highest
        for activity in self.activities:
            name = f"points {activity}"
            made.append(_slider(name, in_words(activity), -high, high, "Points for each", now))
        for place, rule in enumerate(self.rules):
            made.append(
                _slider(f"fit {place}", rule.sentence(), -high, high, "Points for fit", now)
            )
        for activity in self.activities:
            name, group = f"at most {activity}", "Counted at most (0: every time)"
            top_cap = max(MOST_CAP, now[name])
            made.append(_slider(name, in_words(activity), 0, top_cap, group, now, "times"))
        return made


def _slider(
    name: str,
    label: str,
    least: float,
    most: float,
    group: str,
    now: Mapping[str, float],
    unit: str = "points",
) -> Slider:
    value = now[name]
    step = 1 if float(value).is_integer() else 0.5 if (value * 2).is_integer() else 0.01
    least, most = min(least, value), max(most, value)
    return Slider(name, label, least, most, step, group=group, agreed=value, unit=unit)

"""A score as the numbers that a room can move, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alignment.agreement import Rule, Score
from alignment.agreement.rule import in_words, number
from alignment.errors import AlignmentError
from alignment.show.panel import Slider
from alignment.yaml_model import built

TO_SALES, BACK = "To Sales from", "Back under"
HIGHEST = 50
"""Points that a slider reaches where nothing agreed or suggested goes further."""
LONGEST_WINDOW = 180
LONGEST_COOLDOWN = 90
MOST_CAP = 20
DECIMALS = 6
"""That points are counted to."""


@dataclass(frozen=True)
class Knobs:
    """What can be moved of a score.

    Parameters
    ----------
    agreed : Score
    others : tuple of Score
        Further scores that the sliders must be able to show.
    activities : tuple of str
        Those that may get points, the agreed ones first.
    rules : tuple of Rule
        Those on attributes that may get points.
    """

    agreed: Score
    others: tuple[Score, ...]
    activities: tuple[str, ...]
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, agreed: Score, activities: Iterable[str] = (), *others: Score) -> "Knobs":
        """The knobs of the agreed score, of further activities and of other scores' lines."""
        scores = (agreed, *others)
        names = dict.fromkeys(name for score in scores for name in score.engagement)
        rules = {line.when.sentence(): line.when for score in scores for line in score.fit}
        return cls(agreed, others, tuple(names | dict.fromkeys(activities)), tuple(rules.values()))

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
        held |= {
            "window_days": score.window_days,
            "hand_off_at": score.hand_off_at,
            "return_below": score.return_below,
            "cooldown_days": score.cooldown_days,
        }
        return {name: round(value, DECIMALS) for name, value in held.items()}

    def score(self, values: Mapping[str, float]) -> Score:
        """The score that slider values stand for; lines without points are left out.

        Raises
        ------
        AlignmentError
            Where the values make no score, such as a way back above the way up.
        """
        if values["return_below"] >= values["hand_off_at"]:
            up, down = number(values["hand_off_at"]), number(values["return_below"])
            raise AlignmentError(f"“{BACK}” ({down}) has to lie below “{TO_SALES}” ({up}).")
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
        shown = [self.values(score) for score in (self.agreed, *self.others)]
        lines = [f"points {name}" for name in self.activities]
        lines += [f"fit {place}" for place in range(len(self.rules))]
        high = max([HIGHEST, *(abs(values[line]) for values in shown for line in lines)])
        top = max(300.0, 4 * self.agreed.hand_off_at)
        when, each, fit = "Thresholds and window", "Points for each", "Points for fit"
        caps = "Counted at most (0: every time)"
        asked: list[tuple[str, str, float, float, str, str]] = [
            ("hand_off_at", TO_SALES, 1, top, when, "points"),
            ("return_below", BACK, -50, top, when, "points"),
            ("cooldown_days", "Not again for", 0, LONGEST_COOLDOWN, when, "days"),
            ("window_days", "Activities count for", 1, LONGEST_WINDOW, when, "days"),
        ]
        for name in self.activities:
            asked.append((f"points {name}", in_words(name), -high, high, each, "points"))
        for place, rule in enumerate(self.rules):
            asked.append((f"fit {place}", rule.sentence(), -high, high, fit, "points"))
        for name in self.activities:
            asked.append((f"at most {name}", in_words(name), 0, MOST_CAP, caps, "times"))
        return [_slider(*one, [values[one[0]] for values in shown]) for one in asked]


def step(values: Iterable[float]) -> float:
    """A step of 1, or of the last decimal that one of the values has."""
    exponents = [Decimal(repr(float(value))).normalize().as_tuple().exponent for value in values]
    return float(Decimal(10) ** max(-DECIMALS, min(0, *map(int, exponents))))


def _slider(
    name: str,
    label: str,
    least: float,
    most: float,
    group: str,
    unit: str,
    shown: Sequence[float],
) -> Slider:
    """A slider that can show every value of `shown`, the agreed one first."""
    least, most = min(least, *shown), max(most, *shown)
    return Slider(name, label, least, most, step(shown), group, shown[0], unit)

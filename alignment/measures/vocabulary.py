"""What a rule can be made of: what is in the history, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from alignment import terms
from alignment.agreement import Score
from alignment.agreement.rule import in_words, joined, number
from alignment.engine import quoted
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.attributes import kind_of
from alignment.measures.rates import counted
from alignment.measures.replay import Replay
from alignment.measures.spells import in_stages

MOST_VALUES = 50
"""Of an attribute that a room can choose from."""
LONGEST = 60
"""Signs of a name or a value; a longer one is cut."""


@dataclass(frozen=True)
class Attribute:
    """What an attribute of the leads holds; today's values.

    Parameters
    ----------
    kind : str
        ``yes or no``, ``numbers`` or ``text``.
    values : tuple
        The most frequent first, at most `MOST_VALUES`; none for numbers.
    low, high : float or None
        Of numbers.
    n_known : int
        Leads that have one.
    n_values : int
        Different ones in all.
    """

    kind: str
    values: tuple[bool | str, ...] = ()
    low: float | None = None
    high: float | None = None
    n_known: int = 0
    n_values: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of its values can be chosen from."""
        return self.kind != "numbers" and self.n_values == len(self.values)


@dataclass(frozen=True)
class Vocabulary:
    """What rules on a history can name.

    Parameters
    ----------
    activities : mapping of str to int
        How many known leads did it, before their conversion and seen by no machine; the most
        frequent first.
    attributes : mapping of str to Attribute
    stages : tuple of str
        Those that some lead was in, in the order of `terms`.
    points : float
        The highest score (in whole points) that a lead reached; 0: none reached a point.
    left_out : tuple of str
        Which attributes cannot be chosen, and why, each as a sentence.
    """

    activities: Mapping[str, int]
    attributes: Mapping[str, Attribute]
    stages: tuple[str, ...]
    points: float
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(cls, history: History, replay: Replay, score: Score) -> "Vocabulary":
        """What the leads of a replay did and are, as of the replay's instant.

        Parameters
        ----------
        score : Score
            Whose highest points are looked for.
        """
        attributes, left_out = _attributes(replay.leads.table[replay.leads.splits])
        stages = tuple(in_stages(history, replay.leads))
        return cls(_done(replay), attributes, stages, _highest(replay, score), left_out)

    @classmethod
    def of_attributes(cls, history: History, as_of: pd.Timestamp) -> "Vocabulary":
        """What the leads created by an instant are, and nothing that they did.

        A rule on attributes needs no more, and no activity is read.
        """
        own = [name for name in history.attributes if not name.endswith("_at")]
        names = ["source", "campaign_id", "owner", *own]
        columns = ", ".join(quoted(name) for name in names)
        leads = history.query(f"SELECT created_at, {columns} FROM leads")
        attributes, left_out = _attributes(leads.loc[leads["created_at"] <= as_of, names])
        return cls({}, attributes, (), 0.0, left_out)

    @property
    def finding(self) -> Finding:
        """What a rule can be made of.

        Returns
        -------
        Finding
            One row a thing that can be chosen: label (activity, attribute, stage or score), name,
            values (in words; missing for activities and stages), n_leads (that did it or have
            one; missing for stages and the score).
        """
        rows: list[tuple[str, str, str | None, int | None]]
        rows = [("activity", worded(name), None, n) for name, n in self.activities.items()]
        rows += [
            ("attribute", spoken(name), _range(held), held.n_known)
            for name, held in self.attributes.items()
        ]
        rows += [("stage", terms.STAGE_LABELS[stage], None, None) for stage in self.stages]
        if not rows:
            return unanswered(
                "vocabulary", "what a rule can be made of", "leads with activities or attributes"
            )
        rows.append(("score", f"0 to {number(self.points)}", None, None))
        table = pd.DataFrame(rows, columns=["label", "name", "values", "n_leads"])
        return Finding(
            table.astype({"n_leads": "Int64"}),
            f"A rule can be made of {counted(len(self.activities), 'activity', 'activities')}, "
            f"{counted(len(self.attributes), 'attribute')}, "
            f"{counted(len(self.stages), 'stage')} and the score, of which a lead reached "
            f"{number(self.points)} points at most.",
            (*_caveats(self), *self.left_out),
            "vocabulary",
            {
                "n_activities": len(self.activities),
                "n_attributes": len(self.attributes),
                "points": self.points,
            },
        )


def spoken(attribute: str) -> str:
    """An attribute as people say it: ``n_employees`` is "employees"."""
    return worded(attribute.removeprefix("n_"))


def worded(value: object) -> str:
    """A name or value of the data as people read it, on one line, not too long."""
    line = " ".join(in_words(number(value)).split()) or "(blank)"
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _attributes(leads: pd.DataFrame) -> tuple[dict[str, Attribute], tuple[str, ...]]:
    """What each column offers, and why some offer nothing."""
    attributes, left_out = {}, []
    for name in leads:
        held = leads[name].dropna()
        kind = kind_of(leads[name])
        if not len(held) or kind == "nothing":
            left_out.append(f"No lead has a value of {spoken(name)}.")
        elif not (found := _attribute(held, kind)).n_values:
            left_out.append(f"{_capital(name)} holds neither text, numbers nor flags.")
        elif _is_nearly_all_different(held, found):
            n = f"{found.n_values:,}"
            left_out.append(
                f"{_capital(name)} cannot be chosen: it contains too many values ({n})."
            )
        else:
            attributes[name] = found
    return attributes, tuple(left_out)


def _attribute(held: pd.Series, kind: str) -> Attribute:
    """What the values that are known come to."""
    if kind == "numbers":
        numbers = held.to_numpy(dtype=float)
        numbers = numbers[np.isfinite(numbers)]
        if not len(numbers):
            return Attribute(kind)
        ends = float(numbers.min()), float(numbers.max())
        return Attribute(kind, (), *ends, len(numbers), len(np.unique(numbers)))
    wanted: type | tuple[type, ...] = str if kind == "text" else (bool, np.bool_)
    own = held
    if not isinstance(held.dtype, pd.StringDtype):  # which holds nothing else, and counts faster
        own = held[held.map(lambda value: isinstance(value, wanted))].astype(object)
    counts = own.value_counts()
    chosen = counts.head(MOST_VALUES).index
    values = tuple(str(value) if kind == "text" else bool(value) for value in chosen)
    return Attribute(kind, values, None, None, len(own), len(counts))


def _is_nearly_all_different(held: pd.Series, found: Attribute) -> bool:
    """Whether too few leads share a value, so that no choice of values says much."""
    if found.n_values <= MOST_VALUES or found.kind != "text":
        return False
    n_covered = int(held.isin(found.values).sum())
    return 2 * found.n_values > found.n_known or 2 * n_covered < found.n_known


def _done(replay: Replay) -> dict[str, int]:
    """How many leads did each activity at least once."""
    lines = replay.activities
    n_leads, n_kinds = len(lines.starts) - 1, len(lines.kinds)
    lead = np.repeat(np.arange(n_leads), np.diff(lines.starts))
    did = np.zeros((n_leads, n_kinds), dtype=bool)
    did[lead, lines.kind] = True
    counts = dict(zip(lines.kinds, did.sum(axis=0).tolist(), strict=True))
    return dict(sorted(counts.items(), key=lambda entry: -entry[1]))


def _highest(replay: Replay, score: Score) -> float:
    crossed = replay.crossed(score)
    reached = crossed.thresholds[crossed.peaks.any(axis=1)]
    return max(float(reached.max(initial=0.0)), 0.0)


def _range(held: Attribute) -> str:
    if held.kind == "numbers":
        return f"{number(held.low)} to {number(held.high)}"
    if held.kind == "yes or no":
        return "yes or no"
    more = held.n_values - 3
    named = [worded(value) for value in held.values[:3]]
    return joined([*named, f"{more:,} more"], "and") if more > 0 else joined(named, "and")


def _caveats(vocabulary: Vocabulary) -> tuple[str, ...]:
    activities = "Machines' activities, and those after a conversion, are not counted."
    attributes = "Attributes are today's values, whatever they were when a lead qualified."
    listed = {activities: vocabulary.activities, attributes: vocabulary.attributes}
    return tuple(caveat for caveat, held in listed.items() if held)


def _capital(name: str) -> str:
    words = spoken(name)
    return words[:1].upper() + words[1:]

"""Small histories and scores, drawn so that instants meet: edges, ties, a microsecond beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from alignment.agreement import Score
from alignment.history import History
from tests.replay_oracle import MOMENT, Lead

START = datetime(2026, 3, 27)
"""The clocks of Berlin go forward two days later, and the quarter ends after three more."""
ZONE = "Europe/Berlin"
KINDS = ("visit", "paper", "fair", "spam")
SOURCES = ("x", "y", None)
SIZES = (10.0, 250.0, None)


@dataclass(frozen=True)
class Case:
    """The rows of a history, as plain values.

    Parameters
    ----------
    leads : lead_id, created_at, source, n_employees
    activities : lead_id, occurred_at, activity, is_bot
    changes : lead_id, changed_at, stage
    deals : lead_id, created_at, closed_at, is_won; None: still open
    """

    leads: tuple[tuple[str, datetime, str | None, float | None], ...]
    activities: tuple[tuple[str, datetime, str, bool], ...] = ()
    changes: tuple[tuple[str, datetime, str], ...] = ()
    deals: tuple[tuple[str, datetime, datetime | None, bool | None], ...] = ()

    def history(self) -> History:
        changes = _frame(self.changes, lead_id="str", changed_at=TIME, stage="str")
        deals = _frame(self.deals, lead_id="str", created_at=TIME, closed_at=TIME, is_won="boolean")
        activities = _frame(
            self.activities, lead_id="str", occurred_at=TIME, activity="str", is_bot="boolean"
        )
        return History.from_frames(
            _frame(self.leads, lead_id="str", created_at=TIME, source="str", n_employees=float),
            # so that who does a kind hangs on which leads are known
            activities.assign(team=activities["lead_id"].map(_acting)),
            changes,
            deals.assign(deal_id=[str(n) for n in range(len(deals))]),
            zone=ZONE,
        )

    def by(self, as_of: datetime) -> "Case":
        """The rows that stood at an instant; a deal closed later was open."""
        known = {lead_id for lead_id, at, *_ in self.leads if at <= as_of}
        return Case(
            tuple(row for row in self.leads if row[0] in known),
            tuple(row for row in self.activities if row[0] in known and row[1] <= as_of),
            tuple(row for row in self.changes if row[0] in known and row[1] <= as_of),
            tuple(
                row if row[2] and row[2] <= as_of else (*row[:2], None, None)
                for row in self.deals
                if row[0] in known and row[1] <= as_of
            ),
        )

    def known(self, as_of: datetime) -> list[Lead]:
        """The leads as the definitions see them at an instant."""
        then = self.by(as_of)
        wins = [(row[0], row[2]) for row in then.deals if row[3]]
        wins += [(lead_id, at) for lead_id, at, stage in then.changes if stage == "customer"]
        return [
            Lead(
                lead_id,
                created_at,
                min((at for who, at in wins if who == lead_id), default=None),
                tuple(
                    (at, what)
                    for who, at, what, is_bot in then.activities
                    if who == lead_id and not is_bot
                ),
                {"source": source, "n_employees": size},
            )
            for lead_id, created_at, source, size in sorted(then.leads)
        ]


TIME = "datetime64[us]"


def _acting(lead_id: str) -> str:
    return "sales" if lead_id[-1] in "13579" else "lead"


def _frame(rows: Sequence[tuple], **types: object) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    return pd.DataFrame(
        {
            name: pd.Series(list(held), dtype=kind)
            for (name, kind), held in zip(types.items(), columns, strict=True)
        }
    )


def spread(
    draw: Callable[[Sequence], Any], n_leads: int, n_days: int, kinds: Sequence[str]
) -> Case:
    """A history of `n_leads` over about `n_days`, each choice made by `draw`."""

    def beside() -> timedelta:
        return draw((-MOMENT, 0 * MOMENT, 0 * MOMENT, 0 * MOMENT, MOMENT, timedelta(hours=7)))

    def day(first: int = 0) -> datetime:
        return START + timedelta(days=draw(range(first, n_days))) + beside()

    leads = tuple((f"{n:04}", day(), draw(SOURCES), draw(SIZES)) for n in range(n_leads))
    activities, changes, deals = [], [], []
    for who, created_at, *_ in leads:
        times = [day(-3) for _ in range(draw(range(8)))]
        activities += [(who, at, draw(kinds), draw((False, False, False, True))) for at in times]
        # so that it falls on the edges of windows and horizons
        ends_at = draw([created_at, *times]) + timedelta(days=draw(range(-1, 5))) + beside()
        match draw(("no", "change", "won", "won", "lost", "open")):
            case "change":
                changes.append((who, ends_at, draw(("customer", "customer", "sql"))))
            case "won" | "lost" | "open" as end:
                opened, closed = sorted((day(-1), ends_at))
                is_open = end == "open"
                is_won = None if is_open else end == "won"
                deals.append((who, opened, None if is_open else closed, is_won))
    return Case(leads, tuple(activities), tuple(changes), tuple(deals))


def scored(draw: Callable[[Sequence], Any], kinds: Sequence[str]) -> Score:
    """A score of these kinds, and of one that nobody ever did."""
    points = (-2, -1, -0.5, 0, 0.1, 0.3, 1, 1, 2, 3)
    lines = {
        kind: {"points": draw(points), "at_most": draw((None, None, 1, 2))}
        for kind in [*kinds, "never done"]
        if draw((True, True, False))
    }
    if draw((True, False)):
        lines = {kind: {"points": line["points"]} for kind, line in lines.items()}
    rules = (
        {"attribute": "n_employees", "at_least": 50},
        {"attribute": "source", "one_of": ["x", "z"]},
        {"any": [{"attribute": "nothing", "is": True}, {"attribute": "n_employees", "at_most": 9}]},
        {"all": [{"attribute": "source", "is": "y"}, {"attribute": "n_employees", "is": 10}]},
    )
    up = draw((0.1, 0.3, 0.6, 1, 2, 3, 4, 6))
    return Score(
        window_days=draw((1, 2, 3, 5)),
        engagement=lines,
        fit=[{"when": rule, "points": draw(points)} for rule in rules if draw((True, False))],
        hand_off_at=up,
        return_below=up - draw((0.05, 0.1, 0.5, 1, 3)),
        cooldown_days=draw((0, 1, 2, 4)),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    def choice(held: Sequence) -> Any:
        return draw(st.sampled_from(held))

    return spread(choice, choice(range(1, 9)), 10, KINDS)


@st.composite
def scores(draw: st.DrawFn) -> Score:
    return scored(lambda held: draw(st.sampled_from(held)), KINDS)


instants = st.builds(
    lambda days, beside: START + timedelta(days=days) + beside * MOMENT,
    st.integers(3, 9),
    st.sampled_from([-1, 0, 0, 1]),
)

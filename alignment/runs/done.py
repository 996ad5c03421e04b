"""What became of one report of a run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alignment import record
from alignment.readiness import Wanted

MADE, UP_TO_DATE, FAILED = "made", "up to date", "failed"
_COUNTS = ("n_pass", "n_at_risk", "n_breach", "n_not_enough_data")


@dataclass(frozen=True)
class Done:
    """One report of a run.

    Parameters
    ----------
    state : str
        `MADE`, `UP_TO_DATE` (an earlier run made it of the same data) or `FAILED`.
    seconds : float
        That it took.
    message : str
        Why it failed; empty where it did not.
    figures : mapping
        Of its metrics.json: n_leads, n_won (created in the months looked back on), how many agreed
        metrics have which verdict, n_levels_breached. Missing: the notebook says nothing of it.
    """

    wanted: Wanted
    state: str
    seconds: float = 0.0
    message: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def well(cls, wanted: Wanted, state: str, seconds: float = 0.0) -> "Done":
        """One that stands in its folder."""
        return cls(wanted, state, seconds, figures=figures(wanted.folder))

    @property
    def whom(self) -> str:
        """The value of its segment; ``all`` where there is none."""
        return self.wanted.segment.value if self.wanted.segment else "all"

    @property
    def is_breached(self) -> bool:
        """Whether a service level of that month was breached."""
        return bool(self.figures.get("n_levels_breached"))


def figures(folder: Path) -> dict[str, Any]:
    """The headline figures of a report."""
    path = folder / record.METRICS
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))["findings"]

    def of(name: str) -> Mapping[str, Any]:
        return found.get(name, {}).get("figures", {})

    loop, glance = of("closed_loop_by_source"), of("month_at_a_glance")
    held = {name: loop[name] for name in ("n_leads", "n_won") if name in loop}
    held |= {name: glance[name] for name in _COUNTS if name in glance}
    levels = of("service_levels")
    return held | ({"n_levels_breached": levels["n_breach"]} if "n_breach" in levels else {})

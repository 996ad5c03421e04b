"""What to do next about a level."""

import math

from alignment.measures.attainment import AT_RISK, NOT_ENOUGH, PASS
from alignment.measures.rates import counted
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.kept import Kept
from alignment.measures.service.standing_out import weakest
from alignment.period import month_words

LOOKED_AT = {
    "accepted_share": ("source", "campaign_id", "owner"),
    "first_contact": ("weekday", "hour", "owner", "source"),
    "qualification": ("owner", "source", "weekday"),
    "nurture": ("owner", "source"),
    "reason": ("owner", "source"),
}
"""By what a level's hand-offs are compared, attributes of the lead besides."""
MOST_REASONS = 3


def recommendation(episodes: Episodes, kept: Kept) -> str:
    """What the team that owes a level does next, in plain words."""
    if kept.verdict == NOT_ENOUGH:
        return _more_data(kept)
    if kept.verdict == PASS:
        return _keep(kept)
    if kept.unit == "leads":
        return _more_leads(kept)
    chance = (
        " (chance alone could explain that)"
        if kept.verdict == AT_RISK and kept.high is not None and kept.high >= kept.target
        else ""
    )
    n_short = math.ceil(kept.target * kept.n - 1e-9) - kept.n_met
    said = f"It takes {n_short:,} more of {kept.n:,}{chance}."
    return " ".join(part for part in (said, _reasons(kept), _where(episodes, kept)) if part)


def _more_data(kept: Kept) -> str:
    if kept.lacks:
        return f"This history lacks {kept.lacks}: record it, and look again."
    if kept.unit == "leads":
        return "No month of these is over yet: look again at the next review."
    waiting = f", {kept.n_waiting:,} more are too young" if kept.n_waiting else ""
    return (
        f"{counted(kept.n, 'case')} can be judged{waiting}; a rate takes {kept.least_count:,}: "
        "look again at the next review, or over more months."
    )


def _keep(kept: Kept) -> str:
    if kept.n_met == kept.n:
        return "Every one met it: keep on."
    if kept.low is not None and kept.low >= kept.target:
        return "Kept with room: the whole interval meets the promise, which may be raised."
    return "Keep on: the promise lies within the interval, so a month may miss it by chance."


def _more_leads(kept: Kept) -> str:
    months = kept.rows.sort_values("n_mql", kind="stable")
    least, most = months.iloc[0], months.iloc[-1]
    n_more = math.ceil(kept.target - (kept.value or 0.0))
    best, weakest_one = (
        f"{month_words(row['month'])} with {row['n_mql']:,}" for row in (most, least)
    )
    return (
        f"It takes {counted(n_more, 'MQL')} a month more. The best month was {best}: plan its "
        f"campaigns again; the weakest was {weakest_one}."
    )


def _reasons(kept: Kept) -> str:
    """What Sales wrote instead of an agreed reason, most often first; empty for other levels."""
    if kept.level != "reason":
        return ""
    wrong = kept.rows.loc[~kept.rows["is_met"], "reason"]
    n_bare, other = int(wrong.isna().sum()), wrong.value_counts()
    told = [f"none at all ({n_bare:,})"] if n_bare else []
    told += [f"“{reason}” ({n:,})" for reason, n in other.head(MOST_REASONS).items()]
    return f"Named instead: {', '.join(told)}. Agree on them, or stop using them."


def _where(episodes: Episodes, kept: Kept) -> str:
    dimensions = [*LOOKED_AT[kept.level], *episodes.attributes]
    asked = [name for name in dimensions if name in ("weekday", "hour") or _differs(kept, name)]
    zone, least_count = episodes.journeys.zone, kept.least_count
    found = weakest(kept.rows, asked, zone, least_count)
    if found is not None:
        return f"Begin with {found}."
    return "No group of them stands out: look at the way it is done by all."


def _differs(kept: Kept, name: str) -> bool:
    return kept.rows[name].notna().any()

"""What became of hand-offs by how soon Sales made the first contact."""

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted, percent, with_rate
from alignment.measures.service import Episodes, calendar_words
from alignment.measures.working import spoken_hours
from alignment.period import DAY, Period

NEVER = "never"


def conversion_by_response(episodes: Episodes, period: Period, within_hours: float) -> Finding:
    """What share of the leads handed off in `period` converted, by how soon they were touched.

    Of each lead only its first hand-off, where that came before the conversion. The response is
    Sales' first touch within the horizon, before the conversion and the lead's next hand-off.
    Converted: within the horizon after the hand-off.

    Parameters
    ----------
    within_hours : float
        The agreed limit, in working hours.

    Returns
    -------
    Finding
        One row a class of response (up to the limit, up to a working day, later, never): response,
        n_handed_off = n_mature + n_immature, n_converted (of the mature), rate, rate_low,
        rate_high, is_enough.
    """
    name = "conversion_by_response"
    question = "how leads convert by how soon they are touched"
    journeys = episodes.journeys
    marks = _first_hand_offs(episodes, period)
    lacks = _lacks(episodes, marks)
    if lacks:
        return unanswered(name, question, lacks)
    is_out = ~marks["is_recorded"] | (marks["took_hours"].notna() & ~marks["is_timed"])
    judged = marks[~is_out]
    classes = _classes(within_hours, episodes.clock.day_hours)
    of = np.searchsorted(list(classes.values()), judged["took_hours"].fillna(np.inf), "left")
    rows = [_row(words, judged[of == place]) for place, words in enumerate(classes)]
    table = with_rate(pd.DataFrame(rows), "n_converted", "n_mature", journeys.least_count)
    return Finding(
        table,
        _sentence(journeys, table, period),
        tuple(_caveats(episodes, table, int(is_out.sum()))),
        name,
        {
            "n_mature": int(table["n_mature"].sum()),
            "fastest_rate": _rate(table.iloc[0]),
            "slowest_rate": _rate(table.iloc[-2]),
        },
    )


def _classes(within_hours: float, day_hours: float) -> dict[str, float]:
    """Each class in words, and the most working hours that fall into it."""
    classes = {f"within {spoken_hours(within_hours)}": float(within_hours)}
    if within_hours < day_hours:
        classes[f"in {within_hours:g} to {spoken_hours(day_hours)}"] = day_hours
    slow = max(within_hours, day_hours)
    return {**classes, f"after more than {spoken_hours(slow)}": np.finfo(float).max, NEVER: np.inf}


def _first_hand_offs(episodes: Episodes, period: Period) -> pd.DataFrame:
    every, journeys = episodes.hand_offs, episodes.journeys
    if every.empty:
        return every
    first = every.drop_duplicates("lead_id")
    first = first[period.holds(first["handed_off_at"])]
    outcome = journeys.outcome_at.set_axis(journeys.table["lead_id"])
    ended = first["lead_id"].map(outcome)
    first = first.assign(ended_at=ended)[~(ended <= first["handed_off_at"])]
    at, touched = first["handed_off_at"], first["first_touch_at"]
    last = at + journeys.within_days * DAY
    is_response = (touched <= last) & ~(touched >= first["ended_at"])
    is_old = journeys.is_mature(at)
    return first.assign(
        took_hours=first["took_hours"].where(is_response),
        is_mature=is_old,
        is_converted=is_old & (first["ended_at"] <= last),
        is_recorded=first["is_recorded"] & journeys.is_recorded(at),
    )


def _lacks(episodes: Episodes, marks: pd.DataFrame) -> str:
    journeys = episodes.journeys
    if marks.empty:
        return "hand-offs in that time (stage changes)"
    if not episodes.knows_touches:
        return "the activities of Sales"
    if journeys.outcome_at.isna().all():
        return f"anything {terms.OUTCOME_LABELS[journeys.outcome]} (deals, or stage changes)"
    return ""


def _row(words: str, marks: pd.DataFrame) -> dict[str, object]:
    return {
        "response": words,
        "n_handed_off": len(marks),
        "n_mature": int(marks["is_mature"].sum()),
        "n_immature": int((~marks["is_mature"]).sum()),
        "n_converted": int(marks["is_converted"].sum()),
    }


def _sentence(journeys: Journeys, table: pd.DataFrame, period: Period) -> str:
    told = table[table["is_enough"]]
    n = int(table["n_mature"].sum())
    begun = f"Of {counted(n, 'lead')} first handed off {period.when} and old enough to judge"
    if told.empty:
        return f"{begun}, no class of response has enough for a rate."
    parts = [
        f"{percent(rate)} ({percent(low)} to {percent(high)}) of those {_touched(words)}"
        for words, rate, low, high in zip(
            *(told[name] for name in ("response", "rate", "rate_low", "rate_high")), strict=True
        )
    ]
    return f"{begun}, {journeys.outcome_words}: {', '.join(parts)}."


def _touched(words: str) -> str:
    return "never touched" if words == NEVER else f"touched {words}"


def _caveats(episodes: Episodes, table: pd.DataFrame, n_out: int) -> list[str]:
    caveats = [
        "This proves no cause: reps call the leads first that look best, and those convert more "
        "whenever they are called.",
        calendar_words(episodes.agreement.calendar),
        "Of each lead only its first hand-off.",
    ]
    if n_young := int(table["n_immature"].sum()):
        caveats.append(
            f"{n_young:,} were handed off less than {episodes.journeys.within_days} days ago: "
            "they stand in no rate."
        )
    if n_out:
        caveats.append(
            f"{n_out:,} stand in no class: they came before touches or outcomes were recorded, or "
            "a date without a time does not tell how soon they were touched."
        )
    return caveats


def _rate(row: pd.Series) -> float | None:
    return float(row["rate"]) if row["is_enough"] else None

"""How the agreed service levels were kept."""

import pandas as pd

from alignment import terms
from alignment.agreement import ServiceLevels
from alignment.finding import Finding, unanswered
from alignment.measures.attainment import AT_RISK, BREACH, VERDICTS
from alignment.measures.rates import counted
from alignment.measures.service.advice import recommendation
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.kept import Kept
from alignment.measures.service.promises import monthly_mqls, n_taken_back, promises
from alignment.measures.service.words import calendar_words, taken_back_words
from alignment.period import Period, month_words


def attainment(episodes: Episodes, levels: ServiceLevels, period: Period) -> Finding:
    """Each promised level, of what was handed off (or given back) in `period`.

    A share counts all hand-offs old enough to be judged, those never touched or never decided
    among them; the younger ones wait. n_mql is the mean of the whole months.

    Parameters
    ----------
    levels : ServiceLevels
        Those agreed, or others that somebody would agree on.

    Returns
    -------
    Finding
        One row a level: level, label, team (who owes it), promise (words), target, unit (``share``,
        ``leads``), value, low, high (95 %; missing: not enough), n (hand-offs judged, or months),
        n_met, verdict (one of `alignment.measures.attainment.VERDICTS`), recommendation.
    """
    name, question = "attainment", "how the service levels were kept"
    if episodes.journeys.table.empty:
        return unanswered(name, question, "leads")
    found = list(promises(episodes, levels, period))
    table = pd.DataFrame(
        [{**kept.row, "recommendation": recommendation(episodes, kept)} for kept in found]
    )
    return Finding(
        table,
        _sentence(found, period),
        tuple(_caveats(episodes, found, levels, period)),
        name,
        {
            "n_levels": len(found),
            **{f"n_{_key(each)}": _n(found, each) for each in VERDICTS},
            **{kept.level: kept.value for kept in found},
        },
    )


def _sentence(found: list[Kept], period: Period) -> str:
    told = []
    for each in VERDICTS:
        labels = [kept.label for kept in found if kept.verdict == each]
        if labels:
            named = f" ({'; '.join(labels)})" if each in (AT_RISK, BREACH) else ""
            told.append(f"{len(labels)} {each}{named}")
    return f"Of {counted(len(found), 'service level')} {period.when}: {', '.join(told)}."


def _caveats(
    episodes: Episodes, found: list[Kept], levels: ServiceLevels, period: Period
) -> list[str]:
    said = []
    if levels.marketing.n_mql is not None and len(counts := monthly_mqls(episodes, period)):
        label = terms.STAGE_PLURALS["mql"]
        months = ", ".join(f"{month_words(month)} {n:,}" for month, n in counts.items())
        said.append(f"{label} by month: {months}. Their mean is held against the promise.")
    waiting = [f"{kept.label}: {kept.n_waiting:,}" for kept in found if kept.n_waiting]
    if waiting:
        said.append(f"Too young to be judged, in no share: {'; '.join(waiting)}.")
    if len(episodes.hand_offs):
        said += taken_back_words(n_taken_back(episodes, period))
    if (start := episodes.decided_recorded_from) is not None:
        said.append(
            f"Hand-offs from before {episodes.journeys.day(start)}, when Sales' decisions began to "
            "be recorded, are asked for none."
        )
    return [
        *said,
        calendar_words(episodes.agreement.calendar),
        "Limits in days count weekends too. A lead handed off again counts again.",
        "A group to begin with is the one that falls short most of several looked at: ask why "
        "before you act.",
    ]


def _n(found: list[Kept], verdict: str) -> int:
    return sum(kept.verdict == verdict for kept in found)


def _key(verdict: str) -> str:
    return verdict.lower().replace(" ", "_")

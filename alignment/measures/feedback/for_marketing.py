"""What Sales' answers tell Marketing, as lines to act on."""

from collections.abc import Sequence

import pandas as pd

from alignment.agreement import Parties
from alignment.finding import Finding, unanswered
from alignment.measures.feedback.examples import examples
from alignment.measures.feedback.line import Line
from alignment.measures.feedback.reasons_by_source import reasons_by_source
from alignment.measures.feedback.standing_out import (
    of_bare_ends,
    of_first_contact,
    of_reasons,
    of_sources,
)
from alignment.measures.rates import counted
from alignment.measures.service.episodes import Episodes
from alignment.period import Period

NAME = "feedback"
MOST = 8


def for_marketing(
    episodes: Episodes, month: Period, period: Period, by_source: Finding | None = None
) -> Finding:
    """What stands out of `period` and of `month`, and what to do about it; no person is named.

    Reasons by source and what Sales accepts of each source are of the whole period, for a month
    has too few; first contacts, missing reasons and the single hand-offs are of the month.

    Parameters
    ----------
    by_source : Finding or None
        `reasons_by_source` of the same, where it is at hand.

    Returns
    -------
    Finding
        Up to eight rows: for (the team that can act), about (one of `line.ABOUT`), what, evidence,
        next, n_hand_offs (that it rests on). Marketing's own first, then what Sales owes, each by
        how many leads a month it is about, those of sources that brought no lead in `month` after
        the others; last the best and worst hand-offs so far. No row:
        nothing stands out.
    """
    if episodes.hand_offs.empty:
        return unanswered(NAME, "what Sales tells Marketing", "hand-offs (stage changes)")
    reasons = reasons_by_source(episodes, period) if by_source is None else by_source
    parties = episodes.agreement.parties
    own = _by_weight(
        *of_reasons(reasons.table, episodes.journeys, month, len(period.months)),
        *of_sources(episodes, month, period),
    )
    theirs = _by_weight(*of_first_contact(episodes, month), *of_bare_ends(episodes, month))
    seen = list(examples(episodes, month))
    own = own[: MOST - len(theirs) - len(seen)]
    lines = [*own, *theirs, *seen]
    return Finding(
        pd.DataFrame([line.row(parties) for line in lines]),
        _sentence(parties, own, theirs, seen, month, bool(reasons.figures.get("n_compared"))),
        _caveats(parties, own, theirs, seen, month, period),
        NAME,
        {
            "n_for_marketing": len(own),
            "n_for_sales": len(theirs),
            **{f"n_{line.about}": line.n for line in seen},
        },
    )


def _by_weight(*lines: Line) -> list[Line]:
    return sorted(lines, key=lambda line: (line.is_past, -line.weight))


def _sentence(
    parties: Parties,
    own: Sequence[Line],
    theirs: Sequence[Line],
    seen: Sequence[Line],
    month: Period,
    is_enough: bool,
) -> str:
    if not own and not theirs:
        team = parties.marketing
        looked = f" Single hand-offs {month.when} are worth a look." if seen else ""
        if not is_enough:
            return f"There is not enough data to say what stands out for {team}.{looked}"
        return f"Nothing stands out for {team} beyond what chance may bring about.{looked}"
    counts = [(own, parties.marketing), (theirs, parties.sales)]
    told = [f"{counted(len(some), 'point')} for {team}" for some, team in counts if some]
    first = (*own, *theirs)[0]
    told += ["single hand-offs to look at"] if seen else []
    listed = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    return f"{listed}, most important first. {first.what}: {first.evidence}. {first.act}"


def _caveats(
    parties: Parties,
    own: Sequence[Line],
    theirs: Sequence[Line],
    seen: Sequence[Line],
    month: Period,
    period: Period,
) -> tuple[str, ...]:
    said = []
    if own:
        said.append(
            f"Reasons and sources are those of hand-offs {period.when}; told is only what chance "
            "would seldom bring about, however many are compared."
        )
        said.append("What Sales accepts or gives back is its judgement, not yet what leads became.")
    if theirs:
        said.append(f"What is for {parties.sales} is of {month.label}.")
    if seen:
        said.append(
            "Single hand-offs prove nothing, and the slow ones of the month are not known yet."
        )
    return tuple(said)

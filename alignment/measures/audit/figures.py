"""The numbers that everybody should know, beside what both teams guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.answers import Answers
from alignment.finding import Finding
from alignment.measures import funnel, guesses
from alignment.measures.audit.contacts import Contacts
from alignment.measures.audit.fact import Fact
from alignment.measures.audit.follow_up import touches_before
from alignment.measures.audit.gap import waited_for
from alignment.measures.audit.outcomes import good_leads
from alignment.measures.audit.questions import ASKED
from alignment.measures.rates import counted
from alignment.measures.rules import Qualifying
from alignment.measures.service import Episodes, first_response

MONTHLY = {"leads_per_month": "lead", "mqls_per_month": "mql", "wins_per_month": "customer"}
"""The stage whose entries each number counts."""
NO_MONTH = "No month is known from its first day to its last: there is no count a month."


def known(
    contacts: Contacts, agreement: Agreement, qualifying: Qualifying
) -> dict[str, float | None]:
    """Every number of an audit that a history can say, by name; None: it cannot.

    The counts a month are means of the contacts' period, where its months are whole ones, with one
    decimal; `touches_before_hand_off` is a median of first hand-offs; the others are those of the
    monthly review and of the score's replay.
    """
    journeys, period = contacts.journeys, contacts.period
    entered = funnel.period_counts(journeys, period).table
    is_told = contacts.is_whole and len(entered)
    sums = entered.groupby("stage")["n_entered"].sum() if is_told else pd.Series(dtype=float)
    n_months = len(period.months)
    score, replay = qualifying.score, qualifying.replay
    found: dict[str, float | None] = {
        name: round(float(sums[stage]) / n_months, 1) if stage in sums else None
        for name, stage in MONTHLY.items()
    }
    found["mql_acceptance_rate"] = good_leads(contacts, agreement).measured
    found["touches_before_hand_off"] = touches_before(contacts)
    return {
        **found,
        **guesses.measured(
            funnel.cohorts(journeys, period),
            first_response(Episodes.of(contacts.history, agreement, journeys), period),
            funnel.days_to_convert(journeys, period),
        ),
        **guesses.handed_over(
            replay.thresholds(score, [score.hand_off_at], since=replay.judged_from)
        ),
    }


def numbers(
    answers: Mapping[str, Answers],
    measured: Mapping[str, float | None],
    when: str,
    awaited: Sequence[str] = (),
) -> Finding:
    """Both teams' guesses of the numbers, beside what history says.

    Parameters
    ----------
    answers : mapping of team to Answers
        Of both teams; of one alone nothing is shown.
    measured : mapping of name to number or None
        As `known` has them.
    when : str
        The months that the counts are means of, in words.

    Returns
    -------
    Finding
        One row a number that somebody guessed: question, unit, marketing, sales, measured.
    """
    if (waiting := waited_for(answers, awaited)) is not None:
        return Finding(pd.DataFrame(), waiting, name="numbers")
    found = replace(guesses.guesses(answers, measured, ASKED), name="numbers")
    if not found.is_answered:
        return found
    caveats = [
        NO_MONTH
        if measured.get("leads_per_month") is None
        else f"Counts a month are means {when}.",
        "How many contacts there are in the market, and how many systems hold data, no history "
        "can say.",
        *_strange(answers),
    ]
    return replace(found, caveats=tuple(caveats))


def _strange(answers: Mapping[str, Answers]) -> list[str]:
    return [
        f"{team.capitalize()} guessed {name!r}, which the audit does not ask."
        for team in terms.TEAMS
        for name in answers[team].guesses
        if name not in ASKED
    ]


def known_numbers(found: Mapping[str, float | None], when: str) -> Fact:
    """The numbers themselves, in words: means of the months `when`."""
    words = {"leads_per_month": "new lead", "mqls_per_month": "MQL", "wins_per_month": "win"}
    told = [
        _mean(value, noun) for name, noun in words.items() if (value := found.get(name)) is not None
    ]
    said = f"A month brought {', '.join(told)} (means {when})." if told else NO_MONTH
    touches = found.get("touches_before_hand_off")
    if touches is not None:
        said += (
            f" A lead did {counted(round(touches), 'thing')} before its first hand-off (median)."
        )
    return Fact("known_numbers", said, is_answer=bool(told) or touches is not None)


def _mean(value: float, noun: str) -> str:
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown} {noun}{'' if shown == '1' else 's'}"

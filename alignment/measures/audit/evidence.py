"""What history and agreement say to each question of the audit."""

from collections.abc import Mapping

import pandas as pd

from alignment.agreement import Agreement
from alignment.answers import Answers
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.audit import agreed, defined, figures, follow_up, outcomes
from alignment.measures.audit.contacts import Contacts
from alignment.measures.audit.fact import CANNOT_TELL, FALLS_SHORT, HOLDS, Fact, shortfall
from alignment.measures.audit.questions import QUESTIONS
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted
from alignment.measures.rules import Qualifying
from alignment.period import date_words, local_day

SILENT = {
    "joint_plan": "No history can say whether one plan is made together: ask both.",
    "sales_input": "No history can say what Sales tells Marketing for its content: ask both.",
    "separate_systems": "No history can say how many systems hold the data: count them together.",
}


def evidence(
    history: History,
    agreement: Agreement,
    journeys: Journeys,
    qualifying: Qualifying,
    answers: Mapping[str, Answers] | None = None,
    n_months: int = 12,
) -> Finding:
    """What history and agreement say to each question of the audit, of the last whole months.

    Parameters
    ----------
    journeys : Journeys
        Of the history, as of the day of the audit.
    qualifying : Qualifying
        Of the same history, as of the same day.
    answers : mapping of team to Answers or None
        Where both hold a rule for an MQL, these are compared; else those that the agreement keeps.
    n_months : int
        How many whole months to look back on.

    Returns
    -------
    Finding
        One row a question: id, label, question, said, what, measured (a share; missing: no
        figure), low, high (Wilson, 95 %), expected (what was agreed; missing: nothing), unit,
        verdict (``holds``; ``falls short``: the whole interval lies below what was agreed;
        ``cannot tell``; empty: nothing was agreed), is_answer (false: nothing is known of it).

    Raises
    ------
    AlignmentError
        Where no period has so many months.
    """
    if journeys.table.empty:
        return unanswered("evidence", "anything to the audit's questions", "leads")
    contacts = Contacts.of(history, agreement, journeys, n_months)
    facts = {fact.id: fact for fact in _facts(contacts, agreement, qualifying, answers or {})}
    table = _table(facts)
    rules = {label: rule for fact in facts.values() for label, rule in fact.rules.items()}
    caveats = [said for fact in facts.values() for said in fact.caveats]
    caveats += [*defined.caveats(qualifying, rules), *_unsigned(contacts, agreement)]
    return Finding(
        table,
        _sentence(table, contacts),
        tuple(dict.fromkeys(caveats)),
        "evidence",
        {f"n_{v.replace(' ', '_')}": int((table["verdict"] == v).sum()) for v in _VERDICTS},
    )


_VERDICTS = (FALLS_SHORT, HOLDS, CANNOT_TELL)


def _table(facts: Mapping[str, Fact]) -> pd.DataFrame:
    rows = [
        {"id": question.id, "label": question.label, "question": question.asked}
        | facts[question.id].row
        for question in QUESTIONS
    ]
    return pd.DataFrame(rows).astype(
        dict.fromkeys(("measured", "low", "high", "expected"), "float64")
    )


def _facts(
    contacts: Contacts,
    agreement: Agreement,
    qualifying: Qualifying,
    answers: Mapping[str, Answers],
) -> list[Fact]:
    journeys, period = contacts.journeys, contacts.period
    on = local_day(journeys.as_of, journeys.zone)
    mql, sql = agreement.rules.mql, agreement.rules.sql
    own = {team: answer.rules.mql for team, answer in answers.items()}
    handed = agreement.hand_off_stage
    return [
        defined.met("mql", journeys, qualifying, handed, mql.agreed, period),
        defined.met("sql", journeys, qualifying, "sql", sql.agreed, period),
        defined.shared(qualifying, *defined.proposed(own, mql)),
        outcomes.good_leads(contacts, agreement),
        follow_up.early(contacts),
        follow_up.fast(contacts, agreement),
        follow_up.later(contacts),
        outcomes.feedback(contacts, agreement),
        follow_up.tracked(contacts),
        agreed.measured_by(agreement),
        figures.known_numbers(figures.known(contacts, agreement, qualifying), period.when),
        agreed.service_levels(agreement, on),
        agreed.revisited(agreement, on),
        *(Fact(id, said, is_answer=False) for id, said in SILENT.items()),
    ]


def _sentence(table: pd.DataFrame, contacts: Contacts) -> str:
    short = table[table["verdict"] == FALLS_SHORT]
    n_asked = int((table["verdict"] != "").sum())
    when = contacts.period.when
    if not n_asked:
        return f"Nothing that was agreed can be held against what happened {when}."
    promises = counted(n_asked, "promise")
    if short.empty:
        return f"Of {promises} looked at {when}, none surely falls short of what was agreed."
    told = [shortfall(row, ",") for _, row in short.iterrows()]
    verb = "falls" if len(short) == 1 else "fall"
    return (
        f"Of {promises} looked at {when}, {len(short)} {verb} short of what was agreed: "
        f"{'; '.join(told)}."
    )


def _unsigned(contacts: Contacts, agreement: Agreement) -> list[str]:
    """That the agreement is no promise yet, or was none at the time."""
    signed = agreement.sign_offs.by_team.values()
    last = max((each.signed_on for each in signed), default=None)
    if not agreement.is_signed or last is None or last <= contacts.period.first:
        return list(agreement.signature_caveats)
    return [
        f"The agreement was signed on {date_words(last)}: what came before it is held "
        "against promises that nobody had made yet.",
        *agreement.signature_caveats,
    ]

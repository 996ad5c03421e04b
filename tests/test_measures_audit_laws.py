"""The audit's figures held against a plain program, and against rows dated later."""

import re
from dataclasses import replace

import pandas as pd
from hypothesis import Phase, given, settings

from alignment.measures.audit import Contacts, evidence, follow_up, known, numbers, outcomes
from alignment.measures.audit.fact import Fact
from alignment.measures.journeys import Journeys
from alignment.measures.response import conversion_by_response
from alignment.measures.service import Episodes
from alignment.period import Period
from tests import audited
from tests.audit_oracle import HORIZON_DAYS, OLD_DAYS, WITHIN_HOURS, Audited, Case, cases

BOTH_MONTHS = Period.of("2026-02", 2)
AGREED = audited.agreement(
    goal={"outcome": "won", "within_days": HORIZON_DAYS},
    service_levels={
        "sales": {
            "first_contact_within_hours": WITHIN_HOURS,
            "qualification_within_days": OLD_DAYS,
        },
    },
)
PHASES = [Phase.explicit, Phase.generate]


def counted(fact: Fact) -> tuple[int, int]:
    """Hits and tries, as the sentence tells them."""
    found = re.search(r"\((\d+) of (\d+)[; ]", fact.said)
    assert found, fact.said
    return int(found[1]), int(found[2])


def contacts_of(case: Case) -> Contacts:
    history = case.history()
    journeys = Journeys.of(history, AGREED, pd.Timestamp(case.as_of))
    journeys = replace(journeys, least_count=case.least_count)
    since = case.recorded_from and pd.Timestamp(case.recorded_from)
    object.__setattr__(journeys, "touch_recorded_from", since)
    return Contacts(history, journeys, BOTH_MONTHS, OLD_DAYS)


@settings(max_examples=15, phases=PHASES)
@given(cases)
def test_each_fact_is_what_a_plain_program_counts(case: Case) -> None:
    contacts = contacts_of(case)
    plain = Audited(case, BOTH_MONTHS.start_at, BOTH_MONTHS.end_at)
    if not plain.hand_offs:
        assert contacts.table.empty
        return
    columns = ["lead_id", "handed_off_at", "is_first", "n_own_before", "n_marketing_before"]
    around = [*columns, "n_marketing", "n_sales"]
    assert [tuple(row) for row in contacts.table[around].to_numpy()] == plain.around
    facts = {
        "early_follow_up": (follow_up.early(contacts), plain.has("marketing")),
        "fast_follow_up": (follow_up.fast(contacts, AGREED), plain.has("sales")),
        "later_follow_up": (follow_up.later(contacts), plain.has("sales")),
        "tracked_communication": (
            follow_up.tracked(contacts),
            plain.has("sales") or plain.has("marketing"),
        ),
        "good_leads": (outcomes.good_leads(contacts, AGREED), plain.has_sal),
        "feedback_on_leads": (outcomes.feedback(contacts, AGREED), True),
    }
    for id, (fact, is_answer) in facts.items():
        assert fact.is_answer == is_answer, id
        if is_answer:
            assert counted(fact) == plain.facts[id], id
    touches = plain.touches_before if plain.has("lead") else None
    assert follow_up.touches_before(contacts) == touches


@settings(max_examples=6, phases=PHASES)
@given(cases)
def test_rows_dated_later_change_nothing_that_an_audit_says(case: Case) -> None:
    findings = []
    for history in (case.history(), case.known().history()):
        held, agreed, journeys, qualifying = audited.opened(
            history, AGREED, pd.Timestamp(case.as_of)
        )
        contacts = Contacts.of(held, agreed, journeys)
        guessed = audited.answers({}, {}, mqls_per_month=(3, 9), touches_before_hand_off=(1, 2))
        measured = known(contacts, agreed, qualifying)
        findings.append(
            [
                evidence(held, agreed, journeys, qualifying),
                numbers(guessed, measured, contacts.period.when),
                conversion_by_response(
                    Episodes.of(held, agreed, journeys), contacts.period, WITHIN_HOURS
                ),
            ]
        )
    for whole, early in zip(*findings, strict=True):
        assert (whole.sentence, whole.caveats) == (early.sentence, early.caveats)
        pd.testing.assert_frame_equal(whole.table, early.table)

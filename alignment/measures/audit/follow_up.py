"""Who follows up a lead: before the hand-off, in time, and after it at all."""

import numpy as np
import pandas as pd

from alignment.agreement import Agreement
from alignment.measures.audit.contacts import Contacts
from alignment.measures.audit.fact import Fact, share, silent, waiting
from alignment.measures.rates import counted, percent, spoken_rate, wilson_bounds
from alignment.measures.service import first_response, responses
from alignment.measures.working import working_hours

NO_HAND_OFFS = "hand-offs in that time (stage changes)"


def early(contacts: Contacts) -> Fact:
    """The share of hand-offs that Marketing had written to before, and what the lead had done."""
    question = "who follows up before the hand-off"
    table = contacts.table
    if table.empty:
        return silent("early_follow_up", question, NO_HAND_OFFS)
    if "marketing" not in contacts.n_by_team:
        return silent("early_follow_up", question, "the activities of Marketing")
    touches = touches_before(contacts)
    more = ""
    if touches is not None:
        times = counted(round(touches), "thing")
        more = f"Half of the leads had done {times} or fewer themselves before their first."
    return share(
        "early_follow_up",
        contacts.words,
        "preceded by something that Marketing sent or did",
        int((table["n_marketing_before"] > 0).sum()),
        len(table),
        contacts.journeys.least_count,
        more=more,
    )


def touches_before(contacts: Contacts) -> float | None:
    """What a lead does itself before its first hand-off, median; None: too few, or not kept."""
    table = contacts.table
    if table.empty or "lead" not in contacts.n_by_team:
        return None
    first = table.loc[table["is_first"], "n_own_before"]
    return float(first.median()) if len(first) >= contacts.journeys.least_count else None


def fast(contacts: Contacts, agreement: Agreement) -> Fact:
    """The share of hand-offs touched within the agreed hours, as the monthly review has it."""
    within, agreed = agreement.first_contact_within_hours, agreement.first_contact_share
    found = first_response(contacts.journeys, contacts.period, within, agreed_share=agreed)
    what = f"touched within {within:g} hours"
    if not found.is_answered:
        return Fact("fast_follow_up", found.sentence, what, expected=agreed)
    every = found.table.iloc[0]
    if not every["is_enough"]:
        return Fact("fast_follow_up", found.sentence, what, expected=agreed)
    n_in_time, n_judged = _in_time(contacts, agreement)
    _, at_best = wilson_bounds(np.array([n_in_time]), np.array([n_judged]))
    worked = spoken_rate(n_in_time, n_judged, contacts.journeys.least_count, "hand-offs")
    return Fact(
        "fast_follow_up",
        f"{found.sentence} On the clock of the working calendar: {worked}.",
        what,
        measured=float(every["rate"]),
        low=float(every["rate_low"]),
        high=float(every["rate_high"]),
        expected=agreed,
        at_best=float(at_best[0]) if n_judged else None,
        caveats=(
            f"“{what.capitalize()}” counts plain hours, where working hours were agreed: it falls "
            "short only where it does so on the clock of the working calendar too. That clock "
            "takes public holidays for working days.",
        ),
    )


def _in_time(contacts: Contacts, agreement: Agreement) -> tuple[int, int]:
    """Hand-offs touched within the agreed working hours, and all that are old enough to tell."""
    within, journeys = agreement.first_contact_within_hours, contacts.journeys
    marks = responses(journeys, contacts.table, within)
    marks = marks[marks["is_timed"]]
    handed, calendar = marks["handed_off_at"], agreement.calendar
    known = pd.Series(journeys.as_of, marks.index)
    is_old = working_hours(handed, known, calendar) >= within
    is_in = working_hours(handed, marks["first_touch_at"], calendar) <= within
    return int((is_old & is_in).sum()), int(is_old.sum())


def later(contacts: Contacts) -> Fact:
    """The share of hand-offs that Sales touched at all; those too young for it apart."""
    question = "who follows up after the hand-off"
    table = contacts.table
    if table.empty:
        return silent("later_follow_up", question, NO_HAND_OFFS)
    if "sales" not in contacts.n_by_team:
        return silent("later_follow_up", question, "the activities of Sales")
    marks = responses(contacts.journeys, table, 24.0 * contacts.old_days)
    judged = marks[marks["is_recorded"] & table["is_old"]]
    took = judged["took_hours"].dropna()
    n_young = int((marks["is_recorded"] & ~table["is_old"]).sum())
    return share(
        "later_follow_up",
        contacts.words,
        f"touched by Sales within {contacts.old_days} days",
        int((took <= 24.0 * contacts.old_days).sum()),
        len(judged),
        contacts.journeys.least_count,
        more=waiting(n_young),
    )


def tracked(contacts: Contacts) -> Fact:
    """The share of hand-offs of which something by each team is recorded at all."""
    question = "how both teams' contacts are recorded"
    table = contacts.table
    if table.empty:
        return silent("tracked_communication", question, NO_HAND_OFFS)
    if not {"marketing", "sales"} & contacts.n_by_team.keys():
        return silent("tracked_communication", question, "the activities of both teams")
    old = table[table["is_old"]]
    kept = {team: old[f"n_{team}"] > 0 for team in ("marketing", "sales")}
    since = contacts.journeys.touch_recorded_from
    more = [f"Something by {t.capitalize()}: {_share(is_kept)}." for t, is_kept in kept.items()]
    if since is not None:
        more.append(f"What Sales did is recorded since {contacts.journeys.day(since)}.")
    return share(
        "tracked_communication",
        contacts.words,
        "with contacts by both teams recorded",
        int((kept["marketing"] & kept["sales"]).sum()),
        len(old),
        contacts.journeys.least_count,
        more=" ".join(more) if len(old) >= contacts.journeys.least_count else "",
        caveats=("What is written in no system cannot be seen, and so not be counted.",),
    )


def _share(is_kept: pd.Series) -> str:
    return percent(float(is_kept.mean()))

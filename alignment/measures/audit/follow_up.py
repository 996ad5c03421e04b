"""Who follows up a lead: before the hand-off, in time, and after it at all."""

import pandas as pd

from alignment.agreement import Agreement
from alignment.measures.audit.contacts import Contacts
from alignment.measures.audit.fact import Fact, Tries, share, silent, waiting
from alignment.measures.rates import counted, percent
from alignment.measures.service import Episodes, calendar_words, first_response
from alignment.measures.working import spoken_hours, told_hours
from alignment.period import DAY

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
    n_before = int((table["n_marketing_before"] > 0).sum())
    return share(
        "early_follow_up",
        contacts.words,
        "preceded by something that Marketing sent or did",
        Tries(n_before, len(table), contacts.journeys.least_count),
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
    """The share of hand-offs touched within the agreed working hours, of those old enough."""
    within, expected = agreement.first_contact_within_hours, agreement.first_contact_share
    episodes = Episodes.of(contacts.history, agreement, contacts.journeys)
    found = first_response(episodes, contacts.period)
    if not found.is_answered:
        return Fact("fast_follow_up", found.sentence, expected=expected, is_answer=False)
    every = found.table.iloc[0]
    median = found.figures["median_hours"]
    half = f"Half within {told_hours(median)}." if isinstance(median, float) else ""
    return share(
        "fast_follow_up",
        contacts.words,
        f"touched within {spoken_hours(within)}",
        Tries(int(every["n_within"]), int(every["n_mature"]), contacts.journeys.least_count),
        expected,
        f"{waiting(int(every['n_immature']))} {half}".strip(),
        (calendar_words(agreement.calendar),),
    )


def later(contacts: Contacts) -> Fact:
    """The share of hand-offs that Sales touched at all; those too young for it apart."""
    question = "who follows up after the hand-off"
    table = contacts.table
    if table.empty:
        return silent("later_follow_up", question, NO_HAND_OFFS)
    if "sales" not in contacts.n_by_team:
        return silent("later_follow_up", question, "the activities of Sales")
    recorded = _recorded(contacts)
    judged = recorded[recorded["is_old"]]
    took = judged["first_touch_at"] - judged["handed_off_at"]
    return share(
        "later_follow_up",
        contacts.words,
        f"touched by Sales within {contacts.old_days} days",
        Tries(
            int((took <= contacts.old_days * DAY).sum()),
            len(judged),
            contacts.journeys.least_count,
        ),
        more=waiting(len(recorded) - len(judged)),
    )


def _recorded(contacts: Contacts) -> pd.DataFrame:
    """The hand-offs since what Sales does is recorded."""
    start = contacts.journeys.touch_recorded_from or pd.Timestamp.min
    return contacts.table[contacts.table["handed_off_at"] >= start]


def tracked(contacts: Contacts) -> Fact:
    """The share of hand-offs of which something by each team is recorded at all.

    Of those old enough, since what Sales does is recorded.
    """
    question = "how both teams' contacts are recorded"
    if contacts.table.empty:
        return silent("tracked_communication", question, NO_HAND_OFFS)
    if not {"marketing", "sales"} & contacts.n_by_team.keys():
        return silent("tracked_communication", question, "the activities of both teams")
    recorded = _recorded(contacts)
    old = recorded[recorded["is_old"]]
    kept = {team: old[f"n_{team}"] > 0 for team in ("marketing", "sales")}
    n_both = int((kept["marketing"] & kept["sales"]).sum())
    tries = Tries(n_both, len(old), contacts.journeys.least_count)
    since = contacts.journeys.touch_recorded_from
    more = [
        f"Something by {team.capitalize()}: {percent(float(is_kept.mean()))}."
        for team, is_kept in kept.items()
        if tries.is_enough
    ]
    if since is not None:
        more.append(f"What Sales did is recorded since {contacts.journeys.day(since)}.")
    if n_before := len(contacts.table) - len(recorded):
        more.append(f"{counted(n_before, 'hand-off')} from before that are not asked.")
    return share(
        "tracked_communication",
        contacts.words,
        "with contacts by both teams recorded",
        tries,
        more=" ".join([waiting(len(recorded) - len(old)), *more]).strip(),
        caveats=("What is written in no system cannot be seen, and so not be counted.",),
    )

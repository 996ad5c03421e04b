"""Whether leads are good ones, and whether their end comes back: accepted, and closed."""

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.measures.audit.contacts import Contacts
from alignment.measures.audit.fact import Fact, Tries, share, silent, waiting
from alignment.measures.audit.follow_up import NO_HAND_OFFS
from alignment.measures.audit.reasons import reasons
from alignment.measures.rates import percent


def good_leads(contacts: Contacts, agreement: Agreement) -> Fact:
    """The acceptance rate: hand-offs that became SAL (or more) ÷ hand-offs old enough."""
    expected = agreement.service_levels.marketing.accepted_share
    table = contacts.table
    if table.empty:
        return silent("good_leads", "whether Sales gets good leads", NO_HAND_OFFS, expected)
    later = terms.STAGES[terms.STAGES.index("sal") :]
    after = tuple(s for s in later if s != agreement.hand_off_stage)
    if agreement.hand_off_stage in later or not (contacts.journeys.entries["stage"] == "sal").any():
        needs = "the stage SAL after the hand-off"
        return silent("good_leads", "whether Sales accepts its leads", needs, expected)
    is_accepted = contacts.reached_within(after, contacts.old_days)[table["is_old"]]
    tries = Tries(int(is_accepted.sum()), len(is_accepted), contacts.journeys.least_count)
    return share(
        "good_leads",
        contacts.words,
        f"accepted by Sales within {contacts.old_days} days",
        tries,
        expected,
        waiting(len(table) - tries.n_tries),
    )


def feedback(contacts: Contacts, agreement: Agreement) -> Fact:
    """The share of leads handed off long enough ago whose end is known, and the reasons given.

    An end: won, all deals lost, recycled or disqualified, by as-of. Long enough ago: the agreed
    horizon, since the lead's last hand-off in the period.
    """
    table, journeys = contacts.table, contacts.journeys
    if table.empty:
        return silent("feedback_on_leads", "whether the loop is closed", NO_HAND_OFFS)
    last = table.drop_duplicates("lead_id", keep="last")
    old = last[journeys.is_mature(last["handed_off_at"])]
    known = journeys.table.set_index("lead_id").loc[old["lead_id"]]
    is_lost = (known["n_deals_lost"] > 0) & (known["n_deals_lost"] == known["n_deals"])
    has_end = known["customer_at"].notna() | known["last_stage"].isin(terms.DETOURS) | is_lost
    return share(
        "feedback_on_leads",
        f"Of the leads handed off {contacts.period.when} and at least {journeys.within_days} days "
        "ago",
        "known to be won, lost, recycled or disqualified",
        Tries(int(has_end.sum()), len(old), journeys.least_count, "leads"),
        more=_reasons(contacts, agreement),
    )


def _reasons(contacts: Contacts, agreement: Agreement) -> str:
    if not contacts.journeys.entries["stage"].isin(terms.DETOURS).any():
        return ""
    back = reasons(contacts.history, contacts.period, contacts.journeys.as_of)
    agreed = {"recycled": agreement.reasons.recycle, "disqualified": agreement.reasons.disqualify}
    if back.empty:
        return "None was recycled or disqualified in that time."
    is_agreed = pd.Series(
        [row.reason in agreed[row.kind] for row in back.itertuples()], back.index, dtype=bool
    )
    n, n_agreed = int(back["n"].sum()), int(back.loc[is_agreed, "n"].sum())
    said = f"Of {n:,} recycled or disqualified in that time"
    if n < contacts.journeys.least_count:
        verb = "carries" if n_agreed == 1 else "carry"
        return f"{said}, {n_agreed:,} {verb} one of the agreed reasons."
    return f"{said}, {percent(n_agreed / n)} carry one of the agreed reasons."

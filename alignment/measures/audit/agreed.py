"""What the agreement itself says to an audit: levels, figures, and when it was last signed."""

from datetime import date

from alignment import terms
from alignment.agreement import Agreement, SignOff
from alignment.agreement.rule import joined
from alignment.measures.audit.fact import Fact
from alignment.measures.rates import counted, percent
from alignment.measures.working import spoken_hours
from alignment.period import date_words


def service_levels(agreement: Agreement, on: date) -> Fact:
    """What each team owes the other, and whether both had signed it by a day.

    It falls short without both signatures: a level that nobody signed is a draft.
    """
    levels = agreement.service_levels
    within = spoken_hours(levels.sales.first_contact_within_hours)
    owed = [
        f"Sales owes {percent(levels.sales.first_contact_share)} of its leads a first contact "
        f"within {within}"
    ]
    marketing = levels.marketing
    if marketing.n_mql is not None:
        owed.append(f"Marketing owes {counted(marketing.n_mql, 'MQL')} a month")
    if marketing.accepted_share is not None:
        owed.append(f"{percent(marketing.accepted_share)} of what it hands off is to be accepted")
    signed = _signed(agreement, on)
    is_signed = len(signed) == len(terms.TEAMS)
    if is_signed:
        state = f"Signed by both since {date_words(max(each.signed_on for each in signed))}"
    elif agreement.is_signed:
        state = f"Not yet signed by {date_words(on)}"
    else:
        state = f"A draft ({agreement.signature_state})"
    said = f"{state}: {'; '.join(owed)}."
    return Fact("service_levels", said, "signed by both teams", is_there=is_signed)


def measured_by(agreement: Agreement) -> Fact:
    """The figures that each team answers for."""
    own = {
        team: [_figure(name) for name, metric in agreement.metrics.items() if metric.team == team]
        for team in terms.TEAMS
    }
    said = [
        f"{team.capitalize()} answers for {joined(names, 'and') if names else 'no figure'}"
        for team, names in own.items()
    ]
    return Fact("shared_goals", f"In the agreement {'; '.join(said)}.")


def _figure(name: str) -> str:
    words = [word.upper() if word in terms.STAGES[2:5] else word for word in name.split("_")]
    return " ".join(words).removeprefix("n ")


def revisited(agreement: Agreement, on: date) -> Fact:
    """How long ago the agreement was last signed, seen from a day."""
    signed = _signed(agreement, on)
    if not signed:
        said = f"Nobody had signed the agreement as it stands by {date_words(on)}"
    else:
        last = max(each.signed_on for each in signed)
        ago = counted((on - last).days, "day")
        said = f"Version {agreement.version} was last signed on {date_words(last)}, {ago} before"
        said += f" {date_words(on)}"
    day = f"The review is on day {agreement.review_day} of each month"
    return Fact("revisited_definitions", f"{said}. {day}.")


def _signed(agreement: Agreement, on: date) -> list[SignOff]:
    """The sign-offs of this very text by a day."""
    held = agreement.sign_offs
    valid = held.valid(agreement.digest)
    return [each for team, each in held.by_team.items() if team in valid and each.signed_on <= on]

"""The metrics that can be measured, by the name that an agreement gives them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alignment.errors import AlignmentError, Problem, nearest
from alignment.measures.scorecards import (
    cohort_rates,
    deals,
    entered,
    hand_off_rates,
    spent,
)
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.tally import Tally

HAND_OFFS = "of the month's hand-offs, within the days that Sales has to qualify"
IN_MONTH = "in the month, whenever they came"
HORIZON = "within the agreed days of conversion"


@dataclass(frozen=True)
class Known:
    """A figure that the product measures.

    Parameters
    ----------
    label : str
        In words, as a sentence begins.
    unit : str
        ``count``, ``share``, ``amount``, ``hours`` or ``days``, as `alignment.agreement.Metric`.
    words : str
        What it is, and whether it follows a cohort or counts what happened in the month.
    lever : str
        What the team that answers for it looks at first where it falls short.
    measure : function
    is_plural : bool
        Whether the label is.
    """

    label: str
    unit: str
    words: str
    lever: str
    measure: Callable[[Ground], Tally]
    is_plural: bool = False


def _count(label: str, words: str, lever: str, measure: Callable[[Ground], Tally]) -> Known:
    return Known(label, "count", f"{words}: a count of the month", lever, measure, True)


def _cohort(label: str, words: str, lever: str, measure: Callable[[Ground], Tally]) -> Known:
    return Known(label, "share", f"{words}: a cohort's rate", lever, measure)


def _cost(label: str, what: str, measure: Callable[[Ground], Tally]) -> Known:
    words = f"the campaigns' cost of the month by the {what} of the month, whoever brought them"
    lever = "Compare the campaigns by what they bring, and move the money."
    return Known(label, "amount", f"{words}: a figure of the month", lever, measure)


_PLAN = "Plan more of the campaigns that brought most of them."
_RULE = "Look at the sources and the rule that hand over what Sales turns down."
_FOLLOW_UP = "Look at whose hand-offs wait, and on which days."
_DEALS = "Look at why deals are lost, and to which sources they belong."

KNOWN: Mapping[str, Known] = {
    "n_leads": _count("Leads", "leads created", _PLAN, entered.n_leads),
    "n_mql": _count("MQLs", "entries into MQL", _PLAN, entered.n_mql),
    "n_sal": _count("SALs", "entries into SAL", _RULE, entered.n_sal),
    "n_sql": _count("SQLs", "entries into SQL", _FOLLOW_UP, entered.n_sql),
    "n_opportunity": _count(
        "Opportunities", "leads whose first opportunity began", _FOLLOW_UP, entered.n_opportunity
    ),
    "n_won": _count("Customers won", "leads that became customers", _DEALS, entered.n_won),
    "won_amount": Known(
        "Amount won",
        "amount",
        f"deals won {IN_MONTH}: an amount of the month",
        _DEALS,
        deals.won_amount,
    ),
    "pipeline_amount": Known(
        "Pipeline opened",
        "amount",
        "deals opened in the month, at what they are put at now: an amount of the month",
        _FOLLOW_UP,
        deals.pipeline_amount,
    ),
    "return_amount": Known(
        "Return",
        "amount",
        "won in the month less the campaigns' cost of the month: an amount of the month",
        _DEALS,
        spent.return_amount,
    ),
    "lead_to_mql_rate": _cohort(
        "Lead to MQL",
        f"of the leads created in the month, {HORIZON}",
        _PLAN,
        cohort_rates.lead_to_mql_rate,
    ),
    "sql_to_opportunity_rate": _cohort(
        "SQL to opportunity",
        f"of the month's first SQLs, {HORIZON}",
        _FOLLOW_UP,
        cohort_rates.sql_to_opportunity_rate,
    ),
    "re_mql_rate": _cohort(
        "MQL again",
        f"of the leads recycled in the month, {HORIZON}",
        "Look at what recycled leads are sent, and when.",
        cohort_rates.re_mql_rate,
    ),
    "mql_acceptance_rate": _cohort(
        "MQL acceptance", f"SAL or more {HAND_OFFS}", _RULE, hand_off_rates.mql_acceptance_rate
    ),
    "mql_rejection_rate": _cohort(
        "MQL rejection",
        f"given back by Sales {HAND_OFFS}",
        _RULE,
        hand_off_rates.mql_rejection_rate,
    ),
    "recycle_rate": _cohort(
        "Recycling",
        f"recycled by Sales, of those it accepted or gave back {HAND_OFFS}",
        _RULE,
        hand_off_rates.recycle_rate,
    ),
    "mql_to_sql_rate": _cohort(
        "MQL to SQL", f"SQL or more {HAND_OFFS}", _FOLLOW_UP, hand_off_rates.mql_to_sql_rate
    ),
    "first_contact_share": _cohort(
        "First contact in time",
        "touched by Sales within the agreed working hours, of the month's hand-offs",
        _FOLLOW_UP,
        hand_off_rates.first_contact_share,
    ),
    "qualification_share": _cohort(
        "Qualified or given back in time",
        f"SQL or more, or given back, {HAND_OFFS}",
        _FOLLOW_UP,
        hand_off_rates.qualification_share,
    ),
    "first_contact_median_hours": Known(
        "Median time to first contact",
        "hours",
        "working hours by which half of the month's hand-offs were touched: a cohort's median",
        _FOLLOW_UP,
        hand_off_rates.first_contact_median_hours,
    ),
    "win_rate": Known(
        "Win rate",
        "share",
        f"won, of the deals closed {IN_MONTH}: a rate of the month",
        _DEALS,
        deals.win_rate,
    ),
    "cost_per_lead": _cost("Cost per lead", "leads", spent.cost_per_lead),
    "cost_per_mql": _cost("Cost per MQL", "MQLs", spent.cost_per_mql),
    "cost_per_sql": _cost("Cost per SQL", "SQLs", spent.cost_per_sql),
    "cost_per_won": _cost("Cost per customer", "customers", spent.cost_per_won),
}


def known_of(key: str) -> Known:
    """The known figure of that name.

    Raises
    ------
    AlignmentError
        Where there is none.
    """
    if key not in KNOWN:
        problem = Problem("metric", repr(key), "a figure that is measured", nearest(key, KNOWN))
        raise AlignmentError("There is no such figure.", [problem])
    return KNOWN[key]

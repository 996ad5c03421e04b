"""How many leads a target has, and nothing of what became of them."""

import pandas as pd

from alignment.agreement import Rule
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.attributes import meets, read
from alignment.measures.campaign.segment import COMPANY, company_counts, unsure, values
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted, percent
from alignment.period import Period

NAME = "target_size"


def size(history: History, journeys: Journeys, rule: Rule, period: Period) -> Finding:
    """How many leads meet a rule on attributes.

    For a team that says whom a campaign is for before it sees how such leads converted.

    Parameters
    ----------
    journeys : Journeys
        Of all leads.

    Returns
    -------
    Finding
        One row: n_leads, n_all (leads in all), n_companies (by name as written; missing where no
        company is known), n_new (created in the period).
    """
    if journeys.table.empty:
        return unanswered(NAME, "how many leads a target has", "leads")
    leads = values(history, journeys, [COMPANY, *read([rule])])
    which = meets(rule, leads)
    row: dict[str, int | None] = {
        "n_leads": int(which.sum()),
        "n_all": len(leads),
        "n_companies": company_counts(leads, which),
        "n_new": int(period.holds(journeys.table["created_at"])[which].sum()),
    }
    table = pd.DataFrame([row]).astype("Int64")
    return Finding(table, _sentence(row, period), tuple(unsure(history, [rule], leads)), NAME, row)


def _sentence(row: dict, period: Period) -> str:
    if not row["n_leads"]:
        return f"None of {counted(row['n_all'], 'lead')} fits."
    share = percent(row["n_leads"] / row["n_all"])
    firms, fit = row["n_companies"], "fits" if row["n_leads"] == 1 else "fit"
    at = "" if firms is None else f", at {counted(firms, 'company', 'companies')}"
    return (
        f"{row['n_leads']:,} of {counted(row['n_all'], 'lead')} {fit} ({share}){at}; "
        f"{row['n_new']:,} of them are new {period.when}."
    )

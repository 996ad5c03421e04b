"""Workspaces that hold next to nothing, or text that means harm."""

from pathlib import Path

import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.history import History


def saved(history: History, workspace: Path) -> Path:
    history.save(workspace)
    Agreement.draft("Town").save(workspace)
    return workspace


def empty() -> History:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    return History.from_frames(leads.astype({"created_at": "datetime64[us]"}))


def only_leads() -> History:
    leads = pd.DataFrame({"lead_id": ["a", "b"], "source": "x"})
    leads["created_at"] = [town.at("01-05"), town.at("03-05")]
    return History.from_frames(leads)


def hostile() -> History:
    names = ["<script>window.harmed=1</script>", "=1+1", "{{ x }}", "a\nb", "\u202egnol", "$x$"]
    n = len(names)
    leads = pd.DataFrame({"lead_id": names, "created_at": town.at("01-05"), "source": names})
    leads = leads.assign(region=names, name=names, company=names)
    acts = pd.DataFrame(
        {"lead_id": names * 40, "occurred_at": town.at("01-06"), "activity": names * 40}
    ).assign(team="lead")
    visits = acts.assign(activity="webinar").iloc[: 3 * n]
    deals = pd.DataFrame({"deal_id": names, "lead_id": names, "created_at": town.at("01-08")})
    deals = deals.assign(closed_at=town.at("01-20"), is_won=True, amount=5.0, currency="EUR")
    late = leads.head(1).assign(lead_id="late", created_at=town.at("12-01"))
    return History.from_frames(pd.concat([leads, late]), pd.concat([acts, visits]), None, deals)

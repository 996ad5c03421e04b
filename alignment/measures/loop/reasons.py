"""The reasons given for rejections and losses, counted."""

import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.loop.groups import NOT_RECORDED
from alignment.period import Period


def reasons(
    history: History, period: Period, as_of: pd.Timestamp, name: str = "reasons"
) -> Finding:
    """Why leads were recycled or disqualified and deals lost in `period`.

    Returns
    -------
    Finding
        One row a kind (recycled, disqualified, lost) and reason, most frequent first within the
        kind: kind, reason, n. A lead that came back twice counts twice.
    """
    ends = pd.DataFrame(
        {"start_at": [period.start_at], "end_at": [period.end_at], "as_of": [as_of]}
    )
    table = history.query(sql_text("loop/reasons"), period=ends)
    if table.empty:
        what = f"why leads were rejected or deals lost {period.when}"
        return unanswered(name, what, "any rejection or loss in that time")
    table["reason"] = table["reason"].fillna(NOT_RECORDED)
    parts = []
    for kind, rows in table.groupby("kind", sort=False):
        top = rows.iloc[0]
        total = int(rows["n"].sum())
        parts.append(f"{total:,} {kind}, most often for “{top['reason']}” ({int(top['n']):,})")
    when = period.when[:1].upper() + period.when[1:]
    n_bare = int(table.loc[table["reason"] == NOT_RECORDED, "n"].sum())
    caveats = (f"{n_bare:,} have no reason recorded.",) if n_bare else ()
    figures = {f"n_{kind}": int(n) for kind, n in table.groupby("kind")["n"].sum().items()}
    return Finding(table, f"{when}: {'; '.join(parts)}.", caveats, name, figures)

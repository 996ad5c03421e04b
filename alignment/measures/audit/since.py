"""What has changed since the previous audit."""

import pandas as pd

from alignment.agreement.rule import joined
from alignment.audits import Audit, Audited
from alignment.finding import Finding
from alignment.measures.audit.questions import QUESTIONS

CHANGES = ("better", "worse", "settled", "new", "same")


def since(now: Audit, before: Audit | None) -> Finding:
    """Each question then and now.

    Settled: it needs no mending any more; new: it does since then. Otherwise the weight tells:
    lower is better.

    Parameters
    ----------
    before : Audit or None
        None: there was none.

    Returns
    -------
    Finding
        One row a question that either audit holds: id, label, change (one of `CHANGES`),
        marketing_then, marketing, sales_then, sales (1 to 5), measured_then_share,
        measured_share, rank_then, rank. Missing: not rated, not measured, not on the list.
    """
    if before is None:
        said = "There is no earlier audit to compare this one with: the next one will have this."
        return Finding(pd.DataFrame(), said, name="since")
    labels = {question.id: question.label for question in QUESTIONS}
    ids = list(dict.fromkeys([*labels, *now.questions, *before.questions]))
    held = [id for id in ids if id in now.questions or id in before.questions]
    nothing = Audited()
    rows = [
        {
            "id": id,
            "label": labels.get(id, id),
            **_row(before.questions.get(id, nothing), now.questions.get(id, nothing)),
        }
        for id in held
    ]
    if not rows:
        return Finding(pd.DataFrame(), "Neither audit holds a question.", name="since")
    table = pd.DataFrame(rows)
    whole = ["marketing_then", "marketing", "sales_then", "sales", "rank_then", "rank"]
    shares = ["measured_then_share", "measured_share"]
    types = {**dict.fromkeys(whole, "Int64"), **dict.fromkeys(shares, "float64")}
    return Finding(
        table.astype(types),
        _sentence(table, before),
        tuple(_caveats(now, before)),
        "since",
        {f"n_{change}": int((table["change"] == change).sum()) for change in CHANGES},
    )


def _row(then: Audited, now: Audited) -> dict[str, object]:
    return {
        "change": _change(then, now),
        "marketing_then": then.marketing,
        "marketing": now.marketing,
        "sales_then": then.sales,
        "sales": now.sales,
        "measured_then_share": then.measured,
        "measured_share": now.measured,
        "rank_then": then.rank,
        "rank": now.rank,
    }


def _change(then: Audited, now: Audited) -> str:
    if then.rank is not None and now.rank is None:
        return "settled"
    if then.rank is None and now.rank is not None:
        return "new"
    gap = (now.weight or 0) - (then.weight or 0)
    return "same" if gap == 0 else "better" if gap < 0 else "worse"


def _sentence(table: pd.DataFrame, before: Audit) -> str:
    day = before.audited_on
    said = []
    words = {"settled": "settled", "better": "better", "worse": "worse", "new": "new on the list"}
    for change, word in words.items():
        labels = [f"“{label}”" for label in table.loc[table["change"] == change, "label"]]
        if labels:
            more = f" and {len(labels) - 3} more" if len(labels) > 3 else ""
            named = ", ".join(labels[:3]) + more if more else joined(labels, "and")
            said.append(f"{word}: {named}")
    since_then = f"Since the audit of {day.day} {day:%B %Y}"
    return f"{since_then}, {'; '.join(said)}." if said else f"{since_then} nothing has changed."


def _caveats(now: Audit, before: Audit) -> list[str]:
    if now.agreement == before.agreement:
        return []
    return [
        f"The agreement has changed since (version {before.agreement.version} then, "
        f"{now.agreement.version} now): what was agreed may be another thing."
    ]

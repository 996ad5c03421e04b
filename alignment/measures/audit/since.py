"""What has changed since the previous audit."""

import pandas as pd

from alignment import terms
from alignment.agreement.rule import joined
from alignment.audits import Audit, Audited
from alignment.finding import Finding
from alignment.measures.audit.questions import QUESTIONS
from alignment.measures.rates import counted
from alignment.period import date_words

UNKNOWN = "cannot compare"
CHANGES = ("better", "worse", "settled", "new", "same", UNKNOWN)


def since(now: Audit, before: Audit | None) -> Finding:
    """Each question then and now.

    Settled: it needs no mending any more; new: it does since then. Otherwise the weight tells:
    lower is better. Only where both teams rated it then and now: it cannot be compared else.

    Parameters
    ----------
    before : Audit or None
        None: there was none.

    Returns
    -------
    Finding
        One row a question that either audit holds: id, label, change (one of `CHANGES`),
        marketing_then, marketing, sales_then, sales (1 to 5), measured_then_share,
        measured_share, rank_then, rank. Missing: not rated, not measured, not on the list. Without
        an earlier audit, or without any rating now: no row.
    """
    if before is None:
        said = "There is no earlier audit to compare this one with: the next one will have this."
        return Finding(pd.DataFrame(), said, name="since")
    if not any(_n_ratings(found) for found in now.questions.values()):
        said = f"What has changed since {_day(before)} is told once both teams have rated."
        return Finding(pd.DataFrame(), said, name="since")
    labels = {question.id: question.label for question in QUESTIONS}
    ids = list(dict.fromkeys([*labels, *now.questions, *before.questions]))
    nothing = Audited()
    rows = [
        {
            "id": id,
            "label": labels.get(id, id),
            **_row(before.questions.get(id, nothing), now.questions.get(id, nothing)),
        }
        for id in ids
        if id in now.questions or id in before.questions
    ]
    table = pd.DataFrame(rows).astype(_TYPES)
    return Finding(
        table,
        _sentence(table, before),
        tuple(_caveats(table, now, before)),
        "since",
        {f"n_{c.replace(' ', '_')}": int((table["change"] == c).sum()) for c in CHANGES},
    )


_WHOLE = ("marketing_then", "marketing", "sales_then", "sales", "rank_then", "rank")
_SHARES = ("measured_then_share", "measured_share")
_TYPES = {**dict.fromkeys(_WHOLE, "Int64"), **dict.fromkeys(_SHARES, "float64")}


def _n_ratings(found: Audited) -> int:
    return (found.marketing is not None) + (found.sales is not None)


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
    if min(_n_ratings(then), _n_ratings(now)) < len(terms.TEAMS):
        return UNKNOWN
    if then.rank is not None and now.rank is None:
        return "settled"
    if then.rank is None and now.rank is not None:
        return "new"
    gap = (now.weight or 0) - (then.weight or 0)
    return "same" if gap == 0 else "better" if gap < 0 else "worse"


def _sentence(table: pd.DataFrame, before: Audit) -> str:
    said = []
    words = {"settled": "settled", "better": "better", "worse": "worse", "new": "new on the list"}
    for change, word in words.items():
        labels = [f"“{label}”" for label in table.loc[table["change"] == change, "label"]]
        if labels:
            more = f" and {len(labels) - 3} more" if len(labels) > 3 else ""
            named = ", ".join(labels[:3]) + more if more else joined(labels, "and")
            said.append(f"{word}: {named}")
    since_then = f"Since {_day(before)}"
    if said:
        return f"{since_then}, {'; '.join(said)}."
    if (table["change"] == UNKNOWN).all():
        return f"{since_then} no question can be compared."
    return f"{since_then} nothing has changed."


def _day(before: Audit) -> str:
    return f"the audit of {date_words(before.audited_on)}"


def _caveats(table: pd.DataFrame, now: Audit, before: Audit) -> list[str]:
    caveats = []
    if n_unknown := int((table["change"] == UNKNOWN).sum()):
        caveats.append(
            f"{counted(n_unknown, 'question')} cannot be compared: a team did not rate it, then "
            "or now."
        )
    if now.agreement != before.agreement:
        caveats.append(
            f"The agreement has changed since (version {before.agreement.version} then, "
            f"{now.agreement.version} now): what was agreed may be another thing."
        )
    return caveats

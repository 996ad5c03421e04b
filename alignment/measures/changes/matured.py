"""What came of a frozen month's leads after it was reported."""

import math
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from alignment.agreement.rule import joined
from alignment.finding import Finding
from alignment.frozen import FrozenMonth
from alignment.measures.changes.leads import Marks
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted, number, signed
from alignment.period import Period, date_words

MOST_MONTHS = 13
"""A year, and the same month of the year before."""
NAME = "matured_since"
_COUNTS = {"n_leads": "leads", "n_mql": "MQLs", "n_sql": "SQLs", "n_opportunity": "opportunities"}
_WON = ("n_won", "won_amount")


def matured(frozen: Mapping[str, FrozenMonth], journeys: Journeys, month: Period) -> Finding:
    """What is known by now of months that were frozen, beside what was reported then.

    Parameters
    ----------
    frozen : mapping of month to FrozenMonth
        With `month` itself: as it is kept, or as it would be now.

    Returns
    -------
    Finding
        One row a frozen month up to `month`, newest first, `MOST_MONTHS` at most: month, label,
        frozen_on (local day), agreement_version, and of the leads created in it n_leads, n_mql,
        n_sql, n_opportunity, n_won and won_amount as known by as-of, each beside the same as
        …_frozen; n_won_matured and won_amount_matured (now less then; below nought: corrected),
        currency. Missing: not recorded, or in another currency. Months frozen after as-of know
        more than this review may, and are left out.
    """
    held = [frozen[name] for name in sorted(frozen, reverse=True) if name <= month.months[-1]]
    known = [each for each in held if each.known_at <= journeys.as_of]
    shown = known[:MOST_MONTHS]
    left_out = tuple(_left_out(held, len(known)))
    if not shown:
        said = f"No month up to {month.label} was frozen by then: there is nothing to compare."
        return Finding(pd.DataFrame(), said, left_out, NAME)
    marks = Marks.of(journeys)
    table = pd.DataFrame([_row(each, marks) for each in shown])
    numbers = [name for name in table if name.startswith(("n_", "won_"))]
    table[numbers] = table[numbers].apply(pd.to_numeric)
    caveats = (
        *_corrected(shown, table, frozen.get(month.months[-1])),
        *_of_another_kind(shown, journeys),
        *_unsigned(shown),
        *left_out,
        "What was frozen is never rewritten: what came later stands beside it.",
    )
    figures = {
        "n_months": len(table),
        **{f"{key}_matured": _total(table[f"{key}_matured"]) for key in _WON},
        "n_corrected": int(_is_corrected(table).sum()),
    }
    return Finding(table, _sentence(shown, table, journeys), caveats, NAME, figures)


def _row(frozen: FrozenMonth, marks: Marks) -> dict[str, object]:
    now, then = marks.leads_of(frozen.period), frozen.leads.model_dump()
    if frozen.agreement.get("currency") != marks.journeys.currency:
        then["won_amount"] = None
    pairs = [((f"{key}_frozen", then[key]), (key, now[key])) for key in now]
    return {
        "month": frozen.month,
        "label": frozen.period.label,
        "frozen_on": frozen.frozen_on,
        "agreement_version": frozen.agreement_version,
        **dict(each for pair in pairs for each in pair),
        **{f"{key}_matured": _less(now[key], then[key]) for key in _WON},
        "currency": marks.journeys.currency,
    }


def _less(now: float | None, then: float | None) -> float:
    return math.nan if now is None or then is None else now - then


def _total(values: pd.Series) -> float | int | None:
    """The sum; None where nothing is known."""
    total = number(values.sum(min_count=1))
    return total if values.name == "won_amount_matured" or total is None else int(total)


def _sentence(shown: Sequence[FrozenMonth], table: pd.DataFrame, journeys: Journeys) -> str:
    """The newest month that time has passed over, and all of them together."""
    earlier = [place for place, each in enumerate(shown) if each.known_at < journeys.as_of]
    if not earlier:
        return (
            f"{shown[0].period.label} is kept as it is known now: from the next review on, what "
            "comes of its leads later stands beside it."
        )
    first = earlier[0]
    told = _told(shown[first], table.iloc[first], journeys.currency)
    gained = table["n_won_matured"].iloc[earlier]
    if len(earlier) == 1 or gained.isna().any():
        return told
    return f"{told} Over all {len(earlier)} months frozen before: {_more(int(gained.sum()))}."


def _told(frozen: FrozenMonth, row: pd.Series, currency: str) -> str:
    own, day = frozen.period.label, date_words(frozen.frozen_on)
    if pd.isna(row["n_won_matured"]):
        return f"Since {own} was frozen on {day}, it cannot be said what matured: no win is known."
    then, now, gained = (int(row[n]) for n in ("n_won_frozen", "n_won", "n_won_matured"))
    amount = row["won_amount_matured"]
    money = "" if pd.isna(amount) or not amount else f", {signed(amount, 0)} {currency}"
    leads = counted(int(row["n_leads"]), "lead")
    return (
        f"Since {own} was frozen on {day}, {_more(gained)} of its {leads} "
        f"({then:,} then, {now:,} now{money})."
    )


def _more(n: int) -> str:
    if n < 0:
        return f"{-n:,} fewer {'is' if n == -1 else 'are'} won"
    if not n:
        return "no more were won"
    return f"{n:,} more {'was' if n == 1 else 'were'} won"


def _is_corrected(table: pd.DataFrame) -> pd.Series:
    """Rows that hold fewer, or other, leads than when they were frozen."""
    lost = [table[key] < table[f"{key}_frozen"] for key in (*_COUNTS, "n_won")]
    less = table["won_amount_matured"] < -0.005
    other = table["n_leads"] != table["n_leads_frozen"]
    return pd.concat([*lost, less, other], axis=1).any(axis=1)


def _corrected(
    shown: Sequence[FrozenMonth], table: pd.DataFrame, newest: FrozenMonth | None
) -> Iterator[str]:
    for place in table.index[_is_corrected(table)]:
        row, frozen = table.iloc[place], shown[place]
        changes = [
            f"{words} {int(row[f'{key}_frozen']):,} → {int(row[key]):,}"
            for key, words in {**_COUNTS, "n_won": "won"}.items()
            if row[key] < row[f"{key}_frozen"]
            or (key == "n_leads" and row[key] != row[f"{key}_frozen"])
        ]
        if row["won_amount_matured"] < -0.005:
            ends = (row["won_amount_frozen"], row["won_amount"])
            changes.append("amount won {:,.0f} → {:,.0f}".format(*ends))
        yield f"{_why(frozen, row)}: {', '.join(changes)}. {_tables(frozen, newest)}"


def _why(frozen: FrozenMonth, row: pd.Series) -> str:
    """What other leads than were frozen come from: its last hours, or a correction."""
    label = frozen.period.label
    is_cut = frozen.known_at < frozen.period.end_at - pd.Timedelta("1us")
    if is_cut and row["n_leads"] > row["n_leads_frozen"]:
        return f"When {label} was frozen, its last hours were not known yet"
    return f"{label} was corrected after it was frozen, which is no work of a later month"


def _tables(frozen: FrozenMonth, newest: FrozenMonth | None) -> str:
    """Which tables are not those that a month was made from."""
    if newest is None or newest.month == frozen.month:
        return "Look into the source for what was changed there."
    names = sorted({*frozen.data, *newest.data})
    other = [name for name in names if frozen.data.get(name) != newest.data.get(name)]
    if not other:
        return "The tables are the same: the agreement, or this program, reads them otherwise."
    return f"Other tables than it was made from: {joined(other, 'and').replace('_', ' ')}."


def _of_another_kind(shown: Sequence[FrozenMonth], journeys: Journeys) -> Iterator[str]:
    zones = [each.period.label for each in shown if each.zone != journeys.zone]
    if zones:
        yield f"Cut in another time zone than {journeys.zone}: {', '.join(zones)}."
    kept = [each for each in shown if each.agreement.get("currency") != journeys.currency]
    if kept:
        named = ", ".join(each.period.label for each in kept)
        yield f"Frozen in another currency than {journeys.currency}, no amount compared: {named}."


def _unsigned(shown: Sequence[FrozenMonth]) -> Iterator[str]:
    """Months that were reported under an agreement that not both teams had signed as it stood."""
    labels: dict[str, list[str]] = {}
    for each in shown:
        if not each.is_signed:
            labels.setdefault(each.agreement_state, []).append(each.period.label)
    for state, months in labels.items():
        yield f"Reported under an agreement that was {state}: {', '.join(months)}."


def _left_out(held: Sequence[FrozenMonth], n_known: int) -> Iterator[str]:
    later = sorted(held, key=lambda each: each.known_at)[n_known:]
    if later:
        named = ", ".join(each.period.label for each in later)
        yield f"Frozen after what this review may know, and left out: {named}."
    if n_known > MOST_MONTHS:
        n = n_known - MOST_MONTHS
        yield f"{counted(n, 'older frozen month')} {'is' if n == 1 else 'are'} not shown."

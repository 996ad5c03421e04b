"""Service levels as agreed and as each team proposes, beside what was achieved."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from alignment import terms
from alignment.finding import Finding
from alignment.measures.attainment import AT_RISK, BREACH, PASS, VERDICTS
from alignment.measures.rates import counted, percent

SIDES = ("agreed", *terms.TEAMS)
_NAMES = {"agreed": "what is agreed", "marketing": "Marketing's levels", "sales": "Sales' levels"}
_OF_ALL = ["label", "team", "unit"]
_OF_EACH = ["promise", "target", "value", "low", "high", "n", "verdict"]


def beside(attained: Mapping[str, Finding], name: str = "levels_beside") -> Finding:
    """What was achieved under each of several levels: those agreed, and each team's own.

    A limit is part of a level: a first contact within two hours is another figure than one
    within eight. So each side is measured by its own.

    Parameters
    ----------
    attained : mapping of side to Finding
        By ``agreed``, ``marketing``, ``sales``: `alignment.measures.service.attainment` of the
        same hand-offs. A side without levels is absent.

    Returns
    -------
    Finding
        One row a level: level, label, team (who owes it), unit; of each side SIDE_promise (words;
        missing: it promises none), SIDE_target, SIDE_value, SIDE_low, SIDE_high, SIDE_n,
        SIDE_verdict; is_apart (whether both teams are in, and do not propose the same).
    """
    sides = {side: attained[side].table for side in SIDES if side in attained}
    table = _together({side: rows for side, rows in sides.items() if not rows.empty})
    if table.empty:
        told = next((each.sentence for each in attained.values()), "Nobody has stated a level.")
        return Finding(pd.DataFrame(), told, name=name)
    return Finding(
        table,
        _sentence(table, list(sides)),
        _caveats(attained),
        name,
        {
            "n_levels": len(table),
            "n_apart": int(table["is_apart"].sum()),
            **{f"n_met_{side}": _n_met(table, side) for side in sides},
        },
    )


def _together(sides: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    held = {side: rows.set_index("level") for side, rows in sides.items()}
    order = _order([list(rows.index) for rows in held.values()])
    table = pd.DataFrame(index=pd.Index(order, name="level"))
    for name in _OF_ALL:
        table[name] = None
        for rows in held.values():
            table[name] = table[name].fillna(rows[name])
    for side in SIDES:
        rows = held.get(side, pd.DataFrame(columns=_OF_EACH))
        for name in _OF_EACH:
            table[f"{side}_{name}"] = rows[name].reindex(order)
    if all(team in held for team in terms.TEAMS):
        ours, theirs = (table[f"{team}_promise"].fillna("") for team in terms.TEAMS)
        table["is_apart"] = ours != theirs
    else:
        table["is_apart"] = False
    return table.reset_index()


def _order(lists: list[list[str]]) -> list[str]:
    """Every level once, each after those that stand before it in any list."""
    order = list(dict.fromkeys(level for each in lists for level in each))
    for each in lists:
        for before, after in pairwise(each):
            if order.index(before) > order.index(after):
                order.remove(after)
                order.insert(order.index(before) + 1, after)
    return order


def _sentence(table: pd.DataFrame, sides: list[str]) -> str:
    said, n = [], counted(len(table), "level")
    if all(team in sides for team in terms.TEAMS):
        apart = [*table.loc[table["is_apart"], "label"]]
        on = f"differ on {len(apart)} of {n}: {'; '.join(apart)}" if apart else f"agree on {n}"
        said.append(f"Marketing and Sales {on}.")
    said += [f"Under {_NAMES[side]}: {_verdicts(table, side)}." for side in sides]
    return " ".join(said)


def _caveats(attained: Mapping[str, Finding]) -> tuple[str, ...]:
    """What holds for every side once, and the rest with the side that it is said of."""
    every = dict.fromkeys(each for found in attained.values() for each in found.caveats)
    shared = [each for each in every if all(each in f.caveats for f in attained.values())]
    own = [
        f"Under {_NAMES[side]}: {each[:1].lower() if each[1:2].islower() else each[:1]}{each[1:]}"
        for side, found in attained.items()
        for each in found.caveats
        if each not in shared
    ]
    return (*shared, *own)


def _verdicts(table: pd.DataFrame, side: str) -> str:
    counts = table[f"{side}_verdict"].value_counts()
    told = [f"{counts[each]} {each}" for each in VERDICTS if counts.get(each)]
    return ", ".join(told) or "no level is stated"


def _n_met(table: pd.DataFrame, side: str) -> int:
    return int((table[f"{side}_verdict"] == PASS).sum())


def advised(attained: Finding, name: str = "levels_advised") -> Finding:
    """What was achieved of each level, and what to do next, as a room reads it.

    Returns
    -------
    Finding
        One row a level, as texts: level, owed_by, promised, achieved, verdict, next.
    """
    rows = attained.table.to_dict("records")
    missed = [row for row in rows if row["verdict"] in (AT_RISK, BREACH)]
    table = pd.DataFrame(
        {
            "level": [row["label"] for row in rows],
            "owed_by": [str(row["team"]).capitalize() for row in rows],
            "promised": [row["promise"] for row in rows],
            "achieved": [said(row) for row in rows],
            "verdict": [row["verdict"] for row in rows],
            "next": [row["recommendation"] for row in rows],
        },
        dtype="str",
    )
    if not rows:
        return Finding(table, attained.sentence, name=name)
    n, n_met = counted(len(rows), "level"), sum(row["verdict"] == PASS for row in rows)
    told = [f"{len(missed):,} of {n} missed"] if missed else []
    told += [f"{n_met:,} kept"] if n_met else []
    n_unknown = len(rows) - len(missed) - n_met
    told += [f"{n_unknown:,} not to be judged yet"] if n_unknown else []
    return Finding(table, f"What to do next about each level: {', '.join(told)}.", name=name)


def read(found: Finding) -> Finding:
    """The finding of `beside` as a room reads it: level, owed_by, and what each side promises,
    with what was achieved of it."""
    rows = found.table.to_dict("records")
    if not rows:
        return found
    columns = {
        "level": [row["label"] for row in rows],
        "owed_by": [str(row["team"]).capitalize() for row in rows],
    }
    for side, heading in _HEADINGS.items():
        own = [{each: row[f"{side}_{each}"] for each in _OF_EACH} for row in rows]
        units = [row["unit"] for row in rows]
        columns[heading] = [
            _stated({**each, "unit": unit}) for each, unit in zip(own, units, strict=True)
        ]
    return replace(found, table=pd.DataFrame(columns))


_HEADINGS = {
    "agreed": "as_agreed",
    "marketing": "marketing_proposes",
    "sales": "sales_proposes",
}


def _stated(row: Mapping) -> str | None:
    if pd.isna(row["promise"]):
        return None
    return f"{row['promise']}\n{row['verdict']}: {said(row)}"


def said(row: Mapping) -> str:
    """What was achieved of a level, in words: `56% (53% to 59%), of 1,395`.

    Parameters
    ----------
    row : mapping
        unit (``share``: n are hand-offs; else a count a month, n are months), value, low, high, n.
    """
    if pd.isna(row["value"]):
        return f"{row['n']:,.0f} are too few to tell" if row["n"] else "not known"
    form = percent if row["unit"] == "share" else "{:,.0f}".format
    value, span = form(row["value"]), ""
    if pd.notna(row["low"]):
        span = f" ({form(row['low'])} to {form(row['high'])})"
    if row["unit"] == "share":
        return f"{value}{span}, of {row['n']:,.0f}"
    return f"{value}{span} a month, in {counted(int(row['n']), 'month')}"

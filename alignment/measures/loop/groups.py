"""What leads are grouped by: a column's values as groups, and the small ones put together."""

import pandas as pd

from alignment.agreement.rule import number
from alignment.segment import NOT_RECORDED

__all__ = ["KEPT", "NOT_RECORDED", "folded", "group_words", "grouped"]

KEPT = 15
"""So many of the largest groups stand in a row of their own, however small they are."""


def group_words(by: str) -> str:
    """The words for a column that leads are grouped by: `campaign_id` → `campaign`."""
    return by.removesuffix("_id").replace("_", " ")


def grouped(values: pd.Series) -> tuple[pd.Series, list[str]]:
    """The group of each lead as a number, and the names of the groups.

    Parameters
    ----------
    values : Series
        Text, numbers, or yes and no; missing values are a group of their own, the last.

    Returns
    -------
    (Series of int, list of str)
        Groups in the order in which they come; a whole number is written without a point.
    """
    held = values.astype("string") if values.dtype == object else values
    codes, found = pd.factorize(held)
    names = [_text(value) for value in found.tolist()]
    return pd.Series(codes, values.index).replace(-1, len(names)), [*names, NOT_RECORDED]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, int | float) else str(value)


def folded(sums: pd.DataFrame, least_count: int) -> pd.DataFrame:
    """Groups in order, those beyond the largest that are small put together into one row.

    Parameters
    ----------
    sums : DataFrame
        One row a group: group, label, is_unrecorded, n_leads, and other columns, all of them sums.
    least_count : int
        A group of fewer leads is small.

    Returns
    -------
    DataFrame
        The same columns with n_groups (how many groups a row stands for), most leads first, then
        `(n smaller ones)`, then the unrecorded. Every sum stays what it was.
    """
    keys = ["is_unrecorded", "n_leads", "label", "group"]
    rows = sums.sort_values(keys, ascending=[True, False, True, True], ignore_index=True)
    rows = rows.assign(n_groups=1)
    is_small = (rows.index >= KEPT) & (rows["n_leads"] < least_count) & ~rows["is_unrecorded"]
    if is_small.sum() < 2:
        return rows
    small = rows[is_small]
    label = f"({len(small):,} smaller ones)"
    added = small.drop(columns=["group", "label", "is_unrecorded"]).sum(min_count=1)
    together = pd.DataFrame([{"group": label, "label": label, "is_unrecorded": False, **added}])
    together = together.astype(rows.dtypes)
    parts = [rows[~is_small & ~rows["is_unrecorded"]], together, rows[rows["is_unrecorded"]]]
    return pd.concat(parts, ignore_index=True)

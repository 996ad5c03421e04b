"""The columns of a file for a CRM: its own names, and what of ours stands under them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Parameters
    ----------
    header : str
        As the CRM calls it.
    of : str
        Our column.
    is_kept : bool
        Whether it stands there also when no row has a value.
    most_signs : int or None
        The longest text that the CRM takes; what is longer ends in an ellipsis.
    """

    header: str
    of: str
    is_kept: bool = False
    most_signs: int | None = None


def laid_out(rows: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """`rows` under a CRM's headers; a column that nobody fills is left out unless kept."""
    made = {}
    for column in columns:
        held = rows.get(column.of)
        if held is None or not (column.is_kept or held.notna().any()):
            continue
        most = column.most_signs
        if most is not None:
            is_long = held.str.len() > most
            held = held.where(~is_long.fillna(False), held.str[: most - 1] + "…")
        made[column.header] = held
    return pd.DataFrame(made, index=rows.index)


def instants(times: pd.Series) -> pd.Series:
    """UTC instants as ``2026-09-30T14:05:00.000Z``; missing stays missing.

    HubSpot's and Salesforce's interfaces take them so; of HubSpot's import of files it is not
    known.
    """
    return pd.Series([text or None for text in instant_texts(times)], times.index, dtype="str")


def instant_texts(times: pd.Series) -> list[str]:
    """The same, with an empty text where it is missing."""
    texts = np.char.add(np.datetime_as_string(times.to_numpy("datetime64[ms]")), "Z")
    return np.where(times.notna(), texts, "").tolist()


def number(values: pd.Series) -> pd.Series:
    """Whole numbers without a decimal point, where all are whole."""
    is_whole = bool((values.dropna() % 1 == 0).all())
    return values.astype("Int64") if is_whole else values


def notes(rows: pd.DataFrame) -> pd.Series:
    """What a seller should know, in one line: why it changes hands, score and its lines."""
    parts = zip(rows["reason"], rows["score"], rows["lines"], strict=True)
    return pd.Series([_note(*part) for part in parts], index=rows.index, dtype="str")


def _note(reason: object, score: float, lines: object) -> str | None:
    said = [str(reason)] if isinstance(reason, str) and reason else []
    if pd.notna(score):
        made_of = f" ({lines})" if isinstance(lines, str) and lines else ""
        said.append(f"Score {score:g}{made_of}")
    return ". ".join(said) or None

"""A part of a company's leads that is reviewed on its own, such as one region."""

import hashlib
import re
from dataclasses import dataclass

import pandas as pd

NOT_RECORDED = "(not recorded)"
"""The value of leads of which none is known."""
_LONGEST = 40


def values_of(leads: pd.DataFrame, by: str) -> pd.Series:
    """Which segment each lead belongs to, as text; `NOT_RECORDED` where its value is missing."""
    return leads[by].astype("string").fillna(NOT_RECORDED)


@dataclass(frozen=True, order=True)
class Segment:
    """The leads with one value of a column.

    Parameters
    ----------
    by : str
        A column of the leads, such as ``region``.
    value : str
        As text; `NOT_RECORDED`: those without one.
    """

    by: str
    value: str

    @property
    def words(self) -> str:
        """`region: DACH`."""
        return f"{self.by.removesuffix('_id').replace('_', ' ')}: {self.value}"

    @property
    def folder(self) -> str:
        """A path for what belongs to it: `by_region/dach-5f2c1a`; the same for the same value.

        Signs that no file system minds, and a mark of the value itself: two that are written
        nearly alike have two folders.
        """
        return f"{folder_of(self.by)}/{self.name}"

    @property
    def name(self) -> str:
        """The last part of its folder: `dach-5f2c1a`."""
        return _slug(self.value)


def folder_of(by: str) -> str:
    """Where the segments by a column stand: `by_region`."""
    return f"by_{_slug(by)}"


def _slug(text: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_LONGEST]
    if plain and plain == text:
        return plain
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{plain}-{mark}" if plain else mark

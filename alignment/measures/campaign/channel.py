"""The channel of a campaign, however it is written."""

import pandas as pd


def plain(channel: object) -> str:
    """A channel without capitals and spare spaces; empty where none is named."""
    return "" if pd.isna(channel) else " ".join(str(channel).split()).casefold()


def is_of(campaigns: pd.DataFrame, channel: str) -> pd.Series:
    """Whether each campaign is of a channel; of none where it is empty."""
    return (campaigns["channel"].map(plain) == plain(channel)) & (plain(channel) != "")

"""The market: what only the room can say, and how much of it the history knows."""

import math

import pandas as pd

from alignment.errors import AlignmentError, Problem
from alignment.history import History
from alignment.measures.funnel.number import NAN, Number
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted

MARKET = "Market"
UNSAID = "nobody has said yet"


def market(
    history: History, journeys: Journeys, target_accounts: float, in_market_share: float
) -> list[Number]:
    """The target market, the share of it that is known, and who is buying now.

    Raises
    ------
    AlignmentError
        Where a number that the room gave makes no sense; both are named.
    """
    check(target_accounts, in_market_share)
    buying, words = target_accounts * in_market_share, "as the room says"
    return [
        _said(
            "target_accounts", "Accounts in the target market", target_accounts, "accounts", words
        ),
        _known(history, journeys, target_accounts),
        _said("in_market_share", "Share of it buying now", in_market_share, "share", words),
        _said("in_market_accounts", "Accounts buying now", buying, "accounts"),
    ]


def _said(key: str, words: str, value: float, unit: str, note: str = "") -> Number:
    """What the room says; 0: nobody has."""
    is_said = value > 0
    value, note = (value, note) if is_said else (NAN, UNSAID)
    return Number(key, MARKET, words, value, unit=unit, note=note)


def check(target_accounts: object, in_market_share: object) -> None:
    """Refuse numbers that no room can mean."""
    problems = []
    if not _is_number(target_accounts, math.inf):
        expected = "a number of accounts, 0 where nobody has said"
        problems.append(
            Problem("parameters", repr(target_accounts), expected, column="target_accounts")
        )
    if not _is_number(in_market_share, 1 + 1e-12):
        expected = "a share from 0 to 1, 0 where nobody has said"
        problems.append(
            Problem("parameters", repr(in_market_share), expected, column="in_market_share")
        )
    if problems:
        raise AlignmentError("The numbers of the market make no sense.", problems)


def _is_number(value: object, below: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < below


def _known(history: History, journeys: Journeys, target_accounts: float) -> Number:
    words = "Share of it known"
    if "company" not in history.attributes:
        note = "this history does not know its leads' companies"
        return Number("known_share", MARKET, words, unit="share", note=note)
    sql = (
        "SELECT count(DISTINCT lower(trim(CAST(l.company AS VARCHAR)))) AS n FROM leads AS l "
        "CROSS JOIN settings AS g WHERE l.created_at <= g.as_of"
    )
    asked = history.query(sql, settings=pd.DataFrame({"as_of": [journeys.as_of]}))
    n = int(asked["n"][0])
    said = f"{counted(n, 'company', 'companies')} by name, in the target market or not"
    if target_accounts <= 0:
        return Number("known_share", MARKET, words, unit="share", n=n, note=f"{said}; {UNSAID}")
    if n > target_accounts:
        said = f"{said}: more than the market has"
        return Number("known_share", MARKET, words, unit="share", n=n, note=said)
    return Number("known_share", MARKET, words, n / target_accounts, unit="share", n=n, note=said)

"""The hand-offs of a month that turned out best and worst so far, as lines of feedback."""

from collections.abc import Iterator, Sequence

import pandas as pd

from alignment.measures.feedback.line import Line
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.rates import days
from alignment.measures.service.episodes import Episodes
from alignment.period import DAY, Period

MOST = 3
READ = [
    *("lead_id", "source", "handed_off_at", "until_at", "deal_at"),
    *("returned_at", "returned_to", "reason", "is_taken_back"),
]
FAULT = "bad data"
"""What Marketing could have seen before the hand-off: told before other reasons."""
ALIKE = "What had these in common before the hand-off? Look for more of them."
KEPT_OUT = "How did these come to be handed over, and what would have kept them out?"


def examples(episodes: Episodes, month: Period) -> Iterator[Line]:
    """A line of the best and one of the worst, where there are any; by id and source, no names."""
    handed = episodes.decisions
    if handed.empty:
        return
    handed = handed.loc[month.holds(handed["handed_off_at"]), READ]
    handed = handed.assign(source=handed["source"].astype("string").fillna(NOT_RECORDED))
    best, worst = _best(episodes, handed), _worst(handed)
    kinds = (
        ("best", "These hand-offs did best so far", ALIKE, best),
        ("worst", "These hand-offs were disqualified soonest", KEPT_OUT, worst),
    )
    for about, what, advice, rows in kinds:
        if len(rows):
            yield Line("marketing", about, what, _told(rows), advice, len(rows))


def _best(episodes: Episodes, handed: pd.DataFrame) -> pd.DataFrame:
    """Those with a deal since: the won ones first, each by how soon."""
    leads, at = episodes.journeys.table, handed["handed_off_at"]
    place = pd.Index(leads["lead_id"]).get_indexer(handed["lead_id"])
    won_at = pd.Series(leads["customer_at"].array[place], handed.index)
    is_won = (won_at >= at) & ~(won_at >= handed["until_at"])
    ended = handed["deal_at"].mask(is_won, won_at)
    rows = handed[(is_won | (handed["deal_at"] > at)) & ended.notna()]
    took = ((ended - at) / DAY)[rows.index]
    word = is_won[rows.index].map({True: "won", False: "a deal"})
    return _in_order(rows, took, word, ~is_won[rows.index])


def _worst(handed: pd.DataFrame) -> pd.DataFrame:
    """Those disqualified: for bad data first, each by how soon."""
    rows = handed[handed["returned_to"].eq("disqualified") & ~handed["is_taken_back"]]
    reason = rows["reason"].astype("string")
    word = ("“" + reason + "”").fillna("no reason named")
    took = (rows["returned_at"] - rows["handed_off_at"]) / DAY
    return _in_order(rows, took, word, reason.ne(FAULT).fillna(True))


def _in_order(
    rows: pd.DataFrame, took: pd.Series, word: pd.Series, is_later: pd.Series
) -> pd.DataFrame:
    found = rows[["lead_id", "source"]].assign(took=took, word=word, is_later=is_later)
    return found.sort_values(["is_later", "took", "lead_id"], kind="stable")


def _told(rows: pd.DataFrame) -> str:
    parts: Sequence[str] = [
        f"{row['lead_id']} ({row['source']}): {row['word']} after {days(round(row['took'], 1))}"
        for row in rows.head(MOST).to_dict("records")
    ]
    return "; ".join(parts)

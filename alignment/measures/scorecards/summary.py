"""What is read aloud of all agreed metrics together."""

from collections.abc import Iterator, Sequence

import pandas as pd

from alignment.measures.attainment import AT_RISK, BREACH, NO_TARGET, NOT_ENOUGH, PASS, VERDICTS
from alignment.measures.rates import counted
from alignment.measures.scorecards.asked import BETTER, WORSE, Asked
from alignment.measures.scorecards.wording import spoken_months
from alignment.period import Period, month_words


def glance_sentence(table: pd.DataFrame, every: Sequence[Asked], month: Period) -> str:
    """Of a month: how many metrics have which verdict, and what moved."""
    told = []
    for each in VERDICTS:
        labels = list(table.loc[table["verdict"] == each, "label"])
        if labels:
            named = f" ({'; '.join(labels)})" if each in (AT_RISK, BREACH, NOT_ENOUGH) else ""
            told.append(f"{len(labels)} {each}{named}")
    free = list(table.loc[table["verdict"] == NO_TARGET, "label"])
    if free:
        told.append(f"{len(free)} without a target for a segment ({'; '.join(free)})")
    when = month.when[:1].upper() + month.when[1:]
    said = f"{when}, of {counted(len(table), 'agreed metric')}: {', '.join(told)}."
    return " ".join([said, *_moved(every)])


def _moved(every: Sequence[Asked]) -> Iterator[str]:
    """What is better and what is worse, each with the months that it is held against."""
    for word in (BETTER, WORSE):
        moved = [each for each in every if each.trend == word]
        for n in sorted({each.n_before for each in moved}, reverse=True):
            labels = [each.label for each in moved if each.n_before == n]
            yield f"{word.capitalize()} than {spoken_months(n)}: {'; '.join(labels)}."


def monthly_sentence(table: pd.DataFrame, every: Sequence[Asked]) -> str:
    """Of every month: how often each metric met its target."""
    first, last = table["month"].iloc[0], table["month"].iloc[-1]
    lacking = {each.key for each in every if each.now.lacks}
    told, untold, unrecorded, free = [], [], [], []
    for key, rows in table.groupby("metric", sort=False):
        judged, label = int((rows["verdict"] != NOT_ENOUGH).sum()), rows["label"].iloc[0]
        if key in lacking:
            unrecorded.append(label)
        elif (rows["verdict"] == NO_TARGET).all():
            free.append(label)
        elif judged:
            told.append(f"{label} in {n_pass(rows):,} of {counted(judged, 'month')}")
        else:
            untold.append(label)
    span = month_words(first) if first == last else f"{month_words(first)} to {month_words(last)}"
    said = [f"{span}, the agreed targets were met: {'; '.join(told)}."] if told else []
    for words, labels in (
        ("In no month is there enough data to judge", untold),
        ("Not recorded", unrecorded),
        ("Without a target for a segment", free),
    ):
        if labels:
            said.append(f"{words}: {'; '.join(labels)}.")
    return " ".join(said)


def n_pass(rows: pd.DataFrame) -> int:
    """In how many months a metric met its target."""
    return int((rows["verdict"] == PASS).sum())

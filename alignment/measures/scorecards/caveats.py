"""What would make scorecards wrong."""

from collections.abc import Iterator, Sequence

from alignment.measures.rates import counted
from alignment.measures.scorecards.asked import Asked
from alignment.measures.scorecards.deals import n_unpriced
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.spent import COST_KEYS
from alignment.measures.scorecards.tally import Ratio, Total

MONEY_KEYS = ("won_amount", "return_amount")


def caveats(ground: Ground, every: Sequence[Asked]) -> Iterator[str]:
    """Of the metrics at a glance: how sure they are, and what is left out."""
    yield (
        "Intervals are 95%: Wilson's of shares; Poisson's of counts, amounts, and the number that "
        "a cost is divided by. One change in twenty looks clear by chance alone."
    )
    if not ground.is_for_all:
        yield "Counts and amounts have targets for all leads: those of a segment are not judged."
    if any(each.key in COST_KEYS for each in every):
        yield from cost_caveats(ground)
    if any(each.key in MONEY_KEYS for each in every) and (n := n_unpriced(ground)):
        one = "has" if n == 1 else "have"
        yield f"{counted(n, 'deal')} won in the month {one} no amount in the agreed currency."


def month_caveats(ground: Ground, every: Sequence[Asked]) -> Iterator[str]:
    """Of the metrics by month."""
    yield "Every month is held against what is agreed today."
    labels: dict[str, list[str]] = {}
    for each in every:
        if each.begun.n_cut and isinstance(each.tally, Total | Ratio):
            labels.setdefault(each.begun.words, []).append(each.label)
    for words, named in labels.items():
        more = "an earlier month is not known, a part of one not judged"
        yield f"{'; '.join(named)}: {words}; {more}."
    if not ground.months.is_over[-1]:
        day = ground.journeys.day(ground.journeys.as_of)
        yield f"The last month is known until {day} only: its counts and amounts are not judged."


def cost_caveats(ground: Ground) -> Iterator[str]:
    """What the costs of the months leave out, and how they are spread."""
    spread = "A campaign's cost is spread evenly over its days"
    share = "" if ground.is_for_all else ", by the segment's share of the leads it brought so far"
    yield f"{spread}{share}; one without a last day costs all of it on its first."
    left = ground.spending
    if left.n_foreign:
        yield f"Left out is the cost of {counted(left.n_foreign, 'campaign')} in another currency."
    if left.n_undated:
        yield f"Left out is the cost of {counted(left.n_undated, 'campaign')} without a first day."

"""What is read aloud of a metric."""

from collections.abc import Sequence

from alignment.agreement import Agreement, Metric
from alignment.agreement.wording import amount
from alignment.measures.attainment import AT_RISK, NO_TARGET, NOT_ENOUGH, PASS
from alignment.measures.rates import days, percent
from alignment.measures.scorecards.asked import BETTER, STEADY, UNTOLD, Asked
from alignment.measures.scorecards.measured import Measured
from alignment.measures.scorecards.tally import Total
from alignment.measures.working import told_hours

_SPOKEN = {1: "the month before", 2: "the two months before", 3: "the three months before"}


def spoken_months(n: int) -> str:
    """So many months before: `the three months before`."""
    return _SPOKEN.get(n, "before")


def value_words(metric: Metric, value: float, currency: str) -> str:
    """A measured value in its metric's unit: ``64%``, ``165``, ``2,310 EUR``."""
    if metric.unit == "share":
        return percent(value)
    if metric.unit == "amount":
        return f"{value:,.0f} {currency}"
    if metric.unit == "count":
        return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:,.1f}"
    return told_hours(value) if metric.unit == "hours" else days(value)


def figure_words(asked: Asked, found: Measured) -> str:
    """A figure with its interval and cases: ``64% (58% to 70%, of 212 hand-offs)``."""
    metric, currency = asked.metric, asked.ground.journeys.currency
    if found.value is None:
        return "not enough data"
    value, told = value_words(metric, found.value, currency), []
    if found.low is not None and found.high is not None:
        ends = [value_words(metric, end, currency) for end in (found.low, found.high)]
        told.append(" to ".join(_bare([value, *ends])[1:]))
    if not isinstance(asked.tally, Total):
        wait = f"; {found.note}" if found.note and found.is_enough else ""
        told.append(f"of {found.n:,} {asked.noun}{wait}")
    return f"{value} ({', '.join(told)})" if told else value


def _bare(said: Sequence[str]) -> Sequence[str]:
    """Amounts and times without their unit, where it is the same for all."""
    parts = [each.partition(" ") for each in said]
    return [part[0] for part in parts] if len({part[2] for part in parts}) == 1 else said


def sentence(asked: Asked, agreement: Agreement) -> str:
    """What is said of a metric in the month: its figure, its target, its verdict and its trend."""
    found, label = asked.now, asked.label
    if asked.problem:
        return f"{label}: not enough data; {asked.problem}"
    if found.lacks:
        return f"{label}: not recorded; {_whose(asked)} lacks {found.lacks}."
    if found.value is None:
        return f"{label}: not enough data ({found.note}).{_trend(asked)}"
    is_plural = asked.known is not None and asked.known.is_plural
    begun = f"{label} {'were' if is_plural else 'was'} {figure_words(asked, found)}"
    if asked.unjudged:
        return f"{begun}; not judged: {asked.unjudged}.{_trend(asked)}"
    verdict, target = asked.verdict(found), amount(agreement, asked.metric, asked.metric.target)
    side = _side(found.value, asked.metric.target)
    why = f" ({_at_risk(asked, agreement)})" if verdict == AT_RISK else ""
    return f"{begun}, {side} {target} agreed: {verdict}{why}.{_trend(asked)}"


def next_step(asked: Asked, agreement: Agreement) -> str:
    """What the team that answers for a metric does next."""
    found, verdict = asked.now, asked.verdict(asked.now)
    if asked.problem:
        return f"{asked.problem[:1].upper()}{asked.problem[1:]}"
    if found.lacks:
        whose = _whose(asked)
        return f"{whose[:1].upper()}{whose[1:]} lacks {found.lacks}: look again once it has them."
    if verdict in (NOT_ENOUGH, NO_TARGET):
        return f"Not judged: {asked.unjudged}. Look again at the next review."
    metric = asked.metric
    if verdict == PASS:
        is_sure = found.verdict(metric.target, metric.better) == PASS and _is_sure(found, metric)
        more = "the whole interval meets the target" if is_sure else "a month may miss it by chance"
        return f"Keep on: {more}."
    return f"It takes {_gap(asked, agreement)}. {asked.known.lever if asked.known else ''}"


def _whose(asked: Asked) -> str:
    return "this history" if asked.ground.is_for_all else "this segment"


def _side(value: float, target: float) -> str:
    if abs(value - target) <= 1e-9 * max(1.0, abs(target)):
        return "just the"
    return "over the" if value > target else "under the"


def _at_risk(asked: Asked, agreement: Agreement) -> str:
    found, metric = asked.now, asked.metric
    if metric.warn is None or found.verdict(metric.warn, metric.better) != PASS:
        return "chance alone could explain it"
    return f"no worse than the {amount(agreement, metric, metric.warn)} that only warns"


def _trend(asked: Asked) -> str:
    if asked.trend == UNTOLD or asked.before.value is None:
        return ""
    before = value_words(asked.metric, asked.before.value, asked.ground.journeys.currency)
    mean = "the mean of " if isinstance(asked.tally, Total) and asked.n_before > 1 else ""
    held = f"{mean}{spoken_months(asked.n_before)} ({before})"
    if asked.trend == STEADY:
        return f" It cannot be told apart from {held}."
    return f" That is {'better' if asked.trend == BETTER else 'worse'} than {held}."


def _is_sure(found: Measured, metric: Metric) -> bool:
    end = found.low if metric.better == "higher" else found.high
    if end is None:
        return False
    return end >= metric.target if metric.better == "higher" else end <= metric.target


def _gap(asked: Asked, agreement: Agreement) -> str:
    gap = abs((asked.now.value or 0.0) - asked.metric.target)
    side = "more" if asked.metric.better == "higher" else "less"
    if asked.metric.unit == "share":
        n = max(round(gap * asked.now.n + 0.5 - 1e-9), 1)
        word = "more" if side == "more" else "fewer"
        return f"{n:,} {word} of {asked.now.n:,}"
    if asked.metric.unit == "count":
        n = max(round(gap + 0.5 - 1e-9), 1)
        return f"{n:,} {'more' if side == 'more' else 'fewer'} a month"
    return f"{value_words(asked.metric, gap, agreement.currency)} {side}"

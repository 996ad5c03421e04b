"""What the agreement binds of a brief's questions: read from it, never retyped."""

import re
from collections.abc import Callable, Iterable, Iterator

from alignment import terms
from alignment.agreement import Agreement, Rule, ScoreRule, Task
from alignment.agreement.rule import in_words, number
from alignment.agreement.wording import label, levels, target_words, task_words

_REVENUE = {"won", "win", "wins", "revenue", "turnover", "customer", "customers", "deal", "deals"}
_REVENUE |= {"arr", "mrr", "roi", "bookings", "profit", "margin"}
_PIPELINE = {"sql", "sqls", "opportunity", "opportunities", "pipeline"}
_LEADS = {"lead", "leads", "mql", "mqls", "sal", "sals", "acceptance", "accepted", "contact"}
_LEADS |= {"response", "rejected", "rejection", "recycled", "hand", "handed", "reason"}
_SPENT = {"cost", "costs", "spend", "spent", "budget"}
_KINDS = (_REVENUE, _PIPELINE, _LEADS)
_VANITY = len(_KINDS)


def bound(agreement: Agreement) -> dict[str, tuple[str, ...]]:
    """What the agreement says to each question of the brief, a line each; empty: nothing.

    Returns
    -------
    dict of question to tuple of str
        By the keys of `terms.BRIEF_QUESTIONS`, all of them.

    Examples
    --------
    >>> bound(Agreement.draft())["goals"][-1]
    'A lead has converted when it is won within 90 days'
    """
    return {
        question: tuple(_SAID[question](agreement)) if question in _SAID else ()
        for question in terms.BRIEF_QUESTIONS
    }


def by_weight(agreement: Agreement, names: Iterable[str]) -> tuple[str, ...]:
    """Metrics with revenue before vanity, and as they came within a kind.

    Money and wins come first, then the pipeline (SQLs and opportunities), then leads and their
    hand-off, then everything else: what was sent, seen or spent. The kind is told by the words
    of the name, the one nearest to revenue deciding (``cost_per_won`` is about wins); a metric in
    money that no word places is revenue, unless it is what was spent.
    """
    return tuple(sorted(names, key=lambda name: _kind(agreement, name)))


def lacks_revenue(agreement: Agreement, names: Iterable[str]) -> str:
    """A warning where no metric counts money or wins; empty where one does.

    Metrics that the agreement does not know are left out.
    """
    chosen = [name for name in names if name in agreement.metrics]
    if not chosen or any(_kind(agreement, name) == 0 for name in chosen):
        return ""
    return "No metric of revenue is chosen: none of them counts money or wins."


def metric_words(agreement: Agreement, name: str) -> str:
    """A metric and its target: ``Win rate: at least 30% (Sales)``; or that there is none."""
    metric = agreement.metrics.get(name)
    said = target_words(agreement, metric) if metric else "no metric of the agreement"
    return f"{label(name)}: {said}"


def _kind(agreement: Agreement, name: str) -> int:
    words = set(re.split(r"[\W_]+", name.casefold()))
    metric = agreement.metrics.get(name)
    for kind, known in enumerate(_KINDS):
        if words & known:
            return kind
    is_money = metric is not None and metric.unit == "amount" and not words & _SPENT
    return 0 if is_money else _VANITY


def _audience(agreement: Agreement) -> Iterator[str]:
    for line in agreement.score.fit:
        yield f"Score, {_points(line.points)} for: {line.when.sentence()}"


def _goals(agreement: Agreement) -> Iterator[str]:
    if agreement.goal.text:
        yield f"Goal of both teams: {agreement.goal.text}"
    yield f"A lead has converted when it is {agreement.outcome_words}"


def _mql(agreement: Agreement) -> Iterator[str]:
    yield from _defined(agreement, "mql")
    yield f"Handed off on entering: {terms.STAGE_LABELS[agreement.hand_off_stage]}"
    for task in agreement.tasks.values():
        if task.on == "hand_off":
            yield task_words(agreement, task)
    yield f"On rejection: {agreement.service_levels.on_rejection}"


def _sql(agreement: Agreement) -> Iterator[str]:
    yield from _defined(agreement, "sql")
    for task in agreement.tasks.values():
        if _first_stage(task) == "sql":
            yield task_words(agreement, task)


def _marketing(agreement: Agreement) -> Iterator[str]:
    return _work(agreement, "marketing")


def _sales(agreement: Agreement) -> Iterator[str]:
    return _work(agreement, "sales")


def _metrics(agreement: Agreement) -> Iterator[str]:
    for name in by_weight(agreement, agreement.metrics):
        yield metric_words(agreement, name)


_SAID: dict[str, Callable[[Agreement], Iterator[str]]] = {
    "audience": _audience,
    "goals": _goals,
    "mql": _mql,
    "sql": _sql,
    "marketing": _marketing,
    "sales": _sales,
    "metrics": _metrics,
}


def _work(agreement: Agreement, team: str) -> Iterator[str]:
    yield from map(str, levels(agreement, team))
    for task in agreement.tasks.values():
        if task.team == team:
            yield task_words(agreement, task)


def _defined(agreement: Agreement, stage: str) -> Iterator[str]:
    name = stage.upper()
    for word, meaning in agreement.glossary.items():
        if word.casefold() == stage:
            yield f"{name} means: {meaning}"
    definition = getattr(agreement.rules, stage)
    if definition.agreed:
        yield f"{name} as agreed: {definition.agreed.sentence()}"
        yield from _score(agreement, definition.agreed)
        return
    yield f"No rule is agreed for the {name}"
    for team in terms.TEAMS:
        rule = getattr(definition, team)
        if rule:
            called = getattr(agreement.parties, team)
            yield f"{name} as {called} proposes: {rule.sentence()}"


def _score(agreement: Agreement, rule: Rule) -> Iterator[str]:
    """What the score counts, where the rule asks for one."""
    if not any(isinstance(leaf, ScoreRule) for leaf in rule.leaves()):
        return
    score = agreement.score
    did = [
        f"{in_words(name)} {number(each.points)}"
        + (f" (at most {_times(each.at_most)})" if each.at_most else "")
        for name, each in score.engagement.items()
    ]
    days = "day" if score.window_days == 1 else f"{number(score.window_days)} days"
    if did:
        yield f"Points for what a lead did in the last {days}: {', '.join(did)}"
    fits = [f"{line.when.sentence()}: {number(line.points)}" for line in score.fit]
    if fits:
        yield f"Points for what a lead is: {'; '.join(fits)}"


def _first_stage(task: Task) -> str:
    """The earliest stage that shows it was done; blank: no stage does."""
    return next((stage for stage in terms.STAGES if stage in task.done_by), "")


def _points(points: float) -> str:
    return f"{number(points)} {'point' if abs(points) == 1 else 'points'}"


def _times(n: int) -> str:
    return "once" if n == 1 else f"{number(n)} times"

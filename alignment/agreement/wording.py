"""The agreement in words, and what changed between two of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alignment import terms
from alignment.agreement.agreement import Agreement
from alignment.agreement.parts import Metric
from alignment.agreement.rule import in_words, number
from alignment.agreement.service import Task
from alignment.agreement.signing import SignOffs, isolated


@dataclass(frozen=True)
class Statement:
    """One thing agreed: `before` says what it is about, `value` what it is, `after` its unit.

    A value of None says nothing; an empty one, that the thing itself is agreed (a day off).
    """

    before: str
    value: str | None = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.value or ''}{self.after}"


def statements(agreement: Agreement) -> list[Statement]:
    """Everything agreed, each in words that both teams use, in the order of the file."""
    return [each for part in _PARTS for each in part(agreement) if each.value is not None]


def differences(a: Agreement, b: Agreement) -> list[str]:
    """What changed from `a` to `b`, in words; empty where nothing did.

    Examples
    --------
    >>> old = Agreement.draft()
    >>> new = old.changed(score=old.score.model_copy(update={"hand_off_at": 60.0}))
    >>> differences(old, new)
    ['Hand-off threshold: 50 → 60 points']
    """
    old = {each.before: each for each in statements(a)}
    new = {each.before: each for each in statements(b)}
    found = []
    for subject in [*old, *(each for each in new if each not in old)]:
        was, now = old.get(subject), new.get(subject)
        if was is None:
            found.append(f"Added: {now}")
        elif now is None:
            found.append(f"Removed: {was}")
        elif was.value != now.value:
            found.append(f"{subject}{was.value} → {now.value}{now.after}")
    if not found and a.digest != b.digest:
        found.append("Something changed that reads the same in words: compare the two files.")
    return found


def amendments(a: Agreement, b: Agreement) -> list[str]:
    """The same but for the version and who signed."""
    bare = [each.model_copy(update={"sign_offs": SignOffs(), "version": 1}) for each in (a, b)]
    return differences(*bare)


def _frame(agreement: Agreement) -> Iterator[Statement]:
    yield Statement("Version: ", str(agreement.version))
    yield Statement("Company: ", agreement.company or None)
    for team in terms.TEAMS:
        yield Statement(f"{team.capitalize()} is called: ", getattr(agreement.parties, team))
    yield Statement("Currency: ", agreement.currency)
    yield Statement("Review on day ", str(agreement.review_day), " of the month")
    yield counted("No rate from fewer than ", agreement.least_count, "lead")
    yield Statement("Goal: ", agreement.goal.text or None)
    yield Statement("A lead has converted when it is ", terms.OUTCOME_LABELS[agreement.outcome])
    yield counted("Converted within ", agreement.within_days, "day")


def _words(agreement: Agreement) -> Iterator[Statement]:
    for word, meaning in agreement.glossary.items():
        yield Statement(f"“{word}” means: ", meaning)


def _stages(agreement: Agreement) -> Iterator[Statement]:
    used = [terms.STAGE_LABELS[stage] for stage in agreement.stages.used]
    yield Statement("Stages in use: ", ", ".join(used))
    yield Statement("Handed off on entering: ", terms.STAGE_LABELS[agreement.hand_off_stage])


def _rules(agreement: Agreement) -> Iterator[Statement]:
    for stage in ("mql", "sql"):
        definition = getattr(agreement.rules, stage)
        for who in (*terms.TEAMS, "agreed"):
            rule = getattr(definition, who)
            origin = "as agreed" if who == "agreed" else f"as {_called(agreement, who)} proposes"
            yield Statement(f"{stage.upper()} {origin}: ", rule.sentence() if rule else None)


def _score(agreement: Agreement) -> Iterator[Statement]:
    score = agreement.score
    yield counted("Score window: ", score.window_days, "day")
    yield counted("Hand-off threshold: ", score.hand_off_at, "point")
    yield counted("Back to Marketing under ", score.return_below, "point")
    yield counted("Back in Marketing for at least ", score.cooldown_days, "day")
    for activity, each in score.engagement.items():
        name = label(activity)
        yield counted(f"{name}: ", each.points, "point")
        yield counted(f"{name} counts at most ", each.at_most, "time")
    for line in score.fit:
        yield counted(f"Fit, {line.when.sentence()}: ", line.points, "point")


def levels(agreement: Agreement, team: str) -> list[Statement]:
    """What a team owes the other, in words."""
    owed = _owed_by_marketing if team == "marketing" else _owed_by_sales
    return [each for each in owed(agreement) if each.value is not None]


def _levels(agreement: Agreement) -> Iterator[Statement]:
    for team in terms.TEAMS:
        yield from levels(agreement, team)
    yield Statement("On rejection: ", agreement.service_levels.on_rejection)


def _owed_by_marketing(agreement: Agreement) -> Iterator[Statement]:
    owed = agreement.service_levels.marketing
    yield Statement("MQLs from Marketing: ", _if_set(owed.n_mql), " a month")
    accepted = None if owed.accepted_share is None else _percent(owed.accepted_share)
    yield Statement("Sales accepts at least ", accepted, " of the MQLs")


def _owed_by_sales(agreement: Agreement) -> Iterator[Statement]:
    owed, both = agreement.service_levels.sales, agreement.service_levels
    yield counted("First contact within ", owed.first_contact_within_hours, "working hour")
    share = _percent(owed.first_contact_share)
    yield Statement("First contact in time for ", share, " of the handed-off leads")
    reached = ", ".join(map(in_words, owed.conversations))
    yield Statement("Sales has reached a lead with: ", reached or None)
    yield counted("Qualified or given back within ", owed.qualification_within_days, "day")
    share = _percent(owed.qualification_share)
    yield Statement("Qualified or given back in time: ", share, " of the handed-off leads")
    yield counted("Held by Sales without a deal for at most ", both.nurture_limit_days, "day")
    share = _percent(both.nurture_share)
    yield Statement("A deal or given back by then: ", share, " of the handed-off leads")
    share = _percent(owed.reason_share)
    yield Statement("Given back with an agreed reason: ", share, " of those given back")


def _calendar(agreement: Agreement) -> Iterator[Statement]:
    calendar = agreement.calendar
    yield Statement("Time zone: ", calendar.zone)
    yield Statement("Working days: ", ", ".join(calendar.days))
    yield Statement("Working hours: ", f"{calendar.starts}–{calendar.ends}")
    yield Statement("Public holidays of: ", calendar.country)
    for day in calendar.days_off:
        yield Statement(f"Day off: {day}")


def _duties(agreement: Agreement) -> Iterator[Statement]:
    for name, task in agreement.tasks.items():
        shown = ", ".join(map(in_words, task.done_by))
        said = task_words(agreement, task) + (f"; shown by {shown}" if shown else "")
        yield Statement(f"Task {in_words(name)}: ", said)
    for kind in ("recycle", "disqualify"):
        for reason in getattr(agreement.reasons, kind):
            yield Statement(f"Reason to {kind}: {reason}")
    for name, metric in agreement.metrics.items():
        yield Statement(f"Target for {label(name)}: ", target_words(agreement, metric))


def _signatures(agreement: Agreement) -> Iterator[Statement]:
    valid = agreement.sign_offs.valid(agreement.digest)
    for team, signed in agreement.sign_offs.by_team.items():
        name, who = _called(agreement, team), f"{signed.person}, {signed.role}"
        yield Statement(f"Signed for {name}: ", f"{who}, on {signed.signed_on}")
        yield Statement(f"Signature of {name}: ", "valid" if team in valid else "void")


_PARTS: tuple[Callable[[Agreement], Iterator[Statement]], ...] = (
    _frame,
    _words,
    _stages,
    _rules,
    _score,
    _levels,
    _calendar,
    _duties,
    _signatures,
)


def task_words(agreement: Agreement, task: Task) -> str:
    """Who does what by when, on which occasion: ``Sales – Call the lead, within 1 working day``."""
    limit = limit_words(task)
    text = f"{_called(agreement, task.team)} – {task.task}" + (f", within {limit}" if limit else "")
    text = f"{text} ({task.when})" if task.when else text
    return text + (f"; owner: {task.owner}" if task.owner else "")


def limit_words(task: Task) -> str:
    """By when a task is due: ``4 working hours``; empty where that is not said."""
    if task.within_hours is not None:
        return str(counted("", task.within_hours, "working hour"))
    return "" if task.within_days is None else str(counted("", task.within_days, "working day"))


def target_words(agreement: Agreement, metric: Metric) -> str:
    """What a metric is to be, and who answers for it: ``at least 60% (Marketing)``."""
    text = aim_words(agreement, metric)
    if metric.warn is not None:
        text += f", a miss beyond {amount(agreement, metric, metric.warn)}"
    return f"{text} ({_called(agreement, metric.team)})"


def aim_words(agreement: Agreement, metric: Metric) -> str:
    """What a metric is to be: ``at least 60%``."""
    side = "at least" if metric.better == "higher" else "at most"
    return f"{side} {amount(agreement, metric, metric.target)}"


def amount(agreement: Agreement, metric: Metric, value: float) -> str:
    """A value of a metric in its unit: ``60%``, ``2,500 EUR``."""
    if metric.unit == "share":
        return _percent(value)
    unit = {"count": "", "amount": f" {agreement.currency}"}.get(metric.unit, f" {metric.unit}")
    return number(value) + unit


def counted(before: str, count: float | None, unit: str) -> Statement:
    """So many of a unit, with its plural: ``counted("within ", 1, "day")`` is "within 1 day"."""
    return Statement(before, _if_set(count), f" {unit}" if count == 1 else f" {unit}s")


def _if_set(count: float | None) -> str | None:
    return None if count is None else number(count)


def _percent(share: float) -> str:
    return f"{share * 100:.10g}%"


def _called(agreement: Agreement, team: str) -> str:
    return isolated(getattr(agreement.parties, team))


def label(name: str) -> str:
    """A name of the data at the start of a line: ``n_mql`` is "Number of MQL"."""
    words = in_words(f"number_of_{name[2:]}" if name.startswith("n_") else name)
    text = " ".join(
        word.upper() if word in {"mql", "sal", "sql"} else word for word in words.split(" ")
    )
    return text[:1].upper() + text[1:]

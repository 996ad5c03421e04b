"""The plan: the whole agreement as a document for signature."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement.rule import in_words, joined, number
from alignment.agreement.wording import aim_words, amount, counted, label, levels, limit_words
from alignment.documents.document import Document
from alignment.documents.points_card import PointsCard, most_points
from alignment.documents.rendering import rendered
from alignment.documents.signatures import SHORT_DIGEST, is_void, signature_rows
from alignment.period import date_words

NAME = "plan"


def plan(agreement: Agreement) -> Document:
    """The agreement as a document: everything that its digest covers, and who signed it.

    A draft as long as one of the teams has not signed this very text.
    """
    parties = agreement.parties
    place = f" at {agreement.company}" if agreement.company else ""
    return Document(
        name=NAME,
        title=f"Plan of {parties.marketing} and {parties.sales}{place}",
        body=_body(agreement),
        imprint=imprint(agreement),
        facts=_facts(agreement),
        draft_because=tuple(_missing(agreement)),
        warnings=tuple(_warnings(agreement)),
        void=("signature",) if is_void(agreement.sign_offs, agreement.digest) else (),
        record={"kind": "plan", **record(agreement)},
    )


def _body(agreement: Agreement) -> Markup:
    teams = agreement.parties.model_dump()
    return rendered(
        "plan.html.j2",
        agreement=agreement,
        teams=teams,
        outcome=agreement.outcome_words,
        least=counted("", agreement.least_count, "lead"),
        glossary=[[_cased(word), said] for word, said in agreement.glossary.items()],
        stages=_stages(agreement),
        rules=[_rule(agreement, stage) for stage in ("mql", "sql")],
        window=counted("", agreement.score.window_days, "day"),
        points=PointsCard.of(agreement.score),
        thresholds=_thresholds(agreement),
        other=dict(zip(terms.TEAMS, reversed(terms.TEAMS), strict=True)),
        levels={team: list(map(str, levels(agreement, team))) for team in terms.TEAMS},
        calendar=_calendar(agreement),
        tasks={team: _tasks(agreement, team) for team in terms.TEAMS},
        metrics=_metrics(agreement),
        signatures=signature_rows(agreement.sign_offs, agreement.digest, agreement.parties),
    )


def imprint(agreement: Agreement) -> str:
    """Which text a page shows: ``Agreement version 2, digest 4856755a6463…``."""
    return f"Agreement version {agreement.version}, digest {agreement.digest[:SHORT_DIGEST]}…"


def record(agreement: Agreement) -> dict[str, object]:
    """The agreement that a document rests on, as ``document.json`` names it."""
    return {
        "company": agreement.company,
        "agreement_version": agreement.version,
        "agreement_digest": agreement.digest,
        "agreement_state": agreement.signature_state,
    }


def _facts(agreement: Agreement) -> dict[str, str]:
    state = agreement.signature_state
    facts = {
        "Company": agreement.company,
        "Version": str(agreement.version),
        "Signatures": state[:1].upper() + state[1:],
        "Digest of this text": agreement.digest,
    }
    return {name: said for name, said in facts.items() if said}


def _missing(agreement: Agreement) -> Iterator[str]:
    """What keeps it a draft: who has not signed, and whose signature is void."""
    held, valid = agreement.sign_offs.by_team, agreement.sign_offs.valid(agreement.digest)
    for team, called in ((team, getattr(agreement.parties, team)) for team in terms.TEAMS):
        if team not in held:
            yield f"Not signed yet for {called}."
        elif team not in valid:
            yield (
                f"The text was changed after {held[team].person} signed for {called}: that "
                "signature is void."
            )


def _warnings(agreement: Agreement) -> Iterator[str]:
    for stage in ("mql", "sql"):
        if getattr(agreement.rules, stage).agreed is None:
            yield f"The agreement has no agreed rule for the {stage.upper()}."
    most, threshold = most_points(agreement.score), agreement.score.hand_off_at
    if most is not None and most < threshold:
        yield (
            f"No lead can be handed off by its score: the most that one can reach is "
            f"{counted('', most, 'point')}, the threshold is {number(threshold)}."
        )


def _stages(agreement: Agreement) -> list[list[str]]:
    """A row a stage in use: its name, in whose hands a lead is there, what entering it means."""
    teams, hand_off = agreement.parties, terms.STAGES.index(agreement.hand_off_stage)
    rows = []
    for stage in agreement.stages.used:
        if stage in terms.STAGES:
            is_sold = terms.STAGES.index(stage) >= hand_off
            who = teams.sales if is_sold else teams.marketing
        else:
            who = teams.marketing if stage == "recycled" else "Nobody"
        said = "Entering it is the hand-off" if stage == agreement.hand_off_stage else ""
        rows.append([terms.STAGE_LABELS[stage], who, said])
    return rows


def _rule(agreement: Agreement, stage: str) -> dict[str, Any]:
    """What makes a lead that: as agreed, and as each team would have it where that differs."""
    held = getattr(agreement.rules, stage)
    own = {team: getattr(held, team) for team in terms.TEAMS}
    wishes = [
        (getattr(agreement.parties, team), rule)
        for team, rule in own.items()
        if rule is not None and rule != held.agreed
    ]
    return {"label": terms.STAGE_LABELS[stage], "agreed": held.agreed, "wishes": wishes}


def _thresholds(agreement: Agreement) -> list[str]:
    score, teams = agreement.score, agreement.parties
    return [
        f"A lead goes to {teams.sales} at {counted('', score.hand_off_at, 'point')} or more.",
        f"It comes back to {teams.marketing} below {counted('', score.return_below, 'point')}.",
        f"It then stays there for at least {counted('', score.cooldown_days, 'day')}.",
    ]


def _calendar(agreement: Agreement) -> dict[str, str]:
    calendar = agreement.calendar
    facts = {
        "Working days": joined([terms.WEEKDAY_LABELS[day] for day in calendar.days], "and"),
        "Working hours": f"{calendar.starts}–{calendar.ends}",
        "Time zone": calendar.zone,
        "Public holidays of": calendar.country or "no country: holidays count as working days",
        "Days off": ", ".join(map(date_words, calendar.days_off)),
    }
    return {name: said for name, said in facts.items() if said}


def _tasks(agreement: Agreement, team: str) -> list[list[str]]:
    return [
        [
            task.task,
            _capital(task.when),
            limit_words(task),
            task.owner,
            ", ".join(in_words(_cased(name)) for name in task.done_by),
        ]
        for task in agreement.tasks.values()
        if task.team == team
    ]


def _metrics(agreement: Agreement) -> list[list[str]]:
    rows = []
    for name, metric in agreement.metrics.items():
        target = aim_words(agreement, metric)
        miss = "" if metric.warn is None else amount(agreement, metric, metric.warn)
        rows.append([label(name), getattr(agreement.parties, metric.team), target, miss])
    return rows


def _cased(name: str) -> str:
    """MQL, SAL and SQL as people write them, every other name as it stands."""
    return name.upper() if name in {"mql", "sal", "sql"} else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

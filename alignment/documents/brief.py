"""A campaign's brief as a document: nine answers, what binds them, and what the history says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement, Rule, amendments
from alignment.agreement.rule import joined, number
from alignment.agreement.wording import label, target_words
from alignment.answers import Answers
from alignment.briefs import Brief
from alignment.briefs.beside import beside, compared
from alignment.content_requests import ContentRequest
from alignment.documents.before import warnings
from alignment.documents.bound import bound, by_weight
from alignment.documents.document import Document
from alignment.documents.evidence import exhibit
from alignment.documents.plan import imprint, record
from alignment.documents.rendering import rendered
from alignment.documents.signatures import SHORT_DIGEST, is_void, signature_rows
from alignment.finding import Finding
from alignment.period import date_words

_UNSAID = "not said"
_OPEN = "left open"
_LONGEST_IN_A_ROW, _LONGEST_IN_THE_CARD = 900, 120


@dataclass(frozen=True)
class Question:
    """One of the nine questions as the document answers it.

    Parameters
    ----------
    answer : str
        What both teams say together; empty: nothing.
    is_open : bool
        Whether neither they nor the agreement answer it.
    bound : tuple of str
        What the agreement says to it.
    rule : Rule or None
        The rule that belongs to it.
    own : mapping of who to text
        What the teams had said alone, where that differs from the answer.
    is_alike : bool
        Whether both teams had said what stands there together.
    """

    key: str
    title: str
    answer: str
    is_open: bool
    bound: tuple[str, ...]
    rule: Rule | None
    own: Mapping[str, str]
    is_alike: bool

    @property
    def is_own_long(self) -> bool:
        """Whether that is too long for the rows of a table."""
        return any(len(said) > _LONGEST_IN_A_ROW for said in self.own.values())


def brief(
    held: Brief,
    *,
    agreement: Agreement,
    under: Agreement | None,
    lacking: Sequence[str] = (),
    answers: Mapping[str, Answers] | None = None,
    requests: Sequence[ContentRequest] = (),
    evidence: Sequence[Finding] = (),
    known: str = "",
    name: str = "brief",
) -> Document:
    """The brief of a campaign as a document.

    Parameters
    ----------
    agreement : Agreement
        The one in force.
    under : Agreement or None
        The one it was written under; None where that is not there unchanged: what binds it is
        then quoted from the one in force, and the document says so.
    lacking : sequence of str
        What keeps it a draft (`alignment.briefs.lacking`).
    answers : mapping of team to Answers
        What each team said alone, once both are in; None or empty: not told.
    evidence : sequence of Finding
        What the history says, in the order of the document, under the agreement it was written
        under.
    known : str
        The last day that the history was asked up to; empty: not told.
    name : str
        Of its files.
    """
    quoted = under or agreement
    body = rendered(
        "brief.html.j2",
        version=quoted.version,
        known=known,
        questions=_questions(held, quoted, answers or {}),
        metrics=_metrics(held, quoted),
        personas=[[each.name, each.problem, each.message] for each in held.personas],
        requests=[_request(each) for each in requests],
        exhibits=[exhibit(finding) for finding in evidence],
        changes=amendments(under, agreement) if under else (),
        signatures=signature_rows(held.approvals, held.digest, quoted.parties, "approved"),
    )
    return Document(
        name=name,
        title=held.title,
        body=body,
        imprint=f"Brief, digest {held.digest[:SHORT_DIGEST]}… · {imprint(quoted)}",
        facts=_facts(held, quoted, agreement),
        draft_because=tuple(lacking),
        warnings=warnings(held, agreement, under),
        void=_void(held, agreement),
        record={"kind": "brief", **_record(held, quoted), "known_by": known or None},
    )


def _questions(held: Brief, agreement: Agreement, answers: Mapping[str, Answers]) -> list[Question]:
    binding = bound(agreement)
    rules = {stage: getattr(agreement.rules, stage).agreed for stage in ("mql", "sql")}
    rules["audience"] = held.target
    table = beside(held, answers).table
    sides = dict(zip(terms.BRIEF_QUESTIONS, table.to_dict("records"), strict=False))
    found = []
    for n, (key, asked) in enumerate(terms.BRIEF_QUESTIONS.items(), start=1):
        answer = held.answers.get(key, "")  # type: ignore[call-overload]
        own, is_alike = _own(answer, sides.get(key, {}), agreement)
        rule = rules.get(key)
        is_open = not answer and rule is None and not (key == "metrics" and held.metrics)
        found.append(
            Question(key, f"{n}. {asked}", answer, is_open, binding[key], rule, own, is_alike)
        )
    return found


def _own(
    answer: str, said: Mapping[str, object], agreement: Agreement
) -> tuple[dict[str, str], bool]:
    """What the teams had said alone, by what they are called; and whether both said `answer`."""
    if not said:
        return {}, False
    own = {
        str(getattr(agreement.parties, team)): _OPEN if pd.isna(said[team]) else str(said[team])
        for team in terms.TEAMS
    }
    if said["is_same"] is not True:
        return own, False
    both = next(iter(own.values()))
    if compared(both) in {compared(answer), compared(str(said["together"]))}:
        return {}, True
    return {joined(list(own), "and"): both}, False


def _metrics(held: Brief, agreement: Agreement) -> list[list[str]]:
    """The chosen metrics with their targets, revenue before vanity."""
    rows = []
    for name in by_weight(agreement, held.metrics):
        metric = agreement.metrics.get(name)
        target = target_words(agreement, metric) if metric else "no metric of the agreement"
        rows.append([label(name), target])
    return rows


def _request(asked: ContentRequest) -> list[str]:
    due = f"by {date_words(asked.due_on)}" if asked.due_on else ""
    who = ", ".join(filter(None, [asked.owner or "nobody yet", due]))
    state = f"{asked.state}: {asked.note}" if asked.note else asked.state
    return [str(asked.number), asked.content, asked.because, asked.asked_by, who, state]


def _facts(held: Brief, agreement: Agreement, in_force: Agreement) -> dict[str, str]:
    state = held.approval_state(agreement.parties)
    kept = "" if agreement.digest == in_force.digest else " as it stood then"
    facts = {
        "Company": agreement.company,
        "Channel": held.channel or _UNSAID,
        "Runs": _runs(held),
        "May cost": _money(held.budget_amount, agreement),
        "Is to bring": _money(held.goal_amount, agreement),
        "Target": _target(held),
        "Agreement": f"version {agreement.version}{kept}, {agreement.signature_state}",
        "Approval": f"{state[:1].upper()}{state[1:]}",
        "Digest of this brief": held.digest,
    }
    return {name: said for name, said in facts.items() if said}


def _target(held: Brief) -> str:
    if held.target is None:
        return _UNSAID
    said = held.target.spoken()
    place = [*terms.BRIEF_QUESTIONS].index("audience") + 1
    return said if len(said) <= _LONGEST_IN_THE_CARD else f"see question {place}"


def _runs(held: Brief) -> str:
    first, last = held.starts_on, held.ends_on
    if first is None:
        return f"until {date_words(last)}" if last else _UNSAID
    return f"{date_words(first)} to {date_words(last)}" if last else f"from {date_words(first)}"


def _money(amount: float | None, agreement: Agreement) -> str:
    return _UNSAID if amount is None else f"{number(amount)} {agreement.currency}"


def _void(held: Brief, agreement: Agreement) -> tuple[str, ...]:
    signed = {
        "approval": is_void(held.approvals, held.digest),
        "agreement in force": is_void(agreement.sign_offs, agreement.digest),
    }
    return tuple(what for what, void in signed.items() if void)


def _record(held: Brief, agreement: Agreement) -> dict[str, object]:
    return {
        "brief_digest": held.digest,
        "is_approved": held.is_approved,
        "written_under": held.written_under.model_dump(),
        **record(agreement),
    }

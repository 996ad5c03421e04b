"""A campaign's brief to be read: everything that an approval binds, folded."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement.wording import label, target_words
from alignment.briefs import Brief
from alignment.briefs.lacking import BOUND
from alignment.measures.vocabulary import worded
from alignment.period import date_words
from alignment.show.proposal_list import bullets

TO_READ = "Read what is to be approved"
OPEN, AS_AGREED = "left open", "as the agreement says"
DIGITS = 12
"""Of the digest, by which a printed brief is known to be the same."""


def brief_text(brief: Brief, under: Agreement) -> str:
    """The brief as HTML: every text in it escaped, none taken for mathematics.

    Parameters
    ----------
    under : Agreement
        The one it was written under: its metrics and currency.
    """
    title = f'<p dir="auto"><strong>{escape(brief.title)}</strong></p>'
    known = f"This text is known by the digest {brief.digest[:DIGITS]}…"
    parts = (*_campaign(brief, under.currency), *_whom(brief), *_answers(brief))
    return (
        f'<details class="tex2jax_ignore mathjax_ignore"><summary>{TO_READ}</summary>{title}'
        f"{''.join(parts)}{_metrics(brief, under)}"
        f'<p class="alignment-quiet">{escape(known)}</p></details>'
    )


def _campaign(brief: Brief, currency: str) -> Iterator[str]:
    days = f"{_day(brief.starts_on)} to {_day(brief.ends_on)}"
    is_dated = brief.starts_on is not None or brief.ends_on is not None
    yield _line("Channel", brief.channel)
    yield _line("Runs from", days if is_dated else "")
    yield _line("Budget", _amount(brief.budget_amount, currency))
    yield _line("Revenue it is to bring", _amount(brief.goal_amount, currency))
    yield _line("Agreement", f"version {brief.written_under.version}")


def _whom(brief: Brief) -> Iterator[str]:
    yield _line("Target", brief.target.sentence() if brief.target else "")
    said = [
        " – ".join(part for part in (each.name, each.problem, each.message) if part)
        for each in brief.personas
    ]
    yield _listed("Personas", said)


def _answers(brief: Brief) -> Iterator[str]:
    held = {str(key): text for key, text in brief.answers.items()}
    for n, (key, asked) in enumerate(terms.BRIEF_QUESTIONS.items(), start=1):
        said = held.get(key, AS_AGREED if key in BOUND else OPEN)
        yield f'<p><strong>{n}. {escape(asked)}</strong></p><p dir="auto">{escape(said)}</p>'


def _metrics(brief: Brief, under: Agreement) -> str:
    return _listed(
        "Metrics, the weightiest first",
        [
            f"{worded(label(name))}: {target_words(under, under.metrics[name])}"
            if name in under.metrics
            else f"{worded(label(name))} (not in the agreement)"
            for name in brief.metrics
        ],
    )


def _line(name: str, said: str) -> str:
    return f"<p>{escape(name)}: <bdi>{escape(said or OPEN)}</bdi></p>"


def _listed(name: str, texts: Sequence[str]) -> str:
    return f"<p>{escape(name)}:</p>{bullets(texts)}" if texts else _line(name, "")


def _day(day: date | None) -> str:
    return date_words(day) if day else "an open day"


def _amount(amount: float | None, currency: str) -> str:
    return "" if amount is None else f"{amount:,.10g} {currency}".strip()

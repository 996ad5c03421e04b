"""Leads found by what people know of them: id, name, e-mail or company."""

from collections.abc import Iterator
from difflib import get_close_matches

import pandas as pd

from alignment import terms
from alignment.agreement.rule import joined
from alignment.engine import quoted
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.rates import counted
from alignment.measures.tracker.events import events
from alignment.period import day_words, local

NAMING = ("name", "email", "company")
"""Attributes that are searched, where leads have them."""
EDGE = "\n"
"""Begins each entry that is searched; no text that is asked for holds it."""
LONGEST_ASKED = 200
"""Signs of a text that are looked for: more would only slow a search down."""
LONGEST_SAID = 60
"""Signs of a text that is still repeated, or compared with names."""
MOST_LIKE = 3
COLUMNS = ["lead_id", "name", "company", "source", "created_at", "last_stage"]


def found(history: History, text: str, as_of: pd.Timestamp, most: int = 20) -> Finding:
    """The leads known by `as_of` whose id, name, e-mail or company holds a text.

    Letter case does not matter, nor how much white space stands between words; every other sign is
    taken as it is, and of a long text the first 200 signs count. A lead of that very id comes
    first, then those of which something begins so.

    Parameters
    ----------
    most : int
        How many are listed at most, up to 1,000; the sentence counts all.

    Returns
    -------
    Finding
        One row a lead: lead_id, name, company, source, created_at (on the company's own clock),
        last_stage (in words; missing: no change is recorded). Where nobody is found the table is
        empty, and the sentence names who is called nearly so.
    """
    asked = " ".join(_sound(text).split())[:LONGEST_ASKED].rstrip()
    if pd.isna(as_of):
        return unanswered("leads_found", "who is called so", "leads")
    if not asked:
        words = "Type an id, or a part of a name, an e-mail address or a company."
        return Finding(pd.DataFrame(columns=COLUMNS), words, name="leads_found")
    held = _holding(history, asked, as_of)
    n = int(held["n_found"].iloc[0]) if len(held) else 0
    return Finding(
        _listed(history, held.head(most), as_of),
        _told(history, asked, as_of, n, min(most, len(held))),
        (f"Times are those of {history.zone}.",) if n else (),
        "leads_found",
        {"n_found": n},
    )


def _holding(history: History, asked: str, as_of: pd.Timestamp) -> pd.DataFrame:
    own = {name: name in history.attributes for name in NAMING}
    texts = [f"CAST({quoted(name)} AS VARCHAR)" if own[name] else "''" for name in NAMING]
    entries = ["lead_id", *(f"coalesce({each}, '')" for each in texts)]
    searched = " || ".join(f"x.edge || {each}" for each in entries)
    shown = ", ".join(f"{each} AS {name}" for each, name in zip(texts, NAMING, strict=True))
    named = (
        f"SELECT lead_id, created_at, source, {shown}, lower({searched}) AS held "
        "FROM leads CROSS JOIN asked AS x"
    )
    found = history.query(
        f"WITH named AS ({named})\n{sql_text('tracker/found')}",
        asked=pd.DataFrame({"text": [asked], "edge": [EDGE], "as_of": [as_of]}),
    )
    texts = ["lead_id", "source", *NAMING]
    return found.astype(dict.fromkeys(texts, "str"))


def _listed(history: History, held: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    happened = events(history, list(held["lead_id"]), as_of)
    stages = happened[happened["kind"] == "stage"].drop_duplicates("lead_id", keep="last")
    last = stages.set_index("lead_id")["what"].map(terms.STAGE_LABELS)
    listed = held.assign(
        created_at=local(held["created_at"], history.zone), last_stage=held["lead_id"].map(last)
    )
    is_known = [name for name in COLUMNS if name not in NAMING or name in history.attributes]
    return listed[is_known].reset_index(drop=True)


def _told(history: History, asked: str, as_of: pd.Timestamp, n: int, n_listed: int) -> str:
    said = f"“{_short(asked)}”"
    if n:
        rest = f"; the first {n_listed:,} are listed" if n_listed < n else ""
        return f"{counted(n, 'lead')} found for {said}{rest}."
    like = _called_nearly(history, asked, as_of)
    names = " or ".join(f"“{_short(name)}”" for name in like)
    advice = f" Did you mean {names}?" if like else " Nobody is called nearly so."
    searched = ["id", *(name for name in NAMING if name in history.attributes)]
    where = joined([{"email": "e-mail"}.get(name, name) for name in searched], "or")
    day = day_words(as_of, history.zone)
    return f"No lead known by {day} has {said} in its {where}.{advice}"


def _called_nearly(history: History, asked: str, as_of: pd.Timestamp) -> list[str]:
    """Who is called nearly so, among those that hold one half of the text."""
    if not 4 <= len(asked) <= LONGEST_SAID:
        return []
    middle = len(asked) // 2
    halves = [half.strip() for half in (asked[:middle], asked[middle:])]
    held = pd.concat([_holding(history, half, as_of) for half in halves if half])
    known = dict(_entries(held))
    like = get_close_matches(asked.lower(), known, n=MOST_LIKE, cutoff=0.7)
    return [known[each] for each in like]


def _entries(held: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """What may be meant, in small letters: each entry, and each word of it."""
    for name in ("lead_id", *NAMING):
        for entry in held[name].dropna().unique():
            yield from ((word.lower(), word) for word in entry.split())
            yield entry.lower(), entry


def _sound(text: str) -> str:
    """A text without what no engine takes: halves of signs, and the sign of no sign."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1]}…"

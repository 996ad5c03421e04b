"""A finding in a notebook: its sentence, its chart, its caveats, its table."""

import json
import math
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from alignment.finding import Finding
from alignment.measures.rates import counted

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLOTLY = "application/vnd.plotly.v1+json"
MOST_ROWS = 60
LONG_TEXT = 160
"""Signs from which on a column of text is given room, and a word too long for it broken."""
OPEN_ROWS, OPEN_COLUMNS = 16, 8
"""Without a chart, a table up to this size is shown opened."""
SHARES = ("rate", "precision", "recall")
"""Columns that begin so hold shares, from 0 to 1."""
COUNTED = ("leads", "wins", "deals")
"""Units of which a mean has one decimal."""
LAB_STYLE = (
    "<style>"
    ".jp-OutputArea .finding .sentence{font-size:1.25em;line-height:1.4;max-width:46rem}"
    ".jp-OutputArea .finding .caveats{color:var(--jp-ui-font-color2);max-width:46rem}"
    ".jp-OutputArea .finding :is(th,td){padding:.25em .6em;text-align:left}"
    ".jp-OutputArea .finding td{white-space:pre-line;vertical-align:top}"
    ".jp-OutputArea .finding .number:is(th,td){text-align:right}"
    ".jp-OutputArea .finding .when:is(th,td){white-space:nowrap}"
    ".jp-OutputArea .finding table:has(.long){font-size:14px;line-height:1.5}"
    ".jp-OutputArea .finding .long:is(th,td){min-width:12rem;max-width:40rem}"
    ".jp-OutputArea .finding td.long bdi{display:block;overflow-wrap:anywhere;"
    "unicode-bidi:plaintext;text-align:start}"
    "</style>"
)


def show(
    finding: Finding, chart: "Callable[..., go.Figure] | None" = None, **marks: object
) -> None:
    """Display a finding: sentence, caveats and table, and its chart where there is an answer.

    Parameters
    ----------
    chart : function of (table, alternative text) → Figure
        One of `alignment.show.charts`.
    **marks
        What that chart marks besides, such as `own`, the agreed threshold.
    """
    from IPython.display import HTML, display

    is_small = len(finding.table) <= OPEN_ROWS and len(finding.table.columns) <= OPEN_COLUMNS
    display(HTML(LAB_STYLE + as_html(finding, is_open=chart is None and is_small)))
    if chart is not None and finding.is_answered:
        made = chart(finding.table, finding.sentence, **marks)
        # plotly's own display would import a notebook validator on the way
        display({PLOTLY: json.loads(made.to_json()), "text/plain": finding.sentence}, raw=True)


def as_html(finding: Finding, is_open: bool = False) -> str:
    """A finding as one `<section>`; every text in it escaped, none taken for mathematics."""
    caveats = "".join(f"<li>{_text(caveat)}</li>" for caveat in finding.caveats)
    kind = "finding" if finding.is_answered else "finding unanswered"
    return (
        f'<section class="{kind} tex2jax_ignore mathjax_ignore" data-finding="'
        f'{escape(finding.name)}"><p class="sentence">{_text(finding.sentence)}</p>'
        + (f'<ul class="caveats">{caveats}</ul>' if caveats else "")
        + (_details(finding.table, is_open) if finding.is_answered else "")
        + "</section>"
    )


def _details(table: pd.DataFrame, is_open: bool) -> str:
    hidden = len(table) - MOST_ROWS
    more = f"<p>{counted(hidden, 'more row')}.</p>" if hidden > 0 else ""
    title = "The numbers" if any(is_number(table[name]) for name in table) else "The table"
    return (
        f'<details class="table"{" open" if is_open else ""}><summary>{title}</summary>'
        f"{table_html(table.head(MOST_ROWS))}{more}</details>"
    )


def table_html(table: pd.DataFrame) -> str:
    """A table as HTML: text escaped, numbers in the form that their column's name asks for.

    A column `unit` (share, hours, days …) is not shown but sets the form of its row, counts apart.
    """
    shown = [name for name in table.columns if not repeats(table, name)]
    looks = {name: _class(table[name]) for name in shown}
    head = "".join(f"<th{looks[name]}>{escape(heading(name))}</th>" for name in shown)
    body = "".join(
        "<tr>"
        + "".join(f"<td{looks[name]}>{cell(form(row, name), row[name])}</td>" for name in shown)
        + "</tr>"
        for row in table.to_dict("records")
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def form(row: Mapping, name: str) -> str:
    """The name or unit that forms a row's value in a column: its unit, but for counts."""
    return name if name == "n" or name.startswith("n_") else str(row.get("unit", name))


def repeats(table: pd.DataFrame, name: str) -> bool:
    """Whether a column says again what the label says (an id or key kept for the CSV)."""
    return name == "unit" or (name in {"stage", "group", "metric"} and "label" in table.columns)


def _class(values: pd.Series) -> str:
    is_when = pd.api.types.is_datetime64_any_dtype(values)
    if is_when or any(isinstance(value, date) for value in values):
        return ' class="when"'
    if is_number(values):
        return ' class="number"'
    is_long = any(isinstance(text, str) and len(text) >= LONG_TEXT for text in values)
    return ' class="long"' if is_long else ""


def is_number(values: pd.Series) -> bool:
    """Whether a column holds numbers, other than yes and no."""
    kinds = pd.api.types
    return kinds.is_numeric_dtype(values) and not kinds.is_bool_dtype(values)


_SHORT = {"mql": "MQL", "sal": "SAL", "sql": "SQL", "roi": "ROI"}


def heading(name: str) -> str:
    """A column's name as people read it: `n_mql` → `MQL`, `rate_low` → `Rate, low`."""
    if name in {"label", "n"}:
        return "Number" if name == "n" else ""
    if name in {"rate_low", "rate_high"}:
        return f"Rate, {name[5:]}"
    words = name.removeprefix("n_").removeprefix("is_").split("_")
    spoken = " ".join(_SHORT.get(word, word) for word in words)
    spoken = spoken.replace("hand off", "hand-off")
    return spoken[:1].upper() + spoken[1:]


def cell(name: str, value: object) -> str:
    """A value as HTML: what `plain` says, escaped, text kept to its own direction."""
    said = escape(plain(name, value))
    is_text = not (pd.isna(value) or isinstance(value, bool | int | float | pd.Timestamp))
    return f"<bdi>{said}</bdi>" if is_text else said


def plain(name: str, value: object) -> str:
    """A value as people write it, formed by its column's name or unit.

    Missing is a dash; shares are percentages, money and counts grouped.
    """
    if pd.isna(value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M}"
    return _number(name, value) if isinstance(value, int | float) else str(value)


def _number(name: str, value: float) -> str:
    if name.startswith(SHARES) or name.endswith(("_rate", "share")):
        said = f"{value * 100:.1f}%"
    elif name.endswith("amount") or name.startswith("n_") or float(value).is_integer():
        said = f"{value:,.0f}"
    else:
        said = f"{value:,.{_decimals(name, value)}f}"
    return said if any(sign in said for sign in "123456789") else said.removeprefix("-")


def _decimals(name: str, value: float) -> int:
    """As many as sentences have (`alignment.measures.rates.hours`, `days`)."""
    if name == "days" and abs(value) >= 100:
        return 0
    least = {"days": 20, "hours": 1, **dict.fromkeys(COUNTED, 0)}.get(name, math.inf)
    return 1 if abs(value) >= least else 2


def _text(value: object) -> str:
    return f"<bdi>{escape(str(value))}</bdi>"

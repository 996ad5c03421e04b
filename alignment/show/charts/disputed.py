"""A chart of disputed leads: what each did before and after a rule passed it."""

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT
from alignment.show.theme import dressed, label, labels

SYMBOLS = ("square", "diamond", "triangle-up", "pentagon", "hexagon", "cross")
"""Of activities that a rule asks for; those beyond share the last."""
KINDS = (
    ("lead", "By the lead", theme.QUIET, "circle", 6),
    ("marketing", "By Marketing", theme.PALE, "line-ns", 7),
    ("sales", "By Sales", theme.SALES, "x-thin", 6),
    ("other", "By others", theme.MUTED, "circle-open", 6),
    ("stage", "Stage entered", theme.MUTED, "triangle-left-open", 8),
)
"""Kind, name, colour, symbol and size of what no rule asks for, drawn first."""
NARROWEST = -30
"""The axis begins so many days before the passing, or earlier where something happened."""
EDGE = 34
"""Days after the passing at which a later conversion is drawn."""


def disputed_timelines(table: pd.DataFrame, alt: str) -> go.Figure:
    """One row of dots a lead, by days from the instant of passing; one panel a side.

    A conversion later than the axis reaches stands at its end, with its day.
    """
    sides = list(dict.fromkeys(table["side"]))
    n_leads = [table.loc[table["side"] == side, "lead_id"].nunique() for side in sides]
    made = make_subplots(
        len(sides),
        1,
        row_heights=[n + 0.5 for n in n_leads],
        shared_xaxes=True,
        subplot_titles=[label(f"{side} passes") for side in sides],
        vertical_spacing=1.3 / (sum(n_leads) + 3),
    )
    height = 150 + 28 * sum(n_leads) + 30 * len(sides)
    for panel, side in enumerate(sides, 1):
        _side(made, table[table["side"] == side], table, panel)
    made.add_vline(0, line={"color": theme.INK, "dash": "dot", "width": 1.5})
    start = min(table["days"].min(), NARROWEST) - 3
    made.update_xaxes(range=[start, EDGE + 9], tickvals=[-90, -60, -30, 0, 30], zeroline=False)
    made.update_xaxes(title="Days from the instant of passing", row=len(sides), col=1)
    _legend_once(made)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 110})


def _side(made: go.Figure, rows: pd.DataFrame, table: pd.DataFrame, panel: int) -> None:
    ids = list(dict.fromkeys(rows["lead_id"]))
    shown = dict(zip(ids, labels(rows.drop_duplicates("lead_id")["label"]), strict=True))
    for name, marker, part in _kinds(rows, table):
        if part.empty:  # plotly would leave its name out of the legend
            continue
        made.add_scatter(
            x=part["days"].clip(upper=EDGE),
            y=part["lead_id"].map(shown),
            mode="markers",
            name=name,
            legendgroup=name,
            marker=marker,
            customdata=list(zip(labels(part["what"]), part["days"], strict=True)),
            hovertemplate="%{y}: %{customdata[0]}, day %{customdata[1]:.1f}<extra></extra>",
            cliponaxis=False,
            row=panel,
            col=1,
        )
    _late(made, rows[(rows["kind"] == "converted") & (rows["days"] > EDGE)], shown, panel)
    made.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=list(shown.values()),
        range=[len(ids) - 0.4, -0.6],
        row=panel,
        col=1,
    )


def _late(made: go.Figure, late: pd.DataFrame, shown: dict[str, str], panel: int) -> None:
    """On which day each conversion came that stands at the end of the axis."""
    made.add_scatter(
        x=[EDGE] * len(late),
        y=late["lead_id"].map(shown),
        mode="text",
        text=[f"    day {days:,.0f}" for days in late["days"]],
        textposition="middle right",
        textfont={"size": 11, "color": theme.GOOD},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
        row=panel,
        col=1,
    )


def _kinds(rows: pd.DataFrame, table: pd.DataFrame) -> Iterator[tuple[str, dict, pd.DataFrame]]:
    """Name, marker and events of each kind that the table holds, the telling ones last."""
    for kind, name, colour, symbol, size in KINDS:
        if (table["kind"] == kind).any():
            width = 1.5 if symbol.endswith(("ns", "thin", "open")) else 0
            line = {"color": colour, "width": width}
            marker = {"color": colour, "symbol": symbol, "size": size, "line": line}
            yield name, marker, rows[rows["kind"] == kind]
    for n, what in enumerate(sorted(set(table.loc[table["kind"] == "named", "what"]))):
        symbol = SYMBOLS[min(n, len(SYMBOLS) - 1)]
        line = {"color": "#ffffff", "width": 1}
        marker = {"color": theme.INK, "symbol": symbol, "size": 11, "line": line}
        part = rows[(rows["kind"] == "named") & (rows["what"] == what)]
        yield label(f"{what[:1].upper()}{what[1:]}"), marker, part
    for what in table.loc[table["kind"] == "converted", "what"].head(1):
        marker = {"color": theme.GOOD, "symbol": "star", "size": 13}
        yield label(f"{what[:1].upper()}{what[1:]}"), marker, rows[rows["kind"] == "converted"]


def _legend_once(made: go.Figure) -> None:
    """Each kind stands in the legend once, however many panels draw it."""
    seen: set[str] = set()
    for trace in made.data:
        if trace.legendgroup:
            trace.showlegend = trace.legendgroup not in seen
            seen.add(trace.legendgroup)

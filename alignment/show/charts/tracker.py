"""A chart of one lead: who did what in lanes over time, above its score."""

from collections.abc import Iterator, Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.disputed import SYMBOLS
from alignment.show.charts.labelling import placed
from alignment.show.charts.parts import AT_THE_FOOT
from alignment.show.charts.score_line import score_line
from alignment.show.theme import dressed, label

LANES = ("Lead", "Marketing", "Sales", "Stages, deals")
"""From above."""
BESIDE = 0.17
"""So far from the middle of a lane stand the two kinds of marks of one, in lanes."""
LEVEL = 0.42
"""From one line of words below the last lane to the next, in lanes."""
ACTS = (
    ("Marketing", theme.MARKETING, "line-ns", 9, 1.2),
    ("Sales", theme.SALES, "x-thin", 8, 1.6),
)
"""Team, colour, symbol, size and width of the activities of the two teams."""
MOVES = {
    "created": (theme.MUTED, "circle", 6),
    "stage": (theme.MUTED, "circle-open", 9),
    "hand_off": (theme.SALES, "triangle-right", 12),
    "give_back": (theme.MARKETING, "triangle-left", 12),
    "deal": (theme.INK, "diamond-open", 9),
    "won": (theme.GOOD, "star", 13),
}
"""Colour, symbol and size of what stands in the last lane."""
BAND = {"fillcolor": theme.SALES, "opacity": 0.09, "line_width": 0, "layer": "below"}
BY_RANK = ("won", "hand_off", "give_back", "deal", "stage")
"""Whose words find room first."""
HOVER = "%{x|%-d %B %Y, %H:%M}<br>%{customdata[0]}<extra></extra>"
LONGEST_HOVER = 90


def tracked(
    table: pd.DataFrame,
    alt: str,
    steps: pd.DataFrame | None = None,
    until: pd.Timestamp | None = None,
    hand_off_at: float | None = None,
    return_below: float | None = None,
    telling: Sequence[str] = (),
) -> go.Figure:
    """One lane a team over time, one of stages and deals, and the score as a line below.

    Sales' time with the lead is shaded. Only stages and deals carry words, and those that would
    stand on others carry none: every mark tells its own when it is pointed at.

    Parameters
    ----------
    steps : DataFrame or None
        at, score: from when the score was what, and last where it ends; None or empty: no score is
        drawn.
    until : Timestamp or None
        What Sales still has is shaded until then, as far as the axis goes; None: to its end.
    hand_off_at, return_below : float or None
        The score's two thresholds.
    telling : sequence of str
        What the lead may do that has a symbol of its own, up to six.
    """
    is_scored = steps is not None and not steps.empty
    start, end = _span(table, steps if is_scored else None)
    made = make_subplots(
        2 if is_scored else 1,
        1,
        shared_xaxes=True,
        row_heights=[0.62, 0.38] if is_scored else [1],
        vertical_spacing=0.09,
        subplot_titles=["Who did what (shaded: in Sales’ hands)", "Score"][: 1 + is_scored],
    )
    _lead(made, table, telling)
    _teams(made, table)
    levels = _moves(made, table, start, end)
    if is_scored:
        score_line(made, steps, hand_off_at, return_below)
    for first, last in _held(table, min(end, until or end)):
        made.add_vrect(first, last, **BAND)
    made.update_yaxes(**_lanes(levels), row=1, col=1)
    made.update_xaxes(range=[start, end], type="date")
    height = 310 + round(16 * levels) + (190 if is_scored else 0)
    return dressed(
        made, height, alt, legend=AT_THE_FOOT, margin={"b": 90, "r": 105}, hovermode="closest"
    )


def _lanes(levels: int) -> dict[str, object]:
    """The axis of the lanes, with room for so many lines of words below the last."""
    lowest = len(LANES) - 0.5 + LEVEL * levels
    return {"tickvals": list(range(len(LANES))), "ticktext": LANES, "range": [lowest, -0.6]}


def _span(table: pd.DataFrame, steps: pd.DataFrame | None) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Where the axis begins and ends: all that happened, every change of the score, and room."""
    times = table["at"] if steps is None else pd.concat([table["at"], steps["at"].iloc[:-1]])
    first, last = times.min(), times.max()
    room = max((last - first) * 0.06, pd.Timedelta(days=7))
    return first - room, last + room


def _held(table: pd.DataFrame, end: pd.Timestamp) -> Iterator[tuple[pd.Timestamp, pd.Timestamp]]:
    """From when to when Sales had the lead."""
    began = None
    for move in table[table["kind"].isin(["hand_off", "give_back"])].to_dict("records"):
        if move["kind"] == "hand_off":
            began = move["at"]
        elif began is not None:
            yield began, move["at"]
            began = None
    if began is not None:
        yield began, end


def _lead(made: go.Figure, table: pd.DataFrame, telling: Sequence[str]) -> None:
    """What the lead did: the telling kinds by their symbols, the others as dots below them."""
    own = table[(table["kind"] == "activity") & (table["team"] == "Lead")]
    symbols = dict(zip(telling, SYMBOLS, strict=False))
    others = own[~own["what"].isin(list(symbols))]
    marker = {"symbol": "circle", "color": theme.QUIET, "size": 7}
    name = label(", ".join(others["what"].value_counts().index))
    _marks(made, others, BESIDE, marker, name, is_named=True)
    line = {"color": "#ffffff", "width": 1}
    for what, symbol in symbols.items():
        marker = {"symbol": symbol, "color": theme.INK, "size": 10, "line": line}
        _marks(made, own[own["what"] == what], -BESIDE, marker, label(what), is_named=True)


def _teams(made: go.Figure, table: pd.DataFrame) -> None:
    for team, colour, symbol, size, width in ACTS:
        rows = table[(table["kind"] == "activity") & (table["team"] == team)]
        line = {"color": colour, "width": width}
        marker = {"symbol": symbol, "color": colour, "size": size, "line": line}
        _marks(made, rows, LANES.index(team), marker, team)


def _moves(made: go.Figure, table: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> int:
    """Stages and deals with their words; how many lines of words there are."""
    lane = len(LANES) - 1
    moves = table[table["kind"].isin(list(MOVES))]
    # that a lead is a lead from its creation on needs no word
    began = moves.loc[moves["kind"] == "created", "at"].min()
    said = moves[moves["at"] != began]
    words = [label(what) for what in said["what"]]
    rank = [BY_RANK.index(kind) for kind in said["kind"]]
    levels = placed((said["at"] - start) / (end - start), words, rank)
    for at, text, level, kind in zip(said["at"], words, levels, said["kind"], strict=True):
        if level is not None:
            _word(made, at, text, lane, level, MOVES[kind][0])
    for kind, (colour, symbol, size) in MOVES.items():
        line = {"color": colour, "width": 1.6 if symbol.endswith("open") else 0}
        marker = {"symbol": symbol, "color": colour, "size": size, "line": line}
        y = lane - (BESIDE if kind in {"deal", "won"} else 0)
        _marks(made, moves[moves["kind"] == kind], y, marker, kind)
    return 1 + max((level for level in levels if level is not None), default=0)


def _word(made: go.Figure, at: pd.Timestamp, text: str, lane: int, level: int, colour: str) -> None:
    """Words below a mark, with a thin line up to it."""
    y = lane + LEVEL * (level + 1)
    line = {"color": theme.QUIET, "width": 1}
    made.add_shape(type="line", x0=at, x1=at, y0=lane, y1=y, line=line, layer="below", row=1, col=1)
    made.add_annotation(
        x=at,
        y=y,
        text=text,
        font={"size": 11, "color": colour},
        showarrow=False,
        bgcolor="#ffffff",
        borderpad=1,
        row=1,
        col=1,
    )


def _marks(
    made: go.Figure,
    rows: pd.DataFrame,
    y: float,
    marker: dict[str, object],
    name: str,
    is_named: bool = False,
) -> None:
    if rows.empty:  # plotly would leave its name out of the legend
        return
    made.add_scatter(
        x=rows["at"],
        y=[y] * len(rows),
        mode="markers",
        name=name,
        marker=marker,
        showlegend=is_named,
        customdata=[[_hover(row)] for row in rows.to_dict("records")],
        hovertemplate=HOVER,
        cliponaxis=False,
        row=1,
        col=1,
    )


def _hover(row: dict[str, object]) -> str:
    score = row["score"]
    parts = [label(row["what"])]
    if row["detail"]:
        parts.append(label(row["detail"], LONGEST_HOVER))
    if pd.notna(score):
        parts.append(f"score {score:,.10g}")
    return "<br>".join(parts)

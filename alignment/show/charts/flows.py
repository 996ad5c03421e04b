"""The waterfall of a month: who stands in each stage, who came and who went where."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment import terms
from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, HATCHED
from alignment.show.theme import dressed


def flows(table: pd.DataFrame, alt: str) -> go.Figure:
    """Each stage's leads at the month's end, beside the moves in (right) and out (left).

    One kind of move has one colour where it leaves a stage and where it enters another.
    """
    made = make_subplots(
        1,
        2,
        shared_yaxes=True,
        column_widths=[0.36, 0.64],
        horizontal_spacing=0.03,
        subplot_titles=("There at the end (change)", "Moves of the month: ← out | in →"),
    )
    _standing(made, table)
    for name, colour, hatch, n_in, n_out in _kinds(table):
        _moved(made, list(table["label"]), name, (colour, hatch), n_in, n_out)
    _sums(made, table)
    made.update_yaxes(type="category", autorange="reversed")
    made.update_xaxes(showticklabels=False, showgrid=False)
    made.update_xaxes(zeroline=True, zerolinecolor=theme.INK, row=1, col=2)
    layout = {"barmode": "relative", "bargap": 0.35, "legend": AT_THE_FOOT, "margin": {"b": 60}}
    return dressed(made, 110 + 44 * len(table), alt, **layout)


def _standing(made: go.Figure, table: pd.DataFrame) -> None:
    grown = table["n_at_end"] - table["n_before"]
    signed = [f"{more:+,}".replace("-", "−") if more else "±0" for more in grown]
    made.add_bar(
        y=table["label"],
        x=table["n_at_end"],
        orientation="h",
        marker_color=theme.QUIET,
        showlegend=False,
        text=[f"{end:,} ({more})" for end, more in zip(table["n_at_end"], signed, strict=True)],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        customdata=table["n_before"],
        hovertemplate="%{y}: %{customdata:,} as the month began, %{x:,} at its end<extra></extra>",
        row=1,
        col=1,
    )
    made.add_scatter(
        y=table["label"],
        x=table["n_before"],
        mode="markers",
        name="There as the month began",
        marker={
            "symbol": "line-ns-open",
            "size": 18,
            "line": {"width": 2},
            "color": theme.INK,
        },
        hoverinfo="skip",
        row=1,
        col=1,
    )
    made.update_xaxes(range=[0, 1.75 * max(table["n_at_end"].max(), 1)], row=1, col=1)


def _kinds(table: pd.DataFrame) -> list[tuple[str, str, str, pd.Series, pd.Series]]:
    """Name, colour, hatching, what came and what went, of each kind of move."""
    n_in = table["n_in_forward"] + table["n_in_back"]
    is_detour = table["stage"].isin(terms.DETOURS)
    none = table["n_created"] * 0
    kinds = [
        ("New leads", theme.GOOD, "", table["n_created"], none),
        (
            "On to a later stage",
            theme.MARKETING,
            "",
            table["n_in_forward"].mask(is_detour, 0),
            table["n_out_forward"],
        ),
        (
            "Back to an earlier one",
            theme.PALE,
            "\\",
            table["n_in_back"].mask(is_detour, 0),
            table["n_out_back"],
        ),
    ]
    colours = (theme.WARNING, theme.BAD)
    for stage, colour in zip(terms.DETOURS, colours, strict=True):
        came = n_in.where(table["stage"] == stage, 0)
        kinds.append((terms.STAGE_LABELS[stage], colour, "", came, table[f"n_{stage}"]))
    return kinds


def _moved(
    made: go.Figure,
    names: list[str],
    name: str,
    look: tuple[str, str],
    n_in: pd.Series,
    n_out: pd.Series,
) -> None:
    """One kind of move on both sides: what went is drawn to the left."""
    counts = np.concatenate([n_in.to_numpy(), n_out.to_numpy()])
    if not counts.any():
        return
    signed = np.concatenate([n_in.to_numpy(), -n_out.to_numpy()])
    drawn = counts > 0
    made.add_bar(
        y=np.array([*names, *names])[drawn],
        x=signed[drawn],
        name=name,
        orientation="h",
        marker_color=look[0],
        marker_pattern={**HATCHED, "shape": look[1]},
        customdata=[
            f"{n:,} {'came' if n > 0 else 'went'}".removeprefix("-") for n in signed[drawn]
        ],
        hovertemplate="%{y}: %{customdata}<extra>" + name + "</extra>",
        row=1,
        col=2,
    )


def _sums(made: go.Figure, table: pd.DataFrame) -> None:
    """All that came and all that went, written at the end of either side."""
    came = table[["n_created", "n_in_forward", "n_in_back"]].sum(axis=1)
    went = table[["n_out_forward", "n_out_back", "n_recycled", "n_disqualified"]].sum(axis=1)
    for ends, sign, place in ((came, 1, "middle right"), (went, -1, "middle left")):
        told = ends > 0
        made.add_scatter(
            y=table["label"][told],
            x=sign * ends[told],
            mode="text",
            text=[f" {'+' if sign > 0 else '−'}{n:,} " for n in ends[told]],
            textposition=place,
            showlegend=False,
            hoverinfo="skip",
            cliponaxis=False,
            row=1,
            col=2,
        )
    sides = max(came.max(), 1), max(went.max(), 1)
    room = 0.18 * max(sides)
    made.update_xaxes(range=[-sides[1] - room, sides[0] + room], row=1, col=2)

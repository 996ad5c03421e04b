"""The service levels beside what was promised."""

import pandas as pd
import plotly.graph_objects as go

from alignment.measures.attainment import AT_RISK, BREACH, NO_TARGET, NOT_ENOUGH, PASS
from alignment.show import theme
from alignment.show.theme import error_bars, figure, label, labels

COLOURS = {
    PASS: theme.GOOD,
    AT_RISK: theme.WARNING,
    BREACH: theme.BAD,
    NOT_ENOUGH: theme.QUIET,
    NO_TARGET: theme.MARKETING,
}
SYMBOLS = {
    PASS: "circle",
    AT_RISK: "diamond",
    BREACH: "x",
    NOT_ENOUGH: "circle-open",
    NO_TARGET: "circle",
}
"""A verdict is known without its colour."""


def attainment(table: pd.DataFrame, alt: str) -> go.Figure:
    """Every level as a part of what was promised, with its interval and its verdict in words."""
    made = figure(90 + 52 * len(table), alt, margin={"t": 50, "r": 140})
    names = labels(table["label"])
    scale = table["target"].where(table["target"] > 0)
    parts = table[["value", "low", "high"]].div(scale, axis=0)
    _levels(made, table, names, parts)
    _verdicts(made, names, table["verdict"])
    made.add_vline(1, line={"color": theme.INK, "dash": "dot", "width": 1.5})
    high = parts["high"]
    top = max(1.1, 1.05 * float(high.max())) if high.notna().any() else 1.1
    made.update_xaxes(range=[0, top], tickformat=".0%", title="Of what was promised")
    made.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=names
    )
    return made


def _levels(made: go.Figure, table: pd.DataFrame, names: list[str], parts: pd.DataFrame) -> None:
    verdicts = table["verdict"]
    made.add_scatter(
        y=names,
        x=parts["value"],
        mode="markers",
        marker={
            "color": [COLOURS[each] for each in verdicts],
            "size": 11,
            "symbol": [SYMBOLS[each] for each in verdicts],
        },
        error_x={
            **error_bars(parts["value"], parts["low"], parts["high"]),
            "color": theme.MUTED,
        },
        customdata=[label(promise, 60) for promise in table["promise"]],
        hovertemplate="%{y}: %{x:.0%} of what was promised (%{customdata})<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )


def _verdicts(made: go.Figure, names: list[str], verdicts: pd.Series) -> None:
    for name, each in zip(names, verdicts, strict=True):
        ink = theme.MUTED if each == NOT_ENOUGH else COLOURS[each]
        made.add_annotation(
            x=1.02, xref="paper", y=name, text=each, showarrow=False, xanchor="left",
            font={"color": ink, "size": 12},
        )  # fmt: skip

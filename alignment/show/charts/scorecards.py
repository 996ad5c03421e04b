"""The agreed metrics: of a month, at a glance and by team, and month by month."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from alignment.measures.attainment import NO_TARGET, NOT_ENOUGH
from alignment.measures.rates import percent
from alignment.show import theme
from alignment.show.charts.attainment import COLOURS, SYMBOLS
from alignment.show.charts.ticks import whole
from alignment.show.charts.worded_rows import axis, coloured, height_of, lane, marks, words
from alignment.show.theme import dressed, error_bars, label

SIZE = (2, 1)
"""Lines of words a row, and lanes under them."""
MOST_PANELS = 12
TRENDS = {
    "better": theme.GOOD,
    "worse": theme.BAD,
    "steady": theme.MUTED,
}
FORMS = {"share": ".0%", "hours": ".1f", "days": ".1f"}


def at_a_glance(table: pd.DataFrame, alt: str) -> go.Figure:
    """Every metric as a part of its target, with its interval, its verdict and its trend."""
    return _bullets(table, alt)


def scorecard(table: pd.DataFrame, alt: str) -> go.Figure:
    """A team's metrics and service levels as parts of what was agreed, each with its verdict."""
    n_metrics = int((table["kind"] == table["kind"].iloc[0]).sum())
    rule = {"color": theme.QUIET, "width": 1}
    return _bullets(table, alt, [_across(n_metrics - 0.5, rule)] if n_metrics < len(table) else [])


def metrics_by_month(table: pd.DataFrame, alt: str) -> go.Figure:
    """A panel a metric: its figure of every month with its interval, and the target, dotted.

    A month that cannot be judged is hollow, one without a figure stands at the foot.
    """
    keys = list(dict.fromkeys(table["metric"]))
    parts = [table[table["metric"] == key] for key in keys[:MOST_PANELS]]
    n_rows = -(-len(parts) // 2)
    height = 70 + 180 * n_rows
    layout: dict[str, object] = {"showlegend": False, "margin": {"t": 40, "b": 40}}
    traces: list[dict] = []
    titles, targets = [], []
    for place, rows in enumerate(parts):
        mark = str(place + 1) if place else ""
        layout |= _axes(rows, mark, *_domain(place, n_rows, height))
        traces += _monthly(rows, mark)
        titles.append(_title(label(rows["label"].iloc[0]), mark))
        line = {"color": theme.INK, "dash": "dot", "width": 1.2}
        if not (rows["verdict"] == NO_TARGET).all():
            targets.append(_across(rows["target"].iloc[0], line, mark))
    made = go.Figure(traces, {**layout, "annotations": titles, "shapes": targets})
    return dressed(made, height, alt)


def _bullets(table: pd.DataFrame, alt: str, rules: Sequence[dict] = ()) -> go.Figure:
    """A row a figure, scaled to its own target, under what is said of it."""
    scale = table["target"].where(table["target"] > 0)
    scale = scale.where(table["verdict"] != NO_TARGET)  # what has none has no place on the axis
    parts = table[["value", "low", "high"]].div(scale, axis=0)
    rows, n = table.to_dict("records"), len(table)
    lanes = [lane(place, *SIZE, 0) for place in range(n)]
    ends = [
        (at - 0.16, at + 0.16)
        for at, is_drawn in zip(lanes, parts["value"].notna(), strict=True)
        if is_drawn
    ]
    layout = {
        "margin": {"t": 10, "l": 12},
        "showlegend": False,
        "shapes": [*rules, *marks(1, ends)],
        "annotations": words([_said(row) for row in rows], *SIZE),
        "xaxis": {
            "range": _range(parts),
            "tickformat": ".0%",
            "nticks": 6,
            "title": {"text": "Of the target (dotted)"},
        },
        "yaxis": axis(n),
    }
    made = go.Figure([_figures(rows, parts, lanes)], layout)
    return dressed(made, 66 + height_of(*SIZE) * n, alt)


def _figures(rows: Sequence[dict], parts: pd.DataFrame, lanes: Sequence[float]) -> dict:
    return {
        "type": "scatter",
        "y": lanes,
        "x": parts["value"],
        "mode": "markers",
        "text": [_value(row) for row in rows],
        "marker": {
            "color": [COLOURS[row["verdict"]] for row in rows],
            "size": 11,
            "symbol": [SYMBOLS[row["verdict"]] for row in rows],
        },
        "error_x": {
            **error_bars(parts["value"], parts["low"], parts["high"]),
            "color": theme.MUTED,
        },
        "customdata": [label(row["label"]) for row in rows],
        "hovertemplate": "%{customdata}: %{text}, %{x:.0%} of the target<extra></extra>",
        "cliponaxis": False,
    }


def _across(y: float, line: dict, mark: str = "") -> dict:
    """A line from left to right of a panel, at `y`."""
    ends = {"xref": f"x{mark} domain", "x0": 0, "x1": 1}
    return {"type": "line", "yref": f"y{mark}", "y0": y, "y1": y, "line": line, **ends}


def _value(row: dict) -> str:
    value = row["value"]
    if pd.isna(value):
        return ""
    if row["unit"] == "share":
        return percent(value)
    return f"{value:,.1f}" if row["unit"] in ("hours", "days") else f"{value:,.0f}"


def _trend(row: dict) -> str:
    """Where a figure has gone, as `↓ worse`; empty where that cannot be told."""
    trend = row.get("trend", "")
    if trend not in ("better", "worse", "steady"):
        return ""
    arrow = "→" if trend == "steady" else "↑" if row["change"] > 0 else "↓"
    return coloured(f"{arrow} {trend}", TRENDS[trend])


def _said(row: dict) -> str:
    """The name of a figure, its value, verdict and trend; under them what was agreed."""
    verdict = row["verdict"]
    ink = theme.MUTED if verdict in (NOT_ENOUGH, NO_TARGET) else COLOURS[verdict]
    told = [f"<b>{_value(row)}</b>" if _value(row) else "", coloured(row["verdict_words"], ink)]
    name, parts = label(row["label"]), "  ".join(filter(None, [*told, _trend(row)]))
    small = f'<span style="font-size:11px;color:{theme.MUTED}">{label(row["aim"], 54)}</span>'
    return f"{name}  {parts}<br>{small}"


def _range(parts: pd.DataFrame) -> list[float]:
    """From nought to where every figure shows, and an interval that is not far longer."""
    value, high, low = parts["value"].max(), parts["high"].max(), parts["value"].min()
    top = np.nanmax([1.2, 1.1 * value, min(1.05 * high, 2 * np.nanmax([value, 1.0]))])
    return [float(np.nanmin([0.0, 1.1 * low])), float(top)]


def _domain(place: int, n_rows: int, height: int) -> tuple[list[float], list[float]]:
    """Where a panel stands: two a row, with room for its title and its months."""
    left, room = place % 2, 62 / (height - 80)
    top = 1 - (place // 2) * (1 + room) / n_rows
    bottom = top - (1 + room) / n_rows + room
    return [0.55 * left, 0.55 * left + 0.45], [max(bottom, 0.0), top]


def _axes(rows: pd.DataFrame, mark: str, across: list[float], up: list[float]) -> dict:
    month, half = pd.to_datetime(rows["month"]), pd.Timedelta(days=17)
    high = rows["high"].max() if rows["high"].notna().any() else rows["value"].max()
    target = 0.0 if (rows["verdict"] == NO_TARGET).all() else rows["target"].iloc[0]
    top = 1.08 * float(np.nanmax([high, target, 1e-9]))
    return {
        f"xaxis{mark}": {
            "domain": across,
            "anchor": f"y{mark}",
            "type": "date",
            "tickformat": "%b %y",
            "showgrid": False,
            "nticks": 5,
            "range": [month.iloc[0] - half, month.iloc[-1] + half],
        },
        f"yaxis{mark}": {
            "domain": up,
            "anchor": f"x{mark}",
            "range": [_foot(rows) - 0.04 * top, top],
            **(_steps(rows["unit"].iloc[0], top)),
        },
    }


def _steps(unit: str, top: float) -> dict[str, object]:
    return whole(top) if unit in ("count", "amount") else {"tickformat": FORMS[unit], "nticks": 4}


def _monthly(rows: pd.DataFrame, mark: str) -> list[dict]:
    month, is_known = pd.to_datetime(rows["month"]), rows["value"].notna()
    axes = {"type": "scatter", "xaxis": f"x{mark}", "yaxis": f"y{mark}"}
    measured = {
        **axes,
        "x": month,
        "y": rows["value"],
        "mode": "lines+markers",
        "line": {"color": theme.QUIET, "width": 1.5},
        "marker": {
            "size": 9,
            "color": [COLOURS[each] for each in rows["verdict"]],
            "symbol": [SYMBOLS[each] for each in rows["verdict"]],
        },
        "error_y": {**error_bars(rows["value"], rows["low"], rows["high"]), "color": theme.QUIET},
        "customdata": rows[["verdict", "n"]],
        "hovertemplate": "%{x|%B %Y}: %{y} (n = %{customdata[1]:,}): %{customdata[0]}"
        "<extra></extra>",
    }
    unknown = {
        **axes,
        "x": month[~is_known],
        "y": [_foot(rows)] * int((~is_known).sum()),
        "mode": "markers",
        "marker": {"symbol": "circle-open", "size": 7, "color": theme.QUIET},
        "customdata": rows.loc[~is_known, ["n"]],
        "hovertemplate": "%{x|%B %Y}: not enough data (n = %{customdata[0]:,})<extra></extra>",
        "cliponaxis": False,
    }
    return [measured] if is_known.all() else [measured, unknown]


def _foot(rows: pd.DataFrame) -> float:
    return float(np.nanmin([0.0, rows["low"].min()]))


def _title(text: str, mark: str) -> dict:
    place = {"xref": f"x{mark} domain", "x": 0, "yref": f"y{mark} domain", "y": 1.02}
    ends = {"xanchor": "left", "yanchor": "bottom", "showarrow": False}
    return {"text": text, "font": {"size": 13, "color": theme.MUTED}, **place, **ends}

"""Charts of a campaign's target, and of what its goal takes."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, bars, in_order, rates, said_in_row
from alignment.show.theme import dressed, error_bars, label, labels

WHOSE = {"Marketing": theme.MARKETING, "Sales": theme.SALES, "Together": theme.GOOD}
MOST_TARGETS = 12
FARTHEST = 1.5
"""What a month brings now is drawn up to so many times the most that may be needed."""
BETWEEN = 80
"""Pixels between two panels: an axis and a title."""
ROOM = 1.5
"""Of a panel, against the longest interval: what a written number with its interval takes."""


def target(table: pd.DataFrame, alt: str) -> go.Figure:
    """Targets beside everybody else: how many leads, what share converts, and what they won."""
    rows = pd.concat([table.head(MOST_TARGETS), table.tail(2)]).drop_duplicates("label")
    names = labels(rows["label"])
    has_money = rows["won_amount"].fillna(0).any()
    titles = ["Leads", "Converted, of the mature"]
    titles += [f"Won of the new, {label(rows['currency'].iloc[0])}"] if has_money else []
    made = make_subplots(
        1, len(titles), shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06
    )
    before = rows.assign(n_before=rows["n_leads"] - rows["n_new"])
    kinds = (("Created in the period", "n_new", theme.PALE), ("Before", "n_before", theme.FAINT))
    for name, column, colour in kinds:
        if before[column].any():
            bars(made, names, before[column], name, colour, 1)
    rates(made, rows, names, 2, [WHOSE.get(x, theme.MUTED) for x in rows["label"]], "n_leads", True)
    if has_money:
        bars(made, names, rows["won_amount"], "Won", theme.GOOD, 3, ",.0f")
        made.data[-1].showlegend = False
        made.update_xaxes(tickformat="~s", row=1, col=3)
    in_order(made, names)
    made.update_xaxes(nticks=4)
    height = 120 + (theme.ROW_HEIGHT + 6) * len(rows)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60}, barmode="stack")


def campaign_needs(table: pd.DataFrame, alt: str) -> go.Figure:
    """What the goal takes of each, beside an average month now; and the money, where it is known.

    From the lead to the win; then the spend beside the budget, and the goal beside what the budget
    would win.
    """
    known = table[table["value"].notna()]
    counts = known[known["unit"] != "amount"].iloc[::-1]
    money = known[known["stage"].isin(list(_MONEY))]
    money = money.sort_values("stage", key=lambda stage: stage.map(list(_MONEY).index))
    now = counts["a_month_now"].where(counts["a_month_now"] <= FARTHEST * counts["high"].max())
    n_rows = [len(counts), len(money)]
    height = 170 + 40 * sum(n_rows)
    made = make_subplots(
        2,
        1,
        row_heights=n_rows,
        subplot_titles=("Needed in all", "Money"),
        vertical_spacing=BETWEEN / (height - 100),
    )
    _needed(made, counts, now, theme.MARKETING, 1)
    colours = [_MONEY[stage] for stage in money["stage"]]
    _needed(made, money, money["a_month_now"] * float("nan"), colours, 2)
    _now(made, counts, now)
    made.update_xaxes(tickformat="~s", row=2, col=1)
    made.update_yaxes(type="category", autorange="reversed")
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60}, bargap=0.35)


_MONEY = {
    "spend": theme.BAD,
    "budget": theme.QUIET,
    "goal": theme.QUIET,
    "budget_wins": theme.GOOD,
}
"""Colour of each amount, in the order of the chart."""


def _now(made: go.Figure, rows: pd.DataFrame, now: pd.Series) -> None:
    """What an average month brings now, as a stroke in the row of what is needed."""
    made.add_scatter(
        y=labels(rows["label"]),
        x=now,
        mode="markers",
        name="Comes in a month now",
        showlegend=bool(now.notna().any()),
        marker={"color": theme.WARNING, "size": 11, "symbol": "line-ns-open", "line_width": 3},
        hovertemplate="%{y}: %{x:,.1f} a month now<extra></extra>",
        row=1,
        col=1,
    )


def _needed(
    made: go.Figure, rows: pd.DataFrame, now: pd.Series, colour: str | list[str], place: int
) -> None:
    """Bars with their intervals, each written right of it, and right of what comes now."""
    names = labels(rows["label"])
    made.add_bar(
        y=names,
        x=rows["value"],
        orientation="h",
        showlegend=False,
        marker_color=colour,
        error_x={**error_bars(rows["value"], rows["low"], rows["high"]), "color": theme.INK},
        hovertemplate="%{y}: %{x:,.0f}<extra></extra>",
        row=place,
        col=1,
    )
    ends = pd.concat([rows["value"], rows["high"], now], axis=1).max(axis=1)
    for line, row in enumerate(rows.itertuples()):
        said = _few(row.value)
        if pd.notna(row.low):
            said = f"{said} ({_few(row.low)} to {_few(row.high)})"
        said_in_row(made, line, ends.iloc[line], said, row=place, col=1)
    made.update_xaxes(range=[0, max(ends.max(), 1) * ROOM], nticks=6, row=place, col=1)


def _few(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"

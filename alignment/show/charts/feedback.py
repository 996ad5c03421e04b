"""Charts of what Sales says: reasons by source, where leads stand too long, why deals are lost."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.measures.rates import percent
from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, BAR_WIDTH, in_months
from alignment.show.theme import dressed, figure, label, labels

MOST = 10
"""Sources, and reasons, that a heat table has room for; the table has them all."""
HEAT = [[0, "#fdf6f0"], [1, "#e08a52"]]
LOSSES = (
    *(theme.MARKETING, theme.SALES, theme.GOOD, theme.WARNING, theme.BAD, theme.PALE),
    *(theme.QUIET, theme.FAINT),
)
TEAMS = {"sales": "Sales", "marketing": "Marketing"}


def reasons_by_source(table: pd.DataFrame, alt: str) -> go.Figure:
    """A heat table of how often a source's hand-offs come back for each reason, with the count.

    A source with too few hand-offs has counts and no colour; a pair that can be told from elsewhere
    is bold.
    """
    sources, ends = _largest(table)
    cells = table.set_index(["kind", "reason", "source"])
    index = pd.MultiIndex.from_tuples(
        [(*end, source) for end in ends for source in sources], names=cells.index.names
    )
    cells = cells.reindex(index)
    shape = (len(ends), len(sources))
    cells["is_enough"] = cells["is_enough"].fillna(False).astype(bool)
    clear = cells["is_clear"].fillna(False).astype(bool) & cells["is_enough"]
    words = [
        f"{0 if pd.isna(n) else n:,.0f}*"
        if not enough
        else f"<b>{n:,.0f}</b>"
        if bold
        else f"{n:,.0f}"
        for n, enough, bold in zip(cells["n"], cells["is_enough"], clear, strict=True)
    ]
    signs = ["colour: share"]
    signs += ["bold: stands out"] if clear.any() else []
    signs += ["*: too few for one"] if not cells["is_enough"].all() else []
    n_sources, n_ends = table["source"].nunique(), len(table[["kind", "reason"]].drop_duplicates())
    part = f", top {MOST}" if max(n_sources, n_ends) > MOST else ""
    title = f"Given back{part} ({'; '.join(signs)})"
    made = make_subplots(1, 1, subplot_titles=(title,))
    made.add_heatmap(
        x=labels(sources, 22),
        y=[[label(kind).capitalize() for kind, _ in ends], labels([r for _, r in ends], 22)],
        z=cells["rate"].fillna(0).to_numpy(dtype=float).reshape(shape),
        customdata=cells["rate"].map(_share).to_numpy(dtype=object).reshape(shape),
        text=pd.Series(words).to_numpy(dtype=object).reshape(shape),
        texttemplate="%{text}",
        textfont={"color": theme.INK, "size": 12},
        hoverongaps=False,
        hovertemplate="%{y} from %{x}: %{customdata} (%{text})<extra></extra>",
        colorscale=HEAT,
        zmin=0,
        zmax=max(float(cells["rate"].max()), 0.01) if cells["is_enough"].any() else 1,
        showscale=bool(cells["is_enough"].any()),
        xgap=2,
        ygap=2,
        colorbar={"tickformat": ".0%", "thickness": 10, "outlinewidth": 0, "nticks": 5},
    )
    made.update_xaxes(type="category", showgrid=False, tickangle=-35)
    made.update_yaxes(type="multicategory", autorange="reversed", showgrid=False)
    return dressed(made, 150 + 30 * len(ends), alt, margin={"t": 45, "b": 90})


def _share(rate: float) -> str:
    return "too few for a share" if pd.isna(rate) else percent(rate)


def _largest(table: pd.DataFrame) -> tuple[list[str], list[tuple[str, str]]]:
    """The sources and the pairs of kind and reason that are shown, in the order of the table."""
    sources = list(dict.fromkeys(table["source"]))[:MOST]
    given = table.groupby(["kind", "reason"], sort=False)["n"].sum()
    kept = set(given.sort_values(ascending=False, kind="stable").index[:MOST])
    return sources, [end for end in given.index if end in kept]


def stuck(table: pd.DataFrame, alt: str) -> go.Figure:
    """The open leads of each stage and those that stand too long, a panel a team."""
    teams = [team for team in TEAMS if (table["team"] == team).any()]
    counts = [int((table["team"] == team).sum()) for team in teams]
    made = make_subplots(
        len(teams),
        1,
        row_heights=[n + 0.4 for n in counts],
        subplot_titles=[f"Open leads with {TEAMS[team]}" for team in teams],
        vertical_spacing=1.2 / (sum(counts) + 3 * len(teams)),
    )
    for panel, team in enumerate(teams, 1):
        _standing(made, table[table["team"] == team], panel)
    made.update_yaxes(type="category", autorange="reversed")
    made.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    height = 90 + 34 * sum(counts) + 40 * len(teams)
    return dressed(made, height, alt, barmode="stack", legend=AT_THE_FOOT, margin={"b": 50})


def _standing(made: go.Figure, rows: pd.DataFrame, panel: int) -> None:
    names = labels(rows["label"])
    n, n_stuck = rows["n_standing"], rows["n_stuck"]
    parts = (
        (n_stuck.fillna(0), "Too long", theme.BAD),
        ((n - n_stuck).fillna(0), "Not yet", theme.QUIET),
        (n.where(n_stuck.isna(), 0), "Cannot be judged", theme.FAINT),
    )
    for values, name, colour in parts:
        if not values.any():
            continue
        made.add_bar(
            y=names,
            x=values,
            name=name,
            legendgroup=name,
            showlegend=name not in {trace.name for trace in made.data},
            orientation="h",
            marker_color=colour,
            hovertemplate=f"%{{y}}: %{{x:,}}<extra>{name}</extra>",
            row=panel,
            col=1,
        )
    pairs = zip(n, n_stuck, strict=True)
    made.add_scatter(
        y=names,
        x=n,
        text=[f" {of:,}" if pd.isna(too) else f" {too:,.0f} of {of:,}" for of, too in pairs],
        mode="text",
        textposition="middle right",
        textfont={"size": 12, "color": theme.INK},
        name="",
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
        row=panel,
        col=1,
    )
    made.update_xaxes(range=[0, 1.25 * rows["n_standing"].max()], row=panel, col=1)


def losses(table: pd.DataFrame, alt: str) -> go.Figure:
    """Lost deals by month, stacked by reason."""
    made = figure(400, alt, barmode="stack", bargap=0.15, legend=AT_THE_FOOT, margin={"b": 110})
    reasons = list(dict.fromkeys(table["reason"]))
    month = pd.to_datetime(table["month"].drop_duplicates())
    for reason, name, colour in zip(reasons, labels(reasons, 24), LOSSES, strict=False):
        rows = table[table["reason"] == reason]
        made.add_bar(
            x=pd.to_datetime(rows["month"]),
            y=rows["n"],
            name=name,
            width=BAR_WIDTH,
            marker_color=colour,
            customdata=rows["n_lost"],
            hovertemplate="%{x|%B %Y}: %{y:,} of %{customdata:,}<extra>%{fullData.name}</extra>",
        )
    in_months(made, month)
    made.update_yaxes(title="Deals lost", rangemode="tozero", nticks=5)
    return made

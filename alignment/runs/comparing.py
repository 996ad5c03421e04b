"""The page that compares the segments of a month, made of what their own reports hold."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from alignment import record, report
from alignment.files import replaced_file
from alignment.finding import Finding
from alignment.measures import ranking
from alignment.measures.attainment import VERDICTS
from alignment.period import Period
from alignment.readiness import Ready
from alignment.runs.done import FAILED, Done, figures
from alignment.segment import folder_of

GLANCE = "tables/month_at_a_glance.csv"
_COLUMNS = ["metric", "label", "unit", "better", "value", "low", "high", "n", "verdict"]


@dataclass(frozen=True)
class _Standing:
    """A segment's report that stands: its value, its folder, the record of its run."""

    value: str
    folder: Path
    record: Mapping[str, Any]

    def is_alike(self, of: Ready, made_by: Mapping[str, Any]) -> bool:
        """Whether it is made of the same data, under the same agreement and parameters."""
        if not self.record or not (self.folder / GLANCE).is_file():
            return False
        facts, wanted = self.record["facts"], dict(of.values)
        given = {**self.record["parameters"], "only": wanted.get("only")}
        same = facts["agreement"]["digest"] == of.agreement.digest
        return same and given == wanted and self.record["made_by"] == record.plain(made_by)


def compare(
    base: Path, by: str, of: Ready, done: Sequence[Done], made_by: Mapping[str, Any]
) -> Path | None:
    """Write the page that compares the segments by a column in a month; None: none stands.

    Reports that stand from earlier runs are compared too, if they are made of the same data, under
    the same agreement and parameters; the others are named, and left out.

    Parameters
    ----------
    base : Path
        Where reports stand.
    of : Ready
        One of this run's reports of the month.
    done : sequence of Done
        What this run made, or could not make.
    made_by : mapping
        What this run's reports are made by.
    """
    month = of.wanted.month
    folder = base / folder_of(by) / month
    held = [_read(path) for path in sorted(folder.glob(f"[!.]*/{record.RECORD}"))]
    alike = [each for each in held if each.is_alike(of, made_by)]
    if not alike:
        return None
    others = [each for each in held if each not in alike]
    failed = [each for each in done if each.state == FAILED and each.wanted.month == month]
    rows = pd.concat([_rows(each) for each in alike], ignore_index=True)
    words = by.removesuffix("_id").replace("_", " ")
    table = ranking.ranking_table(rows)
    ranked = ranking.ranked(rows, words, of.agreement.least_count)
    facts = {**report.facts_of(of), "segment": None, "by": by}
    report.save([table, ranked], folder, facts)
    text = _page(facts, words, alike, others, failed, table, ranked)
    with replaced_file(folder / report.PAGE) as aside:
        aside.write_text(text, encoding="utf-8")
    return folder / report.PAGE


def _read(path: Path) -> _Standing:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return _Standing(str(held["facts"]["segment"]["value"]), path.parent, held)
    except (OSError, ValueError, KeyError, TypeError):
        return _Standing(path.parent.name, path.parent, {})


def _rows(each: _Standing) -> pd.DataFrame:
    """The agreed metrics of a segment, as `ranking` takes them."""
    rows = pd.read_csv(each.folder / GLANCE, keep_default_na=False, na_values=[""])[_COLUMNS]
    sizes = figures(each.folder)
    return rows.assign(
        segment=each.value, n_leads=sizes.get("n_leads", 0), n_won=sizes.get("n_won", 0)
    )


def _page(
    facts: Mapping[str, Any],
    words: str,
    alike: Sequence[_Standing],
    others: Sequence[_Standing],
    failed: Sequence[Done],
    table: Finding,
    ranked: Finding,
) -> str:
    from alignment import page
    from alignment.show import charts
    from alignment.show.display import PLOTLY, as_html

    month = Period.of(facts["month"]).label
    drawn: list[dict[str, Any]] = []
    if ranked.table["is_enough"].any():
        drawn.append({PLOTLY: json.loads(charts.ranking(ranked.table, ranked.sentence).to_json())})
    cells = [
        _says(
            f"# How do they compare, by {words}?\n\nOne page each, and what can be told apart. "
            "The targets are those agreed for all leads; a segment's own page says why."
        ),
        _says("## Their pages"),
        _shows({"text/html": _links(alike, others, failed)}),
        _says("## Beside one another"),
        _shows({"text/html": as_html(table)}),
        _says("## Who can be told apart?"),
        _shows({"text/html": as_html(ranked)}, *drawn),
    ]
    name = f"{facts['company']} · Monthly review by {words}, {month}".lstrip(" ·")
    head = [*report.head(facts), page.Fact("Compared", f"{len(alike):,} pages")]
    if failed:
        head.append(page.Fact("Failed", f"{len(failed):,}", is_warning=True))
    return page.rendered({"cells": cells}, name, head)


def _says(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": text, "metadata": {}}


def _shows(*data: Mapping[str, Any]) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", "data": each, "metadata": {}} for each in data]
    return {"cell_type": "code", "source": "", "metadata": {}, "outputs": outputs}


def _links(alike: Sequence[_Standing], others: Sequence[_Standing], failed: Sequence[Done]) -> str:
    """The pages with their verdicts, the largest first; then those that are missing, and why."""
    shown = [(each, figures(each.folder)) for each in alike]
    shown.sort(key=lambda pair: (-pair[1].get("n_leads", 0), pair[0].value))
    names = [f"n_{each.lower().replace(' ', '_')}" for each in VERDICTS]
    head = "".join(f'<th class="number">{each}</th>' for each in ("Leads*", "Won*", *VERDICTS))
    rows = Markup("").join(
        Markup('<tr><td><a href="{}/{}"><bdi>{}</bdi></a></td>{}</tr>').format(
            each.folder.name,
            report.PAGE,
            each.value,
            Markup("").join(
                Markup('<td class="number">{:,}</td>').format(held.get(name, 0))
                for name in ("n_leads", "n_won", *names)
            ),
        )
        for each, held in shown
    )
    said = [Markup("* In all months looked back on; verdicts are of the month's agreed metrics.")]
    said += [Markup("<bdi>{}</bdi>: {}").format(each.whom, each.message) for each in failed]
    said += [
        Markup(
            "<bdi>{}</bdi>: made of other data, under another agreement, or with other parameters; "
            "make it again to compare it."
        ).format(each.value)
        for each in others
    ]
    items = Markup("").join(Markup("<li>{}</li>").format(each) for each in said)
    missing = Markup('<ul class="caveats">{}</ul>').format(items) if said else ""
    return (
        '<section class="finding"><details class="table" open><summary>Each with its page</summary>'
        f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
        f"{missing}</section>"
    )

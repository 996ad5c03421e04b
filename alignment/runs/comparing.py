"""The page that compares the segments of a month, made of what their own reports hold."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from alignment import record, report
from alignment.errors import ReportError
from alignment.files import replaced_file
from alignment.finding import Finding
from alignment.measures import ranking
from alignment.measures.attainment import VERDICTS
from alignment.period import Period
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


def compare(
    base: Path, by: str, month: str, done: Sequence[Done], same: Mapping[str, Any]
) -> Path | None:
    """Write the page that compares the segments by a column in a month; None: none stands.

    Reports that stand from earlier runs are compared too, if they are made of the same data as of
    the same day; those of other data are named, and left out.

    Parameters
    ----------
    base : Path
        Where reports stand.
    done : sequence of Done
        What this run made, or could not make.
    same : mapping
        made_by and as_of of this run.
    """
    folder = base / folder_of(by) / month
    standing = list(_standing(folder))
    alike = [each for each in standing if _is_alike(each, same)]
    if not alike:
        return None
    others = sorted(each.value for each in standing if not _is_alike(each, same))
    failed = [each for each in done if each.state == FAILED and each.wanted.month == month]
    rows = pd.concat([_rows(each) for each in alike], ignore_index=True)
    words = by.removesuffix("_id").replace("_", " ")
    least = alike[0].record["facts"].get("least_count", 20)
    table = ranking.ranking_table(rows)
    ranked = ranking.ranked(rows, words, least)
    facts = {**alike[0].record["facts"], "segment": None, "by": by}
    report.save([table, ranked], folder, facts)
    text = _page(facts, words, alike, others, failed, table, ranked)
    with replaced_file(folder / report.PAGE) as aside:
        aside.write_text(text, encoding="utf-8")
    return folder / report.PAGE


def _standing(folder: Path) -> list[_Standing]:
    found = []
    for path in sorted(folder.glob(f"[!.]*/{record.RECORD}")):
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            value = held["facts"]["segment"]["value"]
        except (ValueError, KeyError, TypeError) as error:
            raise ReportError(f"{path} is no record of a report: make it again.") from error
        if (path.parent / GLANCE).is_file():
            found.append(_Standing(value, path.parent, held))
    return found


def _is_alike(each: _Standing, same: Mapping[str, Any]) -> bool:
    as_of = each.record["parameters"].get("as_of", "")
    return each.record["made_by"] == same["made_by"] and as_of == same["as_of"]


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
    others: Sequence[str],
    failed: Sequence[Done],
    table: Finding,
    ranked: Finding,
) -> str:
    from alignment import page
    from alignment.show import charts
    from alignment.show.display import PLOTLY, as_html

    month = Period.of(facts["month"]).label
    figure = json.loads(charts.ranking(ranked.table, ranked.sentence).to_json())
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
        _shows({"text/html": as_html(ranked)}, {PLOTLY: figure}),
    ]
    name = f"{facts['company']} · Monthly review by {words}, {month}".lstrip(" ·")
    head = [page.Fact("Month", month), page.Fact("Compared", f"{len(alike):,} pages")]
    if failed:
        head.append(page.Fact("Failed", f"{len(failed):,}", is_warning=True))
    return page.rendered({"cells": cells}, name, head)


def _says(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": text, "metadata": {}}


def _shows(*data: Mapping[str, Any]) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", "data": each, "metadata": {}} for each in data]
    return {"cell_type": "code", "source": "", "metadata": {}, "outputs": outputs}


def _links(alike: Sequence[_Standing], others: Sequence[str], failed: Sequence[Done]) -> str:
    """The pages with their verdicts, the largest first; then those that are missing, and why."""
    shown = [(each, figures(each.folder)) for each in alike]
    shown.sort(key=lambda pair: (-pair[1].get("n_leads", 0), pair[0].value))
    names = [f"n_{each.lower().replace(' ', '_')}" for each in VERDICTS]
    head = "".join(f'<th class="number">{each}</th>' for each in ("Leads", "Won", *VERDICTS))
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
    said = [Markup("<bdi>{}</bdi>: {}").format(each.whom, each.message) for each in failed]
    said += [
        Markup("<bdi>{}</bdi>: made of other data; make it again to compare it.").format(value)
        for value in others
    ]
    items = Markup("").join(Markup("<li>{}</li>").format(each) for each in said)
    missing = Markup('<ul class="caveats">{}</ul>').format(items) if said else ""
    return (
        f'<section class="finding"><table><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{missing}</section>"
    )

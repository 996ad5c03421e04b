"""Charts of what Sales says: they draw the table, and keep text as text."""

import given_back
import pandas as pd

from alignment.measures.feedback import reasons_by_source, stuck
from alignment.show import charts


def test_a_cell_holds_its_count_bold_where_it_stands_out_and_starred_where_too_few() -> None:
    table = reasons_by_source(given_back.usual(), given_back.APRIL).table
    made = charts.reasons_by_source(table, "alt")
    heat = made.data[0]
    assert list(heat.x) == ["fair", "list", "few"]
    assert heat.text.tolist() == [["10", "0", "0*"], ["<b>2</b>", "<b>16</b>", "5*"]]
    assert set(heat.customdata[:, 2]) == {"too few for a share"}
    title = made.layout.annotations[0].text
    assert title == "Given back (colour: share; bold: stands out; *: too few for one)"


def test_at_most_ten_sources_and_reasons_are_drawn() -> None:
    pairs = [(f"s{s}", f"r{r}") for s in range(12) for r in range(12)]
    table = pd.DataFrame(pairs, columns=["source", "reason"])
    table = table.assign(kind="recycled", n=3, rate=0.1, is_enough=True, is_clear=False)
    heat = charts.reasons_by_source(table, "alt").data[0]
    assert heat.z.shape == (10, 10)


def test_hostile_names_stay_text() -> None:
    table = reasons_by_source(given_back.usual(), given_back.APRIL).table
    table = table.assign(source="<img src=x>" + table["source"], reason="$a$" + table["reason"])
    heat = charts.reasons_by_source(table, "alt").data[0]
    assert not any("<" in name for name in heat.x)
    assert not any("$" in name for name in heat.y[1])


def test_a_stage_that_cannot_be_judged_is_drawn_apart() -> None:
    made = charts.stuck(stuck(given_back.usual()).table, "alt")
    bars = [(bar.name, list(bar.x)) for bar in made.data if bar.type == "bar"]
    assert bars == [("Too long", [52, 60]), ("Cannot be judged", [10])]
    words = [list(trace.text) for trace in made.data if trace.type == "scatter"]
    assert words == [[" 52 of 52", " 60 of 60"], [" 10"]]


def test_losses_stack_a_bar_a_reason() -> None:
    rows = [
        ("2026-01", "price", 2),
        ("2026-01", "<b>", 1),
        ("2026-02", "price", 0),
        ("2026-02", "<b>", 4),
    ]
    table = pd.DataFrame(rows, columns=["month", "reason", "n"]).assign(n_lost=4)
    made = charts.losses(table, "alt")
    assert [(bar.name, list(bar.y)) for bar in made.data] == [
        ("price", [2, 0]),
        ("&lt;b&gt;", [1, 4]),
    ]

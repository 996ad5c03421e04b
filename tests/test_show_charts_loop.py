"""Charts of the closed loop: intervals on money, what is too few, and three models side by side."""

import pandas as pd
import town

from alignment.measures import loop
from alignment.measures.loop.credit import NO_TOUCH
from alignment.period import Period
from alignment.show import charts

SPRING = Period.of("2026-04", 4)
HARM = "<script>window.harmed=1</script> $x$"


def credits(n: int, **more: object) -> pd.DataFrame:
    groups = [*(f"k{i}" for i in range(n - 1)), NO_TOUCH]
    rows = pd.DataFrame({"group": groups, "label": groups, "currency": "EUR"})
    for unit in ("won", "amount"):
        names = (f"first_{unit}", f"last_{unit}", f"linear_{unit}")
        rows = rows.assign(**dict.fromkeys(names, 5.0))
        rows = rows.assign(**{f"linear_low_{unit}": 3.0, f"linear_high_{unit}": float("nan")})
    return rows.assign(**more)


def test_what_was_won_has_its_interval_and_too_few_leads_say_so() -> None:
    found = loop.closed_loop(town.journeys(least_count=3), SPRING, "source", town.campaigns())
    ends = {"won_low_amount": [900.0, None, None], "won_high_amount": [2500.0, None, None]}
    made = charts.closed_loop(found.table.assign(**ends), found.sentence)
    (won,) = (trace for trace in made.data if trace.name == "Won")
    assert (won.error_x.array[0], won.error_x.arrayminus[0]) == (1000, 600)
    assert "too few to tell" in {note.text for note in made.layout.annotations}


def test_three_models_stand_side_by_side_for_at_most_twelve_campaigns() -> None:
    made = charts.attribution(credits(20), "who is credited")
    assert [trace.name for trace in made.data] == [
        "First touch",
        "Linear (equal shares)",
        "Last touch",
    ]
    assert {len(trace.y) for trace in made.data} == {12}
    assert made.layout.annotations[0].text == "Won amount credited, EUR, top 12 of 20"
    assert made.layout.meta["alt"] == "who is credited"


def test_without_amounts_wins_are_drawn() -> None:
    rows = credits(2, first_amount=None, linear_amount=None, last_amount=None)
    made = charts.attribution(rows.assign(first_won=[1.0, 2.0]), "")
    assert made.layout.annotations[0].text == "Wins"
    assert list(made.data[0].x) == [1.0, 2.0]


def test_a_campaign_named_to_do_harm_is_a_text() -> None:
    made = charts.attribution(credits(2, label=[HARM, HARM]), "")
    assert all("<" not in name and "$" not in name for name in made.data[0].y)
    assert len(set(made.data[0].y)) == 2

"""Charts of the score check draw what their tables say, and hostile names stay text."""

import numpy as np
import pandas as pd

from alignment.show import charts

HOSTILE = "<script>x</script>"


def lifts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": ["2026-01", "2026-02", "2026-03"],
            "label": ["2026-01", "2026-02", "2026-03"],
            "n_above": [30, 20, 25],
            "n_immature": [0, 0, 90],
            "n_mature_above": [30, 0, 0],
            "n_converted_above": [9, 0, 0],
            "lift": [3.0, np.nan, np.nan],
            "lift_low": [2.0, np.nan, np.nan],
            "lift_high": [4.0, np.nan, np.nan],
        }
    )


def test_months_too_young_are_hatched_and_have_no_lift() -> None:
    made = charts.score_separation(lifts(), "what it says")
    lift, *bars = made.data
    assert list(lift.y) == [3.0]
    assert {bar.name: (list(bar.y), bar.marker.pattern.shape) for bar in bars} == {
        "Can be judged": ([30, 0, 0], ""),
        "Too young for a rate": ([0, 0, 25], "/"),
        "Before outcomes were recorded": ([0, 20, 0], ""),
    }
    assert made.layout.meta["alt"] == "what it says"


def test_without_any_lift_the_chart_says_so() -> None:
    table = lifts().assign(lift=np.nan, lift_low=np.nan, lift_high=np.nan)
    made = charts.score_separation(table, "x")
    said = [note.text for note in made.layout.annotations]
    assert "Not enough mature leads for a lift yet" in said


def test_bands_stand_with_both_halves_beside_each_other() -> None:
    rates = {"rate": [0.1, np.nan], "rate_low": [0.05, np.nan], "rate_high": [0.2, np.nan]}
    counts = {"n_mature": [50, 3], "n_converted": [5, 1]}
    halves = {
        f"{half}_{name}": values
        for half in ("earlier", "later")
        for name, values in (rates | counts).items()
    }
    table = pd.DataFrame({"band": ["under 5", "5 or more"], **rates, **counts, **halves})
    made = charts.score_calibration(table.assign(is_enough=[True, False]), "x")
    assert [trace.name for trace in made.data] == ["All months", "Earlier half", "Later half"]
    assert [note.text for note in made.layout.annotations] == ["too few"]


def test_a_source_that_means_harm_is_text() -> None:
    table = pd.DataFrame(
        {
            "kind": ["source", "activity"],
            "name": ["source", "activity"],
            "value": [HOSTILE, "webinar"],
            "share_now": [0.3, 0.1],
            "share_before": [0.1, 0.1],
            "difference": [0.2, 0.0],
            "low": [0.1, -0.1],
            "high": [0.3, 0.1],
            "is_clear": [True, False],
        }
    )
    made = charts.mix_changes(table, "x")
    clear, rest = made.data
    assert list(clear.y) == ["source: &lt;script&gt;x&lt;/script&gt;"]
    assert list(rest.y) == ["did: webinar"]
    assert made.layout.annotations[0].text == "30%, before 10%"

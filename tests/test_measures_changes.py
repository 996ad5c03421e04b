"""What changed since a month was frozen, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pandas as pd
import poor_histories
import pytest
import town
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Agreement, Metric, rule_of
from alignment.files import SAMPLE
from alignment.finding import Finding
from alignment.frozen import FrozenMonth, frozen_months
from alignment.history import History
from alignment.measures.changes import explained, frozen_of, leads_of, matured
from alignment.measures.journeys import Journeys
from alignment.measures.scorecards import Measured, Scorecards
from alignment.measures.service import Episodes
from alignment.period import Period

JANUARY, FEBRUARY, MARCH = (Period.of(f"2026-0{n}") for n in (1, 2, 3))
AFTER_JANUARY, AFTER_FEBRUARY = pd.Timestamp("2026-02-05"), pd.Timestamp("2026-03-05")
N_MQL = Metric(team="marketing", unit="count", target=5)
SHARE = Metric(team="sales", unit="share", target=0.5)
LEADS = {"n_leads": 4, "n_mql": 3, "n_sql": 2, "n_opportunity": 2, "n_won": 1, "won_amount": 1000.0}
"""Of January, as known on 5 February."""
DATA = {"leads": "a" * 64, "deals": "b" * 64}


@cache
def draft() -> Agreement:
    metrics = {"n_mql": N_MQL, "first_contact_share": SHARE}
    return Agreement.draft("Town").changed(metrics=metrics, least_count=1)


def agreement(**parts: object) -> Agreement:
    return draft().changed(**parts) if parts else draft()


def frozen(
    month: Period,
    as_of: pd.Timestamp,
    under: Agreement | None = None,
    values: Mapping[str, float | None] | None = None,
    data: Mapping[str, str] = DATA,
    **leads: float | None,
) -> FrozenMonth:
    under = under or agreement()
    rows = [
        {"metric": key, "label": key, **under.metrics[key].model_dump(), "value": value,
         "low": None, "high": None, "n": 3, "verdict": "PASS"}
        for key, value in (values or {}).items()
    ]  # fmt: skip
    table = Finding(pd.DataFrame(rows).astype(object), "")
    return frozen_of(month, as_of, None, data, under, table, leads or LEADS)


# ---- what came of a month's leads


def test_leads_of_a_month_are_those_created_in_it_and_what_came_of_them_so_far() -> None:
    journeys = Journeys.of(town.history(), agreement(), AFTER_JANUARY)
    assert leads_of(journeys, JANUARY) == LEADS
    assert leads_of(journeys, FEBRUARY)["n_leads"] == 0


def test_what_no_lead_ever_reached_is_not_known_to_be_none() -> None:
    journeys = Journeys.of(poor_histories.only_leads(), agreement())
    found = leads_of(journeys, JANUARY)
    assert found == {"n_leads": 1, **dict.fromkeys([*found][1:])}


# ---- matured since


def test_what_matured_stands_beside_the_frozen_figure() -> None:
    held = {"2026-01": frozen(JANUARY, AFTER_JANUARY), "2026-04": frozen(JANUARY, AFTER_JANUARY)}
    found = matured(held, town.journeys(), MARCH)
    assert found.table["month"].tolist() == ["2026-01"]
    row = found.table.iloc[0]
    assert (row["n_won_frozen"], row["n_won"], row["n_won_matured"]) == (1, 2, 1)
    assert row["won_amount_matured"] == 500
    assert row["frozen_on"] == date(2026, 2, 5)
    assert found.sentence == (
        "Since January 2026 was frozen on 5 February 2026, 1 more was won of its 4 leads "
        "(1 then, 2 now, +500 EUR)."
    )
    assert found.figures == {
        "n_months": 1, "n_won_matured": 1, "won_amount_matured": 500.0, "n_corrected": 0,
    }  # fmt: skip


def test_a_first_and_a_second_run_of_a_month_say_the_same() -> None:
    journeys = Journeys.of(town.history(), agreement(), AFTER_FEBRUARY)
    as_now = frozen(FEBRUARY, AFTER_FEBRUARY, n_leads=1, n_won=0)
    read_back = FrozenMonth.model_validate_json(as_now.model_dump_json())
    one, two = (matured({"2026-02": each}, journeys, FEBRUARY) for each in (as_now, read_back))
    assert one.sentence == two.sentence
    assert one.sentence.startswith("February 2026 is kept as it is known now")
    pd.testing.assert_frame_equal(one.table, two.table)


def test_months_together_are_told_after_the_newest() -> None:
    held = {
        "2026-01": frozen(JANUARY, AFTER_JANUARY),
        "2026-02": frozen(FEBRUARY, pd.Timestamp("2026-03-02"), n_leads=1, n_won=0),
    }
    said = matured(held, town.journeys(), MARCH).sentence
    assert "February 2026 was frozen on 2 March 2026, no more were won of its 1 lead" in said
    assert said.endswith("Over all 2 months frozen before: 1 more was won.")


def test_a_win_taken_back_is_told_as_a_correction_with_the_tables_that_changed() -> None:
    then = frozen(JANUARY, AFTER_JANUARY, n_leads=4, n_mql=3, n_won=3, won_amount=2500.0)
    other = {**DATA, "deals": "c" * 64}
    now = frozen(FEBRUARY, AFTER_FEBRUARY, data=other, n_leads=1, n_won=0)
    found = matured({"2026-01": then, "2026-02": now}, town.journeys(), FEBRUARY)
    assert found.table["n_won_matured"].tolist() == [0, -1]
    assert found.figures["n_corrected"] == 1
    assert (
        "January 2026 was corrected after it was frozen, which is no work of a later month: "
        "won 3 → 2, amount won 2,500 → 1,500. Other tables than it was made from: deals."
    ) in found.caveats


def test_leads_of_the_last_evening_are_no_correction() -> None:
    """A month counts as over six hours before its end; what came in these was not known yet."""
    then = frozen(JANUARY, pd.Timestamp("2026-01-31 20:00"), n_leads=3, n_mql=3, n_won=1)
    found = matured({"2026-01": then}, town.journeys(), FEBRUARY)
    (said,) = [each for each in found.caveats if "leads 3 → 4" in each]
    assert said.startswith("When January 2026 was frozen, its last hours were not known yet")


def test_a_month_frozen_after_as_of_is_left_out_and_said() -> None:
    journeys = Journeys.of(town.history(), agreement(), AFTER_JANUARY)
    found = matured({"2026-01": frozen(JANUARY, AFTER_FEBRUARY)}, journeys, JANUARY)
    assert not found.is_answered
    assert found.caveats == ("Frozen after what this review may know, and left out: January 2026.",)


def test_amounts_of_another_currency_are_not_compared() -> None:
    under = agreement(currency="CHF")
    held = {"2026-01": frozen(JANUARY, AFTER_JANUARY, under, n_leads=4, n_won=1, won_amount=9.0)}
    found = matured(held, town.journeys(), MARCH)
    assert found.table["won_amount_matured"].isna().all()
    assert "Frozen in another currency than EUR, no amount compared: January 2026." in found.caveats


def test_more_months_than_a_year_and_one_are_counted_not_shown() -> None:
    months = Period.of("2026-03", 15).months
    held = {name: frozen(Period.of(name), AFTER_FEBRUARY, n_leads=0, n_won=0) for name in months}
    found = matured(held, town.journeys(), MARCH)
    assert len(found.table) == 13
    assert "2 older frozen months are not shown." in found.caveats


@pytest.mark.parametrize("history", [poor_histories.empty, poor_histories.only_leads])
def test_a_history_of_next_to_nothing_has_months_too(history: object) -> None:
    journeys = Journeys.of(history(), agreement(), town.AS_OF)  # type: ignore[operator]
    held = {"2026-01": frozen(JANUARY, AFTER_JANUARY, n_leads=1)}
    assert "no win is known" in matured(held, journeys, JANUARY).sentence


# ---- what changed


@dataclass(frozen=True)
class Counter:
    """Metrics by the name of the metric and the month."""

    held: Mapping[tuple[str, str], Measured]

    def measured(self, key: str, period: Period | None = None) -> Measured:
        assert period is not None
        return self.held.get((key, period.months[0]), Measured(is_enough=False, note="too few"))


def told(
    before: FrozenMonth | None,
    ours: Mapping[tuple[str, str], Measured],
    theirs: Mapping[tuple[str, str], Measured] | None = None,
    agreed: Agreement | None = None,
    episodes: Episodes | None = None,
) -> Finding:
    """`explained` for February, on given figures under either agreement."""
    now = episodes or town.episodes(agreed or agreement())

    def under(old: Agreement) -> Episodes:
        assert theirs is not None, "nothing is measured twice under one agreement"
        return replace(now, agreement=old)

    return explained(
        FEBRUARY, before, now, under,
        lambda each, month: Counter(ours if each is now else theirs or {}),
    )  # fmt: skip


def row_of(found: Finding, key: str) -> pd.Series:
    return found.table.set_index("metric").loc[key]


def share(value: float) -> Measured:
    return Measured(value, value - 0.1, value + 0.1, 80)


STRICTER = {
    "service_levels": {
        "marketing": {"accepted_share": 0.6},
        "sales": {"first_contact_within_hours": 2},
    }
}


def test_a_change_is_split_into_matured_defined_anew_and_performed() -> None:
    before = frozen(JANUARY, AFTER_JANUARY, values={"first_contact_share": 0.80})
    key = "first_contact_share"
    ours = {(key, "2026-01"): share(0.5), (key, "2026-02"): share(0.2)}
    found = told(before, ours, {(key, "2026-01"): share(0.7)}, agreement(**STRICTER))
    row = row_of(found, key)
    assert row["words"] == "80% → 20%"
    parts = row[["matured", "definition_changed", "performance_changed"]].astype(float)
    assert parts.round(6).tolist() == [-0.1, -0.2, -0.3]
    assert row["is_clear"]
    assert (round(row["low"], 3), round(row["high"], 3)) == (-0.441, -0.159)
    worse = "Clearly worse than in January 2026: First contact in time −30 points (−44 to −16)"
    assert f"{worse}, to 20%." in found.sentence
    assert "Known of January 2026 since: First contact in time −10 points." in found.sentence
    assert "Defined anew: First contact in time −20 points." in found.sentence
    assert "First contact within 8 → 2 working hours" in found.sentence


def test_under_the_same_agreement_nothing_is_measured_twice() -> None:
    before = frozen(JANUARY, AFTER_JANUARY, values={"first_contact_share": 0.5})
    ours = {("first_contact_share", month): share(0.5) for month in ("2026-01", "2026-02")}
    found = told(before, ours)
    row = row_of(found, "first_contact_share")
    assert (row["matured"], row["definition_changed"], row["performance_changed"]) == (0, 0, 0)
    one = "First contact in time, the one figure with enough data, cannot be told apart from "
    assert f"{one}January 2026." in found.sentence
    assert "No figure was defined anew." in found.sentence


def test_another_target_alone_defines_no_figure_anew() -> None:
    before = frozen(JANUARY, AFTER_JANUARY, values={"first_contact_share": 0.5})
    ours = {("first_contact_share", month): share(0.5) for month in ("2026-01", "2026-02")}
    other = agreement(metrics={"first_contact_share": SHARE.model_copy(update={"target": 0.9})})
    row = row_of(told(before, ours, agreed=other), "first_contact_share")
    assert row["definition_changed"] == 0
    assert row["note"] == "the target was another"


@pytest.mark.parametrize(
    ("before", "note"),
    [
        (None, "not frozen"),
        (frozen(JANUARY, town.AS_OF + pd.Timedelta(days=1)), "not frozen"),
        (frozen(JANUARY, AFTER_JANUARY), "new metric"),
        (
            frozen(JANUARY, AFTER_JANUARY, values={"first_contact_share": None}),
            "not enough data when it was frozen",
        ),
    ],
)
def test_a_part_that_is_missing_says_why(before: FrozenMonth | None, note: str) -> None:
    ours = {("first_contact_share", month): share(0.5) for month in ("2026-01", "2026-02")}
    row = row_of(told(before, ours), "first_contact_share")
    assert row["note"] == note
    assert row[["matured", "definition_changed"]].isna().all()
    assert row["performance_changed"] == 0


def test_an_amount_frozen_in_another_currency_is_set_beside_none() -> None:
    metrics = {"won_amount": Metric(team="sales", unit="amount", target=5)}
    abroad = agreement(metrics=metrics, currency="CHF")
    before = frozen(JANUARY, AFTER_JANUARY, abroad, {"won_amount": 900.0})
    ours = {
        ("won_amount", month): Measured(1000, 800, 1200, 30) for month in ("2026-01", "2026-02")
    }
    row = row_of(told(before, ours, ours, agreement(metrics=metrics)), "won_amount")
    assert row["note"] == "measured in another currency then"
    assert row[["before_value", "matured", "definition_changed"]].isna().all()


def test_an_agreement_edited_without_a_new_version_is_told_with_what_changed() -> None:
    before = frozen(JANUARY, AFTER_JANUARY, values={"first_contact_share": 0.5})
    ours = {("first_contact_share", month): share(0.5) for month in ("2026-01", "2026-02")}
    other = agreement(metrics={"first_contact_share": SHARE.model_copy(update={"target": 0.9})})
    found = told(before, ours, agreed=other)
    said = "The agreement was edited since without a new version (unsigned): "
    assert said in found.sentence
    assert "50% (Sales) → at least 90% (Sales)" in found.sentence
    assert "edited" not in told(before, ours).sentence


def test_a_month_reported_under_void_signatures_says_so() -> None:
    signed = agreement().signed("marketing", "Ann", "Head", date(2026, 1, 2))
    signed = signed.signed("sales", "Bob", "Head", date(2026, 1, 2))
    void = signed.model_copy(update={"least_count": 2})
    held = {"2026-01": frozen(JANUARY, AFTER_JANUARY, signed)}
    assert not any("signed" in said for said in matured(held, town.journeys(), MARCH).caveats)
    held["2026-02"] = frozen(FEBRUARY, AFTER_FEBRUARY, void, n_leads=1, n_won=0)
    (said,) = [s for s in matured(held, town.journeys(), MARCH).caveats if "signed" in s]
    assert said.startswith("Reported under an agreement that was void: the text was changed")
    assert said.endswith(": February 2026.")


def test_nothing_is_better_than_a_month_before_the_history() -> None:
    found = explained(
        JANUARY, None, town.episodes(agreement()), lambda _: pytest.fail("one agreement"),
        lambda episodes, month: Scorecards(episodes, month, month, pd.DataFrame()),
    )  # fmt: skip
    row = row_of(found, "n_mql")
    assert row["value"] == 3
    assert pd.isna(row["performance_changed"])
    assert row["note"] == "December 2025: known from 4 January 2026 on; not frozen"
    assert "Clearly" not in found.sentence


def test_a_segments_count_has_no_target_to_be_drawn_against() -> None:
    journeys = town.journeys()
    some = journeys.narrowed((journeys.table["source"] == "fair").to_numpy())
    episodes = Episodes.of(town.history(), agreement(), some)
    table = told(None, {}, episodes=episodes).table.set_index("metric")
    assert table["target"].isna().to_dict() == {"n_mql": True, "first_contact_share": False}


def test_what_is_not_recorded_is_told_from_what_is_too_little() -> None:
    ours = {("n_mql", "2026-02"): Measured(lacks="MQLs", is_enough=False)}
    table = told(None, ours).table.set_index("metric")
    assert table["is_recorded"].to_dict() == {"n_mql": False, "first_contact_share": True}
    assert table.loc["n_mql", "note"].startswith("not recorded: MQLs")
    assert table.loc["n_mql", "words"] == ""


def test_a_month_that_is_not_over_has_no_count_to_compare() -> None:
    young = replace(town.journeys(), as_of=pd.Timestamp("2026-02-20"))
    episodes = Episodes.of(town.history(), agreement(), young)
    half = Measured(1, 0, 3, 1, is_enough=False, note="the month is not over")
    ours = {("n_mql", "2026-01"): Measured(3, 1, 7, 3), ("n_mql", "2026-02"): half}
    before = frozen(JANUARY, AFTER_JANUARY, values={"n_mql": 3.0})
    row = row_of(told(before, ours, episodes=episodes), "n_mql")
    assert row["note"] == "the month is not over"
    assert row[["value", "performance_changed"]].isna().all()
    assert row["matured"] == 0


VISIT = rule_of({"activity": "web_visit", "at_least": 1})
REACHED = rule_of({"attribute": "source", "is": "fair"})


def test_another_rule_is_told_by_the_leads_that_each_would_have_passed() -> None:
    # of January's leads a visited the site before it was won; a and b came of the fair
    rules = [{"mql": {"agreed": each}} for each in (VISIT, REACHED)]
    old, new = (agreement(rules=each) for each in rules)
    before = frozen(JANUARY, AFTER_JANUARY, old, {"n_mql": 3.0, "first_contact_share": 0.5})
    ours = {("n_mql", "2026-01"): Measured(3, 1, 7, 3), ("n_mql", "2026-02"): Measured(1, 0, 4, 1)}
    found = told(before, ours, agreed=new)
    row = row_of(found, "n_mql")
    assert row["note"] == "in January 2026 1 leads met the rule agreed then, 2 the one in force"
    parts = ["before_value", "matured", "definition_changed", "performance_changed", "value"]
    assert row[parts].tolist() == [3, 0, 1, -3, 1]
    assert any(said.startswith("The rule for MQL is another one") for said in found.caveats)


@cache
def under_stricter() -> Episodes:
    return town.episodes(agreement(**STRICTER))


figures = st.none() | st.integers(0, 40).map(lambda n: Measured(n / 8, n / 9, n / 7, n))


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(figures, figures, figures, st.none() | st.floats(0, 1))
def test_the_parts_add_up(
    now: Measured | None, then: Measured | None, old: Measured | None, kept: float | None
) -> None:
    key = "first_contact_share"
    ours = {(key, "2026-02"): now, (key, "2026-01"): then}
    found = told(
        frozen(JANUARY, AFTER_JANUARY, values={key: kept}, n_leads=4),
        {at: each for at, each in ours.items() if each},
        {(key, "2026-01"): old} if old else {},
        episodes=under_stricter(),
    )
    row = row_of(found, key)
    parts = ["before_value", "matured", "definition_changed", "performance_changed"]
    if row[parts].notna().all():
        assert row[parts].sum() == pytest.approx(row["value"])
    else:
        assert row["note"]


def test_without_an_agreed_metric_it_is_said() -> None:
    found = told(None, {}, agreed=agreement(metrics={}))
    assert found.sentence.startswith("No metric is agreed")


def test_a_segment_without_leads_has_no_change_to_tell() -> None:
    journeys = town.journeys()
    nobody = journeys.narrowed((journeys.table["lead_id"] == "nobody").to_numpy())
    history = town.history().narrowed(nobody.table["lead_id"])
    episodes = Episodes.of(history, agreement(), nobody)
    before = frozen(JANUARY, AFTER_JANUARY, agreement(rules={"mql": {"agreed": VISIT}}))
    found = told(before, {}, episodes=episodes)
    assert found.sentence.endswith("No metric has enough data in both months to tell them apart.")


def test_the_samples_frozen_month_is_what_was_known_then() -> None:
    held, history = frozen_months(SAMPLE)["2026-07"], History.open(SAMPLE)
    assert held.under.is_signed
    journeys = Journeys.of(history, held.under, held.known_at)
    assert leads_of(journeys, held.period) == held.leads.model_dump()
    episodes = Episodes.of(history, held.under, journeys)
    campaigns = history.query("SELECT * FROM campaigns ORDER BY campaign_id")
    cards = Scorecards(episodes, held.period, held.period, campaigns)
    for key, metric in held.metrics.items():
        assert cards.measured(key).value == pytest.approx(metric.value)

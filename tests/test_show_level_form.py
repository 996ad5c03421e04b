"""The form of service levels: what is typed, what is wrong with it, what was achieved."""

import ipywidgets as widgets
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import ServiceLevels
from alignment.finding import Finding
from alignment.show.achieved import Achieved, achieved, achieved_as_promised, badge
from alignment.show.level_form import LevelForm
from alignment.show.widget_tree import every

AGREED = ServiceLevels.model_validate(
    {
        "marketing": {"n_mql": 120, "accepted_share": 0.6},
        "sales": {"first_contact_within_hours": 2.5, "conversations": ["call", "fax"]},
        "on_rejection": "Sales says why.",
    }
)


def type_in(form: LevelForm, level: str, *typed: str) -> None:
    """Type into the boxes of a level, from left to right."""
    for box, text in zip(form._rows[level].boxes.values(), typed, strict=True):
        box.value = text


def beside(form: LevelForm, level: str) -> str:
    return str(form._rows[level]._achieved.value)


def press(form: LevelForm, label: str) -> None:
    buttons = [w for w in every(form) if isinstance(w, widgets.Button)]
    next(button for button in buttons if button.description == label).click()


def test_levels_come_back_as_they_were_opened() -> None:
    form = LevelForm(AGREED)
    assert (form.levels, form.problems) == (AGREED, ())
    assert ServiceLevels.model_validate(form.content) == AGREED


def test_shares_are_typed_as_per_cent_and_kept_from_0_to_1() -> None:
    form = LevelForm(AGREED)
    type_in(form, "first_contact", "8", "92.5")
    assert form.levels.sales.first_contact_within_hours == 8
    assert form.levels.sales.first_contact_share == 0.925
    assert [box.value for box in form._rows["accepted_share"].boxes.values()] == ["60"]


def test_an_empty_form_names_what_is_missing_and_only_when_asked() -> None:
    form = LevelForm()
    assert form.levels is None
    assert len(form.problems) == 7
    assert "First contact: write “within … working hours”." in form.problems
    assert form._wrong.value == ""


def test_marketing_may_promise_nothing() -> None:
    form = LevelForm(AGREED)
    type_in(form, "n_mql", "")
    type_in(form, "accepted_share", " ")
    assert form.problems == ()
    assert form.levels.marketing.model_dump(exclude_none=True) == {}


@pytest.mark.parametrize(
    ("level", "typed", "told"),
    [
        ("first_contact", ("0", "90"), "expected a number of hours from 0.01 to 10,000, not 0"),
        ("first_contact", ("4", "120"), "expected a number from 0 to 100, not 120"),
        ("qualification", ("2.5", "90"), "a whole number of days from 1 to 3,650, not 2.5"),
        ("n_mql", ("-1",), "expected a whole number from 1 to 10,000,000, not -1"),
        ("nurture", ("<b>", "90"), "“<b>” is no number"),
        ("reason", ("nan",), "“nan” is no number"),
    ],
)
def test_what_cannot_be_promised_is_told_at_once(
    level: str, typed: tuple[str, ...], told: str
) -> None:
    form = LevelForm(AGREED)
    type_in(form, level, *typed)
    assert any(told in problem for problem in form.problems)
    assert form.levels is None
    assert form._wrong.value != ""
    assert "<b>" not in form._wrong.value


def test_activities_by_which_a_lead_is_reached_can_be_taken_away_and_added() -> None:
    form = LevelForm(AGREED, activities=["call", "meeting"])
    press(form, "fax (not in the history)  ✕")
    press(form, "call  ✕")
    assert form.levels.sales.conversations == ()
    form._conversations._adding.value = 1
    assert form.levels.sales.conversations == ("meeting",)


@pytest.mark.parametrize("levels", [AGREED, ServiceLevels()])
def test_what_happens_on_rejection_is_shown_as_text(levels: ServiceLevels) -> None:
    assert LevelForm(levels)._rejection.value == levels.on_rejection
    form = LevelForm(None, usual=levels)
    assert form._rejection.value == form.content["on_rejection"] == levels.on_rejection
    form._rejection.value = " Nobody rejects. "
    assert form.content["on_rejection"] == "Nobody rejects."


def test_an_emptied_box_is_told_and_signs_no_default() -> None:
    form = LevelForm(AGREED)
    form._rejection.value = " "
    told = "When Sales rejects a lead: write what happens with it."
    assert (form.problems, form._wrong.value, form.levels) == ((told,), told, None)
    assert "on_rejection" not in form.content


def test_starting_from_other_levels_can_be_undone() -> None:
    form = LevelForm(AGREED, start_from={"Sales proposes": ServiceLevels()})
    type_in(form, "n_mql", "many")
    press(form, "Sales proposes")
    assert form.levels == ServiceLevels()
    press(form, "Undo")
    assert [box.value for box in form._rows["n_mql"].boxes.values()] == ["many"]
    type_in(form, "n_mql", "120")
    assert form.levels == AGREED


def test_a_change_of_all_levels_is_one_change() -> None:
    form = LevelForm(AGREED)
    seen: list[object] = []
    form.observe(lambda change: seen.append(change["new"]), "levels")
    form.hold(ServiceLevels())
    assert seen == [ServiceLevels()]


def test_what_was_achieved_stands_beside_its_level_with_the_verdict_in_words() -> None:
    rows = [
        ("n_mql", "120 a month", "leads", 90.0, 80.0, 100.0, 6, "BREACH"),
        ("first_contact", "within 2.5 h", "share", 0.5, 0.4, 0.6, 1_200, "PASS"),
        ("reason", "all", "share", None, None, None, 3, "NOT ENOUGH DATA"),
    ]
    names = ["level", "promise", "unit", "value", "low", "high", "n", "verdict"]
    found = Finding(pd.DataFrame(rows, columns=names), "")
    form = LevelForm(AGREED)
    form.tell(achieved(found))
    assert "✓ PASS" in beside(form, "first_contact")
    assert "50% (40% to 60%), of 1,200" in beside(form, "first_contact")
    assert "✕ BREACH" in beside(form, "n_mql")
    assert "90 (80 to 100) a month, in 6 months" in beside(form, "n_mql")
    assert "NOT ENOUGH DATA" in beside(form, "reason")
    assert "3 are too few to tell" in beside(form, "reason")
    assert beside(form, "nurture") == ""
    told = achieved_as_promised(found)["first_contact"]
    assert told == "Agreed: within 2.5 h. Achieved: 50% (40% to 60%), of 1,200."


def test_words_from_elsewhere_make_no_markup() -> None:
    form = LevelForm(AGREED, {"n_mql": "<script>"}, activities=["<img src=x>"])
    assert beside(form, "n_mql") == "<p><bdi>&lt;script&gt;</bdi></p>"
    assert "<script>" not in Achieved("a", "<script>").as_html()
    assert badge("") == ""


@given(
    st.builds(
        dict,
        nurture_limit_days=st.integers(1, 3_650),
        nurture_share=st.floats(0, 1),
        sales=st.builds(
            dict,
            first_contact_within_hours=st.floats(0.01, 10_000),
            first_contact_share=st.floats(0, 1),
            qualification_within_days=st.integers(1, 3_650),
            conversations=st.lists(st.text(min_size=1).filter(str.strip), unique=True, max_size=3),
        ),
    )
)
@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
def test_any_levels_come_back_the_same_to_the_last_digit(plain: dict) -> None:
    levels = ServiceLevels.model_validate(plain)
    assert LevelForm(levels).levels == levels

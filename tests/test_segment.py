"""Segments: who belongs to one, and where what belongs to it stands."""

import pandas as pd
import pytest
import town
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from alignment.agreement import Agreement
from alignment.measures.journeys import Journeys
from alignment.segment import NOT_RECORDED, Segment, values_of


def test_a_lead_without_a_value_belongs_to_those_of_which_none_is_recorded() -> None:
    leads = pd.DataFrame({"region": ["DACH", None], "budget": [True, None], "size": [5.0, None]})
    assert [*values_of(leads, "region")] == ["DACH", NOT_RECORDED]
    assert [*values_of(leads, "budget")] == ["True", NOT_RECORDED]
    assert [*values_of(leads, "size")] == ["5.0", NOT_RECORDED]


@pytest.mark.parametrize("value", ["../../etc", "a/b", "", ".", "CON", "x" * 500, "\ud800", "Köln"])
def test_a_folder_stays_within_its_own_whatever_the_value(value: str) -> None:
    by, name = Segment("region", value).folder.split("/")
    assert by == "by_region"
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")
    assert len(name) <= 50


@given(st.text(), st.text())
def test_two_values_have_two_folders_even_where_capitals_do_not_count(one: str, two: str) -> None:
    same = Segment("region", one).folder.lower() == Segment("region", two).folder.lower()
    assert same == (one == two)


def test_a_history_of_some_leads_holds_their_rows_and_every_campaign_and_ends_when_all_does() -> (
    None
):
    whole = town.history()
    some = whole.narrowed(pd.Series(["a", "e"]))
    assert some.n_rows == {
        **whole.n_rows,
        "leads": 2,
        "activities": 4,
        "stage_changes": 3,
        "deals": 2,
    }
    assert (some.as_of, some.first_at, some.zone) == (whole.as_of, whole.first_at, whole.zone)
    assert (some.attributes, some.lacks) == (whole.attributes, whole.lacks)
    assert whole.n_rows["leads"] == 7


def test_journeys_of_some_leads_are_those_that_their_own_rows_give() -> None:
    journeys, agreement = town.journeys(), Agreement.draft("Town")
    is_fair = (journeys.table["source"] == "fair").to_numpy()
    some = town.history().narrowed(journeys.table["lead_id"][is_fair])
    own = Journeys.of(some, agreement, journeys.as_of)
    assert_frame_equal(journeys.narrowed(is_fair).table[own.table.columns], own.table)
    assert len(own.entries) == len(journeys.narrowed(is_fair).entries)


def test_a_history_of_nobody_is_empty_and_still_known() -> None:
    none = town.history().narrowed(pd.Series([], dtype="str"))
    assert none.n_rows["leads"] == none.n_rows["deals"] == 0
    assert none.as_of == town.history().as_of

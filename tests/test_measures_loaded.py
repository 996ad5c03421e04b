"""What is loaded is told with how much of it is used."""

import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.loaded import loaded
from alignment.segment import Segment


def test_of_an_earlier_day_the_rows_that_are_used_are_told() -> None:
    found = loaded(town.history(), Agreement.draft("Town"), town.at("03-31"))
    assert "7 leads, 8 activities" in found.sentence
    assert (
        "Only what was known by 31 March 2026 is used: 5 leads, 6 activities, 7 stage changes, "
        "3 deals, 3 campaigns." in found.sentence
    )
    assert list(found.table["n_used"]) == [5, 6, 7, 3, 3]
    assert (found.figures["n_leads"], found.figures["n_leads_used"]) == (7, 5)


def test_of_the_last_day_all_rows_are_used_and_nothing_more_is_said() -> None:
    found = loaded(town.history(), Agreement.draft("Town"), town.AS_OF)
    assert "is used" not in found.sentence
    assert (found.table["n_used"] == found.table["n_rows"]).all()


def test_of_a_segment_its_own_rows_are_told() -> None:
    some = town.history().narrowed(pd.Series(["a", "f"]))
    found = loaded(some, Agreement.draft(), town.at("03-31"), Segment("source", "fair"))
    assert "This company, only source: fair from" in found.sentence
    assert "is used: 1 lead, 3 activities" in found.sentence


def test_a_history_without_rows_has_no_dates_to_tell() -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    none = History.from_frames(leads.astype({"created_at": "datetime64[us]"}))
    found = loaded(none, Agreement.draft(), none.as_of)
    assert found.sentence.startswith("This company: 0 leads.")

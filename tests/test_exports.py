"""A day's hand-off as files that people, CRMs and programs read."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from changing_hands import AS_OF, HOSTILE, contents, hand_off, history
from hypothesis import given
from hypothesis import strategies as st

from alignment import exports
from alignment.agreement import Agreement
from alignment.exports import hubspot, salesforce
from alignment.exports.changes import key
from alignment.exports.lead_files import file_name
from alignment.files import write_csv


def rows(**more: object) -> pd.DataFrame:
    """The changes of the small day; `more` are further attributes of its leads."""
    return exports.changes(hand_off(), exports.leads(history(**more), ["a", HOSTILE, "c"]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("export")
    exports.write(made, hand_off(), history(), Agreement.draft("Town & Co"))
    return made


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as held:
        return list(csv.DictReader(held))


def lead(folder: Path, lead_id: str) -> Mapping[str, Any]:
    return json.loads((folder / "leads" / file_name(lead_id)).read_text(encoding="utf-8"))


def test_a_day_is_three_lists_three_files_for_crms_and_a_file_a_lead(folder: Path) -> None:
    assert [name for name in contents(folder) if not name.startswith("leads/")] == [
        "back_to_marketing.csv",
        "handoff.json",
        "hubspot_contacts.csv",
        "overdue.csv",
        "salesforce_leads.csv",
        "salesforce_tasks.csv",
        "to_sales.csv",
    ]
    assert len(contents(folder / "leads")) == 3


def test_the_record_says_what_was_found_and_which_files_are_its_own(folder: Path) -> None:
    record = json.loads((folder / "handoff.json").read_text(encoding="utf-8"))
    assert record["facts"]["day"] == "2026-03-02"
    assert record["facts"]["as_of"] == "2026-03-02T15:00:00.000Z"
    assert record["facts"]["agreement"]["version"] == 1
    assert record["findings"]["to_sales"] == {
        "n": 2,
        "sentence": "2 leads go to Sales.",
        "caveats": ["Today's values."],
        "figures": {"n": 2},
        "file": "to_sales.csv",
    }
    assert set(record["files"]) == {*contents(folder), "leads"}


def test_the_same_data_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    exports.write(tmp_path, hand_off(), history(), Agreement.draft("Town & Co"))
    assert contents(tmp_path) == contents(folder)


def test_a_list_holds_its_instants_in_utc_and_no_formula(folder: Path) -> None:
    first, second = read(folder / "to_sales.csv")
    assert first["due_at"] == "2026-03-03T22:30:00.000Z"
    assert (second["due_at"], second["name"]) == ("", "'=Bo")
    assert read(folder / "overdue.csv") == []


def test_a_lead_s_file_tells_what_changes_and_all_that_happened_to_it_by_then(folder: Path) -> None:
    held = lead(folder, "a")
    assert held["lead_id"] == "a"
    assert held["changes"] == [
        {
            "direction": "to_sales",
            "why": "qualified",
            "since_at": "2026-03-01T10:00:00.000Z",
            "episode": 1,
            "score": 65.0,
            "lines": "webinar 1 × 20",
            "task": "Call the lead",
            "task_owner": "Owner of the lead",
            "due_at": "2026-03-03T22:30:00.000Z",
            "key": key("a", "to_sales", pd.Timestamp("2026-03-01 10:00"), 1),
        }
    ]
    text = (folder / "leads" / file_name("a")).read_text(encoding="utf-8")
    assert '"episode": 1,' in text  # a whole number, never 1.0
    assert held["lead"]["email"] == "ada@x.example"
    assert [event["what"] for event in held["history"]] == ["created", "webinar"]
    webinar = held["history"][1]
    assert webinar["asset"] == 'A "day"/2'
    assert webinar["at"] == "2026-02-01T10:00:00.000Z"
    assert "reason" not in webinar


def test_a_hostile_id_has_a_file_of_its_own_inside_the_folder(folder: Path) -> None:
    assert lead(folder, HOSTILE)["lead_id"] == HOSTILE
    assert [event["what"] for event in lead(folder, HOSTILE)["history"]] == ["created"]


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_no_two_ids_share_a_file_not_even_where_case_does_not_count(ids: list[str]) -> None:
    first, second = (file_name(lead_id) for lead_id in ids)
    assert first.casefold() != second.casefold()
    assert all(s in "abcdefghijklmnopqrstuvwxyz0123456789-." for s in first)
    assert len(first) < 64


@pytest.mark.parametrize("lead_id", ["con", "..", "a/b", "x" * 999, " ", "Ä", ".json"])
def test_a_file_s_name_is_one_that_every_system_takes(lead_id: str) -> None:
    name = file_name(lead_id)
    assert "/" not in name
    assert not name.startswith((".", "-"))
    assert name.split(".")[0] not in {"con", "nul", ""}


def test_a_day_without_any_change_leaves_empty_lists(tmp_path: Path) -> None:
    held = hand_off()
    to_sales, back = (replace(f, table=f.table[:0]) for f in (held.to_sales, held.back))
    day = replace(held, to_sales=to_sales, back=back)
    exports.write(tmp_path, day, history(), Agreement.draft())
    assert list((tmp_path / "leads").iterdir()) == []
    assert read(tmp_path / "hubspot_contacts.csv") == []
    assert "Lifecycle Stage" in (tmp_path / "hubspot_contacts.csv").read_text(encoding="utf-8")
    assert read(tmp_path / "salesforce_tasks.csv") == []


def test_hubspot_s_contacts_leave_alone_what_an_import_must_not_move() -> None:
    made = hubspot.contacts(rows(), "mql").astype(object)
    first, again, back = (made.iloc[n] for n in range(3))
    assert (first["Lifecycle Stage"], first["Lead Status"]) == ("marketingqualifiedlead", "OPEN")
    assert pd.isna(again["Lifecycle Stage"])  # it may stand further on already
    assert again["Lead Status"] == "OPEN"
    assert pd.isna(back["Lifecycle Stage"])
    assert pd.isna(back["Lead Status"])
    assert back["Hand-off Direction"] == "back_to_marketing"
    assert back["Hand-off Note"] == "held for 61 days. Score 12"
    assert first["Hand-off Note"] == "Score 65 (webinar 1 × 20)"
    assert first["Follow-up Due"] == "2026-03-03T22:30:00.000Z"


def test_hubspot_has_no_stage_for_sal() -> None:
    assert hubspot.contacts(rows(), "sal")["Lifecycle Stage"].isna().all()


def test_an_owner_is_told_to_hubspot_by_address_or_not_at_all() -> None:
    owners = hubspot.contacts(rows(), "mql")["Contact owner"]
    assert owners.isna().tolist() == [True, False, True]


def test_one_name_is_not_split_in_two() -> None:
    made = hubspot.contacts(rows(), "mql")
    assert not {"First Name", "Last Name"} & set(made.columns)
    both = hubspot.contacts(rows(**{"First Name": "Ada", "last_name": ["Lo", None, "Ce"]}), "mql")
    assert both["First Name"].tolist() == ["Ada"] * 3
    assert both["Last Name"].isna().tolist() == [False, True, False]


def test_a_lead_without_a_name_has_its_first_and_last() -> None:
    assert rows(**{"First Name": "Ada", "last_name": "Lo"})["name"].tolist() == [
        "Ada Lo",
        "=Bo",
        "Ada Lo",
    ]


def test_a_column_that_the_history_does_not_have_is_left_out() -> None:
    assert "Job Title" not in hubspot.contacts(rows(), "mql")
    assert hubspot.contacts(rows(title="CEO"), "mql")["Job Title"].tolist() == ["CEO"] * 3


def renamed(ids: Mapping[str, str]) -> pd.DataFrame:
    made = rows()
    return made.assign(lead_id=made["lead_id"].map(ids))


def test_only_ids_of_a_crm_stand_under_its_own_name_for_them() -> None:
    theirs = renamed({"a": "101", HOSTILE: "102", "c": "103"})
    assert hubspot.contacts(theirs, "mql")["Record ID"].tolist() == ["101", "102", "103"]
    assert "Record ID" not in hubspot.contacts(rows(), "mql")
    assert "Id" not in salesforce.leads(theirs)
    ids = [f"00Q00000000000{n}" for n in "123"]
    force = renamed(dict(zip(("a", HOSTILE, "c"), ids, strict=True)))
    assert salesforce.leads(force)["Id"].tolist() == ids
    assert salesforce.tasks(force, "UTC")["WhoId"].tolist() == [ids[0], ids[2]]
    assert "Lead:Who.Lead_ID__c" in salesforce.tasks(rows(), "UTC")


def test_salesforce_leads_that_go_back_keep_their_status() -> None:
    made = salesforce.leads(rows())
    assert made["Status"].isna().tolist() == [False, False, True]
    assert made["Lead_Score__c"].tolist() == [65, 50, 12]


def test_a_salesforce_task_is_due_on_the_local_day_of_its_deadline() -> None:
    made = salesforce.tasks(rows(), "Europe/Helsinki")
    assert made["ActivityDate"].tolist() == ["2026-03-04"] * 2
    assert salesforce.tasks(rows(), "Europe/Berlin")["ActivityDate"].tolist() == ["2026-03-03"] * 2
    assert made["Priority"].tolist() == ["High", "Normal"]
    assert made["Subject"].tolist() == ["Call the lead", "Put it on the track"]


def test_a_task_is_its_owner_s_where_salesforce_knows_who_that_is() -> None:
    made = rows()
    assert "OwnerId" not in salesforce.tasks(made, "UTC")
    made.loc[0, "owner"] = "005A0000001abcDIAQ"
    assert salesforce.tasks(made, "UTC")["OwnerId"].iloc[0] == "005A0000001abcDIAQ"


def test_lists_for_people_open_rightly_in_a_spreadsheet_and_files_for_crms_in_programs(
    tmp_path: Path,
) -> None:
    write_csv(pd.DataFrame({"name": ["Schönfeld"]}), tmp_path / "people.csv", is_for_people=True)
    write_csv(pd.DataFrame({"name": ["Schönfeld"]}), tmp_path / "crm.csv")
    assert (tmp_path / "people.csv").read_bytes().startswith(b"\xef\xbb\xbfname")
    assert (tmp_path / "crm.csv").read_bytes().startswith(b"name")


def test_text_longer_than_a_crm_takes_ends_in_an_ellipsis() -> None:
    made = rows()
    made.loc[0, "task"] = "x" * 300
    subjects = salesforce.tasks(made, "UTC")["Subject"]
    assert subjects.str.len().tolist() == [255, len("Put it on the track")]
    assert subjects[0].endswith("x…")


def test_a_hand_off_has_the_same_key_on_every_day_and_no_other_has_it() -> None:
    at = pd.Timestamp("2026-03-01 10:00")
    assert key("a", "to_sales", at) == key("a", "to_sales", at)
    keys = {key("a", "to_sales", at), key("b", "to_sales", at), key("a", "to_sales", AS_OF)}
    keys |= {key("a", "to_sales", at, 1), key("a", "to_sales", at, 2)}
    assert len(keys | {key("a", "back_to_marketing", at), key("a", "to_sales", pd.NaT)}) == 7


def keys_of(**changed: Mapping[str, object]) -> list[str]:
    """The keys of the small day with some columns of a list changed."""
    held = hand_off()
    lists = {
        name: replace(finding, table=finding.table.assign(**columns))
        for name, columns in changed.items()
        if (finding := getattr(held, name))
    }
    known = exports.leads(history(), ["a", HOSTILE, "c"])
    return exports.changes(replace(held, **lists), known)["key"].tolist()


def test_a_lead_that_comes_again_while_it_stayed_warm_is_told_anew() -> None:
    first, again = keys_of(), keys_of(to_sales={"episode": [2, 2]})
    assert [one == other for one, other in zip(first, again, strict=True)] == [False, True, True]


def test_all_that_sends_a_lead_back_from_one_stay_is_told_once() -> None:
    later = {"why": ["given back"], "since_at": [AS_OF]}
    assert keys_of(back=later) == keys_of()
    assert keys_of(back={**later, "handed_off_at": [AS_OF]})[2] != keys_of()[2]
    own = {**later, "handed_off_at": pd.Series([pd.NaT], dtype="datetime64[us]")}
    assert keys_of(back=own)[2] == key("c", "back_to_marketing", AS_OF)

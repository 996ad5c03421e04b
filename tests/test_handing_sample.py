"""The sample's last day, exported as it is: what the files say is what the sentences say."""

import csv
import json
from pathlib import Path

import pytest

from alignment import handing
from alignment.files import SAMPLE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("handing") / "day"
    handing.run(SAMPLE, out=out)
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as held:
        return list(csv.DictReader(held))


def test_every_lead_that_changes_hands_stands_in_every_file_once(folder: Path) -> None:
    going, back = (rows(folder / f"{name}.csv") for name in ("to_sales", "back_to_marketing"))
    new = [row for row in back if row["is_backlog"] == "False"]
    assert 0 < len(new) < len(back)  # the backlog stands in the list for people only
    ids = [row["lead_id"] for row in [*going, *new]]
    assert [row["Lead ID"] for row in rows(folder / "hubspot_contacts.csv")] == ids
    assert [row["Lead_ID__c"] for row in rows(folder / "salesforce_leads.csv")] == ids
    files = [json.loads(path.read_bytes()) for path in (folder / "leads").iterdir()]
    assert sorted(file["lead_id"] for file in files) == sorted(ids)
    assert all(len(file["changes"]) == 1 for file in files)


def test_a_lead_s_history_tells_of_both_teams_in_order_and_nothing_later(folder: Path) -> None:
    as_of = json.loads((folder / "handoff.json").read_bytes())["facts"]["as_of"]
    teams = set()
    for path in (folder / "leads").iterdir():
        events = json.loads(path.read_bytes())["history"]
        times = [event["at"] for event in events]
        assert times == sorted(times)
        assert times[-1] <= as_of
        teams |= {event["team"] for event in events}
    assert teams >= {"marketing", "sales", "lead"}


def test_the_record_counts_the_rows_of_each_list(folder: Path) -> None:
    record = json.loads((folder / "handoff.json").read_bytes())
    for found in record["findings"].values():
        assert found["n"] == len(rows(folder / found["file"]))


def test_every_task_for_a_crm_has_a_key_of_its_own_and_a_day(folder: Path) -> None:
    tasks = rows(folder / "salesforce_tasks.csv")
    assert len({task["Hand_Off_Key__c"] for task in tasks}) == len(tasks) > 0
    assert all(len(task["ActivityDate"]) == len("2026-10-01") for task in tasks)

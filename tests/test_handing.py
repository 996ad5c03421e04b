"""A day's hand-off from a workspace: opened, exported whole or not at all, and told."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from changing_hands import contents, hand_off, history, workspace
from small_notebook import break_answers_and_decisions

from alignment import cli, exports, handing
from alignment.errors import AlignmentError
from alignment.files import SAMPLE
from alignment.handing import Handing
from alignment.history import History
from alignment.measures.hand_off import HandOff
from alignment.notifying import Delivery, told_of
from alignment.notifying.delivery import SECRET

HOOK = "https://crm.example/hook"


@pytest.fixture(autouse=True)
def small_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes hands is another module's question."""
    monkeypatch.setattr(HandOff, "of", lambda *_: hand_off())
    monkeypatch.delenv(SECRET, raising=False)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return workspace(tmp_path / "town")


def test_a_day_is_written_into_its_own_folder_and_told_in_sentences(town: Path) -> None:
    folder = town / "handoffs" / "2026-03-02"
    assert handing.run(town) == [
        "2 leads go to Sales.",
        "! Today's values.",
        "1 comes back.",
        "Nothing is overdue.",
        f"The hand-off of 2026-03-02: {folder}",
    ]
    assert "handoff.json" in contents(folder)


def test_running_twice_leaves_the_same_bytes_and_nothing_beside(town: Path) -> None:
    handing.run(town)
    first = contents(town)
    handing.run(town)
    assert contents(town) == first


def test_a_hand_off_a_week_after_the_last_says_nothing_and_one_later_says_what_is_lost(
    town: Path,
) -> None:
    for name in ("2026-02-23", "2026-03-09", "notes", "2026-01-99"):
        (town / "handoffs" / name).mkdir(parents=True)
        (town / "handoffs" / name / "handoff.json").touch()
    (town / "handoffs" / "2026-03-01").mkdir()  # holds no hand-off
    assert not any("days before" in line for line in handing.run(town))
    (town / "handoffs" / "2026-02-23").rename(town / "handoffs" / "2026-02-22")
    said = (
        "The last hand-off was written 8 days before: leads whose limit in Sales' hands ran out "
        "more than 7 days ago stand in no file for a CRM."
    )
    assert f"! {said}" in handing.run(town)
    assert Handing.at(str(town)).exporting()().endswith(f". {said}")


def test_another_folder_is_written_where_it_is_named(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere" / "day"
    assert Handing.at(str(town)).exporting(str(out))() == f"Written to {out}."
    assert (out / "to_sales.csv").exists()
    assert not (town / "handoffs").exists()


def test_a_folder_with_other_files_is_not_replaced(town: Path) -> None:
    folder = Handing.at(str(town)).export()
    (folder / "leads" / "notes.txt").write_text("mine", encoding="utf-8")
    before = contents(town)
    with pytest.raises(AlignmentError, match=r"notes\.txt"):
        handing.run(town)
    with pytest.raises(AlignmentError, match=r"notes\.txt"):
        handing.run(town, out=folder)
    assert contents(town) == before


def test_an_export_that_fails_leaves_the_earlier_one_whole(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    handing.run(town)
    before = contents(town)
    monkeypatch.setattr(exports.folder.lead_files, "write", fails)
    assert cli.main(["handoff", "--workspace", str(town)]) == 2
    assert contents(town) == before
    assert [p.name for p in (town / "handoffs").iterdir()] == ["2026-03-02"]


KILLED = """\
import sys, time
from pathlib import Path
from changing_hands import hand_off
from alignment import exports, handing
from alignment.measures.hand_off import HandOff
HandOff.of = lambda *_: hand_off()
def slow(folder, *_):
    (Path(sys.argv[1]) / "half").touch()
    time.sleep(60)
exports.folder.lead_files.write = slow
handing.run(sys.argv[1])
"""


def test_a_run_that_is_killed_leaves_the_earlier_export_whole(town: Path) -> None:
    handing.run(town)
    before = contents(town / "handoffs" / "2026-03-02")
    run = subprocess.Popen([sys.executable, "-c", KILLED, str(town)], cwd=Path(__file__).parent)
    try:
        until = time.monotonic() + 60
        while not (town / "half").exists() and run.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        run.kill()
    assert run.wait() == -signal.SIGKILL
    assert (town / "half").exists()
    assert contents(town / "handoffs" / "2026-03-02") == before
    handing.run(town)
    assert contents(town / "handoffs" / "2026-03-02") == before


def test_all_that_is_wrong_is_told_at_once_and_nothing_written(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (town / "agreement.yml").write_text("versoin: 1\n", encoding="utf-8")
    (town / "history" / "leads.parquet").write_bytes(b"PAR1")
    (town / "out").write_text("a file", encoding="utf-8")
    before = contents(town)
    arguments = ["handoff", "--workspace", town, "--out", town / "out", "--notify", "http://x.eu"]
    assert cli.main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    for said in ("versoin", "leads.parquet", "a file", "http://x.eu", SECRET):
        assert said in err
    assert contents(town) == before


def test_answers_that_cannot_be_read_do_not_stand_in_its_way(town: Path) -> None:
    break_answers_and_decisions(town)
    assert handing.run(town)


@pytest.mark.parametrize("as_of", ["yesterday", "2026-02-30", "1999-01-01"])
def test_a_day_that_is_none_is_refused(
    town: Path, as_of: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["handoff", "--workspace", str(town), "--as-of", as_of]) == 2
    assert as_of in capsys.readouterr().err


def test_there_must_be_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(AlignmentError, match="There is no workspace"):
        handing.run(tmp_path / "nowhere")


def test_a_history_without_leads_has_no_day(tmp_path: Path) -> None:
    town = workspace(tmp_path / "town")
    history().query("SELECT * FROM leads WHERE lead_id = ''").pipe(History.from_frames).save(town)
    with pytest.raises(AlignmentError, match="Nobody can change hands"):
        handing.run(town)
    assert not (town / "handoffs").exists()


def test_nothing_is_written_into_the_sample(tmp_path: Path) -> None:
    with pytest.raises(AlignmentError, match="The sample stays as it is"):
        handing.run(SAMPLE)
    with pytest.raises(AlignmentError, match="The sample stays as it is"):
        Handing.at(str(SAMPLE)).export()
    with pytest.raises(AlignmentError, match="The sample stays as it is"):
        Handing.at(str(SAMPLE)).notify(Delivery.to(HOOK, {SECRET: "s"}))
    with pytest.raises(AlignmentError, match="The sample stays as it is"):
        handing.run(SAMPLE, out=SAMPLE / "handoffs" / "day")
    assert not (SAMPLE / "handoffs").exists()


def test_a_day_that_is_not_known_yet_is_no_other_day(town: Path) -> None:
    with pytest.raises(AlignmentError, match="That day is not known yet") as caught:
        handing.run(town, as_of="2030-01-01")
    assert "expected a day up to 2026-03-09" in str(caught.value)
    assert not (town / "handoffs").exists()


def test_an_id_that_looks_like_a_formula_is_told_of(town: Path) -> None:
    held = hand_off()
    held.to_sales.table.loc[0, "lead_id"] = "-1+1"
    found = Handing.at(str(town))
    found.__dict__["hand_off"] = held
    assert found.gaps == [
        "1 id stands behind an apostrophe, as it begins with a sign of formulas: a CRM will not "
        "match it."
    ]


def test_nobody_is_told_of_a_day_before_the_last_one(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "s")
    later = town / "handoffs" / "2026-03-09"
    later.mkdir(parents=True)
    (later / "handoff.json").touch()
    with pytest.raises(AlignmentError, match="outdated"):
        handing.run(town, notify=HOOK)
    assert [path.name for path in (town / "handoffs").iterdir()] == ["2026-03-09"]


def test_another_system_is_told_after_the_files_stand(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []

    def post(_: Delivery, body: str, key: str) -> None:
        assert (town / "handoffs" / "2026-03-02" / "handoff.json").exists()
        sent.append(json.loads(body))

    monkeypatch.setenv(SECRET, "s3cret")
    monkeypatch.setattr(Delivery, "post", post)
    assert handing.run(town, notify=HOOK)[-1] == "https://crm.example was told of 3 hand-offs."
    again = "https://crm.example was told of 0 hand-offs; 3 it had been told of before."
    assert handing.run(town, notify=HOOK)[-1] == again
    (told,) = sent
    assert (told["schema"], told["day"], told["company"]) == (1, "2026-03-02", "Town & Co")
    assert [h["direction"] for h in told["hand_offs"]] == ["to_sales"] * 2 + ["back_to_marketing"]


def test_a_failure_to_tell_is_told_and_the_files_stand(
    town: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def post(*_: object) -> None:
        raise AlignmentError("The other system was not notified.")

    monkeypatch.setenv(SECRET, "s3cret")
    monkeypatch.setattr(Delivery, "post", post)
    assert cli.main(["handoff", "--workspace", str(town), "--notify", HOOK]) == 2
    assert capsys.readouterr().err == "The other system was not notified.\n"
    assert (town / "handoffs" / "2026-03-02" / "handoff.json").exists()


def test_an_address_of_mail_is_told_only_of_who_has_no_name(town: Path) -> None:
    told = told_of(Handing.at(str(town)).changes)
    assert [h["name"] for h in told] == ["Ada Lo", "=Bo", "c@x.example"]
    assert told[0].keys() == {
        *("key", "direction", "lead_id", "name", "owner", "why", "since_at", "score", "lines"),
        *("task", "task_owner", "due_at"),
    }
    assert told[0]["since_at"] == "2026-03-01T10:00:00.000Z"


def test_without_notify_nothing_that_speaks_http_is_loaded() -> None:
    code = "import sys, alignment.handing; print({'requests', 'urllib3'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_a_lead_is_found_and_followed_as_far_as_the_day_knows(town: Path) -> None:
    opened = Handing.at(str(town), "2026-03-01")
    assert opened.found("ada").table["lead_id"].tolist() == ["a"]
    assert opened.tracked("a").table["kind"].tolist() == ["created", "activity"]

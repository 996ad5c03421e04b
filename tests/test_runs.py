"""Many reviews in one run: what stands, what fails alone, what goes on where it was cut off."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from small_notebook import PARAMETERS, runs, written

from alignment import cli, record
from alignment import runs as many
from alignment.agreement import Agreement
from alignment.errors import AlignmentError
from alignment.history import History
from alignment.runs import FAILED, MADE, UP_TO_DATE, Done, Run

DECLARED = f"""{PARAMETERS}
by: str = ""  # a column
only: str = ""  # its value
freeze: bool = False  # keep"""

SAVES = """\
# Save
import time
import pandas as pd
from pathlib import Path
from alignment import report
from alignment.agreement import Agreement
from alignment.finding import Finding
if only == "list" and Path(workspace, "broken").exists(): raise ValueError("the list is broken")
if Path(workspace, "slow").exists(): time.sleep(60 if only == "web" else 0)
row = {"metric": "n_leads", "label": "Leads", "unit": "count", "better": "higher"}
row |= {"value": 30.0, "low": 20.0, "high": 42.0, "n": 30, "verdict": "PASS"}
loop = Finding(pd.DataFrame(), "", name="closed_loop_by_source", figures={"n_leads": 1, "n_won": 0})
n = {"n_breach": int(only == "web")}
levels = Finding(pd.DataFrame(), "", name="service_levels", figures=n)
glance = Finding(pd.DataFrame([row]), as_of, name="month_at_a_glance", figures={"n_pass": 1})
segment = {"by": by, "value": only} if by else None
facts = {"company": "Town", "month": month, "segment": segment}
facts |= {"as_of": as_of or "2026-03-02", "agreement": {"state": "s", "is_signed": True}}
facts |= {"history": {"first_on": "2026-01-05", "last_on": "2026-03-02"}}
facts["agreement"] |= {"version": 1, "digest": Agreement.open(workspace).digest}
report.save([loop, levels, glance], out, facts)"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Three leads of three sources, in January and March 2026."""
    folder = tmp_path / "town"
    folder.mkdir()
    created_at = pd.to_datetime(["2026-01-05 09:00", "2026-01-06 09:00", "2026-03-02 09:00"])
    sources = ["fair", "list", "web"]
    leads = pd.DataFrame({"lead_id": ["a", "b", "c"], "created_at": created_at})
    History.from_frames(leads.assign(source=sources)).save(folder)
    Agreement.draft("Town").save(folder)
    return folder


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    return written(tmp_path / "small.ipynb", runs(SAVES), declared=DECLARED)


def states(made: Run) -> dict[str, str]:
    return {each.whom: each.state for each in made.done}


def asked(town: Path, notebook: Path, *months: str, **given: object) -> Run:
    """Runs with a notebook that freezes nothing, so into a folder where nothing is."""
    here = {"by": "source", "notebook": notebook, "out": town / "reports", **given}
    return many.run(town, months or ["2026-01"], **here)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_segment_that_fails_stops_no_other_and_is_made_when_it_is_mended(
    town: Path, notebook: Path
) -> None:
    (town / "broken").touch()
    made = asked(town, notebook, n_jobs=2)
    assert states(made) == {"fair": MADE, "list": FAILED, "web": MADE}
    assert "ValueError: the list is broken" in many.failures(made)
    page = made.pages[0].read_text(encoding="utf-8")
    assert page.count("<td><a href=") == 2
    assert "the list is broken" in page
    (town / "broken").unlink()
    again = asked(town, notebook)
    assert states(again) == {"fair": UP_TO_DATE, "list": MADE, "web": UP_TO_DATE}
    page = again.pages[0].read_text(encoding="utf-8")
    assert page.count("<td><a href=") == 3
    assert "the list is broken" not in page
    table = pd.read_csv(again.pages[0].parent / "tables" / "segments.csv")
    assert set(table["segment"]) == {"fair", "list", "web"}


def test_a_page_compares_only_what_was_made_under_one_agreement(town: Path, notebook: Path) -> None:
    asked(town, notebook)
    agreement = Agreement.open(town)
    agreement.model_copy(update={"version": 2, "least_count": 5}).save(town)
    (town / "reports" / "by_source" / "2026-01" / "foreign").mkdir()
    (town / "reports" / "by_source" / "2026-01" / "foreign" / "run.json").write_text("{")
    made = asked(town, notebook, only=["web"])
    page = made.pages[0].read_text(encoding="utf-8")
    assert page.count("<td><a href=") == 1
    for name in ("fair", "list", "foreign"):
        assert f"<bdi>{name}</bdi>: made of other data, under another agreement" in page


def test_a_history_that_is_replaced_meanwhile_fails_what_was_made_of_it(
    town: Path, tmp_path: Path
) -> None:
    touched = f"{SAVES}\nPath(workspace, 'history', 'leads.parquet').touch()"
    notebook = written(tmp_path / "touches.ipynb", runs(touched), declared=DECLARED)
    made = asked(town, notebook, only=["fair", "web"])
    assert states(made) == {"fair": FAILED, "web": FAILED}
    assert "The history was replaced while the report was made." in many.failures(made)


def test_months_are_made_oldest_first_and_a_page_compares_each(town: Path, notebook: Path) -> None:
    made = asked(town, notebook, "2026-03", "2026-01", only=["fair", "list"])
    assert [(each.wanted.month, each.whom) for each in made.done][:2] == [
        ("2026-01", "fair"),
        ("2026-01", "list"),
    ]
    base = town / "reports" / "by_source"
    assert list(made.pages) == [base / month / "index.html" for month in ("2026-01", "2026-03")]
    assert "2 in all" not in many.summary(made)
    assert "4 made." in many.summary(made)


def test_cut_off_by_force_a_run_leaves_whole_reports_and_goes_on_where_it_stopped(
    town: Path, notebook: Path
) -> None:
    (town / "slow").touch()
    code = (
        "import sys\nfrom pathlib import Path\nfrom alignment import runs\n"
        "runs.run(Path(sys.argv[1]), ['2026-01'], by='source', notebook=Path(sys.argv[2]),"
        " out=Path(sys.argv[1], 'reports'))"
    )
    running = subprocess.Popen([sys.executable, "-c", code, town, notebook])
    base = town / "reports" / "by_source" / "2026-01"
    begun = time.monotonic()
    while not list(base.glob("[!.]*/run.json")) or len(list(base.glob(".web.*"))) == 0:
        assert running.poll() is None
        assert time.monotonic() - begun < 60
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    stood = {path.name: contents(path) for path in base.glob("[!.]*") if path.is_dir()}
    assert "fair" in stood
    assert "web" not in stood
    for name, held in stood.items():
        files = json.loads(held[record.RECORD])["files"]
        assert all((base / name / each).exists() for each in files)
    assert list(base.glob(".web.*"))
    (town / "slow").unlink()
    again = states(asked(town, notebook))
    assert again == {"fair": UP_TO_DATE, "list": UP_TO_DATE, "web": MADE}
    assert contents(base / "fair") == stood["fair"]
    assert not list(base.glob(".*"))


def test_two_runs_at_once_do_not_mix(town: Path, notebook: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom alignment import runs\n"
        "runs.run(Path(sys.argv[1]), ['2026-01'], by='source', notebook=Path(sys.argv[2]),"
        " out=Path(sys.argv[1], 'reports'),"
        " given={'as_of': sys.argv[3]}, only=['fair', 'list'])"
    )
    days = ("2026-02-01", "2026-02-02")
    both = [subprocess.Popen([sys.executable, "-c", code, town, notebook, day]) for day in days]
    assert [each.wait(60) for each in both] == [0, 0]
    base = town / "reports" / "by_source" / "2026-01"
    for name in ("fair", "list"):
        run = json.loads((base / name / record.RECORD).read_text(encoding="utf-8"))
        found = json.loads((base / name / record.METRICS).read_text(encoding="utf-8"))
        day = run["parameters"]["as_of"]
        assert day in days
        assert found["findings"]["month_at_a_glance"]["sentence"] == day
    assert not list(base.glob(".*"))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--by", "regoin"], "a column of the leads"),
        (["--by", "source", "--only", "fairs"], "Did you mean 'fair'?"),
        (["--only", "fair"], "expected --by and a column of the leads"),
        (["--by", "source", "--jobs", "0"], "a number of kernels, 1 or more"),
        (["--by", "source", "-p", "only=fair"], "Leave it out"),
    ],
)
def test_what_is_wrong_with_a_run_is_told_before_any_report_is_made(
    town: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    given = ["report", "--month", "2026-01", "--workspace", str(town), *options]
    assert cli.main(given) == cli.FAILED
    assert told in capsys.readouterr().err
    assert not (town / "reports").exists()


def test_months_that_end_before_they_begin_are_refused(town: Path) -> None:
    assert many.months(town, "2026-01", None) == ["2026-01", "2026-02", "2026-03"]
    with pytest.raises(AlignmentError, match="2026-02 or a later month"):
        many.months(town, "2026-02", "2026-01")
    with pytest.raises(AlignmentError) as caught:
        many.months(town, "2025-12", "2030-01")
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("state", "n_breached", "options", "code"),
    [
        (MADE, 1, ["--fail-on", "breach"], cli.BREACHED),
        (MADE, 1, [], 0),
        (MADE, 0, ["--fail-on", "breach"], 0),
        (FAILED, 1, ["--fail-on", "breach"], cli.SOME_FAILED),
    ],
)
def test_a_run_ends_with_what_came_of_it(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    state: str,
    n_breached: int,
    options: list[str],
    code: int,
) -> None:
    wanted = many.runs.Wanted("2026-01", Path("w"))
    done = Done(wanted, state, 1.0, "It broke.", {"n_levels_breached": n_breached})
    monkeypatch.setattr(many, "run", lambda *_, **__: Run((done,), ()))
    given = ["report", "--month", "2026-01", "--workspace", "w", "--by", "source", *options]
    assert cli.main(given) == code
    assert ("It broke." in capsys.readouterr().err) == (state == FAILED)


def test_kernels_end_with_a_run_that_is_cut_off(town: Path, notebook: Path) -> None:
    (town / "slow").touch()
    source = SAVES.replace(
        "time.sleep(60",
        "Path(workspace, 'pid').write_text(str(__import__('os').getpid())) or time.sleep(60",
    )
    slow = written(notebook.parent / "slow.ipynb", runs(source), declared=DECLARED)
    code = (
        "import sys\nfrom pathlib import Path\nfrom alignment import runs\n"
        "runs.run(Path(sys.argv[1]), ['2026-01'], by='source', only=['web'],"
        " out=Path(sys.argv[1], 'reports'), notebook=Path(sys.argv[2]))"
    )
    running = subprocess.Popen([sys.executable, "-c", code, town, slow], stderr=subprocess.DEVNULL)
    begun = time.monotonic()
    while not (town / "pid").exists() or not (town / "pid").read_text(encoding="utf-8"):
        assert time.monotonic() - begun < 60
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    assert running.wait(20) != 0
    assert time.monotonic() - begun < 60
    pid = int((town / "pid").read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

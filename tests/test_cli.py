"""The command line: what it prints, where, and how it ends."""

import subprocess
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sealed_audit import audit, seal
from small_notebook import break_answers_and_decisions, workspace

from alignment import cli, report
from alignment.adopting import Signing
from alignment.agreement import Agreement
from alignment.files import SAMPLE
from alignment.proposals import propose


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return workspace(tmp_path / "town")


def ended(*arguments: object) -> int:
    """How a command ends, also when argparse ends it."""
    try:
        return cli.main([str(argument) for argument in arguments])
    except SystemExit as end:
        return int(end.code or 0)


def asked(monkeypatch: pytest.MonkeyPatch, *options: object) -> tuple[tuple, dict]:
    """What `alignment report` hands to `report.run`."""
    seen = []

    def run(*given: object, **more: object) -> Path:
        seen.append((given, more))
        return Path("out/index.html")

    monkeypatch.setattr(report, "run", run)
    monkeypatch.setattr("alignment.kernel.Kernel", lambda **_: nullcontext())
    assert ended("report", "--month", "2026-09", "--workspace", "w", *options) == 0
    return seen[0]


def test_a_report_is_told_by_the_path_of_its_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given, more = asked(monkeypatch)
    assert given == (Path("w"), "2026-09", None, {})
    assert more == {"kernel": None, "is_quiet": True}
    assert capsys.readouterr() == ("The review of 2026-09: out/index.html\n", "")


def test_the_options_of_a_report_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    options = ("--out", "o", "--as-of", "2026-10-05", "-p", "n_months=12", "-p", "x=a=b")
    given, _ = asked(monkeypatch, *options)
    assert given[2] == Path("o")
    assert given[3] == {"n_months": "12", "x": "a=b", "as_of": "2026-10-05"}


def test_progress_is_shown_on_a_terminal_unless_it_is_not_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert asked(monkeypatch)[1] == {"kernel": None, "is_quiet": False}
    assert asked(monkeypatch, "--no-progress")[1] == {"kernel": None, "is_quiet": True}


@pytest.mark.parametrize("pairs", [["n_months"], ["=3"], ["a=1", "a=2"]])
def test_a_parameter_that_is_no_pair_or_comes_twice_is_refused(
    pairs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    options = [word for pair in pairs for word in ("-p", pair)]
    assert ended("report", "--month", "2026-09", "--workspace", "w", *options) == 2
    assert "The parameters cannot be read." in capsys.readouterr().err


def test_an_error_of_ours_goes_to_stderr_with_every_problem_and_no_trace(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("report", "--month", "2031-01", "--workspace", town) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "expected a month from 2026-01 to 2026-03" in err
    assert "Traceback" not in err


def test_an_error_that_nobody_foresaw_keeps_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "run", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["report", "--month", "2026-09", "--workspace", "w"])


def test_an_interruption_ends_with_its_own_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(report, "run", interrupted)
    monkeypatch.setattr("alignment.kernel.Kernel", lambda **_: nullcontext())
    assert ended("report", "--month", "2026-09", "--workspace", "w") == 130
    assert capsys.readouterr().err == "Interrupted; what stood, stands.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "--mnth", "2026-09"], "no option --mnth. Did you mean '--month'?"),
        (["report", "--mon=2026-09"], "no option --mon. Did you mean '--month'?"),
        (["agreement", "diff", "--x", "a"], "no option --x. There is: --help"),
        (["reprot"], "'reprot'"),
        (["report", "--workspace", "w"], "one of the arguments --month --since is required"),
        ([], "COMMAND"),
        (["sample", "--leads", "many", "--out", "o"], "invalid int value: 'many'"),
    ],
)
def test_a_misspelt_word_ends_with_what_was_meant(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(*arguments) == 2
    assert said in capsys.readouterr().err


def test_a_check_tells_what_is_held_and_what_is_lacking(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("check", "--workspace", town) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "History: 2026-01 to 2026-03 (UTC)"
    assert lines[1].split() == ["leads", "2", "rows"]
    assert lines[4].split(maxsplit=1) == [
        "deals",
        "none: wins, revenue and returns cannot be measured",
    ]
    assert lines[-1] == "Agreement: unsigned"


def test_a_check_tells_every_problem_of_history_and_agreement(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = pd.DataFrame({"lead_id": ["a", "a"], "created_at": pd.Timestamp("2026-01-01")})
    twice.to_parquet(town / "history" / "leads.parquet")
    (town / "agreement.yml").write_text("goul: x\n", encoding="utf-8")
    assert ended("check", "--workspace", town) == 2
    err = capsys.readouterr().err
    for part in ("lead_id: found 'a'", "source: found no such column", "goul"):
        assert part in err


def test_a_check_tells_of_decisions_and_frozen_months(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended("check", "--workspace", SAMPLE) == 0
    told = capsys.readouterr().out
    assert "Decisions: 1 open, 1 carried out, 1 dropped\n" in told
    assert "Frozen: 2 months, the last 2026-08\n" in told


def test_a_check_reads_answers_and_decisions_too(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_answers_and_decisions(town)
    assert ended("check", "--workspace", town) == 2
    told = capsys.readouterr()
    assert "Agreement: unsigned" in told.out
    for part in ("sales.yml", "teem", "decisions.yml", "'May'", "due_on"):
        assert part in told.err


def test_a_check_tells_who_is_awaited_and_what_cannot_be_opened(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal(town, "sales", audit(2))
    assert ended("check", "--workspace", town) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "The audit: Sales (22 November 2025) is in; Marketing is awaited. "
        "Nothing is shown before both are in."
    )
    (town / "answers" / "sales.audit.sealed").write_text("?")
    assert ended("check", "--workspace", town) == 2
    assert "sales.audit.sealed: found a damaged file" in capsys.readouterr().err


def test_a_check_tells_what_is_proposed_and_who_has_signed_it(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    propose(town, Agreement.open(town), "levels", review_day=9)
    signing = Signing(town)
    digest = signing.text(["levels_v1_1"]).digest
    signing.sign(["levels_v1_1"], "sales", "Ruben", "Head", digest, date(2025, 11, 22))
    assert ended("check", "--workspace", town) == 0
    told = capsys.readouterr().out.splitlines()
    assert "Proposed: levels_v1_1 (Review on day 5 → 9 of the month)" in told
    assert told[-1] == (
        "agreement_v2_1.yml is signed by Ruben (Sales, 22 November 2025); Marketing has not signed."
    )
    other = town / "proposals" / "agreement_v2_1.yml"
    assert ended("agreement", "diff", town, other) == 0
    assert "Review on day 5 → 9 of the month" in capsys.readouterr().out


def test_two_agreements_are_compared_in_words(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Agreement.draft("Town & Co").changed(least_count=30).save(tmp_path / "other.yml")
    assert ended("agreement", "diff", town, town / "agreement.yml") == 0
    assert capsys.readouterr().out == "The two agreements say the same.\n"
    assert ended("agreement", "diff", town, tmp_path / "other.yml") == 0
    assert "20 → 30" in capsys.readouterr().out


MAPPING = """name: Test
tables:
  leads:
    files: leads.csv
    columns: {lead_id: id, created_at: created, source: source}
"""
LEADS = "id,created,source\na,2026-01-05,web\nb,2026-01-06,web\nc,2026-01-07,web\n"


def imported(folder: Path, rows: str, *options: str) -> int:
    (folder / "m.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "leads.csv").write_text(rows, encoding="utf-8")
    given = ("--mapping", folder / "m.yml", folder / "leads.csv", "--workspace", folder / "w")
    return ended("import", *given, *options)


def test_an_import_is_told_by_its_sentence_its_table_and_its_caveats(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path, LEADS) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 rows in = 3 kept + 0 refused.\n")
    assert "! The workspace had no agreement" in said
    assert Agreement.open(tmp_path / "w").is_signed is False


def test_an_import_with_broken_rows_ends_with_2_unless_they_are_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = LEADS + "d,soon,web\n"
    assert imported(tmp_path, broken) == 2
    told = capsys.readouterr()
    assert told.out.startswith("4 rows in = 3 kept + 1 refused.")
    assert "--accept-refused" in told.err
    assert imported(tmp_path, broken) == 2
    assert "Nothing was imported, the history stays as it is" in capsys.readouterr().err
    assert imported(tmp_path, broken, "--accept-refused") == 0


def test_a_file_where_a_folder_must_be_is_one_clear_line(
    tmp_path: Path, town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w").write_text("mine", encoding="utf-8")
    assert imported(tmp_path, LEADS) == 2
    assert ended("sample", "--leads", "30", "--out", tmp_path / "w") == 2
    out = tmp_path / "w" / "reports"
    assert ended("report", "--month", "2026-01", "--workspace", town, "--out", out) == 2
    assert ended("check", "--workspace", tmp_path / "w") == 2
    assert "Traceback" not in capsys.readouterr().err
    assert (tmp_path / "w").read_text(encoding="utf-8") == "mine"


def test_what_the_system_refuses_is_told_with_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object, **__: object) -> Path:
        raise PermissionError(13, "Permission denied", "/somewhere/reports")

    monkeypatch.setattr(report, "run", refused)
    assert ended("report", "--month", "2026-09", "--workspace", "w") == 2
    told = "It could not be read or written: /somewhere/reports (Permission denied).\n"
    assert capsys.readouterr().err == told


def test_a_sample_is_made_where_it_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("sample", "--leads", "30", "--seed", "2", "--out", tmp_path / "s") == 0
    assert "30 leads" in capsys.readouterr().out
    assert (tmp_path / "s" / "history" / "leads.parquet").is_file()
    assert ended("sample", "--leads", "0", "--out", tmp_path / "none") == 2


def test_the_installed_command_answers() -> None:
    command = Path(sys.executable).with_name("alignment")
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    for name in ("import", "check", "report", "agreement", "sample"):
        assert name in done.stdout

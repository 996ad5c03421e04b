"""The monthly review: what stands after a run, and what stays when it fails."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from small_notebook import runs, says, workspace, written

from alignment import execution, report
from alignment.errors import ReportError
from alignment.finding import Finding, unanswered

FINDINGS = (
    Finding(
        pd.DataFrame({"source": ["=cmd()", "fair"], "rate": [0.5, None]}),
        "Half.",
        ("Few leads.",),
        "loop",
        {"rate": float("nan"), "n_leads": 2},
    ),
    unanswered("response", "how fast Sales responds", "the activities of Sales"),
)

SAVES = """\
# Save
from alignment import report
from alignment.finding import Finding
from alignment.review import Review
import pandas as pd
class Small(Review):
    findings = [Finding(pd.DataFrame({"n_leads": [1]}), "One lead.", name="leads")]
review = Small.open(workspace, month, as_of, n_months)
if save: print(report.keeping(review, out)())"""


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, and in it the review of January, made twice."""
    town = workspace(tmp_path_factory.mktemp("review") / "{month} & town")
    notebook = written(town.parent / "small.ipynb", says("## How many?"), runs(SAVES))
    report.run(town, "2026-01", notebook=notebook)
    first = contents(town / "reports" / "2026-01")
    (town / "reports" / "failed-2026-01.ipynb").touch()
    report.run(town, "2026-01", given={"n_months": "1"}, notebook=notebook)
    (town.parent / "first.json").write_bytes(first["metrics.json"])
    (town.parent / "first.html").write_bytes(first["index.html"])
    return town


def test_a_review_is_a_page_with_its_figures_and_the_executed_notebook(reviewed: Path) -> None:
    assert list(contents(reviewed / "reports" / "2026-01")) == [
        "index.html",
        "metrics.json",
        "run.json",
        "small.ipynb",
        "tables/leads.csv",
    ]


def test_the_head_of_the_page_tells_company_month_and_agreement(reviewed: Path) -> None:
    page = (reviewed / "reports" / "2026-01" / "index.html").read_text(encoding="utf-8")
    text = " ".join(re.sub("<[^>]+>", " ", page[page.index("<body>") :]).split())
    assert text.startswith(
        "Town &amp; Co · Monthly review, January 2026 What happened? "
        "Month January 2026 As of 2 March 2026 History 5 January 2026 to 2 March 2026 "
        "Agreement Unsigned How many? Saved in ."
    )
    assert '<div class="warning"><dt>Agreement</dt>' in page


def test_the_same_data_gives_the_same_figures_and_page_to_the_byte(reviewed: Path) -> None:
    folder = reviewed / "reports" / "2026-01"
    assert (folder / "metrics.json").read_bytes() == (reviewed.parent / "first.json").read_bytes()
    assert (folder / "index.html").read_bytes() == (reviewed.parent / "first.html").read_bytes()


def test_a_later_run_takes_the_whole_place_of_the_earlier(reviewed: Path) -> None:
    assert [path.name for path in (reviewed / "reports").iterdir()] == ["2026-01"]
    run = json.loads((reviewed / "reports" / "2026-01" / "run.json").read_text(encoding="utf-8"))
    assert run["parameters"]["n_months"] == 1
    assert run["made_by"]["versions"].keys() >= {"alignment-workshop", "duckdb", "pandas"}
    assert set(run["made_by"]["history"]) == {"leads"}


def test_a_review_that_fails_leaves_the_earlier_one_untouched(
    reviewed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Mapping:
        raise ReportError("The notebook stopped.")

    monkeypatch.setattr(execution, "executed", fails)
    before = contents(reviewed / "reports")
    with pytest.raises(ReportError, match="stopped"):
        report.run(reviewed, "2026-01", notebook=reviewed.parent / "small.ipynb")
    assert contents(reviewed / "reports") == before


def test_no_kernel_starts_when_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "executed", lambda *_: pytest.fail("a kernel was started"))
    town = workspace(tmp_path / "town")
    with pytest.raises(ReportError, match="no such month"):
        report.run(town, "2031-01", notebook=written(tmp_path / "small.ipynb"))
    assert not (town / "reports").exists()


def test_figures_are_kept_by_name_with_the_numbers_that_are_none_as_null(tmp_path: Path) -> None:
    report.save(FINDINGS, tmp_path, {"month": "2026-01"})
    kept = json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))
    assert kept == {
        "facts": {"month": "2026-01"},
        "findings": {
            "loop": {
                "caveats": ["Few leads."],
                "figures": {"n_leads": 2, "rate": None},
                "sentence": "Half.",
                "table": "tables/loop.csv",
            },
            "response": {
                "caveats": [],
                "figures": {},
                "sentence": "This history cannot say how fast Sales responds: "
                "it lacks the activities of Sales.",
                "table": None,
            },
        },
    }


def test_a_table_is_kept_as_csv_in_which_no_text_runs_as_a_formula(tmp_path: Path) -> None:
    report.save(FINDINGS, tmp_path)
    assert list(contents(tmp_path / "tables")) == ["loop.csv"]
    kept = (tmp_path / "tables" / "loop.csv").read_text(encoding="utf-8")
    assert kept == "source,rate\n'=cmd(),0.5\nfair,\n"


@pytest.mark.parametrize("name", ["", "Loop", "../loop", "a b"])
def test_a_finding_without_a_name_fit_for_a_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportError, match="expected a name of its own"):
        report.save([Finding(pd.DataFrame(), "", name=name)], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_two_findings_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="found 'loop'"):
        report.save([FINDINGS[0], FINDINGS[0]], tmp_path)

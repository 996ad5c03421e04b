"""Documents as files, and the command that writes the plan."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from alignment import cli
from alignment.agreement import Agreement
from alignment.documents import plan, write, written_plan
from alignment.errors import AlignmentError
from alignment.files import SAMPLE


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace") / "documents" / "plan"
    assert write(plan(Agreement.draft("Tarnwald")), folder) == folder / "plan.html"
    return folder


def test_a_folder_holds_the_three_formats_and_what_they_rest_on(written: Path) -> None:
    files = ["document.json", "plan.docx", "plan.html", "plan.md"]
    assert sorted(path.name for path in written.iterdir()) == files
    held = json.loads((written / "document.json").read_text(encoding="utf-8"))
    assert sorted(held["files"]) == files
    assert held["agreement_digest"] == Agreement.draft("Tarnwald").digest
    assert (held["agreement_version"], held["agreement_state"]) == (1, "unsigned")
    assert held["is_draft"] is True
    assert held["missing"] == ["Not signed yet for Marketing.", "Not signed yet for Sales."]


def test_written_again_page_and_markdown_are_the_same_bytes(written: Path) -> None:
    before = [(written / name).read_bytes() for name in ("plan.html", "plan.md", "document.json")]
    write(plan(Agreement.draft("Tarnwald")), written)
    after = [(written / name).read_bytes() for name in ("plan.html", "plan.md", "document.json")]
    assert before == after


def test_everything_in_the_way_is_told_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AlignmentError) as error:
        written_plan(tmp_path / "nowhere", tmp_path)
    assert [problem.found for problem in error.value.problems] == ["no file", "mine.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_another_document_is_not_replaced(written: Path) -> None:
    before = (written / "plan.html").read_bytes()
    other = plan(Agreement.draft("Elsewhere"))
    with pytest.raises(AlignmentError, match=r"plan of Tarnwald; expected .* plan of Elsewhere"):
        write(other, written)
    with pytest.raises(AlignmentError, match=r"expected .* plan “other” of Tarnwald"):
        write(replace(plan(Agreement.draft("Tarnwald")), name="other"), written)
    assert (written / "plan.html").read_bytes() == before


def test_a_document_is_written_into_the_folder_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(plan(Agreement.draft("Tarnwald")), Path())
    assert (tmp_path / "plan.md").is_file()


def test_the_sample_stays_as_it_is() -> None:
    with pytest.raises(AlignmentError, match="The sample stays as it is"):
        written_plan(SAMPLE, SAMPLE / "documents" / "plan")


def test_the_command_writes_the_plan_and_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Agreement.draft().save(tmp_path)
    assert cli.main(["plan", "--workspace", str(tmp_path)]) == 0
    page = tmp_path / "documents" / "plan" / "plan.html"
    missing = "! Not signed yet for Marketing.\n! Not signed yet for Sales.\n"
    assert capsys.readouterr().out == f"The plan, a draft: {page}\n{missing}"
    assert page.is_file()


def test_the_command_ends_with_2_where_there_is_no_agreement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["plan", "--workspace", str(tmp_path), "--out", str(tmp_path / "o")]) == 2
    assert "There is no agreement yet." in capsys.readouterr().err
    assert not (tmp_path / "o").exists()

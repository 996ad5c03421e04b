"""A brief lies in a folder of its own, with the agreement it was written under."""

from pathlib import Path

import pytest
from briefed import agreed, approved, begun, whole, written

from alignment.agreement import Agreement
from alignment.briefs import BriefFolder, briefs
from alignment.errors import AgreementError
from alignment.files import SAMPLE


@pytest.mark.parametrize("name", ["../up", "", "Fair 2026", "a/b", ".hidden", "x" * 61, "fair.yml"])
def test_no_folder_is_called_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(AgreementError, match="expected a name of a to z, digits, - and _"):
        BriefFolder.of(tmp_path, name)


def test_a_name_that_would_do_is_told(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match="'fair_2026' would do"):
        BriefFolder.of(tmp_path, "Fair 2026!")


def test_a_brief_keeps_the_agreement_it_was_written_under(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    agreed().changed(review_day=9).save(tmp_path)
    held = folder.under(folder.open())
    assert held is not None
    assert held.review_day == agreed().review_day


def test_signatures_given_since_count_for_the_brief_too(tmp_path: Path) -> None:
    Agreement.draft("Acme").save(tmp_path)
    folder = BriefFolder.of(tmp_path, "fair")
    brief = folder.begin("The fair", Agreement.draft("Acme"))
    agreed().save(tmp_path)
    held = folder.under(brief)
    assert held is not None
    assert held.is_signed


def test_an_edited_copy_of_the_agreement_is_not_the_one_it_was_written_under(
    tmp_path: Path,
) -> None:
    folder = begun(tmp_path)
    for place in (tmp_path, folder.path):
        agreed().changed(review_day=9).save(place)
    assert folder.under(folder.open()) is None
    (folder.path / "agreement.yml").write_text("[", encoding="utf-8")
    assert folder.under(folder.open()) is None


def test_a_brief_that_was_begun_is_not_begun_again(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    assert folder.begin("Another", agreed()).title == "The fair"
    assert folder.open().is_approved


def test_what_the_room_did_not_see_is_not_overwritten(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    seen = folder.open()
    written(folder)
    before = folder.file.read_bytes()
    with pytest.raises(AgreementError, match="was changed since this page was opened"):
        folder.save(seen.changed(title="Mine"), seen.digest)
    assert folder.file.read_bytes() == before


def test_comments_that_people_wrote_stay(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    text = folder.file.read_text(encoding="utf-8")
    folder.file.write_text(text.replace("title:", "# Ours since 2019.\ntitle:"), encoding="utf-8")
    written(folder)
    assert "# Ours since 2019." in folder.file.read_text(encoding="utf-8")


def test_every_problem_of_a_broken_brief_is_told_at_its_line(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    with folder.file.open("a", encoding="utf-8") as file:
        file.write("budget: 5\nends_on: soon\n")
    with pytest.raises(AgreementError) as caught:
        folder.open()
    assert "Did you mean 'budget_amount'?" in str(caught.value)
    assert "a date such as 2026-09-30" in str(caught.value)


def test_a_brief_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    begun(tmp_path, "spring_fair")
    (tmp_path / "briefs" / "Notes").mkdir()
    assert briefs(tmp_path) == ("spring_fair",)
    with pytest.raises(AgreementError, match="Did you mean 'spring_fair'"):
        BriefFolder.of(tmp_path, "spring-fair").open()


def test_the_sample_is_never_written_to() -> None:
    (name,) = briefs(SAMPLE)
    folder = BriefFolder.of(SAMPLE, name)
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        folder.save(folder.open(), folder.open().digest)
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        BriefFolder.of(SAMPLE, "another").begin("Another", agreed())


def test_an_approved_brief_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    written(folder)
    approved(folder)
    assert folder.open().is_approved

"""One list of what Sales asks Marketing to make, that nobody loses."""

from datetime import date
from pathlib import Path

import pytest

from alignment.content_requests import FILE, ContentRequests, ask, listed, settle
from alignment.errors import AgreementError
from alignment.files import SAMPLE

ONE = {"content": "A price page", "because": "Lost to price", "asked_by": "Bob"}


def test_requests_are_numbered_and_settled_by_their_number(tmp_path: Path) -> None:
    assert ask(tmp_path, **ONE) == f"Asked as number 1, in {tmp_path / FILE}."
    ask(tmp_path, **ONE, brief="fair", due_on=date(2026, 10, 9))
    assert settle(tmp_path, 2, state="done", note="On the web site") == "Request 2 was changed."
    first, second = ContentRequests.open(tmp_path).requests
    assert (first.state, second.state, second.note) == ("open", "done", "On the web site")
    assert second.due_on == date(2026, 10, 9)


def test_a_brief_shows_its_own_and_open_ones_of_no_campaign(tmp_path: Path) -> None:
    ask(tmp_path, **ONE)
    ask(tmp_path, **ONE, brief="fair", state="done")
    ask(tmp_path, **ONE, brief="another")
    ask(tmp_path, **ONE, state="declined")
    assert [each.number for each in ContentRequests.open(tmp_path).of("fair")] == [1, 2]


def test_all_that_a_request_lacks_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(AgreementError) as caught:
        ask(tmp_path, content=" ", because="Lost", state="later")
    told = str(caught.value)
    assert "content" in told
    assert "asked_by" in told
    assert "one of open, done, declined" in told
    assert not (tmp_path / FILE).exists()


def test_a_number_that_nobody_gave_cannot_be_settled(tmp_path: Path) -> None:
    ask(tmp_path, **ONE)
    with pytest.raises(AgreementError, match="no request 7"):
        settle(tmp_path, 7, state="done")


def test_a_number_given_twice_is_told(tmp_path: Path) -> None:
    ask(tmp_path, **ONE)
    ask(tmp_path, **ONE)
    path = tmp_path / FILE
    path.write_text(path.read_text().replace("number: 2", "number: 1"), encoding="utf-8")
    with pytest.raises(AgreementError, match="expected a number that no other has"):
        ContentRequests.open(tmp_path)


def test_the_room_reads_how_many_stand_open(tmp_path: Path) -> None:
    assert listed(()).sentence == "Sales has asked Marketing for nothing yet."
    ask(tmp_path, **ONE)
    assert listed(ContentRequests.open(tmp_path).requests).sentence == (
        "Sales asks Marketing for one piece of content; it is open."
    )
    ask(tmp_path, **ONE, state="done")
    finding = listed(ContentRequests.open(tmp_path).requests)
    assert finding.sentence == "Sales asks Marketing for 2 pieces of content; 1 is open."
    assert list(finding.table["number"]) == [1, 2]


def test_the_list_of_the_sample_stays_as_it_is() -> None:
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        ask(SAMPLE, **ONE)
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        settle(SAMPLE, 1, state="done")

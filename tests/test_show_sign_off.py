"""Signing: what is ticked, what is read, who signs, and what is asked first."""

from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets
import pytest

from alignment.adopting import Signing
from alignment.agreement import Agreement
from alignment.proposals import propose
from alignment.show.sign_off import AS_IT_STANDS, NOTHING_CHOSEN, NOTHING_TO_SIGN, SignOff
from alignment.show.widget_tree import every


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    Agreement.draft("Town").save(tmp_path)
    return tmp_path


def proposal(workspace: Path, n_mql: int, kind: str = "levels") -> None:
    """Propose so many MQLs a month."""
    agreement = Agreement.open(workspace)
    held = agreement.service_levels
    marketing = held.marketing.model_copy(update={"n_mql": n_mql})
    propose(
        workspace, agreement, kind, service_levels=held.model_copy(update={"marketing": marketing})
    )


def press(made: SignOff, label: str) -> None:
    buttons = [w for w in every(made) if isinstance(w, widgets.Button)]
    next(button for button in buttons if button.description == label).click()


def tick(made: SignOff, name: str, value: bool = True) -> None:
    made._list._ticks[name].value = value


def sign(made: SignOff, team: str, person: str, role: str = "Head") -> None:
    line = made._lines[team]
    line._person.value, line._role.value = person, role
    press(made, f"Sign for {team.capitalize()}")


def test_nothing_is_ticked_and_nobody_has_signed_at_first(workspace: Path) -> None:
    proposal(workspace, 70)
    made = SignOff(Signing(workspace))
    assert made.chosen == ()
    assert [line.person for line in made._lines.values()] == ["", ""]
    assert not any(line.is_signed for line in made._lines.values())
    assert AS_IT_STANDS in made._read.value  # a draft, which can be signed as it is


def test_what_is_ticked_is_read_before_it_is_signed(workspace: Path) -> None:
    proposal(workspace, 70)
    made = SignOff(Signing(workspace))
    tick(made, "levels_v1_1")
    assert "MQLs from Marketing: 70 a month" in made._read.value
    tick(made, "levels_v1_1", False)
    assert "70 a month" not in made._read.value


def test_two_of_a_kind_cannot_be_signed_together(workspace: Path) -> None:
    proposal(workspace, 70)
    proposal(workspace, 90)
    made = SignOff(Signing(workspace))
    tick(made, "levels_v1_1")
    tick(made, "levels_v1_2")
    assert "levels_v1_1 and levels_v1_2" in made._wrong.value
    assert all(line.children == () for line in made._lines.values())


def test_a_signature_is_asked_for_once_more_before_it_is_given(workspace: Path) -> None:
    made = SignOff(Signing(workspace))
    sign(made, "marketing", "Ines")
    assert "Ines signs for Marketing. It is in force once Sales" in made._asking.children[0].value
    assert Signing(workspace).under_signature == ()
    press(made, "Not yet")
    assert made._asking.children == ()
    assert Signing(workspace).under_signature == ()


def test_with_the_second_signature_what_was_ticked_is_in_force(workspace: Path) -> None:
    proposal(workspace, 70)
    made = SignOff(Signing(workspace))
    tick(made, "levels_v1_1")
    sign(made, "marketing", "Ines")
    press(made, "Sign")
    assert "Sales has not signed" in made._said.value
    assert "Signed by <bdi>Ines, Head" in made._lines["marketing"]._signature.value
    assert made.chosen == ("levels_v1_1",)  # so that Sales signs the same
    assert Agreement.open(workspace).service_levels.marketing.n_mql is None
    sign(made, "sales", "Ruben")
    assert "With that, version 2 is in force." in made._asking.children[0].value
    press(made, "Sign")
    now = Agreement.open(workspace)
    assert (now.is_signed, now.service_levels.marketing.n_mql) == (True, 70)
    assert "Nothing is proposed." in made._list.children[0].value
    assert NOTHING_TO_SIGN in made._read.value
    proposal(workspace, 90)
    made.look_again()
    assert NOTHING_CHOSEN in made._read.value


def test_a_second_opening_of_the_same_text_shows_who_has_signed_it(workspace: Path) -> None:
    proposal(workspace, 70)
    first = SignOff(Signing(workspace))
    tick(first, "levels_v1_1")
    sign(first, "sales", "Ruben")
    press(first, "Sign")
    second = SignOff(Signing(workspace))
    assert "Marketing has not signed" in second._in_force.value
    assert not second._lines["sales"].is_signed  # it is another text, until the same is ticked
    tick(second, "levels_v1_1")
    assert second._lines["sales"].is_signed


def test_name_and_role_are_asked_for_and_are_gone_once_signed(workspace: Path) -> None:
    made = SignOff(Signing(workspace))
    sign(made, "marketing", "Ines", role=" ")
    assert made._wrong.value == "Not signed yet:\nThe role is missing."
    sign(made, "marketing", "Ines")
    press(made, "Sign")
    assert (made._lines["marketing"].person, made._lines["marketing"].role) == ("", "")


def test_nobody_signs_for_both_teams(workspace: Path) -> None:
    made = SignOff(Signing(workspace))
    sign(made, "marketing", "Ines")
    press(made, "Sign")
    sign(made, "sales", " ines")
    press(made, "Sign")
    assert "another person than Ines" in made._wrong.value
    assert made._lines["sales"].person == "ines"  # nothing typed is lost
    assert not Agreement.open(workspace).is_signed


def other_text(workspace: Path) -> None:
    agreement = Agreement.open(workspace)
    agreement.model_copy(update={"least_count": 7}).save(workspace)


def broken(workspace: Path) -> None:
    (workspace / "agreement.yml").write_text("version: [")


@pytest.mark.parametrize("spoil", [other_text, broken])
def test_what_changed_since_it_was_read_is_not_signed(
    workspace: Path, spoil: Callable[[Path], None]
) -> None:
    made = SignOff(Signing(workspace))
    sign(made, "marketing", "Ines")
    spoil(workspace)
    press(made, "Sign")
    assert made._wrong.value != ""
    assert not list(workspace.glob("proposals/agreement_*"))


def test_a_change_of_what_is_ticked_takes_the_question_back(workspace: Path) -> None:
    proposal(workspace, 70)
    made = SignOff(Signing(workspace))
    sign(made, "marketing", "Ines")
    tick(made, "levels_v1_1")
    assert made._asking.children == ()


def test_looking_again_finds_what_was_proposed_since(workspace: Path) -> None:
    made = SignOff(Signing(workspace))
    proposal(workspace, 70)
    press(made, "Look again for proposals")
    assert list(made._list._ticks) == ["levels_v1_1"]


def test_a_draft_is_called_one(workspace: Path) -> None:
    assert (
        "Version 1 is a draft: nobody has signed it." in SignOff(Signing(workspace))._in_force.value
    )


def test_a_proposal_is_withdrawn_once_it_is_asked_again(workspace: Path) -> None:
    proposal(workspace, 70)
    proposal(workspace, 90)
    made = SignOff(Signing(workspace))
    tick(made, "levels_v1_2")
    press(made, "Withdraw")
    assert "Withdraw levels_v1_1? " in made._withdrawing.children[0].value
    press(made, "Keep it")
    assert [*made._list._ticks] == ["levels_v1_1", "levels_v1_2"]
    press(made, "Withdraw")
    press(made, "Withdraw it")
    assert [*made._list._ticks] == ["levels_v1_2"]
    assert made.chosen == ("levels_v1_2",)
    assert "levels_v1_1 is withdrawn: it is kept in" in made._went.value
    assert (workspace / "proposals" / "withdrawn" / "levels_v1_1.yml").is_file()


def test_what_somebody_else_withdrew_is_told(workspace: Path) -> None:
    proposal(workspace, 70)
    made = SignOff(Signing(workspace))
    press(made, "Withdraw")
    Signing(workspace).withdraw("levels_v1_1")
    press(made, "Withdraw it")
    assert "It was withdrawn: look again for proposals." in made._went.value
    assert "Nothing is proposed." in made._list.children[0].value


def test_text_of_an_agreement_makes_no_markup(workspace: Path) -> None:
    agreement = Agreement.open(workspace)
    hostile = agreement.service_levels.model_copy(update={"on_rejection": "<script>x</script>"})
    propose(workspace, agreement, "levels", service_levels=hostile)
    made = SignOff(Signing(workspace))
    tick(made, "levels_v1_1")
    sign(made, "marketing", "<img src=x>")
    press(made, "Sign")
    texts = [w.value for w in every(made) if isinstance(w, widgets.HTML)]
    assert any("&lt;script&gt;" in text for text in texts)
    assert not any("<script" in text or "<img" in text for text in texts)

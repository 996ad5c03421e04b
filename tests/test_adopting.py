"""Proposals signed into force: only what they changed, only by two, and never by half."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sealed_audit import held

from alignment.adopting import Signing
from alignment.agreement import Agreement, AttributeRule, Fit, differences
from alignment.errors import AgreementError, AlignmentError
from alignment.files import SAMPLE
from alignment.proposals import KINDS, propose

DAY = date(2026, 10, 6)
INES = ("marketing", "Ines Rohrbach", "Head of Marketing")
RUBEN = ("sales", "Ruben Castellan", "Head of Sales")


def threshold(agreement: Agreement, points: float) -> dict[str, Any]:
    return {"score": agreement.score.model_copy(update={"hand_off_at": points})}


def limit(agreement: Agreement, days: int) -> dict[str, Any]:
    return {
        "service_levels": agreement.service_levels.model_copy(update={"nurture_limit_days": days})
    }


def old(workspace: Path, base: Agreement, name: str, **parts: Any) -> None:
    """A proposal made on an agreement that need not be in force any more."""
    base.changed(**parts).save(workspace / "proposals" / f"{name}.yml")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The sample's agreement, in a folder of its own."""
    shutil.copy(SAMPLE / "agreement.yml", tmp_path)
    return tmp_path


@pytest.fixture
def signing(workspace: Path) -> Signing:
    """With a score and levels proposed on version 2, which is in force."""
    agreed = Agreement.open(workspace)
    propose(workspace, agreed, "score", **threshold(agreed, 60))
    propose(workspace, agreed, "levels", **limit(agreed, 45))
    return Signing(workspace)


def sign(signing: Signing, chosen: list[str], who: tuple[str, str, str], on: date = DAY) -> str:
    return signing.sign(chosen, *who, signing.text(chosen).digest, on)


def agreed(signing: Signing, *chosen: str) -> str:
    sign(signing, [*chosen], INES)
    return sign(signing, [*chosen], RUBEN)


def test_what_stands_proposed_is_told_in_words(signing: Signing) -> None:
    found = signing.proposals
    assert [(e.name, e.kind, e.version, e.is_stale) for e in found] == [
        ("levels_v3_1", "levels", 3, False),
        ("score_v3_1", "score", 3, False),
    ]
    assert found[0].changes == ("Held by Sales without a deal for at most 60 → 45 days",)
    assert found[1].changes == ("Hand-off threshold: 50 → 60 points",)
    said = signing.standing
    assert said.figures == {"n_proposals": 2, "n_under_signature": 0}
    assert "score_v3_1 (Hand-off threshold: 50 → 60 points)" in said.sentence


def test_the_text_holds_what_was_chosen_as_the_next_version(signing: Signing) -> None:
    text = signing.text(["levels_v3_1", "score_v3_1"])
    assert text.differences == (
        "Version: 2 → 3",
        "Hand-off threshold: 50 → 60 points",
        "Held by Sales without a deal for at most 60 → 45 days",
    )
    assert (text.agreement.version, text.notes) == (3, ())


def test_the_first_signature_changes_nothing_and_the_second_puts_it_into_force(
    signing: Signing,
) -> None:
    place = signing.workspace
    before = (place / "agreement.yml").read_bytes()
    said = sign(signing, ["score_v3_1"], INES)
    assert "Sales has not signed: until then the agreement stays as it is." in said
    assert (place / "agreement.yml").read_bytes() == before
    waiting = place / "proposals" / "agreement_v3_1.yml"
    assert "Sales has not signed" in Agreement.open(waiting).signature_state
    assert differences(Agreement.open(place), Agreement.open(waiting))[1].startswith("Hand-off")
    said = sign(signing, ["score_v3_1"], RUBEN)
    now = Agreement.open(place)
    assert (now.version, now.is_signed, now.score.hand_off_at) == (3, True, 60)
    assert now.sign_offs.by_team["sales"].signed_on == DAY
    assert "What changed: Version: 2 → 3; Hand-off threshold: 50 → 60 points." in said
    assert "still to be decided: levels_v3_1." in said
    assert (place / "agreements" / "agreement_v2.yml").read_bytes() == before
    assert not waiting.exists()


def test_either_team_may_sign_first(signing: Signing) -> None:
    sign(signing, ["score_v3_1"], RUBEN)
    assert [*signing.signed(signing.text(["score_v3_1"]))] == ["sales"]
    sign(signing, ["score_v3_1"], INES)
    assert Agreement.open(signing.workspace).is_signed


def test_a_score_proposed_before_levels_were_signed_never_takes_them_back(
    signing: Signing,
) -> None:
    agreed(signing, "levels_v3_1")
    (stale,) = signing.proposals
    assert (stale.name, stale.is_stale) == ("score_v3_1", True)
    assert stale.notes == (
        "score_v3_1 was made on version 2, before version 3 was in force: only what it changed "
        "then is taken.",
    )
    assert agreed(signing, "score_v3_1").startswith("Version 4 is in force")
    now = Agreement.open(signing.workspace)
    assert (now.service_levels.nurture_limit_days, now.score.hand_off_at) == (45, 60)


def test_of_a_stale_proposal_only_the_parts_are_taken_that_it_changed(signing: Signing) -> None:
    was = Agreement.open(signing.workspace)
    propose(signing.workspace, was, "levels", review_day=9)
    agreed(signing, "levels_v3_1")
    (review, _) = signing.proposals
    assert review.changes == ("Review on day 6 → 9 of the month",)
    agreed(signing, "levels_v3_2")
    now = Agreement.open(signing.workspace)
    assert (now.service_levels.nurture_limit_days, now.review_day) == (45, 9)


def test_a_stale_proposal_that_would_take_something_back_says_so(signing: Signing) -> None:
    was = Agreement.open(signing.workspace)
    propose(signing.workspace, was, "score", **threshold(was, 70))
    agreed(signing, "score_v3_1")
    standing = {each.name: each for each in signing.proposals}
    assert standing["score_v3_2"].changes == ("Hand-off threshold: 60 → 70 points",)
    assert (
        "Its score would take the place of what was agreed since" in standing["score_v3_2"].notes[1]
    )


def test_of_a_proposal_on_an_unknown_text_its_kind_is_taken_whole_and_said_so(
    signing: Signing,
) -> None:
    agreed(signing, "levels_v3_1")
    shutil.rmtree(signing.workspace / "agreements")
    (stale,) = signing.proposals
    assert stale.notes[0].endswith("of it, the score is taken whole, and nothing else.")
    assert signing.text(["score_v3_1"]).agreement.service_levels.nurture_limit_days == 45


def test_what_is_in_force_already_stands_no_longer(signing: Signing) -> None:
    agreed(signing, "levels_v3_1", "score_v3_1")
    assert signing.proposals == ()
    assert "Nothing was proposed." in signing.standing.sentence


def test_what_was_put_in_force_is_never_proposed_again(signing: Signing) -> None:
    place = signing.workspace
    agreed(signing, "levels_v3_1")
    for n, days in ((4, 30), (5, 50)):
        propose(place, Agreement.open(place), "levels", **limit(Agreement.open(place), days))
        said = agreed(signing, f"levels_v{n}_1")
        assert "still to be decided: score_v3_1." in said
        assert [each.name for each in signing.proposals] == ["score_v3_1"]
    assert Agreement.open(place).service_levels.nurture_limit_days == 50
    kept = {path.stem for path in (place / "agreements").glob("levels_*")}
    assert kept == {"levels_v3_1", "levels_v4_1", "levels_v5_1"}


def test_what_was_put_in_force_and_not_moved_is_known_by_the_agreement_that_holds_it(
    signing: Signing,
) -> None:
    place = signing.workspace
    moved, left = (place / each / "levels_v3_1.yml" for each in ("agreements", "proposals"))
    agreed(signing, "levels_v3_1")
    moved.rename(left)
    assert [each.name for each in signing.proposals] == ["score_v3_1"]  # the one in force holds it
    propose(place, Agreement.open(place), "levels", **limit(Agreement.open(place), 30))
    agreed(signing, "levels_v4_1")
    moved.rename(left)
    assert [each.name for each in signing.proposals] == ["score_v3_1"]  # one that is kept does
    assert signing.text(["levels_v3_1"]).differences == ()


def test_a_proposal_to_go_back_to_what_was_in_force_before_can_be_signed(
    signing: Signing,
) -> None:
    place = signing.workspace
    agreed(signing, "levels_v3_1")
    propose(place, Agreement.open(place), "levels", **limit(Agreement.open(place), 60))
    assert agreed(signing, "levels_v4_1").startswith("Version 4 is in force")
    assert Agreement.open(place).service_levels.nurture_limit_days == 60


def test_who_signs_what_is_in_force_already_is_told_so(signing: Signing) -> None:
    read = signing.text(["score_v3_1"])
    agreed(signing, "score_v3_1")
    with pytest.raises(AgreementError, match=r"stands open\. It was put in force: look again"):
        signing.sign(["score_v3_1"], *INES, read.digest, DAY)


def test_a_proposal_can_be_withdrawn_and_is_kept(signing: Signing) -> None:
    place = signing.workspace
    before = (place / "proposals" / "score_v3_1.yml").read_bytes()
    said = signing.withdraw("score_v3_1")
    kept = place / "proposals" / "withdrawn" / "score_v3_1.yml"
    assert said == f"score_v3_1 is withdrawn: it is kept in {kept}."
    assert kept.read_bytes() == before
    assert [each.name for each in signing.proposals] == ["levels_v3_1"]
    with pytest.raises(AgreementError, match="It was withdrawn: look again for proposals"):
        signing.withdraw("score_v3_1")
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        Signing(SAMPLE).withdraw("score_v3_1")


def test_the_name_of_what_was_withdrawn_is_given_to_no_other(signing: Signing) -> None:
    place = signing.workspace
    signing.withdraw("score_v3_1")
    was = Agreement.open(place)
    assert "score_v3_2.yml" in propose(place, was, "score", **threshold(was, 60))


def test_what_was_signed_of_a_withdrawn_proposal_goes_with_it(signing: Signing) -> None:
    sign(signing, ["score_v3_1"], INES)
    sign(signing, ["levels_v3_1"], RUBEN)
    said = signing.withdraw("score_v3_1")
    assert said.endswith("What was signed of it is kept there too: agreement_v3_1.yml.")
    assert [state.split()[0] for state in signing.under_signature] == ["agreement_v3_2.yml"]
    assert (signing.workspace / "proposals" / "withdrawn" / "agreement_v3_1.yml").is_file()


def test_a_withdrawn_file_takes_no_others_place(signing: Signing) -> None:
    folder = signing.workspace / "proposals" / "withdrawn"
    folder.mkdir()
    (folder / "score_v3_1.yml").write_text("something else")
    signing.withdraw("score_v3_1")
    assert (folder / "score_v3_1.yml").read_text() == "something else"
    assert (folder / "score_v3_1_2.yml").is_file()


def test_a_page_opened_before_another_version_came_into_force_proposes_nothing(
    signing: Signing,
) -> None:
    place = signing.workspace
    seen = Agreement.open(place)
    agreed(signing, "levels_v3_1")
    before = held(place)
    for kind, parts in (("levels", limit(seen, 30)), ("score", threshold(seen, 70))):
        with pytest.raises(AgreementError) as error:
            propose(place, seen, kind, **parts)
        assert str(error.value) == (
            "Nothing was proposed: version 3 is in force since this page was opened, on version 2. "
            "Run the notebook again, and propose what differs then."
        )
    assert held(place) == before


def test_a_page_opened_before_the_agreement_was_changed_by_hand_proposes_nothing(
    signing: Signing,
) -> None:
    seen = Agreement.open(signing.workspace)
    path = signing.workspace / "agreement.yml"
    path.write_text(path.read_text().replace("review_day: 6", "review_day: 7"))
    with pytest.raises(AgreementError, match="version 2 was changed since this page was opened"):
        propose(signing.workspace, seen, "levels", review_day=6)


def test_a_page_opened_on_a_draft_that_was_signed_since_proposes_the_next_version(
    tmp_path: Path,
) -> None:
    draft = Agreement.draft("Ours")
    draft.save(tmp_path)
    agreed(Signing(tmp_path))
    assert "score_v2_1.yml" in propose(tmp_path, draft, "score", **threshold(draft, 60))


def test_what_is_proposed_is_told_without_version_and_signatures(workspace: Path) -> None:
    was = Agreement.open(workspace)
    said = propose(workspace, was, "levels", **limit(was, 45))
    assert said == (
        f"Proposed in {workspace / 'proposals' / 'levels_v3_1.yml'}: Held by Sales without a deal "
        "for at most 60 → 45 days. It counts once both teams have signed it."
    )


@pytest.mark.parametrize(
    ("signers", "told"),
    [
        ((), "Version 1 is a draft: nobody has signed it."),
        ((INES,), "Version 1 is signed by Ines Rohrbach (Marketing, 6 October 2026); Sales"),
        ((INES, RUBEN), "Version 1 is in force, signed by Ines Rohrbach"),
    ],
)
def test_the_state_says_draft_or_in_force(tmp_path: Path, signers: tuple, told: str) -> None:
    agreement = Agreement.draft("Ours")
    for who in signers:
        agreement = agreement.signed(*who, DAY)
    agreement.save(tmp_path)
    assert Signing(tmp_path).state.startswith(told)


def test_what_a_page_keeps_is_told_of_the_moment_it_was_run(signing: Signing) -> None:
    sign(signing, ["score_v3_1"], INES)
    said = signing.standing.sentence
    assert said.startswith("When this notebook was run, version 2 was in force, signed by")
    assert "Under signature was: agreement_v3_1.yml is signed by Ines Rohrbach" in said


def test_a_yes_that_becomes_a_one_is_a_change(signing: Signing) -> None:
    was = Agreement.open(signing.workspace)
    fit = tuple(
        Fit(when=AttributeRule(attribute="budget", is_=1), points=5)
        if line.when == AttributeRule(attribute="budget", is_=True)
        else line
        for line in was.score.fit
    )
    propose(signing.workspace, was, "score", score=was.score.model_copy(update={"fit": fit}))
    assert len(signing.text(["score_v3_2"]).differences) == 3


def test_one_person_cannot_sign_for_both(workspace: Path) -> None:
    called = {"marketing": "Demand", "sales": "Field"}
    was = Agreement.open(workspace).changed(parties=called)
    was.save(workspace)
    propose(workspace, was, "score", **threshold(was, 60))
    signing = Signing(workspace)
    sign(signing, ["score_v3_1"], INES)
    before = held(signing.workspace)
    with pytest.raises(AgreementError) as error:
        sign(signing, ["score_v3_1"], ("sales", " ines  ROHRBACH", "Head of Sales"))
    assert str(error.value).endswith(
        "expected another person than Ines Rohrbach, who signed for Demand. Let somebody of Field "
        "sign for Field."
    )
    assert held(signing.workspace) == before


def test_a_team_that_signs_again_changes_nothing(signing: Signing) -> None:
    sign(signing, ["score_v3_1"], INES)
    before = held(signing.workspace)
    said = sign(signing, ["score_v3_1"], ("marketing", "Another", "Intern"))
    assert said.startswith("Marketing has signed this already: Ines Rohrbach on 6 October 2026.")
    assert held(signing.workspace) == before


def test_a_signature_on_another_text_than_was_read_is_refused(signing: Signing) -> None:
    read = signing.text(["score_v3_1"])
    path = signing.workspace / "proposals" / "score_v3_1.yml"
    path.write_text(path.read_text().replace("hand_off_at: 60", "hand_off_at: 61"))
    with pytest.raises(AgreementError, match="found another text than the one that was read"):
        signing.sign(["score_v3_1"], *INES, read.digest, DAY)
    assert not (signing.workspace / "proposals" / "agreement_v3_1.yml").exists()


def test_all_that_is_wrong_with_a_signature_is_told_at_once(signing: Signing) -> None:
    with pytest.raises(AgreementError) as error:
        signing.sign(["score_v3_1"], "sale", " ", "", "0" * 64, date.today() + timedelta(days=2))
    told = str(error.value)
    assert "another text than the one that was read" in told
    assert "today or a day before" in told
    assert "Did you mean 'sales'?" in told
    with pytest.raises(AgreementError) as error:
        sign(signing, ["score_v3_1"], ("sales", " ", ""))
    assert len(error.value.problems) == 2


def test_unknown_proposals_and_two_of_a_kind_are_refused_at_once(signing: Signing) -> None:
    was = Agreement.open(signing.workspace)
    propose(signing.workspace, was, "score", **threshold(was, 70))
    with pytest.raises(AgreementError) as error:
        signing.text(["score_v3_1", "score_v3_2", "level_v3_1"])
    told = str(error.value)
    assert "Did you mean 'levels_v3_1'?" in told
    assert "found score_v3_1 and score_v3_2; expected one of the kind score" in told


def test_a_text_changed_under_signature_makes_the_signature_void_and_says_so(
    signing: Signing,
) -> None:
    sign(signing, ["score_v3_1"], INES)
    path = signing.workspace / "proposals" / "agreement_v3_1.yml"
    path.write_text(path.read_text().replace("hand_off_at: 60", "hand_off_at: 61"))
    told = "agreement_v3_1.yml is void: the text was changed after Ines Rohrbach (Marketing"
    assert told in signing.standing.sentence
    said = sign(signing, ["score_v3_1"], RUBEN)
    assert told in said
    assert "Marketing has not signed" in said
    assert not Agreement.open(signing.workspace / "proposals" / "agreement_v3_2.yml").is_signed
    sign(signing, ["score_v3_1"], INES)
    assert Agreement.open(signing.workspace).score.hand_off_at == 60


def test_a_first_signature_does_not_outlive_a_change_of_the_agreement(signing: Signing) -> None:
    sign(signing, ["score_v3_1"], INES)
    agreed(signing, "levels_v3_1")
    text = signing.text(["score_v3_1"])
    assert signing.signed(text) == {}
    (state,) = signing.under_signature
    assert "It was written before version 3, which is in force now" in state
    sign(signing, ["score_v3_1"], RUBEN)
    assert Agreement.open(signing.workspace).version == 3


def test_an_agreement_that_nobody_signed_is_signed_as_it_stands(tmp_path: Path) -> None:
    Agreement.draft("Ours").save(tmp_path)
    signing = Signing(tmp_path)
    assert signing.text().differences == ()
    assert "unsigned: whoever signs this signs all of it" in signing.text().notes[0]
    assert agreed(signing).startswith("Version 1 is in force, signed by Ines Rohrbach")
    assert Agreement.open(tmp_path).is_signed
    assert sign(signing, [], INES).startswith("Version 1 is in force")


def test_what_was_proposed_on_a_draft_is_not_stale_once_the_draft_is_signed(
    tmp_path: Path,
) -> None:
    draft = Agreement.draft("Ours")
    draft.save(tmp_path)
    propose(tmp_path, draft, "score", **threshold(draft, 60))
    signing = Signing(tmp_path)
    agreed(signing)
    (proposal,) = signing.proposals
    assert (proposal.is_stale, proposal.notes) == (False, ())
    agreed(signing, "score_v1_1")
    assert Agreement.open(tmp_path).version == 2


def test_signatures_that_stand_in_the_agreement_itself_count(tmp_path: Path) -> None:
    Agreement.draft("Ours").signed(*INES, DAY).save(tmp_path)
    sign(Signing(tmp_path), [], RUBEN)
    assert Agreement.open(tmp_path).is_signed


def test_what_people_wrote_into_the_agreement_stays(signing: Signing) -> None:
    path = signing.workspace / "agreement.yml"
    agreed(signing, "score_v3_1")
    text = path.read_text()
    assert text.startswith("# What Marketing and Sales of Tarnwald Instruments agreed")
    assert "\n# Fewer leads than this make no rate: the review says" in text
    path.write_text(text.replace("review_day: 6", "review_day: 6  # a Tuesday, mostly"))
    agreed(signing, "levels_v3_1")
    assert "review_day: 6  # a Tuesday, mostly" in path.read_text()


def test_an_earlier_agreement_is_never_overwritten(signing: Signing) -> None:
    folder = signing.workspace / "agreements"
    folder.mkdir()
    (folder / "agreement_v2.yml").write_text("something else")
    before = (signing.workspace / "agreement.yml").read_bytes()
    agreed(signing, "score_v3_1")
    assert (folder / "agreement_v2.yml").read_text() == "something else"
    assert (folder / "agreement_v2_2.yml").read_bytes() == before


def test_files_that_are_no_proposals_are_told_and_stand_in_nobodys_way(signing: Signing) -> None:
    folder = signing.workspace / "proposals"
    (folder / "score_v3_9.yml").write_text("score: [")
    (folder / "notes.yml").write_text("a: b")
    (folder / "agreement_v3_1.yml").write_text("?")
    assert signing.unread == (
        "notes.yml is no proposal of a known kind (levels, rules, score).",
        "score_v3_9.yml cannot be read: mend or remove it.",
        "agreement_v3_1.yml cannot be read: mend or remove it.",
    )
    agreed(signing, "score_v3_1")
    assert Agreement.open(signing.workspace).version == 3


def test_the_sample_is_read_and_not_signed() -> None:
    signing = Signing(SAMPLE)
    assert signing.proposals == ()
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        sign(signing, [], INES)


class CutOffError(Exception):
    """The machine stops."""


@pytest.mark.parametrize("n", range(5))
def test_cut_off_anywhere_the_agreement_is_whole_and_signing_again_finishes(
    signing: Signing, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    """Written are: the text aside, the earlier agreement, the agreement; removed: the text; moved:
    what was proposed."""
    place = signing.workspace
    sign(signing, ["score_v3_1"], INES)
    before, read = (place / "agreement.yml").read_bytes(), signing.text(["score_v3_1"])
    left = [n]
    with monkeypatch.context() as patched:
        for verb in ("replace", "unlink"):
            real = getattr(Path, verb)

            def counted(self: Path, *given: Any, real: Any = real, **named: Any) -> Any:
                if real.__name__ == "unlink" and self.name.startswith("."):
                    return real(self, *given, **named)  # what was written aside, cleared up
                left[0] -= 1
                if left[0] < 0:
                    raise CutOffError
                return real(self, *given, **named)

            patched.setattr(Path, verb, counted)
        with pytest.raises(CutOffError):
            sign(signing, ["score_v3_1"], RUBEN)
    if n < 3:
        assert (place / "agreement.yml").read_bytes() == before
    assert Agreement.open(place).is_signed
    is_in_force = n >= 3
    assert ("score_v3_1" in [each.name for each in signing.proposals]) is not is_in_force
    said = signing.sign(["score_v3_1"], *RUBEN, read.digest, DAY)
    assert said.startswith("Version 3 is in force, signed by Ines Rohrbach")
    assert Agreement.open(place).is_signed
    assert sorted(held(place)) == [
        "agreement.yml",
        "agreements/agreement_v2.yml",
        "agreements/score_v3_1.yml",
        "proposals/levels_v3_1.yml",
    ]
    assert (place / "agreements" / "agreement_v2.yml").read_bytes() == before


def test_both_teams_may_sign_at_the_same_moment(signing: Signing) -> None:
    digest = signing.text(["score_v3_1"]).digest
    with ThreadPoolExecutor(2) as room:
        said = [
            room.submit(signing.sign, ["score_v3_1"], *who, digest, DAY) for who in (INES, RUBEN)
        ]
    assert sum("is in force, signed by" in each.result() for each in said) == 1
    assert Agreement.open(signing.workspace).is_signed


def test_a_disk_that_is_full_is_told(signing: Signing, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(AlignmentError, match="a disk with room on it"):
        sign(signing, ["score_v3_1"], INES)


@given(st.lists(st.sampled_from(["score", "levels", "review", "sign"]), max_size=6))
@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_the_order_signing_one_proposal_changes_only_its_own_kind(
    workspace: Path, steps: list[str]
) -> None:
    for folder in ("proposals", "agreements"):
        shutil.rmtree(workspace / folder, ignore_errors=True)
    shutil.copy(SAMPLE / "agreement.yml", workspace)
    base, signing = Agreement.open(workspace), Signing(workspace)
    for n, step in enumerate(steps):
        if step == "score":
            old(workspace, base, f"score_v3_{n}", **threshold(base, 60 + n))
        elif step == "levels":
            old(workspace, base, f"levels_v3_{n}", **limit(base, 30 + n))
        elif step == "review":
            old(workspace, base, f"levels_v3_{n}", review_day=10 + n)
        elif signing.proposals:
            was, chosen = Agreement.open(workspace), signing.proposals[0]
            agreed(signing, chosen.name)
            now = Agreement.open(workspace)
            assert (now.version, now.is_signed) == (was.version + 1, True)
            assert chosen.name not in [each.name for each in signing.proposals]
            for part in set(Agreement.model_fields) - {"version", "sign_offs"}:
                origin = chosen.proposal.agreement if part in chosen.parts else was
                assert getattr(now, part) == getattr(origin, part)
            assert set(chosen.parts) <= set(KINDS[chosen.kind])

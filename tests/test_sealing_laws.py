"""Whatever is sealed comes back, wherever it is cut off."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from agreements import rules, texts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sealed_audit import DAY, PEOPLE, audit, held, ratings, seal

from alignment.answers import Answers, read_answers
from alignment.sealing import opened

ratings_ = st.dictionaries(
    texts, st.fixed_dictionaries({"rating": st.integers(1, 5), "note": st.text(max_size=8)})
)
guessed = st.dictionaries(
    texts.map("{} of it".format), st.booleans() | st.floats(0, 1) | texts, max_size=3
)
contents = st.one_of(
    st.tuples(
        st.just("audit"), st.builds(lambda r, g: {"ratings": r, "guesses": g}, ratings_, guessed)
    ),
    st.tuples(
        st.just("definitions"),
        st.builds(
            lambda words, rule, glossary: {
                "definitions": {"mql": words},
                "rules": {"mql": rule},
                "glossary": glossary,
            },
            st.text(st.characters(codec="utf-8"), max_size=200),
            st.none() | rules,
            st.dictionaries(texts, texts, max_size=3),
        ),
    ),
    st.tuples(
        st.just("levels"),
        st.builds(
            lambda n, hours, reached: {
                "levels": {
                    "marketing": {"n_mql": n},
                    "sales": {"first_contact_within_hours": hours, "conversations": reached},
                }
            },
            st.none() | st.integers(1, 999),
            st.floats(0.25, 99),
            st.lists(texts, max_size=2, unique=True),
        ),
    ),
)


@given(contents)
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_was_sealed_comes_back_opened_in_memory_and_in_the_files(
    tmp_path: Path, case: tuple[str, dict[str, Any]]
) -> None:
    part, content = case
    head = {"team": "sales", "person": "Ruben", "role": "Head of Sales", "answered_on": DAY}
    wanted = Answers.model_validate({**head, **content})
    if not wanted.says(part):
        return
    shutil.rmtree(tmp_path / "answers", ignore_errors=True)
    ours = Answers(team="marketing", person="I", role="H", answered_on=DAY)
    seal(tmp_path, "sales", content, part=part)
    assert not read_answers(tmp_path)["sales"].says(part)
    said = {"ratings": {"q": {"rating": 1}}, "definitions": {"mql": "x"}, "levels": {}}
    ours = Answers.model_validate({**dict(ours), **said})
    ours.save(tmp_path)
    assert opened(tmp_path, part).answers["sales"].content(part) == wanted.content(part)
    ours.without(part).save(tmp_path)
    seal(tmp_path, "marketing", ours.content(part), part=part)
    assert read_answers(tmp_path)["sales"] == wanted


class CutOffError(Exception):
    """The machine stops."""


def cut_off_at(patched: pytest.MonkeyPatch, n: int) -> None:
    """The n-th rename or removal of a file from now on, counted from 0, does not happen."""
    left = [n]
    for verb in ("replace", "unlink"):
        real = getattr(Path, verb)

        def counted(self: Path, *given: Any, real: Any = real, **named: Any) -> Any:
            if self.name.startswith(".") and real.__name__ == "unlink":
                return real(self, *given, **named)  # what was written aside, cleared up
            left[0] -= 1
            if left[0] < 0:
                raise CutOffError
            return real(self, *given, **named)

        patched.setattr(Path, verb, counted)


def kept(workspace: Path) -> dict[str, bytes]:
    return {name: raw for name, raw in held(workspace).items() if "earlier" in name}


def first(workspace: Path) -> None:
    """Nobody has answered."""


def again(workspace: Path) -> None:
    seal(workspace, "sales", audit(1), on=date(2025, 5, 1))


def second(workspace: Path) -> None:
    seal(workspace, "marketing", audit(5))


def anew(workspace: Path) -> None:
    for team in PEOPLE:
        seal(workspace, team, audit(1), on=date(2025, 5, 1))


@pytest.mark.parametrize("before", [first, again, second, anew])
def test_cut_off_anywhere_nothing_is_lost_and_sealing_again_finishes_it(
    tmp_path: Path, before: Any
) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    before(whole)
    was = opened(whole, "audit")
    seal(whole, "sales", audit(2))
    wanted = opened(whole, "audit")
    for n in range(20):
        place = tmp_path / str(n)
        place.mkdir()
        before(place)
        with pytest.MonkeyPatch.context() as patched:
            cut_off_at(patched, n)
            try:
                seal(place, "sales", audit(2))
            except CutOffError:
                pass
            else:
                break
        between = opened(place, "audit")
        assert between.answers in ({}, was.answers, wanted.answers)
        seal(place, "sales", audit(2))
        after = opened(place, "audit")
        assert (after.answers, after.sealed_on) == (wanted.answers, wanted.sealed_on)
        assert held(place).keys() == held(whole).keys()
        assert kept(place) == kept(whole)
    assert n > 2


def test_what_was_cut_off_while_opening_is_finished_on_a_later_day_without_a_new_round(
    tmp_path: Path,
) -> None:
    seal(tmp_path, "marketing", audit(5))
    with pytest.MonkeyPatch.context() as patched:
        cut_off_at(patched, 4)  # sealed in three steps, one of the two files opened
        with pytest.raises(CutOffError):
            seal(tmp_path, "sales", audit(2))
    assert [side for side in held(tmp_path) if side.endswith(".sealed")]
    assert seal(tmp_path, "sales", audit(2), on=date(2025, 12, 1)).startswith("Both are in: ")
    assert set(held(tmp_path)) == {"answers/marketing.yml", "answers/sales.yml"}
    assert ratings(opened(tmp_path, "audit")) == {"marketing": 5, "sales": 2}

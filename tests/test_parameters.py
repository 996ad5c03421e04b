"""What may be handed to a notebook."""

from pathlib import Path

import pytest
from small_notebook import written

from alignment.errors import ReportError
from alignment.parameters import checked, flag, flags


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("notebooks") / "small.ipynb")


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("n_months", "12", 12),
        ("n_months", 12, 12),
        ("share", "0.25", 0.25),
        ("share", 1, 1),
        ("save", "yes", True),
        ("save", "False", False),
        ("month", "2026-09", "2026-09"),
        ("month", "12", "12"),
    ],
)
def test_text_is_read_as_the_declared_type(
    notebook: Path, name: str, given: object, value: object
) -> None:
    found = checked(notebook, {name: given})[name]
    assert (found, type(found)) == (value, type(value))


def test_a_misspelt_parameter_is_refused_with_the_nearest_name(notebook: Path) -> None:
    with pytest.raises(ReportError, match=r"found 'n_month'.*Did you mean 'n_months'"):
        checked(notebook, {"n_month": 3})


def test_an_unknown_parameter_is_refused_with_the_list_of_known_ones(notebook: Path) -> None:
    with pytest.raises(ReportError, match="There is: as_of, month, n_months, out"):
        checked(notebook, {"xyz": 3})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("n_months", "twelve"),
        ("n_months", 1.5),
        ("n_months", True),
        ("share", "nan"),
        ("save", "perhaps"),
        ("save", 1),
        ("month", 9),
        ("month", None),
    ],
)
def test_an_ill_typed_parameter_is_refused_with_what_was_declared(
    notebook: Path, name: str, given: object
) -> None:
    with pytest.raises(ReportError) as caught:
        checked(notebook, {name: given})
    (problem,) = caught.value.problems
    assert (problem.column, problem.found) == (name, repr(given))
    assert problem.expected.split(",")[0] in {"int", "float", "bool", "str"}


def test_every_problem_is_told_at_once(notebook: Path) -> None:
    with pytest.raises(ReportError) as caught:
        checked(notebook, {"n_month": 3, "share": "half", "save": "maybe"})
    assert [problem.column for problem in caught.value.problems] == ["n_month", "share", "save"]


def test_what_a_parameter_means_stands_in_the_refusal(notebook: Path) -> None:
    with pytest.raises(ReportError, match=r"expected int, such as 24 \(months shown\)"):
        checked(notebook, {"n_months": "many"})


def test_a_parameter_without_a_declared_type_has_that_of_its_default(tmp_path: Path) -> None:
    bare = written(tmp_path / "bare.ipynb", declared="n_rows = 3")
    assert checked(bare, {"n_rows": "4"}) == {"n_rows": 4}


def test_a_parameter_of_another_type_can_only_be_set_in_the_notebook(tmp_path: Path) -> None:
    listed = written(tmp_path / "listed.ipynb", declared="names: list = []")
    with pytest.raises(ReportError, match="list, which can only be set in the notebook"):
        checked(listed, {"names": "a,b"})


def test_braces_in_a_path_are_no_place_for_a_parameter(tmp_path: Path) -> None:
    folder = tmp_path / "{month}"
    folder.mkdir()
    assert checked(written(folder / "n.ipynb"), {"month": "2026-09"}) == {"month": "2026-09"}


def test_flags_are_read_from_the_words_and_numbers_that_papermill_hands_over() -> None:
    assert flags(a=True, b="no", c=1, d="0", e="YES") == [True, False, True, False, True]
    assert flag(1, "save") is True


def test_every_flag_that_is_none_is_named() -> None:
    with pytest.raises(ReportError) as caught:
        flags(save="perhaps", freeze=2, other=True)
    assert [problem.column for problem in caught.value.problems] == ["save", "freeze"]

"""Each team answers alone: forms start empty, are never lost unasked, and leave nothing behind."""

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
import pytest
from ipywidgets.widgets.widget import _instances

from alignment.errors import AlignmentError
from alignment.measures.vocabulary import Attribute, Vocabulary
from alignment.show.definition_form import DefinitionForm
from alignment.show.rule_builder import RuleBuilder
from alignment.show.sealed_entry import SealedEntry
from alignment.show.widget_tree import every

VOCABULARY = Vocabulary(
    {"webinar": 12},
    {"seniority": Attribute("text", ("director",), n_known=9, n_values=1)},
    ("mql",),
    90,
)
TEAMS = {"marketing": "Marketing", "sales": "Sales"}
SECRET = "forty points, says nobody"


class Form(widgets.VBox):
    """A form of one line."""

    def __init__(self) -> None:
        self.line = widgets.Text()
        super().__init__(children=(self.line,))

    @property
    def content(self) -> Mapping[str, object]:
        return {"said": self.line.value}

    @property
    def problems(self) -> tuple[str, ...]:
        return ("Say less <please>.",) if len(self.line.value) > 40 else ()


class Kept:
    """What was sealed; refuses once when told to."""

    def __init__(self) -> None:
        self.sealed: list[tuple] = []
        self.refusal = ""

    def seal(self, *entry: object) -> str:
        if self.refusal:
            raise AlignmentError(self.refusal)
        self.sealed.append(entry)
        return f"Sealed for {entry[0]} <b>."

    def standing(self) -> str:
        return f"{len(self.sealed)} in."


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def entry(kept: Kept) -> SealedEntry:
    return SealedEntry(TEAMS, lambda team, given: Form(), kept.seal, kept.standing)


def chooser(entry: SealedEntry) -> widgets.ToggleButtons:
    return next(w for w in every(entry) if isinstance(w, widgets.ToggleButtons))


def form(entry: SealedEntry) -> Form:
    return next(w for w in every(entry) if isinstance(w, Form))


def lines(entry: SealedEntry) -> list[widgets.Text]:
    return [w for w in every(entry) if isinstance(w, widgets.Text)]


def press(entry: SealedEntry, label: str) -> None:
    next(w for w in every(entry) if getattr(w, "description", "") == label).click()


def page(entry: SealedEntry) -> str:
    return " ".join(w.value for w in every(entry) if isinstance(w, widgets.HTML))


def filled(entry: SealedEntry, team: str, said: str = SECRET) -> None:
    chooser(entry).value = team
    for line, typed in zip(lines(entry), ("Ann", "Head", said), strict=True):
        line.value = typed


def test_nobody_answers_at_first(entry: SealedEntry) -> None:
    assert (chooser(entry).value, entry.team, lines(entry)) == (None, None, [])
    assert "0 in." in page(entry)


def test_what_was_typed_is_sealed_and_gone_everywhere(entry: SealedEntry, kept: Kept) -> None:
    filled(entry, "sales")
    used = list(every(form(entry)))
    press(entry, "Seal Sales’ answers")
    assert kept.sealed == [("sales", "Ann", "Head", {"said": SECRET})]
    assert (chooser(entry).value, lines(entry)) == (None, [])
    assert "Sealed for sales &lt;b&gt;." in page(entry)
    assert "1 in." in page(entry)
    assert not any(SECRET in str(getattr(w, "value", "")) for w in used)
    assert not set(map(id, used)) & set(map(id, _instances.values()))


def test_the_other_team_finds_an_empty_form(entry: SealedEntry) -> None:
    filled(entry, "sales")
    press(entry, "Seal Sales’ answers")
    chooser(entry).value = "marketing"
    assert [line.value for line in lines(entry)] == ["", "", ""]
    assert SECRET not in page(entry)
    assert "Sealed for" not in page(entry)


def test_what_is_missing_is_told_at_once_and_nothing_is_lost(
    entry: SealedEntry, kept: Kept
) -> None:
    chooser(entry).value = "marketing"
    form(entry).line.value = "x" * 41
    press(entry, "Seal Marketing’s answers")
    for problem in ("Your name is missing.", "Your role is missing.", "Say less &lt;please&gt;."):
        assert problem in page(entry)
    assert (kept.sealed, form(entry).line.value) == ([], "x" * 41)


def test_a_refusal_is_told_and_nothing_is_lost(entry: SealedEntry, kept: Kept) -> None:
    filled(entry, "marketing")
    kept.refusal = "The folder <is> full."
    press(entry, "Seal Marketing’s answers")
    assert "The folder &lt;is&gt; full." in page(entry)
    kept.refusal = ""
    press(entry, "Seal Marketing’s answers")
    assert kept.sealed == [("marketing", "Ann", "Head", {"said": SECRET})]


def test_switching_the_team_asks_before_anything_is_lost(entry: SealedEntry) -> None:
    filled(entry, "marketing")
    chooser(entry).value = "sales"
    assert (entry.team, chooser(entry).value) == ("marketing", "marketing")
    assert form(entry).line.value == SECRET
    press(entry, "Keep writing")
    assert form(entry).line.value == SECRET
    chooser(entry).value = "sales"
    press(entry, "Discard")
    assert (entry.team, chooser(entry).value) == ("sales", "sales")
    assert [line.value for line in lines(entry)] == ["", "", ""]


def test_switching_from_an_untouched_form_asks_nothing(entry: SealedEntry) -> None:
    chooser(entry).value = "marketing"
    chooser(entry).value = "sales"
    assert entry.team == "sales"


def again(kept: Kept, **more: Any) -> SealedEntry:
    """An entry over a round in which both teams are in."""

    def form(_: str, given: Mapping[str, object] | None) -> Form:
        made = Form()
        made.line.value = str((given or {}).get("said", ""))
        return made

    more = {"begins_anew": lambda _, content: content["said"] != "no more", **more}
    return SealedEntry(TEAMS, form, kept.seal, kept.standing, **more)


def test_a_new_round_begins_only_when_that_was_asked_and_answered(kept: Kept) -> None:
    entry = again(kept)
    filled(entry, "marketing")
    press(entry, "Seal Marketing’s answers")
    asked = [w.value for w in every(entry) if isinstance(w, widgets.HTML)]
    assert "This begins a new round: Sales must answer again." in asked
    press(entry, "Keep as it is")
    assert (kept.sealed, form(entry).line.value) == ([], SECRET)
    press(entry, "Seal Marketing’s answers")
    form(entry).line.value = "x" * 41  # spoilt while the question stood there
    press(entry, "Begin")
    assert (kept.sealed, "Say less" in page(entry)) == ([], True)
    form(entry).line.value = SECRET
    press(entry, "Seal Marketing’s answers")
    press(entry, "Begin")
    assert kept.sealed == [("marketing", "Ann", "Head", {"said": SECRET})]
    assert SECRET not in page(entry)


def test_what_begins_no_new_round_is_sealed_without_a_question(kept: Kept) -> None:
    entry = again(kept)
    filled(entry, "marketing")
    form(entry).line.value = "no more"
    press(entry, "Seal Marketing’s answers")
    assert kept.sealed == [("marketing", "Ann", "Head", {"said": "no more"})]


def test_a_round_that_cannot_be_opened_is_no_round_to_lose(kept: Kept) -> None:
    def broken(*_: object) -> bool:
        raise AlignmentError("Damaged.")

    entry = again(kept, begins_anew=broken)
    filled(entry, "marketing")
    press(entry, "Seal Marketing’s answers")
    assert len(kept.sealed) == 1


def test_a_team_may_start_from_its_own_earlier_answers_and_from_no_others(kept: Kept) -> None:
    said = {"marketing": {"said": "as ever"}, "sales": None}
    entry = again(kept, given=said.get)
    chooser(entry).value = "sales"
    buttons = [w.description for w in every(entry) if isinstance(w, widgets.Button)]
    assert not any("earlier" in label for label in buttons)
    filled(entry, "marketing")
    press(entry, "Start from Marketing’s earlier answers")
    press(entry, "Keep writing")
    assert form(entry).line.value == SECRET
    press(entry, "Start from Marketing’s earlier answers")
    press(entry, "Discard")
    assert form(entry).line.value == "as ever"
    chooser(entry).value = "sales"  # nothing was typed: nothing is asked
    assert (entry.team, form(entry).line.value) == ("sales", "")


def test_a_form_or_a_standing_that_cannot_be_had_is_told() -> None:
    def refused(*_: object) -> str:
        raise AlignmentError("The seal is <broken>.")

    entry = SealedEntry(TEAMS, refused, refused, refused)  # type: ignore[arg-type]
    assert page(entry).count("&lt;broken&gt;") == 1
    chooser(entry).value = "sales"
    assert page(entry).count("&lt;broken&gt;") == 2
    assert entry.team is None


def test_definitions_are_words_rules_and_only_the_terms_that_differ() -> None:
    made = DefinitionForm(VOCABULARY, {"lead": "A person.", "mql": "A lead."})
    assert made.content == {"definitions": {}, "rules": {}, "glossary": {}}
    assert [w.placeholder for w in every(made) if isinstance(w, widgets.Textarea)][2:] == [
        "A person.",
        "A lead.",
    ]
    areas = [w for w in every(made) if isinstance(w, widgets.Textarea)]
    areas[0].value, areas[3].value = "Who came.", " A hot one. "
    builder = [w for w in every(made) if isinstance(w, RuleBuilder)][1]
    next(w for w in every(builder) if getattr(w, "description", "") == "Add condition").click()
    assert made.problems == ("SQL, condition 1: choose an activity.",)
    activity = [w for w in every(builder) if isinstance(w, widgets.Dropdown)][1]
    activity.index = 1
    assert made.problems == ()
    assert made.content == {
        "definitions": {"mql": "Who came."},
        "rules": {"sql": {"activity": "webinar", "at_least": 1, "within_days": 30}},
        "glossary": {"mql": "A hot one."},
    }


GIVEN = {
    "definitions": {"mql": "Who came.", "sql": "Whom we called."},
    "rules": {
        "mql": {"any": [{"activity": "webinar", "at_least": 2}, {"stage": "mql"}]},
        "sql": {"attribute": "seniority", "one_of": ["director", "boss"]},
    },
    "glossary": {"mql": "A hot one.", "fit": "Our size."},
}


@pytest.mark.parametrize("fields", [("definitions",), ("rules", "glossary"), tuple(GIVEN), ()])
def test_definitions_that_a_form_starts_from_come_back_the_same(fields: tuple[str, ...]) -> None:
    given = {field: GIVEN[field] for field in fields}
    made = DefinitionForm(VOCABULARY, {"lead": "A person.", "mql": "A lead."}, given=given)
    assert made.problems == ()
    assert made.content == {field: given.get(field, {}) for field in GIVEN}


def test_a_rule_begun_and_replaced_leaves_nothing_behind_either(kept: Kept) -> None:
    def form(_: str, given: object) -> DefinitionForm:
        return DefinitionForm(VOCABULARY)

    entry = SealedEntry(TEAMS, form, kept.seal, kept.standing)
    before = len(_instances)
    chooser(entry).value = "sales"
    builder = next(w for w in every(entry) if isinstance(w, RuleBuilder))
    next(w for w in every(builder) if getattr(w, "description", "") == "Add condition").click()
    builder.start_over(None)
    for line, typed in zip(lines(entry), ("Ann", "Head"), strict=True):
        line.value = typed
    press(entry, "Seal Sales’ answers")
    assert kept.sealed
    assert len(_instances) == before

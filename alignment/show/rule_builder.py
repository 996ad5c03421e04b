"""A rule put together by clicking: groups of conditions, nested as deep as it takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

import ipywidgets as widgets
import traitlets

from alignment import terms
from alignment.agreement import AllOf, AnyOf, Rule
from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.measures.vocabulary import Vocabulary
from alignment.show.condition import FORMS, Condition, removing
from alignment.show.display import as_html
from alignment.show.sheet import dressed
from alignment.show.widget_tree import discard

NOTHING_YET = "No condition yet."
INCOMPLETE = "Complete it or remove it: until then it does not count, and nothing can be kept."


class Group(widgets.VBox):
    """Conditions and groups, of which all or any must hold.

    Parameters
    ----------
    rule : Rule or None
        A single condition makes a group of one; None makes an empty one.
    changed : function
        Called after every change.
    remove : function of this group, or None
        Called when it is taken away; None: it stays.
    about : sequence of str
        As `Condition` takes it.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        rule: Rule | None,
        changed: Callable[[], None],
        remove: Callable[["Group"], None] | None = None,
        about: Sequence[str] = tuple(FORMS),
    ) -> None:
        self._vocabulary, self._changed, self._about = vocabulary, changed, about
        self._place = ""
        self._mode = widgets.ToggleButtons(
            options=["all", "any"],
            value="any" if isinstance(rule, AnyOf) else "all",
            tooltips=("Every one of them must hold", "One of them is enough"),
        )
        self._number = widgets.Label()
        self._number.add_class("alignment-place")
        self._parts = [self._made(part) for part in _parts_of(rule)]
        self._list = widgets.VBox(self._parts)
        self._list.add_class("alignment-parts")
        words = widgets.Label("of these hold:")
        away = [removing(lambda: remove(self))] if remove else []
        head = widgets.HBox([self._number, self._mode, words, *away])
        foot = widgets.HBox(
            [
                _button("Add condition", lambda: self._add(Condition)),
                _button("Add group", lambda: self._add(Group)),
            ]
        )
        super().__init__(children=(head, self._list, foot))
        self.add_class("alignment-group")
        self._mode.observe(lambda _: changed(), "value")

    @property
    def rule(self) -> Rule | None:
        """What the complete conditions come to; a group of one is that one."""
        rules = tuple(rule for part in self._parts if (rule := part.rule) is not None)
        if len(rules) < 2:
            return rules[0] if rules else None
        return AllOf(all=rules) if self._mode.value == "all" else AnyOf(any=rules)

    @property
    def problems(self) -> tuple[str, ...]:
        """What conditions within lack; and a group within that has none."""
        if self._place and not self._parts:
            return (f"Group {self._number.value} has no condition.",)
        return tuple(problem for part in self._parts for problem in part.problems)

    def placed(self, place: str) -> None:
        """Say where in the rule it stands; `2.1` is the first of the second group."""
        self._number.value = place
        self._place = f"{place}." if place else ""
        for n, part in enumerate(self._parts, start=1):
            part.placed(f"{self._place}{n}")

    def _made(self, rule: Rule | None, kind: type | None = None) -> "Condition | Group":
        is_group = kind is Group or isinstance(rule, (AllOf, AnyOf))
        made = Group if is_group else Condition
        return made(self._vocabulary, rule, self._changed, self._take_away, self._about)

    def _add(self, kind: type) -> None:
        self._parts.append(self._made(None, kind))
        self._refresh()

    def _take_away(self, part: "Condition | Group") -> None:
        self._parts.remove(part)
        self._refresh()
        discard(part)

    def _refresh(self) -> None:
        self._list.children = tuple(self._parts)
        self.placed(self._place.removesuffix("."))
        self._changed()


class RuleBuilder(widgets.VBox):
    """Any rule, opened and changed by clicking; under it its sentence, and what follows from it.

    Parameters
    ----------
    vocabulary : Vocabulary
        What can be chosen.
    rule : Rule or None
        Where it starts; what it names that the history lacks stays, and is marked.
    follow : function of Rule → Finding, or None
        Asked at every change, and shown; what it raises as an AlignmentError is shown as text.
    start_from : mapping of str to Rule or None
        Rules to begin from, each a button; a rule that is None is left out.
    about : sequence of str
        What conditions can be about: of `alignment.show.condition.FORMS`, the usual one first.

    Attributes
    ----------
    rule : Rule or None
        What the complete conditions come to; None while there is none. Observable. A group of
        one is that one, an empty group nothing; else a rule that was opened comes back the same.
    problems : tuple of str
        What conditions still lack, each a sentence. While there are any, `rule` is not what its
        reader meant: do not save it.
    """

    rule = traitlets.Any(None, allow_none=True, read_only=True)

    def __init__(
        self,
        vocabulary: Vocabulary,
        rule: Rule | None = None,
        follow: Callable[[Rule], Finding] | None = None,
        start_from: Mapping[str, Rule | None] | None = None,
        about: Sequence[str] = tuple(FORMS),
    ) -> None:
        self._vocabulary, self._follow, self._about = vocabulary, follow, about
        self._earlier: Group | None = None
        self._group = self._opened(rule)
        self._wrong, self._said, self._found = (widgets.HTML() for _ in range(3))
        self._wrong.add_class("alignment-wrong")
        self._said.add_class("alignment-said")
        self._undo = _button("Undo", self._go_back)
        self._undo.layout.display = "none"
        offered = {name: start for name, start in (start_from or {}).items() if start is not None}
        presets = [_button(name, self._starting(start)) for name, start in offered.items()]
        words = [widgets.Label("Start from")] if presets else []
        self._above: tuple[widgets.Widget, ...] = (widgets.HBox([*words, *presets, self._undo]),)
        super().__init__(children=self._shown())
        dressed(self)
        self._above = (self.children[0], *self._above)
        self._refresh()

    @property
    def problems(self) -> tuple[str, ...]:
        return self._group.problems

    def start_over(self, rule: Rule | None) -> None:
        """Open another rule in place of what is there, which "Undo" brings back."""
        if self._earlier is not None:
            discard(self._earlier)
        self._earlier, self._group = self._group, self._opened(rule)
        self._undo.layout.display = None
        self.children = self._shown()
        self._refresh()

    def close(self) -> None:
        """Take it out of the page, and the rule that "Undo" would bring back."""
        if self._earlier is not None:
            discard(self._earlier)
        super().close()

    def _starting(self, rule: Rule) -> Callable[[], None]:
        return lambda: self.start_over(rule)

    def _go_back(self) -> None:
        if self._earlier is not None:
            undone, self._group, self._earlier = self._group, self._earlier, None
            self._undo.layout.display = "none"
            self.children = self._shown()
            self._refresh()
            discard(undone)

    def _opened(self, rule: Rule | None) -> Group:
        made = Group(self._vocabulary, rule, self._refresh, about=self._about)
        made.placed("")
        return made

    def _shown(self) -> tuple[widgets.Widget, ...]:
        return (*self._above, self._group, self._wrong, self._said, self._found)

    def _refresh(self) -> None:
        rule, problems = self._group.rule, self._group.problems
        self._wrong.value = escape("\n".join([*problems, *([INCOMPLETE] if problems else [])]))
        said = rule.sentence() if rule else NOTHING_YET
        self._said.value = f"<p><bdi>{escape(said[:1].upper() + said[1:])}</bdi></p>"
        if _written(rule) != _written(self.rule):
            self.set_trait("rule", rule)
            self._found.value = self._following(rule)

    def _following(self, rule: Rule | None) -> str:
        if rule is None or self._follow is None:
            return ""
        try:
            return as_html(self._follow(rule), is_open=True)
        except AlignmentError as error:
            return f'<pre style="white-space:pre-wrap">{escape(str(error))}</pre>'


def lacking(builders: Mapping[str, RuleBuilder]) -> tuple[str, ...]:
    """What the rules of some stages still lack, each as a sentence that names the stage."""
    return tuple(
        f"{terms.STAGE_LABELS[stage]}, {problem[:1].lower()}{problem[1:]}"
        for stage, builder in builders.items()
        for problem in builder.problems
    )


def _parts_of(rule: Rule | None) -> Iterator[Rule]:
    match rule:
        case AllOf():
            yield from rule.all
        case AnyOf():
            yield from rule.any
        case Rule():
            yield rule


def _written(rule: Rule | None) -> str:
    """A rule to compare by: yes and 1 are equal in Python, and not here."""
    return rule.model_dump_json() if rule else ""


def _button(label: str, act: Callable[[], None]) -> widgets.Button:
    made = widgets.Button(description=label)
    made.on_click(lambda _: act())
    return made

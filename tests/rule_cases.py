"""Rules of every form, and histories whose leads move through stages, to draw from."""

from dataclasses import replace

from hypothesis import strategies as st

from alignment import terms
from alignment.agreement import rule_of
from tests.replay_cases import KINDS, Case, cases, instants

leaves = st.one_of(
    st.builds(
        lambda activity, n, days: {"activity": activity, "at_least": n, "within_days": days},
        st.sampled_from([*KINDS, "never done"]),
        st.integers(1, 3),
        st.sampled_from([None, 1, 2, 4]),
    ),
    st.sampled_from(
        [
            {"attribute": "source", "one_of": ["x", "z"]},
            {"attribute": "n_employees", "at_least": 50},
            {"attribute": "nothing", "is": True},
        ]
    ),
    st.builds(lambda q: {"score": {"at_least": q}}, st.sampled_from([-1, 0, 0.3, 1, 2, 5])),
    st.builds(lambda stage: {"stage": stage}, st.sampled_from(["lead", "mql", "sql", "recycled"])),
)
rules = st.recursive(
    leaves,
    lambda parts: st.builds(
        lambda join, held: {join: held},
        st.sampled_from(["all", "any"]),
        st.lists(parts, min_size=1, max_size=3),
    ),
    max_leaves=5,
).map(rule_of)


@st.composite
def histories(draw: st.DrawFn) -> Case:
    """A small history whose leads move through stages, also at one instant and before they are."""
    case = draw(cases())
    stages = st.sampled_from([*terms.STAGES[1:5], "recycled"])
    moves = st.lists(st.tuples(st.sampled_from([row[0] for row in case.leads]), instants, stages))
    return replace(case, changes=case.changes + tuple(draw(moves)))

"""Agreements to test with: random ones that hold together, and one as short as a file can be."""

from hypothesis import strategies as st

from alignment.agreement import (
    ActivityRule,
    Agreement,
    AllOf,
    AnyOf,
    AtLeast,
    AttributeRule,
    Engagement,
    Fit,
    Metric,
    Rule,
    Score,
    ScoreRule,
    StageRule,
    Task,
)

SHORTEST = """\
currency: EUR
goal: {outcome: won, within_days: 90}
score: {}
service_levels: {}
calendar: {zone: UTC}
"""

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
numbers = st.floats(-1e6, 1e6) | st.integers(-100, 100)
values = st.booleans() | numbers | texts

attributes = st.one_of(
    st.builds(AttributeRule, attribute=texts, is_=values),
    st.builds(AttributeRule, attribute=texts, one_of=st.lists(values, min_size=1, max_size=3)),
    st.builds(AttributeRule, attribute=texts, at_least=numbers),
    st.builds(AttributeRule, attribute=texts, at_most=numbers),
)
leaves = st.one_of(
    attributes,
    st.builds(ActivityRule, activity=texts, at_least=st.integers(1, 9)),
    st.builds(ActivityRule, activity=texts, within_days=st.integers(1, 90)),
    st.builds(ScoreRule, score=st.builds(AtLeast, at_least=numbers)),
    st.builds(StageRule, stage=st.sampled_from(["mql", "sql", "recycled"])),
)
rules: st.SearchStrategy[Rule] = st.recursive(
    leaves,
    lambda inner: (
        st.builds(AllOf, all=st.lists(inner, min_size=1, max_size=3))
        | st.builds(AnyOf, any=st.lists(inner, min_size=1, max_size=3))
    ),
    max_leaves=5,
)
scores = st.builds(
    Score,
    window_days=st.integers(1, 365),
    engagement=st.dictionaries(texts, st.builds(Engagement, points=numbers), max_size=3),
    fit=st.lists(st.builds(Fit, when=attributes, points=numbers), max_size=2).filter(
        lambda lines: len(lines) < 2 or lines[0].when != lines[1].when
    ),
    hand_off_at=st.floats(50, 100),
    return_below=st.floats(-10, 49),
)
tasks = st.builds(
    Task,
    task=texts,
    team=st.sampled_from(["marketing", "sales"]),
    within_days=st.none() | st.integers(1, 9),
    when=st.text(max_size=5),
)
metrics = st.builds(
    Metric,
    team=st.sampled_from(["marketing", "sales"]),
    unit=st.sampled_from(["share", "count"]),
    better=st.just("lower"),
    target=st.floats(0, 0.5),
    warn=st.none() | st.floats(0.5, 1),
)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Any agreement: its parts are random, and fit together."""
    return Agreement.draft("Tarnwald", "Europe/Berlin").changed(
        score=draw(scores),
        rules={"mql": {"marketing": draw(rules), "agreed": draw(st.none() | rules)}},
        glossary=draw(st.dictionaries(texts, texts, max_size=3)),
        tasks=draw(st.dictionaries(texts, tasks, max_size=2)),
        metrics=draw(st.dictionaries(texts, metrics, max_size=2)),
        reasons={"recycle": draw(st.lists(texts, min_size=1, max_size=3, unique=True))}
        | {"disqualify": ["\n no — such"]},
    )

"""Whether what was agreed to be an MQL and an SQL is what is handed off, and who agrees on it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from alignment import terms
from alignment.agreement import Definition, Rule, StageRule
from alignment.measures.audit.fact import Fact, Tries, share, silent
from alignment.measures.definitions.told import by_label
from alignment.measures.journeys import Journeys
from alignment.measures.replay.observed import instants
from alignment.measures.rules import Qualifying
from alignment.period import Period


def met(
    what: str,
    journeys: Journeys,
    qualifying: Qualifying,
    stage: str,
    rule: Rule | None,
    when: Period,
) -> Fact:
    """The share of entries into `stage` whose lead met the agreed rule at that very instant.

    What the rule makes a lead (``mql`` or ``sql``) may be another thing than the stage: leads may
    be handed off later than they become an MQL.

    An entry at or after the conversion cannot be asked, nor one that is a date without a time:
    both are counted apart. A rule that asks for the stage itself is met by every entry, and so
    says nothing.
    """
    id, own, label = f"{what}_definition", with_article(what), terms.STAGE_LABELS[stage]
    if rule is None:
        return Fact(id, f"No rule is agreed for what makes a lead {own}.")
    if any(isinstance(leaf, StageRule) and leaf.stage == stage for leaf in rule.leaves()):
        return Fact(
            id,
            f"The agreed rule for {own} asks for the stage {label} itself: it says nothing more.",
        )
    entries = journeys.entries
    entered = entries[(entries["stage"] == stage) & when.holds(entries["entered_at"])]
    if entered.empty:
        question = f"whether entries into {label} meet the agreed rule for {own}"
        return silent(id, question, f"entries into {label} {when.when}")
    leads = qualifying.replay.leads
    who = pd.Index(leads.table["lead_id"]).get_indexer(entered["lead_id"])
    at = instants(entered["entered_at"])
    is_dated = entered["is_date_entered"].to_numpy(dtype=bool)
    is_asked = (who >= 0) & ~is_dated & (at >= leads.created[who]) & (at < leads.until[who])
    holds = qualifying.spells(rule).hold_at(who[is_asked], at[is_asked])
    if (lacking := qualifying.unknown(rule)) and not holds.any():
        said = f"No entry into {label} can meet the agreed rule for {own}: {' '.join(lacking)}"
        return Fact(id, said)
    found = share(
        id,
        f"Of the entries into {label} {when.when}",
        f"meeting the agreed rule for {own} at that instant",
        Tries(int(holds.sum()), int(is_asked.sum()), journeys.least_count, "entries"),
        more=_more(rule, int((~is_asked & ~is_dated).sum()), int(is_dated.sum())),
    )
    return replace(found, rules={f"What makes {own}, as agreed": rule})


def with_article(stage: str) -> str:
    """`an MQL`, `a Lead`: an abbreviation is spelt, so its first letter's name decides."""
    label = terms.STAGE_LABELS[stage]
    return (
        f"an {label}"
        if label[0] in ("AEFHILMNORSX" if label.isupper() else "AEIO")
        else f"a {label}"
    )


def _more(rule: Rule, n_late: int, n_dated: int) -> str:
    said = [f"The rule: {rule.sentence()}."]
    if n_late:
        said.append(f"{n_late:,} came before the lead or after its conversion: they are not asked.")
    if n_dated:
        said.append(f"{n_dated:,} are a date without a time: they are not asked.")
    return " ".join(said)


def proposed(
    answered: Mapping[str, Rule | None], definition: Definition
) -> tuple[Rule | None, Rule | None]:
    """Marketing's and Sales' own rules: as they answered, else as the agreement keeps them."""
    both = tuple(answered.get(team) for team in terms.TEAMS)
    if all(rule is not None for rule in both):
        return both[0], both[1]
    return definition.marketing, definition.sales


def shared(qualifying: Qualifying, marketing: Rule | None, sales: Rule | None) -> Fact:
    """Of all leads that either team's rule for an MQL ever passes, the share that both pass."""
    id, question = "shared_definitions", "how far both teams' rules agree"
    if marketing is None or sales is None:
        return silent(id, question, "a rule of each team for what makes an MQL")
    passes = [~np.isnat(qualifying.qualified_at(rule)) for rule in (marketing, sales)]
    n_either = int((passes[0] | passes[1]).sum())
    if not n_either:
        return Fact(id, "No lead ever met Marketing's own rule for an MQL, nor Sales'.")
    own = [int(which.sum()) for which in passes]
    found = share(
        id,
        "Of the leads that either team's own rule for an MQL ever passes",
        "passed by both teams' rules",
        Tries(int((passes[0] & passes[1]).sum()), n_either, qualifying.replay.least_count, "leads"),
        more=f"Marketing's passes {own[0]:,}, Sales' {own[1]:,}.",
    )
    labels = ("Marketing's own rule for an MQL", "Sales' own rule for an MQL")
    return replace(found, rules=dict(zip(labels, (marketing, sales), strict=True)))


def caveats(qualifying: Qualifying, rules: Mapping[str, Rule]) -> list[str]:
    """What the rules behind the evidence name that is not there, each rule under its label, and
    of what they know only today's values."""
    lacking = [f"{labels}: {said}" for labels, said in by_label(rules, qualifying.unknown)]
    return [*lacking, *qualifying.todays(*rules.values(), what="What is said of rules")]

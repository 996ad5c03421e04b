"""How things stand in a workspace, in sentences."""

from collections.abc import Sequence

from alignment.adopting.merging import Standing
from alignment.adopting.pending import Pending
from alignment.agreement import Agreement


def in_words(agreement: Agreement, verb: str = "is") -> str:
    """Which version is in force, or that it is a draft, and who has signed it: a sentence."""
    version, state = f"Version {agreement.version} {verb}", agreement.signature_state
    if agreement.is_signed:
        return f"{version} in force, {state}."
    if agreement.sign_offs.by_team:
        return f"{version} {state}."
    return f"{version} a draft: nobody {'has' if verb == 'is' else 'had'} signed it."


def told(found: Sequence[Standing], agreement: Agreement, signed: Sequence[Pending]) -> str:
    """What stood proposed at this moment, as a page may keep it."""
    version = in_words(agreement, "was")
    every = "; ".join(f"{each.name} ({'; '.join(each.changes)})" for each in found)
    begun = "; ".join(each.told.rstrip(".") for each in signed)
    said = [
        f"When this notebook was run, {version[:1].lower()}{version[1:]}",
        f"Proposed was: {every}." if found else "Nothing was proposed.",
        *([f"Under signature was: {begun}."] if signed else []),
    ]
    return " ".join(said)

"""Proposals: agreements with other parts, unsigned, kept beside the one in force."""

from itertools import count
from pathlib import Path

from alignment.agreement import Agreement, differences
from alignment.errors import AgreementError
from alignment.files import refuse_sample

FOLDER = "proposals"
NOTHING = "Nothing differs from what is agreed: there is nothing to propose."


def propose(workspace: Path, agreement: Agreement, kind: str, **parts: object) -> str:
    """Write the agreement with other parts as ``proposals/KIND_vVERSION_N.yml``, and say so.

    The agreement itself stays as it is, and a later proposal takes no earlier one's place; one
    that cannot be read is named and stays as it is.

    Parameters
    ----------
    kind : str
        What it is about, in one word: ``score``, ``rules``.
    **parts
        Of the agreement; those that differ are what is proposed.

    Raises
    ------
    AlignmentError
        Where the workspace is the sample or may not be written to, or the parts make no agreement.
    """
    if all(getattr(agreement, name) == part for name, part in parts.items()):
        return NOTHING
    refuse_sample(workspace)
    proposed = agreement.changed(**parts)
    unread: list[str] = []
    for n in count(1):
        path = workspace / FOLDER / f"{kind}_v{proposed.version}_{n}.yml"
        if not path.exists():
            break
        earlier = _opened(path)
        if earlier is None:
            unread.append(f" An earlier proposal, {path.name}, cannot be read: mend or remove it.")
        elif all(getattr(earlier, name) == getattr(proposed, name) for name in parts):
            return f"The same is proposed already, in {path}."
    proposed.save(path)
    same = proposed.model_copy(update={"sign_offs": agreement.sign_offs})
    said = "; ".join(differences(agreement, same))
    counts = "It counts once both teams have signed it."
    return f"Proposed in {path}: {said}. {counts}{''.join(unread)}"


def _opened(path: Path) -> Agreement | None:
    """An earlier proposal; None where somebody broke it, which stands in nobody's way."""
    try:
        return Agreement.open(path)
    except AgreementError:
        return None

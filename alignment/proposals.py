"""Proposals: agreements with other parts, unsigned, kept beside the one in force."""

from itertools import count
from pathlib import Path

from alignment.agreement import Agreement, differences
from alignment.files import refuse_sample

FOLDER = "proposals"


def propose(workspace: Path, agreement: Agreement, kind: str, **parts: object) -> str:
    """Write the agreement with other parts as ``proposals/KIND_vVERSION_N.yml``, and say so.

    The agreement itself stays as it is, and a later proposal takes no earlier one's place.

    Parameters
    ----------
    kind : str
        What it is about, in one word: ``score``, ``rules``.
    **parts
        Of the agreement; those that differ are what is proposed.

    Raises
    ------
    AgreementError
        Where the workspace is the sample, or the parts make no agreement.
    """
    if all(getattr(agreement, name) == part for name, part in parts.items()):
        return "Nothing differs from what is agreed: there is nothing to propose."
    refuse_sample(workspace)
    proposed = agreement.changed(**parts)
    folder = workspace / FOLDER
    for n in count(1):
        path = folder / f"{kind}_v{proposed.version}_{n}.yml"
        if not path.exists():
            break
        earlier = Agreement.open(path)
        if all(getattr(earlier, name) == getattr(proposed, name) for name in parts):
            return f"The same is proposed already, in {path}."
    folder.mkdir(parents=True, exist_ok=True)
    proposed.save(path)
    same = proposed.model_copy(update={"sign_offs": agreement.sign_offs})
    said = "; ".join(differences(agreement, same))
    return f"Proposed in {path}: {said}. It counts once both teams have signed it."

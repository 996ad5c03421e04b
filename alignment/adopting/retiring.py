"""Proposals that stand open no longer: moved aside whole, and never deleted."""

from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from alignment.adopting.merging import Standing
from alignment.adopting.pending import Pending
from alignment.agreement.rule import joined
from alignment.files import writing
from alignment.proposals import EARLIER, WITHDRAWN


def retired(workspace: Path, every: Iterable[Standing]) -> None:
    """Move what is in force, or was, beside the agreements that were in force before.

    Cut off before that, such a proposal is known by the agreements that hold it
    (`alignment.adopting.merging.standing`), and is moved the next time.
    """
    for each in every:
        if not each.parts:
            _moved(each.proposal.path, workspace / EARLIER)


def withdrawn(workspace: Path, found: Standing, signed: Sequence[Pending]) -> str:
    """Move a proposal, and before it the texts under signature made of it; say so."""
    folder = workspace / WITHDRAWN
    went = [_moved(each.path, folder).name for each in signed]
    said = f"{found.name} is withdrawn: it is kept in {_moved(found.proposal.path, folder)}."
    return (
        f"{said} What was signed of it is kept there too: {joined(went, 'and')}." if went else said
    )


def became(workspace: Path, name: str) -> str:
    """What became of a proposal that stands open no longer; empty: it never did."""
    ends = {EARLIER: "was put in force", WITHDRAWN: "was withdrawn"}
    found = [end for place, end in ends.items() if (workspace / place / f"{name}.yml").exists()]
    return f"It {found[0]}: look again for proposals." if found else ""


def _moved(path: Path, folder: Path) -> Path:
    """Where a file went in a folder: under its name, or as ``NAME_2.yml`` where that is taken."""
    names = (path.name if n == 1 else f"{path.stem}_{n}{path.suffix}" for n in count(1))
    free = next(folder / name for name in names if not (folder / name).exists())
    with writing(free):
        folder.mkdir(parents=True, exist_ok=True)
        path.replace(free)
    return free

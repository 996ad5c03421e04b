"""A text under signature, kept aside until both teams have signed; and how it gets into force."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from alignment import proposals
from alignment.agreement import FILE, Agreement, SignOff
from alignment.files import replaced_file, writing
from alignment.proposals import EARLIER, Proposal


@dataclass(frozen=True)
class Pending:
    """An agreement that at least one team has signed, or has begun to.

    Parameters
    ----------
    path : Path
        ``proposals/agreement_vVERSION_N.yml``.
    agreement : Agreement
        The text, with its signatures.
    """

    path: Path
    agreement: Agreement

    @property
    def signed(self) -> dict[str, SignOff]:
        """The signatures that hold, by team."""
        return self.agreement.sign_offs.holding(self.agreement.digest)

    @property
    def told(self) -> str:
        """Its file, and who signed it, who has not, and whether it was changed since."""
        return f"{self.path.name} is {self.agreement.signature_state}."

    @property
    def is_void(self) -> bool:
        """Whether the text was changed after somebody signed it."""
        return len(self.signed) < len(self.agreement.sign_offs.by_team)

    def holds(self, proposal: Proposal, parts: Iterable[str]) -> bool:
        """Whether these parts of it, at least one, say what a proposal does."""
        held = [not proposals.differ(proposal.agreement, self.agreement, name) for name in parts]
        return bool(held) and all(held)

    def state(self, in_force: Agreement) -> str:
        """Who signed it, who has not, and what has become of it since, in words."""
        said = self.told
        if self.is_void:
            return f"{said} A void signature counts for nothing: that team signs again."
        is_same = self.agreement.digest == in_force.digest
        if self.agreement.version <= in_force.version and not is_same:
            was = f"version {in_force.version}, which is in force now"
            return f"{said} It was written before {was}: remove it, or sign again."
        if self.agreement.is_signed:
            return f"{said} It is not in force yet: choose the same again and sign, to finish."
        return said


def pending(workspace: Path) -> tuple[tuple[Pending, ...], tuple[str, ...]]:
    """Every text under signature in a workspace, and a sentence for each that cannot be read."""
    found, unread = [], []
    for path in proposals.files(workspace, proposals.SIGNING):
        agreement = proposals.opened(path)
        if agreement is None:
            unread.append(f"{path.name} cannot be read: mend or remove it.")
        else:
            found.append(Pending(path, agreement))
    return tuple(found), tuple(unread)


def kept_aside(workspace: Path, agreement: Agreement, path: Path | None) -> Pending:
    """Write a text with its signatures to `path`; None: to a file of its own."""
    stem = f"{proposals.SIGNING}_v{agreement.version}"
    places = (workspace / proposals.FOLDER / f"{stem}_{n}.yml" for n in count(1))
    free = path or next(each for each in places if not each.exists())
    agreement.save(free)
    return Pending(free, agreement)


def put_in_force(workspace: Path, signed: Pending) -> Path:
    """Make a text that both teams signed the agreement in force.

    The earlier one is kept first, then replaced whole, and the text aside goes last: cut off
    anywhere, one of the two is in force whole, and doing it again finishes it.

    Returns
    -------
    Path
        Where the earlier one is kept, byte for byte.
    """
    kept = keep(workspace)
    signed.agreement.save(workspace)
    removed(signed)
    return kept


def keep(workspace: Path) -> Path:
    """Copy the agreement in force to ``agreements/agreement_vVERSION.yml``, byte for byte.

    Another text of that version stands in nobody's way: the next is ``…_2.yml``.
    """
    text = (workspace / FILE).read_bytes()
    agreement = proposals.opened(workspace / FILE) or Agreement.open(workspace)
    stem = f"agreement_v{agreement.version}"
    for n in count(1):
        path = workspace / EARLIER / (f"{stem}.yml" if n == 1 else f"{stem}_{n}.yml")
        if not path.exists():
            with replaced_file(path) as aside:
                aside.write_bytes(text)
            break
        if path.read_bytes() == text:
            break
    return path


def earlier(workspace: Path) -> list[Agreement]:
    """The agreements that were in force before, the latest first; broken ones are left out."""
    every = map(proposals.opened, (workspace / EARLIER).glob("agreement_v*.yml"))
    return sorted((each for each in every if each), key=lambda a: a.version, reverse=True)


def removed(done: Pending) -> None:
    """Remove a text aside that is in force."""
    with writing(done.path):
        done.path.unlink(missing_ok=True)

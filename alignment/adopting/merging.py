"""What proposals change, put onto the agreement in force: their own parts, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alignment.agreement import Agreement, SignOffs, differences
from alignment.agreement.rule import in_words, joined
from alignment.proposals import KINDS, Proposal, differ


@dataclass(frozen=True)
class Standing:
    """A proposal as it stands to the agreement in force.

    Parameters
    ----------
    proposal : Proposal
    parts : tuple of str
        What signing it changes: the parts of its kind that it changed and that differ from those
        in force. Empty: all of it is in force, or has been since it was made; it is never taken
        up again.
    changes : tuple of str
        The same in words.
    is_stale : bool
        Whether it was made on another text than the one in force.
    notes : tuple of str
        What signing a stale one means, each a sentence.
    """

    proposal: Proposal
    parts: tuple[str, ...]
    changes: tuple[str, ...]
    is_stale: bool = False
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its ending, by which it is chosen."""
        return self.proposal.name

    @property
    def kind(self) -> str:
        """A key of `alignment.proposals.KINDS`."""
        return self.proposal.kind

    @property
    def version(self) -> int:
        """The version that it was to become."""
        return self.proposal.agreement.version


@dataclass(frozen=True)
class Text:
    """What is signed: the agreement in force with the parts of some proposals.

    Parameters
    ----------
    agreement : Agreement
        Without signatures, of the next version; the one in force where nothing differs.
    chosen : tuple of str
        The proposals in it.
    differences : tuple of str
        What changes from the agreement in force, in words; empty: nothing.
    notes : tuple of str
        What to know before signing it, each a sentence.
    """

    agreement: Agreement
    chosen: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the text: what a signature binds."""
        return self.agreement.digest


def standing(in_force: Agreement, earlier: Iterable[Agreement], proposal: Proposal) -> Standing:
    """How a proposal stands to the agreement in force.

    Parameters
    ----------
    earlier : iterable of Agreement
        Those that were in force before: one of them may be what it was made on.
    """
    known = [in_force, *earlier]
    base = _base(proposal, known)
    own = [n for n in KINDS[proposal.kind] if base is None or differ(proposal.agreement, base, n)]
    first = proposal.agreement.version if base is None else base.version + 1
    is_done = any(
        each.version >= first and not any(differ(proposal.agreement, each, n) for n in own)
        for each in known
    )
    parts = tuple(n for n in own if not is_done and differ(proposal.agreement, in_force, n))
    changes = differences(_bare(in_force), _bare(_with(in_force, [(proposal, parts)])))
    is_stale = base is None or base.digest != in_force.digest
    notes = _notes(proposal, parts, base, in_force) if is_stale else ()
    return Standing(proposal, parts, tuple(changes), is_stale, notes)


def _notes(
    proposal: Proposal, parts: Sequence[str], base: Agreement | None, in_force: Agreement
) -> tuple[str, ...]:
    """What signing a proposal means that was made on another text than the one in force."""
    name, now = proposal.name, in_force.version
    if base is None:
        every = KINDS[proposal.kind]
        taken = f"{joined([*map(in_words, every)], 'and')} {'is' if len(every) == 1 else 'are'}"
        return (
            f"{name} was not made on version {now}, which is in force, nor on one that is kept: "
            f"of it, the {taken} taken whole, and nothing else.",
        )
    made = (
        f"{name} was made on version {base.version}, before version {now} was in force: only what "
        "it changed then is taken."
    )
    since = [in_words(n) for n in parts if differ(base, in_force, n)]
    if not since:
        return (made,)
    also = f"Its {joined(since, 'and')} would take the place of what was agreed since"
    return made, f"{also}: read the differences."


def merged(in_force: Agreement, chosen: Sequence[Standing]) -> Text:
    """The agreement in force with what was chosen.

    Every text has a version of its own: the next where anything differs.

    Raises
    ------
    AgreementError
        Where the parts make no agreement together.
    """
    before, notes = _bare(in_force), [note for each in chosen for note in each.notes]
    if not in_force.is_signed:
        notes.append(
            f"The agreement in force is {in_force.signature_state}: whoever signs this signs all "
            "of it, not only what differs."
        )
    names = tuple(each.name for each in chosen)
    taken = _with(before, [(each.proposal, each.parts) for each in chosen])
    if taken.digest == before.digest:
        return Text(before, names, (), tuple(notes))
    parts = {n: getattr(taken, n) for each in chosen for n in each.parts}
    made = before.changed(**parts, version=in_force.version + 1)
    return Text(made, names, tuple(differences(before, made)), tuple(notes))


def _base(proposal: Proposal, known: Iterable[Agreement]) -> Agreement | None:
    """The agreement that a proposal was made on: same in all that its kind is not about."""
    other = set(Agreement.model_fields) - {*KINDS[proposal.kind], "version", "sign_offs"}
    for agreement in known:
        of_version = agreement.changed().version == proposal.agreement.version
        if of_version and not any(differ(proposal.agreement, agreement, n) for n in other):
            return agreement
    return None


def _with(agreement: Agreement, taken: Iterable[tuple[Proposal, Sequence[str]]]) -> Agreement:
    parts = {name: getattr(each.agreement, name) for each, names in taken for name in names}
    return agreement.model_copy(update=parts)


def _bare(agreement: Agreement) -> Agreement:
    return agreement.model_copy(update={"sign_offs": SignOffs()})

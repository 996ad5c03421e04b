"""Proposals: agreements with other parts, unsigned, kept beside the one in force."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from alignment.agreement import FILE, Agreement, amendments
from alignment.errors import AgreementError
from alignment.files import alone_in, refuse_sample
from alignment.yaml_model import attempted
from alignment.yaml_text import parse

FOLDER = "proposals"
WITHDRAWN = "proposals/withdrawn"
EARLIER = "agreements"
"""The agreements that were in force before, and the proposals that were put in force."""
SIGNING = "agreement"
"""What agreements under signature are called there."""

KINDS: dict[str, tuple[str, ...]] = {
    "levels": ("service_levels", "tasks", "calendar", "review_day"),
    "rules": ("rules", "glossary"),
    "score": ("score",),
}
"""The parts of the agreement that a proposal of each kind is about; none is in two."""

NOTHING = "Nothing differs from what is agreed: there is nothing to propose."


_NAME = re.compile(r"([a-z]+)_v(\d+)_(\d+)")


@dataclass(frozen=True)
class Proposal:
    """An agreement with other parts, as a file holds it.

    Parameters
    ----------
    kind : str
        What it is about: a key of `KINDS`, which names the only parts of it that count.
    agreement : Agreement
        The one it was made on, with those parts changed; of its version, or the next.
    """

    path: Path
    kind: str
    agreement: Agreement

    @property
    def name(self) -> str:
        """Its file without the ending: ``score_v3_1``."""
        return self.path.stem


def proposed(workspace: Path) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    """Every proposal in a workspace, by kind, version and number; and what cannot be read.

    Returns
    -------
    proposals : tuple of Proposal
    unread : tuple of str
        A sentence for each file that is no proposal of a known kind, or is broken. Agreements
        under signature (``agreement_v…``) stand there too, and are neither.
    """
    found, unread = [], []
    for path in files(workspace):
        kind = _NAME.fullmatch(path.stem)
        if kind is not None and kind[1] == SIGNING:
            continue
        agreement = opened(path)
        if kind is None or kind[1] not in KINDS:
            known = ", ".join(KINDS)
            unread.append(f"{path.name} is no proposal of a known kind ({known}).")
        elif agreement is None:
            unread.append(f"{path.name} cannot be read: mend or remove it.")
        else:
            found.append(Proposal(path, kind[1], agreement))
    return tuple(found), tuple(unread)


def files(workspace: Path, kind: str = "") -> list[Path]:
    """The files among the proposals of a workspace, or those of a kind, in order."""
    every = (workspace / FOLDER).glob(f"{kind}_v*.yml" if kind else "*.y*ml")
    held = [path for path in every if path.is_file()]
    return sorted(held, key=lambda path: [*map(_numbered, re.split(r"(\d+)", path.name))])


def _numbered(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (0, text)


def propose(workspace: Path, agreement: Agreement, kind: str, **parts: object) -> str:
    """Write the agreement with other parts as ``proposals/KIND_vVERSION_N.yml``, and say so.

    The agreement itself stays as it is. A later proposal takes no earlier one's place nor name,
    also of those put in force or withdrawn; one that cannot be read is named and stays as it is.

    Parameters
    ----------
    agreement : Agreement
        The one that the room has seen: nothing is proposed where another is in force by now.
    kind : str
        What it is about: a key of `KINDS`.
    **parts
        Of the agreement, those of that kind; what differs is proposed.

    Raises
    ------
    AlignmentError
        Where the workspace is the sample or may not be written to, the parts make no agreement,
        or the agreement in force is another one; nothing is written then.
    """
    in_force(workspace)  # where there is none, it says so
    with alone_in(workspace):
        return _proposed(workspace, _seen(workspace, agreement), kind, parts)


def in_force(workspace: Path) -> Agreement:
    """The agreement as its file has it now.

    Raises
    ------
    AgreementError
        Where there is none, or with every problem of it.
    """
    path = workspace / FILE
    known = opened(path) if path.is_file() else None
    return known or Agreement.open(workspace)


def _proposed(workspace: Path, agreement: Agreement, kind: str, parts: Mapping[str, object]) -> str:
    proposed = agreement.changed(**parts)
    if not any(differ(agreement, proposed, name) for name in parts):
        return NOTHING
    refuse_sample(workspace)
    unread: list[str] = []
    for n in count(1):
        path = workspace / FOLDER / f"{kind}_v{proposed.version}_{n}.yml"
        if not any(
            (workspace / each / path.name).exists() for each in (FOLDER, WITHDRAWN, EARLIER)
        ):
            break
        if not path.exists():
            continue
        earlier = opened(path)
        if earlier is None:
            unread.append(f" An earlier proposal, {path.name}, cannot be read: mend or remove it.")
        elif not any(differ(earlier, proposed, name) for name in parts):
            return f"The same is proposed already, in {path}."
    proposed.save(path)
    said = "; ".join(amendments(agreement, proposed))
    counts = "It counts once both teams have signed it."
    return f"Proposed in {path}: {said}. {counts}{''.join(unread)}"


def _seen(workspace: Path, seen: Agreement) -> Agreement:
    """The agreement in force, where it says what the room has seen; it may be signed since.

    Raises
    ------
    AgreementError
        Where it says something else.
    """
    now = in_force(workspace)
    if now.digest == seen.digest:
        return now
    since = "was changed since this page was opened"
    if now.version != seen.version:
        since = f"is in force since this page was opened, on version {seen.version}"
    again = "Run the notebook again, and propose what differs then"
    raise AgreementError(f"Nothing was proposed: version {now.version} {since}. {again}.")


def differ(a: Agreement, b: Agreement, part: str) -> bool:
    """Whether a part says something else in another agreement."""
    was, now = (  # as a digest has it: Python takes true for 1
        each.model_dump(mode="json", by_alias=True, include={part}, exclude_none=True)
        for each in (a, b)
    )
    return json.dumps(was, sort_keys=True) != json.dumps(now, sort_keys=True)


def opened(path: Path) -> Agreement | None:
    """The agreement in a file; None where somebody broke it, which stands in nobody's way."""
    return _read(path.read_bytes())


@lru_cache(maxsize=256)
def _read(text: bytes) -> Agreement | None:
    """The same of its text: a room asks again and again, and its files seldom change."""
    agreement, problems = attempted(Agreement, parse(text, ""))
    return None if problems else agreement

"""What another system has been told: kept so that nothing is told twice."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alignment.errors import AlignmentError, Problem
from alignment.record import write_json


@dataclass(frozen=True)
class Batch:
    """Hand-offs sent in one request, as long as nobody knows that it arrived.

    Parameters
    ----------
    address : str
        Digest of where it goes.
    body : str
        The very text, so that a second attempt is the same request.
    keys : tuple of str
        Of the hand-offs within.
    """

    address: str
    body: str
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        """The Idempotency-Key: the same for the same text to the same address."""
        return hashlib.sha256(f"{self.address}\n{self.body}".encode()).hexdigest()[:32]


@dataclass
class Ledger:
    """What was told to whom, by digest: neither names nor addresses.

    Parameters
    ----------
    path : Path
    told : set of str
        One a hand-off and address.
    under_way : list of Batch
        Sent, or about to be, with nothing heard of it yet; these hold what was to be told.
    """

    path: Path
    told: set[str] = field(default_factory=set)
    under_way: list[Batch] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """The ledger kept at `path`; an empty one where there is none.

        Raises
        ------
        AlignmentError
            Where it cannot be read: without it, everything would be told again.
        """
        if not path.exists():
            return cls(path)
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, {str(t) for t in held["told"]}, [_batch(b) for b in held["under_way"]])
        except (ValueError, KeyError, TypeError) as error:
            advice = "Bring it back from a copy; if it is deleted, all is told once more."
            problem = Problem(str(path), f"{error!r}", "what a run with --notify wrote", advice)
            raise AlignmentError("Nobody knows what has been told.", [problem]) from error

    def knows(self, address: str, key: str) -> bool:
        """Whether a hand-off was told to an address, or is on its way."""
        return _mark(address, key) in self.told or any(
            batch.address == address and key in batch.keys for batch in self.under_way
        )

    def arrived(self, batch: Batch) -> None:
        """Everything in it was told."""
        self.told |= {_mark(batch.address, key) for key in batch.keys}
        self.under_way.remove(batch)

    def save(self) -> None:
        """Write it whole."""
        under_way = [
            {"address": batch.address, "body": batch.body, "keys": batch.keys}
            for batch in self.under_way
        ]
        write_json(self.path, {"told": sorted(self.told), "under_way": under_way})


def _mark(address: str, key: str) -> str:
    return hashlib.sha256(f"{address}\n{key}".encode()).hexdigest()[:32]


def _batch(held: Any) -> Batch:
    return Batch(str(held["address"]), str(held["body"]), _texts(held["keys"]))


def _texts(held: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(text) for text in held)

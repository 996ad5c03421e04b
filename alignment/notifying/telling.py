"""Which hand-offs are told, in which requests."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alignment.files import alone_in
from alignment.notifying.delivery import Delivery, RefusedError
from alignment.notifying.ledger import Batch, Ledger
from alignment.record import plain

MOST_IN_A_BATCH = 500


def tell(
    hand_offs: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Any],
    delivery: Delivery,
    ledger: Path,
) -> int:
    """Tell another system of the hand-offs that it has not been told of, and keep that.

    A request that was cut off before anybody knew whether it arrived is sent again first, the
    same to the byte and under the same key, so that its receiver can drop it.

    Parameters
    ----------
    hand_offs : sequence of mapping
        Each with a ``key`` of its own, the same on every day.
    facts : mapping
        What every request says beside them.
    ledger : Path
        Where is kept what was told. The second of two runs at once waits for the first.

    Returns
    -------
    int
        How many were told now.

    Raises
    ------
    AlignmentError
        Where a request was not taken; what was taken before it is kept as told.
    """
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with alone_in(ledger.parent):
        held = Ledger.open(ledger)
        waiting = [batch for batch in held.under_way if batch.address == delivery.digest]
        new = [h for h in hand_offs if not held.knows(delivery.digest, str(h["key"]))]
        parts = [new[n : n + MOST_IN_A_BATCH] for n in range(0, len(new), MOST_IN_A_BATCH)]
        waiting += [_batch(delivery.digest, facts, part) for part in parts]
        for batch in waiting:
            if batch not in held.under_way:
                held.under_way.append(batch)
            held.save()
            try:
                delivery.post(batch.body, batch.key)
            except RefusedError:
                held.under_way.remove(batch)
                held.save()
                raise
            held.arrived(batch)
        if waiting:
            held.save()
        return sum(len(batch.keys) for batch in waiting)


def _batch(address: str, facts: Mapping[str, Any], part: Sequence[Mapping[str, Any]]) -> Batch:
    told = plain({**facts, "hand_offs": list(part)})
    body = json.dumps(told, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return Batch(address, body, tuple(str(h["key"]) for h in part))

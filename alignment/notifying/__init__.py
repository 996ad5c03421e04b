"""Telling another system which leads change hands: each once, signed, and again if cut off."""

from alignment.notifying.delivery import Delivery, Patience, RefusedError
from alignment.notifying.ledger import Ledger
from alignment.notifying.telling import MOST_IN_A_BATCH, tell
from alignment.notifying.told import told_of

__all__ = ["MOST_IN_A_BATCH", "Delivery", "Ledger", "Patience", "RefusedError", "tell", "told_of"]

"""Any score replayed over the raw history, at every threshold at once."""

from alignment.measures.replay.replay import Replay, prepare

__all__ = ["Replay", "prepare"]

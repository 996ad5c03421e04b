"""Each team answers alone: sealed until both are in, then opened together.

A sealed part leaves only its digest in ``answers/TEAM.yml``; the contents stand beside it in
``answers/TEAM.PART.sealed``, which a team may keep to itself until the other is in too. See
`alignment.sealing.contents` for what that protects from, and what not.
"""

from alignment.sealing.closing import only_adds, seal
from alignment.sealing.round import Round, opened, rounds

__all__ = ["Round", "only_adds", "opened", "rounds", "seal"]

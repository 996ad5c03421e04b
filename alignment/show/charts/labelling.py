"""Words along a line that do not stand on one another."""

from collections.abc import Iterable, Sequence

NARROWEST = 440
"""Pixels of a line for which the words must fit; on a wider one they have more room."""
SIGN, GAP = 6.6, 10
"""Pixels that a sign takes on average, and between two words."""
MOST_LEVELS = 4


def placed(at: Iterable[float], words: Sequence[str], rank: Sequence[int]) -> list[int | None]:
    """On which of several lines below one another each word finds room, the first being 0.

    Parameters
    ----------
    at : iterable of float
        The middle of each word, as a share of the line.
    rank : sequence of int
        The lowest choose first, and of those the earliest.

    Returns
    -------
    list of int or None
        None: there is no room for it.
    """
    middles = [share * NARROWEST for share in at]
    taken: list[list[tuple[float, float]]] = [[] for _ in range(MOST_LEVELS)]
    found: list[int | None] = [None] * len(words)
    for place in sorted(range(len(words)), key=lambda n: (rank[n], middles[n])):
        half = (len(words[place]) * SIGN + GAP) / 2
        start, end = middles[place] - half, middles[place] + half
        for level, held in enumerate(taken):
            if all(end <= other_start or start >= other_end for other_start, other_end in held):
                held.append((start, end))
                found[place] = level
                break
    return found

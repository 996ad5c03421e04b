"""Rising numbers, among which a compiled loop finds its place at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_MOST = 1_024
"""Stretches: few enough to stay in the processor's nearest memory."""


class Steps(NamedTuple):
    """Rising numbers, cut into equal stretches of a power of two.

    A binary search over all of them would guess wrong at every other comparison, which costs
    a loop over a lead's few activities more than the activities do.

    Parameters
    ----------
    at : array, rising
    first : int
        Where the first stretch begins; what lies before counts as within it.
    shift : int
        A stretch is 2 ** `shift` wide.
    until : array, one more than stretches
        How many of `at` are at most the start of each; all of them, at the end.
    """

    at: NDArray[np.int64]
    first: int
    shift: int
    until: NDArray[np.int64]

    @classmethod
    def of(cls, at: NDArray[np.int64]) -> "Steps":
        """The steps of one number or more."""
        # the very first may lie anywhere: a period without a beginning
        first, last = int(at[min(1, len(at) - 1)]), int(at[-1])
        shift = max(0, (last - first).bit_length() - (_MOST - 1).bit_length())
        begins = first + (np.arange(((last - first) >> shift) + 1) << shift)
        until = np.append(np.searchsorted(at, begins, side="right"), len(at))
        until[0] = 0
        return cls(at, first, shift, until)

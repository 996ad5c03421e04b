"""Loops that numba compiles, and keeps compiled where there is room for it."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(**options: Any) -> Callable[[Callable], Any]:
    """Compile a function when it is first called, without holding Python's lock.

    What was compiled is kept beside the module or in the user's cache; where neither can be
    written to (a read-only container) every process compiles for itself, in some seconds.
    """

    def made(function: Callable) -> Any:
        try:
            return njit(cache=True, nogil=True, **options)(function)
        except RuntimeError as error:
            if "cannot cache" not in str(error):
                raise
            return njit(nogil=True, **options)(function)

    return made

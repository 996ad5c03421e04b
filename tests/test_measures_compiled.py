"""Loops are compiled whether or not there is room to keep them."""

import pytest
from numba.core import caching

from alignment.measures.replay.compiled import compiled


def doubled(x: int) -> int:
    return 2 * x


def test_where_nothing_can_be_kept_a_loop_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    made = compiled()(doubled)
    assert made(21) == 42
    assert made.signatures

"""Reports made by a few kernels side by side."""

import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from alignment.kernel import Kernel
from alignment.readiness import Ready
from alignment.runs.done import Done


class Kernels:
    """A kernel for each thread that asks for one, started when it first does."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._every: list[Kernel] = []
        self._is_closed = False
        self._lock = threading.Lock()

    @property
    def own(self) -> Kernel:
        """That of this thread.

        Raises
        ------
        RuntimeError
            Where all were ended.
        """
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the run has ended")
            if not hasattr(self._own, "kernel"):
                self._own.kernel = Kernel()
                self._every.append(self._own.kernel)
        return self._own.kernel

    def close(self) -> None:
        """End them all, whatever they run."""
        with self._lock:
            self._is_closed = True
        for kernel in self._every:
            kernel.close()


def made_side_by_side(
    lanes: Sequence[Sequence[Ready]],
    make: Callable[[Kernels, Ready], Done],
    n_jobs: int,
    is_quiet: bool,
) -> list[Done]:
    """What became of each report.

    Parameters
    ----------
    lanes : sequence of sequences of Ready
        The reports of a lane are made one after another.
    make : function of (kernels, report) → Done
    n_jobs : int
        Lanes at once.
    is_quiet : bool
        Whether to leave out the bar of progress on stderr.
    """
    from tqdm import tqdm

    n = sum(map(len, lanes))
    kernels, pool = Kernels(), ThreadPoolExecutor(min(n_jobs, len(lanes)))
    with tqdm(total=n, desc="Reviews", file=sys.stderr, disable=is_quiet or n == 1) as bar:

        def made(reports: Sequence[Ready]) -> list[Done]:
            done = []
            for each in reports:
                done.append(make(kernels, each))
                bar.update()
            return done

        try:
            under_way = [pool.submit(made, each) for each in lanes]
            return [done for future in as_completed(under_way) for done in future.result()]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            kernels.close()  # of a run that is cut off, too: its threads then end
            pool.shutdown()

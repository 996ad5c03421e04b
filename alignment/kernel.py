"""A kernel that runs one notebook after another, each as if it were the first."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from alignment.errors import ReportError

if TYPE_CHECKING:
    from jupyter_client.asynchronous import AsyncKernelClient
    from jupyter_client.manager import AsyncKernelManager

Made = TypeVar("Made")

NAME = "python3"
_READY_SECONDS = 60
_LOOK_SECONDS = 0.05
_PRELOADED = "from alignment import report, review\nfrom alignment.show import charts, controls"
"""What takes long to import, and every review needs."""
_FRESH = """
get_ipython().reset(new_session=True)
if "ipywidgets" in __import__("sys").modules:
    __import__("ipywidgets").Widget.close_all()
__import__("gc").collect()
"""
_ENTER = "__import__('os').chdir({!r})"


class Kernel:
    """A kernel of our own, which begins to start at once while its owner does other things.

    All that is asked of it happens in one thread: its sockets know no other. Between two notebooks
    every name is forgotten; what modules keep (a history that was opened) stays. It ends with its
    owner, however that ends.

    Parameters
    ----------
    is_for_one : bool
        Whether it runs one notebook only: it then ends while its owner goes on.
    """

    def __init__(self, is_for_one: bool = False) -> None:
        self._is_for_one = is_for_one
        self._is_unwanted = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="kernel")
        self._held: tuple[AsyncKernelManager, AsyncKernelClient] | None = None
        self._is_used = self._is_busy = False
        self._starting: Future[None] = self._thread.submit(self._start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, folder: Path, execute: Callable[["AsyncKernelManager"], Made]) -> Made:
        """What `execute` makes of the kernel's manager; the kernel stands in `folder` meanwhile.

        One that died is started anew for the next notebook.
        """
        self._starting.result()
        made = self._thread.submit(self._run, folder, execute).result()
        if self._is_for_one:
            self._thread.submit(self._end)
        return made

    def close(self) -> None:
        """End it at once, also while it still starts or runs a notebook; once is enough."""
        if self._is_unwanted:
            return
        self._is_unwanted = True
        if self._is_busy and self._held is not None:
            provisioner = self._held[0].provisioner
            provisioner.process.kill()  # type: ignore[union-attr]  # its own thread waits for it
        self._thread.submit(self._end).result()
        self._thread.shutdown()

    def _run(self, folder: Path, execute: Callable[["AsyncKernelManager"], Made]) -> Made:
        if self._is_unwanted:
            raise RuntimeError("the kernel was ended")
        if not self._is_alive():
            self._end()
            self._start()
            self._is_used = False
        self._is_busy = True  # from here on, whoever ends it need not wait
        try:
            self._do((_FRESH if self._is_used else "") + _ENTER.format(str(folder)))
            self._is_used = True
            if self._is_unwanted or self._held is None:
                raise RuntimeError("the kernel was ended")
            return execute(self._held[0])
        finally:
            self._is_busy = False
            is_next = not (self._is_unwanted or self._is_for_one)
            if is_next and self._is_alive():
                self._do(_ENTER.format(str(Path.home())))  # a folder in use cannot be renamed

    def _start(self) -> None:
        from jupyter_client.asynchronous import AsyncKernelClient
        from jupyter_client.manager import AsyncKernelManager

        class Client(AsyncKernelClient):
            """One that is asked to start, and whether it is ready, by each notebook's runner."""

            def start_channels(self, *given: Any, **named: Any) -> None:
                if not self.channels_running:
                    super().start_channels(*given, **named)

            async def wait_for_ready(self, timeout: float | None = None) -> None:
                if not known:
                    known.append(await super().wait_for_ready(timeout))  # type: ignore[func-returns-value]

        class Manager(AsyncKernelManager):
            """One whose client is the same for all: two of one session would take each other's
            replies."""

            def client(self, **_: Any) -> AsyncKernelClient:  # type: ignore[override]
                return client

        known: list[object] = []
        manager = Manager(kernel_name=NAME)

        async def started() -> None:
            await manager.start_kernel(extra_arguments=["--log-level=ERROR"])  # it warns of sockets

        if self._is_unwanted:
            return
        _in_step(started)
        client = Client(**manager.get_connection_info(session=True), parent=manager)
        self._held = manager, client

        async def ready() -> None:
            client.start_channels()
            await self._while_wanted(client.wait_for_ready(_READY_SECONDS))

        _in_step(ready)
        self._do(_PRELOADED)

    async def _while_wanted(self, waiting: Awaitable[Any]) -> Any:
        """What comes of waiting; None where nobody wants it any more."""
        task = asyncio.ensure_future(waiting)
        while not task.done() and not self._is_unwanted:
            await asyncio.wait([task], timeout=_LOOK_SECONDS)
        if task.done():
            return task.result()
        task.cancel()
        return None

    def _do(self, source: str) -> None:
        """Run something that belongs to no notebook.

        Raises
        ------
        ReportError
            Where it fails: the notebook would run in another folder, or know names of another.
        """
        assert self._held is not None
        client = self._held[1]

        async def done() -> None:
            reply = await self._while_wanted(
                client.execute(
                    source, silent=True, stop_on_error=False, reply=True, timeout=_READY_SECONDS
                )
            )
            if reply is not None and reply["content"]["status"] == "error":
                told = "{ename}: {evalue}".format(**reply["content"])
                raise ReportError(f"The kernel could not be made ready ({told}).")

        _in_step(done)

    def _is_alive(self) -> bool:
        if self._held is None:
            return False
        manager = self._held[0]

        async def alive() -> bool:
            return bool(await manager.is_alive())

        return _in_step(alive)

    def _end(self) -> None:
        if self._held is None:
            return
        manager, client = self._held
        self._held = None

        async def ended() -> None:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

        _in_step(ended)


def _in_step(coroutine: Callable[[], Any]) -> Any:
    from jupyter_core.utils import run_sync

    return run_sync(coroutine)()

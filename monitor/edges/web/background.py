"""Runs a coroutine in a thread of its own, and hands on what it gives as it comes."""

import asyncio
import queue
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_Work = Callable[[Callable[[_Result], None]], Coroutine[Any, Any, None]]


def in_background(work: _Work[_Result], count: int) -> Iterator[_Result]:
    """Yield the `count` results that a coroutine function puts, in the order in which they come; raise what it raises.

    When whoever reads stops early, as with Ctrl-C, the coroutine is cancelled, and nothing is left behind.
    """
    results: queue.SimpleQueue[_Result | _Raised] = queue.SimpleQueue()
    loop = asyncio.new_event_loop()
    task = loop.create_task(work(results.put))
    thread = threading.Thread(target=_run, args=(loop, task, results), name="web", daemon=True)
    thread.start()
    try:
        for _ in range(count):
            result = results.get()
            if isinstance(result, _Raised):
                raise result.error
            yield result
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


class _Raised:
    """What ended a coroutine before it had put everything."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


def _run(
    loop: asyncio.AbstractEventLoop,
    task: "asyncio.Task[None]",
    results: "queue.SimpleQueue[Any]",
) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        pass
    except BaseException as error:
        results.put(_Raised(error))
    finally:
        # look-ups of names that hang in the system's resolver are not waited for
        loop.run_until_complete(loop.shutdown_asyncgens())

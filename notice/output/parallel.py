"""Parts of a site written by several processes at the same time."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from notice.output.files import Part

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


PartDone: TypeAlias = tuple[str, float, dict[str, str]]
"""A part that is written: its name, its seconds, and the SHA-256 of each of its files by name."""


Writer: TypeAlias = "Callable[[Part], PartDone]"
"""Writes the files of a part."""


def write_parts(
    parts: Sequence[Part], write: Writer, jobs: int, at_fork: Callable[[], object]
) -> Iterator[PartDone]:
    """Write the files of each part, here or in forked processes, which share all that was read so
    far; yields what `write` returns, in the order in which the parts are done.

    `at_fork` is called once in each forked process, which ends when this one does, whatever ended
    it. Raises OSError where a process was killed.
    """
    pool = _pool(min(jobs, len(parts)), at_fork) if jobs > 1 and hasattr(os, "fork") else None
    if pool is None:
        yield from map(write, parts)
        return
    from concurrent.futures import as_completed  # noqa: PLC0415 - only large sites need processes
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - only large sites need processes

    _shared.append((parts, write))
    try:
        for done in as_completed([pool.submit(_work, place) for place in range(len(parts))]):
            yield done.result()
    except BrokenProcessPool:
        raise OSError(
            errno.ECHILD,
            "a process that made pages was killed, perhaps for want of memory (--jobs 1 "
            "needs less)",
        ) from None
    finally:
        # Nobody writes into the staging folder any more when it is removed.
        pool.shutdown(cancel_futures=True)
        _shared.clear()


def _pool(jobs: int, at_fork: Callable[[], object]) -> ProcessPoolExecutor | None:
    """Return a pool of processes, or None where the system lacks what one needs (semaphores)."""
    import multiprocessing  # noqa: PLC0415 - only large sites need processes
    import signal  # noqa: PLC0415 - only large sites need processes
    import threading  # noqa: PLC0415 - only large sites need processes
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only large sites need processes

    builder = os.getpid()

    def start() -> None:
        at_fork()
        if sys.platform.startswith("linux"):
            import ctypes  # noqa: PLC0415 - not on every system

            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != builder:  # it ended before the system was asked to tell
            os._exit(1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the parent's to answer
        # For systems that cannot tell; the thread may come late, since work can keep it waiting.
        threading.Thread(target=end_with_parent, daemon=True).start()

    def end_with_parent() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)  # there is nobody left to work for

    try:
        return ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), start)
    except (OSError, ImportError):
        return None


_shared: list[tuple[Sequence[Part], Writer]] = []
"""What a forked process inherits: a part holds functions, which cannot be sent to it."""


def _work(place: int) -> PartDone:
    parts, write = _shared[0]
    return write(parts[place])

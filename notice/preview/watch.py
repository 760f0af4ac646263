"""Changes below some folders, as they happen, through whatever happens to the folders
themselves.
"""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TypeAlias

from watchfiles import Change, awatch

from notice.content.files import passed_over

QUIET = 20
"""Milliseconds without a further change after which changes are told; a program that saves a file
makes several at once.
"""


LOOK = 500
"""Milliseconds after which we look ourselves, where nothing was told. The system tells of a change
at once, and of some never: of a folder that was away and is back, on some network disks, and in
the moment in which watchfiles begins to wait anew (it empties its list of changes then).
"""


Seen: TypeAlias = Mapping[str, tuple[int, int, int, int]]
"""Everything below some folders, with what tells one state of it from another."""


def look(roots: Sequence[Path]) -> Seen:
    """Look at some folders and everything below them; links are not followed."""
    seen: dict[str, tuple[int, int, int, int]] = {}
    own = _absolute(roots)
    waiting = list(own)
    while waiting:
        place = waiting.pop()
        try:
            status = os.stat(place, follow_symlinks=place in own)  # noqa: PTH116 - done for every file, again and again
            seen[place] = status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
            if stat.S_ISDIR(status.st_mode):
                # Its time changes with the swap files of editors, too.
                seen[place] = status.st_dev, status.st_ino, 0, 0
                with os.scandir(place) as entries:
                    waiting += [entry.path for entry in entries if not passed_over(entry.name)]
        except OSError:  # it has just gone, or is not ours to see: `read_tree` tells
            continue
    return seen


async def changes(roots: Sequence[Path], seen: Seen) -> AsyncIterator[frozenset[Path]]:
    """Yield what changed below some folders since they were last seen, again and again.

    What changes while the last set is worked on comes together in the next. A folder may go away
    and come back, or be another one: then it is watched anew.
    """
    own = _absolute(roots)
    while True:
        async with aclosing(_events([place for place in own if place in seen])) as sets:
            async for events in sets:
                before, seen = seen, await asyncio.to_thread(look, roots)
                changed = {path for _, path in events}
                changed |= {
                    place
                    for place in before.keys() | seen.keys()
                    if before.get(place) != seen.get(place)
                }
                if changed:
                    yield frozenset(map(Path, changed))
                # The system forgets a folder that is removed; one made in its place may have even
                # its number.
                if any(
                    before.get(place, ())[:2] != seen.get(place, ())[:2]
                    or (Change.deleted, place) in events
                    for place in own
                ):
                    break


async def _events(places: Sequence[str]) -> AsyncGenerator[set[tuple[Change, str]], None]:
    """Yield what the system tells of some folders, and an empty set after a quiet while."""
    try:
        async for events in awatch(
            *places,
            watch_filter=_matters,
            step=QUIET,
            debounce=200,
            rust_timeout=LOOK,
            yield_on_timeout=True,
        ):
            yield events
    # A folder has just gone, the system watches no more for us, or something has a name that is not
    # UTF-8, which watchfiles cannot tell: we look ourselves.
    except (OSError, RuntimeError, ExceptionGroup):
        await asyncio.sleep(LOOK / 1000)
        yield set()


def _absolute(roots: Sequence[Path]) -> frozenset[str]:
    return frozenset(os.path.abspath(root) for root in roots)  # noqa: PTH100


def _matters(_: Change, path: str) -> bool:
    return not passed_over(os.path.basename(path))  # noqa: PTH119

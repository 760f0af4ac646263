"""The site in one step: written in full beside its place, then swapped in. Whoever looks sees the
old site or the new.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from notice.console import UsageError
from notice.output.files import staged

MARKER = ".notice-site"
"""The file that tells a folder of ours; nothing without it is ever replaced, unless it is empty."""


MARKER_TEXT = b"This folder is made by build.py and replaced as a whole by every build.\n"


def refuse_foreign(output: Path, content: Path) -> None:
    """Raise UsageError where a build would replace something that it did not make."""
    try:
        target = output.resolve()
    except RuntimeError:  # what Python before 3.13 makes of a loop of symbolic links
        raise UsageError(f"{output}: a loop of symbolic links") from None
    if target.is_relative_to(content.resolve()):
        raise UsageError(f"{output}: the site cannot stand inside the content folder")
    for inside, what in (
        (content.resolve(), "the content folder"),
        (Path.cwd(), "this folder"),
        (target / ".git", "a git repository"),
    ):
        if inside.exists() and inside.is_relative_to(target):
            raise UsageError(f"{output}: {what} stands in it, and would be lost with the old site")
    if target.is_dir():
        if any(target.iterdir()) and not (target / MARKER).is_file():
            raise UsageError(
                f"{output}: not empty, and not made by this program; name another --output "
                "folder, or empty it"
            )
    elif target.exists():
        raise UsageError(f"{output}: a file is in the way of the output folder")


class Staging(NamedTuple):
    """A folder in which a site is written, and the lock that says that its build lives: an open
    file descriptor, or -1 where the system has no such locks.
    """

    folder: Path
    lock: int

    def disown(self) -> None:
        """Let go of the lock in a forked process: it is the build's, and would outlive it there."""
        if self.lock >= 0:
            os.close(self.lock)


@contextmanager
def staging_folder(target: Path) -> Iterator[Staging]:
    """Make a locked folder beside the target; remove it in the end with what is in it."""
    lock: int | None = None
    while lock is None:
        staging = staged(target)
        staging.mkdir()
        lock = _lock(staging)
    try:
        (staging / MARKER).write_bytes(MARKER_TEXT)
        yield Staging(staging, lock)
    finally:
        _remove(staging)
        if lock >= 0:
            os.close(lock)


def clean_up(target: Path) -> None:
    """Remove what a killed build left behind, and bring back a site that it had just put aside."""
    ours = re.compile(re.escape(f".{target.name}.") + r"[0-9a-f]{12}\.(new|old)")
    for left in sorted(target.parent.iterdir()):
        if not ours.fullmatch(left.name) or left.is_symlink() or not left.is_dir():
            continue
        lock = _lock(left)
        if lock is None:
            continue
        with suppress(OSError):  # another build, which it belongs to, may be removing it as well
            if left.name.endswith(".old") and not target.exists() and (left / MARKER).is_file():
                left.rename(target)
            elif (left / MARKER).is_file() or not any(left.iterdir()):
                _remove(left)
        if lock >= 0:
            os.close(lock)


def _remove(folder: Path) -> None:
    """Remove a folder of ours, also where somebody took away the right to look into a part of it;
    what cannot be removed stays, and the next build tries again.
    """
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for place, inner, _ in os.walk(folder):
            for name in inner:
                with suppress(OSError):
                    Path(place, name).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> int | None:
    """Lock a folder; returns its descriptor, -1 where the system has no such locks, None where
    it is a living build's, or gone.
    """
    if sys.platform == "win32":
        return -1
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        here, locked = folder.stat(), os.fstat(descriptor)
        if (here.st_dev, here.st_ino) == (locked.st_dev, locked.st_ino):
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def swap_in(staging: Path, target: Path) -> None:
    """Put the staged site in the place of the target; the old one stands where it was staged."""
    if not target.exists():
        with suppress(OSError):  # another build may have put its own there just now
            staging.rename(target)
            return
    if not _exchange(staging, target):
        aside = staged(target, "old")
        target.rename(aside)
        try:
            staging.rename(target)
        except OSError:
            aside.rename(target)
            raise
        _remove(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step where the system can (renameat2); tells whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - not on every system

    with suppress(AttributeError, OSError):
        function = ctypes.CDLL(None, use_errno=True).renameat2
        here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        return int(function(here, os.fsencode(one), here, os.fsencode(other), exchange)) == 0
    return False

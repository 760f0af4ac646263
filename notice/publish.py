"""The site in one step: written in full beside its place, then swapped in. Whoever looks sees the old site or the new."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType

from notice.planned import File, Made, Part
from notice.processes import side_by_side

MARKER = ".notice-site"
"""The file that tells a folder of ours; nothing without it is ever replaced, unless it is empty."""
_MARKER_TEXT = b"This folder is made by build.py and replaced as a whole by every build.\n"


class RefusedError(Exception):
    """The output folder is not ours to replace."""


def refuse_foreign(output: Path, content: Path) -> None:
    """Raise RefusedError where a build would replace something that it did not make."""
    try:
        target = output.resolve()
    except RuntimeError:  # what Python before 3.13 makes of a loop of symbolic links
        raise RefusedError(f"{output}: a loop of symbolic links") from None
    if target.is_relative_to(content.resolve()):
        raise RefusedError(f"{output}: the site cannot stand inside the content folder")
    for inside, what in (
        (content.resolve(), "the content folder"),
        (Path.cwd(), "this folder"),
        (target / ".git", "a git repository"),
    ):
        if inside.exists() and inside.is_relative_to(target):
            raise RefusedError(f"{output}: {what} stands in it, and would be lost with the old site")
    if target.is_dir():
        if any(target.iterdir()) and not (target / MARKER).is_file():
            raise RefusedError(f"{output}: not empty, and not made by this program; name another --output folder, or empty it")
    elif target.exists():
        raise RefusedError(f"{output}: a file is in the way of the output folder")


def publish(
    parts: Sequence[Part],
    output: Path,
    sums: Callable[[Mapping[str, str]], tuple[str, bytes]] | None = None,
    known: Mapping[str, Made] = MappingProxyType({}),
    jobs: int = 1,
    tell: Callable[[str, float], object] = lambda *_: None,
) -> dict[str, Made]:
    """Make the files of all parts and put them in place of the old site; gives each as it was left.

    `sums` gives one more file, from the digests of all others. Of the files that stand in the old site, those that
    `known` says were made of the same, and that are as they were left, are taken over as they are. `jobs` processes
    work side by side, and `tell` hears of each part that is done, and of its seconds. Raises OSError where files cannot
    be written; the old site is whole then.
    """
    target = output.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    _clean_up(target)
    made: dict[str, Made] = {}
    with _staging(target) as staging:
        made[MARKER] = _as_left(staging / MARKER, _digest(_MARKER_TEXT), "")
        for name, seconds, found in side_by_side(parts, partial(_make, target=target, staging=staging, known=known), jobs):
            made |= found
            tell(name, seconds)
        if sums:
            name, raw = sums({name: each.digest for name, each in made.items() if name != MARKER})
            made[name] = _put(File(name, partial(bytes, raw)), target, staging, known)
        _sync(staging)
        _swap(staging, target)
        _sync_one(target.parent)
    return made


def _make(part: Part, target: Path, staging: Path, known: Mapping[str, Made]) -> tuple[str, float, dict[str, Made]]:
    """Make one part; gives its name, its seconds, and its files."""
    started = time.perf_counter()
    made = {file.name: _put(file, target, staging, known) for file in part.files()}
    return part.name, time.perf_counter() - started, made


def _put(file: File, target: Path, staging: Path, known: Mapping[str, Made]) -> Made:
    """Put a file into the staging folder: the old one, where it is made of the same or has the very bytes, or a new one."""
    new, before, made_of = staging / file.name, known.get(file.name), file.made_of()
    if not new.parent.is_dir():
        new.parent.mkdir(parents=True, exist_ok=True)
    linked = _linked(target / file.name, new) and new.lstat().st_mode == (staging / MARKER).lstat().st_mode
    if linked and before and made_of and before == _as_left(new, before.digest, made_of):
        return before
    raw = file.make()
    if not (linked and _has(new, raw)):
        new.unlink(missing_ok=True)
        new.write_bytes(raw)
    return _as_left(new, _digest(raw), made_of)


def _linked(old: Path, new: Path) -> bool:
    """Take over a file of the old site, where there is one."""
    with suppress(OSError, NotImplementedError):  # not every file system, nor every system, has such links
        os.link(old, new, follow_symlinks=False)
        return True
    return False


def _has(file: Path, raw: bytes) -> bool:
    with suppress(OSError):
        return file.stat(follow_symlinks=False).st_size == len(raw) and file.read_bytes() == raw
    return False


def _as_left(file: Path, digest: str, made_of: str) -> Made:
    status = file.stat(follow_symlinks=False)
    return Made(status.st_size, status.st_mtime_ns, status.st_mode, digest, made_of)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def replace_file(file: Path, raw: bytes) -> None:
    """Write a file in one step: whoever looks sees the old one or the new. Raises OSError; the old one is whole then."""
    staged = file.with_name(f".{file.name}.{secrets.token_hex(6)}.new")
    try:
        _write(staged, raw)
        _sync_one(staged)
        with suppress(FileNotFoundError):  # a file that is new has no permissions to keep
            shutil.copymode(file, staged)
        staged.replace(file)
        _sync_one(file.parent)
    finally:
        staged.unlink(missing_ok=True)


def _write(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)


def _sync(folder: Path) -> None:
    """Make sure that all that stands in a folder is on the disk: a swap that outlives a power cut must not point at empty files."""
    if sys.platform.startswith("linux"):
        import ctypes

        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if (
                ctypes.CDLL(None).syncfs(descriptor) == 0
            ):  # the whole file system in one call, where one for each file takes seconds
                return
        finally:
            os.close(descriptor)
    for each in (folder, *folder.rglob("*")):
        _sync_one(each)


def _sync_one(place: Path) -> None:
    """Make sure that a file, or what a folder lists, is on the disk."""
    if sys.platform != "win32":
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """Make a folder of ours beside the target, locked while we live; whatever is in it at the end is removed."""
    lock: int | None = None
    while lock is None:
        staging = target.with_name(f".{target.name}.{secrets.token_hex(6)}.new")
        staging.mkdir()
        lock = _lock(staging)
    try:
        _write(staging / MARKER, _MARKER_TEXT)
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if lock >= 0:
            os.close(lock)


def _clean_up(target: Path) -> None:
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
                shutil.rmtree(left, ignore_errors=True)
        if lock >= 0:
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """Lock a folder; gives its descriptor, -1 where the system has no such locks, None where it is a living build's, or gone."""
    if sys.platform == "win32":
        return -1
    import fcntl

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


def _swap(staging: Path, target: Path) -> None:
    """Put the staged site in the target's place; afterwards the old one stands where it was staged."""
    if not target.exists():
        with suppress(OSError):  # another build may have put its own there just now
            staging.rename(target)
            return
    if not _exchange(staging, target):
        aside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.old")
        target.rename(aside)
        try:
            staging.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux: renameat2 with RENAME_EXCHANGE); tells whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    with suppress(AttributeError, OSError):
        function = ctypes.CDLL(None, use_errno=True).renameat2
        here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        return int(function(here, os.fsencode(one), here, os.fsencode(other), exchange)) == 0
    return False

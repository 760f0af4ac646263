"""The record of the last build: where nothing changed since, the next one has nothing to do.

A record is kept in the user's cache for each command line. It holds where it is whole, the
program and the content are the same (the content to the byte, the program by its files' sizes and
times), and the site is as it was left: every file with its size, its time and its mode, every
folder with its mode, and nothing more.

This is all that a build without any change needs, so it imports nothing that takes longer than
reading the folders: no dataclasses, no JSON, no paths.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from notice import resources
from notice.console import echo, echo_lines

STARTED = time.perf_counter()
"""When the program began."""


CACHE = os.path.join(resources.cache_folder(), "builds")


MOST_RECORDS = 50
"""How many command lines are remembered."""


_DATA = ("templates", "locales")


LARGEST_READ = 64 << 20
"""Bytes of a content file that are looked at; of a larger one, which no build reads, only its size
and time.
"""


class Record:
    """A build that was done.

    `program`, `content` and `site` are the digests that the functions of these names below gave;
    `folders` are the content folder and the output folder. `holds` are the moments (POSIX seconds)
    from which and until which the site is the same, other versions being in force before and
    after. `warnings` and `done`, the last line, are what was printed.
    """

    def __init__(
        self,
        program: str,
        content: str,
        site: str,
        folders: tuple[str, str],
        holds: tuple[float, float],
        warnings: Sequence[str],
        done: str,
    ) -> None:
        self.program = program
        self.content = content
        self.site = site
        self.folders = folders
        self.holds = holds
        self.warnings = warnings
        self.done = done


def report_unchanged(arguments: Sequence[str]) -> bool:
    """Print what the same command printed before, and return True, where nothing changed since."""
    record = read_record(arguments)
    if record is None or not _still_holds(record):
        return False
    echo_lines(record.warnings, sys.stderr)
    echo(f"{record.done}; nothing changed", sys.stdout)
    return True


def _still_holds(record: Record) -> bool:
    content, output = record.folders
    try:
        return (
            record.holds[0] <= time.time() < record.holds[1]
            and record.program == program_state()
            and record.content == content_state(content)
            and record.site == site_state(output)
            and not _left_behind(output)
        )
    except (OSError, ValueError, MemoryError):  # the build in full tells what is wrong
        return False


def program_state() -> str:
    """Return a digest of what makes a site of the content: the program's files with their sizes and
    times, the libraries that are installed, Python itself, and the umask, which new files get
    their modes from.
    """
    os.umask(umask := os.umask(0))  # it can only be read by setting it
    state = hashlib.sha256(f"{sys.version}\0{umask}\0".encode())
    for folder in (resources.PACKAGE, *map(resources.packaged, _DATA)):
        for entry in _entries(folder):
            name = entry.path[len(folder) :]
            if not entry.is_dir(follow_symlinks=False) and "__pycache__" not in name:
                dangling = entry.is_symlink() and not os.path.exists(entry.path)
                status = entry.stat(follow_symlinks=not dangling)
                facts = (folder, name, status.st_size, status.st_mtime_ns, status.st_mode)
                state.update(repr(facts).encode())
    # A library that is installed or removed changes the folder that it stands in.
    for place in sys.path[1:]:
        with suppress(OSError):
            state.update(repr((place, os.stat(place).st_mtime_ns)).encode())
    return state.hexdigest()


def content_state(content: str) -> str:
    """Return a digest of a content folder and of what the project has of its own beside it: every
    name, and the bytes of every file. Raises OSError where it cannot be read.
    """
    state = hashlib.sha256()
    beside = [folder for name in resources.OWN if (folder := resources.own(content, name))]
    for entry in (entry for folder in (content, *beside) for entry in _entries(folder)):
        facts = [entry.path]
        if entry.is_symlink():
            facts.append(os.readlink(entry.path))
        if entry.is_file():
            status = entry.stat()
            facts.append(str(status.st_size))
            if status.st_size > LARGEST_READ:
                facts.append(str(status.st_mtime_ns))
        state.update("\0".join([*facts, ""]).encode(errors="surrogateescape"))
        if entry.is_file() and status.st_size <= LARGEST_READ and os.access(entry.path, os.R_OK):
            with open(entry.path, "rb") as file:
                state.update(file.read())
    return state.hexdigest()


def site_state(site: str) -> str:
    """Return a digest of how a site stands: the mode of every folder, and size, time and mode of
    every file. Raises OSError where it cannot be read.

    A folder's time tells nothing more than what it lists, and its size depends on its past.
    """
    facts: list[tuple[object, ...]] = [("", os.stat(site).st_mode)]
    start = len(os.path.join(site, ""))
    for entry in _entries(site):
        status = entry.stat(follow_symlinks=False)
        name = entry.path[start:]
        if entry.is_dir(follow_symlinks=False):
            facts.append((name, status.st_mode))
        else:
            facts.append((name, status.st_mode, status.st_size, status.st_mtime_ns))
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def read_record(arguments: Sequence[str]) -> Record | None:
    """Return the record of a command line, where there is one and it is whole."""
    try:
        with open(
            _file(arguments), encoding="utf-8", errors="surrogateescape", newline="\n"
        ) as file:
            checksum, _, rest = file.read().partition("\n")
        if checksum != _checksum(rest):
            return None
        program, content, site, read, output, holds, *lines = rest.split("\n")
        since, until = map(float, holds.split())
        *warnings, done = lines
        return Record(program, content, site, (read, output), (since, until), warnings, done)
    except (OSError, ValueError):  # no record, or none of this version's
        return None


def write_record(arguments: Sequence[str], record: Record) -> None:
    """Record a build; where nothing can be written, the next one is done in full."""
    states = (record.program, record.content, record.site)
    holds = f"{record.holds[0]} {record.holds[1]}"
    lines = [*states, *record.folders, holds, *record.warnings, record.done]
    if any("\n" in line for line in lines):
        return
    rest = "\n".join(lines)
    with suppress(OSError):
        file = _file(arguments)
        os.makedirs(CACHE, exist_ok=True)
        staged = f"{file}.{os.getpid()}"
        with open(staged, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as writer:
            writer.write(f"{_checksum(rest)}\n{rest}")
        os.replace(staged, file)
        by_age = sorted(os.scandir(CACHE), key=lambda entry: entry.stat().st_mtime_ns)
        for old in by_age[:-MOST_RECORDS]:
            os.unlink(old.path)


def _file(arguments: Sequence[str]) -> str:
    typed = repr((os.getcwd(), list(arguments))).encode(errors="surrogateescape")
    return os.path.join(CACHE, hashlib.sha256(typed).hexdigest()[:16])


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def _left_behind(output: str) -> bool:
    """Tell whether a killed build left a folder beside the site, for a full build to remove."""
    folder, name = os.path.split(os.path.realpath(output))
    return any(
        entry.startswith(f".{name}.")
        and entry.endswith((".new", ".old"))
        and len(entry) == len(name) + 18
        for entry in os.listdir(folder)
    )


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield all that stands below a folder, sorted; links are not followed."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path)

"""What the last build was made of and what it left: where nothing changed since, nothing is done
again.

A record is kept beside the project for each command line. It is believed where it is whole, and the
program and the content are the same (the content to the byte, the program by its files' sizes and
times); the site it tells of stands as long as every file has the size, the time and the mode that
it was left with. Where the content changed, the record still tells what each file was made of, for
`publish` to take it over.

This is all that a build without any change needs, so it imports nothing that takes longer than
reading the folders: no dataclasses, no JSON, no paths.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from notice.console import echo, echo_lines

STARTED = time.perf_counter()
"""When the program began."""


PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


CACHE = os.path.join(PROJECT, ".cache", "builds")


MOST_RECORDS = 50
"""How many command lines are remembered."""


_PROGRAM = ("notice", "templates", "locales")


LARGEST_READ = 64 << 20
"""Bytes of a content file that are looked at; of a larger one, which no build reads, only its size
and time.
"""


class Record:
    """A build: digests of the program and the content, the folders, when it holds, what it said,
    and what it left.

    `holds` are the moments (POSIX seconds) from which and until which the site is the same, other
    versions being in force before and after. `said` are the warnings, `done` is the last line.
    `files` are size, time (ns), mode, SHA-256 and what it was made of, by name.
    """

    def __init__(
        self,
        program: str,
        content: str,
        folders: tuple[str, str],
        holds: tuple[float, float],
        said: Sequence[str],
        done: str,
        files: Mapping[str, tuple[int, int, int, str, str]],
    ) -> None:
        self.program = program
        self.content = content
        self.folders = folders
        self.holds = holds
        self.said = said
        self.done = done
        self.files = files


def tell_again(arguments: Sequence[str]) -> bool:
    """Say what the same command said before, where it would do the same again; tells whether that
    is so.
    """
    record = recorded(arguments)
    if record is None or not _stands(record):
        return False
    echo_lines(record.said, sys.stderr)
    echo(f"{record.done}; nothing changed", sys.stdout)
    return True


def _stands(record: Record) -> bool:
    content, output = record.folders
    try:
        return (
            record.holds[0] <= time.time() < record.holds[1]
            and record.program == program()
            and record.content == digest_of(content)
            and {name: made[:3] for name, made in record.files.items()}
            == dict(_stats(output, follow=False))
            and not _left_behind(output)
        )
    except (OSError, ValueError, MemoryError):  # the build in full tells what is wrong
        return False


def program() -> str:
    """Return a digest of the program: its files with their sizes and times, the libraries that are
    installed, and Python itself.
    """
    found = hashlib.sha256(sys.version.encode())
    for place in _PROGRAM:
        for name, status in _stats(os.path.join(PROJECT, place), follow=True):
            if "__pycache__" not in name:
                found.update(f"{name}\0{status}\0".encode(errors="surrogateescape"))
    for place in sys.path[
        1:
    ]:  # a library installed or removed changes the folder that it stands in
        with suppress(OSError):
            found.update(
                f"{place}\0{os.stat(place).st_mtime_ns}\0".encode(errors="surrogateescape")
            )
    return found.hexdigest()


def digest_of(content: str) -> str:
    """Return a digest of a content folder: every name, and the bytes of every file. Raises OSError
    where it cannot be read.
    """
    found = hashlib.sha256()
    for entry in _entries(content):
        said = [entry.path]
        if entry.is_symlink():
            said.append(os.readlink(entry.path))
        if entry.is_file():
            status = entry.stat()
            said.append(str(status.st_size))
            if status.st_size > LARGEST_READ:
                said.append(str(status.st_mtime_ns))
        found.update("\0".join([*said, ""]).encode(errors="surrogateescape"))
        if entry.is_file() and status.st_size <= LARGEST_READ and os.access(entry.path, os.R_OK):
            with open(entry.path, "rb") as file:
                found.update(file.read())
    return found.hexdigest()


def recorded(arguments: Sequence[str]) -> Record | None:
    """Return the record of a command line, where there is one and it is whole."""
    try:
        with open(
            _file(arguments), encoding="utf-8", errors="surrogateescape", newline="\n"
        ) as file:
            checksum, _, rest = file.read().partition("\n")
        if checksum != _checksum(rest):
            return None
        made, content, *head = rest.split("\n", 6)
        folders, (since, until), lines = (head[0], head[1]), head[2].split(), head[4].split("\n")
        count = int(head[3])
        files = {}
        for line in lines[count + 1 : -1]:
            size, changed, mode, digest, made_of, name = line.split(" ", 5)
            files[name] = (int(size), int(changed), int(mode), digest, made_of)
        return Record(
            made, content, folders, (float(since), float(until)), lines[:count], lines[count], files
        )
    except (OSError, ValueError, IndexError):  # no record, or none of this version's
        return None


def keep(arguments: Sequence[str], record: Record) -> None:
    """Record a build; where nothing can be written, the next one is done in full."""
    head = [
        record.program,
        record.content,
        *record.folders,
        f"{record.holds[0]} {record.holds[1]}",
        str(len(record.said)),
    ]
    if any("\n" in line for line in (*head, *record.said, record.done)):
        return
    files = [" ".join([*map(str, made), name]) for name, made in record.files.items()]
    rest = "\n".join([*head, *record.said, record.done, *files, ""])
    with suppress(OSError):
        file = _file(arguments)
        os.makedirs(CACHE, exist_ok=True)
        staged = f"{file}.{os.getpid()}"
        with open(staged, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as writer:
            writer.write(f"{_checksum(rest)}\n{rest}")
        os.replace(staged, file)
        for old in sorted(os.scandir(CACHE), key=lambda entry: entry.stat().st_mtime_ns)[
            :-MOST_RECORDS
        ]:
            os.unlink(old.path)


def _file(arguments: Sequence[str]) -> str:
    typed = repr((os.getcwd(), list(arguments))).encode(errors="surrogateescape")
    return os.path.join(CACHE, hashlib.sha256(typed).hexdigest()[:16])


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def _left_behind(output: str) -> bool:
    """Tell whether a killed build left a folder beside the site, which the next one in full
    removes.
    """
    folder, name = os.path.split(os.path.realpath(output))
    return any(
        entry.startswith(f".{name}.")
        and entry.endswith((".new", ".old"))
        and len(entry) == len(name) + 18
        for entry in os.listdir(folder)
    )


def _stats(folder: str, *, follow: bool) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield name, and size, time and mode, of every file below a folder; `follow`: of what links
    lead to.
    """
    start = len(os.path.join(folder, ""))
    for entry in _entries(folder):
        if not entry.is_dir(follow_symlinks=False):
            dangling = follow and entry.is_symlink() and not os.path.exists(entry.path)
            status = entry.stat(follow_symlinks=follow and not dangling)
            yield (
                entry.path[start:].replace(os.sep, "/"),
                (status.st_size, status.st_mtime_ns, status.st_mode),
            )


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """Go through all that stands below a folder, sorted; links are not followed."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path)

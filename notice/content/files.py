"""The content folder read: every YAML file as a source, and the problems found."""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from notice.content import media
from notice.content.model import Media
from notice.content.yaml_source import Source, parse
from notice.problems import Problem, Severity, refused, whole_file

LARGEST = 1 << 20
"""Bytes in one file; no section of a notice comes near."""


LARGEST_SEALS = 64 << 20
"""Bytes in `seals.json`, which grows with every version: 25 KiB for each in 24 languages of 40
sections.
"""


SEALS = "seals.json"


_LEAVES = "a symbolic link that leaves the content folder; copy the {} here instead"


_VERSION = re.compile("v[1-9][0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class Tree:
    """What was read below the content folder: sources by path, images by name, problems."""

    root: str
    sources: Mapping[str, Source]
    unreadable: frozenset[str]
    versions: frozenset[int]
    problems: tuple[Problem, ...]
    media: Mapping[str, Media]
    seals: Source | None = None
    """`seals.json`, where it is there and can be read; JSON is YAML too, so its values have places
    like all others.
    """

    def shown(self, inside: str) -> str:
        """Return a path as an editor knows it: below the content folder as it was named."""
        return f"{self.root}/{inside}" if inside else self.root


def read_tree(content: Path) -> Tree:
    """Read `notice.yaml`, the files of the version folders, and the images in `media/`."""
    root = content.as_posix()
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    unreadable: set[str] = set()
    images: dict[str, Media] = {}
    for inside, contents in _read_files(content):
        shown = f"{root}/{inside}" if inside else root
        folder, _, name = inside.rpartition("/")
        if isinstance(contents, bytes) and folder == media.FOLDER:
            try:
                images[name] = media.read_image(name, contents)
            except media.UnusableImageError as error:
                problems.append(whole_file(shown, str(error)))
                unreadable.add(inside)
            continue
        if isinstance(contents, bytes):
            source, met = _parsed(shown, contents)
        else:
            source, met = None, [replace(contents, path=shown)]
        problems += met
        if source:
            sources[inside] = source
        elif refused(met, Severity.ERROR):
            unreadable.add(inside)
    seals = sources.pop(SEALS, None)
    return Tree(
        root, sources, frozenset(unreadable), _versions(content), tuple(problems), images, seals
    )


@lru_cache(maxsize=4096)
def _parsed(path: str, raw: bytes) -> tuple[Source | None, list[Problem]]:
    """Parse a file once while it stays the same: the preview reads the folder again and again."""
    return parse(path, raw)


def _versions(content: Path) -> frozenset[int]:
    """Return the numbers of the version folders, empty ones included."""
    try:
        return frozenset(
            int(entry.name[1:])
            for entry in content.iterdir()
            if _VERSION.fullmatch(entry.name) and entry.is_dir()
        )
    except OSError:
        return frozenset()  # told by _read_files


def _read_files(content: Path) -> Iterator[tuple[str, bytes | Problem]]:
    try:
        entries = sorted(entry for entry in content.iterdir() if not passed_over(entry.name))
    except OSError as error:
        yield "", _whole_file(f"cannot read this folder: {error.strerror}")
        return
    real = content.resolve()
    for entry in entries:
        if _VERSION.fullmatch(entry.name) and entry.is_dir():
            yield from _read_folder(entry, real, _read_section)
        elif entry.name == media.FOLDER and entry.is_dir():
            yield from _read_folder(entry, real, _read_image)
        elif entry.is_dir():
            yield entry.name, _whole_file(_wrong_folder(entry.name), Severity.WARNING)
        elif entry.name == SEALS:
            yield entry.name, _read_file(entry, real, LARGEST_SEALS, "seals of a notice")
        elif entry.name == "notice.yaml":
            yield entry.name, _read_section(entry, real)
        elif (meant := _meant_name(entry.name)) in ("notice.yaml", SEALS):
            yield entry.name, _whole_file(f"not read: this file is named {meant}")
        else:
            message = "not read: beside the version folders only notice.yaml belongs here"
            if entry.suffix.lower() == ".yaml":
                message += "; a section's file stands in the folder of its version"
            yield entry.name, _whole_file(message, Severity.WARNING)


def _meant_name(name: str) -> str:
    """Return the name of a file as it is to be, without capitals, blanks and another ending."""
    if "." not in name:
        return name
    stem, _, ending = name.lower().removesuffix(".txt").rpartition(".")
    return f"{stem.strip()}.{'yaml' if ending == 'yml' else ending}"


def _wrong_folder(name: str) -> str:
    """Say what is wrong with the name of a folder that no version and no media stand in."""
    words = "not read: a version's folder is named v1, v2, v3, …"
    meant = re.match("[vV]0*([1-9][0-9]{0,4})", name)
    return f"{words}; is this to be v{meant[1]}?" if meant else words


def _read_folder(
    folder: Path, real: Path, read: Callable[[Path, Path], bytes | Problem]
) -> Iterator[tuple[str, bytes | Problem]]:
    if not folder.resolve().is_relative_to(real):
        yield folder.name, _whole_file(_LEAVES.format("files"))
        return
    try:
        inner = sorted(file for file in folder.iterdir() if not passed_over(file.name))
    except OSError as error:
        yield folder.name, _whole_file(f"cannot read this folder: {error.strerror}")
        return
    for file in inner:
        yield f"{folder.name}/{file.name}", read(file, real)


def _read_section(file: Path, real: Path) -> bytes | Problem:
    meant = _meant_name(file.name)
    of_its_own = meant in ("version.yaml", "facts.yaml")
    if file.suffix == ".yaml" and (file.name == meant or not of_its_own):
        return _read_file(file, real, LARGEST, "a section of a notice")
    if of_its_own:
        return _whole_file(f"not read: this file is named {meant}")
    if meant.endswith(".yaml"):
        return _whole_file(f"not read: a section's file ends in .yaml; rename it to {meant}")
    if file.is_dir():
        message = "not read: a folder in that of a version; its files stand beside version.yaml"
        return _whole_file(message, Severity.WARNING)
    return _whole_file("not read: a section's file ends in .yaml", Severity.WARNING)


def _read_image(file: Path, real: Path) -> bytes | Problem:
    if not media.NAME.fullmatch(file.name):
        return _whole_file(
            "not read: an image is named with the letters a to z, digits and hyphens, and ends in "
            ".png, .jpg, .webp or .svg"
        )
    return _read_file(file, real, media.LARGEST, "an image for a page")


def _read_file(file: Path, real: Path, largest: int, what: str) -> bytes | Problem:
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(real):
            return _whole_file(_LEAVES.format("file"))
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return _whole_file("a file was expected here")
        if status.st_size > largest:
            return _whole_file(f"larger than {largest // 1024} KiB: this cannot be {what}")
        return file.read_bytes()
    except RuntimeError:  # what Python before 3.13 makes of ELOOP
        return _whole_file("cannot read this file: a loop of symbolic links")
    except OSError as error:
        reason = "a loop of symbolic links" if error.errno == errno.ELOOP else error.strerror
        return _whole_file(f"cannot read this file: {reason}")


def _whole_file(message: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return a problem whose path `read_tree` puts in."""
    return whole_file("", message, severity)


def passed_over(name: str) -> bool:
    """Tell whether a name is an editor's or a system's own: hidden files and backups."""
    return (
        name.startswith((".", "#", "~"))
        or name.endswith(("~", ".swp", ".bak", ".orig", ".tmp"))
        or name.lower() in ("thumbs.db", "desktop.ini")
    )

"""A notice whose first version is published, and what its editors and its workflow do day by day."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import life
import pytest

from notice.commands import load

if TYPE_CHECKING:
    from conftest import Run

FIRST_DAY = "2026-06-01"
ATOM = "{http://www.w3.org/2005/Atom}"


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@dataclass
class Stage:
    """Where the play is given: the content, and every site that was published from it."""

    folder: Path
    run: Run
    sites: dict[str, Path] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.folder / "content"

    def do(self, *arguments: str | Path, code: int = 0) -> str:
        """Run a command; returns what it said."""
        done = self.run(*arguments, "--content", self.content)
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def publish(self, day: str) -> None:
        """Do on a day what the workflow does, and hold the site to the one that is online."""
        self.do("seal", "--date", day)
        self.do("check", "--date", day)
        site = self.folder / day
        self.do("build", "--output", site, "--date", day)
        if self.sites:
            online = list(self.sites.values())[-1]
            self.do("verify", "--date", day, "--published", online / "SHA256SUMS")
        self.sites[day] = site

    def begin(self, day: str, *arguments: str) -> None:
        """Begin the next version on a day."""
        self.do("new", *arguments, "--date", day)

    def rewrite(self, version: str, finnish: str, english: str) -> None:
        """Change the words of `contact` in a version."""
        text = life.section("Yhteys", finnish, english)
        (self.content / version / "contact.yaml").write_text(text, encoding="utf-8")

    def announce(self, version: str, published: str, effective: str, *arguments: str) -> None:
        """Begin a version and publish it, to be in force on a later day."""
        self.begin(published, *arguments)
        if "contact" in arguments:
            self.rewrite(version, f"Kirjoita meille, {version}.", f"Write to us, {version}.")
        life.finish(self.content, version, effective, published)
        self.publish(published)

    def versions(self, day: str) -> dict[str, tuple[str, str | None]]:
        """Return what each version is on a day, and its last day in force."""
        data = json.loads((self.sites[day] / "versions.json").read_bytes())
        return {known["version"]: (known["status"], known["until"]) for known in data["versions"]}

    def redlines(self, day: str) -> set[str]:
        """Return the comparisons that have a page on a day."""
        changes = self.sites[day] / "fi" / "changes"
        return {folder.name for folder in changes.iterdir() if folder.is_dir()}

    def entries(self, day: str, language: str = "fi") -> dict[str, bytes]:
        """Return the entries of a feed by their ids, newest first."""
        root = ET.parse(self.sites[day] / language / "feed.xml").getroot()
        entries = [
            (entry.findtext(f"{ATOM}id") or "", entry) for entry in root.iter(f"{ATOM}entry")
        ]
        return {name.rpartition(f"/{language}/")[2]: ET.tostring(entry) for name, entry in entries}

    def page(self, day: str, address: str) -> str:
        """Return a page as it was published on a day."""
        return (self.sites[day] / address / "index.html").read_text(encoding="utf-8")


def stand_still(patch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the program's clock stand at a moment."""
    patch.setattr(load, "datetime", SimpleNamespace(now=moment.astimezone))

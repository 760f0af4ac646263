"""The second day of a notice: published, withdrawn, overtaken, postponed, and never rewritten."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import life
import pytest
from conftest import Run

from notice.commands import load

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
        self.do("verify", site, "--date", day)
        if self.sites:
            online = list(self.sites.values())[-1]
            self.do("verify", "--date", day, "--published", online / "SHA256SUMS")
        self.sites[day] = site

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
        found = [(entry.findtext(f"{ATOM}id") or "", entry) for entry in root.iter(f"{ATOM}entry")]
        return {name.rpartition(f"/{language}/")[2]: ET.tostring(entry) for name, entry in found}

    def page(self, day: str, address: str) -> str:
        """Return a page as it was published on a day."""
        return (self.sites[day] / address / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def stage(tmp_path: Path, run: Run) -> Iterator[Stage]:
    """Return a stage with a notice whose first version is published."""
    life.write_notice(tmp_path / "content")
    made = Stage(tmp_path, run)
    made.publish("2026-06-01")
    yield made
    shutil.rmtree(tmp_path)


def begin(stage: Stage, day: str, *arguments: str) -> None:
    """Begin the next version on a day."""
    stage.do("new", *arguments, "--date", day)


def rewrite(stage: Stage, version: str, finnish: str, english: str) -> None:
    """Give `contact` other words in a version."""
    text = life.section("Yhteys", finnish, english)
    (stage.content / version / "contact.yaml").write_text(text, encoding="utf-8")


def announce(stage: Stage, version: str, published: str, effective: str, *arguments: str) -> None:
    """Begin a version and publish it, to be in force on a later day."""
    begin(stage, published, *arguments)
    if "contact" in arguments:
        rewrite(stage, version, f"Kirjoita meille, {version}.", f"Write to us, {version}.")
    life.finish(stage.content, version, effective, published)
    stage.publish(published)


def test_the_play(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: PLR0915 - day by day
    """From the first version to the eighth, each day is right on its own, and every earlier day
    is built from later content to the byte as it was.
    """
    # v2 is announced, and withdrawn before its day.
    announce(stage, "v2", "2026-11-01", "2027-01-01", "contact")
    assert stage.versions("2026-11-01") == {
        "v1": ("in-force", "2026-12-31"),
        "v2": ("upcoming", None),
    }
    stage.do("withdraw", "v2", "--date", "2026-11-20")
    stage.publish("2026-11-20")
    assert stage.versions("2026-11-20") == {"v1": ("in-force", None), "v2": ("withdrawn", None)}
    for language, words in {
        "fi": "eikä se tullut koskaan voimaan",
        "en": "never came into force",
    }.items():
        for address in (f"{language}/v2", f"{language}/changes", f"{language}/history"):
            page = stage.page("2026-11-20", address)
            assert words in page or "ei tullut voimaan" in page, address
        data = json.loads((stage.sites["2026-11-20"] / language / "v2/notice.json").read_bytes())
        assert data["withdrawn"]["day"] == "2026-11-20"
        assert words in data["withdrawn"]["says"]
        linked = (stage.sites["2026-11-20"] / "notice.jsonld").read_text(encoding="utf-8")
        assert words in linked
    before, after = stage.entries("2026-11-01"), stage.entries("2026-11-20")
    assert list(after) == ["v2/withdrawn", "v2", "v1"]
    assert {name: after[name] for name in before} == before

    # v3 in an emergency: on the same day, based on what is in force, looking past v2.
    announce(stage, "v3", "2026-11-25", "2026-11-25", "contact")
    assert "from: v1" in (stage.content / "v3" / "version.yaml").read_text(encoding="utf-8")
    assert stage.versions("2026-11-25") == {
        "v1": ("superseded", "2026-11-24"),
        "v2": ("withdrawn", None),
        "v3": ("in-force", None),
    }
    assert stage.redlines("2026-11-25") >= {"v1-v2", "v2-v3", "v1-v3"}
    assert "changes/v1-v3/" in stage.page("2026-11-25", "fi")

    # v4 is postponed twice: each time what was announced is withdrawn, and begun again.
    announce(stage, "v4", "2026-12-01", "2027-02-01", "rights")
    stage.do("withdraw", "v4", "--date", "2026-12-20")
    announce(stage, "v5", "2026-12-20", "2027-03-01", "--from", "v4")
    stage.do("withdraw", "v5", "--date", "2027-01-10")
    announce(stage, "v6", "2027-01-10", "2027-04-01", "--from", "v5")
    assert "from: v3" in (stage.content / "v6" / "version.yaml").read_text(encoding="utf-8")
    stage.publish("2027-04-01")
    assert stage.versions("2027-04-01")["v3"] == ("superseded", "2027-03-31")
    assert stage.versions("2027-04-01")["v6"] == ("in-force", None)
    assert [stage.versions("2027-04-01")[name][0] for name in ("v4", "v5")] == ["withdrawn"] * 2
    assert list(stage.entries("2027-04-01"))[:5] == [
        *("v6", "v5/withdrawn", "v5", "v4/withdrawn", "v4"),
    ]

    # v7 is withheld, and then shown.
    begin(stage, "2027-04-10", "contact")
    rewrite(stage, "v7", "Kirjoita, v7.", "Write, v7.")
    life.finish(stage.content, "v7", "2027-05-15", "2027-05-01")
    alone = stage.folder / "alone"
    shutil.copytree(stage.content, alone)
    shutil.rmtree(alone / "v7")
    stage.publish("2027-04-30")
    done = stage.run("build", "--content", alone, "--output", "alone-site", "--date", "2027-04-30")
    assert done.returncode == 0, done.stderr
    assert files_of(stage.sites["2027-04-30"]) == files_of(stage.folder / "alone-site")
    stage.publish("2027-05-01")
    assert stage.versions("2027-05-01")["v6"] == ("in-force", "2027-05-14")
    assert stage.versions("2027-05-01")["v7"] == ("upcoming", None)
    stage.publish("2027-05-15")

    # Every day so far, built from the content of today, is what it was.
    known: set[str] = set()
    entries: dict[str, bytes] = {}
    for day, site in stage.sites.items():
        stage.do("build", "--output", stage.folder / "again", "--date", day)
        assert files_of(stage.folder / "again") == files_of(site), day
        assert known <= stage.redlines(day), day
        assert entries.items() <= stage.entries(day).items(), day
        known, entries = stage.redlines(day), stage.entries(day)

    # Half past midnight in Helsinki is yesterday in UTC.
    class Clock(datetime):
        """A clock that stands still."""

        @classmethod
        def now(cls, tz: object = None) -> datetime:
            """Return the moment at which it stands."""
            moment = datetime(2027, 5, 1, 0, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
            return moment.astimezone(tz)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(load, "datetime", Clock)
        stage.do("build", "--output", stage.folder / "midnight")
    assert files_of(stage.folder / "midnight") == files_of(stage.sites["2027-05-01"])

    # A translation comes to v1, and a language to all.
    life.edit(
        stage.content / "v1" / "contact.yaml",
        (r"^silence: .*\n", ""),
        (r"\Z", life.section("Yhteys", "Kirjoita meille.", "Write to us.").partition("en:")[2]),
    )
    life.edit(stage.content / "v1" / "contact.yaml", (r'^\s+of: "', '\nen:\n  of: "'))
    stage.publish("2027-06-01")
    assert "Write to us." in stage.page("2027-06-01", "en/v1")
    life.edit(
        stage.content / "notice.yaml",
        (r"\[fi, en\]", "[fi, en, ru]"),
        (r"en: Privacy notice", "en: Privacy notice, ru: Уведомление"),
    )
    for version in range(1, 8):
        file = stage.content / f"v{version}" / "version.yaml"
        text = file.read_text(encoding="utf-8")
        if "note: {" in text:
            text = text.replace("note: {", f"note: {{ru: Версия {version}., ")
        else:
            text = text.replace("\n  fi:", f"\n  ru: Версия {version}.\n  fi:", 1)
        file.write_text(text, encoding="utf-8")
    stage.publish("2027-06-10")
    assert "Уведомление" in stage.page("2027-06-10", "ru/v1")

    # The company is renamed in v8.
    begin(stage, "2027-07-01", "contact")
    rewrite(stage, "v8", "Kirjoita, v8.", "Write, v8.")
    life.finish(stage.content, "v8", "2027-07-01", "2027-07-01")
    life.edit(
        stage.content / "v8" / "contact.yaml",
        (r"\A", "silence: {translations-are-there-and-fit: to be translated later}\n"),
    )
    life.edit(
        stage.content / "v8" / "version.yaml",
        (r"^note:.*\n", "controller: {name: Uusi Oy}\nnote:\n"),
    )
    stage.publish("2027-07-01")
    assert "Uusi Oy" in stage.page("2027-07-01", "fi")
    assert "Uusi Oy" not in stage.page("2027-07-01", "fi/v7")
    assert "Testi Oy" in stage.page("2027-07-01", "fi/v7")
    assert "Uusi Oy" in stage.page("2027-07-01", "fi/changes")
    for language in ("fi", "en"):
        assert (
            stage.entries("2027-06-10", language).items()
            <= stage.entries("2027-07-01", language).items()
        )

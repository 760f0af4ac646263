"""The second day of a notice: published, withdrawn, overtaken, postponed, and never rewritten."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import life
import pytest
from conftest import Run, run_in

from notice.commands import load

pytestmark = pytest.mark.usefixtures("compiled_once")
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


@pytest.fixture(scope="session")
def opening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a notice whose first version is published, to be copied."""
    folder = tmp_path_factory.mktemp("opening")
    life.write_notice(folder / "content")
    Stage(folder, partial(run_in, folder)).publish(FIRST_DAY)
    return folder


@pytest.fixture
def stage(tmp_path: Path, run: Run, opening: Path) -> Iterator[Stage]:
    """Return a stage with a notice whose first version is published."""
    shutil.copytree(opening, tmp_path, dirs_exist_ok=True)
    yield Stage(tmp_path, run, {FIRST_DAY: tmp_path / FIRST_DAY})
    shutil.rmtree(tmp_path)


def stand_still(patch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the program's clock stand at a moment."""
    patch.setattr(load, "datetime", SimpleNamespace(now=moment.astimezone))


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
        stage.do("verify", site, "--date", day)
        assert known <= stage.redlines(day), day
        assert entries.items() <= stage.entries(day).items(), day
        known, entries = stage.redlines(day), stage.entries(day)

    # Half past midnight in Helsinki is yesterday in UTC.
    with monkeypatch.context() as patch:
        stand_still(patch, datetime(2027, 5, 1, 0, 30, tzinfo=ZoneInfo("Europe/Helsinki")))
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
    stage.do("verify", stage.sites["2027-07-01"], "--date", "2027-07-01")
    renamed = '<del><span class="hidden" data-redline="label">[poistettu: </span>Testi Oy<'
    assert renamed in stage.page("2027-07-01", "fi/changes/v7-v8")
    for language in ("fi", "en"):
        assert (
            stage.entries("2027-06-10", language).items()
            <= stage.entries("2027-07-01", language).items()
        )


# Withdrawing and sealing


@pytest.mark.parametrize(
    ("version", "day", "words"),
    [
        ("v1", "2026-11-02", "came into force on 2026-06-01"),
        ("v2", "2027-01-01", "came into force on 2027-01-01"),
        ("v2", "2026-10-31", "is withheld until 2026-11-01"),
        ("v3", "2026-11-02", "is a draft"),
        ("v9", "2026-11-02", "there is no version `v9`"),
    ],
)
def test_what_cannot_be_withdrawn(stage: Stage, version: str, day: str, words: str) -> None:
    """Only what was announced and is not in force yet can be withdrawn; nothing is written
    otherwise.
    """
    announce(stage, "v2", "2026-11-01", "2027-01-01")
    begin(stage, "2026-11-02")
    before = files_of(stage.content)
    assert words in stage.do("withdraw", version, "--date", day, code=2)
    assert files_of(stage.content) == before


def test_withdrawn_once_only(stage: Stage) -> None:
    """A version is withdrawn once, by one line in its file and a seal after all others."""
    announce(stage, "v2", "2026-11-01", "2027-01-01")
    file = stage.content / "v2" / "version.yaml"
    seals = json.loads((stage.content / "seals.json").read_bytes())["seals"]
    text = file.read_text(encoding="utf-8")
    assert "new --from v2" in stage.do("withdraw", "v2", "--date", "2026-12-31")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line not in text.splitlines()] == ["withdrawn: 2026-12-31"]
    now = json.loads((stage.content / "seals.json").read_bytes())["seals"]
    assert now[:-1] == seals
    assert (now[-1]["version"], now[-1]["withdrawn"]) == ("v2", "2026-12-31")
    assert "texts" not in now[-1]
    told = stage.do("withdraw", "v2", "--date", "2026-12-31", code=2)
    assert "was withdrawn on 2026-12-31 already" in told


def test_the_day_is_that_of_the_notice(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight in Helsinki on the day in force is too late, though it is yesterday in
    UTC.
    """
    announce(stage, "v2", "2026-11-01", "2027-01-01")
    helsinki = ZoneInfo("Europe/Helsinki")
    for moment, code in (
        (datetime(2027, 1, 1, 0, 30, tzinfo=helsinki), 2),
        (datetime(2026, 12, 31, 23, 30, tzinfo=helsinki), 0),
    ):
        with monkeypatch.context() as patch:
            stand_still(patch, moment)
            stage.do("withdraw", "v2", code=code)


def test_either_of_two_upcoming_versions_can_be_withdrawn(stage: Stage) -> None:
    """Of two that are announced the earlier can be withdrawn, and the later then follows what is
    in force; its base stays what it was sealed with.
    """
    announce(stage, "v2", "2026-11-01", "2027-01-01", "contact")
    announce(stage, "v3", "2026-11-02", "2027-02-01", "rights")
    stage.do("withdraw", "v2", "--date", "2026-11-20")
    stage.publish("2026-11-20")
    assert stage.versions("2026-11-20") == {
        "v1": ("in-force", "2027-01-31"),
        "v2": ("withdrawn", None),
        "v3": ("upcoming", None),
    }
    assert stage.redlines("2026-11-20") == {"v1-v2", "v2-v3", "v1-v3"}
    assert stage.entries("2026-11-02").items() <= stage.entries("2026-11-20").items()
    stage.do("withdraw", "v3", "--date", "2026-12-01")
    stage.publish("2026-12-01")
    assert stage.versions("2026-12-01")["v1"] == ("in-force", None)


def test_sealing_refuses_what_could_not_be_mended(stage: Stage) -> None:
    """While a version has open warnings it is not sealed, and they are listed; nothing is
    written.
    """
    begin(stage, "2026-11-01", "contact")
    rewrite(stage, "v2", "Kirjoita, v2.", "")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    before = (stage.content / "seals.json").read_bytes()
    told = stage.do("seal", "--date", "2026-11-01", code=1)
    assert "v2/contact.yaml:1:1: warning: no translation in `en`" in told
    assert "nothing was sealed" in told
    assert (stage.content / "seals.json").read_bytes() == before
    rewrite(stage, "v2", "Kirjoita, v2.", "Write, v2.")
    stage.publish("2026-11-01")


def test_unseal_takes_the_last_seal_back(stage: Stage) -> None:
    """A slip that is seen before the merge is mended and sealed again, also where it was mended
    first; after that the branch goes on from main as before.
    """
    main = stage.folder / "main.json"
    shutil.copyfile(stage.content / "seals.json", main)
    begin(stage, "2026-11-01", "contact")
    rewrite(stage, "v2", "Kirjoita, v2.", "Write, v2.")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    stage.do("seal", "--date", "2026-11-01")
    rewrite(stage, "v2", "Kirjoita, v2!", "Write, v2!")
    stage.do("check", "--date", "2026-11-01", code=1)
    assert "v2 in fi, en" in stage.do("unseal")
    assert (stage.content / "seals.json").read_bytes() == main.read_bytes()
    stage.publish("2026-11-01")
    stage.do("verify", "--date", "2026-11-01", "--seals-before", main)


def test_unsealing_what_was_merged_is_refused(stage: Stage) -> None:
    """What main has and is shown cannot be taken back in a pull request; what is withheld can."""
    main = stage.folder / "main.json"
    announce(stage, "v2", "2026-11-01", "2027-01-01", "contact")
    shutil.copyfile(stage.content / "seals.json", main)
    stage.do("unseal")
    rewrite(stage, "v2", "Kirjoita, aivan uusi.", "Write, quite new.")
    stage.do("seal", "--date", "2026-11-02")
    for day, code in (("2026-11-01", 1), ("2026-10-31", 0)):
        told = stage.do("verify", "--date", day, "--seals-before", main, code=code)
        assert ("it was merged, and is not in its place any more" in told) == bool(code)


def test_nothing_to_unseal(stage: Stage) -> None:
    """Where no seal is left, there is nothing to take back."""
    stage.do("unseal")
    assert "there is no seal that could be taken back" in stage.do("unseal", code=2)


def test_a_withdrawal_in_force_is_refused(stage: Stage) -> None:
    """A withdrawal that is dated back, of a version that is in force by now, is not merged."""
    main = stage.folder / "main.json"
    announce(stage, "v2", "2026-11-01", "2027-01-01")
    shutil.copyfile(stage.content / "seals.json", main)
    stage.do("withdraw", "v2", "--date", "2026-12-31")
    stage.do("verify", "--date", "2026-12-31", "--seals-before", main)
    told = stage.do("verify", "--date", "2027-01-20", "--seals-before", main, code=1)
    assert "it is in force already, and cannot be withdrawn any more" in told


@pytest.mark.parametrize("state", ["missing", "empty", "no seals", "a folder", "cut short"])
def test_a_published_notice_has_its_seals(stage: Stage, state: str) -> None:
    """Without its seals a published notice is not built; a preview is."""
    file = stage.content / "seals.json"
    damaged = {"empty": b"", "no seals": b'{"seals": []}', "cut short": file.read_bytes()[:200]}
    file.unlink()
    if state == "a folder":
        file.mkdir()
    elif state in damaged:
        file.write_bytes(damaged[state])
    stage.do("check", "--date", "2026-06-01", code=1)
    told = stage.do("build", "--date", "2026-06-01", "--output", stage.folder / "s", code=1)
    assert "seals.json" in told
    stage.do("build", "--date", "2026-06-01", "--drafts", "--output", stage.folder / "s")


def test_silence_does_not_apply_to_seals(stage: Stage) -> None:
    """A rule about seals cannot be silenced, not even its warning."""
    begin(stage, "2026-11-01")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    life.edit(
        stage.content / "v2" / "version.yaml",
        (r"\A", "silence: {published-versions-are-sealed: not now}\n"),
    )
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "v2 is published and it has no seal" in told
    assert "`published-versions-are-sealed` cannot be silenced" in told


# Between two versions


def test_a_draft_whose_base_is_overtaken(stage: Stage) -> None:
    """What came in between is told section by section, with what changed, until the draft is based
    on it; a sealed version keeps its base.
    """
    begin(stage, "2026-11-01", "rights")
    begin(stage, "2026-11-01", "--before", "v2", "contact")
    rewrite(stage, "v2", "Kirjoita meille heti.", "Write to us at once.")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    life.edit(
        stage.content / "v2" / "version.yaml", (r"^note:", "title: {fi: Uusi, en: New}\nnote:")
    )
    stage.do("seal", "--date", "2026-11-01")
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "v3/version.yaml:1:1: warning: v3 is based on v1, and v2 will be in force before" in told
    assert "`contact` (1 word in); the title." in told
    assert "[bases-are-not-overtaken]" in told
    life.edit(stage.content / "v3" / "version.yaml", (r"^from: v1", "from: v2"))
    stage.do("check", "--date", "2026-11-01")


def test_a_draft_on_a_withdrawn_base(stage: Stage) -> None:
    """A draft that is based on what was withdrawn is an error, with what to do instead."""
    announce(stage, "v2", "2026-11-01", "2027-01-01", "contact")
    begin(stage, "2026-11-02", "rights")
    told = stage.do("withdraw", "v2", "--date", "2026-11-03")
    assert "v3 is based on it, and needs another base: write `from: v1`" in told
    told = stage.do("check", "--date", "2026-11-03", code=1)
    assert "error: v3 is based on v2, which was withdrawn" in told


def test_an_upcoming_version_says_from_when_it_is_shown(stage: Stage) -> None:
    """Where the day in force is yet to come, `published` is asked for; until that day comes the
    version is withheld.
    """
    begin(stage, "2026-11-01")
    life.finish(stage.content, "v2", "2027-01-01", "2026-11-01")
    life.edit(stage.content / "v2" / "version.yaml", (r"^published: .*\n", ""))
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "write `published: 2026-11-01`" in told
    assert "[days-of-publication-are-said]" in told
    stage.do("seal", "--date", "2026-11-01", code=1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("withdrawn: 2027-01-01", "came into force on 2027-01-01 and cannot be withdrawn"),
        ("withdrawn: 2026-10-31", "before it was shown (2026-11-01)"),
        ("from: v2", "a base has a lower number"),
        ("from: v7", "there is no v7"),
        ("published: 2026-05-31", "numbers are shown in their order"),
        ("published: 2027-01-02", "nothing is in force before it was made public"),
        ("effective: 2026-06-01", "must take effect after v1"),
    ],
)
def test_days_and_bases_that_cannot_be(stage: Stage, line: str, words: str) -> None:
    """A base that is no earlier version, and days that contradict each other, are errors."""
    begin(stage, "2026-11-01")
    life.finish(stage.content, "v2", "2027-01-01", "2026-11-01")
    file = stage.content / "v2" / "version.yaml"
    key = line.partition(":")[0]
    others = [
        known
        for known in file.read_text(encoding="utf-8").splitlines()
        if not known.startswith(key)
    ]
    file.write_text("\n".join([line, *others, ""]), encoding="utf-8")
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "error: " in told
    assert words in told


def test_a_draft_is_not_withdrawn(stage: Stage) -> None:
    """A draft was never announced, so it cannot be withdrawn by hand either."""
    begin(stage, "2026-11-01")
    life.edit(stage.content / "v2" / "version.yaml", (r"\A", "withdrawn: 2026-11-05\n"))
    assert "error: v2 is a draft, and nobody" in stage.do("check", "--date", "2026-11-01", code=1)


def test_items_that_an_editorial_version_leaves_open(stage: Stage) -> None:
    """What an editorial version leaves open as its base did is a hint; a material one must answer
    it.
    """
    stage.do("unseal")
    life.edit(stage.content / "v1" / "rights.yaml", (r"13\.2\.e, ", ""))
    life.edit(
        stage.content / "v1" / "version.yaml",
        (r"\A", "silence: {gdpr-items-are-answered: it was so}\n"),
    )
    stage.do("seal", "--date", "2026-06-01")
    begin(stage, "2026-11-01", "contact")
    rewrite(stage, "v2", "Kirjoita.", "Write.")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    stage.do("seal", "--date", "2026-11-01")
    stage.do("unseal")
    life.edit(stage.content / "v2" / "version.yaml", (r"^change: \w+", "change: material"))
    told = stage.do("seal", "--date", "2026-11-01", code=1)
    assert "v2 does not say what GDPR Article 13 asks for: 13.2.e" in told


# What `new` begins


def test_new_before_a_waiting_draft(stage: Stage) -> None:
    """The waiting drafts get the next numbers and keep their bases; the emergency version is based
    on what is in force.
    """
    begin(stage, "2026-11-01", "rights")
    begin(stage, "2026-11-01", "--from", "v2", "contact")
    text = (stage.content / "v3" / "contact.yaml").read_bytes()
    told = stage.do("new", "contact", "--before", "v2", "--date", "2026-11-02")
    assert "v2: is now" in told
    bases = {
        version: (stage.content / version / "version.yaml").read_text(encoding="utf-8").split()[1]
        for version in ("v2", "v3", "v4")
    }
    assert bases == {"v2": "v1", "v3": "v1", "v4": "v3"}
    assert (stage.content / "v4" / "contact.yaml").read_bytes() == text
    stage.do("check", "--date", "2026-11-02")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--before", "v1"), "v1 is no draft"),
        (("--before", "v9"), "there is no version `v9`"),
        (("--from", "v9"), "there is no version `v9`"),
        (("--version", "v5"), "the next version is v3"),
        (("--version", "v1", "contact"), "v1 is no draft"),
        (("--version", "v2"), "v2 is a draft: change it"),
        (("--version", "v2", "--from", "v1", "contact"), "its base is what `from`"),
        (("--before", "v2", "--version", "v2"), "name one"),
        (("--before", "v2", "--from", "v2"), "a base has a lower number"),
    ],
)
def test_new_refuses(stage: Stage, arguments: tuple[str, ...], words: str) -> None:
    """A version that cannot be begun as asked is not begun, and nothing is written."""
    begin(stage, "2026-11-01")
    before = files_of(stage.content)
    assert words in stage.do("new", *arguments, "--date", "2026-11-02", code=2)
    assert files_of(stage.content) == before


def test_new_and_pin_name_a_version(stage: Stage) -> None:
    """A gap that a renamed draft leaves is filled by naming the version; sections and pins go to
    the draft that is named.
    """
    begin(stage, "2026-11-01", "rights")
    (stage.content / "v2").rename(stage.content / "v3")
    stage.do("new", "contact", "--version", "v2", "--date", "2026-11-02")
    assert (stage.content / "v2" / "contact.yaml").exists()
    stage.do("new", "preamble", "--version", "v2", "--date", "2026-11-02")
    file = stage.content / "v2" / "preamble.yaml"
    life.edit(file, (r'of: "\w+"', 'of: "00000000"'))
    assert "v2/preamble.yaml: en: " in stage.do("pin", "preamble", "--version", "v2")
    assert 'of: "00000000"' not in file.read_text(encoding="utf-8")
    assert "there is no version `v8`" in stage.do("pin", "preamble", "--version", "v8", code=2)


def test_a_postponed_version_says_the_same_again(stage: Stage) -> None:
    """Begun anew from a withdrawn version it has that one's words, note, class, title and
    controller, and is based on what is in force.
    """
    begin(stage, "2026-11-01", "contact")
    rewrite(stage, "v2", "Kirjoita, v2.", "Write, v2.")
    life.finish(stage.content, "v2", "2027-01-01", "2026-11-01", "material")
    life.edit(
        stage.content / "v2" / "version.yaml",
        (r"^note:", "title: {fi: Uusi, en: New}\ncontroller: {name: Uusi Oy}\nnote:"),
    )
    stage.publish("2026-11-01")
    stage.do("withdraw", "v2", "--date", "2026-12-01")
    stage.do("new", "--from", "v2", "--date", "2026-12-01")
    life.finish(stage.content, "v3", "2027-02-01", "2026-12-01", "material")
    stage.publish("2026-12-01")
    texts = [
        json.loads((stage.sites["2026-12-01"] / "en" / version / "notice.json").read_bytes())
        for version in ("v2", "v3")
    ]
    for key in ("title", "controller", "note", "change"):
        assert texts[0][key] == texts[1][key], key
    words = [[part["markdown"] for part in text["sections"]] for text in texts]
    assert words[0] == words[1]

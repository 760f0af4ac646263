"""An announced version is withdrawn before its day, or postponed, and never rewritten."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import life
import pytest
from stage import Stage, files_of, stand_still

from notice.commands import seal, withdraw
from notice.output.write import replace_file


@pytest.mark.campaign
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
    stage.announce("v2", "2026-11-01", "2027-01-01")
    stage.begin("2026-11-02")
    before = files_of(stage.content)
    assert words in stage.do("withdraw", version, "--date", day, code=2)
    assert files_of(stage.content) == before


def test_withdrawn_once_only(stage: Stage) -> None:
    """A version is withdrawn once, by one line in its file and a seal after all others."""
    stage.announce("v2", "2026-11-01", "2027-01-01")
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


def test_all_or_nothing(stage: Stage) -> None:
    """Where the seal cannot be written the version is not withdrawn, and the file is named."""
    stage.announce("v2", "2026-11-01", "2027-01-01")
    before = files_of(stage.content)
    seals = stage.content / "seals.json"
    written: list[Path] = []

    def full(file: Path, raw: bytes) -> None:
        if file == seals:
            raise OSError(28, "No space left on device", str(file))
        written.append(file)
        replace_file(file, raw)

    with pytest.MonkeyPatch.context() as patch:
        for command in (withdraw, seal):  # the version's file, and the seals
            patch.setattr(command, "replace_file", full)
        told = stage.do("withdraw", "v2", "--date", "2026-12-31", code=1)
    assert told == f"{seals}: No space left on device\n"
    assert len(written) == 2
    assert files_of(stage.content) == before


def test_the_day_is_that_of_the_notice(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight in Helsinki on the day in force is too late, though it is yesterday in
    UTC.
    """
    stage.announce("v2", "2026-11-01", "2027-01-01")
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
    in force; its base stays what it was sealed with, so that the text comes with it, which is said.
    """
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
    stage.announce("v3", "2026-11-02", "2027-02-01", "rights")
    told = stage.do("withdraw", "v2", "--date", "2026-11-20")
    assert "v3 is based on it, and comes into force with its text on 2027-02-01" in told
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


def test_a_withdrawal_in_force_is_refused(stage: Stage) -> None:
    """A withdrawal that is dated back, of a version that is in force by now, is not merged."""
    main = stage.folder / "main.json"
    stage.announce("v2", "2026-11-01", "2027-01-01")
    shutil.copyfile(stage.content / "seals.json", main)
    stage.do("withdraw", "v2", "--date", "2026-12-31")
    stage.do("verify", "--date", "2026-12-31", "--seals-before", main)
    told = stage.do("verify", "--date", "2027-01-20", "--seals-before", main, code=1)
    assert "it is in force already, and cannot be withdrawn any more" in told


def test_a_draft_is_not_withdrawn(stage: Stage) -> None:
    """A draft was never announced, so it cannot be withdrawn by hand either."""
    stage.begin("2026-11-01")
    life.edit(stage.content / "v2" / "version.yaml", (r"\A", "withdrawn: 2026-11-05\n"))
    assert "error: v2 is a draft, and nobody" in stage.do("check", "--date", "2026-11-01", code=1)


def test_a_postponed_version_says_the_same_again(stage: Stage) -> None:
    """Begun anew from a withdrawn version it has that one's words, note, class, title and
    controller, and is based on what is in force.
    """
    stage.begin("2026-11-01", "contact")
    stage.rewrite("v2", "Kirjoita, v2.", "Write, v2.")
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

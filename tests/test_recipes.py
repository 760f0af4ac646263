"""What CONTRIBUTING tells to do when plans change, followed to the letter."""

from __future__ import annotations

import re
import shlex
import shutil

import life
import pytest
from conftest import ROOT
from stage import Stage

from notice.commands.arguments import read

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    {" ".join(line.split()) for line in re.findall(r"`python\s+build\.py\s+([^`]+)`", GUIDE)}
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_is_told_can_be_typed(command: str) -> None:
    """A command of the guide is read as it stands there."""
    read(shlex.split(command))


def test_an_emergency_before_what_is_withheld(stage: Stage) -> None:
    """A withheld version that was merged goes back to being a draft, and the emergency gets its
    number; the seals of main allow it, since nobody was told.
    """
    main = stage.folder / "main.json"
    stage.begin("2026-11-01", "contact")
    stage.rewrite("v2", "Kirjoita, myöhemmin.", "Write, later.")
    life.finish(stage.content, "v2", "2026-12-20", "2026-12-10")
    stage.publish("2026-11-01")
    shutil.copyfile(stage.content / "seals.json", main)

    stage.do("unseal")
    life.edit(stage.content / "v2" / "version.yaml", (r"\Z", "draft: true\n"))
    stage.do("new", "rights", "--before", "v2", "--date", "2026-11-25")
    life.finish(stage.content, "v2", "2026-11-25", "2026-11-25")
    told = stage.do("seal", "--date", "2026-11-25") + stage.do(
        "check", "--date", "2026-11-25", code=1
    )
    assert "v3 is based on v1, and v2 will be in force before it" in told
    life.edit(stage.content / "v3" / "version.yaml", (r"^from: v1", "from: v2"))
    stage.publish("2026-11-25")
    stage.do("verify", "--date", "2026-11-25", "--seals-before", main)
    assert stage.versions("2026-11-25")["v2"] == ("in-force", None)
    assert "v3" not in stage.versions("2026-11-25")


def test_two_pull_requests_with_the_same_number(stage: Stage) -> None:
    """The second of two branches that both sealed a v2 becomes v3, goes on from the first, and is
    sealed anew after the seals of main.
    """
    branch, main = stage.folder / "branch", stage.folder / "main"
    shutil.copytree(stage.content, main)
    other = Stage(stage.folder, stage.run)
    stage.begin("2026-11-01", "rights")
    life.finish(stage.content, "v2", "2026-11-02", "2026-11-01")
    stage.do("seal", "--date", "2026-11-01")
    stage.content.rename(branch)
    main.rename(stage.content)
    other.announce("v2", "2026-11-01", "2026-11-01", "contact")
    stage.content.rename(main)
    branch.rename(stage.content)

    stage.do("unseal")
    (stage.content / "v2").rename(stage.content / "v3")
    shutil.copytree(main, stage.content, dirs_exist_ok=True)  # what git merges without a conflict
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "v3 is based on v1, and v2 will be in force before it" in told
    assert "`contact` (1 word in)" in told
    life.edit(stage.content / "v3" / "version.yaml", (r"^from: v1", "from: v2"))
    stage.publish("2026-11-01")
    before = main / "seals.json"
    stage.do("verify", "--date", "2026-11-01", "--seals-before", before)
    assert "Write to us, v2." in stage.page("2026-11-01", "en/v3")

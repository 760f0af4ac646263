"""What a version is based on, and its days beside those of its neighbours."""

from __future__ import annotations

import life
import pytest
from stage import Stage


def test_a_draft_whose_base_is_overtaken(stage: Stage) -> None:
    """What came in between is told section by section, with what changed, until the draft is based
    on it; a sealed version keeps its base.
    """
    stage.begin("2026-11-01", "rights")
    stage.begin("2026-11-01", "--before", "v2", "contact")
    stage.rewrite("v2", "Kirjoita meille heti.", "Write to us at once.")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    life.edit(
        stage.content / "v2" / "version.yaml", (r"^note:", "title: {fi: Uusi, en: New}\nnote:")
    )
    (stage.content / "v2" / "facts.yaml").write_text("dpo: true\n", encoding="utf-8")
    stage.do("seal", "--date", "2026-11-01")
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "v3/version.yaml:1:1: warning: v3 is based on v1, and v2 will be in force before" in told
    assert "`contact` (1 word in); the title; the facts." in told
    assert "[bases-are-not-overtaken]" in told
    life.edit(stage.content / "v3" / "version.yaml", (r"^from: v1", "from: v2"))
    stage.do("check", "--date", "2026-11-01")


def test_a_draft_on_a_withdrawn_base(stage: Stage) -> None:
    """A draft that is based on what was withdrawn is an error until it goes on from what was not
    withdrawn, as both `withdraw` and `check` tell.
    """
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
    stage.begin("2026-11-02", "rights")
    told = stage.do("withdraw", "v2", "--date", "2026-11-03")
    assert "`python build.py new --from v2 --before v3`" in told
    assert "v3 is based on it: if it is not postponed, write `from: v1`" in told
    told = stage.do("check", "--date", "2026-11-03", code=1)
    assert "error: v3 is based on v2, which was withdrawn" in told
    assert "write `from: v1`, and copy into v3 the files of v2 that are to stay" in told
    life.edit(stage.content / "v3" / "version.yaml", (r"^from: v2", "from: v1"))
    stage.do("check", "--date", "2026-11-03")


def test_an_upcoming_version_says_from_when_it_is_shown(stage: Stage) -> None:
    """Where the day in force is yet to come, `published` is asked for; until that day comes the
    version is withheld.
    """
    stage.begin("2026-11-01")
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
        ("from: v2", "a base has a lower number; write `from: v1`"),
        ("from: v7", "there is no v7; write `from: v1`"),
        ("published: 2026-05-31", "numbers are shown in their order"),
        ("published: 2027-01-02", "nothing is in force before it was made public"),
        ("effective: 2026-06-01", "must take effect after v1"),
    ],
)
def test_days_and_bases_that_cannot_be(stage: Stage, line: str, words: str) -> None:
    """A base that is no earlier version, and days that contradict each other, are errors."""
    stage.begin("2026-11-01")
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

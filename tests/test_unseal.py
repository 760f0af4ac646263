"""What is sealed, what is not sealed yet, and what can be taken back."""

from __future__ import annotations

import shutil

import life
import pytest
from stage import Stage


def test_sealing_refuses_what_could_not_be_mended(stage: Stage) -> None:
    """While a version has open warnings it is not sealed, and they are listed; nothing is
    written.
    """
    stage.begin("2026-11-01", "contact")
    stage.rewrite("v2", "Kirjoita, v2.", "")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    before = (stage.content / "seals.json").read_bytes()
    told = stage.do("seal", "--date", "2026-11-01", code=1)
    assert "v2/contact.yaml:1:1: warning: no translation in `en`" in told
    assert "nothing was sealed" in told
    assert (stage.content / "seals.json").read_bytes() == before
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "v2 is published and it has no seal: first mend what else is told of v2" in told
    assert '"seal"' not in told
    stage.rewrite("v2", "Kirjoita, v2.", "Write, v2.")
    stage.publish("2026-11-01")


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
    stage.begin("2026-11-01", "contact")
    stage.rewrite("v2", "Kirjoita.", "Write.")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    stage.do("seal", "--date", "2026-11-01")
    stage.do("unseal")
    life.edit(stage.content / "v2" / "version.yaml", (r"^change: \w+", "change: material"))
    told = stage.do("seal", "--date", "2026-11-01", code=1)
    assert "v2 does not say what GDPR Article 13 asks for: 13.2.e" in told


def test_unseal_takes_the_last_seal_back(stage: Stage) -> None:
    """A slip that is seen before the merge is mended and sealed again, also where it was mended
    first; after that the branch goes on from main as before.
    """
    main = stage.folder / "main.json"
    shutil.copyfile(stage.content / "seals.json", main)
    stage.begin("2026-11-01", "contact")
    stage.rewrite("v2", "Kirjoita, v2.", "Write, v2.")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    stage.do("seal", "--date", "2026-11-01")
    stage.rewrite("v2", "Kirjoita, v2!", "Write, v2!")
    stage.do("check", "--date", "2026-11-01", code=1)
    assert "v2 in fi, en" in stage.do("unseal")
    assert (stage.content / "seals.json").read_bytes() == main.read_bytes()
    stage.publish("2026-11-01")
    stage.do("verify", "--date", "2026-11-01", "--seals-before", main)


def test_unsealing_what_was_merged_is_refused(stage: Stage) -> None:
    """What main has and is shown cannot be taken back in a pull request; what is withheld can."""
    main = stage.folder / "main.json"
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
    shutil.copyfile(stage.content / "seals.json", main)
    stage.do("unseal")
    stage.rewrite("v2", "Kirjoita, aivan uusi.", "Write, quite new.")
    stage.do("seal", "--date", "2026-11-02")
    for day, code in (("2026-11-01", 1), ("2026-10-31", 0)):
        told = stage.do("verify", "--date", day, "--seals-before", main, code=code)
        assert ("it was merged, and is not in its place any more" in told) == bool(code)


def test_a_withheld_version_below_another_seal_is_unsealed(stage: Stage) -> None:
    """What is withheld becomes a draft again also where a translation was sealed after it, whose
    seal is written again as it was.
    """
    stage.begin("2026-11-01", "contact")
    stage.rewrite("v2", "Kirjoita, v2.", "Write, v2.")
    life.finish(stage.content, "v2", "2027-02-01", "2027-01-01")
    stage.publish("2026-11-01")
    english = life.section("Yhteys", "Kirjoita meille.", "Write to us.")
    (stage.content / "v1" / "contact.yaml").write_text(english, encoding="utf-8")
    stage.publish("2026-11-02")
    main = stage.folder / "main.json"
    shutil.copyfile(stage.content / "seals.json", main)
    assert "v1 in en" in stage.do("unseal")
    assert "v2 in fi, en" in stage.do("unseal")
    life.edit(stage.content / "v2" / "version.yaml", (r"^effective", "draft: true\neffective"))
    stage.publish("2026-11-03")
    stage.do("verify", "--date", "2026-11-03", "--seals-before", main)


def test_nothing_to_unseal(stage: Stage) -> None:
    """Where no seal is left, there is nothing to take back."""
    stage.do("unseal")
    assert "there is no seal that could be taken back" in stage.do("unseal", code=2)


@pytest.mark.campaign
@pytest.mark.parametrize(
    "state", ["missing", "empty", "no seals", "a folder", "cut short", "seals twice"]
)
def test_a_published_notice_has_its_seals(stage: Stage, state: str) -> None:
    """Without its seals a published notice is not built; a preview is."""
    file = stage.content / "seals.json"
    raw = file.read_bytes()
    damaged = {
        "empty": b"",
        "no seals": b'{"seals": []}',
        "cut short": raw[:200],
        "seals twice": b'{"seals": [], ' + raw[1:],
    }
    file.unlink()
    if state == "a folder":
        file.mkdir()
    elif state in damaged:
        file.write_bytes(damaged[state])
    told = stage.do("check", "--date", "2026-06-01", code=1)
    is_damaged = state in ("empty", "cut short", "seals twice")
    assert ('"seal": ' in told) != is_damaged  # a new chain would forget what can be put back
    told = stage.do("build", "--date", "2026-06-01", "--output", stage.folder / "s", code=1)
    assert "seals.json" in told
    stage.do("build", "--date", "2026-06-01", "--drafts", "--output", stage.folder / "s")


def test_a_day_that_is_none_misses_no_seals(stage: Stage) -> None:
    """Before the first seal a day written wrongly is told alone: it publishes nothing."""
    (stage.content / "seals.json").unlink()
    life.edit(stage.content / "v1" / "version.yaml", (r"^effective: \S+", "effective: 15.6.2026"))
    told = stage.do("check", "--date", "2026-06-01", code=1)
    assert "`15.6.2026` is no day" in told
    assert "there are no seals" not in told


def test_silence_does_not_apply_to_seals(stage: Stage) -> None:
    """A rule about seals cannot be silenced, not even its warning."""
    stage.begin("2026-11-01")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01")
    life.edit(
        stage.content / "v2" / "version.yaml",
        (r"\A", "silence: {published-versions-are-sealed: not now}\n"),
    )
    told = stage.do("check", "--date", "2026-11-01", code=1)
    assert "v2 is published and it has no seal" in told
    assert "`published-versions-are-sealed` cannot be silenced" in told

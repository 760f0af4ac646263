"""Versions that `new` begins before, after and beside others."""

from __future__ import annotations

import life
import pytest
from stage import Stage, files_of

pytestmark = pytest.mark.usefixtures("compiled_once")


def based_on(stage: Stage, version: str) -> str:
    """Return what the file of a version says that it is based on."""
    key, base, *_ = (stage.content / version / "version.yaml").read_text(encoding="utf-8").split()
    assert key == "from:"
    return base


def test_new_before_a_waiting_draft(stage: Stage) -> None:
    """The waiting drafts get the next numbers and keep their bases; the emergency version is based
    on what is in force.
    """
    stage.begin("2026-11-01", "rights")
    stage.begin("2026-11-01", "--from", "v2", "contact")
    text = (stage.content / "v3" / "contact.yaml").read_bytes()
    told = stage.do("new", "contact", "--before", "v2", "--date", "2026-11-02")
    assert "v2: is now" in told
    assert [based_on(stage, version) for version in ("v2", "v3", "v4")] == ["v1", "v1", "v3"]
    assert (stage.content / "v4" / "contact.yaml").read_bytes() == text
    stage.do("check", "--date", "2026-11-02")


@pytest.mark.parametrize("base", ["said", "not said"])
def test_new_postpones_what_a_waiting_draft_is_based_on(stage: Stage, base: str) -> None:
    """A draft on a version that was withdrawn holds up neither the postponed one, from which it
    goes on then, nor an emergency before both.
    """
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
    stage.begin("2026-11-02", "rights")
    if base == "not said":
        life.edit(stage.content / "v3" / "version.yaml", (r"^from: .*\n", ""))
    stage.do("withdraw", "v2", "--date", "2026-11-03")
    told = stage.do("new", "--from", "v2", "--before", "v3", "--date", "2026-11-03")
    assert "v4 goes on from v3" in told
    stage.do("check", "--date", "2026-11-03")
    stage.do("new", "rights", "--before", "v3", "--date", "2026-11-03")
    stage.do("check", "--date", "2026-11-03")
    assert [based_on(stage, version) for version in ("v3", "v4", "v5")] == ["v1", "v1", "v4"]
    stage.do("build", "--drafts", "--date", "2026-11-03", "--output", stage.folder / "drafts")
    for version, is_postponed in {"v3": False, "v4": True, "v5": True}.items():
        page = (stage.folder / "drafts/en" / version / "index.html").read_text(encoding="utf-8")
        assert ("Write to us, v2." in page) == is_postponed, version


def test_new_before_a_draft_on_a_withdrawn_base(stage: Stage) -> None:
    """An emergency version can be begun before a draft that still needs another base."""
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
    stage.begin("2026-11-02", "rights")
    stage.do("withdraw", "v2", "--date", "2026-11-03")
    stage.do("new", "contact", "--before", "v3", "--date", "2026-11-03")
    assert [based_on(stage, version) for version in ("v3", "v4")] == ["v1", "v2"]
    assert "error: v4 is based on v2" in stage.do("check", "--date", "2026-11-03", code=1)


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
    stage.begin("2026-11-01")
    before = files_of(stage.content)
    assert words in stage.do("new", *arguments, "--date", "2026-11-02", code=2)
    assert files_of(stage.content) == before


def test_new_and_pin_name_a_version(stage: Stage) -> None:
    """A gap that a renamed draft leaves is filled by naming the version; sections and pins go to
    the draft that is named.
    """
    stage.begin("2026-11-01", "rights")
    (stage.content / "v2").rename(stage.content / "v3")
    stage.do("new", "contact", "--version", "v2", "--date", "2026-11-02")
    assert (stage.content / "v2" / "contact.yaml").exists()
    stage.do("new", "preamble", "--version", "v2", "--date", "2026-11-02")
    file = stage.content / "v2" / "preamble.yaml"
    life.edit(file, (r'of: "\w+"', 'of: "00000000"'))
    assert "v2/preamble.yaml: en: " in stage.do("pin", "preamble", "--version", "v2")
    assert 'of: "00000000"' not in file.read_text(encoding="utf-8")
    assert "there is no version `v8`" in stage.do("pin", "preamble", "--version", "v8", code=2)

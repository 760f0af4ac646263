"""Versions that `new` begins before, after and beside others."""

from __future__ import annotations

import life
import pytest
from stage import Stage, files_of


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


@pytest.mark.campaign
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


def test_what_is_postponed_is_all_there(stage: Stage) -> None:
    """What is begun from a withdrawn version has all of it: sections, facts, class, title and
    controller, and the reasons why checks are not to speak of it.
    """
    stage.begin("2026-11-01", "contact")
    stage.rewrite("v2", "Kirjoita, v2.", "Write, v2.")
    facts = "dpo: true  # as the rights say\nautomated_decisions: true\n"
    (stage.content / "v2" / "facts.yaml").write_text(facts, encoding="utf-8")
    life.finish(stage.content, "v2", "2027-01-01", "2026-11-01")
    said = (
        "title: {fi: Uusi, en: New}\ncontroller: {name: Uusi Oy}\n"
        "silence: {sections-do-not-vanish: it said nothing}\nnote:"
    )
    life.edit(stage.content / "v2" / "version.yaml", (r"^note:", said), (r"\[preamble, ", "["))
    stage.publish("2026-11-01")
    stage.do("withdraw", "v2", "--date", "2026-11-03")
    stage.do("new", "--from", "v2", "--date", "2026-11-03")
    old, new = (
        {
            name.removeprefix(f"{version}/"): raw
            for name, raw in files_of(stage.content).items()
            if name.startswith(f"{version}/")
        }
        for version in ("v2", "v3")
    )
    assert new.keys() == old.keys()
    assert [name for name in old if new[name] != old[name]] == ["version.yaml"]
    life.finish(stage.content, "v3", "2027-02-01", "2026-11-03")
    stage.publish("2026-11-03")
    assert "Uusi Oy" in stage.page("2026-11-03", "fi/v3")


def test_new_copies_facts(stage: Stage) -> None:
    """Facts are begun and added as a section is, and listed nowhere; there must be some."""
    told = stage.do("new", "facts", "--date", "2026-11-01", code=2)
    assert "no version has a facts.yaml" in told
    stage.begin("2026-11-01", "contact")
    facts = "dpo: false\n"
    (stage.content / "v2" / "facts.yaml").write_text(facts, encoding="utf-8")
    told = stage.do("new", "facts", "--from", "v2", "--date", "2026-11-01")
    assert "v3/facts.yaml: copied from" in told
    (stage.content / "v3" / "facts.yaml").unlink()
    told = stage.do("new", "facts", "--version", "v3", "--date", "2026-11-01")
    assert "`sections`" not in told
    assert (stage.content / "v3" / "facts.yaml").read_text(encoding="utf-8") == facts
    assert "facts" not in (stage.content / "v3" / "version.yaml").read_text(encoding="utf-8")


def test_new_goes_on_after_a_section_was_renamed(stage: Stage) -> None:
    """What `check` says that `new` mends in a draft does not keep `new` from it: links in older
    texts to a section that was renamed, and sections that are listed and not written yet.
    """
    stage.begin("2026-11-01", "rights")
    life.edit(
        stage.content / "v2" / "rights.yaml",
        *(
            (rf"^    {words}$", "    [](#contact)")
            for words in ("All is said.", "Kaikki on sanottu.")
        ),
    )
    stage.do("pin", "rights")
    life.finish(stage.content, "v2", "2026-11-01", "2026-11-01", "material")
    stage.publish("2026-11-01")
    stage.begin("2026-11-02", "contact")
    draft = stage.content / "v3"
    (draft / "contact.yaml").rename(draft / "writing.yaml")
    life.edit(draft / "version.yaml", (r"contact\]", "writing, cookies]"))
    told = stage.do("check", "--date", "2026-11-02", code=1)
    assert "`python build.py new rights` copies it into v3" in told
    assert "unknown section `cookies`" in told
    assert "v3/rights.yaml: copied from" in stage.do("new", "rights", "--date", "2026-11-02")
    assert "v3/cookies.yaml: to be filled in" in stage.do("new", "cookies", "--date", "2026-11-02")
    life.edit(draft / "rights.yaml", (r"#contact", "#writing"))
    stage.do("check", "--date", "2026-11-02")


def test_new_before_a_draft_on_a_withdrawn_base(stage: Stage) -> None:
    """An emergency version can be begun before a draft that still needs another base."""
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
    stage.begin("2026-11-02", "rights")
    stage.do("withdraw", "v2", "--date", "2026-11-03")
    stage.do("new", "contact", "--before", "v3", "--date", "2026-11-03")
    assert [based_on(stage, version) for version in ("v3", "v4")] == ["v1", "v2"]
    assert "error: v4 is based on v2" in stage.do("check", "--date", "2026-11-03", code=1)


@pytest.mark.campaign
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

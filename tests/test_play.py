"""A notice over the years, day by day: announced, withdrawn, overtaken, postponed, withheld."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import life
import pytest
from stage import Stage, files_of, stand_still


def test_the_play(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: PLR0915 - day by day
    """From the first version to the eighth, each day is right on its own, and every earlier day
    is built from later content to the byte as it was.
    """
    # v2 is announced, and withdrawn before its day.
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
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
    stage.announce("v3", "2026-11-25", "2026-11-25", "contact")
    assert "from: v1" in (stage.content / "v3" / "version.yaml").read_text(encoding="utf-8")
    assert stage.versions("2026-11-25") == {
        "v1": ("superseded", "2026-11-24"),
        "v2": ("withdrawn", None),
        "v3": ("in-force", None),
    }
    assert stage.redlines("2026-11-25") >= {"v1-v2", "v2-v3", "v1-v3"}
    assert "changes/v1-v3/" in stage.page("2026-11-25", "fi")

    # v4 is postponed twice: each time what was announced is withdrawn, and begun again.
    stage.announce("v4", "2026-12-01", "2027-02-01", "rights")
    stage.do("withdraw", "v4", "--date", "2026-12-20")
    stage.announce("v5", "2026-12-20", "2027-03-01", "--from", "v4")
    stage.do("withdraw", "v5", "--date", "2027-01-10")
    stage.announce("v6", "2027-01-10", "2027-04-01", "--from", "v5")
    assert "from: v3" in (stage.content / "v6" / "version.yaml").read_text(encoding="utf-8")
    stage.publish("2027-04-01")
    assert stage.versions("2027-04-01")["v3"] == ("superseded", "2027-03-31")
    assert stage.versions("2027-04-01")["v6"] == ("in-force", None)
    assert [stage.versions("2027-04-01")[name][0] for name in ("v4", "v5")] == ["withdrawn"] * 2
    assert list(stage.entries("2027-04-01"))[:5] == [
        *("v6", "v5/withdrawn", "v5", "v4/withdrawn", "v4"),
    ]

    # v7 is withheld, and then shown.
    stage.begin("2027-04-10", "contact")
    stage.rewrite("v7", "Kirjoita, v7.", "Write, v7.")
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
    for number, (day, site) in enumerate(stage.sites.items()):
        stage.do("build", "--output", stage.folder / "again", "--date", day)
        assert files_of(stage.folder / "again") == files_of(site), day
        if number % 4 == 0:  # it makes the same site once more
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
    stage.begin("2027-07-01", "contact")
    stage.rewrite("v8", "Kirjoita, v8.", "Write, v8.")
    life.finish(stage.content, "v8", "2027-07-01", "2027-07-01", "material")
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
    # What the marks on the page add up to counts those of the head too.
    assert "Yhteensä: 2 lisäystä, 3 poistoa." in stage.page(
        "2027-07-01", "fi/changes/v7-v8"
    ).replace("\N{NO-BREAK SPACE}", " ")
    renamed = '<del><span class="hidden" data-redline="label">[poistettu: </span>Testi Oy<'
    assert renamed in stage.page("2027-07-01", "fi/changes/v7-v8")
    for language in ("fi", "en"):
        assert (
            stage.entries("2027-06-10", language).items()
            <= stage.entries("2027-07-01", language).items()
        )

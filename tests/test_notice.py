"""The real notice: the company's text to the letter, and translations that are complete and pinned
to it.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import html5lib
import pytest
from conftest import DATA, ROOT

from notice.checks import examine
from notice.content.files import read_tree
from notice.content.model import Notice
from notice.markup.parse import parse
from notice.markup.tree import plain, resolve
from notice.problems import Severity
from notice.site.i18n import available
from notice.versions.editions import editions

SOURCE = DATA / "source" / "tietosuojaseloste-2018-05-24.fi.txt"


@pytest.fixture(scope="module")
def notice() -> Notice:
    """Read the real notice."""
    checked = examine(read_tree(ROOT / "content"), available())
    made, problems = checked.notice, checked.problems
    assert made is not None
    assert [problem for problem in problems if problem.severity is not Severity.HINT] == []
    return made


def page_text(file: Path) -> str:
    """Return the text of a page's main part as a browser shows it, white space folded."""
    root = html5lib.parse(file.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    main = root.find(".//main")
    assert main is not None
    return " ".join("".join(main.itertext()).split())


def test_version_1_is_the_source_to_the_letter(real_site: Path) -> None:
    """The page of version 1 contains every line of the published text, numbers included, in its
    order.
    """
    shown = page_text(real_site / "fi" / "v1" / "index.html")
    lines = [
        line.removeprefix("- ").strip()
        for line in SOURCE.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    assert len(lines) > 40
    offset = 0
    for line in lines:
        found = shown.find(line, offset)
        assert found >= 0, line
        offset = found + len(line)


def test_version_1_has_nothing_besides_the_source(notice: Notice) -> None:
    """Every word of version 1's Finnish is the source's, no more and no fewer, with its two
    sections numbered 10.
    """
    edition = editions(notice, date(2020, 1, 1), drafts=False)[0]
    words = []
    for section in edition.sections:
        text = section.texts["fi"]
        assert not text.gist
        heading = f"{edition.numbers[section.id]}. {text.title}" if text.title else ""
        words += f"{heading} {plain(resolve(parse(text.body), edition.numbers))}".split()
    source = [word for word in SOURCE.read_text(encoding="utf-8").split() if word != "-"]
    assert words == source
    assert [
        edition.numbers[section.id] for section in edition.sections if section.id in edition.numbers
    ][-2:] == ["10", "10"]


@pytest.mark.parametrize("language", ["fi", "en", "ru"])
def test_version_2_changes_no_wording(notice: Notice, language: str) -> None:
    """Version 2 has version 1's words in every language; only numbers, one paragraph and links
    differ.
    """
    first, second = editions(notice, date(2026, 11, 22), drafts=False)
    for one, other in zip(first.sections, second.sections, strict=True):
        assert one.texts[language].title == other.texts[language].title
        old, new = (
            plain(resolve(parse(section.texts[language].body), edition.numbers))
            for section, edition in ((one, first), (other, second))
        )
        assert old.split() == new.split()
    assert (first.numbers["changes"], second.numbers["changes"]) == ("10", "11")
    assert (
        plain(parse(first.sections[8].texts[language].body)).count("\n")
        == plain(parse(second.sections[8].texts[language].body)).count("\n") + 1
    )


def test_version_2_refers_to_section_2_by_links(real_site: Path) -> None:
    """The two mentions of section 2 are links that lead there."""
    shown = (real_site / "fi" / "v2" / "index.html").read_text(encoding="utf-8")
    assert 'ilmoittamalla siitä kohdassa <a href="#contact">2</a> mainitulle henkilölle' in shown
    assert 'kohdassa kaksi (<a href="#contact">2</a>) nimetyille' in shown


def test_every_section_is_translated_and_pinned(notice: Notice) -> None:
    """Every section of every version has all three languages; the checks of pins found nothing."""
    for edition in editions(notice, date(2026, 11, 22), drafts=True):
        assert len(edition.sections) >= 12
        for section in edition.sections:
            assert list(section.texts) == ["fi", "en", "ru"]


def test_version_3_is_a_draft_that_answers_what_is_lacking(notice: Notice) -> None:
    """The proposal stays a draft, cites the law in force, and invents nothing about the company."""
    draft = notice.versions[2]
    assert draft.draft
    edition = editions(notice, date(2026, 11, 22), drafts=True)[2]
    text = "\n".join(section.texts["fi"].body for section in edition.sections)
    assert "1050/2018" in text
    assert not re.search("henkilötietola", text, re.IGNORECASE)
    assert "säännöllisin väliajoin" not in text
    for words in (
        "valvontaviranomaiselle",
        "Lintulahdenkuja 4",
        "rajoittamista",
        "koneellisesti luettavassa",
        "peruuttaa suostumuksensa",
        "TODO(",
    ):
        assert words in text
    covered = {item for section in edition.sections for item in section.covers}
    assert {
        "13.2.a",
        "13.2.b.restriction",
        "13.2.b.portability",
        "13.2.c",
        "13.2.d",
        "13.1.f",
    } <= covered


def test_draft_is_not_published(tmp_path: Path) -> None:
    """Without --drafts nothing of version 3 is on the site."""
    import subprocess
    import sys

    subprocess.run(
        [sys.executable, "build.py", "--date", "2026-12-01", "--output", str(tmp_path / "site")],
        cwd=ROOT,
        check=True,
    )
    assert not (tmp_path / "site" / "fi" / "v3").exists()
    for file in (tmp_path / "site").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "TODO" not in text
        assert "v3" not in text

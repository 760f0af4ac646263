"""The notice in `content/`: the company's text to the letter, and nothing published that is not
meant to be.

These tests know no version by its name but the first, whose words are the company's and stand for
ever. What `check` and `verify` tell is not tested a second time. Nothing but pytest is needed.
"""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import DATA, ROOT

from notice.checks import examine
from notice.cli import main
from notice.content.files import read_tree
from notice.content.model import Notice
from notice.markup.parse import parse
from notice.markup.tree import plain, resolve
from notice.site.i18n import available
from notice.versions.editions import editions
from notice.versions.seals import read_seals

CONTENT = ROOT / "content"
SOURCE = DATA / "source" / "tietosuojaseloste-2018-05-24.fi.txt"
"""The text that the company published on 24 May 2018."""


@pytest.fixture(scope="module")
def notice() -> Notice:
    """Read the notice."""
    checked = examine(read_tree(CONTENT), available())
    assert checked.notice is not None, checked.problems
    return checked.notice


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site that is published today."""
    output = tmp_path_factory.mktemp("published") / "site"
    assert main(["--content", str(CONTENT), "--output", str(output)]) == 0
    return output


class _Main(HTMLParser):
    """Collects the text of a page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's names
        self.inside |= tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "main"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text.append(data)


def page_text(file: Path) -> str:
    """Return the text of a page's main part as a browser shows it, white space folded."""
    reader = _Main()
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return " ".join("".join(reader.text).split())


def test_version_1_is_the_source_to_the_letter(site: Path) -> None:
    """The page of version 1 contains every line of the published text, numbers included, in its
    order.
    """
    shown = page_text(site / "fi" / "v1" / "index.html")
    lines = [
        line.removeprefix("- ").strip()
        for line in SOURCE.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    assert len(lines) > 40
    offset = 0
    for line in lines:
        start = shown.find(line, offset)
        assert start >= 0, line
        offset = start + len(line)


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
    numbers = [edition.numbers[s.id] for s in edition.sections if s.id in edition.numbers]
    assert numbers[-2:] == ["10", "10"]


def test_version_1_is_sealed_as_it_is_known() -> None:
    """The first seal has the digest that README shows to whoever wants to hold the text to it."""
    first = read_seals(read_tree(CONTENT))[0][0]
    assert (first.version, first.texts["fi"].digest[:16]) == ("v1", "5d5bfc496cf72b98")
    assert first.texts["fi"].digest in (ROOT / "README.md").read_text(encoding="utf-8")


def test_drafts_are_not_published(notice: Notice, site: Path) -> None:
    """Of a draft nothing is on the site that is published, and no fact stands there as TODO."""
    published = {version.id for version in notice.versions if not version.draft}
    for file in sorted(site.rglob("*")):
        names = set(re.findall(r"\bv[1-9]\d*\b", file.relative_to(site).as_posix()))
        assert names <= published, file
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        linked = set(re.findall(r'href="[^"]*?\b(v[1-9]\d*)\b', text))
        assert linked <= published, page
        assert "TODO(" not in text, page

"""History and changelog of a notice with forty-four versions: by years, and in blocks that fit."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import html5lib
import longer
import pytest
from playwright.sync_api import Browser

from notice import urls
from notice.checks import examine
from notice.content.files import read_tree
from notice.site.comparison_pages import comparison_pages
from notice.site.comparisons import Comparisons
from notice.site.history_chart import BLOCK, MANY
from notice.site.i18n import load
from notice.site.reader import LocalizedSite
from notice.site.render import environment, renderer
from notice.site.site import make_site

DAYS = sorted(longer.effective(number) for number in range(1, longer.VERSIONS + 1))
"""The first day of each version, from version 1."""
YEARS = sorted({day.year for day in DAYS}, reverse=True)


def parsed(page: Path) -> ET.Element:
    """Read a page."""
    root: ET.Element = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    return root


def words(element: ET.Element) -> str:
    """Return an element's text on one line."""
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def history(long_site: Path) -> ET.Element:
    """Return the English page of the history."""
    return parsed(long_site / "en" / "history" / "index.html")


def test_days_stand_by_years(history: ET.Element) -> None:
    """A year is a group of rows that says which version was in force on its first of January; each
    row leads to its version and to what changed since then.
    """
    [table] = history.findall(".//table[@class='days']")
    groups = table.findall("tbody")
    assert [group.find("tr").get("id") for group in groups] == [f"page_{y}" for y in YEARS]  # type: ignore[union-attr] # each has a row
    versions = []
    for group, year in zip(groups, YEARS, strict=True):
        head, *rows = group.findall("tr")
        before = sum(day <= date(year, 1, 1) for day in DAYS)
        said = f"{year} on 1 January: version {before}" if before else f"{year}"
        assert words(head) == said
        for row in rows:
            version = words(row[0]).removeprefix("Version ")
            versions.append(int(version))
            assert DAYS[int(version) - 1].year == year
            links = [link.get("href") for link in row.iter("a")]
            assert links == [f"../../en/v{version}/", f"../../en/since/v{version}/"]
    assert versions == [*range(longer.VERSIONS, 0, -1)]
    index = [link.get("href") for link in history.findall(".//p[@class='years']/a")]
    assert index == [f"#page_{year}" for year in YEARS]


def test_no_line_ends_between_a_number_and_its_unit(history: ET.Element) -> None:
    """How long a version was in force breaks between years and months alone."""
    told = [cell.text or "" for cell in history.findall(".//td[@class='long']")]
    assert any(told)
    assert [text for text in told if re.search(r"\d [a-z]", text)] == []


def test_the_chart_stands_in_blocks(history: ET.Element) -> None:
    """Twenty versions stand side by side, newest first; a mark in a version's column leads to that
    section in the comparison with the version before. A section that stood under another id is the
    same.
    """
    heads = []
    for table in history.findall(".//table[@class='chart']"):
        columns = [words(head).split()[-1] for head in table.findall("thead/tr/th")]
        heads += columns
        assert len(columns) <= BLOCK
        for row in table.findall("tbody/tr"):
            cells = row.findall("td")
            assert len(cells) == len(columns)
            link = row.find("th/a")
            for cell, version in zip(cells, columns, strict=True):
                if (mark := cell.find("a")) is not None:
                    assert link is not None
                    section = (link.get("href") or "").partition("#")[2]
                    before = int(version) - 1
                    if section == "sharing" and before < 24:
                        section = "recipients"
                    assert mark.get("href") == f"../../en/changes/v{before}-v{version}/#{section}"
    assert heads == [str(number) for number in range(longer.VERSIONS, 0, -1)]


def test_a_block_of_one_version_is_called_by_it(tmp_path: Path) -> None:
    """What is left over of twenty versions a block may be the first alone: no range of one."""
    content = tmp_path / "content"
    longer.write_content(content)
    for number in range(BLOCK + 2, longer.VERSIONS + 1):
        shutil.rmtree(content / f"v{number}")
    notice = examine(read_tree(content), frozenset(longer.LANGUAGES), preview=True).notice
    assert notice
    catalogs = {language: load(language) for language in longer.LANGUAGES}
    compared = Comparisons(LocalizedSite(make_site(notice, longer.DAY, catalogs), "en"))
    pages = {page.address: page for page in comparison_pages(compared)}
    shown = renderer(environment())(pages[urls.history("en")])
    root = html5lib.parse(shown.decode(), namespaceHTMLElements=False)
    heads = [words(head) for head in root.iter("h3")]
    assert heads == [f"Versions {BLOCK + 1} to 2", "Version 1"]


def test_sections_that_are_gone_stand_by_themselves(history: ET.Element) -> None:
    """What the newest version no longer has stands in a group of its own, below what it has in its
    order; what nothing happened to in a block is one sentence.
    """
    for table in history.findall(".//table[@class='chart']"):
        now, *gone = table.findall("tbody")
        assert all("Cookies" not in words(row[0]) for row in now)
        numbers = [int(words(row[0]).partition(".")[0]) for row in now]
        assert numbers == sorted(numbers)
        for group in gone:
            title, *rows = [words(row[0]) for row in group.findall("tr")]
            assert title == "No longer in the notice"
            assert [row.partition(". ")[2] for row in rows] == ["Cookies"]


def test_a_section_under_another_name_elsewhere(long_site: Path) -> None:
    """A section that moved and has another title and another id is told as that, and both of its
    places lead to each other.
    """
    page = parsed(long_site / "en" / "changes" / "v24-v25" / "index.html")
    [here] = [one for one in page.iter("section") if one.get("id") == "sharing"]
    [there] = [one for one in page.iter("section") if one.get("id") == "recipients"]
    assert words(here).startswith("3. Who is given your data")
    assert "Renamed; moved" in words(here)
    assert "Formerly: 4. Recipients" in words(here)
    assert "Moved from 4" in words(here)
    assert "Moved to 3. Who is given your data" in words(there)


@pytest.mark.parametrize("language", longer.LANGUAGES)
def test_the_changelog_has_years(long_site: Path, language: str) -> None:
    """Each year is a heading with its versions under it, newest first, and in the index."""
    page = parsed(long_site / language / "changes" / "index.html")
    index = [link.get("href") for link in page.findall(".//p[@class='years']/a")]
    assert index == [f"#page_{year}" for year in YEARS]
    order = [
        element.get("id") or ""
        for element in page.iter()
        if element.get("class") in ("year", "entry") and element.tag in ("h2", "article")
    ]
    expected = []
    for year in YEARS:
        inside = [n for n, day in enumerate(DAYS, 1) if day.year == year]
        expected += [f"page_{year}", *(f"v{number}" for number in reversed(inside))]
    assert order == expected


def test_few_versions_need_no_years(mimino_site: Path) -> None:
    """Up to twelve versions the table of days is one group, and there is no index."""
    assert MANY == 12
    page = parsed(mimino_site / "en" / "history" / "index.html")
    assert page.findall(".//tr[@class='year']") == []
    assert page.findall(".//p[@class='years']") == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_marks_stand_under_their_versions(browser: Browser, long_server: str, width: int) -> None:
    """Each mark of the chart stands in the column of its version, and is a target of 24 px; where
    there is room nothing scrolls sideways.
    """
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{long_server}en/history/")
    wrong = page.evaluate(
        """() => [...document.querySelectorAll('.chart')].flatMap(table => {
            const heads = [...table.tHead.rows[0].cells].map(cell => cell.getBoundingClientRect());
            return [...table.querySelectorAll('a.mark')].filter(mark => {
                const box = mark.getBoundingClientRect(), head = heads[mark.closest('td').cellIndex];
                return box.left < head.left || box.right > head.right || box.width < 24 || box.height < 24;
            }).map(mark => mark.outerHTML);
        })"""
    )
    assert wrong == []
    scrolls = (
        "[...document.querySelectorAll('.charts .scroll')].some(e => e.scrollWidth > e.clientWidth)"
    )
    assert page.evaluate(scrolls) == (width == 320)
    page.close()

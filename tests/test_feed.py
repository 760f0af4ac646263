"""The feed of a long history: small enough for every reader, nothing lost, archive pages that never
change.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice.checks import examine
from notice.content.files import read_tree
from notice.site import feed
from notice.site.comparisons import Comparisons
from notice.site.feed import LARGEST, archive_pages, feed_files, midnight, newest_that_fit
from notice.site.i18n import load
from notice.site.reader import LocalizedSite
from notice.site.render import environment, renderer
from notice.site.site import make_site

ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@given(st.lists(st.integers(1, 120), max_size=40), st.integers(0, 5))
def test_every_entry_is_on_one_page_that_fits(sizes: list[int], more: int) -> None:
    """Archive pages and feed have every entry; no page is larger than it may be but one with a
    single entry; what a page holds stays when entries are added.
    """
    pages = archive_pages(sizes, 100)
    archived = [place for page in pages for place in page]
    assert archived == list(range(len(archived)))
    start = newest_that_fit(sizes, 100)
    assert start <= len(archived)
    for page in [*pages, range(start, len(sizes))]:
        held = [sizes[place] for place in page]
        assert sum(held) <= 100 or len(held) == 1
    assert archive_pages([*sizes, *range(1, more + 1)], 100)[: len(pages)] == pages


def test_times_before_there_were_time_zones() -> None:
    """A time of the feed is one that RFC 3339 knows, in whatever year: an offset has no seconds."""
    assert midnight(date(2026, 11, 22), "Europe/Helsinki") == "2026-11-22T00:00:00+02:00"
    assert midnight(date(1900, 1, 1), "Europe/Helsinki") == "1899-12-31T22:20:11Z"
    for year in range(1850, 2030):
        assert RFC3339.fullmatch(midnight(date(year, 7, 1), "Europe/Amsterdam")), year


def write_history(folder: Path, letters: list[int]) -> Path:
    """Write a notice whose versions each have a wholly new text of so many letters."""
    folder.mkdir(exist_ok=True)
    (folder / "notice.yaml").write_text(
        "languages: [en]\ntimezone: Europe/Helsinki\nbase_url: https://example.com/p/\n"
        "title: {en: Privacy notice}\ncontroller: {name: Testi Oy, email: tieto@example.com}\n",
        encoding="utf-8",
    )
    for number, count in enumerate(letters, 1):
        version = folder / f"v{number}"
        version.mkdir(exist_ok=True)
        change = "first" if number == 1 else "material"
        (version / "version.yaml").write_text(
            f"effective: {2000 + number}-01-01\nchange: {change}\n"
            f"note: {{en: Note of version {number}.}}\nsections: [purposes]\n",
            encoding="utf-8",
        )
        words = " ".join(f"word{number}of{place}" for place in range(count // 12))
        (version / "purposes.yaml").write_text(
            f"en:\n  title: Purposes\n  body: |\n    {words}\n", encoding="utf-8"
        )
    return folder


def feeds(folder: Path) -> dict[str, bytes]:
    """Build a notice and return its feed and archive pages, by address."""
    notice = examine(read_tree(folder), frozenset({"en"})).notice
    assert notice is not None
    site = make_site(notice, date(2026, 1, 1), {"en": load("en")})
    compared = Comparisons(LocalizedSite(site, "en"))
    files = feed_files(compared, renderer(environment()))
    return {file.name: file.make() for file in files}


def ids(raw: bytes) -> list[str]:
    """Return the ids of a document's entries, newest first."""
    return [entry.findtext(f"{ATOM}id") or "" for entry in ET.fromstring(raw).iter(f"{ATOM}entry")]


def links(raw: bytes) -> dict[str, str]:
    """Return the links of a document's head, by relation, below the site's address."""
    head = ET.fromstring(raw).findall(f"{ATOM}link")
    return {
        link.get("rel", ""): link.get("href", "").removeprefix("https://example.com/p/")
        for link in head
    }


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """Bound feeds to less than what they may be, so that a shorter history has archive pages."""
    bound = 70_000
    monkeypatch.setattr(feed, "LARGEST", bound)
    return bound


def test_a_long_history_has_archive_pages(tmp_path: Path, limit: int) -> None:
    """The feed has the newest versions with what they changed, and leads to the page before it, and
    so on to the first; none is too large, and together they have every version once.
    """
    files = feeds(write_history(tmp_path / "content", [8_000] * 9))
    assert all(len(raw) <= limit for raw in files.values())
    assert len(files) > 2
    address, seen = "en/feed.xml", []
    while address:
        raw = files[address]
        head = links(raw)
        assert head["self"] == address
        is_archive = ET.fromstring(raw).find(ARCHIVE) is not None
        assert is_archive == (address != "en/feed.xml")
        assert not is_archive or head["current"] == "en/feed.xml"
        assert not feedparser.parse(raw).bozo
        assert "<ins" in (feedparser.parse(raw).entries[0].content[0].value)
        seen += ids(raw)
        address = head.get("prev-archive", "")
    versions = [f"https://example.com/p/en/v{number}/" for number in range(9, 0, -1)]
    assert list(dict.fromkeys(seen)) == versions
    archived = [name for name in files if name != "en/feed.xml"]
    assert sorted(archived) == [f"en/feed/{number}.xml" for number in range(1, len(files))]


@pytest.mark.usefixtures("limit")
def test_a_full_archive_page_never_changes(tmp_path: Path) -> None:
    """With every new version each archive page that there was is the same, byte for byte."""
    before: dict[str, bytes] = {}
    for versions in range(4, 10):
        files = feeds(write_history(tmp_path / "content", [8_000] * versions))
        pages = {name: raw for name, raw in files.items() if name != "en/feed.xml"}
        assert before.items() <= pages.items()
        before = pages
    assert before


def test_an_entry_too_large_for_any_feed_is_its_note_and_a_link(tmp_path: Path) -> None:
    """A comparison of 501 KB stays on its page; the entry says what changed and leads there."""
    files = feeds(write_history(tmp_path / "content", [1_000, 501_000, 1_000]))
    assert set(files) == {"en/feed.xml"}
    raw = files["en/feed.xml"]
    assert len(raw) <= LARGEST
    newest, large, _ = feedparser.parse(raw).entries
    assert "Note of version 2." in large.content[0].value
    assert "https://example.com/p/en/changes/v1-v2/" in large.content[0].value
    assert "word2of1 " not in large.content[0].value
    assert "word3of1 " not in large.content[0].value
    assert "word2of" not in newest.summary


def test_entries_say_how_they_run(hard_site: Path) -> None:
    """In a feed of a right-to-left language each content says its language and direction."""
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        for entry in feedparser.parse((hard_site / language / "feed.xml").read_bytes()).entries:
            (outer,) = re.findall(r"\A\s*<div ([^>]*)>", entry.content[0].value)
            assert set(outer.split()) == {f'lang="{language}"', f'dir="{direction}"'}

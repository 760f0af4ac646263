"""Every address on every page, in every feed and in the data: it resolves, its fragment too, and
languages name each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import harder
import longer
import pytest
from stage import Stage

MIMINO_BASE = "https://mimino.fi/tietosuoja/"
HARD = f"https://example.com{harder.MOUNT}"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"


class Reader(HTMLParser):
    """Collects ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element's id and where it leads."""
        attributes = {name: value or "" for name, value in attrs}
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "href" in attributes or "src" in attributes:
            self.links.append((tag, attributes))


def read(text: str) -> Reader:
    """Read a page, or a part of one."""
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.fixture(params=["mimino", "hard", "long"])
def site(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """Return each site with its address on the web."""
    bases = {"mimino": MIMINO_BASE, "hard": HARD, "long": longer.BASE}
    return request.getfixturevalue(f"{request.param}_site"), bases[request.param]


@cache
def pages(root: Path) -> dict[str, Reader]:
    """Read all pages of a site, once, by their files' names; a fragment is no page."""
    return {
        page.relative_to(root).as_posix(): read(page.read_text(encoding="utf-8"))
        for page in sorted(root.rglob("*.html"))
        if page.name != "fragment.html"
    }


def target(url: str, base: str) -> tuple[str, str]:
    """Return the file, below the site, and the fragment that an address of the site stands for."""
    parts = urlsplit(url)
    inside = unquote(f"{parts.scheme}://{parts.netloc}{parts.path}".removeprefix(base))
    return (f"{inside}index.html" if inside.endswith("/") or not inside else inside), parts.fragment


@pytest.mark.campaign
def test_every_internal_link_resolves(site: tuple[Path, str]) -> None:
    """Every internal address on every page and in every feed is a file of the site, and its
    fragment an id there; ids are unique.
    """
    root, base = site
    read_pages = pages(root)
    places = [(name, reader.links) for name, reader in read_pages.items()]
    for feed in root.glob("*/feed.xml"):
        contents = ET.parse(feed).getroot().findall(f"{ATOM}entry/{ATOM}content")
        places += [
            ("of a feed, where nothing is relative", read(content.text or "").links)
            for content in contents
        ]
    files = {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}
    ids = {name: set(reader.ids) for name, reader in read_pages.items()}
    checked = 0
    for name, links in places:
        page = base + name.removesuffix("index.html") if name in read_pages else ""
        for tag, href in {
            (tag, attributes.get("href", attributes.get("src", ""))) for tag, attributes in links
        }:
            url = urljoin(page, href)
            if not url.startswith(base):
                assert tag == "a", (name, url)
                assert urlsplit(url).scheme in ("http", "https", "mailto", "tel"), (name, url)
                continue
            file, fragment = target(url, base)
            assert file in files, (name, href)
            assert not fragment or fragment in ids.get(file, {fragment}), (name, href)
            checked += 1
    assert checked > 1000
    for name, reader in read_pages.items():
        assert len(reader.ids) == len(set(reader.ids)), name


@pytest.mark.campaign
def test_links_of_pages_are_relative(site: tuple[Path, str]) -> None:
    """No link of a page but 404.html depends on where the site is mounted."""
    root, base = site
    for name, reader in pages(root).items():
        for tag, attributes in reader.links:
            if name != "404.html" and not (
                tag == "link" and attributes.get("rel") in ("canonical", "alternate")
            ):
                assert not attributes.get("href", "").startswith(("/", base)), (name, attributes)


def alternates(links: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """Return the addresses of a page in each language, as its head names them."""
    return {
        attributes["hreflang"]: attributes["href"]
        for tag, attributes in links
        if tag == "link" and "hreflang" in attributes
    }


@pytest.mark.campaign
def test_languages_name_each_other(site: tuple[Path, str]) -> None:
    """Every page names its canonical address and its counterpart in every language, and they name
    the same; `x-default` is one of them or the choice.
    """
    root, base = site
    read_pages = pages(root)
    languages = {name.partition("/")[0] for name in read_pages if "/" in name}
    for name, reader in read_pages.items():
        if name == "404.html":
            continue
        counterparts = alternates(reader.links)
        assert set(counterparts) == {*languages, "x-default"}, name
        assert counterparts["x-default"] in {*counterparts.values(), base}
        language = name.partition("/")[0]
        if language in languages:
            canonical = [
                attributes["href"]
                for _, attributes in reader.links
                if attributes.get("rel") == "canonical"
            ]
            assert canonical == [counterparts[language]], name
        for url in counterparts.values():
            assert alternates(read_pages[target(url, base)[0]].links) == counterparts, (name, url)


def test_canonical_addresses(mimino_site: Path) -> None:
    """A superseded version is its own canonical address; the one in force is the notice."""
    canonical = {
        name: next(
            attributes["href"]
            for _, attributes in reader.links
            if attributes.get("rel") == "canonical"
        )
        for name, reader in pages(mimino_site).items()
        if name != "404.html"
    }
    assert canonical["fi/v1/index.html"] == f"{MIMINO_BASE}fi/v1/"
    assert canonical["fi/v2/index.html"] == f"{MIMINO_BASE}fi/"
    assert canonical["index.html"] == MIMINO_BASE


@pytest.mark.campaign
def test_site_map(site: tuple[Path, str]) -> None:
    """The site map names every page that is no draft's and no past version's, once, with its
    counterparts in every language, and the canonical one alone.
    """
    root, base = site
    counterparts: dict[str, dict[str, str]] = {}
    for url in ET.parse(root / "sitemap.xml").getroot().iter(f"{SITEMAP}url"):
        location = url.findtext(f"{SITEMAP}loc") or ""
        assert location not in counterparts
        counterparts[location] = {
            link.get("hreflang", ""): link.get("href", "") for link in url.iter(XHTML_LINK)
        }
    for location, others in counterparts.items():
        assert (root / target(location, base)[0]).is_file()
        assert location in others.values()
        assert all(counterparts[other] == others for other in others.values())
    listed = {target(location, base)[0] for location in counterparts}
    statuses = {
        version["version"]: version["status"]
        for version in json.loads((root / "versions.json").read_text())["versions"]
    }
    drafts = [name for name, status in statuses.items() if status == "draft"]
    past = [name for name, status in statuses.items() if status in ("superseded", "withdrawn")]
    for name, reader in pages(root).items():
        canonical = [
            attributes["href"]
            for _, attributes in reader.links
            if attributes.get("rel") == "canonical"
        ]
        of_draft = any(f"/{draft}/" in f"/{name}" or f"-{draft}/" in name for draft in drafts)
        of_past = any(f"/{old}/" in f"/{name}" for old in past) and "/since/" not in name
        own = canonical and target(canonical[0], base)[0] == name and "/" in name
        assert (name in listed) == bool(own and not of_draft and not of_past), name


def test_no_search_leads_to_an_old_text(stage: Stage) -> None:
    """A superseded or withdrawn version's page is not to be listed, and its links are followed; the
    page of what is in force or announced is listed, and so are the changes.
    """
    stage.announce("v2", "2026-11-01", "2027-01-01")
    stage.do("withdraw", "v2", "--date", "2026-11-02")
    stage.announce("v3", "2026-11-03", "2026-11-03")
    stage.announce("v4", "2026-11-04", "2027-01-01")
    robots = {
        address: re.findall(
            r'<meta name="robots" content="([^"]*)">', stage.page("2026-11-04", address)
        )
        for address in ("fi", "fi/v1", "fi/v2", "fi/v3", "fi/v4", "fi/changes/v1-v3", "fi/since/v1")
    }
    past = {"fi/v1": ["noindex, follow"], "fi/v2": ["noindex, follow"]}
    assert robots == {address: past.get(address, []) for address in robots}


def test_the_site_map_says_when_a_page_changed(stage: Stage) -> None:
    """A comparison changes when one of its versions is published or withdrawn, and what tells of
    all of them when a status turns, so that it is visited again.
    """
    stage.announce("v2", "2026-11-01", "2027-01-01")
    stage.do("withdraw", "v2", "--date", "2026-11-02")
    stage.announce("v3", "2026-11-03", "2026-12-01")
    stage.publish("2026-12-05")
    days = {
        (url.findtext(f"{SITEMAP}loc") or "").removeprefix("https://example.com/privacy/"): (
            url.findtext(f"{SITEMAP}lastmod")
        )
        for url in ET.parse(stage.sites["2026-12-05"] / "sitemap.xml").getroot()
    }
    assert days["fi/changes/v1-v2/"] == "2026-11-02"
    assert days["fi/changes/v2-v3/"] == days["fi/changes/v1-v3/"] == "2026-11-03"
    for address in ("fi/", "fi/changes/", "fi/history/", "fi/since/v1/"):
        assert days[address] == "2026-12-01", address


def addresses(data: object) -> Iterator[str]:
    """Find every web address in plain data."""
    if isinstance(data, dict):
        for value in data.values():
            yield from addresses(value)
    elif isinstance(data, list):
        for value in data:
            yield from addresses(value)
    elif isinstance(data, str) and data.startswith("https://"):
        yield data


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["versions.json", "notice.jsonld", "en/v1/notice.json"])
def test_addresses_in_the_data_resolve(site: tuple[Path, str], name: str) -> None:
    """Every address of the site in its data is a file of the site, or a name with a fragment on
    one.
    """
    root, base = site
    own_urls = [
        url
        for url in addresses(json.loads((root / name).read_text(encoding="utf-8")))
        if url.startswith(base)
    ]
    assert own_urls
    for url in own_urls:
        assert (root / target(url, base)[0]).is_file(), url

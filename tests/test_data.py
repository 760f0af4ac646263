"""What the site tells programs: feeds, JSON, linked data, sums, headers; read back by what reads
such things.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import jsonschema_rs
import pytest
import rdflib
from conftest import FOREIGN_PAGE, MIMINO, NODE_MODULES, ROOT, MakeContent, Run, required
from serving import read_headers

from notice.site.hosting import RESPONSE_HEADERS
from notice.versions import gdpr, sealed_text

DPV = rdflib.Namespace("https://w3id.org/dpv#")
EU_GDPR = rdflib.Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
SCHEMA = rdflib.Namespace("https://schema.org/")
BASE = "https://mimino.fi/tietosuoja/"


@pytest.fixture(params=["mimino", "hard"])
def site(request: pytest.FixtureRequest) -> Path:
    """Return each site in turn."""
    folder: Path = request.getfixturevalue(f"{request.param}_site")
    return folder


def loaded(file: Path) -> Any:
    """Read a JSON file."""
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.campaign
def test_feeds_read_back(site: Path) -> None:
    """Every feed is well-formed, with an entry for each published version, newest first, with ids,
    times and the redline.
    """
    versions = {
        version["version"]: version
        for version in loaded(site / "versions.json")["versions"]
        if version["status"] != "draft"
    }
    for file in site.glob("*/feed.xml"):
        feed = feedparser.parse(file.read_bytes())
        assert not feed.bozo, feed.get("bozo_exception")
        assert [entry.link.rstrip("/").rsplit("/", 1)[1] for entry in feed.entries] == list(
            versions
        )[::-1]
        assert len({entry.id for entry in feed.entries} | {feed.feed.id}) == len(versions) + 1
        assert feed.feed.updated == feed.entries[0].updated
        for entry in feed.entries:
            version = versions[entry.link.rstrip("/").rsplit("/", 1)[1]]
            assert entry.published == entry.updated
            assert entry.updated[:11] == f"{version['published']}T"
            assert re.fullmatch(r"00:00:00\+0[23]:00", entry.updated[11:])
            assert entry.content[0].type == "text/html"
            assert not re.search(r"<(script|style)|\sstyle=", entry.content[0].value)
            assert entry.tags[0].term == version["change"]


def test_feed_needs_no_stylesheet(hard_site: Path) -> None:
    """In a feed every mark is also said in words, inside it or before it, and what became of a block
    stands in brackets.
    """
    text = (
        feedparser.parse((hard_site / "en" / "feed.xml").read_bytes()).entries[0].content[0].value
    )
    text = re.sub(r"<p>\[(?:New section|Section removed)\].*?(?=<h2|$)", "", text, flags=re.DOTALL)
    marks = re.findall(r"(.{9})(?:</span>|</p>)?<(ins|del)[^>]*>(.*?)</\2>", text)
    assert len(marks) > 3
    for before, tag, inside in marks:
        said = "[added: " if tag == "ins" else "[removed: "
        assert said in inside or before.endswith("] "), (before, inside)
    labels = re.findall(r'<(?:span|p) [^>]*class="label"[^>]*>(.*?)</(?:span|p)>', text)
    assert labels
    assert "<details" not in text
    assert all(label.startswith("[") and label.endswith("] ") for label in labels)


def test_feed_is_the_same_on_every_day(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """No time of a feed comes from the clock: on another day, with the same versions in force,
    each byte is the same.
    """
    content = make_content()
    for day in ("2022-01-01", "2022-06-06"):
        assert run("--content", content, "--date", day, "--output", day).returncode == 0
    one, other = (
        (tmp_path / day / "fi" / "feed.xml").read_bytes() for day in ("2022-01-01", "2022-06-06")
    )
    assert one == other


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("notice", "*/*/notice.json"),
        ("versions", "versions.json"),
        ("current", "current.json"),
    ],
)
def test_data_keeps_its_schema(site: Path, schema: str, files: str) -> None:
    """Each file of data is as the schema beside it says, and names it."""
    shape = loaded(site / f"{schema}.schema.json")
    validator = jsonschema_rs.Draft202012Validator(shape, validate_formats=True)
    data_files = sorted(site.glob(files))
    assert data_files
    for file in data_files:
        data = loaded(file)
        assert [str(error) for error in validator.iter_errors(data)] == [], file
        assert (file.parent / data["$schema"]).resolve() == (
            site / f"{schema}.schema.json"
        ).resolve()
    assert not validator.is_valid({**loaded(data_files[0]), "more": 1})


def test_digest_is_of_the_plain_text(site: Path) -> None:
    """The digest in the data, on the page and in the list of versions is what sha256sum says of
    the plain text.
    """
    listed = {
        version["version"]: version["texts"]
        for version in loaded(site / "versions.json")["versions"]
    }
    for file in site.glob("*/*/notice.txt"):
        language, version = file.parts[-3:-1]
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert sealed_text.digest(file.read_text(encoding="utf-8")) == digest
        assert loaded(file.with_name("notice.json"))["digest"]["value"] == digest
        assert listed[version][language]["digest"]["value"] == digest
        page = file.with_name("index.html").read_text(encoding="utf-8")
        assert f'<data value="{digest}">{digest[:8]} {digest[8:16]}…</data>' in page


def test_plain_text_is_the_source_to_the_letter(mimino_site: Path) -> None:
    """The plain text of version 1 holds the words of the YAML files, section by section."""
    text = (mimino_site / "fi" / "v1" / "notice.txt").read_text(encoding="utf-8")
    assert text.startswith(
        "version: v1\nlanguage: fi\nprevails: fi\nmarkdown: 1\ntimezone: Europe/Helsinki\n"
        "title: Tietosuojaseloste\ncontroller: Mimino Oy\nemail: vo@mimino.fi\n"
    )
    assert "\neffective: 2018-05-24\npublished: 2018-05-24\nchange: first\nnote: " in text
    assert "\nsection: contact\nnumber: 2\ntitle: Rekisteriasioiden yhteystieto\nbody: " in text
    assert text.count("\nsection: ") == 12


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own parser uses it
def test_linked_data(mimino_site: Path) -> None:
    """The linked data are RDF: each version a privacy notice with its status, its controller and
    what it covers.
    """
    graph = rdflib.Graph().parse(mimino_site / "notice.jsonld", format="json-ld", publicID=BASE)
    notices = set(graph.subjects(rdflib.RDF.type, DPV.PrivacyNotice))
    first, second = rdflib.URIRef(f"{BASE}#v1"), rdflib.URIRef(f"{BASE}#v2")
    assert notices == {first, second}
    assert set(graph.objects(first, DPV.hasNoticeStatus)) == {DPV.NoticeStale}
    assert set(graph.objects(second, DPV.hasNoticeStatus)) == {
        DPV.NoticeCommunicated,
        DPV.NoticeLatest,
    }
    assert list(graph.objects(second, rdflib.DCTERMS.replaces)) == [first]
    (controller,) = graph.objects(second, DPV.hasDataController)
    assert str(graph.value(controller, SCHEMA.name)) == "Mimino Oy"
    assert EU_GDPR.A15 in set(graph.objects(second, DPV.hasRight))
    purpose = graph.value(second, DPV.hasPurpose)
    assert (purpose, rdflib.RDF.type, DPV.Purpose) in graph
    assert str(graph.value(purpose, SCHEMA.url)) == f"{BASE}fi/v2/#purposes"
    assert {
        str(title.language)
        for title in graph.objects(second, SCHEMA.name)
        if isinstance(title, rdflib.Literal)
    } == {
        "fi",
        "en",
        "ru",
    }


def test_gdpr_items_are_those_of_the_schema() -> None:
    """The items that the content may name are those that the program knows, and each that stands
    for others names known ones.
    """
    schema = json.loads((ROOT / "notice" / "content" / "schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["gdprItem"]["enum"] == list(gdpr.ITEMS)
    assert all(same in gdpr.ITEMS for item in gdpr.ITEMS.values() for same in item.same)


def test_sums_hold(site: Path) -> None:
    """`sha256sum -c` finds every file of the site as it was, and every file of the site is in the
    list.
    """
    sums = site / "SHA256SUMS"
    program = required(shutil.which("sha256sum"), "sha256sum")
    done = subprocess.run(
        [program, "--check", "--strict", "--quiet", sums.name],
        cwd=site,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    names = [line.split("  ", 1)[1] for line in sums.read_text(encoding="utf-8").splitlines()]
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert names == sorted(files - {"SHA256SUMS", "_headers", ".notice-site"})


def test_headers_and_robots(
    mimino_site: Path, make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """The host is told every header; robots are told of the site map, and to stay away from a site
    with drafts.
    """
    assert {
        name: value for pattern, name, value in read_headers(mimino_site) if pattern == "/*"
    } == dict(RESPONSE_HEADERS)
    assert "Disallow: /\n" in (mimino_site / "robots.txt").read_text()
    assert run("--content", make_content(), "--date", "2022-01-01").returncode == 0
    assert "Allow: /\nSitemap: https://" in (tmp_path / "site" / "robots.txt").read_text()


def test_weight(run: Run, tmp_path: Path) -> None:
    """Every published page of a company's notice is at most 11 KB compressed, its stylesheets
    included, the stylesheet of all pages at most 4 KB of them; a draft of many changes 14 KB.
    """
    done = run(
        "--content",
        MIMINO,
        "--drafts",
        "--date",
        date(2026, 12, 1),
        "--output",
        "weighed",
    )
    assert done.returncode == 0, done.stderr
    root = tmp_path / "weighed"
    styles = {sheet.name: len(gzip.compress(sheet.read_bytes())) for sheet in root.glob("*.css")}
    weights = {
        page: len(gzip.compress(page.read_bytes()))
        + sum(size for name, size in styles.items() if name in page.read_text("utf-8"))
        for page in root.rglob("*.html")
    }
    assert styles["style.css"] <= 4_000
    published = {page: size for page, size in weights.items() if "v3" not in str(page)}
    assert max(published.values()) <= 11_000, max(
        published.items(), key=lambda page_size: page_size[1]
    )
    assert max(weights.values()) <= 14_000, max(weights.items(), key=lambda page_size: page_size[1])


@pytest.mark.tools
def test_the_nu_checker_finds_nothing(site: Path, tmp_path: Path) -> None:
    """The Nu HTML checker finds no error and nothing to warn of on any page, stylesheet and icon
    included, and on any page that a fragment is put into.
    """
    checked = shutil.copytree(site, tmp_path / "checked")
    for file in checked.rglob("fragment.html"):
        file.write_text(FOREIGN_PAGE.format(fragment=file.read_text("utf-8")), encoding="utf-8")
    java = required(shutil.which("java"), "Java")
    jar = required(NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar", "Nu HTML checker")
    # Files have no origin, so the checker thinks that 'self' stops the stylesheet; the browser tests know better.
    command = [
        java,
        "-XX:TieredStopAtLevel=1",  # it ends before what is compiled better would pay
        "-Xss16m",  # its calls go deeper then
        "-XX:+UseSerialGC",
        "-jar",
        jar,
        "--also-check-css",
        "--also-check-svg",
        "--skip-non-html",
        "--filterpattern",
        # It does not know the marks of the section that one reads (CSS Overflow 5) yet.
        ".*(external stylesheet|.img-src. directive|target-current|scroll-target-group).*",
    ]
    done = subprocess.run(
        [*command, "--format", "gnu", str(checked)], check=False, capture_output=True, text=True
    )
    told = [
        line
        for line in (done.stdout + done.stderr).splitlines()
        if line and "No errors found" not in line
    ]
    assert (done.returncode, told) == (0, [])

"""The pages: valid, linked, in every language, with the state that the day gives them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from conftest import MIMINO, ROOT, SMALL, MakeContent, build_drafts

from notice.content.model import Status, Text
from notice.versions.translations import pin

TEMPLATES = ROOT / "templates"

KINDS = [
    "",
    "fi/",
    "fi/v1/",
    "fi/v3/",
    "en/changes/",
    "ru/changes/v1-v2/",
    "fi/changes/v2-v3/",
    "fi/since/v1/",
    "en/since/v2/",
    "fi/history/",
]


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small notice for a day on which it has an old version, one in force and a draft."""
    return build_drafts(SMALL, tmp_path_factory.mktemp("small"), "2022-01-01")


@pytest.fixture(params=["mimino_site", "small_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """Return each of the two sites in turn."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


def parsed(file: Path) -> Element:
    """Read a page, strictly."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        file.read_text(encoding="utf-8")
    )
    return root


def test_addresses(mimino_site: Path) -> None:
    """Every address of the table is there, in every language."""
    addresses = {
        file.relative_to(mimino_site).as_posix()
        for file in mimino_site.rglob("*")
        if file.is_file()
    }
    versions = ("v1", "v2", "v3")
    rest = [
        "",
        *(f"{version}/" for version in versions),
        "changes/",
        "changes/v1-v2/",
        "changes/v2-v3/",
        "history/",
        "since/v1/",
        "since/v2/",
    ]
    inside = [
        *(f"{folder}index.html" for folder in rest),
        "feed.xml",
        "fragment.html",
        *(f"{v}/fragment.html" for v in versions),
        *(f"{v}/notice.{kind}" for v in versions for kind in ("json", "txt")),
    ]
    machines = [
        "versions.json",
        "current.json",
        "notice.jsonld",
        "sitemap.xml",
        "robots.txt",
        "404.html",
        "_headers",
        "SHA256SUMS",
    ]
    static = [
        "style.css",
        "history.css",
        "redline.css",
        "icon.svg",
        "icon.png",
        "current.schema.json",
        "notice.schema.json",
        "versions.schema.json",
        ".notice-site",
    ]
    assert addresses == {"index.html", *machines, *static} | {
        f"{language}/{address}" for language in ("fi", "en", "ru") for address in inside
    }


def test_pages_parse_strictly_and_ids_are_unique(site: Path) -> None:
    """Every page is HTML without a parse error, and no id stands on it twice."""
    pages = sorted(set(site.rglob("*.html")) - set(site.rglob("fragment.html")))
    assert len(pages) > 10
    for page in pages:
        ids = [element.get("id") for element in parsed(page).iter() if element.get("id")]
        assert len(ids) == len(set(ids)), page


def test_language_links_keep_version_and_section(mimino_site: Path) -> None:
    """From a section of a version one gets to the same section of the same version in another
    language.
    """
    shown = (mimino_site / "fi" / "v1" / "index.html").read_text(encoding="utf-8")
    assert '<a lang="ru" hreflang="ru" href="../../ru/v1/#rights">Русский</a>' in shown
    assert '<a lang="en" hreflang="en" href="../../en/v1/">English</a>' in shown


def test_states(mimino_site: Path) -> None:
    """A version says what it is and links what its reader needs."""
    shown = {
        name: (mimino_site / "fi" / name / "index.html").read_text(encoding="utf-8")
        for name in ("", "v1", "v2", "v3")
    }
    in_force = 'Voimassa <time datetime="2026-11-22">22. marraskuuta 2026</time> alkaen'
    for name in ("", "v2"):
        assert shown[name].count(in_force) == 1, "nothing is said twice"
        assert 'class="state' not in shown[name]
        assert "Mitä versio 2 muutti" in shown[name]
    assert "Luet vanhaa versiota, joka oli voimassa" in shown["v1"]
    assert '<time datetime="2026-11-21">21. marraskuuta 2026</time>' in shown["v1"]
    assert 'href="../../fi/since/v1/"' in shown["v1"]
    assert 'href="../../fi/#rights"' in shown["v1"]
    assert "Luonnos, ei voimassa." in shown["v3"]


def test_what_is_to_come_is_not_told_as_past(tmp_path: Path) -> None:
    """The heading over a version's note says whether its change has happened, is to come, or never
    came; no sentence of a language whose days end in a full stop ends in two.
    """
    content = tmp_path / "content"
    shutil.copytree(SMALL, content)
    version = content / "v2" / "version.yaml"
    for name in ("announced", "withdrawn"):
        (tmp_path / name).mkdir()
    site = build_drafts(content, tmp_path / "announced", "2021-02-10")
    assert "What changes in version 2" in (site / "en" / "v2" / "index.html").read_text("utf-8")
    assert "What changes in version 3" in (site / "en" / "v3" / "index.html").read_text("utf-8")
    version.write_text(f"withdrawn: 2021-02-10\n{version.read_text('utf-8')}", "utf-8")
    shutil.rmtree(content / "v3")
    site = build_drafts(content, tmp_path / "withdrawn", "2021-02-10")
    shown = (site / "en" / "v2" / "index.html").read_text("utf-8")
    assert "What version 2 would have changed" in shown


def test_no_sentence_ends_twice(mimino_site: Path, tmp_path: Path) -> None:
    """Days in Russian end in a full stop, and no other follows it."""
    content = tmp_path / "content"
    shutil.copytree(MIMINO, content, ignore=shutil.ignore_patterns("seals.json"))
    version = content / "v2" / "version.yaml"
    text = version.read_text("utf-8")
    version.write_text(text.replace("published: 2026-11-22", "published: 2026-11-01"), "utf-8")
    announced = build_drafts(content, tmp_path, "2026-11-10")
    assert (announced / "ru" / "since" / "v2" / "index.html").is_file()
    for site in (mimino_site, announced):
        for page in (site / "ru").rglob("*.html"):
            text = re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8"))
            assert not re.search(r"г\.\s?\.", text), page


def test_no_dot_stands_without_its_blanks(site: Path) -> None:
    """What stands in one line is parted by a dot with a blank on either side."""
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"[^\s;]·|·[^\s<]", text), page


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_every_state_has_its_bar_and_ground(status: str) -> None:
    """What a version is stands out by a bar and a ground of its own, whatever it is."""
    style = (TEMPLATES / "static" / "style.css").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^(?:\.[\w-]+, )*\.{status}(?:, \.[\w-]+)* {{ --bar: .*--tint: ", style)


def test_a_section_that_became_part_of_another_keeps_its_name(
    make_content: MakeContent, tmp_path: Path
) -> None:
    """A section whose title stands as a heading in another one now is still called by it where
    its removal is told: it was never without a title.
    """
    rights, purposes = (SMALL / "v1" / f"{name}.yaml" for name in ("rights", "purposes"))
    body = re.search(
        r"(?s)  title: Tarkoitukset\n  body: \|\n(.*?)en:", purposes.read_text("utf-8")
    )
    assert body
    joined = f"    ### Tarkoitukset\n\n{body[1]}"
    content = make_content(
        {
            "v3/rights.yaml": rights.read_text("utf-8").replace("en:\n", f"\n{joined}en:\n", 1),
            "v3/version.yaml": (SMALL / "v3" / "version.yaml")
            .read_text("utf-8")
            .replace("rights, purposes,", "rights,"),
        }
    )
    site = build_drafts(content, tmp_path, "2025-01-01")
    page = (site / "fi" / "changes" / "v2-v3" / "index.html").read_text(encoding="utf-8")
    section = page.partition('<section id="purposes"')[2]
    heading = re.search(r"(?s)<h2.*?</h2>", section)
    assert heading
    assert re.sub(r"<[^>]*>", "", heading[0]) == "3. Tarkoitukset"


PURPOSES = """covers: [13.1.c]
fi: {title: Tarkoitukset, body: "Käsittelemme tietoja laskutukseen ja mainontaan."}
"""
TRANSFERS = """covers: [13.1.f]
fi: {{title: Siirrot, body: "Tietoja siirretään nyt Intiaan."}}
en: {{of: "{of}", title: Transfers, body: "Data are transferred to India now."}}
"""


@pytest.mark.parametrize("section", ["purposes", "transfers"])
def test_what_is_translated_on_one_side_only_is_compared_in_the_source(
    make_content: MakeContent, tmp_path: Path, section: str
) -> None:
    """Where a section is translated in one of two versions, no text is held against one of another
    language: the texts that prevail are compared, which the reader is told.
    """
    pinned = TRANSFERS.format(of=pin(Text("Siirrot", "", "Tietoja siirretään nyt Intiaan.")))
    files = {"v3/purposes.yaml": PURPOSES, "v3/transfers.yaml": pinned}
    site = build_drafts(make_content(files), tmp_path, "2025-01-01")
    page = (site / "en" / "changes" / "v2-v3" / "index.html").read_text(encoding="utf-8")
    whole = page.partition(f'<section id="{section}"')[2].partition("</section>")[0]
    assert "This section is translated in only one of the two versions" in whole
    assert "Formerly" not in whole
    assert '<h2 lang="fi">' in whole
    assert '<div class="body" lang="fi">' in whole
    assert "transferred" not in whole
    assert "providing" not in whole


def test_a_stale_section_that_kept_its_title_was_not_renamed(
    make_content: MakeContent, tmp_path: Path
) -> None:
    """A section whose translation is stale is compared in the language that prevails: its title in
    that language is no former title.
    """
    text = (SMALL / "v2" / "purposes.yaml").read_text("utf-8").replace("Käsittelemme", "Käytämme")
    site = build_drafts(make_content({"v3/purposes.yaml": text}), tmp_path, "2025-01-01")
    page = (site / "en" / "changes" / "v2-v3" / "index.html").read_text(encoding="utf-8")
    whole = page.partition('<section id="purposes"')[2].partition("</section>")[0]
    assert 'class="stale"' in whole
    assert "Formerly" not in whole


def test_pages_are_described_by_their_own_controller(
    make_content: MakeContent, tmp_path: Path
) -> None:
    """Where the controller is another one, what a page says of itself names one controller: its
    own, not that of the first version.
    """
    version = (SMALL / "v3" / "version.yaml").read_text("utf-8")
    changed = f"{version.replace('draft: true', '')}controller: {{name: Toinen Oy}}\n"
    content = make_content({"v3/version.yaml": changed, "v3/preamble.yaml": None})
    site = build_drafts(content, tmp_path, "2031-01-01")
    for page in site.rglob("index.html"):
        head = page.read_text(encoding="utf-8").partition("</head>")[0]
        assert len({name for name in ("Testi Oy", "Toinen Oy") if name in head}) == 1, page


def test_what_changed_since_a_version(mimino_site: Path) -> None:
    """Every published version says what changed from it to the one in force; of that one, that
    nothing has.
    """
    since = {
        name: (mimino_site / "en" / "since" / name / "index.html").read_text(encoding="utf-8")
        for name in ("v1", "v2")
    }
    assert "What changed since version 1" in since["v1"]
    assert "No wording was changed." in since["v1"]
    assert '<section id="enquiries" class="redline changed">' in since["v1"]
    assert "Nothing has changed." in since["v2"]
    assert '<time datetime="2026-11-22">' in since["v2"]
    assert "<section" not in since["v2"]


def test_changelog(mimino_site: Path) -> None:
    """The changelog has every version, newest first, with its note, its class and the sections
    that changed.
    """
    shown = (mimino_site / "en" / "changes" / "index.html").read_text(encoding="utf-8")
    assert [match[1] for match in re.finditer(r'<article id="(v\d)"', shown)] == ["v3", "v2", "v1"]
    assert "No wording was changed." in shown
    assert "Editorial change: meaning unchanged" in shown
    for section in ("security", "rights", "enquiries", "changes"):
        assert f'href="../../en/changes/v1-v2/#{section}"' in shown
    assert 'href="../../en/changes/v1-v2/#data"' not in shown


def test_redline_of_an_editorial_change(mimino_site: Path) -> None:
    """From version 1 to 2 no word is marked but the number that changed; the rest is told in
    labels.
    """
    for language, number in (
        ("fi", "Vain numero"),
        ("en", "Number only"),
        ("ru", "Только номер"),
    ):
        root = parsed(mimino_site / language / "changes" / "v1-v2" / "index.html")
        text = " ".join("".join(root.itertext()).split())
        assert number in text
        sections = [
            element for element in root.iter("section") if "redline" in (element.get("class") or "")
        ]
        assert [section.get("id") for section in sections] == [
            "security",
            "rights",
            "enquiries",
            "changes",
        ]
        marks = [
            "".join(mark.itertext())
            for section in sections
            for mark in section.iter()
            if mark.tag in ("ins", "del")
        ]
        assert [mark[:3] for mark in marks] == ["10.", "11."], marks


def test_each_changed_section_leads_to_its_neighbours(mimino_site: Path) -> None:
    """A changed section has one pair of links, to the changed section before it and to the one
    after; the first and the last have one link, and labels of blocks have none but those of moves.
    """
    root = parsed(mimino_site / "en" / "changes" / "v2-v3" / "index.html")
    sections = [
        element for element in root.iter("section") if "redline" in (element.get("class") or "")
    ]
    ids = [section.get("id") for section in sections]
    for place, section in enumerate(sections):
        (near,) = (span for span in section.iter("span") if span.get("class") == "near")
        wanted = [*ids[max(place - 1, 0) : place], *ids[place + 1 : place + 2]]
        assert [link.get("href") for link in near.iter("a")] == [f"#{name}" for name in wanted]
        for label in section.iter():
            if label.get("class") == "label":
                assert all("#change_" in (link.get("href") or "") for link in label.iter("a"))
    assert len(sections) > 5


def test_a_mention_of_a_section_is_a_link(mimino_site: Path) -> None:
    """Where a text mentions another section by its number, that number leads there."""
    shown = (mimino_site / "fi" / "v2" / "index.html").read_text(encoding="utf-8")
    assert 'ilmoittamalla siitä kohdassa <a href="#contact">2</a> mainitulle henkilölle' in shown
    assert 'kohdassa kaksi (<a href="#contact">2</a>) nimetyille' in shown


def test_untranslated_and_stale_sections(small_site: Path) -> None:
    """An untranslated section shows the source text, marked with its language; a stale one says so
    beside the prevailing text.
    """
    shown = (small_site / "en" / "v3" / "index.html").read_text(encoding="utf-8")
    assert "This section is not translated; here is the Finnish text." in shown
    assert '<div lang="fi">\n<p>Emme siirrä tietoja EU:n ulkopuolelle.</p>' in shown
    assert "This translation has not been checked against the present Finnish text" in shown
    assert '<div class="prevailing" lang="fi">\n<p>Näin käsittelemme tietojasi, TODO' in shown


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind])
def test_a_page_says_what_it_holds_where_it_is_shared(mimino_site: Path, kind: str) -> None:
    """Each page has a title, a description of its own and an address for those who share it, and
    its language and the others with a country.
    """
    root = parsed(mimino_site / kind / "index.html")
    said = [
        (element.get("property") or element.get("name"), element.get("content"))
        for element in root.iter("meta")
    ]
    meta = dict(said)
    title = (root.findtext("head/title") or "").rpartition(" – ")
    assert meta["og:title"] == title[0]
    assert meta["og:site_name"] == title[2] == "Mimino Oy"
    assert meta["og:description"] == meta["description"]
    assert len(meta["description"] or "") > 60
    canonical = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]
    assert [meta["og:url"]] == canonical
    locales = {value for name, value in said if name in ("og:locale", "og:locale:alternate")}
    assert locales == {"fi_FI", "en_GB", "ru_RU"}
    assert (meta["og:locale"] or "").startswith(kind[:2])


@pytest.mark.parametrize("kind", KINDS)
def test_policy_and_language(mimino_site: Path, kind: str) -> None:
    """Every kind of page carries the policy that stops scripts, no inline style, and its
    language.
    """
    shown = (mimino_site / kind / "index.html").read_text(encoding="utf-8")
    assert (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
        in shown
    )
    assert "<script" not in shown
    assert "style=" not in shown
    assert f'<html lang="{kind.split("/", maxsplit=1)[0] or "fi"}"' in shown

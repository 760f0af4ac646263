"""A project's own templates, catalogs and static files: before ours, file by file, and held to their
folder.
"""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import html5lib
import pytest
from babel.messages.pofile import read_po
from conftest import MakeContent, Run

from notice.site.i18n import LOCALES


@pytest.fixture
def content(make_content: MakeContent) -> Path:
    """Return the small notice."""
    return make_content()


def put(project: Path, name: str, text: str) -> None:
    """Write a file of a project's own."""
    file = project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def built(run: Run, content: Path) -> Path:
    """Build the site; returns its folder."""
    done = run("--content", content, "--output", "site", "--date", "2022-01-01")
    assert done.returncode == 0, done.stderr[-600:]
    return content.parent / "site"


def test_a_stylesheet_of_ones_own_comes_after_ours(content: Path, run: Run) -> None:
    """`static/custom.css` is published, and every page links it after ours; without it no page
    does. Adding it is seen by the next build.
    """
    site = built(run, content)
    assert "custom.css" not in (site / "fi" / "index.html").read_text("utf-8")
    put(content.parent, "static/custom.css", ":root { --link: #063; }\n")
    built(run, content)
    assert (site / "custom.css").read_text("utf-8") == ":root { --link: #063; }\n"
    assert "  custom.css\n" in (site / "SHA256SUMS").read_text("utf-8")
    for page in ("fi/index.html", "en/v1/index.html", "fi/changes/index.html", "404.html"):
        links = re.findall('rel="stylesheet" href="([^"]*)"', (site / page).read_text("utf-8"))
        names = [link.rpartition("/")[2] for link in links]
        assert (names[0], names[-1]) == ("style.css", "custom.css"), page


def test_a_browser_takes_the_color_of_the_page(content: Path, run: Run) -> None:
    """The colour that a browser surrounds the page with is the background of the stylesheets, light
    and dark: ours, or that of a project where it sets the token.
    """
    pattern = r'<meta name="theme-color" content="(.*)" media="\(prefers-color-scheme: (\w+)\)">'
    page = built(run, content) / "fi" / "index.html"
    assert re.findall(pattern, page.read_text("utf-8")) == [("#fff", "light"), ("#131517", "dark")]
    css = "@media print { p { color: red } }\n@media (prefers-color-scheme: dark) { :root { --ink: #fff; --background:#100} }"
    put(content.parent, "static/custom.css", css)
    built(run, content)
    assert re.findall(pattern, page.read_text("utf-8")) == [("#fff", "light"), ("#100", "dark")]


def test_the_icon_of_home_screens_is_the_same_drawing(content: Path, run: Run) -> None:
    """`icon.png` has 180 pixels a side and the ground of `icon.svg`; every page names both."""
    site = built(run, content)
    drawing, raw = (site / "icon.svg").read_text("utf-8"), (site / "icon.png").read_bytes()
    width, height, depth, kind = struct.unpack(">IIBB", raw[16:26])
    assert (width, height, depth, kind) == (180, 180, 8, 2)
    first_row = zlib.decompressobj().decompress(raw[raw.index(b"IDAT") + 4 :], 4)
    ground = re.search('fill="(#[0-9a-f]{6})"', drawing)
    assert ground
    assert ground[1] == f"#{first_row[1:].hex()}"
    for page in ("fi/index.html", "fi/changes/v1-v2/index.html", "404.html"):
        text = (site / page).read_text("utf-8")
        assert 'icon.svg" type="image/svg+xml">' in text, page
        assert re.search('<link rel="apple-touch-icon" href="[^"]*icon.png">', text), page


def test_files_come_before_ours_one_by_one(content: Path, run: Run) -> None:
    """One template, one static file and one text of a project's own replace ours; the rest stays."""
    put(content.parent, "templates/404.html", "<!doctype html><title>Gone</title>\n")
    put(content.parent, "static/icon.svg", "<svg/>")
    put(
        content.parent,
        "locales/en/LC_MESSAGES/messages.po",
        'msgid "Contents"\nmsgstr "What is here"\n',
    )
    site = built(run, content)
    assert (site / "404.html").read_text("utf-8") == "<!doctype html><title>Gone</title>\n"
    assert (site / "icon.svg").read_text("utf-8") == "<svg/>"
    page = (site / "en" / "index.html").read_text("utf-8")
    assert "What is here" in page
    assert "Skip to content" in page


@pytest.mark.campaign
@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ at.version.__globals__ }}",
        "{{ at.re }}",
        "{{ site.__init__.__globals__ }}",
        "{{ link.__globals__['urls'] }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ notice.languages.append('x') }}",
        "{% for n in range(999999999) %}{% endfor %}",
    ],
)
def test_templates_of_a_project_run_in_a_sandbox(template: str, content: Path, run: Run) -> None:
    """A template from elsewhere reaches nothing but what a page shows; what it tries is told at its
    line.
    """
    put(content.parent, "templates/404.html", f"<!doctype html>\n{template}\n")
    done = run("--content", content, "--output", "site", "--date", "2022-01-01")
    assert done.returncode == 1, done.stderr[-600:]
    assert re.search(r"templates/404\.html:2:1: error: \w+: ", done.stderr), done.stderr[-600:]
    assert not (content.parent / "site").exists()


def test_a_mistake_in_a_template_is_told_at_its_line(content: Path, run: Run) -> None:
    """A template that cannot be compiled, or asks for a name that is not there, is a problem of the
    project and no bug of ours.
    """
    for text in ("\n\n{% if %}", "\n\n{{ nonsense }}"):
        put(content.parent, "templates/404.html", text)
        done = run("--content", content, "--date", "2022-01-01")
        assert done.returncode == 1
        assert "templates/404.html:3:1: error: " in done.stderr


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_links_out_of_a_folder_are_refused(folder: str, content: Path, run: Run) -> None:
    """A symbolic link publishes nothing from outside its folder."""
    secret = content.parent / "secret"
    secret.write_text("secret", encoding="utf-8")
    (content.parent / folder).mkdir()
    (content.parent / folder / "404.html").symlink_to(secret)
    if folder == "static":
        (content.parent / folder / "404.html").rename(content.parent / folder / "x.txt")
    done = run("--content", content, "--output", "site", "--date", "2022-01-01")
    assert (done.returncode, "a symbolic link that leaves its folder" in done.stderr) == (1, True)


@pytest.mark.parametrize("name", ["index.html", "fi/index.html", "robots.txt", "versions.json"])
def test_no_static_file_stands_where_the_site_has_one(name: str, content: Path, run: Run) -> None:
    """What the site itself writes cannot be replaced by a file; `check` and `build` tell."""
    put(content.parent, f"static/{name}", "x")
    for command in ("check", "build"):
        done = run(command, "--content", content)
        assert (done.returncode, f"the site has its own `{name}`" in done.stdout + done.stderr) == (
            1,
            True,
        )


def test_texts_of_a_catalog_are_escaped(content: Path, run: Run) -> None:
    """Whatever stands in a catalog is shown as text: pages stay valid, feeds well-formed."""
    with (LOCALES[-1] / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    texts = []
    for message in messages:
        if isinstance(message.id, str):
            nasty = str(message.string).replace('"', '\\"') + ' & \\"x\\" <b'
            source = message.id.replace('"', '\\"')
            texts.append(f'msgid "{source}"\nmsgstr "{nasty}"\n')
    put(content.parent, "locales/en/LC_MESSAGES/messages.po", "\n".join(texts))
    site = built(run, content)
    ET.fromstring((site / "en" / "feed.xml").read_text("utf-8"))
    parser = html5lib.HTMLParser(strict=True)
    pages = sorted((site / "en").rglob("index.html"))
    assert len(pages) > 5
    for page in pages:
        parser.parse(page.read_text("utf-8"))

"""The live preview: drafts shown, every kind of change picked up, mistakes told on the page, on
this machine only.
"""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import NODE_MODULES, ROOT, SMALL, MakeContent, Run, required
from playwright.sync_api import Browser, Page, expect
from previewing import Preview, copies, eventually, previewed

from notice.content.model import Notice
from notice.preview.build import FAILED
from notice.preview.builder import Builder
from notice.preview.dashboard import with_frame
from notice.preview.run import EDITOR, opens
from notice.problems import Problem
from notice.site.theme import static_files
from notice.versions.places import Place

DAY = date(2022, 1, 1)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """Run a preview of the small notice, with templates and catalogs of its own."""
    with previewed(copies(tmp_path / "work", SMALL)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """Open the draft in a window that nobody reloads."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{preview.address}fi/v3/")
    yield opened
    context.close()


def change(file: Path, old: str, new: str) -> str:
    """Replace a text in a file; returns what was there before."""
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")
    return before


def fetched(address: str, **headers: str) -> tuple[int, str]:
    """Return the status and the text of an answer."""
    try:
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own address
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the same
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.browser
def test_every_change_is_seen(preview: Preview, page: Page) -> None:
    """An edit of a section, template, stylesheet or catalog is in the browser without anyone
    reloading it.
    """
    expect(page.locator("main")).to_contain_text("TODO(kuka tarkistaa?)")
    change(preview.folder / "content" / "v3" / "preamble.yaml", "Näin", "Juuri näin")
    expect(page.locator("main")).to_contain_text("Juuri näin")
    change(preview.folder / "templates" / "notice.html", "<h1", "<p>Malline</p><h1")
    expect(page.locator("main")).to_contain_text("Malline")
    change(
        preview.folder / "locales" / "fi" / "LC_MESSAGES" / "messages.po",
        'msgstr "Sisällys"',
        'msgstr "Hakemisto"',
    )
    expect(page.locator("nav.wide")).to_contain_text("Hakemisto")
    change(
        preview.folder / "templates" / "static" / "style.css",
        "/* Text */",
        "h1 { letter-spacing: 7px; }",
    )
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    change(
        preview.folder / "templates" / "static" / "style.css",
        "letter-spacing: 7px",
        "letter-spacing: 8px",
    )
    expect(page.locator("h1")).to_have_css("letter-spacing", "8px")
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 0


@pytest.mark.browser
def test_a_mistake_is_told_on_the_page_and_goes_when_mended(preview: Preview, page: Page) -> None:
    """The page says where and what, shows the line, and keeps the last good text; mended, it says
    nothing any more.
    """
    section = preview.folder / "content" / "v3" / "preamble.yaml"
    change(section, "Näin", "Juuri näin")
    expect(page.locator("main")).to_contain_text("Juuri näin")
    sound = section.read_text(encoding="utf-8")
    section.write_text(sound.replace("fi:", "fu: [1\nfi:", 1), encoding="utf-8")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("content/v3/preamble.yaml:1:5")
    expect(alert).to_contain_text("fu: [1")
    expect(alert.locator(".editor-at")).to_have_text("[")
    expect(alert).to_contain_text("1 error. This page is still the last good text.")
    link = alert.get_by_role("link").first.get_attribute("href")
    assert link == f"vscode://file{section.resolve().as_posix()}:1:5"
    expect(page.locator("main")).to_contain_text("Juuri näin")
    page.keyboard.press("Tab")  # the link that skips to the text
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "editor-errors"
    assert "preamble.yaml:1:5: error:" in preview.unnumbered()
    section.write_text(sound.replace("Juuri näin", "Taas näin"), encoding="utf-8")
    expect(page.locator("main")).to_contain_text("Taas näin")
    expect(alert).to_have_count(0)


@pytest.mark.browser
def test_a_mistake_in_a_template_is_told_at_its_line(preview: Preview, page: Page) -> None:
    """A template that cannot be read, or asks for what is not there, is told as any mistake; other
    pages go on.
    """
    template = preview.folder / "templates" / "notice.html"
    sound = change(template, "{% block main %}", "{% block main %}\n{{ nonsense }}")
    line = sound[: sound.index("{% block main %}")].count("\n") + 2
    expect(page.get_by_role("alert")).to_contain_text(f"templates/notice.html:{line}:1")
    expect(page.get_by_role("alert")).to_contain_text("{{ nonsense }}")
    expect(page.locator("main")).to_contain_text("TODO(kuka tarkistaa?)")
    assert 'role="alert"' not in fetched(f"{preview.address}fi/history/")[1]
    template.write_text(sound.replace("{% block main %}", "{% block main"), encoding="utf-8")
    expect(page.get_by_role("alert")).to_contain_text("TemplateSyntaxError")
    template.write_text(sound, encoding="utf-8")
    expect(page.get_by_role("alert")).to_have_count(0)
    change(
        preview.folder / "locales" / "fi" / "LC_MESSAGES" / "messages.po",
        '"Sisällys"',
        '"%(nonsense)s"',
    )
    expect(page.get_by_role("alert")).to_contain_text("locales/fi/LC_MESSAGES/messages.po:")


@pytest.mark.browser
def test_files_and_folders_go_and_come_back(preview: Preview, page: Page) -> None:
    """A removed file, a renamed version and a content folder made anew are survived; the page
    follows.
    """
    content = preview.folder / "content"
    kept = preview.folder.parent / "kept"
    shutil.copytree(content, kept)
    (content / "v3" / "preamble.yaml").unlink()
    expect(page.locator("main")).not_to_contain_text("TODO(kuka tarkistaa?)")
    shutil.copy(kept / "v3" / "preamble.yaml", content / "v3")
    expect(page.locator("main")).to_contain_text("TODO(kuka tarkistaa?)")
    (content / "v3").rename(content / "v4")
    expect(page.get_by_role("alert").or_(page.locator(".lost").first)).to_be_visible()
    (content / "v4").rename(content / "v3")
    expect(page.locator("main")).to_contain_text("TODO(kuka tarkistaa?)")
    shutil.rmtree(content / "v3")
    shutil.copytree(kept / "v3", content / "v3")
    change(content / "v3" / "preamble.yaml", "Näin", "Uudesta kansiosta näin")
    expect(page.locator("main")).to_contain_text("Uudesta kansiosta")
    shutil.rmtree(content)
    expect(page.get_by_role("alert")).to_contain_text("cannot read this folder")
    shutil.copytree(kept, content)
    expect(page.get_by_role("alert")).to_have_count(0)
    change(content / "v3" / "preamble.yaml", "Näin", "Palannut, näin")
    expect(page.locator("main")).to_contain_text("Palannut")


@pytest.mark.browser
def test_a_page_that_was_away_catches_up(preview: Preview, page: Page) -> None:
    """A page that connects is told to load again where it is older than what is here, though no
    change was told since.
    """
    expect(page.locator("main")).to_contain_text("TODO(kuka tarkistaa?)")
    for number in range(12):
        change(preview.folder / "content" / "v3" / "preamble.yaml", "äin", f"{number}äin")
        page.wait_for_timeout(37 * number % 150)  # so that some fall into a page's loading
    expect(page.locator("main")).to_contain_text("N01234567891011äin")


@pytest.mark.browser
def test_the_first_start_may_be_with_errors(browser: Browser, tmp_path: Path) -> None:
    """Without a good page the problems stand alone, at any address, until they are mended."""
    folder = copies(tmp_path / "work", SMALL)
    sound = change(folder / "content" / "v1" / "version.yaml", "effective:", "efective:")
    with previewed(folder) as preview:
        page = browser.new_page()
        page.goto(f"{preview.address}fi/v3/")
        expect(page.get_by_role("alert")).to_contain_text("content/v1/version.yaml:1:1")
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to show yet")
        (folder / "content" / "v1" / "version.yaml").write_text(sound, encoding="utf-8")
        expect(page.locator("main")).to_contain_text("TODO(kuka tarkistaa?)")
        page.close()


@pytest.mark.browser
def test_the_dashboard_leads_to_every_place(preview: Preview, page: Page) -> None:
    """Every cell opens its file at its line; versions are chosen by links; the tables follow what
    is edited.
    """
    page.get_by_role("link", name="Editor’s dashboard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Editor’s dashboard")
    cells = page.locator("#sections ~ .scroll .editor-matrix").first.locator("tbody td a")
    assert cells.count() >= 9
    content = preview.folder / "content"
    for cell in cells.all():
        shown = str(cell.get_attribute("title"))
        assert (cell.get_attribute("href") or "").startswith(
            f"vscode://file{content.resolve().as_posix()}/"
        )
        file, _, line = shown.rpartition(":")
        assert shown in cell.inner_text()
        assert (preview.folder / file).read_text(encoding="utf-8").count("\n") >= int(line) - 1
        assert f"{file.removeprefix('content/')}:{line}:" in str(cell.get_attribute("href"))
    bare = page.locator("main td").evaluate_all(
        "cells => cells.filter(c => c.innerText.trim() && c.querySelector('small') && "
        "!c.querySelector('a')).length"
    )
    assert bare == 0
    page.get_by_role("link", name="v1", exact=True).click()
    expect(page.get_by_role("heading", name="v1: sections by language")).to_be_visible()
    section = content / "v1" / "rights.yaml"
    text = section.read_text(encoding="utf-8")
    section.write_text(text[: text.index("\nen:") + 1], encoding="utf-8")
    expect(page.locator(".editor-matrix td.editor-missing").first).to_contain_text("missing")
    assert fetched(f"{preview.address}_editor/v9/")[1] == fetched(f"{preview.address}_editor/")[1]


def test_the_translators_page(preview: Preview) -> None:
    """Every section stands there block by block beside its translation, with what changed in the
    source since the pin; what cannot be translated into leads to the dashboard.
    """
    file = preview.folder / "content" / "v3" / "rights.yaml"
    text = (preview.folder / "content" / "v1" / "rights.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("2 kk", "3 kk"), encoding="utf-8")

    def shown() -> str:
        page = fetched(f"{preview.address}_editor/en/")[1]
        return page if "What changed in fi since this was translated" in page else ""

    page = eventually(shown)
    assert page
    assert "Write to the address in section [](#controller)." in page
    assert 'lang="fi">| Oikeus | Aika |' in page
    assert "v1/rights" not in page
    assert "v3/rights.yaml:" in page
    dashboard = fetched(f"{preview.address}_editor/")[1]
    assert 'href="/_editor/en/"' in dashboard
    for language in ("fi", "xx"):
        assert fetched(f"{preview.address}_editor/{language}/")[1] == dashboard


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(browser: Browser, preview: Preview, width: int, scheme: str) -> None:
    """The dashboard, and a page with errors and warnings unfolded, are for everyone, and fit."""
    script = required(NODE_MODULES / "axe-core" / "axe.min.js", "axe-core")
    change(preview.folder / "content" / "v3" / "version.yaml", "change:", "chnage:")
    assert eventually(lambda: "chnage" in fetched(f"{preview.address}fi/v3/")[1])
    time.sleep(1)  # no page loads again while it is looked at
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type] # a Literal
    page = context.new_page()
    for place in ("_editor/", "fi/v3/", "ru/changes/"):
        page.goto(preview.address + place)
        page.evaluate(
            "document.querySelectorAll('details').forEach(details => details.open = true)"
        )
        page.add_script_tag(path=script)
        result = page.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}})")
        told = [
            (violation["id"], [node["html"][:160] for node in violation["nodes"]][:3])
            for violation in result["violations"]
        ]
        assert told == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    context.close()


def test_it_answers_to_this_machine_alone(preview_at_rest: Preview) -> None:
    """Another name (DNS rebinding), another site's page and livereload's open door are turned
    away.
    """
    port = urlsplit(preview_at_rest.address).port
    assert fetched(f"{preview_at_rest.address}fi/")[0] == 200
    assert fetched(f"http://localhost:{port}/fi/")[0] == 200
    assert fetched(f"{preview_at_rest.address}fi/", Host="evil.example")[0] == 421
    assert fetched(f"{preview_at_rest.address}livereload.js", Host=f"evil.example:{port}")[0] == 421
    assert fetched(f"{preview_at_rest.address}forcereload")[0] == 404
    assert fetched(f"{preview_at_rest.address}../../pyproject.toml")[0] == 404
    assert fetched(f"{preview_at_rest.address}fi/v9/")[0] == 404
    for origin, expected in (
        ("http://evil.example", 403),
        (preview_at_rest.address.rstrip("/"), 101),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "eA==" * 6,
        }
        connection.request("GET", "/livereload", headers={**upgrade, "Origin": origin})
        assert connection.getresponse().status == expected, origin
        connection.close()


def test_files_have_their_types(preview_at_rest: Preview) -> None:
    """Pages, styles, data and feeds are given as what they are, none to be kept; a folder without
    its slash leads to itself.
    """
    for place, expected in {
        "fi/": "text/html; charset=utf-8",
        "fi": "text/html; charset=utf-8",
        "style.css": "text/css; charset=utf-8",
        "_editor/editor.css": "text/css; charset=utf-8",
        "fi/v1/notice.txt": "text/plain; charset=utf-8",
        "fi/feed.xml": "application/atom+xml; charset=utf-8",
        "versions.json": "application/json",
        "SHA256SUMS": "text/plain; charset=utf-8",
    }.items():
        with urllib.request.urlopen(preview_at_rest.address + place, timeout=60) as answer:  # noqa: S310 - our own address
            assert answer.headers["Content-Type"] == expected
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.url.endswith("fi/") or place != "fi"


@posix
def test_interrupted_it_leaves_nothing(make_content: MakeContent, tmp_path: Path) -> None:
    """Ctrl-C ends it with 130 and no word more; nothing was written anywhere, a site beside it
    least of all.
    """
    content = make_content()
    work = tmp_path / "work"
    work.mkdir()
    with previewed(
        work, str(ROOT / "build.py"), "serve", "--content", str(content), "--port", "0"
    ) as running:
        assert eventually(lambda: fetched(f"{running.address}fi/v3/")[0] == 200)
        change(content / "v3" / "preamble.yaml", "Näin", "Juuri näin")
        assert eventually(lambda: "Juuri näin" in fetched(f"{running.address}fi/v3/")[1])
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(timeout=20) == 130
        assert "Traceback" not in running.unnumbered()
    assert list(work.iterdir()) == []


def test_a_port_that_is_taken(make_content: MakeContent, tmp_path: Path) -> None:
    """A port that was asked for and is taken is said to be, with 2; without one the next is taken,
    and named.
    """
    content = make_content()
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--content", str(content)]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*command, "--port", str(port)], capture_output=True, text=True, timeout=30, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"port {port} is in use")
    with socket.socket() as usual:
        try:
            usual.bind(("127.0.0.1", 8000))
            usual.listen()
        except OSError:
            pass  # somebody has it already, which is the same to us
        work = tmp_path / "work"
        work.mkdir()
        with previewed(work, *command[1:]) as running:
            assert (
                f"port 8000 is in use, so the preview takes port {urlsplit(running.address).port}\n"
                in running.unnumbered()
            )
            assert urlsplit(running.address).port in range(8001, 8011)


def test_no_content_is_said_plainly(tmp_path: Path, run: Run) -> None:
    """Where there is no notice there is nothing to preview."""
    command = ("serve", "--content", tmp_path / "nowhere")
    done = run(*command)
    assert done.returncode == 1
    assert done.stderr == (
        f"{tmp_path / 'nowhere'}: there is no such folder; name the one where the notice "
        "is with --content\n"
    )
    assert run(*command, "--port", "99999").returncode == 2


def test_a_bug_is_told_and_survived(
    make_content: MakeContent, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug of ours shows its traceback in the terminal and a sentence on the page, which keeps
    what was good.
    """
    broken = False

    def day(_: Notice) -> date:
        if broken:
            raise ZeroDivisionError
        return DAY

    told: list[Problem] = []
    builder = Builder(make_content(), day, told.extend, lambda _: "", "http://127.0.0.1:8000/")
    good = builder.build(())
    assert FAILED not in (good.file("fi/index.html") or b"").decode()
    broken = True
    bad = builder.build(())
    page = (bad.file("fi/index.html") or b"").decode()
    assert FAILED in page
    assert "<h1" in page
    assert FAILED in (bad.dashboard("") or b"").decode()
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert bad.number != good.number


def test_problems_are_printed_once(make_content: MakeContent) -> None:
    """The terminal hears of a problem when it comes, and again when it comes back, not at every
    change of something else.
    """
    content = make_content({"v3/preamble.yaml": "fi: [\n"})
    told: list[list[str]] = []
    builder = Builder(
        content,
        lambda _: DAY,
        lambda problems: told.append([problem.path for problem in problems]),
        lambda _: "",
        "http://x/",
    )
    builder.build(())
    builder.build(())
    (content / "v3" / "preamble.yaml").unlink()
    builder.build(())
    (content / "v3" / "preamble.yaml").write_text("fi: [\n", encoding="utf-8")
    builder.build(())
    wrong = [any(path.endswith("preamble.yaml") for path in paths) for paths in told]
    assert wrong == [True, False, False, True]


def test_what_is_put_on_a_page() -> None:
    """Style and script go into the head, words first into the body; a page without either is not
    lost.
    """
    whole = with_frame(
        b"<html><head><title>x</title></head><body class=y><main></main></body></html>",
        "<aside></aside>",
    ).decode()
    assert whole.index("editor.css") < whole.index("livereload.js") < whole.index("</head>")
    assert "<body class=y><aside></aside><main>" in whole
    assert with_frame(b"half a page", "<aside></aside>").endswith(b"half a page<aside></aside>")


def test_the_address_that_opens_an_editor(tmp_path: Path) -> None:
    """A place becomes an address by the pattern, with what would break it escaped; with no pattern
    there is none.
    """
    place = Place(str(tmp_path / "a b#c.yaml"), 3, 7)
    assert (
        opens(EDITOR, place) == f"vscode://file{tmp_path.resolve().as_posix()}/a%20b%23c.yaml:3:7"
    )
    assert opens("idea://open?file={path}&line={line}", place).endswith("/a%20b%23c.yaml&line=3")
    assert opens("", place) == ""


def test_what_is_an_editors_is_never_published(mimino_site: Path) -> None:
    """No file, style or word of the preview is in a built site."""
    assert [name for name, _ in static_files() if "editor" in name] == []
    assert [file for file in mimino_site.rglob("*") if "editor" in file.name] == []
    for page in mimino_site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "editor-" not in text
        assert "<script" not in text

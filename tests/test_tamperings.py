"""Tamperings: a built site or a saved page is touched, and `verify` says so; what is sound passes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import life
import pytest
from conftest import ROOT, Run, required, rows, seal_as_it_is, shared
from life import TODAY

from notice.cli import main
from notice.commands import verify
from notice.site.page import Page
from notice.site.render import environment
from notice.site.site import Site
from notice.verification import past_pages
from notice.verification.page_source import Node

CASES: dict[str, list[dict[str, Any]]] = rows("tamperings.yaml")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published notice and the site that is online."""
    return shared(tmp_path_factory, "published", life.publish_all)


class WorkshopOnce(verify.Workshop):
    """Makes the site of a day once for all tests of a module, whose content nobody touches."""

    built: ClassVar[dict[tuple[date, str], dict[str, bytes]]] = {}

    def files(self, day: date, base_url: str) -> dict[str, bytes]:
        """Return every file of the site for a day."""
        if (day, base_url) not in self.built:
            self.built[day, base_url] = super().files(day, base_url)
        return dict(self.built[day, base_url])


@pytest.fixture
def built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `verify` make the site that it holds others against once: of the same content and day it
    is the same.
    """
    monkeypatch.setattr(verify, "Workshop", WorkshopOnce)


@pytest.fixture(scope="module", autouse=True)
def drawn_once() -> Iterator[None]:
    """Let `verify` render each page that a saved one is held against once: of the same notice, as
    of the same day, it is the same.
    """
    drawn: dict[tuple[str, str, str], Node] = {}
    draw = past_pages.normal_page

    def draw_once(page: Page, site: Site, made_with: past_pages.Renderings) -> Node:
        key = (page.address, str(site.as_of), repr(site.notice))
        if key not in drawn:
            drawn[key] = draw(page, site, made_with)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(past_pages, "normal_page", draw_once)
        yield


def make_sums(site: Path) -> None:
    """Make SHA256SUMS anew, as whoever tampers with a site can."""
    kept = {"SHA256SUMS", "_headers", ".notice-site"}
    lines = (
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(site).as_posix()}\n"
        for file in sorted(site.rglob("*"))
        if file.is_file() and file.name not in kept
    )
    (site / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def make_pipe(file: Path) -> None:
    """Put a pipe in the place of a file."""
    file.unlink()
    os.mkfifo(file)


def make_link(file: Path) -> None:
    """Put a link in the place of a file."""
    file.rename(file.with_name("real.html"))
    file.symlink_to("real.html")


def make_folder(file: Path) -> None:
    """Put a folder in the place of a file."""
    file.unlink()
    file.mkdir()


def make_deep(place: Path) -> None:
    """Make folders in folders, deeper than a path can be written."""
    here = os.open(place.parent, os.O_RDONLY)
    name = place.name
    for _ in range(1100):
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here, name = inner, "d"
    os.close(here)


def replace_image(folder: Path) -> None:
    """Put another image under the same name."""
    (file,) = folder.iterdir()
    file.write_bytes(life.png(255))


def swap(one: Path, other: Path) -> None:
    """Let two files or folders change places."""
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def link_folder(folder: Path) -> None:
    """Put a link in the place of a folder."""
    folder.rename(folder.with_name("real"))
    folder.symlink_to("real")


def section_of(text: str, name: str) -> str:
    """Return a section of a page, with its tags."""
    match = re.search(rf'<section id="{name}".*?</section>\n', text, re.DOTALL)
    assert match
    return match[0]


def swapped(text: str) -> str:
    """Let two sections change places."""
    one, other = section_of(text, "rights"), section_of(text, "contact")
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def other_digest(folder: Path, text: str) -> str:
    """Let a page name the digest of another version."""
    page = (folder / "site" / "en" / "v3" / "index.html").read_text(encoding="utf-8")
    digest = re.search(r'<data value="(\w+)"', page)
    assert digest
    return re.sub(r'<data value="\w+"', f'<data value="{digest[1]}"', text)


SPECIAL: Mapping[str, Callable[[Path], object]] = {
    "brackets": lambda file: file.write_text("[" * 200_000, encoding="utf-8"),
    "deep folders": make_deep,
    "a pipe": make_pipe,
    "a link": make_link,
    "a folder": make_folder,
    "another image": replace_image,
    "the English page": lambda file: shutil.copyfile(file.parents[1] / "en/index.html", file),
    "the page of v1": lambda file: shutil.copyfile(file.parents[1] / "v1/index.html", file),
    "a name in capitals": lambda file: shutil.copyfile(file, file.with_name("Index.html")),
    "a folder in capitals": lambda file: shutil.copytree(file, file.with_name("FI")),
    "an empty folder": lambda file: file.mkdir(),
    "a link to a folder": link_folder,
    "a link to nothing": lambda file: file.symlink_to("nowhere"),
    "the page of v4": lambda file: shutil.copytree(file, file.with_name("v4")),
    "two versions swapped": lambda file: swap(file / "v1", file / "v2"),
    "two languages swapped": lambda file: swap(file, file.with_name("en")),
    "bytes": lambda file: file.write_bytes(b"<!doctype html>\xff\xfe"),
}
OF_PAGES: Mapping[str, Callable[[Path, str], str]] = {
    "without rights": lambda _, text: text.replace(section_of(text, "rights"), ""),
    "rights twice": lambda _, text: text.replace(
        section_of(text, "rights"), section_of(text, "rights") * 2
    ),
    "sections swapped": lambda _, text: swapped(text),
    "the digest of v3": other_digest,
    "no digest of ours": lambda _, text: re.sub(r'<data value="\w+"', '<data value="00"', text),
    "without the policy": lambda _, text: re.sub(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>\n', "", text
    ),
}


def touch(case: Mapping[str, Any], file: Path) -> None:
    """Do to a file what a case says."""
    if "text" in case:
        file.parent.mkdir(exist_ok=True)
        file.write_text(case["text"], encoding="utf-8")
    elif "special" in case:
        SPECIAL[case["special"]](file)
    else:
        text = file.read_bytes().decode()
        for old, new in ((case.get("old", ""), case.get("new", "")), case.get("then", ("", ""))):
            assert old in text, old
            text = text.replace(old, new, -1 if case.get("all") else 1) if old else text
        text = f"{case.get('begin', '')}{text}{case.get('end', '')}"
        file.write_bytes(text.encode())


def build(kind: str, folder: Path, place: Path) -> None:
    """Build a site of other content, or in another way."""
    content = place / "elsewhere" / "content"
    shutil.copytree(folder / content.name, content)
    options = ["--date", TODAY]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", kind):
        options = ["--date", kind]
    elif kind == "drafts":
        options += ["--drafts"]
        assert main(["new", "contact", "--content", str(content), "--date", TODAY]) == 0
    elif kind == "an older repository":
        shutil.rmtree(content)
        shutil.copytree(folder / "2026-11-20", content)
    elif kind == "other templates":
        shutil.copytree(ROOT / "templates", content.parent / "templates")
        life.edit(content.parent / "templates" / "base.html", (r"</body>", "<p>Myymme.</p></body>"))
    elif kind == "custom css":
        (content.parent / "static").mkdir()
        (content.parent / "static" / "custom.css").write_text("main{display:none}")
    elif kind == "another catalog":
        shutil.copytree(ROOT / "locales", content.parent / "locales")
        catalog = content.parent / "locales" / "fi" / "LC_MESSAGES" / "messages.po"
        life.edit(catalog, (r'^msgstr "Voimassa %\(day\)s alkaen', 'msgstr "Aina %(day)s alkaen'))
    else:
        change_content(kind, content)
    output = place / "site"
    assert main(["build", "--content", str(content), "--output", str(output), *options]) == 0


def change_content(kind: str, content: Path) -> None:
    """Change the content, and make all its seals anew."""
    if kind == "another text":
        life.edit(content / "v1" / "rights.yaml", (r"Kaikki", "Kaikkea"))
    elif kind == "another controller":
        life.edit(content / "notice.yaml", (r"name: Testi Oy", "name: Toinen Oy"))
    elif kind == "no English":
        life.edit(content / "notice.yaml", (r"\[fi, en\]", "[fi]"), (r", en: Privacy notice", ""))
        for file in content.glob("v*/*.yaml"):
            text = file.read_text(encoding="utf-8")
            text = re.sub(r"^en:\n(  .*\n|\n)*", "", text, flags=re.MULTILINE)
            text = re.sub(r"^  en: .*\n|, en: [^}]*(?=\})", "", text, flags=re.MULTILINE)
            file.write_text(text, encoding="utf-8")
    else:
        assert kind == "no withdrawal"
        for version in ("v3", "v4"):
            shutil.rmtree(content / version)
        life.edit(content / "v2" / "version.yaml", (r"^withdrawn: .*\n", ""))
    (content / "seals.json").unlink()
    seal_as_it_is(content)


def test_there_are_enough() -> None:
    """Sixty tamperings or more with a site, in twenty of which more is made anew than the page."""
    assert len(CASES["site"]) >= 60
    assert len([case for case in CASES["site"] if "sums" in case or "build" in case]) >= 20
    assert len(CASES["page"]) >= 40


@pytest.mark.campaign
@pytest.mark.usefixtures("built_once")
@pytest.mark.parametrize("case", CASES["site"], ids=lambda case: case["done"])
def test_a_site(case: dict[str, Any], published: Path, run: Run, tmp_path: Path) -> None:
    """Whatever is done to a site is told by name, also where the sums fit."""
    site = tmp_path / "site"
    if "build" in case:
        build(case["build"], published, tmp_path)
    else:
        shutil.copytree(published / "site", site)
        if "remove" in case:
            place = site / case["remove"]
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        else:
            touch(case, site / case["file"])
    if case.get("sums"):
        make_sums(site)
    done = run("verify", "site", "--content", published / "content", "--date", TODAY)
    assert (done.returncode, case["says"] in done.stdout) == (1, True), done.stdout + done.stderr
    assert all(len(line) < 2000 for line in done.stdout.splitlines())
    if case.get("special") == "deep folders":
        subprocess.run(["rm", "-rf", str(site)], check=True)


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES["page"], ids=lambda case: case["done"])
def test_a_page(case: dict[str, Any], published: Path, run: Run, tmp_path: Path) -> None:
    """Whatever is done to a saved page is told, of its text or of what stands around it."""
    page = tmp_path / "page.html"
    shutil.copyfile(published / "site" / "en" / "v1" / "index.html", page)
    special = case.get("special", "")
    if special in OF_PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(OF_PAGES[special](published, text), encoding="utf-8")
        assert page.read_text(encoding="utf-8") != text
    else:
        touch(case, page)
    arguments = ("verify", page, "--content", published / "content", "--date", TODAY)
    done = run(*arguments)
    assert (done.returncode, case["says"] in done.stdout) == (1, True), done.stdout + done.stderr
    holds = re.search(r"^Text of .*: as it was sealed$", done.stdout, re.MULTILINE)
    assert bool(holds) == bool(case.get("frame")), done.stdout


@pytest.mark.parametrize(("old", "code"), [("All is said.", 1), ("old version", 0)])
def test_the_text_alone(old: str, code: int, published: Path, run: Run, tmp_path: Path) -> None:
    """Who asks for the text alone is told of that, whatever became of the frame."""
    page = tmp_path / "page.html"
    text = (published / "site" / "en" / "v1" / "index.html").read_text(encoding="utf-8")
    page.write_text(text.replace(old, "Else."), encoding="utf-8")
    arguments = ("--text-only", "--content", published / "content", "--date", TODAY)
    done = run("verify", page, *arguments)
    assert (done.returncode, "Frame" in done.stdout) == (code, False)


# What is sound


def built(folder: Path, place: Path, *options: str) -> Path:
    """Build a site of the published content."""
    site = place / "site"
    content = str(folder / "content")
    assert main(["build", "--content", content, "--output", str(site), *options]) == 0
    return site


def mirror(folder: Path, place: Path) -> Path:
    """Return a mirror: all that a host serves, and nothing else."""
    site = shutil.copytree(folder / "site", place / "site")
    (site / "_headers").unlink()
    (site / ".notice-site").unlink()
    return site


SITES: Mapping[str, Callable[[Path, Path], Path]] = {
    "as it was built": lambda folder, place: shutil.copytree(folder / "site", place / "site"),
    "a mirror": mirror,
    "built at another address": lambda folder, place: built(
        folder, place, "--date", TODAY, "--base-url", "https://mirror.example.org/"
    ),
    "built by several processes": lambda folder, place: built(
        folder, place, "--date", TODAY, "--jobs", "2"
    ),
    "built before, and nothing has turned since": lambda folder, place: built(
        folder, place, "--date", "2026-12-30"
    ),
}


@pytest.mark.campaign
@pytest.mark.parametrize("name", SITES)
def test_a_sound_site(name: str, published: Path, run: Run, tmp_path: Path) -> None:
    """A faithful copy passes `verify`, and `sha256sum -c` with all that can be fetched."""
    site = SITES[name](published, tmp_path)
    done = run("verify", site, "--content", published / "content", "--date", TODAY)
    assert done.returncode == 0, done.stdout
    assert "byte for byte, as of 2026-11-25" in done.stdout
    command = [required(shutil.which("sha256sum"), "sha256sum"), "-c", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=site, check=False).returncode == 0


def as_browsers_save(folder: Path, page: Path) -> None:
    """Save a page as a browser saves a whole page: addresses are whole, files stand beside it."""
    text = (folder / "site" / "en" / "v1" / "index.html").read_text(encoding="utf-8")
    beside = page.parent / "page_files"
    beside.mkdir()
    for name in ("style.css", "icon.svg"):
        shutil.copyfile(folder / "site" / name, beside / name)
        text = text.replace(f"../../{name}", f"./page_files/{name}")
    here = "https://example.com/privacy/en/v1/"
    text = re.sub(r'href="\.\./\.\./', 'href="https://example.com/privacy/', text)
    text = text.replace('href="#', f'href="{here}#')
    text = text.replace(
        '<meta charset="utf-8">',
        '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">',
    )
    saved = "<!DOCTYPE html>\n<!-- saved from url=(0034)https://example.com/privacy/en/v1/ -->\n"
    page.write_text(text.replace("<!doctype html>\n", saved), encoding="utf-8")


def page_of(day: str, inside: str) -> Callable[[Path, Path], None]:
    """Return what saves a page from the site of a day, as it is built of the content of that day."""

    def save(folder: Path, page: Path) -> None:
        content, site = folder / day, page.parent / "then"
        assert main(["build", "--content", str(content), "--output", str(site), "--date", day]) == 0
        shutil.copyfile(site / inside, page)

    return save


PAGES: Mapping[str, Callable[[Path, Path], None]] = {
    "the notice in force": page_of(TODAY, "fi/index.html"),
    "an old version": page_of(TODAY, "fi/v1/index.html"),
    "a withdrawn version": page_of(TODAY, "en/v2/index.html"),
    "the first day": page_of("2026-06-01", "fi/index.html"),
    "before a translation came": page_of("2026-06-01", "en/v1/index.html"),
    "while another was announced": page_of("2026-11-01", "fi/index.html"),
    "what was announced": page_of("2026-11-01", "en/v2/index.html"),
    "the day of a withdrawal": page_of("2026-11-20", "en/v2/index.html"),
    "with an image": page_of("2026-11-25", "fi/v3/index.html"),
    "saved as browsers do": as_browsers_save,
}


@pytest.mark.campaign
@pytest.mark.parametrize("name", PAGES)
def test_a_sound_page(name: str, published: Path, run: Run, tmp_path: Path) -> None:
    """A page that was saved on any day passes both verdicts, years later too."""
    page = tmp_path / "page.html"
    PAGES[name](published, page)
    for day in (TODAY, "2031-01-01"):
        done = run("verify", page, "--content", published / "content", "--date", day)
        assert done.returncode == 0, done.stdout


def test_a_page_saved_before_a_language_came(run: Run, tmp_path: Path) -> None:
    """A page that led to two languages is sound when there are three."""
    life.publish_all(tmp_path)
    page = tmp_path / "page.html"
    shutil.copyfile(tmp_path / "site" / "en" / "v3" / "index.html", page)
    content = tmp_path / "content"
    life.edit(content / "notice.yaml", (r"\[fi, en\]", "[fi, en, ru]"))
    seal_as_it_is(content)
    done = run("verify", page, "--content", content, "--date", TODAY)
    assert done.returncode == 0, done.stdout


def test_old_caches_are_not_believed(published: Path, run: Run, tmp_path: Path) -> None:
    """What a cache says a template compiles to is not asked: `verify` compiles it anew."""
    shutil.copytree(published / "site", tmp_path / "site")
    seen: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("notice.commands.verify.environment", environment)
        patch.setattr(
            "notice.output.cache.look_up",
            lambda kind, *_: seen.append(kind),  # finds nothing
        )
        done = run("verify", "site", "--content", published / "content", "--date", TODAY)
    assert done.returncode == 0
    assert "templates" not in seen

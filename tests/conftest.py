"""What several tests need: content folders made of the small notice, and the browser of the
system.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from datetime import date
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from unittest.mock import patch

import fonts
import harder
import life
import longer
import pytest
import serving
import yaml
from jinja2 import Environment
from previewing import Preview, copies, previewed
from stage import FIRST_DAY, Stage

from notice.checks import examine
from notice.cli import main
from notice.content.files import read_tree
from notice.output.write import publish
from notice.problems import Severity, refused
from notice.site import render
from notice.site.all_files import site_parts, sums_file
from notice.site.i18n import available, load
from notice.site.render import environment
from notice.site.site import make_site
from notice.site.theme import static_files
from notice.versions import seals
from notice.versions.editions import editions

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
# A shell lets what it runs in the background ignore interruptions, and so would what tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".cache" / "tests")  # not whoever runs them's own
# Commands look for no garbage (`notice.__main__`), and little is left by those that run here: looking
# as often as Python does by itself took a twelfth of all tests.
gc.set_threshold(100_000)
DATA = Path(__file__).parent / "data"
# The same examples at every run, so that none fails for what the change did not do; `make explore`
# looks for others, and what it finds becomes an example of the test.
with suppress(ModuleNotFoundError):  # the tests of the notice have pytest alone
    from hypothesis import settings

    settings.register_profile("sample", derandomize=True, deadline=None, max_examples=15)
    settings.register_profile("full", derandomize=True, deadline=None, max_examples=150)
    settings.register_profile("explore", deadline=None, max_examples=1500)
    settings.load_profile(os.environ.get("NOTICE_EXAMPLES", "sample"))
SMALL = DATA / "small"
MIMINO = DATA / "mimino"
"""The notice of Mimino Oy as it was on 2026-11-25, two versions sealed and a draft: tests of the
program never read `content/`, which is the company's to change.
"""
CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
NODE_MODULES = ROOT / ".cache" / "node" / "node_modules"
"""Where `make` puts what tests need of npm's packages."""

FOREIGN_PAGE = """<!doctype html><html lang="de"><title>A shop</title><h1 id="contact">Kasse</h1>
<p id="rights">Ours.</p>{fragment}"""
"""A page of another site, with ids that the notice uses too, and room for a fragment."""

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
MakeContent: TypeAlias = Callable[..., Path]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave a sample of the campaigns where NOTICE_ONE_IN says of how many cases one is run: the
    same at every run, some of each table, and said in the summary as deselected.

    What starts the slowest processes comes first: at the end one core would wait for the other.
    """
    items.sort(key=lambda item: item.path.stem != "test_workflows")
    one_in = int(os.environ.get("NOTICE_ONE_IN", "1"))
    counts: Counter[str] = Counter()
    left: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        table = item.nodeid.partition("[")[0] if item.get_closest_marker("campaign") else ""
        left[not table or counts[table] % one_in == 0].append(item)
        counts[table] += 1
    items[:] = left[True]
    if left[False]:
        config.hook.pytest_deselected(items=left[False])


def rows(name: str) -> Any:
    """Return what a file of cases has, quicker than `yaml.safe_load` reads it."""
    return yaml.load((DATA / name).read_bytes(), Loader=yaml.CSafeLoader)


def seal_as_it_is(content: Path) -> None:
    """Seal every published version of a notice, fit to be published or not; a notice that cannot
    be read, or has a version that cannot, is left without seals.
    """
    checked = examine(read_tree(content), available(), preview=True)
    if checked.notice and not refused(checked.problems, Severity.ERROR):
        published = editions(checked.notice, date.max, drafts=False)
        lacking = seals.unsealed(checked.notice, published, checked.seals)
        text = seals.to_json([*checked.seals, *lacking])
        (content / "seals.json").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def seals_of_small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the seals of the small notice as it is."""
    content = shutil.copytree(SMALL, tmp_path_factory.mktemp("sealed") / "content")
    seal_as_it_is(content)
    return (content / "seals.json").read_bytes()


@pytest.fixture
def make_content(tmp_path: Path, seals_of_small: bytes) -> MakeContent:
    """Return a function that copies the small notice, with some files replaced (None: removed),
    and seals what is published in it unless told otherwise.
    """

    def make(
        changes: Mapping[str, str | bytes | None] | None = None, *, sealed: bool = True
    ) -> Path:
        content = tmp_path / "content"
        shutil.copytree(SMALL, content)
        for inside, text in (changes or {}).items():
            file = content / inside
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode() if isinstance(text, str) else text)
        if sealed and changes:
            seal_as_it_is(content)
        elif sealed:
            (content / "seals.json").write_bytes(seals_of_small)
        return content

    return make


def run_in(
    folder: Path, *arguments: str | Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `build.py` as an editor would, in a folder.

    It runs in this process, since starting another takes longer than most commands; in another
    where a test needs one with an environment of its own.
    """
    command = [str(ROOT / "build.py"), *map(str, arguments)]
    if env:
        return subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env=env,
            timeout=60,
            capture_output=True,
            text=True,
            check=False,
        )
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        chdir(folder),
        patch.object(sys, "argv", command),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            code = main(command[1:])
        except SystemExit as end:  # how argparse says that it cannot read a command line
            code = int(end.code or 0)
    told = (stream.buffer.getvalue().decode() for stream in (out, err))
    return subprocess.CompletedProcess(command, code, *told)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs `build.py` in the test's folder."""
    return partial(run_in, tmp_path)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Compile each template once for all tests of a process, as the same code for the same text:
    `verify` and the dashboard ask no cache, half the time of all tests would go there; the cache on
    the disk would be read for every build.
    """
    compile_anew = Environment.compile
    compiled: dict[tuple[object, ...], object] = {}

    def compile_once(self: Environment, source: str, *more: object, **named: object) -> object:
        key = (type(self), *self.extensions, self.autoescape, source, more, *named.items())
        if key not in compiled:
            compiled[key] = compile_anew(self, source, *more, **named)  # type: ignore[call-overload]
        return compiled[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Environment, "compile", compile_once)
        patched.setattr(render, "_TemplateCache", lambda: None)
        yield


def required(program: Path | str | None, what: str) -> str:
    """Return the place of a program, or skip the test that needs it by name; in CI nothing is
    skipped.
    """
    if program is None or not Path(program).exists():
        assert not os.environ.get("CI"), f"no {what} here, and CI skips nothing"
        pytest.skip(f"no {what} on this machine")
    return str(program)


def build_drafts(content: Path, folder: Path, day: str) -> Path:
    """Build a notice with its drafts for a day; returns the site, which stands in the folder."""
    done = run_in(folder, "--content", content, "--drafts", "--date", day)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def shared(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], object]) -> Path:
    """Return a folder that is filled once for all test processes, and that no test may change.

    Processes that need it at the same moment each fill one, and the first to be done counts.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared" / name
    if not folder.exists():
        filled = factory.mktemp(name)
        fill(filled)
        folder.parent.mkdir(exist_ok=True)
        with suppress(OSError):  # another process was quicker
            filled.rename(folder)
    return folder


@pytest.fixture(scope="session")
def mimino_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the frozen notice of Mimino Oy once, with drafts, for a fixed day."""
    build = partial(build_drafts, MIMINO, day="2026-12-01")
    return shared(tmp_path_factory, "mimino", build) / "site"


@pytest.fixture(scope="session")
def hard_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the hard notice once: five languages, eight versions, in every state."""

    def fill(folder: Path) -> None:
        harder.write_content(folder / "content")
        harder.write_locales(folder / "locales")
        checked = examine(read_tree(folder / "content"), frozenset(harder.LANGUAGES))
        assert checked.notice is not None, checked.problems
        locales = (folder / "locales",)
        catalogs = {language: load(language, locales) for language in harder.LANGUAGES}
        site = make_site(checked.notice, harder.DAY, catalogs, drafts=True)
        publish(site_parts(site, environment(), list(static_files())), folder / "site", sums_file)

    return shared(tmp_path_factory, "hard", fill) / "site"


@pytest.fixture(scope="session")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the long notice once: forty-four versions in two languages."""

    def fill(folder: Path) -> None:
        longer.write_content(folder / "content")
        checked = examine(read_tree(folder / "content"), frozenset(longer.LANGUAGES))
        assert checked.notice is not None, checked.problems
        catalogs = {language: load(language) for language in longer.LANGUAGES}
        site = make_site(checked.notice, longer.DAY, catalogs)
        publish(site_parts(site, environment(), list(static_files())), folder / "site", sums_file)

    return shared(tmp_path_factory, "long", fill) / "site"


@pytest.fixture(scope="session")
def preview_at_rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Run a preview of the small notice, whose files no test changes."""
    with previewed(copies(tmp_path_factory.mktemp("preview") / "work", SMALL)) as running:
        yield running


@pytest.fixture(scope="session")
def mimino_server(mimino_site: Path) -> Iterator[str]:
    """Serve the frozen notice of Mimino Oy; returns its address."""
    with serving.serve(mimino_site, "/tietosuoja/") as address:
        yield address


@pytest.fixture(scope="session")
def hard_server(hard_site: Path) -> Iterator[str]:
    """Serve the hard notice; returns its address."""
    with serving.serve(hard_site, harder.MOUNT) as address:
        yield address


@pytest.fixture(scope="session")
def long_server(long_site: Path) -> Iterator[str]:
    """Serve the long notice; returns its address."""
    with serving.serve(long_site, longer.MOUNT) as address:
        yield address


@pytest.fixture(scope="session")
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Start the system's Chromium, with the fonts of the system, or with those that a test or
    NOTICE_FONTS names.
    """
    from playwright.sync_api import sync_playwright

    executable = required(CHROMIUM, "Chromium")
    names = getattr(request, "param", "") or os.environ.get("NOTICE_FONTS", "")
    required(None if fonts.missing(names) else executable, f"fonts: {names}")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable,
            args=arguments,
            env=fonts.environment(names, tmp_path_factory.mktemp("fonts")),
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def opening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a notice whose first version is published, to be copied."""

    def fill(folder: Path) -> None:
        life.write_notice(folder / "content")
        Stage(folder, partial(run_in, folder)).publish(FIRST_DAY)

    return shared(tmp_path_factory, "opening", fill)


@pytest.fixture
def stage(tmp_path: Path, run: Run, opening: Path) -> Iterator[Stage]:
    """Return a stage with a notice whose first version is published."""
    shutil.copytree(opening, tmp_path, dirs_exist_ok=True)
    yield Stage(tmp_path, run, {FIRST_DAY: tmp_path / FIRST_DAY})
    shutil.rmtree(tmp_path)

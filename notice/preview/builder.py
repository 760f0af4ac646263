"""What the preview shows: the folders looked at after every change, and pages made of that look
when they are asked for.

It is made in memory and shown from there: nothing is written, so nothing is left behind, and
whoever asks gets pages of one build, never of two.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from jinja2 import Environment

from notice import urls
from notice.checks import examine
from notice.content.files import Tree, read_tree
from notice.content.model import Language, Notice
from notice.output.files import File
from notice.output.last_build import OWN
from notice.preview.dashboard import STYLE, Link, alone, dashboard, frame, framed
from notice.preview.translator import translator_page
from notice.problems import ContentError, Problem, Severity, refused
from notice.site.all_files import Static, site_files, site_parts
from notice.site.i18n import Catalog, available, load, locale_folders
from notice.site.render import environment, in_template
from notice.site.site import Site, make_site
from notice.site.theme import Theme, static_files, static_problems, theme_of
from notice.versions.editions import editions
from notice.versions.overview import locator, overview
from notice.versions.seals import read_seals

FAILED = (
    "The preview met a bug of its own: the terminal tells which. It goes on with the next change."
)


_PLAIN = (
    '<!doctype html><html lang="en"><head><title>Preview</title></head><body><p '
    f'role="alert">{FAILED}</p></body></html>'
)


Today = Callable[[Notice], date]


Tell = Callable[[Sequence[Problem]], None]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where everything is that the site is made of: looked up anew each time, since a project may
    begin a folder of its own while the preview runs.
    """

    content: Path

    @property
    def theme(self) -> Theme:
        """The templates and static files, the project's own first."""
        return theme_of(self.content)

    @property
    def locales(self) -> tuple[Path, ...]:
        """The catalogs' folders, the project's own first."""
        return locale_folders(self.content)

    @property
    def watched(self) -> tuple[Path, ...]:
        """What to look at for changes: all of it, and where a project's own folders would be."""
        beside = [self.content.absolute().parent / name for name in OWN]
        theme = self.theme
        return (self.content, *beside, *theme.templates, *self.locales)

    def static(self) -> dict[str, bytes]:
        """Read the files that are shown as they are, the preview's own among them."""
        editor = next(
            file
            for folder in self.theme.templates
            if (file := folder / "editor" / "editor.css").is_file()
        )
        return {**dict(static_files(self.theme)), STYLE: editor.read_bytes()}


class Builder:
    """Looks at the folders, one look at a time, and remembers what was last good."""

    def __init__(
        self, folders: Folders, today: Today, tell: Tell, link: Link, address: str
    ) -> None:
        self.folders = folders
        self.day_of = today
        self.link = link
        self.pages: dict[str, bytes] = {}
        """Each page as it was when it could last be made."""
        self._tell = tell
        self._told: set[Problem] = set()
        self._address = address
        self._environment: Environment | None = None
        self._catalogs: dict[Language, Catalog] = {}
        self._site: Site | None = None
        self._static: list[tuple[str, bytes]] = []
        self._number = (
            time.time_ns()
        )  # so that a page of an earlier preview is known to be none of this one's

    def build(self, changed: Collection[Path]) -> Build:
        """Look at the folders after some files changed, or nobody knows which (none are named)."""
        self._number += 1
        tree: Tree | None = None
        notice: Notice | None = None
        problems: tuple[Problem, ...] = ()
        failure = ""
        try:
            self._forget(changed)
            tree = read_tree(self.folders.content)
            checked = examine(tree, available(self.folders.locales), self.day_of, preview=True)
            notice, problems = checked.notice, checked.problems
            if notice:
                wrong = static_problems(self.folders.theme, notice.languages)
                problems = (*problems, *wrong)
            if notice and not refused(problems, Severity.ERROR):
                self._site = self._site_of(notice)
        except ContentError as error:
            problems = (*problems, *error.problems)
        except Exception:  # noqa: BLE001 - a bug is told, and the preview goes on
            traceback.print_exc()
            failure = FAILED
        self._told &= set(problems)
        self.tell(problems)
        made = self._environment = self._environment or environment(self.folders.theme)
        files = OnDemand(self._site, made, self._static) if self._site else None
        return Build(self._number, self, made, files, tree, notice, problems, failure)

    @property
    def site(self) -> Site | None:
        """The site as it was last good."""
        return self._site

    def tell(self, problems: Sequence[Problem]) -> None:
        """Print in the terminal what was not printed before."""
        new = [problem for problem in problems if problem not in self._told]
        self._told.update(new)
        self._tell(new)

    def _forget(self, changed: Collection[Path]) -> None:
        """Forget the templates and catalogs that may have changed: they are kept once they are
        read.
        """
        content = self.folders.content.absolute()
        if not changed or any(not file.is_relative_to(content) for file in changed):
            self._environment = None
            self._catalogs.clear()

    def _site_of(self, notice: Notice) -> Site:
        for language in notice.languages:
            if language not in self._catalogs:
                self._catalogs[language] = load(language, self.folders.locales)
        self._static = list(static_files(self.folders.theme))
        return make_site(
            notice,
            self.day_of(notice),
            dict(self._catalogs),
            drafts=True,
            base_url=self._address,
            preview=True,
        )


@dataclass(frozen=True, slots=True)
class Build:
    """One look at the folders, and all that can be asked about it. Several threads may ask."""

    number: int
    builder: Builder
    environment: Environment
    files: OnDemand | None
    tree: Tree | None
    notice: Notice | None
    problems: tuple[Problem, ...]
    failure: str

    def file(self, name: str) -> bytes | None:
        """Return a file of the site, a page with what the preview has to say on it; None where
        there is no such file.
        """
        static = self.builder.folders.static()
        if name in static:
            return static[name]
        if not name.endswith(".html"):
            return self.files.file(name) if self.files else None
        problems, failure = self.problems, self.failure
        try:
            page = self.files.file(name) if self.files else None
            if self.files and page is None:
                return None
            if page:
                self.builder.pages[name] = page
        except Exception as error:  # noqa: BLE001 - whatever it is, the page tells and the preview goes on
            page = self.builder.pages.get(name)
            if isinstance(error, ContentError):
                problems = (*problems, *error.problems)
                self.builder.tell(error.problems)
            elif found := in_template(error, self.builder.folders.theme.templates):
                problems = (*problems, found)
                self.builder.tell([found])
            else:
                traceback.print_exc()
                failure = FAILED
        return self._framed(page, problems, failure)

    def missing(self) -> bytes:
        """Return the page that stands where nothing is."""
        return self.file(urls.NOT_FOUND) or b""

    def dashboard(self, version_id: str) -> bytes | None:
        """Return the dashboard with the tables of a version, or of the newest with no name; None
        where there is no such version.
        """
        try:
            found = None
            page: str | None
            if self.notice and self.tree:
                day = self.builder.day_of(self.notice)
                sealed = {seal.version for seal in read_seals(self.tree)[0]}
                shown = editions(self.notice, day, drafts=True)
                found = overview(self.notice, shown, day, self.problems, locator(self.tree), sealed)
            if self.failure and not found:
                page = _PLAIN  # an empty dashboard would say that nothing is wrong
            else:
                link = self.builder.link
                page = dashboard(self.environment, found, self.problems, link, version_id)
        except Exception:  # noqa: BLE001 - as above
            traceback.print_exc()
            page = _PLAIN
        return None if page is None else framed(page.encode(), "")

    def translator(self, language: Language, read_in: Language) -> bytes | None:
        """Return the translator's page of the newest version; None where there is no such
        language to translate into, or no notice that can be read.
        """
        notice, site = self.notice, self.builder.site
        if not (notice and self.tree and site) or language not in notice.languages[1:]:
            return None
        try:
            newest = editions(notice, self.builder.day_of(notice), drafts=True)[-1]
            reads = read_in if read_in in notice.languages and read_in != language else ""
            catalog = site.catalogs["en"] if "en" in site.catalogs else site.catalogs[language]
            page = translator_page(
                self.environment,
                notice,
                newest,
                language,
                reads,
                catalog,
                locator(self.tree),
                self.builder.link,
            )
        except Exception:  # noqa: BLE001 - as above
            traceback.print_exc()
            page = _PLAIN
        return self._framed(page.encode(), self.problems, self.failure)

    def _framed(self, page: bytes | None, problems: tuple[Problem, ...], failure: str) -> bytes:
        """Put what the preview has to say on a page, or on one of its own where there is none."""
        try:
            inside = frame(
                self.environment,
                problems,
                self.builder.link,
                built=page is not None,
                failure=failure,
            )
            return framed(page or alone(self.environment).encode(), inside)
        except Exception:  # noqa: BLE001 - our own templates may be what is being changed
            traceback.print_exc()
            return framed(_PLAIN.encode(), "")


class OnDemand:
    """The files of one site. Several threads may ask; one file is made at a time."""

    def __init__(self, site: Site, made: Environment, static: Static) -> None:
        self._site = site
        self._environment = made
        self._static = static
        self._made: dict[str, bytes] = {}
        self._planned: dict[str, File] = {}
        self._rest = iter(site_parts(site, made, static))
        self._lock = Lock()

    def file(self, name: str) -> bytes | None:
        """Return a file by its path below the output folder, or None where the site has none
        of that name.
        """
        with self._lock:
            if name not in self._made:
                if name == urls.SUMS:
                    self._made.update(site_files(self._site, self._environment, self._static))
                elif file := self._file(name):
                    self._made[name] = file.make()
            return self._made.get(name)

    def _file(self, name: str) -> File | None:
        """Find a file among those that were planned, going on with the site's parts from where
        that was left.
        """
        while name not in self._planned and (part := next(self._rest, None)):
            self._planned.update((file.name, file) for file in part.files())
        return self._planned.get(name)

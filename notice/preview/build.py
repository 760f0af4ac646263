"""One look at the folders, and pages made of it when they are asked for.

They are made in memory and shown from there: nothing is written, so nothing is left behind, and
a browser gets pages of one build, never of two.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from notice import resources, urls
from notice.checks import Checked
from notice.content.model import Language, Notice
from notice.content.schema import RESERVED
from notice.content.wordings import SECTION_ID
from notice.preview.dashboard import (
    Editor,
    Saved,
    dashboard,
    editor_files,
    frame_html,
    with_frame,
)
from notice.preview.on_demand import OnDemand
from notice.preview.translator import translator_page
from notice.problems import ContentError, Problem, Severity, refused
from notice.site.i18n import locale_folders
from notice.site.render import in_template
from notice.site.site import Site
from notice.site.theme import Theme, static_files, theme_of
from notice.versions.editions import editions
from notice.versions.overview import Overview, overview

FAILED = (
    "The preview met a bug of its own: the terminal tells which. It goes on with the next change."
)


LAST_GOOD = "This page is still the last good text."
LAST_GOOD_STATE = "What stands below is the last good state."
STILL_WRONG = "This page may be wrong until they are mended."
NOTHING = "There is nothing to show until they are mended."


Today = Callable[[Notice], date]


Tell = Callable[[Sequence[Problem]], None]


def watched(content: Path) -> tuple[Path, ...]:
    """Return what to look at for changes: all that the site is made of, and where a project's own
    folders would be, which it may begin while the preview runs.
    """
    beside = [content.absolute().parent / name for name in resources.OWN]
    return (content, *beside, *theme_of(content).templates, *locale_folders(content))


def saved_section(content: Path, changed: Collection[Path]) -> str:
    """Return the section that was saved, where one file of a section is all that changed."""
    names = {
        file.stem
        for file in changed
        if file.suffix == ".yaml"
        and file.parent.parent == content.absolute()
        and SECTION_ID.fullmatch(file.stem)
        and file.stem not in RESERVED
    }
    return names.pop() if len(names) == 1 else ""


@dataclass(slots=True)
class Memory:
    """What stays from one build to the next: how to find and tell, and what was last good."""

    content: Path
    day_of: Today
    editor: Editor
    _tell: Tell
    editor_files: Mapping[str, bytes] = field(default_factory=editor_files)
    files: dict[str, bytes] = field(default_factory=dict)
    """Each file as it was when it could last be made."""
    site: Site | None = None
    """The site as it was last good."""
    good: Checked | None = None
    """What that was made of."""
    _printed: set[Problem] = field(default_factory=set)

    @property
    def theme(self) -> Theme:
        """The templates and static files; looked for anew each time, as all folders are."""
        return theme_of(self.content)

    def tell(self, problems: Sequence[Problem]) -> None:
        """Print in the terminal what was not printed before."""
        new = [problem for problem in problems if problem not in self._printed]
        self._printed.update(new)
        self._tell(new)

    def forget_all_but(self, problems: Collection[Problem]) -> None:
        """Forget the problems that are mended: they are told again when they come back."""
        self._printed &= set(problems)


@dataclass(frozen=True, slots=True)
class Build:
    """One look at the folders, and all that can be asked about it. Several threads may ask."""

    number: int
    memory: Memory
    files: OnDemand | None
    checked: Checked | None
    """What the look found; nothing where it was cut short."""
    problems: tuple[Problem, ...]
    failure: str
    saved: Saved

    def file(self, name: str) -> bytes | None:
        """Return a file of the site, a page with what the preview has to say on it; None where
        there is no such file.
        """
        if name in self.memory.editor_files:
            return self.memory.editor_files[name]
        problems, failure = self.problems, self.failure
        try:
            raw = self._plain_file(name)
        except ContentError as error:
            raw = self.memory.files.get(name)
            problems = (*problems, *error.problems)
            self.memory.tell(error.problems)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page tells and the preview goes on
            raw = self.memory.files.get(name)
            if failure:
                pass  # it is known why
            elif mistake := in_template(error, self.memory.theme.templates):
                problems = (*problems, mistake)
                self.memory.tell([mistake])
            else:
                failure = _failed()
        else:
            if raw is None and self.files:
                return None
            if raw:
                self.memory.files[name] = raw
        if not name.endswith(".html"):
            return raw
        below = LAST_GOOD if raw else NOTHING
        page = self.memory.editor.placeholder().encode() if raw is None else raw
        return self._framed(page, below, problems, failure)

    def _plain_file(self, name: str) -> bytes | None:
        """Return a file as the site has it, or as it was last good where there is no site."""
        static = {} if name.endswith(".html") else dict(static_files(self.memory.theme))
        if name in static:
            return static[name]
        return self.files.file(name) if self.files else self.memory.files.get(name)

    def missing(self) -> bytes:
        """Return the page that stands where nothing is."""
        return self.file(urls.NOT_FOUND) or b""

    def dashboard(self, version_id: str) -> bytes | None:
        """Return the dashboard with the tables of a version, or of the newest with no name; None
        where there is no such version.

        While there are errors its tables are those of the last good state, where there was one.
        """
        wrong = self.failure or refused(self.problems, Severity.ERROR)
        checked = self.memory.good if wrong and self.memory.good else self.checked
        below = LAST_GOOD_STATE if checked and checked is self.memory.good else NOTHING

        def page() -> str | None:
            known = self._overview(checked) if checked else None
            if self.failure and not known:  # an empty dashboard would say that nothing is wrong
                return self.memory.editor.placeholder()
            return dashboard(self.memory.editor, known, self.problems, version_id)

        return self._written(page, below)

    def _overview(self, checked: Checked) -> Overview | None:
        notice = checked.notice
        if notice is None:
            return None
        day = self.memory.day_of(notice)
        return overview(notice, checked.tree, checked.seals, checked.problems, day)

    def translator(self, language: Language, read_in: Language) -> bytes | None:
        """Return the translator's page of the newest version; None where there is no such
        language to translate into, or no notice that can be read.
        """
        checked, site = self.checked, self.memory.site
        notice = checked and checked.notice
        if not (checked and notice and site) or language not in notice.languages[1:]:
            return None

        def page() -> str:
            newest = editions(notice, self.memory.day_of(notice), drafts=True)[-1]
            reads = read_in if read_in in notice.languages and read_in != language else ""
            catalog = site.catalogs["en"] if "en" in site.catalogs else site.catalogs[language]
            editor, tree = self.memory.editor, checked.tree
            return translator_page(editor, notice, newest, language, reads, catalog, tree)

        return self._written(page, STILL_WRONG)

    def _written(self, write: Callable[[], str | None], below: str) -> bytes | None:
        """Write a page of the editor's; where a bug is in the way, a page that says so."""
        failure = self.failure
        try:
            page = write()
        except Exception:  # noqa: BLE001 - as above
            page, failure = self.memory.editor.placeholder(), failure or _failed()
        return None if page is None else self._framed(page.encode(), below, self.problems, failure)

    def _framed(
        self, page: bytes, below: str, problems: tuple[Problem, ...], failure: str
    ) -> bytes:
        """Put what the preview has to say on a page."""
        inside = frame_html(
            self.memory.editor,
            problems,
            below=below,
            failure=failure,
            build=self.number,
            saved=self.saved,
        )
        return with_frame(page, inside)


def _failed() -> str:
    """Print the traceback of the bug that is being handled; returns what pages say of it."""
    traceback.print_exc()
    return FAILED

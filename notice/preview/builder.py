"""The folders looked at after every change, one look at a time."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Collection
from pathlib import Path

from jinja2 import Environment

from notice.checks import Checked, examine
from notice.console import echo
from notice.content.files import read_tree
from notice.content.model import Language, Notice
from notice.preview.build import FAILED, Build, Memory, Tell, Today, saved_section
from notice.preview.dashboard import Link, Saved, editor_with
from notice.preview.on_demand import OnDemand
from notice.preview.program import Program
from notice.problems import ContentError, Problem, Severity, refused
from notice.site.i18n import Catalog, available, load, locale_folders
from notice.site.render import environment
from notice.site.site import Site, make_site
from notice.site.theme import static_files, static_problems

CHANGED = (
    "The program has changed since this preview began, and what is shown may be wrong: end the "
    "preview with Ctrl-C and start it again, or go back to where you were."
)


class Builder:
    """Looks at the folders, one look at a time, and remembers what was last good."""

    def __init__(self, content: Path, today: Today, tell: Tell, link: Link, address: str) -> None:
        self.memory = Memory(content, today, editor_with(link), tell)
        self._address = address
        self._program = Program()
        self._environment: Environment | None = None
        self._catalogs: dict[Language, Catalog] = {}
        self._static: list[tuple[str, bytes]] = []
        self._saved = Saved()
        # So that a page of an earlier preview is known to be none of this one's.
        self._number = time.time_ns()

    def build(self, changed: Collection[Path]) -> Build:
        """Look at the folders after some files changed, or nobody knows which (none are named)."""
        self._number += 1
        if section := saved_section(self.memory.content, changed):
            self._saved = Saved(section, self._number)
        checked: Checked | None = None
        problems: tuple[Problem, ...] = ()
        failure = trace = ""
        try:
            self._forget(changed)
            self._environment = self._environment or environment(self.memory.theme)
            checked = self._checked()
            problems = checked.problems
            if checked.notice and not refused(problems, Severity.ERROR):
                self.memory.site, self.memory.good = self._site_of(checked.notice), checked
        except ContentError as error:
            problems = (*problems, *error.problems)
        except Exception:  # noqa: BLE001 - a bug is told, and the preview goes on
            failure = FAILED
            trace = traceback.format_exc()
        if self._program.has_changed():  # what runs no longer fits the files that it reads
            failure = CHANGED
        elif failure:
            echo(trace, sys.stderr)
        self.memory.forget_all_but(problems)
        self.memory.tell(problems)
        files = None
        if self.memory.site and self._environment:
            files = OnDemand(self.memory.site, self._environment, self._static)
        return Build(self._number, self.memory, files, checked, problems, failure, self._saved)

    def _checked(self) -> Checked:
        content = self.memory.content
        languages = available(locale_folders(content))
        checked = examine(read_tree(content), languages, self.memory.day_of, preview=True)
        if not checked.notice:
            return checked
        wrong = static_problems(self.memory.theme, checked.notice.languages)
        return checked._replace(problems=(*checked.problems, *wrong))

    def _forget(self, changed: Collection[Path]) -> None:
        """Forget the templates and catalogs where they may have changed."""
        content = self.memory.content.absolute()
        if not changed or any(not file.is_relative_to(content) for file in changed):
            self._environment = None
            self._catalogs.clear()

    def _site_of(self, notice: Notice) -> Site:
        for language in notice.languages:
            if language not in self._catalogs:
                self._catalogs[language] = load(language, locale_folders(self.memory.content))
        self._static = list(static_files(self.memory.theme))
        return make_site(
            notice,
            self.memory.day_of(notice),
            dict(self._catalogs),
            drafts=True,
            base_url=self._address,
            preview=True,
        )

"""What pages look like: templates and static files, a project's own before the program's, file by
file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from notice import urls
from notice.content.model import Language
from notice.problems import ContentError, Problem, whole_file
from notice.resources import folders, own, packaged

TEMPLATES = Path(packaged("templates"))

CUSTOM_CSS = "custom.css"
"""A stylesheet that a project may have of its own; every page links it after ours."""

_TAKEN = frozenset(
    {urls.SUMS, urls.ROBOTS, urls.HEADERS, urls.SITEMAP, urls.NOT_FOUND, urls.VERSIONS}
    | {urls.LINKED_DATA, urls.file(urls.CHOICE), urls.CURRENT}
)
"""Addresses of the site's own, which no static file stands at."""


_BACKGROUND = re.compile(
    r"(prefers-color-scheme:\s*dark\)\s*\{\s*)?:root\s*\{[^{}]*?--background:\s*([^;{}]+)"
)
"""The token of the background in a rule for `:root`, and whether it is one for the dark."""


class Theme(NamedTuple):
    """Folders of templates and of static files, in the order in which a file is looked for."""

    templates: tuple[Path, ...] = (TEMPLATES,)
    static: tuple[Path, ...] = (TEMPLATES / "static",)

    @property
    def own_templates(self) -> bool:
        """Whether a project has templates of its own."""
        return self.templates != (TEMPLATES,)

    @property
    def custom_css(self) -> str:
        """The name of the project's own stylesheet; empty where it has none."""
        return CUSTOM_CSS if any((folder / CUSTOM_CSS).is_file() for folder in self.static) else ""

    @property
    def backgrounds(self) -> Mapping[str, str]:
        """The page's background in each colour scheme, as the stylesheets say: the project's own
        where it sets the token `--background`, else ours.
        """
        tokens: dict[str, str] = {}
        for name in ("style.css", CUSTOM_CSS):
            files = [folder / name for folder in self.static if (folder / name).is_file()]
            css = files[0].read_text("utf-8", errors="replace") if files else ""
            first: dict[str, str] = {}
            for is_dark, color in _BACKGROUND.findall(css):
                first.setdefault("dark" if is_dark else "light", color.strip())
            tokens |= first
        return tokens


PACKAGED = Theme()


def theme_of(content: Path) -> Theme:
    """Return the theme of a project, whose `templates/` and `static/` stand beside its content."""
    templates, static = folders(content, "templates"), own(str(content), "static")
    beside = [folder / "static" for folder in templates]
    return Theme(templates, (*([Path(static)] if static else []), *beside))


def static_files(theme: Theme = PACKAGED) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are published as they are: the stylesheet, the icon, the schemas of the
    data, and what a project adds. Raises ContentError where one leads outside of its folder.
    """
    files: dict[str, Path] = {}
    for folder in reversed(theme.static):
        for file in _files_in(folder):
            if not is_inside(file, folder):
                raise ContentError([leads_outside(file)])
            files[file.relative_to(folder).as_posix()] = file
    for name, file in sorted(files.items()):
        yield name, file.read_bytes()


def static_problems(theme: Theme, languages: Collection[Language]) -> Iterator[Problem]:
    """Yield the static files that take an address of the site, or lead out of their folder."""
    for folder in theme.static:
        for file in _files_in(folder):
            name = file.relative_to(folder).as_posix()
            if name in _TAKEN or name.split("/")[0] in languages:
                told = f"the site has its own `{name}`; give this file another name"
                yield whole_file(shown(file), told)
            elif not is_inside(file, folder):
                yield leads_outside(file)


def _files_in(folder: Path) -> Iterator[Path]:
    for place, subfolders, names in os.walk(folder):
        subfolders.sort()
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def is_inside(file: Path, folder: Path) -> bool:
    """Tell whether a file stands in a folder, wherever links lead."""
    return file.resolve().is_relative_to(folder.resolve())


def leads_outside(file: Path) -> Problem:
    """Return what is said of a link that would publish a file from elsewhere."""
    told = "a symbolic link that leaves its folder; copy the file here instead"
    return whole_file(shown(file), told)


def shown(file: Path) -> str:
    """Return a path as somebody in the folder of the project knows it."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()

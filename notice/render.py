"""Pages to HTML: Jinja with autoescape on, and undefined names an error."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from notice import addresses
from notice.hosting import POLICY
from notice.pages import Page

CACHE = Path(__file__).parent.parent / ".cache" / "templates"
TEMPLATES = Path(__file__).parent.parent / "templates"


def environment(templates: Path = TEMPLATES, cache: Path = CACHE) -> Environment:
    """Make the Jinja environment; texts come from the catalog of the page that is rendered.

    Compiled templates are kept beside the project as Python keeps its own byte code: Jinja checks them against
    their source, and a folder that cannot be written is done without.
    """
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        bytecode_cache=_bytecode(cache),
    )
    made.globals["policy"] = Markup(POLICY)  # noqa: S704 - a constant of ours
    made.filters["tel"] = lambda number: re.sub(r"[^+0-9]", "", re.sub(r"\(0\)", "", number))
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined] # the i18n extension adds it
    return made


def _bytecode(cache: Path) -> FileSystemBytecodeCache | None:
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(cache)) if os.access(cache, os.W_OK) else None


def render(pages: Iterable[Page], made: Environment) -> Iterator[tuple[str, bytes]]:
    """Render pages; gives each file's path below the output folder and its bytes."""
    for page in pages:
        yield addresses.file(page.address), made.get_template(page.template).render(page.values).encode()


def static_files(templates: Path = TEMPLATES) -> Iterator[tuple[str, bytes]]:
    """Give the files that are published as they are: the stylesheet, the icon, the schemas of the data."""
    folder = templates / "static"
    for file in sorted(folder.iterdir()):
        yield file.name, file.read_bytes()


@pass_context
def _gettext(context: Context, message: str) -> str:
    return str(_catalog(context).gettext(message))


@pass_context
def _ngettext(context: Context, singular: str, plural: str, number: int) -> str:
    return str(_catalog(context).ngettext(singular, plural, number))


def _catalog(context: Context) -> Any:
    return context["catalog"]

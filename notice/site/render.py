"""Pages to HTML: Jinja with autoescape on, and undefined names an error."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.runtime import Macro
from markupsafe import Markup

from notice.markup.tree import redirected
from notice.output import cache as disk_cache
from notice.site.history_chart import MARKS
from notice.site.hosting import POLICY
from notice.site.i18n import Catalog
from notice.site.pages import Page

TEMPLATES = Path(__file__).parents[2] / "templates"


def environment(templates: Path = TEMPLATES) -> Environment:
    """Make the Jinja environment; texts come from the catalog of the page that is rendered.

    Compiled templates are kept beside the project, as Python keeps its own byte code.
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
        bytecode_cache=_Kept(),
    )
    made.globals["policy"] = Markup(POLICY)  # noqa: S704 - a constant of ours
    made.filters["tel"] = lambda number: re.sub(r"[^+0-9]", "", re.sub(r"\(0\)", "", number))
    made.filters["leading"] = lambda html, leads: Markup(redirected(html, leads))  # noqa: S704 - written by markup or a template
    made.globals["marks"] = MARKS
    made.newstyle_gettext = True  # type: ignore[attr-defined] # the i18n extension adds it
    return made


class _Kept(BytecodeCache):
    """Compiled templates, kept as the project keeps what is dear: whole or not at all."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept; Jinja itself looks whether the template is still the same."""
        if raw := disk_cache.look_up("templates", self._name(bucket)):
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        disk_cache.cache("templates", self._name(bucket), bucket.bytecode_to_string())

    @staticmethod
    def _name(bucket: Bucket) -> str:
        """Name a template together with what compiles it: Jinja itself, and the settings in this
        file.
        """
        made_by = f"{jinja_version}\0{bucket.key}\0".encode() + Path(__file__).read_bytes()
        return hashlib.sha256(made_by).hexdigest()


Renderer: TypeAlias = Callable[[Page], bytes]


def renderer(made: Environment) -> Renderer:
    """Return a function that renders the pages of one site."""
    words: dict[str, Mapping[str, Any]] = {}

    def render(page: Page) -> bytes:
        values = page.values()
        language = values["language"]
        if language not in words:
            words[language] = _words(made, values)
        return made.get_template(page.template).render({**values, **words[language]}).encode()

    return render


def _words(made: Environment, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the templates say in a language: gettext, and the macros. Both give the same for
    the same values on every page.

    So each distinct call is made once: the macros know the language and the site, and nothing of
    the page they are on.
    """
    catalog: Catalog = values["catalog"]

    @cache
    def text(message: str) -> Markup:
        return Markup(catalog.gettext(message))  # noqa: S704 - the site's own words, which may have markup

    def gettext(message: str, **variables: object) -> Markup:
        return text(message) % variables

    def ngettext(singular: str, plural: str, number: int, **variables: object) -> Markup:
        return Markup(catalog.ngettext(singular, plural, number)) % {"num": number, **variables}  # noqa: S704 - the same

    words = {"gettext": gettext, "ngettext": ngettext}
    known = {name: values[name] for name in ("catalog", "language", "notice", "site")}
    module = made.get_template("macros.html").make_module({**known, **words})
    macros = {
        name: cache(macro) for name, macro in vars(module).items() if isinstance(macro, Macro)
    }
    return {**words, "m": SimpleNamespace(**macros)}


def static_files(templates: Path = TEMPLATES) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are published as they are: the stylesheet, the icon, the schemas of the
    data.
    """
    folder = templates / "static"
    for file in sorted(folder.iterdir()):
        yield file.name, file.read_bytes()

"""Pages to HTML: Jinja with autoescape on, and undefined names an error."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, TypeAlias

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from notice import urls
from notice.output import cache as disk_cache
from notice.problems import ContentError, Problem, Severity
from notice.site.history_chart import MARKS
from notice.site.hosting import POLICY
from notice.site.i18n import Catalog
from notice.site.page import Page
from notice.site.theme import PACKAGED, TEMPLATES, Theme, leads_outside, shown

_ADDRESSES = SimpleNamespace(
    **{name: value for name, value in vars(urls).items() if not isinstance(value, ModuleType)}
)
"""The addresses without what their module imports: a module is a way out of the sandbox."""


def environment(theme: Theme = PACKAGED, *, cached: bool = True) -> Environment:
    """Make the Jinja environment; texts come from the catalog of the page that is rendered.

    A template is looked for in each of the theme's folders in turn. Where a project has templates
    of its own all run in a sandbox, since a repository from elsewhere may be looked at in the
    preview. Compiled templates are kept in the user's cache, unless `cached` says no.
    """
    kind: type[Environment] = Environment
    if theme.own_templates:
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - for few projects

        kind = ImmutableSandboxedEnvironment
    environment = kind(
        loader=_Loader(theme.templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        bytecode_cache=_TemplateCache() if cached else None,
    )
    environment.globals["at"] = _ADDRESSES
    environment.globals["custom_css"] = theme.custom_css
    environment.globals["backgrounds"] = theme.backgrounds
    environment.globals["policy"] = Markup(POLICY)  # noqa: S704 - a constant of ours
    environment.filters["tel"] = lambda number: re.sub(r"[^+0-9]", "", re.sub(r"\(0\)", "", number))
    environment.globals["marks"] = MARKS
    environment.newstyle_gettext = True  # type: ignore[attr-defined] # the i18n extension adds it
    return environment


class _Loader(FileSystemLoader):
    """Templates of some folders; what a link leads to outside its folder is none of them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(folders)
        self._real = [folder.resolve() for folder in folders]

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text and place."""
        text, path, is_current = super().get_source(environment, template)
        real = Path(path).resolve()
        if not any(real.is_relative_to(folder) for folder in self._real):
            raise ContentError([leads_outside(Path(path))])
        return text, path, is_current


class _TemplateCache(BytecodeCache):
    """Compiled templates in the user's cache, each written in one step."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a compiled template; Jinja itself checks that its source is still the same."""
        if raw := disk_cache.look_up("templates", self._name(bucket)):
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template."""
        disk_cache.cache("templates", self._name(bucket), bucket.bytecode_to_string())

    @staticmethod
    def _name(bucket: Bucket) -> str:
        """Name a template together with what compiles it: Jinja itself, the settings in this file,
        and whether it runs in a sandbox, whose code is another.
        """
        compiler = (jinja_version, bucket.environment.sandboxed, bucket.key)
        settings = repr(compiler).encode() + Path(__file__).read_bytes()
        return hashlib.sha256(settings).hexdigest()


Renderer: TypeAlias = Callable[[Page], bytes]


def renderer(environment: Environment) -> Renderer:
    """Return a function that renders the pages of one site."""
    words: dict[str, Mapping[str, Any]] = {}
    loader = environment.loader
    folders = [Path(folder) for folder in loader.searchpath] if isinstance(loader, _Loader) else []
    own = [folder for folder in folders if folder != TEMPLATES]  # an error in ours is a bug of ours

    def render(page: Page) -> bytes:
        values = page.values()
        language = values["language"]
        try:
            if language not in words:
                words[language] = _words(environment, values)
            return (
                environment.get_template(page.template)
                .render({**values, **words[language]})
                .encode()
            )
        except Exception as error:
            if problem := in_template(error, own):
                raise ContentError([problem]) from None
            raise

    return render


def in_template(error: Exception, folders: Sequence[Path]) -> Problem | None:
    """Return the mistake in a template of some folders, at its line; None where it is none."""
    frames = [
        (Path(frame.filename), frame.lineno or 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if not {"jinja2", "markupsafe"} & set(Path(frame.filename).parts)  # called by templates
    ]

    def is_ours(file: Path) -> bool:
        return any(file.is_relative_to(folder) for folder in folders)

    inside = [(file, line) for file, line in frames if is_ours(file)]
    if isinstance(error, TemplateSyntaxError) and error.filename and is_ours(Path(error.filename)):
        file, line = Path(error.filename), error.lineno
    elif inside and (isinstance(error, TemplateError) or inside[-1] == frames[-1]):
        file, line = inside[-1]
    else:
        return None
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    excerpt = lines[line - 1] if line <= len(lines) else ""
    column = len(excerpt) - len(excerpt.lstrip()) + 1
    told = f"{type(error).__name__}: {error}"
    return Problem(shown(file), line, column, Severity.ERROR, told, excerpt)


def _words(environment: Environment, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the templates say in a language: gettext, and the macros.

    Each distinct call of a macro is rendered once for the whole site, since a quarter of a large
    build would go into saying the same again. That is safe: what a macro is given are values, and
    of all else it knows only what is named here, which is the same on every page; a name of the
    page that it is used on is undefined in it, and so an error.
    """
    catalog: Catalog = values["catalog"]

    @cache
    def text(message: str) -> Markup:
        return _escaped(catalog.gettext(message), message)

    @cache
    def without_variables(message: str) -> Markup:
        return text(message) % {}

    def gettext(message: str, **variables: object) -> Markup:
        return text(message) % variables if variables else without_variables(message)

    def ngettext(singular: str, plural: str, number: int, **variables: object) -> Markup:
        form = _escaped(catalog.ngettext(singular, plural, number), plural)
        return form % {"num": number, **variables}

    words = {"gettext": gettext, "ngettext": ngettext}
    known = {name: values[name] for name in ("catalog", "language", "notice", "site")}
    module = environment.get_template("macros.html").make_module({**known, **words})
    macros = {
        name: cache(macro) for name, macro in vars(module).items() if isinstance(macro, Macro)
    }
    return {**words, "m": SimpleNamespace(**macros)}


def _escaped(translation: str, message: str) -> Markup:
    """Escape a catalog's text, but for the tags that the text itself has."""
    tags = re.findall("</?[a-z]+>", message)
    html = str(escape(translation))
    for tag in tags:
        html = html.replace(str(escape(tag)), tag)
    return Markup(html)  # noqa: S704 - escaped, but for tags that stand in a template of ours

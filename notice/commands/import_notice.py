"""The `import` command: versions of an existing notice from Markdown, HTML or Word files."""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from notice.commands import option_types
from notice.commands.import_notes import note
from notice.commands.load import faultless, read_and_check
from notice.commands.shared_options import add_content
from notice.console import ExitCode, UsageError, echo, echo_lines
from notice.content.files import SEALS
from notice.content.model import Change, Language, Notice, Section, SectionId
from notice.content.yaml_edit import with_texts_at, with_value
from notice.importing.plan import Plan, Settings, added_language, new_versions
from notice.importing.revisions import Revision, read_revisions
from notice.markup.parse import parse
from notice.markup.tree import resolve
from notice.output.files import staged
from notice.output.swap import swap_in
from notice.problems import ContentError, print_problems
from notice.redline.compare import compare
from notice.redline.result import Part
from notice.site.i18n import Catalog, available, load, locale_folders
from notice.versions.editions import Edition, editions
from notice.versions.seals import to_json, unsealed

_PLACEHOLDER = "https://example.com/privacy/"
_ZONE = "UTC"


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE@YYYY-MM-DD",
        help="a file, and the day from which its text was in force",
    )
    parser.add_argument(
        "--lang", default="en", metavar="LANGUAGE", help="what the files are in (default: en)"
    )
    parser.add_argument(
        "--into",
        dest="content",
        type=Path,
        metavar="DIR",
        help="where the notice goes, as --content",
    )
    parser.add_argument(
        "--select",
        default="",
        metavar="ELEMENT",
        help="the main text of a page: main, #id, div.class",
    )
    parser.add_argument(
        "--base", default="", metavar="URL", help="where the old page stood, for its relative links"
    )
    parser.add_argument(
        "--base-url",
        type=option_types.site_url,
        default=_PLACEHOLDER,
        metavar="URL",
        help="where the new site will stand",
    )
    parser.add_argument(
        "--title",
        default="",
        metavar="TEXT",
        help="what the notice is called (default: its heading)",
    )
    parser.add_argument(
        "--timezone",
        type=option_types.zone,
        default=_ZONE,
        metavar="ZONE",
        help=f"where a day begins (default: {_ZONE})",
    )
    parser.add_argument("--controller", default="", metavar="NAME", help="who is responsible")


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    content: Path = options.content
    locales = locale_folders(content)
    if options.lang not in available(locales):
        raise UsageError(f"there is no catalog for `{options.lang}`: begin it first")
    revisions = read_revisions(options.files, options.base, options.select)
    if (content / "notice.yaml").exists() and any(content.glob("v[0-9]*")):
        notice = faultless(read_and_check(content))
        if options.lang == notice.source_language:
            raise UsageError(
                f"{content} has versions in `{options.lang}` already: an import begins a notice, "
                "or adds a language to one"
            )
        plan = _language(notice, content, revisions, options.lang)
    else:
        catalog = load(options.lang, locales)
        settings = Settings(
            options.lang,
            options.base_url,
            options.timezone,
            options.controller,
            options.title or _first_heading(revisions) or catalog.gettext("The notice"),
        )
        plan = new_versions(
            revisions,
            settings,
            lambda place, retitled: _change(catalog, revisions, place, retitled=retitled),
        )
        for inside in plan.files:
            if (content / inside).exists():
                raise UsageError(f"{content / inside} is there already; nothing was written")
        plan.lines += _not_said(options)
    _write(plan, content)
    print_problems(plan.problems)
    echo_lines(plan.lines, sys.stdout)
    echo(
        f"{content}: every word of each file is there in its order, and every version is sealed. "
        "Look at titles, days, notes and the controller; to mend them, delete seals.json, and run "
        "`seal` again before you publish.",
        sys.stdout,
    )
    return ExitCode.OK


def _not_said(options: Namespace) -> list[str]:
    """Return a line on the options left out, whose placeholders get sealed; none if none was."""
    said = {
        "--base-url": options.base_url != _PLACEHOLDER,
        "--controller": bool(options.controller),
        "--timezone": options.timezone != _ZONE,
    }
    if not (left_out := [option for option, is_said in said.items() if not is_said]):
        return []
    line = (
        f"{options.content / 'notice.yaml'}: without {', '.join(left_out)} it has placeholders, "
        "which are sealed too and then hold for ever (base_url alone may change): mend them before "
        "you publish."
    )
    return [line]


def _write(plan: Plan, content: Path) -> None:
    """Write a plan, sealed, all of it or nothing; raises ContentError where it has errors."""
    with _staged(content) as staging:
        for inside, raw in plan.files.items():
            (staging / inside).parent.mkdir(parents=True, exist_ok=True)
            (staging / inside).write_bytes(raw)
        checked = read_and_check(staging, preview=True)  # the seals are written below
        try:
            notice = faultless(checked)
        except ContentError as error:
            raise _not_imported(error, staging, content) from None
        published = editions(notice, drafts=False)
        lacking = unsealed(notice, published, checked.seals)
        seals = to_json([*checked.seals, *lacking])
        (staging / SEALS).write_text(seals, encoding="utf-8")


def _not_imported(error: ContentError, staging: Path, content: Path) -> ContentError:
    """Return what is wrong with a copy as what would be wrong with the folder it was to replace."""
    problems = [
        replace(
            problem,
            path=problem.path.replace(str(staging), str(content)),
            message=problem.message.replace(str(staging), str(content))
            + "; so nothing was imported",
        )
        for problem in error.problems
    ]
    return ContentError(problems)


@contextmanager
def _staged(content: Path) -> Iterator[Path]:
    """Work on a copy of a folder beside it, which takes its place where no exception is raised."""
    staging = staged(content.absolute())
    try:
        if content.exists():
            shutil.copytree(content, staging)
        else:
            staging.mkdir(parents=True)
        yield staging
        swap_in(staging, content)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _language(
    notice: Notice, content: Path, revisions: Sequence[Revision], language: Language
) -> Plan:
    """Plan another language of the versions that are there, with its notes and titles."""

    def read(inside: str) -> bytes:
        return (content / inside).read_bytes()

    plan = added_language(notice, read, revisions, language)
    catalog = load(language, locale_folders(content))
    before: list[Part] = []
    shown = editions(notice, drafts=False)
    title = next((revision.title for revision in revisions if revision.title), "")
    title = title or _first_heading(revisions)
    sources: dict[SectionId, str] = {}
    names: dict[SectionId, str] = {}
    for edition in shown:
        parts = [_part(notice, edition, section) for section in edition.sections]
        redline = compare(before, parts) if edition is not shown[0] else None
        before = parts
        # A section that this version has no text for is called what it was called before.
        sources |= {
            section.id: section.texts[notice.source_language].title for section in edition.sections
        }
        names |= plan.titles.get(edition.id, {})
        texts: dict[tuple[str, ...], str] = {}
        if language not in edition.version.note:
            retitled = bool(edition.version.title) and edition is not shown[0]
            texts["note", language] = note(catalog, redline, sources | names, retitled=retitled)
        if edition.version.title and language not in edition.version.title:
            texts["title", language] = title
        inside = f"{edition.id}/version.yaml"
        plan.files[inside] = with_texts_at(f"{content}/{inside}", read(inside), texts)
    plan.files["notice.yaml"] = _with_language(notice, content, language, title)
    return plan


def _first_heading(revisions: Sequence[Revision]) -> str:
    titles = (section.title for revision in revisions for _, section in revision.sections)
    return next((title for title in titles if title), "")


def _with_language(notice: Notice, content: Path, language: Language, title: str) -> bytes:
    """Return `notice.yaml` with a language, and with the notice's title in it. Raises ContentError
    where that cannot be written without touching anything else.
    """
    file = content / "notice.yaml"
    path, raw = file.as_posix(), file.read_bytes()
    if language not in notice.languages:
        languages = ", ".join([*notice.languages, language])
        raw = with_value(path, raw, "languages", f"[{languages}]", after=())
    if language not in notice.title:
        name = title or notice.title[notice.source_language]
        raw = with_texts_at(path, raw, {("title", language): name})
    return raw


def _change(
    catalog: Catalog, revisions: Sequence[Revision], place: int, *, retitled: bool
) -> tuple[Change, str]:
    """Return the class of a version and its note: editorial where nothing changed."""
    sides = revisions[max(place - 1, 0) : place + 1]
    redline = compare(*(_parts(side, catalog.language) for side in sides)) if place else None
    change = Change.MATERIAL if redline else Change.FIRST
    if redline and not retitled and not any(section.touched for section in redline.sections):
        change = Change.EDITORIAL
    names = {name: section.title for side in sides for name, section in side.sections}
    return change, note(catalog, redline, names, retitled=retitled)


def _parts(revision: Revision, language: Language) -> list[Part]:
    numbers = {name: section.number for name, section in revision.sections}
    return [
        Part(name, section.number, section.title, language, resolve(parse(section.body), numbers))
        for name, section in revision.sections
    ]


def _part(notice: Notice, edition: Edition, section: Section) -> Part:
    text = section.texts[notice.source_language]
    number = edition.numbers.get(section.id, "")
    blocks = resolve(parse(text.body), edition.numbers)
    return Part(section.id, number, text.title, notice.source_language, blocks)

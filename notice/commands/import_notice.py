"""The `import` command: versions of an existing notice from Markdown, HTML or Word files."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from notice.commands.load import faultless, read_and_check
from notice.console import ExitCode, UsageError, echo, echo_lines
from notice.content.files import SEALS
from notice.content.model import Change, Language, Notice
from notice.importing.plan import Plan, Settings, add_text, added_language, new_versions
from notice.importing.revisions import Revision, read_revisions
from notice.markup.parse import parse
from notice.markup.tree import resolve
from notice.problems import print_problems
from notice.redline.compare import compare
from notice.redline.result import Kind, Part, Redline, SectionChange
from notice.redline.runs import Mark
from notice.site.i18n import Catalog, available, load
from notice.versions.editions import Edition, editions
from notice.versions.seals import to_json, unsealed

_MOST_NAMED = 6
"""So many sections of a kind a note names; of the others it says how many they are."""


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    content: Path = options.content
    if options.lang not in available():
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
        catalog = load(options.lang)
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
            lambda place: _change(catalog, _compared(revisions, place, options.lang)),
        )
        for inside in plan.files:
            if (content / inside).exists():
                raise UsageError(f"{content / inside} is there already; nothing was written")
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


def _write(plan: Plan, content: Path) -> None:
    """Write a plan, sealed, all of it or nothing; raises ContentError where it has errors."""
    with _staged(content) as staging:
        for inside, raw in plan.files.items():
            (staging / inside).parent.mkdir(parents=True, exist_ok=True)
            (staging / inside).write_bytes(raw)
        checked = read_and_check(staging, preview=True)  # the seals are written below
        notice = faultless(checked)
        published = editions(notice, date.max, drafts=False)
        lacking = unsealed(notice, published, checked.seals)
        seals = to_json([*checked.seals, *lacking])
        (staging / SEALS).write_text(seals, encoding="utf-8")


@contextmanager
def _staged(content: Path) -> Iterator[Path]:
    """Work on a copy of a folder beside it, which takes its place where no exception is raised."""
    staging = content.absolute().with_name(f".{content.name}.{secrets.token_hex(6)}.new")
    try:
        if content.exists():
            shutil.copytree(content, staging)
        else:
            staging.mkdir(parents=True)
        yield staging
        old = staging.with_suffix(".old")
        if content.exists():
            content.rename(old)
        staging.rename(content)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _language(
    notice: Notice, content: Path, revisions: Sequence[Revision], language: Language
) -> Plan:
    """Plan another language of the versions that are there, with its notes and titles."""

    def read(inside: str) -> bytes:
        return (content / inside).read_bytes()

    plan = added_language(notice, read, revisions, language)
    catalog = load(language)
    shown = editions(notice, date.max, drafts=False)
    title = next((revision.title for revision in revisions if revision.title), "")
    title = title or _first_heading(revisions)
    for edition in shown:
        redline = _between(notice, shown, edition)
        if language not in edition.version.note:
            text = _note(catalog, redline, plan.titles.get(edition.id, {}))
            add_text(plan, edition.version, "note", language, text, read)
        if edition.version.title and language not in edition.version.title:
            add_text(plan, edition.version, "title", language, title, read)
    plan.files["notice.yaml"] = _with_language(notice, read("notice.yaml"), language, title)
    return plan


def _first_heading(revisions: Sequence[Revision]) -> str:
    titles = (section.title for revision in revisions for _, section in revision.sections)
    return next((title for title in titles if title), "")


def _with_language(notice: Notice, raw: bytes, language: Language, title: str) -> bytes:
    """Add a language to `notice.yaml`; raises UsageError where that is not as `import` wrote it."""
    text = raw.decode()
    if language not in notice.languages:
        text = re.sub(r"(?m)^languages: \[([^\]\n]*)\]", rf"languages: [\1, {language}]", text)
    if language not in notice.title:
        name = json.dumps(title or notice.title[notice.source_language], ensure_ascii=False)
        text = re.sub(
            r"(?m)^title: \{(.*)\}[ ]*$",
            lambda found: f"title: {{{found[1]}, {language}: {name}}}",
            text,
        )
    if text == raw.decode() and language not in notice.languages:
        raise UsageError(f"add `{language}` to `languages` and `title` in notice.yaml first")
    return text.encode()


def _note(catalog: Catalog, redline: Redline | None, names: Mapping[str, str] | None = None) -> str:
    """Return what a version changed, a sentence for each thing that happened to sections; of the
    first version that it is that.
    """
    _ = catalog.gettext
    if redline is None:
        return _("First version")
    happened: dict[str, list[str]] = {
        _("New: %(names)s."): [],
        _("Removed: %(names)s."): [],
        _("Renamed: %(names)s."): [],
        _("Changed: %(names)s."): [],
    }
    new, gone, renamed, changed = happened.values()
    for section in redline.sections:
        name = (names or {}).get(section.id) or _title(section) or _("Introduction")
        if section.is_new or section.is_gone:
            (new if section.is_new else gone).append(name)
        elif section.renamed:
            renamed.append(name)
        elif section.kind is not Kind.KEPT or section.moved:
            changed.append(name)
    told = (
        sentence % {"names": "; ".join(_named(sections, catalog))}
        for sentence, sections in happened.items()
        if sections
    )
    return " ".join(told) or _("No word was changed.")


def _named(sections: Sequence[str], catalog: Catalog) -> Iterator[str]:
    names = tuple(dict.fromkeys(sections))
    yield from names[:_MOST_NAMED]
    if more := len(names[_MOST_NAMED:]):
        words = catalog.ngettext("%(num)d more section", "%(num)d more sections", more)
        yield words % {"num": more}


def _change(catalog: Catalog, redline: Redline | None) -> tuple[Change, str]:
    """Return the class of a version, and its note: where no section changed in anything no meaning
    did.
    """
    change = Change.MATERIAL if redline else Change.FIRST
    if redline and not any(section.touched for section in redline.sections):
        change = Change.EDITORIAL
    return change, _note(catalog, redline)


def _title(section: SectionChange) -> str:
    """Return a section's title as it is now, or as it was where the section is gone."""
    now = "".join(run.text for run in section.title if run.mark is not Mark.DELETED)
    return now or "".join(run.text for run in section.title)


def _compared(revisions: Sequence[Revision], place: int, language: Language) -> Redline | None:
    if place == 0:
        return None
    return compare(*(_parts(revision, language) for revision in revisions[place - 1 : place + 1]))


def _parts(revision: Revision, language: Language) -> list[Part]:
    numbers = {name: section.number for name, section in revision.sections}
    return [
        Part(name, section.number, section.title, language, resolve(parse(section.body), numbers))
        for name, section in revision.sections
    ]


def _between(notice: Notice, shown: Sequence[Edition], edition: Edition) -> Redline | None:
    place = shown.index(edition)
    if place == 0:
        return None
    return compare(
        *(
            [_part(notice, side, each.id) for each in side.sections]
            for side in shown[place - 1 : place + 1]
        )
    )


def _part(notice: Notice, edition: Edition, section_id: str) -> Part:
    section = next(section for section in edition.sections if section.id == section_id)
    text = section.texts[notice.source_language]
    number = edition.numbers.get(section_id, "")
    prevailing = notice.source_language
    blocks = resolve(parse(text.body), edition.numbers)
    return Part(section_id, number, text.title, prevailing, blocks)

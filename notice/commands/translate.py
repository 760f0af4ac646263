"""The `translate` command: a language as a PO file for a translator, and what comes back."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Collection
from datetime import date
from pathlib import Path

from notice import urls
from notice.commands.load import faultless, faultless_notice, read_and_check, today
from notice.console import ExitCode, UsageError, echo
from notice.content.model import Language, Notice, Section, Text
from notice.content.yaml_edit import with_texts
from notice.output.write import replace_file
from notice.translate.po import from_po, to_po
from notice.translate.settle import Settled, language_of, settle, unknown
from notice.translate.work import SectionWork, refuse_language, work_on
from notice.versions.editions import Edition, editions


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    return _export(options) if options.action == "export" else _import(options)


def _export(options: Namespace) -> int:
    notice = faultless_notice(options.content)
    refuse_language(notice, options.lang, options.read_in)
    edition = _newest(notice)
    work = work_on(notice, edition, options.lang, options.read_in)

    def address(section: SectionWork) -> str:
        page = urls.version(section.change.source_language, edition.id)
        return f"{notice.base_url}{page}#{section.id}"

    title = notice.title[notice.source_language]
    raw = to_po(title, edition.id, options.lang, today(notice), work, address)
    if options.output:
        replace_file(options.output, raw)
        echo(f"{options.output}: {edition.id}, {_counts(work)}", sys.stdout)
    else:
        sys.stdout.buffer.write(raw)
    return ExitCode.OK


def _import(options: Namespace) -> int:
    checked = read_and_check(options.content, preview=True)
    notice = faultless(checked)
    po = from_po(str(options.file), options.file.read_bytes())
    language = language_of(notice, po)
    if not language:
        raise UsageError(
            f"{options.file}: its header says `Language: {po.language}`, and the notice has "
            f"translations in {', '.join(notice.languages[1:])}"
        )
    edition = _newest(notice)
    sealed = {seal.version for seal in checked.seals}
    written: dict[Path, bytes] = {}
    lines = [
        f"{options.file}: `{name}` is no text of {edition.id}" for name in unknown(edition, po)
    ]
    for settled in settle(notice, edition, language, po):
        lines += _written(settled, edition, language, options.content, sealed, written)
    for file, raw in written.items():
        replace_file(file, raw)
    for line in lines or [f"{options.file}: nothing in it is new"]:
        echo(line, sys.stdout)
    return ExitCode.OK


def _written(
    settled: Settled,
    edition: Edition,
    language: Language,
    content: Path,
    sealed: Collection[str],
    written: dict[Path, bytes],
) -> list[str]:
    """Note the bytes of a section's file where it is settled; returns what is to be said of it."""
    section, text = settled.section, settled.text
    if text is None:
        stays = f"{section.id}: left as it was; {settled.remark}"
        return [stays] if settled.remark else []
    folder = section.file.partition("/")[0]
    target = content / section.file
    copied = ""
    if folder in sealed and language in section.texts:
        # What was published in a language stays: a better translation belongs to the next version.
        if not edition.version.draft or edition.id in sealed:
            stays = f"{section.id}: left as it was; {section.file} is sealed in `{language}`"
            return [f"{stays}: begin a draft with `new {section.id}` first"]
        target = content / edition.id / f"{section.id}.yaml"
        copied = f", as a copy of {content / section.file}"
    path = content / section.file
    written[target] = with_texts(
        path.as_posix(), path.read_bytes(), language, _values(section, language, text)
    )
    return [f"{target}: {language} written and pinned to {text.of}{copied}"]


def _values(section: Section, language: Language, text: Text) -> dict[str, str]:
    """Return the keys that a translation needs, and those that it had."""
    old = section.texts.get(language)
    values = {"of": text.of, "title": text.title, "gist": text.gist, "body": text.body}
    # A key that is there already is compared as the file has it; an empty one is not begun.
    return {
        key: value
        for key, value in values.items()
        if value and (old is None or getattr(old, key) != value)
    }


def _newest(notice: Notice) -> Edition:
    return editions(notice, date.max, drafts=True)[-1]


def _counts(work: tuple[SectionWork, ...]) -> str:
    entries = [entry for section in work for entry in section.entries]
    settled = sum(entry.is_settled for entry in entries)
    fuzzy = sum(entry.fuzzy for entry in entries)
    return f"{len(entries)} texts: {settled} translated, {fuzzy} fuzzy"

"""The `translate` command: a language as a PO file for a translator, and what comes back."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from notice import urls
from notice.commands.load import faultless, read_and_check, today
from notice.commands.pin import with_facts_pinned
from notice.commands.shared_options import add_content
from notice.console import ExitCode, UsageError, echo, echo_lines
from notice.content.model import Language, Notice, Section, Text
from notice.content.schema import FACTS
from notice.content.yaml_edit import with_texts, with_texts_at
from notice.output.write import replace_file
from notice.translate.facts import settle_facts, work_on_facts
from notice.translate.po import PoFile, Work, from_po, to_po
from notice.translate.settle import Settled, language_of, settle, unknown
from notice.translate.work import refuse_language, work_on
from notice.versions.editions import Edition, editions


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    actions = parser.add_subparsers(dest="action", metavar="export|import", required=True)
    export = actions.add_parser(
        "export", help="write the texts to translate as gettext PO", allow_abbrev=False
    )
    export.add_argument("--lang", required=True, metavar="LANGUAGE", help="to translate into")
    export.add_argument(
        "--from",
        dest="read_in",
        default="",
        metavar="LANGUAGE",
        help="what the translator reads (default: the language that prevails)",
    )
    export.add_argument(
        "--output", type=Path, metavar="FILE", help="where to (default: standard output)"
    )
    importing = actions.add_parser(
        "import", help="write what a PO file has settled into the content", allow_abbrev=False
    )
    for action in (export, importing):  # as behind every other command
        action.add_argument("--content", type=Path, default=SUPPRESS, metavar="DIR", help=SUPPRESS)
    importing.add_argument("file", type=Path, metavar="FILE", help="a PO file of an export")


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    return _export(options) if options.action == "export" else _import(options)


def _export(options: Namespace) -> int:
    notice = faultless(read_and_check(options.content, preview=True))
    refuse_language(notice, options.lang, options.read_in)
    edition = _newest(notice)
    facts = work_on_facts(notice, edition, options.lang, options.read_in)
    work: list[Work] = [*work_on(notice, edition, options.lang, options.read_in)]
    work += [facts] if facts else []

    def address(work: Work) -> str:
        page = f"{notice.base_url}{urls.version(work.source_language, edition.id)}"
        return f"{page}#{work.id}" if work.id != FACTS else page

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
        said = f"its header says `Language: {po.language}`"
        if not po.language:
            said = 'it has no line `"Language: …\\n"` in its header'
        raise UsageError(
            f"{options.file}: {said}, and the notice has translations in "
            f"{', '.join(notice.languages[1:])}"
        )
    edition = _newest(notice)
    sealed = frozenset(seal.version for seal in checked.seals)
    destination = _Destination(options.content, edition, language, sealed, {})
    lines = [
        f"{options.file}: `{name}` is no text of {edition.id}" for name in unknown(edition, po)
    ]
    for settled in settle(notice, edition, language, po):
        lines += destination.section(settled)
    lines += destination.facts(notice, po)
    for file, raw in destination.written.items():
        replace_file(file, raw)
    echo_lines(lines or [f"{options.file}: nothing in it is new"], sys.stdout)
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class _Destination:
    """What the translations of a language go into: a version in a content folder, the versions that
    are sealed, and the files as they are to be written.
    """

    content: Path
    edition: Edition
    language: Language
    sealed: frozenset[str]
    written: dict[Path, bytes]

    def section(self, settled: Settled) -> list[str]:
        """Put in a section where it is settled; returns what is to be said of it."""
        section, text, language = settled.section, settled.text, self.language
        if text is None:
            stays = f"{section.id}: left as it was; {settled.remark}"
            return [stays] if settled.remark else []
        is_published = language in section.texts
        target, remark = self._target(section.id, section.file, is_published=is_published)
        if target is None:
            return [
                f"{section.id}: left as it was; {section.file} is sealed in `{language}`{remark}"
            ]
        path, values = self.content / section.file, _values(section, language, text)
        self.written[target] = with_texts(path.as_posix(), path.read_bytes(), language, values)
        return [f"{target}: {language} written and pinned to {text.of}{remark}"]

    def facts(self, notice: Notice, po: PoFile) -> list[str]:
        """Put in the facts where they are settled; returns what is to be said of them."""
        facts, language = self.edition.facts, self.language
        texts, remark = settle_facts(notice, self.edition, language, po) if facts else (None, "")
        if facts is None or texts is None:
            return [f"{FACTS}: left as they were; {remark}"] if remark else []
        is_published = language in facts.languages()
        target, remark = self._target(FACTS, facts.file, is_published=is_published)
        if target is None:
            return [f"{FACTS}: left as they were; {facts.file} is sealed in `{language}`{remark}"]
        path, pin = self.content / facts.file, facts.pin(notice.source_language)
        raw = with_texts_at(path.as_posix(), path.read_bytes(), texts)
        self.written[target] = with_facts_pinned(path, raw, facts, [language], pin)
        return [f"{target}: {language} written and pinned to {pin}{remark}"]

    def _target(self, name: str, file: str, *, is_published: bool) -> tuple[Path | None, str]:
        """Return the file that a translation goes into, and what is to be said of that: where
        `file` is sealed in the language a copy of the draft's own, or none.
        """
        if file.partition("/")[0] not in self.sealed or not is_published:
            return self.content / file, ""
        # What was published in a language stays: a better translation belongs to the next version.
        if not self.edition.version.draft or self.edition.id in self.sealed:
            return None, f": begin a draft with `new {name}` first"
        copy = self.content / self.edition.id / f"{name}.yaml"
        return copy, f", as a copy of {self.content / file}"


def _values(section: Section, language: Language, text: Text) -> dict[str, str]:
    """Return the keys that a translation needs, and those that it had."""
    old = section.texts.get(language)
    values = {"of": text.of, **text.parts()}
    # A key that is there already is compared as the file has it; an empty one is not begun.
    return {
        key: value
        for key, value in values.items()
        if value and (old is None or getattr(old, key) != value)
    }


def _newest(notice: Notice) -> Edition:
    return editions(notice, drafts=True)[-1]


def _counts(work: Sequence[Work]) -> str:
    entries = [entry for part in work for entry in part.entries]
    settled = sum(entry.is_settled for entry in entries)
    fuzzy = sum(entry.fuzzy for entry in entries)
    return f"{len(entries)} texts: {settled} translated, {fuzzy} fuzzy"

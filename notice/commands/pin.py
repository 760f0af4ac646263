"""The `pin` command: pins written into a file that stays as it is otherwise."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from notice.commands import option_types
from notice.commands.load import faultless, read_and_check
from notice.commands.shared_options import add_content
from notice.console import ExitCode, UsageError, echo_lines
from notice.content.facts import SAID, TABLES, Facts
from notice.content.model import Language, Notice, SectionId
from notice.content.schema import FACTS
from notice.content.yaml_edit import with_texts, with_value
from notice.output.write import replace_file
from notice.problems import did_you_mean
from notice.versions import translations
from notice.versions.editions import Edition, editions


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "sections",
        nargs="+",
        metavar="SECTION",
        help="whose translations say what the source text says now",
    )
    parser.add_argument(
        "--lang", metavar="LANGUAGE", default="", help="this language alone (default: all)"
    )
    parser.add_argument(
        "--version",
        type=option_types.version,
        default="",
        metavar="VERSION",
        help="whose sections these are (default: the newest)",
    )


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    notice = faultless(read_and_check(options.content, preview=True))
    content, version = options.content, options.version
    for pinned in pin_files(notice, content, options.sections, options.lang, version):
        if pinned.after != pinned.before:
            replace_file(pinned.file.resolve(), pinned.after)
        echo_lines((f"{pinned.file}: {line}" for line in pinned.done), sys.stdout)
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class Pinned:
    """A section's file, or the facts', with its pins: where it is, its bytes before and after, and
    what was done, a line a language.
    """

    file: Path
    before: bytes
    after: bytes
    done: tuple[str, ...]


def pin_files(
    notice: Notice,
    content: Path,
    wanted: Sequence[SectionId],
    language: Language,
    version: str,
) -> list[Pinned]:
    """Return a version's files of some sections with the pins of their translations, of one
    language, or of all where it is empty; where no version is named, the newest one's.

    Raises UsageError where there is no such section, language, version or translation, and
    ContentError where a pin cannot be written without touching anything else.
    """
    if language == notice.source_language:
        raise UsageError(
            f"`{language}` is the language that prevails: the others are translations of it, "
            "and it has no pin"
        )
    if language and language not in notice.languages:
        raise UsageError(
            f"there is no language `{language}` here{did_you_mean(language, notice.languages[1:])}"
        )
    known = {edition.id: edition for edition in editions(notice, drafts=True)}
    if version and version not in known:
        raise UsageError(f"there is no version `{version}`{did_you_mean(version, known)}")
    edition = known[version or notice.versions[-1].id]
    languages = [language] if language else notice.languages[1:]
    return [
        _pin_facts(notice, content, edition, languages)
        if name == FACTS
        else _pin_section(notice, content, edition, name, languages)
        for name in dict.fromkeys(wanted)
    ]


def _pin_section(
    notice: Notice,
    content: Path,
    edition: Edition,
    section_id: SectionId,
    languages: Sequence[Language],
) -> Pinned:
    section = edition.section(section_id)
    if section is None:
        raise UsageError(
            f"{edition.id} has no section "
            f"`{section_id}`{did_you_mean(section_id, edition.version.contents)}"
        )
    pins = {language: text.of for language, text in section.texts.items()}
    _refuse_untranslated(section_id, languages, pins)
    pin = translations.pin(section.texts[notice.source_language])
    file = content / section.file
    before = after = file.read_bytes()
    for language in languages:
        if pins.get(language, pin) != pin:
            after = with_texts(file.as_posix(), after, language, {"of": pin})
    return Pinned(file, before, after, _done(languages, pins, pin))


def _pin_facts(
    notice: Notice, content: Path, edition: Edition, languages: Sequence[Language]
) -> Pinned:
    """Pin the texts of `facts.yaml`, which has one pin a language for all of them."""
    facts = edition.facts
    if facts is None:
        raise UsageError(f"{edition.id} has no facts.yaml")
    pins = {language: facts.of.get(language, "") for language in facts.languages()}
    _refuse_untranslated(FACTS, languages, pins)
    pin = facts.pin(notice.source_language)
    file = content / facts.file
    before = file.read_bytes()
    translated_into = [language for language in languages if language in pins]
    after = with_facts_pinned(file, before, facts, translated_into, pin)
    return Pinned(file, before, after, _done(languages, pins, pin))


def with_facts_pinned(
    file: Path, raw: bytes, facts: Facts, languages: Sequence[Language], pin: str
) -> bytes:
    """Return the file of some facts with a pin for some languages. Raises ContentError where it
    cannot be written without touching anything else.
    """
    pinned = dict(facts.of) | dict.fromkeys(languages, pin)
    if pinned == facts.of:
        return raw
    value = ", ".join(f'{language}: "{known}"' for language, known in pinned.items())
    return with_value(file.as_posix(), raw, "of", f"{{{value}}}", after=(*TABLES, *SAID))


def _refuse_untranslated(
    name: str, languages: Sequence[Language], pins: Mapping[Language, str]
) -> None:
    if not any(language in pins for language in languages):
        raise UsageError(
            f"`{name}` has no translation in {', '.join(languages)}: there is nothing to pin"
        )


def _done(languages: Sequence[Language], pins: Mapping[Language, str], pin: str) -> tuple[str, ...]:
    """Say for each language what became of its pin."""

    def told(language: Language) -> str:
        if language not in pins:
            return "no translation"
        if (old := pins[language]) == pin:
            return f"{pin}, already right"
        return f"{pin}, {f'was {old}' if old else 'had none'}"

    return tuple(f"{language}: {told(language)}" for language in languages)

"""The `pin` command: pins written into a file that stays as it is otherwise."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from notice.commands.load import faultless_notice
from notice.console import ExitCode, UsageError, echo
from notice.content.model import Language, Notice, SectionId
from notice.content.yaml_edit import with_texts
from notice.output.write import replace_file
from notice.problems import did_you_mean
from notice.versions import translations
from notice.versions.editions import editions


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    notice = faultless_notice(options.content)
    content, version = options.content, options.version
    for pinned in pin_files(notice, content, options.sections, options.lang, version):
        if pinned.after != pinned.before:
            replace_file(pinned.file.resolve(), pinned.after)
        for line in pinned.done:
            echo(f"{pinned.file}: {line}", sys.stdout)
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class Pinned:
    """A section's file with its pins: where it is, its bytes before and after, and what was done,
    a line a language.
    """

    file: Path
    before: bytes
    after: bytes
    done: tuple[str, ...]


def pin_files(
    notice: Notice,
    content: Path,
    wanted: Sequence[SectionId],
    language: Language = "",
    version: str = "",
) -> list[Pinned]:
    """Return a version's files of some sections with the pins of their translations, of one
    language or of all; where no version is named, the newest one's.

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
    known = {edition.id: edition for edition in editions(notice, date.max, drafts=True)}
    if version and version not in known:
        raise UsageError(f"there is no version `{version}`{did_you_mean(version, known)}")
    edition = known[version or notice.versions[-1].id]
    result = []
    for section_id in dict.fromkeys(wanted):
        section = edition.section(section_id)
        if section is None:
            raise UsageError(
                f"{edition.id} has no section "
                f"`{section_id}`{did_you_mean(section_id, edition.version.contents)}"
            )
        languages = [language] if language else notice.languages[1:]
        translated = [each for each in languages if each in section.texts]
        if not translated:
            raise UsageError(
                f"`{section_id}` has no translation in {', '.join(languages)}: there is "
                "nothing to pin"
            )
        pin = translations.pin(section.texts[notice.source_language])
        file = content / section.file
        before = after = file.read_bytes()
        done = []
        for each in languages:
            if each not in section.texts:
                done.append(f"{each}: no translation")
            elif (old := section.texts[each].of) == pin:
                done.append(f"{each}: {pin}, already right")
            else:
                after = with_texts(file.as_posix(), after, each, {"of": pin})
                done.append(f"{each}: {pin}, {f'was {old}' if old else 'had none'}")
        result.append(Pinned(file, before, after, tuple(done)))
    return result

"""The `pin` command: pins written into a file that stays as it is otherwise."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from notice.commands.load import faultless_notice
from notice.console import ExitCode, UsageError, echo
from notice.content.model import Language, Notice, SectionId
from notice.content.yaml_source import Source, parse
from notice.output.write import replace_file
from notice.problems import ContentError, Severity, did_you_mean
from notice.versions import translations
from notice.versions.editions import editions

_NEWLINE = re.compile(r"\r\n|\r|\n")


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    notice = faultless_notice(options.content)
    for pinned in pin_files(notice, options.content, options.sections, options.lang):
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
    notice: Notice, content: Path, wanted: Sequence[SectionId], language: Language = ""
) -> list[Pinned]:
    """Return the newest version's files of some sections with the pins of their translations,
    of one language or of all.

    Raises UsageError where there is no such section, language or translation, and ContentError
    where a pin cannot be written without touching anything else.
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
    newest = editions(notice, date.max, drafts=True)[-1]
    result = []
    for section_id in dict.fromkeys(wanted):
        section = newest.section(section_id)
        if section is None:
            raise UsageError(
                f"{newest.id} has no section "
                f"`{section_id}`{did_you_mean(section_id, newest.version.contents)}"
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
                after = with_pin(file.as_posix(), after, each, pin)
                done.append(f"{each}: {pin}, {f'was {old}' if old else 'had none'}")
        result.append(Pinned(file, before, after, tuple(done)))
    return result


def with_pin(path: str, raw: bytes, language: Language, pin: str) -> bytes:
    """Write a translation's pin into the bytes of a section's file; every other byte stays as it
    is. Raises ContentError.
    """
    source, problems = parse(path, raw)
    if source is None:
        raise ContentError(problems)
    text = raw.decode()
    made = "".join(_replaced(text, source, language, f'"{pin}"')).encode()
    read, _ = parse(path, made)
    if read is None or read.data != _expected(source, language, pin):
        message = (
            "this YAML is written in a way that a pin cannot be put into by command; "
            f'write `of: "{pin}"` there yourself'
        )
        raise ContentError([source.problem((language,), Severity.ERROR, message, key=True)])
    return made


def _replaced(text: str, source: Source, language: Language, value: str) -> tuple[str, str, str]:
    """Return what stands before a pin, the pin with what it needs around it, and what stands
    after.
    """
    # Places are told for a text whose every line break is one character.
    places = [*(found.start() for found in re.finditer(r"\r\n|.", text, re.DOTALL)), len(text)]
    where = (language, "of")
    if where in source.values:
        start, end = (places[offset] for offset in source.values[where])
        if (
            text[start] in "|>"
        ):  # what follows it in that line, and the line's end, belong to the value too
            message = f"a pin stands in one line; write `of: {value}` here"
            raise ContentError([source.problem(where, Severity.ERROR, message)])
        return text[:start], value, text[end:]
    first = places[
        min(place for key, place in source.keys.items() if len(key) == 2 and key[0] == language)
    ]
    if text[places[source.values[language,][0]]] == "{":
        return text[:first], f"of: {value}, ", text[first:]
    breaks = list(_NEWLINE.finditer(text, 0, first))
    newline, begins = (breaks[-1].group(), breaks[-1].end()) if breaks else ("\n", 0)
    return text[:first], f"of: {value}{newline}{text[begins:first]}", text[first:]


def _expected(source: Source, language: Language, pin: str) -> object:
    """Return the data of a file with another pin and nothing else changed."""
    data: Any = source.data
    return {**data, language: {**data[language], "of": pin}}

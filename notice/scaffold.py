"""What editors are spared: the folder of the next version, and pins written into a file that stays as it is otherwise."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from notice import translation
from notice.errors import ContentError, Severity, did_you_mean
from notice.history import editions
from notice.model import Language, Notice, SectionId, Version
from notice.schema import SECTION_ID
from notice.yamltext import Source, parse

SOON = 30
"""Days from the beginning of a version to the placeholder for the day on which it is in force."""
_NEWLINE = re.compile(r"\r\n|\r|\n")


class RefusedError(Exception):
    """What was asked for cannot be done; nothing was written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, by paths below the content folder: files copied (and from where), files written, and what to say.

    A version's folder is made as a whole where it is `begun`; a draft that is there already is only added to.
    """

    version: str
    begun: bool
    copied: Mapping[str, str]
    written: Mapping[str, str]
    remarks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pinned:
    """A section's file with its pins: where it is, its bytes before and after, and what was done, a line a language."""

    file: Path
    before: bytes
    after: bytes
    done: tuple[str, ...]


def plan(notice: Notice, wanted: Sequence[SectionId], day: date) -> Plan:
    """Plan the next version with some sections to change, or, where the newest version is a draft, those sections in it.

    A section is copied from the last version that changed it. A name that is new gets a file to fill in, unless it looks
    like a slip. Raises RefusedError.
    """
    newest = notice.versions[-1]
    if newest.draft and not wanted:
        raise RefusedError(
            f"{newest.id} is a draft: change it, or publish it first (take `draft: true` out of its version.yaml). "
            f"`python build.py new SECTION` copies a section into {newest.id}; it has {', '.join(newest.contents)}."
        )
    wanted = list(dict.fromkeys(wanted))
    files = {section.id: section.file for version in notice.versions for section in version.own.values()}
    for section_id in wanted:
        _refuse_name(section_id, files)
    folder = newest.id if newest.draft else f"v{newest.number + 1}"
    fresh = [section_id for section_id in wanted if section_id not in newest.contents]
    remarks = {f"{folder}/{section_id}.yaml": remark for section_id, remark in _remarks(notice, wanted).items()}
    copied = {f"{folder}/{section_id}.yaml": files[section_id] for section_id in wanted if section_id in files}
    written = {f"{folder}/{section_id}.yaml": _skeleton(notice) for section_id in wanted if section_id not in files}
    if not newest.draft:
        written[f"{folder}/version.yaml"] = _version_file(notice, newest, [*newest.contents, *fresh], day)
    return Plan(folder, not newest.draft, copied, written, remarks)


def make(planned: Plan, content: Path) -> None:
    """Make what was planned: all of it or nothing, and nothing over what is there. Raises RefusedError or OSError."""
    files = {inside: (content / source).read_bytes() for inside, source in planned.copied.items()}
    files |= {inside: text.encode() for inside, text in planned.written.items()}
    in_the_way = [content / planned.version] if planned.begun else [content / inside for inside in files]
    for place in in_the_way:
        if place.exists() or place.is_symlink():
            raise RefusedError(f"{place} is there already; nothing was written")
    if planned.begun:
        _make_folder(content / planned.version, {inside.partition("/")[2]: raw for inside, raw in files.items()})
        return
    made: list[Path] = []
    try:
        for inside, raw in files.items():
            with (content / inside).open("xb") as stream:
                made.append(content / inside)
                stream.write(raw)
    except OSError:
        for file in made:
            file.unlink(missing_ok=True)
        raise


def pin_files(notice: Notice, content: Path, wanted: Sequence[SectionId], language: Language = "") -> list[Pinned]:
    """Give the newest version's files of some sections with the pins of their translations, of one language or of all.

    Raises RefusedError where there is no such section, language or translation, and ContentError where a pin cannot be
    written without touching anything else.
    """
    if language == notice.source_language:
        raise RefusedError(f"`{language}` is the language that prevails: the others are translations of it, and it has no pin")
    if language and language not in notice.languages:
        raise RefusedError(f"there is no language `{language}` here{did_you_mean(language, notice.languages[1:])}")
    newest = editions(notice, date.max, drafts=True)[-1]
    result = []
    for section_id in dict.fromkeys(wanted):
        section = newest.section(section_id)
        if section is None:
            raise RefusedError(f"{newest.id} has no section `{section_id}`{did_you_mean(section_id, newest.version.contents)}")
        languages = [language] if language else notice.languages[1:]
        translated = [each for each in languages if each in section.texts]
        if not translated:
            raise RefusedError(f"`{section_id}` has no translation in {', '.join(languages)}: there is nothing to pin")
        pin = translation.pin(section.texts[notice.source_language])
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
    """Write a translation's pin into the bytes of a section's file; every other byte stays as it is. Raises ContentError."""
    source, problems = parse(path, raw)
    if source is None:
        raise ContentError(problems)
    text = raw.decode()
    made = "".join(_replaced(text, source, language, f'"{pin}"')).encode()
    read, _ = parse(path, made)
    if read is None or read.data != _expected(source, language, pin):
        message = f'this YAML is written in a way that a pin cannot be put into by command; write `of: "{pin}"` there yourself'
        raise ContentError([source.problem((language,), Severity.ERROR, message, key=True)])
    return made


def _refuse_name(section_id: SectionId, known: Mapping[SectionId, str]) -> None:
    if section_id in known:
        return
    if not SECTION_ID.fullmatch(section_id) or section_id == "version":
        raise RefusedError(
            f"`{section_id}` cannot name a section: a name is made of lower-case English letters, digits and hyphens, as "
            "`data-transfers`; and `version` is taken"
        )
    if close := did_you_mean(section_id, known):
        raise RefusedError(
            f"there is no section `{section_id}`{close} Nothing was written. If a new section is to have a name so like that "
            "one, make its file by hand: CONTRIBUTING.md, “Add a section”."
        )


def _remarks(notice: Notice, wanted: Sequence[SectionId]) -> dict[SectionId, str]:
    """Say of each section what an editor could overlook."""
    newest = notice.versions[-1]
    own = {section.id: section for version in notice.versions for section in version.own.values()}
    result = {}
    for section_id in wanted:
        remarks = []
        if section_id in own and own[section_id].number:
            remarks.append(f"it says `number: {own[section_id].number}`: take that line out, unless the number is to stay")
        if section_id not in newest.contents and newest.draft:
            remarks.append(f"add `{section_id}` to `sections` in {newest.id}/version.yaml, at its place")
        elif section_id not in newest.contents:
            remarks.append(f"`{section_id}` stands last in `sections`: move it to its place")
        if remarks:
            result[section_id] = "; ".join(remarks)
    return result


def _version_file(notice: Notice, before: Version, contents: Sequence[SectionId], day: date) -> str:
    """Write the `version.yaml` of the version after another, with placeholders."""
    days = max(notice.minimum_notice_days, SOON)
    effective = day + timedelta(days=days)
    if before.effective >= effective and before.effective < date.max:
        effective = before.effective + timedelta(days=1)
    published = f"published: {day}" if notice.minimum_notice_days else f"# published: {day}"
    lines = [
        _remarked(f"effective: {effective}", "a placeholder: the day from which this version is in force"),
        _remarked(published, "the day on which it is made public; where this line is missing, the day above"),
        _remarked("draft: true", "take this line out to publish"),
        _remarked("change: material", "material: something that readers must be told. editorial: no meaning changed"),
        _remarked("note:", "what changes, in one or two sentences"),
        *(f"  {language}: TODO(what changes)" for language in notice.languages),
        f"sections: [{', '.join(contents)}]",
    ]
    if before.not_applicable:
        lines.append(_remarked("not_applicable:", f"as in {before.id}: does it still hold?"))
        lines += [f"  {item}: {json.dumps(reason, ensure_ascii=False)}" for item, reason in before.not_applicable.items()]
    return "".join(f"{line}\n" for line in lines)


def _remarked(line: str, remark: str) -> str:
    return f"{line:<26} # {remark}"


def _skeleton(notice: Notice) -> str:
    """Write a section's file to be filled in."""
    texts = (f"{language}:\n  title: TODO(title)\n  body: |\n    TODO(text)\n" for language in notice.languages)
    return (
        _remarked("# covers: [13.1.a]", "the items of GDPR Art. 13 and 14 that this section answers, if any")
        + "\n"
        + "".join(texts)
    )


def _make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with files in one step: hidden while it is written, so that nobody reads half of it."""
    staging = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}.new")
    staging.mkdir()
    try:
        for name, raw in files.items():
            (staging / name).write_bytes(raw)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _replaced(text: str, source: Source, language: Language, value: str) -> tuple[str, str, str]:
    """Give what stands before a pin, the pin with what it needs around it, and what stands after."""
    # Places are told for a text whose every line break is one character.
    places = [*(found.start() for found in re.finditer(r"\r\n|.", text, re.DOTALL)), len(text)]
    where = (language, "of")
    if where in source.values:
        start, end = (places[offset] for offset in source.values[where])
        if text[start] in "|>":  # what follows it in that line, and the line's end, belong to the value too
            message = f"a pin stands in one line; write `of: {value}` here"
            raise ContentError([source.problem(where, Severity.ERROR, message)])
        return text[:start], value, text[end:]
    first = places[min(place for key, place in source.keys.items() if len(key) == 2 and key[0] == language)]
    if text[places[source.values[language,][0]]] == "{":
        return text[:first], f"of: {value}, ", text[first:]
    breaks = list(_NEWLINE.finditer(text, 0, first))
    newline, begins = (breaks[-1].group(), breaks[-1].end()) if breaks else ("\n", 0)
    return text[:first], f"of: {value}{newline}{text[begins:first]}", text[first:]


def _expected(source: Source, language: Language, pin: str) -> object:
    """Give the data of a file with another pin and nothing else changed."""
    data: Any = source.data
    return {**data, language: {**data[language], "of": pin}}

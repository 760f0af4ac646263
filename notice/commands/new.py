"""The `new` command: the folder of the next version, or sections copied into the draft that is
there.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from notice.commands.load import faultless_notice, today
from notice.console import ExitCode, UsageError, echo, echo_lines
from notice.content.model import Notice, SectionId, Version
from notice.content.schema import SECTION_ID
from notice.problems import did_you_mean

SOON = 30
"""Days from the beginning of a version to the placeholder for the day on which it is in force."""


def run(options: Namespace) -> int:
    """Run the command; returns its exit code. Nothing that is there is written over."""
    content: Path = options.content
    notice = faultless_notice(content)
    planned = plan(notice, options.sections, today(notice))
    make(planned, content)
    for inside in sorted({*planned.copied, *planned.written}):
        copied = inside in planned.copied
        origin = f"copied from {content / planned.copied[inside]}" if copied else "to be filled in"
        remark = f"; {planned.remarks[inside]}" if inside in planned.remarks else ""
        echo(f"{content / inside}: {origin}{remark}", sys.stdout)
    folder = content / planned.version
    lines = [
        (
            "Now edit the files. `python build.py check` tells what is wrong, "
            "`python build.py serve` shows the pages."
        ),
        "Once a translation says what the source text says: `python build.py pin SECTION`.",
        (
            f"Once all is ready: take `draft: true` out of {folder / 'version.yaml'}, "
            "and look at its day."
        ),
    ]
    if not options.sections:
        copies = f"`python build.py new SECTION` copies a section to be changed into {folder}."
        lines.insert(1, copies)
    echo_lines(lines, sys.stdout)
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, by paths below the content folder: files copied (and from where), files
    written, and what to say.

    A version's folder is made as a whole where it is `begun`; a draft that is there already is only
    added to.
    """

    version: str
    begun: bool
    copied: Mapping[str, str]
    written: Mapping[str, str]
    remarks: Mapping[str, str]


def plan(notice: Notice, wanted: Sequence[SectionId], day: date) -> Plan:
    """Plan the next version with some sections to change, or, where the newest version is a draft,
    those sections in it.

    A section is copied from the last version that changed it. A name that is new gets a file to
    fill in, unless it looks like a slip. Raises UsageError.
    """
    newest = notice.versions[-1]
    if newest.draft and not wanted:
        raise UsageError(
            f"{newest.id} is a draft: change it, or publish it first (take `draft: true` out "
            "of its version.yaml). "
            f"`python build.py new SECTION` copies a section into {newest.id}; it has "
            f"{', '.join(newest.contents)}."
        )
    wanted = list(dict.fromkeys(wanted))
    files = {
        section.id: section.file for version in notice.versions for section in version.own.values()
    }
    for section_id in wanted:
        _refuse_name(section_id, files)
    folder = newest.id if newest.draft else f"v{newest.number + 1}"
    fresh = [section_id for section_id in wanted if section_id not in newest.contents]
    remarks = {
        f"{folder}/{section_id}.yaml": remark
        for section_id, remark in _remarks(notice, wanted).items()
    }
    copied = {
        f"{folder}/{section_id}.yaml": files[section_id]
        for section_id in wanted
        if section_id in files
    }
    written = {
        f"{folder}/{section_id}.yaml": _skeleton(notice)
        for section_id in wanted
        if section_id not in files
    }
    if not newest.draft:
        written[f"{folder}/version.yaml"] = _version_file(
            notice, newest, [*newest.contents, *fresh], day
        )
    return Plan(folder, not newest.draft, copied, written, remarks)


def make(planned: Plan, content: Path) -> None:
    """Make what was planned: all of it or nothing, and nothing over what is there. Raises
    UsageError or OSError.
    """
    files = {inside: (content / source).read_bytes() for inside, source in planned.copied.items()}
    files |= {inside: text.encode() for inside, text in planned.written.items()}
    in_the_way = (
        [content / planned.version] if planned.begun else [content / inside for inside in files]
    )
    for place in in_the_way:
        if place.exists() or place.is_symlink():
            raise UsageError(f"{place} is there already; nothing was written")
    if planned.begun:
        _make_folder(
            content / planned.version,
            {inside.partition("/")[2]: raw for inside, raw in files.items()},
        )
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


def _refuse_name(section_id: SectionId, known: Mapping[SectionId, str]) -> None:
    if section_id in known:
        return
    if not SECTION_ID.fullmatch(section_id) or section_id == "version":
        raise UsageError(
            f"`{section_id}` cannot name a section: a name is made of lower-case English "
            "letters, digits and hyphens, as "
            "`data-transfers`; and `version` is taken"
        )
    if close := did_you_mean(section_id, known):
        raise UsageError(
            f"there is no section `{section_id}`{close} Nothing was written. If a new section "
            "is to have a name so like that "
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
            remarks.append(
                f"it says `number: {own[section_id].number}`: take that line out, unless the "
                "number is to stay"
            )
        if section_id not in newest.contents and newest.draft:
            remarks.append(
                f"add `{section_id}` to `sections` in {newest.id}/version.yaml, at its place"
            )
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
        _remarked(
            f"effective: {effective}", "a placeholder: the day from which this version is in force"
        ),
        _remarked(
            published,
            "the day on which it is made public; where this line is missing, the day above",
        ),
        _remarked("draft: true", "take this line out to publish"),
        _remarked(
            "change: material",
            "material: something that readers must be told. editorial: no meaning changed",
        ),
        _remarked("note:", "what changes, in one or two sentences"),
        *(f"  {language}: TODO(what changes)" for language in notice.languages),
        f"sections: [{', '.join(contents)}]",
    ]
    if before.not_applicable:
        lines.append(_remarked("not_applicable:", f"as in {before.id}: does it still hold?"))
        lines += [
            f"  {item}: {json.dumps(reason, ensure_ascii=False)}"
            for item, reason in before.not_applicable.items()
        ]
    return "".join(f"{line}\n" for line in lines)


def _remarked(line: str, remark: str) -> str:
    return f"{line:<26} # {remark}"


def _skeleton(notice: Notice) -> str:
    """Write a section's file to be filled in."""
    texts = (
        f"{language}:\n  title: TODO(title)\n  body: |\n    TODO(text)\n"
        for language in notice.languages
    )
    return (
        _remarked(
            "# covers: [13.1.a]",
            "the items of GDPR Art. 13 and 14 that this section answers, if any",
        )
        + "\n"
        + "".join(texts)
    )


def _make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with files in one step: hidden while it is written, so that nobody reads half
    of it.
    """
    staging = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}.new")
    staging.mkdir()
    try:
        for name, raw in files.items():
            (staging / name).write_bytes(raw)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)

"""What `new` makes: the folder of a version that goes on from another, or sections in a draft that
waits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from notice.commands.version_file import skeleton, version_file
from notice.console import UsageError, program
from notice.content.model import Notice, SectionId, Version
from notice.content.schema import FACTS, RESERVED
from notice.content.wordings import SECTION_ID
from notice.problems import did_you_mean
from notice.versions.editions import Edition, editions, lasting, standing_before


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for besides sections, by names of versions; empty where nothing was: the base
    of a new version, the draft whose number it is to take, and the version itself.
    """

    base: str = ""
    before: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, by paths below the content folder: files copied (and from where), files
    written, and what to say.

    A version's folder is made as a whole where it is `begun`; a draft that is there already is only
    added to. `moved` are the folders that get another name first, in the order in which they do,
    and `bases` what each of them is based on then.
    """

    version: str
    copied: Mapping[str, str]
    written: Mapping[str, str]
    remarks: Mapping[str, str] = field(default_factory=dict)
    begun: bool = False
    moved: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)


def plan(notice: Notice, wanted: Sequence[SectionId], day: date, where: Wanted) -> Plan:
    """Plan the next version with some sections to change, or, where the newest version is a draft
    and nothing else is asked for, those sections in it.

    A section is copied from the version that it is based on, and so is `facts`. A name that is new
    gets a file to fill in, unless it looks like a slip. Raises UsageError.
    """
    wanted = list(dict.fromkeys(wanted))
    _refuse_place(notice, wanted, where)
    whole = {edition.id: edition for edition in editions(notice, drafts=True)}
    files = {name: file for edition in whole.values() for name, file in _files_of(edition).items()}
    for section_id in wanted:
        _refuse_name(section_id, files)
    newest = notice.versions[-1]
    is_added_to = newest.draft and not (where.base or where.before)
    adding = whole.get(where.version or (newest.id if is_added_to else ""))
    if adding:
        return _added(adding.version, wanted, files | _files_of(adding), notice)
    number = _number(notice, where)
    base = whole[where.base or _to_go_on_from(notice, number)]
    numbers = {version.number: version for version in notice.versions}
    lasting_base = whole[lasting(base.version, numbers).id]  # itself, unless it was withdrawn
    files |= _files_of(base)
    lasting_files = _files_of(lasting_base)
    different = [name for name, file in _files_of(base).items() if lasting_files.get(name) != file]
    listed = [FACTS, *(section.id for section in base.sections)]
    fresh = [section_id for section_id in wanted if section_id not in listed]
    folder = f"v{number}"
    planned = _sections(folder, list(dict.fromkeys([*different, *wanted])), files, notice)
    contents = [*base.version.contents, *fresh]
    head = version_file(notice, base, lasting_base, contents, day, number)
    moved = {
        version.id: f"v{version.number + 1}"
        for version in reversed(notice.versions)
        if where.before and version.number >= number
    }
    return replace(
        planned,
        begun=True,
        written={**planned.written, f"{folder}/version.yaml": head},
        remarks=_remarks(folder, wanted, files, notice, listed, adding=False),
        moved=moved,
        bases=_bases(notice, moved, {base.id: folder} if lasting_base is not base else {}),
    )


def _refuse_place(notice: Notice, wanted: Sequence[SectionId], where: Wanted) -> None:
    """Raise UsageError where a version cannot be begun, or added to, as it was asked for."""
    versions = {version.id: version for version in notice.versions}
    newest = notice.versions[-1]
    if where.before and where.version:
        raise UsageError("--before and --version both say which number it gets: name one")
    for name in (where.base, where.before):
        if name and name not in versions:
            raise UsageError(f"there is no version `{name}`{did_you_mean(name, versions)}")
    if where.before and not versions[where.before].draft:
        raise UsageError(
            f"{where.before} is no draft: what was published keeps its number; without --before "
            f"the next version is v{newest.number + 1}"
        )
    number = _number(notice, where)
    if where.base and versions[where.base].number >= number:
        raise UsageError(f"v{number} cannot be based on {where.base}: a base has a lower number")
    named = versions.get(where.version)
    if where.version and not named and number > newest.number + 1:
        raise UsageError(f"there is no {where.version}; the next version is v{newest.number + 1}")
    if named and not named.draft:
        raise UsageError(f"{named.id} is no draft; `{program()} new` begins v{newest.number + 1}")
    if named and where.base:
        raise UsageError(f"{named.id} is there: its base is what `from` in its version.yaml says")
    waiting = named or (None if where.base or where.before or where.version else newest)
    if waiting and waiting.draft and not wanted:
        raise UsageError(
            f"{waiting.id} is a draft: change it, or publish it first (take `draft: true` out "
            f"of its version.yaml). `{program()} new SECTION` copies a section into "
            f"{waiting.id}; it has {', '.join(waiting.contents)}. `--before {waiting.id}` begins "
            "a version that is to be published before it"
        )


def _number(notice: Notice, where: Wanted) -> int:
    """Return the number of the version that is asked for: the next one where none is named."""
    named = where.before or where.version
    return int(named[1:]) if named else notice.versions[-1].number + 1


def _files_of(edition: Edition) -> dict[SectionId, str]:
    """Return the file of each section of a version, and that of its facts."""
    files = {section.id: section.file for section in edition.sections}
    return files | ({FACTS: edition.facts.file} if edition.facts else {})


def _refuse_name(section_id: SectionId, known: Mapping[SectionId, str]) -> None:
    if section_id in known:
        return
    if section_id == FACTS:
        raise UsageError(
            "no version has a facts.yaml that could be copied: the program's CONTRIBUTING.md, "
            "“Facts”, has one to begin with"
        )
    if not SECTION_ID.fullmatch(section_id) or section_id in RESERVED:
        raise UsageError(
            f"`{section_id}` cannot name a section: a name is made of lower-case English "
            "letters, digits and hyphens, as `data-transfers`; and "
            f"{', '.join(f'`{name}`' for name in sorted(RESERVED))} are taken"
        )
    if close := did_you_mean(section_id, known):
        raise UsageError(
            f"there is no section `{section_id}`{close} Nothing was written. If a new section "
            f"is to have a name so like that one, make its file, {section_id}.yaml, by hand in "
            "the folder of the draft, and add the name to `sections` in its version.yaml"
        )


def _to_go_on_from(notice: Notice, number: int) -> str:
    """Return the version in force before a number, or the last before it where none will be."""
    earlier = [version for version in notice.versions if version.number < number]
    if not earlier:
        raise UsageError(f"no version comes before v{number}: there is nothing to go on from")
    return (standing_before(earlier, number) or earlier[-1]).id


def _bases(
    notice: Notice, moved: Mapping[str, str], begun_anew: Mapping[str, str]
) -> dict[str, str]:
    """Return what the drafts that get another number must say that they are based on, by their
    old names; those that need not say anything else are left out. What was based on a withdrawn
    version that is `begun_anew` goes on from the new one, which has the same text.
    """
    bases = {}
    for version in notice.versions:
        base = f"v{version.base_number}"
        said = version.base or base
        meant = begun_anew.get(base) or moved.get(base, base)
        is_next = moved.get(version.id) == f"v{int(meant[1:]) + 1}"
        unsaid = not version.base and (base in begun_anew or not is_next)
        if version.id in moved and (unsaid or (version.base and said != meant)):
            bases[version.id] = meant
    return bases


def _sections(
    folder: str, wanted: Sequence[SectionId], files: Mapping[SectionId, str], notice: Notice
) -> Plan:
    """Plan the files of some sections in a folder: copied, or written to be filled in."""
    copied = {
        f"{folder}/{section_id}.yaml": files[section_id]
        for section_id in wanted
        if section_id in files
    }
    written = {
        f"{folder}/{section_id}.yaml": skeleton(notice)
        for section_id in wanted
        if section_id not in files
    }
    return Plan(folder, copied, written)


def _added(
    draft: Version, wanted: Sequence[SectionId], files: Mapping[SectionId, str], notice: Notice
) -> Plan:
    """Plan some sections in a draft that is there."""
    planned = _sections(draft.id, wanted, files, notice)
    listed = [FACTS, *draft.contents]
    remarks = _remarks(draft.id, wanted, files, notice, listed, adding=True)
    return replace(planned, remarks=remarks)


def _remarks(
    folder: str,
    wanted: Sequence[SectionId],
    files: Mapping[SectionId, str],
    notice: Notice,
    listed: Collection[SectionId],
    *,
    adding: bool,
) -> dict[str, str]:
    """Return by file what an editor could overlook, given what the table of contents lists."""
    sections = {
        section.file: section for version in notice.versions for section in version.own.values()
    }
    result = {}
    for section_id in wanted:
        known = sections.get(files.get(section_id, ""))
        remarks = []
        if known and known.number:
            remarks.append(
                f"it says `number: {known.number}`: take that line out, unless the number is to "
                "stay"
            )
        if section_id not in listed and adding:
            remarks.append(
                f"add `{section_id}` to `sections` in {folder}/version.yaml, at its place"
            )
        elif section_id not in listed:
            remarks.append(f"`{section_id}` stands last in `sections`: move it to its place")
        if remarks:
            result[f"{folder}/{section_id}.yaml"] = "; ".join(remarks)
    return result

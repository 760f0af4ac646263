"""The files of a content folder that imported revisions make: each version only what it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from notice.content.model import Change, Language, Notice, SectionId, Text
from notice.content.yaml_edit import language_block, quoted, with_texts
from notice.content.yaml_source import parse
from notice.importing.outline import ImportedSection, counted
from notice.importing.revisions import Revision
from notice.problems import Problem, Severity, amount, whole_file
from notice.versions.editions import Edition, editions
from notice.versions.translations import pin


@dataclass(frozen=True, slots=True)
class Settings:
    """What a notice says of itself where its folder does not say it yet."""

    language: Language
    base_url: str
    timezone: str
    controller: str
    title: str
    """What the notice is called where a file does not say it."""


@dataclass(slots=True)
class Plan:
    """Files to write, by their path below the content folder, and what is to be said of them."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    titles: dict[str, dict[SectionId, str]] = field(default_factory=dict)
    """What an added language calls the sections of each version."""


Describe = Callable[[int, bool], tuple[Change, str]]
"""Returns the class of a version and its note, in words, by its place among the revisions, and by
whether the notice has another title from then on.
"""


def new_versions(revisions: Sequence[Revision], settings: Settings, describe: Describe) -> Plan:
    """Plan a notice of its own: a version a revision, in one language."""
    plan = Plan()
    language = settings.language
    known: dict[SectionId, bytes] = {}
    titles = [revision.title or settings.title for revision in revisions]
    plan.files["notice.yaml"] = _notice_file(settings, titles[0], revisions[0].day.year)
    for place, revision in enumerate(revisions):
        folder = f"v{place + 1}"
        plan.problems += revision.problems
        plan.files |= {f"media/{name}": raw for name, raw in revision.images.items()}
        files = _section_files(revision, language)
        changed = [name for name, raw in files.items() if known.get(name) != raw]
        plan.files |= {f"{folder}/{name}.yaml": files[name] for name in changed}
        known = files
        title = titles[place] if place and titles[place] != titles[place - 1] else ""
        plan.files[f"{folder}/version.yaml"] = _version_file(
            revision, language, *describe(place, bool(title)), title
        )
        plan.lines.append(
            f"{folder}: {revision.file}, in force from {revision.day}: "
            f"{amount(len(revision.sections), 'section')}, {len(changed)} of them new or changed "
            f"({revision.how})"
        )
    return plan


def added_language(
    notice: Notice,
    content: Callable[[str], bytes],
    revisions: Sequence[Revision],
    language: Language,
) -> Plan:
    """Plan texts of another language beside those of the versions that are there.

    A version takes the last revision of the time in which it was in force, section by section, by
    place and number; what does not fit is told. `content` returns a file that is there.
    """
    plan = Plan()
    shown = editions(notice, drafts=False)
    taken: set[str] = set()
    for place, edition in enumerate(shown):
        until = shown[place + 1].first_day if place + 1 < len(shown) else None
        within = [
            revision
            for revision in revisions
            if (until is None or revision.day < until)
            and (place == 0 or revision.day >= edition.first_day)
        ]
        if within:
            taken.add(within[-1].file)
            plan.problems += within[-1].problems
            _take(plan, notice, edition, within[-1], language, content)
    for revision in revisions:
        if revision.file not in taken:
            message = f"not taken: a later file of `{language}` stands for the same version"
            plan.problems.append(whole_file(revision.file, message, Severity.HINT))
    return plan


def _take(
    plan: Plan,
    notice: Notice,
    edition: Edition,
    revision: Revision,
    language: Language,
    content: Callable[[str], bytes],
) -> None:
    """Put the sections of a revision beside those of a version."""
    pairs, left = _paired(edition, revision)
    sections = {section.id: section for section in edition.sections}
    plan.titles[edition.id] = {name: section.title for name, section in pairs.items()}
    for section_id, section in pairs.items():
        earlier = sections[section_id]
        text = Text(section.title, "", section.body, pin(earlier.texts[notice.source_language]))
        inside = earlier.file
        raw = plan.files.get(inside) or content(inside)
        said = _said(raw, language)
        if said is not None and said != (text.title, text.body):
            # The source stayed and its translation did not: this version has a copy of its own.
            inside = f"{edition.id}/{section_id}.yaml"
        values = {"of": text.of, "title": text.title, "body": text.body}
        values = {key: value for key, value in values.items() if value}
        plan.files[inside] = with_texts(inside, raw, language, values)
    plan.lines.append(
        f"{edition.id}: {revision.file}: {len(pairs)} of {len(sections)} sections in `{language}`"
    )
    for section in left:
        name = section.title or "the text before the first heading"
        message = f"not taken: “{name}” has no place in {edition.id}"
        plan.problems.append(Problem(revision.file, section.line, 1, Severity.WARNING, message))
    plan.problems += [
        whole_file(revision.file, f"{edition.id}: nothing here for `{name}`", Severity.WARNING)
        for name in sections
        if name not in pairs
    ]


def _paired(
    edition: Edition, revision: Revision
) -> tuple[dict[SectionId, ImportedSection], list[ImportedSection]]:
    """Match sections of two languages: by their number where they have one, else by their place.

    Sections without a title are matched with each other alone. Where the two have unequal numbers
    of sections, only those before the first difference in the run of titles can be told by place.
    """
    titled = list(edition.numbers)
    untitled = [section.id for section in edition.sections if section.id not in edition.numbers]
    sections = [section for _, section in revision.sections]
    with_title = [section for section in sections if section.title]
    without = [section for section in sections if not section.title]
    pairs: dict[SectionId, ImportedSection] = dict(zip(untitled, without, strict=False))
    left = without[len(untitled) :]
    by_number = {number: name for name, number in edition.numbers.items()}
    numbered = all(section.number for section in with_title) and bool(with_title)
    if numbered:
        for section in with_title:
            name = by_number.get(section.number)
            if name and name not in pairs:
                pairs[name] = section
            else:
                left.append(section)
        return pairs, left
    pairs |= dict(zip(titled, with_title, strict=False))
    return pairs, [*left, *with_title[len(titled) :]]


def _said(raw: bytes, language: Language) -> tuple[str, str] | None:
    """Return title and body of a section's file in a language, where it has that."""
    source, _ = parse("", raw)
    data: Any = source.data if source else {}
    return (data[language].get("title", ""), data[language]["body"]) if language in data else None


def _section_files(revision: Revision, language: Language) -> dict[SectionId, bytes]:
    """Return the file of each section; a number that counting gives is not written."""
    files = {}
    numbers = counted([section for _, section in revision.sections])
    for (section_id, section), number in zip(revision.sections, numbers, strict=True):
        is_other = section.number not in ("", number)
        head = f"number: {quoted(section.number)}\n" if is_other else ""
        texts = {"title": section.title, "body": section.body}
        texts = {key: value for key, value in texts.items() if value}
        files[section_id] = (head + language_block(language, texts)).encode()
    return files


def _version_file(
    revision: Revision, language: Language, change: Change, note: str, title: str
) -> bytes:
    lines = [
        f"effective: {revision.day}",
        "imported: true",
        f"change: {change.value}",
        "note:",
        f"  {language}: {quoted(note)}",
    ]
    if title:
        lines += ["title:", f"  {language}: {quoted(title)}"]
    lines += ["sections:", *(f"  - {section_id}" for section_id, _ in revision.sections)]
    return "".join(f"{line}\n" for line in lines).encode()


def _notice_file(settings: Settings, title: str, year: int) -> bytes:
    name = quoted(title)
    host = settings.base_url.partition("//")[2].partition("/")[0]
    # Somebody must be named on every page: where the site stands says at least whose it is.
    controller = quoted(settings.controller or host)
    lines = [
        f"languages: [{settings.language}]",
        f"timezone: {settings.timezone}",
        f"base_url: {settings.base_url}",
        f"id: tag:{host},{year}:privacy",
        f"title: {{{settings.language}: {name}}}",
        f"controller: {{name: {controller}}}",
    ]
    return "".join(f"{line}\n" for line in lines).encode()

"""Plain data to the model, or problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from notice import urls
from notice.content.facts import Facts, read_facts
from notice.content.files import Tree
from notice.content.model import Change, Controller, Media, Notice, Section, Text, Version
from notice.content.schema import check_file
from notice.problems import Problem, whole_file


class Reading(NamedTuple):
    """The notice as far as it could be made of what was read, and what is wrong with the shape of
    its files.

    There is no notice where nothing could be said about it: without a version, or without its
    languages. A section whose file is unsound is left out; a `version.yaml` or `notice.yaml` that
    is unsound gives what it can. `unsound` names those files, below the content folder: nothing is
    to be said to be missing in them.
    """

    notice: Notice | None
    problems: tuple[Problem, ...]
    unsound: frozenset[str]


def read_notice(tree: Tree) -> Reading:
    """Make the model from what was read."""
    problems: list[Problem] = []
    sound: dict[str, Any] = {}
    usable: dict[str, dict[str, Any]] = {}
    languages = _languages(tree)
    for inside, source in tree.sources.items():
        mistakes = list(check_file(inside, source, languages))
        problems += _some([problem for _, problem in mistakes])
        if isinstance(source.data, dict):
            wrong = {where[0] for where, _ in mistakes if where}
            usable[inside] = {key: value for key, value in source.data.items() if key not in wrong}
            if "draft" in wrong:
                # What may be a draft is not held to what is published.
                usable[inside]["draft"] = "true"
            if not mistakes:
                sound[inside] = source.data
    folders = sorted(tree.versions)
    needed = ["notice.yaml", *(f"v{number}/version.yaml" for number in folders)]
    problems += _missing(tree, needed)
    unsound = frozenset({*tree.sources, *tree.unreadable, *needed} - set(sound))
    top = usable.get("notice.yaml", {})
    if not folders or "languages" not in top:
        return Reading(None, tuple(problems), unsound)
    versions: list[Version] = []
    for number in folders:
        folder = f"v{number}/"
        facts = f"{folder}facts.yaml"
        own_shapes = (f"{folder}version.yaml", facts)
        sections = {
            inside: data
            for inside, data in sound.items()
            if inside.startswith(folder) and inside not in own_shapes
        }
        versions.append(
            _version(
                number,
                usable.get(f"{folder}version.yaml", {"draft": "true"}),
                sections,
                versions[-1] if versions else None,
                read_facts(facts, sound[facts]) if facts in sound else None,
            )
        )
    notice = _notice(top, tuple(versions), tree.media)
    return Reading(notice, tuple(problems), unsound)


_MOST_OF_A_FILE = 50
"""Mistakes in the shape of one file that are told: one that is no section at all has thousands."""


def _missing(tree: Tree, needed: Sequence[str]) -> Iterator[Problem]:
    """Tell of files that are needed and not there, and of a notice without any version."""
    for inside in needed:
        if inside not in tree.sources and not _is_told(tree, inside):
            yield whole_file(tree.shown(inside), "this file is missing")
    if not tree.versions and "" not in tree.unreadable:
        message = "no version: a folder v1 with a version.yaml is expected here"
        yield whole_file(tree.shown(""), message)


def _is_told(tree: Tree, inside: str) -> bool:
    """Tell whether it is told already why a file is not there, under its own name or another."""
    stem = inside.removesuffix(".yaml")
    return bool(tree.unreadable & {"", inside}) or any(
        other.lower().startswith(f"{stem}.y") for other in tree.unreadable
    )


def _some(problems: Sequence[Problem]) -> list[Problem]:
    """Return the first problems of a file, and how many more there are."""
    told, rest = list(problems[:_MOST_OF_A_FILE]), problems[_MOST_OF_A_FILE:]
    if rest:
        told.append(replace(rest[0], message=f"and {len(rest)} more mistakes in this file"))
    return told


def _languages(tree: Tree) -> list[str]:
    """Return the languages that notice.yaml names, as far as it can be read."""
    source = tree.sources.get("notice.yaml")
    named = source.data.get("languages") if source and isinstance(source.data, dict) else None
    return [name for name in named if isinstance(name, str)] if isinstance(named, list) else []


def _notice(
    data: Mapping[str, Any], versions: tuple[Version, ...], media: Mapping[str, Media]
) -> Notice:
    return Notice(
        languages=tuple(data["languages"]),
        timezone=data.get("timezone", "UTC"),
        base_url=_base_url(data.get("base_url", "")),
        title=data.get("title", {}),
        controller=_controller(data.get("controller", {})),
        minimum_notice_days=int(data.get("minimum_notice_days", 0)),
        versions=versions,
        id=data.get("id", ""),
        media=media,
    )


def _controller(data: Mapping[str, str]) -> Controller:
    return Controller(
        **{key: data.get(key, "") for key in ("name", "email", "phone", "address", "url")}
    )


def _base_url(written: str) -> str:
    """Return the normalized address of the site; as it is written where it is none."""
    try:
        return urls.normalized_base(written)
    except ValueError:
        return f"{written.rstrip('/')}/"


def _version(
    number: int,
    data: Mapping[str, Any],
    sections: Mapping[str, Any],
    before: Version | None,
    facts: Facts | None,
) -> Version:
    """Make a version; what an unsound file does not tell is taken from the version before, so that
    the rest can be checked.
    """
    effective = _day(data, "effective") or (before.effective if before else date.min)
    own = {
        section.id: section
        for section in (_section(inside, value) for inside, value in sections.items())
    }
    return Version(
        number=number,
        effective=effective,
        published=_day(data, "published") or effective,
        draft=data.get("draft") == "true",
        change=Change(data.get("change", "editorial")),
        note=_stripped(data.get("note", {})),
        contents=tuple(data["sections"])
        if "sections" in data
        else tuple({**dict.fromkeys(before.contents if before else ()), **own}),
        own=own,
        not_applicable=data.get("not_applicable", {}),
        base=data.get("from", ""),
        withdrawn=_day(data, "withdrawn"),
        title=_stripped(data.get("title", {})),
        controller=_controller(data["controller"]) if "controller" in data else None,
        imported=data.get("imported") == "true",
        facts=facts,
        silence=data.get("silence", {}),
    )


def _day(data: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(data[key]) if key in data else None


def _stripped(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items()}


def _section(inside: str, data: Any) -> Section:
    name = inside.partition("/")[2].removesuffix(".yaml")
    texts = {
        key: Text(
            value.get("title", "").strip(),
            value.get("gist", "").strip(),
            value["body"],
            value.get("of", ""),
        )
        for key, value in data.items()
        if key not in ("covers", "number", "silence")
    }
    return Section(name, inside, tuple(data.get("covers", ())), data.get("number", ""), texts)

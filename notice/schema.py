"""Plain data to the model, or problems; the JSON Schema beside this file also serves editors' completion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from notice.errors import Problem, Severity, did_you_mean
from notice.model import Change, Controller, Notice, Section, Text, Version
from notice.source import Tree
from notice.yamltext import Data, Source, Where

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]+)*")
SECTION_ID = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SHAPES = {
    "array": "a list is expected here, as `[one, two]` or as lines that begin with “- ”",
    "object": "lines of `key: value` are expected here, indented under the key",
    "string": "one text is expected here, not a list and not a group of keys",
}
_PATTERNS = {
    "base_url": "an address like https://example.com/privacy/ is expected here",
    "url": "an address like https://example.com is expected here",
    "email": "an e-mail address is expected here",
    "minimum_notice_days": "a number of days is expected here: 0, 14, 30",
    "number": "a short number without spaces is expected here, as “10” or “4.2”",
    "of": "a pin is eight digits and letters from a to f; leave the line out, and `check` prints the right one",
    "languages": "a language is written as fi, en, ru, sv or zh-Hans",
    "silence": "a check is named as in the brackets behind its message",
    "sections": "a section is named in lower-case English letters, digits and hyphens: `data-transfers`",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The notice as far as it could be made of what was read, and what is wrong with the shape of its files.

    There is no notice where nothing could be said about it: without a version, or without its languages. A section
    whose file is unsound is left out; a `version.yaml` or `notice.yaml` that is unsound gives what it can. `unsound`
    names those files, below the content folder: nothing is to be said to be missing in them.
    """

    notice: Notice | None
    problems: tuple[Problem, ...]
    unsound: frozenset[str]


def read_notice(tree: Tree) -> Reading:
    """Make the model from what was read."""
    problems: list[Problem] = []
    sound: dict[str, Any] = {}
    usable: dict[str, dict[str, Any]] = {}
    for inside, source in tree.sources.items():
        found = list(_check_shape(inside, source))
        problems += [problem for _, problem in found]
        if isinstance(source.data, dict):
            wrong = {where[0] for where, _ in found if where}
            usable[inside] = {key: value for key, value in source.data.items() if key not in wrong}
            if "draft" in wrong:
                usable[inside]["draft"] = "true"  # what may be a draft is not held to what is published
            if not found:
                sound[inside] = source.data
    folders = sorted(tree.versions)
    needed = ["notice.yaml", *(f"v{number}/version.yaml" for number in folders)]
    for inside in needed:
        if inside not in tree.sources and inside not in tree.unreadable and "" not in tree.unreadable:
            problems.append(Problem(tree.shown(inside), 1, 1, Severity.ERROR, "this file is missing"))
    if not folders and "" not in tree.unreadable:
        problems.append(
            Problem(tree.shown(""), 1, 1, Severity.ERROR, "no version: a folder v1 with a version.yaml is expected here")
        )
    unsound = frozenset({*tree.sources, *tree.unreadable, *needed} - set(sound))
    top = usable.get("notice.yaml", {})
    if not folders or "languages" not in top:
        return Reading(None, tuple(problems), unsound)
    versions: list[Version] = []
    for number in folders:
        folder = f"v{number}/"
        sections = {
            inside: data for inside, data in sound.items() if inside.startswith(folder) and inside != f"{folder}version.yaml"
        }
        versions.append(
            _version(number, usable.get(f"{folder}version.yaml", {"draft": "true"}), sections, versions[-1] if versions else None)
        )
    return Reading(_notice(top, tuple(versions)), tuple(problems), unsound)


def _check_shape(inside: str, source: Source) -> Iterator[tuple[Where, Problem]]:
    """Hold one file against the part of the schema that is its own; gives each problem with the way to its value."""
    folder, _, file = inside.rpartition("/")
    name = file.removesuffix(".yaml")
    kind = name if (bool(folder), name) in ((False, "notice"), (True, "version")) else "section"
    if kind == "section" and not SECTION_ID.fullmatch(name):
        yield (), Problem(source.path, 1, 1, Severity.ERROR, f"the file's name is the section's id: {_PATTERNS['sections']}")
    if source.data == "":
        yield (), source.problem((), Severity.ERROR, "this file is empty")
        return
    yield from check_shape(kind, source)
    if isinstance(source.data, dict):
        for key in ("effective", "published"):
            if str(source.data.get(key, "")).startswith("0000"):  # RFC 3339 has a year 0, Python's calendar has none
                yield (key,), source.problem((key,), Severity.ERROR, "there is no year 0000")


def check_shape(kind: str, source: Source) -> Iterator[tuple[Where, Problem]]:
    """Hold a file against a part of the schema, `section` or `seals` say; gives each problem with the way to its value."""
    for error in _validators()[kind].iter_errors(source.data):
        yield from ((tuple(error.instance_path), problem) for problem in _in_words(source, kind, error))


@cache
def _schema() -> Any:
    return json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))


def _root(kind: str) -> dict[str, Any]:
    return {"$defs": _schema()["$defs"], **_schema()["$defs"][kind]}


@cache
def _validators() -> Mapping[str, Any]:
    kinds = ("notice", "version", "section", "seals")
    return {kind: jsonschema_rs.Draft202012Validator(_root(kind), validate_formats=True) for kind in kinds}


def _in_words(source: Source, kind: str, error: Any) -> Iterator[Problem]:
    """Say in an editor's words what the schema found; one problem for each key or item that it is about."""
    where, keyword, detail = tuple(error.instance_path), error.kind.name, error.kind.as_dict()
    value = _value(source.data, where)
    name = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    label = f"`{name}`" if name else "this file"
    if keyword == "required":
        yield source.problem(where, Severity.ERROR, f"{label} lacks `{detail['property']}`", key=True)
    elif keyword == "additionalProperties":
        known = list(_value(_root(kind), tuple(error.schema_path)[:-1])["properties"])
        for unexpected in detail["unexpected"]:
            yield source.problem(
                (*where, unexpected), Severity.ERROR, f"unknown key `{unexpected}`{did_you_mean(unexpected, known)}", key=True
            )
    elif keyword == "propertyNames":
        yield from _wrong_names(source, where, value)
    elif keyword == "uniqueItems":
        yield from _repeated(source, where, value)
    elif value == "" or (isinstance(value, str) and not value.strip()):
        yield source.problem(where, Severity.ERROR, f"{label} is empty; write something, or leave the key out where it is optional")
    elif keyword in ("minItems", "minProperties"):
        yield source.problem(where, Severity.ERROR, f"{label} is empty")
    elif keyword == "type":
        yield source.problem(
            where,
            Severity.ERROR,
            f"{label}: {next((_SHAPES[each] for each in detail['types'] if each in _SHAPES), _SHAPES['string'])}",
        )
    elif keyword == "enum":
        options = [str(option) for option in detail["options"] if isinstance(option, str)]
        if len(options) > 5:
            yield source.problem(where, Severity.ERROR, f"unknown GDPR item `{value}`{did_you_mean(str(value), options)}")
        else:
            yield source.problem(where, Severity.ERROR, f"{label} is one of {', '.join(options)}, not `{value}`")
    elif keyword == "format":
        yield source.problem(where, Severity.ERROR, f"{label}: `{value}` is no day; a day is written as 2026-12-31")
    else:
        yield source.problem(where, Severity.ERROR, f"{label}: {_PATTERNS.get(name, error.message)}")


def _wrong_names(source: Source, where: Where, value: Data) -> Iterator[Problem]:
    items = _schema()["$defs"]["gdprItem"]["enum"]
    for key in value if isinstance(value, dict) else ():
        if where[-1:] == ("not_applicable",):
            if key not in items:
                message = f"unknown GDPR item `{key}`{did_you_mean(key, items)}"
                yield source.problem((*where, key), Severity.ERROR, message, key=True)
        elif where[-1:] == ("silence",):
            if not SECTION_ID.fullmatch(key):
                yield source.problem((*where, key), Severity.ERROR, f"`{key}` is no check; {_PATTERNS['silence']}", key=True)
        elif not _LANGUAGE.fullmatch(key):
            yield source.problem((*where, key), Severity.ERROR, f"`{key}` is no language; {_PATTERNS['languages']}", key=True)


def _repeated(source: Source, where: Where, value: Data) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(value):
        if isinstance(item, str) and item in seen:
            yield source.problem((*where, index), Severity.ERROR, f"`{item}` stands in the list a second time")
        seen.add(str(item))


def _value(data: Any, where: Where) -> Any:
    for part in where:
        data = data[part]
    return data


def _notice(data: Mapping[str, Any], versions: tuple[Version, ...]) -> Notice:
    controller = data.get("controller", {})
    return Notice(
        languages=tuple(data["languages"]),
        timezone=data.get("timezone", "UTC"),
        base_url=data.get("base_url", "").rstrip("/") + "/",
        title=data.get("title", {}),
        controller=Controller(**{key: controller.get(key, "") for key in ("name", "email", "phone", "address", "url")}),
        minimum_notice_days=int(data.get("minimum_notice_days", 0)),
        versions=versions,
    )


def _version(number: int, data: Mapping[str, Any], sections: Mapping[str, Any], before: Version | None) -> Version:
    """Make a version; what an unsound file does not tell is taken from the version before, so that the rest can be checked."""
    effective = date.fromisoformat(data["effective"]) if "effective" in data else before.effective if before else date.min
    own = {section.id: section for section in (_section(inside, value) for inside, value in sections.items())}
    return Version(
        number=number,
        effective=effective,
        published=date.fromisoformat(data["published"]) if "published" in data else effective,
        draft=data.get("draft") == "true",
        change=Change(data.get("change", "editorial")),
        note={language: text.strip() for language, text in data.get("note", {}).items()},
        contents=tuple(data["sections"])
        if "sections" in data
        else tuple({**dict.fromkeys(before.contents if before else ()), **own}),
        own=own,
        not_applicable=data.get("not_applicable", {}),
    )


def _section(inside: str, data: Any) -> Section:
    name = inside.partition("/")[2].removesuffix(".yaml")
    texts = {
        key: Text(value.get("title", "").strip(), value.get("gist", "").strip(), value["body"], value.get("of", ""))
        for key, value in data.items()
        if key not in ("covers", "number", "silence")
    }
    return Section(name, inside, tuple(data.get("covers", ())), data.get("number", ""), texts)

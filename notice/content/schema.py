"""Plain data to the model, or problems; the JSON Schema beside this file also serves editors'
completion.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from notice.content.yaml_source import Data, Source, Where
from notice.problems import Problem, Severity, did_you_mean

LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]+)*")


SECTION_ID = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")


RESERVED = frozenset({"facts", "notice", "version"})
"""What no section is called: other files have these names."""


_SHAPES = {
    "array": "a list is expected here, as `[one, two]` or as lines that begin with “- ”",
    "object": "lines of `key: value` are expected here, indented under the key",
    "string": "one text is expected here, not a list and not a group of keys",
}


KINDS_BY_NAME = ((False, "notice"), (True, "version"), (True, "facts"))
"""Files that have a shape of their own, by whether they stand in a version's folder, and name."""
_PATTERNS = {
    "basis": "a legal basis is written as 6.1.b or 9.2.a, several as [6.1.a, 9.2.a]; a transfer's "
    "as adequacy, 46.2.c or 49.1.b",
    "countries": "a country is written as FI or RU, several as [FI, RU]",
    "transfer": "a country is followed by adequacy, 46.2.c, 49.1.b, or by `basis` and `copy`",
    "period": "a time is written as ISO 8601 has it: P6Y, P1Y6M, P30D",
    "public_authority": "true, false or TODO(…) is expected here",
    "dpo": "true, false or TODO(…) is expected here",
    "automated_decisions": "true, false or TODO(…) is expected here",
    "base_url": "an address like https://example.com/privacy/ is expected here",
    "url": "an address like https://example.com is expected here",
    "email": "an e-mail address is expected here",
    "minimum_notice_days": "a number of days is expected here: 0, 14, 30",
    "id": "an address of its own kind is expected here, as tag:example.com,2026:privacy",
    "from": "a version is named as its folder: v1",
    "number": "a short number without spaces is expected here, as “10” or “4.2”",
    "of": (
        "a pin is eight digits and letters from a to f; leave the line out, and `check` "
        "prints the right one"
    ),
    "languages": "a language is written as fi, en, ru, sv or zh-Hans",
    "silence": "a check is named as in the brackets behind its message",
    "sections": (
        "a section is named in lower-case English letters, digits and hyphens: `data-transfers`"
    ),
}


def _check_shape(inside: str, source: Source) -> Iterator[tuple[Where, Problem]]:
    """Hold one file against the part of the schema that is its own; yields each problem with the
    way to its value.
    """
    folder, _, file = inside.rpartition("/")
    name = file.removesuffix(".yaml")
    kind = name if (bool(folder), name) in KINDS_BY_NAME else "section"
    if kind == "section" and not SECTION_ID.fullmatch(name):
        yield (
            (),
            Problem(
                source.path,
                1,
                1,
                Severity.ERROR,
                f"the file's name is the section's id: {_PATTERNS['sections']}",
            ),
        )
    if kind == "section" and name in RESERVED:
        message = f"no section is called `{name}`: give it another name"
        yield (), Problem(source.path, 1, 1, Severity.ERROR, message)
    if source.data == "":
        yield (), source.problem((), Severity.ERROR, "this file is empty")
        return
    yield from check_shape(kind, source)
    if isinstance(source.data, dict):
        for key in ("effective", "published", "withdrawn"):
            if str(source.data.get(key, "")).startswith(
                "0000"
            ):  # RFC 3339 has a year 0, Python's calendar has none
                yield (key,), source.problem((key,), Severity.ERROR, "there is no year 0000")


def check_shape(kind: str, source: Source) -> Iterator[tuple[Where, Problem]]:
    """Hold a file against a part of the schema, `section` or `seals` say; yields each problem with
    the way to its value.
    """
    for error in _validators()[kind].iter_errors(source.data):
        yield from (
            (tuple(error.instance_path), problem) for problem in _in_words(source, kind, error)
        )


@cache
def _schema() -> Any:
    return json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))


def _root(kind: str) -> dict[str, Any]:
    return {"$defs": _schema()["$defs"], **_schema()["$defs"][kind]}


@cache
def _validators() -> Mapping[str, Any]:
    kinds = ("notice", "version", "section", "facts", "seals")
    return {
        kind: jsonschema_rs.Draft202012Validator(_root(kind), validate_formats=True)
        for kind in kinds
    }


def _in_words(source: Source, kind: str, error: Any) -> Iterator[Problem]:
    """Say in an editor's words what the schema found; one problem for each key or item that it is
    about.
    """
    where, keyword, detail = tuple(error.instance_path), error.kind.name, error.kind.as_dict()
    value = _value(source.data, where)
    name = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    label = f"`{name}`" if name else "this file"
    if keyword == "required":
        yield source.problem(
            where, Severity.ERROR, f"{label} lacks `{detail['property']}`", key=True
        )
    elif keyword == "additionalProperties":
        known = list(_value(_root(kind), tuple(error.schema_path)[:-1])["properties"])
        for unexpected in detail["unexpected"]:
            yield source.problem(
                (*where, unexpected),
                Severity.ERROR,
                f"unknown key `{unexpected}`{did_you_mean(unexpected, known)}",
                key=True,
            )
    elif keyword == "propertyNames":
        yield from _wrong_names(source, where, value)
    elif keyword == "uniqueItems":
        yield from _repeated(source, where, value)
    elif value == "" or (isinstance(value, str) and not value.strip()):
        yield source.problem(
            where,
            Severity.ERROR,
            f"{label} is empty; write something, or leave the key out where it is optional",
        )
    elif keyword in ("minItems", "minProperties"):
        yield source.problem(where, Severity.ERROR, f"{label} is empty")
    elif keyword == "type":
        yield source.problem(
            where,
            Severity.ERROR,
            f"{label}: {next(filter(None, map(_SHAPES.get, detail['types'])), _SHAPES['string'])}",
        )
    elif keyword == "enum":
        options = [str(option) for option in detail["options"] if isinstance(option, str)]
        if len(options) > 5:
            yield source.problem(
                where,
                Severity.ERROR,
                f"unknown GDPR item `{value}`{did_you_mean(str(value), options)}",
            )
        else:
            yield source.problem(
                where, Severity.ERROR, f"{label} is one of {', '.join(options)}, not `{value}`"
            )
    elif keyword == "format":
        yield source.problem(
            where, Severity.ERROR, f"{label}: `{value}` is no day; a day is written as 2026-12-31"
        )
    else:
        yield source.problem(
            where, Severity.ERROR, f"{label}: {_PATTERNS.get(name, error.message)}"
        )


def _wrong_names(source: Source, where: Where, value: Data) -> Iterator[Problem]:
    items = _schema()["$defs"]["gdprItem"]["enum"]
    for key in value if isinstance(value, dict) else ():
        if where[-1:] == ("not_applicable",):
            if key not in items:
                message = f"unknown GDPR item `{key}`{did_you_mean(key, items)}"
                yield source.problem((*where, key), Severity.ERROR, message, key=True)
        elif where[-1:] == ("transfer",):
            if not re.fullmatch("[A-Z]{2}", key):
                message = f"`{key}` is no country; {_PATTERNS['countries']}"
                yield source.problem((*where, key), Severity.ERROR, message, key=True)
        elif where and where[-1] in ("purposes", "data", "recipients", "retention"):
            if not SECTION_ID.fullmatch(key):
                message = f"`{key}` is no id; {_PATTERNS['sections']}"
                yield source.problem((*where, key), Severity.ERROR, message, key=True)
        elif where[-1:] == ("silence",):
            if not SECTION_ID.fullmatch(key):
                yield source.problem(
                    (*where, key),
                    Severity.ERROR,
                    f"`{key}` is no check; {_PATTERNS['silence']}",
                    key=True,
                )
        elif not LANGUAGE.fullmatch(key):
            yield source.problem(
                (*where, key),
                Severity.ERROR,
                f"`{key}` is no language; {_PATTERNS['languages']}",
                key=True,
            )


def _repeated(source: Source, where: Where, value: Data) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(value):
        if isinstance(item, str) and item in seen:
            yield source.problem(
                (*where, index), Severity.ERROR, f"`{item}` stands in the list a second time"
            )
        seen.add(str(item))


def _value(data: Any, where: Where) -> Any:
    for part in where:
        data = data[part]
    return data

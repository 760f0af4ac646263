"""Files held against the JSON Schema beside this one, which also serves editors' completion."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from notice.content.schema_words import ShapeMistake, in_words
from notice.content.wordings import SECTION_ID, wrong_file_name
from notice.content.yaml_source import Source, Where
from notice.problems import Problem, Severity, whole_file

FACTS = "facts"
"""How `facts.yaml` is named where a section would be."""


RESERVED = frozenset({FACTS, "notice", "version"})
"""What no section is called: other files have these names."""


KINDS_BY_NAME = ((False, "notice"), (True, "version"), (True, "facts"))
"""Files that have a shape of their own, by whether they stand in a version's folder, and name."""


def check_file(
    inside: str, source: Source, languages: Sequence[str]
) -> Iterator[tuple[Where, Problem]]:
    """Hold one file against the part of the schema that is its own; yields each problem with the
    way to its value.

    `languages` are those of the notice as far as they are known: a key may be a slip for one.
    """
    folder, _, file = inside.rpartition("/")
    name = file.removesuffix(".yaml")
    kind = name if (bool(folder), name) in KINDS_BY_NAME else "section"
    if kind == "section" and not SECTION_ID.fullmatch(name):
        yield (), whole_file(source.path, wrong_file_name(name))
    if kind == "section" and name in RESERVED:
        message = f"no section is called `{name}`: give it another name"
        yield (), whole_file(source.path, message)
    if source.data == "":
        yield (), source.problem((), Severity.ERROR, "this file is empty")
        return
    yield from check_shape(kind, source, languages)
    if isinstance(source.data, dict):
        for key in ("effective", "published", "withdrawn"):
            # RFC 3339 has a year 0, Python's calendar has none.
            if str(source.data.get(key, "")).startswith("0000"):
                yield (key,), source.problem((key,), Severity.ERROR, "there is no year 0000")


def check_shape(
    kind: str, source: Source, languages: Sequence[str] = ()
) -> Iterator[tuple[Where, Problem]]:
    """Hold a file against a part of the schema, `section` or `seals` say; yields each problem with
    the way to its value.
    """
    for error in _validator(kind).iter_errors(source.data):
        mistake = ShapeMistake(source, kind, error, languages, _schema()["$defs"])
        yield from ((mistake.where, problem) for problem in in_words(mistake))


@cache
def _schema() -> Any:
    return json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))


@cache
def _validator(kind: str) -> Any:
    shapes = _schema()["$defs"]
    shape = {"$defs": shapes, **shapes[kind]}
    return jsonschema_rs.Draft202012Validator(shape, validate_formats=True)

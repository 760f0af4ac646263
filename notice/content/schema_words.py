"""What the schema finds, in an editor's words and with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any, NamedTuple

from notice.content.facts import TABLES
from notice.content.wordings import (
    LANGUAGE,
    PATTERNS,
    SECTION_ID,
    SHAPES,
    as_day,
    meant_language,
    meant_value,
    no_item,
    sentence_as_key,
    shortened,
    unseen,
    wrong_section,
)
from notice.content.yaml_source import MOST_OF_A_KIND, Source, Where
from notice.problems import Problem, Severity, did_you_mean

_COUNTRY = re.compile("[A-Z]{2}")


class ShapeMistake(NamedTuple):
    """What the schema found, and the file that it was found in."""

    source: Source
    kind: str
    error: Any
    languages: Sequence[str]
    definitions: Mapping[str, Any]

    @property
    def root(self) -> Mapping[str, Any]:
        """The schema of such a file."""
        return {"$defs": self.definitions, **self.definitions[self.kind]}

    @property
    def items(self) -> Collection[str]:
        """The ids of the GDPR's items."""
        items: Collection[str] = self.definitions["gdprItem"]["enum"]
        return items

    @property
    def where(self) -> Where:
        """The way to the value that is wrong."""
        return tuple(self.error.instance_path)

    @property
    def value(self) -> Any:
        """The value that is wrong."""
        return self.source.at(self.where)

    @property
    def name(self) -> str:
        """The nearest key above the value; empty for a whole file."""
        return next((str(part) for part in reversed(self.where) if isinstance(part, str)), "")

    @property
    def label(self) -> str:
        """How a message speaks of the value."""
        return f"`{self.name}`" if self.name else "this file"

    def problem(self, message: str, *inner: str | int, key: bool = False) -> Problem:
        """Return an error at the value, or at what is inside it."""
        return self.source.problem((*self.where, *inner), Severity.ERROR, message, key=key)


def in_words(mistake: ShapeMistake) -> Iterator[Problem]:
    """Say in an editor's words what the schema found, a problem for each key or item."""
    keyword = mistake.error.kind.name
    if keyword in _WORDS_OF_KEYWORDS and keyword in _OF_GROUPS:
        yield from _WORDS_OF_KEYWORDS[keyword](mistake)
    elif mistake.where and not _may_be_a_key(mistake):
        return  # the key is what is wrong, and told
    elif isinstance(mistake.value, str) and not mistake.value.strip():
        yield mistake.problem(
            f"{mistake.label} is empty; write something, or leave the key out where it is optional"
        )
    elif keyword in _WORDS_OF_KEYWORDS:
        yield from _WORDS_OF_KEYWORDS[keyword](mistake)
    elif keyword == "anyOf" and isinstance(mistake.value, list):
        yield from _wrong_items(mistake)
    else:
        yield mistake.problem(f"{mistake.label}: {_wrong_value(mistake)}")


def _wrong_items(mistake: ShapeMistake) -> Iterator[Problem]:
    """Say which items of a list are wrong where one value or a list of them may stand."""
    told = [
        mistake.problem(f"{mistake.label}: write `{meant}`, not `{shortened(item)}`", index)
        for index, item in enumerate(mistake.value)
        if isinstance(item, str) and (meant := meant_value(mistake.name, item))
    ]
    yield from told or [mistake.problem(f"{mistake.label}: {_wrong_value(mistake)}")]


def _may_be_a_key(mistake: ShapeMistake) -> bool:
    """Tell whether what a value stands under may be a language, where only those may be."""
    *around, key = mistake.where
    return around not in (["note"], ["title"]) or LANGUAGE.fullmatch(str(key)) is not None


def _wrong_value(mistake: ShapeMistake) -> str:
    """Say what a value should look like; of a list's item, which it is."""
    words = PATTERNS.get(mistake.name, "nothing of this kind can stand here")
    if mistake.where[-2:-1] == ("transfer",):  # a country, and then what data go there on
        words = PATTERNS["transfer"]
    value = str(mistake.value)
    if mistake.name == "languages" and (tag := meant_language(value)):
        return f"write `{tag}`, not `{value}`"
    if mistake.kind == "seals":
        return "only `seal` writes this; put the file back as it was"
    if mistake.name == "sections" and (slip := wrong_section(value)):
        return slip
    if meant := meant_value(mistake.name, value):
        return f"write `{meant}`, not `{shortened(value)}`"
    is_item = bool(mistake.where) and isinstance(mistake.where[-1], int)
    return f"`{shortened(value)}`: {words}" if is_item else words


def _lacking(mistake: ShapeMistake) -> Iterator[Problem]:
    missing = mistake.error.kind.as_dict()["property"]
    if any(did_you_mean(key, (missing,)) for key in mistake.value):
        return  # a slip in that key, and told
    yield mistake.problem(f"{mistake.label} lacks `{missing}`", key=True)


def _unknown_keys(mistake: ShapeMistake) -> Iterator[Problem]:
    schema: Any = reduce(getitem, tuple(mistake.error.schema_path)[:-1], mistake.root)
    known = list(schema["properties"])
    if "patternProperties" in schema:
        known += mistake.languages
    unexpected = mistake.error.kind.as_dict()["unexpected"]
    others = f"; the keys here are {', '.join(known)}"
    for key in unexpected[:MOST_OF_A_KIND]:
        near = did_you_mean(key, known)
        words = _home(mistake, key) or ("" if near else sentence_as_key(key))
        if not words:
            words = f"unknown key `{shortened(key)}`{near or others}"
            others = others if near else ""  # once is enough
        yield mistake.problem(words, key, key=True)
    if len(unexpected) > MOST_OF_A_KIND:
        rest = len(unexpected) - MOST_OF_A_KIND
        yield mistake.problem(f"and {rest} more unknown keys", unexpected[MOST_OF_A_KIND], key=True)


def _home(mistake: ShapeMistake, key: str) -> str:
    """Say where a key belongs that is known elsewhere in such a file; empty where it is not."""
    kind, definitions = mistake.kind, mistake.definitions
    is_language = key in mistake.languages
    if mistake.where:
        at_top = key in mistake.root["properties"] or (kind == "section" and is_language)
        words = f"`{key}` does not belong under `{mistake.where[-1]}`: begin it at the left edge"
        return words if at_top else ""
    if file := _file_of(mistake, key):
        return f"`{key}` belongs into {file}"
    groups = {
        "section": {"a language": key in definitions["sectionText"]["properties"]},
        "notice": {
            "`title`": is_language,
            "`controller`": key in definitions["controller"]["properties"],
        },
        "version": {
            "`title` or `note`": is_language,
            "`controller`": key in definitions["controller"]["properties"],
            "`not_applicable`": key in mistake.items,
        },
    }
    home = next((group for group, is_in in groups.get(kind, {}).items() if is_in), "")
    return f"`{key}` belongs under {home}: indent it by two spaces" if home else ""


_FILES = {"notice": "notice.yaml", "version": "version.yaml", "facts": "facts.yaml"}
"""Files of a name of their own, by the part of the schema that each is held against."""


def _file_of(mistake: ShapeMistake, key: str) -> str:
    """Return the file at whose left edge a key stands that is unknown here; empty where none is."""
    if key in ("title", "controller", "silence", "of"):  # they stand in several
        return ""
    kinds = (kind for kind in _FILES if key in mistake.definitions[kind]["properties"])
    if kind := next(kinds, ""):
        return _FILES[kind]
    of_sections = key in mistake.definitions["section"]["properties"] or key in mistake.languages
    return "the file of a section" if of_sections and mistake.kind == "facts" else ""


def _wrong_type(mistake: ShapeMistake) -> Iterator[Problem]:
    types = mistake.error.kind.as_dict()["types"]
    words = next(filter(None, map(SHAPES.get, types)), SHAPES["string"])
    is_text = mistake.name in _WORDS or mistake.where[:1] == ("note",)
    if words == SHAPES["string"] and is_text:
        words = f"{words}; write `|` after `{mistake.name}:`, and the text on the lines below"
    yield mistake.problem(f"{mistake.label}: {words}")


_WORDS = frozenset({"title", "gist", "body", "name", "address"})
"""Keys of what readers read, where a hyphen or a colon may begin or stand in the text."""


def _no_option(mistake: ShapeMistake) -> Iterator[Problem]:
    value = str(mistake.value)
    options = [
        option for option in mistake.error.kind.as_dict()["options"] if isinstance(option, str)
    ]
    if len(options) > 5:
        yield mistake.problem(no_item(value, options))
    else:
        same = next((option for option in options if option == value.lower()), "")
        words = f"{mistake.label} is one of {', '.join(options)}, not `{shortened(value)}`"
        advice = f"; write `{same}`" if same else unseen(value) or did_you_mean(value, options)
        if " #" not in value and "#" in value:
            advice = "; a comment needs a space before its `#`"
        yield mistake.problem(f"{words}{advice}")


def _no_day(mistake: ShapeMistake) -> Iterator[Problem]:
    value = str(mistake.value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        words = f"`{value}`: there is no such day"
    else:
        words = (
            f"`{shortened(value)}` is no day{unseen(value)}; a day is written as {as_day(value)}"
        )
    yield mistake.problem(f"{mistake.label}: {words}")


def _wrong_names(mistake: ShapeMistake) -> Iterator[Problem]:
    pattern, noun, shape = _NAMES_UNDER.get(mistake.name, (LANGUAGE, "language", "languages"))
    value = mistake.value
    for key in value if isinstance(value, dict) else ():
        if mistake.name == "not_applicable":
            if key not in mistake.items:
                message = f"unknown GDPR item `{key}`{did_you_mean(key, mistake.items)}"
                yield mistake.problem(message, key, key=True)
        elif not pattern.fullmatch(key) and value[key] == "":
            before, colon, _ = key.partition(":")
            words = f"a space is missing after `{before}:`"
            quotes = f"`{shortened(key)}`: a text with a comma in it must stand in quotes here"
            yield mistake.problem(words if colon else quotes, key, key=True)
        elif not pattern.fullmatch(key):
            known = mistake.languages if pattern is LANGUAGE else ()
            advice = did_you_mean(key, known) or f"; {PATTERNS[shape]}"
            yield mistake.problem(f"`{key}` is no {noun}{advice}", key, key=True)


_NAMES_UNDER = {
    "silence": (SECTION_ID, "check", "silence"),
    "transfer": (_COUNTRY, "country", "countries"),
    **dict.fromkeys(TABLES, (SECTION_ID, "id", "sections")),
}
"""What the keys of a group must look like, what each is, and the pattern whose words tell; where
nothing stands here, they are languages.
"""


def _repeated(mistake: ShapeMistake) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(mistake.value):
        if isinstance(item, str) and item in seen:
            yield mistake.problem(f"`{item}` stands in the list a second time", index)
        seen.add(str(item))


def _empty(mistake: ShapeMistake) -> Iterator[Problem]:
    yield mistake.problem(f"{mistake.label} is empty")


_OF_GROUPS = frozenset({"required", "additionalProperties", "propertyNames", "uniqueItems"})
"""What the schema says of a group or list, whatever stands in it."""


_WORDS_OF_KEYWORDS: Mapping[str, Callable[[ShapeMistake], Iterator[Problem]]] = {
    "required": _lacking,
    "additionalProperties": _unknown_keys,
    "propertyNames": _wrong_names,
    "uniqueItems": _repeated,
    "minItems": _empty,
    "minProperties": _empty,
    "type": _wrong_type,
    "enum": _no_option,
    "format": _no_day,
}

"""YAML text to plain data, with the place of every key and value.

Every scalar is text: `no`, `1.10` and `2018-05-24` mean what the editor typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

import yaml

from notice.problems import Problem, Severity

Data: TypeAlias = "str | list[Data] | dict[str, Data]"


Where: TypeAlias = tuple["str | int", ...]
"""The way to a value: keys and list indexes from the top of the file."""


DEEPEST = 16
"""Levels of nesting; the format needs four. Kept small, since the C loader recurses."""


MOST_OF_A_KIND = 20
"""Forbidden characters told for one file: a file in the wrong format has thousands."""


MOST_VALUES = 20_000
"""Values in one file once aliases are followed, or as many as it has characters: a few lines of
YAML can ask for billions.
"""


_NONCHARACTERS = "".join(
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)


_FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef{_NONCHARACTERS}\ufeff\t]|(?m:^ "
    "*\u00a0)"
)


_CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)


_PLAIN_WORDS = {
    "mapping values are not allowed in this context": (
        "a second “: ” in one line; put the text in quotes, or on the lines below after `|`"
    ),
    "could not find expected ':'": (
        "a key and its colon were expected; is a line indented too little, or a colon missing?"
    ),
    "did not find expected key": (
        "this line does not fit the lines above it: look at its indentation; and put a text "
        "that begins with a quotation mark "
        "or a bracket in quotes as a whole"
    ),
    "did not find expected comment or line break": (
        "nothing may stand after `|` or `>`; begin the text on the next line"
    ),
    "mapping keys are not allowed in this context": (
        "a text cannot begin with “?” here; put it in quotes"
    ),
    "did not find expected alphabetic or numeric character": (
        "a text cannot begin with “&” or “*” here; put it in quotes"
    ),
    "found invalid Unicode character escape code": (
        "a backslash has a meaning in double quotes; use single quotes, or write it twice"
    ),
    "did not find expected '-' indicator": (
        "this line does not fit the list above it: indent "
        "it as the other items, beginning with “- ”"
    ),
    "did not find expected ',' or ']'": "a list in [ ] lacks a comma or its closing bracket",
    "did not find expected ',' or '}'": (
        "a group in { } lacks a comma or its closing brace; a "
        "text in it that has a comma or a colon must stand in "
        "quotes"
    ),
    "did not find expected node content": "a value was expected here",
    "found unexpected end of stream": "the quotation mark that opens here is never closed",
    "found unknown escape character": (
        "a backslash has a meaning in double quotes; use single quotes, or write it twice"
    ),
    "block sequence entries are not allowed in this context": (
        "a list item “- ” cannot stand here; begin it on a line of its own"
    ),
    "but found another document": (
        "a line of three hyphens begins a second document; one file holds one"
    ),
    "found undefined alias": "a text cannot begin with “*” here; put it in quotes",
    "found undefined tag handle": "a text cannot begin with “!” here; put it in quotes",
    "did not find expected <document start>": "nothing may stand after the end of the document",
}


_AT_OPENING = frozenset(
    {
        "could not find expected ':'",
        "found unexpected end of stream",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its text, its data, and where in the text each key and value stands (character
    offsets).
    """

    path: str
    text: str
    data: Data
    values: Mapping[Where, tuple[int, int]]
    keys: Mapping[Where, int]

    def problem(
        self, where: Where, severity: Severity, message: str, *, key: bool = False
    ) -> Problem:
        """Make a problem at a value, or at its key; where neither exists, at the nearest value
        around it.
        """
        offset = self.keys.get(where) if key else None
        while offset is None:
            if where in self.values:
                offset = self.values[where][0]
            elif where:
                where = where[:-1]
            else:
                offset = 0
        return self._at(offset, severity, message)

    def problem_at(
        self, where: Where, snippet: str, nth: int, severity: Severity, message: str
    ) -> Problem:
        """Make a problem at the nth occurrence (from 0) of a snippet inside a value, or at the
        value where it is not found.
        """
        if where not in self.values:
            return self.problem(where, severity, message)
        start, end = self.values[where]
        offset = start - 1
        for _ in range(nth + 1):
            offset = self.text.find(snippet, offset + 1, end)
            if offset < 0:
                return self._at(start, severity, message)
        return self._at(offset, severity, message)

    def _at(self, offset: int, severity: Severity, message: str) -> Problem:
        return _problem(self.path, self.text, offset, message, severity)


def parse(path: str, raw: bytes) -> tuple[Source | None, list[Problem]]:
    """Read one YAML file's bytes; `path` is only shown. Gives no source where a problem hides the
    rest of the file.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = len(raw[: error.start].decode("utf-8"))
        return None, [
            _problem(
                path,
                raw.decode("utf-8", errors="replace"),
                before,
                "this is not UTF-8; save the file as UTF-8",
            )
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if forbidden := [
        _problem(path, text, found.start(), _forbidden(found.group(), found.start()))
        for found in islice(_FORBIDDEN.finditer(text), MOST_OF_A_KIND)
    ]:
        return None, forbidden
    if conflict := _CONFLICT.search(text):
        return None, [
            _problem(
                path,
                text,
                conflict.start(),
                "a merge conflict: choose one of the two texts, and delete the marks around them",
            )
        ]
    reader = _Reader(path, text)
    try:
        node = yaml.compose(text, Loader=_Loader)
        data = "" if node is None else reader.data(node, ())
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, _yaml_problem(path, text, error)]
    except _UnreadableError as error:
        return None, [*reader.problems, _problem(path, text, error.offset, error.message)]
    return Source(path, text, data, reader.values, reader.keys), reader.problems


class _UnreadableError(Exception):
    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


class _Loader(yaml.CBaseLoader):
    """The C loader with plain scalars left as text, and a floor under its recursion."""

    depth = 0

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:  # noqa: ARG002 - PyYAML calls it with both
        self.depth += 1
        if self.depth > DEEPEST:
            raise _UnreadableError(
                current_node.start_mark.index,
                "nested too deeply: nothing in a notice goes this deep",
            )

    def ascend_resolver(self) -> None:
        self.depth -= 1


@dataclass(slots=True)
class _Reader:
    """Turns nodes into data and notes their places; lives for one file."""

    path: str
    text: str
    values: dict[Where, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Where, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def data(self, node: yaml.Node, where: Where) -> Data:
        start = node.start_mark.index
        if len(self.values) >= max(MOST_VALUES, len(self.text)) or len(where) > DEEPEST:
            raise _UnreadableError(
                start, "aliases (`&` and `*`) that expand without end; write the text out"
            )
        self.values[where] = start, node.end_mark.index
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag[18:] not in (
            "str",
            "seq",
            "map",
        ):
            raise _UnreadableError(start, "a text cannot begin with “!” here; put it in quotes")
        if isinstance(node, yaml.ScalarNode):
            if self.text[start : start + 1] == "&":
                raise _UnreadableError(start, "a text cannot begin with “&”; put it in quotes")
            if found := _FORBIDDEN.search(node.value):
                raise _UnreadableError(start, _forbidden(found.group(), 1))
            return str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.data(item, (*where, index)) for index, item in enumerate(node.value)]
        result: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _UnreadableError(
                    key.start_mark.index,
                    "a key must be a word; is a “?” or a bracket at the beginning of the line?",
                )
            if found := _FORBIDDEN.search(key.value):
                raise _UnreadableError(key.start_mark.index, _forbidden(found.group(), 1))
            if key.value in result:
                first = _place(self.text, self.keys[*where, key.value])[0]
                message = (
                    f"`{key.value}` stands here a second time (first in line {first}); keep one"
                )
                self.problems.append(_problem(self.path, self.text, key.start_mark.index, message))
                continue
            self.keys[*where, key.value] = key.start_mark.index
            result[key.value] = self.data(value, (*where, key.value))
        return result


def _problem(
    path: str, text: str, offset: int, message: str, severity: Severity = Severity.ERROR
) -> Problem:
    line, column = _place(text, offset)
    told = " ".join(message.split())  # it may quote a value, and a value may have many lines
    return Problem(path, line, column, severity, told, text.split("\n", line)[line - 1])


def _place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _forbidden(character: str, offset: int) -> str:
    if character.endswith("\u00a0"):
        return "a no-break space as indentation; it looks like a space and is none"
    if character == "\t":
        return "a tab; indent and separate with spaces"
    if character == "\ufeff":
        where = "at the beginning (a byte order mark)" if offset == 0 else "(a byte order mark)"
        return f"an invisible character {where}; save the file as UTF-8 without BOM"
    if character in "\u0085\u2028\u2029":
        return (
            f"an invisible line break (U+{ord(character):04X}); delete it and press Enter instead"
        )
    return f"a control character (U+{ord(character):04X}); delete it"


def _around(text: str, line: int, column: int) -> tuple[str, str]:
    """Return what stands before and after a place in its line."""
    found = text.split("\n")[line - 1 : line] or [""]
    return found[0][: column - 1], found[0][column - 1 :]


def _yaml_problem(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    problem = error.problem or error.context or "this is not YAML"
    mark = (
        error.context_mark if problem in _AT_OPENING and error.context_mark else error.problem_mark
    )
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.removesuffix("\n").split("\n")
    if line > len(lines):  # a file that breaks off: the end of what is there
        line, column = len(lines), len(lines[-1]) + 1
    before, after = _around(text, line, column)
    if problem == "found character that cannot start any token":
        words = f"a text cannot begin with “{after[:1]}”; put it in quotes"
    elif problem == "mapping values are not allowed in this context" and ": " not in before:
        words = "this line does not fit the one above it: indent both by the same number of spaces"
    else:
        words = _PLAIN_WORDS.get(problem, f"this is not YAML: {problem}")
    return Problem(path, line, column, Severity.ERROR, words, before + after)

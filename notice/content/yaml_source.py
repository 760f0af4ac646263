"""YAML text to plain data, with the place of every key and value.

Every scalar is text: `no`, `1.10` and `2018-05-24` mean what the editor typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import getitem
from typing import Any, TypeAlias, cast

import yaml

from notice.content.lines import Lines
from notice.content.yaml_mistakes import (
    forbidden_character,
    json_problem,
    no_text,
    not_utf8,
    yaml_problem,
)
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


_WORD = re.compile(r"\S{1,12}")
"""By what a place is found again in a text that its file writes otherwise."""


_NONCHARACTERS = "".join(
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)


_FORBIDDEN = re.compile(
    # A look past what is ordinary is all that most of a text needs.
    "(?=[^ -~\n\u00a1-\u052f])"
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef{_NONCHARACTERS}\ufeff\t]"
    "|(?m:^ *\u00a0)"
)


CONFLICT = re.compile(r"^(?:[<>|]{7} |={7}$)", re.MULTILINE)
"""The beginning of a line with which git parts two texts."""


MERGE_CONFLICT = "a merge conflict: choose one of the two texts, and delete the marks around them"


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its text by lines, its data, and where in the text each key and value stands
    (character offsets).
    """

    lines: Lines
    data: Data
    values: Mapping[Where, tuple[int, int]]
    keys: Mapping[Where, int]

    @property
    def path(self) -> str:
        """The file's name, as it is shown."""
        return self.lines.path

    @property
    def text(self) -> str:
        """The whole text, its lines ending in line feeds."""
        return self.lines.text

    def problem(
        self, where: Where, severity: Severity, message: str, *, key: bool = False
    ) -> Problem:
        """Return a problem at a value or its key, or at the nearest value around it."""
        return self.lines.problem(self.offset(where, key=key), message, severity)

    def offset(self, where: Where, *, key: bool = False) -> int:
        """Return where a value or its key stands, or the nearest value around it."""
        if key and where in self.keys:
            return self.keys[where]
        while where and where not in self.values:
            where = where[:-1]
        return self.values[where][0] if where in self.values else 0

    def problem_in(self, where: Where, offset: int, severity: Severity, message: str) -> Problem:
        """Return a problem at a character of a text, by its offset in what was read.

        Where the text does not stand in the file as it was read, folded or with escapes in quotes,
        it is where the same word stands for as many times, or at the text's beginning.
        """
        return self.lines.problem(self._offset_in(where, offset), message, severity)

    def _offset_in(self, where: Where, offset: int) -> int:
        if where not in self.values:
            return 0
        start, end = self.values[where]
        value = str(self.at(where))
        if not self.text.startswith("|", start):
            inside = start + (self.text[start] in "\"'")
            if self.text.startswith(value, inside):
                return inside + offset
            # A word is not parted by the end of a line in the file; several may be.
            match = _WORD.match(value, offset)
            word = match[0] if match else ""
            place = self.text.find(word, start, end)
            for _ in range(value.count(word, 0, offset) if word else 0):
                place = max(self.text.find(word, place + 1, end), place)
            return max(place, start)
        number, line, column = _in_block(value, offset)
        first = self.lines.place(start)[0] + 1  # the line below the `|`
        indent = self.lines.line(first + number).find(line)
        return self.lines.starts[first + number - 1] + indent + column if indent >= 0 else start

    def at(self, where: Where) -> Any:
        """Return what stands at a place: a text, a list or a mapping."""
        return reduce(getitem, where, cast("Any", self.data))


def _in_block(value: str, offset: int) -> tuple[int, str, int]:
    """Return in which line of a text a character stands, from 0, that line, and the column."""
    start = value.rfind("\n", 0, offset) + 1
    end = value.find("\n", offset)
    line = value[start : end if end >= 0 else len(value)]
    return value.count("\n", 0, offset), line, offset - start


def parse(path: str, raw: bytes) -> tuple[Source | None, list[Problem]]:  # noqa: PLR0911 - one return for each thing that can be in the way
    """Read one YAML file's bytes; `path` is only shown. Returns no source where a problem hides the
    rest of the file.

    A file whose name ends in `.json` is to be JSON, which is YAML too.
    """
    # Before decoding: a file in another encoding has lines as well.
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if binary := no_text(path, raw):
        return None, [binary]
    try:
        lines = Lines.of(path, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, [not_utf8(path, raw, error.start)]
    if forbidden := [
        lines.problem(match.start(), forbidden_character(match.group(), match.start()))
        for match in islice(_FORBIDDEN.finditer(lines.text), MOST_OF_A_KIND)
    ]:
        return None, forbidden
    if conflict := CONFLICT.search(lines.text):
        return None, [lines.problem(conflict.start(), MERGE_CONFLICT)]
    if path.endswith(".json") and lines.text.strip() and (slip := json_problem(lines)):
        return None, [slip]
    reader = _Reader(lines)
    try:
        node = yaml.compose(lines.text, Loader=_Loader)
        data = "" if node is None else reader.data(node, ())
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, yaml_problem(lines, error)]
    except _UnreadableError as error:
        return None, [*reader.problems, lines.problem(error.offset, error.message)]
    return Source(lines, data, reader.values, reader.keys), reader.problems


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

    lines: Lines
    values: dict[Where, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Where, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def data(self, node: yaml.Node, where: Where) -> Data:
        start = node.start_mark.index
        if len(self.values) >= max(MOST_VALUES, len(self.lines.text)) or len(where) > DEEPEST:
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
            if self.lines.text[start : start + 1] == "&":
                raise _UnreadableError(start, "a text cannot begin with “&”; put it in quotes")
            if match := _FORBIDDEN.search(node.value):
                raise _UnreadableError(start, forbidden_character(match.group(), 1))
            return str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.data(item, (*where, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, where)

    def _mapping(self, node: yaml.Node, where: Where) -> dict[str, Data]:
        """Return a mapping; of a key that stands there twice the first counts."""
        result: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _UnreadableError(
                    key.start_mark.index,
                    "a key must be a word; is a “?” or a bracket at the beginning of the line?",
                )
            if match := _FORBIDDEN.search(key.value):
                raise _UnreadableError(key.start_mark.index, forbidden_character(match.group(), 1))
            if key.value in result:
                first, _ = self.lines.place(self.keys[*where, key.value])
                message = (
                    f"`{key.value}` stands here a second time (first in line {first}); keep one"
                )
                self.problems.append(self.lines.problem(key.start_mark.index, message))
                continue
            self.keys[*where, key.value] = key.start_mark.index
            result[key.value] = self.data(value, (*where, key.value))
        return result

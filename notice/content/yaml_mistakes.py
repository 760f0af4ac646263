"""What an editor did, where a parser only says that it cannot go on.

YAML's parser stops where a text no longer makes sense, often lines below the slip, and in its own
words. So the lines are looked at anew, from the top, for what people really do: a space or a colon
lost, a quotation mark never closed, a line indented unlike those around it. Where none of these is
found, the parser's place stands, with its words made plain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from notice.content.lines import Lines
from notice.problems import Problem

_PLAIN_WORDS = {
    "mapping values are not allowed in this context": (
        "a second “: ” in one line; put the text in quotes, or on the lines below after `|`"
    ),
    "could not find expected ':'": (
        "a key and its colon were expected; is a line indented too little, or a colon missing?"
    ),
    "did not find expected key": (
        "this line does not fit the lines above it: look at its indentation; and put a text "
        "that begins with a quotation mark or a bracket in quotes as a whole"
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
        "this line does not fit the list above it: indent it as the other items, beginning "
        "with “- ”"
    ),
    "did not find expected ',' or ']'": "a list in [ ] lacks a comma or its closing bracket",
    "did not find expected ',' or '}'": (
        "a group in { } lacks a comma or its closing brace; a text in it that has a comma or a "
        "colon must stand in quotes"
    ),
    "did not find expected node content": (
        "a value was expected here; is there one comma too many, or a bracket of the wrong kind?"
    ),
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
"""What the parser notices at the end of something, and an editor mends at its beginning."""


_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[\w.@-]+) *:(?: +(?P<value>.*))?$""")


_WITHOUT_SPACE = re.compile(r"(?P<key>[^\W\d][\w-]*):(?P<value>[^\s/:].*)$")
"""A key whose colon is not followed by a space; `https://…` is none."""


_WITHOUT_COLON = re.compile(r"(?P<key>[^\W\d][\w-]*)(?: +(?P<value>\S.*))?$")


_BLOCK = re.compile(r"[|>][0-9+-]*(?: +#.*)?$")


_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
}


def forbidden_character(character: str, offset: int) -> str:
    """Say what a character is that may stand nowhere in a file."""
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


def not_utf8(path: str, raw: bytes, offset: int) -> Problem:
    """Return the problem of a file in another encoding, at the first byte that says so."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = "this is UTF-16, not UTF-8; save the file as UTF-8"
    else:
        # A guess for the eyes only: whoever sees their own letter knows what is meant.
        letter = raw[offset : offset + 1].decode("cp1252", errors="ignore")
        guess = f" (“{letter}” in Windows-1252)" if letter.isalpha() else ""
        words = f"this is not UTF-8{guess}; save the file as UTF-8"
    lines = Lines.of(path, raw.decode("utf-8", errors="replace"))
    return lines.problem(len(raw[:offset].decode("utf-8")), words)


def yaml_problem(lines: Lines, error: yaml.MarkedYAMLError) -> Problem:
    """Return what is wrong in a text that YAML's parser refused, at the place to mend it."""
    problem = error.problem or error.context or "this is not YAML"
    mark = (
        error.context_mark if problem in _AT_OPENING and error.context_mark else error.problem_mark
    )
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    last = len(lines.text.removesuffix("\n").split("\n"))
    if line > last:  # a file that breaks off: the end of what is there
        line, column = last, len(lines.line(last)) + 1
    if slip := _first_slip(lines, error.problem_mark.line + 1 if error.problem_mark else last):
        return lines.problem_at(slip.line, slip.column, slip.words)
    before, after = lines.line(line)[: column - 1], lines.line(line)[column - 1 :]
    if problem == "found character that cannot start any token":
        words = f"a text cannot begin with “{after[:1]}”; put it in quotes"
    elif problem == "mapping values are not allowed in this context" and ": " not in before:
        words = "this line does not fit the one above it: indent both by the same number of spaces"
    else:
        words = _PLAIN_WORDS.get(problem, f"this is not YAML: {problem}")
    return lines.problem_at(line, column, words)


def json_problem(lines: Lines) -> Problem | None:
    """Return the first place at which a text is not JSON; None where it is."""
    try:
        json.loads(lines.text)
    except json.JSONDecodeError as error:
        return lines.problem(*_json_slip(lines.text, error.pos, error.msg))
    except RecursionError:
        return lines.problem(0, "nested too deeply: nothing in a notice goes this deep")
    return None


_JSON_WORDS = {
    "Extra data": "nothing may stand after the closing bracket",
    "Unterminated string starting at": "the quotation mark that opens here is never closed",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is expected here",
    "Expecting value": (
        "a value is expected here: a text in double quotes, or a list or group in brackets"
    ),
}


def _json_slip(text: str, met: int, parsers_words: str) -> tuple[int, str]:
    """Return where a text has a slip, and what it is; `met` is what Python's parser met first that
    made no sense.
    """
    end = len(text[:met].rstrip())  # behind the last thing that was right
    if met >= len(text.rstrip()):
        return end, "the file breaks off here: a closing bracket is missing"
    if parsers_words.startswith("Expecting ','"):
        return end, "a comma is missing here"
    if parsers_words.startswith("Illegal trailing comma"):
        return met, "a comma too many: nothing follows it"
    if text[end - 1 : end] == "," and text[met] in "]}":
        return end - 1, "a comma too many: nothing follows it"
    return met, _JSON_WORDS.get(parsers_words, f"this is not JSON: {parsers_words}")


@dataclass(frozen=True, slots=True)
class _Slip:
    """Something that people do, at its place (from 1)."""

    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class _KeyLine:
    """A line that begins with a key."""

    line: int
    indent: int
    key: str
    value: str

    @property
    def opens(self) -> bool:
        """Whether what belongs to the key stands on the lines below."""
        return not self.value or self.value.startswith("#")

    @property
    def is_block(self) -> bool:
        """Whether a text of several lines follows, as `|` begins one."""
        return _BLOCK.match(self.value) is not None


def _first_slip(lines: Lines, until: int) -> _Slip | None:
    """Return the first slip in the lines up to the one that the parser stopped at."""
    key_lines: list[_KeyLine] = []
    for number, text in _structural_lines(lines):
        if number > until:
            return None
        indent = len(text) - len(text.lstrip(" "))
        found = _KEY.match(text.strip())
        if found is None:
            return _no_key(number, indent, text.strip(), key_lines)
        line = _KeyLine(number, indent, found["key"].strip("'\""), (found["value"] or "").strip())
        slip = _wrong_quotes(lines, line) or _wrong_indent(line, key_lines)
        if slip:
            return slip
        key_lines.append(line)
    return None


def _structural_lines(lines: Lines) -> Iterator[tuple[int, str]]:
    """Yield the lines that should begin with a key, by number: no blank, no comment, no list item,
    no mark of a document, nothing of a text or list that goes on over several lines.
    """
    inside: int | None = None  # the indent of a key whose value goes on below
    depth = 0  # of brackets that are open
    for number in range(1, len(lines.starts) + 1):
        text = lines.line(number).rstrip()
        bare = text.lstrip(" ")
        indent = len(text) - len(bare)
        if not bare or (bare.startswith("#") and inside is None):
            continue
        if depth > 0:
            depth += _opened(bare)
            continue
        if inside is not None and indent > inside:
            continue
        inside = None
        if bare.startswith("- ") or bare in ("-", "---", "..."):
            continue
        yield number, text
        found = _KEY.match(bare)
        value = (found["value"] or "").strip() if found else ""
        if value.startswith(("[", "{")):
            depth = max(_opened(value), 0)
        elif _BLOCK.match(value):
            inside = indent


def _opened(text: str) -> int:
    """Count the brackets that a line leaves open; what stands in quotes counts as none."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'| #.*", "", text)
    return sum(bare.count(bracket) for bracket in "[{") - sum(map(bare.count, "]}"))


def _no_key(number: int, indent: int, text: str, above: list[_KeyLine]) -> _Slip | None:
    """Return the slip in a line that should begin with a key and does not; None where it may go on
    what stands above it.
    """
    before = above[-1] if above else None
    if before and indent > before.indent and not before.opens and not before.is_block:
        return None
    if before and before.is_block and indent <= before.indent:
        words = (
            f"the text of `{before.key}` must be indented deeper than `{before.key}` itself: by "
            f"{before.indent + 2} spaces"
        )
        if not _WITHOUT_SPACE.match(text):
            return _Slip(number, indent + 1, words)
    if found := _WITHOUT_SPACE.match(text):
        key = found["key"]
        words = f"a space is missing after `{key}:`"
        return _Slip(number, indent + len(key) + 2, words)
    if text.startswith("-"):
        return _Slip(number, indent + 1, "a space is missing after the hyphen of a list item")
    if found := _WITHOUT_COLON.match(text):
        key = found["key"]
        words = f"a colon is missing after `{key}`"
        return _Slip(number, indent + len(key) + 1, words)
    return None


def _wrong_quotes(lines: Lines, line: _KeyLine) -> _Slip | None:
    """Return the slip in a value that begins with a quotation mark and does not end with it."""
    pattern = _QUOTED.get(line.value[:1])
    if pattern is None:
        return None
    column = lines.line(line.line).index(line.value) + 1
    closed = pattern.match(line.value)
    if closed is None:
        following = lines.line(line.line + 1)
        goes_on = len(following) - len(following.lstrip(" ")) > line.indent
        if goes_on and not _KEY.match(following.strip()):
            return None
        return _Slip(line.line, column, "the quotation mark that opens here is never closed")
    rest = line.value[closed.end() :]
    if rest.strip() and not rest.lstrip().startswith("#"):
        mark = line.value[0]
        other = "single quotes (')" if mark == '"' else 'double quotes (")'
        words = f"text after the closing quotation mark; put the whole in {other}"
        return _Slip(line.line, column + closed.end(), words)
    return None


def _wrong_indent(line: _KeyLine, above: list[_KeyLine]) -> _Slip | None:
    """Return the slip where a line's indentation, or that of the one above it, fits nothing."""
    if not above:
        return None
    before = above[-1]
    if line.indent > before.indent and not before.opens:
        earlier = above[-2] if len(above) > 1 else None
        too_far_left = earlier is not None and (
            earlier.indent == line.indent or (earlier.indent == before.indent and earlier.opens)
        )
        if too_far_left:
            return _misplaced(before, line)
        return _misplaced(line, before)
    if line.indent < before.indent:
        levels = {line.indent for line in _open_levels(above)}
        if line.indent not in levels:
            return _misplaced(line, before)
    return None


def _open_levels(above: list[_KeyLine]) -> list[_KeyLine]:
    """Return the keys that a line may stand beside: the last one, and those that hold it."""
    levels: list[_KeyLine] = []
    for line in reversed(above):
        if not levels or line.indent < levels[-1].indent:
            levels.append(line)
    return levels


def _misplaced(line: _KeyLine, beside: _KeyLine) -> _Slip:
    words = (
        f"`{line.key}` is indented by {_spaces(line.indent)}, and `{beside.key}` beside it by "
        f"{_spaces(beside.indent)}: indent both by the same number"
    )
    return _Slip(line.line, line.indent + 1, words)


def _spaces(number: int) -> str:
    return f"{number} space{'' if number == 1 else 's'}"

"""Slips of the hand in YAML, found by looking at its lines: a space or a colon lost, a quotation
mark never closed, a line indented unlike those around it.

This is asked only of a text that the parser refused: what looks like a slip may be sound YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notice.content.lines import Lines

_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[\w.@-]+) *:(?: +(?P<value>.*))?$""")


_WITHOUT_SPACE = re.compile(r"(?P<key>[^\W\d][\w-]*):(?P<value>[^\s/:].*)$")
"""A key whose colon is not followed by a space; `https://…` is none."""


_WITHOUT_COLON = re.compile(r"(?P<key>[^\W\d][\w-]*)(?: +(?P<value>\S.*))?$")


_BLOCK = re.compile(r"[|>][0-9+-]*(?: +#.*)?$")


_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
}


@dataclass(frozen=True, slots=True)
class Slip:
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


def first_slip(lines: Lines, until: int) -> Slip | None:
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


def _no_key(number: int, indent: int, text: str, above: list[_KeyLine]) -> Slip | None:
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
            return Slip(number, indent + 1, words)
    if found := _WITHOUT_SPACE.match(text):
        key = found["key"]
        words = f"a space is missing after `{key}:`"
        return Slip(number, indent + len(key) + 2, words)
    if text.startswith("-"):
        return Slip(number, indent + 1, "a space is missing after the hyphen of a list item")
    if found := _WITHOUT_COLON.match(text):
        key = found["key"]
        words = f"a colon is missing after `{key}`"
        return Slip(number, indent + len(key) + 1, words)
    return None


def _wrong_quotes(lines: Lines, line: _KeyLine) -> Slip | None:
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
        return Slip(line.line, column, "the quotation mark that opens here is never closed")
    rest = line.value[closed.end() :]
    if rest.strip() and not rest.lstrip().startswith("#"):
        mark = line.value[0]
        other = "single quotes (')" if mark == '"' else 'double quotes (")'
        words = f"text after the closing quotation mark; put the whole in {other}"
        return Slip(line.line, column + closed.end(), words)
    return None


def _wrong_indent(line: _KeyLine, above: list[_KeyLine]) -> Slip | None:
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


def _misplaced(line: _KeyLine, beside: _KeyLine) -> Slip:
    words = (
        f"`{line.key}` is indented by {_spaces(line.indent)}, and `{beside.key}` beside it by "
        f"{_spaces(beside.indent)}: indent both by the same number"
    )
    return Slip(line.line, line.indent + 1, words)


def _spaces(number: int) -> str:
    return f"{number} space{'' if number == 1 else 's'}"

"""Slips of the hand in YAML, found by looking at its lines: a space or a colon lost, a quotation
mark never closed, a line indented unlike those around it.

This is asked only of a text that the parser refused: what looks like a slip may be sound YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notice.content.lines import Lines

_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[\w.@-]+) *:(?: +(?P<value>.*))?$""")


_WITHOUT_SPACE = re.compile(r"(?P<key>[^\W\d][\w-]*):(?P<value>[^\s/:].*)$")
"""A key whose colon is not followed by a space; `https://…` is none."""


_FOREIGN_COLON = re.compile(
    r"(?P<key>[^\W\d][\w-]*)(?P<colon>[\uff1a\ufe55\ua789]|:[\u00a0\u3000])"
)
"""A key with a colon of another script, or a space behind it that is none to YAML."""


_WITHOUT_COLON = re.compile(r"(?P<key>[^\W\d][\w-]*)(?: +(?P<value>\S.*))?$")


_BLOCK = re.compile(r"[|>][0-9+-]*(?: +#.*)?$")


_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
}


_OTHER_SIGN = re.compile(r"(?P<key>[^\W\d][\w-]*) ?(?P<sign>=|;|->|=>) ")
"""A key with a sign that other notations have in the place of the colon."""


_CURLY = "“”„‟«»‘’‚"
"""Quotation marks of texts, which are letters to YAML."""


_TEXTS = frozenset({"title", "gist", "body"})
"""Keys under which words stand, and no other keys."""


_OPENING = ("[", "{", '"', "'")
"""What a value begins with that may go on over several lines."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that people do, at its place (from 1)."""

    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank."""

    number: int
    indent: int
    text: str

    @property
    def column(self) -> int:
        """Where its text begins."""
        return self.indent + 1


@dataclass(frozen=True, slots=True)
class _KeyLine:
    """A line that begins with a key, and those below it on which its value goes on."""

    number: int
    indent: int
    key: str
    value: str
    below: Sequence[_Line]

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
    above: list[_KeyLine] = []
    for line in _structure(lines):
        if line.number > until:
            return None
        if isinstance(line, _Line):
            return _no_key(line, above)
        slip = (
            _wrong_quotes(lines, line, until)
            or _wrong_bracket(lines, line)
            or _wrong_indent(line, above)
            or _wrong_text(line, until)
        )
        if slip:
            return slip
        above.append(line)
    return None


def _structure(lines: Lines) -> Iterator[_KeyLine | _Line]:
    """Yield the lines that should begin with a key, with or without one: no blank, no comment, no
    list item, no mark of a document, nothing of a value that goes on over several lines.
    """
    waiting = [
        _Line(number, len(text) - len(text.lstrip(" ")), text.strip())
        for number in range(1, len(lines.starts) + 1)
        if (text := lines.line(number)).strip()
    ]
    at = 0
    while at < len(waiting):
        line = waiting[at]
        at += 1
        match = _KEY.match(line.text)
        if line.text.startswith(("#", "- ")) or line.text in ("-", "---", "..."):
            continue
        if match is None:
            yield line
            continue
        value = (match["value"] or "").strip()
        end = _end_of_value(waiting, at, line.indent, value)
        key = match["key"].strip("'\"")
        yield _KeyLine(line.number, line.indent, key, value, waiting[at:end])
        at = end


def _end_of_value(waiting: Sequence[_Line], at: int, indent: int, value: str) -> int:
    """Return the index behind the lines on which a value goes on, from the one at `at`."""
    if value.startswith(("[", "{")):
        depth = _opened(value)
        while depth > 0 and at < len(waiting):
            depth += _opened(waiting[at].text)
            at += 1
        return at
    is_block = _BLOCK.match(value) is not None
    while at < len(waiting) and waiting[at].indent > indent:
        text = waiting[at].text
        if not is_block and (_KEY.match(text) or text.startswith(("#", "- "))):
            break
        at += 1
    return at


def _opened(text: str) -> int:
    """Count the brackets that a line leaves open; what stands in quotes counts as none."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'| #.*", "", text)
    return sum(bare.count(bracket) for bracket in "[{") - sum(map(bare.count, "]}"))


def _no_key(line: _Line, above: Sequence[_KeyLine]) -> Slip | None:
    """Return the slip in a line that should begin with a key and does not."""
    text, before = line.text, above[-1] if above else None
    if slip := _wrong_colon(line):
        return slip
    if text.startswith("-"):
        return Slip(line.number, line.column, "a space is missing after the hyphen of a list item")
    match = _WITHOUT_COLON.match(text)
    if before and before.is_block and not (match and not match["value"]):
        words = (
            f"the text of `{before.key}` must be indented deeper than `{before.key}` itself: by "
            f"{before.indent + 2} spaces"
        )
        return Slip(line.number, line.column, words)
    if match:
        words = f"a colon is missing after `{match['key']}`"
        if match["value"] and before and not before.opens:
            words += f"; if this goes on the text of `{before.key}`, indent it deeper"
        return Slip(line.number, line.column + len(match["key"]), words)
    return None


def _wrong_colon(line: _Line) -> Slip | None:
    """Return the slip in a key whose colon is another sign, or has no space behind it."""
    if match := _FOREIGN_COLON.match(line.text):
        code = ord(match["colon"][-1])
        what = (
            "a no-break or wide space" if len(match["colon"]) > 1 else "a colon of another script"
        )
        words = f"after `{match['key']}` stands {what} (U+{code:04X}); type a colon and a space"
        return Slip(line.number, line.column + len(match["key"]), words)
    if match := _WITHOUT_SPACE.match(line.text):
        words = f"a space is missing after `{match['key']}:`"
        return Slip(line.number, line.column + len(match["key"]) + 1, words)
    if match := _OTHER_SIGN.match(line.text):
        words = f"after `{match['key']}` stands “{match['sign']}”; type a colon and a space"
        return Slip(line.number, line.column + match.start("sign"), words)
    return None


def _wrong_quotes(lines: Lines, line: _KeyLine, until: int) -> Slip | None:
    """Return the slip in a value that begins with a quotation mark and does not end with it, or
    with one that is none to YAML where the parser stopped.
    """
    if line.value[:1] in tuple(_CURLY) and line.number == until:
        words = f"`{line.value[0]}` is no quotation mark to YAML; put the text in straight ones (\")"
        return Slip(line.number, lines.line(line.number).index(line.value) + 1, words)
    pattern = _QUOTED.get(line.value[:1])
    if pattern is None:
        return None
    column = lines.line(line.number).index(line.value) + 1
    closed = pattern.match(line.value)
    if closed is None:
        if line.below:  # a text in quotes may go on
            return None
        return Slip(line.number, column, "the quotation mark that opens here is never closed")
    rest = line.value[closed.end() :]
    if rest.strip() and not rest.lstrip().startswith("#"):
        mark = line.value[0]
        other = "single quotes (')" if mark == '"' else 'double quotes (")'
        words = f"text after the closing quotation mark; put the whole in {other}"
        return Slip(line.number, column + closed.end(), words)
    return None


def _wrong_bracket(lines: Lines, line: _KeyLine) -> Slip | None:
    """Return the slip in a text that begins as a list does."""
    value = line.value
    column = lines.line(line.number).index(value) + 1
    if value.startswith("- "):
        return Slip(line.number, column, "a text cannot begin with “- ” here; put it in quotes")
    match = re.match(r"(\[[^][{}\"']*\]|\{[^][{}\"']*\})(?P<rest>.*)", value)
    if match and match["rest"].strip() and not match["rest"].lstrip().startswith("#"):
        words = "text after the closing bracket; put a text that begins with a bracket in quotes"
        return Slip(line.number, column + match.start("rest"), words)
    return None


def _wrong_text(line: _KeyLine, until: int) -> Slip | None:
    """Return the slip in a text of several lines: indented unlike its first line, or with what
    needs `|` above it where the parser stopped in its midst.
    """
    if not line.below:
        return None
    first = line.below[0]
    if line.is_block:
        for inner in line.below:
            if inner.indent < first.indent:
                words = (
                    f"this line is indented by {_spaces(inner.indent)}, and the first of this text "
                    f"by {_spaces(first.indent)}; indent all alike"
                )
                return Slip(inner.number, inner.column, words)
    elif first.number <= until <= line.below[-1].number and line.value[:1] not in _OPENING:
        if line.opens and first.text.startswith("* ") and line.key not in _TEXTS:
            return Slip(first.number, first.column, "the items of a list begin with “- ” in YAML")
        if line.opens and not first.text[0].isalnum():
            return None  # what a text cannot begin with is told at its place
        return _missing_bar(line)
    return None


def _missing_bar(line: _KeyLine) -> Slip:
    if line.opens and line.key not in _TEXTS and (slip := _wrong_colon(line.below[0])):
        return slip
    words = (
        f"the text of `{line.key}` goes on below and has a colon in it: write `|` after "
        f"`{line.key}:`, and the text on the lines below; or is a key missing?"
    )
    return Slip(line.number, line.indent + 1, words)


def _wrong_indent(line: _KeyLine, above: Sequence[_KeyLine]) -> Slip | None:
    """Return the slip where a line's indentation, or that of the one above it, fits nothing."""
    if not above:
        return None
    before = above[-1]
    if line.indent > before.indent and before.below and not before.is_block:
        return _missing_bar(before)
    if line.indent > before.indent and not before.opens:
        earlier = above[-2] if len(above) > 1 else None
        too_far_left = earlier is not None and (
            earlier.indent == line.indent or (earlier.indent == before.indent and earlier.opens)
        )
        return _misplaced(before, line) if too_far_left else _misplaced(line, before)
    if line.indent < before.indent and line.indent not in _open_levels(above):
        return _misplaced(line, before)
    return None


def _open_levels(above: Sequence[_KeyLine]) -> set[int]:
    """Return the indents of the keys that a line may stand beside: the last one, and those that
    hold it.
    """
    levels: list[int] = []
    for line in reversed(above):
        if not levels or line.indent < levels[-1]:
            levels.append(line.indent)
    return set(levels)


def _misplaced(line: _KeyLine, beside: _KeyLine) -> Slip:
    words = (
        f"`{line.key}` is indented by {_spaces(line.indent)}, and `{beside.key}` beside it by "
        f"{_spaces(beside.indent)}: indent both by the same number"
    )
    return Slip(line.number, line.indent + 1, words)


def _spaces(number: int) -> str:
    return f"{number} space{'' if number == 1 else 's'}"

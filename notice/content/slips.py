"""Slips of the hand in YAML, found by looking at its lines: a space or a colon lost, a quotation
mark never closed, a line indented unlike those around it.

This is asked only of a text that the parser refused: what looks like a slip may be sound YAML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notice.content.lines import Lines
from notice.content.yaml_lines import KeyLine, PlainLine, structure
from notice.problems import amount

_WITHOUT_SPACE = r"(?P<key>[^\W\d][\w-]*):(?P<value>[^\s/:].*)$"
"""A key whose colon is not followed by a space; `https://…` is none."""


_FOREIGN_COLON = r"(?P<key>[^\W\d][\w-]*)(?P<colon>[\uff1a\ufe55\ua789]|:[\u00a0\u3000])"
"""A key with a colon of another script, or a space behind it that is none to YAML."""


_WITHOUT_COLON = r"(?P<key>[^\W\d][\w-]*)(?: +(?P<value>\S.*))?$"


_QUOTED = {
    '"': r'"(?:[^"\\]|\\.)*"',
    "'": r"'(?:[^']|'')*'",
}


_OTHER_SIGN = r"(?P<key>[^\W\d][\w-]*) ?(?P<sign>=|;|->|=>) "
"""A key with a sign that other notations have in the place of the colon."""


_CURLY = "“”„‟«»‘’‚"
"""Quotation marks of texts, which are letters to YAML."""


_TEXTS = frozenset({"title", "gist", "body"})
"""Keys under which words stand, and no other keys."""


_INNER = _TEXTS | {"of", "name", "email", "phone", "address"}
"""Keys that stand under another one."""


_OPENING = ("[", "{", '"', "'")
"""What a value begins with that may go on over several lines."""


class Slip(NamedTuple):
    """Something that people do, at its place (from 1)."""

    line: int
    column: int
    words: str


def first_slip(lines: Lines, until: int) -> Slip | None:
    """Return the first slip in the lines up to the one that the parser stopped at."""
    above: list[KeyLine] = []
    for line in structure(lines):
        if line.number > until:
            return None
        if isinstance(line, PlainLine):
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


def _no_key(line: PlainLine, above: Sequence[KeyLine]) -> Slip | None:
    """Return the slip in a line that should begin with a key and does not."""
    text, before = line.text, above[-1] if above else None
    if slip := _wrong_colon(line):
        return slip
    around = next((key for key in reversed(above) if key.indent < line.indent), None)
    if around and around.opens and around.key in _TEXTS:
        return _missing_bar(around, " and begins with a list")
    if text.startswith("-") and not (before and before.is_block):
        return Slip(line.number, line.column, "a space is missing after the hyphen of a list item")
    match = re.match(_WITHOUT_COLON, text)
    if before and before.is_block and not (match and not match["value"]):
        words = (
            f"the text of `{before.key}` must be indented deeper than `{before.key}` itself: by "
            f"{before.indent + 2} spaces"
        )
        return Slip(line.number, line.column, words)
    if match:
        words = f"a colon is missing after `{match['key']}`"
        if before and not before.opens and match["key"] not in _INNER:
            words += f"; if this goes on the text of `{before.key}`, indent it deeper"
        return Slip(line.number, line.column + len(match["key"]), words)
    return None


def _wrong_colon(line: PlainLine) -> Slip | None:
    """Return the slip in a key whose colon is another sign, or has no space behind it, and in a
    comment that begins as elsewhere.
    """
    if match := re.match(_FOREIGN_COLON, line.text):
        code = ord(match["colon"][-1])
        what = (
            "a no-break or wide space" if len(match["colon"]) > 1 else "a colon of another script"
        )
        words = f"after `{match['key']}` stands {what} (U+{code:04X}); type a colon and a space"
        return Slip(line.number, line.column + len(match["key"]), words)
    if match := re.match(_WITHOUT_SPACE, line.text):
        words = f"a space is missing after `{match['key']}:`"
        return Slip(line.number, line.column + len(match["key"]) + 1, words)
    if line.text.startswith(("//", "/*", "--", "<!--")):
        return Slip(line.number, line.column, "a comment begins with `#` and a space")
    if match := re.match(_OTHER_SIGN, line.text):
        words = f"after `{match['key']}` stands “{match['sign']}”; type a colon and a space"
        return Slip(line.number, line.column + match.start("sign"), words)
    return None


def _wrong_quotes(lines: Lines, line: KeyLine, until: int) -> Slip | None:
    """Return the slip in a value that begins with a quotation mark and does not end with it, or
    with one that is none to YAML where the parser stopped.
    """
    if line.value[:1] in tuple(_CURLY) and line.number == until:
        words = f'`{line.value[0]}` is no quotation mark to YAML; put the text in straight ones (")'
        return Slip(line.number, lines.line(line.number).index(line.value) + 1, words)
    pattern = _QUOTED.get(line.value[:1])
    if pattern is None:
        return None
    column = lines.line(line.number).index(line.value) + 1
    closed = re.match(pattern, line.value)
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


def _wrong_bracket(lines: Lines, line: KeyLine) -> Slip | None:
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


def _wrong_text(line: KeyLine, until: int) -> Slip | None:
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
                    f"this line is indented by {amount(inner.indent, 'space')}, and the first of "
                    f"this text by {amount(first.indent, 'space')}; indent all alike"
                )
                return Slip(inner.number, inner.column, words)
    elif first.number <= until <= line.below[-1].number and line.value[:1] not in _OPENING:
        if line.opens and first.text.startswith("* ") and line.key not in _TEXTS:
            return Slip(first.number, first.column, "the items of a list begin with “- ” in YAML")
        kind = {"|": "a table", ">": "a quotation"}.get(first.text[0]) if line.opens else None
        if kind and line.key in _TEXTS:
            return _missing_bar(line, f" and begins with {kind}")
        if not line.opens or first.text[0].isalnum():
            return _missing_bar(line)
    return None  # what else a text cannot begin with is told at its place


def _missing_bar(line: KeyLine, why: str = " and has a colon in it") -> Slip:
    if line.below and line.opens and line.key not in _TEXTS:
        first = line.below[0]
        if slip := _wrong_colon(first):
            return slip
        if (match := re.match(_WITHOUT_COLON, first.text)) and match["key"] in _INNER:
            words = f"a colon is missing after `{match['key']}`"
            return Slip(first.number, first.column + len(match["key"]), words)
    words = (
        f"the text of `{line.key}` goes on below{why}: write `|` after "
        f"`{line.key}:`, and the text on the lines below; or is a key missing?"
    )
    return Slip(line.number, line.indent + 1, words)


def _wrong_indent(line: KeyLine, above: Sequence[KeyLine]) -> Slip | None:
    """Return the slip where a line's indentation, or that of the one above it, fits nothing."""
    if not above:
        return None
    before = above[-1]
    if line.indent > before.indent and before.below and not before.is_block:
        return _missing_bar(before)
    if line.indent > before.indent and not before.opens:
        if before.key in _TEXTS and line.key not in _INNER:
            return _missing_bar(before)
        earlier = above[-2] if len(above) > 1 else None
        too_far_left = earlier is not None and (
            earlier.indent == line.indent or (earlier.indent == before.indent and earlier.opens)
        )
        return _misplaced(before, line) if too_far_left else _misplaced(line, before)
    levels = _open_levels(above)
    if line.indent < before.indent and line.indent not in {key.indent for key in levels}:
        # What stands under a language is no language, and the other way round.
        alike = (key for key in levels if (key.key in _INNER) == (line.key in _INNER))
        return _misplaced(line, next(alike, before))
    return None


def _open_levels(above: Sequence[KeyLine]) -> list[KeyLine]:
    """Return the keys that a line may stand beside: the last one, and those that hold it."""
    levels: list[KeyLine] = []
    for line in reversed(above):
        if not levels or line.indent < levels[-1].indent:
            levels.append(line)
    return levels


def _misplaced(line: KeyLine, beside: KeyLine) -> Slip:
    words = (
        f"`{line.key}` is indented by {amount(line.indent, 'space')}, and `{beside.key}` beside it "
        f"by {amount(beside.indent, 'space')}: indent both by the same number"
    )
    return Slip(line.number, line.indent + 1, words)

"""YAML by its lines, without a parser: which begin with a key, and on which its value goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notice.content.lines import Lines

_KEY = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[\w.@-]+) *:(?: +(?P<value>.*))?$""")


_BLOCK = re.compile(r"[|>][0-9+-]*(?: +#.*)?$")


class PlainLine(NamedTuple):
    """A line that is not blank."""

    number: int
    indent: int
    text: str

    @property
    def column(self) -> int:
        """Where its text begins."""
        return self.indent + 1


class KeyLine(NamedTuple):
    """A line that begins with a key, and those below it on which its value goes on."""

    number: int
    indent: int
    key: str
    value: str
    below: Sequence[PlainLine]

    @property
    def opens(self) -> bool:
        """Whether what belongs to the key stands on the lines below."""
        return not self.value or self.value.startswith("#")

    @property
    def is_block(self) -> bool:
        """Whether a text of several lines follows, as `|` begins one."""
        return _BLOCK.match(self.value) is not None


def structure(lines: Lines) -> Iterator[KeyLine | PlainLine]:
    """Yield the lines that should begin with a key, with or without one: no blank, no comment, no
    list item, no mark of a document, nothing of a value that goes on over several lines.
    """
    waiting = [
        PlainLine(number, len(text) - len(text.lstrip(" ")), text.strip())
        for number in range(1, len(lines.starts) + 1)
        if (text := lines.line(number)).strip()
    ]
    at = 0
    in_text = -1  # how deep the key of a text stands that `|` began
    while at < len(waiting):
        line = waiting[at]
        at += 1
        match = _KEY.match(line.text)
        is_item = line.text.startswith("- ") and line.indent > in_text
        if line.text.startswith("#") or is_item or line.text in ("-", "---", "..."):
            continue
        if match is None:
            yield line
            continue
        value = (match["value"] or "").strip()
        end = _end_of_value(waiting, at, line.indent, value)
        key = match["key"].strip("'\"")
        in_text = line.indent if _BLOCK.match(value) else -1
        yield KeyLine(line.number, line.indent, key, value, waiting[at:end])
        at = end


def _end_of_value(waiting: Sequence[PlainLine], at: int, indent: int, value: str) -> int:
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

"""A Markdown text as it was typed: what of each line is shown as text, and in what kind of block.

What was typed as Markdown and understood is no text any more; so whatever still looks like Markdown
here was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element as XmlElement

from notice.markup import markdown
from notice.markup.lines import note_lines
from notice.markup.tree import BLOCKS

MARKED = "\ufffc"
"""Stands for what was understood and is no text: an image, a footnote's number, an address that is
shown as it is typed, a character behind a backslash.
"""


BORDER = "\u0004"
"""Stands where an inline element begins or ends: what was typed there is not known."""


_CELLS = frozenset({"td", "th"})


_INNER_BLOCKS = BLOCKS | _CELLS | {"div"}


_ESCAPED = re.compile("\u0002\\d+\u0003")


class Line(NamedTuple):
    """A line of a block: its place in the text, from 0, and what of it is shown as text."""

    number: int
    text: str


class Passage(NamedTuple):
    """The inline content of a block, by the lines that it was typed in.

    `blocks` are the tags of the blocks around it, outermost first, its own last; `shown` is the
    number that a reader sees before it, where it begins an item of a numbered list. `note` is the
    label of the footnote that it belongs to.
    """

    blocks: tuple[str, ...]
    lines: tuple[Line, ...]
    shown: int = 0
    note: str = ""


@lru_cache(maxsize=8192)
def passages(body: str) -> tuple[Passage, ...]:
    """Return the passages of a text in order; none of one that is nested too deep to be read."""
    try:
        root = markdown.read(body, typed=True)
    except RecursionError:
        return ()
    lines = body.split("\n")
    return tuple(_Placed(lines, note_lines(lines)).blocks(root, (), 0, ""))


_FARTHEST = 500
"""Lines that are looked at for those of the next block; a text is gone through in time."""


@dataclass(slots=True)
class _Placed:
    """Finds the lines of a tree in the text that it was read from, in order."""

    lines: Sequence[str]
    notes: Mapping[str, int]
    """In which line the footnote of each label begins."""
    at: int = 0

    def blocks(
        self, parent: XmlElement, around: tuple[str, ...], shown: int, note: str
    ) -> Iterator[Passage]:
        """Yield the passages of what stands in a block; the first one reads as item `shown`."""
        number = int(parent.get("start") or 1)
        inline = parent.text or ""
        for child in parent:
            if child.tag not in _INNER_BLOCKS:
                inline += _inline(child) + (child.tail or "")
                continue
            for passage in self._passage(inline, around, shown, note):
                yield passage
                shown = 0
            inline = child.tail or ""
            if (label := child.get(markdown.NOTE)) is not None:
                self.at = self.notes.get(label, self.at)
                yield from self.blocks(child, around, 0, label)
                continue
            first = number if parent.tag == "ol" else shown
            number += 1
            for passage in self.blocks(child, (*around, child.tag), first, note):
                yield passage
                shown = 0
            self.at += child.tag == "tr"
        yield from self._passage(inline, around, shown, note)

    def _passage(
        self, text: str, blocks: tuple[str, ...], shown: int, note: str
    ) -> Iterator[Passage]:
        row = self.at
        typed = [line for line in _ESCAPED.sub(MARKED, text).split("\n") if line.strip()]
        if not typed or not blocks:
            return
        lines = []
        for line in typed:
            self.at = self._place(line)
            lines.append(Line(self.at, line.lstrip(f" {BORDER}")))
            self.at += 1
        if blocks[-1] in _CELLS:  # the cells of a row stand in one line
            self.at = row
        yield Passage(blocks, tuple(lines), shown, note)

    def _place(self, text: str) -> int:
        """Return the next line of the text that has all that a line shows."""
        parts = [part.strip() for part in re.split(f"[{MARKED}{BORDER}]", text)]
        for number in range(self.at, min(self.at + _FARTHEST, len(self.lines))):
            if _has_parts(self.lines[number], parts):
                return number
        return min(self.at, len(self.lines) - 1)


def _inline(element: XmlElement) -> str:
    """Return what an inline element shows as text."""
    if element.tag in ("img", "sup"):
        return MARKED
    if element.tag == "br":
        return "\n"
    text = element.text or ""
    for child in element:
        text += _inline(child) + (child.tail or "")
    if element.tag == "a" and (element.get("href") or "").removeprefix("mailto:") == text:
        return MARKED
    return f"{BORDER}{text}{BORDER}"


def _has_parts(line: str, parts: Sequence[str]) -> bool:
    at = 0
    for part in parts:
        at = line.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True

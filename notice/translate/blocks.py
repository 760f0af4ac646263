"""A Markdown body as the blocks that a translator works on, each with its place in the text.

The split is for people: a paragraph, a heading, an item or a whole table each stand alone. It
only has to agree with itself, since a text is put back where it was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from notice.content.lines import Lines
from notice.markup.lines import begins_table

_HEADING = re.compile(r" {0,3}#{3,6} +(?=\S)")
_ITEM = re.compile(r" *([-*+]|\d{1,9}[.)]) +(?=\S)")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]: *(?=\S)")
_QUOTE = re.compile(r" {0,3}>")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body: `start` and `end` (characters) of its text without its marker.

    `text` is that text as it is translated: lines that only wrap are joined, a hard break keeps
    its backslash and its line break; a table or a quotation keeps its lines (`by_line`).
    """

    start: int
    end: int
    text: str
    by_line: bool


class _Line(NamedTuple):
    start: int
    text: str


def split(body: str) -> tuple[Block, ...]:
    """Return the blocks of a body in order: all of it but markers and white space."""
    return tuple(_block(body, lines, marker) for lines, marker in _grouped(_lines(body)))


def replaced(body: str, blocks: Sequence[Block], texts: Sequence[str]) -> str:
    """Return a body whose blocks say something else; what stays the same keeps every character.

    `blocks` are those of `split(body)`, `texts` one text for each.
    """
    for block, text in reversed(list(zip(blocks, texts, strict=True))):
        if text != block.text:
            line_start = body.rfind("\n", 0, block.start) + 1
            # What goes on in a further line of an item stands under the item's text.
            indent = "" if block.by_line else " " * (block.start - line_start)
            lines = text.split("\n")
            written = f"\n{indent}".join(line.strip(" ") if indent else line for line in lines)
            body = body[: block.start] + written + body[block.end :]
    return body


def _lines(body: str) -> list[_Line]:
    starts = Lines.of("", body).starts
    return [_Line(start, text) for start, text in zip(starts, body.split("\n"), strict=True)]


def _grouped(lines: Sequence[_Line]) -> Iterator[tuple[list[_Line], int]]:
    """Yield the lines of each block, and how long the marker at its beginning is."""
    group: list[_Line] = []
    marker, in_item, whole = 0, False, False  # whole: a table or a quotation, to its last line
    for place, line in enumerate(lines):
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        starts = _marker(line.text, in_paragraph=bool(group) and not in_item)
        begins_whole = begins_table(line.text, following) or _QUOTE.match(line.text) is not None
        blank = not line.text.strip()
        if group and (blank or (not whole and (starts or begins_whole))):
            yield group, marker
            group = []
        if blank:
            whole = False
            continue
        if not group:
            marker, whole = (0 if begins_whole else starts), begins_whole
            in_item = bool(starts) and not begins_whole
        group.append(line)
        if _HEADING.match(line.text) and not whole:
            yield group, marker
            group, in_item = [], False
    if group:
        yield group, marker


def _marker(line: str, *, in_paragraph: bool) -> int:
    """Return how long the marker is with which a line begins a block; 0 where it begins none."""
    if heading := _HEADING.match(line):
        return heading.end()
    if note := _FOOTNOTE.match(line):
        return note.end()
    item = _ITEM.match(line)
    # A paragraph is interrupted by a bullet or a one: a line of it may begin with “24. toukokuuta”.
    if item and (not in_paragraph or item[1] in ("-", "*", "+", "1.", "1)")):
        return item.end()
    return 0


def _block(body: str, lines: Sequence[_Line], marker: int) -> Block:
    first = lines[0].text
    lead = marker or len(first) - len(first.lstrip(" "))
    start, end = lines[0].start + lead, lines[-1].start + len(lines[-1].text.rstrip(" "))
    is_table = len(lines) > 1 and begins_table(first, lines[1].text)
    by_line = is_table or _QUOTE.match(first) is not None
    text = body[start:end]
    return Block(start, end, text if by_line else _joined(text), by_line)


def _joined(text: str) -> str:
    """Join the lines of a text that only wrap; a line that ends in a backslash ends there."""
    result = ""
    for line in text.split("\n"):
        separator = "" if not result else "\n" if result.endswith("\\") else " "
        result += separator + line.strip(" ")
    return result

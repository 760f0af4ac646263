"""Lines as editors type them, made into lines as Python-Markdown wants them.

Editors begin a list, a table or a quotation right under a sentence, and indent by two, three or
four; Python-Markdown wants an empty line between, and four spaces a level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

DEEPEST_LIST = 8
"""Levels of nesting in a list; items typed deeper stay on the deepest level."""


DEEPEST_QUOTE = 4
"""Quotations inside each other; what is typed deeper is text of the deepest."""


_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +)(?=\S)")


_NUMBERED = re.compile(r" *(?:> *)*(\d{1,9})[.)] ")


_MARKER = re.compile(r"^(\d{0,9})([-*+.])(?= )")


_QUOTE = re.compile(r" *>(?: |$)")


_HEADING = re.compile(r" *#{3,6} +\S")
"""Headings inside a section; fewer `#` would be those of the page."""


_SEPARATOR = re.compile(r"\|?( *:?-+:? *\|)+( *:?-+:? *)?")


_PIPE = re.compile(r"(?<!\\)\|")


_NOTE = re.compile(r" {0,3}\[\^(?P<label>[^\]\[\s^]{1,64})\]:(?: +(?P<text>.*)|$)")
"""Where a footnote's text begins: `[^1]: text`."""


def in_four_spaces(lines: Sequence[str]) -> list[str]:
    """Return lines with each list, table and quotation where Python-Markdown takes it for one."""
    return _Lines(lines, 0).written()


def without_footnotes(lines: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Take the texts of footnotes out of a text: the lines left, and the lines of each by label.

    A footnote ends at an empty line, but for what is indented by two or more below that. The
    second text of a label stays where it is: it is no footnote's.
    """
    left: list[str] = []
    footnotes: dict[str, list[str]] = {}
    note: list[str] | None = None
    for line in lines:
        begins = _NOTE.fullmatch(line)
        if begins and begins["label"] not in footnotes:
            note = footnotes[begins["label"]] = [begins["text"] or ""]
            left.append("")  # what follows is another paragraph than what was before
        elif note is None or begins or (note[-1] == "" and line and not line.startswith("  ")):
            note = None
            left.append(line)
        else:
            note.append(line[4:] if line.startswith("    ") else line.lstrip(" "))
    return left, footnotes


def note_lines(lines: Sequence[str]) -> dict[str, int]:
    """Return in which line, from 0, the footnote of each label begins."""
    result: dict[str, int] = {}
    for number, line in enumerate(lines):
        if begins := _NOTE.fullmatch(line):
            result.setdefault(begins["label"], number)
    return result


def cells(row: str) -> list[str]:
    """Cut a row of a table at its `|`, but for those behind a backslash."""
    return _PIPE.split(row)


def count_cells(row: str) -> int:
    """Return how many cells a row of a table has, with or without a `|` at its ends."""
    inner = row.strip(" ").removeprefix("|")
    return len(cells(inner[:-1] if _PIPE.search(inner, len(inner) - 1) else inner))


def typed_number(line: str) -> int | None:
    """Return the number that a line's item was typed with, were it in a quotation."""
    item = _NUMBERED.match(line)
    return int(item[1]) if item else None


def is_table_rule(line: str) -> bool:
    """Tell whether a line can be the one of dashes under the head of a table."""
    return "|" in line and _SEPARATOR.fullmatch(line.strip(" ")) is not None


def begins_table(line: str, following: str) -> bool:
    """Tell whether a line is the head of a table: a line of dashes with as many cells follows."""
    separator = following.strip(" ")
    return (
        "|" in line
        and _SEPARATOR.fullmatch(separator) is not None
        and count_cells(line) == count_cells(separator)
    )


@dataclass(slots=True)
class _Lines:
    """Goes through the lines of a text, or of a quotation in it, once."""

    lines: Sequence[str]
    depth: int
    """How many quotations are around."""
    result: list[str] = field(default_factory=list)
    open_items: list[tuple[int, bool]] = field(default_factory=list)
    """Of the items around: from which column on a line is inside, and whether it has a bullet."""
    after_blank: bool = True
    in_text: bool = False
    """Whether these lines began as a paragraph, and not as an item."""

    def written(self) -> list[str]:
        place = 0
        while place < len(self.lines):
            line = self.lines[place]
            if not line.strip(" "):
                self._end()
                place += 1
            elif _QUOTE.match(line):
                place = self._quote(place)
            elif _HEADING.match(line):
                self._block(line, [line.strip(" ")])
                place += 1
            elif self._begins_table(place) and not _ITEM.match(line):
                place = self._table(place)
            else:
                self._line(line)
                place += 1
        return self.result

    def _line(self, line: str) -> None:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        item = _ITEM.match(line)
        if (
            item
            and self.in_text
            and not self.open_items
            and item[2] not in ("-", "*", "+", "1.", "1)")
        ):
            # Only a bullet or a one interrupts a paragraph: it may have “24. toukokuuta” in it.
            item = None
        closed = self._close(indent) if item or self.after_blank else None
        if item:
            bullet = item[2] in "-*+"
            if self.in_text or (closed is not None and closed != bullet):
                self.result.append("")
            shift = self._shift()
            # What a second marker in the same line begins is text, not a list in the list.
            own_text = _MARKER.sub(r"\1\\\2", line[item.end() :])
            self.result.append(f"{shift}{item[2].replace(')', '.')} {own_text}")
            self.open_items.append((indent + 2, bullet))
        else:
            self.result.append(self._shift() + text if self.after_blank else text)
        self.in_text = not item and (self.after_blank or self.in_text)
        self.after_blank = False

    def _close(self, indent: int) -> bool | None:
        """Leave the items that a line stands no longer in; return whether the last had a bullet."""
        closed = None
        while self.open_items and indent < self.open_items[-1][0]:
            closed = self.open_items.pop()[1]
        return closed

    def _shift(self) -> str:
        return " " * 4 * min(len(self.open_items), DEEPEST_LIST)

    def _end(self) -> None:
        self.result.append("")
        self.after_blank, self.in_text = True, False

    def _table(self, place: int) -> int:
        """Write a table; return the place of the first line below it."""
        end = place + 2
        while end < len(self.lines) and self._is_row(self.lines[end]):
            end += 1
        self._block(self.lines[place], [line.strip(" ") for line in self.lines[place:end]])
        return end

    def _begins_table(self, place: int) -> bool:
        following = self.lines[place + 1] if place + 1 < len(self.lines) else ""
        return begins_table(self.lines[place], following)

    def _is_row(self, line: str) -> bool:
        return "|" in line and not any(start.match(line) for start in (_ITEM, _QUOTE, _HEADING))

    def _quote(self, place: int) -> int:
        """Write a quotation; return the place of the first line below it.

        A line right below that begins nothing of its own goes on with its last paragraph.
        """
        inner: list[str] = []
        end = place
        while end < len(self.lines) and self._is_quoted(end):
            inner.append(_QUOTE.sub("", self.lines[end], count=1))
            end += 1
        if self.depth < DEEPEST_QUOTE - 1:
            inner = _Lines(inner, self.depth + 1).written()
        else:
            inner = [_QUOTE.sub(lambda mark: rf"\{mark[0].lstrip(' ')}", line) for line in inner]
        self._block(self.lines[place], [f"> {line}".rstrip(" ") for line in inner])
        return end

    def _is_quoted(self, place: int) -> bool:
        line = self.lines[place]
        if _QUOTE.match(line):
            return True
        return bool(line.strip(" ")) and not (
            _ITEM.match(line)
            or _HEADING.match(line)
            or self._begins_table(place)
            or not _QUOTE.sub("", self.lines[place - 1], count=1).strip(" ")
        )

    def _block(self, first: str, block: Sequence[str]) -> None:
        """Write lines that are a block of their own, inside the items that the first stands in."""
        self._close(len(first) - len(first.lstrip(" ")))
        if self.result and self.result[-1]:
            self.result.append("")
        shift = self._shift()
        last = max((place for place, line in enumerate(block) if line not in ("", ">")), default=-1)
        self.result += [shift + line for line in block[: last + 1]]
        self._end()

"""Two Markdown files as texts to compare: a heading of the first two levels begins a section."""

from __future__ import annotations

import re

from notice.markup.parse import parse
from notice.markup.tree import Node, plain, references, resolve
from notice.redline.result import Part

_HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$")

_BLANK = re.compile(r"^[ \t]+$", re.MULTILINE)

_UNDERLINED = re.compile(r"(?:\A|(?<=\n\n))([^\s#>|*+-][^\n|]*)\n(?:=+|-{2,})[ \t]*$", re.MULTILINE)
"""A heading of one line with a line of `=` or `-` under it."""


def parts_of_files(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Cut two texts into sections, all of each text in one: what stands before the first heading
    is a section without a title.

    Files have no ids that say which section is which: the comparison finds out, and no id of the
    one text is one of the other.
    """
    return _sections(old, "old-section"), _sections(new, "section")


def _sections(text: str, name: str) -> list[Part]:
    cut: list[tuple[str, list[str]]] = [("", [])]
    plain_text = _BLANK.sub("", text.replace("\r\n", "\n"))
    for line in _UNDERLINED.sub(r"## \1", plain_text).split("\n"):
        if heading := _HEADING.match(line):
            # Marks of emphasis are dropped, since a section's title has none.
            cut.append((plain(parse(f"### {heading[1]}")), []))
        else:
            cut[-1][1].append(line)
    return [
        Part(f"{name}-{place}", "", title, "", _blocks("\n".join(lines)))
        for place, (title, lines) in enumerate(cut)
    ]


def _blocks(text: str) -> tuple[Node, ...]:
    """Read a section; a reference reads as the name that it refers to, since nothing here has a
    number.
    """
    blocks = parse(text)
    return resolve(blocks, {name: name for name in references(blocks)})

"""Two Markdown files as texts to compare: a `##` heading begins a section, and sections are
matched by what they say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from notice.markup.parse import parse
from notice.markup.tree import Element, Node, links, plain, resolve
from notice.redline.align import align
from notice.redline.leaf_blocks import Cell, Leaf
from notice.redline.result import Part

_HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$")


def parts_of_files(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Cut two texts into sections; those that are the same section, as far as one can tell, get
    the same id.

    Unlike a notice's own, these ids are guessed. So only sections that kept their order are taken
    for the same.
    """
    before, after = _sections(old), _sections(new)
    groups = align([_as_leaf(part) for part in before], [_as_leaf(part) for part in after])
    same = {group.old[0]: group.new[0] for group in groups}
    named = [
        replace(part, id=f"section-{same[i]}" if i in same else f"old-section-{i}")
        for i, part in enumerate(before)
    ]
    return named, [replace(part, id=f"section-{j}") for j, part in enumerate(after)]


def _sections(text: str) -> list[Part]:
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.replace("\r\n", "\n").split("\n"):
        if heading := _HEADING.match(line):
            found.append((heading[1], []))
        else:
            found[-1][1].append(line)
    parts = [Part("", "", _plain(title), "", _blocks("\n".join(lines))) for title, lines in found]
    return [part for part in parts if part.title or part.blocks]


def _blocks(text: str) -> tuple[Node, ...]:
    """Read a section; a reference reads as the name that it refers to, since nothing here has a
    number.
    """
    blocks = parse(text)
    return resolve(
        blocks,
        {(link.get("href") or "#")[1:]: (link.get("href") or "#")[1:] for link in links(blocks)},
    )


def _plain(title: str) -> str:
    """Return a heading's text; marks of emphasis in it are dropped, since a section's title has
    none.
    """
    return plain(parse(title.replace("\n", " ")))


def _as_leaf(part: Part) -> Leaf:
    """Make one leaf of a whole section, its heading first, for the aligner to weigh."""
    inline: Sequence[Element] = [block for block in part.blocks if isinstance(block, Element)]
    return Leaf((), "section", (), (Cell("", (), (part.title, " ", *inline)),))

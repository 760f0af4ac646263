"""The Markdown that a notice may have: Python-Markdown with everything taken out that a notice has
no use for.

What is left can only make paragraphs, lists, tables, emphasis, links, hard breaks and `###`
headings. Whatever else an editor types is text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast
from xml.etree.ElementTree import Element as XmlElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    InlineProcessor,
    LinkInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.preprocessors import Preprocessor

DEEPEST_LIST = 8
"""Levels of nesting in a list; items typed deeper stay on the deepest level."""


_ITEM = re.compile(r"( *)([-*+]|\d{1,9}\.)( +)(?=\S)")


_MARKER = re.compile(r"^(\d{0,9})([-*+.])(?= )")


_LINK_TEXT = r"\[(?=(?:[^\[\]]|\[[^\[\]]*\])*\]\()"


def read(text: str) -> XmlElement:
    """Read a text into a tree of XML elements, one for each block below the root.

    Raises RecursionError where emphasis is opened hundreds of times and closed nowhere.
    """
    reader = _markdown()
    lines = text.split("\n")
    for preprocessor in reader.preprocessors:
        lines = preprocessor.run(lines)
    root = cast("XmlElement", reader.parser.parseDocument(lines).getroot())
    for processor in reader.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    return root


@cache
def _markdown() -> Markdown:
    return Markdown(
        extensions=[SaneListExtension(), TableExtension(use_align_attribute=True), _Notice()]
    )


class _Notice(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.preprocessors.deregister("html_block")
        for name in ("code", "setextheader", "hr", "quote", "reference", "hashheader"):
            md.parser.blockprocessors.deregister(name)
        for name in (
            "backtick",
            "reference",
            "image_link",
            "image_reference",
            "short_reference",
            "short_image_ref",
            "automail",
            "linebreak",
            "html",
            "entity",
        ):
            md.inlinePatterns.deregister(name)
        md.treeprocessors.deregister("prettify")
        md.preprocessors.register(_ListIndentation(md), "list_indentation", 10)
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        # Python-Markdown looks for the end of a link at every bracket; this looks only where a link
        # can be.
        md.inlinePatterns.register(LinkInlineProcessor(_LINK_TEXT, md), "link", 160)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hard_break", 185)
        md.inlinePatterns.register(_Address(r"<([^\s<>@:]+@[^\s<>@:]+)>", md), "address", 110)


class _Heading(HashHeaderProcessor):
    """Headings inside a section: three to six `#`, a space, and the text as it is."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{3,6}) +(?P<header>[^\n]+)(?:\n|$)")

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)


class _Address(InlineProcessor):
    """`<name@example.com>` is a link to that address."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[XmlElement, int, int]:  # type: ignore[override]  # noqa: N802, ARG002 - Python-Markdown's
        element = XmlElement("a", {"href": f"mailto:{m.group(1)}"})
        element.text = m.group(1)
        return element, m.start(0), m.end(0)


class _ListIndentation(Preprocessor):
    """Indent lists by four spaces a level, as Python-Markdown wants them.

    Editors indent by two, three or four, and begin a list right under a sentence. A line belongs to
    an item if it is indented by two or more from the item's marker; CommonMark asks for three under
    a number, editors type two.
    """

    def run(self, lines: list[str]) -> list[str]:
        """Return the same lines, those of lists indented anew."""
        result: list[str] = []
        open_items: list[
            tuple[int, bool]
        ] = []  # of the items around us: from which column on one is inside; a bullet?
        after_blank, in_text = (
            True,
            False,
        )  # in_text: this block of lines began as a paragraph, not as an item
        for line in lines:
            text = line.lstrip(" ")
            if not text:
                result.append("")
                after_blank, in_text = True, False
                continue
            indent = len(line) - len(text)
            item = _ITEM.match(line)
            if item and in_text and not open_items and item[2] not in ("-", "*", "+", "1."):
                # Only a bullet or a one interrupts a paragraph: it may have “24. toukokuuta” in it.
                item = None
            closed: tuple[int, bool] | None = None
            while (item or after_blank) and open_items and indent < open_items[-1][0]:
                closed = open_items.pop()
            shift = " " * 4 * min(len(open_items), DEEPEST_LIST)
            if item:
                bullet = item[2] in "-*+"
                if in_text or (closed and closed[1] != bullet):
                    result.append("")
                own_text = _MARKER.sub(r"\1\\\2", line[item.end() :])
                result.append(f"{shift}{item[2]} {own_text}")
                open_items.append((indent + 2, bullet))
            else:
                result.append(shift + text if after_blank else text)
            in_text = not item and (after_blank or in_text)
            after_blank = False
        return result

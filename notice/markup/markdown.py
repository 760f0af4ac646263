"""The Markdown that a notice may have: Python-Markdown with everything taken out that a notice has
no use for.

What is left can only make paragraphs, lists, tables, quotations, emphasis, links, images,
footnotes, hard breaks and `###` headings. Whatever else an editor types is text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from functools import cache, lru_cache
from typing import ClassVar, TypeAlias, cast
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.inlinepatterns import (
    AutolinkInlineProcessor,
    DelimiterProcessor,
    InlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

from notice.markup.lines import cells, in_four_spaces, without_footnotes

NOTE_REFERENCE, NOTE = "data-note-reference", "data-note"
"""The attributes that hold a footnote's label: of the place that refers to it, and of its text."""


_TEXT = r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
"""What stands in brackets; brackets in it may be one deep, so that no text takes long to read."""


_TARGET = (
    r"\(\s*(?:<(?P<pointed>[^<>]*)>|(?P<target>(?:[^()]|\([^()]*\))*?))"
    r"(?:\s*(?:\"(?P<title>[^\"]*)\"|'(?P<quoted>[^']*)'))?\s*\)"
)
"""What stands in parentheses behind it: an address, and for a link perhaps a title."""


_BARE = re.compile(
    r"(?<![^\W_])https?://[^\s<>\"“”„«»‹›「」（）、，。；！？\u0002\u0003]+", re.IGNORECASE
)


_POINTED = r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>\u0002\u0003]*)>"
"""An address in angle brackets; what was read as something else already is no part of it."""


_TRAILING = ".,:;!?'’*_~…"
"""What ends a sentence behind an address, and is no part of it (as GitHub reads them)."""


_Match: TypeAlias = tuple[XmlElement | None, int | None, int | None]
"""An element for what was matched, and from where to where; three times nothing for a text."""


def read(text: str, *, typed: bool = False) -> XmlElement:
    """Read a text into a tree of XML elements, one for each block below the root; the texts of
    footnotes stand last, each a `div`. Nobody changes the tree: others may have the same.

    `typed`: characters behind a backslash stay apart from others, so that a check can tell what was
    typed to be shown. Raises RecursionError where emphasis is opened hundreds of times and closed
    nowhere.
    """
    root = _as_typed(text)
    if typed:
        return root
    root = deepcopy(root)
    changed = _markdown().treeprocessors["unescape"].run(root)
    return root if changed is None else changed


@lru_cache(maxsize=1024)
def _as_typed(text: str) -> XmlElement:
    """Read a text as it was typed: checks look at that first, and pages show nearly the same."""
    reader = _markdown()
    lines = text.split("\n")
    for preprocessor in reader.preprocessors:
        lines = preprocessor.run(lines)
    lines, footnotes = without_footnotes(lines)
    cast("_NoteReference", reader.inlinePatterns["footnote"]).labels = frozenset(footnotes)
    root = cast("XmlElement", reader.parser.parseDocument(in_four_spaces(lines)).getroot())
    for label, note in footnotes.items():
        reader.parser.parseChunk(
            SubElement(root, "div", {NOTE: label}), "\n".join(in_four_spaces(note))
        )
    changed = reader.treeprocessors["inline"].run(root)
    return root if changed is None else changed


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
            "link",
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
        table = _Table(md.parser, {"use_align_attribute": True})
        md.parser.blockprocessors.register(table, "table", 75)
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(_Quote(md.parser), "quote", 20)
        patterns: Sequence[tuple[InlineProcessor, str, int]] = (
            (SubstituteTagInlineProcessor(r"\\\n", "br"), "hard_break", 185),
            (_Image("!" + _TEXT + _TARGET, md), "image", 165),
            (_Link(_TEXT + _TARGET, md), "link", 160),
            (_NoteReference(r"\[\^([^\]\[\s^]{1,64})\]", md), "footnote", 150),
            (AutolinkInlineProcessor(_POINTED, md), "autolink", 120),
            (_Address(r"<([^\s<>@:]+@[^\s<>@:]+)>", md), "address", 110),
            (_BareAddress(_BARE.pattern, md), "bare_address", 100),
        )
        for pattern, name, priority in patterns:
            md.inlinePatterns.register(pattern, name, priority)
        emphasis = _Emphasis("*", "strong,em", md)
        emphasis.add("_", "strong,em", smart=True)
        md.inlinePatterns.register(emphasis, "em_strong", 60)


class _Heading(HashHeaderProcessor):
    """Headings inside a section: three to six `#`, a space, and the text as it is."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{3,6}) +(?P<header>[^\n]+)(?:\n|$)")


class _Table(TableProcessor):
    """Tables; what a row has too much stays in its last cell."""

    def test(self, parent: XmlElement, block: str) -> bool:
        """Tell whether a block is a table; its own head, not that of the table before, counts."""
        self.separator = []  # type: ignore[assignment] # the stubs know of text only
        return super().test(parent, block)

    def _split_row(self, row: str) -> list[str]:
        split = cast("list[str]", super()._split_row(row))  # type: ignore[misc] # the stubs lack it
        most = len(self.separator) or len(split)
        return [*split[: most - 1], " | ".join(split[most - 1 :])] if len(split) > most else split

    def _split(self, row: str) -> list[str]:
        return cells(row)


class _Quote(BlockProcessor):
    """Quotations: lines that each begin with `> `."""

    def test(self, parent: XmlElement, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's
        return all(line.startswith("> ") or line == ">" for line in block.split("\n"))

    def run(self, parent: XmlElement, blocks: list[str]) -> None:
        """Read what stands behind the marks, with the quotation around it."""
        block = "\n".join(line[2:] for line in blocks.pop(0).split("\n"))
        self.parser.state.set("blockquote")
        self.parser.parseChunk(SubElement(parent, "blockquote"), block)
        self.parser.state.reset()


class _Link(InlineProcessor):
    """`[text](address)`, perhaps with a title.

    Python-Markdown's own looks for the end of a link up to the end of the text, at every bracket.
    """

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]  # noqa: N802, ARG002 - Python-Markdown's
        target = m["pointed"] if m["pointed"] is not None else m["target"]
        title = m["title"] if m["title"] is not None else m["quoted"]
        if self._holds_elements(f"{target}{title or ''}{self._as_text(m['text'])}"):
            return None, None, None
        element = self._element(self.unescape(target).strip(), m["text"])
        if title is not None:
            element.set("title", self._folded(title))
        return element, m.start(0), m.end(0)

    def _element(self, target: str, text: str) -> XmlElement:
        element = XmlElement("a", {"href": target})
        element.text = text
        return element

    def _as_text(self, text: str) -> str:  # noqa: ARG002 - a link's text may hold elements
        """Return what of the text in brackets can only be text."""
        return ""

    def _holds_elements(self, text: str) -> bool:
        """Tell whether a text holds what was read as an element: an address would lose it."""
        stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined] # the inline one has them
        return any(
            not isinstance(stash.get(match[1], ""), str)
            for match in INLINE_PLACEHOLDER_RE.finditer(text)
        )

    def _folded(self, text: str) -> str:
        return " ".join(self.unescape(text).split())


class _Image(_Link):
    """`![text alternative](media/name.png)`, which may stand in a link."""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ()

    def _as_text(self, text: str) -> str:
        return text

    def _element(self, target: str, text: str) -> XmlElement:
        return XmlElement("img", {"src": target, "alt": self._folded(text)})


class _NoteReference(InlineProcessor):
    """`[^label]`, where the text of a footnote has that label."""

    labels: frozenset[str] = frozenset()

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]  # noqa: N802, ARG002 - Python-Markdown's
        if m[1] not in self.labels:
            return None, None, None
        return XmlElement("sup", {NOTE_REFERENCE: m[1]}), m.start(0), m.end(0)


class _Emphasis(DelimiterProcessor):
    """Emphasis, but for marks that do not fit: Python-Markdown 3.11 takes one `*` for the end of
    `**` and the letter behind it along (`*a**b*c` lost its `c`).
    """

    MARKS = str.maketrans("", "", "*_")

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]  # noqa: N802 - Python-Markdown's
        """Return what is emphasized where no character is lost by it; otherwise it is text."""
        element, start, end = super().handleMatch(m, data)
        if element is None:
            return element, start, end
        typed, shown = data[start:end], "".join(element.itertext())
        if typed.translate(self.MARKS) != shown.translate(self.MARKS):
            self.reset()
            return None, m.start(0), m.end(0)
        return element, start, end


class _Address(InlineProcessor):
    """`<name@example.com>` is a link to that address."""

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]  # noqa: N802, ARG002 - Python-Markdown's
        element = XmlElement("a", {"href": f"mailto:{m.group(1)}"})
        element.text = m.group(1)
        return element, m.start(0), m.end(0)


class _BareAddress(InlineProcessor):
    """`https://example.com` is a link; what ends the sentence behind it is none of it.

    Its class tells the stylesheet that the address need not be printed behind it once more.
    """

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]  # noqa: N802, ARG002 - Python-Markdown's
        address = m[0].rstrip(_TRAILING)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_TRAILING)
        if len(address) <= len("https://"):
            return None, None, None
        element = XmlElement("a", {"href": address, "class": "bare"})
        element.text = AtomicString(address)
        return element, m.start(0), m.start(0) + len(address)

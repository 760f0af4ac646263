"""The source of a page of ours, read strictly: a page that is written in any other way than our
templates or a browser that saves it write could show something else than what is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TypeAlias

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "rect", "wbr"})
"""Elements of our pages that have no end tag."""

SAVE_AS_HTML = "save the page as HTML, not as an archive, a text or a PDF"

_COMMENT = re.compile(r"\s*<!--\s*saved from url=\(\d+\)\S+\s*-->\s*")
"""What a browser writes behind the doctype of a page that it saves as a whole."""
_DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9:-]*(?:=\"[^\"<>]*\")?)*)\s*/?>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z][A-Za-z0-9:-]*)(?:=\"([^\"]*)\")?")
_OTHER_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#34|#39);)")
"""A character reference that neither our templates nor browsers write."""
_BLANKS = " \t\r\n\f"
"""What HTML takes for white space: other blanks are characters of the text."""


class NotOursError(Exception):
    """The source is no page of ours; says where and why, in words."""


Attributes: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An element with what stands in it, in order: elements, and texts with single blanks."""

    tag: str
    attributes: Attributes
    inside: tuple[Node | str, ...]

    def get(self, name: str) -> str:
        """Return an attribute's value, empty where it has none."""
        return dict(self.attributes).get(name, "")

    def elements(self) -> Iterator[Node]:
        """Yield this element and every element in it, in order."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.inside) if isinstance(child, Node)]


def read_page(text: str) -> Node:  # noqa: C901 - a parser: each branch is a way to be refused
    """Read the source of a page; raises NotOursError where it is written in another way than ours.

    Every start tag has its end tag, attributes stand in double quotes, and there are no comments,
    so that no two programs can read it in two ways.
    """
    doctype = _DOCTYPE.match(text)
    if not doctype:
        raise NotOursError(f"line 1: a page of ours begins with `<!doctype html>`; {SAVE_AS_HTML}")
    place = doctype.end()
    if comment := _COMMENT.match(text, place):
        place = comment.end()
    if reference := _OTHER_REFERENCE.search(text):
        raise NotOursError(f"{_line(text, reference.start())}: no page of ours has this `&`")
    open_elements: list[tuple[str, Attributes, list[Node | str]]] = [("", (), [])]
    while place < len(text):
        if text[place] != "<":
            end = text.find("<", place)
            end = len(text) if end < 0 else end
            _add_text(open_elements[-1][2], unescape(text[place:end]))
            place = end
            continue
        tag = _TAG.match(text, place)
        if not tag:
            raise NotOursError(f"{_line(text, place)}: no page of ours is written like this")
        place = tag.end()
        name = tag[2].lower()
        if not tag[1]:
            open_elements.append((name, _attributes(tag[3], text, place), []))
        if tag[1] or name in VOID:
            if open_elements[-1][0] != name:
                raise NotOursError(f"{_line(text, place)}: `</{name}>` ends nothing here")
            _, attributes, inside = open_elements.pop()
            open_elements[-1][2].append(Node(name, attributes, tuple(inside)))
    nodes = [node for node in open_elements[0][2] if isinstance(node, Node)]
    texts = "".join(node for node in open_elements[0][2] if isinstance(node, str))
    if len(open_elements) > 1 or len(nodes) != 1 or nodes[0].tag != "html" or texts.strip():
        raise NotOursError("the page is not one whole `<html>` element")
    return nodes[0]


def _attributes(written: str, text: str, place: int) -> Attributes:
    attributes = [
        (match[1].lower(), unescape(match[2] or "")) for match in _ATTRIBUTE.finditer(written)
    ]
    if len(dict(attributes)) != len(attributes):
        raise NotOursError(f"{_line(text, place)}: an attribute stands here twice")
    return tuple(sorted(attributes))


def _add_text(inside: list[Node | str], text: str) -> None:
    """Add a text with single blanks; blanks alone between elements are kept as one blank."""
    joined = re.sub(f"[{_BLANKS}]+", " ", text)
    if joined:
        inside.append(joined)


def _line(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}"

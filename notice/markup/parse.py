"""Markdown to a tree of values: what is unsafe in it is text, and white space is folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from xml.etree.ElementTree import Element as XmlElement

from notice.markup import markdown
from notice.markup.footnotes import numbered
from notice.markup.tree import (
    BLOCKS,
    UNSAFE,
    UNSAFE_IMAGE,
    WHITE_SPACE,
    Element,
    Image,
    Node,
    insert_of,
    is_reference,
    plain,
    resolve,
)

_DEEPEST_TREE = 40

_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)[^\s<>\"\\]+", re.IGNORECASE)

_IMAGE = re.compile(r"media/[A-Za-z0-9._-]+")

KEPT_TEXTS = 8192
"""How many texts are kept read: those of a long history, and of the preview's last hours."""


@lru_cache(maxsize=KEPT_TEXTS)
def parse(text: str) -> tuple[Element, ...]:
    """Read a Markdown text into its block elements; each distinct text is read once.

    A cross-reference `[](#section)` is an `a` without children until `resolve` gives it its number;
    links between footnotes and where they are referred to have ids without their section's.
    """
    try:
        return numbered([_value(child) for child in markdown.read(text)])
    except RecursionError:  # nothing that could be shown better than as it is typed
        return (Element("p", (), (WHITE_SPACE.sub(" ", text).strip(" "),)),)


def section_blocks(
    gist: str,
    body: str,
    numbers: Mapping[str, str],
    inserts: Mapping[str, tuple[Node, ...]] = MappingProxyType({}),
    images: Mapping[str, Image] | None = None,
) -> tuple[Node, ...]:
    """Return a section as readers see it: its gist, and its body resolved (`tree.resolve`)."""
    before = (Element("p", (("class", "gist"),), (gist,)),) if gist else ()
    return (*before, *resolve(parse(body), numbers, inserts, images))


def _value(element: XmlElement, depth: int = 0, *, in_link: bool = False) -> Element:
    if depth > _DEEPEST_TREE:
        return Element("span", (), ("".join(element.itertext()),))
    children: list[Node] = [element.text] if element.text else []
    in_link = in_link or element.tag == "a"
    for child in element:
        children.append(_safe(_value(child, depth + 1, in_link=in_link), in_link=in_link))
        if child.tail:
            children.append(child.tail)
    if element.tag in ("ul", "ol", "table", "thead", "tbody", "tr"):
        children = [child for child in children if not isinstance(child, str)]
    if element.tag in BLOCKS:
        children = _fold_blocks(children)
    return Element(str(element.tag), tuple(_attributes(element)), tuple(children))


def _safe(element: Element, *, in_link: bool) -> Element:
    """Return an element as it may stand on a page: what would lead or load elsewhere is text."""
    title = tuple(pair for pair in element.attributes if pair[0] == "title")
    if element.tag == "a" and in_link:
        return replace(element, tag="span", attributes=())  # an address is shown as its text
    if element.tag == "a" and not _is_safe(element):
        return replace(
            element, tag="span", attributes=((UNSAFE, element.get("href") or ""), *title)
        )
    if element.tag == "a" and not _says_something(element):
        return replace(element, children=())
    if element.tag == "img" and not _is_image(element):
        unsafe = ((UNSAFE_IMAGE, element.get("src") or ""), *title)
        alternative = element.get("alt")
        return Element("span", unsafe, (alternative,) if alternative else ())
    return element


def _is_safe(link: Element) -> bool:
    """Tell whether a link leads to a section, the web, an e-mail address or a telephone."""
    return (
        is_reference(link)
        or insert_of(link) is not None
        or _SAFE_LINK.fullmatch(link.get("href") or "") is not None
    )


def _is_image(element: Element) -> bool:
    """Tell whether an image stands in `media/`, under a name that needs no escaping."""
    return _IMAGE.fullmatch(element.get("src") or "") is not None


def _says_something(element: Element) -> bool:
    return any(
        character.isprintable() and not character.isspace() for character in plain(element.children)
    )


def _fold_blocks(children: list[Node]) -> list[Node]:
    """Fold the white space of every stretch of inline content between blocks."""
    result: list[Node] = []
    inline: list[Node] = []
    for child in children:
        if isinstance(child, Element) and child.tag in BLOCKS:
            result += [*_folded(inline), child]
            inline = []
        else:
            inline.append(child)
    return [*result, *_folded(inline)]


def _folded(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Fold white space as a browser does: none at the ends or beside a hard break."""
    forward, _ = _fold_side(tuple(nodes), after_space=True, backward=False)
    return _fold_side(forward, after_space=True, backward=True)[0]


def _fold_side(
    nodes: tuple[Node, ...], *, after_space: bool, backward: bool
) -> tuple[tuple[Node, ...], bool]:
    result: list[Node] = []
    for node in reversed(nodes) if backward else nodes:
        if isinstance(node, str):
            text = WHITE_SPACE.sub(" ", node)
            if after_space:
                text = text.removesuffix(" ") if backward else text.removeprefix(" ")
            if text:
                after_space = (text[0] if backward else text[-1]) == " "
                result.append(text)
        elif node.tag == "br":
            after_space = True
            result.append(node)
        else:
            inner, after_space = _fold_side(
                node.children, after_space=after_space, backward=backward
            )
            if node.tag in ("a", "img", "sup") and not node.children:
                after_space = False  # a cross-reference, which will read as a number, or an image
            if inner == node.children:
                result.append(node)
            elif inner:
                result.append(replace(node, children=inner))
    return tuple(reversed(result) if backward else result), after_space


def _attributes(element: XmlElement) -> Iterator[tuple[str, str]]:
    for name, value in element.items():
        if name == "align":
            # That is obsolete, and a style attribute would be stopped by the site's CSP.
            yield "class", f"align-{value}"
        else:
            yield name, value
    if element.tag == "th":
        yield "scope", "col"

"""Markdown to a tree of values, and the tree to safe HTML and plain text."""

from __future__ import annotations

import html as _html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias, cast
from xml.etree.ElementTree import Element as XmlElement

from notice import dialect
from notice.model import SectionId

_FOLD = re.compile(r"[ \t\n]+")
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)[^\s<>\"\\]+", re.IGNORECASE)
_INNER_LINK = re.compile(r'(<a href=")(#[^"]*)')
_VOID = frozenset({"br"})
_UNSAFE = "data-unsafe"
READS_AS_NUMBER = "data-number"
"""On a reference whose text is its section's number, and so no wording of the text that it stands in; never written out."""
_UNWRITTEN = frozenset({_UNSAFE, READS_AS_NUMBER})
_DEEPEST_TREE = 40


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element; attributes in order, children elements or text."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()

    def get(self, name: str) -> str | None:
        """Give an attribute's value, or None."""
        return dict(self.attributes).get(name)


Node: TypeAlias = "Element | str"


@cache
def parse(text: str) -> tuple[Element, ...]:
    """Read a Markdown text into its block elements; each distinct text is read once.

    A cross-reference `[](#section)` is an `a` without children until `resolve` gives it its number.
    """
    try:
        return tuple(_value(child) for child in dialect.read(text))
    except RecursionError:  # nothing that could be shown better than as it is typed
        return (Element("p", (), (_FOLD.sub(" ", text).strip(" "),)),)


def unsafe_links(nodes: Iterable[Node]) -> Iterator[str]:
    """Find the addresses of links that lead where a notice may not lead; they are shown as text."""
    for node in nodes:
        if not isinstance(node, str):
            if (address := node.get(_UNSAFE)) is not None:
                yield address
            yield from unsafe_links(node.children)


def resolve(nodes: Iterable[Node], numbers: Mapping[SectionId, str]) -> tuple[Node, ...]:
    """Let every cross-reference read as the number of its section."""
    return tuple(node if isinstance(node, str) else _resolve(node, numbers) for node in nodes)


def redirected(written: str, target_of: Callable[[str], str]) -> str:
    """Let links of written HTML that lead to `#…` lead elsewhere, so that a text is written once and stands on many pages.

    Text cannot be taken for a link: in it `<` is escaped.
    """
    if "#" not in written:
        return written
    return _INNER_LINK.sub(lambda found: f"{found[1]}{_html.escape(target_of(found[2]))}", written)


def html(nodes: Iterable[Node]) -> str:
    """Write nodes as HTML; every text and attribute is escaped."""
    return "".join(_html.escape(node, quote=False) if isinstance(node, str) else _element_html(node) for node in nodes)


def plain(nodes: Iterable[Node]) -> str:
    """Write nodes as plain text: blocks on lines of their own, white space folded."""
    lines = (_FOLD.sub(" ", line).strip(" ") for line in "".join(_plain(nodes)).split("\n"))
    return "\n".join(line for line in lines if line)


def links(nodes: Iterable[Node]) -> Iterator[Element]:
    """Find every link, in order."""
    for node in nodes:
        if not isinstance(node, str):
            if node.tag == "a":
                yield node
            yield from links(node.children)


def is_reference(link: Element) -> bool:
    """Tell whether a link points at a section of the notice."""
    return (link.get("href") or "").startswith("#")


def is_safe(link: Element) -> bool:
    """Tell whether a link leads where a notice may lead: a section, the web, an e-mail address, a telephone number."""
    return is_reference(link) or _SAFE_LINK.fullmatch(link.get("href") or "") is not None


BLOCKS = frozenset({"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "h3", "h4", "h5", "h6"})


def _plain(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node.replace("\n", " ")
            continue
        if node.tag == "br" or node.tag in BLOCKS:
            yield "\n"
        yield from _plain(node.children)
        if node.tag in BLOCKS:
            yield "\n"
        elif node.tag in ("td", "th"):
            yield " "


def _resolve(element: Element, numbers: Mapping[SectionId, str]) -> Element:
    if element.tag == "a" and not element.children and is_reference(element):
        target = cast("str", element.get("href"))[1:]
        attributes = (*element.attributes, (READS_AS_NUMBER, ""))
        return replace(element, attributes=attributes, children=(numbers.get(target, "?"),))
    return replace(element, children=resolve(element.children, numbers))


def _element_html(element: Element) -> str:
    attributes = "".join(f' {name}="{_html.escape(value)}"' for name, value in element.attributes if name not in _UNWRITTEN)
    if element.tag in _VOID:
        return f"<{element.tag}{attributes}>"
    return f"<{element.tag}{attributes}>{html(element.children)}</{element.tag}>"


def _value(element: XmlElement, depth: int = 0, *, in_link: bool = False) -> Element:
    if depth > _DEEPEST_TREE:
        return Element("span", (), ("".join(element.itertext()),))
    children: list[Node] = [element.text] if element.text else []
    for child in element:
        made = _value(child, depth + 1, in_link=in_link or element.tag == "a")
        if made.tag == "a" and in_link | (element.tag == "a"):
            made = replace(made, tag="span", attributes=())  # no link stands in another
        elif made.tag == "a" and not is_safe(made):
            made = replace(made, tag="span", attributes=((_UNSAFE, made.get("href") or ""),))
        elif made.tag == "a" and not _says_something(made):
            made = replace(made, children=())
        children.append(made)
        if child.tail:
            children.append(child.tail)
    if element.tag in ("ul", "ol", "table", "thead", "tbody", "tr"):
        children = [child for child in children if not isinstance(child, str)]
    if element.tag in BLOCKS:
        children = _fold_blocks(children)
    return Element(str(element.tag), tuple(_attributes(element)), tuple(children))


def _says_something(element: Element) -> bool:
    return any(character.isprintable() and not character.isspace() for character in plain(element.children))


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
    """Fold white space as a browser shows it: one space for many, none at the ends or beside a hard break."""
    forward, _ = _fold_side(tuple(nodes), after_space=True, backward=False)
    return _fold_side(forward, after_space=True, backward=True)[0]


def _fold_side(nodes: tuple[Node, ...], *, after_space: bool, backward: bool) -> tuple[tuple[Node, ...], bool]:
    result: list[Node] = []
    for node in reversed(nodes) if backward else nodes:
        if isinstance(node, str):
            text = _FOLD.sub(" ", node)
            if after_space:
                text = text.removesuffix(" ") if backward else text.removeprefix(" ")
            if text:
                after_space = (text[0] if backward else text[-1]) == " "
                result.append(text)
        elif node.tag == "br":
            after_space = True
            result.append(node)
        else:
            inner, after_space = _fold_side(node.children, after_space=after_space, backward=backward)
            if node.tag == "a" and not node.children:
                after_space = False  # a cross-reference, which will read as a number
            if inner or not node.children:
                result.append(replace(node, children=inner))
    return tuple(reversed(result) if backward else result), after_space


def _attributes(element: XmlElement) -> Iterator[tuple[str, str]]:
    for name, value in element.items():
        if name == "align":  # the attribute is obsolete, and a style attribute would be stopped by the site's CSP
            yield "class", f"align-{value}"
        else:
            yield name, value
    if element.tag == "th":
        yield "scope", "col"

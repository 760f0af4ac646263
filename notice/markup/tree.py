"""Markdown to a tree of values, and the tree to safe HTML and plain text."""

from __future__ import annotations

import html as _html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias, cast

WHITE_SPACE = re.compile(r"[ \t\n]+")


_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)[^\s<>\"\\]+", re.IGNORECASE)


_INSERT = "facts:"
"""How the target of a link begins in whose place something else is put."""


_VOID = frozenset({"br"})


UNSAFE = "data-unsafe"


READS_AS_NUMBER = "data-number"
"""On a reference whose text is its section's number, and so no wording of the text that it stands
in; never written out.
"""


_UNWRITTEN = frozenset({UNSAFE, READS_AS_NUMBER})


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element; attributes in order, children elements or text."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()

    def get(self, name: str) -> str | None:
        """Return an attribute's value, or None."""
        return dict(self.attributes).get(name)


Node: TypeAlias = "Element | str"


def unsafe_links(nodes: Iterable[Node]) -> Iterator[str]:
    """Find the addresses of links that lead where a notice may not lead; they are shown as text."""
    for node in nodes:
        if not isinstance(node, str):
            if (address := node.get(UNSAFE)) is not None:
                yield address
            yield from unsafe_links(node.children)


def resolve(
    nodes: Iterable[Node],
    numbers: Mapping[str, str],
    inserts: Mapping[str, tuple[Node, ...]] = MappingProxyType({}),
) -> tuple[Node, ...]:
    """Let every cross-reference read as its section's number, and put in what stands elsewhere.

    `inserts` has what `[](facts:NAME)` shows, by NAME: blocks where it is a paragraph of its own.
    """
    resolved: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            resolved.append(node)
        elif (name := insert_of(node)) is not None:
            resolved += inserts.get(name, (f"[](facts:{name})",))
        elif name := _inserted_block(node, inserts):
            resolved += inserts[name]
        else:
            resolved.append(_resolve(node, numbers, inserts))
    return tuple(resolved)


def insert_of(node: Node) -> str | None:
    """Return the name of what is put in where a link stands, or None where it is a link."""
    if isinstance(node, str) or node.tag != "a" or node.children:
        return None
    href = node.get("href") or ""
    return href.removeprefix(_INSERT) if href.startswith(_INSERT) else None


def _inserted_block(node: Element, inserts: Mapping[str, tuple[Node, ...]]) -> str:
    """Return the name of the blocks that a paragraph stands for; nothing where it is a text."""
    name = insert_of(node.children[0]) if node.tag == "p" and len(node.children) == 1 else None
    blocks = inserts.get(name, ()) if name else ()
    return name or "" if any(isinstance(block, Element) for block in blocks) else ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Written HTML whose links to `#…` are open, so that a text is written once and stands on many
    pages: `texts` stand around `targets`, one more than these.
    """

    texts: tuple[str, ...]
    targets: tuple[str, ...]

    def linked(self, target_of: Callable[[str], str]) -> str:
        """Return the HTML with each open link leading where `target_of` says."""
        parts = [self.texts[0]]
        for target, text in zip(self.targets, self.texts[1:], strict=True):
            parts += (_html.escape(target_of(target)), text)
        return "".join(parts)


def fragment(nodes: Iterable[Node]) -> Fragment:
    """Write nodes as HTML with their inner links open; every text and attribute is escaped."""
    texts: list[list[str]] = [[]]
    targets: list[str] = []
    _write(nodes, texts, targets)
    return Fragment(tuple("".join(pieces) for pieces in texts), tuple(targets))


def html(nodes: Iterable[Node]) -> str:
    """Write nodes as HTML; every text and attribute is escaped."""
    return fragment(nodes).linked(lambda target: target)


def plain(nodes: Iterable[Node]) -> str:
    """Write nodes as plain text: blocks on lines of their own, white space folded."""
    lines = (WHITE_SPACE.sub(" ", line).strip(" ") for line in "".join(_plain(nodes)).split("\n"))
    return "\n".join(line for line in lines if line)


def links(nodes: Iterable[Node]) -> Iterator[Element]:
    """Find every link, in order."""
    for node in nodes:
        if not isinstance(node, str):
            if node.tag == "a":
                yield node
            yield from links(node.children)


def references(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the id of each section that nodes point at by its number, in order."""
    for link in links(nodes):
        if not link.children and is_reference(link):
            yield _target(link)


def is_reference(link: Element) -> bool:
    """Tell whether a link points at a section of the notice."""
    return (link.get("href") or "").startswith("#")


def is_safe(link: Element) -> bool:
    """Tell whether a link leads where a notice may lead: a section, the web, an e-mail address, a
    telephone number.
    """
    return (
        is_reference(link)
        or insert_of(link) is not None
        or _SAFE_LINK.fullmatch(link.get("href") or "") is not None
    )


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


def _resolve(
    element: Element, numbers: Mapping[str, str], inserts: Mapping[str, tuple[Node, ...]]
) -> Element:
    if element.tag == "a" and not element.children and is_reference(element):
        attributes = (*element.attributes, (READS_AS_NUMBER, ""))
        number = numbers.get(_target(element), "?")
        return replace(element, attributes=attributes, children=(number,))
    return replace(element, children=resolve(element.children, numbers, inserts))


def _target(reference: Element) -> str:
    return cast("str", reference.get("href"))[1:]


def _write(nodes: Iterable[Node], texts: list[list[str]], targets: list[str]) -> None:
    """Write nodes on to the last of some texts; each inner link begins another."""
    for node in nodes:
        if isinstance(node, str):
            texts[-1].append(_html.escape(node, quote=False))
            continue
        texts[-1].append(f"<{node.tag}")
        for name, value in node.attributes:
            if name == "href" and value.startswith("#"):
                texts[-1].append(' href="')
                targets.append(value)
                texts.append(['"'])
            elif name not in _UNWRITTEN:
                texts[-1].append(f' {name}="{_html.escape(value)}"')
        texts[-1].append(">")
        if node.tag not in _VOID:
            _write(node.children, texts, targets)
            texts[-1].append(f"</{node.tag}>")

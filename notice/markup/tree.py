"""A text as a tree of values, which is written as safe HTML and as plain text."""

from __future__ import annotations

import html as _html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple, TypeAlias, cast

WHITE_SPACE = re.compile(r"[ \t\n]+")

_INSERT = "facts:"
"""How the target of a link begins in whose place something else is put."""

_VOID = frozenset({"br", "img"})

MEDIA = "media/"
"""What the address of an image begins with in a text: the folder that it stands in."""

UNSAFE = "data-unsafe"
"""On the text of a link that leads where a notice may not lead: the address; never written out."""

UNSAFE_IMAGE = "data-unsafe-image"
"""On the text alternative of an image that stands elsewhere: its address; never written out."""

OWN = "_"
"""What the ids of footnotes begin with, which no section's id does, until `resolve` puts that of
their section before it.
"""

READS_AS_NUMBER = "data-number"
"""On a reference whose text is a section's or a footnote's number, and so no wording of the text
that it stands in; never written out.
"""

UNREFERRED = "data-unreferred"
"""On a footnote that nothing in the text refers to: its label; never written out."""

_UNWRITTEN = frozenset({UNSAFE, UNSAFE_IMAGE, READS_AS_NUMBER, UNREFERRED})


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


class Image(NamedTuple):
    """Where an image stands below the site's root, and how large it is shown, in CSS pixels."""

    address: str
    width: int
    height: int


class _Around(NamedTuple):
    """All that a text takes from around it."""

    numbers: Mapping[str, str]
    inserts: Mapping[str, tuple[Node, ...]]
    images: Mapping[str, Image] | None
    section: str


def resolve(
    nodes: Iterable[Node],
    numbers: Mapping[str, str],
    inserts: Mapping[str, tuple[Node, ...]] = MappingProxyType({}),
    images: Mapping[str, Image] | None = None,
    section: str = "",
) -> tuple[Node, ...]:
    """Let every cross-reference read as its section's number, every image show its file, and put in
    what stands elsewhere.

    `inserts` has what `[](facts:NAME)` shows, by NAME: blocks where it is a paragraph of its own.
    `images` are those in `media/` by name: one that is not there reads as its text alternative;
    where none are given at all, each keeps the address that was typed. The ids of footnotes begin
    with that of their `section`; without one footnotes have no ids and no links, as where old and
    new stand side by side.
    """
    return _resolved(nodes, _Around(numbers, inserts, images, section))


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


class Fragment(NamedTuple):
    """Written HTML whose links to `#…` and images are open, so that a text is written once and
    stands on many pages: `texts` stand around `targets`, one more than these.
    """

    texts: tuple[str, ...]
    targets: tuple[str, ...]

    def linked(self, target_of: Callable[[str], str]) -> str:
        """Return the HTML with each open link and image leading where `target_of` says."""
        parts = [self.texts[0]]
        for target, text in zip(self.targets, self.texts[1:], strict=True):
            parts += (_html.escape(target_of(target)), text)
        return "".join(parts)


def fragment(nodes: Iterable[Node]) -> Fragment:
    """Write nodes as HTML with inner links and images open; every text and attribute is escaped."""
    texts: list[list[str]] = [[]]
    targets: list[str] = []
    _write(nodes, texts, targets)
    return Fragment(tuple("".join(pieces) for pieces in texts), tuple(targets))


def html(nodes: Iterable[Node]) -> str:
    """Write nodes as HTML; every text and attribute is escaped."""
    return fragment(nodes).linked(lambda target: target)


def reachable(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Let the keyboard reach every table, which scrolls where it is wider than the screen
    (WCAG 2.1.1).
    """
    if not any(element.tag == "table" for element in elements(nodes)):
        return nodes
    return tuple(node if isinstance(node, str) else _reachable(node) for node in nodes)


def _reachable(element: Element) -> Element:
    own = (("tabindex", "0"),) if element.tag == "table" else ()
    return Element(element.tag, (*element.attributes, *own), reachable(element.children))


def plain(nodes: Iterable[Node]) -> str:
    """Write nodes as plain text: blocks on lines of their own, white space folded."""
    lines = (WHITE_SPACE.sub(" ", line).strip(" ") for line in "".join(_plain(nodes)).split("\n"))
    return "\n".join(line for line in lines if line)


def elements(nodes: Iterable[Node]) -> Iterator[Element]:
    """Yield every element, each before those in it."""
    for node in nodes:
        if not isinstance(node, str):
            yield node
            yield from elements(node.children)


def links(nodes: Iterable[Node]) -> Iterator[Element]:
    """Yield every link, in order."""
    return (element for element in elements(nodes) if element.tag == "a")


def images(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the name in `media/` of every image, in order."""
    for element in elements(nodes):
        if element.tag == "img":
            yield (element.get("src") or "").removeprefix(MEDIA)


def references(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the id of each section that nodes point at by its number, in order."""
    for link in links(nodes):
        if not link.children and is_reference(link):
            yield _target(link)


def is_reference(link: Element) -> bool:
    """Tell whether a link points at a section of the notice, and not at a footnote."""
    target = link.get("href") or ""
    return target.startswith("#") and not target.startswith(f"#{OWN}")


BLOCKS = frozenset(
    {
        *("p", "ul", "ol", "li", "blockquote"),
        *("table", "thead", "tbody", "tr"),
        *("h3", "h4", "h5", "h6"),
    }
)


def _plain(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node.replace("\n", " ")
            continue
        if node.tag == "br" or node.tag in BLOCKS:
            yield "\n"
        if node.tag == "img":
            yield node.get("alt") or ""
        yield from _plain(node.children)
        if node.tag in BLOCKS:
            yield "\n"
        elif node.tag in ("td", "th"):
            yield " "


def _resolved(nodes: Iterable[Node], around: _Around) -> tuple[Node, ...]:
    resolved: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            resolved.append(node)
        elif (name := insert_of(node)) is not None:
            resolved += around.inserts.get(name, (f"[](facts:{name})",))
        elif name := _inserted_block(node, around.inserts):
            resolved += around.inserts[name]
        else:
            resolved.append(_resolved_element(node, around))
    return tuple(resolved)


def _resolved_element(element: Element, around: _Around) -> Element:
    if element.tag == "a" and not element.children and is_reference(element):
        attributes = (*element.attributes, (READS_AS_NUMBER, ""))
        number = around.numbers.get(_target(element), "?")
        return replace(element, attributes=attributes, children=(number,))
    if element.tag == "img":
        return element if around.images is None else _shown_image(element, around.images)
    if any(_is_own(name, value) for name, value in element.attributes):
        element = _own(element, around.section)
    return Element(element.tag, element.attributes, _resolved(element.children, around))


def _own(element: Element, section: str) -> Element:
    """Return a footnote, or a link from or to one, with its section in its ids; without one it has
    no ids and is no link.
    """
    if section:
        attributes = (
            (name, value.replace(OWN, f"{section}{OWN}", 1) if _is_own(name, value) else value)
            for name, value in element.attributes
        )
        return replace(element, attributes=tuple(attributes))
    left = ((name, value) for name, value in element.attributes if not _is_own(name, value))
    tag = "span" if element.tag == "a" else element.tag
    return replace(element, tag=tag, attributes=tuple(pair for pair in left if pair[0] != "role"))


def _is_own(name: str, value: str) -> bool:
    """Tell whether an attribute is an id of a footnote, or leads to one."""
    return value.startswith({"id": OWN, "href": f"#{OWN}"}.get(name, "\0"))


def _shown_image(element: Element, images: Mapping[str, Image]) -> Element:
    name, alternative = (element.get("src") or "").removeprefix(MEDIA), element.get("alt") or ""
    if name not in images:
        return Element("span", (), (alternative,))
    image = images[name]
    attributes = (
        ("src", image.address),
        ("alt", alternative),
        ("width", str(image.width)),
        ("height", str(image.height)),
        *(pair for pair in element.attributes if pair[0] == "title"),
    )
    return replace(element, attributes=attributes)


def _target(reference: Element) -> str:
    return cast("str", reference.get("href"))[1:]


def _write(nodes: Iterable[Node], texts: list[list[str]], targets: list[str]) -> None:
    """Write nodes on to the last of some texts; each inner link or image begins another."""
    for node in nodes:
        if isinstance(node, str):
            texts[-1].append(_html.escape(node, quote=False))
            continue
        texts[-1].append(f"<{node.tag}")
        for name, value in node.attributes:
            if name == "src" or (name == "href" and value.startswith("#")):
                texts[-1].append(f' {name}="')
                targets.append(value)
                texts.append(['"'])
            elif name not in _UNWRITTEN:
                texts[-1].append(f' {name}="{_html.escape(value)}"')
        texts[-1].append(">")
        if node.tag not in _VOID:
            _write(node.children, texts, targets)
            texts[-1].append(f"</{node.tag}>")

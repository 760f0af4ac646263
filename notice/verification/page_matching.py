"""Two pages held against each other: the sealed text in them, and all the rest."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import TypeAlias
from urllib.parse import urljoin

from notice.verification.finding import words_that_differ
from notice.verification.page_source import Attributes, Node

_BLOCKS = frozenset(
    {
        *("html", "head", "body", "div", "main", "header", "nav", "footer", "section", "details"),
        *("ul", "ol", "table", "thead", "tbody", "tr"),
    }
)
"""Elements in which blanks between others mean nothing."""


def normal(page: Node, here: str, local_file: Callable[[str], str]) -> Node:
    """Return a page with whole addresses, and without what a browser that saves it may write in
    another way: blanks between blocks, and the character set.

    `local_file` returns the whole address of a file that was saved beside the page, or nothing.
    """

    def address(value: str) -> str:
        return local_file(value) or urljoin(here, value)

    def cleaned(node: Node) -> Node:
        inside: list[Node | str] = []
        for child in node.inside:
            if isinstance(child, Node):
                if not _is_character_set(child):
                    inside.append(cleaned(child))
            elif child.strip(" ") or node.tag not in _BLOCKS:
                inside.append(child)
        attributes = tuple(
            (name, address(value) if name in ("href", "src") else value)
            for name, value in node.attributes
        )
        return Node(node.tag, attributes, tuple(inside))

    return cleaned(page)


def _is_character_set(node: Node) -> bool:
    content = node.get("content").lower()
    declared = node.get("http-equiv").lower() == "content-type"
    return node.tag == "meta" and (
        node.get("charset").lower() == "utf-8"
        or (declared and content == "text/html; charset=utf-8")
    )


def match_text(saved: Node, fitting: Node, stale: Node) -> tuple[frozenset[str], str]:
    """Return the sections that a page shows as stale, and how its text differs from what was
    sealed, in words; nothing where it does not.

    The way to the parts is that of our page, element for element and attribute for attribute:
    nothing hides them, and nothing stands between them.
    """
    way = _way_to_parts(fitting)
    expected, expected_stale = _between(fitting, way), _between(stale, way)
    shown = () if _could_hide(saved, fitting) else _between(saved, way)
    if not shown:
        return frozenset(), NOT_THERE
    differing = []
    for there, wanted, stale_part in zip_longest(shown, expected, expected_stale):
        if there not in (wanted, stale_part) or wanted is None:
            part = wanted if wanted is not None else there
            name = part.get("id") if isinstance(part, Node) else ""
            differing.append(
                f"{name or 'between'}: {words_that_differ(_flat(wanted), _flat(there))}"
            )
    if differing:
        more = f"; and {len(differing) - 3} more" if len(differing) > 3 else ""
        return frozenset(), f"not the text that was sealed: {'; '.join(differing[:3])}{more}"
    shown_stale = (
        part.get("id")
        for part, right, stale_part in zip(shown, expected, expected_stale, strict=True)
        if isinstance(part, Node) and part == stale_part and part != right
    )
    return frozenset(shown_stale), ""


NOT_THERE = "the text does not stand as it stands on a page of ours, for all to see"


_Way: TypeAlias = list[tuple[str, Attributes, int]]
"""The elements that lead to the text of a page, the root first: each with all its attributes, and
how many such elements stand before it.
"""
_HIDING = frozenset({"style", "script", "base", "template", "noscript"})
"""What no page of ours has, and could let a reader see another text than the source has."""


def _could_hide(saved: Node, expected: Node) -> bool:
    """Tell whether a page has anything of its own that could hide or change what is shown."""
    return not _styles(saved) <= _styles(expected) or any(
        node.tag in _HIDING
        or any(name == "style" or name.startswith("on") for name, _ in node.attributes)
        for node in saved.elements()
    )


def _styles(page: Node) -> set[str]:
    """Return the addresses of a page's stylesheets."""
    links = (node for node in page.elements() if node.tag == "link")
    return {link.get("href") for link in links if "stylesheet" in link.get("rel").lower()}


def _is_part(node: Node | str) -> bool:
    return isinstance(node, Node) and node.get("class") == "part"


def _way_to_parts(page: Node) -> _Way:
    """Return the way to what holds the parts of a page of ours."""
    way: _Way = []
    node = Node("", (), (page,))
    while not any(map(_is_part, node.inside)):
        step = next(
            child
            for child in node.inside
            if isinstance(child, Node) and any(map(_is_part, child.elements()))
        )
        alike = _alike(node, step.tag, step.attributes)
        way.append((step.tag, step.attributes, alike.index(step)))
        node = step
    return way


def _alike(node: Node, tag: str, attributes: Attributes) -> list[Node]:
    """Return the elements in another that have a tag and attributes."""
    elements = (child for child in node.inside if isinstance(child, Node))
    return [child for child in elements if (child.tag, child.attributes) == (tag, attributes)]


def _between(page: Node, way: _Way) -> tuple[Node | str, ...]:
    """Return what stands in a page from its first part to its last, where the way leads there."""
    node = Node("", (), (page,))
    for tag, attributes, place in way:
        alike = _alike(node, tag, attributes)
        if len(alike) <= place:
            return ()
        node = alike[place]
    parts = [place for place, child in enumerate(node.inside) if _is_part(child)]
    return node.inside[parts[0] : parts[-1] + 1] if parts else ()


def frame_differs(expected: Node, saved: Node) -> str:
    """Return how all but the text of two pages differs, in words; nothing where it does not."""
    one, other = _flat(_without_parts(expected)), _flat(_without_parts(saved))
    return "" if one == other else words_that_differ(one, other)


def _without_parts(node: Node) -> Node:
    if node.get("class") == "part":
        return Node(node.tag, (), ())
    inside = tuple(
        _without_parts(child) if isinstance(child, Node) else child for child in node.inside
    )
    return Node(node.tag, node.attributes, inside)


def _flat(node: Node | str | None) -> str:
    """Write an element as text, so that words can be told in which two differ."""
    if node is None:
        return ""
    if isinstance(node, str):
        return node.replace("<", "‹").replace(">", "›")
    attributes = "".join(
        f' {name}="{value}"'.replace("<", "‹").replace(">", "›") for name, value in node.attributes
    )
    return f"<{node.tag}{attributes}>{''.join(map(_flat, node.inside))}</{node.tag}>"

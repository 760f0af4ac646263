"""The part of a page that is the notice, and what stands in it for other ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from notice.console import UsageError
from notice.importing.to_html import LINE, NEEDED

NO_TEXT = frozenset(
    {"script", "style", "template", "noscript", "head", "title", "link", "meta", "base"}
)
"""Elements whose content no reader of the page sees as text."""
AROUND = frozenset({"nav", "header", "footer", "aside", "form", "dialog"})
"""Elements of a page that are not its main text, unless the text is named by `--select`."""
_MOST = 0.7
"""The share of a page's words that its main text holds where nothing else tells which it is."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The element that holds the notice, and how it was found."""

    element: Element
    how: str


def main_text(html: str, select: str) -> MainText:
    """Find the main text of a page.

    It is what `select` names (`main`, `#privacy`, `div.text`); where that is empty the `main`
    element, the one `article`, and else the smallest element that holds most of the page's words.
    Raises UsageError where nothing is what `select` names.
    """
    try:
        import html5lib  # noqa: PLC0415 - an extra that only imports have
    except ImportError:
        raise UsageError(NEEDED) from None
    document: Element = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    body = document.find("body")
    if body is None:
        raise UsageError("this page has no text")
    if select:
        chosen = next((element for element in body.iter() if _is(element, select)), None)
        if chosen is None:
            raise UsageError(f"nothing in the page is `{select}`")
        return MainText(chosen, f"what `{select}` names")
    _remove_around(body)
    for name, how in (("main", "the main element"), ("article", "the article")):
        elements = [*body.iter(name)] or [
            element for element in body.iter() if element.get("role") == name
        ]
        if len(elements) == 1:
            return MainText(elements[0], how)
    return _densest(body)


def line_of(element: Element, around: int) -> int:
    """Return the line that an element began on; that of what is around it where it has none."""
    line = next((part.get(LINE) for part in element.iter() if part.get(LINE)), None)
    return int(line) if line else around


def words_in(element: Element) -> Iterator[str]:
    """Yield the words of an element that a reader of the page sees."""
    yield from "".join(_text(element)).split()


def _text(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in NO_TEXT:  # a comment has a function
        return
    block = element.tag not in _INLINE
    if block:
        yield " "
    yield element.text or ""
    for child in element:
        yield from _text(child)
        yield child.tail or ""
    if block:
        yield " "


_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)


def _remove_around(body: Element) -> None:
    for parent in [*body.iter()]:
        for child in [*parent]:
            if child.tag in AROUND or _is_hidden(child):
                take_out(parent, child)


def take_out(parent: Element, child: Element) -> None:
    """Take an element out, and leave the text behind it."""
    place = list(parent).index(child)
    tail, child.tail = child.tail or "", None
    parent.remove(child)
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _densest(body: Element) -> MainText:
    whole = len([*words_in(body)])
    element, deeper = body, True
    while deeper and whole:
        deeper = False
        for child in element:
            if isinstance(child.tag, str) and len([*words_in(child)]) >= _MOST * whole:
                element, deeper = child, True
                break
    how = "the whole page" if element is body else f"the {element.tag} with most of the words"
    return MainText(element, how)


def _is(element: Element, select: str) -> bool:
    match = re.fullmatch(r"([A-Za-z][\w-]*)?(?:#([\w-]+))?((?:\.[\w-]+)*)", select)
    if match is None or not isinstance(element.tag, str):
        return False
    tag, name, classes = match.groups()
    wanted = set(filter(None, (classes or "").split(".")))
    return (
        (not tag or element.tag == tag.lower())
        and (not name or element.get("id") == name)
        and wanted <= set((element.get("class") or "").split())
    )

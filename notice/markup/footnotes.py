"""Footnotes: numbered as they are referred to, and printed at the end of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from notice.markup.markdown import NOTE, NOTE_REFERENCE
from notice.markup.tree import OWN, READS_AS_NUMBER, UNREFERRED, Element, Node


def numbered(blocks: Sequence[Element]) -> tuple[Element, ...]:
    """Put the footnotes of a text at its end, each behind its number, which leads back to the text.

    A footnote that nothing refers to comes last: its words are shown all the same.
    """
    notes = {block.get(NOTE) or "": block for block in blocks if block.get(NOTE) is not None}
    if not notes:
        return tuple(blocks)
    body = [block for block in blocks if block.get(NOTE) is None]
    labels = list(dict.fromkeys(_labels(body)))
    referred = set(labels)
    for label in labels:  # which grows: a footnote may refer to another
        others = [other for other in _labels([notes[label]]) if other not in referred]
        labels += dict.fromkeys(others)
        referred.update(others)
    numbers = {label: place for place, label in enumerate(dict.fromkeys([*labels, *notes]), 1)}
    seen: set[str] = set()
    result = [_linked(block, numbers, seen) for block in body]
    for label, number in numbers.items():
        note = _linked(notes[label], numbers, seen)
        result += _written(note, number, label, is_referred=label in referred)
    return tuple(block for block in result if isinstance(block, Element))


def _labels(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the label of each reference to a footnote, in order."""
    for node in nodes:
        if isinstance(node, Element):
            if (label := node.get(NOTE_REFERENCE)) is not None:
                yield label
            yield from _labels(node.children)


def _linked(element: Element, numbers: Mapping[str, int], seen: set[str]) -> Element:
    """Link the references in an element to their footnotes; the first of each gets an id."""
    label = element.get(NOTE_REFERENCE)
    if label is None:
        children = (
            child if isinstance(child, str) else _linked(child, numbers, seen)
            for child in element.children
        )
        return replace(element, children=tuple(children))
    number = numbers[label]
    own = (("id", f"{OWN}fnref{number}"),) if label not in seen else ()
    seen.add(label)
    return Element("sup", (), (_link(f"fn{number}", number, label, "doc-noteref", own),))


def _written(note: Element, number: int, label: str, *, is_referred: bool) -> Iterator[Element]:
    """Yield the blocks of a footnote, the first one behind its number, which leads back to the
    text, where there is anything to lead back to.
    """
    back = _link(f"fnref{number}", number, label, "doc-backlink")
    mark: Node = back if is_referred else f"[{number}]"
    blocks = [block for block in note.children if isinstance(block, Element)]
    first = blocks.pop(0) if blocks and blocks[0].tag == "p" else Element("p")
    own = () if is_referred else ((UNREFERRED, label),)
    attributes = (("id", f"{OWN}fn{number}"), ("class", "footnote"), *own)
    yield Element("p", attributes, (mark, " ", *first.children) if first.children else (mark,))
    yield from (
        replace(block, attributes=(*block.attributes, ("class", "footnote")))
        if block.tag == "p"
        else block
        for block in blocks
    )


def _link(
    target: str, number: int, label: str, role: str, own: tuple[tuple[str, str], ...] = ()
) -> Element:
    attributes = (("href", f"#{OWN}{target}"), ("role", role), *own, (READS_AS_NUMBER, label))
    return Element("a", attributes, (f"[{number}]",))

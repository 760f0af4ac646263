"""The redline as markup: one text with native `ins` and `del`, valid wherever a section's body may
stand.

Labels and hidden markers belong to neither text: each carries `data-redline="label"`, so that a
program can take them away and find both texts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise
from typing import TypeAlias

from notice.markup.tree import Element, Node, fragment, html
from notice.redline.diff_words import Mark, Run
from notice.redline.leaf_blocks import Box, Inline
from notice.redline.result import Block, Kind, LinkChange, Redline, SectionChange, change_name


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around marks, in the reader's language; those with `%(…)s` take old and new link
    targets.
    """

    inserted: str
    deleted: str
    end: str
    added: str
    removed: str
    changed: str
    moved_away: str
    moved_here: str
    split: str
    joined: str
    moving_away: str
    moving_here: str
    same_words: str
    formatting: str
    punctuation: str
    renumbered: str
    link_changed: str
    link_added: str
    link_removed: str
    to_new_place: str
    to_old_place: str
    previous: str
    following: str
    language: str = ""
    """The language of all these words, where they stand in a text of another one."""

    def of(self, kind: Kind) -> str:
        """Return the word for what became of a block."""
        return {
            Kind.CHANGED: self.changed,
            Kind.ADDED: self.added,
            Kind.REMOVED: self.removed,
            Kind.MOVED_AWAY: self.moved_away,
            Kind.MOVED_HERE: self.moved_here,
        }[kind]


_Path: TypeAlias = tuple[Inline, ...]


def title(section: SectionChange, labels: Labels) -> tuple[Node, ...]:
    """Write a section's heading."""
    return _inline(section.title, labels)


EARLIER, LATER = "#change_earlier", "#change_later"
"""Targets that stand for the last change of the sections before, and for the first of those after:
which these are is known only where a section stands beside others (`chain`).
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a section's redline is written into: words for labels, the sections' names by id, and
    what is around it.

    Each change links the one before and after it; `first` and `last` tell that no section before or
    after has any, and with `chained` off there are no such links at all. `bare`: labels stand in
    brackets, for readers without our stylesheet. `language` is that of the labels; where a
    section's text is in another one, each label says so.
    """

    labels: Labels
    names: Mapping[str, str]
    language: str = ""
    first: bool = True
    last: bool = True
    chained: bool = True
    bare: bool = False


def anchor(change: str) -> str:
    """Return the id of a change on its page."""
    return f"change_{change}"


def chain(sections: Sequence[SectionChange]) -> list[tuple[SectionChange, Mapping[str, str]]]:
    """Return sections, each with the targets that its EARLIER and its LATER stand for; a side
    without any change has none.
    """
    ends: dict[str, dict[str, str]] = {section.id: {} for section in sections}
    for earlier, later in pairwise(section for section in sections if section.changes):
        ends[later.id][EARLIER] = f"#{anchor(change_name(earlier.id, earlier.changes))}"
        ends[earlier.id][LATER] = f"#{anchor(change_name(later.id, 1))}"
    return [(section, ends[section.id]) for section in sections]


def body(section: SectionChange, frame: Frame) -> tuple[Node, ...]:
    """Write a section's blocks."""
    if section.same:
        return section.same
    foreign = (
        section.old_language
        if section.old_language != section.new_language and section.new_language
        else ""
    )
    if frame.language not in ("", section.new_language or section.old_language):
        frame = replace(frame, labels=replace(frame.labels, language=frame.language))
    drawn = []
    for block in section.blocks:
        leaf = _leaf(section, block, frame, foreign if block.kind is Kind.REMOVED else "")
        drawn.append((tuple(block.boxes), leaf))
    return tuple(_nested(_one_head_a_table(drawn), 0))


def form_labels(block: Block, labels: Labels, names: Mapping[str, str]) -> Iterator[str]:
    """Say in words what changed about a block besides its words."""
    if block.split:
        yield labels.split
    if block.joined:
        yield labels.joined
    if block.formatting:
        yield labels.formatting
    if block.punctuation:
        yield labels.punctuation
    if block.renumbered:
        yield labels.renumbered
    for link in block.links:
        yield _link_label(link, labels, names)


def _link_label(link: LinkChange, labels: Labels, names: Mapping[str, str]) -> str:
    words = (
        labels.link_changed
        if link.old and link.new
        else labels.link_added
        if link.new
        else labels.link_removed
    )
    old, new = (
        names.get(target.removeprefix("#"), target) if target.startswith("#") else target
        for target in (link.old, link.new)
    )
    return words % {"text": link.text, "old": old, "new": new}


def _leaf(section: SectionChange, block: Block, frame: Frame, language: str) -> list[Node]:
    """Return the nodes of a leaf: an element, or for text directly in an item its content."""
    head = _head(section, block, frame)
    labels = frame.labels
    if block.kind in (Kind.MOVED_AWAY, Kind.MOVED_HERE):
        labels = replace(labels, inserted=labels.moving_here, deleted=labels.moving_away)
    attributes = block.attributes
    if language:
        attributes = (*attributes, ("lang", language))
    cells = []
    for place, cell in enumerate(block.cells):
        content = cell.content or _inline(cell.runs, labels)
        if block.kind is Kind.MOVED_HERE:
            content = (_mark("ins", content, labels.inserted, labels),) if content else ()
        if place == 0 and head:
            content = (*head, *content)
        cells.append((cell, content))
    if block.tag == "tr":
        return [
            Element(
                "tr",
                attributes,
                tuple(Element(cell.tag, cell.attributes, content) for cell, content in cells),
            )
        ]
    return [Element(block.tag, attributes, cells[0][1])] if block.tag else list(cells[0][1])


def _head(section: SectionChange, block: Block, frame: Frame) -> tuple[Node, ...]:
    """Write the visible label of a changed block; it carries the change's id."""
    if not block.number:
        return ()
    labels = frame.labels
    words = [] if block.kind is Kind.KEPT else [labels.of(block.kind)]
    words += form_labels(block, labels, frame.names)
    words += [labels.same_words] if block.form_only else []
    content: list[Node] = [" · ".join(words), " "]
    if block.partner:
        other_end = labels.to_new_place if block.kind is Kind.MOVED_AWAY else labels.to_old_place
        content += [_to(f"#{anchor(block.partner)}", other_end), " "]
    if frame.chained:
        content += _neighbours(section, block, frame)
    if frame.bare:
        content = ["[", *content[:-1], "] "]
    own = anchor(change_name(section.id, block.number))
    attributes = (("class", "label"), ("data-redline", "label"), ("id", own), *_lang(labels))
    return (Element("span", attributes, tuple(content)),)


def _neighbours(section: SectionChange, block: Block, frame: Frame) -> Iterator[Node]:
    """Write the links to the change before and the one after."""
    if block.number > 1:
        yield from (
            _to(
                f"#{anchor(change_name(section.id, block.number - 1))}", "↑", frame.labels.previous
            ),
            " ",
        )
    elif not frame.first:
        yield from (_to(EARLIER, "↑", frame.labels.previous), " ")
    if block.number < section.changes:
        yield from (
            _to(
                f"#{anchor(change_name(section.id, block.number + 1))}", "↓", frame.labels.following
            ),
            " ",
        )
    elif not frame.last:
        yield from (_to(LATER, "↓", frame.labels.following), " ")


def _to(target: str, words: str, name: str = "") -> Element:
    return Element("a", (("href", target), *((("aria-label", name),) if name else ())), (words,))


def _inline(found: Sequence[Run], labels: Labels) -> tuple[Node, ...]:
    drawn = []
    for run in found:
        mark = (
            (Inline(run.mark.value, (), ("mark", run.mark.value)),)
            if run.mark is not Mark.KEPT
            else ()
        )
        drawn.append(((*run.outside, *mark, *run.inside), run.text))
    return tuple(_inline_tree(drawn, 0, labels))


def _inline_tree(found: Sequence[tuple[_Path, str]], depth: int, labels: Labels) -> Iterator[Node]:
    """Put neighbours that share an element into one."""
    for inline, same in groupby(
        found, key=lambda each: each[0][depth] if len(each[0]) > depth else None
    ):
        if inline is None:
            yield from _text("".join(text for _, text in same))
            continue
        children = tuple(_inline_tree(list(same), depth + 1, labels))
        if inline.key[0] == "mark":
            yield _mark(
                inline.tag,
                children,
                labels.inserted if inline.tag == "ins" else labels.deleted,
                labels,
            )
        else:
            yield Element(inline.tag, inline.attributes, children)


def _mark(tag: str, children: tuple[Node, ...], begin: str, labels: Labels) -> Element:
    return Element(tag, (), (*_hidden(begin, labels), *children, *_hidden(labels.end, labels)))


def _hidden(words: str, labels: Labels) -> tuple[Element, ...]:
    return (
        (
            Element(
                "span", (("class", "hidden"), ("data-redline", "label"), *_lang(labels)), (words,)
            ),
        )
        if words
        else ()
    )


def _lang(labels: Labels) -> tuple[tuple[str, str], ...]:
    return (("lang", labels.language),) if labels.language else ()


def _text(text: str) -> Iterator[Node]:
    for place, line in enumerate(text.split("\n")):
        if place:
            yield Element("br")
        if line:
            yield line


def _one_head_a_table(
    drawn: Iterable[tuple[tuple[Box, ...], list[Node]]],
) -> Iterator[tuple[tuple[Box, ...], list[Node]]]:
    """Begin a table anew where a head would follow a body, which no table may have."""
    copies = 0
    bodies: set[tuple[object, ...]] = set()
    for boxes, leaf in drawn:
        at = next((place for place, box in enumerate(boxes) if box.tag in ("thead", "tbody")), 0)
        if at:
            table = boxes[at - 1].key
            if boxes[at].tag == "tbody":
                bodies.add(table)
            elif table in bodies:
                bodies.discard(table)
                copies += 1
            if copies:
                again = (box._replace(key=(*box.key, "copy", copies)) for box in boxes[at - 1 :])
                yield (*boxes[: at - 1], *again), leaf
                continue
        yield boxes, leaf


def _nested(drawn: Iterable[tuple[tuple[Box, ...], list[Node]]], depth: int) -> Iterator[Node]:
    """Put neighbours that share a container into one; items of a numbered list keep the numbers
    that readers cite.
    """
    for key, same in groupby(
        drawn, key=lambda each: each[0][depth].key if len(each[0]) > depth else None
    ):
        group = list(same)
        if key is None:
            for _, leaf in group:
                yield from leaf
            continue
        box = group[0][0][depth]
        children = tuple(_nested(group, depth + 1))
        if box.tag == "ol":
            numbers = [inner.ordinal for inner, _ in groupby(each[0][depth + 1] for each in group)]
            children = tuple(_numbered(children, numbers, box.ordinal))
        yield Element(box.tag, box.attributes, children)


def _numbered(items: Sequence[Node], numbers: Sequence[int], expected: int) -> Iterator[Node]:
    for item, number in zip(items, numbers, strict=True):
        if isinstance(item, Element) and number != expected:
            yield replace(item, attributes=(*item.attributes, ("value", str(number))))
        else:
            yield item
        expected = number + 1


def to_html(redline: Redline, labels: Labels, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a redline as an HTML fragment: every section, changed or not, so that both whole texts
    stand in it.
    """
    for section, ends in chain(redline.sections):
        frame = Frame(labels, names, first=EARLIER not in ends, last=LATER not in ends)
        heading = html(title(section, labels))
        kind = f"{section.kind.value} moved" if section.moved else section.kind.value
        yield (
            f'<section id="{section.id}" data-redline-kind="{kind}">'
            + (f"<h2>{heading}</h2>" if heading else "")
            + fragment(body(section, frame)).linked(partial(_leads_to, ends))
            + "</section>"
        )


def _leads_to(ends: Mapping[str, str], target: str) -> str:
    return ends.get(target, target)

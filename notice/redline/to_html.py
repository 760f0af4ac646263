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
from notice.redline.characters import Danger
from notice.redline.diff_words import Reason
from notice.redline.leaf_blocks import Box
from notice.redline.result import (
    Block,
    Kind,
    LinkChange,
    MarkedCell,
    Redline,
    SectionChange,
    change_name,
)
from notice.redline.runs import Mark, Run
from notice.redline.tokens import Inline


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around marks, in the reader's language; those with `%(…)s` take what they are
    about: a link's text and its old and new target, a column's name, a character's.
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
    border_moved: str
    level: str
    number: str
    typography: str
    look_alike: str
    direction: str
    invisible: str
    column_added: str
    column_removed: str
    column_moved: str
    column_renamed: str
    link_changed: str
    link_reworded: str
    link_title: str
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
_Drawn: TypeAlias = tuple[tuple[Box, ...], Block]


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
    writer = _Writer(section, frame, foreign)
    drawn = [(tuple(block.boxes), block) for block in section.blocks]
    return tuple(writer.nested(list(_one_head_a_table(drawn)), 0))


def form_labels(block: Block, labels: Labels, names: Mapping[str, str]) -> Iterator[str]:
    """Say in words what changed about a block besides its words."""
    told = {
        labels.split: block.split,
        labels.joined: block.joined,
        labels.border_moved: block.border_moved,
        labels.level % {"old": block.old_level}: block.old_level,
        labels.number % {"old": block.old_ordinal}: block.old_ordinal,
        labels.formatting: block.formatting,
        labels.typography: block.typography,
        labels.punctuation: block.punctuation and not block.typography,
        labels.renumbered: block.renumbered,
    }
    yield from (words for words, holds in told.items() if holds)
    columns = {
        Kind.ADDED: labels.column_added,
        Kind.REMOVED: labels.column_removed,
        Kind.MOVED_HERE: labels.column_moved,
        Kind.CHANGED: labels.column_renamed,
    }
    for column in block.columns:
        names_of = {"old": column.old, "new": column.new, "name": column.new or column.old}
        yield columns[column.kind] % names_of
    dangers = {
        Danger.LOOK_ALIKE: labels.look_alike,
        Danger.DIRECTION: labels.direction,
        Danger.INVISIBLE: labels.invisible,
    }
    for deception in block.deceptions:
        characters = ", ".join(deception.characters)
        yield dangers[deception.danger] % {"word": deception.word, "characters": characters}
    for link in block.links:
        yield _link_label(link, labels, names)


def _link_label(link: LinkChange, labels: Labels, names: Mapping[str, str]) -> str:
    old, new = (
        names.get(target.removeprefix("#"), target) if target.startswith("#") else target
        for target in (link.old, link.new)
    )
    if link.old == link.new:
        return labels.link_title % {"text": link.text, "old": link.old_title, "new": link.new_title}
    words = labels.link_reworded if link.old_text else labels.link_changed
    if not (link.old and link.new):
        words = labels.link_added if link.new else labels.link_removed
    return words % {"text": link.text, "old_text": link.old_text, "old": old, "new": new}


def _head(section: SectionChange, block: Block, frame: Frame) -> tuple[Node, ...]:
    """Write the visible label of a changed block; it carries the change's id."""
    labels = frame.labels
    if not block.number:
        # The number that readers cite is said even where nothing else is.
        said = labels.number % {"old": block.old_ordinal} if block.old_ordinal else ""
        attributes = (("class", "label"), ("data-redline", "label"), *_lang(labels))
        return (Element("span", attributes, (f"{said} ",)),) if said else ()
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
        mark: _Path = ()
        if run.mark is not Mark.KEPT:
            mark = (Inline(run.mark.value, (), ("mark", run.reason)),)
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
        if inline.tag == "img":
            children = ()  # its text only stands for it
        reason = inline.key[-1]
        if isinstance(reason, Reason):
            yield _mark(inline.tag, children, labels, reason)
        else:
            yield Element(inline.tag, inline.attributes, children)


_MARK_ATTRIBUTES: Mapping[Reason, tuple[tuple[str, str], ...]] = {
    Reason.WORDING: (),
    Reason.MOVED: (("class", "moved"),),
    Reason.TYPOGRAPHY: (("data-redline", "typography"),),
}


def _mark(
    tag: str, children: tuple[Node, ...], labels: Labels, reason: Reason = Reason.WORDING
) -> Element:
    """Write a mark, with words for those who only hear it; what looks the same is not told apart
    aloud.
    """
    begin = {
        ("ins", Reason.WORDING): labels.inserted,
        ("del", Reason.WORDING): labels.deleted,
        ("ins", Reason.MOVED): labels.moving_here,
        ("del", Reason.MOVED): labels.moving_away,
    }.get((tag, reason), "")
    end = labels.end if begin else ""
    children = (*_hidden(begin, labels), *children, *_hidden(end, labels))
    return Element(tag, _MARK_ATTRIBUTES[reason], children)


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


def _one_head_a_table(drawn: Iterable[_Drawn]) -> Iterator[_Drawn]:
    """Begin a table anew where a head would follow a body, which no table may have."""
    copies = 0
    bodies: set[tuple[object, ...]] = set()
    for boxes, block in drawn:
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
                yield (*boxes[: at - 1], *again), block
                continue
        yield boxes, block


_WHOLE = {Kind.ADDED: "ins", Kind.REMOVED: "del"}
"""The mark around what is new, or gone, as a whole."""


class _Writer:
    """Writes the blocks of one section; those in a text of another language say so."""

    def __init__(self, section: SectionChange, frame: Frame, foreign: str) -> None:
        self._section, self._frame, self._foreign = section, frame, foreign
        self._labels = frame.labels

    def nested(
        self, drawn: Sequence[_Drawn], depth: int, whole: Kind | None = None
    ) -> Iterator[Node]:
        """Put neighbours that share a container into one, and one mark around a list or table that
        is new or gone as a whole; `whole` tells that there is one around all of it.
        """
        for key, same in groupby(
            drawn, key=lambda each: each[0][depth].key if len(each[0]) > depth else None
        ):
            group = list(same)
            if key is None:
                for _, block in group:
                    yield from self._leaf(block, whole)
                continue
            box = group[0][0][depth]
            kinds = {block.kind for _, block in group}
            inside = whole
            if whole is None and box.tag in ("ul", "ol", "table") and len(kinds) == 1:
                inside = next(iter(kinds & _WHOLE.keys()), None)
            children = tuple(self.nested(group, depth + 1, inside))
            if box.tag == "ol":
                numbers = [
                    inner.ordinal for inner, _ in groupby(each[0][depth + 1] for each in group)
                ]
                children = tuple(_numbered(children, numbers, box.ordinal))
            element = Element(box.tag, box.attributes, children)
            if inside and whole is None:
                element = _mark(_WHOLE[inside], (element,), self._labels)
            yield element

    def _leaf(self, block: Block, whole: Kind | None) -> Iterator[Node]:
        """Yield the nodes of a leaf: an element, or for text directly in an item its content."""
        attributes = block.attributes
        if self._foreign and block.kind is Kind.REMOVED:
            attributes = (*attributes, ("lang", self._foreign))
        cells = [
            Element(cell.tag, cell.attributes, self._content(cell, block.kind, whole))
            for cell in block.cells
        ]
        if head := _head(self._section, block, self._frame):
            cells[0] = replace(cells[0], children=(*head, *cells[0].children))
        if block.tag == "tr":
            yield Element("tr", attributes, tuple(cells))
        elif block.tag:
            yield Element(block.tag, attributes, cells[0].children)
        else:
            yield from cells[0].children

    def _content(self, cell: MarkedCell, kind: Kind, whole: Kind | None) -> tuple[Node, ...]:
        """Write the words of a cell; marks inside moved text show what was edited on the way."""
        runs = cell.runs
        if kind is whole:
            runs = tuple(run._replace(mark=Mark.KEPT) for run in runs)
        if kind is Kind.MOVED_AWAY:
            runs = tuple(run._replace(reason=Reason.MOVED) for run in runs)
        content = cell.content or _inline(runs, self._labels)
        if kind is Kind.MOVED_HERE and content:
            content = (_mark("ins", content, self._labels, Reason.MOVED),)
        return content


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
        if not section.is_shown:
            continue
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

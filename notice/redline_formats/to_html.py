"""The redline as markup: one text with native `ins` and `del`, valid wherever a section's body may
stand.

Labels, folds' summaries and hidden markers belong to neither text: each carries
`data-redline="label"`, so that a program can take them away and find both texts again.

A text is drawn in two steps. `trees_of` puts the blocks back into their lists and tables; then
`BlockWriter` writes neighbours that fared alike as one: what is new or gone as a whole stands in
one mark with one label, what moved in a third style, and what stayed is folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from notice.leaves.leaf_blocks import flatten
from notice.markup.tree import Element, Node, html
from notice.redline.result import Redline, SectionChange
from notice.redline_formats.block_trees import trees_of
from notice.redline_formats.block_writer import BlockWriter
from notice.redline_formats.elements import Frame
from notice.redline_formats.labels import Labels, deception_labels
from notice.redline_formats.words_to_html import inline, our_words, retitled
from notice.words.runs import Mark, Run, one_side


def heading(section: SectionChange) -> tuple[Node, ...]:
    """Write a section's heading, number and title, so that it reads as the new text has it: the old
    one stands hidden beside it.
    """
    old, new = old_heading(section), _heading(section.new_number, section.title, Mark.DELETED)
    if section.is_gone:
        return (Element("del", (), (old,)),) if old else ()
    return tuple(retitled(old, new))


def old_heading(section: SectionChange) -> str:
    """Return number and title of a section as they were; empty where it was not there."""
    return _heading(section.old_number, section.title, Mark.INSERTED)


def body(section: SectionChange, frame: Frame) -> tuple[Node, ...]:
    """Write a section's blocks."""
    if frame.language not in ("", section.new_language or section.old_language):
        frame = replace(frame, labels=frame.labels._replace(language=frame.language))
    writer = BlockWriter(section, frame)
    if not section.same:
        return tuple(writer.flow(trees_of(section.blocks)))
    if frame.folds:
        return (writer.folded(section.same, len(flatten("", "", section.same)) - 1, ()),)
    return section.same


def to_html(redline: Redline, labels: Labels, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a redline as an HTML fragment: every section, changed or not, so that both whole texts
    stand in it.
    """
    frame = Frame(labels, names, {each.id: each.old_number for each in redline.sections})
    for section in redline.sections:
        if not section.is_shown:
            continue
        title = html(inline(section.title, labels))
        told = " · ".join(deception_labels(section.deceptions, labels))
        kind = f"{section.kind.value} moved" if section.moved else section.kind.value
        yield (
            f'<section id="{section.id}" data-redline-kind="{kind}">'
            + (f"<h2>{title}</h2>" if title else "")
            + (html([our_words("p", "label", [told], labels)]) if told else "")
            + html(body(section, frame))
            + "</section>"
        )


def _heading(number: str, runs: Sequence[Run], without: Mark) -> str:
    text = one_side(runs, without)
    return f"{number}. {text}" if number and text else text

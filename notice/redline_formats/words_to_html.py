"""The words of a block as markup: inside their inline elements, with a mark around what came or
went.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from notice.markup.tree import Element, Node
from notice.redline_formats.labels import Labels
from notice.words.hunks import Reason
from notice.words.runs import Mark, Run
from notice.words.tokens import Inline
from notice.words.typed_numbers import length_of_number

_Path: TypeAlias = tuple[Inline, ...]

_MARK_ATTRIBUTES: Mapping[Reason, tuple[tuple[str, str], ...]] = {
    Reason.WORDING: (),
    Reason.MOVED: (("class", "moved"),),
    Reason.TYPOGRAPHY: (("data-redline", "typography"),),
}


def inline(runs: Sequence[Run], labels: Labels, *, marked: bool = True) -> tuple[Node, ...]:
    """Write words inside their inline elements, with a mark around what came or went; or, where all
    of them share one fate and are not `marked`, around what moved alone.
    """
    drawn = []
    for run in runs:
        mark: _Path = ()
        if run.mark is not Mark.KEPT and (marked or run.reason is Reason.MOVED):
            mark = (Inline(run.mark.value, (), ("mark", run.reason)),)
        drawn.append(((*run.outside, *mark, *run.inside), run.text))
    return tuple(_inline_tree(drawn, 0, labels))


def retitled(old: str, new: str) -> Iterator[Node]:
    """Write a heading as it is now, with what it was hidden beside it: with its old number, where
    nothing else is another.
    """
    if old == new:
        yield new
        return
    before, after = (
        len(text[: length_of_number(text, is_title=True)].rstrip()) for text in (old, new)
    )
    if not (before and after) or old[before:] != new[after:]:
        before, after = len(old), len(new)
    if old:
        yield Element("del", (("hidden", ""),), (old[:before],))
    yield Element("ins", (("class", "title"),), (new[:after],))
    yield new[after:]


def our_words(tag: str, style: str, words: Sequence[Node], labels: Labels) -> Element:
    """Write words that belong to neither text, in a text that may be of another language."""
    attributes = (("class", style), ("data-redline", "label"), ("lang", labels.language))
    return Element(tag, tuple([pair for pair in attributes if pair[1]]), tuple(words))


def _inline_tree(drawn: Sequence[tuple[_Path, str]], depth: int, labels: Labels) -> Iterator[Node]:
    """Put neighbours that share an element into one."""
    for inline, same in groupby(
        drawn, key=lambda entry: entry[0][depth] if len(entry[0]) > depth else None
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


def _mark(tag: str, children: tuple[Node, ...], labels: Labels, reason: Reason) -> Element:
    """Write a mark, with words for those who only hear it; what looks the same is not told apart
    aloud.
    """
    begin = ""
    if reason is Reason.WORDING:
        begin = labels.inserted if tag == "ins" else labels.deleted
    elif reason is Reason.MOVED:
        begin = labels.moving_here if tag == "ins" else labels.moving_away
    before, after = (
        [our_words("span", "hidden", (words,), labels)] if begin and words else []
        for words in (begin, labels.end)
    )
    return Element(tag, _MARK_ATTRIBUTES[reason], (*before, *children, *after))


def _text(text: str) -> Iterator[Node]:
    for place, line in enumerate(text.split("\n")):
        if place:
            yield Element("br")
        yield line

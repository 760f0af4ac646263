"""The blocks of a section as markup: neighbours that fared alike written as one, what moved in a
third style, and what stayed folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from notice.markup.tree import Element, Node, plain
from notice.redline.result import Block, Kind
from notice.redline_formats.block_trees import Branch, Tree, blocks_in, is_heading, leads_in
from notice.redline_formats.elements import (
    CLASS_OF,
    ONE_SIDED,
    ElementWriter,
    anchor,
    list_of,
    mark_of,
)
from notice.redline_formats.labels import block_labels, column_labels, form_labels
from notice.redline_formats.words_to_html import our_words, retitled
from notice.words.runs import Mark, one_side

FOLDED_BLOCKS = 3
"""So many unchanged blocks in a row are folded."""

FOLDED_WORDS = 100
"""Two unchanged blocks are folded too where they have so many words."""


class BlockWriter(ElementWriter):
    """Writes the blocks of one section."""

    def flow(self, trees: Sequence[Tree]) -> Iterator[Node]:
        """Write what stands where paragraphs may stand."""
        runs = [(fate, list(run)) for fate, run in groupby(trees, key=lambda tree: tree.fate)]
        for place, (fate, run) in enumerate(runs):
            if fate in ONE_SIDED:
                yield from self._in_one_mark(fate, run, self._whole_label(fate, run))
            elif fate is Kind.MOVED_HERE:
                for move in _moves(run):
                    yield from self._in_one_mark(fate, move, *self._came_from(blocks_in(move)[0]))
            elif fate is Kind.MOVED_AWAY:
                yield from map(self._moved_away, _moves(run))
            elif fate is Kind.KEPT:
                yield from self._kept(run, runs[place + 1][1] if place + 1 < len(runs) else ())
            else:
                for tree in run:
                    yield from self._changed(tree)

    def _in_one_mark(self, kind: Kind, run: Sequence[Tree], *label: Node) -> Iterator[Node]:
        """Write neighbours in one mark under a label; a lone paragraph with both inside."""
        lone = run[0]
        if len(run) == 1 and isinstance(lone, Block) and lone.tag in ("p", ""):
            mark = mark_of(kind, self._words(lone))
            yield from self._element(lone, CLASS_OF[kind], (*self._label("span", *label), mark))
            return
        attributes = (("class", CLASS_OF[kind]), *self._id(blocks_in(run)[0]))
        mark = mark_of(kind, self._plain(run), whole=True)
        yield Element("div", attributes, (*self._label("p", *label), mark))

    def _whole_label(self, kind: Kind, run: Sequence[Tree]) -> str:
        """Return what is said of neighbours that are all new, or all gone; nothing where the label
        of the section says it.
        """
        if kind in self._told:
            return ""
        labels, is_new = self._labels, kind is Kind.ADDED
        tags = [tree.box.tag if isinstance(tree, Branch) else tree.tag for tree in run]
        if len(run) == 1 and tags[0] == "table":
            return labels.table_added if is_new else labels.table_removed
        if len(run) == 1 and tags[0] in ("ul", "ol"):
            return labels.list_added if is_new else labels.list_removed
        if len(run) > 1 and set(tags) == {"p"}:
            count = labels.paragraphs_added if is_new else labels.paragraphs_removed
            return count(len(run))
        return labels.of(kind)

    def _moved_away(self, run: Sequence[Tree]) -> Element:
        """Write what went elsewhere: a line that says where, with the text folded under it."""
        first, labels = blocks_in(run)[0], self._labels
        attributes = (("class", CLASS_OF[Kind.MOVED_AWAY]), *self._id(first))
        text = mark_of(Kind.MOVED_AWAY, self._plain(run))
        told = self._label("p", labels.moved_away)
        if first.partner:
            goal = self._label("p", self._other_end(first), style="to")
            told = (*self._label("p", labels.moved_to), *goal)
        if not self._frame.bare:
            summary = our_words("summary", "", (labels.moved_text,), labels)
            text = Element("details", (), (summary, text))
        return Element("div", attributes, (*told, text))

    def _came_from(self, block: Block) -> tuple[Node, ...]:
        """Say where a block came from, as a link to its old place, and what else changed; of those
        that moved together the first says where.
        """
        if not block.partner:
            return (self._labels.moved_here,)
        more = [f" · {label}" for label in form_labels(block, self._labels, self._frame.names)]
        return (self._other_end(block), *more)

    def _other_end(self, block: Block) -> Element:
        """Return a link to where a block came from or went, in words that say where that is."""
        labels, (there, _, number) = self._labels, block.partner.rpartition("_")
        place = self._frame.names.get(there, there)
        above, below = labels.moved_up, labels.moved_down
        if block.kind is Kind.MOVED_HERE:
            place = labels.moved_from % {"place": self._frame.old_numbers.get(there) or place}
            above, below = labels.moved_from_above, labels.moved_from_below
        if there == self._section.id:
            place = below if int(number) > block.number else above
        return Element("a", (("href", f"#{anchor(block.partner)}"),), (place,))

    def _kept(self, run: Sequence[Tree], following: Sequence[Tree]) -> Iterator[Node]:
        """Write what did not change, folded where it is long; a heading or a lead-in that the next
        change is read with stands outside.
        """
        last = len(run)
        if following and isinstance(following[0], Branch) and leads_in(run[-1]):
            last -= 1
        headings = [place for place in range(last) if following and is_heading(run[place])]
        cuts = [0, *([headings[-1], headings[-1] + 1] if headings else []), last, len(run)]
        for part in (run[start:end] for start, end in pairwise(cuts)):
            if self._is_long(part):
                blocks = blocks_in(part)
                titles = [plain(self._words(block)) for block in blocks if is_heading(block)]
                yield self.folded(self._plain(part), len(blocks), titles)
            else:
                yield from self._plain(part)

    def _is_long(self, run: Sequence[Tree]) -> bool:
        """Tell whether unchanged neighbours are to be folded."""
        if not self._frame.folds:
            return False
        blocks = blocks_in(run)
        words = sum(len(plain(cell.content).split()) for block in blocks for cell in block.cells)
        return len(blocks) >= FOLDED_BLOCKS or (len(blocks) > 1 and words >= FOLDED_WORDS)

    def folded(self, nodes: Iterable[Node], count: int, titles: Sequence[str]) -> Element:
        """Write unchanged blocks under a line that says how many, and which sub-headings they have;
        the first and the last of many.
        """
        inside: tuple[Node, ...] = (self._labels.unchanged(count),)
        if ends := dict.fromkeys((*titles[:1], *titles[-1:])):
            inside = (*inside, " ", Element("small", (), (" … ".join(ends),)))
        summary = our_words("summary", "", inside, self._labels)
        return Element("details", (("class", "fold"),), (summary, *nodes))

    def _changed(self, tree: Tree) -> Iterator[Node]:
        if isinstance(tree, Block):
            yield from self._changed_block(tree)
        elif tree.box.tag == "table":
            yield self._table(tree)
        elif tree.box.tag in ("ul", "ol"):
            yield from self._list(tree)
        else:
            yield from self.flow(tree.children)

    def _list(self, tree: Branch) -> Iterator[Node]:
        """Write a list that changed: its items, with a long run of unchanged ones folded, for which
        the list is cut.
        """
        whole: list[tuple[Branch, Element]] = []
        told = self._told
        for fate, run in groupby(tree.items, key=lambda item: item.fate):
            items = list(run)
            if fate is Kind.KEPT and self._is_long(items):
                if whole:
                    yield list_of(tree, whole)
                whole = []
                unchanged = list_of(tree, [(item, self._plain_branch(item)) for item in items])
                yield self.folded([unchanged], len(blocks_in(items)), ())
                continue
            for item in items:
                whole.append((item, self._item(item)))
                self._told = told | {fate}  # the first item's label is for all
            self._told = told
        if whole:
            yield list_of(tree, whole)

    def _changed_block(self, block: Block) -> Iterator[Node]:
        labels = self._labels
        words = list(block_labels(block, labels, self._frame.names))
        words += [labels.same_words] if block.form_only and not block.typography else []
        label = " · ".join(words)
        if block.tag in ("p", ""):
            content = (*self._label("span", label), *self._words(block))
            yield from self._element(block, "changed", content)
        elif block.kind is Kind.CHANGED and not self._frame.bare:
            runs = block.cells[0].runs
            old, new = one_side(runs, Mark.INSERTED), one_side(runs, Mark.DELETED)
            yield from self._element(block, "changed", retitled(old, new))
            formerly = (labels.formerly % {"title": old}, *words[1:])
            yield our_words("p", "formerly", (" · ".join(formerly),), labels)
        else:
            content = (*self._label("p", label), *self._plain([block]))
            yield Element("div", (("class", "changed"),), content)

    def _item(self, item: Branch) -> Element:
        """Write an item with its marks inside."""
        inside = list(self.flow(item.children))
        if len(inside) == 1 and isinstance(box := inside[0], Element) and box.tag == "div":
            # The item itself is the box around its content.
            return Element("li", (*item.box.attributes, *box.attributes), box.children)
        return Element("li", item.box.attributes, tuple(inside))

    def _table(self, table: Branch) -> Element:
        """Write a table that changed: one label for it, an edge on each row that did."""
        labels, blocks = self._labels, blocks_in([table])
        touched = sum(block.fate is not Kind.KEPT for block in blocks)
        columns = [words for block in blocks for words in column_labels(block, labels)]
        words = [labels.rows_changed(touched, len(blocks)), *columns]
        label = self._label("p", " · ".join(words))
        drawn = Element("table", table.box.attributes, tuple(self._rows(table.children)))
        return Element("div", (("class", "changed rows"),), (*label, drawn))

    def _rows(self, trees: Sequence[Tree]) -> Iterator[Node]:
        for tree in trees:
            if isinstance(tree, Branch):
                yield Element(tree.box.tag, tree.box.attributes, tuple(self._rows(tree.children)))
            else:
                yield self._row(tree, self._row_label(tree), tree.fate)

    def _row_label(self, block: Block) -> tuple[Node, ...]:
        """Say what became of a row: where it moved, for all; else for those alone who hear it and
        do not see its marks.
        """
        words: Sequence[Node] = ()
        if block.partner and block.kind is Kind.MOVED_AWAY:
            words = (f"{self._labels.moved_to} ", self._other_end(block))
        elif block.partner:
            words = self._came_from(block)
        elif block.fate is not Kind.KEPT:
            words = (" · ".join(block_labels(block, self._labels, self._frame.names)),)
        if not any(words):
            return ()
        style = "label" if block.partner or self._frame.bare else "hidden"
        return (our_words("span", style, (*words, ": "), self._labels),)


def _moves(run: Sequence[Tree]) -> list[list[Tree]]:
    """Put together neighbours that moved together: the first has a partner, or all have theirs in
    one section.
    """
    moves: list[list[Tree]] = []
    last = ""
    for tree in run:
        partner = blocks_in([tree])[0].partner.rpartition("_")[0]
        if moves and partner in ("", last):
            moves[-1].append(tree)
        else:
            moves.append([tree])
            last = partner
    return moves

"""The blocks of a section as markup: neighbours that fared alike written as one, what moved in a
third style, and what stayed folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from notice.markup.tree import Element, Node, plain
from notice.redline.result import Block, Kind
from notice.redline.words.runs import Mark, one_side
from notice.redline.writing.block_trees import Branch, Leaf, Tree, is_heading, leads_in
from notice.redline.writing.elements import (
    CLASS_OF,
    TAG_OF,
    WHOLES,
    ElementWriter,
    list_of,
    mark_of,
    only,
    to_change,
    with_class,
)
from notice.redline.writing.labels import column_labels, form_labels
from notice.redline.writing.words_to_html import retitled

FOLDED_BLOCKS = 3
"""So many unchanged blocks in a row are folded."""

FOLDED_WORDS = 100
"""Two unchanged blocks are folded too where they have so many words."""


class BlockWriter(ElementWriter):
    """Writes the blocks of one section."""

    def flow(self, trees: Sequence[Tree]) -> Iterator[Node]:
        """Write what stands where paragraphs may stand."""
        runs = [(kind, list(run)) for kind, run in groupby(trees, key=lambda tree: tree.kind)]
        for place, (kind, run) in enumerate(runs):
            if kind in (Kind.ADDED, Kind.REMOVED):
                yield from self._whole(kind, run)
            elif kind in (Kind.MOVED_AWAY, Kind.MOVED_HERE):
                for move in self._moves(run):
                    yield from self._moved(kind, move)
            elif kind is Kind.KEPT:
                yield from self._kept(run, runs[place + 1][1] if place + 1 < len(runs) else ())
            else:
                for tree in run:
                    yield from self._changed(tree)

    def _whole(self, kind: Kind, run: Sequence[Tree]) -> Iterator[Node]:
        """Write neighbours that are all new, or all gone, in one mark with one label."""
        words = "" if kind in self._told else self._whole_label(kind, run)
        yield from self._in_one_mark(kind, run, (words,))

    def _in_one_mark(
        self, kind: Kind, run: Sequence[Tree], label: Sequence[Node]
    ) -> Iterator[Node]:
        """Write neighbours in one mark under a label; a lone paragraph with both inside."""
        lone = run[0]
        if len(run) == 1 and isinstance(lone, Leaf) and lone.block.tag in ("p", ""):
            mark = mark_of(kind, self._words(lone))
            yield from self._element(lone, CLASS_OF[kind], (*self._label(*label), mark))
            return
        attributes = (("class", CLASS_OF[kind]), *self._id(lone.leaves[0].block))
        inside = [node for tree in run for node in self._plain(tree)]
        mark = mark_of(kind, inside, whole=True)
        yield Element("div", attributes, (*self._label_block(*label), mark))

    def _whole_label(self, kind: Kind, run: Sequence[Tree]) -> str:
        labels, is_new = self._labels, kind is Kind.ADDED
        tags = [tree.box.tag if isinstance(tree, Branch) else tree.block.tag for tree in run]
        if len(run) == 1 and tags[0] == "table":
            return labels.table_added if is_new else labels.table_removed
        if len(run) == 1 and tags[0] in ("ul", "ol"):
            return labels.list_added if is_new else labels.list_removed
        if len(run) > 1 and set(tags) == {"p"}:
            count = labels.paragraphs_added if is_new else labels.paragraphs_removed
            return count(len(run))
        return labels.of(kind)

    @staticmethod
    def _moves(run: Sequence[Tree]) -> Iterator[list[Tree]]:
        """Put together neighbours that moved together: the first has a partner, or all have theirs
        in one section.
        """
        moves: list[tuple[str, list[Tree]]] = []
        for tree in run:
            partner = tree.leaves[0].block.partner.rpartition("_")[0]
            if moves and partner in ("", moves[-1][0]):
                moves[-1][1].append(tree)
            else:
                moves.append((partner, [tree]))
        yield from (trees for _, trees in moves)

    def _moved(self, kind: Kind, run: Sequence[Tree]) -> Iterator[Node]:
        """Write what moved: where it came to its text, where it went from a line, with the text
        folded under it.
        """
        first = run[0].leaves[0].block
        if kind is Kind.MOVED_AWAY:
            yield self._moved_away(first, run)
        else:
            yield from self._in_one_mark(kind, run, self._came_from(first))

    def _moved_away(self, first: Block, run: Sequence[Tree]) -> Element:
        attributes = (("class", CLASS_OF[Kind.MOVED_AWAY]), *self._id(first))
        inside = [node for tree in run for node in self._plain(tree)]
        mark = mark_of(Kind.MOVED_AWAY, inside)
        told: tuple[Node, ...] = self._label_block(self._labels.moved_away)
        if first.partner:
            goal = self._bracketed(self._went_to(first))
            told = (*self._label_block(self._labels.moved_to), self._told_as("p", "to", goal))
        if self._frame.bare:
            return Element("div", attributes, (*told, mark))
        summary = self._told_as("summary", "", (self._labels.moved_text,))
        folded = Element("details", (), (summary, mark))
        return Element("div", attributes, (*told, folded))

    def _came_from(self, block: Block) -> tuple[Node, ...]:
        """Say where a block came from, as a link to its old place, and what else changed; of those
        that moved together the first says where.
        """
        if not block.partner:
            return (self._labels.moved_here,)
        labels, (there, _, number) = self._labels, block.partner.rpartition("_")
        if there == self._section.id:
            below = int(number) > block.number
            words = labels.moved_from_below if below else labels.moved_from_above
        else:
            place = self._frame.old_numbers.get(there) or self._frame.names.get(there, there)
            words = labels.moved_from % {"place": place}
        more = [f" · {label}" for label in form_labels(block, labels, self._frame.names)]
        return (to_change(block.partner, words), *more)

    def _went_to(self, block: Block) -> tuple[Node, ...]:
        """Say where a block went, as a link to its new place."""
        there, _, number = block.partner.rpartition("_")
        words = self._frame.names.get(there, there)
        if there == self._section.id:
            below = int(number) > block.number
            words = self._labels.moved_down if below else self._labels.moved_up
        return (to_change(block.partner, words),)

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
            nodes = [node for tree in part for node in self._plain(tree)]
            if self._is_long(part):
                leaves = [leaf for tree in part for leaf in tree.leaves]
                titles = [plain(self._words(leaf)) for leaf in leaves if is_heading(leaf)]
                yield from self.folded(nodes, len(leaves), titles)
            else:
                yield from nodes

    def _is_long(self, run: Sequence[Tree]) -> bool:
        """Tell whether unchanged neighbours are to be folded."""
        leaves = [leaf for tree in run for leaf in tree.leaves]
        if not self._frame.folds or self._frame.bare:
            return False
        words = sum(
            len(plain(cell.content).split()) for leaf in leaves for cell in leaf.block.cells
        )
        return len(leaves) >= FOLDED_BLOCKS or (len(leaves) > 1 and words >= FOLDED_WORDS)

    def folded(self, nodes: Sequence[Node], count: int, titles: Sequence[str]) -> Iterator[Node]:
        """Write unchanged blocks under a line that says how many, and which sub-headings they have;
        the first and the last of many.
        """
        ends = dict.fromkeys((*titles[:1], *titles[-1:]))
        inside: tuple[Node, ...] = (self._labels.unchanged(count),)
        if ends:
            inside = (*inside, " ", Element("small", (), (" … ".join(ends),)))
        summary = self._told_as("summary", "", inside)
        yield Element("details", (("class", "fold"),), (summary, *nodes))

    def _changed(self, tree: Tree) -> Iterator[Node]:
        if isinstance(tree, Leaf):
            yield from self._changed_leaf(tree)
        elif tree.box.tag == "table":
            yield from self._table(tree)
        elif tree.box.tag in ("ul", "ol"):
            yield from self._list(tree)
        else:
            yield from self.flow(tree.children)

    def _list(self, tree: Branch) -> Iterator[Node]:
        """Write a list that changed: its items, with a long run of unchanged ones folded, for which
        the list is cut.
        """
        items = [child for child in tree.children if isinstance(child, Branch)]
        whole: list[tuple[Branch, Element]] = []
        for kind, run in groupby(items, key=lambda item: item.kind):
            part = list(run)
            if kind is Kind.KEPT:
                drawn = [(item, only(self._plain(item))) for item in part]
                if self._is_long(part):
                    if whole:
                        yield list_of(tree, whole)
                    leaves = sum(len(item.leaves) for item in part)
                    yield from self.folded([list_of(tree, drawn)], leaves, ())
                    whole = []
                else:
                    whole += drawn
            else:
                told = self._told
                for item in part:
                    whole.append((item, self._item(item)))
                    self._told = told | ({kind} & WHOLES)  # the first item's label is for all
                self._told = told
        if whole:
            yield list_of(tree, whole)

    def _changed_leaf(self, leaf: Leaf) -> Iterator[Node]:
        block, labels = leaf.block, self._labels
        words = [] if block.kind is Kind.KEPT else [labels.of(block.kind)]
        words += form_labels(block, labels, self._frame.names)
        words += [labels.same_words] if block.form_only and not block.typography else []
        if block.tag in ("p", ""):
            content = (*self._label(" · ".join(words)), *self._words(leaf))
            yield from self._element(leaf, "changed", content)
            return
        old, new = (
            one_side(block.cells[0].runs, Mark.INSERTED),
            one_side(block.cells[0].runs, Mark.DELETED),
        )
        if block.kind is Kind.CHANGED and not self._frame.bare:
            yield from self._element(leaf, "changed", retitled(old, new))
            formerly = (labels.formerly % {"title": old}, *words[1:])
            yield self._told_as("p", "formerly", (" · ".join(formerly),))
        else:
            label = self._label_block(" · ".join(words))
            yield Element("div", (("class", "changed"),), (*label, *self._plain(leaf)))

    def _item(self, item: Branch) -> Element:
        """Write an item that changed, is new or gone, or moved, with its marks inside."""
        inside = list(self.flow(item.children))
        if len(inside) == 1 and isinstance(box := inside[0], Element) and box.tag == "div":
            # The item itself is the box around its content.
            return Element("li", (*item.box.attributes, *box.attributes), box.children)
        return Element("li", item.box.attributes, tuple(inside))

    def _table(self, table: Branch) -> Iterator[Node]:
        """Write a table that changed: one label for it, an edge on each row that did."""
        labels, blocks = self._labels, [leaf.block for leaf in table.leaves]
        touched = sum(leaf.kind is not Kind.KEPT for leaf in table.leaves)
        columns = [words for block in blocks for words in column_labels(block, labels)]
        words = [labels.rows_changed(touched, len(blocks)), *columns]
        label = self._label_block(" · ".join(words))
        drawn = Element("table", table.box.attributes, tuple(self._rows(table.children)))
        yield Element("div", (("class", "changed rows"),), (*label, drawn))

    def _rows(self, trees: Sequence[Tree]) -> Iterator[Node]:
        for tree in trees:
            if isinstance(tree, Branch):
                yield Element(tree.box.tag, tree.box.attributes, tuple(self._rows(tree.children)))
            else:
                yield self._row(tree)

    def _row(self, leaf: Leaf) -> Element:
        block = leaf.block
        words: list[Node] = []
        if block.partner:
            away = block.kind is Kind.MOVED_AWAY
            words += [f"{self._labels.moved_to} "] if away else []
            words += self._went_to(block) if away else self._came_from(block)
        elif leaf.kind is not Kind.KEPT:
            told = [] if block.kind is Kind.KEPT else [self._labels.of(block.kind)]
            words += [" · ".join([*told, *form_labels(block, self._labels, self._frame.names)])]
        cells = []
        for place, cell in enumerate(block.cells):
            content = self._cell(cell, block)
            if block.kind in TAG_OF and content:
                content = (mark_of(block.kind, content),)
            if place == 0 and any(words):
                seen = "label" if block.partner or self._frame.bare else "hidden"
                content = (self._told_as("span", seen, (*words, ": ")), *content)
            cells.append(Element(cell.tag, cell.attributes, content))
        attributes = with_class(block.attributes, CLASS_OF.get(leaf.kind, ""))
        return Element("tr", (*attributes, *self._id(block)), tuple(cells))

"""An edit of known size is shown as no more than it is: texts made by chance, edited as people do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notice.redline.compare import compare
from notice.redline.markdown_files import parts_of_files

VOWELS, CONSONANTS = "aeiouyäö", "bdfghjklmnprstv"


@dataclass
class Block:
    """A paragraph of sentences, a list of items, or a table of rows, the first of which is its
    head.
    """

    kind: str
    parts: list[Any]

    def markdown(self) -> str:
        """Return what it is in a file."""
        if self.kind == "paragraph":
            return " ".join(self.parts)
        if self.kind == "list":
            return "\n".join(f"- {item}" for item in self.parts)
        rows = [self.parts[0], ["---"] * len(self.parts[0]), *self.parts[1:]]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@dataclass
class Section:
    """A heading, and what stands under it."""

    title: str
    blocks: list[Block]
    level: int = 2


@dataclass
class Text:
    """A text made by chance, hardly a word of it twice."""

    chance: Random
    sections: list[Section] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sections = [self.section() for _ in range(self.chance.randint(3, 4))]
        self.sections[-1].blocks += [self.items(), self.table()]

    def words(self, least: int, most: int) -> str:
        """Return words that nobody has read before."""
        count = self.chance.randint(least, most)
        syllables = [
            self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS) for _ in range(3 * count)
        ]
        return " ".join("".join(syllables[at : at + 3]) for at in range(0, 3 * count, 3))

    def sentence(self) -> str:
        """Return a sentence that is long enough to be known again."""
        return f"{self.words(8, 20).capitalize()}."

    def paragraph(self) -> Block:
        """Return some sentences."""
        return Block("paragraph", [self.sentence() for _ in range(self.chance.randint(2, 4))])

    def items(self) -> Block:
        """Return a list."""
        return Block("list", [self.words(8, 12) for _ in range(self.chance.randint(3, 6))])

    def table(self) -> Block:
        """Return a table of three columns or more."""
        rows, columns = self.chance.randint(3, 6), self.chance.randint(3, 5)
        return Block("table", [[self.words(2, 5) for _ in range(columns)] for _ in range(rows)])

    def section(self) -> Section:
        """Return a section with a paragraph, and whatever."""
        more = self.chance.choices([self.paragraph, self.items, self.table], k=2)
        blocks = [self.paragraph(), self.paragraph(), *(make() for make in more)]
        return Section(self.words(2, 4).capitalize(), blocks)

    def one(self, kind: str) -> tuple[list[Block], int]:
        """Return where a block of a kind stands: in what, and its place there."""
        places = [
            (section.blocks, at)
            for section in self.sections
            for at, block in enumerate(section.blocks)
            if block.kind == kind
        ]
        assume(places)
        return self.chance.choice(places)

    def two_paragraphs(self) -> tuple[list[Block], int]:
        """Return where two paragraphs stand side by side: in what, and the place of the first."""
        places = [
            (section.blocks, at)
            for section in self.sections
            for at in range(len(section.blocks) - 1)
            if {block.kind for block in section.blocks[at : at + 2]} == {"paragraph"}
        ]
        assume(places)
        return self.chance.choice(places)

    def parts(self, kind: str) -> list[Any]:
        """Return the sentences, items or rows of a block."""
        blocks, at = self.one(kind)
        return blocks[at].parts

    def place(self, parts: list[Any]) -> int:
        """Return a place among parts."""
        return self.chance.randrange(len(parts))

    def markdown(self) -> str:
        """Return the text as a file."""
        return "\n\n".join(
            "\n\n".join(
                [
                    f"{'#' * section.level} {section.title}",
                    *(block.markdown() for block in section.blocks),
                ]
            )
            for section in self.sections
        )


def count(text: str) -> int:
    """Count words, of which none has a hyphen or an apostrophe."""
    return len(text.replace("|", " ").split())


Edit: TypeAlias = Callable[[Text], int]
"""An edit of a text, which returns how many words come and go with it."""


def change_a_word(text: Text) -> int:
    """Put another word in the place of one."""
    parts = text.parts("paragraph")
    at = text.place(parts)
    words = parts[at].split(" ")
    words[len(words) // 2] = text.words(1, 1)
    parts[at] = " ".join(words)
    return 2


def add_a_sentence(text: Text) -> int:
    """Put a sentence into a paragraph."""
    parts, sentence = text.parts("paragraph"), text.sentence()
    parts.insert(text.place(parts), sentence)
    return count(sentence)


def replace_a_sentence(text: Text) -> int:
    """Put a sentence in the place of another."""
    parts, sentence = text.parts("paragraph"), text.sentence()
    at = text.place(parts)
    size = count(parts[at]) + count(sentence)
    parts[at] = sentence
    return size


def move_a_sentence(text: Text) -> int:
    """Take a sentence to another place, mostly in another paragraph."""
    parts = text.parts("paragraph")
    sentence = parts.pop(text.place(parts))
    others = text.parts("paragraph")
    others.insert(text.place([*others, ""]), sentence)
    return 0


def move_a_sentence_into_a_list(text: Text) -> int:
    """Make a sentence an item of a list that is there."""
    parts = text.parts("paragraph")
    text.parts("list").append(parts.pop(text.place(parts)))
    return 0


def move_a_sentence_behind_an_item(text: Text) -> int:
    """Take a sentence to the end of an item, which has no full stop."""
    parts = text.parts("paragraph")
    sentence = parts.pop(text.place(parts))
    items = text.parts("list")
    items[text.place(items)] += f" {sentence}"
    return 0


def move_a_list_as_a_sentence(text: Text) -> int:
    """Take a list to the end of a section, as a sentence, its items parted by commas."""
    blocks, at = text.one("list")
    sentence = ", ".join(blocks.pop(at).parts) + "."
    text.chance.choice(text.sections).blocks.append(Block("paragraph", [sentence]))
    return 0


def move_a_section_and_number_its_paragraphs(text: Text) -> int:
    """Take a section to another place, a number before each of its paragraphs."""
    section = text.sections[0]
    move_a_section(text)
    numbered = [block for block in section.blocks if block.kind == "paragraph" and block.parts]
    for number, block in enumerate(numbered, start=1):
        block.parts[0] = f"({number}) {block.parts[0]}"
    return len(numbered)


def move_a_paragraph(text: Text) -> int:
    """Take a paragraph to another place, mostly in another section."""
    blocks, at = text.one("paragraph")
    block = blocks.pop(at)
    others = text.chance.choice(text.sections).blocks
    others.insert(text.place([*others, block]), block)
    return 0


def divide_a_paragraph(text: Text) -> int:
    """Make two of a paragraph."""
    blocks, at = text.one("paragraph")
    parts = blocks[at].parts
    blocks[at : at + 1] = [Block("paragraph", parts[:1]), Block("paragraph", parts[1:])]
    return 0


def divide_with_something_new_between(text: Text) -> int:
    """Make two of a paragraph, and write a new one between."""
    blocks, at = text.one("paragraph")
    parts, new = blocks[at].parts, text.paragraph()
    blocks[at : at + 1] = [Block("paragraph", parts[:1]), new, Block("paragraph", parts[1:])]
    return count(new.markdown())


def join_paragraphs(text: Text) -> int:
    """Make one of two paragraphs."""
    blocks, at = text.two_paragraphs()
    blocks[at : at + 2] = [Block("paragraph", blocks[at].parts + blocks[at + 1].parts)]
    return 0


def move_a_border(text: Text) -> int:
    """Take the last sentence of a paragraph to the beginning of the next."""
    blocks, at = text.two_paragraphs()
    blocks[at + 1].parts.insert(0, blocks[at].parts.pop())
    return 0


def make_items_of_sentences(text: Text) -> int:
    """Make a list of a paragraph."""
    blocks, at = text.one("paragraph")
    blocks[at] = Block("list", blocks[at].parts)
    return 0


def make_a_sentence_of_items(text: Text) -> int:
    """Make a sentence of a list, its items parted by commas."""
    blocks, at = text.one("list")
    blocks[at] = Block("paragraph", [", ".join(blocks[at].parts) + "."])
    return 0


def add_an_item(text: Text) -> int:
    """Put an item into a list."""
    parts, item = text.parts("list"), text.words(8, 12)
    parts.insert(text.place(parts), item)
    return count(item)


def remove_an_item(text: Text) -> int:
    """Take an item out of a list."""
    parts = text.parts("list")
    return count(parts.pop(text.place(parts)))


def move_an_item(text: Text) -> int:
    """Take an item to another place of its list."""
    parts = text.parts("list")
    item = parts.pop(text.place(parts))
    parts.insert(text.place([*parts, ""]), item)
    return 0


def move_a_list(text: Text) -> int:
    """Take a list to the end of a section."""
    blocks, at = text.one("list")
    block = blocks.pop(at)
    text.chance.choice(text.sections).blocks.append(block)
    return 0


def add_a_row(text: Text) -> int:
    """Put a row into a table."""
    rows = text.parts("table")
    row = [text.words(2, 5) for _ in rows[0]]
    rows.insert(1 + text.place(rows[1:]), row)
    return count(" ".join(row))


def remove_a_row(text: Text) -> int:
    """Take a row out of a table."""
    rows = text.parts("table")
    return count(" ".join(rows.pop(1 + text.place(rows[1:]))))


def move_a_row(text: Text) -> int:
    """Take a row to another place of its table."""
    rows = text.parts("table")
    row = rows.pop(1 + text.place(rows[1:]))
    rows.insert(1 + text.place(rows), row)
    return 0


def add_a_column(text: Text) -> int:
    """Put a column into a table."""
    rows, size = text.parts("table"), 0
    at = text.place(rows[0])
    for row in rows:
        row.insert(at, text.words(2, 5))
        size += count(row[at])
    return size


def remove_a_column(text: Text) -> int:
    """Take a column out of a table."""
    rows = text.parts("table")
    at = text.place(rows[0])
    return sum(count(row.pop(at)) for row in rows)


def move_a_column(text: Text) -> int:
    """Take a column to another place of its table."""
    rows = text.parts("table")
    at, to = text.place(rows[0]), text.place(rows[0])
    for row in rows:
        row.insert(to, row.pop(at))
    return 0


def rename_a_section(text: Text) -> int:
    """Give a section another title."""
    section, title = text.chance.choice(text.sections), text.words(2, 4).capitalize()
    size = count(section.title) + count(title)
    section.title = title
    return size


def lower_a_heading(text: Text) -> int:
    """Make a sub-heading of a heading."""
    text.chance.choice(text.sections[1:]).level = 3
    return 0


def take_a_heading_out(text: Text) -> int:
    """Join a section with the one before it."""
    at = 1 + text.place(text.sections[1:])
    section = text.sections.pop(at)
    text.sections[at - 1].blocks += section.blocks
    return count(section.title)


def put_a_heading_in(text: Text) -> int:
    """Divide a section."""
    at = text.place(text.sections)
    section, title = text.sections[at], text.words(2, 4).capitalize()
    half = len(section.blocks) // 2
    text.sections.insert(at + 1, Section(title, section.blocks[half:], section.level))
    section.blocks = section.blocks[:half]
    return count(title)


def move_a_section(text: Text) -> int:
    """Take a section to another place."""
    section = text.sections.pop(text.place(text.sections))
    text.sections.insert(text.place([*text.sections, section]), section)
    return 0


def add_a_section(text: Text) -> int:
    """Write a new section."""
    section = text.section()
    text.sections.insert(text.place(text.sections), section)
    return count(section.title) + sum(count(block.markdown()) for block in section.blocks)


EDITS: list[Edit] = [
    edit
    for edit in list(globals().values())
    if getattr(edit, "__annotations__", {}) == {"text": "Text", "return": "int"}
]


def painted(text: Text, edits: list[Edit]) -> tuple[int, int]:
    """Return how many words are shown as new or gone after some edits, and how many are."""
    old = text.markdown()
    size = sum(edit(text) for edit in edits)
    redline = compare(*parts_of_files(old, text.markdown()), ids_say_which=False)
    return redline.counts.words_inserted + redline.counts.words_deleted, size


@pytest.mark.campaign
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@given(seed=st.integers(0, 1 << 32))
def test_an_edit_is_shown_as_no_more_than_it_is(edit: Edit, seed: int) -> None:
    """What moved, was divided, joined or made something else has no word that is new or gone."""
    chance = Random(seed)  # noqa: S311 - words for a test
    shown, size = painted(Text(chance), [edit])
    assert shown <= size


@given(seed=st.integers(0, 1 << 32))
def test_some_edits_are_shown_as_hardly_more_than_they_are(seed: int) -> None:
    """Of several edits, one in the place of another, no more than ten words or a quarter are shown
    that only moved.
    """
    chance = Random(seed)  # noqa: S311 - words for a test
    shown, size = painted(Text(chance), chance.choices(EDITS, k=chance.randint(2, 5)))
    assert shown <= size + max(10, size / 4)

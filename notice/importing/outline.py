"""A page cut into the sections of a notice: headings, their numbers, the text below each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from xml.etree.ElementTree import Element

from notice.importing.main_text import line_of, take_out, words_in
from notice.importing.markdown_writer import Remarks, Writer

_NUMBER = re.compile(r"(?:§\s*)?(\d{1,3}(?:\.\d{1,3})*)([.)]?)\s+(?=\S)")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """A section of a file: its title without the number that stood before it, its Markdown, and the
    line on which it began.
    """

    title: str
    number: str
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A file as the sections of a notice; the first has no title where text stands before one."""

    title: str
    sections: tuple[ImportedSection, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A section while it is cut out: its heading, and the elements below it."""

    heading: Element | None
    elements: list[Element]
    line: int

    @property
    def text(self) -> str:
        return "" if self.heading is None else " ".join(words_in(self.heading))


def outline(
    main: Element, title: str, base: str, image: Callable[[str], str], remarks: Remarks
) -> Outline:
    """Cut a page's main text into sections, and write each as Markdown.

    The headings of the highest level that stands there more than once begin a section; a single
    one above them is the notice's title, which `title` is where the file names it itself.
    """
    footnotes = _footnotes(main)
    items = [*_items(main, 1)]
    level = _section_level([int(item.tag[1]) for item in items if item.tag in _HEADINGS])
    pieces = _pieces(items, level)
    if pieces[0].heading is not None and int(pieces[0].heading.tag[1]) < level:
        title, pieces = title or pieces[0].text, _without_title(pieces)
    pieces = _with_empty_ones_joined(pieces, remarks)
    numbers = _numbers([piece.text for piece in pieces if piece.heading is not None])
    anchors = [_anchors(piece) for piece in pieces]
    labels = {name: str(place) for place, name in enumerate(footnotes, 1)}

    def reference(name: str, words: str) -> str:
        place = next((place for place, known in enumerate(anchors) if name in known), None)
        if place is None or pieces[place].heading is None:
            return words
        number = numbers.get(pieces[place].text, ("", ""))[0]
        target = f"\0{place}\0"  # the section's id, which is known once all versions are read
        return f"[](#{target})" if number and words.strip() == number else f"[{words}](#{target})"

    writer = Writer(remarks, reference, image, base, labels)
    return Outline(
        title,
        tuple(_section(piece, numbers, writer, level, footnotes) for piece in pieces),
    )


def counted(sections: Sequence[ImportedSection]) -> list[str]:
    """Return the number of each section that counting gives; empty for those without a title."""
    numbers = count(1)
    return [str(next(numbers)) if section.title else "" for section in sections]


def _section(
    piece: _Piece,
    numbers: Mapping[str, tuple[str, str]],
    writer: Writer,
    level: int,
    footnotes: Mapping[str, Element],
) -> ImportedSection:
    holder = Element("div")
    holder.extend(piece.elements)
    body = "\n\n".join(writer.blocks(holder, level + 1, piece.line))
    for label in dict.fromkeys(re.findall(r"\[\^([^\]]+)\](?!:)", body)):
        note = footnotes[next(name for name, known in writer.footnotes.items() if known == label)]
        text = " ".join(" ".join(writer.blocks(note, level + 1, piece.line)).split())
        body += f"\n\n[^{label}]: {text}"
    number, title = numbers.get(piece.text, ("", piece.text))
    return ImportedSection(title, number, f"{body}\n", piece.line)


def _items(element: Element, line: int) -> Iterator[Element]:
    """Yield headings and blocks in order, out of the elements that only wrap headings."""
    loose = Element("div")  # what stands between two of them, as one block
    loose.text = element.text
    for child in element:
        wraps = isinstance(child.tag, str) and any(part.tag in _HEADINGS for part in child.iter())
        if not wraps:
            loose.append(child)
            continue
        yield from _if_it_says_something(loose)
        loose = Element("div")
        loose.text, child.tail = child.tail, None
        if child.tag in _HEADINGS:
            yield child
        else:
            yield from _items(child, line_of(child, line))
    yield from _if_it_says_something(loose)


def _if_it_says_something(element: Element) -> Iterator[Element]:
    shows = any(part.tag in ("img", "iframe", "video", "svg", "input") for part in element.iter())
    if shows or any(words_in(element)):
        yield element


def _section_level(levels: Sequence[int]) -> int:
    """Return the highest level of heading that stands there more than once."""
    repeated = [level for level in levels if levels.count(level) > 1]
    return min(repeated or levels, default=2)


def _pieces(items: Sequence[Element], level: int) -> list[_Piece]:
    pieces = [_Piece(None, [], 1)]
    for item in items:
        if item.tag in _HEADINGS and int(item.tag[1]) <= level:
            pieces.append(_Piece(item, [], line_of(item, pieces[-1].line)))
        else:
            pieces[-1].elements.append(item)
    return pieces[1:] if not pieces[0].elements and len(pieces) > 1 else pieces


def _without_title(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces without the notice's title; a text under it has no heading then."""
    first, *rest = pieces
    return [_Piece(None, first.elements, first.line), *rest] if first.elements else rest


def _with_empty_ones_joined(pieces: Sequence[_Piece], remarks: Remarks) -> list[_Piece]:
    """Put a heading with nothing under it below the text before it: a section has a text."""
    joined: list[_Piece] = []
    for piece in pieces:
        if piece.heading is None or piece.elements:
            joined.append(piece)
            continue
        remarks.add(
            piece.line,
            f"nothing stands under “{piece.text}”: it is a heading at the end of what is before it",
        )
        if not joined:
            joined.append(_Piece(None, [], piece.line))
        joined[-1].elements.append(piece.heading)
    return joined


def _numbers(titles: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return number and title of each heading, by its whole text.

    A number without a full stop behind it is one only where most headings have one.
    """
    matches = {text: _NUMBER.match(text) for text in titles}
    most = sum(match is not None for match in matches.values()) * 2 > len(matches)
    return {
        text: (match[1], text[match.end() :]) if match and (match[2] or most) else ("", text)
        for text, match in matches.items()
    }


def _anchors(piece: _Piece) -> frozenset[str]:
    """Return the names by which links reach a section: ids, names, anchors made of headings."""
    elements = [*piece.elements, *([piece.heading] if piece.heading is not None else [])]
    names = {
        name
        for element in elements
        for part in element.iter()
        if isinstance(part.tag, str)
        for name in (part.get("id"), part.get("name") if part.tag == "a" else None)
        if name
    }
    texts = [piece.text] + [
        " ".join(words_in(part))
        for element in piece.elements
        for part in element.iter()
        if part.tag in _HEADINGS
    ]
    return frozenset(names | {_heading_anchor(text) for text in texts if text})


def _heading_anchor(text: str) -> str:
    kept = "".join(
        character
        for character in text.lower()
        if character in " -_" or unicodedata.category(character)[0] in "LNM"
    )
    return kept.replace(" ", "-")


def _footnotes(main: Element) -> dict[str, Element]:
    """Take the footnotes out of a page: each by the anchor that its reference leads to.

    A footnote is an item that a link leads to, and that has a link back to it.
    """
    parents = {child: parent for parent in main.iter() for child in parent}
    targets = {
        (link.get("href") or "")[1:]
        for link in main.iter("a")
        if (link.get("href") or "").startswith("#")
    }
    notes: dict[str, Element] = {}
    for item in [*main.iter("li")]:
        name = item.get("id") or ""
        backs = [link for link in item.iter("a") if (link.get("href") or "").startswith("#")]
        if name not in targets or not backs:
            continue
        for back in backs:
            take_out(parents[back], back)
        take_out(parents[item], item)
        notes[name] = item
        for link in main.iter("a"):
            if link.get("href") == f"#{name}":
                # The mark is made anew where the footnote is shown.
                link.text = None
                for part in [*link]:
                    link.remove(part)
        around = parents[item]
        if not any(words_in(around)) and around in parents:
            take_out(parents[around], around)
    return notes

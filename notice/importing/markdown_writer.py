"""Elements of a page written in the Markdown that a section may have.

What that Markdown has no form for is kept as its words, and a remark says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from notice.importing.main_text import NO_TEXT, line_of

_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "dfn": "*"}
_UNSHOWN = {
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "s": "struck text",
    "strike": "struck text",
    "del": "struck text",
    "u": "underlined text",
    "sup": "superscript",
    "sub": "subscript",
}
"""Elements whose words are kept and whose look is not."""
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "figure"),
        *("figcaption", "details", "summary", "center", "address", "fieldset", "body", "hr"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table", "blockquote", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_LINE_START = re.compile(r"^(#{1,6}(?= )|[-+*](?= )|[>|]|\d{1,9}(?=[.)]))")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SAFE = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


@dataclass(slots=True)
class Remarks:
    """What is to be said of a file, each remark at its line; lives for one file."""

    entries: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Note a remark, the same one of a line once."""
        if (line, message) not in self.entries:
            self.entries.append((line, message))


@dataclass(frozen=True, slots=True)
class Writer:
    """How the elements of one file are written.

    `reference` returns what stands for a link to an anchor of the page, by its name and its words;
    `image` returns the name of a picture that is kept, or nothing; `base` is what relative links
    are relative to.
    """

    remarks: Remarks
    reference: Callable[[str, str], str]
    image: Callable[[str], str]
    base: str = ""
    footnotes: Mapping[str, str] = field(default_factory=dict)
    """The label of each footnote, by the anchor that its reference leads to."""

    def blocks(self, element: Element, lowest_heading: int, line: int = 1) -> Iterator[str]:
        """Yield the blocks of an element as Markdown; headings begin with `###`.

        `lowest_heading` is the level of heading that becomes `###`.
        """
        inline: list[Element | str] = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str) or child.tag in NO_TEXT:
                inline.append(child.tail or "")
                continue
            if child.tag in _BLOCKS or any(part.tag in _BLOCKS for part in child.iter()):
                yield from self._paragraph(inline, line)
                inline = [child.tail or ""]
                yield from self._block(child, lowest_heading, line_of(child, line))
            else:
                inline += [child, child.tail or ""]
        yield from self._paragraph(inline, line)

    def _block(  # noqa: C901, PLR0912 - a branch for each kind of block
        self, element: Element, lowest_heading: int, line: int
    ) -> Iterator[str]:
        tag = element.tag
        if re.fullmatch("h[1-6]", tag):
            level = min(max(int(tag[1]) - lowest_heading, 0) + 3, 6)
            text = _squeezed(self._inline(_parts(element), line))
            if text:
                yield f"{'#' * level} {text}"
        elif tag in ("ul", "ol"):
            text = "\n".join(self._list(element, lowest_heading, 0, line))
            if text:
                yield text
        elif tag == "table":
            yield from self._table(element, line)
        elif tag == "blockquote":
            inner = "\n\n".join(self.blocks(element, lowest_heading, line))
            yield "\n".join(f"> {row}".rstrip() for row in inner.split("\n"))
        elif tag == "pre":
            self.remarks.add(line, "preformatted text: kept as lines, without its look")
            rows = [_escaped(_squeezed(row)) for row in "".join(element.itertext()).split("\n")]
            yield from self._lines([row for row in rows if row])
        elif tag in ("dt", "summary"):
            text = _squeezed(self._inline(_parts(element), line))
            if text:
                yield f"**{text}**"
        elif tag == "hr":
            pass  # a rule has no words, and sections have headings
        elif tag == "p":
            yield from self._paragraph(_parts(element), line)
        else:
            yield from self.blocks(element, lowest_heading, line)

    def _paragraph(self, parts: Iterable[Element | str], line: int) -> Iterator[str]:
        rows = [_squeezed(row.strip()) for row in self._inline(parts, line).split("\\\n")]
        yield from self._lines([row for row in rows if row])

    @staticmethod
    def _lines(rows: list[str]) -> Iterator[str]:
        """Yield lines with hard breaks between them as one paragraph."""
        if rows:
            yield "\\\n".join(_LINE_START.sub(_guarded, row) for row in rows)

    def _inline(self, parts: Iterable[Element | str], line: int) -> str:
        written = []
        for part in parts:
            if isinstance(part, str):
                written.append(_escaped(_SPACE.sub(" ", part)))
            elif isinstance(part.tag, str) and part.tag not in NO_TEXT:
                written.append(self._inline_element(part, line_of(part, line)))
        return "".join(written)

    def _inline_element(  # noqa: PLR0911 - a return for each kind of element
        self, element: Element, line: int
    ) -> str:
        tag = element.tag
        inner = self._inline(_parts(element), line)
        if tag == "br":
            return "\\\n"
        if tag == "img":
            return self._image(element, line)
        if tag == "a":
            return self._link(element, inner, line)
        if tag in _EMPHASIS and inner.strip():
            mark = _EMPHASIS[tag]
            if mark in inner:  # emphasis within the same emphasis has no look of its own
                return inner
            return _marked(inner, mark, mark)
        if tag in _UNSHOWN and inner.strip() and not inner.strip().startswith("[^"):
            self.remarks.add(line, f"{_UNSHOWN[tag]}: the words are kept, not their look")
        elif tag in ("iframe", "video", "audio", "object", "embed", "canvas", "svg", "input"):
            self.remarks.add(line, f"`{tag}` has no place in a notice and was left out")
            return inner if tag not in ("svg", "canvas") else ""
        return inner

    def _link(self, element: Element, inner: str, line: int) -> str:
        href = (element.get("href") or "").strip()
        words = " ".join("".join(element.itertext()).split())
        if href.startswith("#"):
            if href[1:] in self.footnotes:
                return f"[^{self.footnotes[href[1:]]}]"
            return self.reference(href[1:], inner)
        if not href or not words:
            return inner
        address = urljoin(self.base, href) if self.base else href
        if not _SAFE.match(address):
            self.remarks.add(line, f"the link to `{href}` is relative: `--base URL` keeps it")
            return inner
        if words == address and address.startswith("http"):
            return address  # it is a link by itself
        address = address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        return _marked(inner, "[", f"]({address})")

    def _image(self, element: Element, line: int) -> str:
        source, text = element.get("src") or "", " ".join((element.get("alt") or "").split())
        name = self.image(source)
        if name and text:
            return f"![{_escaped(text)}](media/{name})"
        why = "has no text alternative" if name else "is not a file beside this one"
        self.remarks.add(line, f"the image `{source}` {why} and was left out")
        return ""

    def _list(self, element: Element, lowest_heading: int, depth: int, line: int) -> Iterator[str]:
        number = int(element.get("start") or 1) if (element.get("start") or "1").isdigit() else 1
        if (element.get("type") or "1") not in ("1", "disc", "circle", "square"):
            self.remarks.add(line, "a list with letters for numbers: it has plain numbers now")
        for item in element:
            if not isinstance(item.tag, str):
                continue
            marker = f"{number}. " if element.tag == "ol" else "- "
            rows = self._item(item, lowest_heading, depth, line_of(item, line))
            if rows:
                first, *rest = rows
                yield f"{'    ' * depth}{marker}{first}"
                yield from rest
                number += 1

    def _item(self, item: Element, lowest_heading: int, depth: int, line: int) -> list[str]:
        """Return the lines of an item; those behind the first are indented as its own."""
        indent = "    " * (depth + 1)
        rows: list[str] = []
        inline: list[Element | str] = [item.text or ""] if item.tag == "li" else [item]

        def add(blocks: Iterator[str]) -> None:
            for block in blocks:
                lines = block.split("\n")
                rows.extend(lines[:1] if not rows else ["", f"{indent}{lines[0]}"])
                rows.extend(f"{indent}{row}" if row else "" for row in lines[1:])

        for child in item if item.tag == "li" else ():
            is_list = child.tag in ("ul", "ol")
            if not is_list and child.tag not in _BLOCKS:
                inline += [child, child.tail or ""]
                continue
            add(self._paragraph(inline, line))
            inline = [child.tail or ""]
            below = line_of(child, line)
            if is_list:
                if not rows:
                    rows.append("-")  # an item that holds nothing but a list
                rows.extend(self._list(child, lowest_heading, depth + 1, below))
            else:
                add(self._block(child, lowest_heading, below))
        add(self._paragraph(inline, line))
        return rows

    def _table(self, element: Element, line: int) -> Iterator[str]:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
        rows = [row for row in rows if row]
        if (caption := element.find("caption")) is not None:
            yield from self._paragraph(_parts(caption), line)
        if not rows:
            return
        if any(cell.get("rowspan") or cell.get("colspan") for row in rows for cell in row):
            self.remarks.add(line, "a table with cells that span: its words are kept, cell by cell")
        width = max(map(len, rows))
        lines = [[self._cell(cell, line) for cell in row] for row in rows]
        lines = [row + [""] * (width - len(row)) for row in lines]
        if width == 1 and len(lines) == 1:
            yield from self._lines([lines[0][0]])
            return
        lines.insert(1, ["---"] * width)
        yield "\n".join(f"| {' | '.join(row)} |" for row in lines)

    def _cell(self, cell: Element, line: int) -> str:
        text = self._inline(_flat(cell), line).replace("\\\n", " ")
        return _squeezed(text).replace("|", "\\|")


def _squeezed(text: str) -> str:
    """Return a text with its white space as a browser shows it; a no-break space stays one."""
    return _SPACE.sub(" ", text).strip(" ")


def _marked(text: str, before: str, after: str) -> str:
    """Put marks around a text, inside the spaces at its ends, where Markdown knows them."""
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{before}{text.strip()}{after}{trail}"


def _parts(element: Element) -> Iterator[Element | str]:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""


def _flat(element: Element) -> Iterator[Element | str]:
    """Yield the inline parts of an element whose blocks have to stand in one line."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag in _BLOCKS:
            yield " "
            yield from _flat(child)
            yield " "
        else:
            yield child
        yield child.tail or ""


def _escaped(text: str) -> str:
    """Keep what Markdown would take for its own."""
    text = re.sub(r"\\(?=[\\`*_{}\[\]()>#+.!|-])", r"\\\\", text)
    text = re.sub(r"[*\[\]]", r"\\\g<0>", text)
    return re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", text)


def _guarded(start: re.Match[str]) -> str:
    """Keep the beginning of a line from being taken for a heading, an item or a table."""
    return f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}"

"""A file of any kind as HTML, whose elements know the line that they began on where there is one.

All further reading is of HTML, so that a table or a nested list is understood once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any

from notice.console import UsageError
from notice.content.lines import Lines

LINE = "data-line"
"""The attribute that says on which line of the file an element began."""

_WORD_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        *(f"p[style-name='Heading {level}'] => h{level + 1}:fresh" for level in range(1, 6)),
        *(f"p[style-name='heading {level}'] => h{level + 1}:fresh" for level in range(1, 6)),
    ]
)
"""A document's own title is above its headings, which mammoth would put beside it."""

NEEDED = (
    "what reads Markdown, HTML and Word is not installed: "
    'python -m pip install "notice[import]" installs it'
)


def html_of(name: str, raw: bytes) -> str:
    """Return a file as HTML; the ending of its name tells what it is. Raises UsageError."""
    ending = name.rpartition(".")[2].lower()
    reader = READERS.get(ending)
    if reader is None:
        raise UsageError(f"{name}: a file to import ends in .md, .html or .docx")
    return reader(name, raw)


def text_of(name: str, raw: bytes) -> str:
    """Decode a file; raises UsageError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UsageError(f"{name}:{line}: this is not UTF-8; save the file as UTF-8") from None


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Take the front matter off a Markdown text: its plain `key: value` lines, and the rest.

    The rest keeps its lines where they were.
    """
    if not (match := re.match(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL)):
        return {}, text
    pairs = re.findall(r"(?m)^([A-Za-z_-]+):[ \t]*(.+?)[ \t]*$", match[1])
    values = {key.lower(): value.strip("'\"") for key, value in pairs}
    return values, "\n" * match.group().count("\n") + text[match.end() :]


def _from_markdown(name: str, raw: bytes) -> str:
    try:
        from markdown_it import MarkdownIt  # noqa: PLC0415 - an extra that only imports have
        from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415 - the same
    except ImportError:
        raise UsageError(NEEDED) from None
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(footnote_plugin)
    _, text = front_matter(text_of(name, raw))
    tokens = reader.parse(text)
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet(LINE, str(token.map[0] + 1))
    return str(reader.renderer.render(tokens, reader.options, {}))


def _from_html(name: str, raw: bytes) -> str:
    text = text_of(name, raw)
    marker = _LineMarker(text)
    marker.feed(text)
    marker.close()
    for offset, line in reversed(marker.places):
        text = f'{text[:offset]} {LINE}="{line}"{text[offset:]}'
    return text


def _from_word(name: str, raw: bytes) -> str:
    try:
        import mammoth  # noqa: PLC0415 - an extra that only imports have
    except ImportError:
        raise UsageError(NEEDED) from None
    try:
        # Deleted text of tracked changes is no text of the document; inserted text is.
        result: Any = mammoth.convert_to_html(io.BytesIO(raw), style_map=_WORD_STYLES)
    except Exception as error:  # noqa: BLE001 - whatever a damaged archive makes it raise
        raise UsageError(f"{name}: this Word file cannot be read: {error}") from None
    return str(result.value)


class _LineMarker(HTMLParser):
    """Finds where each element's name ends in its start tag, and on which line that is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: list[tuple[int, int]] = []
        self._starts = Lines.of("", text).starts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as HTMLParser calls it
        line, column = self.getpos()
        self.places.append((self._starts[line - 1] + column + 1 + len(tag), line))

    handle_startendtag = handle_starttag


READERS: Mapping[str, Callable[[str, bytes], str]] = {
    "md": _from_markdown,
    "markdown": _from_markdown,
    "html": _from_html,
    "htm": _from_html,
    "docx": _from_word,
}

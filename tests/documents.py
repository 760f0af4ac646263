"""Texts for tests of the comparison: generated documents, edits of them, and both texts read back
out of a redline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import html5lib
from hypothesis import strategies as st

from notice.markup.parse import parse
from notice.markup.tree import html, resolve
from notice.redline.compare import compare
from notice.redline.result import Part, Redline
from notice.redline_formats.elements import Frame
from notice.redline_formats.labels import Labels
from notice.redline_formats.to_html import body
from notice.redline_formats.words_to_html import inline

LABELS = Labels(
    inserted="[added: ",
    deleted="[removed: ",
    end="]",
    added="Added",
    removed="Removed",
    changed="Changed",
    list_added="List added",
    list_removed="List removed",
    table_added="Table added",
    table_removed="Table removed",
    paragraphs_added="{} paragraphs added".format,
    paragraphs_removed="{} paragraphs removed".format,
    rows_changed="{} of {} rows changed".format,
    moved_away="Moved from here",
    moved_here="Moved here",
    moved_from="Moved from %(place)s",
    moved_to="Moved to",
    moved_from_above="Moved from above",
    moved_from_below="Moved from below",
    moved_up="further up",
    moved_down="further down",
    moved_text="The text that moved",
    formerly="Formerly: %(title)s",
    moving_away="[moved from here: ",
    moving_here="[moved here: ",
    split="Divided",
    joined="Joined",
    border_moved="border moved",
    same_words="same words",
    formatting="Formatting",
    punctuation="punctuation only",
    typography="typography only",
    typography_too="typography too",
    renumbered="renumbered",
    number="number %(old)s before",
    level="level %(old)s before",
    look_alike="look-alike in %(word)s: %(characters)s",
    direction="turned round in %(word)s: %(characters)s",
    invisible="invisible in %(word)s: %(characters)s",
    column_added="column added: %(name)s",
    column_removed="column removed: %(name)s",
    column_moved="column moved: %(name)s",
    column_renamed="column renamed: %(old)s, now %(new)s",
    column_unnamed="(no name)",
    link_changed="Link %(text)s: %(old)s, now %(new)s",
    link_reworded="Link %(old_text)s: %(old)s, now %(text)s: %(new)s",
    link_title="Title of the link %(text)s: %(old)s, now %(new)s",
    link_added="Link on %(text)s: %(new)s",
    link_removed="No link on %(text)s: %(old)s",
    unchanged="{} unchanged".format,
)

NUMBERS = {"contact": "2"}
XHTML = "{http://www.w3.org/1999/xhtml}"
BLOCK_TAGS = {
    f"{XHTML}{tag}"
    for tag in (
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "h2",
        "h3",
        "h4",
        "br",
        "section",
    )
}


def part(
    text: str, *, name: str = "x", heading: str = "Title", language: str = "en", number: str = "1"
) -> Part:
    """Make one section of a Markdown text."""
    return Part(name, number, heading, language, resolve(parse(text), NUMBERS))


def page(parts: Iterable[Part]) -> str:
    """Return the HTML of a text as its page has it."""
    return "".join(
        f"<section><h2>{html([part.title])}</h2>{html(part.blocks)}</section>" for part in parts
    )


def marked(redline: Redline, *, folds: bool = False) -> str:
    """Return the HTML of a whole redline."""
    frame = Frame(LABELS, {}, folds=folds)
    return "".join(
        f"<section><h2>{html(inline(section.title, LABELS))}</h2>{html(body(section, frame))}</section>"
        for section in redline.sections
    )


def compared(old: str, new: str) -> str:
    """Return the redline of two Markdown texts, as one section's body."""
    redline = compare([part(old)], [part(new)])
    return html(body(redline.sections[0], Frame(LABELS, {})))


def simplified(markup: str) -> str:
    """Return a redline without all that is for the eye alone: boxes, folds, classes and ids."""
    markup = re.sub(r"</?(?:div|details)(?: [^>]*)?>", "", markup)
    markup = re.sub(r'(<[^>]*?) id="change_[^"]*"', r"\1", markup)
    markup = re.sub(
        r' (?:role="none"|class="(?:changed|added|removed|moved|moved away|whole|title)")',
        "",
        markup,
    )
    return markup.replace(' class="gist changed"', ' class="gist"')


def visible(markup: str, without: str = "") -> str:
    """Return the visible text: labels and one kind of mark taken out, white space folded.

    Raises html5lib's ParseError where the HTML is not valid to the letter.
    """
    root = html5lib.HTMLParser(strict=True).parseFragment(markup)
    pieces: list[str] = []

    def walk(element: object) -> None:
        tag = element.tag  # type: ignore[attr-defined]
        if element.get("data-redline") == "label" or tag == f"{XHTML}{without}":  # type: ignore[attr-defined]
            pieces.append("")
        else:
            pieces.append("\n" if tag in BLOCK_TAGS else "")
            pieces.append(element.text or "")  # type: ignore[attr-defined]
            for child in element:  # type: ignore[attr-defined]
                walk(child)
            pieces.append("\n" if tag in BLOCK_TAGS else "")
        pieces.append(element.tail or "")  # type: ignore[attr-defined]

    walk(root)
    return re.sub(r"[ \n]+", " ", "".join(pieces)).strip(" ")


WORDS = st.sampled_from(
    [
        "data",
        "tiedot",
        "oikeus",
        "third-party",
        "EU:n/ETA:n",
        "24",
        "12",
        "3.14",
        "vo@mimino.fi",
        "данные",
        "право",
        "персональных",
        "我们",
        "的",
        "隐私",
        "مرحبا",
        "بالعالم",
        "kafé",
        "👩\u200d👩\u200d👧",
        "ja/tai",
        "we",
        "process",
        "your",
        "the",
        "of",
        "and",
        ",",
        ".",
        ";",
        "“x”",
        "(y)",
        "10\xa0B",
        "10 B",
        "don't",
        "don’t",
        "tieto\u00adsuoja",
        "kafe\u0301",
        "Mimin\u043e",
        "\u202ex",
        "\u200b",
        "...",
        "ข้อมูลส่วนบุคคล",
    ]
)
INLINE = st.one_of(
    WORDS,
    WORDS.map(lambda word: f"**{word}**"),
    WORDS.map(lambda word: f"*{word}*"),
    st.tuples(WORDS, WORDS).map(lambda two: f"[{two[0]} {two[1]}](https://example.com/)"),
    st.just("[](#contact)"),
)
SENTENCE = st.lists(INLINE, min_size=1, max_size=12).map(" ".join)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=3).map("\\\n".join)
LIST = st.lists(st.tuples(st.integers(0, 2), SENTENCE), min_size=1, max_size=5).map(
    lambda items: "\n".join(f"{'  ' * depth}- {text}" for depth, text in items)
)
NUMBERED = st.lists(SENTENCE, min_size=1, max_size=4).map(
    lambda items: "\n".join(f"{n}. {text}" for n, text in enumerate(items, 3))
)
CELL = st.one_of(
    SENTENCE,
    st.just(r"a\|b"),
    WORDS.map(lambda word: rf'[{word}\|x](https://example.com/ "title")'),
)
TABLE = st.integers(1, 3).flatmap(
    lambda columns: st.lists(
        st.lists(CELL, min_size=columns, max_size=columns), min_size=1, max_size=4
    ).map(
        lambda rows: "\n".join(
            f"| {' | '.join(cells)} |" for cells in (["head"] * columns, ["---"] * columns, *rows)
        )
    )
)
HEADING = SENTENCE.map(lambda text: f"### {text}")
BLOCK = st.one_of(PARAGRAPH, PARAGRAPH, LIST, NUMBERED, TABLE, HEADING)
BLOCKS = st.lists(BLOCK, max_size=6)


@st.composite
def pairs_of_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a text and an edit of it: blocks removed, added, moved, joined, and words changed."""
    old = draw(BLOCKS)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        edit = draw(st.sampled_from(["add", "remove", "move", "word", "join", "all"]))
        place = draw(st.integers(0, max(len(new) - 1, 0)))
        if edit == "add":
            new.insert(place, draw(BLOCK))
        elif edit == "all":
            new = draw(BLOCKS)
        elif new and edit == "remove":
            del new[place]
        elif new and edit == "move":
            new.insert(draw(st.integers(0, len(new))), new.pop(place))
        elif new and edit == "word":
            words = new[place].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(WORDS)
            new[place] = " ".join(words)
        elif edit == "join" and place + 1 < len(new):
            new[place : place + 2] = [f"{new[place]} {new[place + 1]}"]
    return "\n\n".join(old), "\n\n".join(new)


@st.composite
def pairs_of_files(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a whole Markdown file and an edit of it: sections divided, joined, renamed, moved, their
    texts edited, and titles, some as long as a sentence, that became the beginning of a text.
    """
    short, long = (st.lists(WORDS, min_size=low, max_size=low + 4) for low in (1, 8))
    name = st.one_of(short, long).map(" ".join)
    old, new = [], []
    for _ in range(draw(st.integers(0, 4))):
        heading, (text, edited) = draw(name), draw(pairs_of_texts())
        edit = draw(
            st.sampled_from(
                ["keep", "rename", "reword", "join", "deeper", "bold", "divide", "remove", "add"]
            )
        )
        renamed = draw(name) if edit == "rename" else heading
        renamed = f"{draw(WORDS)} {heading}" if edit == "reword" else renamed
        blocks = edited.split("\n\n")
        old += [f"## {heading}", text] if edit != "add" else []
        edits: dict[str, list[str]] = {
            "join": [edited],
            "deeper": [f"#### {draw(WORDS)} {heading}", edited],
            "bold": [f"**{heading}.** {edited}"],
            "divide": [f"## {heading}", *blocks[:1], f"## {draw(name)}", *blocks[1:]],
            "remove": [],
        }
        new += edits.get(edit, [f"## {renamed}", edited])
    if draw(st.booleans()):
        new.reverse()
    return "\n\n".join(old), "\n\n".join(new)

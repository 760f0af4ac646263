"""Markdown to HTML: only what a notice needs, and nothing by accident."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice.markup.parse import parse
from notice.markup.tree import Element, Node, html, links, plain, resolve

CASES = {
    "paragraphs": ("a\nb\n\nc", "<p>a b</p><p>c</p>"),
    "hard break": ("a\\\nb", "<p>a<br>b</p>"),
    "two spaces are no break": ("a  \nb", "<p>a b</p>"),
    "emphasis": (
        "*a* **b** _c_ snake_case_word",
        "<p><em>a</em> <strong>b</strong> <em>c</em> snake_case_word</p>",
    ),
    "link": (
        "[a](https://example.com/?x=1&y=2)",
        '<p><a href="https://example.com/?x=1&amp;y=2">a</a></p>',
    ),
    "address": ("<a@example.com>", '<p><a href="mailto:a@example.com">a@example.com</a></p>'),
    "web address": (
        "<https://example.com>",
        '<p><a href="https://example.com">https://example.com</a></p>',
    ),
    "unsafe link": (
        "[a](javascript:x) [b](data:text/html,x) [c](/d)",
        "<p><span>a</span> <span>b</span> <span>c</span></p>",
    ),
    "disguised link": (
        "[a](JaVaScRiPt:x) [b](&#106;avascript:x)",
        "<p><span>a</span> <span>b</span></p>",
    ),
    "list by two": ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    "list by four": ("- a\n    - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    "list by three": ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    "list under a sentence": ("a:\n- b\n- c", "<p>a:</p><ul><li>b</li><li>c</li></ul>"),
    "a number does not interrupt": ("on\n24. toukokuuta", "<p>on 24. toukokuuta</p>"),
    "numbered list keeps its start": ("5. a\n6. b", '<ol start="5"><li>a</li><li>b</li></ol>'),
    "no list in an item by accident": (
        "- 24. toukokuuta\n- - b",
        "<ul><li>24. toukokuuta</li><li>- b</li></ul>",
    ),
    "paragraph in an item": (
        "- a\n\n  b\n- c",
        "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>",
    ),
    "bullets by two under a number": (
        "1. a\n  - b\n2. c",
        "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>",
    ),
    "another kind of list": ("- a\n- b\n1. c", "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>"),
    "no link in a link": (
        "[<a@example.com>](mailto:a@example.com)",
        '<p><a href="mailto:a@example.com"><span>a@example.com</span></a></p>',
    ),
    "blank reference": ("see [ ](#contact)", '<p>see <a href="#contact"></a></p>'),
    "heading": ("### A\ntext\n#### B#", "<h3>A</h3><p>text</p><h4>B#</h4>"),
    "high headings are text": ("# a\n\n## b\n\n#c", "<p># a</p><p>## b</p><p>#c</p>"),
    "html is text": (
        "<b>x</b> <script>y</script>",
        "<p>&lt;b&gt;x&lt;/b&gt; &lt;script&gt;y&lt;/script&gt;</p>",
    ),
    "entities are text": ("&copy; &#60;", "<p>&amp;copy; &amp;#60;</p>"),
    "no code or rule": ("    a\n\n---\n\n`c`", "<p>a</p><p>---</p><p>`c`</p>"),
    "no underlined heading": ("Title\n=====", "<p>Title =====</p>"),
    "definitions are text": (
        "[x]: mailto:a@example.com\n\n[x]",
        "<p>[x]: mailto:a@example.com</p><p>[x]</p>",
    ),
    "escapes": ("\\*a\\* \\[b\\]", "<p>*a* [b]</p>"),
    "no-break space stays": ("10\u00a0B", "<p>10\u00a0B</p>"),
    "table": (
        "| a | b |\n| --- | --: |\n| 1 | 2 |",
        (
            '<table><thead><tr><th scope="col">a</th><th class="align-right" scope="col">b</th></tr></thead>'
            '<tbody><tr><td>1</td><td class="align-right">2</td></tr></tbody></table>'
        ),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_html(text: str, expected: str) -> None:
    """A text gives this HTML and no other."""
    assert html(parse(text)) == expected


def test_reference_reads_as_number() -> None:
    """A reference without a text becomes the number that its section has in this version."""
    nodes = parse("see [](#contact) and [the contact](#contact)")
    assert (
        html(resolve(nodes, {"contact": "2"}))
        == '<p>see <a href="#contact">2</a> and <a href="#contact">the contact</a></p>'
    )
    assert html(resolve(nodes, {"contact": "7"})).startswith('<p>see <a href="#contact">7</a>')


def test_plain_text_has_a_line_for_each_block() -> None:
    """Plain text keeps every word, with blocks and hard breaks on lines of their own."""
    assert plain(parse("*a*\nb\\\nc\n\n- d\n- e")) == "a b\nc\nd\ne"


def test_depth_is_bounded() -> None:
    """Emphasis that is opened hundreds of times and never closed is text, and no crash."""
    for text in ("*a **b " * 160 + " c** d*" * 160, "**a *b " * 2000, "- " * 3000 + "x"):
        assert "a" in html(parse(text)) or "x" in html(parse(text))


ALLOWED = {
    *("p", "br", "em", "strong", "a", "span", "sup", "img"),
    *("blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
AWKWARD = st.text(alphabet=st.sampled_from("ab1 .\n-*_[]()<>&#|\\`!\"'/:;=~+ä漢🙂"), max_size=60)


def elements(nodes: tuple[Node, ...]) -> list[Element]:
    """Return all elements of a tree."""
    outermost = [node for node in nodes if isinstance(node, Element)]
    return outermost + [inner for node in outermost for inner in elements(node.children)]


@given(AWKWARD)
def test_nothing_becomes_markup_by_accident(text: str) -> None:
    """Whatever is typed gives only the elements that a notice may have, links that are safe, and
    HTML that parses strictly.
    """
    nodes = parse(text)
    assert {element.tag for element in elements(nodes)} <= ALLOWED
    for link in links(nodes):
        assert re.match(r"https?://|mailto:|tel:|#", link.get("href") or "")
    shown = html(nodes)
    html5lib.HTMLParser(strict=True).parseFragment(shown)


@given(
    st.lists(
        st.sampled_from(["kohta", "two", "три", "4.", "- x", "* y", "(z)"]), min_size=1, max_size=12
    )
)
def test_no_word_is_lost(words: list[str]) -> None:
    """Every word that is typed is on the page, in order; list markers alone are drawn and not
    written.
    """
    text = " ".join(words)
    shown = plain(parse(text))
    letters = [character for character in text if character.isalpha()]
    assert [character for character in shown if character.isalpha()] == letters

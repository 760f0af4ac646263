"""How a redline is written: one label for what is one change, folds around what stayed, and headings
that read as they do now.
"""

from __future__ import annotations

import re

from documents import LABELS, NUMBERS, part, simplified
from hypothesis import given
from hypothesis import strategies as st

from notice.markup.parse import parse
from notice.markup.tree import html, resolve
from notice.redline.compare import compare
from notice.redline.result import Part
from notice.redline_formats.elements import Frame
from notice.redline_formats.to_html import body, heading, old_heading, to_html
from notice.redline_formats.to_text import to_data

SAME = "These words stay as they are."
CYRILLIC_O = "\N{CYRILLIC SMALL LETTER O}"


def shown(old: str, new: str, *, bare: bool = False) -> str:
    """Return the redline of two Markdown texts as a page has it, with folds."""
    redline = compare([part(old)], [part(new)])
    return html(body(redline.sections[0], Frame(LABELS, {}, folds=not bare, bare=bare)))


def labels(markup: str) -> list[str]:
    """Return the labels that are seen, in order."""
    found = re.findall(
        r'<(?:p|span|summary)[^>]*data-redline="label"[^>]*>(.*?)</(?:p|span|summary)>', markup
    )
    return [re.sub("<[^>]*>", "", text).strip() for text in found if text[0] not in "[]"]


def paragraphs(number: int, word: str = "Paragraph") -> str:
    """Return so many paragraphs, all different."""
    return "\n\n".join(f"{word} {place} stays as it is." for place in range(number))


def test_neighbours_that_are_new_have_one_label_and_one_mark() -> None:
    """Four new paragraphs in a row are one insertion to whoever hears or sees it."""
    added = "\n\n".join(f"Wholly other words number {number} here." for number in range(4))
    markup = shown(SAME, f"{SAME}\n\n{added}")
    assert labels(markup) == ["4 paragraphs added"]
    assert markup.count("<ins") == 1
    assert "[added" not in markup


def test_a_list_or_table_that_is_gone_says_so_once() -> None:
    """No label and no mark stands on each line of it; the mark is around the whole, where it may
    stand.
    """
    for old, label, tag in (
        ("- one apple\n- two pears", "List removed", "ul"),
        ("| a | b |\n| --- | --- |\n| c | d |", "Table removed", "table"),
    ):
        markup = shown(f"{SAME}\n\n{old}", SAME)
        assert labels(markup) == [label]
        assert f'<del class="whole"><{tag}>' in markup
        assert markup.count("<del") == 1


def test_a_new_section_has_no_labels_inside() -> None:
    """The label of the section says that all of it is new; a move into it is still told."""
    moved = "This one has enough words to be known again elsewhere."
    rest = paragraphs(20)
    new = "\n\n".join(
        f"Wholly other words of number {number} stand here now." for number in range(9)
    )
    before = [part(f"{moved}\n\n{rest}", name="a")]
    after = [
        part(rest, name="a"),
        part(f"{moved}\n\n{new}\n\n- two\n- three", name="b", heading="Other"),
    ]
    redline = compare(before, after)
    markup = html(body(redline.sections[1], Frame(LABELS, {}, {"a": "7"})))
    assert labels(markup) == ["Moved from 7"]
    assert markup.count('<ins class="whole">') == 1


def test_what_stays_is_folded_and_what_changes_never() -> None:
    """Three unchanged blocks are folded, two short ones are not; every change is outside."""
    old = f"{paragraphs(3)}\n\nWe keep data for two years.\n\n{paragraphs(2, 'Another')}"
    markup = shown(old, old.replace("two", "six"))
    (fold,) = re.findall("<details.*?</details>", markup)
    assert "3 unchanged" in fold
    assert "Paragraph 2 stays" in fold
    assert "Another 0 stays" not in fold
    assert "<ins>" not in fold


def test_a_heading_and_a_lead_in_stand_by_their_change() -> None:
    """The sub-heading that a change is read under, and the words before a list that changed, are
    never folded.
    """
    old = (
        f"### Far\n\n{paragraphs(3)}\n\n### Near\n\n{paragraphs(3, 'More')}\n\nWe keep these:\n\n"
        "- orders\n- photos"
    )
    markup = shown(old, old.replace("photos", "letters"))
    outside = re.sub("<details.*?</details>", "…", markup)
    assert outside.startswith("…<h3>Near</h3>…<p>We keep these:</p><ul>")
    assert "4 unchanged <small>Far</small>" in markup


def test_unchanged_items_of_a_long_list_are_folded() -> None:
    """A list is cut around a change, and the items of a numbered one keep their numbers."""
    items = [f"{number}. item with number {number}" for number in range(1, 10)]
    old = "\n".join(items)
    markup = shown(old, old.replace("item with number 5", "item with the number 5"))
    folds = re.findall("<details.*?</details>", markup)
    assert [fold.count("<li>") for fold in folds] == [4, 4]
    assert '<ol start="6">' in folds[1]
    assert '<ol start="5"><li class="changed"' in markup


def test_a_heading_reads_as_it_does_now() -> None:
    """Number and title are those of the new text; the old ones stand hidden, for whoever takes both
    texts out, and said in a label.
    """
    redline = compare([part(SAME, heading="Old title", number="8")], [part(SAME, number="9")])
    section = redline.sections[0]
    assert (
        html(heading(section))
        == '<del hidden="">8. Old title</del><ins class="title">9. Title</ins>'
    )
    assert old_heading(section) == "8. Old title"
    inside = shown("### How we keep data\n\nTwo.", "### How we keep your data\n\nTwo.")
    assert '<ins class="title">How we keep your data</ins></h3>' in inside
    assert labels(inside) == ["Formerly: How we keep data"]


def test_a_heading_that_changed_says_what_its_words_do_not_show() -> None:
    """Its level, and letters of another script, which nobody sees."""
    (label,) = labels(shown("### Data we keep", f"#### Data we h{CYRILLIC_O}ld"))
    formerly, level, deception = label.split(" · ")
    assert (formerly, level) == ("Formerly: Data we keep", "level 3 before")
    assert deception == f"look-alike in h{CYRILLIC_O}ld: U+043E CYRILLIC SMALL LETTER O"


def test_a_title_that_deceives_the_eye_says_so() -> None:
    """The title of a section is read first, and hides a letter as well as any text."""
    title = f"Y{CYRILLIC_O}ur rights"
    redline = compare([part(SAME, heading="Your rights")], [part(SAME, heading=title)])
    (section,) = redline.sections
    assert section.renamed
    assert f"look-alike in Y{CYRILLIC_O}ur" in "".join(to_html(redline, LABELS, {}))
    (deception,) = to_data(redline)["sections"][0]["deceptions"]
    assert deception["characters"] == ("U+043E CYRILLIC SMALL LETTER O",)


def test_a_title_that_looks_the_same_is_not_renamed() -> None:
    """Other quotes are typography, and yet a change."""
    redline = compare([part(SAME, heading='"A" and B')], [part(SAME, heading="“A” and B")])
    (section,) = redline.sections
    assert section.touched
    assert not section.renamed


def test_a_table_says_how_many_of_its_rows_changed() -> None:
    """One label for the table; in a row that changed, words for whoever does not see its edge."""
    old = "| Data | Time |\n| --- | --- |\n| orders | two years |\n| photos | one year |"
    markup = shown(old, old.replace("two", "six"))
    assert labels(markup) == ["1 of 3 rows changed", "Changed:"]
    assert '<tr class="changed" id="change_x_1">' in markup


def test_items_that_moved_with_a_paragraph_link_to_no_place_of_their_own() -> None:
    """The first of what moved together says where from; what stands beside new items says no more
    than that it moved.
    """
    stays = paragraphs(3)
    moved = "We share your data with these, and nobody else.\n\n- carriers\n- banks"
    markup = shown(f"{moved}\n\n{stays}", f"{stays}\n\n{moved}\n- insurers")
    assert labels(markup)[-4:] == ["Moved from above", "Moved here", "Moved here", "Added"]
    targets, ids = (set(re.findall(text, markup)) for text in ('href="#([^"]*)"', 'id="([^"]*)"'))
    assert targets <= ids


def test_a_column_without_a_heading_is_told() -> None:
    """A label names it by having none, and does not end in the middle."""
    old = "| | Time |\n| --- | --- |\n| orders | two years |"
    new = "| | Time | |\n| --- | --- | --- |\n| orders | two years | contract |"
    assert labels(shown(old, new))[0].endswith("column added: (no name)")


def test_without_a_stylesheet_labels_stand_in_brackets() -> None:
    """A feed reader folds nothing and shows no label as a part of the text."""
    old = f"{paragraphs(4)}\n\nWe keep data for two years."
    markup = shown(old, old.replace("two", "six"), bare=True)
    assert "<details" not in markup
    assert ">[Changed] </span>" in markup


@given(st.integers(0, 6), st.integers(0, 6), st.booleans())
def test_folds_hide_nothing_from_either_text(before: int, after: int, in_list: bool) -> None:  # noqa: FBT001 - drawn
    """With folds or without, a redline has the very same blocks and marks."""
    changing = "- one\n- two words" if in_list else "We keep data for two years."
    old = "\n\n".join(
        text for text in (paragraphs(before), changing, paragraphs(after, "After")) if text
    )
    new = old.replace("two", "six")
    parts = [Part("x", "1", "Title", "en", resolve(parse(text), NUMBERS)) for text in (old, new)]
    section = compare([parts[0]], [parts[1]]).sections[0]
    folded, open_ = (html(body(section, Frame(LABELS, {}, folds=folds))) for folds in (True, False))
    assert re.sub("<summary.*?</summary>", "", simplified(folded)) == simplified(open_)

"""The comparison: both texts stand in it exactly, its HTML is valid, and it shows what a person
would call the change.
"""

from __future__ import annotations

import html as html_module
import os
import re
from collections import Counter
from itertools import accumulate, groupby

import pytest
from documents import (
    BLOCKS,
    LABELS,
    compared,
    marked,
    page,
    pairs_of_files,
    pairs_of_texts,
    part,
    simplified,
    visible,
)
from hypothesis import example, given
from hypothesis import strategies as st
from unicode_segmentation_rs import split_word_bounds, unicode_words

from notice.markup.parse import parse
from notice.markup.tree import Element, html, resolve
from notice.redline.compare import compare
from notice.redline.markdown_files import parts_of_files
from notice.redline.result import Counts, Kind, Part, Redline
from notice.redline.stretches import stretch_of
from notice.redline_formats.elements import Frame
from notice.redline_formats.to_html import body, to_html
from notice.site.change_labels import describe_change
from notice.site.i18n import load
from notice.words.runs import Mark


@given(pairs_of_texts())
@example(("data data\n\n- data\n  - [](#contact)", "data data - data\n  - [](#contact)"))
def test_round_trip(texts: tuple[str, str]) -> None:
    """Without insertions the old text stands there exactly, without deletions the new; and the
    HTML parses strictly.
    """
    old, new = texts
    shown = compared(old, new)
    assert visible(shown, without="ins") == visible(page([part(old, heading="")]))
    assert visible(shown, without="del") == visible(page([part(new, heading="")]))
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


@given(pairs_of_files())
@example(("## \u200b\n\ndata", "data"))
def test_whole_files(texts: tuple[str, str]) -> None:
    """Whatever became of the sections, both files can be read back; no id stands twice, no whole
    mark stands where none may, and never more is marked than both texts have.
    """
    old, new = parts_of_files(*texts)
    shown = "".join(to_html(compare(old, new, ids_say_which=False), LABELS, {}))
    assert visible(shown, without="ins") == visible(page(old))
    assert visible(shown, without="del") == visible(page(new))
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert not re.search(r"<(ul|ol|table|thead|tbody|tr)[^>]*><(ins|del)", shown)
    both = sum(len(unicode_words(visible(page(side)))) for side in (old, new))
    assert painted(shown) <= both


REPEATED = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "we keep your data safe in our archive for two years",
                "we keep your data safe in our archive",
                "nobody else may ever see them without a good reason",
                "you may ask us for all of it at any time",
            ]
        ),
        st.booleans(),
        st.sampled_from([". ", ", ", "! ", " and ", ".\n\n", "\n\n- ", ".\n\n### What\n\n"]),
    ),
    max_size=9,
).map(
    lambda parts: "".join(f"{text.capitalize() if big else text}{end}" for text, big, end in parts)
)


@given(REPEATED, REPEATED)
@example(
    "nobody else may ever see them without a good reason! we keep your data safe in our archive for two years. ",
    "we keep your data safe in our archive for two years.\n\nnobody else may ever see them without a good reason. ",
)
def test_sentences_that_are_repeated(old: str, new: str) -> None:
    """However often a sentence stands there, whole or within others, both texts can be read back."""
    shown = compared(old, new)
    assert visible(shown, without="ins") == visible(page([part(old, heading="")]))
    assert visible(shown, without="del") == visible(page([part(new, heading="")]))


def test_a_sentence_that_moved_and_was_reworded_is_one_move() -> None:
    """Each stretch of it that was kept is marked, and it counts once in either place."""
    cellar = "Nobody else has access to the cellar of the house, where letters are read by hand."
    office = "In our office everybody is welcome from nine to four, but on Sundays and holidays."
    moved = "We keep your {} for ten years because the {} law asks us to keep them."
    old = f"{cellar} {moved.format('invoices', 'tax')}\n\n{office}"
    new = f"{cellar}\n\n{office} {moved.format('letters', 'new')}"
    section = compare([part(old)], [part(new)]).sections[0]
    assert section.counts == Counts(2, 2, 1, 0, 2, 2)


@given(pairs_of_texts())
def test_an_id_that_another_section_took(texts: tuple[str, str]) -> None:
    """Where one section got another id and a second took its old one, both texts stand there all
    the same.
    """
    before = [part(texts[0], name="a", heading="A"), part(texts[1], name="b", heading="B")]
    after = [part(texts[0], name="c", heading="A"), part(texts[1], name="a", heading="B")]
    sections = compare(before, after).sections
    shown = {section.id: section for section in sections}
    assert {"a", "c"} <= shown.keys()
    assert all(bool(section.old_id) == bool(section.old_language) for section in sections)
    written = marked(Redline(sections))
    for side in (before, after):
        without = "ins" if side is before else "del"
        wanted = Counter(visible(page(side)).split())
        assert Counter(visible(written, without=without).split()) == wanted


def test_an_id_that_was_used_again_stands_once_on_a_page() -> None:
    """Where an id has another text now, and its old one went elsewhere, in part, no id stands twice
    on the page, and both ends of the move are told by the id that the old text had.
    """
    kept = "We transfer personal data to the United States only with standard contractual clauses."
    other = "You may have your data moved to another service in a machine-readable form."
    copy = "A copy of the clauses is sent to you on request, and you may read them at our desk too."
    rights = part("You may ask us for a copy of your data.", name="b", heading="Rights")
    before = [part(f"{kept}\n\n{copy}", name="a", heading="Transfers"), rights]
    after = [
        part(other, name="a", heading="Portability"),
        rights,
        part(kept.replace("States", "States and Canada"), name="c", heading="Countries"),
    ]
    redline = compare(before, after)
    told = {each.id: (each.old_id, each.came_from) for each in redline.sections}
    assert told == {"a-before": ("a", ()), "a": ("", ()), "b": ("b", ()), "c": ("", ("a",))}
    ids = re.findall(r' id="([^"]+)"', "".join(to_html(redline, LABELS, {})))
    assert len(ids) == len(set(ids))


def test_a_section_that_moved_and_was_renamed_is_the_old_one() -> None:
    """A section that stands elsewhere under another title and another id has the number and the
    language that it had.
    """
    text = "Write to privacy@example.com or call 09 123 4567 on weekdays, from nine to four."
    before = [
        part("We collect your name and your orders.", name="data", heading="Data", number="1"),
        part(text, name="contact", heading="Contact", number="2"),
    ]
    after = [
        part(text, name="reach", heading="How to reach us", number="1"),
        part("We collect your name and your orders.", name="data", heading="Data", number="2"),
    ]
    here = {section.id: section for section in compare(before, after).sections}["reach"]
    assert (here.old_id, here.old_number, here.old_language) == ("contact", "2", "en")
    assert here.moved
    assert here.renamed


def test_a_text_came_from_a_section_as_it_was_called() -> None:
    """Where a section was divided and is called otherwise now, its other part came from what it was
    called before.
    """
    one = "You may ask us for a copy of your data at any time. We answer within a month."
    two = "You may object to direct marketing, and we stop it at once."
    before = [part(f"{one}\n\n{two}", name="rights", heading="Your rights")]
    after = [
        part(one, name="rights", heading="Access to your data"),
        part(two, name="objection", heading="Objection"),
    ]
    called, former = ({each.id: each.title for each in side} for side in (after, before))
    told = [
        describe_change(section, load("en"), called, former)
        for section in compare(before, after).sections
    ]
    assert told[0].startswith("Divided; a part is now in Objection; renamed")
    assert told[1] == "New section; has text that was in Your rights"
    assert [each.renamed for each in compare(before, after).sections] == [True, False]


def test_a_row_that_went_to_another_table_is_compared_by_the_columns_of_its_own() -> None:
    """Where a column moved in the table that a row left, and the tables stand where they stood,
    the row has moved.
    """
    head, line = "| Data | Time | Basis |\n", "|---|---|---|\n"
    row = "| guard | letter | journey |\n"
    rest = "| tax order | tax returned | law |\n| letter | law journey | hotel |\n"
    turned = "| tax returned | tax order | law |\n| law journey | letter | hotel |\n"
    other = f"{head}{line}| ferry guide | ferry bill | bill photographed |\n"
    before = [
        part(head + line + row + rest, name="a", heading="Guests"),
        part(other, name="b", heading="Staff"),
    ]
    after = [
        part(f"| Time | Data | Basis |\n{line}{turned}", name="a", heading="Guests"),
        part(other + row, name="b", heading="Staff"),
    ]
    redline = compare(before, after)
    counts = redline.counts
    assert (counts.moves, counts.insertions, counts.deletions) == (1, 0, 0)


def test_ids_that_sections_exchanged_paint_nothing() -> None:
    """Where ids went round and every text stands where it stood, sections are called otherwise and
    no text moved.
    """
    texts = [
        ("Cookies", "We set one cookie for the language of our pages, and none besides it."),
        ("Rights", "You may ask for a copy of all data that we hold about you, at any time."),
        ("Contact", "Write to our desk in Helsinki at the address that stands below this text."),
    ]
    before, after = (
        [
            part(text, name=name, heading=heading)
            for name, (heading, text) in zip(ids, texts, strict=True)
        ]
        for ids in ("abc", "bca")
    )
    redline = compare(before, after)
    told = [(each.id, each.old_id, each.kind, each.moved) for each in redline.sections]
    assert told == [
        ("b", "a", Kind.KEPT, False),
        ("c", "b", Kind.KEPT, False),
        ("a", "c", Kind.KEPT, False),
    ]
    assert redline.counts == Counts()


def test_a_section_that_moved_under_another_id() -> None:
    """A section that stands elsewhere under another id, title and text as they were, is one that
    moved: it is told at both ends, and is neither gone nor new.
    """
    cookies, rights, contact = (
        "We set one cookie for the language of our pages, and none besides it.",
        "You may ask for a copy of all data that we hold about you, at any time.\n\nYou may complain.",
        "Write to our desk in Helsinki at the address that stands below this text.",
    )
    others = [
        part(rights, name="rights", heading="Rights"),
        part(contact, name="contact", heading="Contact"),
    ]
    before = [part(cookies, name="cookies", heading="Cookies"), *others]
    after = [*others, part(cookies, name="trackers", heading="Cookies")]
    redline = compare(before, after)
    moved = {section.id: section for section in redline.sections if section.moved}
    assert moved.keys() == {"cookies", "trackers"}
    assert moved["trackers"].old_id == "cookies"
    assert not any(section.is_new or section.joined for section in redline.sections)
    assert (redline.moves, redline.counts.insertions, redline.counts.deletions) == (1, 0, 0)


def test_a_text_that_went_under_another_title_did_not_move_its_section() -> None:
    """Where two sections are put elsewhere and one of them has the other's text, neither is the
    section that its text was, though both titles moved.
    """
    text = "We set one cookie for the language of our pages, and none besides it."
    kept = part("You may ask for a copy of your data.\n\nYou may complain.", name="r", heading="R")
    before = [
        part(text, name="a", heading="Cookies"),
        part("Write to our desk.", name="b", heading="Contact"),
        kept,
    ]
    after = [
        kept,
        part(text, name="c", heading="Contact"),
        part("Nobody else sees it.", name="d", heading="Cookies"),
    ]
    redline = compare(before, after)
    assert not any(section.moved for section in redline.sections)


def painted(shown: str) -> int:
    """Count the words that carry a mark of wording."""
    text = re.sub(
        r'<span[^>]*data-redline="label"[^>]*>(?:[^<]|<a[^>]*>[^<]*</a>)*</span>', "", shown
    )
    count = 0
    inside: list[bool] = []  # of each mark around: is it one of wording? What moved is no change
    for part_of_it in re.split(r"(</?(?:ins|del)[^>]*>)", text):
        if re.match(r"<(ins|del)", part_of_it):
            inside.append('class="moved' not in part_of_it)
        elif part_of_it.startswith(("</ins", "</del")):
            inside.pop()
        elif any(inside):
            words = re.sub(r"<[^>]*>", " ", html_module.unescape(part_of_it))
            count += len(unicode_words(words))
    return count


@given(BLOCKS)
def test_nothing_changed(blocks: list[str]) -> None:
    """The redline of a text with itself is the text's page, without a mark."""
    text = "\n\n".join(blocks)
    parts = [part(text)]
    assert marked(compare(parts, parts)) == page(parts)


@given(pairs_of_texts())
def test_a_whole_document(texts: tuple[str, str]) -> None:
    """Sections of one side only, renamed and kept ones: both texts can be read back from the whole
    redline.
    """
    old, new = texts
    before = [
        part("First.", name="a", heading="A"),
        part(old, name="b", heading="Old name"),
        part(new, name="gone", heading="Gone"),
    ]
    after = [
        part("First.", name="a", heading="A"),
        part(new, name="b", heading="New name"),
        part(old, name="come", heading="Come"),
    ]
    shown = marked(compare(before, after))
    assert visible(shown, without="ins") == visible(page(before))
    assert visible(shown, without="del") == visible(page(after))


@given(pairs_of_texts())
@example(("[](#contact) data data", "data [](#contact) data \u202ex"))
def test_no_word_is_cut(texts: tuple[str, str]) -> None:
    """A mark begins and ends between words, never inside one."""
    redline = compare([part(texts[0])], [part(texts[1])])
    for block in redline.sections[0].blocks:
        for cell in block.cells:
            for side in (Mark.DELETED, Mark.INSERTED):
                text, ends = "", set()
                for mark, runs in groupby(
                    (run for run in cell.runs if run.mark in (Mark.KEPT, side)),
                    key=lambda run: run.mark,
                ):
                    ends.update({len(text)} if mark is side else set())
                    text += "".join(run.text for run in runs)
                    ends.update({len(text)} if mark is side else set())
                # UAX #29 binds what does not show to the space before it; the word begins with it.
                words = [
                    word_or_space
                    for word in split_word_bounds(text)
                    for word_or_space in re.findall(" +|[^ ]+", word)
                ]
                borders = {0, *accumulate(len(word) for word in words)}
                assert ends <= borders


MANY = 1_000 if os.environ.get("NOTICE_EXAMPLES") == "full" else 200
"""How large an odd text is: `.ci/run` takes large ones."""
ODD = {
    "empty": ("", ""),
    "one word": ("word", "other"),
    "long paragraph": (
        " ".join(f"w{n % 900}" for n in range(10 * MANY)),
        " ".join(f"w{n % 901}" for n in range(10 * MANY)),
    ),
    "nothing in common": (
        " ".join(f"a{n}" for n in range(4 * MANY)),
        " ".join(f"b{n}" for n in range(4 * MANY)),
    ),
    "equal paragraphs": (
        "Same text here.\n\n" * 2 * MANY,
        "Same text here.\n\n" * (2 * MANY - 10),
    ),
    "equal, then other equal": (
        "Same text here.\n\n" * MANY,
        "Other words there.\n\n" * MANY,
    ),
    "only punctuation": ("?! " * MANY, "!? " * MANY),
    "one endless word": ("a" * 20_000, "b" * 20_000),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(name: str) -> None:
    """No text is too odd: both can be read back, whatever its size."""
    old, new = ODD[name]
    shown = compared(old, new)
    assert visible(shown, without="ins") == visible(page([part(old, heading="")]))
    assert visible(shown, without="del") == visible(page([part(new, heading="")]))


def test_a_reference_that_reads_as_another_number() -> None:
    """Where only the number of a section changed, the references to it are no change of text."""
    old = Part(
        "x",
        "1",
        "Title",
        "en",
        resolve(parse("as said in section [](#contact) above"), {"contact": "2"}),
    )
    new = Part(
        "x",
        "1",
        "Title",
        "en",
        resolve(parse("as said in section [](#contact) above"), {"contact": "3"}),
    )
    redline = compare([old], [new])
    block = redline.sections[0].blocks[0]
    assert (block.kind, block.renumbered) == (Kind.KEPT, True)
    assert redline.counts == Counts(forms=1)
    assert "<del>2</del><ins>3</ins>" in without_labels(
        html(body(redline.sections[0], Frame(LABELS, {})))
    )


@pytest.mark.parametrize("words", [("our terms", "our conditions"), ("24 months", "12 months")])
def test_words_of_a_link_to_a_section_are_wording(words: tuple[str, str]) -> None:
    """A link to a section that has words of its own is text as any other: changing them is a
    change.
    """
    old, new = (part(f"We keep data [{each}](#contact) at most.") for each in words)
    redline = compare([old], [new])
    assert redline.sections[0].blocks[0].kind is Kind.CHANGED
    assert (redline.counts.insertions, redline.counts.deletions) == (1, 1)


def without_labels(shown: str) -> str:
    """Take labels and hidden markers out, and all that is for the eye alone."""
    inside = r"(?:[^<]|<(?:a|small)[^>]*>[^<]*</(?:a|small)>)*"
    labels = rf'<(span|p|summary)[^>]*data-redline="label"[^>]*>{inside}</\1>'
    return simplified(re.sub(labels, "", shown))


def test_words() -> None:
    """Words are marked as wholes, inside the emphasis that stays."""
    assert without_labels(compared("Keep **24** months.", "Keep **12** months.")) == (
        "<p>Keep <strong><del>24</del><ins>12</ins></strong> months.</p>"
    )
    assert without_labels(compared("third-party data", "third-parties data")) == (
        "<p><del>third-party</del><ins>third-parties</ins> data</p>"
    )


def test_joined_paragraph() -> None:
    """Two paragraphs that become one, words unchanged: nothing is painted, and a label says so."""
    shown = compared(
        "Solmineet sopimuksen\n\ntietojen käsittelystä kokonaan.",
        "Solmineet sopimuksen tietojen käsittelystä kokonaan.",
    )
    assert "<ins>" not in shown
    assert "<del>" not in shown
    assert "Joined · same words" in shown


def test_divided_paragraph() -> None:
    """One paragraph that becomes two, words unchanged: nothing is painted."""
    shown = compared(
        "One two three four five. Six seven eight nine.",
        "One two three four five.\n\nSix seven eight nine.",
    )
    assert (shown.count("<ins>"), shown.count("<del>"), shown.count("Divided")) == (0, 0, 2)


def test_list_item_removed_keeps_the_numbers_that_readers_cite() -> None:
    """An item taken out of a numbered list is shown under its old number, those after it under
    theirs.
    """
    shown = without_labels(
        compared("1. one apple\n2. two pears\n3. three plums", "1. one apple\n2. three plums")
    )
    assert (
        shown
        == '<ol><li>one apple</li><li><del>two pears</del></li><li value="2">three plums</li></ol>'
    )


def test_table_row_added() -> None:
    """A new row is an insertion in each of its cells, in its place in the table."""
    old = "| a | b |\n|---|---|\n| one | two words |\n| three | four |"
    new = "| a | b |\n|---|---|\n| one | two words |\n| new | row |\n| three | four |"
    assert "<tr><td><ins>new</ins></td><td><ins>row</ins></td></tr>" in without_labels(
        compared(old, new)
    )


def test_new_link_on_old_words() -> None:
    """A number that becomes a cross-reference is a change of form: no word is marked, the label
    names the link.
    """
    shown = compared("as in section 2 above", "as in section [](#contact) above")
    assert "<ins>" not in shown
    assert "Link on 2: #contact · same words" in shown


def test_moved_paragraph() -> None:
    """A paragraph that stands elsewhere is shown at both places, each linked to the other."""
    old = (
        "The first paragraph stays where it always was.\n\nThis one moves to the "
        "end.\n\nAnother long paragraph that stays where it is."
    )
    new = (
        "The first paragraph stays where it always was.\n\nAnother long paragraph that "
        "stays where it is.\n\nThis one moves to the end."
    )
    shown = compared(old, new)
    assert '<div class="moved away" id="change_x_1">' in shown
    assert '<a href="#change_x_2">further down</a>' in shown
    assert '<p class="moved" id="change_x_2">' in shown
    assert '<a href="#change_x_1">Moved from above</a>' in shown


def test_paragraph_moved_to_another_section() -> None:
    """A paragraph that went to another section leads to the place where it is now, and back."""
    words = "This one has enough words to be known again."
    before = [part(f"First stays.\n\n{words}", name="a"), part("Second stays.", name="b")]
    after = [
        part("First stays.", name="a"),
        part(f"Second stays.\n\nNew here.\n\n{words}", name="b"),
    ]
    shown = marked(compare(before, after))
    assert '<div class="moved away" id="change_a_1">' in shown
    assert '<a href="#change_b_2">b</a>' in shown
    assert '<p class="moved" id="change_b_2">' in shown
    assert '<a href="#change_a_1">Moved from a</a>' in shown


def test_renumbered_and_moved_sections() -> None:
    """A section under another number, or in another place, is told as such and not as changed."""
    before = [
        part("A.", name="a", number="1"),
        part("B.", name="b", number="2"),
        part("C.", name="c", number="3"),
    ]
    after = [
        part("B.", name="b", number="1"),
        part("C.", name="c", number="2"),
        part("A.", name="a", number="3"),
    ]
    redline = compare(before, after)
    assert [(each.id, each.kind, each.moved, each.renumbered) for each in redline.sections] == [
        ("b", Kind.KEPT, False, True),
        ("c", Kind.KEPT, False, True),
        ("a", Kind.KEPT, True, True),
    ]


def test_texts_in_two_languages_are_not_compared() -> None:
    """Where a translation appears, the text in the other language goes and the translation comes,
    as wholes.
    """
    redline = compare([part("Teksti tässä.", language="fi")], [part("The text here.")])
    assert [block.kind for block in redline.sections[0].blocks] == [Kind.REMOVED, Kind.ADDED]


def test_a_row_with_a_name_is_compared_with_itself() -> None:
    """Rows that carry names are paired by them, though each now says what the other said."""

    def table(**rows: str) -> Part:
        body = tuple(
            Element(
                "tr",
                (("data-fact", name),),
                tuple(Element("td", (), (cell,)) for cell in cells.split(" | ")),
            )
            for name, cells in rows.items()
        )
        return Part("x", "", "", "en", (Element("table", (), (Element("tbody", (), body),)),))

    old = table(orders="orders | contract | six years", letters="letters | consent | one year")
    new = table(orders="letters | consent | ten years", letters="posts | interest | one day")
    rows = re.findall(r'<tr[^>]*data-fact="(\w+)".*?</tr>', shown := marked(compare([old], [new])))
    assert rows == ["orders", "letters"]
    without_marks = re.sub(r"</?(?:ins|del)>", "", without_labels(shown))
    assert "<td>ordersletters</td><td>contractconsent</td>" in without_marks
    assert "<td>lettersposts</td>" in without_marks


def table(*rows: str) -> str:
    """Write a table whose cells are parted by commas."""
    head, *others = (f"| {row.replace(', ', ' | ')} |" for row in rows)
    return "\n".join([head, "|---" * (rows[0].count(",") + 1) + "|", *others])


def test_a_comparison_knows_nothing_of_those_before_it() -> None:
    """A row that came from elsewhere is shown by the columns that it had there, whatever columns
    another version had in that place.
    """
    moved, stays = "the carriers of parcels", "the insurers of journeys"
    there = table("Who, What", "the bank of Helsinki, card numbers")
    narrow, wide = "Who, What", "What, Where, Who"
    befores = [
        table(narrow, f"{moved}, names and telephone numbers", f"{stays}, dates of birth"),
        table(wide, f"names and telephone numbers, Sweden, {moved}", f"dates, Norway, {stays}"),
    ]
    afters = [table(narrow, f"{stays}, dates of birth"), table(wide, f"dates, Norway, {stays}")]
    arrived = f"{there}\n| {moved} | names and telephone numbers |"

    def shown(number: int) -> str:
        old = [part(befores[number], name="a", heading="A"), part(there, name="b", heading="B")]
        new = [part(afters[number], name="a", heading="A"), part(arrived, name="b", heading="B")]
        return marked(compare(old, new))

    shown(0)
    after_another = shown(1)
    stretch_of.cache_clear()
    assert after_another == shown(1)

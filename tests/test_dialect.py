"""What editors type, what they are told, and what readers see."""

from __future__ import annotations

import cProfile
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DATA, MIMINO, SMALL, rows
from hypothesis import given
from hypothesis import strategies as st

from notice.checks import examine
from notice.content.files import read_tree
from notice.markup import markdown, tree
from notice.markup.markdown import read
from notice.markup.parse import parse
from notice.markup.tree import Image, Node
from notice.markup.typed import passages
from notice.site.i18n import available

CASES: list[dict[str, Any]] = rows("dialect.yaml")
RULES = {
    *("markdown-is-understood", "no-accidental-markup", "table-rows-fit"),
    *("images-can-be-shown", "links-lead-somewhere"),
}
"""The rules that say something of what is typed in a body."""
IMAGE = DATA / "media" / "x.png"


def told(typed: str, folder: Path) -> list[str]:
    """Return what `check` says of a body, in the order of its lines."""
    content = folder / "content"
    shutil.copytree(SMALL, content)
    (content / "media").mkdir()
    shutil.copyfile(IMAGE, content / "media" / "x.png")
    body = "".join(f"    {line}\n" if line else "\n" for line in typed.split("\n"))
    (content / "v1" / "rights.yaml").write_text(
        f"fi:\n  title: Oikeudet\n  body: |\n{body}", encoding="utf-8"
    )
    problems = [
        problem
        for problem in examine(read_tree(content), available()).problems
        if problem.path.endswith("v1/rights.yaml") and problem.rule in RULES
    ]
    for problem in problems:
        assert problem.line > 3, f"told of the text as a whole: {problem}"
    return [problem.message for problem in problems]


def test_the_table_is_whole() -> None:
    """The table has the constructs of the dialect, and what is taken for one of them."""
    assert len(CASES) > 70
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert sum("told" in case for case in CASES) > 35


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_shown(case: dict[str, Any]) -> None:
    """A construct gives this HTML and no other: sealed versions rely on it."""
    images = {"x.png": Image("media/x.b5dca0ca.png", 3, 2)}
    nodes = tree.resolve(parse(case["typed"]), {"contact": "2"}, {}, images, "rights")
    assert tree.html(nodes) == case["shown"]


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    """What would not show as its writer means is told, at its line; nothing else is."""
    messages = told(case["typed"], tmp_path)
    expected = case.get("told", [])
    assert len(messages) == len(expected), messages
    for message, part in zip(messages, expected, strict=True):
        assert part in message


def sealed_texts() -> dict[str, str]:
    """Return the HTML of every text of the frozen notice's sealed versions, by language."""
    texts: dict[str, list[str]] = {}
    for file in sorted(MIMINO.glob("v[12]/*.yaml")):
        if file.name == "version.yaml":
            continue
        data = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - every scalar is text
        for language, text in data.items():
            if isinstance(text, dict):
                shown = tree.html(parse(text["body"]))
                texts.setdefault(language, []).append(
                    f"<!-- {file.parent.name}/{file.stem} -->\n{shown}\n"
                )
    return {language: "".join(parts) for language, parts in texts.items()}


def test_sealed_texts_are_shown_as_they_were() -> None:
    """What was published stays as it was read, to the byte: `markdown: 1` of the sealed head means
    this dialect, and a change of it can hold only for versions that name another.
    """
    texts = sealed_texts()
    assert texts.keys() == {file.stem for file in (DATA / "sealed").iterdir()}
    for language, shown in texts.items():
        assert shown == (DATA / "sealed" / f"{language}.html").read_text(encoding="utf-8")


PIECES = st.sampled_from(
    [
        *("sana", "two words", "три", "\n", "\n\n", "  ", "    ", "\\", "\\\n"),
        *("- ", "* ", "1. ", "1) ", "24. ", "> ", ">", "### ", "#", "| ", " | ", "| - | - |\n"),
        *("*", "**", "_", "[", "]", "(", ")", "](", "![", "<", ">", "`", "~~", "[^1]", "[^1]: "),
        *("https://a.fi/b", "<https://a.fi>", "<a@a.fi>", "[a](https://a.fi)", "[](#contact)"),
        *("![kuva](media/x.png)", "![kuva](https://a.fi/x.png)", '[a](https://a.fi "otsikko")'),
    ]
)


def all_that_is_shown(nodes: tuple[Node, ...]) -> str:
    """Return the text of a tree, text alternatives and titles, and where links lead."""
    attributes = (
        value
        for element in tree.elements(nodes)
        for name, value in element.attributes
        if name in ("href", "src", "alt", "title", tree.UNSAFE, tree.UNSAFE_IMAGE)
    )
    return " ".join((tree.plain(nodes), *attributes))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_typed_is_read_and_shown(typed: str) -> None:
    """No text fails to be read, every letter of it is on the page or in the address that it was
    typed in, and everything that can be told of it has a line.
    """
    nodes = parse(typed)
    shown = Counter(all_that_is_shown(nodes))
    assert not Counter(letter for letter in typed if letter.isalpha()) - shown
    for passage in passages(typed):
        for line in passage.lines:
            assert 0 <= line.number < len(typed.split("\n"))


@given(st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    """The steps that a text takes grow as its length does: none is gone through again and again."""

    def steps(text: str) -> int:
        markdown._as_typed.cache_clear()  # noqa: SLF001 - what was read before is no work
        profile = cProfile.Profile(builtins=False)
        profile.runcall(read, text)
        return sum(entry.callcount for entry in profile.getstats())

    steps(piece)  # what is made once
    assert steps(piece * 80) < 2.5 * steps(piece * 40) + 2000

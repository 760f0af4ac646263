"""What editors type, what they are told, and what readers see."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DATA, SMALL

from notice.checks import examine
from notice.content.files import read_tree
from notice.markup import tree
from notice.markup.parse import parse
from notice.markup.tree import Image
from notice.site.i18n import available

CASES: list[dict[str, Any]] = yaml.safe_load((DATA / "dialect.yaml").read_text(encoding="utf-8"))
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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    """What would not show as its writer means is told, at its line; nothing else is."""
    messages = told(case["typed"], tmp_path)
    expected = case.get("told", [])
    assert len(messages) == len(expected), messages
    for message, part in zip(messages, expected, strict=True):
        assert part in message

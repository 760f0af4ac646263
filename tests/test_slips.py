"""Slips inside a text that its writer cannot see, or did not mean: characters, missing words, links, languages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SMALL, rows

from notice.checks import examine
from notice.content.files import read_tree
from notice.problems import Problem, Severity
from notice.site.i18n import available

CASES: list[dict[str, Any]] = rows("slips.yaml")
RULES = {
    *("characters-are-what-they-look-like", "no-words-are-missing", "links-lead-where-they-say"),
    *("texts-are-in-their-language", "titles-are-plain"),
}
"""The rules that say something of such slips."""
LONG = {
    "fi": "Voit tarkastaa omat tietosi ja pyytää niiden oikaisua.",
    "en": "You can see your data and ask us to correct them where they are wrong.",
    "ru": "Вы можете ознакомиться со своими данными и потребовать их исправления.",
    "es": "Puede consultar sus datos y pedir que los corrijamos si no son correctos.",
}
"""A text in each language, of which the letters show the script."""


def told(case: dict[str, Any], folder: Path) -> list[Problem]:
    """Return what `check` says of a text that stands in a section."""
    content = folder / "content"
    shutil.copytree(SMALL, content)
    language, part = case.get("lang", "fi"), case.get("in", "body")
    texts = {
        code: {"title": "Oikeudet", "gist": "Lyhyesti.", "body": LONG[code]}
        for code in {"fi", language}
    }
    before = "" if language == "fi" or part != "body" else f"{LONG[language]}\n\n"
    texts[language][part] = before + case["typed"]
    (content / "v1" / "rights.yaml").write_text(yaml.safe_dump(texts), encoding="utf-8")
    notice = (content / "notice.yaml").read_text(encoding="utf-8")
    if language not in ("fi", "en"):
        (content / "notice.yaml").write_text(
            notice.replace("languages: [fi, en]", f"languages: [fi, en, {language}]"),
            encoding="utf-8",
        )
    return [
        problem
        for problem in examine(read_tree(content), available()).problems
        if problem.path.endswith("v1/rights.yaml") and problem.rule in RULES
    ]


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_slips(case: dict[str, Any], tmp_path: Path) -> None:
    """A slip is told, an error where it deceives; what is meant so is not."""
    problems = told(case, tmp_path)
    assert len(problems) == case.get("times", int("told" in case)), problems
    for problem in problems:
        assert case["told"] in problem.message
        assert (problem.severity is Severity.ERROR) == case.get("error", False)


def test_there_are_slips_and_what_is_none() -> None:
    """The table has both, so that a rule which always speaks, or never does, fails."""
    assert sum("told" in case for case in CASES) > 30
    assert sum("told" not in case for case in CASES) > 10

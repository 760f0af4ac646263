"""Hand-made pairs that other tools get wrong, each beside the redline that a careful person would
draw.
"""

from __future__ import annotations

import re

import pytest
from conftest import DATA
from documents import compared, page, part, visible

CASES = sorted((DATA / "redline").glob("*.md"))


def shown(old: str, new: str) -> str:
    """Return the redline of two texts in short: hidden markers left out, labels in braces, no
    ids.
    """
    html = re.sub(r'<span class="hidden" data-redline="label">[^<]*</span>', "", compared(old, new))
    html = re.sub(
        r'<span class="label" data-redline="label" id="[^"]*">((?:[^<]|<a '
        r"[^>]*>[^<]*</a>)*)</span>",
        r"{\1}",
        html,
    )
    return re.sub(r'<a href="#change_[\w-]+">([^<]*)</a>', r"→ \1", html).replace(" }", "}")


def texts(case: str) -> tuple[str, str, str]:
    """Read a case: old, new, expected."""
    _, old, new, expected = re.split(r"^=== \w+\n", case, flags=re.MULTILINE)
    return old.rstrip("\n"), new.rstrip("\n"), expected.rstrip("\n")


def test_there_are_cases() -> None:
    """The folder of cases was found."""
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: object) -> None:
    """A pair gives the redline that stands beside it, and both its texts can be read back."""
    old, new, expected = texts(case.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert shown(old, new) == expected
    html = compared(old, new)
    assert visible(html, without="ins") == visible(page([part(old, heading="")]))
    assert visible(html, without="del") == visible(page([part(new, heading="")]))

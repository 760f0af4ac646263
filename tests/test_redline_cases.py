"""Hand-made pairs that other tools get wrong, each beside the redline that a careful person would
draw.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import DATA
from documents import LABELS, compared, page, part, simplified, visible
from redline_short import in_short

from notice.redline.compare import compare
from notice.redline.markdown_files import parts_of_files
from notice.redline_formats.to_html import to_html

CASES = sorted((DATA / "redline").glob("*.md"))
FILES = sorted((DATA / "redline" / "files").glob("*.md"))


def shown(old: str, new: str) -> str:
    """Return the redline of two texts in short: hidden markers left out, labels in braces, no
    ids.
    """
    html = re.sub(r'<span class="hidden" data-redline="label">[^<]*</span>', "", compared(old, new))
    html = re.sub(r'<a href="#change_[\w-]+">([^<]*)</a>', r"→ \1", html)
    html = re.sub(
        r'<(span|p|summary)(?: class="\w+")? data-redline="label">([^<]*?) ?</\1>', r"{\2}", html
    )
    return simplified(html)


def texts(case: str) -> tuple[str, str, str]:
    """Read a case: old, new, expected."""
    _, old, new, expected = re.split(r"^=== \w+\n", case, flags=re.MULTILINE)
    return old.rstrip("\n"), new.rstrip("\n"), expected.rstrip("\n")


def test_there_are_cases() -> None:
    """The folders of cases were found."""
    assert len(CASES) >= 40
    assert len(FILES) >= 40


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """A pair gives the redline that stands beside it, and both its texts can be read back."""
    old, new, expected = texts(case.read_text(encoding="utf-8"))
    assert shown(old, new) == expected
    html = compared(old, new)
    assert visible(html, without="ins") == visible(page([part(old, heading="")]))
    assert visible(html, without="del") == visible(page([part(new, heading="")]))


@pytest.mark.campaign
@pytest.mark.parametrize("case", FILES, ids=lambda case: case.stem)
def test_files(case: Path) -> None:
    """A pair of whole files gives, in short, what stands beside it; and both can be read back."""
    old, new, expected = texts(case.read_text(encoding="utf-8"))
    before, after = parts_of_files(old, new)
    redline = compare(before, after, ids_say_which=False)
    assert in_short(redline, {part.id: part.title for part in (*before, *after)}) == expected
    html = "".join(to_html(redline, LABELS, {}))
    assert visible(html, without="ins") == visible(page(before))
    assert visible(html, without="del") == visible(page(after))

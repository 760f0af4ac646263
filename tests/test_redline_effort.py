"""How much work a comparison is: counted, never timed, so that it holds on any machine."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from notice.leaves import align, likeness
from notice.redline import moved_sentences
from notice.redline.compare import compare
from notice.redline.markdown_files import parts_of_files

CHANCE = random.Random(4)  # noqa: S311 - words for a test
WORDS = [f"word{number}" for number in range(400)]


def lines(count: int, begin: str = "") -> list[str]:
    """Return lines of eight words."""
    return [begin + " ".join(CHANCE.choices(WORDS, k=8)) for _ in range(count)]


def shuffled(count: int) -> tuple[str, str]:
    """Return a list, and the same in another order, one word more in each item."""
    items = lines(count, "- ")
    return "\n".join(items), "\n".join(f"{item} more" for item in CHANCE.sample(items, count))


def different(count: int) -> tuple[str, str]:
    """Return two lists with nothing but single words in common."""
    return "\n".join(lines(count, "- ")), "\n".join(lines(count, "- "))


def alike(count: int) -> tuple[str, str]:
    """Return paragraphs of which one word each changed."""
    old, new = (f"Item %d is kept for {years} years." for years in ("two", "three"))
    return "\n\n".join(old % n for n in range(count)), "\n\n".join(new % n for n in range(count))


@pytest.mark.campaign
@pytest.mark.parametrize("texts", [shuffled, different, alike])
def test_work_grows_as_the_text(
    texts: Callable[[int], tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaves are weighed against likely ones only, or all those of a small gap: as many for each
    leaf, however many leaves there are.
    """
    weighed = 0
    weigh = likeness.weight_of_similar

    def counting(*leaves: Any) -> float:
        nonlocal weighed
        weighed += 1
        return weigh(*leaves)

    monkeypatch.setattr(align, "weight_of_similar", counting)
    for count in (100, 400):
        weighed = 0
        compare(*parts_of_files(*texts(count)), ids_say_which=False)
        assert 0 < weighed <= 100 * count


@pytest.mark.campaign
def test_sentences_that_begin_alike_are_no_more_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences that left one place are held against few others, were all of them to begin alike."""
    held = 0
    hold = moved_sentences._in_common  # noqa: SLF001 - what is counted

    def counting(*arguments: Any) -> Iterator[Any]:
        nonlocal held
        held += 1
        return hold(*arguments)

    monkeypatch.setattr(moved_sentences, "_in_common", counting)
    for count in (10, 100):
        old, new = (
            "\n\n".join(f"We may ask for your {line} {line[::-1]}." for line in lines(count))
            for _ in range(2)
        )
        held = 0
        compare(*parts_of_files(old, new), ids_say_which=False)
        assert held <= 16 * count
        assert held > 0 or count > 10

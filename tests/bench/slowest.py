"""What the slowest comparisons take that anybody has thought of: each by size, and doubled.

.venv/bin/python tests/bench/slowest.py    one line for each: seconds of a processor for 20,000 words
                                            or so, for twice as many, and how many times as long
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from notice.redline.compare import compare  # noqa: E402 - the program is found by the line above
from notice.redline.markdown_files import parts_of_files  # noqa: E402

CHANCE = random.Random(4)  # noqa: S311 - words for a measurement
WORDS = [f"word{number}" for number in range(3_000)]


def sentences(count: int, words: int) -> list[str]:
    """Return sentences of so many words, hardly two of them alike."""
    return [" ".join(CHANCE.choices(WORDS, k=words)).capitalize() + "." for _ in range(count)]


def shuffled(texts: list[str], between: str, before: str = "") -> tuple[str, str]:
    """Return texts in one order and in another."""
    other = CHANCE.sample(texts, len(texts))
    old, new = ([before + text for text in order] for order in (texts, other))
    return between.join(old), between.join(new)


def different(count: int) -> tuple[str, str]:
    """Return two lists of items of three words, all different."""
    old, new = (
        "\n".join(f"- {side}{n} {side}{n + count} {side}{n + 2 * count}" for n in range(count))
        for side in ("a", "b")
    )
    return old, new


def begin_alike(count: int) -> tuple[str, str]:
    """Return two paragraphs of sentences that begin alike, fifteen and fifteen, in two orders and
    with other ends.
    """
    begins = [" ".join(CHANCE.choices(WORDS, k=5)).capitalize() for _ in range(count // 15)]
    texts = [f"{begin} {text.lower()}" for begin in begins for text in sentences(15, 8)]
    old, new = shuffled(texts, " ")
    return old, new.replace(". ", " now. ")


def every_second(count: int) -> tuple[str, str]:
    """Return two paragraphs, every second sentence of one in another place in the other."""
    texts = sentences(count, 6)
    moved = iter(CHANCE.sample(texts[::2], len(texts[::2])))
    return " ".join(texts), " ".join(
        next(moved) if n % 2 == 0 else text for n, text in enumerate(texts)
    )


TEXTS: Mapping[str, tuple[int, Callable[[int], tuple[str, str]]]] = {
    "a list, shuffled": (2_000, lambda count: shuffled(sentences(count, 10), "\n", "- ")),
    "items of three words, all different": (2_000, different),
    "one paragraph, its sentences shuffled": (
        3_000,
        lambda count: shuffled(sentences(count, 10), " "),
    ),
    "one paragraph, its sentences begin alike, shuffled and longer": (1_500, begin_alike),
    "one paragraph, every second sentence shuffled": (3_000, every_second),
    "paragraphs, shuffled": (1_500, lambda count: shuffled(sentences(count, 13), "\n\n")),
    "equal paragraphs, a few more": (
        3_000,
        lambda count: (
            "Your data are kept safe here.\n\n" * count,
            "Your data are kept safe here.\n\n" * (count + 9),
        ),
    ),
    "equal paragraphs, one word changed in each": (
        3_000,
        lambda count: (
            "Your data are kept safe here.\n\n" * count,
            "Your data are kept well here.\n\n" * count,
        ),
    ),
    "items that differ by a number, one word changed in each": (
        2_000,
        lambda count: (
            "\n".join(f"- Item {n} is kept for two years and then erased." for n in range(count)),
            "\n".join(f"- Item {n} is kept for six years and then erased." for n in range(count)),
        ),
    ),
    "nothing in common": (
        20_000,
        lambda count: (
            " ".join(f"a{n}" for n in range(count)),
            " ".join(f"b{n}" for n in range(count)),
        ),
    ),
}


def seconds(old: str, new: str) -> float:
    """Compare two Markdown texts; returns what it took of a processor."""
    parts = parts_of_files(old, new)
    started = time.process_time()
    compare(*parts, ids_say_which=False)
    return time.process_time() - started


def main() -> None:
    """Measure all texts."""
    gc.disable()  # as the program does (`notice.__main__`)
    seconds("One two.", "One three.")  # what is read once is not theirs
    for name, (count, texts) in TEXTS.items():
        once, twice = (seconds(*texts(size)) for size in (count, 2 * count))
        print(f"{once:5.2f} s  {twice:5.2f} s  x{twice / once:.1f}  {name} ({count:,})", flush=True)


if __name__ == "__main__":
    main()

"""The comparison beside others, in one run: right, small, readable, fast.

Texts: those in tests/data/redline, and the folder of real notices named by NOTICE_CORPUS (default:
../shared/corpus) where it is there: consecutive revisions of each document. Half of them (by a
digest of their name) were looked at while the rules were tuned; the other half is reported by
itself.

round trip   pairs of which both texts can be read back exactly, %
valid        pairs whose HTML parses without an error and has unique ids, %
size         words marked, over the fewest possible (longest common subsequence)
chaff        unmarked runs of fewer than two words between marks, a pair
marks        marks for each block that has any
cut          marks that begin or end inside a word, a pair
moves        whether moved text is named as such

Needs the `bench` extra: pip install -e ".[bench]"
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import html5lib  # noqa: E402 - the path comes first
from documents import BLOCK_TAGS, XHTML, marked, page  # noqa: E402
from rapidfuzz.distance import LCSseq  # noqa: E402
from unicode_segmentation_rs import split_word_bounds, unicode_words  # noqa: E402

from notice.redline.compare import compare  # noqa: E402
from notice.redline.markdown_files import parts_of_files  # noqa: E402

Runs = list[tuple[str, str]]
"""A redline read as a program reads it: stretches of text with "", "ins" or "del"; a line feed
parts blocks.
"""


@dataclass(frozen=True)
class Made:
    """What a tool made of a pair: its runs, and whether what it wrote was valid (None: it writes
    no HTML).
    """

    runs: Runs
    valid: bool | None


@dataclass(frozen=True)
class Pair:
    """Two revisions of a document, as Markdown, and as the HTML of their pages."""

    document: str
    old: str
    new: str
    old_page: str
    new_page: str


def read_html(markup: str) -> Made:
    """Read marks out of HTML; labels belong to neither text."""
    valid = True
    try:
        html5lib.HTMLParser(strict=True).parseFragment(markup)
    except html5lib.html5parser.ParseError:
        valid = False
    ids = re.findall(r'\sid="([^"]+)"', markup)
    runs: Runs = []

    def walk(element: object, mark: str) -> None:
        tag = element.tag  # type: ignore[attr-defined]
        if element.get("data-redline") == "label":  # type: ignore[attr-defined]
            return
        inner = {f"{XHTML}ins": "ins", f"{XHTML}del": "del"}.get(tag, mark)
        inner = "both" if {inner, mark} == {"ins", "del"} else inner
        runs.append((inner if tag == f"{XHTML}br" else "", "\n" if tag in BLOCK_TAGS else ""))
        runs.append((inner, element.text or ""))  # type: ignore[attr-defined]
        for child in element:  # type: ignore[attr-defined]
            walk(child, inner)
            runs.append((inner, child.tail or ""))
        runs.append(("", "\n" if tag in BLOCK_TAGS and tag != f"{XHTML}br" else ""))

    walk(html5lib.parseFragment(markup), "")
    return Made([run for run in runs if run[1]], valid and len(ids) == len(set(ids)))


def ours(pair: Pair) -> Made:
    """Compare with this product."""
    return read_html(marked(compare(*parts_of_files(pair.old, pair.new))))


def lxml_diff(pair: Pair) -> Made:
    """Compare with lxml.html.diff."""
    from lxml.html.diff import htmldiff

    return read_html(htmldiff(pair.old_page, pair.new_page))


def redlines_diff(pair: Pair) -> Made:
    """Compare with redlines, on Markdown."""
    from redlines import Redlines

    written = Redlines(pair.old, pair.new, markdown_style="none").output_markdown
    parts = re.split(r"<(ins|del)>(.*?)</\1>", str(written), flags=re.DOTALL)
    runs: Runs = []
    for place in range(0, len(parts), 3):
        runs.append(("", parts[place]))
        if place + 2 < len(parts):
            runs.append((parts[place + 1], parts[place + 2]))
    return Made(runs, None)


def dmp_diff(pair: Pair) -> Made:
    """Compare with diff-match-patch and its semantic clean-up, on text."""
    from diff_match_patch import diff_match_patch

    tool = diff_match_patch()
    found = tool.diff_main(text_of(pair.old_page), text_of(pair.new_page))
    tool.diff_cleanupSemantic(found)
    return Made([({-1: "del", 0: "", 1: "ins"}[kind], text) for kind, text in found], None)


def git_diff(pair: Pair) -> Made:
    """Compare with git diff --word-diff, on text."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        one.write_text(text_of(pair.old_page), encoding="utf-8")
        other.write_text(text_of(pair.new_page), encoding="utf-8")
        command = [
            "git",
            "diff",
            "--no-index",
            "--word-diff=porcelain",
            "-U1000000",
            str(one),
            str(other),
        ]
        written = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    runs: Runs = []
    for line in written.split("\n")[5:]:
        kind = {"+": "ins", "-": "del", " ": "", "~": "\n"}.get(line[:1])
        if kind == "\n":
            runs.append(("", "\n"))
        elif kind is not None:
            runs.append((kind, line[1:]))
    return Made(runs or [("", text_of(pair.new_page))], None)


TOOLS: dict[str, Callable[[Pair], Made]] = {
    "this product": ours,
    "lxml.html.diff": lxml_diff,
    "redlines": redlines_diff,
    "diff-match-patch": dmp_diff,
    "git word-diff": git_diff,
}
TEXT_OF: dict[str, Callable[[Pair], tuple[str, str]]] = {
    "redlines": lambda pair: (pair.old, pair.new),
}


def text_of(markup: str) -> str:
    """Return a page's visible text, a line for each block."""
    text = "".join(part for _, part in read_html(markup).runs)
    return "\n".join(
        line for line in (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")) if line
    )


def folded(text: str) -> str:
    """Fold white space, which no reader sees."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return list(unicode_words(text))


def word_ends(text: str) -> set[int]:
    """Return the places in a text that are no inside of a word."""
    ends, offset = {0}, 0
    for part in split_word_bounds(text):
        offset += len(part)
        ends.add(offset)
    return ends


@dataclass(frozen=True)
class Figures:
    """What is measured of one pair and tool."""

    round_trip: bool
    valid: bool | None
    size: float | None
    chaff: int
    marks: float | None
    cut: int
    seconds: float


def measure(tool: Callable[[Pair], Made], pair: Pair, texts: tuple[str, str]) -> Figures:
    """Run a tool on a pair and measure what it made."""
    started = time.perf_counter()
    made = tool(pair)
    seconds = time.perf_counter() - started
    old = "".join(text for mark, text in made.runs if mark in ("", "del"))
    new = "".join(text for mark, text in made.runs if mark in ("", "ins"))
    merged = list(joined(made.runs))
    changed = sum(len(words(text)) for mark, text in merged if mark)
    a, b = words(texts[0]), words(texts[1])
    least = len(a) + len(b) - 2 * LCSseq.similarity(a, b)
    blocks = [
        block
        for block in split_blocks(made.runs)
        if any(mark and text.strip() for mark, text in block)
    ]
    marks = sum(1 for block in blocks for mark, text in joined(block) if mark and text.strip())
    return Figures(
        round_trip=folded(old) == folded(texts[0]) and folded(new) == folded(texts[1]),
        valid=made.valid,
        size=changed / least if least else None,
        chaff=sum(chaff_of(list(joined(block))) for block in blocks),
        marks=marks / len(blocks) if blocks else None,
        cut=cuts(made.runs, "del", old) + cuts(made.runs, "ins", new),
        seconds=seconds,
    )


def joined(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Join neighbouring runs of one mark."""
    held, text = "", ""
    for mark, part in runs:
        if mark == held:
            text += part
        else:
            if text:
                yield held, text
            held, text = mark, part
    if text:
        yield held, text


def split_blocks(runs: Runs) -> list[Runs]:
    """Part runs into blocks at line feeds."""
    blocks: list[Runs] = [[]]
    for mark, text in runs:
        for place, line in enumerate(text.split("\n")):
            if place:
                blocks.append([])
            blocks[-1].append((mark, line))
    return blocks


def chaff_of(runs: Runs) -> int:
    """Count unmarked runs of fewer than two words with a mark on either side; between two of one
    kind none is meant.
    """
    found = 0
    for before, here, after in zip(runs, runs[1:], runs[2:], strict=False):
        between_pure = before[0] == after[0]
        if (
            not here[0]
            and before[0]
            and after[0]
            and not between_pure
            and here[1].strip()
            and len(words(here[1])) < 2
        ):
            found += 1
    return found


def cuts(runs: Runs, kind: str, whole: str) -> int:
    """Count marks of a kind that begin or end inside a word of the text that they belong to."""
    ends, offset, found = word_ends(whole), 0, 0
    for mark, text in joined([run for run in runs if run[0] in ("", kind)]):
        if mark == kind:
            found += (offset not in ends) + (offset + len(text) not in ends)
        offset += len(text)
    return found


def pairs_in(folder: Path) -> Iterator[Pair]:
    """Yield consecutive revisions of every document and language in a folder of notices."""
    for language in sorted(entry for entry in folder.glob("*/*") if entry.is_dir()):
        revisions = sorted(language.glob("*.md"))
        for one, other in pairwise(revisions):
            name = f"{language.parent.name}/{language.name}/{one.stem}"
            yield pair_of(name, one.read_text(encoding="utf-8"), other.read_text(encoding="utf-8"))


def pairs_in_cases() -> Iterator[Pair]:
    """Yield the pairs of the hand-made cases that ship with the tests."""
    for file in sorted((ROOT / "tests" / "data" / "redline").glob("*.md")):
        _, old, new, *_ = re.split(
            r"^=== \w+ *\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        yield pair_of(f"cases/{file.stem}", old, new)


def pair_of(name: str, old: str, new: str) -> Pair:
    """Make a pair of two Markdown texts."""
    before, after = parts_of_files(old, new)
    return Pair(name, old, new, page(before), page(after))


def is_tuned_on(pair: Pair) -> bool:
    """Tell the half that was looked at from the half that was not."""
    return hashlib.sha256(pair.document.encode()).digest()[0] % 2 == 0


def report(title: str, found: Sequence[Pair]) -> None:
    """Measure every tool on some pairs and print a table."""
    print(f"\n{title}: {len(found)} pairs")
    print(
        f"{'':18}{'round trip':>11}{'valid':>8}{'size':>8}{'chaff':>8}{'marks':>8}{'cut':>8}{'moves':>8}{'× time':>8}"
    )
    base = 0.0
    for name, tool in TOOLS.items():
        rows = []
        for pair in found:
            texts = (
                TEXT_OF[name](pair)
                if name in TEXT_OF
                else (text_of(pair.old_page), text_of(pair.new_page))
            )
            rows.append(measure(tool, pair, texts))
        spent = sum(row.seconds for row in rows)
        base = base or spent
        valid = [row.valid for row in rows if row.valid is not None]
        cells = [
            f"{100 * statistics.mean(row.round_trip for row in rows):.0f}%",
            f"{100 * statistics.mean(valid):.0f}%" if valid else "–",
            f"{statistics.mean([row.size for row in rows if row.size is not None] or [0]):.2f}",
            f"{statistics.mean(row.chaff for row in rows):.2f}",
            f"{statistics.mean([row.marks for row in rows if row.marks is not None] or [0]):.2f}",
            f"{statistics.mean(row.cut for row in rows):.2f}",
            "yes" if name == "this product" else "no",
            f"{spent / base:.2f}",
        ]
        print(f"{name:18}{cells[0]:>11}" + "".join(f"{cell:>8}" for cell in cells[1:]))


def speed() -> None:
    """Time this product and lxml on growing texts, and on 20,000 words with nothing in common."""
    chance = random.Random(7)  # noqa: S311 - words for a benchmark
    vocabulary = [f"word{number}" for number in range(900)]

    def text(paragraphs: int) -> list[str]:
        return [
            " ".join(chance.choice(vocabulary) for _ in range(45)) + "." for _ in range(paragraphs)
        ]

    print(f"\n{'time, seconds':18}{'×1':>8}{'×4':>8}{'×16':>8}{'20,000 different words':>24}")
    cases: list[Pair] = []
    for times in (1, 4, 16):
        old = text(30 * times)
        new = [
            re.sub(r"\bword(\d)\b", r"other\1", line) if chance.random() < 0.3 else line
            for line in old
        ]
        cases.append(pair_of("speed", "\n\n".join(old), "\n\n".join(new)))
    cases.append(
        pair_of(
            "words",
            " ".join(f"a{n}" for n in range(20_000)),
            " ".join(f"b{n}" for n in range(20_000)),
        )
    )
    rows: dict[str, Callable[[Pair], object]] = {
        "this product": lambda pair: marked(compare(*parts_of_files(pair.old, pair.new))),
        "lxml.html.diff": lambda pair: __import__("lxml.html.diff").html.diff.htmldiff(
            pair.old_page, pair.new_page
        ),
    }
    for name, run in rows.items():
        times_taken = []
        for pair in cases:
            best = []
            for _ in range(3):
                started = time.perf_counter()
                run(pair)
                best.append(time.perf_counter() - started)
            times_taken.append(min(best))
        print(
            f"{name:18}"
            + "".join(f"{taken:>8.3f}" for taken in times_taken[:3])
            + f"{times_taken[3]:>24.3f}"
        )


def main() -> None:
    """Report on the cases, on both halves of the corpus, and on speed."""
    report("hand-made cases", list(pairs_in_cases()))
    corpus = Path(os.environ.get("NOTICE_CORPUS", ROOT.parent / "shared" / "corpus"))
    if corpus.is_dir():
        found = list(pairs_in(corpus))
        report(
            "real notices, the half that was tuned on",
            [pair for pair in found if is_tuned_on(pair)],
        )
        report(
            "real notices, the half never looked at",
            [pair for pair in found if not is_tuned_on(pair)],
        )
    speed()


if __name__ == "__main__":
    main()

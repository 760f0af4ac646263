"""The comparison beside others, in one run, through the command: right, small, readable, fast.

Texts: `python tests/bench/redline.py [FOLDER …]`, each a folder of revisions: Markdown files are
compared in the order of their names, folder by folder, however deep. Without any, those in
NOTICE_CORPUS (default: ../shared/corpus), where they are. Half of the pairs (by a digest of their
name) were looked at while the rules were tuned; the other half is reported by itself, and alone
with `--held-out`.

round trip   pairs of which both texts can be read back exactly, %
source       pairs of whose source files no word is missing, counted without our reader, %
valid        pairs whose HTML parses without an error and has unique ids, %
size         words marked, over the fewest possible (longest common subsequence), all pairs together
over         pairs that mark more than max(10 words, 25 %) too much, %
twice        blocks that are marked as gone and as new, word for word, and not as moved
border       words marked only because the border of a paragraph moved past them
typo         words marked as other words that look the same
chaff        unmarked runs of fewer than two words between marks, a pair: but for those at the end of
             a sentence, and between two insertions or two deletions
marks        marks for each block that has any
cut          marks that begin or end inside a word (UAX #29, U+202F being a space), a pair
dict         the same by a dictionary, where words have no spaces between them
moves        what is named as moved, in all
ms           milliseconds a pair, median and most; for us with all that the command does

Needs the `bench` extra, and for visual-dom-diff npm: `npm install visual-dom-diff jsdom tslib` anywhere,
and NODE_PATH set to its node_modules.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import html5lib  # noqa: E402 - the path comes first
from documents import BLOCK_TAGS, XHTML, page  # noqa: E402
from icu4py.breakers import WordBreaker  # noqa: E402
from rapidfuzz.distance import LCSseq  # noqa: E402
from unicode_segmentation_rs import split_word_bounds, unicode_words  # noqa: E402

from notice.cli import main as notice  # noqa: E402
from notice.redline.markdown_files import parts_of_files  # noqa: E402


@dataclass(frozen=True)
class Run:
    """A stretch of a redline as a program reads it: "", "ins" or "del", why, and the text; a line
    feed parts blocks.
    """

    mark: str
    why: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What a tool made of a pair: its runs, whether what it wrote was valid (None: it writes no
    HTML), and how many seconds it took.
    """

    runs: list[Run]
    valid: bool | None
    seconds: float


@dataclass(frozen=True)
class Pair:
    """Two revisions of a document: their files, as Markdown, and as the HTML of their pages."""

    name: str
    files: tuple[Path, Path]
    source: tuple[str, str]
    pages: tuple[str, str]


def pairs_in(folders: Sequence[Path]) -> Iterator[Pair]:
    """Yield consecutive revisions of every folder in folders."""
    for folder in folders:
        places = {file.parent for file in folder.rglob("*.md") if file.name != "README.md"}
        for place in sorted(places):
            revisions = sorted(file for file in place.glob("*.md") if file.name != "README.md")
            for one, other in pairwise(revisions):
                source = one.read_text("utf-8-sig"), other.read_text("utf-8-sig")
                before, after = parts_of_files(*source)
                name = f"{place.relative_to(folder.parent)}/{one.stem}"
                yield Pair(name, (one, other), source, (page(before), page(after)))


def is_held_out(pair: Pair) -> bool:
    """Tell the half that was not looked at while the rules were tuned."""
    name = "/".join(pair.name.split("/")[-3:])
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


# Tools: each makes an answer of a pair.


def ours(pair: Pair) -> Answer:
    """Compare with this product, through its command."""
    output = io.StringIO()
    started = time.perf_counter()
    with contextlib.redirect_stdout(output):
        code = notice(["diff", *map(str, pair.files), "--format", "html"])
    seconds = time.perf_counter() - started
    assert code == 0, pair.name
    return read_html(output.getvalue(), seconds)


def visual_dom_diff(pair: Pair) -> Answer:
    """Compare with visual-dom-diff, on HTML."""
    node = _visual_dom_diff()
    assert node.stdin
    assert node.stdout
    node.stdin.write(json.dumps(pair.pages) + "\n")
    node.stdin.flush()
    written, milliseconds = json.loads(node.stdout.readline())
    return read_html(written, milliseconds / 1000)


@cache
def _visual_dom_diff() -> subprocess.Popen[str]:
    script = ROOT / "tests" / "bench" / "visual_dom_diff.js"
    pipe = subprocess.PIPE
    return subprocess.Popen(["node", str(script)], stdin=pipe, stdout=pipe, text=True)


def lxml_diff(pair: Pair) -> Answer:
    """Compare with lxml.html.diff, on HTML."""
    from lxml.html.diff import htmldiff

    started = time.perf_counter()
    written = htmldiff(*pair.pages)
    return read_html(written, time.perf_counter() - started)


def redlines_diff(pair: Pair) -> Answer:
    """Compare with redlines, on Markdown."""
    from redlines import Redlines

    started = time.perf_counter()
    written = str(Redlines(*pair.source, markdown_style="none").output_markdown)
    seconds = time.perf_counter() - started
    parts = re.split(r"<(ins|del)>(.*?)</\1>", written, flags=re.DOTALL)
    runs: list[Run] = []
    for place in range(0, len(parts), 3):
        runs.append(Run("", "", parts[place]))
        if place + 2 < len(parts):
            runs.append(Run(parts[place + 1], "", parts[place + 2]))
    return Answer(runs, None, seconds)


def dmp_diff(pair: Pair) -> Answer:
    """Compare with diff-match-patch and its semantic clean-up, on text."""
    from diff_match_patch import diff_match_patch

    tool = diff_match_patch()
    started = time.perf_counter()
    found = tool.diff_main(*map(text_of, pair.pages))
    tool.diff_cleanupSemantic(found)
    seconds = time.perf_counter() - started
    marks = {-1: "del", 0: "", 1: "ins"}
    return Answer([Run(marks[kind], "", text) for kind, text in found], None, seconds)


def git_diff(pair: Pair) -> Answer:
    """Compare with git diff --word-diff, on text."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("one", "other")]
        for file, markup in zip(files, pair.pages, strict=True):
            file.write_text(text_of(markup), encoding="utf-8")
        options = ["--no-index", "--word-diff=porcelain", "-U1000000"]
        started = time.perf_counter()
        command = ["git", "diff", *options, *map(str, files)]
        written = subprocess.run(command, check=False, capture_output=True, text=True).stdout
        seconds = time.perf_counter() - started
    runs = []
    for line in written.split("\n")[5:]:
        if line[:1] == "~":
            runs.append(Run("", "", "\n"))
        elif line[:1] in ("+", "-", " "):
            runs.append(Run({"+": "ins", "-": "del", " ": ""}[line[0]], "", line[1:]))
    return Answer(runs or [Run("", "", text_of(pair.pages[1]))], None, seconds)


TOOLS: dict[str, Callable[[Pair], Answer]] = {
    "this product": ours,
    "visual-dom-diff": visual_dom_diff,
    "lxml.html.diff": lxml_diff,
    "redlines": redlines_diff,
    "diff-match-patch": dmp_diff,
    "git word-diff": git_diff,
}
if not (shutil.which("node") and os.environ.get("NODE_PATH")):
    del TOOLS["visual-dom-diff"]


# What is read out of an answer.


_CLASSES = {"vdd-added": "ins", "vdd-removed": "del"}


def read_html(markup: str, seconds: float = 0) -> Answer:
    """Read marks out of HTML; labels belong to neither text."""
    valid = True
    try:
        html5lib.HTMLParser(strict=True).parseFragment(markup)
    except html5lib.html5parser.ParseError:
        valid = False
    ids: list[str] = []
    runs: list[Run] = []

    def walk(element: object, mark: str, why: str) -> None:
        tag = element.tag  # type: ignore[attr-defined]
        own = element.attrib  # type: ignore[attr-defined]
        ids.extend(filter(None, [own.get("id")]))
        if own.get("data-redline") == "label":
            return
        inner = {f"{XHTML}ins": "ins", f"{XHTML}del": "del"}.get(tag, "")
        # visual-dom-diff says by a class alone that a block is new or gone.
        inner = inner or _CLASSES.get(own.get("class", "").partition(" ")[0], "")
        if inner:
            why = "typography" if own.get("data-redline") == "typography" else why
            why = "moved" if "moved" in own.get("class", "") else why
        inner = "both" if mark and inner and inner != mark else inner or mark
        if tag in BLOCK_TAGS:
            runs.append(Run(inner if tag == f"{XHTML}br" else "", why, "\n"))
        runs.append(Run(inner, why, element.text or ""))  # type: ignore[attr-defined]
        for child in element:  # type: ignore[attr-defined]
            walk(child, inner, why)
            runs.append(Run(inner, why, child.tail or ""))
        if tag in BLOCK_TAGS and tag != f"{XHTML}br":
            runs.append(Run("", "", "\n"))

    walk(html5lib.parseFragment(markup), "", "")
    return Answer([run for run in runs if run.text], valid and len(ids) == len(set(ids)), seconds)


def text_of(markup: str) -> str:
    """Return a page's visible text, a line for each block."""
    lines = "".join(run.text for run in read_html(markup).runs).split("\n")
    return "\n".join(
        line for line in (re.sub(r"[ \t]+", " ", each).strip(" ") for each in lines) if line
    )


def folded(text: str) -> str:
    """Fold white space, which no reader sees."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return list(unicode_words(text.replace("\u202f", " ")))


def looks(text: str) -> list[str]:
    """Return the words as they look: by a folding of the benchmark's own."""
    text = unicodedata.normalize("NFKC", text).translate(
        {0xAD: "", 0x200B: "", 0x2060: "", 0xFEFF: "", 0x2019: "'", 0x2018: "'", 0x2BC: "'"}
        | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014), "-")
    )
    return words(text)


def joined(runs: Iterable[Run]) -> list[Run]:
    """Join neighbouring runs of one mark."""
    result: list[Run] = []
    for run in runs:
        if result and (result[-1].mark, result[-1].why) == (run.mark, run.why):
            result[-1] = Run(run.mark, run.why, result[-1].text + run.text)
        else:
            result.append(run)
    return [run for run in result if run.text]


def split_blocks(runs: Iterable[Run]) -> list[list[Run]]:
    """Part runs into blocks at line feeds."""
    blocks: list[list[Run]] = [[]]
    for run in runs:
        for place, line in enumerate(run.text.split("\n")):
            if place:
                blocks.append([])
            if line:
                blocks[-1].append(Run(run.mark, run.why, line))
    return [joined(block) for block in blocks if block]


def chaff_of(runs: Sequence[Run]) -> int:
    """Count unmarked runs of fewer than two words with a mark on either side."""
    found = 0
    for before, here, after in zip(runs, runs[1:], runs[2:], strict=False):
        between = not here.mark and before.mark and after.mark and before.mark != after.mark
        ends = re.search(r"[.!?。！？][)\"”’»]*\s|[.!?。！？]$", here.text)
        found += bool(between and here.text.strip() and not ends and len(words(here.text)) < 2)
    return found


def cuts(runs: Iterable[Run], kind: str, cut: Callable[[str], Iterable[str]]) -> int:
    """Count marks of a kind that begin or end inside a word of the text that they belong to."""
    own = joined(Run(run.mark, "", run.text) for run in runs if run.mark in ("", kind))
    ends = {0, *accumulate(len(word) for word in cut("".join(run.text for run in own)))}
    offset = found = 0
    for run in own:
        if run.mark == kind:
            found += (offset not in ends) + (offset + len(run.text) not in ends)
        offset += len(run.text)
    return found


def bounds(text: str) -> Iterator[str]:
    """Cut a text at UAX #29 borders; U+202F is a space."""
    yield from split_word_bounds(text.replace("\u202f", "\u00a0"))


def dictionary_words(text: str) -> Iterator[str]:
    """Cut a text as a dictionary cuts it."""
    yield from WordBreaker(text, "en")


def whole(blocks: Iterable[list[Run]], mark: str) -> Counter[str]:
    """Count the texts of blocks that carry one mark from end to end, but for moved ones."""
    return Counter(
        folded(block[0].text)
        for block in blocks
        if len(block) == 1 and block[0].mark == mark and block[0].why != "moved"
    )


def border_words(blocks: Sequence[list[Run]]) -> int:
    """Count words marked at the end of a block and, the other way, at the beginning of the next."""
    found = 0
    for block, following in pairwise(blocks):
        last, first = block[-1], following[0]
        apart = {last.mark, first.mark} == {"ins", "del"} and len(block) > 1 and len(following) > 1
        if apart and folded(last.text) == folded(first.text):
            found += 2 * len(words(last.text))
    return found


def typography_words(runs: Sequence[Run]) -> int:
    """Count words marked as others that look the same."""
    found = 0
    for one, other in pairwise(runs):
        if {one.mark, other.mark} == {"ins", "del"} and not one.why and not other.why:
            same = LCSseq.similarity(looks(one.text), looks(other.text))
            found += 2 * (same - LCSseq.similarity(words(one.text), words(other.text)))
    return found


def missing_words(pair: Pair, answer: Answer) -> int:
    """Count the words of the source files that are not in the output; with no help of our reader:
    numbers of items and targets of links apart, every word of a source is text.
    """
    found = 0
    for source, other in zip(pair.source, ("ins", "del"), strict=True):
        text = re.sub(
            r"\]\((?:[^()\n]|\([^()\n]*\))*\)|<(?=\S+>)|^ *\d+[.)] ",
            " ",
            source,
            flags=re.MULTILINE,
        )
        shown = "".join(run.text for run in answer.runs if run.mark not in (other, "both"))
        plain = re.sub(r"[\\*_~`\[\]|]", " ", text), re.sub(r"[\\*_~`\[\]|]", " ", shown)
        wanted, there = (Counter(re.findall(r"[^\W_]+", each)) for each in plain)
        found += (wanted - there).total()
    return found


@dataclass(frozen=True)
class Figures:
    """What is measured of one pair and tool."""

    round_trip: bool
    missing: int
    valid: bool | None
    painted: int
    least: int
    twice: int
    border: int
    typography: int
    chaff: int
    marks: float | None
    cut: int
    dictionary: int
    moves: int
    seconds: float

    @property
    def is_over(self) -> bool:
        """Tell whether far more is marked than need be."""
        return self.painted > self.least + max(10, self.least / 4)


def measure(name: str, pair: Pair) -> Figures:
    """Run a tool on a pair and measure what it made."""
    answer = TOOLS[name](pair)
    texts = pair.source if name == "redlines" else tuple(map(text_of, pair.pages))
    runs = answer.runs
    old = "".join(run.text for run in runs if run.mark in ("", "del"))
    new = "".join(run.text for run in runs if run.mark in ("", "ins"))
    real = [run for run in runs if run.why != "typography"]
    blocks = split_blocks(runs)
    marked = [block for block in blocks if any(run.mark and run.text.strip() for run in block)]
    marks = sum(1 for block in marked for run in block if run.mark and run.text.strip())
    one, other = looks(texts[0]), looks(texts[1])
    return Figures(
        round_trip=folded(old) == folded(texts[0]) and folded(new) == folded(texts[1]),
        missing=missing_words(pair, answer),
        valid=answer.valid,
        painted=sum(len(words(run.text)) for run in joined(real) if run.mark),
        least=len(one) + len(other) - 2 * LCSseq.similarity(one, other),
        twice=(whole(blocks, "del") & whole(blocks, "ins")).total(),
        border=border_words(blocks),
        typography=sum(typography_words(block) for block in blocks),
        chaff=sum(chaff_of(block) for block in marked),
        marks=marks / len(marked) if marked else None,
        cut=cuts(runs, "del", bounds) + cuts(runs, "ins", bounds),
        dictionary=cuts(runs, "del", dictionary_words) + cuts(runs, "ins", dictionary_words),
        moves=sum(run.why == "moved" and run.mark == "ins" for block in blocks for run in block),
        seconds=answer.seconds,
    )


def report(title: str, pairs: Sequence[Pair]) -> None:
    """Measure every tool on some pairs and print a table."""
    print(f"\n{title}: {len(pairs)} pairs")
    heads = "round-trip source valid size over twice border typo chaff marks cut dict moves ms"
    print(f"{'':17}" + "".join(f"{head:>{max(7, len(head) + 1)}}" for head in heads.split()))
    for name in TOOLS:
        rows = [measure(name, pair) for pair in pairs]
        valid = [row.valid for row in rows if row.valid is not None]
        times = [1000 * row.seconds for row in rows]
        marks = [row.marks for row in rows if row.marks is not None] or [0.0]
        cells = [
            f"{100 * statistics.mean(row.round_trip for row in rows):.1f}",
            f"{100 * statistics.mean(not row.missing for row in rows):.1f}",
            f"{100 * statistics.mean(valid):.1f}" if valid else "–",
            f"{sum(row.painted for row in rows) / max(sum(row.least for row in rows), 1):.2f}",
            f"{100 * statistics.mean(row.is_over for row in rows):.1f}",
            *(
                str(sum(getattr(row, key) for row in rows))
                for key in ("twice", "border", "typography")
            ),
            f"{statistics.mean(row.chaff for row in rows):.2f}",
            f"{statistics.mean(marks):.2f}",
            f"{statistics.mean(row.cut for row in rows):.2f}",
            f"{statistics.mean(row.dictionary for row in rows):.2f}",
            str(sum(row.moves for row in rows)),
            f"{statistics.median(times):.0f}/{max(times):.0f}",
        ]
        widths = [max(7, len(head) + 1) for head in heads.split()]
        print(f"{name:17}" + "".join(f"{cell:>{n}}" for cell, n in zip(cells, widths, strict=True)))
        if name == "this product" and "--worst" in sys.argv:
            for row, pair in sorted(
                zip(rows, pairs, strict=True), key=lambda each: each[0].least - each[0].painted
            )[:8]:
                print(f"    {pair.name}: {row}")


def main() -> None:
    """Report on the folders that are named, or on both halves of the corpus."""
    named = [Path(argument).resolve() for argument in sys.argv[1:] if argument[:2] != "--"]
    corpus = Path(os.environ.get("NOTICE_CORPUS", ROOT.parent / "shared" / "corpus"))
    pairs = list(pairs_in(named or ([corpus] if corpus.is_dir() else [])))
    if "--ours" in sys.argv:
        for name in list(TOOLS)[1:]:
            del TOOLS[name]
    if named:
        report("all pairs", pairs)
        return
    if "--held-out" not in sys.argv:
        report("the half that was tuned on", [pair for pair in pairs if not is_held_out(pair)])
    if "--tuned" not in sys.argv:
        report("the half never looked at", [pair for pair in pairs if is_held_out(pair)])


if __name__ == "__main__":
    main()

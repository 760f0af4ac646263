"""Campaigns: content spoiled in a thousand ways gives a sound site or problems at their places,
and never half a site.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from random import Random
from types import FrameType

import pytest
from conftest import MIMINO, SMALL, seal_as_it_is
from mutations import MUTATIONS
from test_invalid import COMMANDS, EACH

from notice.cli import main
from notice.content.yaml_source import parse
from notice.problems import Severity

CASES = int(os.environ.get("NOTICE_MUTATIONS", "20"))
"""How many spoiled trees; `.ci/run` asks for three hundred."""
SEED = os.environ.get("NOTICE_SEED", "4")
LONGEST = 20.0
"""Seconds for one command; all take a fraction of one, and the slowest machine has other work."""


class TooSlowError(BaseException):
    """A command that does not end: no Exception, so that the program cannot take it for a problem
    of its own.
    """


@dataclass(frozen=True)
class Done:
    """What a command did: exit code and output."""

    code: int
    out: str
    err: str


@contextmanager
def limited() -> Iterator[None]:
    """Raise TooSlowError in what takes too long, where the system can."""
    if sys.platform == "win32":
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def command(*arguments: str | Path) -> Done:
    """Run a command in this process: a thousand processes would take minutes to start."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    with limited(), redirect_stdout(out), redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    for stream in (out, err):
        stream.flush()
    told = (stream.buffer.getvalue().decode() for stream in (out, err))
    return Done(code, *told)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


NAMED = re.compile(
    r"unknown (?:key|section|language|GDPR item|time zone) `(?P<unknown>[^`…]+)`"
    r"|`(?P<twice>[^`…]+)` stands (?:here|in the list) a second time"
    r"|`(?P<odd>[^`…]+)` (?:is no (?:language|check|id|country|day)|belongs under|does not belong)"
    r"|`(?P<day>[^`…]+)`: there is no such day"
    r"|(?:is missing after|^after) `(?P<colon>[^`:…]+)"
    r"|not `(?P<option>[^`…]+)`; write"
)
"""Messages that name what is at fault, so that it must stand in the line that they give."""


def lines_of(file: Path) -> list[str]:
    """Return a file's lines as an editor counts them."""
    if not file.is_file() or file.stat().st_size > 1 << 20:
        return [""]
    return re.split("\r\n|\r|\n", file.read_bytes().decode("utf-8", errors="replace"))


def complaints(content: Path, checked: Done) -> Iterator[str]:
    """Yield what is wrong with the verdict of a check: its exit code, its words, and the places
    that it names.
    """
    if checked.code not in (0, 1) or "Traceback" in checked.err:
        yield f"check: exit {checked.code}: {checked.err}"
        return
    told = json.loads(checked.out)["problems"]
    refused = any(problem["severity"] != "hint" for problem in told)
    if refused != bool(checked.code):
        yield f"check: exit {checked.code} with {len(told)} problems"
    for problem in told:
        file = Path(problem["path"])
        lines = lines_of(file)
        if file != content and content not in file.parents:
            yield f"not in the content: {problem}"
        elif (
            not 1 <= problem["line"] <= len(lines)
            or not 1 <= problem["column"] <= len(lines[problem["line"] - 1]) + 1
        ):
            yield f"no such place in {len(lines)} lines: {problem}"
        elif not problem["message"] or "\n" in problem["message"]:
            yield f"not one line of words: {problem}"
        elif (named := NAMED.search(problem["message"])) and named[0].isprintable():
            at_fault = next(filter(None, named.groups()))
            is_there = any(at_fault in line for line in lines)  # else an escape stands for it
            if is_there and at_fault not in lines[problem["line"] - 1]:
                yield f"not in the line that is told: {problem}"


class Campaign:
    """One spoiled tree after the other, all built into the same place, which is to hold an old
    site or a new one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        small = folder / "small"
        shutil.copytree(SMALL, small)
        seal_as_it_is(small)
        self.bases = [small, small, MIMINO]
        self.site = folder / "place" / "site"
        assert self.build(small, self.site).code == 0
        self.now = tree(self.site)
        self.outcomes: Counter[str] = Counter()
        self.longest = (0.0, "")

    @staticmethod
    def build(content: Path, output: Path) -> Done:
        """Build for a fixed day."""
        return command("build", "--content", content, "--output", output, "--date", "2027-03-02")

    def run(self, number: int) -> list[str]:
        """Spoil one tree, check it, build it; returns what went wrong, and how the tree was spoiled
        where something did.
        """
        chance = Random(f"{SEED}:{number}")  # noqa: S311 - ways to spoil things, no secrets
        content = self.folder / "content"
        shutil.rmtree(content, ignore_errors=True)
        shutil.copytree(base := chance.choice(self.bases), content)
        spoiled = [
            chance.choice(MUTATIONS)(chance, content) for _ in range(chance.choice([1, 1, 1, 2, 3]))
        ]
        if chance.random() < 1 / 3:  # else nearly all ends where the past is not what it was
            (content / "seals.json").unlink(missing_ok=True)
            seal_as_it_is(content)
            spoiled.append("sealed anew")
        started = time.monotonic()
        try:
            wrong = [*self._judge(content), *self.commands(content, number)]
        except TooSlowError:
            wrong = [f"does not end within {LONGEST} s"]
        self.longest = max(self.longest, (time.monotonic() - started, f"case {number}: {spoiled}"))
        return [f"case {number} of seed {SEED}, {base}: {spoiled}", *wrong] if wrong else []

    def commands(self, content: Path, number: int) -> Iterator[str]:
        """Run what an editor may type over the spoiled content: those that write come last."""
        for place, line in enumerate(COMMANDS, number):
            if place % EACH or line.startswith(("check", "build")):
                continue  # those two are judged apart
            with chdir(content.parent):
                done = command(*line.split())
            if done.code not in (0, 1, 2) or "Traceback" in done.err:
                yield f"{line}: exit {done.code}: {done.err}"
            elif done.code and not (done.out or done.err):
                yield f"{line}: exit {done.code} without a word"

    def _judge(self, content: Path) -> Iterator[str]:
        checked = command("check", "--content", content, "--format", "json")
        yield from complaints(content, checked)
        built = self.build(content, self.site)
        if built.code not in (0, 1) or "Traceback" in built.err:
            yield f"build: exit {built.code}: {built.err}"
        expected = self.now
        if built.code == 0:
            fresh = self.folder / "fresh" / "site"
            shutil.rmtree(fresh.parent, ignore_errors=True)
            self.build(content, fresh)
            expected = tree(fresh)
        errors = checked.code == 1 and '"severity": "error"' in checked.out
        if checked.code < 2 and (built.code == 1) != (
            errors or "every version is a draft" in built.err
        ):
            yield f"check and build disagree: {checked.code}, {built.code}: {built.err}"
        self.now = tree(self.site)
        if self.now != expected:
            yield f"neither the old site nor the new after exit {built.code}"
        if left := [entry.name for entry in self.site.parent.iterdir() if entry != self.site]:
            yield f"left behind: {left}"
        self.outcomes["refused" if built.code else "built"] += 1


@pytest.mark.filterwarnings("default")
def test_spoiled_content(tmp_path: Path) -> None:
    """Content spoiled in any way is built or refused, each problem at a place that there is, and
    the site is old or new.
    """
    campaign = Campaign(tmp_path)
    wrong = [complaint for number in range(CASES) if (complaint := campaign.run(number))]
    assert not wrong, "\n\n".join("\n  ".join(complaint) for complaint in wrong[:20])
    print(dict(campaign.outcomes), campaign.longest)
    assert min(campaign.outcomes["built"], campaign.outcomes["refused"]) > CASES / 20, (
        campaign.outcomes
    )


@dataclass(frozen=True)
class Spoiled:
    """A file with one mistake whose place is known."""

    raw: bytes
    line: int
    words: str


def not_utf8(chance: Random, raw: bytes) -> Spoiled:
    """Put in a byte that no UTF-8 has."""
    place = chance.randrange(len(raw))
    return Spoiled(raw[:place] + b"\xff" + raw[place:], raw[:place].count(b"\n") + 1, "not UTF-8")


def tabbed(chance: Random, raw: bytes) -> Spoiled:
    """Put in a tab."""
    return _inserted(chance, raw, "\t", "a tab")


def controlled(chance: Random, raw: bytes) -> Spoiled:
    """Put in a control character."""
    return _inserted(chance, raw, "\x1b", "a control character (U+001B)")


def marked(chance: Random, raw: bytes) -> Spoiled:
    """Put in the mark of a merge conflict."""
    lines = raw.decode().split("\n")
    place = chance.randrange(len(lines))
    return Spoiled(
        "\n".join([*lines[:place], "<<<<<<< HEAD", *lines[place:]]).encode(),
        place + 1,
        "a merge conflict",
    )


def twice(chance: Random, raw: bytes) -> Spoiled:
    """Write a line with a key twice."""
    lines, place = _key_line(chance, raw)
    key = lines[place].strip().partition(":")[0].strip("'\"")
    return Spoiled(
        "\n".join([*lines[: place + 1], *lines[place:]]).encode(),
        place + 2,
        f"`{key}` stands here a second time",
    )


def unknown(chance: Random, raw: bytes) -> Spoiled:
    """Write a key that nothing knows above one that is known."""
    lines, place = _key_line(chance, raw)
    new = re.sub(r"[^ ].*", "not_a_key: x", lines[place])
    return Spoiled(
        "\n".join([*lines[:place], new, *lines[place:]]).encode(), place + 1, "not_a_key"
    )


def _inserted(chance: Random, raw: bytes, character: str, words: str) -> Spoiled:
    text = raw.decode()
    place = chance.randrange(len(text))
    return Spoiled(
        (text[:place] + character + text[place:]).encode(), text[:place].count("\n") + 1, words
    )


def _key_line(chance: Random, raw: bytes) -> tuple[list[str], int]:
    """Choose a line that begins with a key."""
    source, _ = parse("", raw)
    assert source
    text = source.text
    begun = [
        at for at in source.keys.values() if not text[text.rfind("\n", 0, at) + 1 : at].strip()
    ]
    return text.split("\n"), text.count("\n", 0, chance.choice(begun))


@pytest.mark.campaign
@pytest.mark.parametrize("spoil", [not_utf8, tabbed, controlled, marked, twice, unknown])
def test_one_mistake_is_told_at_its_line(
    tmp_path: Path, spoil: Callable[[Random, bytes], Spoiled]
) -> None:
    """A single mistake anywhere in any file is told as an error at exactly its line, in words that
    name it.
    """
    chance = Random(f"{SEED}:{spoil.__name__}")  # noqa: S311 - ways to spoil things, no secrets
    content = tmp_path / "content"
    shutil.copytree(MIMINO, content)
    files = sorted(content.rglob("*.yaml"))
    for _ in range(max(5, CASES // 10)):
        file = chance.choice(files)
        sound = file.read_bytes()
        spoiled = spoil(chance, sound)
        file.write_bytes(spoiled.raw)
        checked = command("check", "--content", content, "--format", "json")
        told = json.loads(checked.out)["problems"]
        here = [
            problem
            for problem in told
            if (problem["path"], problem["line"]) == (file.as_posix(), spoiled.line)
        ]
        assert any(
            spoiled.words in problem["message"] and problem["severity"] == Severity.ERROR.value
            for problem in here
        ), f"seed {SEED}, {file}:{spoiled.line}: {spoiled.words}; told: {told}"
        file.write_bytes(sound)

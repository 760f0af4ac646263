"""A problem is a value; one exception carries many."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from notice.console import echo, echo_lines, visible


class Severity(Enum):
    """How much a problem matters, gravest first."""

    ERROR = "error"
    """The site would be wrong: `build` and `check` refuse."""
    WARNING = "warning"
    """Not fit to publish: `build` goes on, `check` refuses."""
    HINT = "hint"
    """Worth knowing: nothing refuses."""


_DIGITS = re.compile(r"\d+")
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that an editor should know, and where.

    `line` and `column` count from 1, and are 1 for a whole file. `excerpt` is that line of the
    file, empty where the file could not be read. `rule` names the check that found it, where a
    check did: by that name it can be silenced. `sealed` marks what is about a text that nobody can
    change any more.

    What a path or message has of control and format characters is written as escapes: a file's name
    may be anybody's, and must neither steer a terminal nor break out of a line.
    """

    path: str
    line: int
    column: int
    severity: Severity
    message: str
    excerpt: str = field(default="", compare=False)
    rule: str = field(default="", compare=False)
    sealed: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", visible(self.path))
        object.__setattr__(self, "message", visible(self.message))

    def __str__(self) -> str:
        named = f" [{self.rule}]" if self.rule and self.severity is not Severity.ERROR else ""
        return (
            f"{self.path}:{self.line}:{self.column}: {self.severity.value}: {self.message}{named}"
        )

    @property
    def order(self) -> tuple[str, int, int, int, str]:
        """The key by which problems are sorted: file, place, gravity. v2 stands before v10: seals
        to be copied stand in the order of their chain.
        """
        path = _DIGITS.sub(lambda digits: digits[0].zfill(9), self.path)
        return path, self.line, self.column, _RANK[self.severity], self.message


def whole_file(path: str, message: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return a problem of a file as a whole, or of one that is not there."""
    return Problem(path, 1, 1, severity, message)


class ContentError(Exception):
    """The content, or the place to publish to, has problems; it carries them all, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Travel from another process with the problems, not with their text."""
        return ContentError, (self.problems,)


def refused(problems: Iterable[Problem], *severities: Severity) -> bool:
    """Tell whether any of the problems has one of the severities."""
    return any(problem.severity in severities for problem in problems)


_WIDTH = 96
"""Characters of a line that are shown."""


def shown_line(problem: Problem) -> tuple[str, str, str]:
    """Return as much of a problem's line as fits: before the place, the character, the rest."""
    line = problem.excerpt
    start = max(0, min(problem.column - 1 - _WIDTH // 2, len(line) - _WIDTH))
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in line[start : start + _WIDTH]
    )
    place = problem.column - 1 - start
    return shown[:place], shown[place : place + 1], shown[place + 1 :]


def lines_of(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield problems as a terminal shows them: each in a line, then as much as fits of the line
    that it is about, and a caret under the place.
    """
    for problem in problems:
        yield str(problem)
        if problem.excerpt:
            before, at, after = shown_line(problem)
            yield from (f"    {before}{at}{after}", f"    {' ' * len(before)}^")


_MOST_KNOWN = 1000
"""Words beyond which none is suggested: to hold many against many takes minutes."""


_LIKE_LATIN = str.maketrans("аеорсухіѕјһԁѡӏԛԝɡɑοαενικρυвкмнт", "aeopcyxisjhdwlqwgaoaevikpubkmht")
"""Small Cyrillic, Greek and phonetic letters, each with the Latin one that it is taken for."""


def as_latin(text: str) -> str:
    """Return a text with Latin letters in the place of those of other scripts that look alike."""
    return text.translate(_LIKE_LATIN)


def did_you_mean(typed: str, known: Collection[str]) -> str:
    """Return the end of a sentence that names the nearest known word, or nothing."""
    folded = typed.casefold()
    latin = as_latin(folded)
    same = next((word for word in known if word.casefold() in (folded, latin)), None)
    if same and same.casefold() != folded:
        foreign = next(a for a, b in zip(folded, latin, strict=True) if a != b)
        alphabet = unicodedata.name(foreign).partition(" ")[0].capitalize()
        return f"; its {foreign} is a {alphabet} letter (U+{ord(foreign):04X}): write `{same}`"
    if same or len(known) > _MOST_KNOWN:
        return f"; did you mean `{same}`?" if same else ""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - sound content needs no suggestion

    near = process.extractOne(folded, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f"; did you mean `{near[0]}`?" if near else ""


def for_the_screen(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems as a terminal lists them: the gravest last, where the eye is. Equal ones of a
    file are told once; what is sealed is left out, since it is counted.
    """
    return sorted(_listed(problems), key=lambda problem: -_RANK[problem.severity])


def for_a_page(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems as a page lists them, which is read from its top: the gravest first."""
    return sorted(_listed(problems), key=lambda problem: _RANK[problem.severity])


def _listed(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are not sealed; equal ones of a file once, with their number."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        if not problem.sealed:
            same = (problem.path, problem.severity, problem.rule, problem.message)
            alike.setdefault(same, []).append(problem)
    return [_with_number(group) for group in alike.values()]


_MOST_LINES = 5
"""Lines that are named of equal problems."""


def _with_number(group: Sequence[Problem]) -> Problem:
    first, number = group[0], len(group)
    if number == 1:
        return first
    others = list(dict.fromkeys(problem.line for problem in group if problem.line != first.line))
    more = "".join(f", {line}" for line in others[:_MOST_LINES]).replace(",", "; also line", 1)
    more += ", …" if len(others) > _MOST_LINES else ""
    return replace(first, message=f"{first.message} ({number} times in this file{more})")


def sealed_line(problems: Sequence[Problem]) -> str:
    """Say in one line how many problems nobody can act on; empty where there are none."""
    number = sum(problem.sealed for problem in problems)
    if not number:
        return ""
    hints = amount(number, "hint")
    return f"{hints} about sealed text, which stays as it is (`--format json` lists them)"


def print_problems(problems: Sequence[Problem], *, to_stdout: bool = False) -> None:
    """Print problems, each with its line, and how many there are."""
    stream = sys.stdout if to_stdout else sys.stderr
    if line := sealed_line(problems):
        echo(line, stream)
    echo_lines(lines_of(for_the_screen(problems)), stream)
    actionable = [problem for problem in problems if not problem.sealed]
    if counted := summary(actionable) or ("no problems" if to_stdout else ""):
        echo(counted, sys.stderr)


def amount(number: int, noun: str) -> str:
    """Write how many there are of what: `1 hint`, `2 hints`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def summary(problems: Sequence[Problem]) -> str:
    """Say how many problems there are of each severity; nothing where there are none."""
    return ", ".join(amount(number, word) for word, number in counts(problems).items() if number)


def counts(problems: Sequence[Problem]) -> dict[str, int]:
    """Return how many problems there are of each severity, gravest first."""
    numbers = Counter(problem.severity for problem in problems)
    return {severity.value: numbers[severity] for severity in Severity}


def annotation(problem: Problem) -> str:
    """Write a problem as a GitHub workflow command, which shows it at the line."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}[
        problem.severity
    ]
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    title = f",title={_property(problem.rule)}" if problem.rule else ""
    return f"::{level} {place}{title}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Sequence[Problem]) -> str:
    """Write problems as JSON: a list of them, and how many there are of each severity."""
    data = {"problems": [to_data(problem) for problem in problems], "counts": counts(problems)}
    return json.dumps(data, ensure_ascii=False, indent=2)


def to_data(problem: Problem) -> dict[str, str | int | bool]:
    """Return a problem as JSON has it."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "message": problem.message,
        "sealed": problem.sealed,
    }


def as_markdown_text(words: str) -> str:
    """Return words as Markdown that reads as these words: nothing in them is taken for its own."""
    for character in "\\`*_[]<>|~#&$":
        words = words.replace(character, f"\\{character}")
    return words.replace("\n", " ")

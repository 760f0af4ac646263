"""Problems as they are told: the gravest where the eye is, nothing twice, nothing that forges."""

from __future__ import annotations

import json

import pytest

from notice.console import visible
from notice.problems import (
    Problem,
    Severity,
    annotation,
    as_json,
    did_you_mean,
    for_a_page,
    for_the_screen,
    print_problems,
)

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


def problem(
    line: int, severity: Severity = HINT, message: str = "m", path: str = "a.yaml"
) -> Problem:
    """Return a problem of a file."""
    return Problem(path, line, 1, severity, message)


def test_the_gravest_stand_last_on_the_screen_and_first_on_a_page() -> None:
    """A terminal ends where the eye is; a page is read from its top."""
    severities = {1: ERROR, 2: HINT, 3: WARNING, 4: ERROR}
    problems = [problem(line, severity, f"m{line}") for line, severity in severities.items()]
    assert [told.line for told in for_the_screen(problems)] == [2, 3, 1, 4]
    assert [told.line for told in for_a_page(problems)] == [1, 4, 3, 2]


def test_equal_problems_of_a_file_are_told_once() -> None:
    """With their number, and the lines of some of the others; those of another file stand apart."""
    problems = [problem(line) for line in (3, 5, 5, 8, 9, 10, 11, 12)]
    problems += [problem(1, path="b.yaml"), problem(4, message="n"), problem(4, message="n")]
    assert [str(told) for told in for_the_screen(problems)] == [
        "a.yaml:3:1: hint: m (8 times in this file; also line 5, 8, 9, 10, 11, …)",
        "b.yaml:1:1: hint: m",
        "a.yaml:4:1: hint: n (2 times in this file)",
    ]


def test_what_nobody_can_act_on_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Hints about sealed text are one line with their number; JSON has each."""
    sealed = [Problem("v1/a.yaml", line, 1, HINT, "m", sealed=True) for line in (1, 2)]
    print_problems([*sealed, problem(7)], to_stdout=True)
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "2 hints about sealed text, which stays as it is (`--format json` lists them)",
        "a.yaml:7:1: hint: m",
    ]
    assert told.err == "1 hint\n"
    data = json.loads(as_json([*sealed, problem(7)]))
    assert [entry["sealed"] for entry in data["problems"]] == [True, True, False]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("so\u00adft", r"so\xadft"),
        ("\udcff.yaml", r"\xff.yaml"),
        ("\u2028", r"\u2028"),
        ("10\u00a0€, “ä”, юе, \U0001f600", "10\u00a0€, “ä”, юе, \U0001f600"),
    ],
)
def test_what_is_not_seen_is_shown(raw: str, shown: str) -> None:
    """Control and format characters, and bytes that are not UTF-8, are escapes in any problem."""
    assert visible(raw) == shown
    assert str(problem(1, message=raw, path=raw)) == f"{shown}:1:1: hint: {shown}"


@pytest.mark.parametrize(
    "hostile", ["::error::%0A", "x\n::error::forged", "x\r::warning::", "a,line=1::forged", "%0A"]
)
def test_no_name_forges_an_annotation(hostile: str) -> None:
    """Whatever a file is called and a message says, one problem is one line with one command, and
    nothing in it is read as a property or line break of its own.
    """
    line = annotation(problem(3, ERROR, hostile, hostile))
    assert len(line.splitlines()) == 1
    command, properties, message = line.split("::", 2)[0], *line[2:].split("::", 1)
    assert command == ""
    assert properties.count(",") == 2
    assert "%0A" not in message.replace("%250A", "")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("EN", "; did you mean `en`?"),
        ("\u0435n", "; its \u0435 is a Cyrillic letter (U+0435): write `en`"),
        ("t\u03b9tle", "; its \u03b9 is a Greek letter (U+03B9): write `title`"),
        ("titel", "; did you mean `title`?"),
        ("sv", ""),
        ("", ""),
    ],
)
def test_suggestions(typed: str, words: str) -> None:
    """The nearest known word is named, and a letter of another alphabet where it is one."""
    assert did_you_mean(typed, {"fi", "en", "ru", "title", "body"}) == words


def test_nothing_is_suggested_among_thousands() -> None:
    """To hold many against many would take minutes; a word that differs in case alone is found."""
    known = [f"section-{number}" for number in range(5000)]
    assert did_you_mean("sektion-1", known) == ""
    assert did_you_mean("Section-1", known) == "; did you mean `section-1`?"

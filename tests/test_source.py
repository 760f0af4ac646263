"""YAML read as text, with the place of every value."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice.content.files import LARGEST, SEALS, read_tree
from notice.content.yaml_source import Source, parse
from notice.problems import Severity


def read(text: str) -> Source:
    """Read a text that has no problem."""
    source, problems = parse("x.yaml", text.encode())
    assert problems == []
    assert source is not None
    return source


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "yes",
        "on",
        "1.10",
        "0x1f",
        "2018-05-24",
        "null",
        "~",
        "1e3",
        "010",
        "12:30:45",
        "true",
    ],
)
def test_scalars_are_text(typed: str) -> None:
    """What the editor typed is what is meant."""
    assert read(f"key: {typed}\n").data == {"key": typed}


def test_an_empty_value_is_an_empty_text() -> None:
    """A key without a value has an empty text, and no null."""
    assert read("key:\n").data == {"key": ""}


def test_places() -> None:
    """Every value and key knows its line and column."""
    source = read("fi:\n  title: Otsikko\n  body: |\n    yksi\n    kaksi [](#x) [](#x)\n")
    assert str(source.problem(("fi", "title"), Severity.ERROR, "m")) == "x.yaml:2:10: error: m"
    assert (
        str(source.problem(("fi", "title"), Severity.ERROR, "m", key=True))
        == "x.yaml:2:3: error: m"
    )
    second = source.at(("fi", "body")).rindex("(#x)")
    assert (
        str(source.problem_in(("fi", "body"), second, Severity.HINT, "m")) == "x.yaml:5:20: hint: m"
    )
    assert str(source.problem(("fi", "gist"), Severity.ERROR, "m")) == "x.yaml:2:3: error: m"


def test_places_in_a_folded_text() -> None:
    """Where lines are joined in what was read, a word that stands there twice has both its places."""
    source = read("body: >\n  lorem TODO ipsum\n  dolor TODO sit\n")
    text = source.at(("body",))
    places = [match.start() for match in re.finditer("TODO", text)]
    problems = [source.problem_in(("body",), place, Severity.HINT, "m") for place in places]
    assert [(problem.line, problem.column) for problem in problems] == [(2, 9), (3, 9)]
    same = read("body: >\n  a word, a word\n  and a word\n")
    places = [match.start() for match in re.finditer("a word", same.at(("body",)))]
    problems = [same.problem_in(("body",), place, Severity.HINT, "m") for place in places]
    assert [(problem.line, problem.column) for problem in problems] == [(2, 3), (2, 11), (3, 7)]


def test_line_ends_of_any_system() -> None:
    """Windows' and old Macintosh's line ends read as any others, and lines count the same."""
    for end in ("\n", "\r\n", "\r"):
        source = read(f"a: x{end}b: |{end}  one{end}  two{end}")
        assert source.data == {"a": "x", "b": "one\ntwo\n"}
        assert str(source.problem(("b",), Severity.ERROR, "m")).startswith("x.yaml:2:4:")


def test_aliases_that_end_are_fine() -> None:
    """An alias is followed where it leads somewhere finite."""
    assert read("a: &x [1, 2]\nb: *x\n").data == {"a": ["1", "2"], "b": ["1", "2"]}


def test_seals_of_many_versions(tmp_path: Path) -> None:
    """The seals of 40 versions in 24 languages are read: they are more than any section's file
    may be.
    """
    parts = {f"section-{number}": "0123456789abcdef" for number in range(40)}
    text = json.dumps({"seals": [{"texts": {f"l{number}": parts for number in range(24)}}] * 40})
    (tmp_path / SEALS).write_text(text, encoding="utf-8")
    tree = read_tree(tmp_path)
    assert len(text) > LARGEST
    assert tree.problems == ()
    assert tree.seals is not None


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "- " * 5000 + "x", "{a: " * 5000, "\n".join(" " * n + "a:" for n in range(500))],
)
def test_depth_is_bounded(text: str) -> None:
    """Nesting without end is a problem, never a crash."""
    source, problems = parse("x.yaml", text.encode())
    assert source is None
    assert problems[0].severity is Severity.ERROR


@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    """Any bytes give a source or a problem at a place inside them, never an exception."""
    source, problems = parse("x.yaml", raw)
    assert (source is None) == bool(
        [problem for problem in problems if "second time" not in problem.message]
    )
    lines = raw.count(b"\n") + raw.count(b"\r") + 2
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in problems)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@#,? \n", max_size=60))
def test_any_yaml(text: str) -> None:
    """Any YAML-like text gives a source or a problem, never an exception."""
    parse("x.yaml", text.encode())

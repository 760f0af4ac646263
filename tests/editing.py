"""Edits of a notice as its editors make them, chosen by numbers, so that any sequence of them can
be made again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from notice.content.model import Text
from notice.versions.translations import pin

LANGUAGES = ("fi", "en")


def load(file: Path) -> Any:
    """Read a file; every value is text."""
    return yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - text alone


def store(file: Path, data: object) -> None:
    """Write a file."""
    file.write_text(
        yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )


def chosen(content: Path, pattern: str, number: int) -> Path:
    """Choose one of the files of a pattern."""
    found = sorted(content.glob(pattern))
    return found[number % len(found)]


def section_file(content: Path, number: int) -> Path:
    """Choose a section's file."""
    found = [file for file in sorted(content.glob("v*/*.yaml")) if file.name != "version.yaml"]
    return found[number % len(found)]


def words(content: Path, number: int) -> None:
    """Change the words of a section in a language."""
    data = load(file := section_file(content, number))
    language = LANGUAGES[number % 2] if LANGUAGES[number % 2] in data else "fi"
    data[language]["body"] = f"{data[language]['body'].rstrip()} Lisäys {number}.\n"
    store(file, data)


def paragraph(content: Path, number: int) -> None:
    """Add a paragraph that refers to another section."""
    data = load(file := section_file(content, number))
    data["fi"]["body"] += f"\nKatso kohta [](#rights), kappale numero {number}.\n"
    store(file, data)


def title(content: Path, number: int) -> None:
    """Return a section another title, or one in the first place."""
    data = load(file := section_file(content, number))
    for language in data.keys() & set(LANGUAGES):
        data[language]["title"] = f"Otsikko {number}"
    store(file, data)


def gist(content: Path, number: int) -> None:
    """Return a section a summary, or take it away."""
    data = load(file := section_file(content, number))
    for language in data.keys() & set(LANGUAGES):
        if data[language].pop("gist", None) is None:
            data[language]["gist"] = f"Lyhyesti {number}."
    store(file, data)


def checked(content: Path, number: int) -> None:
    """Pin every translation of a section to its source as it is now."""
    data = load(file := section_file(content, number))
    source = Text(data["fi"].get("title", ""), data["fi"].get("gist", ""), data["fi"]["body"])
    if "en" in data:
        data["en"]["of"] = pin(source)
    store(file, data)


def translated(content: Path, number: int) -> None:
    """Take a translation away, or add one that says what the source says."""
    data = load(file := section_file(content, number))
    if data.pop("en", None) is None:
        data["en"] = {**data["fi"], "of": "00000000"}
    store(file, data)


def noted(content: Path, number: int) -> None:
    """Change a version's note in one language."""
    data = load(file := chosen(content, "v*/version.yaml", number))
    data["note"][LANGUAGES[number % 2]] = f"Muutos {number}."
    store(file, data)


def dated(content: Path, number: int) -> None:
    """Let a version take effect on another day."""
    data = load(file := chosen(content, "v*/version.yaml", number))
    data["effective"] = f"{data['effective'][:8]}{number % 28 + 1:02}"
    data.pop("published", None)
    store(file, data)


def classed(content: Path, number: int) -> None:
    """Say that a version makes another kind of change."""
    data = load(file := chosen(content, "v[2-9]/version.yaml", number))
    data["change"] = "material" if data["change"] == "editorial" else "editorial"
    store(file, data)


def finished(content: Path, number: int) -> None:
    """Make a draft of the last version, or make it one no longer: then nothing is left to do in
    it.
    """
    del number
    for section in content.glob("v3/preamble.yaml"):
        section.write_text(
            section.read_text(encoding="utf-8").replace("TODO(", "("), encoding="utf-8"
        )
    data = load(file := max(content.glob("v*/version.yaml")))
    if data.pop("draft", None) is None:
        data["draft"] = "true"
    store(file, data)


def ordered(content: Path, number: int) -> None:
    """Let a section stand first in a version."""
    data = load(file := chosen(content, "v*/version.yaml", number))
    place = number % len(data["sections"])
    data["sections"].insert(0, data["sections"].pop(place))
    store(file, data)


def dropped(content: Path, number: int) -> None:
    """Take a section out of a version and all later ones."""
    first = chosen(content, "v[2-9]/version.yaml", number)
    gone = load(first)["sections"][-1 - number % 3]
    for file in content.glob("v[2-9]/version.yaml"):
        data = load(file)
        if file >= first and gone in data["sections"]:
            data["sections"].remove(gone)
            store(file, data)


def covered(content: Path, number: int) -> None:
    """Let a section cover another item."""
    data = load(file := section_file(content, number))
    data["covers"] = [] if data.get("covers") else ["13.2.d"]
    store(file, data)


def inapplicable(content: Path, number: int) -> None:
    """Let an item apply no longer, or again."""
    data = load(file := chosen(content, "v*/version.yaml", number))
    if data.pop("not_applicable", None) is None:
        data["not_applicable"] = {"13.2.f": f"syy {number}"}
    store(file, data)


def numbered(content: Path, number: int) -> None:
    """Return a section a number that the published text had, or take it away."""
    data = load(file := section_file(content, number))
    if data.pop("number", None) is None and "title" in data["fi"]:
        data["number"] = f"{number % 50 + 20}"
    store(file, data)


def called(content: Path, number: int) -> None:
    """Change what holds for all versions."""
    data = load(file := content / "notice.yaml")
    if number % 3:
        data["title"]["en"] = f"Notice {number}"
    else:
        data["controller"]["name"] = f"Testi {number} Oy"
    store(file, data)


def remarked(content: Path, number: int) -> None:
    """Add a comment, which no page shows."""
    file = chosen(content, "v*/*.yaml", number)
    file.write_text(f"# {number}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")


EDITS: tuple[Callable[[Path, int], None], ...] = (
    *(
        words,
        paragraph,
        title,
        gist,
        checked,
        translated,
        noted,
        dated,
        classed,
        finished,
        ordered,
        dropped,
    ),
    *(covered, inapplicable, numbered, called, remarked),
)

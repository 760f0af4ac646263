"""Forgeries: what was published is changed, and something says so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import life
import pytest
from conftest import Run, rows, seal_as_it_is
from life import TODAY

from notice.checks import examine
from notice.content.files import read_tree
from notice.problems import Severity
from notice.site.i18n import available
from notice.versions import sealed_text, seals

CASES: list[dict[str, Any]] = rows("forgeries.yaml")
SOUND: dict[str, tuple[str, str, str]] = {
    "a comment": ("v1/rights.yaml", "fi:\n", "# why\nfi:\n"),
    "a pin": ("v1/rights.yaml", 'of: "', 'of: "00000000" #'),
    "what a section covers": ("v1/rights.yaml", "13.2.f]", "13.2.f, 14.2.f]"),
    "what does not apply": ("v1/version.yaml", "change:", "not_applicable: {14.2.f: no}\nchange:"),
    "a silence": ("v1/version.yaml", "change:", "silence: {gdpr-items-are-answered: no}\nchange:"),
    "where the site stands": ("notice.yaml", "example.com/privacy", "example.org/notice"),
    "quotes": ("v1/version.yaml", "Ensimmäinen.", '"Ensimmäinen."'),
}
"""What may be done to a published notice: what it is, and the texts that are replaced."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published notice, the site that is online, and what stood there on
    earlier days.
    """
    folder = tmp_path_factory.mktemp("published")
    life.publish_all(folder)
    return folder


# What is done to seals.json. A chain is new where every seal is right in itself and names the one
# before it.


Seals = list[dict[str, Any]]


def new_chain(entries: Seals) -> Seals:
    """Let every seal name the one before it, and be right in itself."""
    before = ""
    for entry in entries:
        entry |= {"before": before, "seal": "0" * 64}
        (seal,) = seals.from_data({"seals": [entry]})
        entry["seal"] = before = seals.with_digest(seal).digest
    return entries


def of(entries: Seals, version: str) -> dict[str, Any]:
    """Return the first seal of a version."""
    return next(entry for entry in entries if entry["version"] == version)


def other(digits: str) -> str:
    """Return a digest with another first digit."""
    return ("1" if digits[0] == "0" else "0") + digits[1:]


def change_part(entries: Seals) -> Seals:
    """Change a digit of a part of v1."""
    parts = of(entries, "v1")["texts"]["fi"]["parts"]
    parts["rights"] = other(parts["rights"])
    return entries


def change_digest(entries: Seals) -> Seals:
    """Change a digit of a text of v1."""
    text = of(entries, "v1")["texts"]["fi"]
    text["digest"] = other(text["digest"])
    return entries


def with_entry(entries: Seals, entry: dict[str, Any]) -> Seals:
    """Add a seal that is right in itself after all others."""
    return new_chain([*entries, entry])


def with_value(entries: Seals, version: str, key: str, value: str) -> Seals:
    """Let the first seal of a version say something else."""
    of(entries, version)[key] = value
    return new_chain(entries)


def without_base(entries: Seals) -> Seals:
    """Let the seal of v3 name no base."""
    del of(entries, "v3")["from"]
    return new_chain(entries)


def without_language(entries: Seals) -> Seals:
    """Let the seal of v3 forget a language."""
    del of(entries, "v3")["texts"]["en"]
    return new_chain(entries)


def swapped(entries: Seals) -> Seals:
    """Let the seal of v2 and its withdrawal change places."""
    entries[1], entries[2] = entries[2], entries[1]
    return entries


def withdrawn(version: str, day: str = "2026-11-20", **more: Any) -> dict[str, Any]:
    """Return the withdrawal of a version."""
    return {"version": version, "withdrawn": day, **more}


def without_withdrawal(entries: Seals) -> Seals:
    """Take the withdrawal out."""
    return new_chain([entry for entry in entries if "withdrawn" not in entry])


DONE: Mapping[str, Callable[[Seals], Seals]] = {
    "a digit of a digest": change_digest,
    "a digit of a part": change_part,
    "a digit of a part in a new chain": lambda known: new_chain(change_part(known)),
    "the first is gone": lambda known: known[1:],
    "the first is gone in a new chain": lambda known: new_chain(known[1:]),
    "the last is gone": lambda known: known[:-1],
    "two change places": swapped,
    "two change places in a new chain": lambda known: new_chain(swapped(known)),
    "one stands twice": lambda known: with_entry(known, dict(known[0])),
    "another base in a new chain": without_base,
    "another day of publication in a new chain": lambda known: with_value(
        known, "v3", "published", "2030-01-01"
    ),
    "a language is gone in a new chain": without_language,
    "no withdrawal in a new chain": without_withdrawal,
    "a second withdrawal": lambda known: with_entry(known, withdrawn("v2")),
    "a withdrawal with a text": lambda known: with_entry(
        known, withdrawn("v3", texts=of(known, "v3")["texts"])
    ),
    "a withdrawal of v9": lambda known: with_entry(known, withdrawn("v9")),
    "a seal of nothing": lambda known: with_entry(known, {"version": "v1"}),
    "an unknown key": lambda known: [*known[:-1], {**known[-1], "reason": "none"}],
}


def of_content(content: Path, done: str) -> None:
    """Do to the seals what needs the content as it is now."""
    file = content / "seals.json"
    if done == "all made anew":
        file.unlink()
        seal_as_it_is(content)
    elif done == "what is lacking":
        seal_as_it_is(content)
    else:
        notice = examine(read_tree(content), available()).notice
        assert notice
        edition = seals_of(content)
        known = json.loads(file.read_bytes())["seals"]
        language = "en" if done.startswith(("a section", "a translation")) else "fi"
        texts = {"fi": ("fi",), "en": ("en",)}[language]
        forged = seals.entry(seals.seal_of(notice, edition, texts))
        if done == "a second seal of v1":
            forged = seals.entry(seals.seal_of(notice, edition, notice.languages))
            known = with_entry(known, forged)
        elif done == "a translation that changes more":
            known = with_entry(known[:-1], forged)
        else:
            text = sealed_text.sealed_text(notice, edition, "en", ["rights"])
            of(known, "v1")["texts"]["en"] = {
                "digest": text.digest,
                "parts": dict(text.parts),
                "untranslated": [*text.untranslated],
            }
            known = new_chain(known[:-1])
        file.write_text(json.dumps({"seals": known}), encoding="utf-8")


def seals_of(content: Path) -> Any:
    """Return the first version as it is now."""
    from notice.versions.editions import editions

    notice = examine(read_tree(content), available()).notice
    assert notice
    return editions(notice, date.max, drafts=True)[0]


def do(case: Mapping[str, Any], folder: Path, content: Path) -> None:
    """Do what a case says to a copy of the content."""
    shutil.copytree(folder / case["replay"] if "replay" in case else folder / "content", content)
    for inside, changes in case.get("edit", {}).items():
        text = (content / inside).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert str(old) in text, (inside, old, text)
            text = text.replace(str(old), str(new))
        (content / inside).write_text(text, encoding="utf-8")
    for inside in case.get("remove", ()):
        place = content / inside
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    for inside, text in case.get("write", {}).items():
        (content / inside).parent.mkdir(exist_ok=True)
        raw = life.png(255) if inside.endswith(".png") else text.encode()
        (content / inside).write_bytes(raw)
    if done := case.get("seals", ""):
        if done in DONE:
            file = content / "seals.json"
            known = json.loads(file.read_bytes())["seals"]
            file.write_text(json.dumps({"seals": DONE[done](known)}), encoding="utf-8")
        else:
            of_content(content, done)


def test_there_are_enough() -> None:
    """The table has forgeries of the content and of its seals, and of both at once."""
    assert len(CASES) >= 60
    assert {"edit", "seals", "replay"} <= {key for case in CASES for key in case}


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["done"])
def test_a_forgery_is_told(case: dict[str, Any], published: Path, run: Run, tmp_path: Path) -> None:
    """Whatever was done: `check` says so; where nothing within the repository can tell, the sums
    of the site that is online do, or the seals of main.
    """
    content = tmp_path / "content"
    do(case, published, content)
    told = examine(read_tree(content), available(), lambda _: date.fromisoformat(TODAY)).problems
    grave = [str(problem) for problem in told if problem.severity is not Severity.HINT]
    if case["check"]:
        assert any(case["check"] in line for line in grave), grave
    else:
        assert grave == []
    assert case["check"] or "published" in case or "before" in case
    outside = {
        "published": ("--published", published / "site" / "SHA256SUMS"),
        "before": ("--seals-before", published / "content" / "seals.json"),
    }
    for key, arguments in outside.items():
        if key in case:
            done = run("verify", "--content", content, "--date", TODAY, *arguments)
            assert (done.returncode, case[key] in done.stdout) == (1, True), done


@pytest.mark.campaign
@pytest.mark.parametrize("name", SOUND)
def test_what_may_be_done_is_not_told(name: str, published: Path, run: Run, tmp_path: Path) -> None:
    """What no reader is told may change in a published version."""
    content = tmp_path / "content"
    inside, old, new = SOUND[name]
    do({"edit": {inside: {old: new}}}, published, content)
    for arguments in (
        ("--published", published / "site" / "SHA256SUMS"),
        ("--seals-before", published / "content" / "seals.json"),
    ):
        done = run("verify", "--content", content, "--date", TODAY, *arguments)
        assert done.returncode == 0, done


@pytest.mark.parametrize(
    ("sums", "words"),
    [
        ("", "it names no text of any version"),
        ("<!doctype html>\n", "this is no list of sums (line 1)"),
        (f"{'0' * 64}  style.css\n", "it names no text of any version"),
        (f"{'0' * 64}  fi/v1/notice.txt\n" * 2, "this is no list of sums (line 2)"),
        (f"{'0' * 64}  fi/v1/notice.txt\n", "was never sealed here"),
        (f"{'0' * 64}  sv/v1/notice.txt\n", "it is online, and would vanish"),
        (f"{'0' * 64}  fi/v9/notice.txt\n", "it is online, and would vanish"),
    ],
)
def test_sums_that_prove_nothing(
    sums: str, words: str, published: Path, run: Run, tmp_path: Path
) -> None:
    """What is no list of the site's sums, or names what was never sealed, is refused."""
    (tmp_path / "sums").write_text(sums, encoding="utf-8")
    arguments = ("--content", published / "content", "--date", TODAY, "--published", "sums")
    done = run("verify", *arguments)
    assert (done.returncode, words in done.stdout) == (1, True), done.stdout

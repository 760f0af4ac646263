"""The past: whatever was published is sealed, and no change to it goes unnoticed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import life
import pytest
from conftest import MIMINO, MakeContent, Run, required, seal_as_it_is
from hypothesis import given
from hypothesis import strategies as st

from notice import urls
from notice.checks import examine
from notice.content.files import Tree, read_tree
from notice.content.load import read_notice
from notice.content.yaml_source import parse
from notice.problems import Problem, Severity
from notice.site.i18n import available
from notice.versions import sealed_text
from notice.versions.sealed_text import _lines, _value  # the heart of what is sealed
from notice.versions.seals import read_seals

TAMPERINGS = int(os.environ.get("NOTICE_TAMPERINGS", "60"))


FACTS = "purposes: {shop: {name: {fi: Kauppa, en: Shop}, basis: 6.1.b}}\n"


@pytest.fixture
def sealed(make_content: MakeContent) -> Path:
    """Return a copy of the small notice whose published versions are sealed."""
    return make_content()


def told(content: Path, *rules: str) -> list[Problem]:
    """Return the problems that checks of the past find."""
    problems = examine(read_tree(content), available()).problems
    wanted = rules or (
        "seals-are-a-chain",
        "sealed-versions-stay-as-they-were",
        "nothing-published-vanishes",
    )
    return [problem for problem in problems if problem.rule in wanted]


@pytest.mark.parametrize(("day", "is_told"), [("2026-08-01", False), ("2026-08-02", True)])
def test_what_nobody_could_read_yet_is_told(tmp_path: Path, day: str, is_told: bool) -> None:  # noqa: FBT001 - a case
    """A version that says that it was shown before it was sealed is told as a hint, once others
    are sealed: no reader saw it then. What is sealed first of all stood elsewhere.
    """
    content = tmp_path / "content"
    life.write_notice(content)
    rule = "nothing-is-shown-before-it-was"
    assert told(content, rule) == []
    seal_as_it_is(content)
    (content / "v2").mkdir()
    second = life.FIRST.replace("2026-06", "2026-08").replace("first", "editorial", 1)
    (content / "v2" / "version.yaml").write_text(second, encoding="utf-8")
    checked = examine(read_tree(content), available(), lambda _: date.fromisoformat(day))
    hints = [problem for problem in checked.problems if problem.rule == rule]
    assert [problem.severity for problem in hints] == [Severity.HINT] * is_told


def test_published_versions_need_a_seal(tmp_path: Path) -> None:
    """Without a seal there is a warning with the very lines to add, if the versions are fit to be
    sealed; those lines, added by hand, are what sealing writes.
    """
    content = tmp_path / "content"
    life.write_notice(content)
    (content / "v2").mkdir()
    second = life.FIRST.replace("2026-06", "2026-07").replace("first", "editorial", 1)
    (content / "v2" / "version.yaml").write_text(second, encoding="utf-8")
    problems = told(content, "published-versions-are-sealed")
    assert [problem.severity for problem in problems] == [Severity.WARNING, Severity.WARNING]
    lines = [json.loads(problem.message.split(": ", 2)[2]) for problem in problems]
    (content / "seals.json").write_text(json.dumps({"seals": lines}), encoding="utf-8")
    assert told(content, "published-versions-are-sealed") == []
    assert told(content) == []
    by_hand = read_seals(read_tree(content))[0]
    (content / "seals.json").unlink()
    seal_as_it_is(content)
    assert read_seals(read_tree(content))[0] == by_hand


def test_what_is_not_fit_to_be_sealed_has_no_seal_to_copy(make_content: MakeContent) -> None:
    """While something else is told of a version there is no seal to copy for it, nor for those
    that would follow in the chain.
    """
    problems = told(make_content(sealed=False), "published-versions-are-sealed")
    assert [problem.message.partition(", since")[0] for problem in problems] == [
        f"{version} is published and it has no seal: first mend what else is told of v1"
        for version in ("v1", "v2")
    ]


def test_drafts_are_not_sealed(sealed: Path) -> None:
    """A draft has no seal, and a second `seal` adds nothing."""
    assert [seal.version for seal in read_seals(read_tree(sealed))[0]] == ["v1", "v2"]


def test_sealing_again_changes_nothing(sealed: Path, run: Run) -> None:
    """Where everything is sealed, `seal` says so and leaves the file alone."""
    before = (sealed / "seals.json").read_bytes()
    done = run("seal", "--content", sealed)
    assert (done.returncode, "every published version has its seal" in done.stdout) == (0, True)
    assert (sealed / "seals.json").read_bytes() == before


def test_a_changed_section_is_refused_by_name(sealed: Path, run: Run) -> None:
    """A change to a sealed version names the section and its line, and says how to make a new
    version instead; nothing is built.
    """
    file = sealed / "v1" / "controller.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Oy", "Oyj", 1), encoding="utf-8")
    problems = told(sealed)
    assert problems
    assert all(
        problem.path.endswith("v1/controller.yaml") and problem.severity is Severity.ERROR
        for problem in problems
    )
    assert "v1 is sealed, and section `controller`" in problems[0].message
    assert "notice new controller" in problems[0].message
    done = run("--content", sealed, "--output", "site")
    assert (done.returncode, (sealed.parent / "site").exists()) == (1, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("effective: ", "effective: 2019-12-31 # "),
        ("change: first", "change: first\npublished: 2000-01-01"),
    ],
)
def test_a_changed_date_is_refused(sealed: Path, old: str, new: str) -> None:
    """The dates of a sealed version stay as they were published."""
    file = sealed / "v1" / "version.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any("its days" in problem.message for problem in told(sealed))


def test_what_is_no_text_may_change(sealed: Path) -> None:
    """Comments, what a section covers, and pins are nobody's text: sealed versions may get them
    later.
    """
    for file in sealed.glob("v1/*.yaml"):
        file.write_text(f"# a comment\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    assert told(sealed) == []


def texts_of(tree: Tree) -> object:
    """Return all that readers read, as it was parsed: versions with their dates and notes, sections
    with their texts.
    """
    notice = read_notice(tree).notice
    if notice is None:
        return None
    return [
        (
            (
                version.effective,
                version.published,
                version.change,
                version.note,
                version.contents,
                version.draft,
            ),
            [
                (
                    section.id,
                    section.number,
                    {
                        language: (text.title, text.gist, text.body)
                        for language, text in section.texts.items()
                    },
                )
                for section in version.own.values()
            ],
        )
        for version in notice.versions
    ]


def test_any_changed_byte_is_found(tmp_path: Path) -> None:
    """Whichever byte of a sealed version's files is changed: it is told, unless every text is the
    same as before (a comment, a pin).
    """
    content = tmp_path / "content"
    shutil.copytree(MIMINO, content)
    shutil.rmtree(content / "v3")
    before = texts_of(read_tree(content))
    files = sorted(content.glob("v*/*.yaml"))
    chance = random.Random(2018)  # noqa: S311 - a sample that is the same every time, not a secret
    changes = 0
    for _ in range(TAMPERINGS):
        file = chance.choice(files)
        raw = file.read_bytes()
        place = chance.randrange(len(raw))
        other = chance.choice([byte for byte in b"aZ0 \n.:-\xc3" if byte != raw[place]])
        file.write_bytes(raw[:place] + bytes([other]) + raw[place + 1 :])
        tree = read_tree(content)
        if texts_of(tree) != before:
            problems = examine(tree, available()).problems
            assert any(problem.severity is Severity.ERROR for problem in problems), (
                file,
                place,
                other,
            )
            changes += 1
        file.write_bytes(raw)
    assert changes > TAMPERINGS / 2


def test_a_changed_seal_is_found(sealed: Path) -> None:
    """Whichever digit of a seal is changed, and whichever seal is taken out or moved, the chain
    tells.
    """
    text = (sealed / "seals.json").read_text(encoding="utf-8")
    data = json.loads(text)
    digits = [
        place
        for place, character in enumerate(text)
        if character in "0123456789abcdef" and place > text.index('"seals"')
    ]
    for place in digits[:: max(1, len(digits) // 40)]:
        other = "0" if text[place] != "0" else "1"
        (sealed / "seals.json").write_text(
            text[:place] + other + text[place + 1 :], encoding="utf-8"
        )
        problems = examine(read_tree(sealed), available()).problems
        assert any(
            problem.severity is Severity.ERROR and problem.path.endswith("seals.json")
            for problem in problems
        ), text[place - 20 : place + 20]
    for chain in (data["seals"][1:], data["seals"][::-1], [*data["seals"], data["seals"][0]]):
        (sealed / "seals.json").write_text(json.dumps({**data, "seals": chain}), encoding="utf-8")
        assert told(sealed, "seals-are-a-chain")


def test_a_changed_seal_alone_blames_no_text(sealed: Path) -> None:
    """Where a seal was changed that is told, and not that the texts are other than it says."""
    file = sealed / "seals.json"
    digest = json.loads(file.read_bytes())["seals"][0]["texts"]["en"]["digest"]
    file.write_text(file.read_text("utf-8").replace(digest, digest[::-1]), encoding="utf-8")
    assert [problem.rule for problem in told(sealed)] == ["seals-are-a-chain"]


def test_a_version_that_was_published_does_not_vanish(sealed: Path) -> None:
    """A sealed version cannot become a draft, lose its folder or a language: its addresses would
    vanish, and they are named.
    """
    file = sealed / "v2" / "version.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\ndraft: true\n", encoding="utf-8")
    assert any(
        "/fi/v2/" in problem.message for problem in told(sealed, "nothing-published-vanishes")
    )
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("gone", ["v1", "v2", "v2/version.yaml"])
def test_what_was_sealed_and_is_gone_is_told_once(sealed: Path, gone: str) -> None:
    """Where the folder of a sealed version is not there, that is told and what to do; no other
    version is blamed for what it carried over, and no address is told one by one.
    """
    place = sealed / gone
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    problems = examine(read_tree(sealed), available()).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [problem.path for problem in errors] == [
        (sealed / gone.partition("/")[0] / "version.yaml").as_posix()
    ], [str(error) for error in errors]


def test_a_language_that_was_published_stays(sealed: Path) -> None:
    """A language that is no longer listed is told once, with what to write back: not again in
    each file that has texts in it, nor for each address.
    """
    life.edit(sealed / "notice.yaml", (r"languages: \[fi, en\]", "languages: [fi]"))
    problems = examine(read_tree(sealed), available()).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [(problem.path.rsplit("/", 1)[1], problem.rule) for problem in errors] == [
        ("notice.yaml", "published-languages-stay")
    ]
    assert "`en` is listed no more, and 2 versions were published in it" in errors[0].message
    assert "`languages: [fi, en]`" in errors[0].message


@pytest.mark.parametrize("listed", ["purposes, controller", "controller"])
def test_sections_listed_otherwise_are_told_once(sealed: Path, listed: str) -> None:
    """Where a sealed version lists its sections in another order, or not all of them, that is told,
    and not that each of the others has another number.
    """
    life.edit(sealed / "v1" / "version.yaml", (r"controller, purposes", listed))
    if listed == "controller":
        (sealed / "v1" / "purposes.yaml").unlink()
    problems = examine(read_tree(sealed), available()).problems
    errors = [problem.path for problem in problems if problem.severity is Severity.ERROR]
    assert errors == [(sealed / "v1" / "version.yaml").as_posix()]


def test_another_language_in_front_is_told_once(sealed: Path) -> None:
    """Where another language is put first, it is told that it cannot prevail, and not that every
    translation was made from another text.
    """
    life.edit(sealed / "notice.yaml", (r"languages: \[fi, en\]", "languages: [en, fi]"))
    problems = examine(read_tree(sealed), available()).problems
    about = [problem for problem in problems if "seal" in problem.message]
    assert [(problem.path.rsplit("/", 1)[1], problem.severity) for problem in about] == [
        ("notice.yaml", Severity.ERROR)
    ]
    assert "the language that prevails" in about[0].message
    assert "translations-are-there-and-fit" not in {problem.rule for problem in problems}


def test_a_language_that_came_late_is_told_once(make_content: MakeContent) -> None:
    """A language that is added when versions are sealed is no mistake of theirs: one hint counts
    what it lacks of them. What is still a draft has hints of its own.
    """
    content = make_content({"v2/facts.yaml": FACTS})
    life.edit(content / "notice.yaml", (r"languages: \[fi, en\]", "languages: [fi, en, sv]"))
    hints = [
        problem
        for problem in examine(read_tree(content), available()).problems
        if problem.severity is Severity.HINT and "`sv`" in problem.message
    ]
    places = [problem.path.removeprefix(content.as_posix()) for problem in hints]
    assert {place.partition("/")[2].partition("/")[0] for place in places} == {"notice.yaml", "v3"}
    (late,) = [problem for problem in hints if problem.path.endswith("notice.yaml")]
    own = [file for file in content.glob("v[12]/*.yaml") if file.stem not in ("version", "facts")]
    told_of = "`sv` came when 2 versions were sealed, and lacks"
    assert late.message.startswith(
        f"{told_of} {len(own)} sections, 2 notes and the facts of 1 version"
    )
    life.edit(content / "notice.yaml", (r"\A", "silence: {late-languages-are-complete: no time}\n"))
    assert told(content, "late-languages-are-complete") == []


def test_a_later_translation_is_a_seal_of_its_own(make_content: MakeContent, run: Run) -> None:
    """A translation that comes after the seal is told as lacking one; sealed, it stands as a seal
    of its own after the others.
    """
    content = make_content(sealed=False)
    section = content / "v1" / "controller.yaml"
    whole = section.read_text(encoding="utf-8")
    section.write_text(whole[: whole.index("en:")], encoding="utf-8")
    seal_as_it_is(content)
    first = read_seals(read_tree(content))[0]
    assert "controller" in first[0].texts["en"].untranslated
    section.write_text(whole, encoding="utf-8")
    assert told(content) == []
    assert (
        "the translation en has no seal"
        in told(content, "published-versions-are-sealed")[0].message
    )
    assert run("seal", "--content", content).returncode == 0
    seals = read_seals(read_tree(content))[0]
    assert seals[: len(first)] == first
    assert [list(seal.texts) for seal in seals[len(first) :]] == [["en"], ["en"]]
    assert told(content) == []
    section.write_text(whole.replace("Oy", "Oyj"), encoding="utf-8")
    assert {problem.path.rsplit("/", 1)[1] for problem in told(content)} == {"controller.yaml"}


def test_translations_that_came_later_together_have_no_seal(make_content: MakeContent) -> None:
    """Of several languages that are added at once the message speaks as of several."""
    content = make_content()
    notice = content / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    notice.write_text(text.replace("[fi, en", "[fi, en, sv, de", 1), encoding="utf-8")
    messages = [problem.message for problem in told(content, "published-versions-are-sealed")]
    assert messages
    assert all("the translations sv, de have no seal" in message for message in messages)


def test_seals_to_be_copied_stand_in_their_order(tmp_path: Path) -> None:
    """Where many versions need a seal, the lines that the check prints can be pasted as they come:
    v2 stands before v10.
    """
    content = tmp_path / "content"
    life.write_notice(content)
    for number in range(2, 12):
        folder = content / f"v{number}"
        folder.mkdir()
        (folder / "version.yaml").write_text(
            life.FIRST.replace("2026-06-01", f"2026-07-{number:02}").replace("first", "editorial"),
            encoding="utf-8",
        )
    seal_as_it_is(content)
    life.edit(content / "notice.yaml", (r"\[fi, en\]", "[fi, en, sv]"))
    messages = [problem.message for problem in told(content, "published-versions-are-sealed")]
    data = json.loads((content / "seals.json").read_bytes())
    data["seals"] += [json.loads(message[message.index("{") :]) for message in messages]
    (content / "seals.json").write_text(json.dumps(data), encoding="utf-8")
    assert len(messages) == 11
    assert told(content, "seals-are-a-chain", "published-versions-are-sealed") == []


def test_verify_the_repository(sealed: Path, run: Run) -> None:
    """`verify` recomputes every seal and every text, and names what differs."""
    done = run("verify", "--content", sealed)
    assert (done.returncode, done.stdout.count("as it was sealed")) == (0, 6)
    file = sealed / "v1" / "controller.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Oy", "Oyj", 1), encoding="utf-8")
    done = run("verify", "--content", sealed)
    assert done.returncode == 1
    assert "the content is no longer what was sealed: controller" in done.stdout


def test_verify_tells_what_it_held_against_nothing(tmp_path: Path, run: Run) -> None:
    """A published version without a seal is named: not all is as it was sealed then."""
    content = tmp_path / "content"
    life.write_notice(content)
    seal_as_it_is(content)
    assert run("verify", "--content", content).stderr == "All is as it was sealed.\n"
    (content / "v2").mkdir()
    second = life.FIRST.replace("2026-06", "2026-07").replace("first", "editorial", 1)
    (content / "v2" / "version.yaml").write_text(second, encoding="utf-8")
    done = run("verify", "--content", content)
    assert done.returncode == 0
    assert done.stderr == (
        "Not sealed yet, and held against nothing: v2.\nAll else is as it was sealed.\n"
    )


def test_verify_a_site(sealed: Path, run: Run, tmp_path: Path) -> None:
    """`verify SITE` finds a changed page, a changed text, and a missing file."""
    assert run("--content", sealed, "--output", "site", "--date", "2022-01-01").returncode == 0
    assert run("verify", "site", "--content", sealed).returncode == 0
    for inside, old, new in (
        ("fi/v1/index.html", "Oy", "Oyj"),
        ("fi/v1/notice.txt", "Oy", "Oyj"),
        ("style.css", "#fff", "#eee"),
    ):
        file = tmp_path / "site" / inside
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        done = run("verify", "site", "--content", sealed)
        assert (done.returncode, inside in done.stdout) == (1, True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "site" / "fi" / "v1" / "notice.txt").unlink()
    assert (
        "fi/v1/notice.txt: this file is missing"
        in run("verify", "site", "--content", sealed).stdout
    )


def test_verify_a_page(sealed: Path, run: Run, tmp_path: Path) -> None:
    """A downloaded page is held against its seal word by word: also years later, when another
    version is in force.
    """
    assert run("--content", sealed, "--output", "site", "--date", "2020-06-01").returncode == 0
    page = tmp_path / "page.html"
    shutil.copyfile(tmp_path / "site" / "fi" / "index.html", page)
    done = run("verify", page, "--content", sealed)
    assert (done.returncode, "v1 in fi" in done.stdout) == (0, True)
    text = page.read_text(encoding="utf-8")
    for old, new in (("Oy", "Oyj"), ("<li>", "<li>Uusi "), ("</h2>", "!</h2>")):
        assert old in text[text.index('class="part"') :]
        at = text.index(old, text.index('class="part"'))
        page.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")
        assert run("verify", page, "--content", sealed).returncode == 1
    page.write_text("<p>nothing", encoding="utf-8")
    assert "this is no page of a version" in run("verify", page, "--content", sealed).stdout


def test_verify_survives_what_is_broken(sealed: Path, run: Run, tmp_path: Path) -> None:
    """Broken data, a page that is not there, sums of another encoding, broken content: each is
    told, and nothing is a bug.
    """
    assert run("--content", sealed, "--output", "site", "--date", "2022-01-01").returncode == 0
    (tmp_path / "site" / "fi" / "v1" / "notice.json").write_text("{", encoding="utf-8")
    (tmp_path / "site" / "en" / "v1" / "index.html").unlink()
    (tmp_path / "site" / "SHA256SUMS").write_bytes(b"\xff  style.css\n")
    done = run("verify", "site", "--content", sealed)
    assert done.returncode == 1
    for told in (
        "fi/v1/notice.json: “",
        "en/v1/index.html: this file is missing",
        "SHA256SUMS: not the sums of what belongs to the site",
    ):
        assert told in done.stdout
    for spoiled, text in (
        ("v1/controller.yaml", "fi: ["),
        ("notice.yaml", "languages: [fi]\ntimezone: Nowhere/At-all\n"),
        ("seals.json", "{"),
    ):
        file = sealed / spoiled
        sound = file.read_bytes()
        file.write_text(text, encoding="utf-8")
        done = run("verify", "--content", sealed)
        assert (done.returncode, "mend them first" in done.stderr) == (1, True), spoiled
        file.write_bytes(sound)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
        b"%PDF-1.4\n%\xd3\xeb\xe9\xe1\n",
        "<!doctype html><html></html>".encode("utf-16"),
        b"Tietosuojaseloste\n\nVersio 1",
    ],
)
def test_what_was_saved_in_another_form_is_told_how_to_save(
    sealed: Path, run: Run, tmp_path: Path, raw: bytes
) -> None:
    """An archive, a PDF or a text is no page that can be verified: it is said how to save one."""
    (tmp_path / "page").write_bytes(raw)
    done = run("verify", tmp_path / "page", "--content", sealed)
    assert done.returncode == 1
    assert "save the page as HTML" in done.stdout
    assert "codec" not in done.stdout


def test_a_page_saved_while_a_translation_was_stale_still_holds(
    make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """Pins are no text: a page that was saved before a translation was looked at again is still
    the text that was sealed.
    """
    content = make_content()
    section = content / "v1" / "controller.yaml"
    fits = section.read_text(encoding="utf-8")
    stale = re.sub(r'of: "?[0-9a-f]{8}"?', 'of: "00000000"', fits)
    assert stale != fits
    section.write_text(stale, encoding="utf-8")
    assert run("seal", "--content", content).returncode == 0
    assert run("--content", content, "--output", "site", "--date", "2020-06-01").returncode == 0
    assert 'class="stale"' in (tmp_path / "site" / "en" / "index.html").read_text(encoding="utf-8")
    section.write_text(fits, encoding="utf-8")
    done = run("verify", tmp_path / "site" / "en" / "index.html", "--content", content)
    assert (done.returncode, done.stdout.count("as it was sealed")) == (0, 1), done.stdout


def test_verify_tells_what_it_cannot_do(make_content: MakeContent, run: Run, sealed: Path) -> None:
    """A place that is not there is wrong use; a notice without seals has nothing that could be
    verified.
    """
    assert run("verify", "nowhere", "--content", sealed).returncode == 2
    shutil.rmtree(sealed)
    done = run("verify", "--content", make_content(sealed=False))
    assert (done.returncode, "nothing is sealed" in done.stderr) == (1, True)


def test_a_stranger_verifies_with_sha256sum_alone(sealed: Path, run: Run, tmp_path: Path) -> None:
    """The digest in the repository's seal is what sha256sum says of the published text."""
    assert run("--content", sealed, "--output", "site", "--date", "2022-01-01").returncode == 0
    digest = read_seals(read_tree(sealed))[0][0].texts["fi"].digest
    program = required(shutil.which("sha256sum"), "sha256sum")
    done = subprocess.run(
        [program, "-c", "-"],
        input=f"{digest}  notice.txt\n",
        cwd=tmp_path / "site" / "fi" / "v1",
        text=True,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "notice.txt: OK\n")


def test_seals_of_an_older_program_hold() -> None:
    """What was sealed in 2026 agrees with its seals for ever, whatever became of the program."""
    assert told(MIMINO) == []
    first = read_seals(read_tree(MIMINO))[0][0]
    assert (first.version, first.texts["fi"].digest[:16]) == ("v1", "5d5bfc496cf72b98")


def test_the_addresses_that_are_held_are_built(sealed: Path, run: Run, tmp_path: Path) -> None:
    """Every address that a seal holds for ever is a file of the built site, whichever version is
    in force.
    """
    for day in ("2021-02-01", "2022-01-01"):
        assert run("--content", sealed, "--output", day, "--date", day).returncode == 0
        held = list(urls.built(["fi", "en"], ["v1", "v2"]))
        assert len(held) > 15
        for address in held:
            assert (tmp_path / day / urls.file(address)).is_file(), address


@given(
    st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=3),
    st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=3),
)
def test_no_two_texts_read_alike(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    """Different titles and bodies never give the same canonical lines: no text can pass for a key
    or another section.
    """

    def lines(texts: list[tuple[str, str]]) -> str:
        return "\n".join(
            _lines([*_value("title", title), *_value("body", body)]) for title, body in texts
        )

    assert (lines(one) == lines(other)) == (one == other)


def test_digests_are_of_utf8() -> None:
    """A digest is the SHA-256 of the text's UTF-8."""
    assert sealed_text.digest("ä\n") == hashlib.sha256("ä\n".encode()).hexdigest()


def test_seals_are_read_with_their_places() -> None:
    """JSON is read as the YAML that it also is, with the line of every value."""
    source, problems = parse("seals.json", b'{\n "seals": [\n  {"version": "v1"}\n ]\n}\n')
    assert problems == []
    assert source is not None
    assert source.problem(("seals", 0), Severity.ERROR, "here").line == 3

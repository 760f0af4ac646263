"""What editors are spared: the next version's folder, pins, and what their tools are told about
the files.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from conftest import MIMINO, ROOT, SMALL, MakeContent, Run, seal_as_it_is
from hypothesis import given
from hypothesis import strategies as st

from notice.checks import CHECKS, examine, name_of
from notice.commands.new import make
from notice.commands.next_version import Plan, Wanted, plan
from notice.console import UsageError
from notice.content.files import read_tree
from notice.content.model import Notice, Text
from notice.content.schema import check_shape
from notice.content.yaml_edit import with_texts
from notice.content.yaml_source import parse
from notice.problems import ContentError, Severity
from notice.site.i18n import available
from notice.versions.translations import pin

Changes: TypeAlias = Mapping[str, str | bytes | None]
PUBLISHED: Changes = {"v3/version.yaml": None, "v3/preamble.yaml": None}
"""Takes the small notice's draft away."""
DAY = date(2026, 11, 22)
OTHER_RULES = re.compile("seal|gdpr|article|cover|answered|published")
"""Rules about things that these tests do not look at: seals, and GDPR items."""


def published(make_content: MakeContent, changes: Changes | None = None) -> Path:
    """Return the small notice without its draft."""
    content = make_content({**PUBLISHED, **(changes or {})}, sealed=False)
    (content / "v3").rmdir()
    seal_as_it_is(content)
    return content


def read(content: Path) -> Notice:
    """Read a notice that is expected to be sound."""
    checked = examine(read_tree(content), available())
    notice, problems = checked.notice, checked.problems
    assert notice
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    return notice


def files_of(content: Path) -> dict[str, bytes]:
    """Return everything below a folder, empty and hidden folders included."""
    return {
        file.relative_to(content).as_posix(): file.read_bytes() if file.is_file() else b""
        for file in sorted(content.rglob("*"))
    }


# The next version


def test_new_version(make_content: MakeContent, run: Run) -> None:
    """The next version is a sound draft: a placeholder day, every section in order, and byte for
    byte what is to change.
    """
    odd = b"# why\r\nfi:   \r\n  body: |\r\n    Teksti.  \r\nen: {body: 'Text.'}   # end"
    content = published(make_content, {"v2/transfers.yaml": odd})
    before = files_of(content)
    done = run("new", "transfers", "controller", "--content", content)
    assert (done.returncode, done.stderr) == (0, "")
    new_files = {inside: raw for inside, raw in files_of(content).items() if inside not in before}
    assert set(new_files) == {"v3", "v3/version.yaml", "v3/transfers.yaml", "v3/controller.yaml"}
    assert new_files["v3/transfers.yaml"] == odd
    assert new_files["v3/controller.yaml"] == (SMALL / "v1" / "controller.yaml").read_bytes()
    assert {inside: raw for inside, raw in files_of(content).items() if inside in before} == before
    version = read(content).versions[-1]
    assert (version.draft, version.contents) == (True, read(content).versions[1].contents)
    assert version.not_applicable == {"13.1.b": "there is no data protection officer"}
    assert set(version.note) == {"fi", "en"}
    assert (
        f"{content}/v3/controller.yaml: copied from {content}/v1/controller.yaml\n" in done.stdout
    )
    assert "pin SECTION" in done.stdout


@pytest.mark.parametrize(
    ("days", "effective", "expected"),
    [
        ("0", "2021-03-01", "2026-12-22"),
        ("90", "2021-03-01", "2027-02-20"),
        ("0", "2031-05-01", "2031-05-02"),
    ],
)
def test_placeholder_for_the_day(
    make_content: MakeContent, days: str, effective: str, expected: str
) -> None:
    """A version begins a month from now, later where readers must be told earlier, and always
    after the one before it.
    """
    notice_file = (
        (SMALL / "notice.yaml").read_text(encoding="utf-8").replace("days: 0", f"days: {days}")
    )
    version_file = (
        (SMALL / "v2" / "version.yaml").read_text(encoding="utf-8").replace("2021-03-01", effective)
    )
    content = published(make_content, {"notice.yaml": notice_file, "v2/version.yaml": version_file})
    make(plan(read(content), [], DAY, Wanted()), content)
    new_version = read(content).versions[-1]
    assert (new_version.effective, new_version.published) == (date.fromisoformat(expected), DAY)


def test_new_section_in_a_new_version(make_content: MakeContent, run: Run) -> None:
    """A name that is new gets a file to fill in, in every language, and stands last in the table
    of contents.
    """
    content = published(make_content)
    done = run("new", "cookies", "--content", content)
    assert (done.returncode, "`cookies` stands last in `sections`: move it" in done.stdout) == (
        0,
        True,
    )
    version = read(content).versions[-1]
    assert version.contents[-1] == "cookies"
    assert set(version.own["cookies"].texts) == {"fi", "en"}


def test_section_that_comes_back(make_content: MakeContent, run: Run) -> None:
    """A section that a version dropped comes back with the last text that it had."""
    version = (SMALL / "v2" / "version.yaml").read_text(encoding="utf-8").replace(", purposes", "")
    content = published(make_content, {"v2/version.yaml": version, "v2/purposes.yaml": None})
    assert run("new", "purposes", "--content", content).returncode == 0
    assert (content / "v3" / "purposes.yaml").read_bytes() == (
        SMALL / "v1" / "purposes.yaml"
    ).read_bytes()
    assert read(content).versions[-1].contents[-1] == "purposes"


def test_number_is_kept_and_told(make_content: MakeContent, run: Run) -> None:
    """A section that says which number it had is copied as it is; that line is pointed out."""
    text = 'number: "9"\n' + (SMALL / "v1" / "rights.yaml").read_text(encoding="utf-8")
    content = published(make_content, {"v1/rights.yaml": text})
    done = run("new", "rights", "--content", content)
    assert "`number: 9`: take that line out" in done.stdout
    assert (content / "v3" / "rights.yaml").read_text(encoding="utf-8") == text


def test_draft_that_is_there(make_content: MakeContent, run: Run) -> None:
    """Where the newest version is a draft, `new` copies into it, and begins no other."""
    content = make_content()
    before = files_of(content)
    refused = run("new", "--content", content)
    assert (
        refused.returncode,
        "v3 is a draft: change it, or publish it first" in refused.stderr,
    ) == (2, True)
    assert files_of(content) == before
    assert run("new", "purposes", "--content", content).returncode == 0
    assert (content / "v3" / "purposes.yaml").read_bytes() == (
        SMALL / "v2" / "purposes.yaml"
    ).read_bytes()
    told = run("new", "cookies", "--content", content)
    assert (told.returncode, "add `cookies` to `sections` in v3/version.yaml" in told.stdout) == (
        0,
        True,
    )


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        (["right"], "there is no section `right`; did you mean `rights`?"),
        (["right"], "make its file, right.yaml, by hand"),
        (["Data"], "`Data` cannot name a section"),
        (["../v1/rights"], "cannot name a section"),
        (["version"], "`version` are taken"),
    ],
)
def test_refused(make_content: MakeContent, run: Run, sections: list[str], words: str) -> None:
    """A slip and a name that cannot be are refused; nothing at all is written then."""
    content = make_content()
    before = files_of(content)
    done = run("new", *sections, "--content", content)
    assert (done.returncode, words in done.stderr, done.stdout) == (2, True, "")
    assert files_of(content) == before


def test_what_a_draft_has_stays(make_content: MakeContent, run: Run) -> None:
    """A section that the draft has stays as it is, and the others are added to it."""
    content = make_content()
    before = files_of(content)
    done = run("new", "purposes", "preamble", "--content", content)
    assert (done.returncode, done.stderr) == (0, "")
    assert "v3/preamble.yaml: is there already, and stays as it is" in done.stdout
    after = files_of(content)
    added = {file for file in after if file not in before}
    assert {Path(file).name for file in added} == {"purposes.yaml"}
    assert {file: text for file, text in after.items() if file not in added} == before


def test_nothing_is_written_over(make_content: MakeContent) -> None:
    """A file where the version's folder is to stand is left alone."""
    content = published(make_content)
    (content / "v3").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="v3 is there already"):
        make(plan(read(content), ["rights"], DAY, Wanted()), content)
    assert (content / "v3").read_text(encoding="utf-8") == "mine"
    assert not list(content.glob(".*"))


@pytest.mark.parametrize("begun", [True, False])
def test_all_or_nothing(make_content: MakeContent, begun: bool) -> None:  # noqa: FBT001 - a case
    """Where a file cannot be written, none is, and nothing is left behind."""
    content = published(make_content) if begun else make_content()
    before = files_of(content)
    impossible = "x" * 300 + ".yaml"  # longer than a file's name can be
    planned = Plan(
        "v3",
        {"v3/rights.yaml": "v1/rights.yaml"},
        {f"v3/{impossible}": "fi: {body: x}\n"},
        begun=begun,
    )
    with pytest.raises(OSError, match="name too long") as caught:
        make(planned, content)
    assert ".new" not in str(caught.value.filename)
    assert files_of(content) == before


@pytest.mark.parametrize("command", ["new", "pin"])
def test_content_with_errors(make_content: MakeContent, run: Run, command: str) -> None:
    """Content with errors is not built upon: they are told, and nothing is written."""
    content = make_content({"v2/purposes.yaml": "fi:\n  body: a\n  body: b\n"})
    before = files_of(content)
    done = run(command, "rights", "--content", content)
    assert (
        done.returncode,
        "v2/purposes.yaml:3:3: error: `body` stands here a second time" in done.stderr,
    ) == (1, True)
    assert files_of(content) == before


# Pins


NEWLINES = ("\n", "\r\n", "\r")
OLD_PINS = ("", "0123abcd", '"0123abcd"', "'0123abcd'", "12345678", '"\\x30123abcd"')
TITLES = ("Title", '"Ti: tle"', "'It''s'", "of", "Т🙂", ">-¶{}  two¶{}  lines")
BODIES = ("Text", '"a\\nb"', "|¶{} of: 99999999¶¶{} b  ", "|-¶{} x", "|2¶{}   y")
REMARKS = ("", "   ", "  # of: 00000000", " # käännös 🙂 {{")


@st.composite
def section_files(draw: st.DrawFn) -> tuple[str, str, str]:
    """Make a section's file in some style: as it is, as it must be with the new pin in English,
    and that pin.

    The file is put together of pieces, so that what must come out is known without the code under
    test: `@` stands for the pin that is there, `§` for the place of one that is not, `¶` for a line
    break.
    """

    def one_of(*options: str) -> str:
        return draw(st.sampled_from(options))

    lead, remark, old = " " * draw(st.integers(1, 7)), one_of(*REMARKS), one_of(*OLD_PINS)
    new = draw(st.text("0123456789abcdef", min_size=8, max_size=8))
    key, above = one_of("en", '"en"', "'en'"), one_of("", "¶", f"{lead}# note¶")
    if draw(st.booleans()):
        pairs = draw(
            st.permutations(
                [
                    f"title: {one_of('Title', TITLES[1])}",
                    "body: 'of: x'",
                    *(["of: @"] if old else []),
                ]
            )
        )
        inside, between = one_of("", " ", f"¶{lead}"), one_of(", ", ",  ", f",¶{lead}")
        english = f"{key}: {{{inside}{'' if old else '§'}{between.join(pairs)}{inside}}}{remark}¶"
        written = f'of: "{new}", '
    else:
        pairs = [
            f"title: {one_of(*TITLES)}",
            f"body: {one_of(*BODIES)}",
            *([f"of: @{remark}"] if old else []),
        ]
        lines = [f"{lead}{pair}¶".replace("{}", lead) for pair in draw(st.permutations(pairs))]
        english = f"{key}:{remark}¶{above}{'' if old else '§'}{''.join(lines)}"
        written = f'{lead}of: "{new}"¶'
    others = ["fi: {body: Teksti, title: Otsikko}¶", "ru:¶  of: 0123abcd¶  body: x¶"]
    whole = one_of("", "# alku  ¶", "---¶") + "".join(draw(st.permutations([english, *others])))
    if draw(st.booleans()):
        whole = whole.removesuffix("¶")
    newline = one_of(*NEWLINES)
    before = whole.replace("@", old).replace("§", "").replace("¶", newline)
    after = whole.replace("@", f'"{new}"').replace("§", written).replace("¶", newline)
    return before, after, new


@given(section_files())
def test_every_other_byte_stays(case: tuple[str, str, str]) -> None:
    """A pin is written, or written anew, and every other byte of the file stays: line breaks,
    comments, quotes, blanks.
    """
    before, after, new = case
    assert with_texts("x.yaml", before.encode(), "en", {"of": new}).decode() == after
    assert with_texts("x.yaml", after.encode(), "en", {"of": new}).decode() == after


@given(section_files())
def test_only_the_pin_differs(case: tuple[str, str, str]) -> None:
    """Read as data, the file differs in that pin alone."""
    before, _, new = case
    old, _ = parse("x.yaml", before.encode())
    rewritten, problems = parse("x.yaml", with_texts("x.yaml", before.encode(), "en", {"of": new}))
    assert old
    assert rewritten
    assert problems == []
    assert isinstance(old.data, dict)
    assert isinstance(english := old.data["en"], dict)
    assert rewritten.data == {**old.data, "en": {**english, "of": new}}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "fi: {body: x}\nen: &a\n  body: y\nru: *a\n",
            "x.yaml:2:1: error: this YAML is written in a way",
        ),
        ("fi: {body: x}\n? en\n: body: y\n", "x.yaml:2:3: error: this YAML is written in a way"),
        (
            "fi: {body: x}\nen:\n  of: |-  # why\n    01234567\n  body: y\n",
            "x.yaml:3:7: error: a pin stands in one line",
        ),
    ],
)
def test_styles_that_are_refused(text: str, place: str) -> None:
    """Where a pin cannot be put in without touching anything else, that is said with the place,
    and nothing is made.
    """
    with pytest.raises(ContentError) as caught:
        with_texts("x.yaml", text.encode(), "en", {"of": "89abcdef"})
    assert place in str(caught.value)


def test_pin(make_content: MakeContent, run: Run) -> None:
    """`pin` says what it did for each language; a second time there is nothing to do, and the file
    is not even written.
    """
    content = make_content()
    file = content / "v3" / "preamble.yaml"
    file.chmod(0o640)
    text = file.read_text(encoding="utf-8")
    right = pin(read(content).versions[-1].own["preamble"].texts["fi"])
    done = run("pin", "preamble", "--content", content)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        f"{file}: en: {right}, was 00000000\n",
        "",
    )
    assert file.read_text(encoding="utf-8") == text.replace("00000000", right)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640 or sys.platform == "win32"
    written = file.stat().st_ino
    again = run("pin", "preamble", "controller", "--content", content, "--lang", "en")
    assert again.stdout.count("already right") == 2
    assert file.stat().st_ino == written


def test_pin_where_the_section_stands(make_content: MakeContent, run: Run) -> None:
    """The file is the one that the newest version carries, were it in an older folder; the source
    text's pin is left alone.
    """
    text = '# keep\nfi:\n  of: "99999999"\n  body: Teksti\nen:\n    body: Text\n'
    content = make_content({"v2/transfers.yaml": text})
    done = run("pin", "transfers", "--content", content)
    assert (done.returncode, ", had none" in done.stdout) == (0, True)
    right = pin(Text("", "", "Teksti"))
    expected = text.replace("en:\n", f'en:\n    of: "{right}"\n')
    assert (content / "v2" / "transfers.yaml").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["right"], "v3 has no section `right`; did you mean `rights`?"),
        (["rights", "--lang", "eng"], "there is no language `eng` here; did you mean `en`?"),
        (["rights", "--lang", "fi"], "`fi` is the language that prevails"),
        (["transfers", "--lang", "en"], "`transfers` has no translation in en"),
        (["preamble", "transfers"], "`transfers` has no translation in en"),
    ],
)
def test_pin_refused(make_content: MakeContent, run: Run, arguments: list[str], words: str) -> None:
    """A section, language or translation that is not there is refused, with the nearest; nothing
    is written.
    """
    content = make_content()
    before = files_of(content)
    done = run("pin", *arguments, "--content", content)
    assert (done.returncode, words in done.stderr, done.stdout) == (2, True, "")
    assert files_of(content) == before


def test_from_new_to_published(make_content: MakeContent, run: Run) -> None:
    """The whole way of an editor: new, edit, check, pin, publish; at the end `check` has nothing
    to say about the version.
    """
    content = published(make_content)
    assert run("new", "rights", "--content", content).returncode == 0
    section, version = content / "v3" / "rights.yaml", content / "v3" / "version.yaml"
    section.write_text(
        section.read_text(encoding="utf-8").replace("2 kk", "3 kk").replace("2 months", "3 months"),
        encoding="utf-8",
    )
    note = version.read_text(encoding="utf-8").replace(
        "fi: TODO(what changes)", "fi: Poisto kestää kauemmin."
    )
    version.write_text(
        note.replace("en: TODO(what changes)", "en: Erasure takes longer."), encoding="utf-8"
    )

    def about_v3() -> list[str]:
        problems = json.loads(run("check", "--content", content, "--format", "json").stdout)[
            "problems"
        ]
        told = [
            problem
            for problem in problems
            if "/v3/" in problem["path"] and not OTHER_RULES.search(problem["rule"])
        ]
        return [problem["message"] for problem in told]

    assert len(about_v3()) == 1
    assert "stale" in about_v3()[0]
    assert run("pin", "rights", "--content", content).returncode == 0
    assert about_v3() == []
    version.write_text(
        version.read_text(encoding="utf-8").replace("draft: true ", "draft: false"),
        encoding="utf-8",
    )
    assert about_v3() == []
    assert not read(content).versions[-1].draft


# What editors' tools are told


def matches(file: str, patterns: list[str]) -> bool:
    """Tell whether a file fits globs as the YAML extension reads them: any of them, and none that
    begins with `!`.
    """
    path = Path(file)
    fits = [path.match(pattern) for pattern in patterns if not pattern.startswith("!")]
    return any(fits) and not any(
        path.match(pattern[1:]) for pattern in patterns if pattern.startswith("!")
    )


def test_completion() -> None:
    """Every file of the notice gets the part of the schema that is its own, and no other; every
    pattern is of use.
    """
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))[
        "yaml.schemas"
    ]
    files = [
        f"content/{file.relative_to(MIMINO).as_posix()}" for file in sorted(MIMINO.rglob("*.yaml"))
    ]
    assert len(files) > 20
    files.append("content/v3/facts.yaml")
    for file in files:
        stem = Path(file).stem
        kind = stem if stem in ("notice", "version", "facts") else "section"
        assert [
            Path(schema).stem for schema, patterns in settings.items() if matches(file, patterns)
        ] == [kind], file
    for patterns in settings.values():
        assert all(
            any(matches(file, [pattern.removeprefix("!")]) for file in files)
            for pattern in patterns
        )
    for schema in settings:
        reference = json.loads((ROOT / schema).read_text(encoding="utf-8"))["$ref"]
        target, _, pointer = reference.partition("#/$defs/")
        whole = json.loads(((ROOT / schema).parent / target).read_text(encoding="utf-8"))
        assert pointer == Path(schema).stem
        assert pointer in whole["$defs"]
    assert json.loads((ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))[
        "recommendations"
    ]


def hooks() -> dict[str, dict[str, Any]]:
    """Return the hooks that run before a commit, by id."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    return {hook["id"]: hook for hook in config["repos"][0]["hooks"]}


def test_hooks_look_at_the_right_files() -> None:
    """The notice is checked where it or the site's own texts change."""
    wanted = re.compile(hooks()["check"]["files"])
    assert all(
        wanted.search(file)
        for file in (
            "content/v1/contact.yaml",
            "content/seals.json",
            "locales/fi/LC_MESSAGES/messages.po",
        )
    )
    assert not any(
        wanted.search(file) for file in ("README.md", "notice/cli.py", "tests/data/content/x.yaml")
    )


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["check", "ruff-check", "ruff-format"])
def test_hooks_run(name: str) -> None:
    """What a hook calls is there and runs."""
    hook = hooks()[name]
    command = shlex.split(hook["entry"]) + (
        ["--content", str(MIMINO)] if hook.get("pass_filenames") is False else ["build.py"]
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    search = {**os.environ, "PATH": path}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=search
    )
    assert done.returncode == 0, done.stdout + done.stderr


# What editors are told


def snippets() -> list[tuple[str, str]]:
    """Return the pieces of YAML in CONTRIBUTING.md, each with the file that its first line
    names.
    """
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_snippets_are_right() -> None:
    """What editors are told to write is what the program reads; only keys that a piece leaves out
    may be missing.
    """
    assert (
        len(snippets())
        == (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").count("```yaml")
        > 6
    )
    for name, text in snippets():
        source, problems = parse(name, text.encode())
        assert source, problems
        stem = Path(name).stem
        shape_problems = [
            problem
            for _, problem in check_shape(
                stem if stem in ("notice", "version", "facts") else "section", source
            )
        ]
        assert [str(problem) for problem in shape_problems if "lacks" not in problem.message] == []


def test_silenced_checks_exist() -> None:
    """A check that CONTRIBUTING.md silences as an example is one."""
    silenced = [
        rule for name, text in snippets() for rule in yaml.safe_load(text).get("silence", {})
    ]
    assert silenced
    assert set(silenced) <= {name_of(check) for check in CHECKS}


def test_links_within_the_guide() -> None:
    """Every link within CONTRIBUTING.md leads to one of its headings."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    targets = re.findall(r"\]\(#([^)]+)\)", prose)
    assert targets
    assert set(targets) <= anchors

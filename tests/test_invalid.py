"""Every mistake that an editor can make, as a folder of files beside the problems that it must
give.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import DATA, SMALL, MakeContent, Run

from notice.checks import examine
from notice.cli import main
from notice.commands.load import today
from notice.content.files import read_tree
from notice.preview.build import FAILED
from notice.preview.builder import Builder
from notice.problems import Severity, refused
from notice.site.i18n import available

CASES = sorted(folder for folder in (DATA / "invalid").iterdir() if folder.is_dir())
BESIDE = {"problems.txt", "removed.txt"}
OF_MOST = (
    *("published-versions-are-sealed", "gdpr-items-are-answered"),
    "nothing-to-do-is-left",
)
"""Rules that have something to say of nearly every notice as small as these: but for errors, only
cases that name one of them hear it.
"""


def make_case(case: Path, content: Path) -> None:
    """Lay a case over a copy of the small notice: its files, symbolic links as they are, and what
    it removes.
    """
    shutil.copytree(SMALL, content)
    removed = case / "removed.txt"
    for inside in removed.read_text().split() if removed.exists() else ():
        shutil.rmtree(content / inside) if (content / inside).is_dir() else (
            content / inside
        ).unlink()
    for file in case.rglob("*"):
        target = content / file.relative_to(case)
        if file.is_symlink():
            target.symlink_to(file.readlink())
        elif file.is_dir():
            target.mkdir(exist_ok=True)
        elif file.name not in BESIDE:
            shutil.copyfile(file, target)


def problems_of(content: Path, named: str = "") -> list[str]:
    """Return the problems of a content folder as lines, with paths below it; those of
    `OF_MOST` only where named.
    """
    # The small notice has no seals; a case about seals has its own.
    preview = not (content / "seals.json").exists()
    problems = examine(read_tree(content), available(), preview=preview).problems
    told = [
        problem
        for problem in problems
        if problem.rule not in OF_MOST
        or problem.rule in named
        or problem.severity is Severity.ERROR
    ]
    return [str(problem).replace(content.as_posix(), "content") for problem in told]


def test_there_are_cases() -> None:
    """The folder of cases was found."""
    assert len(CASES) > 130


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_problems(case: Path, tmp_path: Path) -> None:
    """A mistake gives exactly the problems that stand beside it, sorted."""
    make_case(case, tmp_path / "content")
    expected = (case / "problems.txt").read_text(encoding="utf-8")
    assert problems_of(tmp_path / "content", expected) == expected.splitlines()


COMMANDS = (
    "check",
    "status",
    "status --language en",
    "diff v1 v2",
    "diff v2 v3 --lang en",
    "verify",
    "translate export --lang en",
    "build --date 2022-01-01",
    "pin rights",
    "new rights",
    "seal",
    "unseal",
    "withdraw v3",
)
"""What an editor may type over any content: those that write come last."""
EACH = 1 if os.environ.get("NOTICE_EXAMPLES") == "full" else 6
"""Of how many commands one is run over a case, and of how many cases one is previewed: `.ci/run`
runs all of them over all.
"""


def preview_over(case: Path) -> None:
    """Let a preview of a sound notice see a case in its place: it has no bug of its own to show."""
    builder = Builder(Path("content"), today, lambda _: None, lambda _: "", "")
    shutil.copytree(SMALL, "content")
    builder.build(())
    shutil.rmtree("content")
    make_case(case, Path("content"))
    build = builder.build(())
    for page in (build.dashboard(""), build.translator("en", ""), build.file("fi/index.html")):
        assert FAILED not in (page or b"").decode()
    shutil.rmtree("content")


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_command_has_a_bug(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever is wrong with the content, every command ends with 0, 1 or 2, a code that is not 0
    has words, and the preview shows no bug of its own.
    """
    monkeypatch.chdir(tmp_path)
    number = CASES.index(case)
    if number % EACH == 0:
        preview_over(case)
    make_case(case, tmp_path / "content")
    errors = ": error: " in (case / "problems.txt").read_text(encoding="utf-8")
    for command in COMMANDS[(number + 1) % EACH :: EACH]:
        if command.startswith("build") and not errors:
            continue  # other tests build whole sites
        code = main(command.split())
        told = capsys.readouterr()
        assert code in (0, 1, 2), (command, told.err)
        assert "Traceback" not in told.err, command
        assert code == 0 or told.out or told.err, command


def test_a_file_full_of_mistakes_is_told_in_few_lines(make_content: MakeContent) -> None:
    """Of thousands of unknown keys or sections a few are told, and how many more there are."""
    keys = "".join(f"key_{number}: x\n" for number in range(5000))
    sections = ", ".join(f"section-{number}" for number in range(5000))
    version = "effective: 2030-01-01\ndraft: true\nchange: material\nnote: {fi: x, en: x}\n"
    content = make_content(
        {
            "v1/rights.yaml": keys,
            "v1/purposes.yaml": keys.replace("_", "-"),  # each might be a language
            "v3/version.yaml": f"{version}sections: [{sections}]\n",
        },
        sealed=False,
    )
    told = "\n".join(problems_of(content))
    assert told.count("\n") < 120
    assert "rights.yaml:21:1: error: and 4980 more unknown keys" in told
    assert "purposes.yaml:51:9: error: and 4950 more mistakes in this file" in told
    assert "and 4980 more unknown sections" in told


def test_every_case_is_a_mistake() -> None:
    """Every case adds a problem to those of the small notice, which has a warning and a hint of
    its own.
    """
    sound = set(problems_of(SMALL, " ".join(OF_MOST)))
    for case in CASES:
        expected = (case / "problems.txt").read_text(encoding="utf-8").splitlines()
        assert set(expected) - {line.replace(SMALL.as_posix(), "content") for line in sound}, (
            case.name
        )


def test_build_refuses_errors_and_keeps_the_old_site(
    make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """A build of content with an error exits with 1, names the place, shows the line, and leaves
    the old site alone.
    """
    content = make_content()
    assert run("--content", content, "--output", "site", "--date", "2022-01-01").returncode == 0
    before = {file: file.read_bytes() for file in (tmp_path / "site").rglob("*") if file.is_file()}
    (content / "v2" / "version.yaml").write_text("effective: 2021-02-30\n", encoding="utf-8")
    done = run("--content", content, "--output", "site", "--date", "2022-01-01")
    assert done.returncode == 1
    assert (
        "version.yaml:1:12: error: `effective`: `2021-02-30`: there is no such day" in done.stderr
    )
    assert "    effective: 2021-02-30\n               ^" in done.stderr
    assert {
        file: file.read_bytes() for file in (tmp_path / "site").rglob("*") if file.is_file()
    } == before


def test_warnings_do_not_stop_a_build_but_a_check(make_content: MakeContent, run: Run) -> None:
    """What is not fit to publish: `build` says so and goes on, `check` refuses."""
    content = make_content(sealed=False)
    built = run("--content", content, "--drafts")
    assert (built.returncode, "warning: no translation in `en`" in built.stderr) == (0, True)
    checked = run("check", "--content", content)
    assert (checked.returncode, "warning: no translation in `en`" in checked.stdout) == (1, True)


def test_refusing_is_by_severity(tmp_path: Path) -> None:
    """A hint alone refuses nothing."""
    make_case(DATA / "invalid" / "number-same-as-computed", tmp_path / "content")
    problems = examine(read_tree(tmp_path / "content"), available()).problems
    assert not refused(
        [problem for problem in problems if "v1/rights" in problem.path],
        Severity.ERROR,
        Severity.WARNING,
    )

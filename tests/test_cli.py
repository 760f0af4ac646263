"""The commands as an editor uses them: words, exit codes, formats."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from conftest import MIMINO, ROOT, MakeContent, Run

from notice import cli
from notice.commands import build as building


def test_build_is_the_default(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Without a command the site is built."""
    done = run("--content", make_content(), "--date", "2022-01-01")
    assert (done.returncode, "site: " in done.stdout) == (0, True)
    assert (tmp_path / "site" / "fi" / "index.html").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--date", "2022-02-30"],
        ["--date", "yesterday"],
        ["--base-url", "example.com"],
        ["check", "--format", "xml"],
        ["--cont", "x"],
    ],
)
def test_wrong_use(run: Run, arguments: list[str]) -> None:
    """A word that the program does not know exits with 2, and says which."""
    done = run(*arguments)
    assert (done.returncode, "error:" in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def test_release(run: Run) -> None:
    """`--version` says which release this is: the one that the package is built as."""
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"notice {version('notice')}\n")


def test_without_the_environment(tmp_path: Path) -> None:
    """Where the libraries are missing one line says to activate the environment that has them; that
    is no bug of the program.
    """
    command = [sys.executable, "-S", str(ROOT / "build.py"), "check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "lacks the library" in done.stderr
    assert ". .venv/bin/activate" in done.stderr


def test_content_that_is_not_there(run: Run) -> None:
    """A content folder that is not there is told like any other problem."""
    done = run("check", "--content", "nowhere")
    assert (done.returncode, "nowhere:1:1: error: cannot read this folder" in done.stdout) == (
        1,
        True,
    )


def test_drafts_only_when_asked_for(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """A draft has no page without --drafts, and a page that search engines leave alone with it."""
    content = make_content()
    run("--content", content, "--output", "one", "--date", "2022-01-01")
    run("--content", content, "--output", "two", "--date", "2022-01-01", "--drafts")
    assert not (tmp_path / "one" / "fi" / "v3").exists()
    assert '<meta name="robots" content="noindex">' in (
        tmp_path / "two" / "fi" / "v3" / "index.html"
    ).read_text(encoding="utf-8")


def test_date_decides_what_is_in_force(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """The day that is built for decides which text stands at the language's own address."""
    content = make_content()
    for day, months in (("2021-02-28", "24"), ("2021-03-01", "12")):
        run("--content", content, "--output", day, "--date", day)
        shown = (tmp_path / day / "en" / "index.html").read_text(encoding="utf-8")
        assert f"<strong>{months}</strong> months" in shown


def test_base_url(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Absolute addresses begin with the notice's base_url, or with the one given."""
    content = make_content()
    run("--content", content, "--output", "one", "--date", "2022-01-01")
    run(
        "--content",
        content,
        "--output",
        "two",
        "--date",
        "2022-01-01",
        "--base-url",
        "https://test.example/x",
    )
    assert 'rel="canonical" href="https://example.com/privacy/fi/"' in (
        tmp_path / "one" / "fi" / "index.html"
    ).read_text(encoding="utf-8")
    assert 'rel="canonical" href="https://test.example/x/fi/"' in (
        tmp_path / "two" / "fi" / "index.html"
    ).read_text(encoding="utf-8")


def test_check_formats(make_content: MakeContent, run: Run) -> None:
    """Problems come as lines with the place shown, as JSON, and as GitHub annotations."""
    content = make_content({"v2/version.yaml": "effective: 2021-02-30\n"})
    text = run("check", "--content", content)
    assert "v2/version.yaml:1:12: error: " in text.stdout
    report = json.loads(run("check", "--content", content, "--format", "json").stdout)
    assert report["problems"][0]["severity"] in ("error", "warning", "hint")
    assert report["counts"]["error"] == sum(
        problem["severity"] == "error" for problem in report["problems"]
    )
    github = run("check", "--content", content, "--format", "github").stdout
    assert "::error file=" in github
    assert ",line=1,col=12::" in github


def test_check_of_a_notice_that_is_fit(run: Run) -> None:
    """A notice that is fit to publish passes the check that stands before publishing."""
    done = run("check", "--content", MIMINO)
    assert (done.returncode, "error" in done.stdout) == (0, False)


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform == "win32", reason="redirections of a POSIX shell")
@pytest.mark.parametrize(
    "where",
    [
        ">&-",
        "2>&-",
        ">&- 2>&-",
        ">/dev/full",
        "2>/dev/full",
        "2>&1 | true; exit ${PIPESTATUS[0]}",
        "--jobs 2 2>&1 | true; exit ${PIPESTATUS[0]}",
    ],
)
def test_nobody_listens(where: str, make_content: MakeContent, tmp_path: Path) -> None:
    """Where nothing can be said, what is to be done is done all the same, the first time and when
    nothing has changed.
    """
    build = [sys.executable, ROOT / "build.py", "--content", make_content(), "--date", "2022-01-01"]
    command = f"unset PYTHONUNBUFFERED; {shlex.join(map(str, build))} {where}"
    for _ in range(2):
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, check=False, capture_output=True
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "fi" / "index.html").is_file()


def test_a_bug_has_a_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug of the program shows its traceback and exits with 3; an interruption exits with 130."""

    def broken(_: object) -> int:
        raise ZeroDivisionError

    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "run", broken)
    assert cli.main([]) == 3
    assert "bug of the program" in capsys.readouterr().err
    monkeypatch.setattr(building, "run", interrupted)
    assert cli.main([]) == 130


def test_late_imports() -> None:
    """A check imports no template engine, a build no preview."""
    code = (
        "import sys; from notice.cli import main; main(['check', '--content', sys.argv[1]]); "
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, MIMINO], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.splitlines()[-1]
    assert not any(
        f"'{name}'" in loaded
        for name in ("jinja2", "livereload", "tornado", "rapidfuzz", "unicode_segmentation_rs")
    )

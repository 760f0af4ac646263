"""What CI installs: every package by its hash, at the version that everybody has."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, required
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = {file.stem: file for file in (ROOT / ".ci" / "requirements").glob("*.txt")}
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
    )
]
"""Hosts of package registries, in parts: the texts of this repository name none."""


def locked(name: str) -> dict[str, tuple[Requirement, list[str]]]:
    """Return the requirements of a lock by their names, each with its hashes."""
    text = LOCKS[name].read_text(encoding="utf-8").replace("\\\n", " ")
    requirements: dict[str, tuple[Requirement, list[str]]] = {}
    for line in text.splitlines():
        requirement, *hashes = line.split(" --hash=")
        parsed = Requirement(requirement)
        requirements[canonicalize_name(parsed.name)] = (
            parsed,
            [checksum.strip() for checksum in hashes],
        )
    return requirements


def imported(file: Path) -> Iterator[str]:
    """Yield what a module imports at its top, by the first part of its name."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            yield str(node.module).split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


def test_the_tests_of_the_notice_need_pytest_alone() -> None:
    """What they import, and what their `conftest` does, is in the lock that stands before
    publishing: where a library is missing nothing could be published.
    """
    tests, waiting, seen = ROOT / "tests", ["conftest"], set[str]()
    for file in (tests / "content").glob("*.py"):
        waiting += imported(file)
    while waiting:
        name = waiting.pop()
        if name not in seen and (tests / f"{name}.py").exists():
            waiting += imported(tests / f"{name}.py")
        seen.add(name)
    providers = packages_distributions()
    for name in seen - {"notice"}:
        needed = {str(canonicalize_name(package)) for package in providers.get(name, [])}
        assert not needed or needed & set(locked("content")), name


@pytest.mark.parametrize("name", ["site", "content", "test"])
def test_every_package_has_hashes_and_its_version(name: str) -> None:
    """Each is at the version of `constraints.txt`, with SHA-256 sums."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line) for line in lines if not line.startswith("#")]
    versions = {str(canonicalize_name(pin.name)): pin.specifier for pin in pinned}
    for package, (requirement, hashes) in locked(name).items():
        assert requirement.specifier == versions[package], package
        assert hashes, package
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", checksum) for checksum in hashes), package


def test_a_lock_has_all_that_the_project_needs() -> None:
    """What `pyproject.toml` asks for is in the lock that serves it, and what builds the project is
    in each; the smaller locks are parts of the larger.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    assert set(LOCKS) == {"site", "content", "test"}
    for name in LOCKS:
        asked = [
            *project["project"]["dependencies"],
            *project["build-system"]["requires"],
            *extras.get(name, []),
        ]
        has = locked(name)
        for requirement in map(Requirement, asked):
            lock, _ = has[canonicalize_name(requirement.name)]
            (version,) = lock.specifier
            assert requirement.specifier.contains(version.version), requirement
    site, content, test = (set(locked(name)) for name in ("site", "content", "test"))
    assert site < content < test


def test_make_takes_hashes_in_ci() -> None:
    """In CI dependencies come by hash and as wheels, and then the project, with nothing fetched for
    it; elsewhere by version.
    """
    make = required(shutil.which("make"), "make")

    def commands(ci: str) -> list[str]:
        done = subprocess.run(
            [make, "--dry-run", "--always-make", f"CI={ci}", ".venv/test.stamp"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return [line for line in done.stdout.splitlines() if "pip install" in line]

    for name, line in zip(("site", "test"), commands("true"), strict=True):
        dependencies, project = line.split(" && ")
        assert "--only-binary :all: --require-hashes" in dependencies
        assert dependencies.endswith(f" -r .ci/requirements/{name}.txt")
        assert project.endswith(" --no-deps --no-build-isolation -e .")
    site, test = commands("")
    assert site.startswith("PIP_CONSTRAINT=constraints.txt ")
    assert site.endswith(' -e "."')
    assert test.endswith(' -e ".[test]"')


def test_the_action_takes_hashes() -> None:
    """Other repositories get what we tested: dependencies by hash, then the program alone."""
    action = yaml.safe_load((ROOT / ".github" / "actions" / "notice" / "action.yml").read_bytes())
    shell = next(step for step in action["runs"]["steps"] if step["name"] == "Install")["run"]
    dependencies, project = (line for line in shell.splitlines() if "pip install" in line)
    assert "--only-binary :all: --require-hashes -r" in dependencies
    assert "--no-deps --no-build-isolation" in project


@pytest.mark.parametrize("folder", ["node", "bench/node"])
def test_npm_packages_are_locked_without_addresses(folder: str) -> None:
    """Each of npm's packages has its sum and none the address that it came from; what we ask for
    is what the lock has, and is installed by the lock.
    """
    files = ROOT / "tests" / folder
    lock = json.loads((files / "package-lock.json").read_text(encoding="utf-8"))
    asked = json.loads((files / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert lock["packages"].pop("")["dependencies"] == asked
    assert len(asked) > 0
    for name, version in asked.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    for name, package in lock["packages"].items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"cp tests/{folder}/*.json" in makefile
    assert set(re.findall(r"npm (?:ci|install) \$\(NPM\)", makefile)) == {"npm ci $(NPM)"}


def test_no_registry_is_named() -> None:
    """Whoever has a mirror of a package registry is led past it by no text of ours."""
    options = [option for host in HOSTS for option in ("-e", host)]
    done = subprocess.run(
        ["git", "grep", "--fixed-strings", "--name-only", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")

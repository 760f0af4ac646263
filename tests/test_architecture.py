"""The house: imports run one way, few modules touch the disk, and the top of the tree is what the card says."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

LAYERS = [
    ["errors", "exits", "kept", "planned", "progress", "saying", "timings"],
    ["processes", "unchanged"],
    ["gdpr", "report"],
    ["model"],
    ["addresses", "clock"],
    ["yamltext"],
    ["source"],
    ["schema"],
    ["dialect"],
    ["history", "markup", "translation", "catalog"],
    ["coverage", "seal"],
    ["redline.leaves"],
    ["redline.align"],
    ["redline.words"],
    ["redline.changes"],
    ["redline.blocks"],
    ["redline.compare", "redline.marked", "redline.files"],
    ["redline.written"],
    ["wording"],
    ["checks.subject"],
    ["checks.structure", "checks.texts", "checks.past", "checks.coverage", "checks.changes", "checks.languages", "checks.phrases"],
    ["checks.silence"],
    ["views"],
    ["comparison", "data", "hosting"],
    ["chart"],
    ["checks", "pages"],
    ["render"],
    ["output"],
    ["publish", "difference", "verify", "ondemand", "watch"],
    ["scaffold"],
    ["status"],
    ["dashboard", "tables"],
    ["builds", "server"],
    ["preview"],
    ["reading"],
    ["building", "commands"],
    ["options"],
    ["cli"],
]
"""From the bottom up: a module imports only what stands in a line above its own."""

READS_OR_WRITES = {
    *(
        "source",
        "schema",
        "catalog",
        "render",
        "publish",
        "saying",
        "kept",
        "difference",
        "preview",
        "options",
        "building",
        "commands",
        "reading",
    ),
    *("scaffold", "verify", "unchanged", "checks.phrases", "builds", "watch"),
}
"""Modules that may use the file system: the edge, and those that read files of the program itself."""

CLOCK = {"clock"}
"""The one module that asks what day it is."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Give every module of the package by its name below it, parsed."""
    for file in sorted((ROOT / "notice").rglob("*.py")):
        name = ".".join(file.relative_to(ROOT / "notice").with_suffix("").parts).removesuffix(".__init__").removesuffix("__init__")
        if name and name != "redline":
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Give the names of the package's modules that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "notice":
            base = (node.module or "").removeprefix("notice").lstrip(".")
            for alias in node.names:
                full = f"{base}.{alias.name}".lstrip(".")
                yield full if any(full in layer for layer in LAYERS) else base


def test_every_module_has_a_layer() -> None:
    """The table of layers names every module, and no other."""
    assert sorted(name for name, _ in modules()) == sorted(name for layer in LAYERS for name in layer)


def test_no_import_runs_back() -> None:
    """A module imports only from layers below its own."""
    layer_of = {name: place for place, layer in enumerate(LAYERS) for name in layer}
    arrows = [(name, target) for name, tree in modules() for target in imported(tree) if target]
    assert len(arrows) > 30
    assert [(name, target) for name, target in arrows if layer_of[target] >= layer_of[name]] == []


def test_the_disk_and_the_clock_are_at_the_edge() -> None:
    """Only the edge uses paths, files and the day of today."""
    for name, tree in modules():
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert name in READS_OR_WRITES or not names & {"open", "Path"}, name
        assert name in CLOCK or not attributes & {"now", "today", "utcnow"}, name


def test_top_level() -> None:
    """Nothing stands at the top of the tree but what the project is made of."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S607
    top = {Path(line).parts[0] for line in listed.splitlines()}
    visible = {entry for entry in top if not entry.startswith(".")}
    assert visible <= {
        *("content", "templates", "locales", "build.py", "tests", "pyproject.toml", "notice"),
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "LICENSE", "constraints.txt"),
    }

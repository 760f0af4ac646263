"""The house: rooms on floors, imports that run down, few modules that touch the disk, one clock."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from conftest import ROOT

FLOORS: dict[str, tuple[int, str]] = {
    "cli": (9, ""),
    "commands": (
        8,
        (
            "arguments option_types shared_options init catalog load build check diff serve new next_version version_file pin status seal unseal withdraw verify "
            "translate translation_status import_notice import_notes"
        ),
    ),
    "verification": (
        7,
        "finding repository site_folder page_source page_matching past_pages saved_page",
    ),
    "preview": (7, "run handlers build builder on_demand program watch dashboard translator"),
    "site": (
        6,
        (
            "site reader page pages comparisons comparison_pages history_chart change_labels head_changes fact_labels "
            "fact_tables data linked_data embedding feed i18n catalog_places po_files po_checks theme render "
            "hosting all_files"
        ),
    ),
    "checks": (
        5,
        (
            "context contents references structure timeline addresses texts dialect dialect_rules "
            "characters images links languages language_changes translations changes gdpr phrases facts fact_rules fact_denials adequacy seals "
            "silencing"
        ),
    ),
    "translate": (5, "blocks since_pin entries work po settle facts source_redline"),
    "importing": (
        5,
        "to_html main_text markdown_writer outline section_ids revisions plan",
    ),
    "versions": (
        4,
        "editions outside_records translations gdpr fact_changes fact_overview seals sealed_text places time_line overview",
    ),
    "content": (
        3,
        "files lines yaml_lines slips media yaml_source yaml_mistakes yaml_edit po_source schema schema_words wordings load model facts",
    ),
    "redline_formats": (
        5,
        "labels block_trees words_to_html elements block_writer to_html to_text",
    ),
    "redline": (
        4,
        (
            "result markdown_files tables passage passages stretches moved_sentences containers diff_blocks sections "
            "flows assemble compare"
        ),
    ),
    "leaves": (3, "leaf_blocks likeness elsewhere clusters align moves"),
    "words": (
        2,
        "characters tokens typed_numbers sequences hunks sentences first_hunks diff_words formatting runs",
    ),
    "output": (2, "files write swap parallel last_build cache progress"),
    "problems": (2, ""),
    "markup": (1, "lines markdown footnotes parse typed tree"),
    "urls": (1, ""),
    "resources": (1, ""),
    "__main__": (10, ""),
    "console": (1, ""),
}
"""Every room with its floor and what stands in it; a module of its own is a room with nothing in it."""

TOUCHES_THE_DISK = {
    *("commands", "output", "preview", "cli", "console"),
    *("verification.site_folder", "verification.saved_page"),
    *("content.files", "site.i18n", "site.catalog_places", "site.po_files", "site.po_checks"),
    *("site.theme", "site.render", "resources", "importing.revisions"),
    *(
        "content.schema",
        "checks.phrases",
        "checks.adequacy",
        "checks.fact_denials",
    ),  # they read data files of our own
}
"""Rooms and modules that may use the file system."""

CLOCK = "commands.load"
"""The one module that asks what day it is."""


@cache
def modules() -> list[tuple[str, str, list[ast.AST]]]:
    """Return every module of the package: its room, its name in the room, and the nodes of its
    tree.
    """
    result = []
    for file in sorted((ROOT / "notice").rglob("*.py")):
        room, *rest = file.relative_to(ROOT / "notice").with_suffix("").parts
        if room != "__init__":
            name = ".".join(rest).removesuffix("__init__").rstrip(".")
            tree = ast.parse(file.read_text(encoding="utf-8"))
            result.append((room, name, list(ast.walk(tree))))
    return result


def imported_rooms(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the rooms that a module imports from, at its top or inside a function."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "notice":
            parts = (node.module or "").split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("notice.")
            )


def test_every_module_has_its_room() -> None:
    """The table names every room and every module in it, and no other."""
    standing: dict[str, set[str]] = {room: set() for room, _, _ in modules()}
    for room, name, _ in modules():
        standing[room] |= {name} - {""}
    assert standing == {room: set(inside.split()) for room, (_, inside) in FLOORS.items()}


def test_readme_has_the_same_table() -> None:
    """README tells a newcomer every room, on its floor."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\d+) \| `(\w+)(?:/|\.py)` \|", text, re.MULTILINE)
    assert {room: int(floor) for floor, room in told} == {
        room: floor for room, (floor, _) in FLOORS.items()
    }


def test_imports_run_down() -> None:
    """A room imports only from rooms below its own; inside a room files are free."""
    arrows = {
        (room, target)
        for room, _, nodes in modules()
        for target in imported_rooms(nodes)
        if target != room
    }
    assert len(arrows) > 30
    assert [
        f"{room} → {target}" for room, target in arrows if FLOORS[target][0] >= FLOORS[room][0]
    ] == []


def test_inside_a_room_no_imports_run_in_a_circle() -> None:
    """The modules of a room can be put in an order in which each needs only those before it."""
    needs: dict[str, set[str]] = {}
    for room, name, nodes in modules():
        targets = {
            node.module
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith(f"notice.{room}.")
        }
        needs[f"notice.{room}.{name}".rstrip(".")] = {target for target in targets if target}
    while free := [name for name, targets in needs.items() if not targets & needs.keys()]:
        for name in free:
            del needs[name]
    assert needs == {}


def test_the_disk_is_touched_in_few_rooms_and_the_clock_in_one_module() -> None:
    """Only some rooms use paths and files, and one module asks for the day of today."""
    for room, name, nodes in modules():
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        called = {node.func for node in nodes if isinstance(node, ast.Call)}
        methods = {call.attr for call in called if isinstance(call, ast.Attribute)}
        module = f"{room}.{name}"
        assert {room, module} & TOUCHES_THE_DISK or not names & {"open", "Path"}, module
        assert module == CLOCK or not methods & {"now", "today", "utcnow"}, module


def test_messages_name_the_program_as_it_was_started() -> None:
    """No message says `python build.py`: where the package is installed the program is `notice`."""
    for room, name, nodes in modules():
        texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
        named = [text for text in texts if isinstance(text, str) and "build.py " in text]
        assert room == "console" or named == [], f"{room}.{name}"


def test_top_level() -> None:
    """Nothing stands at the top of the tree but what the project is made of."""
    command = ["git", "ls-files"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    top = {Path(line).parts[0] for line in listed.splitlines()}
    visible = {entry for entry in top if not entry.startswith(".")}
    assert visible <= {
        *("content", "templates", "locales", "build.py", "tests", "pyproject.toml", "notice"),
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "Makefile"),
        "constraints.txt",
    }

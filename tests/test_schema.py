"""The JSON Schema: what the validator uses is what an editor's completion can use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from conftest import MIMINO, ROOT, SMALL

SCHEMA = json.loads((ROOT / "notice" / "content" / "schema.json").read_text(encoding="utf-8"))
VALIDATORS = {
    "any": jsonschema_rs.validator_for(SCHEMA),
    **{
        kind: jsonschema_rs.validator_for({"$defs": SCHEMA["$defs"], **SCHEMA["$defs"][kind]})
        for kind in ("notice", "version", "section")
    },
}
FILES = [*sorted(MIMINO.rglob("*.yaml")), *sorted(SMALL.rglob("*.yaml"))]


class _Core(yaml.SafeLoader):
    """Reads as YAML 1.2's core schema does, which editors' tools follow: a day is text, true is
    true.
    """


_Core.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def typed(file: Path) -> Any:
    """Read a file as an editor's tool does, with types."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_Core)  # noqa: S506 - made of SafeLoader


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_sound_files_are_sound_to_an_editor_too(file: Path) -> None:
    """An editor's tool, which reads numbers and true as such, has nothing to say about files that
    `check` accepts.
    """
    kind = file.stem if file.stem in ("notice", "version") else "section"
    for name in ("any", kind):
        assert [error.message for error in VALIDATORS[name].iter_errors(typed(file))] == []


def test_every_key_is_described() -> None:
    """Every key has a text that an editor's tool shows beside it."""
    for kind in ("notice", "version", "section", "sectionText"):
        for key, rule in SCHEMA["$defs"][kind]["properties"].items():
            assert rule.get("description"), (kind, key)
    items = SCHEMA["$defs"]["gdprItem"]
    assert len(items["enum"]) == len(items["markdownEnumDescriptions"]) > 30

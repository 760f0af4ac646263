"""Ways in which content goes wrong: each takes chance and a content folder, spoils something, and
says what it did.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import yaml

from notice.content.yaml_source import parse

Mutation: TypeAlias = Callable[[Random, Path], str]

HARD_VALUES: Sequence[Any] = (
    *(
        "",
        " ",
        "~",
        "null",
        "no",
        "0",
        "-1",
        "1e400",
        "2020-02-30",
        "0000-00-00",
        "9999-12-31",
        "2021-03-01T00:00",
        "true",
        "[]",
    ),
    *(
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "[](#nowhere)",
        "[](#rights)",
        "TODO(who?)",
        "](",
        "`" * 40,
        "| a |\n| - |",
        "&amp;",
    ),
    *(
        "../../etc/passwd",
        "v1",
        "fi",
        "\u202e turned",
        "e\u0301" * 30,
        "\U0001f600",
        "\ud7ff",
        "x" * 5000,
        "*" * 300,
        "> " * 200,
        "- " * 200,
    ),
    *(
        [],
        {},
        ["a"],
        ["a", "a"],
        {"fi": "x"},
        {"": ""},
        [[[]]],
        {"a": {"b": {"c": ["d"]}}},
        [{"x": "y"}],
    ),
)
"""Values that other programs have stumbled over, in place of any value."""


def _files(content: Path) -> list[Path]:
    return sorted(
        file for file in content.rglob("*.yaml") if file.is_file() and not file.is_symlink()
    )


def _pick(chance: Random, content: Path) -> Path:
    files = _files(content)
    return chance.choice(files) if files else content / "v1" / "nothing-left.yaml"


def _raw(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _write(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)


def _text(file: Path) -> str:
    return _raw(file).decode("utf-8", errors="replace")


def flip_a_bit(chance: Random, content: Path) -> str:
    """Turn one bit of one byte."""
    file = _pick(chance, content)
    raw = bytearray(_raw(file) or b"x")
    place, bit = chance.randrange(len(raw)), chance.randrange(8)
    raw[place] ^= 1 << bit
    _write(file, bytes(raw))
    return f"bit {bit} of byte {place} in {file}"


def put_in_bytes(chance: Random, content: Path) -> str:
    """Put in a few bytes, any or those that YAML reads as its own."""
    file = _pick(chance, content)
    raw = _raw(file)
    place = chance.randrange(len(raw) + 1)
    new = chance.choice(
        [
            chance.randbytes(3),
            *(
                b":",
                b"#",
                b"&a ",
                b"*a ",
                b"!x ",
                b"|",
                b"? ",
                b"- ",
                b"\t",
                b"\0",
                b"'",
                b'"',
                b"[",
                b"}",
                b"%",
            ),
        ]
    )
    _write(file, raw[:place] + new + raw[place:])
    return f"{new!r} at byte {place} of {file}"


def cut_short(chance: Random, content: Path) -> str:
    """Cut the end off a file."""
    file = _pick(chance, content)
    raw = _raw(file)
    place = chance.randrange(len(raw) + 1)
    _write(file, raw[:place])
    return f"{file} cut at byte {place}"


def spoil_a_line(chance: Random, content: Path) -> str:
    """Write a line twice, take it out, move it, indent it otherwise, or join it to the next."""
    file = _pick(chance, content)
    lines = _text(file).splitlines(keepends=True) or ["\n"]
    place = chance.randrange(len(lines))
    how = chance.choice(["twice", "gone", "elsewhere", "indented", "outdented", "joined"])
    line = lines[place]
    if how == "twice":
        lines.insert(place, line)
    elif how == "gone":
        del lines[place]
    elif how == "elsewhere":
        lines.insert(chance.randrange(len(lines)), lines.pop(place))
    elif how == "indented":
        lines[place] = " " * chance.randint(1, 5) + line
    elif how == "outdented":
        lines[place] = line[chance.randint(1, 4) :]
    else:
        lines[place] = line.rstrip("\n")
    _write(file, "".join(lines).encode())
    return f"line {place + 1} of {file} {how}"


def shuffle_lines(chance: Random, content: Path) -> str:
    """Put all lines of a file in another order."""
    file = _pick(chance, content)
    lines = _text(file).splitlines(keepends=True)
    chance.shuffle(lines)
    _write(file, "".join(lines).encode())
    return f"lines of {file} shuffled"


def _ways(data: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value below the top."""
    items = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    ways = []
    for key, value in items:
        ways += [(*way, key), *_ways(value, (*way, key))]
    return ways


def _loaded(file: Path) -> Any:
    source, _ = parse(
        "", _raw(file)
    )  # the program's own reader, since it survives what stands here
    return source.data if source else None


def _inner(data: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        data = data[key]
    return data


def _dump(file: Path, data: Any) -> None:
    _write(
        file,
        yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode(errors="surrogatepass"),
    )


def change_a_value(chance: Random, content: Path) -> str:
    """Drop a value, or put in one of another kind, one from elsewhere, or one that is known to be
    hard.
    """
    file, other = _pick(chance, content), _pick(chance, content)
    data, theirs = _loaded(file), _loaded(other)
    ways, their_ways = _ways(data), _ways(theirs)
    if not ways or not their_ways:
        return f"nothing to change in {file}"
    way = chance.choice(ways)
    how = chance.choice(["dropped", "hard", "hard", "from elsewhere", "renamed", "wrapped"])
    holder, key = _inner(data, way[:-1]), way[-1]
    if how == "dropped":
        del holder[key]
    elif how == "hard":
        holder[key] = chance.choice(HARD_VALUES)
    elif how == "from elsewhere":
        holder[key] = _inner(theirs, chance.choice(their_ways))
    elif how == "renamed" and isinstance(holder, dict):
        new = str(
            chance.choice(
                [*HARD_VALUES[:14], "title", "body", "of", "sections", "xx", "fi-FI", "__class__"]
            )
        )
        holder[new] = holder.pop(key)
    else:
        holder[key] = chance.choice([[holder[key]], {"x": holder[key]}])
    _dump(file, data)
    return f"{'/'.join(map(str, way))} of {file} {how}"


def swap_two_values(chance: Random, content: Path) -> str:
    """Put two values of a file each in the other's place."""
    file = _pick(chance, content)
    data = _loaded(file)
    ways = _ways(data)
    one, two = (chance.choice(ways), chance.choice(ways)) if ways else ((), ())
    if not ways or one[: len(two)] == two or two[: len(one)] == one:
        return f"nothing to swap in {file}"
    first, second = _inner(data, one), _inner(data, two)
    _inner(data, one[:-1])[one[-1]], _inner(data, two[:-1])[two[-1]] = second, first
    _dump(file, data)
    return f"{one} and {two} of {file} swapped"


def spoil_files(chance: Random, content: Path) -> str:
    """Remove, rename, empty, copy or move a file; make it a folder, a link, or far too large;
    remove a version.
    """
    file, other = _pick(chance, content), _pick(chance, content)
    how = chance.choice(
        [
            "gone",
            "renamed",
            "empty",
            "copied over",
            "moved",
            "a folder",
            "a link",
            "a loop",
            "large",
            "no version",
        ]
    )
    if not file.exists():
        how = "empty"
    if how == "gone":
        file.unlink()
    elif how == "renamed":
        name = chance.choice(
            [
                f"{file.stem}.yml",
                f"{file.stem}.YAML",
                f"{file.name}~",
                f".{file.name}",
                "a b.yaml",
                "Ä.yaml",
                "x.txt",
            ]
        )
        file.rename(file.with_name(name))
    elif how == "empty":
        _write(file, chance.choice([b"", b"\n\n", b"# a comment\n", b"---\n", b"...\n", b"null\n"]))
    elif how == "copied over":
        _write(other, _raw(file))
    elif how == "moved":
        folder = content / chance.choice(["v1", "v2", "v3", "v4", "v99", "."])
        folder.mkdir(exist_ok=True)
        shutil.move(file, folder / file.name)
    elif how == "a folder":
        file.unlink()
        file.mkdir()
    elif how == "large":
        _write(file, _raw(file) + b"# x\n" * 300_000)
    elif how == "no version":
        shutil.rmtree(content / chance.choice(["v1", "v2", "v3"]), ignore_errors=True)
    else:
        file.unlink()
        file.symlink_to("/etc/hostname" if how == "a link" else file.name)
    return f"{file} {how}"


def break_the_encoding(chance: Random, content: Path) -> str:
    """Save a file as some editors do: in another encoding, with a byte order mark, with other line
    ends.
    """
    file = _pick(chance, content)
    text = _text(file)
    how = chance.choice(
        ["latin-1", "utf-16", "utf-32-le", "utf-8-sig", "\r\n", "\r", "\u2028", "\x85", "nfd"]
    )
    if how in ("\r\n", "\r", "\u2028", "\x85"):
        _write(file, text.replace("\n", how).encode())
    elif how == "nfd":
        import unicodedata

        _write(file, unicodedata.normalize("NFD", text).encode())
    else:
        _write(file, text.encode(how, errors="replace"))
    return f"{file} as {how!r}"


def nest_deeply(chance: Random, content: Path) -> str:
    """Write brackets, lists or keys without end, aliases that grow, and very long lines."""
    file = _pick(chance, content)
    depth = chance.choice([17, 200, 3000, 60_000])
    laughs = "\n".join(
        [
            "a0: &a0 [x, x]",
            *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)),
        ]
    )
    new = chance.choice(
        [
            *(
                "[" * depth,
                "{a: " * depth,
                "- " * depth,
                laughs,
                "&a [*a]",
                "a: &a {b: *a}",
                "x" * depth,
                "fi: |\n  " + "> " * depth,
            ),
            "fi:\n  title: x\n  body: |\n"
            + "".join(f"    {' ' * 4 * n}- x\n" for n in range(min(depth, 200))),
            "fi:\n  title: x\n  body: |\n    " + "[" * depth + "\n",
            "fi:\n  title: x\n  body: |\n    " + "**a*" * (depth // 4) + "\n",
        ]
    )
    whole = chance.random() < 0.5
    _write(file, new.encode() if whole else _raw(file) + b"\n" + new.encode())
    return f"{new[:20]!r}… of {len(new)} {'as' if whole else 'at the end of'} {file}"


def spoil_the_seals(chance: Random, content: Path) -> str:
    """Tamper with the seals, in any way that JSON allows and some that it does not."""
    file = content / "seals.json"
    raw = _raw(file) or b'{"seals": []}'
    how = chance.choice(["gone", "bytes", "cut", "other", "value", "order", "text"])
    if how == "gone":
        file.unlink(missing_ok=True)
    elif how == "bytes":
        place = chance.randrange(len(raw))
        _write(file, raw[:place] + chance.randbytes(1) + raw[place + 1 :])
    elif how == "cut":
        _write(file, raw[: chance.randrange(len(raw))])
    elif how == "other":
        _write(
            file,
            chance.choice(
                [
                    b"",
                    b"{}",
                    b"[]",
                    b"null",
                    b'{"seals": {}}',
                    b'{"seals": [1]}',
                    b"[" * 5000,
                    b"seals: [",
                    b"\xff\xfe",
                ]
            ),
        )
    else:
        _change_seals(chance, file, raw, how)
    return f"seals.json {how}"


def _change_seals(chance: Random, file: Path, raw: bytes, how: str) -> None:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return
    seals = data.get("seals") if isinstance(data, dict) else None
    if how == "order" and isinstance(seals, list):
        chance.shuffle(seals)
    elif ways := _ways(data):
        way = chance.choice(ways)
        _inner(data, way[:-1])[way[-1]] = (
            "0" * 64 if how == "text" else chance.choice([*HARD_VALUES, None, 1, 1.5, True])
        )
    _write(file, json.dumps(data).encode())


def move_a_key(chance: Random, content: Path) -> str:
    """Move a key with all that it has to another place of the same file, or to another file."""
    file, other = _pick(chance, content), _pick(chance, content)
    data, theirs = _loaded(file), _loaded(other)
    ways = [way for way in _ways(data) if isinstance(_inner(data, way[:-1]), dict)]
    homes = [(), *(way for way in _ways(theirs) if isinstance(_inner(theirs, way), dict))]
    if not ways or not isinstance(theirs, dict):
        return f"nothing to move in {file}"
    way, home = chance.choice(ways), chance.choice(homes)
    value = _inner(data, way[:-1]).pop(way[-1])
    _dump(file, data)
    theirs = _loaded(other)
    try:
        _inner(theirs, home)[way[-1]] = value
    except (KeyError, TypeError):  # it went with what was moved
        theirs[way[-1]] = value
    _dump(other, theirs)
    return f"{way} of {file} moved to {home} of {other}"


def swap_two_days(chance: Random, content: Path) -> str:
    """Exchange two days, of one version or of two."""
    places = [
        (file, key)
        for file in sorted(content.glob("v*/version.yaml"))
        if file.is_file() and isinstance(data := _loaded(file), dict)
        for key in ("effective", "published", "withdrawn")
        if key in data
    ]
    if len(places) < 2:
        return "no days to swap"
    (one, first), (two, second) = chance.sample(places, 2)
    days = _loaded(one)[first], _loaded(two)[second]
    for file, key, day in ((one, first, days[1]), (two, second, days[0])):
        data = _loaded(file)
        data[key] = day
        _dump(file, data)
    return f"{first} of {one} and {second} of {two} swapped"


def rename_a_section(chance: Random, content: Path) -> str:
    """Rename a section: its file alone, the lists alone, or both in one version."""
    sections = [file for file in _files(content) if file.stem not in ("version", "notice")]
    if not sections:
        return "no section to rename"
    file = chance.choice(sections)
    new = chance.choice(["terms", "contact", "rights", f"{file.stem}s", file.stem.upper()])
    how = chance.choice(["file", "list", "both", "everywhere"])
    if how != "list":
        file.rename(file.with_name(f"{new}.yaml"))
    folders = content.glob("v*") if how == "everywhere" else [file.parent]
    for version in (folder / "version.yaml" for folder in folders if how != "file"):
        data = _loaded(version) if version.is_file() else None
        if isinstance(data, dict) and isinstance(data.get("sections"), list):
            data["sections"] = [new if name == file.stem else name for name in data["sections"]]
            _dump(version, data)
    return f"{file} called {new} ({how})"


def drop_a_language(chance: Random, content: Path) -> str:
    """Take a language out of the list, out of every text, or out of one file."""
    language = chance.choice(["fi", "en", "ru"])
    how = chance.choice(["list", "texts", "file"])
    if how == "list":
        data = _loaded(content / "notice.yaml")
        if isinstance(data, dict) and isinstance(data.get("languages"), list):
            data["languages"] = [known for known in data["languages"] if known != language]
            _dump(content / "notice.yaml", data)
        return f"{language} no longer listed"
    for file in _files(content) if how == "texts" else [_pick(chance, content)]:
        data = _loaded(file)
        if isinstance(data, dict):
            for group in (data, data.get("note"), data.get("title")):
                if isinstance(group, dict):
                    group.pop(language, None)
            _dump(file, data)
    return f"{language} out of {how}"


MUTATIONS: Sequence[Mutation] = (
    *(
        flip_a_bit,
        put_in_bytes,
        cut_short,
        spoil_a_line,
        spoil_a_line,
        shuffle_lines,
        change_a_value,
        change_a_value,
        change_a_value,
    ),
    *(swap_two_values, spoil_files, break_the_encoding, nest_deeply, spoil_the_seals),
    *(move_a_key, swap_two_days, rename_a_section, drop_a_language),
)
"""All of them; those that leave more of the content sound stand here more often."""

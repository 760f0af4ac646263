"""A redline in short: a line for each block that changed, for people to write down what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from notice.markup.tree import plain
from notice.redline.result import Block, Kind, MarkedCell, Redline, SectionChange
from notice.words.characters import Deception
from notice.words.hunks import Reason
from notice.words.runs import Mark, Run

_SIGNS = {
    (Mark.DELETED, Reason.WORDING): ("[-", "-]"),
    (Mark.INSERTED, Reason.WORDING): ("{+", "+}"),
    (Mark.DELETED, Reason.MOVED): ("[>", ">]"),
    (Mark.INSERTED, Reason.MOVED): ("{<", "<}"),
    (Mark.DELETED, Reason.TYPOGRAPHY): ("[~", "~]"),
    (Mark.INSERTED, Reason.TYPOGRAPHY): ("{~", "~}"),
}


def in_short(redline: Redline, titles: Mapping[str, str]) -> str:
    """Return what a redline tells. A section that changed is a line `## title`, with `<- title` for
    where text came from, `-> title` for where it went, and what deceives the eye; a block is a line of what became of it
    and its text: `[-gone-]`, `{+new+}`, `[>moved away>]`, `{<moved here<}`,
    `[~looked~]{~looks the same~}`, and kept stretches of over four words by their first and last.
    """
    lines = [line for section in redline.sections for line in _section(section, titles)]
    grouped = [(line, len(list(same))) for line, same in groupby(lines)]
    return "\n".join(f"{count} × {line}" if count > 1 else line for line, count in grouped)


def _section(section: SectionChange, titles: Mapping[str, str]) -> Iterator[str]:
    if not section.touched:
        return
    title = "".join(_marked(section.title)) or titles.get(section.id, "")
    flows = [f" <- {titles[each]}" for each in section.came_from]
    flows += [f" -> {titles[each]}" for each in section.went_to]
    kind = {Kind.ADDED: "added ", Kind.REMOVED: "removed "}.get(section.kind, "")
    moved = "moved " if section.moved else ""
    if title or flows:
        told = "".join(f", {deceives}" for deceives in _deceptions(section.deceptions))
        yield f"## {kind if section.is_shown else ''}{moved}{title}{''.join(flows)}{told}"
    for block in section.blocks:
        if block.kind is not Kind.KEPT or block.form_only or block.old_ordinal:
            cells = " | ".join("".join(_cell(cell, block)) for cell in block.cells)
            yield f"{', '.join(_labels(block))}: {cells}"


def _labels(block: Block) -> Iterator[str]:
    if block.kind is not Kind.KEPT:
        yield block.kind.value
    flags = {
        "divided": block.split,
        "joined": block.joined,
        "border": block.border_moved,
        "formatting": block.formatting,
        "renumbered": block.renumbered,
        "typography": bool(block.typography),
    }
    yield from (name for name, holds in flags.items() if holds)
    if block.old_level:
        yield f"level {block.old_level}"
    if block.old_ordinal:
        yield f"number {block.old_ordinal}"
    for link in block.links:
        old = f"{link.old_text} " * bool(link.old_text)
        before = f"{old or link.text + ' '}({link.old}{link.old_title})"
        yield f"link {before} now {link.text} ({link.new}{link.new_title})"
    for column in block.columns:
        names = " now ".join(name for name in dict.fromkeys((column.old, column.new)) if name)
        yield f"column {column.kind.value} {names}"
    yield from _deceptions(block.deceptions)


def _deceptions(deceptions: Sequence[Deception]) -> Iterator[str]:
    return (f"{each.danger.value} {', '.join(each.characters)}" for each in deceptions)


def _cell(cell: MarkedCell, block: Block) -> Iterator[str]:
    if cell.content:
        text = _cut(plain(cell.content))
        yield f"{{<{text}<}}" if block.kind is Kind.MOVED_HERE else text
    elif block.kind is Kind.MOVED_AWAY:
        yield f"[>{_cut(_text(cell.runs))}>]"
    else:
        yield from _marked(cell.runs, moved=block.kind is Kind.MOVED_HERE)


def _marked(runs: tuple[Run, ...], *, moved: bool = False) -> Iterator[str]:
    for (mark, reason), same in groupby(runs, key=lambda run: (run.mark, run.reason)):
        text = _text(tuple(same))
        if mark is Mark.KEPT:
            yield f"{{<{_cut(text)}<}}" if moved else _cut(text)
        else:
            before, after = _SIGNS[mark, reason]
            yield f"{before}{_cut(text) if reason is Reason.MOVED else text}{after}"


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _cut(text: str) -> str:
    words = text.split(" ")
    inner = [place for place, word in enumerate(words) if word]
    if len(inner) <= 4:
        return text
    return " ".join([*words[: inner[0] + 1], "…", *words[inner[-1] :]])

"""How the notice stands: the value, and what is written of it in three formats."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from conftest import MakeContent, Run

from notice.checks import examine
from notice.commands.status import markdown, text, to_json
from notice.content.files import read_tree
from notice.site.i18n import available
from notice.versions.overview import Overview, overview
from notice.versions.places import Place, place_of
from notice.versions.seals import Seal
from notice.versions.translations import State


def stands(content: Path, day: date = date(2022, 1, 1)) -> Overview:
    """Return the overview of a content folder on a day; the first version counts as sealed."""
    tree = read_tree(content)
    checked = examine(tree, available())
    notice, problems = checked.notice, checked.problems
    assert notice
    return overview(notice, tree, [Seal("v1", {}, "")], problems, day)


def test_versions_by_date(make_content: MakeContent) -> None:
    """Every version has its status of the day, its dates, its seal, its place, and a span on a
    common time line.
    """
    report = stands(make_content())
    assert [version.id for version in report.versions] == ["v1", "v2", "v3"]
    assert [version.edition.status.value for version in report.versions] == [
        "superseded",
        "in-force",
        "draft",
    ]
    assert [version.sealed for version in report.versions] == [True, False, False]
    first, second, third = report.versions
    assert first.place.path.endswith("content/v1/version.yaml")
    assert first.edition.last_day
    assert (first.edition.last_day - second.edition.first_day).days == -1
    assert first.span.start == 0
    assert abs(first.span.start + first.span.length - second.span.start) <= 1
    assert third.span.start + third.span.length <= 1001
    assert 0 < report.today < 1000
    assert len(report.years) <= 6


def test_sections_by_language(make_content: MakeContent) -> None:
    """Complete, stale and missing translations are told apart, each with the line where it is
    mended.
    """
    content = make_content()
    chosen = content / "v1" / "rights.yaml"
    whole = stands(content)
    row = next(row for row in whole.versions[0].rows if row.id == chosen.stem)
    assert row.cells[0].state is State.SOURCE
    lines = chosen.read_text(encoding="utf-8").split("\n")
    for cell in row.cells:
        assert (
            lines[cell.place.line - 1].startswith(f"{cell.language}:")
            or cell.state is State.MISSING
        )
    source = row.cells[0].language
    changed = re.sub(r"(?m)^  title: ", "  title: X", "\n".join(lines), count=1)
    chosen.write_text(changed, encoding="utf-8")
    stale = next(row for row in stands(content).versions[0].rows if row.id == chosen.stem)
    assert {cell.state for cell in stale.cells[1:]} <= {State.STALE, State.MISSING}
    alone = changed[: changed.index(f"\n{row.cells[1].language}:") + 1]
    chosen.write_text(alone, encoding="utf-8")
    missing = next(row for row in stands(content).versions[0].rows if row.id == chosen.stem)
    assert {cell.state for cell in missing.cells[1:]} == {State.MISSING}
    where = missing.cells[1].place
    assert alone.split("\n")[where.line - 1].startswith(
        f"{source}:"
    )  # a translation begins beside its source


def test_what_the_gdpr_asks(make_content: MakeContent) -> None:
    """An item is covered at a section's `covers`, not applicable at its reason, or open where an
    answer would begin.
    """
    content = make_content()
    version = content / "v3" / "version.yaml"
    lines = version.read_text(encoding="utf-8").rstrip("\n").split("\n")
    lines = [line for line in lines if not re.match(r"not_applicable:|  13\.|  14\.", line)]
    version.write_text(
        "\n".join([*lines, "not_applicable:", "  13.1.b: Nobody is appointed.", ""]),
        encoding="utf-8",
    )
    newest = stands(content).newest
    assert newest
    by_item = {answer.item.id: answer for answer in newest.answers}
    assert by_item["13.1.b"].state == "not applicable"
    assert by_item["13.1.b"].reason == "Nobody is appointed."
    assert by_item["13.1.b"].place.line == len(lines) + 2
    for answer in newest.answers:
        assert answer.state in ("covered", "not applicable", "open")
        if answer.places:
            file = Path(answer.place.path)
            assert (
                file.read_text(encoding="utf-8")
                .split("\n")[answer.place.line - 1]
                .startswith("covers:")
            )
    assert newest.open == tuple(answer for answer in newest.answers if answer.state == "open")


def test_a_sections_prevailing_text_may_be_missing(make_content: MakeContent) -> None:
    """What is unsound is shown as far as it can be: nothing is asked of it that is not there."""
    content = make_content()
    chosen = content / "v1" / "rights.yaml"
    chosen.write_text("en:\n  title: Alone\n  body: Text.\n", encoding="utf-8")
    row = next(row for row in stands(content).versions[0].rows if row.id == chosen.stem)
    assert row.cells[0].state is State.MISSING


def test_a_place_is_found_in_what_is_not_there(make_content: MakeContent) -> None:
    """A value that is not there leads to what is around it; a file that is not there to its
    beginning.
    """
    content = make_content()
    tree = read_tree(content)
    inside = place_of(tree, "v1/version.yaml", ("not_applicable", "13.1.b"))
    assert inside.path.endswith("v1/version.yaml")
    assert place_of(tree, "v9/version.yaml", ("effective",)) == Place(
        f"{content.as_posix()}/v9/version.yaml", 1, 1
    )


def test_text(make_content: MakeContent) -> None:
    """The terminal gets aligned columns, marks beside words, and no trailing blanks."""
    report = stands(make_content())
    shown = text(report)
    assert re.search(r"(?m)^  version +status +from", shown)
    assert re.search(r"(?m)^  v2 +in force +\d{4}-\d\d-\d\d", shown)
    assert "= prevails" in shown
    assert not re.search(r"(?m) +$", shown)
    heads = [line for line in shown.split("\n") if line.startswith("  section")]
    assert len(heads) == 1
    assert shown.rstrip().endswith("check` tells them")
    assert text(replace(report, problems=())).rstrip().endswith("no problems")


def test_markdown(make_content: MakeContent) -> None:
    """Every row of a table has the columns of its head, and nothing in a cell is taken for
    Markdown.
    """
    report = replace(stands(make_content()), title="A *title* | with <marks>")
    lines = markdown(report).split("\n")
    assert lines[0].startswith(r"## A \*title\* \| with \<marks\>, as of 2022-01-01")
    width = 0
    for before, line in pairwise(lines):
        if line.startswith("|"):
            columns = len(re.findall(r"(?<!\\)\|", line))
            width = columns if not before.startswith("|") else width
            assert columns == width, line


def test_json(make_content: MakeContent) -> None:
    """Programs get everything, with places that they can open."""
    report = stands(make_content())
    data = json.loads(to_json(report))
    assert [version["id"] for version in data["versions"]] == ["v1", "v2", "v3"]
    assert data["versions"][0]["sealed"] is True
    cell = data["versions"][-1]["sections"][0]["languages"][report.languages[0]]
    assert cell["state"] == "source"
    assert re.fullmatch(r".*\.yaml:[0-9]+", cell["place"])
    assert {item["state"] for item in data["versions"][-1]["gdpr"]} <= {
        "covered",
        "not applicable",
        "open",
    }
    assert sum(data["counts"].values()) == len(data["problems"])


def test_command(make_content: MakeContent, run: Run) -> None:
    """`status` ends well where the content has no errors, whatever else it lacks, and with 1 and
    the problems where it has.
    """
    content = make_content()
    for form in ("text", "json", "markdown"):
        done = run("status", "--content", content, "--format", form)
        assert done.returncode == 0, done.stderr
        assert "v3" in done.stdout
        assert done.stderr == ""
    (content / "v3" / "preamble.yaml").write_text("fi: [\n", encoding="utf-8")
    done = run("status", "--content", content)
    assert done.returncode == 1
    assert "v3" in done.stdout
    assert "preamble.yaml:1:6: error:" in done.stderr
    done = run("status", "--content", content.parent / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere:1:1: error:" in done.stderr

"""README and CONTRIBUTING typed line by line: every command that they show, in the order in which
they tell it, with what the steps between them tell to write.
"""

from __future__ import annotations

import inspect
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import life
import pytest
from conftest import MIMINO, ROOT, Run, run_in
from stage import stand_still

from notice.commands.arguments import read
from notice.content.model import Text
from notice.versions.translations import pin

pytestmark = pytest.mark.usefixtures("compiled_once")
PROGRAMS = r"(?:python (?:-m )?|notice |make |pipx? |uvx |curl |sha256sum |git |mv |cp |rm )"
"""What a command begins with."""
ELSEWHERE = {
    "make": "the Makefile is what runs these tests",
    "pip": "installs from elsewhere",
    "pipx": "installs from elsewhere",
    "uvx": "installs from elsewhere",
    "curl": "asks the site that is online",
    "echo": "speaks of the site that is online; tests/test_seal.py has the same digest",
    "git": "test_two_pull_requests types what it does to the folder",
}
"""Programs that are not started here, each with the reason."""
PATTERNS = ("…", "DIR", "FILE", "SECTION", "LANGUAGE", "COMMAND", "OLD.md", "/srv/", "--timings")
"""What shows that a command is a pattern for others, or tells of another machine."""
RUNS_ON = ("serve",)
"""Commands that do not end by themselves; tests/test_preview.py starts them."""
TODAY = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Europe/Helsinki"))


def shown(document: str) -> list[str]:
    """Return the commands that a document shows in its sentences and its blocks, as they are
    typed.
    """
    prose: list[str] = []
    blocks: list[str] = []
    for number, part in enumerate(
        re.split(r"^```.*$", (ROOT / document).read_text(encoding="utf-8"), flags=re.MULTILINE)
    ):
        (blocks if number % 2 else prose).append(part)
    commands = re.findall(rf"`({PROGRAMS}[^`]+)`", "\n".join(prose))
    commands += re.findall(
        rf"^({PROGRAMS}.+?)(?: {{2,}}#.*)?$", "\n".join(blocks), flags=re.MULTILINE
    )
    return sorted({" ".join(command.split()) for command in commands})


def is_typed_here(command: str) -> bool:
    """Tell whether a command is to be run by a test of this module."""
    program = command.split(maxsplit=1)[0]
    pip = command.startswith(("python -m pip", "pip"))
    return not (
        program in ELSEWHERE or pip or any(pattern in command for pattern in PATTERNS)
    ) and not set(command.split()) & set(RUNS_ON)


@dataclass
class Clone:
    """A clone of the repository as somebody has it before them: a folder, and what is typed."""

    folder: Path
    run: Run

    @property
    def content(self) -> Path:
        """The notice."""
        return self.folder / "content"

    def type(self, line: str, code: int = 0) -> str:
        """Type a line as it is shown; returns what was said."""
        program, *arguments = shlex.split(line)
        if program == "python":
            arguments = arguments[1:] if arguments[0] == "build.py" else arguments[2:]
        elif program != "notice":
            self._in_shell(line)
            return ""
        done = self.run(*arguments)
        told: str = done.stdout + done.stderr
        assert done.returncode == code, (line, told)
        return told

    def _in_shell(self, line: str) -> None:
        """Run what every shell has."""
        subprocess.run(shlex.split(line), cwd=self.folder, check=True, capture_output=True)

    def write(self, version: str, section: str, words: str) -> None:
        """Write other words into a section, in each language."""
        file = self.content / version / f"{section}.yaml"
        life.edit(file, (r"^(    )\S.*\.$", rf"\1{words}."))

    def finish(self, version: str, days: str = "2026-09-01 2026-09-01") -> None:
        """Fill in `version.yaml`: note, days, class; and take `draft: true` out."""
        effective, published = days.split()
        life.finish(self.content, version, effective, published, "material")

    def change(self, version: str, section: str = "contact", words: str = "Uusi 040") -> None:
        """Change a sentence in every language, and look at the translations."""
        self.write(version, section, words)
        self.run("pin", section, "--version", version)

    def status(self) -> str:
        """Return what versions there are, and what becomes of them."""
        return self.type("python build.py status")


def write_clone(folder: Path) -> None:
    """Write a notice in three languages with three published versions, v3 in force."""
    content = folder / "content"
    covers = f"covers: [{', '.join(life.COVERED)}]\n"
    notice = (
        life.NOTICE.replace("[fi, en]", "[fi, en, ru]")
        .replace("2026:privacy", "2018:privacy")
        .replace("title: {", "title: {ru: Уведомление, ")
    )
    names = {"preamble": "", "controller": "Oy", "contact": "Yhteys", "rights": "Oikeudet"}
    names["transfers"] = "Siirrot"
    (content / "v1").mkdir(parents=True)
    (content / "notice.yaml").write_text(notice, encoding="utf-8")
    first = life.FIRST.replace("note: {", "note: {ru: Первая., ").replace("2026-06", "2026-01")
    first = re.sub(r"sections: .*", f"sections: [{', '.join(names)}]", first)
    (content / "v1" / "version.yaml").write_text(first, encoding="utf-8")
    for name, title in names.items():
        text = life.section(title, f"Suomeksi {name}.", f"In English {name}.", "")
        of = pin(Text(title, "", f"Suomeksi {name}.\n"))
        russian = f"  title: {title}\n" if title else ""
        text += f'ru:\n  of: "{of}"\n{russian}  body: |\n    По-русски {name}.\n'
        if name == "rights":
            text = covers + text.replace("Suomeksi rights.", "Suomeksi, katso [](#contact).")
            text = re.sub(
                "[0-9a-f]{8}", pin(Text(title, "", "Suomeksi, katso [](#contact).\n")), text
            )
            for old in ("In English rights.", "По-русски rights."):
                text = text.replace(old, f"{old[:-1]} [](#contact).")
        (content / "v1" / f"{name}.yaml").write_text(text, encoding="utf-8")
    clone = Clone(folder, partial(run_in, folder))
    clone.run("seal", "--date", "2026-01-01")
    for version, day in (("v2", "2026-03-01"), ("v3", "2026-06-01")):
        clone.run("new", "contact", "--date", day)
        clone.change(version, words=f"Sanat {version}")
        clone.finish(version, f"{day} {day}")
        done = clone.run("seal", "--date", day)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the notice of a clone once."""
    folder = tmp_path_factory.mktemp("clone")
    write_clone(folder)
    return folder


@pytest.fixture
def clone(written: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """Return a fresh clone on a day on which v3 is in force."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    stand_still(monkeypatch, TODAY)
    return Clone(tmp_path, run)


@pytest.fixture
def shipped(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """Return a fresh clone of the notice that is shipped: v1 and v2 published, v3 a draft."""
    shutil.copytree(MIMINO, tmp_path / "content")
    stand_still(monkeypatch, TODAY.replace(month=11, day=25))
    return Clone(tmp_path, run)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_command_is_typed(document: str) -> None:
    """What a document shows is typed by a test of this module, to the letter; patterns can be
    read.
    """
    source = inspect.getsource(sys.modules[__name__])
    commands = list(shown(document))
    assert len(commands) > 20
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in commands:
        if command.startswith("make "):
            assert f"\n{command.split()[1]}:" in makefile, command
    for command in filter(is_typed_here, commands):
        assert f'"{command}"' in source or f"'{command}'" in source, command
    for command in commands:
        is_pattern = command.startswith("python build.py ") and not is_typed_here(command)
        if is_pattern and "COMMAND" not in command:
            read(shlex.split(command.removesuffix(" …"))[2:])


def test_readme_on_the_notice_that_is_shipped(shipped: Clone) -> None:
    """The first steps of README are right for the repository as it is cloned: what the draft has
    stays, and it has no errors.
    """
    assert shipped.type("python build.py --version").startswith("notice ")
    assert "is there already, and stays" in shipped.type("python build.py new transfers rights")
    shipped.type("python build.py check")
    shipped.type("python build.py pin transfers --lang ru")
    shipped.type("python build.py")
    shipped.type("python build.py status")
    shipped.type("python build.py verify")


def test_a_sentence_on_the_notice_that_is_shipped(shipped: Clone) -> None:
    """CONTRIBUTING's first step goes into the draft, or comes before it."""
    assert "content/v3/contact.yaml: copied" in shipped.type("python build.py new contact")
    (shipped.content / "v3" / "contact.yaml").unlink()
    told = shipped.type("python build.py new contact --before v3")
    assert "content/v3: is now content/v4" in told


def test_readme_to_the_end(clone: Clone) -> None:
    """How to change the notice, all four steps; then the commands of the table."""
    assert "content/v4/transfers.yaml: copied" in clone.type("python build.py new transfers rights")
    clone.write("v4", "transfers", "Emme siirrä")
    clone.type("python build.py check")
    clone.type("python build.py pin transfers --lang ru")
    clone.type("python build.py pin transfers")
    clone.finish("v4")
    clone.type("python build.py seal")
    clone.type("python build.py check")
    clone.type("python build.py")
    clone.type("python build.py diff v1 v2")
    clone.type("python build.py verify site/")
    page = clone.folder / "page.html"
    shutil.copyfile(clone.folder / "site" / "fi" / "v4" / "index.html", page)
    clone.type("python build.py verify page.html")
    (clone.folder / "site" / "_headers").touch()
    subprocess.run(
        shlex.split("sha256sum -c SHA256SUMS"),
        cwd=clone.folder / "site",
        check=True,
        capture_output=True,
    )
    clone.type("python build.py unseal")
    assert "v2" in clone.type("python build.py withdraw v2", code=2)  # it was in force
    assert "draft" not in clone.status()


def test_a_notice_of_ones_own(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`init`, and what README tells to do then."""
    stand_still(monkeypatch, TODAY)
    begun = Clone(tmp_path, run)
    begun.type('notice init my-notice --languages en,sv --controller "My Company Ltd"')
    own = Clone(tmp_path / "my-notice", partial(run_in, tmp_path / "my-notice"))
    assert "TODO" in own.type("notice check")
    shutil.rmtree(own.content)
    write_clone(own.folder)
    own.type("notice seal")
    own.type("notice build")
    own.type("python -m notice")
    assert "locales/et" in own.type("notice catalog et")
    own.type("python build.py catalog et")


def test_an_old_notice(tmp_path: Path, run: Run) -> None:
    """Files of every kind become versions, and another language is added to them."""
    documents = {
        "2018.html": "<main><h1>A</h1><h2>B</h2><p>One year.</p></main>",
        "2018-fi.md": "# A\n\n## B\n\nYksi vuosi.\n",
        "2024-fi.md": "# A\n\n## B\n\nKaksi vuotta.\n",
    }
    old = tmp_path / "old"
    old.mkdir()
    for name, text in documents.items():
        (old / name).write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "tests" / "data" / "import" / "notice.docx", old / "2024.docx")
    clone = Clone(tmp_path, run)
    clone.type(
        "python build.py import old/2018.html@2018-05-24 old/2024.docx@2024-03-01 --lang en --into content"
    )
    clone.type(
        "python build.py import old/2018-fi.md@2018-05-24 old/2024-fi.md@2024-03-01 --lang fi --into content"
    )


def test_a_sentence(clone: Clone) -> None:
    """Change a sentence, on your own computer: nine steps, and nothing is left to do."""
    assert "content/v4/contact.yaml: copied" in clone.type("python build.py new contact")
    clone.write("v4", "contact", "Numero on uusi")
    clone.type("python build.py check")
    clone.type("python build.py pin contact --lang ru")
    clone.type("python build.py pin contact")
    clone.finish("v4")
    assert "it has no seal" in clone.type("python build.py check", code=1)
    clone.type("python build.py seal")
    assert clone.type("python build.py check") == "no problems\n"
    assert "Sanat [-v2-]{+v3+}" in clone.type("python build.py diff v2 v3")


def test_a_section_and_a_translation(clone: Clone) -> None:
    """Add a section, and translate it in a tool of one's own."""
    clone.type("python build.py new contact")
    assert "cookies.yaml: to be filled in" in clone.type("python build.py new cookies")
    life.edit(clone.content / "v4" / "version.yaml", (r"transfers\]", "transfers, cookies]"))
    words = life.section("Evästeet", "Emme käytä evästeitä.", "We use no cookies.")
    (clone.content / "v4" / "cookies.yaml").write_text(words, encoding="utf-8")
    assert "export" in clone.type("python build.py translate", code=2)
    clone.type("python build.py translate export --lang ru --output ru.po")
    po = clone.folder / "ru.po"
    text = po.read_text(encoding="utf-8")
    for source, translated in (("Evästeet", "Файлы"), ("Emme käytä evästeitä.", "Нет файлов.")):
        assert f'msgid "{source}"\nmsgstr ""' in text, text
        text = text.replace(
            f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{translated}"'
        )
    po.write_text(text, encoding="utf-8")
    clone.type("python build.py translate import ru.po")
    assert "Нет файлов." in (clone.content / "v4" / "cookies.yaml").read_text(encoding="utf-8")
    clone.type("python build.py status --language ru")
    clone.finish("v4")
    clone.type("python build.py seal")


def test_cancel_a_draft(clone: Clone) -> None:
    """A draft goes with its folder, and the one above it moves down."""
    clone.type("python build.py new contact")
    clone.type("python build.py new --from v3 rights")
    clone.type("rm -r content/v4")
    clone.type("mv content/v5 content/v4")
    clone.type("python build.py check")


def test_publish_on_a_later_day_and_postpone(clone: Clone) -> None:
    """A withheld version gets other days; one that was announced is withdrawn and begun again, also
    where a draft waits.
    """
    clone.type("python build.py new contact")
    clone.change("v4")
    clone.finish("v4", "2026-12-01 2026-11-01")
    clone.type("python build.py seal")
    clone.type("python build.py unseal")
    life.edit(clone.content / "v4" / "version.yaml", (r"^published: .*", "published: 2026-09-01"))
    clone.type("python build.py seal")  # and now it is announced

    clone.type("python build.py withdraw v4")
    before = clone.folder / "before"
    shutil.copytree(clone.content, before)
    clone.type("python build.py new --from v4")
    clone.finish("v5", "2026-12-24 2026-09-01")
    clone.type("python build.py check", code=1)  # it asks for the seal
    clone.type("python build.py seal")
    clone.type("python build.py check")

    shutil.rmtree(clone.content)
    before.rename(clone.content)
    clone.type("python build.py new rights")
    assert "v5: is now" in clone.type("python build.py new --from v4 --before v5")
    clone.type("python build.py check")


def test_an_emergency(clone: Clone) -> None:
    """A change of today comes before a draft that waits, which then takes over what changed."""
    clone.type("python build.py new contact")
    clone.change("v4")
    clone.finish("v4")
    clone.type("python build.py seal")
    clone.type("python build.py new rights")
    told = clone.type("python build.py new contact --before v5")
    assert "content/v5: is now content/v6" in told
    clone.write("v5", "contact", "Hätä")
    clone.finish("v5", "2026-09-02 2026-09-01")
    clone.type("python build.py pin contact --version v5")
    clone.type("python build.py seal")
    told = clone.type("python build.py check", code=1)
    assert "v6 is based on v4, and v5 will be in force before it" in told
    life.edit(clone.content / "v6" / "version.yaml", (r"^from: v4", "from: v5"))
    clone.type("python build.py check")


def test_two_drafts(clone: Clone) -> None:
    """A second draft beside the first, each added to and pinned by its name."""
    clone.type("python build.py new transfers")
    clone.type("python build.py new --from v3 rights")
    clone.type("python build.py new contact --version v4")
    clone.write("v4", "contact", "Luonnos")
    clone.type("python build.py pin contact --version v4")
    clone.type("python build.py check")
    assert (clone.content / "v5" / "rights.yaml").exists()


def test_two_pull_requests(clone: Clone) -> None:
    """The branch that is merged second takes the next number."""
    main = clone.folder / "main"
    shutil.copytree(clone.content, main)
    clone.type("python build.py new contact")
    clone.change("v4", words="Toinen")
    clone.finish("v4")
    clone.type("python build.py seal")
    branch = clone.folder / "branch"
    clone.content.rename(branch)
    main.rename(clone.content)
    clone.type("python build.py new transfers")
    clone.change("v4", "transfers", "Ensin")
    clone.finish("v4")
    clone.type("python build.py seal")
    clone.content.rename(main)
    branch.rename(clone.content)

    clone.type("python build.py unseal")
    clone.type("mv content/v4 content/v5")
    shutil.copytree(main, clone.content, dirs_exist_ok=True)  # what `git merge` does
    assert "v5 is based on v3" in clone.type("python build.py check", code=1)
    life.edit(
        clone.content / "v5" / "version.yaml",
        (r"^from: v3", "from: v4"),
        (r"^(effective|published): .*", r"\1: 2026-09-02"),
    )
    clone.type("python build.py seal")
    clone.type("python build.py check")


def test_rename_a_section(clone: Clone) -> None:
    """A section gets another name, and whoever refers to it another reference."""
    clone.type("python build.py new contact")
    clone.type("mv content/v4/contact.yaml content/v4/contacts.yaml")
    life.edit(clone.content / "v4" / "version.yaml", (r", contact,", ", contacts,"))
    assert "`rights`" in clone.type("python build.py check", code=1)
    clone.type("python build.py new rights")
    life.edit(clone.content / "v4" / "rights.yaml", ("#contact", "#contacts"))
    clone.type("python build.py pin rights")
    clone.type("python build.py check")


def test_a_version_published_by_mistake(clone: Clone) -> None:
    """The text of before is published anew, as the version after the mistake."""
    clone.type("python build.py new contact")
    clone.change("v4", words="Väärä")
    clone.finish("v4")
    clone.type("python build.py seal")
    clone.type("python build.py new contact")
    clone.type("cp content/v3/contact.yaml content/v5/contact.yaml")
    clone.finish("v5", "2026-09-02 2026-09-01")
    clone.type("python build.py check", code=1)  # it asks for the seal
    clone.type("python build.py seal")
    clone.type("python build.py check")


def test_facts(shipped: Clone) -> None:
    """`new facts` copies what there is, and says where to begin where there is none."""
    assert "CONTRIBUTING.md" in shipped.type("python build.py new facts", code=2)

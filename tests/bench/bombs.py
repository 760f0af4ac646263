"""How long the slowest texts take that anybody has thought of: a check and a build of each.

.venv/bin/python tests/bench/bombs.py            one line for each, and 1 where one takes longer than 2 s
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from notice.checks import examine  # noqa: E402 - the program is found by the line above
from notice.content.files import LARGEST, read_tree  # noqa: E402
from notice.markup.parse import parse  # noqa: E402
from notice.site.i18n import available  # noqa: E402

LIMIT = 2.0
"""Seconds of a processor that no text may take, whatever else the machine has to do."""
SIZE = 32 << 10
"""Characters of a text that is one thing over and over."""


def over(piece: str) -> str:
    """Return one thing over and over."""
    return piece * (SIZE // len(piece))


BODIES: Mapping[str, str] = {
    "[a](": over("[a]("),
    "((((": over("("),
    "[a](((((": "[a](" + over("("),
    "![a](": over("![a]("),
    "[[[[": over("["),
    "[a [a": over("[a "),
    "[^1] with a footnote": over("[^1] ") + "\n\n[^1]: a",
    "[^1] without one": over("[^1] "),
    "1,500 footnotes": "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(1500)),
    "****": over("*"),
    "*a": over("*a "),
    "**a": over("**a "),
    "*a **b": over("*a **b "),
    "_a_": over("_a_ "),
    "<<<<": over("<"),
    "<a@": over("<a@"),
    "https://": over("https://"),
    "https://a ": over("https://a "),
    "https://a))))": "https://a" + over(")"),
    "||||": over("|"),
    "a table of 5,000 rows": "| a | b |\n| - | - |\n" + "| c | d |\n" * 5000,
    "a table of 5,000 columns": "| a " * 5000 + "|\n" + "| - " * 5000 + "|\n" + "| b " * 5000 + "|",
    "dashes and lines": over("|-:"),
    "> > > >": over("> "),
    "quotations, one line each": over("> a\n\n"),
    "lists, ever deeper": "".join(" " * 2 * n + "- a\n" for n in range(250)),
    "- - - -": over("- "),
    "a list of 8,000 items": over("- a\n"),
    "paragraphs": over("a\n\n"),
    "backslashes": over("\\"),
    "backslashes at the ends of lines": over("a\\\n"),
    "spaces": over(" ") + "a",
    "lines of spaces": over("   \n"),
    "one word": over("a"),
    "5,000 lines of <p>": "<p>\n" * 5000,
    "<p><p><p>": over("<p>"),
    "<a b": over("<a b "),
    "20,000 times TODO": "TODO " * 20_000,
    "20,000 lines of TODO": "TODO\n" * 20_000,
    "todo:": over("todo: "),
    "soft hyphens": over("a\u00ad"),
    "isolates": over("\u2067"),
    "look-alikes": over("pаl "),
    "pieces of letters": over("a\u0308"),
    "English in Russian": "Да. " + over("we keep your data and so on "),
    "~~~~": over("~"),
    "{{{{": over("{"),
    "####": over("#"),
    "### a": over("### a\n"),
    "1. 1. 1.": over("1. "),
    "references": over("[](#contact) "),
    "[a a a": "[" + over("a "),
    "[a [a b": over("[a b "),
    "[aaaa(": "[" + over("a("),
    "a@": over("a@"),
    "a.a.a@": over("a.") + "@",
    "[a](https://a.a.a)": f"[a](https://{over('aa.')}!)",
    "[a](mailto:a,a,a)": f"[a](mailto:{over('a,')})",
    "{a {a": over("{a "),
    "links unlike their text": over("[www.a.fi](https://b.fi) "),
    "links to nowhere": over("[a](b) "),
    "letters read in another encoding": over("Ã¤"),
    "Cyrillic letters read so": over("РџРС"),
    "bars of another kind": over("¦ a\n"),
    "a | b": over("a | b\n"),
    "lines to write on": over("____ "),
    "markers of lists": over("① a\n1.1 a\na. b\n"),
    "references to nothing": over("[](#nothing) "),
}
FILES: Mapping[str, Callable[[], str]] = {
    "20,000 unknown keys": lambda: (
        "fi: {title: A, body: b}\n" + "".join(f"key{number}: a\n" for number in range(20_000))
    ),
    "1 MiB of one text": lambda: "fi:\n  title: A\n  body: |\n" + "    a b c d\n" * (LARGEST // 13),
}


MANY_SECTIONS = "20,000 sections"


def notice(section: str, folder: Path, listed: str = "rights") -> Path:
    """Write a notice of one section in two languages."""
    (folder / "v1").mkdir(parents=True)
    (folder / "notice.yaml").write_text(
        "languages: [fi, en]\ntimezone: UTC\nbase_url: https://example.com/\n"
        "title: {fi: A, en: A}\n"
        "controller: {name: A, email: a@example.com}\n",
        encoding="utf-8",
    )
    (folder / "v1" / "version.yaml").write_text(
        f"effective: 2020-01-01\nchange: first\nnote: {{fi: A, en: A}}\nsections: [{listed}]\n",
        encoding="utf-8",
    )
    (folder / "v1" / "rights.yaml").write_text(section, encoding="utf-8")
    return folder


def section_of(body: str) -> str:
    """Return a section's file with a body, the same in both languages: checks hold one text
    against the other.
    """
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return "".join(
        f"{language}:\n  title: Otsikko\n  body: |\n{lines}" for language in ("fi", "en")
    )


def seconds(section: str, body: str, listed: str = "rights") -> tuple[float, float, int]:
    """Return the seconds that reading Markdown and a whole check take, and how many problems it
    tells.
    """
    with tempfile.TemporaryDirectory() as scratch:
        content = notice(section, Path(scratch) / "content", listed)
        start = time.process_time()
        parse(body)
        parsed = time.process_time()
        problems = examine(read_tree(content), available()).problems
        "".join(map(str, problems))
        return parsed - start, time.process_time() - parsed, len(problems)


def main() -> int:
    """Print a line for each text; return 1 where one takes too long."""
    texts = {name: (section_of(body), body) for name, body in BODIES.items()}
    texts |= {name: (make(), "") for name, make in FILES.items()}
    texts[MANY_SECTIONS] = (section_of("a"), "a")
    contents = {MANY_SECTIONS: ", ".join(f"section-{number}" for number in range(20_000))}
    chosen = sys.argv[1:]
    slow = 0
    print(f"{'Markdown':>9} {'check':>8} {'problems':>8}  text")
    for name, (section, body) in texts.items():
        if chosen and name not in chosen:
            continue
        parsing, checking, told = seconds(section, body, contents.get(name, "rights"))
        late = parsing + checking > LIMIT
        slow += late
        print(
            f"{parsing:8.2f}s {checking:7.2f}s {told:8}  {name}{'   TOO SLOW' if late else ''}",
            flush=True,
        )
    print(f"{slow} of {len(texts)} took longer than {LIMIT:.0f} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

"""What is done with data, as data: what is caught, what is not blamed, what readers see of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import rdflib
from conftest import DATA, Run, build_drafts, rows
from hypothesis import given
from hypothesis import strategies as st

from notice.checks import adequacy, examine, fact_denials, fact_rules, facts, name_of
from notice.checks.phrases import find
from notice.content.facts import Facts, Purpose
from notice.content.files import read_tree
from notice.problems import Problem, Severity
from notice.site.i18n import available, load
from notice.versions.editions import editions
from notice.versions.fact_changes import MATERIAL, FactKind, fact_changes, months
from notice.versions.gdpr import answers

SOUND = DATA / "facts" / "notice"
MUTANTS = rows("facts/mutants.yaml")
VARIANTS = rows("facts/sound.yaml")
RULES = {name_of(check) for module in (facts, fact_rules, fact_denials) for check in module.CHECKS}


def changed(folder: Path, case: Mapping[str, Any]) -> Path:
    """Copy the sound notice with one change."""
    content = folder / "content"
    shutil.copytree(SOUND, content)
    edits = [(case.get("file", "v1/facts.yaml"), case["old"], case["new"])]
    for key in ("more", "also"):
        edits += [(name, *pair) for name, pair in case.get(key, {}).items()]
    for name, old, new in edits:
        file = content / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    if case.get("repin"):
        file = content / "v1" / "facts.yaml"
        pin = facts_of(content).pin("fi")
        text = re.sub(r"(?m)^of: .*$", f'of: {{en: "{pin}", ru: "{pin}"}}', file.read_text("utf-8"))
        file.write_text(text, encoding="utf-8")
    return content


def facts_of(content: Path) -> Facts:
    """Return the facts of version 1."""
    notice = examine(read_tree(content), available()).notice
    assert notice
    assert notice.versions[0].facts
    return notice.versions[0].facts


def told(content: Path) -> list[Problem]:
    """Return what the checks of facts say."""
    problems = examine(read_tree(content), available()).problems
    return [problem for problem in problems if problem.rule in RULES]


def test_there_are_cases() -> None:
    """At least forty single changes are caught, twenty are right, and every check has its case."""
    assert len(MUTANTS) >= 40
    assert len(VARIANTS) >= 20
    assert {case["rule"] for case in MUTANTS} == RULES - {"editorial-changes-no-facts"}


def test_what_a_translation_loses_is_told_once(tmp_path: Path) -> None:
    """A later version that carries the section over is not blamed for it again."""
    english = "title: Data\n  body: |\n    "
    old, new = f"{english}[](facts:data)", f"{english}Words."
    content = changed(tmp_path, {"file": "v1/data.yaml", "old": old, "new": new})
    version = (content / "v1" / "version.yaml").read_text(encoding="utf-8")
    later = version.replace("2020-01-01", "2021-01-01").replace("change: first", "change: material")
    (content / "v2").mkdir()
    (content / "v2" / "version.yaml").write_text(later, encoding="utf-8")
    problems = examine(read_tree(content), available()).problems
    told = [problem for problem in problems if "stands in `fi` and not here" in problem.message]
    assert [problem.line for problem in told] == [8]


@pytest.mark.campaign
@pytest.mark.parametrize("case", MUTANTS, ids=[case["name"] for case in MUTANTS])
def test_what_is_wrong_is_caught(case: Mapping[str, Any], tmp_path: Path) -> None:
    """A single change is caught by its check, in a place of the files that it is about."""
    problems = [
        problem for problem in told(changed(tmp_path, case)) if problem.rule == case["rule"]
    ]
    assert problems
    assert all(problem.severity is not Severity.HINT for problem in problems)
    assert all(problem.line > 0 and problem.excerpt for problem in problems)


@pytest.mark.campaign
@pytest.mark.parametrize("case", VARIANTS, ids=[case["name"] for case in VARIANTS])
def test_what_is_right_is_not_blamed(case: Mapping[str, Any], tmp_path: Path) -> None:
    """A single change that is right is not blamed by any check of facts."""
    assert told(changed(tmp_path, case)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dpo: false", "dpo: yes", "v1/facts.yaml:65:6: error: `dpo`: true, false or TODO(…)"),
        ("[DE, US]", "[de, US]", "v1/facts.yaml:49:17: error: `countries`: write `DE`, not `de`"),
        ("basis: 6.1.c", "basis: contract", "`basis`: write `6.1.b`, not `contract`"),
        ("period: P6Y", "period: 6 years", "`period`: write `P6Y`, not `6 years`"),
        ("{RU: 49.1.a}", "{RU: SCC}", "`RU`: a country is followed by adequacy, 46.2.c, 49.1.b"),
    ],
)
def test_a_slip_in_the_file_is_told_once(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Where `facts.yaml` cannot be read, that is told in plain words, and nothing else: neither
    that a version has no facts, nor what of the GDPR they would answer.
    """
    content = changed(tmp_path, {"old": old, "new": new})
    checked = examine(read_tree(content), available(), preview=True)
    assert len(checked.problems) == 1, checked.problems
    assert said in str(checked.problems[0])


def test_every_country_of_the_eea_is_known() -> None:
    """Data go to each of the thirty countries of the EEA without more: to Norway too, whose code
    YAML takes for `false` where it stands without quotes.
    """
    eea = (
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
    )
    assert len(eea.split()) == 30
    for country in eea.split():
        assert adequacy.in_eea(country, date(2030, 1, 1)), country


def test_denials_find_what_they_are_for() -> None:
    """Each pattern finds its examples, and passes what it must pass."""
    for _, phrase in fact_denials.denials():
        for text in phrase.matches:
            assert [*find([phrase], text)], (phrase.id, text)
        for text in phrase.passes:
            assert not [*find([phrase], text)], (phrase.id, text)


def test_facts_answer_what_the_gdpr_asks() -> None:
    """A section that shows facts covers the items that they answer; `covers:` need not repeat it."""
    notice = examine(read_tree(SOUND), available()).notice
    assert notice
    (edition,) = editions(notice, date(2022, 1, 1), drafts=False)
    answered = {item: answer.sections for item, answer in answers(edition).items()}
    assert answered["13.1.c"] == ("purposes",)
    assert answered["13.1.d"] == ("purposes",)
    assert set(answered["13.1.e"]) == {"purposes", "recipients"}
    assert answered["13.1.f"] == ("recipients",)
    assert set(answered["13.2.a"]) == {"purposes", "retention"}
    assert set(answered["14.1.d"]) == {"purposes", "data"}
    assert answered["14.2.f"] == ("data",)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("recipients: kitchen\n", "recipients: [kitchen, hosting]\n", FactKind.RECIPIENT_ADDED),
        ("basis: 6.1.c", "basis: 6.1.f", FactKind.BASIS_CHANGED),
        ("countries: [DE, US]", "countries: [DE, US, IN]", FactKind.COUNTRY_ADDED),
        ("countries: [DE, US]", "countries: [US]", FactKind.COUNTRY_REMOVED),
        ("period: P3Y", "period: P10Y", FactKind.KEPT_LONGER),
        ("period: P3Y", "period: P30M", FactKind.KEPT_SHORTER),
        ("retention: orders\n", "retention: accounting\n", FactKind.KEPT_LONGER),
        ("newsletter: {criteria", "newsletter: {period: P1Y, criteria", FactKind.KEPT_OTHERWISE),
        ("en: delivery, ru", "en: the order, ru", FactKind.KEPT_OTHERWISE),
        ("{RU: 49.1.a}", "{RU: 49.1.b}", FactKind.TRANSFER_CHANGED),
        ("data: [orders, reviews]", "data: [orders, reviews, contact]", FactKind.DATA_ADDED),
    ],
)
def test_what_changed_in_what_is_done(old: str, new: str, kind: FactKind, tmp_path: Path) -> None:
    """One change of the facts is one change by its name; the same facts are none."""
    before = facts_of(SOUND)
    after = facts_of(changed(tmp_path, {"old": old, "new": new}))
    assert [change.kind for change in fact_changes(before, after)] == [kind]
    assert fact_changes(before, before) == []
    assert fact_changes(None, before) == []


def test_a_time_that_changed_names_all_that_it_is_of(tmp_path: Path) -> None:
    """Where several purposes keep data for the same time, a change of it names each of them."""
    after = facts_of(changed(tmp_path, {"old": "period: P3Y", "new": "period: P10Y"}))
    (change,) = fact_changes(facts_of(SOUND), after)
    assert change.name["fi"] == "Tilausten toimitus, Erityisruokavaliot"
    assert change.name["en"] == "Delivery of orders, Special diets"


def test_a_new_purpose_is_the_first_thing_told() -> None:
    """What is new stands before what is gone, and what is material before what is not."""
    before = facts_of(SOUND)
    purposes = (*before.purposes[1:], Purpose("ads", {"fi": "M"}, ("6.1.a",), {}, (), (), (), ""))
    after = Facts(before.file, purposes, before.data, before.recipients, before.retention)
    kinds = [change.kind for change in fact_changes(before, after)]
    assert kinds == [FactKind.PURPOSE_ADDED, FactKind.PURPOSE_REMOVED]
    assert kinds[0] in MATERIAL


@given(st.integers(0, 50), st.integers(1, 11))
def test_longer_is_longer(years: int, more: int) -> None:
    """A period of more months is longer, however it is written."""
    assert months(f"P{years}Y{more}M") > months(f"P{years}Y")
    assert months(f"P{years * 12 + more}M") == months(f"P{years}Y{more}M")


@pytest.mark.parametrize(
    ("language", "period", "words"),
    [
        ("fi", "P6Y", "6 vuotta"),
        ("en", "P6Y", "6 years"),
        ("ru", "P6Y", "6 лет"),
        ("ru", "P1Y", "1 год"),
        ("ru", "P3Y", "3 года"),
        ("en", "P1Y6M", "1 year, 6 months"),
        ("fi", "P30D", "30 päivää"),
    ],
)
def test_periods_in_words(language: str, period: str, words: str) -> None:
    """A period reads as the language has it, plural and all."""
    assert load(language).period(period).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sound notice with a second version that gives data to one more and keeps longer."""
    folder = tmp_path_factory.mktemp("facts")
    content = folder / "content"
    shutil.copytree(SOUND, content)
    (content / "v2").mkdir()
    text = (content / "v1" / "facts.yaml").read_text(encoding="utf-8")
    text = text.replace("recipients: kitchen", "recipients: [kitchen, carrier]")
    (content / "v2" / "facts.yaml").write_text(text.replace("P6Y", "P10Y"), encoding="utf-8")
    version = (content / "v1" / "version.yaml").read_text(encoding="utf-8")
    version = version.replace("2020-01-01", "2021-01-01").replace("first", "material")
    (content / "v2" / "version.yaml").write_text(version, encoding="utf-8")
    return build_drafts(content, folder, "2022-01-01")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ["sopimuksen täytäntöönpano (6(1)(b) artikla)", "Saksa, Yhdysvallat", "10 vuotta"]),
        (
            "en",
            ["performance of a contract (Article 6(1)(b))", "Germany, United States", "10 years"],
        ),
        ("ru", ["исполнение договора (статья 6(1)(b))", "Германия, Соединенные Штаты", "10 лет"]),
    ],
)
def test_tables_in_the_language_of_the_page(built: Path, language: str, words: list[str]) -> None:
    """Bases, countries and times read as the language has them, and no code is left over."""
    page = (built / language / "v2" / "index.html").read_text(encoding="utf-8")
    page = page.replace("\N{NO-BREAK SPACE}", " ")
    for word in words:
        assert word in page
    assert page.count("<table") == 4
    assert "facts:" not in page
    assert not re.search(r"P\d+Y|>6\.1\.b<", page)


def test_one_changed_cell_is_one_changed_cell(built: Path) -> None:
    """The redline says first what changed in what is done, and paints only what a cell lost."""
    page = (built / "en" / "changes" / "v1-v2" / "index.html").read_text(encoding="utf-8")
    page = page.replace("\N{NO-BREAK SPACE}", " ")
    done = re.findall(r"<li>([^<]*)</li>", page.split('class="done"', 2)[2].split("</ul>")[0])
    assert done == ["New recipient: carrier", "Kept longer: Accounting, 6 years → 10 years"]
    (row,) = re.findall(r'<tr[^>]*data-fact="accounting".*?</tr>', page.split('id="purposes"')[-1])[
        :1
    ]
    assert row.count("<del>") == row.count("<ins>") == 1
    assert "New recipient: carrier" in (built / "en" / "feed.xml").read_text(encoding="utf-8")
    assert "New recipient: carrier" in (built / "en" / "changes" / "index.html").read_text("utf-8")


def test_facts_for_programs(built: Path) -> None:
    """A version's JSON has its facts as the schema beside it says."""
    data = json.loads((built / "ru" / "v2" / "notice.json").read_text(encoding="utf-8"))
    schema = json.loads((built / "notice.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.validate(schema, data)
    assert data["facts"]["purposes"][0]["name"] == "Доставка заказов"
    assert data["facts"]["retention"][1]["period"] == "P10Y"
    assert data["facts"]["dpo"] == "no"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_linked_data_uses_terms_that_there_are(built: Path) -> None:
    """Every term of the linked data is one of DPV 2.1 and its GDPR extension, of its own kind."""
    graph = rdflib.Graph().parse(built / "notice.jsonld", format="json-ld")
    with (DATA / "facts" / "dpv-2.1.csv").open(encoding="utf-8") as file:
        known = {(row["vocabulary"], row["term"]): row["type"] for row in csv.DictReader(file)}
    spaces = {
        "https://w3id.org/dpv#": "dpv",
        "https://w3id.org/dpv/legal/eu/gdpr#": "eu-gdpr",
    }
    used: set[tuple[str, str, str]] = set()
    for _, predicate, value in graph:
        for node, kind in ((predicate, "property"), (value, "class")):
            space, _, term = str(node).rpartition("#")
            if f"{space}#" in spaces and isinstance(node, rdflib.URIRef):
                used.add((spaces[f"{space}#"], term, kind))
    status = {entry for entry in used if entry[1].startswith("Notice")}
    assert {entry for entry in used - status if known.get(entry[:2]) != entry[2]} == set()
    assert {"hasProcess", "StorageDuration", "A46-2-c", "A6-1-f"} <= {term for _, term, _ in used}


def test_an_editorial_version_states_nothing_material(tmp_path: Path) -> None:
    """A new recipient in an editorial version is told at its place; in a material one it is not."""
    content = tmp_path / "content"
    shutil.copytree(SOUND, content)
    text = (content / "v1" / "facts.yaml").read_text(encoding="utf-8")
    version = (content / "v1" / "version.yaml").read_text(encoding="utf-8")
    (content / "v2").mkdir()
    (content / "v2" / "facts.yaml").write_text(
        text.replace("recipients: kitchen", "recipients: [kitchen, carrier]"), encoding="utf-8"
    )
    for change, expected in (("editorial", 1), ("material", 0)):
        (content / "v2" / "version.yaml").write_text(
            version.replace("2020-01-01", "2021-01-01").replace("first", change), encoding="utf-8"
        )
        problems = [p for p in told(content) if p.rule == "editorial-changes-no-facts"]
        assert len(problems) == expected


def test_facts_that_carry_over_must_still_fit(tmp_path: Path) -> None:
    """A later version whose day or sections no longer fit the facts is told at its own file."""
    content = changed(
        tmp_path, {"old": "{RU: 49.1.a}", "new": "{GB: adequacy}", "more": RU_BECOMES_GB}
    )
    version = (content / "v1" / "version.yaml").read_text(encoding="utf-8")
    (content / "v2").mkdir()
    later = version.replace("2020-01-01", "2032-01-01").replace("first", "editorial")
    sections = "purposes, data, recipients, retention, rights"
    for text in (later, later.replace(sections, "rights")):
        (content / "v2" / "version.yaml").write_text(text, encoding="utf-8")
        problems = [p for p in told(content) if p.path.endswith("v2/version.yaml")]
        rules = {problem.rule for problem in problems}
        hidden = {"facts-are-shown"} if text != later else set()
        assert rules == {"transfers-have-a-ground"} | hidden


RU_BECOMES_GB = {"v1/facts.yaml": ["countries: RU", "countries: GB"]}


def test_facts_are_sealed(tmp_path: Path, run: Run) -> None:
    """Facts stand in the sealed text in each language; one of them changed is told at its file."""
    content = tmp_path / "content"
    shutil.copytree(SOUND, content)
    assert run("seal", "--content", content).returncode == 0
    assert run("check", "--content", content).returncode == 0
    file = content / "v1" / "facts.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ("P6Y", "P10Y"),
        ("countries: FI", "countries: SE"),
        ("fi: keittiö", "fi: kokki"),
    ):
        file.write_text(text.replace(old, new), encoding="utf-8")
        done = run("check", "--content", content)
        assert done.returncode == 1
        assert re.search(r"v1/facts\.yaml:\d+:\d+: error: v1 is sealed", done.stdout)
    file.write_text(text, encoding="utf-8")
    run("build", "--content", content, "--date", "2022-01-01")
    sealed = (tmp_path / "site" / "ru" / "v1" / "notice.txt").read_text(encoding="utf-8")
    assert "purpose: Доставка заказов\nbasis: 6.1.b\ndata: контактные данные" in sealed
    assert "transfer: US 46.2.c\ncopy: у нас по запросу" in sealed


def test_facts_that_were_sealed_and_are_gone_are_told_once(tmp_path: Path, run: Run) -> None:
    """Where the facts of a sealed version are not there, that is told, and nothing of the sections
    that show them.
    """
    content = tmp_path / "content"
    shutil.copytree(SOUND, content)
    assert run("seal", "--content", content).returncode == 0
    (content / "v1" / "facts.yaml").unlink()
    problems = examine(read_tree(content), available()).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [problem.path.rsplit("/", 1)[1] for problem in errors] == ["facts.yaml"]
    assert "this file is missing, and v1 is sealed with it" in errors[0].message


def test_status_shows_purposes(tmp_path: Path, run: Run) -> None:
    """The overview has what each purpose says; what is open leads to its line."""
    case = {"old": "    basis: 6.1.c\n", "new": ""}
    done = run("status", "--content", changed(tmp_path, case))
    assert "what is done with data" in done.stdout
    (row,) = re.findall(r"(?m)^  accounting .*", done.stdout)
    assert re.search(
        r"accounting +– ! .*v1/facts\.yaml:\d+ +orders +tax, hosting +accounting: P6Y", row
    )
    done = run("status", "--content", tmp_path / "content", "--format", "json")
    (newest,) = json.loads(done.stdout)["versions"]
    assert newest["purposes"][1]["open"].keys() == {"basis"}


def test_facts_are_pinned_like_a_section(tmp_path: Path, run: Run) -> None:
    """`pin facts` writes the pin of every language that the facts are told in, and no other byte."""
    content = shutil.copytree(SOUND, tmp_path / "content")
    file = content / "v1" / "facts.yaml"
    sound = file.read_bytes()
    right = facts_of(content).pin("fi")
    assert sound.count(right.encode()) == 2
    lines = sound.decode().splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("of:"))
    for spoiled in (sound.decode().replace(right, "00000000", 1), without):
        file.write_text(spoiled, encoding="utf-8")
        done = run("pin", "facts", "--content", content)
        assert (done.returncode, right in done.stdout) == (0, True), done.stderr
        assert file.read_bytes() == sound
    assert run("pin", "facts", "--content", content).stdout.count("already right") == 2

"""What checks say, and above all what they do not say, where a folder of its own for each would be
too much.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from conftest import MIMINO, SMALL, MakeContent, seal_as_it_is

from notice.checks import CHECKS, examine, name_of
from notice.checks.phrases import CHECKS as PHRASE_CHECKS
from notice.checks.phrases import Phrase, find, phrases
from notice.content.files import read_tree
from notice.content.model import Text
from notice.problems import Problem, Severity
from notice.site.i18n import available
from notice.versions import translations

PHRASES = [phrase for of_language in phrases().values() for phrase in of_language]
PUBLISHED = """\
effective: 2022-01-01
change: editorial
note: {fi: Korjattu., en: Corrected.}
sections: [preamble, controller, rights, purposes, transfers]
"""


def told(content: Path, *rules: str) -> list[Problem]:
    """Return what some checks say of a content folder."""
    problems = examine(read_tree(content), available()).problems
    return [problem for problem in problems if problem.rule in rules]


def section(finnish: str, english: str, covers: str = "13.1.a") -> str:
    """Write a section in two languages, the second with the right pin."""
    texts = {"fi": {"title": "Otsikko", "body": finnish}, "en": {"title": "Title", "body": english}}
    texts["en"]["of"] = translations.pin(Text("Otsikko", "", finnish))
    return yaml.safe_dump(
        {"covers": [covers], **texts}, allow_unicode=True, default_style="|", width=1000
    )


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({}, True),
        ({"v3/preamble.yaml": (SMALL / "v1" / "preamble.yaml").read_text("utf-8")}, True),
        ({"v3/version.yaml": f"{PUBLISHED}title: {{fi: Uusi, en: New}}\n"}, False),
        ({"v3/version.yaml": PUBLISHED.replace("rights, purposes", "purposes, rights")}, False),
        ({"v3/controller.yaml": section("Toinen.", "Other.")}, False),
        ({"v3/version.yaml": f"draft: true\n{PUBLISHED}"}, False),
    ],
)
def test_a_version_without_a_change_is_asked_about(
    make_content: MakeContent, changes: Mapping[str, str], *, is_told: bool
) -> None:
    """A version that is to be published and says what the one before it says is a hint; a draft
    has time.
    """
    files = {"v3/preamble.yaml": None, "v3/version.yaml": PUBLISHED, **changes}
    content = make_content(files, sealed=False)
    hints = told(content, "versions-change-something")
    assert [hint.severity for hint in hints] == [Severity.HINT] * is_told


CONTROLLER = """covers: [13.1.a]
fi: {{title: Rekisterinpitäjä, body: "{fi}"}}
en: {{title: Controller, body: "{en}"}}
"""
"""A section that tells who the controller is."""
OLD_NAME = {"fi": "Testi Oy (aiemmin Koe Oy), Helsinki.", "en": "Testi Oy, Helsinki."}


@pytest.mark.parametrize(
    ("then", "now", "languages"),
    [
        (OLD_NAME, None, "`fi`, `en`"),
        (OLD_NAME, {"fi": "Uusi Testi Oy:n osoite.", "en": "Testi Oy, Helsinki."}, "`en`"),
        (OLD_NAME, {"fi": "Uusi Testi Oy.", "en": "Uusi Testi Oy, formerly Testi Oy."}, ""),
        ({"fi": "Me.", "en": "We."}, None, ""),
    ],
)
def test_a_new_controller_is_named_in_its_section(
    make_content: MakeContent,
    then: Mapping[str, str],
    now: Mapping[str, str] | None,
    languages: str,
) -> None:
    """Where the controller is another one, the section that tells who it is no longer names the
    old one alone: it is asked once, with the languages.
    """
    changes = {
        "v1/controller.yaml": CONTROLLER.format(**then),
        "v3/version.yaml": f"{PUBLISHED}controller: {{name: Uusi Testi Oy}}\n",
    }
    if now:
        changes["v3/controller.yaml"] = CONTROLLER.format(**now)
    content = make_content(changes, sealed=False)
    messages = [hint.message for hint in told(content, "new-controllers-are-named")]
    assert len(messages) == bool(languages)
    for message in messages:
        assert f"still names “Testi Oy” in {languages}" in message
        assert ("new controller" in message) is (now is None)


def test_every_check_states_its_rule_and_has_a_name_of_its_own() -> None:
    """A check is one sentence, ended by a full stop, under a name that no other has."""
    assert len({name_of(check) for check in CHECKS}) == len(CHECKS) > 25
    for check in CHECKS:
        assert re.fullmatch(r"\S.*\.", " ".join((check.__doc__ or "").split())), check


@pytest.mark.parametrize(("day", "is_told"), [("2035-01-01", False), ("2053-01-01", True)])
def test_a_day_far_off_is_asked_about(make_content: MakeContent, day: str, is_told: bool) -> None:  # noqa: FBT001 - a case
    """A slip in a year is asked about before it is sealed for ever."""
    draft = (SMALL / "v3" / "version.yaml").read_text("utf-8").replace("2030-01-01", day)
    content = make_content({"v3/version.yaml": draft})
    problems = examine(read_tree(content), available(), lambda _: date(2026, 1, 1)).problems
    hints = [problem for problem in problems if problem.rule == "days-are-not-far-off"]
    assert [problem.severity for problem in hints] == [Severity.HINT] * is_told


def test_capitals_make_no_other_language(make_content: MakeContent) -> None:
    """A tag that differs from another in capitals alone is the same language, at the same address
    on many systems.
    """
    notice = (SMALL / "notice.yaml").read_text("utf-8").replace("[fi, en", "[fi, en, de-AT, de-at")
    (problem,) = told(make_content({"notice.yaml": notice}), "languages-differ")
    assert str(problem).endswith(
        "`de-at` is `de-AT` a second time: capitals make no other language"
    )
    assert (problem.line, problem.column) == (1, 28)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.id)
def test_phrase(phrase: Phrase) -> None:
    """Every phrase says what is wrong and by what law or guideline, finds its examples, and passes
    those that are right.
    """
    assert phrase.message
    assert re.search(r"\d|https://", phrase.source)
    assert phrase.severity in {Severity.WARNING.value, Severity.HINT.value}
    assert phrase.matches
    assert phrase.passes
    assert all(piece == piece.lower() for piece in phrase.near)
    for text in phrase.matches:
        assert [matching for matching, _ in find([phrase], text)] == [phrase], text
        assert list(find([phrase], f"Ensin.\n\n{text.replace(' ', chr(0xA0))}")), text
    for text in phrase.passes:
        assert not list(find([phrase], text)), text


def test_phrases_are_of_the_checks() -> None:
    """Every list in the file is a check, every check has a list, and no phrase has the name of
    another.
    """
    assert sorted(phrases()) == sorted(name_of(check) for check in PHRASE_CHECKS)
    assert len({phrase.id for phrase in PHRASES}) == len(PHRASES)


@pytest.mark.parametrize(
    "piece",
    [
        "säännöllisesti sivu ",
        "check regularly ",
        "we may ",
        "регулярно сайт ",
        "закон о персональных данных ",
        "PL 800 ",
    ],
)
def test_a_long_text_is_looked_through_to_its_end(piece: str) -> None:
    """What stands at the end of a long text that nearly matches everywhere is found: no pattern goes
    back and forth in it without end.
    """
    sought = PHRASES[0].matches[0]
    text = piece * (200_000 // len(piece)) + sought
    assert any(match.end() > len(text) - len(sought) for _, match in find(PHRASES, text))


SAME = {
    "dates": (
        "Päivitetty 24.5.2018 ja 1. 6. 2018 sekä 2018-06-02.",
        "Updated 24 May 2018 and on June 1, 2018, and 2 June 2018.",
    ),
    "date without a year": ("Voimassa 24.5. alkaen.", "In force from 24 May."),
    "thousands": ("Enintään 10 000 euroa, 1 000 000 tietoa.", "Up to EUR 10,000, 1.000.000 items."),
    "decimals": ("Noin 1,5 vuotta.", "About 1.5 years."),
    "number in words": ("Säilytämme kahden vuoden ajan.", "We keep them for 2 years."),
    "number said again": ("Laki 1050/2018.", "Act 1050/2018; see section 6 of Act 1050/2018."),
    "leading zeros": ("Avoinna 09–16", "Open 9–16"),
    "telephone": (
        "Soita 029 566 6700 tai [040 123 4567](tel:+358401234567)",
        "Call +358 29 566 6700 or +358 40 123 4567",
    ),
    "e-mail as link": ("Kirjoita a@example.com", "Write to <A@example.com>"),
    "e-mail in a link": ("<a@example.com>", "[Write to us](mailto:a@example.com?subject=data)"),
    "page of the language": (
        "[Oikeudet](https://tietosuoja.fi/oikeudet)",
        "[Rights](https://www.tietosuoja.fi/en/rights)",
    ),
    "site of the language": ("[Laki](https://fi.example.org/a)", "[Act](https://en.example.org/b)"),
    "address": ("Katu 4\\\n00530 Helsinki", "Katu 4\\\nFI-00530 Helsinki, Finland"),
    "sections of an act": (
        "Lain 10 ja 24 §, 6 artiklan 1 kohta",
        "Sections 10 and 24, Article 6(1)",
    ),
    "list in another order": ("1. nimi\n2. osoite", "- address\n- name"),
    "reference elsewhere": ("Kohta [](#rights) sekä nimi.", "The name, and section [](#rights)."),
}


@pytest.mark.parametrize("name", SAME)
def test_translations_that_say_the_same(name: str, make_content: MakeContent) -> None:
    """What languages write differently is no difference."""
    content = make_content({"v1/controller.yaml": section(*SAME[name])})
    assert not told(content, "translations-say-the-same-things")


def test_stale_translations_are_not_compared(make_content: MakeContent) -> None:
    """A translation of another text has other facts; that it is stale is told already."""
    text = section("Säilytämme tietoja 24 kuukautta.", "We keep data for 12 months.")
    content = make_content({"v1/controller.yaml": re.sub(r"\b[0-9a-f]{8}\b", "00000000", text)})
    assert not told(content, "translations-say-the-same-things")


def test_facts_survive_anything(make_content: MakeContent) -> None:
    """Digits without end, addresses that are none, lists in lists: no check falls over them, or
    takes long.
    """
    long = (
        "9" * 50_000
        + " "
        + "1.000" * 20_000
        + " +3" * 10_000
        + " "
        + "a" * 50_000
        + "@\n\n- a\n    - b\n        - c"
    )
    content = make_content({"v1/controller.yaml": section(long, long)}, sealed=False)
    assert not told(content, "translations-say-the-same-things")


EDITORIAL = {
    "punctuation": ("Testi Oy\nKatu 1 ja Kuja 2", "Testi Oy,\nKatu 1, ja Kuja 2."),
    "emphasis": ("Testi Oy, Katu 1", "**Testi Oy**, Katu 1"),
    "paragraphs": ("Testi Oy on täällä. Katu on tuolla.", "Testi Oy on täällä.\n\nKatu on tuolla."),
    "number of a section": ("Kuten kohdassa [](#purposes).", "Kuten kohdassa [](#purposes)."),
    "a reference for a number": ("Kuten kohdassa 4.", "Kuten kohdassa [](#purposes)."),
}


@pytest.mark.parametrize("name", EDITORIAL)
def test_editorial_changes(name: str, make_content: MakeContent) -> None:
    """Form, punctuation and the numbers of references may change in an editorial version."""
    before, after = EDITORIAL[name]
    changes = {
        "v1/controller.yaml": section(before, "Text"),
        "v3/controller.yaml": section(after, "Text"),
        "v3/version.yaml": PUBLISHED
        if name != "number of a section"
        else PUBLISHED.replace("rights, purposes", "purposes, rights"),
        "v3/preamble.yaml": None,
    }
    if name == "a reference for a number":
        assert "[preamble, controller, rights, purposes, transfers]" in PUBLISHED
        changes["v1/controller.yaml"] = section(before.replace("4", "3"), "Text")
    assert not told(make_content(changes), "editorial-changes-no-meaning")


def test_editorial_change_of_what_means_nothing(make_content: MakeContent) -> None:
    """A section that tells of none of what people are always told of may change; so may a
    translation.
    """
    changed = (
        (SMALL / "v1" / "preamble.yaml")
        .read_text(encoding="utf-8")
        .replace("Näin", "Tällä tavalla")
    )
    controller = (
        (SMALL / "v1" / "controller.yaml")
        .read_text(encoding="utf-8")
        .replace("We answer", "We are answerable")
    )
    content = make_content(
        {
            "v3/version.yaml": PUBLISHED,
            "v3/preamble.yaml": changed,
            "v3/controller.yaml": controller,
        }
    )
    assert not told(content, "editorial-changes-no-meaning")


def test_a_paragraph_that_moves_to_another_section_changes_no_words(
    make_content: MakeContent,
) -> None:
    """What only moves is no new wording."""
    first, second = (
        "Rekisterinpitäjä on Testi Oy, Katu 1, Helsinki.",
        "Saat tietoja tästä selosteesta aina kysymällä.",
    )
    content = make_content(
        {
            "v1/controller.yaml": section(f"{first}\n\n{second}", "Text"),
            "v3/controller.yaml": section(first, "Text"),
            "v1/preamble.yaml": section("Johdanto on tässä.", "Text", "13.2.e"),
            "v3/preamble.yaml": section(f"Johdanto on tässä.\n\n{second}", "Text", "13.2.e"),
            "v3/version.yaml": PUBLISHED,
        }
    )
    assert not told(content, "editorial-changes-no-meaning")


def test_nothing_is_said_of_what_is_not_known(make_content: MakeContent) -> None:
    """Where a file of a version cannot be used, nobody knows what the version says."""
    content = make_content(
        {
            "v2/purposes.yaml": "covers: [13.1.c\n",
            "v3/version.yaml": PUBLISHED,
            "v3/preamble.yaml": None,
        }
    )
    problems = told(content, "gdpr-items-are-answered", "editorial-changes-no-meaning")
    assert {Path(problem.path).parent.name for problem in problems} == {"v1"}


def test_what_is_sealed_can_wait(make_content: MakeContent) -> None:
    """Of a sealed version, what is unfit is a hint; the items that it does not answer are one
    hint, not one each.
    """
    content = make_content(
        {
            "v1/controller.yaml": section(
                "Henkilötietolaki, 24 kk. Tutustu selosteeseen säännöllisesti.", "Data, 12 months."
            ),
            "notice.yaml": (SMALL / "notice.yaml")
            .read_text(encoding="utf-8")
            .replace("days: 0", "days: 90"),
        },
        sealed=False,
    )
    rules = {name_of(check) for check in CHECKS} - {
        "published-versions-are-sealed",
        "seals-are-there",
    }
    before = told(content, *rules)
    seal_as_it_is(content)
    after = told(content, *rules)
    assert {problem.rule for problem in before if problem.severity is Severity.WARNING} >= {
        *(
            "gdpr-items-are-answered",
            "material-changes-are-announced",
            "translations-say-the-same-things",
        ),
        *("no-repealed-law", "nobody-is-told-to-check-regularly"),
    }
    assert {problem.rule for problem in before} == {problem.rule for problem in after}
    assert {problem.severity for problem in after} == {Severity.HINT}
    assert [problem.rule for problem in after].count("gdpr-items-are-answered") == 3


def test_words_of_past_versions_are_past(make_content: MakeContent) -> None:
    """What only sealed versions before the newest are made of stays as it was, and nobody is told
    to mend it.
    """
    law = section("Henkilötietolaki.", "Data protection law.")
    for inside, expected in (("v1/purposes.yaml", 0), ("v1/controller.yaml", 1)):
        content = make_content({inside: law}, sealed=False)
        assert len(told(content, "no-repealed-law")) == 1
        seal_as_it_is(content)
        assert len(told(content, "no-repealed-law")) == expected
        shutil.rmtree(content)


def test_items_are_silenced_for_a_version(make_content: MakeContent) -> None:
    """A silence with a reason takes every line of that rule about that file away, and no other."""
    version = (SMALL / "v1" / "version.yaml").read_text(encoding="utf-8")
    content = make_content(
        {
            "v1/version.yaml": (
                f"{version}silence: {{gdpr-items-are-answered: kept as it was published}}\n"
            )
        }
    )
    assert {
        Path(problem.path).parent.name for problem in told(content, "gdpr-items-are-answered")
    } == {"v2", "v3"}


def test_items_of_article_14_are_told_with_those_of_article_13(make_content: MakeContent) -> None:
    """An item that both articles ask for is told once, and `not_applicable` answers both."""
    rights = (SMALL / "v1" / "rights.yaml").read_text(encoding="utf-8")
    content = make_content({"v1/rights.yaml": f"covers: [14.1.d, 14.2.f]\n{rights}"})
    said = [
        problem.message
        for problem in told(content, "gdpr-items-are-answered")
        if "/v1/" in problem.path
    ]
    assert said
    assert not any("Article 14" in message for message in said)


def test_a_notice_for_people_is_fit(tmp_path: Path) -> None:
    """Of a notice that a company publishes nothing is said but hints, and translations say what the source text
    says, sealed or not.
    """
    problems = examine(read_tree(MIMINO), available()).problems
    assert not [problem for problem in problems if problem.severity is not Severity.HINT]
    assert not told(MIMINO, "translations-say-the-same-things", "editorial-changes-no-meaning")
    shutil.copytree(MIMINO, tmp_path / "content")
    (tmp_path / "content" / "seals.json").unlink(missing_ok=True)
    assert not told(
        tmp_path / "content", "translations-say-the-same-things", "editorial-changes-no-meaning"
    )


def test_a_sealed_file_that_went_away_is_named(make_content: MakeContent) -> None:
    """What a sealed version lists and lacks is told of at the missing file, once: nobody may change
    the list, and later versions that list it too are not at fault.
    """
    content = make_content()
    (content / "v2" / "transfers.yaml").unlink()
    path = (content / "v2" / "transfers.yaml").as_posix()
    message = f"this file is missing, and v2 is sealed with it: put it back (`git log -p {path}` shows it)"
    problems = told(content, "contents-and-files-agree")
    assert [(problem.path, problem.line, problem.message) for problem in problems] == [
        (path, 1, message)
    ]


@pytest.mark.parametrize("at", range(6))
def test_a_comma_lost_in_the_seals_is_told_where_it_was(make_content: MakeContent, at: int) -> None:
    """A comma at the end of a line of `seals.json` that got lost is asked for at its line."""
    content = make_content()
    seals = content / "seals.json"
    text = seals.read_text(encoding="utf-8")
    places = [comma.start() for comma in re.finditer(r",$", text, re.MULTILINE)]
    place = places[at * (len(places) - 1) // 5]
    seals.write_text(text[:place] + text[place + 1 :], encoding="utf-8")
    problems = examine(read_tree(content), available()).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    line = text[:place].count("\n") + 1
    assert [(error.line, error.message) for error in errors] == [(line, "a comma is missing here")]

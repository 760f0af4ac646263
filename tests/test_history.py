"""Versions in time: status, days in force, carry-over, numbers, pairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notice.content.model import Change, Controller, Notice, Section, Status, Text, Version
from notice.versions.editions import (
    announced_after,
    current_edition,
    editions,
    in_force,
    in_force_before,
    neighbours,
)


def section(name: str, title: str = "Title", number: str = "") -> Section:
    """Make a section in Finnish only."""
    return Section(
        name, f"v1/{name}.yaml", (), number, {"fi": Text(title, "", f"Text of {name}.\n")}
    )


def version(
    number: int,
    effective: date,
    contents: list[str],
    own: list[Section],
    *,
    draft: bool = False,
    published: date = date(2000, 1, 1),
    base: str = "",
    withdrawn: date | None = None,
) -> Version:
    """Make a version of some sections, published long before unless a day is named."""
    change = Change.FIRST if number == 1 else Change.MATERIAL
    return Version(
        number,
        effective,
        published,
        draft,
        change,
        {"fi": "Muutos."},
        tuple(contents),
        {section.id: section for section in own},
        {},
        base,
        withdrawn,
    )


def notice(*versions: Version) -> Notice:
    """Make a notice of some versions."""
    controller = Controller("Testi Oy", "", "", "", "")
    return Notice(
        ("fi",),
        "Europe/Helsinki",
        "https://example.com/",
        {"fi": "Seloste"},
        controller,
        0,
        versions,
    )


THREE = notice(
    version(
        1,
        date(2020, 1, 1),
        ["intro", "a", "b", "c"],
        [section("intro", ""), section("a"), section("b"), section("c")],
    ),
    version(2, date(2021, 1, 1), ["intro", "b", "a", "d"], [section("a", "New a"), section("d")]),
    version(3, date(2022, 1, 1), ["intro", "a", "b", "d"], [], draft=True),
)


def test_status_on_each_day() -> None:
    """Upcoming before its day, in force from its day, superseded from the next one's; a draft
    stays a draft.
    """
    expected = {
        date(2019, 12, 31): [Status.UPCOMING, Status.UPCOMING, Status.DRAFT],
        date(2020, 1, 1): [Status.IN_FORCE, Status.UPCOMING, Status.DRAFT],
        date(2020, 12, 31): [Status.IN_FORCE, Status.UPCOMING, Status.DRAFT],
        date(2021, 1, 1): [Status.SUPERSEDED, Status.IN_FORCE, Status.DRAFT],
        date(2030, 1, 1): [Status.SUPERSEDED, Status.IN_FORCE, Status.DRAFT],
    }
    for day, statuses in expected.items():
        assert [edition.status for edition in editions(THREE, day, drafts=True)] == statuses


def test_carry_over_removal_order_and_numbers() -> None:
    """What a version does not change is carried over; what it does not list is gone; numbers
    follow the order.
    """
    first, second, third = editions(THREE, date(2021, 6, 1), drafts=True)
    assert [section.id for section in first.sections] == ["intro", "a", "b", "c"]
    assert first.numbers == {"a": "1", "b": "2", "c": "3"}
    assert [section.id for section in second.sections] == ["intro", "b", "a", "d"]
    assert second.numbers == {"b": "1", "a": "2", "d": "3"}
    assert second.sections[2].texts["fi"].title == third.sections[1].texts["fi"].title == "New a"
    assert second.sections[1] is first.sections[2]


def test_what_was_dropped_does_not_come_back_by_itself() -> None:
    """A section that an older version had, and the one before has not, is not carried over."""
    texts = [section("a"), section("b")]
    shown = editions(
        notice(
            version(1, date(2020, 1, 1), ["a", "b"], texts),
            version(2, date(2021, 1, 1), ["a"], []),
            version(3, date(2022, 1, 1), ["a", "b"], []),
        ),
        date(2023, 1, 1),
        drafts=False,
    )
    assert [section.id for section in shown[2].sections] == ["a"]


def test_a_written_number_stands() -> None:
    """The number of the published text is shown, and the count goes on by place."""
    one_notice = notice(
        version(
            1,
            date(2020, 1, 1),
            ["a", "b", "c"],
            [section("a"), section("b", number="1"), section("c")],
        )
    )
    assert editions(one_notice, date(2020, 1, 1), drafts=False)[0].numbers == {
        "a": "1",
        "b": "1",
        "c": "3",
    }


def test_a_version_is_withheld_until_it_is_published() -> None:
    """Before its `published` day a version is as if its folder were not there: not even the day on
    which it ends the one before is known; a preview shows it.
    """
    first = version(1, date(2020, 1, 1), ["a"], [section("a")])
    second = version(2, date(2021, 1, 1), ["a"], [section("a")], published=date(2020, 12, 1))
    alone, both = notice(first), notice(first, second)
    eve, day = date(2020, 11, 30), date(2020, 12, 1)
    (shown,) = editions(both, eve, drafts=False)
    (without,) = editions(alone, eve, drafts=False)
    assert (shown.status, shown.last_day) == (without.status, without.last_day)
    assert [known.status for known in editions(both, day, drafts=False)] == [
        Status.IN_FORCE,
        Status.UPCOMING,
    ]
    assert editions(both, day, drafts=False)[0].last_day == date(2020, 12, 31)
    previewed = editions(both, eve, drafts=True)
    assert [known.status for known in previewed] == [Status.IN_FORCE, Status.WITHHELD]
    assert previewed[0].last_day is None


EMERGENCY = notice(
    version(1, date(2020, 1, 1), ["a", "b"], [section("a"), section("b")]),
    version(2, date(2021, 1, 1), ["a"], [section("a", "Two")], withdrawn=date(2020, 6, 1)),
    version(
        3,
        date(2020, 7, 1),
        ["a", "b"],
        [section("b", "Three")],
        base="v1",
        published=date(2020, 6, 10),
    ),
)
"""Version 2 is announced and withdrawn; version 3 takes effect before version 2 would have."""


def test_a_withdrawn_version_never_comes_into_force() -> None:
    """Before its `withdrawn` day it was upcoming; from then on it ends nothing and has no days."""
    expected = {
        date(2020, 5, 31): ([Status.IN_FORCE, Status.UPCOMING], date(2020, 12, 31)),
        date(2020, 6, 1): ([Status.IN_FORCE, Status.WITHDRAWN], None),
        date(2020, 6, 10): (
            [Status.IN_FORCE, Status.WITHDRAWN, Status.UPCOMING],
            date(2020, 6, 30),
        ),
        date(2021, 1, 1): (
            [Status.SUPERSEDED, Status.WITHDRAWN, Status.IN_FORCE],
            date(2020, 6, 30),
        ),
    }
    for day, (statuses, last_day) in expected.items():
        shown = editions(EMERGENCY, day, drafts=False)
        assert [edition.status for edition in shown] == statuses, day
        assert shown[0].last_day == last_day, day
        assert shown[1].last_day is None or shown[1].status is not Status.WITHDRAWN


def test_sections_carry_over_from_the_base() -> None:
    """A version based on another than the number before it has that one's sections, title and
    controller.
    """
    third = editions(EMERGENCY, date(2021, 1, 1), drafts=False)[2]
    assert [known.texts["fi"].title for known in third.sections] == ["Title", "Three"]


def test_title_and_controller_hold_from_a_version_on() -> None:
    """A version that changes the title or the controller changes it for those based on it, and not
    for those before it.
    """
    renamed = Controller("Uusi Oy", "", "", "", "")
    first = version(1, date(2020, 1, 1), ["a"], [section("a")])
    second = version(2, date(2021, 1, 1), ["a"], [])
    third = version(3, date(2022, 1, 1), ["a"], [])
    changed = replace(second, title={"fi": "Uusi seloste"}, controller=renamed)
    shown = editions(notice(first, changed, third), date(2022, 1, 1), drafts=False)
    assert [known.title["fi"] for known in shown] == ["Seloste", "Uusi seloste", "Uusi seloste"]
    assert [known.controller.name for known in shown] == ["Testi Oy", "Uusi Oy", "Uusi Oy"]


def test_what_stands_before_a_version() -> None:
    """The version in force before it, and the one that its announcement compared it with, are two
    things once a version was withdrawn after that.
    """
    shown = editions(EMERGENCY, date(2021, 1, 1), drafts=False)
    first, _, third = shown
    assert in_force_before(shown, third) is first
    assert announced_after(shown, third) is first
    late = replace(shown[1].version, withdrawn=date(2020, 6, 20))
    both = notice(first.version, late, third.version)
    shown = editions(both, date(2021, 1, 1), drafts=False)
    assert announced_after(shown, shown[2]) is shown[1]
    assert in_force_before(shown, shown[2]) is shown[0]
    assert in_force_before(shown, shown[0]) is None


def test_comparisons_stand_for_ever() -> None:
    """On every later day each comparison with the number before, and with the version in force
    before, is still there.
    """
    known: set[tuple[str, str]] = set()
    for day in (date(2020, 1, 1) + timedelta(days=count) for count in range(400)):
        shown = editions(EMERGENCY, day, drafts=False)
        now = {(old.id, new.id) for old, new in neighbours(shown)}
        assert known <= now, day
        known = now
    assert known == {("v1", "v2"), ("v2", "v3"), ("v1", "v3")}


def test_days_in_force_touch() -> None:
    """A version's last day is the day before the next one's first; a draft ends nothing."""
    first, second, _ = editions(THREE, date(2021, 6, 1), drafts=True)
    assert first.last_day == date(2020, 12, 31)
    assert second.last_day is None


def test_pairs() -> None:
    """Each version is compared with the one before it, whichever is in force."""
    versions = [
        version(n, date(2020 + n, 1, 1), ["a"], [section("a")] if n == 1 else [])
        for n in range(1, 6)
    ]
    shown = editions(notice(*versions), date(2024, 6, 1), drafts=False)
    assert [(old.id, new.id) for old, new in neighbours(shown)] == [
        ("v1", "v2"),
        ("v2", "v3"),
        ("v3", "v4"),
        ("v4", "v5"),
    ]


def test_before_the_first_version_the_first_is_shown() -> None:
    """A notice whose first version is still to come shows that one, as upcoming."""
    shown = editions(THREE, date(2019, 1, 1), drafts=False)
    current = current_edition(shown)
    assert current is not None
    assert (current.id, current.status) == ("v1", Status.UPCOMING)
    only_draft = notice(version(1, date(2020, 1, 1), [], [], draft=True))
    shown = editions(only_draft, date(2021, 1, 1), drafts=True)
    assert current_edition(shown) is shown[0]
    assert editions(only_draft, date(2021, 1, 1), drafts=False) == ()


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(-10, 3500))
def test_exactly_one_version_is_in_force(steps: list[int], offset: int) -> None:
    """On any day from the first on exactly one version is in force, and its days hold that day."""
    days = [date(2018, 5, 24)]
    for step in steps:
        days.append(days[-1] + timedelta(days=step))
    one_notice = notice(
        *(version(n, day, ["a"], [section("a")] if n == 1 else []) for n, day in enumerate(days, 1))
    )
    day = days[0] + timedelta(days=offset)
    shown = editions(one_notice, day, drafts=False)
    current = [edition for edition in shown if edition.status is Status.IN_FORCE]
    assert len(current) == (1 if offset >= 0 else 0)
    current_version = in_force(one_notice.versions, day)
    assert (current_version.id if current_version else None) == (current[0].id if current else None)
    for edition in current:
        assert edition.first_day <= day <= (edition.last_day or date.max)

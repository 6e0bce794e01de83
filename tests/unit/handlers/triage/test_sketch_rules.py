"""Sketches say nothing without their key, and suggestions are right often enough to be worth an officer's look."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.locales import speaking
from content.terms import Topic
from handlers.triage.mark_rules import EVERYWHERE, EXACT, Mark, Trait, marks
from handlers.triage.sketch_rules import (
    MOST_KEYS,
    SURE_WORDS,
    WINDOW_S,
    Near,
    Suggestion,
    Sure,
    asked_by,
    having,
    may_sketch,
    reasons,
    shown_to,
    sketch,
    suggest,
)
from tests.unit.handlers.triage.incidents import evaluation

KEY, NEXT_MONTH = b"k" * 32, b"n" * 32
HERE, THERE = "31783", "31507"
STORY = "Nhà số 45 hẻm 112 Lê Hồng Phong, thằng Tư Đen, xe 83P1-234.56, gọi 0912345678"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_the_evaluation_set_is_large_and_every_incident_is_told_two_to_four_times() -> None:
    told: dict[str, int] = {}
    for one in evaluation.ALL:
        if not one.negative:
            told[one.incident] = told.get(one.incident, 0) + 1
    assert len(told) >= 150
    assert set(told.values()) <= {2, 3, 4}
    assert sum(one.negative for one in evaluation.ALL) >= 25


def test_nine_in_ten_retellings_find_an_earlier_one_among_the_first_three(capsys: pytest.CaptureFixture[str]) -> None:
    of = evaluation.figures(evaluation.run())
    with capsys.disabled():
        sys.stdout.write(f"\nduplicates: recall at 3 {of.recall:.3f}, precision {of.precision:.3f}, {of.told} tips\n")
    assert of.recall >= 0.93
    assert of.precision >= 0.8
    assert of.precision_of[Sure.VERY] >= 0.9
    assert of.precision_of[Sure.LIKELY] >= 0.8
    assert of.bothered <= of.alone * 0.2


def test_more_slips_cost_some_recall_but_not_most_of_it() -> None:
    assert evaluation.figures(evaluation.run(evaluation.slipped)).recall >= 0.8


def test_another_month_and_another_commune_share_no_key_but_for_plates_telephones_and_hulls() -> None:
    mine = sketch(marks(STORY), HERE, KEY)
    assert not mine.keys() & sketch(marks(STORY), HERE, NEXT_MONTH).keys()
    shared = mine.keys() & sketch(marks(STORY), THERE, KEY).keys()
    assert {mine[key].trait for key in shared if mine[key]} == {Trait.PLATE, Trait.PHONE}  # type: ignore[union-attr]
    assert {Trait.PLATE, Trait.PHONE} < EVERYWHERE


def test_a_sketch_holds_the_weightiest_marks_and_no_more_than_so_many() -> None:
    long = STORY + " " + " ".join(f"zut{letter}q blek{letter}p" for letter in "abcdeghiklmnopqrstuvxy")
    mine = sketch(marks(long), HERE, KEY)
    kept = {mark.trait for mark in mine.values() if mark}
    assert {Trait.PLATE, Trait.PHONE, Trait.NAME, Trait.PLACE} <= kept
    assert len([mark for mark in mine.values() if mark]) <= MOST_KEYS


def test_a_sketch_says_that_it_has_a_plate_or_a_door_without_saying_which() -> None:
    says = having(HERE, KEY)
    assert set(says.values()) == EXACT
    assert {says[key] for key in sketch(marks(STORY), HERE, KEY) if key in says} == {Trait.PLATE, Trait.HOUSE}


def test_in_the_neighbours_communes_a_tip_is_looked_up_by_names_and_places_and_not_by_single_words() -> None:
    told = marks(STORY)
    asked = asked_by(told, HERE, [THERE], KEY)
    next_door = {mark.trait for key, mark in asked.items() if mark and key in sketch(told, THERE, KEY)}
    assert {Trait.NAME, Trait.PLACE} <= next_door
    assert Trait.WORD not in next_door
    assert asked.items() >= sketch(told, HERE, KEY).items()


def test_tips_about_officials_are_not_compared() -> None:
    assert [topic for topic in Topic if not may_sketch(topic)] == [Topic.OFFICIAL]


def near(text: str, tip: str = "a", sent: float = 0.0) -> tuple[dict[int, Mark | None], Near]:
    """The story, and another telling of something as storage would bring it."""
    new, other = sketch(marks(STORY), HERE, KEY), sketch(marks(text), HERE, KEY)
    has = frozenset(trait for key, trait in having(HERE, KEY).items() if key in other)
    return new, Near(tip, sent, frozenset(new.keys() & other.keys()), has)


def test_the_same_lane_and_nickname_two_hours_apart_is_suggested_with_its_reasons() -> None:
    new, other = near("tu den trong hem 112 ban da")
    [found] = suggest(new, 7200.0, [other], {})
    assert found.sure is not Sure.MAYBE
    assert reasons(found) == "same name or nickname, same place, same words, 2 hours apart"


def test_the_next_door_in_the_same_lane_counts_less_than_no_door_at_all() -> None:
    new, without = near("hem 112 le hong phong tu den")
    _new, next_door = near("nhà số 54 hem 112 le hong phong tu den")
    scores = [suggest(new, 0.0, [one], {})[0].score for one in (without, next_door)]
    assert scores[0] - scores[1] == pytest.approx(4.0)


def test_two_digits_off_a_plate_alone_is_no_suggestion() -> None:
    new, other = near("xe 83P1-234.65 đậu lấn đường")
    assert suggest(new, 0.0, [other], {}) == ()


def test_what_many_tips_hold_says_little() -> None:
    new, other = near("hem 112 le hong phong")
    rare = suggest(new, 0.0, [other], {})[0].score
    common = suggest(new, 0.0, [other], dict.fromkeys(new, 400))
    assert common == () or common[0].score < rare / 2


def test_after_thirty_days_nothing_is_suggested_any_more() -> None:
    new, other = near(STORY)
    assert suggest(new, WINDOW_S, [other], {})
    assert suggest(new, WINDOW_S + 1, [other], {}) == ()


def test_a_station_is_shown_only_what_it_may_read_so_that_a_match_across_goes_to_the_province() -> None:
    found = [Suggestion(tip, 5.0, Sure.LIKELY, (Trait.PLATE,), 60.0) for tip in ("mine", "theirs")]
    routes = {"mine": (HERE, "PC04"), "theirs": (THERE, "PC04")}
    assert [one.tip for one in shown_to(HERE, found, routes)] == ["mine"]
    assert [one.tip for one in shown_to("PC04", found, routes)] == ["mine", "theirs"]
    assert shown_to("THANH-TRA", found, routes) == ()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(60, "less than an hour apart"), (3600, "1 hour apart"), (100_000, "28 hours apart"), (5 * 86400, "5 days apart")],
)
def test_how_far_apart_is_said_in_hours_then_in_days(seconds: float, words: str) -> None:
    assert reasons(Suggestion("a", 5.0, Sure.LIKELY, (Trait.PLATE,), seconds)) == f"same plate, {words}"


def test_every_degree_of_certainty_has_its_words() -> None:
    assert set(SURE_WORDS) == set(Sure)


TEXTS = st.sampled_from([one.text for one in evaluation.ALL])


@given(TEXTS, st.lists(TEXTS, max_size=6), st.floats(0, WINDOW_S))
def test_suggestions_are_at_most_three_ranked_and_each_shares_something(
    text: str, others: list[str], apart: float
) -> None:
    new = sketch(marks(text), HERE, KEY)
    brought = []
    for number, other in enumerate(others):
        keys = sketch(marks(other), HERE, KEY).keys()
        brought.append(Near(str(number), 0.0, frozenset(new.keys() & keys)))
    found = suggest(new, apart, brought, {})
    assert len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.traits for one in found)


@given(TEXTS)
def test_keys_fit_a_signed_column_and_the_same_text_gives_the_same_ones(text: str) -> None:
    keys = sketch(marks(text), None, KEY).keys()
    assert keys == sketch(marks(text), None, KEY).keys()
    assert all(-(2**63) <= key < 2**63 for key in keys)

"""What a move asks for: a day in three taps, a line of a list, a number; nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dialogue import Event, Question, Sorry
from handlers.triage.move_questions import Ahead, HowMany, Listed, Past, day_typed

TODAY = date(2026, 11, 23)
PAST = Past("Ngày nào?", TODAY, date(2026, 11, 10))
AHEAD = Ahead("Hạn?", TODAY)
LISTED = Listed("Căn cứ nào?", {"a": "dòng một", "b": "dòng hai"})


def taken(question: Question[object], text: str = "", option: str = "") -> object:
    value, complete = question.take(Event(text=text, option=option), None)
    assert complete
    return question.load(value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21/11", date(2026, 11, 21)),
        (" 21 / 11 ", date(2026, 11, 21)),
        ("21-11-2026", date(2026, 11, 21)),
        ("23.11", TODAY),
        ("Hôm nay", TODAY),
        ("hom qua", date(2026, 11, 22)),
        ("1", TODAY),
    ],
)
def test_a_day_is_pressed_or_typed_with_or_without_its_year(text: str, day: date) -> None:
    assert taken(PAST, text) == day


@pytest.mark.parametrize(
    "text", ["24/11/2026", "9/11", "31/2", "32/11", "11", "21/13", "", "hôm kia", "21/11/26", "٢١/١١"]
)
def test_a_day_to_come_one_before_the_tip_and_what_is_no_day_are_refused(text: str) -> None:
    with pytest.raises(Sorry):
        taken(PAST, text)


def test_yesterday_is_not_offered_where_the_tip_came_today() -> None:
    assert len(Past("?", TODAY, TODAY).prompt(None).options) == 1


@pytest.mark.parametrize(("text", "day"), [("24/11", date(2026, 11, 24)), ("1/1", date(2027, 1, 1)), ("23/11", TODAY)])
def test_a_day_ahead_is_the_next_of_its_number(text: str, day: date) -> None:
    assert taken(AHEAD, text) == day


@pytest.mark.parametrize("text", ["22/11/2026", "1/1/2030", "mai", "0/0"])
def test_a_day_that_has_passed_or_lies_far_away_is_refused(text: str) -> None:
    with pytest.raises(Sorry):
        taken(AHEAD, text)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 360), st.booleans())
def test_a_day_typed_without_its_year_is_the_nearest_in_its_direction(today: date, apart: int, ahead: bool) -> None:
    day = today + timedelta(days=apart if ahead else -apart)
    assert day_typed(f"{day.day}/{day.month}", today, ahead=ahead) == day


@given(st.text())
def test_whatever_is_typed_is_a_day_or_none(text: str) -> None:
    found = day_typed(text, TODAY, ahead=False)
    assert found is None or isinstance(found, date)


def test_long_lines_are_chosen_by_their_numbers() -> None:
    prompt = LISTED.prompt(None)
    assert prompt.text == "Căn cứ nào?\n1. dòng một\n2. dòng hai"
    assert [option.label for option in prompt.options] == ["1", "2"]
    assert taken(LISTED, "2") == taken(LISTED, option="b") == "b"
    assert LISTED.show("a") == "dòng một"
    for text in ("3", "dòng"):
        with pytest.raises(Sorry):
            taken(LISTED, text)
    with pytest.raises(ValueError, match="no such option any more"):
        LISTED.load("c")


@pytest.mark.parametrize("text", ["0", "-1", "1000", "hai", "Nguyễn Văn A", "", "٢"])
def test_a_number_of_persons_is_a_number_and_no_name(text: str) -> None:
    with pytest.raises(Sorry):
        taken(HowMany("Mấy?"), text)


def test_a_number_is_pressed_or_typed() -> None:
    assert taken(HowMany("Mấy?"), "12") == 12
    assert taken(HowMany("Mấy?"), option="3") == 3
    assert PAST.show("2026-11-21") == AHEAD.show("2026-11-21") == "21/11"

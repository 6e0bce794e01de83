"""A number stands for the button that was shown last, and for nothing else."""

from __future__ import annotations

from typing import cast

import pytest

from handlers.conversation import Conversation
from handlers.here import Facts, Here, Reply
from handlers.messages import Act, Address, Button, Incoming, Screen, Show
from handlers.typed import meant, numbered, offer, typed_press

OFFERED = [["1", "Gửi tin", "a:report"], ["2", "Hỏi, nhờ giúp", "a:help"], ["", "Trả lời", "a:answer:1"]]
ZALO = Facts("Zalo", can_delete=False, can_edit=False, typed_buttons=True)
BA = Address("zalo_bot", "7", "7")


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "a:report"),
        (" 2 ", "a:help"),
        ("2.", "a:help"),
        ("gui tin", "a:report"),
        ("HỎI, NHỜ GIÚP", "a:help"),
        ("tra loi", "a:answer:1"),
        ("số 1", "a:report"),
        ("So2", "a:help"),
        ("chọn số 2", "a:help"),
        ("dạ 1 ạ", "a:report"),
        ("１", "a:report"),
        ("②", "a:help"),
        ("1️⃣", "a:report"),
        ("(2)", "a:help"),
        ("1. Gửi tin", "a:report"),
        ("2 hoi nho giup", "a:help"),
        ("a:answer:1", "a:answer:1"),
        ("#a:report", "a:report"),
        ("a:claim:1", ""),
        ("2. Gửi tin", ""),
        ("1 2", ""),
        ("số 1 đường Lê Lợi", ""),
        ("3", ""),
        ("0", ""),
        ("", ""),
        ("...", ""),
        ("gửi", ""),
        ("12", ""),
    ],
)
def test_a_number_or_the_words_of_a_button_press_it_and_nothing_near_does(text: str, payload: str) -> None:
    assert meant(text, OFFERED) == payload


def said(text: str) -> Incoming:
    return Incoming(BA, Act.TEXT, text=text)


def test_the_quick_exit_is_0_on_every_screen() -> None:
    rows = ((Button("A", payload="a:A"),), (Button("Quay lại", payload="b:1"), Button("Thoát nhanh", payload="x")))
    assert [(number, button.label) for number, button in numbered(Screen("?", rows))] == [
        (1, "A"),
        (2, "Quay lại"),
        (0, "Thoát nhanh"),
    ]
    assert meant("0", [["1", "A", "a:A"], ["0", "Thoát nhanh", "x"]]) == "x"


def test_where_there_are_buttons_a_number_is_just_a_text() -> None:
    assert typed_press(said("1"), Conversation(), Facts("Telegram"), 1.0) == said("1")


def test_a_number_behind_which_nothing_stands_is_a_button_from_before() -> None:
    assert typed_press(said("1"), Conversation(), ZALO, 1.0) == Incoming(BA, Act.PRESS)


@pytest.mark.parametrize(
    ("text", "at", "payload"), [("1", 9.9, ""), ("1", 10.9, ""), ("1", 11.0, "a:A"), ("a", 9.9, "a:A"), ("0", 9.9, "x")]
)
def test_a_number_typed_before_its_list_could_be_read_meant_another(text: str, at: float, payload: str) -> None:
    talking = Conversation(offered=[["1", "A", "a:A"], ["0", "Thoát nhanh", "x"]], offered_at=10.0)
    pressed = typed_press(Incoming(BA, Act.TEXT, text=text, at=at), talking, ZALO, 1.0)
    assert (pressed.act, pressed.payload) == (Act.PRESS, payload)


def test_0_is_the_quick_exit_also_where_it_is_not_listed() -> None:
    assert typed_press(said("0"), Conversation(), ZALO, 1.0) == Incoming(BA, Act.PRESS, payload="x")


def test_in_a_group_a_number_is_just_a_text() -> None:
    group = Incoming(Address("zalo_bot", "zgr-1", "7", private=False), Act.TEXT, text="1")
    assert typed_press(group, Conversation(), ZALO, 1.0) == group


@pytest.mark.parametrize("text", ["100", "00", "1 xe", "113", "một"])
def test_what_is_no_number_of_a_menu_stays_a_text(text: str) -> None:
    assert typed_press(said(text), Conversation(), ZALO, 1.0) == said(text)


def screen(*labels: str) -> Screen:
    return Screen("Hỏi?", ((*(Button(label, payload=f"a:{label}") for label in labels),),))


def after(talking: Conversation, act: Act, reply: Reply) -> list[list[str]]:
    """What can be typed after this reply."""
    here = Here(Incoming(BA, act), 0.0, *[cast("object", None)] * 5, ZALO, talking)  # type: ignore[arg-type]
    offer(here, reply)
    return talking.offered


def test_numbers_press_the_newest_screen_and_words_what_was_shown_with_it() -> None:
    reply = Reply(screen("A", "B"), posts=[Show(BA, "more", screen("C"))])
    assert after(Conversation(), Act.TEXT, reply) == [["1", "C", "a:C"], ["", "A", "a:A"], ["", "B", "a:B"]]


def test_an_answer_makes_everything_before_it_mean_nothing() -> None:
    talking = Conversation(offered=[["1", "A", "a:A"]])
    assert after(talking, Act.TEXT, Reply(Screen("Xong."))) == []


def test_under_what_comes_unasked_the_words_of_the_open_question_still_press() -> None:
    talking = Conversation(offered=[["1", "A", "a:A"]])
    reply = Reply(posts=[Show(BA, "question:1", screen("B"))])
    assert after(talking, Act.SHOW, reply) == [["1", "B", "a:B"], ["", "A", "a:A"]]


def test_a_notice_without_buttons_leaves_the_numbers_as_they_are() -> None:
    talking = Conversation(offered=[["1", "A", "a:A"]])
    assert after(talking, Act.SHOW, Reply(posts=[Show(BA, "notice", Screen("Có tin."))])) == [["1", "A", "a:A"]]

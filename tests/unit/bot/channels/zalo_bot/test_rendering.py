"""A screen as plain messages with numbers to type."""

from __future__ import annotations

from bot.channels.zalo_bot.rendering import MAX_TEXT, render
from content.locales import speaking
from handlers.messages import Attachment, Button, Screen
from handlers.typed import numbered


def test_choices_are_numbered_in_their_order_and_the_rest_is_text() -> None:
    screen = Screen(
        "Chào bạn.",
        (
            (Button("Báo tin", payload="a:report"), Button("Trang web", link="https://example.vn/x")),
            (Button("Gọi 111", phone="111"), Button("Chép", copy="ba bon")),
            (Button("Thoát nhanh", payload="x"),),
        ),
    )
    assert render(screen) == [
        "Chào bạn.\n\n1. Báo tin\nTrang web: https://example.vn/x\nGọi 111:\n111\nChép:\nba bon\n0. Thoát nhanh"
    ]
    assert [(number, button.label) for number, button in numbered(screen)] == [(1, "Báo tin"), (0, "Thoát nhanh")]


def test_above_the_numbers_stands_what_to_do() -> None:
    screen = Screen("Chào bạn.", ((Button("Báo tin", payload="a:report"),),), lead="Gõ số để chọn:")
    assert render(screen) == ["Chào bạn.\n\nGõ số để chọn:\n1. Báo tin"]
    assert render(Screen("Chào bạn.", lead="Gõ số để chọn:")) == ["Chào bạn."]


def test_two_choices_that_look_alike_have_numbers_of_their_own() -> None:
    screen = Screen("?", ((Button("A", payload="q:1:a"), Button("A", payload="q:1:a")),))
    assert render(screen) == ["?\n\n1. A\n2. A"]


def test_what_stands_there_already_is_not_repeated_for_copying() -> None:
    screen = Screen("ba – bon – tam\nmot", ((Button("Chép", copy="ba bon tam mot"),),))
    assert render(screen) == ["ba – bon – tam\nmot"]


def test_a_long_screen_comes_in_parts_with_its_choices_in_the_last() -> None:
    screen = Screen("\n".join(["chữ " * 40] * 30), ((Button("Xong", payload="a:done"),),))
    parts = render(screen)
    assert len(parts) == 3
    assert all(len(part) <= MAX_TEXT for part in parts)
    assert parts[-1].endswith("1. Xong")


def test_a_file_that_can_not_be_shown_is_spoken_of() -> None:
    with speaking("en"):
        (text,) = render(Screen("Ảnh", attachment=Attachment("photo", "00", "00")))
    assert text == "Ảnh\nA file belongs here, which can't be shown on Zalo."

"""A screen as bubbles: five buttons or a list, two thousand signs, numbers that dial."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.rendering import MAX_TEXT, render, split
from handlers.messages import Button, Screen
from handlers.typed import numbered


def choices(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, payload=f"q:1:{number}"),) for number, label in enumerate(labels))


def test_up_to_five_choices_are_buttons_that_say_nothing_in_the_chat() -> None:
    (bubble,) = render(Screen("Chuyện gì?", choices("A", "B", "C", "D", "E")))
    assert bubble.text == "Chuyện gì?"
    assert bubble.buttons[0] == {"title": "A", "type": "oa.query.hide", "payload": "#q:1:0"}
    assert len(bubble.buttons) == 5


def test_of_more_the_first_and_the_way_out_are_buttons_and_the_rest_is_typed() -> None:
    screen = Screen("Sắp gửi", choices("Gửi", "Sửa", "Đọc lại", "Cấp trên", "Bỏ", "Quay lại", "Thoát nhanh"))
    (bubble,) = render(screen)
    assert [button["title"] for button in bubble.buttons] == ["Gửi", "Sửa", "Đọc lại", "Cấp trên", "Thoát nhanh"]
    assert bubble.text == "Sắp gửi\n\nBấm ở dưới, hoặc gõ số:\n5. Bỏ\n6. Quay lại"


def test_beside_many_choices_a_number_still_dials() -> None:
    (bubble,) = render(Screen("Gọi:\n113", choices("A", "B", "C", "D", "E", "F")))
    assert [button["title"] for button in bubble.buttons] == ["A", "B", "C", "F", "Gọi 113"]
    assert bubble.text.endswith("4. D\n5. E")


def test_long_choices_are_a_list_numbered_as_they_are_understood() -> None:
    screen = Screen("Ở đâu?", choices("Một xã có tên dài hơn hai mươi chữ", "B"), lead="Gõ số:")
    (bubble,) = render(screen)
    assert bubble.buttons == ()
    lines = "\n".join(f"{number}. {button.label}" for number, button in numbered(screen))
    assert bubble.text == f"Ở đâu?\n\nGõ số:\n{lines}"


@given(st.lists(st.integers(0, 24), max_size=12), st.integers(0, 7))
def test_every_choice_can_be_pressed_or_typed(lengths: list[int], dials: int) -> None:
    labels = [f"{number}{'a' * length}" for number, length in enumerate(lengths)]
    screen = Screen("Gọi:\n" + "\n".join(f"11{digit}" for digit in range(dials)), choices(*labels))
    bubbles = render(screen)
    assert all(len(bubble.buttons) <= 5 for bubble in bubbles)
    pressed = {button["payload"] for bubble in bubbles for button in bubble.buttons if "query" in button["type"]}
    text = "\n".join(bubble.text for bubble in bubbles)
    for number, button in numbered(screen):
        assert (f"#{button.payload}" in pressed) != (f"\n{number}. {button.label}" in text)


def test_a_telephone_is_dialled_and_a_page_is_opened() -> None:
    rows = ((Button("Gọi 111", phone="111"), Button("Trang thật", link="https://example.org")),)
    (bubble,) = render(Screen("Gọi đi", rows))
    assert bubble.buttons == (
        {"title": "Gọi 111", "type": "oa.open.phone", "payload": {"phone_code": "111"}},
        {"title": "Trang thật", "type": "oa.open.url", "payload": {"url": "https://example.org"}},
    )


def test_an_emergency_number_on_its_line_dials() -> None:
    (bubble,) = render(Screen("Tránh xa, rồi gọi:\n113", choices("Đã gọi rồi")))
    assert [button["payload"] for button in bubble.buttons] == ["#q:1:0", {"phone_code": "113"}]


def test_numbers_that_find_no_room_get_a_bubble_of_their_own() -> None:
    first, last = render(Screen("Gọi:\n113\nCo giật:\n115\nTrẻ em:\n111", choices("A", "B", "C")))
    assert [button["payload"]["phone_code"] for button in first.buttons] == ["113", "115", "111"]
    assert [button["title"] for button in last.buttons] == ["A", "B", "C"]


def test_one_number_beside_a_full_menu_stays_a_text() -> None:
    (bubble,) = render(Screen("Gọi:\n113", choices("A", "B", "C", "D", "E")))
    assert len(bubble.buttons) == 5
    assert "113" in bubble.text


@pytest.mark.parametrize("line", ["12345 67890", "2026", "83", "213", "36 000 000 000 000"])
def test_not_every_number_is_a_telephone(line: str) -> None:
    dials = [button for bubble in render(Screen(f"Mã:\n{line}")) for button in bubble.buttons]
    assert dials == []


def test_what_would_be_copied_stands_in_the_text() -> None:
    (bubble,) = render(Screen("Cẩn thận", ((Button("Chép vào máy", copy="bát mít gòn"),),)))
    assert "bát mít gòn" in bubble.text


def test_where_no_button_can_be_everything_is_listed() -> None:
    (bubble,) = render(Screen("Chuyện gì?", (*choices("A"), (Button("Gọi", phone="113"),))), buttons=False)
    assert bubble.buttons == ()
    assert "1. A" in bubble.text
    assert "Gọi: 113" in bubble.text


def test_the_last_of_several_bubbles_has_the_buttons() -> None:
    bubbles = render(Screen("một hai ba\n" * 400, choices("A")))
    assert len(bubbles) > 1
    assert [bool(bubble.buttons) for bubble in bubbles] == [False] * (len(bubbles) - 1) + [True]


@given(st.text(alphabet="aáà̀ế \n", min_size=1, max_size=9000))
def test_no_part_is_too_long_and_no_word_is_lost(text: str) -> None:
    parts = list(split(text))
    assert all(len(part) <= MAX_TEXT for part in parts)
    whole = unicodedata.normalize("NFC", text)
    assert "".join("".join(parts).split()) == "".join(whole.split())
    assert all(unicodedata.is_normalized("NFC", part) for part in parts)

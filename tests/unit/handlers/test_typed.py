"""A number stands for the button that was shown last, and for nothing else."""

from __future__ import annotations

import pytest

from handlers.conversation import Conversation
from handlers.messages import Act, Address, Incoming
from handlers.typed import meant, typed_press

OFFERED = [["Gửi tin", "a:report"], ["Hỏi, nhờ giúp", "a:help"]]


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "a:report"),
        (" 2 ", "a:help"),
        ("gui tin", "a:report"),
        ("HỎI, NHỜ GIÚP", "a:help"),
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


def test_where_nothing_was_offered_a_number_is_just_a_text() -> None:
    said = Incoming(Address("zalo_bot", "7", "7"), Act.TEXT, text="1")
    assert typed_press(said, Conversation()) is said

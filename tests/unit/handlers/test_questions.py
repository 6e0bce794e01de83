"""What each kind of question accepts: number, label and payload, never a guess."""

from __future__ import annotations

import pytest

from content.locales import speaking
from handlers.dialogue import Again, Event, Option, Sorry
from handlers.questions import Choice, Many, Text, chosen

OPTIONS = (Option("sell", "Mua bán"), Option("use", "Tụ tập sử dụng"), Option("edit:more", "Kể thêm"))


@pytest.mark.parametrize(
    ("event", "key"),
    [
        (Event(option="sell"), "sell"),
        (Event(option="forged"), None),
        (Event(text="1"), "sell"),
        (Event(text=" 2 "), "use"),
        (Event(text="mua ban"), "sell"),
        (Event(text="TỤ TẬP SỬ DỤNG"), "use"),
        (Event(text="sell"), "sell"),
        (Event(text="mua"), None),
        (Event(text="4"), None),
        (Event(text=""), None),
        (Event(text="mua bán ma túy"), None),
    ],
)
def test_an_option_is_its_key_its_number_or_its_label(event: Event, key: str | None) -> None:
    assert chosen(event, OPTIONS) == key


def test_a_typed_edit_option_opens_the_other_question() -> None:
    with pytest.raises(Again) as again:
        chosen(Event(text="3"), OPTIONS)
    assert again.value.edit == "more"


def test_a_choice_that_no_longer_offers_the_answer_is_asked_again() -> None:
    question = Choice("?", {"a": "A"})
    assert question.load("a") == "a"
    with pytest.raises(ValueError, match="no such option"):
        question.load("b")


@pytest.mark.parametrize(
    "event", [Event(text="   "), Event(part={"kind": "photo", "blob": "b", "key": "k", "text": ""})]
)
def test_a_text_wants_words(event: Event) -> None:
    with pytest.raises(Sorry):
        Text("?").take(event, None)


def test_a_text_offers_ways_round_typing() -> None:
    question = Text("?", options={"skip": "Không rõ"})
    assert question.take(Event(option="skip"), None) == ("skip", True)
    assert question.take(Event(text="khong ro"), None) == ("skip", True)
    assert question.show("skip") == "Không rõ"


def test_parts_are_added_as_they_come_and_done_goes_on() -> None:
    question = Many("?")
    parts, complete = question.take(Event(text="one"), None)
    assert not complete
    parts, complete = question.take(Event(part={"kind": "voice", "blob": "b", "key": "k", "text": ""}), parts)
    assert [part["kind"] for part in parts] == ["text", "voice"]
    assert question.take(Event(option="done"), parts) == (parts, True)


def test_the_word_done_ends_an_answer_in_the_language_that_is_spoken() -> None:
    with speaking("vi"):
        assert Many("?").take(Event(text="xong"), [{"kind": "text", "text": "a"}])[1]


def test_a_bare_number_is_something_told_not_a_button() -> None:
    parts, complete = Many("?").take(Event(text="1"), [{"kind": "text", "text": "so nha"}])
    assert (len(parts), complete) == (2, False)


def test_done_without_a_part_asks_for_one() -> None:
    with pytest.raises(Sorry):
        Many("?").take(Event(option="done"), None)


def test_done_is_offered_only_once_something_is_there() -> None:
    assert [option.key for option in Many("?").prompt(None).options] == []
    assert [option.key for option in Many("?").prompt([{"kind": "text", "text": "a"}]).options] == ["done"]

"""Only whitelisted fields pass the door, and no update, however odd, raises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.inbound import Me, read
from bot.wire import incoming_from_json, incoming_to_json
from handlers.messages import Act, Address, Incoming, Media

ME = Me("700", "tap_huan_bot")
PERSON = {
    "id": 5, "is_bot": False, "first_name": "MARK-first", "last_name": "MARK-last", "username": "MARK_user",
    "language_code": "MARK-lang", "is_premium": True,
}  # fmt: skip
PRIVATE = {"id": 5, "type": "private", "first_name": "MARK-first", "username": "MARK_user"}
GROUP = {"id": -100, "type": "supergroup", "title": "MARK-title", "is_forum": True}
TO = Address("telegram", "5", "5")


def message(**more: Any) -> dict[str, Any]:
    return {"message_id": 9, "date": 1, "chat": PRIVATE, "from": PERSON, **more}


def act(kind: str, value: dict[str, Any]) -> Incoming | None:
    return read({"update_id": 1, kind: value}, ME)


def heard(**more: Any) -> Incoming:
    found = act("message", message(**more))
    assert found is not None
    return found


COMMAND = [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"text": "hi"}, Incoming(TO, Act.TEXT, "9", "hi")),
        ({"text": "/Start abc", "entities": COMMAND}, Incoming(TO, Act.COMMAND, "9", "abc", "start")),
        ({"text": "/menu@Tap_Huan_Bot", "entities": COMMAND}, Incoming(TO, Act.COMMAND, "9", "", "menu", mentioned=True)),
        ({"text": "see /start", "entities": [{"type": "bot_command", "offset": 4}]}, Incoming(TO, Act.TEXT, "9", "see /start")),
        ({"location": {"latitude": 9.6, "longitude": 106}}, Incoming(TO, Act.POINT, "9", point=(9.6, 106.0))),
        ({"sticker": {"file_id": "x"}}, Incoming(TO, Act.ODD, "9", name="sticker")),
        ({"contact": {"phone_number": "MARK-phone"}}, Incoming(TO, Act.ODD, "9", name="contact")),
        ({"migrate_to_chat_id": -1007}, Incoming(TO, Act.MOVED, text="-1007")),
        (
            {"photo": [{"file_id": "s", "width": 1, "height": 1}, {"file_id": "L", "width": 9, "height": 9, "file_size": 7}],
             "caption": "look", "media_group_id": "77"},
            Incoming(TO, Act.MEDIA, "9", "look", media=Media("photo", "L", 7, 0, "image/jpeg"), album="77"),
        ),
        (
            {"voice": {"file_id": "v", "duration": 4, "mime_type": "audio/ogg", "file_size": 3}},
            Incoming(TO, Act.MEDIA, "9", media=Media("voice", "v", 3, 4, "audio/ogg")),
        ),
        (
            {"document": {"file_id": "d", "file_name": "MARK-file.pdf", "mime_type": "application/pdf"}},
            Incoming(TO, Act.MEDIA, "9", media=Media("document", "d", 0, 0, "application/pdf")),
        ),
    ],
)  # fmt: skip
def test_a_private_message_is_read(more: dict[str, Any], expected: Incoming) -> None:
    assert heard(**more) == expected


def test_another_bots_command_is_nobodys_business() -> None:
    assert act("message", message(chat=GROUP, text="/menu@other_bot", entities=COMMAND)) is None


@pytest.mark.parametrize("kind", ["pinned_message", "new_chat_title", "group_chat_created", "forum_topic_created"])
def test_service_messages_are_nobodys_business(kind: str) -> None:
    assert act("message", message(**{kind: {}})) is None


def test_nothing_that_names_a_person_survives_anywhere() -> None:
    marked = {
        "entities": [{"type": "text_mention", "offset": 0, "length": 1, "user": PERSON}],
        "forward_origin": {"type": "user", "sender_user": PERSON, "date": 1},
        "reply_to_message": message(text="MARK-quoted"),
        "quote": {"text": "MARK-quote", "position": 0},
        "via_bot": {**PERSON, "is_bot": True},
        "author_signature": "MARK-signature",
        "sender_chat": {"id": -3, "type": "channel", "title": "MARK-channel"},
        "reply_markup": {"inline_keyboard": [[{"text": "MARK-button", "callback_data": "MARK-data"}]]},
        "photo": [{"file_id": "f", "file_unique_id": "MARK-unique", "width": 1, "height": 1}],
        "caption": "words",
    }
    assert "MARK" not in str(incoming_to_json(heard(**marked)))
    pressed = act("callback_query", {"id": "1", "from": PERSON, "data": "q:1", "message": message(**marked)})
    assert pressed is not None
    assert "MARK" not in str(incoming_to_json(pressed))


def test_a_forward_is_known_as_one_and_an_answer_by_its_number() -> None:
    found = heard(text="x", forward_origin={}, reply_to_message={"message_id": 3, "from": {"id": 700}})
    assert (found.forwarded, found.reply_to, found.mentioned) == (True, "3", True)


def test_in_a_group_only_being_spoken_to_counts_as_a_mention() -> None:
    assert not heard(chat=GROUP, text="hello all").mentioned
    assert heard(chat=GROUP, text="hello @TAP_huan_bot").mentioned


def test_a_topic_is_part_of_the_address() -> None:
    found = heard(chat=GROUP, text="x", is_topic_message=True, message_thread_id=42)
    assert found.address == Address("telegram", "-100", "5", "42", private=False)
    assert heard(chat=GROUP, text="x", message_thread_id=42).address.thread == ""


def test_what_is_said_in_a_topic_that_the_bot_opened_is_not_said_to_the_bot() -> None:
    root = {"message_id": 42, "from": {"id": 700}, "forum_topic_created": {"name": "T-7K2Q"}}
    assert not heard(chat=GROUP, text="on my way", reply_to_message=root).mentioned


def test_a_group_says_whether_it_has_topics_and_whether_the_bot_may_make_them() -> None:
    forum = {**GROUP, "is_forum": True}
    assert heard(chat=forum, text="x").forum
    assert not heard(chat={**GROUP, "is_forum": False}, text="x").forum
    pressed = act(
        "callback_query", {"id": "1", "from": PERSON, "data": "a", "message": {"chat": forum, "message_id": 2}}
    )
    assert pressed is not None
    assert pressed.forum
    now = {"status": "administrator", "can_manage_topics": True}
    change = {"chat": forum, "from": PERSON, "old_chat_member": {"status": "member"}, "new_chat_member": now}
    found = act("my_chat_member", change)
    assert found is not None
    assert (found.forum, found.manages) == (True, True)


def test_an_anonymous_admin_is_nameless_and_a_press_never_is() -> None:
    assert heard(chat=GROUP, text="x", **{"from": {"id": 1087968824}, "sender_chat": GROUP}).nameless
    pressed = act(
        "callback_query", {"id": "1", "from": PERSON, "data": "a", "message": {"chat": GROUP, "message_id": 2}}
    )
    assert pressed is not None
    assert not pressed.nameless


def test_a_press_carries_payload_and_callback_even_on_a_message_that_is_gone() -> None:
    gone = {"chat": PRIVATE, "message_id": 4, "date": 0}
    found = act("callback_query", {"id": "77", "from": PERSON, "data": "p:1", "message": gone})
    assert found == Incoming(TO, Act.PRESS, "4", payload="p:1", callback="77")
    assert "p:1" not in repr(found)


def test_a_live_location_that_moves_is_nobodys_business_and_an_edited_text_is() -> None:
    assert act("edited_message", message(location={"latitude": 1, "longitude": 2})) is None
    assert act("edited_message", message(text="better")) == Incoming(TO, Act.EDIT, "9", "better")


@pytest.mark.parametrize(
    ("chat", "was", "now", "expected"),
    [
        (GROUP, "left", "member", (Act.JOINED, "member")),
        (GROUP, "member", "administrator", (Act.RIGHTS, "administrator")),
        (GROUP, "administrator", "kicked", (Act.LEFT, "")),
        (GROUP, "left", "kicked", None),
        (PRIVATE, "member", "kicked", (Act.LEFT, "")),
        (PRIVATE, "kicked", "member", None),
    ],
)
def test_the_bots_own_standing(chat: dict[str, Any], was: str, now: str, expected: tuple[Act, str] | None) -> None:
    found = act(
        "my_chat_member",
        {"chat": chat, "from": PERSON, "old_chat_member": {"status": was}, "new_chat_member": {"status": now}},
    )
    assert (found and (found.act, found.name)) == expected


def test_what_can_not_be_read_in_a_private_chat_is_told_as_odd() -> None:
    assert act("message", message(message_id="x", text="y")) == Incoming(TO, Act.ODD, name="unreadable")
    assert act("message", message(text=7)) == Incoming(TO, Act.ODD, name="unreadable")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "chat", "type", "from", "text", "message_id", "photo", "entities", "data", "message", "status"]),
        inner, max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll"]), json_values)
def test_no_update_raises_and_what_passes_survives_the_way_into_a_row(kind: str, value: Any) -> None:
    found = read({"update_id": 1, kind: value}, ME)
    assert found is None or incoming_from_json(incoming_to_json(found)) == found

"""What may come in: the payloads that were captured and documented, and whatever else anybody may send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot.inbound import event_key, event_of, read
from handlers.messages import Act, Incoming

USER = "6ede9afa66b88fe6d6a9"


def event(
    kind: str = "text", *, chat: dict[str, Any] | None = None, sender: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """An event as the platform sends it."""
    message = {
        "message_id": "2d758cb5e222177a4e35",
        "date": 1750316131602,
        "from": {"id": USER, "display_name": "Ted", "is_bot": False} if sender is None else sender,
        "chat": chat or {"id": USER, "chat_type": "PRIVATE"},
        **fields,
    }
    return {"event_name": f"message.{kind}.received", "message": message}


def heard(body: Any) -> Incoming:
    found = event_of(body)
    assert found is not None
    act = read(found)
    assert act is not None
    return act


TEXT: Mapping[str, Any] = event(text="Xin chào")


@pytest.mark.parametrize("body", [TEXT, {"ok": True, "result": TEXT}, [TEXT], {"ok": True, "result": [TEXT]}])
def test_both_envelopes_say_the_same(body: Any) -> None:
    act = heard(body)
    assert (act.act, act.text, act.address.chat, act.address.private) == (Act.TEXT, "Xin chào", USER, True)


def test_the_name_that_comes_with_every_event_is_not_copied() -> None:
    assert "Ted" not in repr(heard(TEXT)) + str(vars(heard(TEXT)))


@pytest.mark.parametrize("field", ["photo_url", "photo"])
def test_a_picture_has_its_address_under_either_name(field: str) -> None:
    act = heard(event("image", caption="ở đây", **dict[str, Any]({field: "https://photo.zdn.vn/a.jpg"})))
    assert act.media is not None
    assert (act.media.kind, act.media.ref, act.text) == ("photo", "https://photo.zdn.vn/a.jpg", "ở đây")


def test_a_voice_note_has_its_address() -> None:
    act = heard(event("voice", voice_url="https://f2-voice-aac-dl.zdn.vn/a.aac", message_type="CHAT_VOICE"))
    assert act.media is not None
    assert (act.media.kind, act.media.ref) == ("voice", "https://f2-voice-aac-dl.zdn.vn/a.aac")


@pytest.mark.parametrize("fields", [{"sticker": "0e07", "url": "https://x"}, {"sticker": {"id": "0e07"}}, {}])
def test_a_sticker_of_any_shape_is_odd(fields: dict[str, Any]) -> None:
    act = heard(event("sticker", **fields))
    assert (act.act, act.name) == (Act.ODD, "sticker")


def test_what_the_platform_hides_is_unseen() -> None:
    message = {"message_id": "1", "date": 0, "from": {"id": USER}, "chat": {"id": USER, "chat_type": "PRIVATE"}}
    body = {"event_name": "message.unsupported.received", "message": message}
    assert heard(body).act is Act.UNSEEN


@pytest.mark.parametrize(
    ("text", "act", "name"),
    [
        ("/menu", Act.COMMAND, "menu"),
        ("#MENU", Act.COMMAND, "menu"),
        ("Menu", Act.COMMAND, "menu"),
        ("/start u31783", Act.COMMAND, "start"),
        ("/xoa", Act.COMMAND, "xoa"),
        ("xoa", Act.TEXT, ""),
        ("menu nhậu", Act.TEXT, ""),
        ("#report", Act.TEXT, ""),
        ("a:claim:AAAAAAAAAA:1", Act.TEXT, ""),
        ("   ", Act.ODD, "empty"),
    ],
)
def test_words_of_the_menu_are_commands_and_nothing_typed_is_a_payload(text: str, act: Act, name: str) -> None:
    heard_act = heard(event(text=text))
    assert (heard_act.act, heard_act.name, heard_act.payload) == (act, name, "")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("text", {"text": "@Bot Xóm tôi thấy ông Tư"}), ("image", {"photo_url": "https://x"}), ("unsupported", {})],
)
def test_of_a_group_nothing_is_known_but_that_it_called(kind: str, fields: dict[str, Any]) -> None:
    act = heard(event(kind, chat={"id": "zgr-f8a7101d77709e2ec761", "chat_type": "GROUP"}, **fields))
    assert (act.act, act.text, act.media, act.mentioned, act.address.private) == (Act.TEXT, "", None, True, False)


@pytest.mark.parametrize(
    "body",
    [
        event(text="x", sender={"id": USER, "is_bot": True}),
        {"event_name": "message.unsupported.received"},
        {"event_name": "user.follow", "message": TEXT["message"]},
        {"event_name": 7, "message": TEXT["message"]},
        {"message": TEXT["message"]},
        event(chat={"id": ""}, text="x"),
        event(sender={}, text="x"),
    ],
)
def test_what_nobody_needs_or_nobody_said_is_nothing(body: dict[str, Any]) -> None:
    assert read(body) is None


@pytest.mark.parametrize(
    "body",
    [
        event(),
        event(text=7),
        event("image"),
        event("image", photo_url=7),
        event("voice", voice_url=None),
        event("poll"),
    ],
)
def test_what_can_not_be_read_is_told_to_its_sender(body: dict[str, Any]) -> None:
    assert heard(body).act is Act.ODD


def test_ids_may_be_numbers() -> None:
    act = heard(event(text="x", message_id=77, chat={"id": 12, "chat_type": "PRIVATE"}, sender={"id": 12}))
    assert (act.address.chat, act.address.user, act.message) == ("12", "12", "77")


@pytest.mark.parametrize("body", [None, 7, "x", [], {}, [TEXT, TEXT], {"ok": True, "result": 7}, {"ok": False}])
def test_what_is_no_event_is_none(body: Any) -> None:
    found = event_of(body)
    assert found is None or read(found) is None


def test_a_repetition_has_the_same_key_and_nothing_else_has() -> None:
    again = {**TEXT, "message": {**TEXT["message"], "date": 1}}
    other = event(text="Xin chào", message_id="9")
    bare = {"event_name": "message.unsupported.received"}
    assert event_key(TEXT) == event_key(again)
    assert len({event_key(one) for one in (TEXT, other, event("voice"), bare)}) == 4


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["event_name", "message", "from", "chat", "id", "text", "message_id", "result", "photo"]),
            inner | st.sampled_from(["message.text.received", "message.image.received"]),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_nothing_that_comes_raises(body: Any) -> None:
    found = event_of(body)
    if found is not None:
        read(found)
        event_key(found)

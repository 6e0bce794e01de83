"""What people can do on their phones, what they cannot, and what they see."""

from typing import Any

import pytest

from bot.sandbox.platform import Upload, Wrong

from ..ground import Ground

PICTURE = Upload("a.jpg", "image/jpeg", b"\xff\xd8\xff\xc0\x00\x11\x08\x02\x58\x03\x20" + bytes(10))


def test_a_phone_sends_a_long_text_as_several_messages(ground: Ground) -> None:
    ba = ground.citizen()
    sent = ground.do(ba, "send", text="x" * 5000)
    assert len(sent["message_ids"]) == 2
    assert [len(update["message"]["text"]) for update in ground.updates()] == [4096, 904]


def test_an_album_is_several_updates_with_one_group_id(ground: Ground) -> None:
    ba = ground.citizen()
    ground.do(ba, "send", PICTURE, PICTURE, PICTURE, kind="photo", caption="ba tấm")
    messages = [update["message"] for update in ground.updates()]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["ba tấm", None, None]
    full = messages[0]["photo"][-1]
    assert (full["width"], full["height"]) == (800, 600)


def test_what_the_bot_sends_is_shown_with_all_its_marks(ground: Ground) -> None:
    ba = ground.citizen()
    keyboard = {"keyboard": [["Gửi vị trí"]], "resize_keyboard": True}
    flags = {"disable_notification": True, "protect_content": True}
    ground.call("sendMessage", chat_id=ba, text="Ở đâu?", reply_markup=keyboard, reply_to_message_id=1, **flags)
    shown = ground.shown(ba)[-1]
    assert shown["keyboard"]["keyboard"] == [[{"text": "Gửi vị trí"}]]
    assert (shown["silent"], shown["protected"], shown["edited"], shown["reply_to"]) == (True, True, False, 1)


def test_an_edit_is_seen_and_told_a_deletion_only_seen(ground: Ground) -> None:
    ba = ground.citizen()
    said = ground.do(ba, "send", text="chợ")["message_id"]
    ground.do(ba, "edit", message_id=said, text="bến xe")
    ground.do(ba, "delete", message_id=said)
    assert ground.kinds() == ["message", "edited_message"]
    shown = ground.shown(ba)[-1]
    assert (shown["text"], shown["edited"], shown["deleted"]) == ("bến xe", True, True)


@pytest.mark.parametrize(
    ("hide", "origin"),
    [(False, {"type": "user"}), (True, {"type": "hidden_user", "sender_user_name": "Năm"})],
)
def test_a_forward_tells_its_origin_as_the_first_author_allows(
    ground: Ground, hide: bool, origin: dict[str, Any]
) -> None:
    ba, nam = ground.citizen(), ground.citizen("Năm")
    said = ground.do(nam, "send", text="tôi thấy")["message_id"]
    ground.updates()
    ground.do(ba, "forward", from_chat_id=nam, message_id=said, hide=hide)
    told = ground.updates()[-1]["message"]["forward_origin"]
    assert {name: told[name] for name in origin} == origin
    assert ("sender_user" in told) is not hide
    assert ground.shown(ba)[-1]["forwarded_from"] == "Năm"


def test_a_copy_tells_nothing_of_where_it_came_from(ground: Ground) -> None:
    ba, nam = ground.citizen(), ground.citizen("Năm")
    said = ground.do(nam, "send", PICTURE, kind="photo", caption="tôi thấy")["message_id"]
    ground.call("copyMessage", chat_id=ba, from_chat_id=nam, message_id=said)
    (copied,) = [m.json for m in ground.world.chats[ba].messages.values() if "photo" in m.json]
    assert copied["from"]["is_bot"]
    assert copied["caption"] == "tôi thấy"
    assert "forward_origin" not in copied


def test_pressing_by_label_and_by_a_forged_payload(ground: Ground) -> None:
    ba = ground.citizen()
    keys = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "go"}]]}
    card = ground.call("sendMessage", chat_id=ba, text="x", reply_markup=keys)["message_id"]
    ground.do(ba, "press", message_id=card, text="Gửi")
    ground.do(ba, "press", message_id=card, data="open:7")
    assert [update["callback_query"]["data"] for update in ground.updates()] == ["go", "open:7"]


@pytest.mark.parametrize(
    ("action", "given", "why"),
    [
        ("send", {}, "nothing to send"),
        ("send", {"location": {"latitude": "x"}}, "latitude and longitude"),
        ("send", {"contact": {"first_name": "x"}}, "phone_number"),
        ("edit", {"message_id": 99, "text": "x"}, "no such message"),
        ("press", {"message_id": 99, "data": "x"}, "no such message"),
        ("press", {"message_id": 1, "data": "x"}, "only messages of the bot"),
        ("vote", {"message_id": 1, "options": [0]}, "no open poll"),
        ("migrate", {}, "only a basic group"),
        ("join", {}, "only a living group"),
    ],
)
def test_what_a_phone_would_not_let_one_do_is_refused(
    ground: Ground, action: str, given: dict[str, Any], why: str
) -> None:
    ba = ground.citizen()
    with pytest.raises(Wrong, match=why):
        ground.do(ba, action, **given)


def test_strangers_neither_write_nor_press_in_a_group(ground: Ground) -> None:
    chief, stranger = ground.citizen(), ground.citizen("Lạ")
    chat = ground.group(chief, bot="member")
    card = ground.call("sendMessage", chat_id=chat, text="Thẻ")["message_id"]
    with pytest.raises(Wrong, match="may not write"):
        ground.do(chat, "send", by=stranger, text="x")
    with pytest.raises(Wrong, match="not in this chat"):
        ground.do(chat, "press", by=stranger, message_id=card, data="claim")
    with pytest.raises(Wrong, match="only administrators"):
        ground.do(chat, "kick", by=stranger, bot=True)


def test_votes_are_counted_and_told(ground: Ground) -> None:
    ba = ground.citizen()
    poll = ground.call("sendPoll", chat_id=ba, question="Rõ chưa?", options=["Rõ", "Chưa"], is_anonymous=False)
    ground.do(ba, "vote", message_id=poll["message_id"], options=[1])
    ground.do(ba, "vote", message_id=poll["message_id"], options=[0])
    assert ground.kinds() == ["poll", "poll_answer"] * 2
    closed = ground.call("stopPoll", chat_id=ba, message_id=poll["message_id"])
    assert [option["voter_count"] for option in closed["options"]] == [1, 0]
    assert ground.refusal("stopPoll", chat_id=ba, message_id=poll["message_id"]).description == (
        "Bad Request: poll has already been closed"
    )

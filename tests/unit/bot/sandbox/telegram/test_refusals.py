"""Everything the real server refuses, in its words."""

from typing import Any

import pytest

from bot.sandbox.platform import Upload, Wrong

from ..ground import HOUR, Ground

KEYS = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "go"}]]}


def keys(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x", "chat_id": 404}, "chat not found"),
        ({"text": "x", "chat_id": "@khong_co"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "reply_markup": keys(callback_data="đ" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": keys(url="not an address")}, "inline keyboard button URL"),
        ({"text": "x", "reply_markup": keys()}, "can't parse inline keyboard button: Text buttons are unallowed"),
        ({"text": "x", "reply_markup": keys(copy_text={"text": "m" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "x", "parse_mode": "Telepathy"}, "unsupported parse_mode"),
    ],
)
def test_a_message_the_server_would_not_take(ground: Ground, params: dict[str, Any], description: str) -> None:
    refused = ground.refusal("sendMessage", **{"chat_id": ground.citizen(), **params})
    assert refused.code == 400
    assert refused.description.startswith(f"Bad Request: {description}")


def test_64_bytes_of_data_and_4096_characters_still_pass(ground: Ground) -> None:
    markup = keys(callback_data="đ" * 32)
    assert ground.call("sendMessage", chat_id=ground.citizen(), text="đ" * 4096, reply_markup=markup)


def test_a_bot_does_not_speak_first(ground: Ground) -> None:
    refused = ground.refusal("sendMessage", chat_id=ground.person(), text="x")
    assert (refused.code, refused.description) == (403, "Forbidden: bot can't initiate conversation with a user")


def test_a_blocked_bot_is_refused_until_it_is_unblocked(ground: Ground) -> None:
    ba = ground.citizen()
    ground.do(ba, "block")
    assert ground.refusal("sendMessage", chat_id=ba, text="x").description == "Forbidden: bot was blocked by the user"
    ground.do(ba, "unblock")
    assert ground.call("sendMessage", chat_id=ba, text="x")
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in ground.updates()]
    assert statuses == ["kicked", "member"]


def test_a_deleted_account_gets_nothing(ground: Ground) -> None:
    ba = ground.citizen()
    ground.do(ba, "deactivate")
    assert ground.refusal("sendMessage", chat_id=ba, text="x").description == "Forbidden: user is deactivated"


@pytest.mark.parametrize(
    ("kind", "action", "description"),
    [
        ("group", "kick", "Forbidden: bot was kicked from the group chat"),
        ("supergroup", "kick", "Forbidden: bot was kicked from the supergroup chat"),
        ("supergroup", "leave", "Forbidden: bot is not a member of the supergroup chat"),
        ("channel", "kick", "Forbidden: bot was kicked from the channel chat"),
        ("channel", "leave", "Forbidden: bot is not a member of the channel chat"),
    ],
)
def test_a_bot_that_is_no_longer_there_is_told_so(ground: Ground, kind: str, action: str, description: str) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind=kind, bot="administrator")
    ground.do(chat, action, by=chief, bot=True)
    refused = ground.refusal("sendMessage", chat_id=chat, text="x")
    assert (refused.code, refused.description) == (403, description)


def test_a_group_that_moved_says_where_to(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, bot="member")
    new = ground.do(chat, "migrate", by=chief)["chat_id"]
    refused = ground.refusal("sendMessage", chat_id=chat, text="x")
    assert refused.code == 400
    assert refused.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.parameters == {"migrate_to_chat_id": new}
    assert ground.kinds() == ["migrate_to_chat_id", "migrate_from_chat_id"]
    assert ground.call("sendMessage", chat_id=new, text="x")


def test_an_edit_that_changes_nothing_is_refused(ground: Ground) -> None:
    ba = ground.citizen()
    sent = ground.call("sendMessage", chat_id=ba, text="<b>x</b>", parse_mode="HTML", reply_markup=KEYS)
    same = {"chat_id": ba, "message_id": sent["message_id"], "text": "<b>x</b>", "parse_mode": "HTML"}
    assert ground.refusal("editMessageText", **same, reply_markup=KEYS).description == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
    assert "reply_markup" not in ground.call("editMessageText", **same)


def test_only_standing_messages_of_the_bot_are_edited(ground: Ground) -> None:
    ba = ground.citizen()
    own = ground.do(ba, "send", text="của tôi")["message_id"]
    call = {"chat_id": ba, "text": "y"}
    assert ground.refusal("editMessageText", **call, message_id=own).description == (
        "Bad Request: message can't be edited"
    )
    assert ground.refusal("editMessageText", **call, message_id=99).description == (
        "Bad Request: message to edit not found"
    )
    photo = ground.call("sendLocation", chat_id=ba, latitude=9.6, longitude=105.9)
    assert ground.refusal("editMessageText", **call, message_id=photo["message_id"]).description == (
        "Bad Request: there is no text in the message to edit"
    )


def test_private_messages_are_deleted_within_48_hours_only(ground: Ground) -> None:
    ba = ground.citizen()
    numbers = [ground.do(ba, "send", text=f"tin {n}")["message_id"] for n in range(3)]
    ground.clock.advance(48 * HOUR - 1)
    assert ground.call("deleteMessage", chat_id=ba, message_id=numbers[0]) is True
    ground.clock.advance(1)
    late = "Bad Request: message can't be deleted for everyone"
    assert ground.refusal("deleteMessage", chat_id=ba, message_id=numbers[1]).description == late
    assert ground.refusal("deleteMessages", chat_id=ba, message_ids=numbers).description == late
    assert [m["deleted"] for m in ground.shown(ba)] == [False, True, False, False]


def test_deleting_twice_finds_nothing_but_deleting_many_skips_it(ground: Ground) -> None:
    ba = ground.citizen()
    sent = ground.call("sendMessage", chat_id=ba, text="x")["message_id"]
    assert ground.call("deleteMessage", chat_id=ba, message_id=sent)
    assert ground.refusal("deleteMessage", chat_id=ba, message_id=sent).description == (
        "Bad Request: message to delete not found"
    )
    assert ground.call("deleteMessages", chat_id=ba, message_ids=[sent, 999])


def test_a_bot_deletes_what_others_wrote_in_a_group_only_as_administrator(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup", bot="member")
    said = ground.do(chat, "send", by=chief, text="x")["message_id"]
    assert ground.refusal("deleteMessage", chat_id=chat, message_id=said).description == (
        "Bad Request: message can't be deleted"
    )
    ground.do(chat, "promote", by=chief, bot=True)
    assert ground.call("deleteMessage", chat_id=chat, message_id=said)


def test_a_press_is_answered_once_and_within_150_seconds(ground: Ground) -> None:
    ba = ground.citizen()
    card = ground.call("sendMessage", chat_id=ba, text="x", reply_markup=KEYS)["message_id"]
    late, answered = (ground.do(ba, "press", message_id=card, text="Gửi")["callback_query_id"] for _ in range(2))
    assert ground.call("answerCallbackQuery", callback_query_id=answered, text="Đã gửi")
    assert [toast["text"] for toast in ground.shown(ba)[-1]["toasts"]] == ["Đã gửi"]
    ground.clock.advance(150)
    for query in (late, answered, "123"):
        assert ground.refusal("answerCallbackQuery", callback_query_id=query).description == (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )


def test_a_file_over_20_mib_cannot_be_fetched(ground: Ground) -> None:
    ba = ground.citizen()
    for size, kept in ((20 << 20, True), ((20 << 20) + 1, False)):
        ground.do(ba, "send", Upload("quay.mp4", "video/mp4", bytes(size)), kind="document")
        file_id = ground.updates()[-1]["message"]["document"]["file_id"]
        if kept:
            assert ground.call("getFile", file_id=file_id)["file_size"] == size
        else:
            assert ground.refusal("getFile", file_id=file_id).description == "Bad Request: file is too big"


def test_a_file_keeps_its_kind(ground: Ground) -> None:
    ba = ground.citizen()
    ground.do(ba, "send", Upload("a.pdf", "application/pdf", b"%PDF"), kind="document")
    file_id = ground.updates()[-1]["message"]["document"]["file_id"]
    assert ground.call("sendDocument", chat_id=ba, document=file_id)
    assert ground.refusal("sendPhoto", chat_id=ba, photo=file_id).description == (
        "Bad Request: can't use file of type Document as Photo"
    )


def test_topics_need_the_right_a_forum_and_a_standing_topic(ground: Ground) -> None:
    chief = ground.citizen()
    plain = ground.group(chief, kind="supergroup", bot="administrator")
    assert ground.refusal("createForumTopic", chat_id=plain, name="x").description == (
        "Bad Request: the chat is not a forum"
    )
    forum = ground.group(chief, kind="supergroup", forum=True, bot="member")
    assert ground.refusal("createForumTopic", chat_id=forum, name="x").description == (
        "Bad Request: not enough rights to create a topic"
    )
    ground.do(forum, "promote", by=chief, bot=True)
    topic = ground.call("createForumTopic", chat_id=forum, name="Tin 7")["message_thread_id"]
    sent = ground.call("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["reply_to_message"]["message_id"]) == (topic, topic)
    assert ground.call("closeForumTopic", chat_id=forum, message_thread_id=topic)
    assert ground.refusal("closeForumTopic", chat_id=forum, message_thread_id=topic).description == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    ground.call("deleteForumTopic", chat_id=forum, message_thread_id=topic)
    for gone in (topic, 1):
        assert ground.refusal("sendMessage", chat_id=forum, text="x", message_thread_id=gone).description == (
            "Bad Request: message thread not found"
        )


def test_floods_are_refused_when_the_server_limits_are_on(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, bot="member")
    ground.world.limit_floods()
    for _ in range(20):
        ground.call("sendMessage", chat_id=chat, text="x")
    refused = ground.refusal("sendMessage", chat_id=chat, text="x")
    assert refused.code == 429
    assert refused.parameters == {"retry_after": 60}
    ground.clock.advance(61)
    assert ground.call("sendMessage", chat_id=chat, text="x")


def test_a_protected_message_is_not_forwarded(ground: Ground) -> None:
    ba, nam = ground.citizen(), ground.citizen("Năm")
    kept = ground.call("sendMessage", chat_id=ba, text="kín", protect_content=True)["message_id"]
    with pytest.raises(Wrong, match="protected"):
        ground.do(nam, "forward", from_chat_id=ba, message_id=kept)

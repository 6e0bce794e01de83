"""What people do on their phones, and what the bot hears of it."""

from typing import Any

import pytest

from bot.sandbox.platform import Platform, Upload, Wrong

from ..zalo_ground import ZaloBot


def phones(bot: ZaloBot) -> Platform:
    return next(one for one in bot.sandbox._platforms if one.name == "zalo_bot")


def group(bot: ZaloBot, owner: str, *members: str, with_bot: str | None = "member") -> str:
    given = {"title": "Tổ 3", "owner": owner, "members": list(members), "bot": with_bot}
    return str(phones(bot).new_group(given)["chat_id"])


async def heard(bot: ZaloBot) -> list[dict[str, Any]]:
    """Everything that waits for the bot, one by one."""
    return [await bot.result("getUpdates", timeout=1) for _ in range(len(bot.world.queue))]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"text": "Bến xe"}, "text"),
        ({"sticker": "🙏"}, "sticker"),
        ({"text": "xem https://example.org/a"}, "unsupported"),
        ({"location": {"latitude": 9.6, "longitude": 105.9}}, "unsupported"),
        ({"contact": {"phone_number": "0900", "first_name": "Tư"}}, "unsupported"),
        ({"link": "https://example.org"}, "unsupported"),
    ],
)
async def test_what_is_neither_text_picture_voice_nor_sticker_is_unsupported(
    bot: ZaloBot, given: dict[str, Any], kind: str
) -> None:
    bot.sandbox.act(bot.person(), "send", **given)
    assert [event["event_name"] for event in await heard(bot)] == [f"message.{kind}.received"]


@pytest.mark.parametrize(
    ("kind", "event"),
    [("photo", "image"), ("voice", "voice"), ("audio", "voice"), ("video", "unsupported"), ("document", "unsupported")],
)
async def test_files_arrive_as_the_platform_lets_them(bot: ZaloBot, kind: str, event: str) -> None:
    bot.sandbox.act(bot.person(), "send", Upload("a.bin", "application/octet-stream", b"abc"), kind=kind)
    assert [one["event_name"] for one in await heard(bot)] == [f"message.{event}.received"]


async def test_media_can_be_fetched_without_any_key(bot: ZaloBot) -> None:
    bot.sandbox.act(bot.person(), "send", Upload("a.jpg", "image/jpeg", b"\xff\xd8a"), kind="photo")
    (event,) = await heard(bot)
    async with bot.http.get(event["message"]["photo_url"]) as answer:
        assert await answer.read() == b"\xff\xd8a"
    bot.sandbox.faults.add([{"platform": "zalo_bot", "method": "media", "nth": 1, "error": {"code": 410}}])
    async with bot.http.get(event["message"]["photo_url"]) as answer:
        assert answer.status == 410


async def test_a_child_is_never_heard_whatever_they_write(bot: ZaloBot) -> None:
    child = bot.person("Bé", protected=True)
    bot.sandbox.act(child, "send", text="có người rủ em")
    bot.sandbox.act(child, "send", Upload("a.jpg", "image/jpeg", b"\xff\xd8"), kind="photo")
    events = await heard(bot)
    assert [event["event_name"] for event in events] == ["message.unsupported.received"] * 2
    assert "rủ" not in str(events)
    assert "Bé" not in str(events)


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(bot: ZaloBot) -> None:
    ba, tu = bot.person("Ba"), bot.person("Tư")
    room = group(bot, ba, tu)
    await bot.result("sendMessage", chat_id=room, text="Chào bà con.")
    hello = bot.sandbox.shown(room)[0]["id"]
    bot.sandbox.act(room, "send", by=tu, text="nói chuyện riêng")
    bot.sandbox.act(room, "send", by=tu, text="cho hỏi", mention=True)
    bot.sandbox.act(room, "send", by=ba, text="dạ", reply_to=hello)
    events = await heard(bot)
    assert [event["message"]["text"] for event in events] == ["@Bot Tập Huấn cho hỏi", "dạ"]
    assert {event["message"]["chat"]["chat_type"] for event in events} == {"GROUP"}
    assert room.startswith("zgr-")


async def test_the_bot_may_be_in_three_groups(bot: ZaloBot) -> None:
    ba = bot.person()
    for _ in range(3):
        group(bot, ba)
    with pytest.raises(Wrong, match="3 groups"):
        group(bot, ba)
    outside = group(bot, ba, with_bot=None)
    assert (await bot.call("sendMessage", chat_id=outside, text="x"))[1]["error_code"] == 400


async def test_members_come_and_go_without_a_word_to_the_bot(bot: ZaloBot) -> None:
    ba, tu = bot.person("Ba"), bot.person("Tư")
    room = group(bot, ba, with_bot=None)
    bot.sandbox.act(room, "join", by=tu)
    bot.sandbox.act(room, "join", by=ba, bot=True)
    bot.sandbox.act(room, "send", by=tu, text="ơi", mention=True)
    bot.sandbox.act(room, "leave", by=tu)
    bot.sandbox.act(room, "kick", by=ba, bot=True)
    assert len(await heard(bot)) == 1
    with pytest.raises(Wrong):
        bot.sandbox.act(room, "send", by=tu, text="x")


async def test_pressing_is_typing(bot: ZaloBot) -> None:
    ba = bot.person()
    bot.sandbox.act(ba, "press", text="1")
    bot.sandbox.act(ba, "press", data="#report")
    assert [event["message"]["text"] for event in await heard(bot)] == ["1", "#report"]


async def test_wiping_empties_the_phone_and_tells_nobody(bot: ZaloBot) -> None:
    ba = bot.person()
    bot.sandbox.act(ba, "send", text="một")
    bot.sandbox.act(ba, "wipe")
    assert bot.sandbox.shown(ba)[0]["deleted"]
    assert len(await heard(bot)) == 1


async def test_the_console_tells_what_is_left_of_the_plan(bot: ZaloBot) -> None:
    ba = bot.person()
    bot.sandbox.act(ba, "send", text="tin")
    await bot.result("sendMessage", chat_id=ba, text="Đã nhận.")
    told = await phones(bot).console["settings"]({"messages_per_month": 10})
    assert told == {"webhook": {"url": ""}, "waiting": 1, "messages_left": 9, "users": 1}

"""The eleven methods: what they take, what they answer, how they refuse."""

from typing import Any

import pytest

from ..zalo_ground import DAY, ZaloBot

MENU = "Bạn muốn gì?\n1. Báo tin\n2. Tra cứu"


async def test_the_bot_learns_who_it_is(bot: ZaloBot) -> None:
    assert await bot.result("getMe") == {
        "id": "1459232241454765289",
        "account_name": "bot.TapHuan",
        "account_type": "BASIC",
        "can_join_groups": False,
    }


@pytest.mark.parametrize("token", ["made:up", "12345689:"])
async def test_a_wrong_token_is_refused_in_http_200(bot: ZaloBot, token: str) -> None:
    status, answer = await bot.call("getMe", token=token)
    assert (status, answer) == (200, {"ok": False, "description": "Unauthorized", "error_code": 401})


@pytest.mark.parametrize("method", ["getme", "sendDocument", "editMessageText", "deleteMessage"])
async def test_methods_that_do_not_exist_are_404_and_names_are_case_sensitive(bot: ZaloBot, method: str) -> None:
    assert (await bot.call(method))[0] == 404


async def test_parameters_arrive_as_query_form_or_json(bot: ZaloBot) -> None:
    ba = bot.person()
    url = f"{bot.sandbox.zalo_bot_url}/bot{bot.world.settings.token}/sendMessage"
    given = {"chat_id": ba, "text": "Chào bạn."}
    async with bot.http.get(url, params=given) as one, bot.http.post(url, data=given) as two:
        assert [(await one.json())["ok"], (await two.json())["ok"]] == [True, True]
    async with bot.http.post(url, json=given) as three:
        assert (await three.json())["ok"]
    assert len(bot.sandbox.shown(ba)) == 3


async def test_a_numbered_menu_is_just_text(bot: ZaloBot) -> None:
    ba = bot.person()
    sent = await bot.result("sendMessage", chat_id=ba, text=MENU)
    assert sent == {"message_id": bot.sandbox.shown(ba)[0]["native_id"], "date": 1_800_000_000_000}
    assert (bot.sandbox.shown(ba)[0]["text"], bot.sandbox.shown(ba)[0]["buttons"]) == (MENU, [])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "text"),
        ({"text": " "}, "text"),
        ({"text": None}, "text"),
        ({"text": "a" * 2_001}, "text"),
        ({"text": "😀" * 1_001}, "text"),
        ({"chat_id": "nowhere"}, "chat_id"),
        ({"chat_id": None}, "chat_id"),
        ({"parse_mode": "MarkdownV2"}, "parse_mode"),
    ],
)
async def test_a_message_that_makes_no_sense_is_400(bot: ZaloBot, given: dict[str, Any], words: str) -> None:
    ba = bot.person()
    status, answer = await bot.call("sendMessage", **{"chat_id": ba, "text": "x", **given})
    assert (status, answer["ok"], answer["error_code"]) == (200, False, 400)
    assert words in answer["description"]
    assert bot.sandbox.shown(ba) == []


async def test_exactly_2000_units_pass_and_characters_can_be_what_counts(bot: ZaloBot) -> None:
    ba = bot.person()
    await bot.result("sendMessage", chat_id=ba, text="😀" * 1_000)
    bot.tune(length_unit="chars")
    await bot.result("sendMessage", chat_id=ba, text="😀" * 2_000)


async def test_the_http_status_can_tell_too(bot: ZaloBot) -> None:
    bot.tune(errors_as_200=False)
    assert (await bot.call("sendMessage", chat_id="nowhere", text="x"))[0] == 400
    assert (await bot.call("getMe", token="made:up"))[0] == 401


async def test_the_3001st_message_of_a_month_is_429(bot: ZaloBot) -> None:
    bot.tune(messages_per_month=2)
    ba = bot.person()
    answers = [await bot.call("sendMessage", chat_id=ba, text="x") for _ in range(3)]
    assert [answer.get("error_code") for _, answer in answers] == [None, None, 429]
    bot.sandbox.clock.advance(31 * DAY)
    await bot.result("sendMessage", chat_id=ba, text="x")


async def test_typing_is_answered_without_a_result_and_costs_nothing(bot: ZaloBot) -> None:
    bot.tune(messages_per_month=0)
    status, answer = await bot.call("sendChatAction", chat_id=bot.person(), action="typing")
    assert (status, answer) == (200, {"ok": True})
    assert (await bot.call("sendChatAction", chat_id=bot.person(), action="upload_photo"))[1]["error_code"] == 400


async def test_the_plan_has_room_for_so_many_people(bot: ZaloBot) -> None:
    bot.tune(user_limit=1)
    first, second = bot.person("Ba"), bot.person("Tư")
    bot.sandbox.act(first, "send", text="một")
    bot.sandbox.act(second, "send", text="hai")
    assert len(bot.world.queue) == 1
    await bot.result("sendMessage", chat_id=first, text="x")
    assert (await bot.call("sendMessage", chat_id=second, text="x"))[1]["error_code"] == 429


async def test_a_picture_is_fetched_from_the_bots_own_address(bot: ZaloBot) -> None:
    ba = bot.person()
    await bot.result("sendPhoto", chat_id=ba, photo=bot.hook.url.replace("hook", "anh.jpg"), caption="Tờ rơi")
    shown = bot.sandbox.shown(ba)[0]
    assert (shown["text"], shown["media"]["kind"], shown["media"]["mime"]) == ("Tờ rơi", "photo", "image/jpeg")
    for address in ("https://else.example.org/a.jpg", bot.hook.url, "", "http://127.0.0.1:1/a.jpg"):
        assert (await bot.call("sendPhoto", chat_id=ba, photo=address))[1]["error_code"] == 400


async def test_a_voice_note_is_aac_and_to_a_group_it_is_lost(bot: ZaloBot) -> None:
    ba = bot.person()
    room = _group(bot, ba)
    voice = bot.hook.url.replace("hook", "loi.aac")
    await bot.result("sendVoice", chat_id=ba, voice_url=voice)
    assert bot.sandbox.shown(ba)[0]["media"]["kind"] == "voice"
    assert (await bot.call("sendVoice", chat_id=ba, voice_url="http://127.0.0.1/a.ogg"))[1]["error_code"] == 400
    await bot.result("sendVoice", chat_id=room, voice_url=voice)
    assert bot.sandbox.shown(room) == []


async def test_a_sticker_is_shown(bot: ZaloBot) -> None:
    ba = bot.person()
    await bot.result("sendSticker", chat_id=ba, sticker="0e078a2fb66a5f34067b")
    assert bot.sandbox.shown(ba)[0]["media"]["kind"] == "sticker"
    assert (await bot.call("sendSticker", chat_id=ba))[1]["error_code"] == 400


@pytest.mark.parametrize("action", ["block", "deactivate"])
async def test_what_is_sent_to_somebody_out_of_reach_is_accepted_and_lost(bot: ZaloBot, action: str) -> None:
    ba = bot.person()
    bot.sandbox.act(ba, action)
    await bot.result("sendMessage", chat_id=ba, text="x")
    assert bot.sandbox.shown(ba) == []
    bot.tune(blocked_answer=403)
    assert (await bot.call("sendMessage", chat_id=ba, text="x"))[1]["error_code"] == 403


async def test_scripted_refusals_come_in_http_200_and_broken_servers_do_not(bot: ZaloBot) -> None:
    ba = bot.person()
    bot.sandbox.faults.add(
        [
            {"platform": "zalo_bot", "method": "sendMessage", "nth": 1, "error": {"code": 429}},
            {"platform": "zalo_bot", "method": "sendMessage", "nth": 2, "error": {"code": 502}},
        ]
    )
    first, second = [await bot.call("sendMessage", chat_id=ba, text="x") for _ in range(2)]
    assert [first[0], first[1]["error_code"], second[0]] == [200, 429, 502]


@pytest.mark.parametrize("body", [b"[]", b"{", b"null"])
async def test_a_body_that_is_no_object_is_refused(bot: ZaloBot, body: bytes) -> None:
    url = f"{bot.sandbox.zalo_bot_url}/bot{bot.world.settings.token}/sendMessage"
    async with bot.http.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
        assert (await answer.json())["error_code"] == 400


def _group(bot: ZaloBot, owner: str) -> str:
    phones = next(one for one in bot.sandbox._platforms if one.name == "zalo_bot")
    return str(phones.new_group({"title": "Tổ 3", "owner": owner, "bot": "member"})["chat_id"])

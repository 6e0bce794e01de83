"""What the emulators send, field by field as it was captured from the real platform or stands in its pages.

Each golden payload is compared whole: a field too many or too few fails. What differs from one message to the next
(ids, times, addresses) is taken from the emulator itself and checked for its shape.
"""

import hashlib
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.sandbox.platform import Upload
from bot.sandbox.zalo_oa.signature import mac
from tests.unit.bot.sandbox.zalo_ground import Oa, ZaloBot, bot_ground, oa_ground

JPEG = Upload("IMG_1.jpg", "image/jpeg", b"\xff\xd8anh")
VOICE = Upload("loi.aac", "audio/aac", b"\xff\xf1loi")
PDF = Upload("a.pdf", "application/pdf", b"%PDF-1.7")
HEX20 = re.compile(r"[0-9a-f]{20}")
NOW = "1800000000000"


@pytest.fixture
async def oa() -> AsyncIterator[Oa]:
    async with oa_ground() as running:
        running.tune(media_host="http://f6.photo.talk.zdn.vn")
        await running.listen()
        yield running


@pytest.fixture
async def bot() -> AsyncIterator[ZaloBot]:
    async with bot_ground() as running:
        running.tune(media_host="https://photo-stal-1.zdn.vn")
        await running.listen()
        yield running


async def of_oa(oa: Oa, *files: Upload, **given: Any) -> tuple[str, str, dict[str, Any]]:
    """(who sent it, the message's id, the event about it)."""
    ba = oa.citizen()
    oa.sandbox.act(ba, "send", *files, **given)
    await oa.hook.reached(1)
    (event,) = oa.hook.events()
    assert HEX20.fullmatch(event["message"]["msg_id"])
    return ba, event["message"]["msg_id"], event


def user_sent(oa: Oa, ba: str, event: str, message: dict[str, Any]) -> dict[str, Any]:
    settings = oa.world.settings
    return {
        "app_id": settings.app_id,
        "sender": {"id": ba},
        "recipient": {"id": settings.oa_id},
        "user_id_by_app": oa.world.people[ba].id_by_app,
        "event_name": event,
        "message": message,
        "timestamp": NOW,
    }


def test_the_published_vector_of_the_signature_comes_out() -> None:
    body = (
        '{"app_id":"360846524940903967","user_id_by_app":"552177279717587730","event_name":"user_send_text",'
        '"timestamp":"1543908534740","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},'
        '"message":{"msg_id":"96d3cdf3af150460909","text":"xin chào"}}'
    ).encode()
    expected = "51021f0cad7c858c7bc3f83ff36bdc5bb094624fd84c3efa7623aebbd516febe"
    assert mac("360846524940903967", body, "1543908534740", "TEST_OA_SECRET") == expected


async def test_a_text_to_the_account(oa: Oa) -> None:
    ba, number, event = await of_oa(oa, text="message")
    assert event == user_sent(oa, ba, "user_send_text", {"text": "message", "msg_id": number})


async def test_a_reply_names_what_it_quotes(oa: Oa) -> None:
    oa.tune(echo=False, receipts=False)
    ba = oa.citizen()
    quoted = (await oa.say(ba))["data"]["message_id"]
    oa.sandbox.act(ba, "send", text="dạ", reply_to=oa.sandbox.shown(ba)[-1]["id"])
    await oa.hook.reached(1)
    assert oa.hook.events()[0]["message"]["quote_msg_id"] == quoted


async def test_a_text_without_the_id_of_the_app_as_captured(oa: Oa) -> None:
    oa.tune(user_id_by_app=False)
    _, _, event = await of_oa(oa, text="message")
    assert set(event) == {"app_id", "sender", "recipient", "event_name", "message", "timestamp"}


async def test_ids_and_times_can_come_as_numbers(oa: Oa) -> None:
    oa.tune(ids_as_numbers=True)
    ba, _, event = await of_oa(oa, text="113")
    assert event["sender"] == {"id": int(ba)}
    assert event["recipient"] == {"id": int(oa.world.settings.oa_id)}
    assert event["timestamp"] == int(NOW)
    assert event["message"]["text"] == "113"


async def test_a_picture_to_the_account(oa: Oa) -> None:
    ba, number, event = await of_oa(oa, JPEG, kind="photo", caption="optional")
    url = event["message"]["attachments"][0]["payload"]["url"]
    assert re.fullmatch(r"http://f6\.photo\.talk\.zdn\.vn/media/f\d+\.jpg", url)
    attachments = [{"type": "image", "payload": {"thumbnail": url, "url": url}}]
    message = {"msg_id": number, "text": "optional", "attachments": attachments}
    assert event == user_sent(oa, ba, "user_send_image", message)


async def test_a_place_to_the_account_has_strings_for_its_coordinates(oa: Oa) -> None:
    ba, number, event = await of_oa(oa, location={"latitude": 10.7642473, "longitude": 106.6564314})
    coordinates = {"latitude": "10.7642473", "longitude": "106.6564314"}
    attachments = [{"type": "location", "payload": {"coordinates": coordinates}}]
    message = {"msg_id": number, "attachments": attachments}
    assert event == user_sent(oa, ba, "user_send_location", message)


async def test_a_file_to_the_account(oa: Oa) -> None:
    ba, number, event = await of_oa(oa, PDF, kind="document")
    payload = event["message"]["attachments"][0]["payload"]
    expected = {
        "url": payload["url"],
        "size": str(len(PDF.data)),
        "name": "a.pdf",
        "checksum": hashlib.md5(PDF.data).hexdigest(),
        "type": "pdf",
    }
    message = {"msg_id": number, "attachments": [{"type": "file", "payload": expected}]}
    assert event == user_sent(oa, ba, "user_send_file", message)


@pytest.mark.parametrize(
    ("files", "given", "event_name", "kind", "payload"),
    [
        ([VOICE], {"kind": "voice"}, "user_send_audio", "audio", {"url"}),
        ([VOICE], {"kind": "video"}, "user_send_video", "video", {"url", "thumbnail", "description"}),
        ([], {"sticker": "🙏"}, "user_send_sticker", "sticker", {"url", "id"}),
        ([], {"link": "https://vneid.gov.vn"}, "user_send_link", "link", {"thumbnail", "description", "url"}),
        (
            [],
            {"contact": {"phone_number": "0900", "first_name": "Tư"}},
            "user_send_business_card",
            "link",
            {"thumbnail", "description", "url"},
        ),
    ],
)
async def test_every_other_kind_of_message_to_the_account(
    oa: Oa, files: list[Upload], given: dict[str, Any], event_name: str, kind: str, payload: set[str]
) -> None:
    _, _, event = await of_oa(oa, *files, **given)
    (attachment,) = event["message"]["attachments"]
    assert (event["event_name"], attachment["type"]) == (event_name, kind)
    assert set(attachment["payload"]) == payload


async def test_a_voice_note_ends_in_amr(oa: Oa) -> None:
    _, _, event = await of_oa(oa, VOICE, kind="voice")
    assert event["message"]["attachments"][0]["payload"]["url"].endswith(".amr")


async def test_following(oa: Oa) -> None:
    ba = oa.sandbox.zalo_person("zalo_oa", "Ba", follow=True)
    await oa.hook.reached(1)
    assert oa.hook.events()[0] == {
        "oa_id": oa.world.settings.oa_id,
        "follower": {"id": ba},
        "user_id_by_app": oa.world.people[ba].id_by_app,
        "event_name": "follow",
        "source": "oa_profile",
        "app_id": oa.world.settings.app_id,
        "timestamp": NOW,
    }


async def test_withdrawing_names_the_person(oa: Oa) -> None:
    ba = oa.citizen()
    oa.sandbox.act(ba, "withdraw")
    await oa.hook.reached(1)
    (event,) = oa.hook.events()
    assert (event["event_name"], event["user_id"]) == ("user_withdraw", ba)
    assert event["user_id_by_app"] == oa.world.people[ba].id_by_app


async def test_an_anonymous_visitor(oa: Oa) -> None:
    visitor = oa.citizen("Khách", anonymous=True)
    oa.sandbox.act(visitor, "send", text="hi")
    await oa.hook.reached(1)
    (event,) = oa.hook.events()
    conversation = oa.world.people[visitor].conversation_id
    assert event == {
        "app_id": oa.world.settings.app_id,
        "sender": {"id": visitor},
        "recipient": {"id": oa.world.settings.oa_id},
        "event_name": "anonymous_send_text",
        "message": {"conversation_id": conversation, "text": "hi", "msg_id": event["message"]["msg_id"]},
        "timestamp": NOW,
    }


async def test_the_answer_to_a_consultation_message(oa: Oa) -> None:
    oa.tune(quota_numbers=True)
    ba = oa.citizen()
    answer = await oa.say(ba, "hello, world!")
    number = answer["data"]["message_id"]
    assert HEX20.fullmatch(number)
    assert answer == {
        "data": {
            "quota": {"quota_type": "reply", "remain": "8", "total": "8"},
            "message_id": number,
            "user_id": ba,
            "sent_time": NOW,
        },
        "error": 0,
        "message": "Success",
    }


async def test_a_profile_has_the_fields_of_the_real_one(oa: Oa) -> None:
    data = (await oa.get("/v3.0/oa/user/detail", user_id=oa.citizen()))["data"]
    assert set(data) == {
        "user_id", "user_id_by_app", "user_external_id", "display_name", "user_alias", "is_sensitive",
        "user_last_interaction_date", "user_is_follower", "avatar", "avatars", "dynamic_param", "tags_and_notes_info",
        "shared_info",
    }  # fmt: skip
    assert set(data["shared_info"]) == {"address", "city", "district", "phone", "name"}


async def of_bot(bot: ZaloBot, *files: Upload, **given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the fields every message begins with, the event)."""
    ted = bot.person("Ted")
    bot.sandbox.act(ted, "send", *files, **given)
    await bot.hook.reached(1)
    (event,) = bot.hook.events()
    assert HEX20.fullmatch(ted)
    assert HEX20.fullmatch(event["message"]["message_id"])
    head = {
        "message_id": event["message"]["message_id"],
        "date": int(NOW),
        "from": {"id": ted, "display_name": "Ted", "is_bot": False},
        "chat": {"id": ted, "chat_type": "PRIVATE"},
    }
    return head, event


async def test_a_text_to_the_bot(bot: ZaloBot) -> None:
    head, event = await of_bot(bot, text="Xin chào")
    assert event == {"event_name": "message.text.received", "message": {**head, "text": "Xin chào"}}


@pytest.mark.parametrize("name", ["photo_url", "photo"])
async def test_a_picture_to_the_bot_under_either_name(bot: ZaloBot, name: str) -> None:
    bot.tune(photo_field=name)
    head, event = await of_bot(bot, JPEG, kind="photo", caption="optional")
    url = event["message"][name]
    assert re.fullmatch(r"https://photo-stal-1\.zdn\.vn/media/f\d+\.jpg", url)
    message = {**head, name: url, "caption": "optional", "message_type": "CHAT_PHOTO"}
    assert event == {"event_name": "message.image.received", "message": message}


async def test_a_voice_note_to_the_bot(bot: ZaloBot) -> None:
    head, event = await of_bot(bot, VOICE, kind="voice")
    url = event["message"]["voice_url"]
    assert url.endswith(".aac")
    message = {**head, "voice_url": url, "message_type": "CHAT_VOICE"}
    assert event == {"event_name": "message.voice.received", "message": message}


@pytest.mark.parametrize(
    ("shape", "fields"), [("string", {"sticker", "url"}), ("object", {"sticker"}), ("absent", set())]
)
async def test_a_sticker_to_the_bot_in_every_shape_it_may_have(bot: ZaloBot, shape: str, fields: set[str]) -> None:
    bot.tune(sticker_shape=shape)
    head, event = await of_bot(bot, sticker="🙏")
    assert event["event_name"] == "message.sticker.received"
    assert set(event["message"]) == set(head) | fields


async def test_what_the_bot_may_not_see_has_neither_content_nor_name(bot: ZaloBot) -> None:
    child = bot.person("Bé", protected=True)
    bot.sandbox.act(child, "send", text="x")
    await bot.hook.reached(1)
    (event,) = bot.hook.events()
    assert event == {
        "event_name": "message.unsupported.received",
        "message": {
            "message_id": event["message"]["message_id"],
            "date": int(NOW),
            "from": {"id": child},
            "chat": {"id": child, "chat_type": "PRIVATE"},
        },
    }


async def test_what_the_bot_may_not_see_can_come_without_any_message(bot: ZaloBot) -> None:
    bot.tune(unsupported_message=False)
    bot.sandbox.act(bot.person(protected=True), "send", text="x")
    await bot.hook.reached(1)
    assert bot.hook.events() == [{"event_name": "message.unsupported.received"}]

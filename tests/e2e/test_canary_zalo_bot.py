"""The marked citizen on the Zalo bot: their marks, and the secrets of our bot there, are nowhere."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot import logs
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.hook import PATH, SECRET_HEADER
from bot.sandbox.platform import Json, Upload
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_bot.world import World
from storage.vault.keyring import Keyring
from tests.e2e.phones import until
from tests.e2e.test_bad_input import REFUSED
from tests.e2e.test_canary import PHONE, PLAIN, STORY, WORD, found_in, left_behind, photo
from tests.e2e.zalo_bot import BotHouse, NumbersCitizen, open_bot_house
from tests.world import COMMUNE, PROVINCE

ASKED = {"getMe", "getWebhookInfo", "setWebhook", "getUpdates", "sendMessage", "media"}
"""All that is ever asked of Zalo: no profile, no photo to show, no sign that somebody types."""


def broken(ba: NumbersCitizen) -> Iterator[Json]:
    """Events about this person that make no sense, with marks wherever there is room."""
    who = {"id": ba.user, "display_name": WORD, "avatar": f"https://{WORD}.example/{WORD}.jpg", "is_bot": False}
    head = {"from": who, "chat": {"id": ba.chat, "chat_type": "PRIVATE", "title": WORD}, "date": WORD}
    bodies: tuple[Json, ...] = (
        {},
        {"text": 7},
        {"text": {"x": WORD}},
        {"photo_url": f"http://{WORD}.example/{WORD}"},
        {"voice_url": 9, "sticker": {"id": WORD}},
    )
    for number, body in enumerate(bodies):
        for kind in ("text", "image", "voice", "sticker", "unsupported", WORD):
            message = {**head, "message_id": f"{WORD}{number}{kind}", **body}
            yield {"event_name": f"message.{kind}.received", "message": message}
    yield {"event_name": f"user.{WORD}", "message": {**head, "chat": WORD}}
    yield {"event_name": "message.unsupported.received"}


async def strangers(zalo: BotHouse, event: Json) -> None:
    """Somebody else posts to our address, with marks, and without our secret."""
    url = f"{zalo.house.settings.public_url}{PATH}"
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {SECRET_HEADER: WORD}):
            async with session.post(url, json=event, headers=headers) as answer:
                assert answer.status == 401


async def bad_inputs(zalo: BotHouse, ba: NumbersCitizen) -> None:
    await ba.share(sticker=WORD)
    await ba.share(contact={"phone_number": PHONE, "first_name": f"{WORD}contact"})
    await ba.share(location={"latitude": 9.33, "longitude": 105.98})
    await ba.share(link=f"https://{WORD}.example")
    for upload in REFUSED.values():
        await ba.send("photo", Upload(f"{WORD}-{upload.name}", upload.mime, upload.data))
    for payload in ("zzz", "#q:1:x", "#a:claim:AAAAAAAAAA:1", "a:read:AAAAAAAAAA", "s:" + "A" * 43):
        await ba.say(payload)
    for event in broken(ba):
        zalo.bot.way.send(str(event["event_name"]), event, str(ba.chat))
        if zalo.house.mode == "webhook":
            await strangers(zalo, event)
    await zalo.house.quiet()


async def everything(zalo: BotHouse, ba: NumbersCitizen, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole life of a tip, with a file, an answer, a look-up, a broken turn, every fault, and an empty quota."""
    house = zalo.house
    tu = await house.officer(COMMUNE)
    await bad_inputs(zalo, ba)
    await ba.press("Quick exit")
    await ba.say(STORY)
    await ba.send("photo", photo(), caption=STORY)
    await ba.say("phuong vinh chau")
    for choice in ("No, it doesn't", "Many know it", "Send"):
        await ba.press(choice)
    words = await ba.has_receipt()
    await ba.press("I have copied it")
    await tu.press("Take this tip")
    await tu.press("Read the tip")
    assert any(message["media"] for message in tu.shown)
    await ba.look_up(words)
    await ba.press("How to answer me")
    await ba.press("Ask me again here")
    await ba.press("Close")
    await tu.press("Ask back")
    await tu.press("What time?")
    await ba.press("Answer")
    await ba.say("khoang 8 gio toi")
    await ba.press("Done")
    with monkeypatch.context() as patch:
        patch.setattr("handlers.citizen.report.face_danger", lambda *_, **__: {}[f"{WORD}{ba.user}"])
        house.sandbox.act(ba.chat, "send", by=ba.user, text=STORY + " lan hai o phuong vinh chau")
        for _try in range(4):
            await house.sandbox.clock.sleep(0.3)
            house.sandbox.clock.advance(70)
        await house.quiet()
    told = {"platform": NAME, "method": "sendMessage", "times": 1}
    for code in (400, 401, 403, 429, 500):
        house.sandbox.faults.add([{**told, "error": {"code": code, "description": f"{WORD} {ba.chat}"}}])
        await ba.say("/menu")
        await house.pass_time(61)
    house.sandbox.faults.add([{**told, "drop": True}])
    await ba.say(STORY)
    await house.pass_time(300)


def secrets_of(zalo: BotHouse) -> list[bytes]:
    """What nobody but us and Zalo may know."""
    hook = zalo.house.settings.zalo_bot_webhook_secret.get_secret_value()
    return [one.encode() for one in (zalo.bot.settings.token, hook) if one]


def marks_of(bot: World, ba: NumbersCitizen) -> list[bytes]:
    """Everything by which Zalo knows this person, their messages and their files."""
    room = bot.chats[str(ba.chat)]
    urls = [bot.media_url(message.file) for message in room.messages if message.file is not None]
    ids = [str(ba.user), *(message.id for message in room.messages)]
    marks = [one.encode() for one in (*ids, *urls, WORD, WORD.lower(), PHONE[3:])]
    return [*marks, WORD.encode("utf-16-le"), bytes.fromhex(str(ba.user)), bytes.fromhex(str(ba.user))[::-1]]


def sent_out(zalo: BotHouse) -> Iterator[tuple[str, bytes]]:
    """Every byte that left: to Zalo nothing but the person's own chat, as the recipient; a file is fetched from there."""
    for one in zalo.house.sandbox.traffic.after(0):
        if one.kind == "request" and one.method not in ("getFile", "file", "media", "setWebhook"):
            params = {**one.params, "chat_id": None} if one.platform == NAME else one.params
            yield f"{one.n} {one.method}", json.dumps(params, ensure_ascii=False, default=str).encode()


@pytest.mark.own_server
async def test_the_marks_of_a_citizen_of_the_bot_are_nowhere(
    url: str, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = io.StringIO()
    logs.setup("DEBUG", stream=heard)
    mode = "polling" if url.startswith("sqlite") else "webhook"
    async with open_bot_house(url, keyring, mode, BotSettings(envelope="both")) as zalo:
        await zalo.house.doors_open(PROVINCE)
        ba = zalo.citizen(f"{WORD} {WORD}")
        await everything(zalo, ba, monkeypatch)
        await until(lambda: ba.texts or None, lambda: "nothing was said")
        places = await left_behind(zalo.house, keyring, tmp_path)
        places |= {"log": heard.getvalue().encode(), **dict(sent_out(zalo))}
        marks = [*marks_of(zalo.bot, ba), *secrets_of(zalo)]
        asked = {
            one.method for one in zalo.house.sandbox.traffic.after(0) if one.platform == NAME and one.kind == "request"
        }
    assert "turn failed" in heard.getvalue()
    assert {name for name, content in places.items() if PLAIN in content} > {"opened backup"}
    assert {name: found for name, content in places.items() if (found := found_in(content, marks))} == {}
    assert asked <= ASKED

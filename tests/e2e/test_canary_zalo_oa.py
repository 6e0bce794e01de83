"""The marked citizen on the Official Account: their marks, and the secrets of our account there, are nowhere."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.channels.zalo_oa import NAME
from bot.sandbox.platform import Upload
from bot.sandbox.zalo_oa.world import World
from storage.vault.keyring import Keyring
from tests.e2e.phones import until
from tests.e2e.test_bad_input import REFUSED
from tests.e2e.test_canary import PHONE, PLAIN, STORY, WORD, found_in, left_behind, photo
from tests.e2e.zalo_oa import ZaloCitizen, ZaloHouse, open_zalo_house
from tests.world import COMMUNE, PIN, PROVINCE

DAY = 86_400.0
ASKED = {
    "message/cs", "quota/message", "getoa", "access_token", "media", "upload/image", "upload/file"
}  # fmt: skip
"""All that is ever asked of Zalo: no profile, no list of people."""


def broken(oa: World, ba: ZaloCitizen, **message: object) -> dict[str, object]:
    """An event about this person that makes no sense, with marks wherever there is room."""
    return {
        "app_id": oa.settings.app_id,
        "sender": {"id": str(ba.user), "name": WORD, "avatar": f"https://zalo.example/{WORD}.jpg"},
        "recipient": {"id": oa.settings.oa_id},
        "user_id_by_app": oa.people[str(ba.user)].id_by_app,
        "event_name": "user_send_text",
        "message": {"msg_id": f"{WORD}{len(message)}", **message},
        "timestamp": str(int(oa.clock.now() * 1000)),
    }


async def bad_inputs(zalo: ZaloHouse, ba: ZaloCitizen) -> None:
    await ba.share(sticker=WORD)
    await ba.share(contact={"phone_number": PHONE, "first_name": f"{WORD}contact"})
    await ba.share(location={"latitude": 9.33, "longitude": 105.98})
    await ba.send("document", Upload(f"{WORD}.mp4", "video/mp4", bytes(25 << 20)))
    for upload in REFUSED.values():
        await ba.send("document", Upload(f"{WORD}-{upload.name}", upload.mime, upload.data))
    for payload in ("zzz", "#q:1:x", "#a:claim:AAAAAAAAAA:1", "#a:read:AAAAAAAAAA", "#s:" + "A" * 43):
        await ba.forge(payload)
    await ba.act("submit_info", info={"name": WORD, "phone": PHONE, "address": WORD})
    await ba.act("follow", source=WORD)
    await ba.act("chatnow")
    await ba.act("react", message_id=ba.shown[-1]["id"], icon="/-heart")
    await ba.act("see")
    for message in (
        {},
        {"text": 7},
        {"text": WORD, "attachments": [WORD]},
        {"attachments": [{"payload": {"url": WORD}}]},
    ):
        for signed in ("right", "wrong", "missing"):
            assert await zalo.oa.webhook.forge(broken(zalo.oa, ba, **message), signed) == 200
    for name in (
        "user_send_image",
        "user_send_file",
        "user_send_location",
        "user_send_nothing",
        "user_send_group_text",
    ):
        event = {**broken(zalo.oa, ba, text=WORD, attachments=[{"payload": {"url": f"http://{WORD}.example/{WORD}"}}])}
        assert await zalo.oa.webhook.forge({**event, "event_name": name}, "right") == 200
    await zalo.quiet()


async def everything(zalo: ZaloHouse, ba: ZaloCitizen, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole life of a tip, with a file, an answer after the window, a look-up, a broken turn, and a withdrawal."""
    house = zalo.house
    tu = await house.officer(COMMUNE)
    await bad_inputs(zalo, ba)
    await ba.press("Quick exit")
    await ba.say(STORY)
    await ba.agree()
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
    await zalo.pass_time(3 * DAY)  # a token is renewed twice, and the free window has closed
    pinned = next(one for one in tu.shown if one["text"].startswith("Nút mở ca"))
    await tu.press_on(pinned, "Open shift")
    await tu.type_pin(PIN)
    await tu.press("Take this tip")  # left alone for so long it went back to all
    await tu.press("Read the tip")
    await tu.press("Ask back")
    await tu.press("What time?")
    await zalo.quiet()
    await ba.say("/menu")
    await zalo.quiet()
    await ba.say(STORY + " lan hai o phuong vinh chau")
    with monkeypatch.context() as patch:
        patch.setattr("handlers.citizen.report.face_danger", lambda *_, **__: {}[f"{WORD}{ba.user}"])
        bubble, label = await until(lambda: ba.choice("I know, go on"), lambda: ba.text)
        house.sandbox.act(ba.chat, "press", by=ba.user, message_id=bubble["id"], text=label)
        for _try in range(4):
            await house.sandbox.clock.sleep(0.3)
            house.sandbox.clock.advance(70)
        await house.quiet()
    told = {"platform": NAME, "method": "*", "times": 2}
    house.sandbox.faults.add([{**told, "error": {"code": code, "description": WORD}} for code in (-32, 500, -216)])
    house.sandbox.faults.add([{"platform": NAME, "method": "message/cs", "nth": 1, "drop": True}])
    await ba.say("/menu")
    await zalo.pass_time(300)
    await ba.act("withdraw")
    await zalo.quiet()


def secrets_of(oa: World) -> list[bytes]:
    """What nobody but us and Zalo may know."""
    tokens = [oa.tokens._access, oa.tokens._refresh, *oa.tokens._replaced]
    return [one.encode() for one in (*tokens, oa.settings.app_secret, oa.settings.oa_secret_key)]


def marks_of(oa: World, ba: ZaloCitizen) -> list[bytes]:
    """Everything by which Zalo knows this person, their messages and their files."""
    room = oa.chats[str(ba.user)]
    ids = [str(ba.user), room.person.id_by_app, *(message.id for message in room.messages)]
    urls = [oa.media_url(message.file) for message in room.messages if message.file is not None]
    marks = [one.encode() for one in (*ids, *urls, WORD, WORD.lower(), PHONE[3:])]
    return [*marks, WORD.encode("utf-16-le"), int(ba.user).to_bytes(8, "big"), int(ba.user).to_bytes(8, "little")]


def sent_out(zalo: ZaloHouse, ba: ZaloCitizen) -> Iterator[tuple[str, bytes]]:
    """Every byte that left: to Zalo nothing but the person's own number, as the recipient; a file is fetched from there."""
    for one in zalo.house.sandbox.traffic.after(0):
        if one.kind != "request" or one.method in ("getUpdates", "getFile", "file", "media", "access_token"):
            continue
        params = dict(one.params)
        if one.platform == NAME:
            params = {**params, "recipient": None, "user_id": None}
            if one.params.get("message", {}).get("quote_message_id"):
                params["message"] = {**params["message"], "quote_message_id": None}
        yield f"{one.n} {one.method}", json.dumps(params, ensure_ascii=False, default=str).encode()


@pytest.mark.own_server
async def test_the_marks_of_a_citizen_of_zalo_are_nowhere(
    url: str, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = io.StringIO()
    logs.setup("DEBUG", stream=heard)
    async with open_zalo_house(url, keyring) as zalo:
        await zalo.house.doors_open(PROVINCE)
        ba = zalo.citizen(f"{WORD} {WORD}")
        await everything(zalo, ba, monkeypatch)
        places = await left_behind(zalo.house, keyring, tmp_path)
        places |= {"log": heard.getvalue().encode(), **dict(sent_out(zalo, ba))}
        marks = [*marks_of(zalo.oa, ba), *secrets_of(zalo.oa)]
        requests = [one for one in zalo.house.sandbox.traffic.after(0) if one.kind == "request"]
        asked = {one.method for one in requests if one.platform == NAME}
    assert "turn failed" in heard.getvalue()
    assert len(secrets_of(zalo.oa)) >= 5, "no token was renewed"
    assert {name for name, content in places.items() if PLAIN in content} > {"opened backup"}
    assert {name: found for name, content in places.items() if (found := found_in(content, marks))} == {}
    assert asked <= ASKED
